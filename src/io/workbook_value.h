/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a cell of a workbook says, from the number it is kept as and the format it is shown in. Only
 * for workbook*.c and database.c. */

#ifndef NY_IO_WORKBOOK_VALUE_H
#define NY_IO_WORKBOOK_VALUE_H

#include "io/csv.h"

/* How a number format shows a number. */
typedef enum ny_shown_as {
    NY_SHOWN_AS_NUMBER,
    NY_SHOWN_AS_PERCENT,
    NY_SHOWN_AS_DATE, /* with or without a time of day */
    NY_SHOWN_AS_TIME,
} ny_shown_as;

/* Of a format that every workbook has (ECMA-376 part 1, 18.8.30), by its number. */
ny_shown_as ny_shown_builtin(uint32_t number);
/* Of a format code such as "dd\-mm\-yyyy;@". */
ny_shown_as ny_shown_code(ny_text code);

typedef struct ny_book_value {
    ny_given given;
    ny_text text; /* in the arena, or as it was written */
    bool cut;     /* of more than 15 digits, 15 were kept */
} ny_book_value;

/* A number as a workbook writes it (digits, ".", an exponent), shown in a format. */
ny_book_value ny_book_number(ny_arena *arena, ny_text written, ny_shown_as shown, bool from_1904);
/* A day written as ISO 8601, as strict workbooks may. */
ny_book_value ny_book_day(ny_arena *arena, ny_text written);
/* A decimal number with an exponent as digits alone ("1.5e3" is "1500"); a text that is none, or
 * has hundreds of digits, as it was. */
ny_text ny_plain_decimal(ny_arena *arena, ny_text written);
/* A text with what workbooks write as _xHHHH_ put back. */
ny_text ny_book_unescape(ny_arena *arena, ny_text text);

#endif
