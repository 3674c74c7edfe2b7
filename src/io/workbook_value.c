/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Numbers are taken as the file writes them, digit by digit, and never become a double. With one
 * exception that is decided here: spreadsheets keep 15 digits and write 17, so that 1.1 stands in
 * the file as 1.1000000000000001, and the sum of 0.1 and 0.2 as 0.30000000000000004. A number of more
 * than 15 digits is rounded to 15, halves away from zero: that is the number which the person saw
 * who sent the workbook. Rejected: the digits as they stand (nobody typed them, and a limit of 1.1
 * would be exceeded by 1.1); the shortest decimal of the double (it leaves sums as they are). A
 * whole number of more than 15 digits is a fault instead: its last digits are lost already.
 *
 * Days are counted from 1900 with a 29 February that never was (number 60), or from 1904. A time of
 * day is rounded to whole seconds, as it is shown. */

#include "io/workbook_value.h"

#include "base/date.h"

#include <string.h>

#define NY_BOOK_DIGITS 15u
#define NY_FALSE_LEAP_DAY 60
#define NY_DAYS_TO_9999 2958465
#define NY_DAYS_1900_TO_1904 1462
#define NY_SECONDS_A_DAY 86400
/* Longer numbers and larger exponents no double has. */
#define NY_DECIMAL_MOST 330

/* --- decimals ---------------------------------------------------------------------------------- */

/* 0.DIGITS * 10^point; no zero at either end; 0 has no digits. */
typedef struct ny_decimal {
    char digits[NY_DECIMAL_MOST];
    uint32_t count;
    int32_t point;
    bool negative;
} ny_decimal;

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

static bool add_digit(ny_decimal *number, char digit)
{
    if (number->count == NY_DECIMAL_MOST)
        return false;
    number->digits[number->count++] = digit;
    return true;
}

/* E[+-]DIGITS, or nothing. */
static bool read_exponent(ny_text text, size_t at, int32_t *ret_exponent)
{
    *ret_exponent = 0;
    if (at == text.size)
        return true;
    if (text.data[at] != 'e' && text.data[at] != 'E')
        return false;
    at++;
    bool negative = at < text.size && text.data[at] == '-';
    at += at < text.size && (text.data[at] == '-' || text.data[at] == '+');
    if (at == text.size || text.size - at > 4)
        return false;
    int32_t exponent = 0;
    for (; at < text.size; at++) {
        if (!is_digit(text.data[at]))
            return false;
        exponent = exponent * 10 + (text.data[at] - '0');
    }
    *ret_exponent = negative ? -exponent : exponent;
    return true;
}

static void drop_end_zeros(ny_decimal *number)
{
    while (number->count && number->digits[number->count - 1] == '0')
        number->count--;
    if (!number->count) {
        number->point = 0;
        number->negative = false;
    }
}

static bool read_decimal(ny_text text, ny_decimal *number)
{
    *number = (ny_decimal){.negative = text.size && text.data[0] == '-'};
    size_t at = text.size && (text.data[0] == '-' || text.data[0] == '+');
    bool any = false, behind_point = false;
    int32_t point = 0;
    for (; at < text.size && (is_digit(text.data[at]) || text.data[at] == '.'); at++) {
        if (text.data[at] == '.') {
            if (behind_point)
                return false;
            behind_point = true;
            continue;
        }
        any = true;
        bool leads = !number->count && text.data[at] == '0';
        if (point > NY_DECIMAL_MOST || point < -NY_DECIMAL_MOST)
            return false;
        point += behind_point ? (leads ? -1 : 0) : !leads;
        if (!leads && !add_digit(number, text.data[at]))
            return false;
    }
    int32_t exponent;
    if (!any || !read_exponent(text, at, &exponent))
        return false;
    number->point = point + exponent;
    drop_end_zeros(number);
    return number->point >= -NY_DECIMAL_MOST && number->point <= NY_DECIMAL_MOST;
}

/* To so many digits, halves away from zero. */
static void round_decimal(ny_decimal *number, uint32_t digits)
{
    if (number->count <= digits)
        return;
    bool up = number->digits[digits] >= '5';
    number->count = digits;
    while (up && number->count) {
        char *last = &number->digits[number->count - 1];
        up = *last == '9';
        if (up)
            number->count--;
        else
            (*last)++;
    }
    if (up) {
        number->digits[number->count++] = '1';
        number->point++;
    }
    drop_end_zeros(number);
}

static ny_text decimal_text(ny_arena *arena, const ny_decimal *number)
{
    ny_buffer buffer = ny_buffer_create(arena);
    int32_t point = number->point;
    if (number->negative)
        ny_buffer_add_character(&buffer, '-');
    if (point <= 0)
        ny_buffer_add_character(&buffer, '0');
    for (int32_t i = 0; i < point; i++)
        ny_buffer_add_character(&buffer, (uint32_t)i < number->count ? number->digits[i] : '0');
    if (point < (int32_t)number->count)
        ny_buffer_add_character(&buffer, '.');
    for (int32_t i = point; i < (int32_t)number->count; i++)
        ny_buffer_add_character(&buffer, i < 0 ? '0' : number->digits[i]);
    return ny_buffer_text(&buffer);
}

ny_text ny_plain_decimal(ny_arena *arena, ny_text written)
{
    ny_decimal number;
    return read_decimal(written, &number) ? decimal_text(arena, &number) : written;
}

/* --- days -------------------------------------------------------------------------------------- */

/* Whole days, and seconds of the day; false beyond the year 9999 and before the first day. */
static bool split_days(const ny_decimal *number, int32_t *ret_days, int32_t *ret_seconds)
{
    if (number->negative || number->point > 7)
        return false;
    int64_t days = 0, billionths = 0;
    for (int32_t i = 0; i < number->point; i++)
        days = days * 10 + ((uint32_t)i < number->count ? number->digits[i] - '0' : 0);
    for (int32_t i = number->point; i < number->point + 9; i++)
        billionths =
            billionths * 10 + (i >= 0 && (uint32_t)i < number->count ? number->digits[i] - '0' : 0);
    int64_t seconds = (billionths * NY_SECONDS_A_DAY + 500000000) / 1000000000;
    *ret_days = (int32_t)(days + seconds / NY_SECONDS_A_DAY);
    *ret_seconds = (int32_t)(seconds % NY_SECONDS_A_DAY);
    return true;
}

static bool day_of(int32_t days, bool from_1904, ny_date *ret_day)
{
    ny_date before;
    if (from_1904)
        days += NY_DAYS_1900_TO_1904;
    if (days < 1 || days == NY_FALSE_LEAP_DAY || days > NY_DAYS_TO_9999 ||
        !ny_date_from_parts(1899, 12, 30, &before))
        return false;
    *ret_day = before + days + (days < NY_FALSE_LEAP_DAY);
    return true;
}

static ny_book_value day_value(ny_arena *arena, const ny_decimal *number, bool from_1904,
                               ny_text written)
{
    int32_t days, seconds;
    ny_date day;
    char text[11];
    if (!split_days(number, &days, &seconds) || !day_of(days, from_1904, &day))
        return (ny_book_value){.given = NY_GIVEN_NO_DAY, .text = written};
    ny_date_write(day, text);
    if (!seconds)
        return (ny_book_value){NY_GIVEN_DATE, ny_format(arena, "%s", text), false};
    return (ny_book_value){NY_GIVEN_DATE_TIME,
                           ny_format(arena, "%s %02d:%02d:%02d", text, seconds / 3600,
                                     seconds / 60 % 60, seconds % 60),
                           false};
}

ny_book_value ny_book_number(ny_arena *arena, ny_text written, ny_shown_as shown, bool from_1904)
{
    ny_decimal number;
    if (!read_decimal(written, &number))
        return (ny_book_value){.given = NY_GIVEN_TEXT, .text = written};
    switch (shown) {
    case NY_SHOWN_AS_DATE:
        return day_value(arena, &number, from_1904, written);
    case NY_SHOWN_AS_TIME:
        return (ny_book_value){.given = NY_GIVEN_TIME, .text = written};
    case NY_SHOWN_AS_NUMBER:
    case NY_SHOWN_AS_PERCENT:
        break;
    }
    bool cut = number.count > NY_BOOK_DIGITS;
    if (cut && number.point > (int32_t)NY_BOOK_DIGITS)
        return (ny_book_value){.given = NY_GIVEN_TOO_LONG, .text = written};
    round_decimal(&number, NY_BOOK_DIGITS);
    if (shown == NY_SHOWN_AS_PERCENT && number.count)
        number.point += 2;
    return (ny_book_value){
        .given = shown == NY_SHOWN_AS_PERCENT ? NY_GIVEN_PERCENT : NY_GIVEN_NUMBER,
        .text = decimal_text(arena, &number),
        .cut = cut,
    };
}

/* The clock behind a day: "T08:30:00", "T08:30:00.000Z"; only zeros where it is midnight. */
static bool is_clock(ny_text text, bool *ret_midnight)
{
    *ret_midnight = true;
    for (size_t i = 0; i < text.size; i++) {
        if (is_digit(text.data[i]))
            *ret_midnight = *ret_midnight && text.data[i] == '0';
        else if (!strchr("T:.Z", text.data[i]) || !text.data[i])
            return false;
    }
    return !text.size || (text.data[0] == 'T' && text.size >= 6);
}

ny_book_value ny_book_day(ny_arena *arena, ny_text written)
{
    ny_date day;
    bool midnight;
    ny_text first = {written.data, written.size < 10 ? written.size : 10};
    ny_text clock = {written.data + first.size, written.size - first.size};
    if (!ny_date_read(first, &day) || !is_clock(clock, &midnight))
        return (ny_book_value){.given = NY_GIVEN_NO_DAY, .text = written};
    if (midnight)
        return (ny_book_value){.given = NY_GIVEN_DATE, .text = first};
    return (ny_book_value){
        NY_GIVEN_DATE_TIME,
        ny_format(arena, "%.*s %.*s", NY_PRINT(first), (int)clock.size - 1, clock.data + 1), false};
}

/* --- formats ----------------------------------------------------------------------------------- */

ny_shown_as ny_shown_builtin(uint32_t number)
{
    if (number == 9 || number == 10)
        return NY_SHOWN_AS_PERCENT;
    if ((number >= 14 && number <= 17) || number == 22)
        return NY_SHOWN_AS_DATE;
    if ((number >= 18 && number <= 21) || (number >= 45 && number <= 47))
        return NY_SHOWN_AS_TIME;
    /* Of the East Asian languages. */
    if ((number >= 27 && number <= 31) || number == 36 || (number >= 50 && number <= 58))
        return NY_SHOWN_AS_DATE;
    return number >= 32 && number <= 35 ? NY_SHOWN_AS_TIME : NY_SHOWN_AS_NUMBER;
}

/* Past what is only shown: "quoted", \c, _c, *c, [Red]; not past [hh]. */
static size_t pass_shown(ny_text code, size_t at)
{
    char character = code.data[at];
    if (character == '\\' || character == '_' || character == '*')
        return at + 2;
    if (character == '"') {
        at++;
        while (at < code.size && code.data[at] != '"')
            at++;
        return at + 1;
    }
    if (character == '[' && !(at + 1 < code.size && strchr("hHmMsS", code.data[at + 1]) &&
                              at + 2 < code.size && strchr("hHmMsS]", code.data[at + 2]))) {
        while (at < code.size && code.data[at] != ']')
            at++;
        return at + 1;
    }
    return at;
}

ny_shown_as ny_shown_code(ny_text code)
{
    bool day = false, month = false, clock = false, percent = false;
    for (size_t at = 0; at < code.size && code.data[at] != ';';) {
        size_t behind = pass_shown(code, at);
        if (behind > at) {
            at = behind;
            continue;
        }
        char letter = code.data[at++];
        day = day || letter == 'd' || letter == 'D' || letter == 'y' || letter == 'Y';
        month = month || letter == 'm' || letter == 'M';
        clock = clock || letter == 'h' || letter == 'H' || letter == 's' || letter == 'S';
        percent = percent || letter == '%';
        /* AM/PM has an M that is no month. */
        if ((letter == 'A' || letter == 'a') && at + 3 < code.size && code.data[at + 1] == '/')
            at += 4;
    }
    if (day || (month && !clock))
        return NY_SHOWN_AS_DATE;
    if (clock)
        return NY_SHOWN_AS_TIME;
    return percent ? NY_SHOWN_AS_PERCENT : NY_SHOWN_AS_NUMBER;
}

/* --- texts ------------------------------------------------------------------------------------- */

static int hex_digit(char character)
{
    if (is_digit(character))
        return character - '0';
    if (character >= 'A' && character <= 'F')
        return character - 'A' + 10;
    return character >= 'a' && character <= 'f' ? character - 'a' + 10 : -1;
}

/* "_xHHHH_" at the beginning; no half of a surrogate pair, and not NUL. */
static bool read_escape(ny_text text, uint32_t *ret_character)
{
    if (text.size < 7 || text.data[0] != '_' || text.data[1] != 'x' || text.data[6] != '_')
        return false;
    uint32_t character = 0;
    for (size_t i = 2; i < 6; i++) {
        int digit = hex_digit(text.data[i]);
        if (digit < 0)
            return false;
        character = character * 16 + (uint32_t)digit;
    }
    *ret_character = character;
    return character && (character < 0xD800 || character > 0xDFFF);
}

static void add_character(ny_buffer *buffer, uint32_t character)
{
    if (character >= 0x800) {
        ny_buffer_add_character(buffer, (char)(0xE0 | character >> 12));
        ny_buffer_add_character(buffer, (char)(0x80 | (character >> 6 & 0x3F)));
        ny_buffer_add_character(buffer, (char)(0x80 | (character & 0x3F)));
    } else if (character >= 0x80) {
        ny_buffer_add_character(buffer, (char)(0xC0 | character >> 6));
        ny_buffer_add_character(buffer, (char)(0x80 | (character & 0x3F)));
    } else {
        ny_buffer_add_character(buffer, (char)character);
    }
}

ny_text ny_book_unescape(ny_arena *arena, ny_text text)
{
    if (text.size < 7 || !memchr(text.data, '_', text.size))
        return text;
    ny_buffer buffer = ny_buffer_create(arena);
    while (text.size) {
        uint32_t character;
        size_t step = 1;
        if (read_escape(text, &character)) {
            add_character(&buffer, character);
            step = 7;
        } else {
            ny_buffer_add_character(&buffer, text.data[0]);
        }
        text = (ny_text){text.data + step, text.size - step};
    }
    return ny_buffer_text(&buffer);
}
