/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The reader looks at 64 bytes at once for what may end a cell, and then goes from end to end. Cells
 * beyond `most` are counted and not kept, so that a line of twenty million separators costs no
 * memory. */

#include "io/csv.h"

#include "io/packed.h"

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#define NY_CSV_BLOCK 64

ny_csv_reader ny_csv_open(ny_arena *arena, ny_text text, char separator, uint32_t most)
{
    return (ny_csv_reader){.arena = arena,
                           .text = text,
                           .separator = separator,
                           .most = most,
                           .line = 1,
                           .block = SIZE_MAX};
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

/* --- 64 bytes at a time ------------------------------------------------------------------------ */

#if defined(__SSE2__)

static void look_at_block(ny_csv_reader *reader, const char *data)
{
    const __m128i separator = _mm_set1_epi8(reader->separator), feed = _mm_set1_epi8('\n'),
                  back = _mm_set1_epi8('\r');
    reader->ends = reader->high = 0;
    for (int part = 0; part < 4; part++) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(data + 16 * part));
        __m128i ends =
            _mm_or_si128(_mm_cmpeq_epi8(bytes, separator),
                         _mm_or_si128(_mm_cmpeq_epi8(bytes, feed), _mm_cmpeq_epi8(bytes, back)));
        reader->ends |= (uint64_t)(uint32_t)_mm_movemask_epi8(ends) << 16 * part;
        reader->high |= (uint64_t)(uint32_t)_mm_movemask_epi8(bytes) << 16 * part;
    }
}

#else

static void look_at_block(ny_csv_reader *reader, const char *data)
{
    reader->ends = reader->high = 0;
    for (int i = 0; i < NY_CSV_BLOCK; i++) {
        bool ends = data[i] == reader->separator || is_line_end(data[i]);
        reader->ends |= (uint64_t)ends << i;
        reader->high |= (uint64_t)((unsigned char)data[i] >> 7) << i;
    }
}

#endif

static void look(ny_csv_reader *reader, size_t block)
{
    char last[NY_CSV_BLOCK] = {0};
    const char *data = reader->text.data + block;
    if (reader->text.size - block < NY_CSV_BLOCK) {
        memcpy(last, data, reader->text.size - block);
        data = last;
    }
    look_at_block(reader, data);
    reader->block = block;
}

/* Goes to the separator or line end that comes next; tells of bytes beyond ASCII. */
static bool pass_plain(ny_csv_reader *reader)
{
    size_t at = reader->at, size = reader->text.size;
    uint64_t high = 0;
    while (at < size) {
        size_t block = at & ~(size_t)(NY_CSV_BLOCK - 1);
        if (__builtin_expect(block != reader->block, 0))
            look(reader, block);
        uint64_t from = UINT64_MAX << (at - block), ends = reader->ends & from;
        if (__builtin_expect(ends != 0, 1)) {
            reader->at = block + (size_t)__builtin_ctzll(ends);
            return (high | (reader->high & from & (ends ^ (ends - 1)))) != 0;
        }
        high |= reader->high & from;
        at = block + NY_CSV_BLOCK;
    }
    reader->at = size;
    return high != 0;
}

/* --- cells ------------------------------------------------------------------------------------- */

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

/* Reads one cell in quotes and stops at the separator, line end or end of text behind it. */
static bool read_quoted(ny_csv_reader *reader, ny_csv_cell *cell)
{
    const char *data = reader->text.data;
    size_t begin = reader->at++;
    if (!pass_quoted(reader, cell))
        return false;
    cell->raw = (ny_text){data + begin + 1, reader->at - begin - 1};
    reader->at++;
    size_t behind = reader->at;
    cell->has_high |= pass_plain(reader);
    if (reader->at > behind) {
        cell->has_stray = true;
        cell->raw = (ny_text){data + begin, reader->at - begin};
    }
    return true;
}

/* Of the block that `at` lies in, the bytes from there on that end a cell. */
static uint64_t ends_from(ny_csv_reader *reader, size_t at)
{
    size_t block = at & ~(size_t)(NY_CSV_BLOCK - 1);
    if (block != reader->block)
        look(reader, block);
    return reader->ends & UINT64_MAX << (at - block);
}

/* Keeps one cell more than there is room for; gives how many there is room for now. */
static uint32_t make_room(ny_csv_reader *reader, uint32_t count, const ny_csv_cell *cell)
{
    reader->cells.count = count;
    *NY_APPEND(reader->arena, &reader->cells) = *cell;
    return reader->cells.capacity < reader->most ? reader->cells.capacity : reader->most;
}

/* Whether bytes beyond ASCII stand before the first of the ends, from `at` on; goes on to the block in
 * which there is an end, or to the last. */
static bool pass_blocks(ny_csv_reader *reader, size_t at, uint64_t *ends)
{
    uint64_t high = reader->high & UINT64_MAX << (at - reader->block), before = 0;
    while (!*ends && reader->block + NY_CSV_BLOCK < reader->text.size) {
        before |= high;
        look(reader, reader->block + NY_CSV_BLOCK);
        *ends = reader->ends;
        high = reader->high;
    }
    return (before | (high & (*ends ^ (*ends - 1)))) != 0;
}

/* The cells of one record, to the line end or the end of the text; false where a quote stays open. Cells
 * without quotes are told by the bits of a block alone. */
static bool read_cells(ny_csv_reader *reader, ny_csv_record *record)
{
    const char *data = reader->text.data;
    size_t size = reader->text.size, at = reader->at;
    uint64_t ends = ends_from(reader, at); /* those that are to come */
    uint32_t count = 0, room = 0;
    for (;; at++) {
        ny_csv_cell cell = {.raw = {data + at, 0}};
        if (at < size && data[at] == '"') {
            reader->at = at;
            record->line = reader->line;
            if (!read_quoted(reader, &cell))
                return false;
            at = reader->at;
            ends = ends_from(reader, at);
        } else {
            if (!ends || reader->high)
                cell.has_high = pass_blocks(reader, at, &ends);
            at = ends ? reader->block + (size_t)__builtin_ctzll(ends) : size;
            cell.raw.size = (size_t)(data + at - cell.raw.data);
        }
        ends &= ends - 1;
        if (count < room)
            reader->cells.items[count] = cell;
        else if (count < reader->most)
            room = make_room(reader, count, &cell);
        count += count < UINT32_MAX;
        if (at >= size || data[at] != reader->separator)
            break;
        if (at + 1 - reader->block == NY_CSV_BLOCK)
            ends = ends_from(reader, at + 1);
    }
    reader->at = at;
    record->count = count;
    record->kept = count < reader->most ? count : reader->most;
    return true;
}

ny_csv_step ny_csv_next(ny_csv_reader *reader, ny_csv_record *ret_record)
{
    if (reader->separator == NY_PACKED)
        return ny_packed_next(reader, ret_record);
    if (reader->at >= reader->text.size)
        return NY_CSV_END;

    ny_csv_record record = {.offset = reader->at};
    uint32_t line = reader->line;
    record.is_blank = is_line_end(reader->text.data[reader->at]);
    if (!read_cells(reader, &record)) {
        ret_record->line = record.line;
        return NY_CSV_OPEN_QUOTE;
    }
    record.line = line;
    if (reader->at < reader->text.size)
        pass_line_end(reader);
    record.cells = reader->cells.items;
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
