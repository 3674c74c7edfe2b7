/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Fingerprints: BLAKE2b with 32 bytes, in hexadecimal; `b2sum --length=256 FILE` gives the same, so
 * that anybody can check what a statement was drawn from. */

#ifndef NY_IO_FINGERPRINT_H
#define NY_IO_FINGERPRINT_H

#include "base/text.h"

typedef struct ny_fingerprint {
    ny_text role; /* contract, source, offer, data, engine */
    ny_text name; /* as the user named the file */
    ny_text hash;
} ny_fingerprint;

typedef NY_LIST(ny_fingerprint) ny_fingerprints;

ny_text ny_fingerprint_of(ny_arena *arena, ny_text bytes);
/* The sources that this program was built from. */
ny_text ny_fingerprint_engine(void);

#endif
