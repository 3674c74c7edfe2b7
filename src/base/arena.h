/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Memory by lifetime. An arena hands out zeroed pieces and gives all of them back at once, so that
 * nothing in the engine frees single objects. Three lifetimes exist: the model (one arena a
 * compile), the run, and the block (reset for each block of rows). A pointer into an arena never
 * outlives it and never moves up to a longer lifetime. An arena is used by one thread at a time.
 *
 * Memory that cannot be had ends the program with exit code 3 and one sentence.
 * Built with -DNY_ARENA_DEBUG each piece is a malloc of its own, so that sanitizers see overruns. */

#ifndef NY_BASE_ARENA_H
#define NY_BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

typedef struct ny_arena ny_arena;

/* For a program to say once, before all else: what arenas give back is kept for others, some megabytes of it. */
void ny_arenas_stay(void);
ny_arena *ny_arena_create(void);
void ny_arena_destroy(ny_arena *arena);
/* Gives back every piece, keeps one chunk for use again: at most some megabytes. */
void ny_arena_reset(ny_arena *arena);
/* `size` zeroed bytes, aligned for any type; never NULL. */
void *ny_arena_take(ny_arena *arena, size_t size);

#define NY_NEW(arena, type) ((type *)ny_arena_take((arena), sizeof(type)))
#define NY_NEW_ARRAY(arena, type, count)                                                           \
    ((type *)ny_arena_take_array((arena), sizeof(type), (count)))
/* As ny_arena_take, with the product checked. */
void *ny_arena_take_array(ny_arena *arena, size_t item_size, size_t count);

/* A list that grows inside an arena: `NY_LIST(ny_token) tokens;` `*NY_APPEND(arena, &tokens) = t;`
 * Growing moves the items, so a pointer to one lives only until the next append. */
#define NY_LIST(type)                                                                              \
    struct {                                                                                       \
        type *items;                                                                               \
        uint32_t count, capacity;                                                                  \
    }
#define NY_APPEND(arena, list)                                                                     \
    ((list)->items = (list)->count < (list)->capacity                                              \
                         ? (list)->items                                                           \
                         : ny_list_room((arena), (list)->items, (list)->count, &(list)->capacity,  \
                                        sizeof *(list)->items),                                    \
     &(list)->items[(list)->count++])
void *ny_list_room(ny_arena *arena, void *items, uint32_t count, uint32_t *capacity,
                   size_t item_size);

#endif
