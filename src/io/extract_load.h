/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What the extract_*.c files share while extracts become tables; for nobody else.
 *
 * A table is loaded from one or more sources (a `source` declaration, or none), each with one or more
 * files. Every source has the table's columns as its first slots, in the table's order, and what it
 * only checks after them. Rows are numbered in the order of sources, files and lines; this order
 * ends with the last step, which sorts them. A row that is set aside keeps its number until then,
 * so that its other cells are judged too.
 *
 * The steps, each over all tables before the next begins:
 *   extract_source.c   rules from the model and the source
 *   extract_file.c     files decoded, headings found, rows counted, what was not said found out
 *   extract_rows.c     cells read, piece by piece (extract_piece.c)
 *   extract_twice.c    equal rows left out, differing ones with one key set aside
 *   extract_judge.c    numbers of a column on one scale, `not before`, 0..COLUMN, rows referred to
 *   extract_order.c    rows into their order
 *   extract_aside.c    what could be read of rows set aside, kept for the bounds
 *   extract_finish.c   rows put into their tables, faults into the list of rejects */

#ifndef NY_IO_EXTRACT_LOAD_H
#define NY_IO_EXTRACT_LOAD_H

#include "io/extract_store.h"

/* Sixteen bytes a row. */
typedef struct ny_row_place {
    uint32_t offset_low; /* in the file's text; see ny_row_offset */
    uint32_t offset_high : 14;
    uint32_t file : 16; /* number in the table's files */
    uint32_t aside : 1;
    uint32_t differs : 1; /* of a first row: another with its key differs from it */
    uint32_t line;
    uint32_t group; /* the first row with this key; the row itself where it is the first */
} ny_row_place;

#define NY_FILES_MOST 65535u
#define NY_OFFSET_MOST (((uint64_t)1 << 46) - 1)

static inline size_t ny_row_offset(const ny_row_place *place)
{
    return (size_t)((uint64_t)place->offset_high << 32 | place->offset_low);
}

typedef struct ny_fault {
    uint32_t file, line;
    uint32_t position; /* of the heading in the file; orders the faults of a row */
    uint32_t slot;     /* NY_NONE: the whole row */
    uint32_t group;    /* NY_NONE, or the first row with this key */
    uint32_t row;      /* NY_NONE where it is no row of the table, and moves nothing */
    ny_text column, value, reason;
    ny_text alike; /* the reason without another row's line; or empty */
    ny_reject_action action;
} ny_fault;

/* A part of a file's lines behind the headings, read by one thread. It begins with a record that is not
 * empty (the first of a file may) and ends where the next one begins. */
typedef struct ny_piece {
    size_t from, end;
    uint32_t line;    /* of its first record */
    uint32_t records; /* lines with as many cells as headings */
    uint32_t lines;   /* all that are not empty */
    uint32_t row;     /* the number of its first row */
    bool keys_rise;   /* those of its rows, each above the one before it; seen when they are read */
} ny_piece;

typedef struct ny_file_load {
    ny_text name, text;
    ny_source_form form; /* unless CSV, the text is packed (io/packed.h) */
    ny_text part;        /* the sheet or table that was read */
    ny_written said;     /* of this file */
    ny_written written;  /* encoding and separator as they are read */
    uint32_t source;
    uint32_t heading_count;
    ny_text *headings;
    uint32_t *positions;     /* slot to heading */
    ny_cell_format *formats; /* one a slot */
    size_t rows_offset;      /* where the first line behind the headings begins */
    uint32_t rows_line;
    NY_LIST(ny_piece) pieces;
    uint32_t records, lines; /* of all pieces */
    uint8_t *widths;         /* by slot: bytes that hold any of its values */
    ny_csv_reader again;     /* for going back to a row */
} ny_file_load;

typedef struct ny_slot {
    ny_text heading;
    ny_span span;
    ny_cell_rule rule;
    ny_store *store;
} ny_slot;

typedef struct ny_source_load {
    const ny_extract *extract;
    const ny_source_words *words; /* or NULL */
    ny_span span;
    NY_LIST(ny_slot) slots;
    uint32_t first_row, end_row;
} ny_source_load;

/* Open addressing; a slot holds a row's number + 1 and above it two bits of its key's hash, or 0. */
typedef struct ny_key_index {
    uint32_t *slots;
    uint32_t mask;
    uint32_t last; /* the row with the highest key + 1, as long as they rise */
    bool falls;    /* they do not rise */
} ny_key_index;

typedef struct ny_table_load {
    const ny_table *table;
    uint32_t number;
    ny_store *stores; /* one a column */
    ny_row_place *rows;
    uint32_t count, capacity;
    uint32_t records, copies; /* rows read, and of them those equal to an earlier one */
    ny_key_index index;
    uint32_t *place; /* of each row in the finished table, or NY_NONE */
    NY_LIST(ny_source_load) sources;
    NY_LIST(ny_file_load) files;
    NY_LIST(ny_fault) faults;
    uint32_t unread;          /* lines that are rows of which no cell could be read */
    NY_LIST(uint32_t) asides; /* the rows set aside, in their order; known when rows are sorted */
} ny_table_load;

typedef struct ny_load {
    ny_arena *arena;   /* of the tables */
    ny_arena *scratch; /* gone when all is read */
    ny_sink *sink;
    const ny_model *model;
    uint32_t threads;
    ny_tables *result;
    ny_table_load *tables;    /* one a table of the model */
    NY_LIST(ny_arena *) kept; /* scratch too, of the pieces that were read by several threads */
    bool any_target_aside;    /* a row that others may refer to is set aside */
    bool failed;
} ny_load;

/* Reports what makes the extracts unusable. */
void ny_load_fail(ny_load *load, ny_code code, ny_span span, const ny_text *words, size_t count);
#define NY_LOAD_FAIL(load, code, span, ...)                                                        \
    ny_load_fail((load), (code), (span), (const ny_text[]){__VA_ARGS__},                           \
                 sizeof((const ny_text[]){__VA_ARGS__}) / sizeof(ny_text))

/* --- extract_source.c */
void ny_load_add_source(ny_load *load, const ny_extract *extract);
/* What a column may hold; `written` is its line in the source, or NULL. */
ny_cell_rule ny_load_rule_of(ny_load *load, const ny_source_load *source, const ny_column *column,
                             const ny_source_column *written);

/* --- extract_file.c */
/* Decodes the files, finds the headings, counts the rows, finds out what was not said. */
void ny_load_open_files(ny_load *load, ny_table_load *table);
/* Its letters, its separator and its headings; false when it cannot be used, which was reported. */
bool ny_load_open_text(ny_load *load, const ny_source_load *source, ny_file_load *file,
                       const ny_extract_file *given);
/* A note with {0}, the file, and {1}, a list of any length. */
void ny_load_note(ny_load *load, ny_phrase phrase, ny_text file, ny_text list);

/* --- extract_book.c */
/* A sheet or a table becomes the file's text, packed, with its headings found. Its name says which it
 * is ("book.xlsx#Ark1"). */
bool ny_load_unpack(ny_load *load, const ny_source_load *source, ny_file_load *file,
                    const ny_extract_file *given);

/* --- extract_format.c */
/* How the file's dates and decimals are written: as it was said, else as the whole file shows. Reads
 * the rows once and counts them. */
void ny_load_find_formats(ny_load *load, const ny_source_load *source, ny_file_load *file);

/* --- extract_piece.c */
/* Cuts the lines behind the headings: pieces with `from` alone, in order, one at least. They are where
 * records may begin; only who reads the records before knows. A packed text is one piece. */
void ny_load_cut(ny_load *load, const ny_source_load *source, ny_file_load *file);
/* Where piece `number` would end. */
size_t ny_load_cut_end(const ny_file_load *file, uint32_t number);
/* Whether the record at `at` belongs to a piece that ends at `end`: empty lines at its end do. */
bool ny_load_in_piece(const ny_file_load *file, size_t at, size_t end);
/* Does all pieces of the file by the source's threads. */
void ny_load_each_piece(const ny_source_load *source, const ny_file_load *file, bool tells_progress,
                        void (*work)(void *context, uint32_t piece), void *context);
/* Scratch for one piece; lives as long as the load's. */
ny_arena *ny_load_piece_arena(ny_load *load);

/* --- extract_rows.c */
void ny_load_read_rows(ny_load *load, ny_table_load *table);
/* Makes the cell faulty, sets its row aside where the column demands it, and notes the fault. */
void ny_load_add_fault(ny_load *load, ny_table_load *table, const ny_source_load *source,
                       uint32_t slot, uint32_t row, ny_text reason);

/* A fault in a slot of a line, or of the whole line where it is NY_NONE; nothing moved by it yet. */
ny_fault ny_load_fault_in(const ny_file_load *file, uint32_t number, uint32_t line, uint32_t slot);
/* The record that a row was read from; until the next is read again. */
ny_csv_record ny_load_read_again(ny_file_load *file, const ny_row_place *place);

/* --- extract_twice.c */
/* Of rows with one key: those that are equal count once, those that differ are set aside. */
void ny_load_leave_out_twice(ny_load *load, ny_table_load *table);

/* --- extract_key.c */
/* Before keys of this table are looked for: all its rows have been read. */
void ny_load_need_index(ny_load *load, ny_table_load *table);
/* Rows are left out that the index does not hold; those behind them move up. */
void ny_load_move_keys(ny_table_load *table, const uint32_t *left_out, uint32_t count);
/* Whether the keys of all rows rise in the order of the files. */
bool ny_load_keys_rise(const ny_table_load *table);
/* Whether they do from this row on, before `end`. */
bool ny_load_keys_rise_from(const ny_table_load *table, uint32_t row, uint32_t end);
bool ny_load_find_key(const ny_table_load *table, ny_text key, uint32_t *ret_row);
/* The first row with this key: the row itself, which is in the index from now on, or an earlier one.
 * The key is that which the row's store holds. */
uint32_t ny_load_take_key(ny_load *load, ny_table_load *table, ny_text key, uint32_t row);

/* --- extract_judge.c */
void ny_load_judge_rows(ny_load *load, ny_table_load *table);
void ny_load_resolve_references(ny_load *load);

/* --- extract_aside.c */
/* Keeps what could be read of the rows set aside. Needs the places of all tables, and the cells of
 * this one in the order of its files. */
void ny_load_keep_aside(ny_load *load, ny_table_load *table);
/* Where a fault stands, when all rows have their places. */
ny_fault_place ny_load_place_of(const ny_table_load *table, const ny_fault *fault);

/* --- extract_order.c */
/* Gives every row that is not set aside its place. */
void ny_load_sort_rows(ny_load *load, ny_table_load *table);
/* --- extract_finish.c */
/* Needs the places of all tables. */
void ny_load_finish_table(ny_load *load, ny_table_load *table);

/* How many of the rows left out, in order, stand before this one. */
static inline uint32_t ny_left_out_before(const uint32_t *left_out, uint32_t count, uint32_t row)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (left_out[middle] < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The row's number in a fault of a line of which no cell could be read: counted down from the end. */
#define NY_UNREAD_ROW(number) (NY_NONE - 1 - (number))

/* What a fault in this slot does to its row. */
static inline bool ny_slot_sets_aside(const ny_slot *slot)
{
    return slot->rule.action == NY_ROW_SET_ASIDE;
}

#endif
