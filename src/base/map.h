/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A map from texts to numbers, in an arena. Keys are not copied: they must live as long. Iteration
 * is not offered on purpose: its order would reach results. */

#ifndef NY_BASE_MAP_H
#define NY_BASE_MAP_H

#include "base/text.h"

typedef struct ny_map ny_map;

ny_map *ny_map_create(ny_arena *arena);
/* Adds the key with its value; false (and nothing changed) when it is there already. */
bool ny_map_add(ny_map *map, ny_text key, uint32_t value);
bool ny_map_find(const ny_map *map, ny_text key, uint32_t *ret_value);

#endif
