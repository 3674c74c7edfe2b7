/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See packed.h. Only cells that hold something are kept: a sheet may have one cell in its last
 * column, and a million rows. */

#include "io/packed.h"

#include "base/bug.h"

#include <string.h>

typedef struct ny_record_head {
    uint32_t line, size;
} ny_record_head;

typedef struct ny_cell_head {
    uint32_t size;
    uint16_t column;
    uint8_t given;
} ny_cell_head;

ny_packer ny_packer_create(ny_arena *arena)
{
    return (ny_packer){.buffer = ny_buffer_create(arena),
                       .cells = NY_NEW_ARRAY(arena, uint32_t, NY_PACKED_MOST_COLUMNS)};
}

/* A record without a cell takes its head back, unless a row may be blank. */
static void close_record(ny_packer *packer)
{
    if (!packer->open)
        return;
    packer->open = false;
    size_t size = packer->buffer.size - packer->head - sizeof(ny_record_head);
    if (!size && !packer->keeps_blank) {
        packer->buffer.size = packer->head;
        return;
    }
    ny_record_head head;
    memcpy(&head, packer->buffer.data + packer->head, sizeof head);
    head.size = (uint32_t)size;
    memcpy(packer->buffer.data + packer->head, &head, sizeof head);
    packer->records++;
}

void ny_packer_begin(ny_packer *packer, uint32_t line)
{
    close_record(packer);
    ny_record_head head = {.line = line};
    packer->head = packer->buffer.size;
    packer->open = true;
    ny_buffer_add(&packer->buffer, (ny_text){(const char *)&head, sizeof head});
}

void ny_packer_add(ny_packer *packer, uint32_t column, ny_given given, ny_text text)
{
    NY_BUG_ON(!packer->open || column >= NY_PACKED_MOST_COLUMNS || text.size > UINT32_MAX / 2);
    if (!text.size)
        return;
    ny_cell_head head;
    memset(&head, 0, sizeof head);
    head.size = (uint32_t)text.size;
    head.column = (uint16_t)column;
    head.given = (uint8_t)given;
    ny_buffer_add(&packer->buffer, (ny_text){(const char *)&head, sizeof head});
    ny_buffer_add(&packer->buffer, text);
    packer->cells[column]++;
    if (packer->columns <= column)
        packer->columns = column + 1;
}

ny_text ny_packer_finish(ny_packer *packer, ny_arena *arena)
{
    close_record(packer);
    return ny_text_copy(arena, ny_buffer_text(&packer->buffer));
}

/* Reads one record; false when it has cells, and none of them is to be seen. */
static bool read_record(ny_csv_reader *reader, ny_csv_record *ret_record)
{
    const char *data = reader->text.data;
    ny_record_head head;
    memcpy(&head, data + reader->at, sizeof head);
    ny_csv_record record = {.offset = reader->at, .line = head.line, .count = reader->most};
    size_t at = reader->at + sizeof head, end = at + head.size;
    bool seen = at == end;
    for (uint32_t i = 0; i < reader->most; i++)
        reader->cells.items[i] = (ny_csv_cell){.raw = {data + at, 0}};
    while (at < end) {
        ny_cell_head cell;
        memcpy(&cell, data + at, sizeof cell);
        at += sizeof cell;
        seen = seen || cell.column < reader->most;
        if (cell.column < reader->most)
            reader->cells.items[cell.column] =
                (ny_csv_cell){.raw = {data + at, cell.size}, .has_high = true, .given = cell.given};
        at += cell.size;
    }
    reader->at = end;
    record.cells = reader->cells.items;
    record.kept = reader->most;
    *ret_record = record;
    return seen;
}

ny_csv_step ny_packed_next(ny_csv_reader *reader, ny_csv_record *ret_record)
{
    while (reader->cells.count < reader->most)
        *NY_APPEND(reader->arena, &reader->cells) = (ny_csv_cell){.has_high = false};
    while (reader->at < reader->text.size)
        if (read_record(reader, ret_record))
            return NY_CSV_RECORD;
    return NY_CSV_END;
}
