/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* How a file is written, where nobody has said it: found out from whole columns, never from a cell.
 * A column's cells are counted by their shape; the shape of most is the column's, and what is
 * written otherwise is a fault. Where a shape can be read in two ways (01-02-2018; 1.234) a cell
 * that can be read in one way only decides: one of the same column, else one of the same file, for
 * one program wrote it. Where none does, nothing is guessed.
 *
 *     ny_cells_tally tally = {0};
 *     for each cell    ny_tally_date(&tally, cell);
 *     ny_decide_dates(arena, &tally, &tally, &reading) */

#ifndef NY_IO_DETECT_H
#define NY_IO_DETECT_H

#include "io/csv.h"

typedef enum ny_date_order {
    NY_YEAR_FIRST,  /* 2018-02-01 */
    NY_EIGHT_YEAR,  /* 20180201 */
    NY_EIGHT_DAY,   /* 01022018 */
    NY_YEAR_LAST,   /* 01-02-2018: day or month first */
    NY_MONTH_NAMED, /* 1. februar 2018 */
    NY_SHORT_YEAR,  /* 01-02-18, which is no date */
    NY_ORDER_COUNT
} ny_date_order;

/* Between the numbers; and what stands between the date and a clock time, and how long that is. */
#define NY_DATE_SIGNS "-./ "
#define NY_DATE_SIGN_COUNT 4u
#define NY_CLOCK_COUNT 7u
#define NY_SHAPE_COUNT (NY_ORDER_COUNT * NY_DATE_SIGN_COUNT * NY_CLOCK_COUNT)

/* The dates of one shape. */
typedef struct ny_shape_tally {
    uint32_t count;
    uint32_t bare, padded;           /* days or months as 1, and as 01 */
    uint32_t day_first, month_first; /* that can be read in this way only */
    uint32_t dotted;                 /* a dot behind the day, before a month's name */
    ny_text open;                    /* one that can be read in both, and differs */
    ny_text first_day, first_month;  /* one of each that can be read in one way only */
} ny_shape_tally;

/* The numbers with one kind of mark. */
typedef struct ny_mark_tally {
    uint32_t clear; /* where it stands before decimals and cannot mark thousands */
    uint32_t open;  /* 1.234 */
    ny_text example, open_example;
} ny_mark_tally;

/* The cells of one column of a file. Texts are views into the file. */
typedef struct ny_cells_tally {
    uint32_t filled; /* cells that are not blank */
    uint32_t dates, numbers;
    ny_shape_tally *shapes; /* NY_SHAPE_COUNT, or NULL before the first date */
    ny_mark_tally comma, point;
} ny_cells_tally;

void ny_tally_date(ny_arena *arena, ny_cells_tally *tally, ny_text cell);
void ny_tally_number(ny_cells_tally *tally, ny_text cell);
/* Adds `from` to `to`: all date columns of a file, or all its number columns. */
void ny_tally_join(ny_arena *arena, ny_cells_tally *to, const ny_cells_tally *from);

typedef enum ny_verdict {
    NY_READS_ONE_WAY,
    NY_READS_EITHER_WAY, /* every cell can be read in both ways */
    NY_READS_BOTH_WAYS,  /* many cells of each kind */
    NY_READS_NO_WAY,     /* years of two digits */
    NY_READS_NOTHING,    /* no cell that tells */
} ny_verdict;

typedef struct ny_dates_reading {
    ny_text pattern, other;     /* "dd-mm-yyyy"; where there are two ways, the other one */
    ny_text example, contrary;  /* cells that show it */
    uint32_t count, contraries; /* BOTH_WAYS: how many of each */
} ny_dates_reading;

/* `all` is the tally of all date columns of the file. */
ny_verdict ny_decide_dates(ny_arena *arena, const ny_cells_tally *own, const ny_cells_tally *all,
                           ny_dates_reading *ret_reading);

typedef struct ny_decimal_reading {
    char decimal;
    ny_text example, contrary;
    uint32_t count, contraries;
} ny_decimal_reading;

/* Of NOTHING too the reading's decimal is the one to read by. */
ny_verdict ny_decide_decimal(const ny_cells_tally *own, const ny_cells_tally *all,
                             ny_decimal_reading *ret_reading);

/* --- separators */
#define NY_SEPARATORS ";,\t|"
#define NY_SEPARATOR_COUNT 4u

/* Which separator makes a table of the text. `headings` are those to be found, folded or not; there
 * may be none. False where two do equally well, with both in `ret_separator`. */
bool ny_find_separator(ny_arena *arena, ny_text text, const ny_text *headings, size_t count,
                       char ret_separator[2]);

#endif
