/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Rows by their key: a hash table of row numbers. Two bits of each key's hash stand beside its
 * number, so that the key of another row, somewhere in the file, is seldom looked at in vain. As long as
 * keys come in rising order no two are equal, and there is no table; many extracts never need one. */

#include "io/extract_load.h"

#include "base/bug.h"

#include <string.h>

#define NY_ROW_BITS 30
#define NY_ROW_MASK (((uint32_t)1 << NY_ROW_BITS) - 1)

/* The row in a slot that is not free. */
static uint32_t row_in(uint32_t slot)
{
    return (slot & NY_ROW_MASK) - 1;
}

static uint64_t mixed(uint64_t hash, uint64_t with)
{
    hash = (hash ^ with) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ (hash >> 32);
}

static uint64_t hash_of(ny_text key)
{
    uint64_t hash = key.size, word;
    size_t at = 0;
    for (; at + 8 <= key.size; at += 8) {
        memcpy(&word, key.data + at, 8);
        hash = mixed(hash, word);
    }
    word = 0;
    for (size_t i = 0; at + i < key.size; i++)
        word |= (uint64_t)(unsigned char)key.data[at + i] << 8 * i;
    return mixed(mixed(hash, word), 0);
}

static ny_text key_of(const ny_table_load *table, uint32_t row)
{
    return ny_store_text(&table->stores[table->table->key], row);
}

/* The slot with the key, or the free one where it goes. */
static uint32_t *slot_of(const ny_table_load *table, ny_text key, uint32_t *ret_tag)
{
    const ny_key_index *index = &table->index;
    uint64_t hash = hash_of(key);
    uint32_t at = (uint32_t)hash & index->mask, tag = (uint32_t)(hash >> 62) << NY_ROW_BITS;
    while (index->slots[at] && ((index->slots[at] & ~NY_ROW_MASK) != tag ||
                                !ny_text_equal(key_of(table, row_in(index->slots[at])), key)))
        at = (at + 1) & index->mask;
    *ret_tag = tag;
    return &index->slots[at];
}

/* Every row so far whose key is sound goes into the index. */
static void build_index(ny_load *load, ny_table_load *table, uint32_t rows)
{
    const ny_store *keys = &table->stores[table->table->key];
    uint32_t size = 4, tag;
    NY_BUG_ON(table->capacity >= NY_ROW_MASK);
    while (size < table->capacity + table->capacity / 2)
        size *= 2;
    table->index.slots = NY_NEW_ARRAY(load->scratch, uint32_t, size);
    table->index.mask = size - 1;
    for (uint32_t row = 0; row < rows; row++) {
        if (keys->state[row] != NY_CELL_SOUND)
            continue;
        uint32_t *slot = slot_of(table, key_of(table, row), &tag);
        if (!*slot)
            *slot = (row + 1) | tag;
    }
}

void ny_load_need_index(ny_load *load, ny_table_load *table)
{
    if (!table->index.slots && table->table->key != NY_NONE && table->capacity)
        build_index(load, table, table->count);
}

void ny_load_move_keys(ny_table_load *table, const uint32_t *left_out, uint32_t count)
{
    ny_key_index *index = &table->index;
    if (index->last)
        index->last -= ny_left_out_before(left_out, count, index->last - 1);
    for (uint32_t at = 0; index->slots && at <= index->mask; at++)
        if (index->slots[at])
            index->slots[at] -= ny_left_out_before(left_out, count, row_in(index->slots[at]));
}

bool ny_load_keys_rise(const ny_table_load *table)
{
    return !table->index.falls;
}

bool ny_load_keys_rise_from(const ny_table_load *table, uint32_t row, uint32_t end)
{
    const ny_store *keys = &table->stores[table->table->key];
    for (uint32_t at = row; at < end; at++)
        if (keys->state[at] != NY_CELL_SOUND ||
            (at > row && ny_text_compare(key_of(table, at - 1), key_of(table, at)) >= 0))
            return false;
    return true;
}

bool ny_load_find_key(const ny_table_load *table, ny_text key, uint32_t *ret_row)
{
    uint32_t tag;
    if (!table->index.slots)
        return false;
    uint32_t found = *slot_of(table, key, &tag);
    if (!found)
        return false;
    *ret_row = row_in(found);
    return true;
}

uint32_t ny_load_take_key(ny_load *load, ny_table_load *table, ny_text key, uint32_t row)
{
    ny_key_index *index = &table->index;
    index->falls =
        index->falls || (index->last && ny_text_compare(key_of(table, index->last - 1), key) >= 0);
    if (!index->falls) {
        index->last = row + 1;
        return row;
    }
    if (!index->slots)
        build_index(load, table, row);
    uint32_t tag, *slot = slot_of(table, key, &tag);
    if (*slot)
        return row_in(*slot);
    *slot = (row + 1) | tag;
    return row;
}
