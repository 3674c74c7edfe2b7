/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See prose.h. */

#include "use/prose.h"

#include "base/bug.h"

#include <string.h>

/* One text a name; a language that lacks one, or has one twice, does not compile. */
typedef struct ny_phrases {
#define NY_TELL(name, text) const char *name;
#include "use/prose/english.def"
#undef NY_TELL
} ny_phrases;

enum {
#define NY_TELL(name, text) NY_ENGLISH_##name,
#include "use/prose/english.def"
#undef NY_TELL
    NY_ENGLISH_PHRASES
};
enum {
#define NY_TELL(name, text) NY_DANISH_##name,
#include "use/prose/dansk.def"
#undef NY_TELL
    NY_DANISH_PHRASES
};
_Static_assert((int)NY_ENGLISH_PHRASES == (int)NY_DANISH_PHRASES,
               "dansk.def lacks a phrase, or has one more");

#define NY_TELL(name, text) .name = (text),
static const ny_phrases phrases_of[] = {
    [NY_ENGLISH] =
        {
#include "use/prose/english.def"
        },
    [NY_DANISH] =
        {
#include "use/prose/dansk.def"
        },
};
#undef NY_TELL

static const char *phrase_of(ny_language language, ny_tell say)
{
    const ny_phrases *phrases = &phrases_of[language];
    switch (say) {
#define NY_TELL(name, text)                                                                        \
    case NY_TELL_##name:                                                                           \
        return phrases->name;
#include "use/prose/english.def"
#undef NY_TELL
    case NY_TELL_COUNT:
        break;
    }
    NY_BUG("no such phrase");
}

/* Whatever marks stand behind it. */
static bool ends_with_stop(const ny_buffer *text)
{
    size_t end = text->size;
    while (end && text->data[end - 1] == NY_PROSE_NAME_END)
        end--;
    return end && text->data[end - 1] == '.';
}

ny_text ny_tell_with(const ny_prose *prose, ny_tell say, const ny_text *words, size_t count)
{
    ny_buffer out = ny_buffer_create(prose->arena);
    const char *text = phrase_of(prose->language, say);
    for (; *text; text++) {
        bool hole = text[0] == '{' && text[1] >= '0' && text[1] <= '9' && text[2] == '}';
        bool doubled = *text == '.' && ends_with_stop(&out); /* "kr.." */
        if (!hole && doubled)
            continue;
        if (!hole) {
            ny_buffer_add_character(&out, *text);
            continue;
        }
        size_t number = (size_t)(text[1] - '0');
        NY_BUG_ON(number >= count);
        ny_buffer_add(&out, words[number]);
        text += 2;
    }
    return ny_buffer_text(&out);
}

ny_text ny_prose_list(const ny_prose *prose, const ny_text *texts, size_t count, ny_tell joined)
{
    if (count == 0)
        return NY_NO_TEXT;
    ny_text between = NY_TELLS(prose, COMMA, NY_NO_TEXT, NY_NO_TEXT);
    ny_buffer out =
        ny_buffer_create(prose->arena); /* joined one to one, long lists would grow as squares */
    ny_buffer_add(&out, texts[0]);
    for (size_t i = 1; i + 1 < count; i++) {
        ny_buffer_add(&out, between);
        ny_buffer_add(&out, texts[i]);
    }
    ny_text list = ny_buffer_text(&out);
    return count == 1 ? list : NY_TELLS_CODE(prose, joined, list, texts[count - 1]);
}

/* --- figures and dates ------------------------------------------------------------------------- */

ny_text ny_prose_decimal(const ny_prose *prose, ny_text decimal)
{
    ny_buffer out = ny_buffer_create(prose->arena);
    ny_text point = NY_TELLS_PLAIN(prose, DECIMAL_SIGN);
    ny_text thousands = NY_TELLS_PLAIN(prose, THOUSANDS_SIGN);
    size_t whole = 0, first = decimal.size && decimal.data[0] == '-';
    while (whole < decimal.size && decimal.data[whole] != '.')
        whole++;
    bool group = whole - first > 3;
    for (size_t i = 0; i < decimal.size; i++) {
        if (decimal.data[i] == '-') {
            ny_buffer_add(&out, NY_TEXT("−"));
            continue;
        }
        if (group && i > first && i < whole && (whole - i) % 3 == 0)
            ny_buffer_add(&out, thousands);
        if (decimal.data[i] == '.')
            ny_buffer_add(&out, point);
        else
            ny_buffer_add_character(&out, decimal.data[i]);
    }
    return ny_buffer_text(&out);
}

ny_text ny_prose_number(const ny_prose *prose, ny_rational number)
{
    return ny_prose_decimal(prose, ny_rational_decimal_text(prose->arena, number, 0, 6));
}

ny_text ny_prose_date(const ny_prose *prose, ny_date date)
{
    int32_t year, month, day;
    ny_date_to_parts(date, &year, &month, &day);
    return NY_TELLS(prose, DATE, ny_format(prose->arena, "%d", day),
                    NY_TELLS_CODE(prose, (ny_tell)((int)NY_TELL_MONTH_1 + month - 1), NY_NO_TEXT),
                    ny_format(prose->arena, "%d", year));
}

ny_text ny_prose_money_year(const ny_prose *prose, const ny_model *model)
{
    return NY_TELLS(prose, PRICES_OF_YEAR,
                    ny_format(prose->arena, "%u", ny_model_money_year(model)));
}

uint32_t ny_currency_decimals(const ny_currency *currency)
{
    uint32_t decimals = 0;
    while (decimals < 12 && !ny_rational_ends_within(currency->rounding, decimals))
        decimals++;
    return decimals;
}

static ny_text money(const ny_prose *prose, ny_rational amount, const ny_currency *currency,
                     uint32_t most)
{
    uint32_t decimals = ny_currency_decimals(currency);
    ny_text text =
        ny_rational_decimal_text(prose->arena, amount, decimals, most > decimals ? most : decimals);
    return ny_format(prose->arena, "%.*s %.*s", NY_PRINT(ny_prose_decimal(prose, text)),
                     NY_PRINT(ny_prose_unit(prose, currency->name, true)));
}

ny_text ny_prose_money(const ny_prose *prose, ny_rational amount, const ny_currency *currency)
{
    return money(prose, amount, currency, 0);
}

ny_text ny_prose_money_exact(const ny_prose *prose, ny_rational amount, const ny_currency *currency)
{
    return money(prose, amount, currency, 12);
}

ny_text ny_prose_span(const ny_prose *prose, ny_span_of_time span)
{
    bool months = span.months != 0, years = months && span.months % 12 == 0;
    int32_t count = years ? span.months / 12 : months ? span.months : span.days;
    ny_text unit = years ? NY_TEXT("year") : months ? NY_TEXT("month") : NY_TEXT("day");
    return ny_format(prose->arena, "%.*s %.*s",
                     NY_PRINT(ny_prose_number(prose, ny_rational_whole(count))),
                     NY_PRINT(ny_prose_unit(prose, unit, count != 1)));
}

/* --- units ------------------------------------------------------------------------------------- */

static bool translation(const ny_prose *prose, ny_text word, ny_text *ret_text)
{
    uint32_t number;
    if (!prose->words || !ny_map_find(prose->words, word, &number))
        return false;
    *ret_text = prose->translations[number];
    return true;
}

/* The units that every contract has: how each is written, alone and for several. */
static const struct {
    const char *written;
    ny_tell one, many;
} known_units[] = {
    {"day", NY_TELL_UNIT_DAY, NY_TELL_UNIT_DAYS},
    {"week", NY_TELL_UNIT_WEEK, NY_TELL_UNIT_WEEKS},
    {"hour", NY_TELL_UNIT_HOUR, NY_TELL_UNIT_HOURS},
    {"month", NY_TELL_UNIT_MONTH, NY_TELL_UNIT_MONTHS},
    {"quarter", NY_TELL_UNIT_QUARTER, NY_TELL_UNIT_QUARTERS},
    {"year", NY_TELL_UNIT_YEAR, NY_TELL_UNIT_YEARS},
    {"point", NY_TELL_UNIT_POINT, NY_TELL_UNIT_POINTS},
    {"QALY", NY_TELL_UNIT_QALY, NY_TELL_UNIT_QALYS},
    {"DKK", NY_TELL_UNIT_DKK, NY_TELL_UNIT_DKK},
    {"SEK", NY_TELL_UNIT_SEK, NY_TELL_UNIT_SEK},
    {"NOK", NY_TELL_UNIT_NOK, NY_TELL_UNIT_NOK},
    {"EUR", NY_TELL_UNIT_EUR, NY_TELL_UNIT_EUR},
};

static ny_text without_s(ny_text word)
{
    return word.size > 1 && word.data[word.size - 1] == 's' ? (ny_text){word.data, word.size - 1}
                                                            : word;
}

static ny_text with_blanks(ny_arena *arena, ny_text name)
{
    ny_buffer out = ny_buffer_create(arena);
    for (size_t i = 0; i < name.size; i++)
        ny_buffer_add_character(&out, name.data[i] == '_' ? ' ' : name.data[i]);
    return ny_buffer_text(&out);
}

static bool is_unit(const ny_prose *prose, ny_text word)
{
    for (uint32_t i = 0; i < prose->model->units.count; i++)
        if (ny_text_equal(prose->model->units.items[i], word))
            return true;
    return false;
}

/* Of a word that only the contract knows: by the language's plainest rule. */
static ny_text plural_of(const ny_prose *prose, ny_text one)
{
    bool consonant_y =
        one.size > 1 && one.data[one.size - 1] == 'y' && !strchr("aeiou", one.data[one.size - 2]);
    return consonant_y ? NY_TELLS(prose, PLURAL_OF_Y, (ny_text){one.data, one.size - 1})
                       : NY_TELLS(prose, PLURAL, one);
}

/* One word of a unit, as the contract writes it: in the plural or not. */
static ny_text unit_word(const ny_prose *prose, ny_text word, bool plural)
{
    ny_text found;
    if (prose->model->currencies.count > 1 && ny_is_currency(prose->model, word))
        return word; /* "kr." would be any of them */
    for (size_t i = 0; i < sizeof known_units / sizeof *known_units; i++)
        if (ny_text_is(word, known_units[i].written) ||
            ny_text_is(without_s(word), known_units[i].written))
            return ny_tell_with(prose, plural ? known_units[i].many : known_units[i].one, NULL, 0);
    if (ny_is_currency(prose->model, word))
        return word;
    ny_text one = is_unit(prose, word) ? word : without_s(word);
    ny_text many = ny_format(prose->arena, "%.*ss", NY_PRINT(one));
    if (plural && translation(prose, many, &found))
        return found;
    if (translation(prose, one, &found))
        return found;
    one = with_blanks(prose->arena, one);
    return plural ? plural_of(prose, one) : one;
}

/* The first word is over, and may be lacking ("per year"); each later one stands behind `per`. */
ny_text ny_prose_unit(const ny_prose *prose, ny_text written, bool plural)
{
    ny_text unit = NY_NO_TEXT, count = NY_NO_TEXT; /* "per 1_000 days" */
    bool over = true;
    ny_rational number;
    for (size_t i = 0; i < written.size;) {
        size_t end = i;
        while (end < written.size && written.data[end] != ' ')
            end++;
        ny_text word = {written.data + i, end - i};
        i = end + 1;
        if (ny_text_is(word, "per")) {
            over = false;
            continue;
        }
        if (ny_rational_read(prose->arena, word, &number)) {
            count = ny_prose_number(prose, number);
            continue;
        }
        ny_text said = unit_word(prose, word, (plural && over) || count.size);
        if (count.size)
            said = ny_format(prose->arena, "%.*s %.*s", NY_PRINT(count), NY_PRINT(said));
        count = NY_NO_TEXT;
        if (!unit.size)
            unit = over ? said : NY_TELLS(prose, UNIT_PER_ONLY, said);
        else if (over)
            unit = ny_format(prose->arena, "%.*s %.*s", NY_PRINT(unit), NY_PRINT(said));
        else
            unit = NY_TELLS(prose, PER, unit, said);
    }
    return unit;
}

static ny_text unit_words_text(ny_arena *arena, const ny_unit_words *unit)
{
    ny_buffer out = ny_buffer_create(arena);
    ny_buffer_add(&out, unit->over.text);
    for (uint32_t i = 0; i < unit->per.count; i++)
        ny_buffer_format(&out, "%sper %.*s", out.size ? " " : "",
                         NY_PRINT(unit->per.items[i].text));
    return ny_buffer_text(&out);
}

static bool is_one(ny_rational number)
{
    return ny_rational_compare(number, NY_RATIONAL_ONE) == 0;
}

static ny_text number_and_unit(const ny_prose *prose, ny_rational number, bool percent,
                               ny_text unit)
{
    ny_text text = ny_prose_number(prose, number);
    if (percent)
        text = NY_TELLS(prose, PERCENT, text);
    if (!unit.size)
        return text;
    return ny_format(prose->arena, "%.*s %.*s", NY_PRINT(text),
                     NY_PRINT(ny_prose_unit(prose, unit, !is_one(number))));
}

ny_text ny_prose_literal(const ny_prose *prose, const ny_literal *literal)
{
    if (literal->is_percentage_points && is_one(literal->number))
        return NY_TELLS_PLAIN(prose, PERCENTAGE_POINT);
    if (literal->is_percentage_points)
        return NY_TELLS(prose, PERCENTAGE_POINTS, ny_prose_number(prose, literal->number));
    return number_and_unit(prose, literal->number, literal->is_percent,
                           unit_words_text(prose->arena, &literal->unit));
}

typedef struct ny_percents {
    uint32_t percent, bare;
} ny_percents;

static void count_percents(void *context, const ny_expression *expression)
{
    ny_percents *percents = context;
    if (expression->kind != NY_EXPRESSION_NUMBER || expression->literal.unit.over.text.size ||
        expression->literal.unit.per.count)
        return;
    if (expression->literal.is_percent)
        percents->percent++;
    else
        percents->bare++;
}

/* A figure without a unit that the contract makes of percentages alone is read as one. */
static bool is_share(const ny_figure *figure)
{
    ny_percents percents = {0};
    if (figure->kind == NY_FIGURE_MEASURE)
        return figure->declaration->is.measure.kind == NY_KEYWORD_SHARE;
    if (figure->kind != NY_FIGURE_DEFINE || figure->unit_text.size)
        return false;
    const ny_define_words *words = &figure->declaration->is.define;
    ny_walk_expression(words->value, count_percents, &percents);
    ny_walk_expression(words->first, count_percents, &percents);
    ny_walk_expression(words->later, count_percents, &percents);
    for (uint32_t i = 0; i < words->steps.count; i++)
        ny_walk_expression(words->steps.items[i].value, count_percents, &percents);
    return percents.percent && !percents.bare;
}

ny_text ny_prose_value(const ny_prose *prose, const ny_figure *figure, ny_value value)
{
    ny_arena *arena = prose->arena;
    if (value.state != NY_KNOWN)
        return NY_TELLS_PLAIN(prose, IS_NOT_KNOWN);
    switch (figure->type.kind) {
    case NY_KIND_NUMBER: {
        ny_rational shown = ny_rational_divide(arena, value.is.number, figure->factor);
        if (ny_text_is(figure->unit_text, "%"))
            return number_and_unit(prose, shown, true, NY_NO_TEXT);
        if (is_share(figure))
            return number_and_unit(prose,
                                   ny_rational_multiply(arena, shown, ny_rational_whole(100)), true,
                                   NY_NO_TEXT);
        if (figure->currency != NY_NONE && !ny_rational_ends_within(shown, 2))
            shown = ny_rational_round(arena, shown, ny_rational_fraction(arena, 1, 100),
                                      NY_HALVES_AWAY_FROM_ZERO);
        return number_and_unit(prose, shown, false, figure->unit_text);
    }
    case NY_KIND_DATE:
        return ny_prose_date(prose, value.is.date);
    case NY_KIND_YES_NO:
        return value.is.index ? NY_TELLS_PLAIN(prose, YES) : NY_TELLS_PLAIN(prose, NO);
    case NY_KIND_WORD:
        return ny_prose_name(prose, prose->model->tables.items[figure->type.table]
                                        .columns.items[figure->type.column]
                                        .words.items[value.is.index]);
    case NY_KIND_PARTY:
        return ny_prose_party(prose, value.is.index);
    case NY_KIND_TEXT:
        return value.is.text;
    case NY_KIND_ROW:
    case NY_KIND_ANY:
        break;
    }
    return NY_NO_TEXT;
}

/* `most`: decimals at most, or 0: as is usual for what it is. */
static ny_text shown_to(const ny_prose *prose, const ny_figure *figure, ny_value value,
                        uint32_t most)
{
    ny_arena *arena = prose->arena;
    if (value.state != NY_KNOWN || figure->type.kind != NY_KIND_NUMBER)
        return ny_prose_value(prose, figure, value);
    ny_rational shown = ny_rational_divide(arena, value.is.number, figure->factor);
    bool share = is_share(figure), percent = share || ny_text_is(figure->unit_text, "%");
    bool money = figure->currency != NY_NONE;
    if (share)
        shown = ny_rational_multiply(arena, shown, ny_rational_whole(100));
    uint32_t usual = money ? 6 : percent ? 2 : 4;
    ny_text text = ny_prose_decimal(
        prose, ny_rational_decimal_text(arena, shown, money ? 2 : 0, most ? most : usual));
    if (percent)
        return NY_TELLS(prose, PERCENT, text);
    if (!figure->unit_text.size)
        return text;
    return ny_format(arena, "%.*s %.*s", NY_PRINT(text),
                     NY_PRINT(ny_prose_unit(prose, figure->unit_text, !is_one(shown))));
}

ny_text ny_prose_shown(const ny_prose *prose, const ny_figure *figure, ny_value value)
{
    return shown_to(prose, figure, value, 0);
}

ny_text ny_prose_rounded(const ny_prose *prose, const ny_figure *figure, ny_value value)
{
    return shown_to(prose, figure, value, 12);
}

ny_tell ny_prose_by_period(const ny_prose *prose, ny_tell of_years)
{
    int32_t months = prose->model->period_months;
    return (ny_tell)((int)of_years + (months == 12 ? 0 : months == 3 ? 1 : 2));
}

/* --- names ------------------------------------------------------------------------------------- */

ny_text ny_prose_name(const ny_prose *prose, ny_text name)
{
    ny_text said;
    if (!translation(prose, name, &said))
        said = with_blanks(prose->arena, name);
    return ny_format(prose->arena, "%c%.*s%c", NY_PROSE_NAME_BEGIN, NY_PRINT(said),
                     NY_PROSE_NAME_END);
}

ny_text ny_prose_rows(const ny_prose *prose, ny_text table)
{
    return unit_word(prose, table, true);
}

ny_text ny_prose_words_of(const ny_prose *prose, ny_text label)
{
    ny_text said;
    return translation(prose, label, &said) ? said : label;
}

ny_text ny_prose_label(const ny_prose *prose, ny_text label)
{
    return NY_TELLS(prose, QUOTED, ny_prose_words_of(prose, label));
}

ny_text ny_prose_party(const ny_prose *prose, uint32_t party)
{
    const ny_party *of = &prose->model->parties.items[party];
    ny_text said;
    if (!of->label.size)
        return ny_prose_name(prose, of->name);
    return translation(prose, of->label, &said) ? said : of->label;
}

ny_text ny_prose_title(const ny_prose *prose, ny_text name, ny_text label, ny_text clause)
{
    ny_text title = label.size ? ny_prose_label(prose, label) : ny_prose_name(prose, name);
    (void)clause;
    return title;
}

/* --- types ------------------------------------------------------------------------------------- */

static ny_text bound(const ny_prose *prose, const ny_type_words *type, ny_rational number)
{
    return number_and_unit(prose, number, type->is_percent,
                           unit_words_text(prose->arena, &type->unit));
}

static ny_text number_type(const ny_prose *prose, const ny_type_words *type)
{
    ny_text unit = unit_words_text(prose->arena, &type->unit);
    if (!type->has_range)
        return unit.size ? NY_TELLS(prose, TYPE_UNIT, ny_prose_unit(prose, unit, true))
                         : NY_TELLS_PLAIN(prose, TYPE_NUMBER);
    ny_text low = ny_prose_number(prose, type->low);
    ny_text range =
        type->high_column.text.size
            ? NY_TELLS(prose, TYPE_RANGE_COLUMN, low, ny_prose_name(prose, type->high_column.text))
            : NY_TELLS(prose, TYPE_RANGE, low, bound(prose, type, type->high));
    return type->is_whole ? NY_TELLS(prose, TYPE_WHOLE, range) : range;
}

static ny_text words_type(const ny_prose *prose, const ny_type_words *type)
{
    ny_text *words = NY_NEW_ARRAY(prose->arena, ny_text, type->words.count + 1);
    for (uint32_t i = 0; i < type->words.count; i++)
        words[i] = ny_prose_name(prose, type->words.items[i].text);
    return NY_TELLS(prose, TYPE_WORDS,
                    ny_prose_list(prose, words, type->words.count, NY_TELL_LIST_OR));
}

static ny_text bare_type(const ny_prose *prose, const ny_type_words *type)
{
    switch (type->form) {
    case NY_FORM_NUMBER:
        return number_type(prose, type);
    case NY_FORM_KEY:
        return NY_TELLS_PLAIN(prose, TYPE_KEY);
    case NY_FORM_PSEUDONYM:
        return NY_TELLS_PLAIN(prose, TYPE_PSEUDONYM);
    case NY_FORM_CODE:
        if (!type->has_digits)
            return NY_TELLS_PLAIN(prose, TYPE_CODE);
        return NY_TELLS(prose, TYPE_CODE_DIGITS, ny_format(prose->arena, "%u", type->digits),
                        ny_format(prose->arena, "%u", type->digit_low),
                        ny_format(prose->arena, "%u", type->digit_high));
    case NY_FORM_DATE:
        if (type->is_after)
            return NY_TELLS(prose, TYPE_DATE_AFTER, ny_prose_name(prose, type->not_before.text));
        return type->not_before.text.size ? NY_TELLS(prose, TYPE_DATE_NOT_BEFORE,
                                                     ny_prose_name(prose, type->not_before.text))
                                          : NY_TELLS_PLAIN(prose, TYPE_DATE);
    case NY_FORM_YES_NO:
        return NY_TELLS_PLAIN(prose, TYPE_YES_NO);
    case NY_FORM_WORDS:
        return words_type(prose, type);
    case NY_FORM_A:
        return type->a.keyword == NY_KEYWORD_PARTY
                   ? NY_TELLS_PLAIN(prose, TYPE_A_PARTY)
                   : NY_TELLS(prose, TYPE_A_ROW, ny_prose_name(prose, type->a.text));
    }
    NY_BUG("a type of no form");
}

ny_text ny_prose_type(const ny_prose *prose, const ny_type_words *type)
{
    ny_text text = bare_type(prose, type);
    if (type->if_any)
        return NY_TELLS(prose, TYPE_IF_ANY, text);
    return type->if_known ? NY_TELLS(prose, TYPE_IF_KNOWN, text) : text;
}
