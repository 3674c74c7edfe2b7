/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See draft_source.h. The file is opened as the loader opens it, read once, and held against the
 * contract by the loader's own rules for cells. */

#include "io/draft_private.h"
#include "io/encoding.h"

#include <stdlib.h>
#include <string.h>

#define WORDS(draft, phrase, ...) NY_WORDS((draft)->load->sink, phrase, __VA_ARGS__)
#define PLAIN(draft, phrase) ny_words((draft)->load->sink, phrase)

/* --- reading ---------------------------------------------------------------------------------- */

static void add_value(ny_arena *arena, ny_draft_heading *heading, ny_text value)
{
    uint32_t at;
    if (ny_map_find(heading->known, value, &at)) {
        heading->values.items[at].rows++;
        return;
    }
    if (heading->values.count > NY_DRAFT_MOST_WORDS)
        return;
    ny_map_add(heading->known, value, heading->values.count);
    *NY_APPEND(arena, &heading->values) = (ny_draft_value){value, 1};
}

static void add_cell(ny_draft *draft, ny_draft_heading *heading, const ny_csv_cell *cell)
{
    if (heading->sample.count < NY_DRAFT_SAMPLE)
        *NY_APPEND(draft->arena, &heading->sample) = *cell;
    if (!cell->raw.size || cell->has_stray)
        return;
    ny_text text = ny_csv_cell_text(draft->arena, cell);
    heading->filled++;
    if (cell->given == NY_GIVEN_TEXT) {
        ny_tally_date(draft->arena, &heading->dates, text);
        ny_tally_number(&heading->numbers, text);
    }
    add_value(draft->arena, heading, text);
}

static bool read_rows(ny_draft *draft)
{
    ny_file_load *file = draft->file;
    ny_csv_reader reader =
        ny_csv_open(draft->arena, file->text, file->written.separator, file->heading_count);
    ny_csv_seek(&reader, file->rows_offset, file->rows_line);
    ny_csv_record record;
    ny_csv_step step;
    while ((step = ny_csv_next(&reader, &record)) == NY_CSV_RECORD)
        for (uint32_t i = 0;
             !record.is_blank && record.count == file->heading_count && i < record.count; i++)
            add_cell(draft, &draft->headings[i], &record.cells[i]);
    if (step == NY_CSV_OPEN_QUOTE)
        NY_LOAD_FAIL(draft->load, NY_EXTRACT_OPEN_QUOTE, draft->source->span, file->name,
                     ny_format(draft->load->arena, "%u", record.line));
    return step == NY_CSV_END;
}

static int compare_values(const void *left, const void *right)
{
    const ny_draft_value *a = left, *b = right;
    if (a->rows != b->rows)
        return a->rows > b->rows ? -1 : 1;
    return ny_text_compare(a->value, b->value);
}

static void count_different(ny_draft *draft, ny_draft_heading *heading)
{
    ny_map *seen = ny_map_create(draft->arena);
    for (uint32_t i = 0; i < heading->sample.count; i++)
        heading->different += ny_map_add(seen, heading->sample.items[i].raw, 0);
    if (heading->values.count)
        qsort(heading->values.items, heading->values.count, sizeof *heading->values.items,
              compare_values);
}

static bool is_mostly(uint32_t part, uint32_t whole)
{
    return whole && (uint64_t)part * 10 >= (uint64_t)whole * 9;
}

/* What the headings show together of dates and of decimals. */
typedef struct ny_draft_ways {
    ny_text dates, other_dates; /* the one form; or empty */
    char decimal;
    bool dates_differ, dates_open, dates_short;
    bool decimals_differ, decimals_open;
} ny_draft_ways;

static ny_text way_of_dates(ny_draft *draft, ny_draft_ways *ways, ny_draft_heading *heading,
                            const ny_cells_tally *all)
{
    ny_dates_reading reading;
    switch (ny_decide_dates(draft->arena, &heading->dates, all, &reading)) {
    case NY_READS_ONE_WAY:
        break;
    case NY_READS_EITHER_WAY:
        ways->dates_open = true;
        ways->other_dates = reading.other;
        break;
    case NY_READS_BOTH_WAYS:
        ways->dates_differ = true;
        break;
    case NY_READS_NO_WAY:
        ways->dates_short = true;
        return NY_TEXT("yyyy-mm-dd");
    case NY_READS_NOTHING:
        return NY_TEXT("yyyy-mm-dd");
    }
    ways->dates_differ |= ways->dates.size && !ny_text_equal(ways->dates, reading.pattern);
    ways->dates = reading.pattern;
    return reading.pattern;
}

static char way_of_decimals(ny_draft_ways *ways, const ny_draft_heading *heading,
                            const ny_cells_tally *all)
{
    ny_decimal_reading reading;
    ny_verdict verdict = ny_decide_decimal(&heading->numbers, all, &reading);
    if (verdict == NY_READS_NOTHING)
        return reading.decimal;
    ways->decimals_open |= verdict == NY_READS_EITHER_WAY;
    ways->decimals_differ |= verdict == NY_READS_BOTH_WAYS;
    ways->decimals_differ |= ways->decimal && ways->decimal != reading.decimal;
    ways->decimal = reading.decimal;
    return reading.decimal;
}

static void find_ways(ny_draft *draft, ny_draft_ways *ways)
{
    ny_cells_tally dates = {0}, numbers = {0};
    for (uint32_t i = 0; i < draft->file->heading_count; i++) {
        ny_draft_heading *heading = &draft->headings[i];
        count_different(draft, heading);
        if (is_mostly(heading->dates.dates, heading->filled))
            ny_tally_join(draft->arena, &dates, &heading->dates);
        else if (is_mostly(heading->numbers.numbers, heading->filled))
            ny_tally_join(draft->arena, &numbers, &heading->numbers);
    }
    for (uint32_t i = 0; i < draft->file->heading_count; i++) {
        ny_draft_heading *heading = &draft->headings[i];
        ny_text pattern = NY_TEXT("yyyy-mm-dd");
        char decimal = '.';
        if (is_mostly(heading->dates.dates, heading->filled))
            pattern = way_of_dates(draft, ways, heading, &dates);
        else if (is_mostly(heading->numbers.numbers, heading->filled))
            decimal = way_of_decimals(ways, heading, &numbers);
        heading->format = ny_cell_format_of(draft->arena, draft->load->sink->language,
                                            draft->file->written.encoding, decimal, pattern);
    }
}

/* --- writing ---------------------------------------------------------------------------------- */

static void add_comment(ny_buffer *out, ny_text comment)
{
    ny_buffer_format(out, "  # %.*s\n", NY_PRINT(comment));
}

/* Letters and separators, of CSV only. */
static void add_letters(ny_buffer *out, const ny_written *written)
{
    ny_buffer_format(out, "written in %s, separated by ", ny_encoding_word(written->encoding));
    if (written->separator == '\t')
        ny_buffer_add(out, NY_TEXT("\"tab\""));
    else
        ny_buffer_format(out, "\"%c\"", written->separator);
}

static void add_written(ny_buffer *out, const ny_draft *draft, const ny_draft_ways *ways)
{
    ny_buffer line = ny_buffer_create(draft->arena);
    if (draft->file->form == NY_SOURCE_CSV)
        add_letters(&line, &draft->file->written);
    bool decimals = ways->decimal && !ways->decimals_differ;
    bool dates = ways->dates.size && !ways->dates_differ && !ways->dates_open;
    if (decimals)
        ny_buffer_format(&line, "%sdecimals after \"%c\"", line.size ? ", " : "", ways->decimal);
    if (dates)
        ny_buffer_format(&line, "%sdates as \"%.*s\"", line.size ? ", " : "",
                         NY_PRINT(ways->dates));
    if (line.size)
        ny_buffer_format(out, "  %.*s\n", NY_PRINT(ny_buffer_text(&line)));
    if (decimals && ways->decimals_open)
        add_comment(out, PLAIN(draft, NY_WORDS_DRAFT_DECIMALS_EITHER));
    if (ways->decimals_differ)
        add_comment(out, PLAIN(draft, NY_WORDS_DRAFT_DECIMALS_SEVERAL));
    if (ways->dates_open)
        ny_buffer_format(out, "  # dates as \"%.*s\"   %.*s\n", NY_PRINT(ways->dates),
                         NY_PRINT(WORDS(draft, NY_WORDS_DRAFT_DATES_EITHER, ways->other_dates)));
    if (ways->dates_differ)
        add_comment(out, PLAIN(draft, NY_WORDS_DRAFT_DATES_SEVERAL));
    if (ways->dates_short)
        add_comment(out, PLAIN(draft, NY_WORDS_DRAFT_DATES_SHORT));
}

static bool can_be_quoted(ny_text text)
{
    return !text.size ||
           (!memchr(text.data, '"', text.size) && !memchr(text.data, '\n', text.size) &&
            !memchr(text.data, '\r', text.size));
}

/* Whether every code is its own word, slips aside. */
static bool are_words(const ny_draft *draft, const ny_column *column,
                      const ny_draft_heading *heading, const uint32_t *words)
{
    for (uint32_t v = 0; v < heading->values.count; v++) {
        const ny_draft_value *value = &heading->values.items[v];
        bool is_word = words[v] != NY_NONE &&
                       ny_text_equal(ny_draft_word(draft, column, words[v]), value->value);
        if (!is_word && !ny_draft_is_slip(heading, value))
            return false;
    }
    return true;
}

/* `, primary "P", uni "U"`, in the contract's order; nothing where every code is its word. Codes that
 * nobody could place go into `open`. */
static void add_codes(ny_buffer *out, const ny_draft *draft, const ny_column *column,
                      const ny_draft_heading *heading, ny_buffer *open)
{
    const uint32_t *words = ny_draft_words(draft, column, heading);
    if (are_words(draft, column, heading, words))
        return;
    for (uint32_t w = 0; w < ny_draft_word_count(draft, column); w++)
        for (uint32_t v = 0; v < heading->values.count; v++)
            if (words[v] == w && can_be_quoted(heading->values.items[v].value))
                ny_buffer_format(out, ", %.*s \"%.*s\"", NY_PRINT(ny_draft_word(draft, column, w)),
                                 NY_PRINT(heading->values.items[v].value));
    for (uint32_t v = 0; v < heading->values.count; v++) {
        const ny_draft_value *value = &heading->values.items[v];
        if (words[v] == NY_NONE && !ny_draft_is_slip(heading, value))
            ny_buffer_format(open, "%s\"%.*s\"", open->size ? ", " : "", NY_PRINT(value->value));
    }
}

static ny_phrase reason_words(ny_draft_reason reason)
{
    return reason == NY_DRAFT_BY_CAPITALS ? NY_WORDS_DRAFT_BY_CAPITALS
           : reason == NY_DRAFT_BY_NAME   ? NY_WORDS_DRAFT_BY_NAME
                                          : NY_WORDS_DRAFT_BY_CONTENT;
}

static int name_width(const ny_table *table)
{
    size_t width = 0;
    for (uint32_t i = 0; i < table->columns.count; i++)
        width =
            table->columns.items[i].name.size > width ? table->columns.items[i].name.size : width;
    return (int)width;
}

static void add_column(ny_buffer *out, const ny_draft *draft, uint32_t number)
{
    const ny_column *column = &draft->table->columns.items[number];
    const ny_draft_match *match = &draft->matches[number];
    if (match->reason == NY_DRAFT_OPEN) {
        ny_buffer_format(out, "  # %.*s = \"…\"   %.*s\n", NY_PRINT(column->name),
                         NY_PRINT(PLAIN(draft, NY_WORDS_DRAFT_COLUMN_OPEN)));
        return;
    }
    const ny_draft_heading *heading = &draft->headings[match->heading];
    ny_buffer open = ny_buffer_create(draft->arena);
    ny_kind kind = column->type.kind;
    if (!can_be_quoted(heading->heading)) {
        add_comment(out, WORDS(draft, NY_WORDS_DRAFT_HEADING_QUOTES, heading->heading));
        return;
    }
    ny_buffer_format(out, "  %-*.*s = \"%.*s\"", name_width(draft->table), NY_PRINT(column->name),
                     NY_PRINT(heading->heading));
    if (kind == NY_KIND_WORD || kind == NY_KIND_YES_NO || kind == NY_KIND_PARTY)
        add_codes(out, draft, column, heading, &open);
    if (match->reason != NY_DRAFT_EXACT)
        ny_buffer_format(out, "  # %.*s", NY_PRINT(PLAIN(draft, reason_words(match->reason))));
    ny_buffer_add_character(out, '\n');
    if (open.size)
        add_comment(out, WORDS(draft, NY_WORDS_DRAFT_WORDS_OPEN, ny_buffer_text(&open)));
}

static void add_ignored(ny_buffer *out, const ny_draft *draft)
{
    for (uint32_t i = 0; i < draft->file->heading_count; i++) {
        const ny_draft_heading *heading = &draft->headings[i];
        if (heading->taken || (draft->file->form != NY_SOURCE_CSV && !heading->heading.size))
            continue;
        if (can_be_quoted(heading->heading))
            ny_buffer_format(out, "  ignores \"%.*s\"\n", NY_PRINT(heading->heading));
        else
            add_comment(out, WORDS(draft, NY_WORDS_DRAFT_HEADING_QUOTES, heading->heading));
    }
}

static void add_source(ny_buffer *out, const ny_draft *draft, const ny_draft_ways *ways,
                       ny_text path)
{
    const ny_extract *extract = draft->source->extract;
    ny_text head = WORDS(draft, NY_WORDS_DRAFT_HEAD, draft->file->name);
    static const char *const forms[] = {"csv", "workbook", "database"};
    ny_source_form form = draft->file->form;
    ny_buffer_format(out, "# %.*s\nsource %.*s from %s \"%.*s\"", NY_PRINT(head),
                     NY_PRINT(draft->table->name), forms[form], NY_PRINT(path));
    if (form != NY_SOURCE_CSV)
        ny_buffer_format(out, " %s \"%.*s\"", form == NY_SOURCE_WORKBOOK ? "sheet" : "table",
                         NY_PRINT(draft->file->part));
    ny_buffer_add_character(out, '\n');
    add_written(out, draft, ways);
    if (extract->has_extracted)
        ny_buffer_format(out, "  extracted on %.*s\n",
                         NY_PRINT(ny_date_text(draft->arena, extract->extracted)));
    else if (draft->table->date != NY_NONE)
        ny_buffer_format(out, "  # extracted on 2026-11-02   %.*s\n",
                         NY_PRINT(PLAIN(draft, NY_WORDS_DRAFT_EXTRACTED_OPEN)));
    for (uint32_t i = 0; i < draft->table->columns.count; i++)
        add_column(out, draft, i);
    add_ignored(out, draft);
}

/* --- all ---------------------------------------------------------------------------------------- */

static bool draft_file(ny_buffer *out, ny_draft *draft, const ny_extract_file *given, ny_text path)
{
    if (!ny_load_open_text(draft->load, draft->source, draft->file, given))
        return false;
    draft->headings = NY_NEW_ARRAY(draft->arena, ny_draft_heading, draft->file->heading_count);
    for (uint32_t i = 0; i < draft->file->heading_count; i++) {
        draft->headings[i].heading = draft->file->headings[i];
        draft->headings[i].known = ny_map_create(draft->arena);
    }
    if (!read_rows(draft))
        return false;
    ny_draft_ways ways = {.decimal = '\0'};
    find_ways(draft, &ways);
    ny_draft_find_matches(draft);
    add_source(out, draft, &ways, path);
    return true;
}

bool ny_draft_source(ny_buffer *out, ny_sink *sink, const ny_prose *names,
                     const ny_extract *extract, ny_text path)
{
    const ny_extract_file *given = &extract->files.items[0];
    ny_tables none = {.rows = NULL};
    ny_load load = {.arena = out->arena,
                    .scratch = ny_arena_create(),
                    .sink = sink,
                    .model = names->model,
                    .result = &none};
    ny_source_load source = {.extract = extract, .span = {UINT32_MAX, 0, 0}};
    ny_file_load file = {.name = given->name, .said = given->written};
    ny_draft draft = {.arena = load.scratch,
                      .load = &load,
                      .source = &source,
                      .names = names,
                      .table = &names->model->tables.items[extract->table],
                      .file = &file};
    bool usable = draft_file(out, &draft, given, path);
    ny_arena_destroy(load.scratch);
    return usable;
}
