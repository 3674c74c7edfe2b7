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

void ny_store_widen(ny_store *store, uint8_t width)
{
    ny_store wide = *store;
    wide.width = width;
    wide.value = ny_arena_take_array(store->arena, width, store->rows);
    for (uint32_t at = 0; at < store->rows; at++)
        ny_store_set_value(&wide, at, ny_store_value(store, at));
    *store = wide;
}

void ny_store_set_text(ny_store *store, uint32_t at, ny_text text)
{
    if (text.size > UINT32_MAX)
        ny_out_of_memory();
    store->text[at] = text.data;
    store->size[at] = (uint32_t)text.size;
}
