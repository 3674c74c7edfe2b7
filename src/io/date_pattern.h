/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* How a column writes its dates: fields, and all between them to the letter.
 *
 *     dd, mm      day and month in two digits        d, m    in one or two
 *     yyyy        the year in four digits            month   its name in a Nordic language
 *     hh:mm, hh:mm:ss, hh:mm:ss.fff                  a clock time behind; the date is its day
 *
 * "dd-mm-yyyy", "d.m.yyyy", "d. month yyyy", "yyyy-mm-ddThh:mm:ss". Years of two digits are none. */

#ifndef NY_IO_DATE_PATTERN_H
#define NY_IO_DATE_PATTERN_H

#include "base/date.h"

#define NY_PATTERN_MOST_PARTS 40u

typedef enum ny_date_field {
    NY_FIELD_LETTER, /* to the letter */
    NY_FIELD_DAY,
    NY_FIELD_MONTH,
    NY_FIELD_MONTH_NAME,
    NY_FIELD_YEAR,
    NY_FIELD_HOUR,
    NY_FIELD_MINUTE,
    NY_FIELD_SECOND,
    NY_FIELD_FRACTION,
    NY_FIELD_COUNT
} ny_date_field;

typedef struct ny_date_part {
    uint8_t field;       /* ny_date_field */
    uint8_t least, most; /* digits */
    char letter;
} ny_date_part;

typedef struct ny_date_pattern {
    ny_text text;
    uint32_t count;
    ny_date_part parts[NY_PATTERN_MOST_PARTS];
} ny_date_pattern;

typedef enum ny_date_match {
    NY_DATE_MATCHES,
    NY_DATE_OTHERWISE, /* not written so */
    NY_DATE_NO_SUCH_DAY,
} ny_date_match;

/* False when it does not have day, month and year once each, or hh without mm. The text must outlive
 * the pattern. */
bool ny_date_pattern_read(ny_text text, ny_date_pattern *ret_pattern);
ny_date_match ny_date_pattern_match(const ny_date_pattern *pattern, ny_text text,
                                    ny_date *ret_date);
/* The month that the text begins with, 1 to 12, and how many bytes its name takes; 0 for none. */
int32_t ny_month_named(ny_text text, size_t *ret_size);

#endif
