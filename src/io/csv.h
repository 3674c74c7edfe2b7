/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Comma separated values as they occur (RFC 4180 and its looser relatives): one separator, cells in
 * quotes with doubled quotes and line ends inside, lines that end in LF, CRLF or CR, a last line with
 * or without an end. Only a quote at the very beginning of a cell opens one. Nothing is trimmed.
 *
 * Reading is one pass without copies: a cell is a view into the text, decoded only when asked for.
 *
 *     ny_csv_reader reader = ny_csv_open(arena, text, ';', 1000);
 *     ny_csv_record record;
 *     while (ny_csv_next(&reader, &record) == NY_CSV_RECORD) … record.cells[0].raw … */

#ifndef NY_IO_CSV_H
#define NY_IO_CSV_H

#include "base/text.h"

/* What a cell was before it became a text. CSV knows only texts; a workbook or a database says more. */
typedef enum ny_given {
    NY_GIVEN_TEXT,
    NY_GIVEN_NUMBER,    /* with "." before its decimals */
    NY_GIVEN_PERCENT,   /* a number shown with "%": 4.88 */
    NY_GIVEN_DATE,      /* yyyy-mm-dd */
    NY_GIVEN_DATE_TIME, /* yyyy-mm-dd hh:mm:ss */
    NY_GIVEN_YES_NO,    /* TRUE or FALSE */
    /* These are faults in any column. */
    NY_GIVEN_TIME,     /* a time of day: the number that it is kept as */
    NY_GIVEN_NO_DAY,   /* meant as a date: the number that it is kept as */
    NY_GIVEN_ERROR,    /* #N/A and its kin */
    NY_GIVEN_NO_VALUE, /* a formula that nobody has computed */
    NY_GIVEN_BYTES,    /* a blob: what it is in words */
    NY_GIVEN_TOO_LONG, /* a number with more digits than its program keeps */
} ny_given;

typedef struct ny_csv_cell {
    ny_text raw;      /* without the quotes around it; where `stray`, with them */
    bool has_doubled; /* doubled quotes stand in it, doubled still */
    bool has_stray;   /* something follows its closing quote */
    bool has_high;    /* bytes beyond ASCII */
    uint8_t given;    /* ny_given */
} ny_csv_cell;

typedef struct ny_csv_record {
    const ny_csv_cell *cells; /* until the next record is read */
    uint32_t kept;            /* how many of them there are to see: at most the reader's `most` */
    uint32_t count;           /* how many there are in the file */
    size_t offset;            /* where it begins */
    uint32_t line;            /* likewise, from 1 */
    bool is_blank;            /* an empty line */
} ny_csv_record;

typedef enum ny_csv_step {
    NY_CSV_RECORD,
    NY_CSV_END,
    NY_CSV_OPEN_QUOTE, /* a quote never closed; the record's line is where it opened */
} ny_csv_step;

/* In the place of a separator: the text was made by io/packed.h. */
#define NY_PACKED '\0'

typedef struct ny_csv_reader {
    ny_arena *arena; /* the cells of one record */
    ny_text text;
    char separator;
    uint32_t most;
    size_t at;
    uint32_t line;
    NY_LIST(ny_csv_cell) cells;
    /* Of 64 bytes from `block` on, a bit each: those that end a cell, those beyond ASCII. */
    size_t block; /* SIZE_MAX: none yet */
    uint64_t ends, high;
    bool is_plain; /* neither quotes nor bytes beyond ASCII in it */
} ny_csv_reader;

ny_csv_reader ny_csv_open(ny_arena *arena, ny_text text, char separator, uint32_t most);
/* Goes to the beginning of a record. */
void ny_csv_seek(ny_csv_reader *reader, size_t offset, uint32_t line);
ny_csv_step ny_csv_next(ny_csv_reader *reader, ny_csv_record *ret_record);
/* What the cell says; in the arena where quotes are doubled, else a view. */
ny_text ny_csv_cell_text(ny_arena *arena, const ny_csv_cell *cell);

#endif
