/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See date_pattern.h. A pattern is read once a column and matched once a cell, from left to right
 * without going back: a field takes all the digits that it may. */

#include "io/date_pattern.h"

#include "io/fold.h"

#include <string.h>

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

/* --- months ----------------------------------------------------------------------------------- */

static const struct {
    int32_t number;
    const char *name;
} months[] = {
#define NY_MONTH(number, name) {number, name},
#include "io/months.def"
#undef NY_MONTH
};

/* Letters end where a digit, a blank or a sign of ASCII stands. */
static size_t letters_in(ny_text text)
{
    size_t size = 0;
    while (size < text.size && ((unsigned char)text.data[size] >= 0x80 ||
                                (text.data[size] >= 'a' && text.data[size] <= 'z') ||
                                (text.data[size] >= 'A' && text.data[size] <= 'Z'))) {
        if (ny_blank_length((ny_text){text.data + size, text.size - size}))
            break;
        size++;
    }
    return size;
}

int32_t ny_month_named(ny_text text, size_t *ret_size)
{
    size_t size = letters_in(text);
    for (size_t i = 0; size && i < sizeof months / sizeof *months; i++) {
        if (!ny_folds_equal((ny_text){text.data, size}, ny_text_of(months[i].name)))
            continue;
        bool dot = size < text.size && text.data[size] == '.' && strlen(months[i].name) <= 4;
        *ret_size = size + dot;
        return months[i].number;
    }
    return 0;
}

/* --- reading patterns ------------------------------------------------------------------------- */

typedef struct ny_field_word {
    const char *word;
    ny_date_field field;
    uint8_t least, most;
} ny_field_word;

/* The longest first, where one begins with another. */
static const ny_field_word field_words[] = {
    {"month", NY_FIELD_MONTH_NAME, 0, 0}, {"yyyy", NY_FIELD_YEAR, 4, 4},
    {"dd", NY_FIELD_DAY, 2, 2},           {"d", NY_FIELD_DAY, 1, 2},
    {"mm", NY_FIELD_MONTH, 2, 2},         {"m", NY_FIELD_MONTH, 1, 2},
    {"hh", NY_FIELD_HOUR, 2, 2},          {"ss", NY_FIELD_SECOND, 2, 2},
    {"fff", NY_FIELD_FRACTION, 1, 9},
};

static const ny_field_word *field_at(ny_text text)
{
    for (size_t i = 0; i < sizeof field_words / sizeof *field_words; i++)
        if (ny_text_starts(text, field_words[i].word))
            return &field_words[i];
    return NULL;
}

/* Letters that only fields have: elsewhere they are a slip such as "yy". */
static bool is_field_letter(char letter)
{
    return letter && strchr("dmyhsf", letter) != NULL;
}

/* Behind the hours, `mm` are minutes. */
static ny_date_part part_of(const ny_field_word *word, const uint32_t *seen)
{
    ny_date_field field = word->field;
    if (field == NY_FIELD_MONTH && seen[NY_FIELD_HOUR] && word->least == 2)
        field = NY_FIELD_MINUTE;
    return (ny_date_part){.field = (uint8_t)field, .least = word->least, .most = word->most};
}

static bool is_whole(const uint32_t *seen)
{
    for (uint32_t i = NY_FIELD_DAY; i < NY_FIELD_COUNT; i++)
        if (seen[i] > 1)
            return false;
    return seen[NY_FIELD_DAY] && seen[NY_FIELD_YEAR] &&
           seen[NY_FIELD_MONTH] + seen[NY_FIELD_MONTH_NAME] == 1 &&
           seen[NY_FIELD_HOUR] == seen[NY_FIELD_MINUTE] &&
           seen[NY_FIELD_SECOND] <= seen[NY_FIELD_MINUTE] &&
           seen[NY_FIELD_FRACTION] <= seen[NY_FIELD_SECOND];
}

bool ny_date_pattern_read(ny_text text, ny_date_pattern *ret_pattern)
{
    ny_date_pattern pattern = {.text = text};
    uint32_t seen[NY_FIELD_COUNT] = {0};
    for (size_t at = 0; at < text.size;) {
        if (pattern.count == NY_PATTERN_MOST_PARTS)
            return false;
        const ny_field_word *word = field_at((ny_text){text.data + at, text.size - at});
        if (!word && is_field_letter(text.data[at]))
            return false;
        ny_date_part part = word ? part_of(word, seen) : (ny_date_part){.letter = text.data[at]};
        seen[part.field]++;
        pattern.parts[pattern.count++] = part;
        at += word ? strlen(word->word) : 1;
    }
    if (!is_whole(seen))
        return false;
    *ret_pattern = pattern;
    return true;
}

/* --- matching --------------------------------------------------------------------------------- */

/* Takes as many digits as the part may have; false when there are too few. */
static bool take_digits(const ny_date_part *part, ny_text text, size_t *at, int32_t *ret_number)
{
    int32_t number = 0;
    uint32_t count = 0;
    while (count < part->most && *at < text.size && is_digit(text.data[*at])) {
        number = number * 10 + (text.data[(*at)++] - '0');
        count++;
    }
    *ret_number = number;
    return count >= part->least;
}

static bool take_part(const ny_date_part *part, ny_text text, size_t *at, int32_t *ret_number)
{
    if (part->field == NY_FIELD_LETTER) {
        bool same = *at < text.size && text.data[*at] == part->letter;
        *at += same;
        return same;
    }
    if (part->field != NY_FIELD_MONTH_NAME)
        return take_digits(part, text, at, ret_number);
    size_t size = 0;
    *ret_number = ny_month_named((ny_text){text.data + *at, text.size - *at}, &size);
    *at += size;
    return *ret_number > 0;
}

ny_date_match ny_date_pattern_match(const ny_date_pattern *pattern, ny_text text, ny_date *ret_date)
{
    int32_t numbers[NY_FIELD_COUNT] = {0};
    size_t at = 0;
    for (uint32_t i = 0; i < pattern->count; i++)
        if (!take_part(&pattern->parts[i], text, &at, &numbers[pattern->parts[i].field]))
            return NY_DATE_OTHERWISE;
    if (at < text.size || numbers[NY_FIELD_HOUR] > 23 || numbers[NY_FIELD_MINUTE] > 59 ||
        numbers[NY_FIELD_SECOND] > 59)
        return NY_DATE_OTHERWISE;
    int32_t month = numbers[NY_FIELD_MONTH] + numbers[NY_FIELD_MONTH_NAME];
    return ny_date_from_parts(numbers[NY_FIELD_YEAR], month, numbers[NY_FIELD_DAY], ret_date)
               ? NY_DATE_MATCHES
               : NY_DATE_NO_SUCH_DAY;
}
