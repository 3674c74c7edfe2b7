/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Whether a file can be used at all: its letters, its separator, its headings. What the source says is
 * law; what it does not say is found out (io/detect.h) and noted. A file that cannot be used costs
 * one diagnostic, not one for each of its columns. */

#include "io/detect.h"
#include "io/encoding.h"
#include "io/extract_load.h"
#include "io/fold.h"

#include <string.h>

/* A heading line with more cells than this is no heading line. */
#define NY_HEADINGS_MOST 65536u
#define NY_HEADINGS_NEAREST 3u

void ny_load_note(ny_load *load, ny_phrase phrase, ny_text file, ny_text list)
{
    /* The words of a phrase are cut where they are too long; a list is not. */
    ny_text note = NY_WORDS(load->sink, phrase, file, NY_TEXT("\x01"));
    const char *at = note.size ? memchr(note.data, '\x01', note.size) : NULL;
    if (at) {
        size_t before = (size_t)(at - note.data);
        note = ny_format(load->arena, "%.*s%.*s%.*s", (int)before, note.data, NY_PRINT(list),
                         (int)(note.size - before - 1), at + 1);
    }
    *NY_APPEND(load->arena, &load->result->notes) = note;
}

static void add_note(ny_load *load, ny_text note)
{
    *NY_APPEND(load->arena, &load->result->notes) = note;
}

/* --- headings as they are shown --------------------------------------------------------------- */

/* Not too long, and UTF-8. */
static ny_text shown(ny_load *load, ny_text heading)
{
    size_t size = heading.size <= 100 ? heading.size : 100;
    while (size < heading.size && size && ((unsigned char)heading.data[size] & 0xC0) == 0x80)
        size--;
    if (ny_utf8_valid_until((ny_text){heading.data, size}) < size)
        return ny_words(load->sink, NY_WORDS_NOT_UTF8);
    return ny_format(load->arena, size < heading.size ? "%.*s…" : "%.*s", (int)size, heading.data);
}

static void add_to_list(ny_load *load, ny_buffer *list, ny_text heading)
{
    ny_text text = shown(load, heading);
    ny_buffer_format(list, "%s\"%.*s\"", list->size ? ", " : "", NY_PRINT(text));
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
    for (uint32_t i = 0; i < nearest.count; i++)
        add_to_list(load, &buffer, file->headings[nearest.position[i]]);
    return ny_buffer_text(&buffer);
}

/* --- headings found --------------------------------------------------------------------------- */

static bool is_ignored(const ny_source_words *words, ny_text heading)
{
    for (uint32_t i = 0; words && i < words->columns.count; i++)
        if (words->columns.items[i].ignores &&
            ny_folds_equal(words->columns.items[i].heading, heading))
            return true;
    return false;
}

/* The heading that differs from the slot's in capital letters and blanks only. Where there are
 * several, or one that another slot has taken, nobody knows what is meant. */
static void find_folded(ny_load *load, const ny_source_load *source, ny_file_load *file,
                        uint32_t slot_number, bool *taken)
{
    const ny_slot *slot = &source->slots.items[slot_number];
    ny_buffer list = ny_buffer_create(load->arena);
    uint32_t count = 0, found = 0;
    for (uint32_t i = 0; i < file->heading_count; i++) {
        if (taken[i] || !ny_folds_equal(file->headings[i], slot->heading))
            continue;
        add_to_list(load, &list, file->headings[i]);
        found = i;
        count++;
    }
    if (count > 1)
        NY_LOAD_FAIL(load, NY_EXTRACT_HEADING_EITHER, slot->span, slot->heading, file->name,
                     ny_buffer_text(&list));
    if (!count)
        NY_LOAD_FAIL(load, NY_EXTRACT_NO_HEADING, slot->span, slot->heading, file->name,
                     nearest_headings(load, file, slot->heading));
    if (count != 1)
        return;
    file->positions[slot_number] = found;
    taken[found] = true;
    add_note(load, NY_WORDS(load->sink, NY_WORDS_NOTE_HEADING_FOLDED, file->name,
                            ny_buffer_text(&list), slot->heading));
}

/* Where each slot's heading stands: to the letter, else but for capital letters and blanks. The same
 * heading may serve several slots that name it to the letter. */
static void find_positions(ny_load *load, const ny_source_load *source, ny_file_load *file)
{
    ny_map *first = ny_map_create(load->scratch), *second = ny_map_create(load->scratch);
    for (uint32_t i = 0; i < file->heading_count; i++)
        if (!ny_map_add(first, file->headings[i], i))
            ny_map_add(second, file->headings[i], i);

    uint32_t count = source->slots.count;
    bool *taken = NY_NEW_ARRAY(load->scratch, bool, file->heading_count);
    bool *found = NY_NEW_ARRAY(load->scratch, bool, count);
    file->positions = NY_NEW_ARRAY(load->scratch, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) {
        const ny_slot *slot = &source->slots.items[i];
        uint32_t doubled;
        found[i] = ny_map_find(first, slot->heading, &file->positions[i]);
        if (!found[i])
            continue;
        taken[file->positions[i]] = true;
        if (ny_map_find(second, slot->heading, &doubled))
            NY_LOAD_FAIL(load, NY_EXTRACT_HEADING_TWICE, slot->span, slot->heading, file->name);
    }
    for (uint32_t i = 0; i < count; i++)
        if (!found[i])
            find_folded(load, source, file, i, taken);
}

/* --- what was read ---------------------------------------------------------------------------- */

static ny_heading_seen read_heading(const ny_source_load *source, const ny_file_load *file,
                                    uint32_t columns, uint32_t position)
{
    ny_heading_seen heading = {.heading = file->headings[position],
                               .use = is_ignored(source->words, file->headings[position])
                                          ? NY_HEADING_IGNORED
                                          : NY_HEADING_UNUSED,
                               .column = NY_NONE};
    for (uint32_t i = 0; i < source->slots.count; i++) {
        if (file->positions[i] != position || heading.use == NY_HEADING_COLUMN)
            continue;
        ny_kind kind = source->slots.items[i].rule.kind;
        heading.use = i < columns ? NY_HEADING_COLUMN : NY_HEADING_CHECKED;
        heading.column = i < columns ? i : NY_NONE;
        if (file->formats[i].is_typed)
            continue; /* no sign and no pattern: its cells say what they are */
        heading.decimal = kind == NY_KIND_NUMBER ? file->formats[i].decimal : 0;
        if (kind == NY_KIND_DATE)
            heading.dates = file->formats[i].date.text;
    }
    return heading;
}

/* Nobody passes over a heading in silence. */
static void note_unused(ny_load *load, const ny_source_load *source, const ny_file_seen *read)
{
    ny_buffer list = ny_buffer_create(load->arena);
    uint32_t count = 0;
    for (uint32_t i = 0; i < read->headings.count; i++) {
        bool is_gap = read->form != NY_SOURCE_CSV && !read->headings.items[i].heading.size;
        if (is_gap || read->headings.items[i].use != NY_HEADING_UNUSED)
            continue;
        add_to_list(load, &list, read->headings.items[i].heading);
        count++;
    }
    if (!count)
        return;
    ny_phrase phrase = source->words ? count == 1 ? NY_WORDS_NOTE_HEADING_NOT_SAID
                                                  : NY_WORDS_NOTE_HEADINGS_NOT_SAID
                       : count == 1  ? NY_WORDS_NOTE_HEADING_NO_COLUMN
                                     : NY_WORDS_NOTE_HEADINGS_NO_COLUMN;
    ny_load_note(load, phrase, read->name, ny_buffer_text(&list));
}

static void keep_what_was_read(ny_load *load, const ny_table_load *table,
                               const ny_source_load *source, const ny_file_load *file)
{
    ny_file_seen read = {.name = file->name,
                         .form = file->form,
                         .table = table->number,
                         .written = file->written,
                         .said = file->said,
                         .rows = file->lines};
    for (uint32_t i = 0; i < file->heading_count; i++)
        *NY_APPEND(load->arena, &read.headings) =
            read_heading(source, file, table->table->columns.count, i);
    note_unused(load, source, &read);
    if (!read.rows)
        add_note(load, NY_WORDS(load->sink, NY_WORDS_NOTE_NO_ROWS, read.name));
    *NY_APPEND(load->arena, &load->result->files) = read;
}

/* --- letters and separator -------------------------------------------------------------------- */

static void note_mark(ny_load *load, const ny_file_load *file)
{
    add_note(load, NY_WORDS(load->sink, NY_WORDS_NOTE_MARK_OVERRULES, file->name,
                            ny_text_of(ny_encoding_called(file->written.encoding)),
                            ny_text_of(ny_encoding_word(file->said.encoding))));
}

static bool decode_file(ny_load *load, const ny_source_load *source, ny_file_load *file,
                        ny_text bytes)
{
    ny_decoded decoded;
    switch (ny_decode(load->scratch, bytes, file->said.encoding, &decoded)) {
    case NY_DECODED:
        break;
    case NY_DECODED_ODD:
        NY_LOAD_FAIL(load, NY_EXTRACT_UTF16, source->span, file->name);
        return false;
    case NY_DECODED_NUL:
        NY_LOAD_FAIL(load, NY_EXTRACT_NOT_TEXT, source->span, file->name,
                     ny_format(load->arena, "%u", decoded.line));
        return false;
    case NY_DECODED_STRANGE:
        NY_LOAD_FAIL(load, NY_EXTRACT_STRANGE_LETTERS, source->span, file->name);
        return false;
    }
    file->text = decoded.text;
    file->written.encoding = decoded.encoding;
    if (decoded.mark_overruled)
        note_mark(load, file);
    return true;
}

static ny_text separator_called(ny_load *load, char separator)
{
    return separator == '\t' ? ny_words(load->sink, NY_WORDS_A_TAB)
                             : ny_format(load->arena, "\"%c\"", separator);
}

static bool choose_separator(ny_load *load, const ny_source_load *source, ny_file_load *file)
{
    char found[2];
    file->written.separator = file->said.separator;
    if (file->said.separator)
        return true;
    ny_text *headings = NY_NEW_ARRAY(load->scratch, ny_text, source->slots.count);
    for (uint32_t i = 0; i < source->slots.count; i++)
        headings[i] = source->slots.items[i].heading;
    bool one = ny_find_separator(load->scratch, file->text, headings, source->slots.count, found);
    file->written.separator = found[0];
    if (!one)
        NY_LOAD_FAIL(load, NY_EXTRACT_SEPARATOR_EITHER, source->span, file->name,
                     separator_called(load, found[0]), separator_called(load, found[1]));
    return one;
}

/* Another separator that stands in the line of headings. */
static bool find_other_separator(const ny_file_load *file, char *ret_separator)
{
    for (const char *separator = NY_SEPARATORS; *separator; separator++) {
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
    if (file->heading_count > 1 || source->slots.count < 2 || !find_other_separator(file, &other))
        return true;
    NY_LOAD_FAIL(load, NY_EXTRACT_SEPARATOR, source->span, file->name,
                 ny_format(load->arena, "%c", file->written.separator),
                 separator_called(load, other));
    return false;
}

static bool headings_are_letters(ny_load *load, const ny_source_load *source,
                                 const ny_file_load *file)
{
    for (uint32_t i = 0; i < file->heading_count; i++) {
        if (ny_utf8_valid_until(file->headings[i]) == file->headings[i].size)
            continue;
        NY_LOAD_FAIL(load, NY_EXTRACT_ENCODING, source->span, file->name);
        return false;
    }
    return true;
}

/* --- files ------------------------------------------------------------------------------------ */

/* The first line that is not empty holds the headings. */
static bool read_headings(ny_load *load, const ny_source_load *source, ny_file_load *file)
{
    ny_csv_reader reader =
        ny_csv_open(load->scratch, file->text, file->written.separator, NY_HEADINGS_MOST);
    ny_csv_record record;
    ny_csv_step step;
    do
        step = ny_csv_next(&reader, &record);
    while (step == NY_CSV_RECORD && record.is_blank);
    if (step == NY_CSV_OPEN_QUOTE) {
        NY_LOAD_FAIL(load, NY_EXTRACT_OPEN_QUOTE, source->span, file->name,
                     ny_format(load->arena, "%u", record.line));
        return false;
    }
    if (step == NY_CSV_END) {
        NY_LOAD_FAIL(load, NY_EXTRACT_EMPTY, source->span, file->name);
        return false;
    }
    if (record.count > record.kept) {
        NY_LOAD_FAIL(load, NY_EXTRACT_TOO_WIDE, source->span, file->name,
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

bool ny_load_open_text(ny_load *load, const ny_source_load *source, ny_file_load *file,
                       const ny_extract_file *given)
{
    file->form = given->form;
    if (file->form != NY_SOURCE_CSV)
        return ny_load_unpack(load, source, file, given) &&
               headings_are_letters(load, source, file);
    return decode_file(load, source, file, given->bytes) && choose_separator(load, source, file) &&
           read_headings(load, source, file) && headings_are_letters(load, source, file) &&
           headings_are_split(load, source, file);
}

static void open_file(ny_load *load, const ny_table_load *table, const ny_source_load *source,
                      ny_file_load *file, const ny_extract_file *given)
{
    if (!ny_load_open_text(load, source, file, given))
        return;
    find_positions(load, source, file);
    if (!load->failed)
        ny_load_find_formats(load, source, file);
    if (load->failed)
        return;
    keep_what_was_read(load, table, source, file);
    file->again =
        ny_csv_open(load->scratch, file->text, file->written.separator, file->heading_count);
}

/* What is said of a file: of a text of our own making by its maker, else by the source. */
static ny_written said_of(const ny_source_load *source, const ny_extract_file *given)
{
    ny_written said = given->written;
    if (!source->words)
        return said;
    const ny_written *words = &source->words->written;
    said.encoding = said.encoding ? said.encoding : words->encoding;
    said.separator = said.separator ? said.separator : words->separator;
    said.decimal = said.decimal ? said.decimal : words->decimal;
    said.dates = said.dates.size ? said.dates : words->dates;
    return said;
}

void ny_load_open_files(ny_load *load, ny_table_load *table)
{
    for (uint32_t i = 0; i < table->sources.count; i++) {
        const ny_source_load *source = &table->sources.items[i];
        for (uint32_t j = 0; j < source->extract->files.count; j++) {
            const ny_extract_file *given = &source->extract->files.items[j];
            ny_file_load file = {.name = ny_text_copy(load->arena, given->name),
                                 .said = said_of(source, given),
                                 .source = i};
            open_file(load, table, source, &file, given);
            *NY_APPEND(load->scratch, &table->files) = file;
        }
    }
}
