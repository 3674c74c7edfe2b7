/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A hash table with open addressing and linear probing, at most three quarters full. The hash is
 * FNV-1a (Fowler, Noll, Vo; 64 bits), mixed once more because its low bits alone pick the slot. It
 * has no secret: keys come from files that the user chose to read. */

#include "base/map.h"

#include "base/bug.h"

#define NY_MAP_FIRST_CAPACITY 16u

typedef struct ny_map_slot {
    ny_text key;
    uint64_t hash;
    uint32_t value;
    bool used;
} ny_map_slot;

/* The capacity is a power of two; at least one slot is always free, so that probing ends. */
struct ny_map {
    ny_arena *arena;
    ny_map_slot *slots;
    uint32_t count, capacity;
};

static uint64_t hash_of(ny_text key)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < key.size; i++)
        hash = (hash ^ (unsigned char)key.data[i]) * UINT64_C(1099511628211);
    return hash ^ (hash >> 32);
}

/* The slot that holds the key, or the free one where it would go. */
static ny_map_slot *slot_for(const ny_map *map, ny_text key, uint64_t hash)
{
    uint32_t mask = map->capacity - 1;
    uint32_t i = (uint32_t)hash & mask;
    while (map->slots[i].used &&
           !(map->slots[i].hash == hash && ny_text_equal(map->slots[i].key, key)))
        i = (i + 1) & mask;
    return &map->slots[i];
}

static void grow(ny_map *map)
{
    if (map->capacity > UINT32_MAX / 2)
        ny_out_of_memory();

    ny_map larger = *map;
    larger.capacity = 2 * map->capacity;
    larger.slots = NY_NEW_ARRAY(map->arena, ny_map_slot, larger.capacity);
    for (uint32_t i = 0; i < map->capacity; i++) {
        const ny_map_slot *slot = &map->slots[i];
        if (slot->used)
            *slot_for(&larger, slot->key, slot->hash) = *slot;
    }
    *map = larger;
}

ny_map *ny_map_create(ny_arena *arena)
{
    ny_map *map = NY_NEW(arena, ny_map);
    map->arena = arena;
    map->capacity = NY_MAP_FIRST_CAPACITY;
    map->slots = NY_NEW_ARRAY(arena, ny_map_slot, map->capacity);
    return map;
}

bool ny_map_add(ny_map *map, ny_text key, uint32_t value)
{
    uint64_t hash = hash_of(key);
    if (slot_for(map, key, hash)->used)
        return false;

    if (map->count >= map->capacity / 4 * 3)
        grow(map);
    *slot_for(map, key, hash) =
        (ny_map_slot){.key = key, .hash = hash, .value = value, .used = true};
    map->count++;
    return true;
}

bool ny_map_find(const ny_map *map, ny_text key, uint32_t *ret_value)
{
    const ny_map_slot *slot = slot_for(map, key, hash_of(key));
    if (!slot->used)
        return false;

    *ret_value = slot->value;
    return true;
}
