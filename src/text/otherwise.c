/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

#include "text/otherwise.h"

#include "base/date.h"

static bool is_digit(ny_text text, size_t at)
{
    return at < text.size && text.data[at] >= '0' && text.data[at] <= '9';
}

/* At most nine digits; 0 of them are no number. */
static size_t read_digits(ny_text text, size_t from, uint32_t *ret_value)
{
    size_t end = from;
    *ret_value = 0;
    while (end < from + 9 && is_digit(text, end))
        *ret_value = *ret_value * 10 + (uint32_t)(text.data[end++] - '0');
    return end - from;
}

/* 1 to 12 by the first letters of a month's name, in English and the Nordic languages; 0 for no month. */
static uint32_t month_of(ny_text word)
{
    static const char *const begins[] = {"jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug",
                                         "sep", "okt", "nov", "dec", "mai", "may", "oct", "des"};
    static const uint8_t months[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 5, 5, 10, 12};
    if (word.size < 3)
        return 0;
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
        bool same = true;
        for (size_t c = 0; c < 3; c++)
            same = same && (word.data[c] | 0x20) == begins[i][c];
        if (same)
            return months[i];
    }
    return 0;
}

static ny_text date_of(ny_arena *arena, uint32_t year, uint32_t month, uint32_t day)
{
    if (year < 1900 || year > 2200)
        return NY_NO_TEXT;
    ny_date date;
    if (month > 12 && day <= 12) {
        uint32_t first = day;
        day = month;
        month = first;
    }
    ny_text text = ny_format(arena, "%04u-%02u-%02u", year, month, day);
    return ny_date_read(text, &date) ? text : NY_NO_TEXT;
}

/* `31. december 2026`, behind the day. */
static ny_text date_with_month(ny_arena *arena, ny_text rest, size_t at, uint32_t day,
                               size_t *ret_size)
{
    uint32_t year;
    at += at < rest.size && rest.data[at] == '.';
    if (at >= rest.size || rest.data[at] != ' ')
        return NY_NO_TEXT;
    size_t begin = ++at;
    while (at < rest.size && (rest.data[at] | 0x20) >= 'a' && (rest.data[at] | 0x20) <= 'z')
        at++;
    uint32_t month = month_of((ny_text){rest.data + begin, at - begin});
    if (!month || at >= rest.size || rest.data[at] != ' ')
        return NY_NO_TEXT;
    size_t digits = read_digits(rest, at + 1, &year);
    *ret_size = at + 1 + digits;
    return digits == 4 ? date_of(arena, year, month, day) : NY_NO_TEXT;
}

ny_text ny_date_otherwise(ny_arena *arena, ny_text rest, size_t *ret_size)
{
    uint32_t parts[3];
    size_t digits[3], at = digits[0] = read_digits(rest, 0, &parts[0]);
    if (digits[0] == 0 || at >= rest.size)
        return NY_NO_TEXT;
    char between = rest.data[at];
    if (digits[0] <= 2 && (between == ' ' || (between == '.' && !is_digit(rest, at + 1))))
        return date_with_month(arena, rest, at, parts[0], ret_size);
    if (between != '-' && between != '.' && between != '/')
        return NY_NO_TEXT;
    for (size_t i = 1; i < 3; i++) {
        if (at >= rest.size || rest.data[at] != between)
            return NY_NO_TEXT;
        digits[i] = read_digits(rest, at + 1, &parts[i]);
        at += 1 + digits[i];
    }
    *ret_size = at;
    if (is_digit(rest, at) || digits[1] == 0 || digits[1] > 2)
        return NY_NO_TEXT;
    if (digits[0] <= 2 && digits[2] == 4)
        return date_of(arena, parts[2], parts[1], parts[0]);
    bool year_first = digits[0] == 4 && digits[2] >= 1 && digits[2] <= 2;
    return year_first ? date_of(arena, parts[0], parts[1], parts[2]) : NY_NO_TEXT;
}

ny_text ny_thousands_otherwise(ny_arena *arena, ny_text number, ny_text *ret_decimal)
{
    ny_buffer text = ny_buffer_create(arena);
    size_t groups = 0, in_group = 0;
    *ret_decimal = NY_NO_TEXT;
    for (size_t i = 0; i < number.size; i++) {
        char c = number.data[i];
        bool digit = c >= '0' && c <= '9';
        bool full = groups == 0 ? in_group >= 1 && in_group <= 3 : in_group == 3;
        if (!digit && (c != '.' || !full))
            return NY_NO_TEXT;
        groups += !digit;
        in_group = digit ? in_group + 1 : 0;
        ny_buffer_add_character(&text, digit ? c : '_');
    }
    if (groups == 0 || in_group != 3 || number.data[0] == '0')
        return NY_NO_TEXT;
    if (groups == 1) {
        if (number.data[number.size - 1] != '0')
            return NY_NO_TEXT;
        size_t end = number.size;
        while (number.data[end - 1] == '0')
            end--;
        *ret_decimal = (ny_text){number.data, end - (number.data[end - 1] == '.')};
    }
    return ny_buffer_text(&text);
}
