/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The calendar. Days are counted in years that begin on 1 March, so that the leap day comes last,
 * and in cycles of 400 years, each of 146,097 days (Hinnant, "chrono-compatible low-level date
 * algorithms", days_from_civil and civil_from_days).
 *
 * All counting is in int64_t and without bounds; only what is handed out is held to 0001..9999. */

#include "base/date.h"

#include "base/bug.h"

#include <string.h>

#define NY_MONTHS_IN_CYCLE 4800
#define NY_DAYS_IN_CYCLE 146097
#define NY_DAYS_BEFORE_EPOCH 719468 /* from 0000-03-01 to 1970-01-01 */

typedef struct ny_civil {
    int64_t year;
    int32_t month, day; /* from 1 */
} ny_civil;

/* A month counted from January of year 0: months follow each other without years between. */
typedef int64_t ny_month_number;

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int32_t days_in_month(int64_t year, int32_t month)
{
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

static int64_t days_of(ny_civil civil)
{
    int64_t year = civil.year - (civil.month <= 2);
    int64_t cycle = floor_divide(year, 400);
    int64_t year_of_cycle = year - cycle * 400;
    int64_t month_from_march = civil.month > 2 ? civil.month - 3 : civil.month + 9;
    int64_t day_of_year = (153 * month_from_march + 2) / 5 + civil.day - 1;
    int64_t day_of_cycle =
        year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
    return cycle * NY_DAYS_IN_CYCLE + day_of_cycle - NY_DAYS_BEFORE_EPOCH;
}

static ny_civil civil_of(int64_t days)
{
    int64_t shifted = days + NY_DAYS_BEFORE_EPOCH;
    int64_t cycle = floor_divide(shifted, NY_DAYS_IN_CYCLE);
    int64_t day_of_cycle = shifted - cycle * NY_DAYS_IN_CYCLE;
    int64_t year_of_cycle = (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36524 -
                             day_of_cycle / (NY_DAYS_IN_CYCLE - 1)) /
                            365;
    int64_t day_of_year =
        day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    int32_t day = (int32_t)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    int32_t month = (int32_t)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    return (ny_civil){cycle * 400 + year_of_cycle + (month <= 2), month, day};
}

static ny_civil first_of_month(ny_month_number number)
{
    int64_t year = floor_divide(number, 12);
    return (ny_civil){year, (int32_t)(number - year * 12) + 1, 1};
}

bool ny_date_from_parts(int32_t year, int32_t month, int32_t day, ny_date *ret_date)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12)
        return false;
    if (day < 1 || day > days_in_month(year, month))
        return false;

    *ret_date = (ny_date)days_of((ny_civil){year, month, day});
    return true;
}

void ny_date_to_parts(ny_date date, int32_t *ret_year, int32_t *ret_month, int32_t *ret_day)
{
    ny_civil civil = civil_of(date);
    *ret_year = (int32_t)civil.year;
    *ret_month = civil.month;
    *ret_day = civil.day;
}

/* The number that the digits begin..begin+count spell; -1 where one is no digit. */
static int32_t read_digits(const char *data, size_t begin, size_t count)
{
    int32_t value = 0;
    for (size_t i = begin; i < begin + count; i++) {
        if (data[i] < '0' || data[i] > '9')
            return -1;
        value = value * 10 + (data[i] - '0');
    }
    return value;
}

bool ny_date_read(ny_text text, ny_date *ret_date)
{
    if (text.size != 10 || text.data[4] != '-' || text.data[7] != '-')
        return false;
    return ny_date_from_parts(read_digits(text.data, 0, 4), read_digits(text.data, 5, 2),
                              read_digits(text.data, 8, 2), ret_date);
}

static void write_digits(char *place, int64_t value, int count)
{
    for (int i = count - 1; i >= 0; i--) {
        place[i] = (char)('0' + value % 10);
        value /= 10;
    }
}

void ny_date_write(ny_date date, char ret_text[11])
{
    NY_BUG_ON(date < NY_DATE_LOWEST || date > NY_DATE_HIGHEST);
    ny_civil civil = civil_of(date);
    memcpy(ret_text, "0000-00-00", 11);
    write_digits(ret_text, civil.year, 4);
    write_digits(ret_text + 5, civil.month, 2);
    write_digits(ret_text + 8, civil.day, 2);
}

ny_text ny_date_text(ny_arena *arena, ny_date date)
{
    char text[11];
    ny_date_write(date, text);
    return ny_text_copy(arena, (ny_text){text, 10});
}

static int64_t add_months(int64_t days, int64_t months)
{
    ny_civil from = civil_of(days);
    ny_civil to = first_of_month(from.year * 12 + from.month - 1 + months);
    int32_t last = days_in_month(to.year, to.month);
    to.day = from.day < last ? from.day : last;
    return days_of(to);
}

bool ny_date_add(ny_date date, ny_span_of_time span, ny_date *ret_date)
{
    int64_t sum = (span.months ? add_months(date, span.months) : date) + span.days;
    if (sum < NY_DATE_LOWEST || sum > NY_DATE_HIGHEST)
        return false;

    *ret_date = (ny_date)sum;
    return true;
}

/* Days from the first of the month to the first of the month so many months later. */
static int64_t days_between_firsts(ny_month_number from, int64_t months)
{
    return days_of(first_of_month(from + months)) - days_of(first_of_month(from));
}

static int32_t within_int32(int64_t days)
{
    if (days > INT32_MAX)
        return INT32_MAX;
    return days < INT32_MIN ? INT32_MIN : (int32_t)days;
}

/* Starting on the first of a month suffices, and the 4,800 months of the 400-year cycle are all there
 * are. Within a month every start gives the same length, but those whose day the target month lacks
 * give less (31 January + 1 month: 28 days). Such a start is never the shortest alone: the unit test
 * tries them all, for every span up to 400 years, after which lengths repeat. */
int32_t ny_months_shortest_days(int32_t months)
{
    int64_t shortest = INT64_MAX;
    for (ny_month_number from = 0; from < NY_MONTHS_IN_CYCLE; from++) {
        int64_t days = days_between_firsts(from, months);
        if (days < shortest)
            shortest = days;
    }
    return within_int32(shortest);
}

int32_t ny_months_longest_days(int32_t months)
{
    int64_t longest = INT64_MIN;
    for (ny_month_number from = 0; from < NY_MONTHS_IN_CYCLE; from++) {
        int64_t days = days_between_firsts(from, months);
        if (days > longest)
            longest = days;
    }
    return within_int32(longest);
}
