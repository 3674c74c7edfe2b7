/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* From extracts to tables: every fault found once, no sound cell called faulty, and nothing that
 * depends on the order of rows or on how they are split over files. The register data are made up. */

#include "extract_model.h"
#include "io/csv_write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <jansson.h>

/* --- the small model -------------------------------------------------------------------------- */

enum { CLINIC, VISIT };

#define VISIT_HEAD "id,clinic,done,discharged,readmitted,weight,asked,answered,kind,ok\n"
#define CLINICS "clinic,opens\nX,2000-01-01\nY,2001-01-01\n"

static fixture visit_fixture(void)
{
    fixture f = fixture_create();
    add_table(&f, "clinic");
    add_text_column(&f, "clinic", NY_FORM_KEY);
    add_date_column(&f, "opens", NY_NONE);
    add_table(&f, "visit");
    add_text_column(&f, "id", NY_FORM_KEY);
    add_row_column(&f, "clinic", CLINIC);
    add_date_column(&f, "done", NY_NONE);
    add_date_column(&f, "discharged", 2)->if_known = true;
    add_date_column(&f, "readmitted", 3)->if_any = true;
    add_number_column(&f, "weight", 0, 200, "kg");
    add_number_column(&f, "asked", 0, 100, "")->if_known = true;
    ny_column *answered = add_number_column(&f, "answered", 0, 0, "");
    answered->if_known = true;
    answered->high_column = 6;
    add_words_column(&f, "kind", "a b")->if_any = true;
    add_column(&f, "ok", NY_FORM_YES_NO, NY_KIND_YES_NO)->if_known = true;
    dated_by(&f, 2);
    return f;
}

/* Said of the files of the small model, so that nothing is found out: see `what is not said`. */
static const ny_written plainly = {
    .encoding = NY_ENCODING_UTF8, .separator = ',', .decimal = '.', .dates = {"yyyy-mm-dd", 10}};

static bool read_both(fixture *f, const char *clinics, const char *visits)
{
    ny_extract extracts[] = {
        make_extract(f, VISIT, NULL, "visits.csv", ny_text_of(visits)),
        make_extract(f, CLINIC, NULL, "clinics.csv", ny_text_of(clinics)),
    };
    extracts[0].has_extracted = true;
    ny_date_from_parts(2026, 11, 2, &extracts[0].extracted);
    extracts[0].files.items[0].written = extracts[1].files.items[0].written = plainly;
    return ny_extract_read(f->arena, f->sink, f->model, extracts, 2, &f->tables);
}

/* "line heading value: reason; action", a line each. */
static const char *rejects_text(fixture *f)
{
    ny_buffer buffer = ny_buffer_create(f->arena);
    for (uint32_t i = 0; i < f->tables.rejects.count; i++) {
        const ny_reject *reject = &f->tables.rejects.items[i];
        ny_buffer_format(&buffer, "%u %.*s '%.*s' %.*s; %s\n", reject->line,
                         NY_PRINT(reject->column), NY_PRINT(reject->value),
                         NY_PRINT(reject->reason), ny_reject_action_text(reject->action));
    }
    return ny_text_terminated(f->arena, ny_buffer_text(&buffer));
}

static const char *table_text(fixture *f, uint32_t table)
{
    ny_buffer buffer = ny_buffer_create(f->arena);
    ny_csv_write(&buffer, f->model, f->tables.rows, table);
    return ny_text_terminated(f->arena, ny_buffer_text(&buffer));
}

static void rejects_are(const char *visits, const char *expected)
{
    fixture f = visit_fixture();
    assert_true(read_both(&f, CLINICS, visits));
    assert_string_equal(rejects_text(&f), expected);
    ny_arena_destroy(f.arena);
}

static void is_refused(const char *visits, const char *number, const char *message)
{
    fixture f = visit_fixture();
    assert_false(read_both(&f, CLINICS, visits));
    assert_int_equal(f.sink->errors, 1);
    const ny_diagnostic *diagnostic = &f.sink->diagnostics.items[0];
    assert_string_equal(ny_code_number(diagnostic->code), number);
    assert_string_equal(ny_text_terminated(f.arena, diagnostic->message), message);
    ny_arena_destroy(f.arena);
}

/* --- single rules ----------------------------------------------------------------------------- */

static void sound_cells_become_values(void **state)
{
    (void)state;
    fixture f = visit_fixture();
    assert_true(read_both(&f, CLINICS,
                          VISIT_HEAD "v2,Y,2020-02-02,,,70.25,10,10,b,no\n"
                                     "v1,X,2020-02-02,2020-02-03,2020-02-03,-0,,7,,yes\n"));
    assert_string_equal(rejects_text(&f), "");
    const ny_rows *rows = &f.tables.rows[VISIT];
    assert_int_equal(rows->count, 2);
    assert_true(ny_text_is(ny_rows_key(f.model, rows, 0), "v1"));
    ny_value weight = ny_rows_value(f.arena, f.model, rows, 5, 1);
    assert_int_equal(weight.state, NY_KNOWN);
    assert_int_equal(weight.is.number.numerator, 281);
    assert_int_equal(weight.is.number.denominator, 4);
    assert_int_equal(ny_rows_value(f.arena, f.model, rows, 3, 1).state, NY_UNKNOWN);
    assert_int_equal(ny_rows_value(f.arena, f.model, rows, 4, 1).state, NY_ABSENT);
    assert_int_equal(ny_rows_value(f.arena, f.model, rows, 9, 0).is.index, 1);
    assert_int_equal(ny_rows_value(f.arena, f.model, rows, 1, 1).is.index, 1);
    assert_int_equal(rows->columns[5].scale, 2);
    ny_arena_destroy(f.arena);
}

static void rows_are_found_by_date(void **state)
{
    (void)state;
    fixture f = visit_fixture();
    assert_true(read_both(&f, CLINICS,
                          VISIT_HEAD "v1,X,2020-01-01,,,1,,,,\nv2,X,2020-01-03,,,1,,,,\n"
                                     "v3,X,2020-01-05,,,1,,,,\n"));
    ny_date first;
    ny_date_from_parts(2020, 1, 1, &first);
    uint32_t from, end;
    ny_rows_dated(f.model, &f.tables.rows[VISIT], first + 1, first + 4, &from, &end);
    assert_int_equal(from, 1);
    assert_int_equal(end, 2);
    ny_rows_dated(f.model, &f.tables.rows[VISIT], first + 5, first + 9, &from, &end);
    assert_int_equal(from, end);
    ny_arena_destroy(f.arena);
}

static void blanks_and_empty_cells(void **state)
{
    (void)state;
    rejects_are(VISIT_HEAD "v1,X,2020-01-01,,, 1,,,,\n"
                           "v2,X,2020-01-01,,,1,,,a ,\n"
                           "v3,X,,,,, ,,,\n"
                           ",X,2020-01-01,,,1,,,,\n",
                "2 weight ' 1' has blanks at its beginning; row set aside\n"
                "3 kind 'a ' has blanks at its end; counts as unknown\n"
                "4 done '' is empty; row set aside\n"
                "4 weight '' is empty; row set aside\n"
                "4 asked ' ' holds only blanks; counts as missing\n"
                "5 id '' is empty; row set aside\n");
}

static void numbers_are_strict(void **state)
{
    (void)state;
    rejects_are(VISIT_HEAD "v1,X,2020-01-01,,,\"1,5\",,,,\n"
                           "v2,X,2020-01-01,,,\"1,000.5\",,,,\n"
                           "v3,X,2020-01-01,,,1e2,,,,\n"
                           "v4,X,2020-01-01,,,.5,,,,\n"
                           "v5,X,2020-01-01,,,200.01,,,,\n"
                           "v6,X,2020-01-01,,,-0.1,,,,\n"
                           "v7,X,2020-01-01,,,1.0000000000000000001,,,,\n"
                           "v8,X,2020-01-01,,,+007.500000000000000000000,,,,\n",
                "2 weight '1,5' is no number: decimals are written after \".\" here, not \",\"; "
                "row set aside\n"
                "3 weight '1,000.5' is no number: thousands are written without a mark between; "
                "row set aside\n"
                "4 weight '1e2' is no number; row set aside\n"
                "5 weight '.5' is no number; row set aside\n"
                "6 weight '200.01' lies outside 0..200 kg; row set aside\n"
                "7 weight '-0.1' lies outside 0..200 kg; row set aside\n"
                "8 weight '1.0000000000000000001' has more than 18 digits; row set aside\n");
}

static void many_decimals_give_way_to_large_numbers(void **state)
{
    (void)state;
    rejects_are(VISIT_HEAD "v1,X,2020-01-01,,,150,,,,\n"
                           "v2,X,2020-01-01,,,0.30000000000000004,,,,\n",
                "3 weight '0.30000000000000004' has more than 15 decimals, for which the larger "
                "numbers of this column leave no room; row set aside\n");
}

static void dates_are_strict(void **state)
{
    (void)state;
    rejects_are(VISIT_HEAD "v1,X,2020-02-30,,,1,,,,\n"
                           "v2,X,02-02-2020,,,1,,,,\n"
                           "v3,X,2026-11-03,,,1,,,,\n"
                           "v4,X,2020-02-0x,,,1,,,,\n",
                "2 done '2020-02-30' is no date: there is no such day; row set aside\n"
                "3 done '02-02-2020' is not written yyyy-mm-dd; row set aside\n"
                "4 done '2026-11-03' lies after 2026-11-02, the day of the extract; "
                "row set aside\n"
                "5 done '2020-02-0x' is not written yyyy-mm-dd; row set aside\n");
}

static void words_are_exact_to_the_letter(void **state)
{
    (void)state;
    rejects_are(VISIT_HEAD "v1,X,2020-01-01,,,1,,,A,\nv2,X,2020-01-01,,,1,,,c,YES\n",
                "2 kind 'A' is not \"a\": capital and small letters differ; counts as unknown\n"
                "3 kind 'c' is none of the codes of this column: \"a\", \"b\"; "
                "counts as unknown\n"
                "3 ok 'YES' is not \"yes\": capital and small letters differ; "
                "counts as missing\n");
}

/* A cell is held against sound cells only. */
static void not_before_looks_at_sound_dates(void **state)
{
    (void)state;
    rejects_are(VISIT_HEAD "v1,X,2020-05-02,2020-05-01,2020-04-01,1,,,,\n"
                           "v2,X,2020-05-02,,2020-04-01,1,,,,\n"
                           "v3,X,x,2020-05-01,2020-04-01,1,,,,\n",
                "2 discharged '2020-05-01' lies before done (2020-05-02); counts as missing\n"
                "4 done 'x' is not written yyyy-mm-dd; row set aside\n"
                "4 readmitted '2020-04-01' lies before discharged (2020-05-01); "
                "counts as unknown\n");
}

static void a_figure_may_not_pass_another(void **state)
{
    (void)state;
    rejects_are(VISIT_HEAD "v1,X,2020-01-01,,,1,5.5,5.50,,\nv2,X,2020-01-01,,,1,5,5.01,,\n"
                           "v3,X,2020-01-01,,,1,,99,,\nv4,X,2020-01-01,,,1,101,99,,\n"
                           "v5,X,2020-01-01,,,1,1,-1,,\n",
                "3 answered '5.01' lies above asked (5); counts as missing\n"
                "5 asked '101' lies outside 0..100; counts as missing\n"
                "6 answered '-1' is less than 0; counts as missing\n");
}

static void lines_of_another_length_are_rejects(void **state)
{
    (void)state;
    rejects_are(VISIT_HEAD "v1,X\nv2,X,2020-01-01,,,1,,,,,\n\n\nv3,X,2020-01-01,,,1,,,,\n\n\n",
                "2  '' has 2 fields where the heading has 10; row set aside\n"
                "3  '' has 11 fields where the heading has 10; row set aside\n"
                "4  '' begins 2 empty lines; row set aside\n");
}

static void cells_that_are_no_text_are_faults(void **state)
{
    (void)state;
    rejects_are(VISIT_HEAD "v\xE6,X,2020-01-01,,,1,,,,\nv2,X,2020-01-01,,,\"1\"1,,,,\n",
                "2 id 'v\xEF\xBF\xBD' is not UTF-8; row set aside\n"
                "3 weight '\"1\"1' goes on behind its closing quote; row set aside\n");
}

static void a_row_referred_to_must_be_there(void **state)
{
    (void)state;
    fixture f = visit_fixture();
    assert_true(read_both(&f, "clinic,opens\nX,2000-01-01\nY,never\nZ,2000-01-01\nZ,2000-01-02\n",
                          VISIT_HEAD "v1,X,2020-01-01,,,1,,,,\nv2,Q,2020-01-01,,,1,,,,\n"
                                     "v3,Y,2020-01-01,,,1,,,,\nv4,Z,2020-01-01,,,1,,,,\n"));
    assert_string_equal(
        rejects_text(&f),
        "3 opens 'never' is not written yyyy-mm-dd; row set aside\n"
        "5 clinic 'Z' another row in line 4 has this key, and they differ: neither counts; "
        "row set aside\n"
        "3 clinic 'Q' there is no clinic with this key; row set aside\n"
        "4 clinic 'Y' the clinic with this key was set aside; row set aside\n"
        "5 clinic 'Z' the clinic with this key was set aside; row set aside\n");
    assert_int_equal(f.tables.rows[VISIT].count, 1);
    assert_int_equal(f.tables.rows[CLINIC].count, 1);
    ny_arena_destroy(f.arena);
}

/* A row that must refer to one set aside is set aside itself, and so on along the chain. */
static void setting_aside_goes_on_along_references(void **state)
{
    (void)state;
    fixture f = fixture_create();
    add_table(&f, "person");
    add_text_column(&f, "id", NY_FORM_KEY);
    add_row_column(&f, "leader", 0);
    add_number_column(&f, "age", 0, 120, "year");
    ny_extract extract =
        make_extract(&f, 0, NULL, "p.csv",
                     NY_TEXT("id,leader,age\nd,c,1\nc,b,1\nb,a,1\na,a,999\ny,z,1\nz,y,1\n"));
    assert_true(ny_extract_read(f.arena, f.sink, f.model, &extract, 1, &f.tables));
    assert_string_equal(rejects_text(&f),
                        "2 leader 'c' the person with this key was set aside; row set aside\n"
                        "3 leader 'b' the person with this key was set aside; row set aside\n"
                        "4 leader 'a' the person with this key was set aside; row set aside\n"
                        "5 leader 'a' the person with this key was set aside; row set aside\n"
                        "5 age '999' lies outside 0..120 year; row set aside\n");
    assert_string_equal(table_text(&f, 0), "id,leader,age\ny,z,1\nz,y,1\n");
    ny_arena_destroy(f.arena);
}

/* --- duplicates ------------------------------------------------------------------------------- */

static void equal_rows_count_once(void **state)
{
    (void)state;
    fixture f = visit_fixture();
    assert_true(read_both(&f, CLINICS,
                          VISIT_HEAD "v1,X,2020-01-01,,,1,,,c,\nv1,X,2020-01-01,,,1,,,c,\n"
                                     "\"v1\",X,2020-01-01,,,1,,,c,\n"));
    assert_string_equal(rejects_text(&f),
                        "2 kind 'c' is none of the codes of this column: \"a\", \"b\"; "
                        "counts as unknown\n"
                        "3 id 'v1' the same row stands in line 2; counts once\n"
                        "4 id 'v1' the same row stands in line 2; counts once\n");
    assert_int_equal(f.tables.rows[VISIT].count, 1);
    ny_arena_destroy(f.arena);
}

static void differing_rows_count_not_at_all(void **state)
{
    (void)state;
    fixture f = visit_fixture();
    assert_true(read_both(&f, CLINICS,
                          VISIT_HEAD "v1,X,2020-01-01,,,1,,,c,\nv1,X,2020-01-01,,,1,,,c,\n"
                                     "v1,X,2020-01-01,,,2,,,c,\nv1,X,2020-01-01,,,3,,,d,\n"));
    assert_string_equal(rejects_text(&f),
                        "2 kind 'c' is none of the codes of this column: \"a\", \"b\"; "
                        "counts as unknown\n"
                        "4 id 'v1' another row in line 2 has this key, and they differ: "
                        "neither counts; row set aside\n"
                        "5 kind 'd' is none of the codes of this column: \"a\", \"b\"; "
                        "counts as unknown\n");
    assert_int_equal(f.tables.rows[VISIT].count, 0);
    ny_arena_destroy(f.arena);
}

static void headings_that_are_ignored_do_not_make_rows_differ(void **state)
{
    (void)state;
    fixture f = visit_fixture();
    ny_extract extracts[] = {
        make_extract(&f, CLINIC, NULL, "one.csv", NY_TEXT("note,clinic,opens\n1,X,2000-01-01\n")),
    };
    *NY_APPEND(f.arena, &extracts[0].files) = (ny_extract_file){
        .name = NY_TEXT("two.csv"), .bytes = NY_TEXT("opens,clinic,note\n2000-01-01,X,2\n")};
    for (uint32_t i = 0; i < extracts[0].files.count; i++)
        extracts[0].files.items[i].written = plainly;
    assert_true(ny_extract_read(f.arena, f.sink, f.model, extracts, 1, &f.tables));
    assert_string_equal(rejects_text(&f),
                        "2 clinic 'X' the same row stands in line 2 of one.csv; counts once\n");
    assert_int_equal(f.tables.notes.count, 2);
    assert_true(ny_text_is(f.tables.notes.items[0],
                           "one.csv has a heading that no column is named after: \"note\"; "
                           "ignored"));
    ny_arena_destroy(f.arena);
}

/* --- files that cannot be used ---------------------------------------------------------------- */

static void unusable_files_are_refused(void **state)
{
    (void)state;
    is_refused("", "N0501", "visits.csv is empty");
    is_refused("\xEF\xBB\xBF\r\n", "N0501", "visits.csv is empty");
    is_refused("\xFF\xFEi", "N0502", "visits.csv is written in UTF-16 and cut off");
    is_refused(VISIT_HEAD "v1,\"X\n,,,\n", "N0504",
               "a quote that opens in line 2 of visits.csv is never closed");
    is_refused("id,clinic,done,discharged,readmitted,wieght,asked,answered,kind,ok\n", "N0506",
               "visits.csv has no heading \"weight\"");
    is_refused("id,id,clinic,done,discharged,readmitted,weight,asked,answered,kind,ok\n", "N0507",
               "visits.csv has the heading \"id\" twice");
    is_refused("id;clinic;done\n", "N0508",
               "the headings of visits.csv are not separated by \",\"");
    is_refused("id,K\xF8n\n", "N0509", "the headings of visits.csv are not UTF-8");
}

static void nul_bytes_are_refused(void **state)
{
    (void)state;
    fixture f = visit_fixture();
    ny_extract extract =
        make_extract(&f, CLINIC, NULL, "c.csv", NY_TEXT("clinic,opens\nX\0,2000-01-01\n"));
    assert_false(ny_extract_read(f.arena, f.sink, f.model, &extract, 1, &f.tables));
    assert_string_equal(ny_code_number(f.sink->diagnostics.items[0].code), "N0503");
    ny_arena_destroy(f.arena);
}

static void the_nearest_headings_are_named(void **state)
{
    (void)state;
    fixture f = visit_fixture();
    assert_false(read_both(
        &f, CLINICS, "id,clinic,done,discharged,readmitted,Wieght ,asked,answered,kind,ok\n"));
    ny_text hint = f.sink->diagnostics.items[0].hint;
    assert_true(ny_text_starts(hint, "The headings most like it there are \"Wieght \", "));
    ny_arena_destroy(f.arena);
}

static void a_table_referred_to_must_be_given(void **state)
{
    (void)state;
    fixture f = visit_fixture();
    ny_extract extract = make_extract(&f, VISIT, NULL, "v.csv", NY_TEXT(VISIT_HEAD));
    assert_false(ny_extract_read(f.arena, f.sink, f.model, &extract, 1, &f.tables));
    assert_string_equal(ny_code_number(f.sink->diagnostics.items[0].code), "N0513");
    ny_arena_destroy(f.arena);
}

static void a_source_speaks_of_every_column(void **state)
{
    (void)state;
    fixture f = visit_fixture();
    ny_declaration *source = make_source(&f, "clinic", NY_ENCODING_UTF8, ';', ',', "dd.mm.yyyy");
    add_source_line(&f, source, "clinic", "Klinik", NULL);
    ny_extract extract =
        make_extract(&f, CLINIC, source, "c.csv", NY_TEXT("Klinik;Open\nX;01.02.2000\n"));
    assert_false(ny_extract_read(f.arena, f.sink, f.model, &extract, 1, &f.tables));
    assert_string_equal(ny_code_number(f.sink->diagnostics.items[0].code), "N0510");

    add_source_line(&f, source, "opens", "Open", NULL);
    assert_true(ny_extract_read(f.arena, f.sink, f.model, &extract, 1, &f.tables));
    assert_string_equal(table_text(&f, CLINIC), "clinic,opens\nX,2000-02-01\n");
    ny_arena_destroy(f.arena);
}

static void checked_columns_are_judged_and_noted(void **state)
{
    (void)state;
    fixture f = visit_fixture();
    ny_declaration *source = make_source(&f, "clinic", NY_ENCODING_LATIN1, ';', ',', "yyyymmdd");
    add_source_line(&f, source, "clinic", "Klinik", NULL);
    add_source_line(&f, source, "opens", "Åben", NULL);
    add_profile_line(&f, source, "Kode");
    add_checks_line(&f, source, "Lukket", NY_FORM_DATE)->type.not_before = name_of("opens");
    ny_extract extract = make_extract(&f, CLINIC, source, "c.csv",
                                      NY_TEXT("Klinik;\xC5"
                                              "ben;Kode;Lukket;Til\nX;20000201;11116;20000101;1\n"
                                              "Y\x80;20000201;;20000301;1\nZ;20000201;;;1\n"));
    assert_true(ny_extract_read(f.arena, f.sink, f.model, &extract, 1, &f.tables));
    assert_string_equal(rejects_text(&f),
                        "2 Kode '11116' is not 5 digits, each 1 to 5; noted\n"
                        "2 Lukket '20000101' lies before opens (2000-02-01); noted\n"
                        "3 Klinik 'Y\xC2\x80' has a byte that is no letter in latin1; "
                        "row set aside\n"
                        "4 Lukket '' is empty; noted\n");
    assert_string_equal(table_text(&f, CLINIC), "clinic,opens\nX,2000-02-01\nZ,2000-02-01\n");
    assert_true(ny_text_is(f.tables.notes.items[0],
                           "c.csv has a heading that the source does not mention: \"Til\"; "
                           "ignored"));
    ny_arena_destroy(f.arena);
}

/* --- what is not said ------------------------------------------------------------------------- */

#define DANISH_HEAD "id;clinic;done;discharged;readmitted;weight;asked;answered;kind;ok\n"

static bool read_undeclared(fixture *f, ny_text visits)
{
    ny_extract extracts[] = {
        make_extract(f, VISIT, NULL, "visits.csv", visits),
        make_extract(f, CLINIC, NULL, "clinics.csv", NY_TEXT(CLINICS)),
    };
    return ny_extract_read(f->arena, f->sink, f->model, extracts, 2, &f->tables);
}

/* The note on how visits.csv is written, behind those on its headings. */
static void visits_are_found(const char *visits, size_t size, const char *written,
                             const char *rejects, const char *table)
{
    fixture f = visit_fixture();
    assert_true(read_undeclared(&f, (ny_text){visits, size}));
    assert_string_equal(rejects_text(&f), rejects);
    assert_string_equal(table_text(&f, VISIT), table);
    ny_text note = f.tables.notes.items[1];
    assert_string_equal(ny_text_terminated(f.arena, note),
                        ny_text_terminated(f.arena, ny_format(f.arena,
                                                              "visits.csv: how it is written was "
                                                              "found out from the file: %s",
                                                              written)));
    ny_arena_destroy(f.arena);
}

#define FOUND(visits, written, rejects, table)                                                     \
    visits_are_found(visits, sizeof(visits) - 1, written, rejects, table)

static void what_is_not_said_is_found_out(void **state)
{
    (void)state;
    FOUND(DANISH_HEAD "v\xF8;X;13-02-2020;;;70,5;;;;\r\n\"v2\";X;01-02-2020;;;80;;;;",
          "written in latin1, separated by \";\", decimals after \",\", dates as \"dd-mm-yyyy\"",
          "", VISIT_HEAD "v2,X,2020-02-01,,,80.0,,,,\nvø,X,2020-02-13,,,70.5,,,,\n");
    FOUND("\xEF\xBB\xBF" DANISH_HEAD "v1;X;1. helmikuuta 2020;;;70.5;;;;\n",
          "written in utf8, separated by \";\", decimals after \".\", dates as \"d. month yyyy\"",
          "", VISIT_HEAD "v1,X,2020-02-01,,,70.5,,,,\n");
    FOUND("id\tclinic\tdone\tdischarged\treadmitted\tweight\tasked\tanswered\tkind\tok\n"
          "v\x80\tX\t20200201\t2020-02-02\t\t1\t\t\t\t\n",
          "written in windows1252, separated by \"tab\", dates as \"yyyymmdd\" "
          "(done), dates as \"yyyy-mm-dd\" (discharged)",
          "", VISIT_HEAD "v€,X,2020-02-01,2020-02-02,,1,,,,\n");
}

/* What is written otherwise than most of its column is a fault, as where it is said. */
static void a_contrary_cell_is_a_fault(void **state)
{
    (void)state;
    FOUND(DANISH_HEAD
          "v1;X;13-02-2020;;;70,5;;;;\nv2;X;14-02-2020;;;1.5;;;;\n"
          "v3;X;15-02-2020;;;80,5;;;;\nv4;X;2020-02-16;;;1;;;;\nv5;X;02-17-2020;;;1;;;;\n",
          "written in utf8, separated by \";\", decimals after \",\", dates as \"dd-mm-yyyy\"",
          "3 weight '1.5' is no number: decimals are written after \",\" here, not \".\"; row set "
          "aside\n"
          "5 done '2020-02-16' is not written dd-mm-yyyy; row set aside\n"
          "6 done '02-17-2020' is no date: there is no such day; row set aside\n",
          VISIT_HEAD "v1,X,2020-02-13,,,70.5,,,,\nv3,X,2020-02-15,,,80.5,,,,\n");
}

static void undeclared_is_refused(const char *visits, const char *number, const char *said)
{
    fixture f = visit_fixture();
    assert_false(read_undeclared(&f, ny_text_of(visits)));
    assert_int_equal(f.sink->errors, 1);
    const ny_diagnostic *diagnostic = &f.sink->diagnostics.items[0];
    assert_string_equal(ny_code_number(diagnostic->code), number);
    ny_text text = ny_format(f.arena, "%.*s: %.*s", NY_PRINT(diagnostic->message),
                             NY_PRINT(diagnostic->reason));
    assert_string_equal(ny_text_terminated(f.arena, text), said);
    ny_arena_destroy(f.arena);
}

static void two_readings_are_refused_with_both_shown(void **state)
{
    (void)state;
    undeclared_is_refused(
        VISIT_HEAD "v1,X,01-02-2018,03-02-2018,,1,,,,\n", "N0516",
        "the dates under \"done\", \"discharged\" in visits.csv can be read in two ways: "
        "`01-02-2018` "
        "is 2018-02-01 as dd-mm-yyyy and 2018-01-02 as mm-dd-yyyy, and no date of the file can be "
        "read in one way only");
    undeclared_is_refused(
        VISIT_HEAD "v1,X,13-02-2018,02-13-2018,,1,,,,\nv2,X,02-13-2018,13-02-2018"
                   ",,1,,,,\n",
        "N0517",
        "the dates under \"done\", \"discharged\" in visits.csv are written in two "
        "ways: 1 can only be dd-mm-yyyy, such as `13-02-2018`, and 1 only "
        "mm-dd-yyyy, such as `02-13-2018`");
    undeclared_is_refused(
        VISIT_HEAD "v1,X,13-02-18,,,1,,,,\n", "N0518",
        "the years under \"done\" in visits.csv have two digits: `13-02-18` may lie "
        "in 1900 or in 2000, and any of its three numbers may be the year");
    undeclared_is_refused(VISIT_HEAD "v1,X,2018-01-02,,,1.234,,,,\n", "N0519",
                          "the numbers under \"weight\" in visits.csv can be read in two ways: "
                          "`1.234` is 1.234 with decimals after \".\", and 1234 where \".\" marks "
                          "thousands; no number of the file decides it");
    undeclared_is_refused(
        DANISH_HEAD "v1;X;2018-01-02;;;1,5;;;;\nv2;X;2018-01-02;;;1.5;;;;\n", "N0520",
        "the numbers under \"weight\" in visits.csv are written in two ways: 1 have "
        "decimals such as `1.5`, and 1 such as `1,5`");
    undeclared_is_refused(
        "K\x9Bn\n", "N0522",
        "the letters of visits.csv are in an encoding that is not read here: they are "
        "not UTF-8, and as Windows-1252 signs would stand within words, as in files "
        "of MS-DOS or old Macs");
}

static void headings_differ_in_capitals_and_blanks(void **state)
{
    (void)state;
    fixture f = visit_fixture();
    assert_true(read_undeclared(
        &f,
        NY_TEXT(
            "ID,clinic ,Done,discharged,readmitted,weight,ASKED,asked,answered,kind,\xC2\xA0OK\n"
            "v1,X,2020-02-01,,,1,7,8,,,\n")));
    assert_string_equal(table_text(&f, VISIT), VISIT_HEAD "v1,X,2020-02-01,,,1,8,,,\n");
    assert_int_equal(f.tables.notes.count, 7);
    assert_true(
        ny_text_is(f.tables.notes.items[1],
                   "visits.csv: the heading \"ID\" is taken for \"id\"; they differ in capital "
                   "letters and blanks only"));
    assert_true(ny_text_is(f.tables.notes.items[6],
                           "visits.csv has a heading that no column is named after: \"ASKED\"; "
                           "ignored"));
    ny_arena_destroy(f.arena);
    fixture two = visit_fixture();
    ny_declaration *source = make_source(&two, "clinic", NY_ENCODING_UTF8, ',', '.', "yyyy-mm-dd");
    add_source_line(&two, source, "clinic", "Klinik", NULL);
    add_source_line(&two, source, "opens", "klinik", NULL);
    ny_extract taken =
        make_extract(&two, CLINIC, source, "c.csv", NY_TEXT("Klinik,Aaben\nX,2000-01-01\n"));
    assert_false(ny_extract_read(two.arena, two.sink, two.model, &taken, 1, &two.tables));
    assert_string_equal(ny_code_number(two.sink->diagnostics.items[0].code), "N0506");
    ny_arena_destroy(two.arena);
    undeclared_is_refused(
        "id,clinic,DONE,Done,discharged,readmitted,weight,asked,answered,kind,ok\n", "N0515",
        "several headings of visits.csv may be \"done\": \"DONE\", \"Done\" differ from it in "
        "capital "
        "letters and blanks only");
}

/* --- writing ---------------------------------------------------------------------------------- */

static void what_is_written_reads_back(void **state)
{
    (void)state;
    const char *clinics = "clinic,opens\n\"a,\"\"b\"\"\nc\",2000-01-01\nø,2001-01-01\n";
    const char *visits = VISIT_HEAD "v1,\"a,\"\"b\"\"\nc\",2020-01-01,,,1.50,0.001,,,\n"
                                    "v2,ø,2020-01-01,2020-01-02,2020-01-02,100,3,-1,?,no\n";
    fixture f = visit_fixture();
    assert_true(read_both(&f, clinics, visits));
    assert_int_equal(f.tables.rejects.count, 2);
    assert_string_equal(table_text(&f, CLINIC), clinics);
    assert_string_equal(table_text(&f, VISIT),
                        VISIT_HEAD "v1,\"a,\"\"b\"\"\nc\",2020-01-01,,,1.5,0.001,,,\n"
                                   "v2,ø,2020-01-01,2020-01-02,2020-01-02,100.0,3.0000, , ,no\n");

    fixture again = visit_fixture();
    assert_true(read_both(&again, table_text(&f, CLINIC), table_text(&f, VISIT)));
    assert_true(tables_same(f.model, &f.tables.rows[VISIT], &again.tables.rows[VISIT]));
    assert_true(tables_same(f.model, &f.tables.rows[CLINIC], &again.tables.rows[CLINIC]));
    ny_arena_destroy(f.arena);
    ny_arena_destroy(again.arena);
}

static void a_single_empty_cell_reads_back(void **state)
{
    (void)state;
    fixture f = fixture_create();
    add_table(&f, "answer");
    add_number_column(&f, "points", 0, 10, "")->if_known = true;
    ny_extract extract = make_extract(&f, 0, NULL, "a.csv", NY_TEXT("points\n1\n\"\"\n2\n"));
    assert_true(ny_extract_read(f.arena, f.sink, f.model, &extract, 1, &f.tables));
    assert_string_equal(table_text(&f, 0), "points\n1\n\"\"\n2\n");
    ny_arena_destroy(f.arena);
}

/* --- the knee register ------------------------------------------------------------------------ */

static ny_text file_bytes(ny_arena *arena, const char *name)
{
    const char *root = getenv("NYTTE_ROOT");
#ifdef NYTTE_ROOT
    root = root ? root : NYTTE_ROOT;
#endif
    ny_text path = ny_format(arena, "%s/contracts/knee/data/%s", root ? root : ".", name);
    FILE *file = fopen(ny_text_terminated(arena, path), "rb");
    if (!file)
        fail_msg("cannot open %.*s", NY_PRINT(path));
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long size = ftell(file);
    assert_true(size >= 0);
    rewind(file);
    char *bytes = ny_arena_take(arena, (size_t)size);
    assert_int_equal(fread(bytes, 1, (size_t)size, file), size);
    assert_int_equal(fclose(file), 0);
    return (ny_text){bytes, (size_t)size};
}

static void read_knee(fixture *f, const ny_declaration *source, const char *name, ny_text bytes)
{
    ny_extract extracts[] = {
        make_extract(f, KNEE_OPERATION, source, name, bytes),
        make_extract(f, KNEE_SURGEON, NULL, "surgeons.csv", file_bytes(f->arena, "surgeons.csv")),
    };
    assert_true(ny_extract_read(f->arena, f->sink, f->model, extracts, 2, &f->tables));
    assert_int_equal(f->sink->diagnostics.count, 0);
}

static fixture knee_read(bool with_source, const char *name)
{
    fixture f = knee_fixture();
    read_knee(&f, with_source ? knee_source(&f) : NULL, name, file_bytes(f.arena, name));
    return f;
}

static void clean_extracts_have_no_rejects(void **state)
{
    (void)state;
    fixture english = knee_read(false, "operations.csv");
    fixture danish = knee_read(true, "udtraek-bom.csv");
    assert_int_equal(english.tables.rejects.count, 0);
    assert_int_equal(danish.tables.rejects.count, 0);
    assert_int_equal(danish.tables.rows[KNEE_OPERATION].count, 1993);
    assert_int_equal(danish.tables.rows[KNEE_SURGEON].count, 19);
    assert_true(tables_same(english.model, &english.tables.rows[KNEE_OPERATION],
                            &danish.tables.rows[KNEE_OPERATION]));
    assert_int_equal(danish.tables.notes.count, 2);
    assert_true(ny_text_is(danish.tables.notes.items[1],
                           "udtraek-bom.csv begins with a byte-order mark: read as UTF-8, "
                           "not latin1"));
    assert_int_equal(english.tables.notes.count, 3);
    assert_true(ny_text_is(english.tables.notes.items[1],
                           "operations.csv: how it is written was found out from the file: "
                           "written in utf8, separated by \",\", decimals after \".\", "
                           "dates as \"yyyy-mm-dd\""));
    assert_true(ny_text_is(english.tables.notes.items[2],
                           "operations.csv has headings that no column is named after: "
                           "\"revises\", \"eq5d_profile_before\", \"eq5d_profile_after\"; "
                           "ignored"));
    ny_arena_destroy(english.arena);
    ny_arena_destroy(danish.arena);
}

/* "O0000251" of the line that a reject names: the key is the first cell. */
static ny_text key_in_line(ny_text text, uint32_t line)
{
    ny_text whole = ny_line_of(text, line);
    size_t size = 0;
    while (size < whole.size && whole.data[size] != ';')
        size++;
    return (ny_text){whole.data, size};
}

static ny_text fault_text(ny_arena *arena, ny_text key, ny_text column, ny_text value)
{
    return ny_format(arena, "%.*s|%.*s|%.*s", NY_PRINT(key), NY_PRINT(column), NY_PRINT(value));
}

static ny_text json_text(const json_t *fault, const char *name)
{
    const json_t *value = json_object_get(fault, name);
    return (ny_text){json_string_value(value), json_string_length(value)};
}

static void every_injected_fault_is_found_once(void **state)
{
    (void)state;
    fixture f = knee_read(true, "udtraek-latin1.csv");
    ny_text extract = file_bytes(f.arena, "udtraek-latin1.csv");
    ny_text listed = file_bytes(f.arena, "faults.json");
    json_t *faults = json_loadb(listed.data, listed.size, 0, NULL);
    assert_non_null(faults);
    assert_int_equal(json_array_size(faults), 84);
    assert_int_equal(f.tables.rejects.count, 84);

    ny_map *expected = ny_map_create(f.arena);
    for (size_t i = 0; i < json_array_size(faults); i++) {
        const json_t *fault = json_array_get(faults, i);
        ny_text key = json_text(fault, "row_id"), column = json_text(fault, "column");
        bool is_key = ny_text_is(column, "Operations-ID");
        ny_text value = is_key ? key : json_text(fault, "now");
        assert_true(ny_map_add(expected, fault_text(f.arena, key, column, value), 1));
    }
    ny_map *found = ny_map_create(f.arena);
    uint32_t once = 0, differ = 0;
    for (uint32_t i = 0; i < f.tables.rejects.count; i++) {
        const ny_reject *reject = &f.tables.rejects.items[i];
        ny_text which =
            fault_text(f.arena, key_in_line(extract, reject->line), reject->column, reject->value);
        uint32_t one;
        if (!ny_map_find(expected, which, &one))
            fail_msg("%.*s: %.*s", NY_PRINT(which), NY_PRINT(reject->reason));
        assert_true(ny_map_add(found, which, 1));
        bool is_key = ny_text_is(reject->column, "Operations-ID");
        once += reject->action == NY_COUNTS_ONCE;
        differ += is_key && reject->action == NY_ROW_SET_ASIDE;
    }
    assert_int_equal(once, 3);
    assert_int_equal(differ, 2);
    json_decref(faults);
    ny_arena_destroy(f.arena);
}

/* A fault of its own in a duplicated row is one fault, whether the copy is equal or differs. */
static void a_fault_in_a_copy_is_said_once(void **state)
{
    (void)state;
    rejects_are(VISIT_HEAD "v1,X,2020-01-01,,,999,,,,\nv1,X,2020-01-01,,,999,,,,\n",
                "2 weight '999' lies outside 0..200 kg; row set aside\n"
                "3 id 'v1' the same row stands in line 2; counts once\n");
    rejects_are(VISIT_HEAD "v1,X,2020-01-01,,,999,,,,\nv1,X,2020-01-01,,,999,3,,,\n",
                "2 weight '999' lies outside 0..200 kg; row set aside\n"
                "3 id 'v1' another row in line 2 has this key, and they differ: neither counts; "
                "row set aside\n");
}

typedef struct lines {
    ny_text *items;
    uint32_t count;
} lines;

static lines split_lines(ny_arena *arena, ny_text text)
{
    lines all = {.items = NY_NEW_ARRAY(arena, ny_text, text.size)};
    for (size_t begin = 0, end; begin < text.size; begin = end) {
        end = begin;
        while (end < text.size && text.data[end] != '\n')
            end++;
        end += end < text.size;
        all.items[all.count++] = (ny_text){text.data + begin, end - begin};
    }
    return all;
}

static void shuffle(lines *all, uint64_t seed)
{
    for (uint32_t i = all->count - 1; i > 1; i--) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        uint32_t j = 1 + (uint32_t)(seed >> 33) % i;
        ny_text passing = all->items[i];
        all->items[i] = all->items[j];
        all->items[j] = passing;
    }
}

/* The result must not know in which order rows came, nor in how many files. */
static void order_and_split_leave_no_trace(void **state)
{
    (void)state;
    fixture straight = knee_read(true, "udtraek-latin1.csv");
    fixture f = knee_fixture();
    lines all = split_lines(f.arena, file_bytes(f.arena, "udtraek-latin1.csv"));
    shuffle(&all, 2018);
    ny_extract extracts[2] = {{.table = KNEE_OPERATION, .source = knee_source(&f)}};
    for (uint32_t part = 0; part < 3; part++) {
        ny_buffer buffer = ny_buffer_create(f.arena);
        ny_buffer_add(&buffer, all.items[0]);
        for (uint32_t i = 1; i < all.count; i++)
            if (i % 3 == part)
                ny_buffer_add(&buffer, all.items[i]);
        *NY_APPEND(f.arena, &extracts[0].files) = (ny_extract_file){
            .name = ny_format(f.arena, "part-%u.csv", part), .bytes = ny_buffer_text(&buffer)};
    }
    extracts[1] =
        make_extract(&f, KNEE_SURGEON, NULL, "surgeons.csv", file_bytes(f.arena, "surgeons.csv"));
    assert_true(ny_extract_read(f.arena, f.sink, f.model, extracts, 2, &f.tables));
    assert_int_equal(f.tables.rejects.count, 84);
    assert_true(tables_same(f.model, &straight.tables.rows[KNEE_OPERATION],
                            &f.tables.rows[KNEE_OPERATION]));
    ny_arena_destroy(straight.arena);
    ny_arena_destroy(f.arena);
}

/* One cell of 20 MB costs one pass, and its reject is cut. */
static void a_giant_cell_is_one_pass(void **state)
{
    (void)state;
    fixture f = visit_fixture();
    size_t size = (size_t)20 * 1024 * 1024;
    ny_buffer buffer = ny_buffer_create(f.arena);
    ny_buffer_add(&buffer, NY_TEXT("clinic,opens\nX,"));
    ny_buffer_repeat(&buffer, '1', size);
    ny_extract extract = make_extract(&f, CLINIC, NULL, "c.csv", ny_buffer_text(&buffer));
    assert_true(ny_extract_read(f.arena, f.sink, f.model, &extract, 1, &f.tables));
    assert_int_equal(f.tables.rejects.count, 1);
    assert_true(f.tables.rejects.items[0].value.size < 1100);
    ny_arena_destroy(f.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sound_cells_become_values),
        cmocka_unit_test(rows_are_found_by_date),
        cmocka_unit_test(blanks_and_empty_cells),
        cmocka_unit_test(numbers_are_strict),
        cmocka_unit_test(many_decimals_give_way_to_large_numbers),
        cmocka_unit_test(dates_are_strict),
        cmocka_unit_test(words_are_exact_to_the_letter),
        cmocka_unit_test(not_before_looks_at_sound_dates),
        cmocka_unit_test(a_figure_may_not_pass_another),
        cmocka_unit_test(lines_of_another_length_are_rejects),
        cmocka_unit_test(cells_that_are_no_text_are_faults),
        cmocka_unit_test(a_row_referred_to_must_be_there),
        cmocka_unit_test(setting_aside_goes_on_along_references),
        cmocka_unit_test(equal_rows_count_once),
        cmocka_unit_test(differing_rows_count_not_at_all),
        cmocka_unit_test(headings_that_are_ignored_do_not_make_rows_differ),
        cmocka_unit_test(unusable_files_are_refused),
        cmocka_unit_test(nul_bytes_are_refused),
        cmocka_unit_test(the_nearest_headings_are_named),
        cmocka_unit_test(a_table_referred_to_must_be_given),
        cmocka_unit_test(a_source_speaks_of_every_column),
        cmocka_unit_test(checked_columns_are_judged_and_noted),
        cmocka_unit_test(what_is_not_said_is_found_out),
        cmocka_unit_test(a_contrary_cell_is_a_fault),
        cmocka_unit_test(two_readings_are_refused_with_both_shown),
        cmocka_unit_test(headings_differ_in_capitals_and_blanks),
        cmocka_unit_test(what_is_written_reads_back),
        cmocka_unit_test(a_single_empty_cell_reads_back),
        cmocka_unit_test(clean_extracts_have_no_rejects),
        cmocka_unit_test(every_injected_fault_is_found_once),
        cmocka_unit_test(a_fault_in_a_copy_is_said_once),
        cmocka_unit_test(order_and_split_leave_no_trace),
        cmocka_unit_test(a_giant_cell_is_one_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
