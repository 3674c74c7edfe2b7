/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Units by name. Built in: day, week, hour; month, quarter, year; point; QALY. A contract adds its
 * currencies, its tables (the unit of their rows) and those that it declares. */

#include "model/checker.h"

static const struct {
    const char *name;
    uint32_t number;
    int64_t over, under; /* factor to the base unit */
} built_in[] = {
    {"day", NY_UNIT_DAY, 1, 1},       {"week", NY_UNIT_DAY, 7, 1},
    {"hour", NY_UNIT_DAY, 1, 24},     {"month", NY_UNIT_MONTH, 1, 1},
    {"quarter", NY_UNIT_MONTH, 3, 1}, {"year", NY_UNIT_MONTH, 12, 1},
    {"point", NY_UNIT_POINT, 1, 1},   {"QALY", NY_UNIT_QALY, 1, 1},
};

#define BUILT_IN (sizeof built_in / sizeof *built_in)

void ny_check_units_begin(ny_checker *checker)
{
    static const char *const names[NY_UNIT_FIRST_FREE] = {"day", "month", "point", "QALY"};
    for (size_t i = 0; i < NY_UNIT_FIRST_FREE; i++)
        *NY_APPEND(checker->arena, &checker->model->units) = ny_text_of(names[i]);
}

static bool find_built_in(ny_text name, size_t *ret_index)
{
    for (size_t i = 0; i < BUILT_IN; i++)
        if (ny_text_is(name, built_in[i].name)) {
            *ret_index = i;
            return true;
        }
    return false;
}

uint32_t ny_check_add_unit(ny_checker *checker, ny_name name)
{
    size_t index;
    uint32_t number = checker->model->units.count;
    if (find_built_in(name.text, &index) || number >= UINT16_MAX ||
        !ny_map_add(checker->units, name.text, number)) {
        NY_SAY(checker, NY_UNIT_TWICE, name.span, name.text);
        return NY_NONE;
    }
    *NY_APPEND(checker->arena, &checker->model->units) = name.text;
    return number;
}

/* "operations" is "operation". */
static ny_text without_s(ny_text name)
{
    if (name.size > 1 && name.data[name.size - 1] == 's')
        name.size--;
    return name;
}

bool ny_find_time_word(ny_arena *arena, ny_text name, ny_time_word *ret_word)
{
    size_t index;
    if (!find_built_in(name, &index) && !find_built_in(without_s(name), &index))
        return false;
    if (built_in[index].number != NY_UNIT_DAY && built_in[index].number != NY_UNIT_MONTH)
        return false;
    *ret_word = (ny_time_word){
        .name = ny_text_of(built_in[index].name),
        .base = built_in[index].number,
        .factor = ny_rational_fraction(arena, built_in[index].over, built_in[index].under)};
    return true;
}

bool ny_check_is_unit(const ny_checker *checker, ny_text name)
{
    size_t index;
    uint32_t number;
    return find_built_in(name, &index) || find_built_in(without_s(name), &index) ||
           ny_map_find(checker->units, name, &number) ||
           ny_map_find(checker->units, without_s(name), &number);
}

static bool find_unit(ny_checker *checker, ny_text name, ny_unit *ret_unit, ny_rational *ret_factor)
{
    size_t index;
    uint32_t number;
    if (find_built_in(name, &index)) {
        *ret_unit = ny_unit_base(built_in[index].number);
        *ret_factor =
            ny_rational_fraction(checker->arena, built_in[index].over, built_in[index].under);
        return true;
    }
    if (!ny_map_find(checker->units, name, &number))
        return false;
    *ret_unit = ny_unit_base(number);
    *ret_factor = NY_RATIONAL_ONE;
    return true;
}

static void report_unknown_unit(ny_checker *checker, ny_name name)
{
    const ny_model *model = checker->model;
    bool currency = name.text.size == 3;
    for (size_t i = 0; i < name.text.size; i++)
        currency = currency && name.text.data[i] >= 'A' && name.text.data[i] <= 'Z';
    if (currency && model->currencies.count > 0)
        NY_SAY(checker, NY_CURRENCY_NOT_NAMED, name.span, name.text,
               model->has_study ? ny_words(checker->sink, NY_WORDS_WHICH_CURRENCY)
                                : ny_words(checker->sink, NY_WORDS_CURRENCIES_ROUNDED),
               model->has_study ? NY_NO_TEXT
                                : ny_words(checker->sink, NY_WORDS_WORDS_EACH_ROUNDED));
    else
        NY_SAY(checker, NY_UNIT_UNKNOWN, name.span, name.text,
               ny_nordic_word(name.text).size
                   ? NY_WORDS(checker->sink, NY_WORDS_WRITE, ny_nordic_word(name.text))
                   : ny_suggestion(checker, without_s(name.text), model->units.items,
                                   model->units.count));
}

static bool apply(ny_checker *checker, ny_name name, int power, ny_unit *unit, ny_rational *factor)
{
    ny_unit one;
    ny_rational by;
    if (!find_unit(checker, name.text, &one, &by) &&
        !find_unit(checker, without_s(name.text), &one, &by)) {
        report_unknown_unit(checker, name);
        return false;
    }
    *factor = power > 0 ? ny_rational_multiply(checker->arena, *factor, by)
                        : ny_rational_divide(checker->arena, *factor, by);
    if (ny_unit_multiply(*unit, one, power, unit))
        return true;
    NY_SAY(checker, NY_UNIT_TOO_LARGE, name.span, name.text);
    return false;
}

bool ny_check_unit(ny_checker *checker, const ny_unit_words *words, ny_unit *ret_unit,
                   ny_rational *ret_factor)
{
    ny_unit unit = ny_unit_none();
    ny_rational factor = NY_RATIONAL_ONE;
    if (words->over.text.size && !apply(checker, words->over, 1, &unit, &factor))
        return false;
    for (uint32_t i = 0; i < words->per.count; i++)
        if (!apply(checker, words->per.items[i], -1, &unit, &factor))
            return false;
    *ret_unit = unit;
    *ret_factor = factor;
    return true;
}

ny_text ny_unit_words_text(ny_checker *checker, const ny_unit_words *words, bool percent)
{
    ny_buffer buffer = ny_buffer_create(checker->arena);
    if (percent)
        ny_buffer_add(&buffer, NY_TEXT("%"));
    if (words->over.text.size) {
        size_t index;
        ny_text name = words->over.text;
        uint32_t number;
        if (!find_built_in(name, &index) && !ny_map_find(checker->units, name, &number))
            name = without_s(name);
        ny_buffer_format(&buffer, "%s%.*s", percent ? " " : "", NY_PRINT(name));
    }
    for (uint32_t i = 0; i < words->per.count; i++)
        ny_buffer_format(&buffer, "%sper %.*s", buffer.size ? " " : "",
                         NY_PRINT(words->per.items[i].text));
    return ny_buffer_text(&buffer);
}

ny_text ny_unit_text(ny_arena *arena, const ny_model *model, ny_unit unit, bool plural)
{
    ny_buffer buffer = ny_buffer_create(arena);
    for (uint32_t i = 0; i < unit.count; i++) {
        ny_text name = model->units.items[unit.number[i]];
        bool currency = unit.number[i] >= NY_UNIT_FIRST_FREE &&
                        unit.number[i] < NY_UNIT_FIRST_FREE + model->currencies.count;
        bool say_s = plural && !currency && unit.number[i] != NY_UNIT_QALY;
        for (int e = 0; e < unit.exponent[i]; e++)
            ny_buffer_format(&buffer, "%s%.*s%s", buffer.size ? " " : "", NY_PRINT(name),
                             say_s ? "s" : "");
    }
    for (uint32_t i = 0; i < unit.count; i++)
        for (int e = 0; e > unit.exponent[i]; e--)
            ny_buffer_format(&buffer, "%sper %.*s", buffer.size ? " " : "",
                             NY_PRINT(model->units.items[unit.number[i]]));
    return ny_buffer_text(&buffer);
}

/* Of the units that are no time, those above the line or those below it: "DKK", "per bed". */
static ny_text text_of_side(ny_arena *arena, const ny_model *model, ny_unit unit, bool above)
{
    ny_unit side = ny_unit_none();
    for (uint32_t i = 0; i < unit.count; i++) {
        bool time = unit.number[i] == NY_UNIT_DAY || unit.number[i] == NY_UNIT_MONTH;
        if (time || (unit.exponent[i] > 0) != above)
            continue;
        side.number[side.count] = unit.number[i];
        side.exponent[side.count++] = unit.exponent[i];
    }
    return ny_unit_text(arena, model, side, false);
}

ny_text ny_unit_text_in(ny_arena *arena, const ny_model *model, ny_unit unit,
                        const ny_time_word *day, const ny_time_word *month, ny_rational *ret_factor)
{
    ny_buffer out = ny_buffer_create(arena);
    const ny_time_word *words[] = {day, month};
    ny_text below = text_of_side(arena, model, unit, false);
    *ret_factor = NY_RATIONAL_ONE;
    ny_buffer_add(&out, text_of_side(arena, model, unit, true));
    for (size_t i = 0; i < 2; i++) {
        int exponent = ny_unit_exponent(unit, words[i]->base);
        *ret_factor = ny_rational_multiply(arena, *ret_factor,
                                           ny_rational_power(arena, words[i]->factor, exponent));
        for (int e = 0; e < exponent; e++)
            ny_buffer_format(&out, "%s%.*s", out.size ? " " : "", NY_PRINT(words[i]->name));
    }
    ny_buffer_format(&out, "%s%.*s", out.size && below.size ? " " : "", NY_PRINT(below));
    for (size_t i = 0; i < 2; i++)
        for (int e = 0; e > ny_unit_exponent(unit, words[i]->base); e--)
            ny_buffer_format(&out, "%sper %.*s", out.size ? " " : "", NY_PRINT(words[i]->name));
    return ny_buffer_text(&out);
}

ny_text ny_unit_name(ny_checker *checker, ny_unit unit)
{
    if (ny_unit_is_none(unit))
        return ny_words(checker->sink, NY_WORDS_NUMBER_WITHOUT_UNIT);
    return ny_unit_text(checker->arena, checker->model, unit, true);
}
