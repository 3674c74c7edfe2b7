/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Before any row: what each column may hold and how the source writes it, and whether the files can
 * be used at all. A file that cannot costs one diagnostic, not one for each of its columns. */

#include "io/extract_load.h"

#include <string.h>

/* A heading line with more cells than this is no heading line. */
#define NY_HEADINGS_MOST 65536u
#define NY_HEADINGS_NEAREST 3u

static const char separators[] = ";,\t|";

static void fail(ny_load *load, ny_code code, ny_span span, const ny_text *words, size_t count)
{
    ny_report(load->sink, code, span, words, count);
    load->failed = true;
}

#define FAIL(load, code, span, ...)                                                                \
    fail((load), (code), (span), (const ny_text[]){__VA_ARGS__},                                   \
         sizeof((const ny_text[]){__VA_ARGS__}) / sizeof(ny_text))

/* --- rules ------------------------------------------------------------------------------------ */

static uint32_t find_column(const ny_table *table, ny_text name)
{
    for (uint32_t i = 0; i < table->columns.count; i++)
        if (ny_text_equal(table->columns.items[i].name, name))
            return i;
    return NY_NONE;
}

static uint32_t find_table(const ny_model *model, ny_text name)
{
    for (uint32_t i = 0; i < model->tables.count; i++)
        if (ny_text_equal(model->tables.items[i].name, name))
            return i;
    return NY_NONE;
}

static void add_code(ny_load *load, ny_cell_rule *rule, ny_text code, uint32_t word)
{
    *NY_APPEND(load->scratch, &rule->codes) = (ny_code_word){.code = code, .word = word};
}

/* The codes that stand for themselves, where the source names none. */
static void add_plain_codes(ny_load *load, ny_cell_rule *rule, const ny_text *words, uint32_t count)
{
    if (rule->kind == NY_KIND_YES_NO) {
        add_code(load, rule, NY_TEXT("yes"), 1);
        add_code(load, rule, NY_TEXT("no"), 0);
    }
    if (rule->kind == NY_KIND_PARTY)
        for (uint32_t i = 0; i < load->model->parties.count; i++)
            add_code(load, rule, load->model->parties.items[i].name, i);
    if (rule->kind == NY_KIND_WORD)
        for (uint32_t i = 0; i < count; i++)
            add_code(load, rule, words[i], i);
}

/* Once codes are given, only they count: a word itself is then one more unknown code. */
static void add_codes(ny_load *load, ny_cell_rule *rule, const ny_source_column *column,
                      const ny_text *words, uint32_t count)
{
    ny_cell_rule plain = {.kind = rule->kind};
    add_plain_codes(load, &plain, words, count);
    if (!column || !column->codes.count) {
        rule->codes.items = plain.codes.items;
        rule->codes.count = plain.codes.count;
        rule->codes.capacity = plain.codes.capacity;
        return;
    }
    for (uint32_t i = 0; i < column->codes.count; i++) {
        const ny_source_code *code = &column->codes.items[i];
        bool found = false;
        for (uint32_t j = 0; j < plain.codes.count && !found; j++) {
            found = ny_text_equal(plain.codes.items[j].code, code->word.text);
            if (found)
                add_code(load, rule, code->code, plain.codes.items[j].word);
        }
        if (!found && code->word.keyword == NY_KEYWORD_YES)
            add_code(load, rule, code->code, 1);
        if (!found && code->word.keyword == NY_KEYWORD_NO)
            add_code(load, rule, code->code, 0);
    }
}

static void set_format(ny_load *load, const ny_source_load *source, ny_cell_rule *rule)
{
    const ny_source_words *words = source->words;
    const ny_extract *extract = source->extract;
    rule->decimal = words && words->decimal ? words->decimal : '.';
    rule->has_extracted = extract->has_extracted || (words && words->extracted_said);
    rule->extracted = extract->has_extracted ? extract->extracted : words ? words->extracted : 0;
    ny_text pattern =
        words && words->date_pattern.size ? words->date_pattern : NY_TEXT("yyyy-mm-dd");
    if (!ny_date_pattern_read(pattern, &rule->date)) {
        ny_date_pattern_read(NY_TEXT("yyyy-mm-dd"), &rule->date);
        load->failed = true;
    }
}

static ny_reject_action action_of(bool if_any, bool if_known)
{
    if (if_known)
        return NY_COUNTS_AS_MISSING;
    return if_any ? NY_COUNTS_AS_UNKNOWN : NY_ROW_SET_ASIDE;
}

static ny_cell_rule rule_of_column(ny_load *load, const ny_source_load *source,
                                   const ny_column *column, const ny_source_column *written)
{
    bool is_key = column->form == NY_FORM_KEY;
    ny_cell_rule rule = {
        .name = column->name,
        .form = column->form,
        .kind = column->type.kind,
        .if_any = column->if_any && !is_key,
        .if_known = column->if_known && !is_key,
        .has_low = column->has_range,
        .has_high = column->has_range && column->high_column == NY_NONE,
        .low = column->low,
        .high = column->high,
        .is_whole = column->is_whole,
        .not_above = column->high_column,
        .not_before = column->not_before,
        .is_after = column->is_after,
        .has_digits = column->has_digits,
        .digits = column->digits,
        .digit_low = column->digit_low,
        .digit_high = column->digit_high,
        .table = column->type.table,
    };
    rule.action = action_of(rule.if_any, rule.if_known);
    set_format(load, source, &rule);
    add_codes(load, &rule, written, column->words.items, column->words.count);
    ny_cell_rule_finish(load->scratch, &rule, column->unit_text);
    return rule;
}

static ny_kind kind_of(const ny_type_words *type)
{
    switch (type->form) {
    case NY_FORM_NUMBER:
        return NY_KIND_NUMBER;
    case NY_FORM_KEY:
    case NY_FORM_PSEUDONYM:
    case NY_FORM_CODE:
        return NY_KIND_TEXT;
    case NY_FORM_DATE:
        return NY_KIND_DATE;
    case NY_FORM_YES_NO:
        return NY_KIND_YES_NO;
    case NY_FORM_WORDS:
        return NY_KIND_WORD;
    case NY_FORM_A:
        return type->a.keyword == NY_KEYWORD_PARTY ? NY_KIND_PARTY : NY_KIND_ROW;
    }
    return NY_KIND_ANY;
}

/* The column of the table that a type names, reporting a name that is none. */
static uint32_t named_column(ny_load *load, const ny_table *table, const ny_name *name)
{
    if (!name->text.size)
        return NY_NONE;
    uint32_t column = find_column(table, name->text);
    if (column == NY_NONE)
        FAIL(load, NY_EXTRACT_NO_COLUMN, name->span, name->text, table->name);
    return column;
}

static ny_cell_rule rule_of_check(ny_load *load, const ny_table_load *table,
                                  const ny_source_load *source, const ny_source_column *written)
{
    const ny_type_words *type = &written->type;
    ny_cell_rule rule = {
        .name = written->heading,
        .form = type->form,
        .kind = kind_of(type),
        .if_any = type->if_any,
        .if_known = type->if_known,
        .action = NY_NOTED,
        .has_low = type->has_range,
        .has_high = type->has_range && !type->high_column.text.size,
        .low = type->low,
        .high = type->high,
        .is_whole = type->is_whole,
        .not_above = named_column(load, table->table, &type->high_column),
        .not_before = named_column(load, table->table, &type->not_before),
        .is_after = type->is_after,
        .has_digits = type->has_digits,
        .digits = type->digits,
        .digit_low = type->digit_low,
        .digit_high = type->digit_high,
        .table = NY_NONE,
    };
    if (rule.kind == NY_KIND_ROW) {
        rule.table = find_table(load->model, type->a.text);
        if (rule.table == NY_NONE)
            FAIL(load, NY_EXTRACT_NO_TABLE, type->a.span, type->a.text);
    }
    ny_text *words = NY_NEW_ARRAY(load->scratch, ny_text, type->words.count);
    for (uint32_t i = 0; i < type->words.count; i++)
        words[i] = type->words.items[i].text;
    set_format(load, source, &rule);
    add_codes(load, &rule, written, words, type->words.count);
    ny_cell_rule_finish(load->scratch, &rule,
                        type->is_percent ? NY_TEXT("%") : type->unit.over.text);
    return rule;
}

/* --- slots ------------------------------------------------------------------------------------ */

static const ny_source_column *find_written(const ny_source_words *words, ny_text column)
{
    for (uint32_t i = 0; words && i < words->columns.count; i++) {
        const ny_source_column *written = &words->columns.items[i];
        if (!written->checks && !written->ignores && ny_text_equal(written->column.text, column))
            return written;
    }
    return NULL;
}

static void add_column_slots(ny_load *load, ny_table_load *table, ny_source_load *source)
{
    for (uint32_t i = 0; i < table->table->columns.count; i++) {
        const ny_column *column = &table->table->columns.items[i];
        const ny_source_column *written = find_written(source->words, column->name);
        if (source->words && !written)
            FAIL(load, NY_EXTRACT_COLUMN_NOT_SAID, source->span, column->name, table->table->name);
        *NY_APPEND(load->scratch, &source->slots) = (ny_slot){
            .heading = written ? written->heading : column->name,
            .span = written ? written->heading_span : source->span,
            .rule = rule_of_column(load, source, column, written),
            .store = &table->stores[i],
        };
    }
}

static void add_check_slots(ny_load *load, const ny_table_load *table, ny_source_load *source)
{
    for (uint32_t i = 0; source->words && i < source->words->columns.count; i++) {
        const ny_source_column *written = &source->words->columns.items[i];
        if (!written->checks && !written->ignores)
            named_column(load, table->table, &written->column);
        if (!written->checks)
            continue;
        *NY_APPEND(load->scratch, &source->slots) = (ny_slot){
            .heading = written->heading,
            .span = written->heading_span,
            .rule = rule_of_check(load, table, source, written),
            .store = NY_NEW(load->scratch, ny_store),
        };
    }
}

void ny_load_add_source(ny_load *load, const ny_extract *extract)
{
    ny_table_load *table = &load->tables[extract->table];
    const ny_declaration *declaration = extract->source;
    const ny_source_words *words = declaration ? &declaration->is.source : NULL;
    ny_source_load source = {
        .extract = extract,
        .words = words,
        .span = declaration ? declaration->header_span : (ny_span){UINT32_MAX, 0, 0},
        .separator = words && words->separator ? words->separator : ',',
        .latin1 = words && words->latin1,
    };
    ny_date_pattern pattern;
    if (words && words->date_pattern.size && !ny_date_pattern_read(words->date_pattern, &pattern))
        FAIL(load, NY_EXTRACT_DATE_PATTERN, source.span, words->date_pattern);
    add_column_slots(load, table, &source);
    add_check_slots(load, table, &source);
    *NY_APPEND(load->scratch, &table->sources) = source;
}

/* --- headings --------------------------------------------------------------------------------- */

/* Headings as they can be shown: not too long, and UTF-8. */
static ny_text shown(ny_load *load, ny_text heading)
{
    if (ny_utf8_valid_until(heading) < heading.size)
        return ny_words(load->sink, NY_WORDS_NOT_UTF8);
    if (heading.size <= 100)
        return ny_text_copy(load->arena, heading);
    size_t size = 100;
    while (size && ((unsigned char)heading.data[size] & 0xC0) == 0x80)
        size--;
    return ny_format(load->arena, "%.*s…", (int)size, heading.data);
}

typedef struct ny_nearest {
    uint32_t distance[NY_HEADINGS_NEAREST], position[NY_HEADINGS_NEAREST];
    uint32_t count;
} ny_nearest;

static void keep_if_near(ny_nearest *nearest, uint32_t distance, uint32_t position)
{
    uint32_t at = nearest->count;
    while (at && nearest->distance[at - 1] > distance)
        at--;
    if (at == NY_HEADINGS_NEAREST)
        return;
    if (nearest->count < NY_HEADINGS_NEAREST)
        nearest->count++;
    for (uint32_t i = nearest->count - 1; i > at; i--) {
        nearest->distance[i] = nearest->distance[i - 1];
        nearest->position[i] = nearest->position[i - 1];
    }
    nearest->distance[at] = distance;
    nearest->position[at] = position;
}

/* "A", "B", "C": those that are most like the heading that is missing. */
static ny_text nearest_headings(ny_load *load, const ny_file_load *file, ny_text heading)
{
    ny_nearest nearest = {.count = 0};
    for (uint32_t i = 0; i < file->heading_count; i++)
        keep_if_near(&nearest, ny_text_distance(heading, file->headings[i], 64), i);
    ny_buffer buffer = ny_buffer_create(load->arena);
    for (uint32_t i = 0; i < nearest.count; i++) {
        ny_text near = shown(load, file->headings[nearest.position[i]]);
        ny_buffer_format(&buffer, "%s\"%.*s\"", i ? ", " : "", NY_PRINT(near));
    }
    return ny_buffer_text(&buffer);
}

static bool find_separator(const ny_file_load *file, char *ret_separator)
{
    for (const char *separator = separators; *separator; separator++) {
        if (file->headings[0].size &&
            memchr(file->headings[0].data, *separator, file->headings[0].size)) {
            *ret_separator = *separator;
            return true;
        }
    }
    return false;
}

static bool headings_are_split(ny_load *load, const ny_source_load *source,
                               const ny_file_load *file)
{
    char other;
    if (file->heading_count > 1 || source->slots.count < 2 || !find_separator(file, &other))
        return true;
    FAIL(load, NY_EXTRACT_SEPARATOR, source->span, file->name,
         ny_format(load->arena, "%c", source->separator),
         other == '\t' ? ny_words(load->sink, NY_WORDS_A_TAB)
                       : ny_format(load->arena, "\"%c\"", other));
    return false;
}

static bool headings_are_letters(ny_load *load, const ny_source_load *source,
                                 const ny_file_load *file)
{
    for (uint32_t i = 0; i < file->heading_count; i++) {
        if (ny_utf8_valid_until(file->headings[i]) == file->headings[i].size)
            continue;
        FAIL(load, NY_EXTRACT_ENCODING, source->span, file->name);
        return false;
    }
    return true;
}

/* Where each slot's heading stands. The same heading may serve several slots. */
static void find_positions(ny_load *load, const ny_source_load *source, ny_file_load *file)
{
    ny_map *first = ny_map_create(load->scratch), *second = ny_map_create(load->scratch);
    for (uint32_t i = 0; i < file->heading_count; i++)
        if (!ny_map_add(first, file->headings[i], i))
            ny_map_add(second, file->headings[i], i);

    file->positions = NY_NEW_ARRAY(load->scratch, uint32_t, source->slots.count);
    for (uint32_t i = 0; i < source->slots.count; i++) {
        const ny_slot *slot = &source->slots.items[i];
        uint32_t doubled;
        if (!ny_map_find(first, slot->heading, &file->positions[i]))
            FAIL(load, NY_EXTRACT_NO_HEADING, slot->span, slot->heading, file->name,
                 nearest_headings(load, file, slot->heading));
        else if (ny_map_find(second, slot->heading, &doubled))
            FAIL(load, NY_EXTRACT_HEADING_TWICE, slot->span, slot->heading, file->name);
    }
}

static bool is_ignored(const ny_source_words *words, ny_text heading)
{
    for (uint32_t i = 0; words && i < words->columns.count; i++)
        if (words->columns.items[i].ignores &&
            ny_text_equal(words->columns.items[i].heading, heading))
            return true;
    return false;
}

/* Nobody passes over a heading in silence. */
static void note_unused(ny_load *load, const ny_source_load *source, const ny_file_load *file)
{
    bool *used = NY_NEW_ARRAY(load->scratch, bool, file->heading_count);
    for (uint32_t i = 0; i < source->slots.count; i++)
        used[file->positions[i]] = true;

    ny_buffer buffer = ny_buffer_create(load->arena);
    uint32_t count = 0;
    for (uint32_t i = 0; i < file->heading_count; i++) {
        if (used[i] || is_ignored(source->words, file->headings[i]))
            continue;
        ny_text heading = shown(load, file->headings[i]);
        ny_buffer_format(&buffer, "%s\"%.*s\"", count++ ? ", " : "", NY_PRINT(heading));
    }
    if (!count)
        return;
    ny_text list = ny_buffer_text(&buffer);
    *NY_APPEND(load->arena, &load->result->notes) = ny_format(
        load->arena, "%.*s has %s that %s: %.*s; ignored", NY_PRINT(file->name),
        count == 1 ? "a heading" : "headings",
        source->words ? "the source does not mention" : "no column is named after", NY_PRINT(list));
}

/* --- files ------------------------------------------------------------------------------------ */

static bool decode_file(ny_load *load, const ny_source_load *source, ny_file_load *file,
                        ny_text bytes)
{
    ny_csv_text decoded;
    switch (ny_csv_decode(load->scratch, bytes, source->latin1, &decoded)) {
    case NY_CSV_TEXT:
        break;
    case NY_CSV_UTF16:
        FAIL(load, NY_EXTRACT_UTF16, source->span, file->name);
        return false;
    case NY_CSV_NUL:
        FAIL(load, NY_EXTRACT_NOT_TEXT, source->span, file->name);
        return false;
    }
    file->text = decoded.text;
    file->was_latin1 = decoded.was_latin1;
    if (decoded.mark_overruled)
        *NY_APPEND(load->arena, &load->result->notes) =
            ny_format(load->arena, "%.*s begins with a byte-order mark: read as UTF-8, not latin1",
                      NY_PRINT(file->name));
    return true;
}

static void report_open_quote(ny_load *load, const ny_source_load *source, const ny_file_load *file,
                              uint32_t line)
{
    FAIL(load, NY_EXTRACT_OPEN_QUOTE, source->span, file->name, ny_format(load->arena, "%u", line));
}

/* The first line that is not empty holds the headings. */
static bool read_headings(ny_load *load, const ny_source_load *source, ny_file_load *file)
{
    ny_csv_reader reader =
        ny_csv_open(load->scratch, file->text, source->separator, NY_HEADINGS_MOST);
    ny_csv_record record;
    ny_csv_step step;
    do
        step = ny_csv_next(&reader, &record);
    while (step == NY_CSV_RECORD && record.is_blank);
    if (step == NY_CSV_OPEN_QUOTE) {
        report_open_quote(load, source, file, record.line);
        return false;
    }
    if (step == NY_CSV_END) {
        FAIL(load, NY_EXTRACT_EMPTY, source->span, file->name);
        return false;
    }
    if (record.count > record.kept) {
        FAIL(load, NY_EXTRACT_TOO_WIDE, source->span, file->name,
             ny_format(load->arena, "%u", record.count));
        return false;
    }
    file->heading_count = record.count;
    file->headings = NY_NEW_ARRAY(load->scratch, ny_text, record.count);
    for (uint32_t i = 0; i < record.count; i++)
        file->headings[i] =
            ny_text_copy(load->arena, ny_csv_cell_text(load->scratch, &record.cells[i]));
    file->rows_offset = reader.at;
    file->rows_line = reader.line;
    return true;
}

/* Counts the rows, so that the cells can be laid out at once. */
static bool count_rows(ny_load *load, const ny_source_load *source, ny_file_load *file)
{
    ny_csv_reader reader = ny_csv_open(load->scratch, file->text, source->separator, 0);
    ny_csv_seek(&reader, file->rows_offset, file->rows_line);
    ny_csv_record record;
    ny_csv_step step;
    while ((step = ny_csv_next(&reader, &record)) == NY_CSV_RECORD)
        file->records += !record.is_blank && record.count == file->heading_count;
    if (step == NY_CSV_OPEN_QUOTE)
        report_open_quote(load, source, file, record.line);
    return step == NY_CSV_END;
}

static void open_file(ny_load *load, const ny_source_load *source, ny_file_load *file,
                      ny_text bytes)
{
    if (!decode_file(load, source, file, bytes) || !read_headings(load, source, file) ||
        !headings_are_letters(load, source, file) || !headings_are_split(load, source, file))
        return;
    find_positions(load, source, file);
    if (load->failed || !count_rows(load, source, file))
        return;
    note_unused(load, source, file);
    file->again = ny_csv_open(load->scratch, file->text, source->separator, file->heading_count);
}

void ny_load_open_files(ny_load *load, ny_table_load *table)
{
    for (uint32_t i = 0; i < table->sources.count; i++) {
        const ny_source_load *source = &table->sources.items[i];
        for (uint32_t j = 0; j < source->extract->files.count; j++) {
            const ny_extract_file *given = &source->extract->files.items[j];
            ny_file_load file = {.name = ny_text_copy(load->arena, given->name), .source = i};
            open_file(load, source, &file, given->bytes);
            *NY_APPEND(load->scratch, &table->files) = file;
        }
    }
}
