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

/* Which of 64 bytes are beyond ASCII. */
static uint64_t high_bits(const char *data)
{
    uint64_t high = 0;
    for (int part = 0; part < 4; part++) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(data + 16 * part));
        high |= (uint64_t)(uint32_t)_mm_movemask_epi8(bytes) << 16 * part;
    }
    return high;
}

static void look_at_block(ny_csv_reader *reader, const char *data)
{
    const __m128i separator = _mm_set1_epi8(reader->separator), feed = _mm_set1_epi8('\n'),
                  back = _mm_set1_epi8('\r'), quote = _mm_set1_epi8('"');
    __m128i any = _mm_setzero_si128(), quotes = any;
    uint64_t all = 0;
    for (int part = 0; part < 4; part++) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(data + 16 * part));
        __m128i ends =
            _mm_or_si128(_mm_cmpeq_epi8(bytes, separator),
                         _mm_or_si128(_mm_cmpeq_epi8(bytes, feed), _mm_cmpeq_epi8(bytes, back)));
        all |= (uint64_t)(uint32_t)_mm_movemask_epi8(ends) << 16 * part;
        any = _mm_or_si128(any, bytes);
        quotes = _mm_or_si128(quotes, _mm_cmpeq_epi8(bytes, quote));
    }
    reader->ends = all;
    reader->high = _mm_movemask_epi8(any) ? high_bits(data) : 0;
    reader->is_plain = !reader->high && !_mm_movemask_epi8(quotes);
}

#else

static void look_at_block(ny_csv_reader *reader, const char *data)
{
    reader->ends = reader->high = 0;
    reader->is_plain = true;
    for (int i = 0; i < NY_CSV_BLOCK; i++) {
        bool ends = data[i] == reader->separator || is_line_end(data[i]);
        reader->ends |= (uint64_t)ends << i;
        reader->high |= (uint64_t)((unsigned char)data[i] >> 7) << i;
        reader->is_plain &= data[i] != '"' && (unsigned char)data[i] < 0x80;
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

static uint32_t room_of(const ny_csv_reader *reader)
{
    return reader->cells.capacity < reader->most ? reader->cells.capacity : reader->most;
}

/* For more cells than `count`, unless these are all that are to be kept; gives for how many there is. */
static uint32_t make_room(ny_csv_reader *reader, uint32_t count)
{
    reader->cells.count = count;
    if (count < reader->most)
        *NY_APPEND(reader->arena, &reader->cells) = (ny_csv_cell){.has_high = false};
    return room_of(reader);
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

/* A record being read: `at` is where the next cell begins, and where one has been read, what ends it. */
typedef struct ny_cells_read {
    size_t at;
    uint64_t ends; /* of the reader's block, those that are to come */
    uint32_t count, room;
} ny_cells_read;

/* The cells that begin and end in the block at hand, which has neither quotes nor bytes beyond ASCII.
 * True where the record ends with the last of them. */
static bool read_plain_cells(const ny_csv_reader *reader, ny_cells_read *read)
{
    const char *block = reader->text.data + reader->block, *begin = reader->text.data + read->at;
    const char separator = reader->separator;
    ny_csv_cell *to = reader->cells.items + read->count;
    uint64_t ends = read->ends;
    bool is_last = false;
    while (ends && !is_last) {
        const char *stop = block + __builtin_ctzll(ends);
        *to++ = (ny_csv_cell){.raw = {begin, (size_t)(stop - begin)}};
        is_last = *stop != separator;
        begin = stop + 1;
        ends &= ends - 1;
    }
    read->count = (uint32_t)(to - reader->cells.items);
    read->ends = ends;
    read->at = (size_t)(begin - reader->text.data) - is_last;
    return is_last;
}

/* One cell of any kind. */
static bool read_any_cell(ny_csv_reader *reader, ny_cells_read *read)
{
    const char *data = reader->text.data;
    size_t begin = read->at;
    ny_csv_cell cell = {.raw = {data + begin, 0}};
    if (begin < reader->text.size && data[begin] == '"') {
        reader->at = begin;
        if (!read_quoted(reader, &cell))
            return false;
        read->at = reader->at;
        read->ends = ends_from(reader, read->at);
    } else {
        cell.has_high = pass_blocks(reader, begin, &read->ends);
        read->at =
            read->ends ? reader->block + (size_t)__builtin_ctzll(read->ends) : reader->text.size;
        cell.raw.size = read->at - begin;
    }
    read->ends &= read->ends - 1;
    if (read->count >= read->room)
        read->room = make_room(reader, read->count);
    if (read->count < read->room)
        reader->cells.items[read->count] = cell;
    read->count += read->count < UINT32_MAX;
    return true;
}

/* Room for the cells of a block at least, whatever is kept of them. */
static void reserve(ny_csv_reader *reader)
{
    while (reader->cells.capacity < 2 * NY_CSV_BLOCK) {
        reader->cells.count = reader->cells.capacity;
        *NY_APPEND(reader->arena, &reader->cells) = (ny_csv_cell){.has_high = false};
    }
}

/* The cells of one record, to the line end or the end of the text; false where a quote stays open. */
static bool read_cells(ny_csv_reader *reader, ny_csv_record *record)
{
    reserve(reader);
    ny_cells_read read = {
        .at = reader->at, .ends = ends_from(reader, reader->at), .room = room_of(reader)};
    for (;;) {
        if (reader->is_plain && read.ends && read.count + NY_CSV_BLOCK <= reader->cells.capacity) {
            if (read_plain_cells(reader, &read))
                break;
        } else {
            record->line = reader->line;
            if (!read_any_cell(reader, &read))
                return false;
            if (read.at >= reader->text.size || reader->text.data[read.at] != reader->separator)
                break;
            read.at++;
        }
        if (read.at - reader->block >= NY_CSV_BLOCK)
            read.ends = ends_from(reader, read.at);
    }
    reader->at = read.at;
    record->count = read.count;
    record->kept = read.count < reader->most ? read.count : reader->most;
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
