/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See fingerprint.h. libsodium's generic hash is BLAKE2b. */

#include "io/fingerprint.h"

#include "base/bug.h"

#include <sodium.h>

/* Written by the build from all sources; a build by hand has none. */
#if __has_include("engine_fingerprint.h")
#include "engine_fingerprint.h"
#else
#define NYTTE_ENGINE_FINGERPRINT "not fingerprinted"
#endif

ny_text ny_fingerprint_of(ny_arena *arena, ny_text bytes)
{
    unsigned char hash[32];
    char text[2 * sizeof hash + 1];
    NY_BUG_ON(sodium_init() < 0);
    crypto_generichash(hash, sizeof hash, (const unsigned char *)bytes.data, bytes.size, NULL, 0);
    sodium_bin2hex(text, sizeof text, hash, sizeof hash);
    return ny_text_copy(arena, ny_text_of(text));
}

ny_text ny_fingerprint_engine(void)
{
    return NY_TEXT(NYTTE_ENGINE_FINGERPRINT);
}
