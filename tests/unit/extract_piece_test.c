/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A file read in pieces by several threads gives what it gives in one piece: rows, rejects, notes and
 * diagnostics, also where cuts fall within quotes, in empty lines, and between rows with one key. The
 * texts are made up at random, from a seed. */

#include "extract_model.h"
#include "io/csv_write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#define TEXTS 400

static uint32_t random_below(uint64_t *state, uint32_t most)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33) % most;
}

static fixture small_model(void)
{
    fixture f = fixture_create();
    add_table(&f, "visit");
    add_text_column(&f, "id", NY_FORM_KEY);
    add_date_column(&f, "done", NY_NONE);
    add_number_column(&f, "weight", 0, 200, "kg")->if_known = true;
    add_words_column(&f, "kind", "a b")->if_any = true;
    add_date_column(&f, "seen", 1)->if_any = true;
    dated_by(&f, 1);
    return f;
}

/* Cells as they come, and as they should not; many of them hold line ends. */
static const char *const weights[] = {"1",   "70.5", "0.001", "123.25", "",          "201",
                                      "1,5", "-3",   "x",     "99999",  "12.3456789"};
static const char *const dates[] = {
    "2020-01-01", "2020-02-03", "2020-02-03", "2021-12-31", "2020-02-30", "01-02-2020", ""};
static const char *const kinds[] = {
    "a", "b", "", "A", "c", "\"a\"", "\"x\n\n\"\"y\"\"\"", "\"b\"t", "\"\n\n\n\""};
static const char *const ends[] = {"\n", "\r\n", "\r", "\n", "\n\n", "\n\r\n\n"};

#define ONE_OF(state, list) (list)[random_below((state), sizeof(list) / sizeof *(list))]

static void add_row(ny_buffer *text, uint64_t *state)
{
    ny_buffer_format(text, "v%u", random_below(state, 60));
    ny_buffer_format(text, ",%s", random_below(state, 8) ? "2020-01-05" : ONE_OF(state, dates));
    ny_buffer_format(text, ",%s", random_below(state, 3) ? "7" : ONE_OF(state, weights));
    ny_buffer_format(text, ",%s", random_below(state, 3) ? "a" : ONE_OF(state, kinds));
    if (random_below(state, 12))
        ny_buffer_format(text, ",%s", random_below(state, 3) ? "" : ONE_OF(state, dates));
    ny_buffer_format(text, "%s", random_below(state, 3) ? "\n" : ONE_OF(state, ends));
}

static ny_text made_up(ny_arena *arena, uint64_t *state)
{
    ny_buffer text = ny_buffer_create(arena);
    ny_buffer_add(&text, NY_TEXT("id,done,weight,kind,seen\n"));
    uint32_t rows = random_below(state, 80);
    for (uint32_t i = 0; i < rows; i++)
        add_row(&text, state);
    if (!random_below(state, 20))
        ny_buffer_add(&text, NY_TEXT("v1,2020-01-05,1,\"never closed\n"));
    return ny_buffer_text(&text);
}

/* Everything that comes of it, as one text. */
static const char *outcome(ny_text text, size_t piece_bytes, uint32_t threads, ny_arena *arena)
{
    fixture f = small_model();
    ny_buffer all = ny_buffer_create(arena);
    ny_extract extract = make_extract(&f, 0, NULL, "visits.csv", text);
    extract.piece_bytes = piece_bytes;
    extract.threads = threads;
    if (ny_extract_read(f.arena, f.sink, f.model, &extract, 1, &f.tables)) {
        const ny_rows *rows = f.tables.rows;
        ny_csv_write(&all, f.model, rows, 0);
        ny_buffer_format(&all, "%u rows, %u aside, %u copies\n", rows->count, rows->aside,
                         rows->copies);
        for (uint32_t i = 0; i < f.tables.rejects.count; i++) {
            const ny_reject *reject = &f.tables.rejects.items[i];
            ny_buffer_format(&all, "%u %.*s '%.*s' %.*s; %.*s; %s; place %d %u %u %u\n",
                             reject->line, NY_PRINT(reject->column), NY_PRINT(reject->value),
                             NY_PRINT(reject->reason), NY_PRINT(reject->alike),
                             ny_reject_action_text(reject->action), (int)reject->place.kind,
                             reject->place.table, reject->place.row, reject->place.column);
        }
        for (uint32_t i = 0; i < f.tables.aside.count; i++)
            ny_buffer_format(&all, "aside %u %.*s\n", f.tables.aside.items[i].line,
                             NY_PRINT(f.tables.aside.items[i].key));
        for (uint32_t i = 0; i < f.tables.notes.count; i++)
            ny_buffer_format(&all, "%.*s\n", NY_PRINT(f.tables.notes.items[i]));
        ny_buffer_format(&all, "%u lines\n", f.tables.files.items[0].rows);
    }
    for (uint32_t i = 0; i < f.sink->diagnostics.count; i++)
        ny_buffer_format(&all, "%.*s\n", NY_PRINT(f.sink->diagnostics.items[i].message));
    ny_arena_destroy(f.arena);
    return ny_text_terminated(arena, ny_buffer_text(&all));
}

static void pieces_leave_no_trace(void **unused)
{
    (void)unused;
    uint64_t state = 20261122;
    for (int i = 0; i < TEXTS; i++) {
        ny_arena *arena = ny_arena_create();
        ny_text text = made_up(arena, &state);
        const char *whole = outcome(text, SIZE_MAX / 2, 1, arena);
        const size_t pieces[] = {1, 7, 30, 64, 200, 1000};
        for (size_t j = 0; j < sizeof pieces / sizeof *pieces; j++)
            assert_string_equal(whole, outcome(text, pieces[j], 1 + (uint32_t)j % 4, arena));
        ny_arena_destroy(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(pieces_leave_no_trace)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
