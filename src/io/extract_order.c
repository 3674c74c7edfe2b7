/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Rows into their order: date, then the bytes of the key. It does not know from which file or line a
 * row came, so neither does any figure. Without a key rows of one day keep the order of the files:
 * nothing else tells them apart.
 *
 * Days are few beside rows, so rows are dealt out to their days first, in one pass (a counting sort),
 * and each day is then sorted by keys: by eight bytes as one number, from where the keys of the table
 * begin to differ, and by the whole text where these are equal. A day that comes in order, as most do,
 * is only looked through. */

#include "io/extract_load.h"

#include "base/bug.h"

#include <stdlib.h>

typedef struct ny_sort_row {
    uint64_t begins; /* bytes of the key as a number */
    uint32_t row;
    ny_text key;
} ny_sort_row;

/* The rows of a table in turn, by day. */
typedef struct ny_dealt {
    uint32_t *order; /* rows, those of one day together */
    uint32_t count;
    uint32_t *ends; /* by day: one past its last place in `order` */
    uint32_t days;
} ny_dealt;

/* --- days -------------------------------------------------------------------------------------- */

/* Rows without a sound date (a table that is dated by a column `if any`) stand last, as a day behind
 * all others; a table without dates has one day. */
static uint32_t day_of(const ny_table_load *table, uint32_t row, int64_t first, uint32_t days)
{
    if (table->table->date == NY_NONE)
        return 0;
    const ny_store *dates = &table->stores[table->table->date];
    return dates->state[row] == NY_CELL_SOUND ? (uint32_t)(ny_store_value(dates, row) - first)
                                              : days - 1;
}

static uint32_t days_between(const ny_table_load *table, int64_t *ret_first)
{
    int64_t first = NY_DATE_HIGHEST, last = NY_DATE_LOWEST;
    *ret_first = 0;
    if (table->table->date == NY_NONE)
        return 1;
    const ny_store *dates = &table->stores[table->table->date];
    for (uint32_t row = 0; row < table->count; row++) {
        if (dates->state[row] != NY_CELL_SOUND)
            continue;
        int64_t day = ny_store_value(dates, row);
        first = day < first ? day : first;
        last = day > last ? day : last;
    }
    *ret_first = first;
    return first > last ? 1 : (uint32_t)(last - first) + 2;
}

/* At most four million days lie in the calendar, so a table of them is no matter. */
static ny_dealt deal_out(ny_arena *arena, const ny_table_load *table)
{
    int64_t first;
    ny_dealt dealt = {.days = days_between(table, &first)};
    dealt.ends = NY_NEW_ARRAY(arena, uint32_t, (size_t)dealt.days + 1);
    dealt.order = NY_NEW_ARRAY(arena, uint32_t, (size_t)table->count + 1);
    for (uint32_t row = 0; row < table->count; row++)
        if (!table->rows[row].aside)
            dealt.ends[day_of(table, row, first, dealt.days) + 1]++;
    for (uint32_t day = 0; day < dealt.days; day++)
        dealt.ends[day + 1] += dealt.ends[day];
    dealt.count = dealt.ends[dealt.days];
    for (uint32_t row = 0; row < table->count; row++)
        if (!table->rows[row].aside)
            dealt.order[dealt.ends[day_of(table, row, first, dealt.days)]++] = row;
    return dealt;
}

/* --- keys -------------------------------------------------------------------------------------- */

/* How many bytes all keys have in common at their beginning. */
static size_t shared_bytes(const ny_store *keys, uint32_t count)
{
    ny_text first = count ? ny_store_text(keys, 0) : NY_NO_TEXT;
    size_t shared = first.size;
    for (uint32_t row = 1; row < count && shared; row++) {
        size_t at = 0, most = keys->size[row] < shared ? keys->size[row] : shared;
        while (at < most && keys->text[row][at] == first.data[at])
            at++;
        shared = at;
    }
    return shared;
}

static uint64_t bytes_from(ny_text key, size_t from)
{
    uint64_t bytes = 0;
    for (size_t i = from; i < from + 8; i++)
        bytes = bytes << 8 | (i < key.size ? (unsigned char)key.data[i] : 0);
    return bytes;
}

static int compare_rows(const void *left, const void *right)
{
    const ny_sort_row *a = left, *b = right;
    if (a->begins != b->begins)
        return a->begins < b->begins ? -1 : 1;
    int order = ny_text_compare(a->key, b->key);
    return order ? order : (a->row > b->row) - (a->row < b->row);
}

static void sort_day(const ny_store *keys, const uint64_t *begins, uint32_t *order, uint32_t count,
                     ny_sort_row *items)
{
    bool in_order = true;
    for (uint32_t i = 0; i < count; i++) {
        items[i] = (ny_sort_row){.begins = begins[order[i]], .row = order[i]};
        in_order = in_order && (!i || items[i - 1].begins < items[i].begins);
    }
    if (in_order)
        return;
    for (uint32_t i = 0; i < count; i++)
        items[i].key = ny_store_text(keys, order[i]);
    qsort(items, count, sizeof *items, compare_rows);
    for (uint32_t i = 0; i < count; i++)
        order[i] = items[i].row;
}

static void sort_days(ny_arena *arena, const ny_table_load *table, ny_dealt *dealt)
{
    const ny_store *keys = &table->stores[table->table->key];
    uint64_t *begins = NY_NEW_ARRAY(arena, uint64_t, (size_t)table->count + 1);
    size_t shared = shared_bytes(keys, table->count);
    uint32_t most = 0, first = 0;
    for (uint32_t row = 0; row < table->count; row++)
        begins[row] = bytes_from(ny_store_text(keys, row), shared);
    for (uint32_t day = 0; day < dealt->days; first = dealt->ends[day++])
        most = dealt->ends[day] - first > most ? dealt->ends[day] - first : most;
    ny_sort_row *items = NY_NEW_ARRAY(arena, ny_sort_row, most);
    first = 0;
    for (uint32_t day = 0; day < dealt->days; first = dealt->ends[day++])
        sort_day(keys, begins, dealt->order + first, dealt->ends[day] - first, items);
}

/* Of a row that is set aside what finds it again. */
static void keep_aside(ny_load *load, const ny_table_load *table, uint32_t row)
{
    const ny_row_place *place = &table->rows[row];
    uint32_t key = table->table->key;
    *NY_APPEND(load->arena, &load->result->aside) = (ny_aside){
        .table = table->number,
        .file = table->files.items[place->file].name,
        .line = place->line,
        .key = key == NY_NONE ? NY_NO_TEXT
                              : ny_text_copy(load->arena, ny_store_text(&table->stores[key], row))};
}

void ny_load_sort_rows(ny_load *load, ny_table_load *table)
{
    ny_arena *passing = ny_arena_create();
    ny_dealt dealt = deal_out(passing, table);
    if (table->table->key != NY_NONE && !ny_load_keys_rise(table))
        sort_days(passing, table, &dealt);
    table->place = NY_NEW_ARRAY(load->scratch, uint32_t, table->count);
    for (uint32_t row = 0; row < table->count; row++)
        table->place[row] = NY_NONE;
    for (uint32_t i = 0; i < dealt.count; i++)
        table->place[dealt.order[i]] = i;
    for (uint32_t row = 0; row < table->count; row++)
        if (table->rows[row].aside) {
            *NY_APPEND(load->scratch, &table->asides) = row;
            keep_aside(load, table, row);
        }
    ny_rows *rows = &load->result->rows[table->number];
    rows->count = dealt.count;
    rows->copies = table->copies;
    rows->aside = table->records - table->copies - dealt.count;
    ny_arena_destroy(passing);
}
