/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See extract_store.h. A column is widened at most three times, so that writing stays linear. */

#include "io/extract_store.h"

#include "base/bug.h"

ny_store ny_store_make(ny_arena *arena, ny_arena *scratch, ny_kind kind, uint32_t first,
                       uint32_t rows)
{
    bool is_text = kind == NY_KIND_TEXT || kind == NY_KIND_ROW;
    uint8_t width = kind == NY_KIND_DATE || kind == NY_KIND_ROW ? 4 : 1;
    ny_store store = {.arena = arena, .first = first, .rows = rows, .width = width};
    store.state = NY_NEW_ARRAY(arena, uint8_t, rows);
    if (kind != NY_KIND_TEXT)
        store.value = ny_arena_take_array(arena, width, rows);
    if (kind == NY_KIND_NUMBER)
        store.scale = NY_NEW_ARRAY(scratch, uint8_t, rows);
    if (is_text) {
        store.text = NY_NEW_ARRAY(scratch, const char *, rows);
        store.size = NY_NEW_ARRAY(scratch, uint32_t, rows);
    }
    return store;
}

static uint8_t width_of(int64_t value)
{
    if (value == (int8_t)value)
        return 1;
    if (value == (int16_t)value)
        return 2;
    return value == (int32_t)value ? 4 : 8;
}

static void write_value(void *values, uint8_t width, uint32_t at, int64_t value)
{
    switch (width) {
    case 1:
        ((int8_t *)values)[at] = (int8_t)value;
        return;
    case 2:
        ((int16_t *)values)[at] = (int16_t)value;
        return;
    case 4:
        ((int32_t *)values)[at] = (int32_t)value;
        return;
    default:
        ((int64_t *)values)[at] = value;
    }
}

static void widen(ny_store *store, uint8_t width)
{
    void *wide = ny_arena_take_array(store->arena, width, store->rows);
    for (uint32_t at = 0; at < store->rows; at++)
        write_value(wide, width, at, ny_store_value(store, at));
    store->value = wide;
    store->width = width;
}

void ny_store_set_value(ny_store *store, uint32_t at, int64_t value)
{
    if (store->width < 8 && width_of(value) > store->width)
        widen(store, width_of(value));
    write_value(store->value, store->width, at, value);
}

void ny_store_set_text(ny_store *store, uint32_t at, ny_text text)
{
    if (text.size > UINT32_MAX)
        ny_out_of_memory();
    store->text[at] = text.data;
    store->size[at] = (uint32_t)text.size;
}

void ny_store_set(ny_store *store, uint32_t at, const ny_cell *cell)
{
    store->state[at] = (uint8_t)cell->state;
    if (store->text) {
        ny_store_set_text(store, at, cell->text);
        return;
    }
    ny_store_set_value(store, at, cell->value);
    if (store->scale)
        store->scale[at] = cell->scale;
}
