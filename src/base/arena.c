/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Arenas as a chain of chunks that double from 64 KiB to 4 MiB: small contracts cost one malloc, and
 * large runs few. A piece is zeroed when it is taken, not when its chunk is made, so that a reset
 * costs nothing. A piece larger than the next chunk gets a chunk of its own size; memory that the
 * system hands out zeroed is not zeroed again, so that of a large piece only what is used is there.
 *
 * The only file that calls malloc. Zero bytes still give a pointer that is not NULL. */

#ifdef __linux__
#define _DEFAULT_SOURCE /* madvise */
#endif

#include "base/arena.h"

#include "base/bug.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif
#ifdef __linux__
#include <sys/mman.h>
#endif

#define NY_LIST_FIRST_CAPACITY 8u
#define NY_PIECE_LARGE ((size_t)1024 * 1024) /* comes zeroed from the system */
#define NY_STAYS ((size_t)32 * 1024 * 1024)

/* Arenas come and go with each piece of work; pages that went back to the system with each would have to be
 * cleared and mapped again for the next, a fifth of a simulation's time. */
void ny_arenas_stay(void)
{
#ifdef __GLIBC__
    (void)mallopt(M_MMAP_THRESHOLD, (int)NY_PIECE_LARGE);
    (void)mallopt(M_TRIM_THRESHOLD, (int)NY_STAYS);
#endif
}

#ifndef NY_ARENA_DEBUG

#define NY_ALIGNMENT ((size_t)16)
#define NY_CHUNK_SMALLEST ((size_t)64 * 1024)
#define NY_CHUNK_LARGEST ((size_t)4 * 1024 * 1024)
#define NY_STAGGER ((size_t)320) /* bytes: five cache lines */
#define NY_STAGGERS 61u

/* Pieces lie in data[begin..used), both multiples of NY_ALIGNMENT. */
typedef struct ny_chunk {
    struct ny_chunk *older;
    size_t begin, used, size;
    bool is_zeroed; /* from `used` on */
    _Alignas(16) unsigned char data[];
} ny_chunk;

/* `newest` is where pieces are taken from; the chain ends with the first chunk, never NULL. */
struct ny_arena {
    ny_chunk *newest;
    size_t next_size;
    uint32_t large; /* chunks so far that the system aligned to a page */
};

/* Columns are written and read at the same row, and a cache keeps few lines whose addresses end alike: so
 * large chunks, which all begin at the same place of a page, begin to be used at different ones. */
static size_t stagger(ny_arena *arena, size_t size)
{
    return size < NY_PIECE_LARGE ? 0 : (arena->large++ % NY_STAGGERS) * NY_STAGGER;
}

/* Of a chunk that fills pages of 2 MiB the system may take such, which are cleared and mapped at one go. */
static void ask_for_large_pages(const ny_chunk *chunk, size_t size)
{
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    uintptr_t page = 4096, begin = ((uintptr_t)chunk + page - 1) & ~(page - 1);
    if (size >= NY_CHUNK_LARGEST)
        (void)madvise((void *)begin, ((uintptr_t)chunk + size - begin) & ~(page - 1),
                      MADV_HUGEPAGE);
#else
    (void)chunk;
    (void)size;
#endif
}

static ny_chunk *chunk_create(ny_chunk *older, size_t size, size_t begin)
{
    NY_BUG_ON(size > SIZE_MAX - sizeof(ny_chunk) - begin);
    size += begin;
    bool is_large = size >= NY_PIECE_LARGE;
    ny_chunk *chunk = is_large ? calloc(1, sizeof *chunk + size) : malloc(sizeof *chunk + size);
    if (!chunk)
        ny_out_of_memory();

    ask_for_large_pages(chunk, sizeof *chunk + size);
    *chunk = (ny_chunk){
        .older = older, .begin = begin, .used = begin, .size = size, .is_zeroed = is_large};
    return chunk;
}

ny_arena *ny_arena_create(void)
{
    ny_arena *arena = malloc(sizeof *arena);
    if (!arena)
        ny_out_of_memory();

    arena->newest = chunk_create(NULL, NY_CHUNK_SMALLEST, 0);
    arena->next_size = 2 * NY_CHUNK_SMALLEST;
    arena->large = 0;
    return arena;
}

/* Keeps the newest chunk of those that are not made for one piece: chunks grow, so it is the largest. */
void ny_arena_reset(ny_arena *arena)
{
    ny_chunk *kept = NULL, *chunk = arena->newest;
    while (chunk) {
        ny_chunk *older = chunk->older;
        if (!kept && (!older || chunk->size - chunk->begin <= NY_CHUNK_LARGEST))
            kept = chunk;
        else
            free(chunk);
        chunk = older;
    }
    kept->older = NULL;
    kept->used = kept->begin;
    kept->is_zeroed = false;
    arena->newest = kept;
}

void ny_arena_destroy(ny_arena *arena)
{
    if (!arena)
        return;
    ny_arena_reset(arena);
    free(arena->newest);
    free(arena);
}

static void add_chunk(ny_arena *arena, size_t at_least)
{
    size_t size = arena->next_size > at_least ? arena->next_size : at_least;
    arena->newest = chunk_create(arena->newest, size, stagger(arena, size));
    if (arena->next_size < NY_CHUNK_LARGEST)
        arena->next_size *= 2;
}

void *ny_arena_take(ny_arena *arena, size_t size)
{
    if (size > PTRDIFF_MAX - NY_ALIGNMENT)
        ny_out_of_memory();
    size_t padded = (size + NY_ALIGNMENT - 1) & ~(NY_ALIGNMENT - 1);
    if (arena->newest->size - arena->newest->used < padded)
        add_chunk(arena, padded);

    /* A piece of no bytes may begin where the chunk ends: a pointer, but never one to read. */
    void *piece = arena->newest->data + arena->newest->used;
    arena->newest->used += padded;
    return arena->newest->is_zeroed ? piece : memset(piece, 0, size);
}

/* Gives back a large piece that has a chunk for itself; others stay until the arena goes. */
static void give_back(ny_arena *arena, const void *piece, size_t size)
{
    size_t padded = (size + NY_ALIGNMENT - 1) & ~(NY_ALIGNMENT - 1);
    ny_chunk *newer = NULL, *chunk = arena->newest;
    if (size < NY_CHUNK_LARGEST)
        return;
    while (chunk && (const void *)(chunk->data + chunk->begin) != piece) {
        newer = chunk;
        chunk = chunk->older;
    }
    if (!chunk || !newer || !chunk->older || chunk->used != chunk->begin + padded)
        return;
    newer->older = chunk->older;
    free(chunk);
}

#else /* NY_ARENA_DEBUG */

struct ny_arena {
    void **pieces;
    size_t count, capacity;
};

ny_arena *ny_arena_create(void)
{
    ny_arena *arena = calloc(1, sizeof *arena);
    if (!arena)
        ny_out_of_memory();

    return arena;
}

void ny_arena_reset(ny_arena *arena)
{
    for (size_t i = 0; i < arena->count; i++)
        free(arena->pieces[i]);
    arena->count = 0;
}

void ny_arena_destroy(ny_arena *arena)
{
    if (!arena)
        return;
    ny_arena_reset(arena);
    free(arena->pieces);
    free(arena);
}

static void make_room(ny_arena *arena)
{
    size_t capacity = arena->capacity ? 2 * arena->capacity : 256;
    void **pieces = realloc(arena->pieces, capacity * sizeof *pieces);
    if (!pieces)
        ny_out_of_memory();

    arena->pieces = pieces;
    arena->capacity = capacity;
}

void *ny_arena_take(ny_arena *arena, size_t size)
{
    if (arena->count == arena->capacity)
        make_room(arena);
    void *piece = size > PTRDIFF_MAX ? NULL : calloc(1, size ? size : 1);
    if (!piece)
        ny_out_of_memory();

    arena->pieces[arena->count++] = piece;
    return piece;
}

static void give_back(ny_arena *arena, const void *piece, size_t size)
{
    (void)arena;
    (void)piece;
    (void)size;
}

#endif

void *ny_arena_take_array(ny_arena *arena, size_t item_size, size_t count)
{
    if (item_size && count > SIZE_MAX / item_size)
        ny_out_of_memory();
    return ny_arena_take(arena, item_size * count);
}

void *ny_list_room(ny_arena *arena, void *items, uint32_t count, uint32_t *capacity,
                   size_t item_size)
{
    if (count < *capacity)
        return items;
    if (*capacity > UINT32_MAX / 2)
        ny_out_of_memory();

    uint32_t grown = *capacity ? 2 * *capacity : NY_LIST_FIRST_CAPACITY;
    void *moved = ny_arena_take_array(arena, item_size, grown);
    if (count)
        memcpy(moved, items, item_size * count);
    give_back(arena, items, item_size * *capacity);
    *capacity = grown;
    return moved;
}
