/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Strict on purpose: nothing is trimmed, folded or guessed. A hospital can mend its extract; nobody
 * can mend a figure that rests on a guess. Each check answers with a reason in the words of the
 * contract, or an empty text. */

#include "io/extract_cell.h"

#include "base/bug.h"
#include "io/encoding.h"

#include <string.h>

__extension__ typedef __int128 ny_wide;

/* Codes that are listed in a reason; a longer list is cut. */
#define NY_CODES_LISTED 8u
/* So many are compared one after the other; more are looked up. */
#define NY_CODES_FEW 6u

static const ny_text sound = {NULL, 0};

static ny_text say(const ny_cell_rule *rule, ny_phrase reason)
{
    return ny_phrase_text(rule->language, reason);
}

#define SAY_WITH(arena, rule, reason, ...)                                                         \
    NY_PHRASE_WITH((arena), (rule)->language, (reason), __VA_ARGS__)

int64_t ny_power_of_ten(uint32_t exponent)
{
    static const int64_t powers[] = {1,
                                     10,
                                     100,
                                     1000,
                                     10000,
                                     100000,
                                     1000000,
                                     10000000,
                                     100000000,
                                     1000000000,
                                     10000000000,
                                     100000000000,
                                     1000000000000,
                                     10000000000000,
                                     100000000000000,
                                     1000000000000000,
                                     10000000000000000,
                                     100000000000000000,
                                     1000000000000000000};
    NY_BUG_ON(exponent > NY_NUMBER_MOST_DIGITS);
    return powers[exponent];
}

int ny_mantissa_compare(int64_t a, uint32_t a_scale, int64_t b, uint32_t b_scale)
{
    ny_wide left = (ny_wide)a * ny_power_of_ten(b_scale);
    ny_wide right = (ny_wide)b * ny_power_of_ten(a_scale);
    return (left > right) - (left < right);
}

uint32_t ny_mantissa_whole_digits(int64_t mantissa, uint32_t scale)
{
    uint32_t digits = 0;
    for (int64_t rest = mantissa; rest; rest /= 10)
        digits++;
    return digits > scale ? digits - scale : 0;
}

ny_text ny_mantissa_text(ny_arena *arena, int64_t mantissa, uint32_t scale)
{
    uint64_t size = mantissa < 0 ? 0 - (uint64_t)mantissa : (uint64_t)mantissa;
    uint64_t unit = (uint64_t)ny_power_of_ten(scale);
    const char *sign = mantissa < 0 ? "-" : "";
    unsigned long long whole = size / unit, part = size % unit;
    if (!scale)
        return ny_format(arena, "%s%llu", sign, whole);
    return ny_format(arena, "%s%llu.%0*llu", sign, whole, (int)scale, part);
}

/* --- dates ------------------------------------------------------------------------------------ */

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

static ny_text keep_day(const ny_cell_rule *rule, ny_date day, ny_cell *cell)
{
    if (rule->has_extracted && day > rule->extracted)
        return rule->after_extract;
    cell->value = day;
    return sound;
}

static ny_text read_date(const ny_cell_rule *rule, const ny_cell_format *format, ny_text text,
                         ny_cell *cell)
{
    ny_date date;
    switch (ny_date_pattern_match(&format->date, text, &date)) {
    case NY_DATE_OTHERWISE:
        return format->not_written;
    case NY_DATE_NO_SUCH_DAY:
        return say(rule, NY_WORDS_FAULT_NO_SUCH_DAY);
    case NY_DATE_MATCHES:
        break;
    }
    return keep_day(rule, date, cell);
}

/* --- numbers ---------------------------------------------------------------------------------- */

static char other_decimal(char decimal)
{
    return decimal == ',' ? '.' : ',';
}

/* Why a cell is no number, for the mistakes that people make. */
static ny_text why_no_number(const ny_cell_rule *rule, char decimal, ny_text text)
{
    size_t digits = 0, own = 0, other = 0, else_ = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (is_digit(text.data[i]))
            digits++;
        else if (text.data[i] == decimal)
            own++;
        else if (text.data[i] == other_decimal(decimal))
            other++;
        else if (i || (text.data[i] != '-' && text.data[i] != '+'))
            else_++;
    }
    if (!digits || else_)
        return say(rule, NY_WORDS_FAULT_NO_NUMBER);
    if (other && (own || other > 1))
        return say(rule, NY_WORDS_FAULT_THOUSANDS);
    if (other)
        return say(rule, decimal == ',' ? NY_WORDS_FAULT_AFTER_COMMA : NY_WORDS_FAULT_AFTER_POINT);
    return say(rule, NY_WORDS_FAULT_NO_NUMBER);
}

typedef struct ny_digits {
    ny_text whole, part;
    bool negative;
} ny_digits;

/* [+-] DIGITS [decimal DIGITS], with the zeros that say nothing taken off. */
static bool split_number(ny_text text, char decimal, ny_digits *ret_digits)
{
    size_t at = 0, size = text.size;
    ny_digits digits = {.negative = size && text.data[0] == '-'};
    at += size && (text.data[0] == '-' || text.data[0] == '+');

    size_t begin = at;
    while (at < size && is_digit(text.data[at]))
        at++;
    if (at == begin)
        return false;
    digits.whole = (ny_text){text.data + begin, at - begin};
    digits.part = (ny_text){text.data + at, 0};
    if (at < size) {
        if (text.data[at] != decimal)
            return false;
        begin = ++at;
        while (at < size && is_digit(text.data[at]))
            at++;
        if (at == begin || at < size)
            return false;
        digits.part = (ny_text){text.data + begin, at - begin};
    }
    while (digits.part.size && digits.part.data[digits.part.size - 1] == '0')
        digits.part.size--;
    while (digits.whole.size && digits.whole.data[0] == '0')
        digits.whole = (ny_text){digits.whole.data + 1, digits.whole.size - 1};
    *ret_digits = digits;
    return true;
}

static int compare_with_bound(ny_arena *arena, const ny_cell *cell, ny_rational bound)
{
    if (bound.denominator > 0) {
        ny_wide left = (ny_wide)cell->value * bound.denominator;
        ny_wide right = (ny_wide)bound.numerator * ny_power_of_ten(cell->scale);
        return (left > right) - (left < right);
    }
    return ny_rational_compare(ny_rational_decimal(arena, cell->value, cell->scale), bound);
}

static bool is_number_text(ny_text text, char decimal)
{
    ny_digits digits;
    return split_number(text, decimal, &digits);
}

static ny_text read_number(ny_arena *arena, const ny_cell_rule *rule, char decimal, ny_text text,
                           ny_cell *cell)
{
    ny_digits digits;
    if (!split_number(text, decimal, &digits))
        return why_no_number(rule, decimal, text);
    if (digits.whole.size > NY_NUMBER_MOST_DIGITS || digits.part.size > NY_NUMBER_MOST_DIGITS ||
        digits.whole.size + digits.part.size > NY_NUMBER_MOST_DIGITS)
        return say(rule, NY_WORDS_FAULT_MANY_DIGITS);
    if (rule->is_whole && digits.part.size)
        return say(rule, NY_WORDS_FAULT_NOT_WHOLE);

    int64_t mantissa = 0;
    for (size_t i = 0; i < digits.whole.size; i++)
        mantissa = mantissa * 10 + (digits.whole.data[i] - '0');
    for (size_t i = 0; i < digits.part.size; i++)
        mantissa = mantissa * 10 + (digits.part.data[i] - '0');
    cell->value = digits.negative ? -mantissa : mantissa;
    cell->scale = (uint8_t)digits.part.size;
    if (rule->has_low && compare_with_bound(arena, cell, rule->low) < 0)
        return rule->outside;
    if (rule->has_high && compare_with_bound(arena, cell, rule->high) > 0)
        return rule->outside;
    return sound;
}

/* --- codes and texts -------------------------------------------------------------------------- */

static char lower(char character)
{
    return character >= 'A' && character <= 'Z' ? (char)(character - 'A' + 'a') : character;
}

static bool differ_in_capitals_only(ny_text a, ny_text b)
{
    if (a.size != b.size)
        return false;
    for (size_t i = 0; i < a.size; i++)
        if (lower(a.data[i]) != lower(b.data[i]))
            return false;
    return true;
}

static bool find_code(const ny_cell_rule *rule, ny_text text, ny_cell *cell)
{
    uint32_t found = 0, count = rule->codes.count;
    if (!rule->code_index)
        return false;
    if (count > NY_CODES_FEW && !ny_map_find(rule->code_index, text, &found))
        return false;
    while (count <= NY_CODES_FEW && found < count &&
           !ny_text_equal(rule->codes.items[found].code, text))
        found++;
    if (found == count)
        return false;
    cell->value = rule->codes.items[found].word;
    return true;
}

/* Why a text is no code of the column. */
static ny_text why_no_code(ny_arena *arena, const ny_cell_rule *rule, ny_text text)
{
    for (uint32_t i = 0; i < rule->codes.count; i++) {
        ny_text code = rule->codes.items[i].code;
        if (differ_in_capitals_only(text, code))
            return SAY_WITH(arena, rule, NY_WORDS_FAULT_CAPITALS, code);
    }
    return rule->no_code;
}

static ny_text read_text(const ny_cell_rule *rule, ny_text text, ny_cell *cell)
{
    cell->text = text;
    if (!rule->has_digits)
        return sound;
    if (text.size != rule->digits)
        return rule->no_digits;
    for (size_t i = 0; i < text.size; i++) {
        if (!is_digit(text.data[i]))
            return rule->no_digits;
        uint32_t digit = (uint32_t)(text.data[i] - '0');
        if (digit < rule->digit_low || digit > rule->digit_high)
            return rule->no_digits;
    }
    return sound;
}

/* --- what a workbook or a database says of a cell ---------------------------------------------- */

static bool is_text_kind(const ny_cell_rule *rule)
{
    return rule->kind == NY_KIND_TEXT || rule->kind == NY_KIND_ROW;
}

/* Why a cell that is no mere text cannot stand in its column. A day is a slip of the spreadsheet
 * where a code was meant ("1-2"), and a number where the day has lost its format. */
static ny_text judge_given(const ny_cell_rule *rule, ny_given given)
{
    bool is_date = rule->kind == NY_KIND_DATE, is_number = rule->kind == NY_KIND_NUMBER;
    switch (given) {
    case NY_GIVEN_TEXT:
        break;
    case NY_GIVEN_NUMBER:
        if (is_date)
            return say(rule, NY_WORDS_FAULT_NUMBER_NO_DATE);
        break;
    case NY_GIVEN_PERCENT:
        if (!is_number || !rule->is_percent)
            return say(rule, NY_WORDS_FAULT_PERCENTAGE);
        break;
    case NY_GIVEN_DATE:
    case NY_GIVEN_DATE_TIME:
        if (!is_date)
            return is_number ? say(rule, NY_WORDS_FAULT_DATE_NO_NUMBER)
                             : say(rule, NY_WORDS_FAULT_DATE_NO_TEXT);
        break;
    case NY_GIVEN_YES_NO:
        if (is_text_kind(rule) || is_number || is_date)
            return say(rule, NY_WORDS_FAULT_TRUE_OR_FALSE);
        break;
    case NY_GIVEN_TIME:
        return say(rule, NY_WORDS_FAULT_TIME_OF_DAY);
    case NY_GIVEN_NO_DAY:
        return say(rule, NY_WORDS_FAULT_SHOWN_AS_NO_DAY);
    case NY_GIVEN_ERROR:
        return say(rule, NY_WORDS_FAULT_WORKBOOK_ERROR);
    case NY_GIVEN_NO_VALUE:
        return say(rule, NY_WORDS_FAULT_NEVER_COMPUTED);
    case NY_GIVEN_BYTES:
        return say(rule, NY_WORDS_FAULT_NO_TEXT);
    case NY_GIVEN_TOO_LONG:
        return say(rule, NY_WORDS_FAULT_FIFTEEN_DIGITS);
    }
    return sound;
}

/* A day, a number or an answer, whatever the source says of how texts are written. */
static ny_text read_given(ny_arena *arena, const ny_cell_rule *rule, ny_given given, ny_text text,
                          ny_cell *cell)
{
    ny_date day;
    if (rule->kind == NY_KIND_NUMBER)
        return read_number(arena, rule, '.', text, cell);
    if (rule->kind == NY_KIND_YES_NO && given == NY_GIVEN_YES_NO) {
        cell->value = ny_text_is(text, "TRUE");
        return sound;
    }
    if (rule->kind != NY_KIND_DATE)
        return is_text_kind(rule) ? read_text(rule, text, cell) : why_no_code(arena, rule, text);
    bool is_day = ny_date_read((ny_text){text.data, 10}, &day);
    NY_BUG_ON(!is_day);
    return keep_day(rule, day, cell);
}

/* --- letters and blanks ------------------------------------------------------------------------ */

static bool is_blank_at(ny_text text, size_t at)
{
    return text.data[at] == ' ' || text.data[at] == '\t' || text.data[at] == '\n' ||
           text.data[at] == '\r';
}

static bool begins_with_blank(ny_text text)
{
    return is_blank_at(text, 0) || (text.size >= 2 && memcmp(text.data, "\xC2\xA0", 2) == 0);
}

static bool ends_with_blank(ny_text text)
{
    bool hard = text.size >= 2 && memcmp(text.data + text.size - 2, "\xC2\xA0", 2) == 0;
    return hard || is_blank_at(text, text.size - 1);
}

static bool is_all_blanks(ny_text text)
{
    for (size_t i = 0; i < text.size; i++) {
        bool hard = i + 1 < text.size && memcmp(text.data + i, "\xC2\xA0", 2) == 0;
        if (!hard && !is_blank_at(text, i))
            return false;
        i += hard;
    }
    return true;
}

/* Latin-1 has no letters from 0x80 to 0x9F, Windows-1252 not all of them; here they have become
 * U+0080 to U+009F. */
static bool has_gap(ny_text text)
{
    for (size_t i = 0; i + 1 < text.size; i++)
        if ((unsigned char)text.data[i] == 0xC2 && (unsigned char)text.data[i + 1] < 0xA0)
            return true;
    return false;
}

/* Why bytes are no letters in the file's encoding. */
static ny_text judge_encoding(ny_arena *arena, const ny_cell_rule *rule, ny_encoding encoding,
                              ny_text text)
{
    switch (encoding) {
    case NY_ENCODING_UTF8:
    case NY_ENCODING_UTF16:
        if (ny_utf8_valid_until(text) == text.size)
            return sound;
        return say(rule, encoding == NY_ENCODING_UTF8 ? NY_WORDS_FAULT_NOT_UTF8
                                                      : NY_WORDS_FAULT_HALF_A_LETTER);
    case NY_ENCODING_LATIN1:
    case NY_ENCODING_WINDOWS1252:
        return has_gap(text) ? SAY_WITH(arena, rule, NY_WORDS_FAULT_NO_LETTER_IN,
                                        ny_text_of(ny_encoding_word(encoding)))
                             : sound;
    case NY_ENCODING_NOT_SAID:
        break;
    }
    NY_BUG("a cell in no encoding");
}

/* What no column may hold. The cell is not empty. */
static ny_text judge_letters(ny_arena *arena, const ny_cell_rule *rule, const ny_csv_cell *raw,
                             ny_encoding encoding, ny_text text)
{
    if (raw->has_stray)
        return say(rule, NY_WORDS_FAULT_BEHIND_QUOTE);
    ny_text reason = raw->has_high ? judge_encoding(arena, rule, encoding, text) : sound;
    if (reason.size)
        return reason;
    if (!begins_with_blank(text) && !ends_with_blank(text))
        return sound;
    if (is_all_blanks(text))
        return say(rule, NY_WORDS_FAULT_ONLY_BLANKS);
    return say(rule, begins_with_blank(text) ? NY_WORDS_FAULT_BLANKS_BEFORE
                                             : NY_WORDS_FAULT_BLANKS_BEHIND);
}

static ny_text read_by_kind(ny_arena *arena, const ny_cell_rule *rule, const ny_cell_format *format,
                            ny_text text, ny_cell *cell)
{
    switch (rule->kind) {
    case NY_KIND_NUMBER:
        return format->is_typed && !is_number_text(text, format->decimal)
                   ? say(rule, NY_WORDS_FAULT_TEXT_NO_NUMBER)
                   : read_number(arena, rule, format->decimal, text, cell);
    case NY_KIND_DATE:
        return read_date(rule, format, text, cell);
    case NY_KIND_YES_NO:
    case NY_KIND_WORD:
    case NY_KIND_PARTY:
        return why_no_code(arena, rule, text);
    case NY_KIND_TEXT:
    case NY_KIND_ROW:
        return read_text(rule, text, cell);
    case NY_KIND_ANY:
        break;
    }
    NY_BUG("a column without a type reached an extract");
}

static ny_text read_blank(const ny_cell_rule *rule, ny_cell *cell)
{
    if (rule->if_known)
        cell->state = NY_CELL_MISSING;
    else if (rule->if_any)
        cell->state = NY_CELL_ABSENT;
    else
        return say(rule, NY_WORDS_FAULT_EMPTY);
    return sound;
}

/* --- most cells -------------------------------------------------------------------------------- */

/* What most cells are, read by the shortest way. False says nothing: then the rules above decide, and say
 * why where they refuse. */

/* Digits, and at most one mark with decimals behind it; so few that nothing can run over. */
static bool read_short_number(const ny_cell_rule *rule, char decimal, ny_text text, ny_cell *cell)
{
    int64_t number = 0;
    uint32_t scale = 0, zeros = 0;
    size_t at = 0;
    if (text.size > 9 || ((rule->has_low || rule->has_high) && !rule->has_small_range))
        return false;
    for (; at < text.size && is_digit(text.data[at]); at++)
        number = number * 10 + (text.data[at] - '0');
    if (!at || (at < text.size && (text.data[at] != decimal || at + 1 == text.size)))
        return false;
    for (at++; at < text.size; at++, scale++) {
        if (!is_digit(text.data[at]))
            return false;
        number = number * 10 + (text.data[at] - '0');
        zeros = text.data[at] == '0' ? zeros + 1 : 0;
    }
    for (; zeros; zeros--, scale--)
        number /= 10;
    if (rule->is_whole && scale)
        return false;
    int64_t power = ny_power_of_ten(scale);
    if ((rule->has_low && number < rule->low.numerator * power) ||
        (rule->has_high && number > rule->high.numerator * power))
        return false;
    cell->value = number;
    cell->scale = (uint8_t)scale;
    return true;
}

static bool read_iso_date(const ny_cell_rule *rule, ny_text text, ny_cell *cell)
{
    ny_date date;
    if (!ny_date_read(text, &date) || (rule->has_extracted && date > rule->extracted))
        return false;
    cell->value = date;
    return true;
}

static bool read_short_code(const ny_cell_rule *rule, ny_text text, ny_cell *cell)
{
    if (rule->codes.count > NY_CODES_FEW)
        return false;
    for (uint32_t i = 0; i < rule->codes.count; i++) {
        ny_text code = rule->codes.items[i].code;
        size_t at = 0;
        while (at < text.size && code.size == text.size && code.data[at] == text.data[at])
            at++;
        if (at == text.size && code.size == text.size) {
            cell->value = rule->codes.items[i].word;
            return true;
        }
    }
    return false;
}

/* No blank at either end, of a text that is not empty and ASCII. */
static bool is_trim(ny_text text)
{
    return !is_blank_at(text, 0) && !is_blank_at(text, text.size - 1);
}

static bool read_plain(const ny_cell_rule *rule, const ny_cell_format *format, ny_text text,
                       ny_cell *cell)
{
    switch (rule->kind) {
    case NY_KIND_NUMBER:
        return read_short_number(rule, format->decimal, text, cell);
    case NY_KIND_DATE:
        return format->is_iso && read_iso_date(rule, text, cell);
    case NY_KIND_YES_NO:
    case NY_KIND_WORD:
    case NY_KIND_PARTY:
        return read_short_code(rule, text, cell);
    case NY_KIND_TEXT:
    case NY_KIND_ROW:
        cell->text = text;
        return !rule->has_digits && is_trim(text);
    case NY_KIND_ANY:
        break;
    }
    return false;
}

/* --- any cell --------------------------------------------------------------------------------- */

bool ny_cell_read_plain(const ny_cell_rule *rule, const ny_cell_format *format,
                        const ny_csv_cell *raw, ny_cell *ret_cell)
{
    *ret_cell = (ny_cell){.state = NY_CELL_SOUND};
    if (raw->has_doubled || raw->has_stray || raw->has_high || raw->given != NY_GIVEN_TEXT)
        return false;
    if (raw->raw.size)
        return read_plain(rule, format, raw->raw, ret_cell);
    ret_cell->state = rule->if_known ? NY_CELL_MISSING : NY_CELL_ABSENT;
    return rule->if_known || rule->if_any;
}

ny_text ny_cell_read(ny_arena *arena, const ny_cell_rule *rule, const ny_cell_format *format,
                     const ny_csv_cell *raw, ny_cell *ret_cell)
{
    ny_cell cell = {.state = NY_CELL_SOUND};
    bool is_plain =
        !raw->has_doubled && !raw->has_stray && !raw->has_high && raw->given == NY_GIVEN_TEXT;
    *ret_cell = cell;
    if (is_plain && raw->raw.size && read_plain(rule, format, raw->raw, ret_cell))
        return sound;
    ny_text text = ny_csv_cell_text(arena, raw), reason;
    if (text.size) {
        /* First, because a code may have blanks where the source says so. */
        ny_given given = (ny_given)raw->given;
        reason = judge_given(rule, given);
        bool is_code = !reason.size && !raw->has_stray && find_code(rule, text, &cell);
        if (!reason.size && !is_code)
            reason = judge_letters(arena, rule, raw, format->encoding, text);
        if (!is_code && !reason.size)
            reason = given == NY_GIVEN_TEXT ? read_by_kind(arena, rule, format, text, &cell)
                                            : read_given(arena, rule, given, text, &cell);
    } else {
        reason = read_blank(rule, &cell);
    }
    if (reason.size)
        cell.state = NY_CELL_FAULTY;
    *ret_cell = cell;
    return reason;
}

/* --- reasons ---------------------------------------------------------------------------------- */

static ny_text outside_text(ny_arena *arena, const ny_cell_rule *rule, ny_text unit)
{
    ny_text low = ny_rational_decimal_text(arena, rule->low, 0, NY_NUMBER_MOST_DIGITS);
    const char *gap = unit.size ? " " : "";
    if (!rule->has_high)
        return SAY_WITH(arena, rule, NY_WORDS_FAULT_LESS,
                        ny_format(arena, "%.*s%s%.*s", NY_PRINT(low), gap, NY_PRINT(unit)));
    ny_text high = ny_rational_decimal_text(arena, rule->high, 0, NY_NUMBER_MOST_DIGITS);
    return SAY_WITH(arena, rule, NY_WORDS_FAULT_OUTSIDE, low,
                    ny_format(arena, "%.*s%s%.*s", NY_PRINT(high), gap, NY_PRINT(unit)));
}

static ny_text no_code_text(ny_arena *arena, const ny_cell_rule *rule)
{
    ny_buffer buffer = ny_buffer_create(arena);
    uint32_t count = rule->codes.count;
    uint32_t shown = count > NY_CODES_LISTED ? NY_CODES_LISTED : count;
    for (uint32_t i = 0; i < shown; i++)
        ny_buffer_format(&buffer, "%s\"%.*s\"", i ? ", " : "", NY_PRINT(rule->codes.items[i].code));
    if (shown < count)
        return SAY_WITH(arena, rule, NY_WORDS_FAULT_NO_CODE_MORE, ny_buffer_text(&buffer),
                        ny_format(arena, "%u", count - shown));
    return SAY_WITH(arena, rule, NY_WORDS_FAULT_NO_CODE, ny_buffer_text(&buffer));
}

static const ny_map *index_codes(ny_arena *arena, const ny_cell_rule *rule)
{
    ny_map *map = ny_map_create(arena);
    for (uint32_t i = 0; i < rule->codes.count; i++)
        ny_map_add(map, rule->codes.items[i].code, i);
    return map;
}

ny_cell_format ny_cell_format_of(ny_arena *arena, ny_language language, ny_encoding encoding,
                                 char decimal, ny_text dates)
{
    ny_cell_format format = {.encoding = encoding, .decimal = decimal};
    bool readable = ny_date_pattern_read(dates, &format.date);
    NY_BUG_ON(!readable);
    format.is_iso = ny_text_is(dates, "yyyy-mm-dd");
    format.not_written = NY_PHRASE_WITH(arena, language, NY_WORDS_FAULT_NOT_WRITTEN, dates);
    return format;
}

static void make_date_reasons(ny_arena *arena, ny_cell_rule *rule)
{
    if (rule->has_extracted) {
        char day[11];
        ny_date_write(rule->extracted, day);
        rule->after_extract = SAY_WITH(arena, rule, NY_WORDS_FAULT_AFTER_EXTRACT, ny_text_of(day));
    }
}

static bool is_small(ny_rational number)
{
    return number.denominator == 1 && number.numerator < 1000000000 &&
           number.numerator > -1000000000;
}

void ny_cell_rule_finish(ny_arena *arena, ny_cell_rule *rule, ny_text unit)
{
    switch (rule->kind) {
    case NY_KIND_NUMBER:
        rule->is_percent = ny_text_is(unit, "%");
        rule->has_small_range =
            (!rule->has_low || is_small(rule->low)) && (!rule->has_high || is_small(rule->high));
        if (rule->has_low)
            rule->outside = outside_text(arena, rule, unit);
        break;
    case NY_KIND_DATE:
        make_date_reasons(arena, rule);
        break;
    case NY_KIND_YES_NO:
    case NY_KIND_WORD:
    case NY_KIND_PARTY:
        rule->code_index = index_codes(arena, rule);
        rule->no_code = no_code_text(arena, rule);
        break;
    case NY_KIND_TEXT:
        if (rule->has_digits)
            rule->no_digits = SAY_WITH(
                arena, rule, NY_WORDS_FAULT_DIGITS, ny_format(arena, "%u", rule->digits),
                ny_format(arena, "%u", rule->digit_low), ny_format(arena, "%u", rule->digit_high));
        break;
    case NY_KIND_ROW:
    case NY_KIND_ANY:
        break;
    }
}
