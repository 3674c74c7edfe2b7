/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A large file in pieces, so that several threads read it. Cuts are made at line ends, of which nobody
 * knows yet whether they stand within quotes. So the pass that counts begins each piece at its cut as if
 * a record began there, and is checked when all are done: the first piece is right; where one ends is
 * where the next begins, or else the next is counted again from there (extract_format.c). What the passes
 * after it read are pieces that are known to be right. */

#include "io/extract_load.h"

#include "base/parallel.h"

#define NY_PIECE_BYTES ((size_t)2 * 1024 * 1024)
#define NY_PIECES_MOST 65536u
/* Pieces that are read between two words of progress. */
#define NY_PIECES_A_THREAD 4u

static bool is_line_end(char character)
{
    return character == '\n' || character == '\r';
}

/* Behind the line end that comes next, and the empty lines after it. */
static size_t next_line(ny_text text, size_t at)
{
    while (at < text.size && !is_line_end(text.data[at]))
        at++;
    while (at < text.size && is_line_end(text.data[at]))
        at++;
    return at;
}

void ny_load_cut(ny_load *load, const ny_source_load *source, ny_file_load *file)
{
    size_t bytes = source->extract->piece_bytes ? source->extract->piece_bytes : NY_PIECE_BYTES;
    size_t least = (file->text.size - file->rows_offset) / NY_PIECES_MOST + 1;
    size_t at = file->rows_offset;
    bytes = bytes < least ? least : bytes;
    *NY_APPEND(load->scratch, &file->pieces) = (ny_piece){.from = at, .line = file->rows_line};
    while (file->form == NY_SOURCE_CSV && file->text.size - at > bytes) {
        at = next_line(file->text, at + bytes);
        if (at < file->text.size)
            *NY_APPEND(load->scratch, &file->pieces) = (ny_piece){.from = at};
    }
}

size_t ny_load_cut_end(const ny_file_load *file, uint32_t number)
{
    return number + 1 < file->pieces.count ? file->pieces.items[number + 1].from : file->text.size;
}

bool ny_load_in_piece(const ny_file_load *file, size_t at, size_t end)
{
    return at < end ||
           (at < file->text.size && end < file->text.size && is_line_end(file->text.data[at]));
}

/* Some of the pieces, those from `first` on. */
typedef struct ny_some {
    uint32_t first;
    void (*work)(void *context, uint32_t piece);
    void *context;
} ny_some;

static void do_one(void *context, uint32_t number)
{
    const ny_some *some = context;
    some->work(some->context, some->first + number);
}

void ny_load_each_piece(const ny_source_load *source, const ny_file_load *file, bool tells_progress,
                        void (*work)(void *context, uint32_t piece), void *context)
{
    uint32_t threads = source->extract->threads ? source->extract->threads : 1;
    uint32_t many = threads * NY_PIECES_A_THREAD;
    for (uint32_t first = 0; first < file->pieces.count; first += many) {
        uint32_t rest = file->pieces.count - first;
        ny_some some = {first, work, context};
        if (tells_progress)
            ny_progress_tell(source->extract->progress, NY_STAGE_READING, file->name,
                             file->pieces.items[first].from, file->text.size);
        ny_parallel(threads, rest < many ? rest : many, do_one, &some);
    }
}

ny_arena *ny_load_piece_arena(ny_load *load)
{
    ny_arena *arena = ny_arena_create();
    *NY_APPEND(load->scratch, &load->kept) = arena;
    return arena;
}
