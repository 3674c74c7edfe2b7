/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* How a file writes its dates and decimals: as the source says, to the letter, else as the whole file
 * shows. Where it shows nothing, dates are ISO and decimals stand after a point. The pass that
 * counts the rows looks at the cells too: at dates and numbers. */

#include "io/detect.h"
#include "io/encoding.h"
#include "io/extract_load.h"

#include <string.h>

#define NY_DATES_ELSE "yyyy-mm-dd"

/* What one piece of the file shows. */
typedef struct ny_counted {
    ny_arena *arena;
    size_t from, end;        /* where it began, and where the record behind it does */
    uint32_t lines_passed;   /* line ends, those within cells too */
    uint32_t records, lines; /* as in ny_piece */
    ny_cells_tally *tallies; /* one a slot */
    uint32_t *longest;       /* one a slot: of its cells, in bytes; of numbers only */
    ny_csv_step step;        /* the last; of OPEN_QUOTE: */
    uint32_t open_line;      /* how many lines behind the first it opened */
} ny_counted;

/* What is looked for in the rows of one file. */
typedef struct ny_search {
    ny_load *load;
    const ny_source_load *source;
    ny_file_load *file;
    bool *dates, *decimals; /* one a slot: to be found out */
    uint32_t *looked;       /* the slots that are looked at: these, and all numbers */
    uint32_t looked_count;
    ny_cells_tally *tallies; /* one a slot */
    ny_cells_tally all_dates, all_numbers;
    ny_counted *pieces; /* one a piece of the file */
} ny_search;

static ny_search begin_search(ny_load *load, const ny_source_load *source, ny_file_load *file)
{
    uint32_t count = source->slots.count;
    ny_search search = {.load = load,
                        .source = source,
                        .file = file,
                        .dates = NY_NEW_ARRAY(load->scratch, bool, count),
                        .decimals = NY_NEW_ARRAY(load->scratch, bool, count),
                        .looked = NY_NEW_ARRAY(load->scratch, uint32_t, count),
                        .tallies = NY_NEW_ARRAY(load->scratch, ny_cells_tally, count)};
    for (uint32_t i = 0; i < count; i++) {
        ny_kind kind = source->slots.items[i].rule.kind;
        search.dates[i] = kind == NY_KIND_DATE && !file->said.dates.size;
        search.decimals[i] = kind == NY_KIND_NUMBER && !file->said.decimal;
        if (search.dates[i] || kind == NY_KIND_NUMBER)
            search.looked[search.looked_count++] = i;
    }
    return search;
}

/* --- the rows --------------------------------------------------------------------------------- */

static void tally_record(ny_search *search, ny_counted *counting, const ny_csv_record *record)
{
    for (uint32_t looked = 0; looked < search->looked_count; looked++) {
        uint32_t i = search->looked[looked];
        const ny_csv_cell *cell = &record->cells[search->file->positions[i]];
        if (!cell->raw.size)
            continue;
        if (cell->raw.size > counting->longest[i])
            counting->longest[i] = cell->raw.size < NY_NUMBER_MOST_DIGITS ? (uint32_t)cell->raw.size
                                                                          : NY_NUMBER_MOST_DIGITS;
        /* Of a workbook, which is one piece: where some cells are numbers or days, a text among them is a
         * fault. */
        if (cell->given >= NY_GIVEN_NUMBER && cell->given <= NY_GIVEN_DATE_TIME)
            search->dates[i] = search->decimals[i] = false;
        if (cell->has_stray || cell->has_doubled || cell->given != NY_GIVEN_TEXT)
            continue;
        if (search->dates[i])
            ny_tally_date(counting->arena, &counting->tallies[i], cell->raw);
        else if (search->decimals[i])
            ny_tally_number(&counting->tallies[i], cell->raw);
    }
}

/* Counts a piece from `from` on, as if a record began there. */
static void count_from(ny_search *search, uint32_t number, size_t from)
{
    ny_file_load *file = search->file;
    ny_counted *counting = &search->pieces[number];
    uint32_t slots = search->source->slots.count;
    size_t end = ny_load_cut_end(file, number);
    ny_csv_reader reader =
        ny_csv_open(counting->arena, file->text, file->written.separator, file->heading_count);
    ny_csv_record record;
    *counting = (ny_counted){.arena = counting->arena,
                             .from = from,
                             .tallies = NY_NEW_ARRAY(counting->arena, ny_cells_tally, slots),
                             .longest = NY_NEW_ARRAY(counting->arena, uint32_t, slots)};
    ny_csv_seek(&reader, from, 1);
    counting->step = NY_CSV_RECORD;
    while (ny_load_in_piece(file, reader.at, end) &&
           (counting->step = ny_csv_next(&reader, &record)) == NY_CSV_RECORD) {
        counting->lines += !record.is_blank;
        if (record.is_blank || record.count != file->heading_count)
            continue;
        counting->records++;
        tally_record(search, counting, &record);
    }
    if (counting->step == NY_CSV_OPEN_QUOTE)
        counting->open_line = record.line - 1;
    counting->end = reader.at;
    counting->lines_passed = reader.line - 1;
}

static void count_piece(void *context, uint32_t number)
{
    ny_search *search = context;
    count_from(search, number, search->file->pieces.items[number].from);
}

/* The pieces in order, each from where the one before it ended. False where a quote stays open. */
static bool join_pieces(ny_search *search)
{
    ny_load *load = search->load;
    ny_file_load *file = search->file;
    size_t at = file->rows_offset;
    uint32_t line = file->rows_line;
    for (uint32_t i = 0; i < file->pieces.count; i++) {
        ny_counted *counting = &search->pieces[i];
        if (counting->from != at)
            count_from(search, i, at);
        if (counting->step == NY_CSV_OPEN_QUOTE) {
            NY_LOAD_FAIL(load, NY_EXTRACT_OPEN_QUOTE, search->source->span, file->name,
                         ny_format(load->arena, "%u", line + counting->open_line));
            return false;
        }
        file->pieces.items[i] = (ny_piece){.from = at,
                                           .end = counting->end,
                                           .line = line,
                                           .records = counting->records,
                                           .lines = counting->lines};
        file->records += counting->records;
        file->lines += counting->lines;
        at = counting->end;
        line += counting->lines_passed;
    }
    return true;
}

/* Bytes that hold any value of the slot, so that several threads may write it. */
static uint8_t width_of(const ny_search *search, uint32_t slot)
{
    uint32_t longest = 0;
    for (uint32_t i = 0; i < search->file->pieces.count; i++)
        if (search->pieces[i].longest[slot] > longest)
            longest = search->pieces[i].longest[slot];
    return ny_store_width(&search->source->slots.items[slot].rule, longest);
}

/* Counts the rows, so that the cells can be laid out at once. */
static bool count_rows(ny_search *search)
{
    ny_load *load = search->load;
    ny_file_load *file = search->file;
    uint32_t slots = search->source->slots.count;
    ny_load_cut(load, search->source, file);
    search->pieces = NY_NEW_ARRAY(load->scratch, ny_counted, file->pieces.count);
    for (uint32_t i = 0; i < file->pieces.count; i++)
        search->pieces[i].arena = ny_arena_create();
    ny_load_each_piece(search->source, file, false, count_piece, search);
    bool good = join_pieces(search);
    file->widths = NY_NEW_ARRAY(load->scratch, uint8_t, slots);
    for (uint32_t slot = 0; slot < slots; slot++) {
        file->widths[slot] = width_of(search, slot);
        for (uint32_t i = 0; i < file->pieces.count; i++)
            ny_tally_join(load->scratch, &search->tallies[slot], &search->pieces[i].tallies[slot]);
    }
    for (uint32_t i = 0; i < file->pieces.count; i++)
        ny_arena_destroy(search->pieces[i].arena);
    return good;
}

static void add_all(ny_search *search)
{
    for (uint32_t i = 0; i < search->source->slots.count; i++)
        if (search->dates[i] || search->decimals[i])
            ny_tally_join(search->load->scratch,
                          search->dates[i] ? &search->all_dates : &search->all_numbers,
                          &search->tallies[i]);
}

/* --- what is refused -------------------------------------------------------------------------- */

static ny_text number_text(ny_load *load, uint32_t number)
{
    return ny_format(load->arena, "%u", number);
}

/* The day that a date is when it is read so. */
static ny_text day_of(ny_load *load, ny_text pattern_text, ny_text cell)
{
    ny_date_pattern pattern;
    ny_date date;
    if (!ny_date_pattern_read(pattern_text, &pattern) ||
        ny_date_pattern_match(&pattern, cell, &date) != NY_DATE_MATCHES)
        return ny_text_copy(load->arena, cell);
    return ny_date_text(load->arena, date);
}

static void refuse_dates(ny_search *search, ny_verdict verdict, const ny_dates_reading *reading,
                         ny_text headings, ny_span span)
{
    ny_load *load = search->load;
    ny_text example = ny_text_copy(load->arena, reading->example);
    if (verdict == NY_READS_EITHER_WAY)
        NY_LOAD_FAIL(load, NY_EXTRACT_DATES_EITHER, span, headings, search->file->name, example,
                     day_of(load, reading->pattern, example), reading->pattern,
                     day_of(load, reading->other, example), reading->other);
    if (verdict == NY_READS_BOTH_WAYS)
        NY_LOAD_FAIL(load, NY_EXTRACT_DATES_MIXED, span, headings, search->file->name,
                     number_text(load, reading->count), example, reading->pattern,
                     number_text(load, reading->contraries),
                     ny_text_copy(load->arena, reading->contrary), reading->other);
    if (verdict == NY_READS_NO_WAY)
        NY_LOAD_FAIL(load, NY_EXTRACT_DATES_SHORT, span, headings, search->file->name, example);
}

/* 1.234 with the mark taken out: 1234. */
static ny_text without_mark(ny_load *load, ny_text number)
{
    ny_buffer buffer = ny_buffer_create(load->arena);
    for (size_t i = 0; i < number.size; i++)
        if (number.data[i] != ',' && number.data[i] != '.')
            ny_buffer_add_character(&buffer, number.data[i]);
    return ny_buffer_text(&buffer);
}

static void refuse_decimals(ny_search *search, ny_verdict verdict,
                            const ny_decimal_reading *reading, ny_text headings, ny_span span)
{
    ny_load *load = search->load;
    ny_text example = ny_text_copy(load->arena, reading->example);
    char other = reading->decimal == ',' ? '.' : ',';
    ny_text mark = ny_format(load->arena, "%c", reading->decimal);
    if (verdict == NY_READS_EITHER_WAY)
        NY_LOAD_FAIL(load, NY_EXTRACT_DECIMALS_EITHER, span, headings, search->file->name, example,
                     mark, without_mark(load, example), ny_format(load->arena, "%c", other));
    if (verdict == NY_READS_BOTH_WAYS)
        NY_LOAD_FAIL(load, NY_EXTRACT_DECIMALS_MIXED, span, headings, search->file->name,
                     number_text(load, reading->count), example,
                     number_text(load, reading->contraries),
                     ny_text_copy(load->arena, reading->contrary));
}

/* Every column of which nothing decides goes into one message: they wait for the same word. */
typedef struct ny_refusal {
    ny_buffer headings;
    ny_verdict verdict;
    ny_dates_reading dates;
    ny_decimal_reading decimals;
    ny_span span;
} ny_refusal;

static void add_refusal(ny_search *search, ny_refusal *refusal, uint32_t slot, ny_verdict verdict)
{
    if (!refusal->headings.arena) {
        refusal->headings = ny_buffer_create(search->load->arena);
        refusal->verdict = verdict;
        refusal->span = search->source->slots.items[slot].span;
    }
    ny_text heading = search->file->headings[search->file->positions[slot]];
    ny_buffer_format(&refusal->headings, "%s\"%.*s\"", refusal->headings.size ? ", " : "",
                     NY_PRINT(heading));
}

static bool is_refused(ny_verdict verdict)
{
    return verdict == NY_READS_EITHER_WAY || verdict == NY_READS_BOTH_WAYS ||
           verdict == NY_READS_NO_WAY;
}

/* --- deciding --------------------------------------------------------------------------------- */

static ny_text decide_dates(ny_search *search, uint32_t slot, ny_refusal *refusal)
{
    ny_dates_reading reading;
    ny_verdict verdict =
        ny_decide_dates(search->load->arena, &search->tallies[slot], &search->all_dates, &reading);
    bool same = !refusal->headings.arena || refusal->verdict == verdict;
    if (is_refused(verdict) && same) {
        add_refusal(search, refusal, slot, verdict);
        refusal->dates = refusal->dates.example.size ? refusal->dates : reading;
    }
    search->load->failed |= is_refused(verdict);
    return verdict == NY_READS_ONE_WAY ? reading.pattern : NY_NO_TEXT;
}

/* `ret_shown`: the file shows it. */
static char decide_decimal(ny_search *search, uint32_t slot, ny_refusal *refusal, bool *ret_shown)
{
    ny_decimal_reading reading;
    ny_verdict verdict = ny_decide_decimal(&search->tallies[slot], &search->all_numbers, &reading);
    bool same = !refusal->headings.arena || refusal->verdict == verdict;
    if (is_refused(verdict) && same) {
        add_refusal(search, refusal, slot, verdict);
        refusal->decimals = refusal->decimals.example.size ? refusal->decimals : reading;
    }
    search->load->failed |= is_refused(verdict);
    *ret_shown = verdict == NY_READS_ONE_WAY && search->tallies[slot].numbers;
    return reading.decimal;
}

/* --- what is noted ---------------------------------------------------------------------------- */

/* A way of writing that was found, and under which headings. */
typedef struct ny_way {
    ny_text way;
    ny_buffer headings;
} ny_way;

typedef NY_LIST(ny_way) ny_ways;

static void add_way(ny_search *search, ny_ways *ways, ny_text way, uint32_t slot)
{
    ny_way *found = NULL;
    for (uint32_t i = 0; i < ways->count && !found; i++)
        if (ny_text_equal(ways->items[i].way, way))
            found = &ways->items[i];
    if (!found) {
        found = NY_APPEND(search->load->scratch, ways);
        *found = (ny_way){way, ny_buffer_create(search->load->scratch)};
    }
    ny_buffer_format(&found->headings, "%s%.*s", found->headings.size ? ", " : "",
                     NY_PRINT(search->file->headings[search->file->positions[slot]]));
}

/* `dates as "dd-mm-yyyy"`; of several ways, each with its headings. */
static void add_ways(ny_buffer *out, const char *words, const ny_ways *ways)
{
    for (uint32_t i = 0; i < ways->count; i++) {
        const ny_way *way = &ways->items[i];
        ny_buffer_format(out, ", %s \"%.*s\"", words, NY_PRINT(way->way));
        if (ways->count > 1)
            ny_buffer_format(out, " (%.*s)", NY_PRINT(ny_buffer_text(&way->headings)));
    }
}

/* In the words of a source, so that they can be written into one. */
static void note_found(ny_search *search, const ny_ways *decimals, const ny_ways *dates)
{
    const ny_file_load *file = search->file;
    ny_load *load = search->load;
    ny_buffer out = ny_buffer_create(load->scratch);
    bool is_text = file->form == NY_SOURCE_CSV;
    if (is_text && !file->said.encoding)
        ny_buffer_format(&out, ", written in %s", ny_encoding_word(file->written.encoding));
    if (is_text && !file->said.separator && file->written.separator == '\t')
        ny_buffer_add(&out, NY_TEXT(", separated by \"tab\""));
    else if (is_text && !file->said.separator)
        ny_buffer_format(&out, ", separated by \"%c\"", file->written.separator);
    add_ways(&out, "decimals after", decimals);
    add_ways(&out, "dates as", dates);
    if (out.size)
        ny_load_note(load, NY_WORDS_NOTE_FOUND_WRITTEN, file->name,
                     (ny_text){out.data + 2, out.size - 2});
}

void ny_load_find_formats(ny_load *load, const ny_source_load *source, ny_file_load *file)
{
    ny_search search = begin_search(load, source, file);
    if (!count_rows(&search))
        return;
    add_all(&search);
    ny_refusal no_dates = {.verdict = NY_READS_ONE_WAY},
               no_decimals = {.verdict = NY_READS_ONE_WAY};
    ny_ways date_ways = {0}, decimal_ways = {0};
    file->formats = NY_NEW_ARRAY(load->scratch, ny_cell_format, source->slots.count);
    for (uint32_t i = 0; i < source->slots.count; i++) {
        ny_text dates = search.dates[i] ? decide_dates(&search, i, &no_dates) : file->said.dates;
        char decimal = file->said.decimal ? file->said.decimal : '.';
        bool shown = false;
        if (search.decimals[i])
            decimal = decide_decimal(&search, i, &no_decimals, &shown);
        if (search.dates[i] && dates.size && search.tallies[i].dates)
            add_way(&search, &date_ways, dates, i);
        if (shown)
            add_way(&search, &decimal_ways, ny_format(load->scratch, "%c", decimal), i);
        file->formats[i] =
            ny_cell_format_of(load->arena, load->sink->language, file->written.encoding, decimal,
                              dates.size ? dates : NY_TEXT(NY_DATES_ELSE));
        ny_kind kind = source->slots.items[i].rule.kind;
        bool found = search.dates[i] || search.decimals[i]; /* by its texts */
        file->formats[i].is_typed = !found && ((kind == NY_KIND_DATE && !file->said.dates.size) ||
                                               (kind == NY_KIND_NUMBER && !file->said.decimal));
        if (file->formats[i].is_typed && kind == NY_KIND_DATE)
            file->formats[i].not_written = ny_words(load->sink, NY_WORDS_FAULT_TEXT_NO_DATE);
    }
    if (no_dates.headings.arena)
        refuse_dates(&search, no_dates.verdict, &no_dates.dates, ny_buffer_text(&no_dates.headings),
                     no_dates.span);
    if (no_decimals.headings.arena)
        refuse_decimals(&search, no_decimals.verdict, &no_decimals.decimals,
                        ny_buffer_text(&no_decimals.headings), no_decimals.span);
    if (!load->failed)
        note_found(&search, &decimal_ways, &date_ways);
}
