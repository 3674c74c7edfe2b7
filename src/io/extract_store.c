/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See extract_store.h. A column is widened at most three times, and only when its numbers get one
 * scale, so that writing stays linear. */

#include "io/extract_store.h"

#include "base/bug.h"

uint8_t ny_width_for(int64_t most)
{
    return most <= INT8_MAX ? 1 : most <= INT16_MAX ? 2 : most <= INT32_MAX ? 4 : 8;
}

uint8_t ny_store_width(const ny_cell_rule *rule, uint32_t longest)
{
    uint32_t most = 1;
    switch (rule->kind) {
    case NY_KIND_NUMBER:
        return ny_width_for(ny_power_of_ten(longest) - 1);
    case NY_KIND_DATE:
    case NY_KIND_ROW:
        return 4;
    case NY_KIND_YES_NO:
    case NY_KIND_WORD:
    case NY_KIND_PARTY:
        for (uint32_t i = 0; i < rule->codes.count; i++)
            most = rule->codes.items[i].word > most ? rule->codes.items[i].word : most;
        return ny_width_for(most);
    case NY_KIND_TEXT:
    case NY_KIND_ANY:
        return 1;
    }
    NY_BUG("a column of no kind");
}

ny_store ny_store_make(ny_arena *arena, ny_arena *scratch, ny_kind kind, uint8_t width,
                       uint32_t first, uint32_t rows)
{
    bool is_text = kind == NY_KIND_TEXT || kind == NY_KIND_ROW;
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
        ny_store_put_value(&wide, at, ny_store_value(store, at));
    *store = wide;
}

void ny_store_set_text(const ny_store *store, uint32_t at, ny_text text)
{
    if (text.size > UINT32_MAX)
        ny_out_of_memory();
    store->text[at] = text.data;
    store->size[at] = (uint32_t)text.size;
}
