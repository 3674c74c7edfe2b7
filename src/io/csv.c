/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The reader looks at every byte once. Cells beyond `most` are counted and not kept, so that a line
 * of twenty million separators costs no memory. */

#include "io/csv.h"

#include <string.h>

static const char byte_order_mark[] = "\xEF\xBB\xBF";

/* Each Latin-1 byte from 0x80 becomes the two bytes of the code point with its number. */
static ny_text latin1_to_utf8(ny_arena *arena, ny_text bytes)
{
    size_t high = 0;
    for (size_t i = 0; i < bytes.size; i++)
        high += (unsigned char)bytes.data[i] >> 7;
    if (!high)
        return bytes;

    char *text = ny_arena_take_array(arena, 1, bytes.size + high), *at = text;
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned char byte = (unsigned char)bytes.data[i];
        if (byte < 0x80) {
            *at++ = (char)byte;
        } else {
            *at++ = (char)(0xC0 | byte >> 6);
            *at++ = (char)(0x80 | (byte & 0x3F));
        }
    }
    return (ny_text){text, bytes.size + high};
}

static bool begins_as_utf16(ny_text bytes)
{
    return ny_text_starts(bytes, "\xFF\xFE") || ny_text_starts(bytes, "\xFE\xFF");
}

ny_csv_content ny_csv_decode(ny_arena *arena, ny_text bytes, bool latin1, ny_csv_text *ret_text)
{
    if (begins_as_utf16(bytes))
        return NY_CSV_UTF16;
    if (bytes.size && memchr(bytes.data, '\0', bytes.size))
        return NY_CSV_NUL;

    if (ny_text_starts(bytes, byte_order_mark)) {
        size_t mark = sizeof byte_order_mark - 1;
        *ret_text =
            (ny_csv_text){.text = {bytes.data + mark, bytes.size - mark}, .mark_overruled = latin1};
        return NY_CSV_TEXT;
    }
    *ret_text =
        (ny_csv_text){.text = latin1 ? latin1_to_utf8(arena, bytes) : bytes, .was_latin1 = latin1};
    return NY_CSV_TEXT;
}

ny_csv_reader ny_csv_open(ny_arena *arena, ny_text text, char separator, uint32_t most)
{
    return (ny_csv_reader){
        .arena = arena, .text = text, .separator = separator, .most = most, .line = 1};
}

void ny_csv_seek(ny_csv_reader *reader, size_t offset, uint32_t line)
{
    reader->at = offset;
    reader->line = line;
}

/* Goes past the line end that stands here. */
static void pass_line_end(ny_csv_reader *reader)
{
    const char *data = reader->text.data;
    bool is_pair = data[reader->at] == '\r' && reader->at + 1 < reader->text.size &&
                   data[reader->at + 1] == '\n';
    reader->at += is_pair ? 2 : 1;
    reader->line++;
}

static bool is_line_end(char character)
{
    return character == '\n' || character == '\r';
}

/* Goes to the separator or line end that ends a cell without quotes; tells of bytes beyond ASCII. */
static bool pass_plain(ny_csv_reader *reader)
{
    const char *data = reader->text.data, separator = reader->separator;
    size_t at = reader->at, size = reader->text.size;
    unsigned char seen = 0;
    while (at < size && data[at] != separator && !is_line_end(data[at]))
        seen |= (unsigned char)data[at++];
    reader->at = at;
    return seen >= 0x80;
}

/* From behind the opening quote to the closing one; false when there is none. */
static bool pass_quoted(ny_csv_reader *reader, ny_csv_cell *cell)
{
    const char *data = reader->text.data;
    while (reader->at < reader->text.size) {
        char character = data[reader->at];
        if (is_line_end(character)) {
            pass_line_end(reader);
            continue;
        }
        if (character == '"') {
            bool doubled = reader->at + 1 < reader->text.size && data[reader->at + 1] == '"';
            if (!doubled)
                return true;
            cell->has_doubled = true;
            reader->at++;
        }
        cell->has_high |= (unsigned char)character >= 0x80;
        reader->at++;
    }
    return false;
}

/* Reads one cell and stops at the separator, line end or end of text behind it. */
static bool read_cell(ny_csv_reader *reader, ny_csv_cell *ret_cell)
{
    const char *data = reader->text.data;
    size_t begin = reader->at;
    ny_csv_cell cell = {.raw = {NULL, 0}};
    if (begin >= reader->text.size || data[begin] != '"') {
        cell.has_high = pass_plain(reader);
        cell.raw = (ny_text){data + begin, reader->at - begin};
        *ret_cell = cell;
        return true;
    }

    reader->at++;
    if (!pass_quoted(reader, &cell))
        return false;
    cell.raw = (ny_text){data + begin + 1, reader->at - begin - 1};
    reader->at++;
    size_t behind = reader->at;
    cell.has_high |= pass_plain(reader);
    if (reader->at > behind) {
        cell.has_stray = true;
        cell.raw = (ny_text){data + begin, reader->at - begin};
    }
    *ret_cell = cell;
    return true;
}

ny_csv_step ny_csv_next(ny_csv_reader *reader, ny_csv_record *ret_record)
{
    if (reader->at >= reader->text.size)
        return NY_CSV_END;

    ny_csv_record record = {.offset = reader->at, .line = reader->line};
    record.is_blank = is_line_end(reader->text.data[reader->at]);
    reader->cells.count = 0;
    for (;;) {
        ny_csv_cell cell;
        uint32_t line = reader->line;
        if (!read_cell(reader, &cell)) {
            ret_record->line = line;
            return NY_CSV_OPEN_QUOTE;
        }
        if (record.count < reader->most)
            *NY_APPEND(reader->arena, &reader->cells) = cell;
        if (record.count < UINT32_MAX)
            record.count++;
        if (reader->at >= reader->text.size || is_line_end(reader->text.data[reader->at]))
            break;
        reader->at++;
    }
    if (reader->at < reader->text.size)
        pass_line_end(reader);
    record.cells = reader->cells.items;
    record.kept = reader->cells.count;
    *ret_record = record;
    return NY_CSV_RECORD;
}

ny_text ny_csv_cell_text(ny_arena *arena, const ny_csv_cell *cell)
{
    if (!cell->has_doubled || cell->has_stray)
        return cell->raw;

    char *text = ny_arena_take(arena, cell->raw.size);
    size_t size = 0;
    for (size_t i = 0; i < cell->raw.size; i++) {
        text[size++] = cell->raw.data[i];
        i += cell->raw.data[i] == '"';
    }
    return (ny_text){text, size};
}
