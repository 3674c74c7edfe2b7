/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* One cell of an extract, judged by itself: what its column may hold, and how the file writes it.
 * What needs other cells (`not before`, 0..COLUMN, keys, rows referred to) is judged elsewhere.
 * Only for the extract_*.c files. */

#ifndef NY_IO_EXTRACT_CELL_H
#define NY_IO_EXTRACT_CELL_H

#include "io/csv.h"
#include "io/date_pattern.h"
#include "io/extract.h"

/* Digits that a number may have, and that the numbers of one column may span between them: every
 * mantissa then fits 64 bits at the column's one scale. */
#define NY_NUMBER_MOST_DIGITS 18u

/* How one file writes the cells of a column. */
typedef struct ny_cell_format {
    ny_encoding encoding;
    char decimal;         /* NUMBER */
    ny_date_pattern date; /* DATE */
    bool is_iso;          /* yyyy-mm-dd */
    bool is_typed;        /* cells are numbers or days themselves, as a workbook keeps them */
    ny_text not_written;  /* the reason of what is written otherwise */
} ny_cell_format;

typedef struct ny_code_word {
    ny_text code;
    uint32_t word;
} ny_code_word;

/* A column as one source writes it. */
typedef struct ny_cell_rule {
    ny_text name; /* for reasons: the column's, or the heading of what is only checked */
    ny_type_form form;
    ny_kind kind;
    bool if_any, if_known;
    ny_reject_action action; /* what a fault leads to */
    bool has_low, has_high;  /* NUMBER */
    ny_rational low, high;
    bool has_small_range;           /* whole and below 10^9 in size, so that comparing is plain */
    bool is_whole;                  /* NUMBER */
    uint32_t not_above, not_before; /* columns of the table, or NY_NONE */
    bool is_after;                  /* `not_before`: and not on that day either */
    bool has_digits;
    uint32_t digits, digit_low, digit_high;
    uint32_t table;  /* ROW */
    bool is_percent; /* NUMBER in % */
    NY_LIST(ny_code_word) codes;
    const ny_map *code_index; /* number in `codes` */
    bool has_extracted;
    ny_date extracted;
    ny_language language; /* of the reasons */
    /* Reasons, made once a column. */
    ny_text outside, after_extract, no_code, no_digits;
} ny_cell_rule;

/* Makes the code index and the reasons, when all else is set. `unit` may be empty. */
void ny_cell_rule_finish(ny_arena *arena, ny_cell_rule *rule, ny_text unit);
/* `dates` is a pattern that can be read. */
ny_cell_format ny_cell_format_of(ny_arena *arena, ny_language language, ny_encoding encoding,
                                 char decimal, ny_text dates);

typedef struct ny_cell {
    ny_cell_state state;
    int64_t value; /* ny_cells; nothing where a text says it (key, pseudonym, code, row) */
    uint8_t scale;
    ny_text text;
} ny_cell;

/* The shortest way for most cells; false says nothing of them, and ny_cell_read decides. */
bool ny_cell_read_plain(const ny_cell_rule *rule, const ny_cell_format *format,
                        const ny_csv_cell *raw, ny_cell *ret_cell);
/* Gives the reason where the cell is faulty, else an empty text. Texts live in `arena`, or are
 * views into the file. */
ny_text ny_cell_read(ny_arena *arena, const ny_cell_rule *rule, const ny_cell_format *format,
                     const ny_csv_cell *raw, ny_cell *ret_cell);

/* mantissa * 10^-scale as text. */
ny_text ny_mantissa_text(ny_arena *arena, int64_t mantissa, uint32_t scale);
/* a * 10^-a_scale against b * 10^-b_scale: <0, 0, >0; scales up to NY_NUMBER_MOST_DIGITS. */
int ny_mantissa_compare(int64_t a, uint32_t a_scale, int64_t b, uint32_t b_scale);
/* How many digits stand before the point; 0.5 has none. */
uint32_t ny_mantissa_whole_digits(int64_t mantissa, uint32_t scale);
/* 10^exponent; exponent up to NY_NUMBER_MOST_DIGITS. */
int64_t ny_power_of_ten(uint32_t exponent);

#endif
