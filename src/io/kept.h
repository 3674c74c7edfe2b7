/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a simulation keeps of its worlds, as a file (worlds/1), so that worlds that were run in parts
 * can be put together: every double as it is, bit for bit, in Base64, eight bytes each, the least first.
 * `of` says what was simulated: its files with their fingerprints, alternatives, seed; parts with the
 * same `of` belong together. */

#ifndef NY_IO_KEPT_H
#define NY_IO_KEPT_H

#include "base/diagnostic.h"
#include "io/json.h"
#include "use/worlds.h"

typedef struct ny_kept_file {
    ny_text name;
    json_t *root;    /* who opened it releases it */
    uint32_t source; /* in the sink */
    uint32_t from, worlds;
} ny_kept_file;

ny_text ny_kept_json(ny_arena *arena, const ny_worlds *worlds, json_t *take_of);

/* False, and said in the sink, where it is no such file. */
bool ny_kept_open(ny_sink *sink, ny_text name, ny_text bytes, ny_kept_file *ret_file);
/* What was simulated; a part of the file. */
const json_t *ny_kept_of(const ny_kept_file *file);
/* Sorts the parts by their first world and says where they do not belong together. */
bool ny_kept_fit(ny_arena *arena, ny_sink *sink, ny_kept_file *files, uint32_t count);
/* Puts the file's worlds behind those that are there. False, and said, where it does not hold what it
 * should. */
bool ny_kept_add(ny_sink *sink, const ny_kept_file *file, ny_worlds *worlds);

#endif
