/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Prices of things, each of a year and a country, and the indexes that bring them to another year:
 *
 *     price in the year L = price in its own year Y x index of L / index of Y, to the hundredth
 *
 * A price is a given figure. Where it has an interval and no payment rests on it, a simulation draws it
 * as it draws any best guess. Lists of prices are long: one that nobody asks for is never drawn, and
 * what only matters to those who ask is said of those alone. */

#include "model/checker.h"

/* --- names, before figures ---------------------------------------------------------------------- */

static const ny_declaration *find_index(const ny_model *model, ny_text name)
{
    for (uint32_t i = 0; i < model->indexes.count; i++)
        if (ny_text_equal(model->indexes.items[i]->name.text, name))
            return model->indexes.items[i];
    return NULL;
}

static void declare_index(ny_checker *checker, const ny_declaration *declaration)
{
    const ny_index_words *words = &declaration->is.index;
    const ny_declaration *first = find_index(checker->model, declaration->name.text);
    if (first) {
        NY_SAY(checker, NY_NAME_TWICE, declaration->name.span, declaration->name.text,
               ny_words(checker->sink, NY_WORDS_INDEX));
        NY_SAY_PLACE(checker, first->header_span, NY_WORDS_0_IS_DECLARED_HERE_FIRST,
                     declaration->name.text);
        return;
    }
    *NY_APPEND(checker->arena, &checker->model->indexes) = declaration;
    if (!words->years.count && !declaration->failed)
        NY_SAY(checker, NY_INDEX_HOW, declaration->header_span, declaration->name.text,
               ny_words(checker->sink, NY_WORDS_INDEX_WITHOUT_YEARS));
    for (uint32_t i = 0; i < words->years.count; i++) {
        if (ny_rational_sign(words->years.items[i].value) <= 0)
            NY_SAY(checker, NY_INDEX_HOW, words->years.items[i].span, declaration->name.text,
                   ny_words(checker->sink, NY_WORDS_INDEX_NOT_ABOVE_0));
        if (i > 0 && words->years.items[i].year <= words->years.items[i - 1].year)
            NY_SAY(checker, NY_INDEX_HOW, words->years.items[i].span, declaration->name.text,
                   ny_words(checker->sink, NY_WORDS_INDEX_OUT_OF_ORDER));
    }
}

/* Whether the file with this line is the contract's or the study's own, not a model of it. */
static bool stands_in_contract(const ny_model *model, const ny_declaration *line)
{
    for (uint32_t t = 0; t < model->trees.count; t++) {
        const ny_tree *tree = model->trees.items[t];
        for (uint32_t i = 0; tree->source == line->span.source && i < tree->declarations.count; i++)
            if (tree->declarations.items[i]->kind == NY_DECLARATION_CONTRACT)
                return true;
    }
    return false;
}

/* Said twice, the contract's line stands, in whatever order the files are read: its payments rest on it. */
static void declare_level(ny_checker *checker, const ny_declaration *declaration)
{
    ny_model *model = checker->model;
    if (declaration->failed)
        return;
    if (!model->raised) {
        model->raised = declaration;
        return;
    }
    const ny_declaration *stands = model->raised, *other = declaration;
    if (stands_in_contract(model, other) && !stands_in_contract(model, stands)) {
        stands = declaration;
        other = model->raised;
    }
    bool of_model = stands_in_contract(model, stands) && !stands_in_contract(model, other);
    model->raised = stands;
    NY_SAY(
        checker, NY_RAISED_TWICE, other->header_span,
        ny_format(checker->arena, "%u", stands->is.raise.year),
        ny_words(checker->sink, of_model ? NY_WORDS_RAISED_OUTSIDE : NY_WORDS_RAISED_TWICE_HERE));
    NY_SAY_PLACE(checker, stands->header_span,
                 of_model ? NY_WORDS_RAISED_IN_CONTRACT : NY_WORDS_RAISED_HERE_FIRST, NY_NO_TEXT);
}

/* A list of prices names its own money: where nothing else does, that is a unit by it. */
static bool knows_money(ny_checker *checker, ny_price *price, ny_name money)
{
    const ny_model *model = checker->model;
    for (uint32_t i = 0; i < model->prices.count; i++)
        if (model->prices.items[i].foreign &&
            ny_text_equal(
                model->prices.items[i].declaration->is.figure.value->literal.unit.over.text,
                money.text))
            return price->foreign = true;
    if (ny_is_currency(model, money.text))
        return true;
    if (!money.text.size || ny_check_is_unit(checker, money.text))
        return false;
    price->foreign = ny_check_add_unit(checker, money) != NY_NONE;
    return true;
}

static void declare_price(ny_checker *checker, const ny_declaration *declaration)
{
    const ny_figure_words *words = &declaration->is.figure;
    ny_text name = declaration->name.text;
    if (declaration->failed || !words->value)
        return;
    ny_price price = {.figure = NY_NONE, .declaration = declaration, .times = NY_RATIONAL_ONE};
    const ny_literal *literal = &words->value->literal;
    bool percent = literal->is_percent || literal->is_percentage_points;
    if (percent || !knows_money(checker, &price, literal->unit.over) ||
        ny_rational_sign(literal->number) <= 0)
        NY_SAY(checker, NY_PRICE_NOT_MONEY, words->value->span, name,
               ny_span_text(checker->sink, words->value->span));
    if (!words->price.year)
        NY_SAY(checker, NY_PRICE_WITHOUT_YEAR, declaration->header_span, name);
    if (!words->from.size)
        NY_SAY(checker, NY_PRICE_WITHOUT_SOURCE, declaration->header_span, name);
    *NY_APPEND(checker->arena, &checker->model->prices) = price;
}

static void each_declaration(ny_checker *checker, ny_declaration_kind kind,
                             void (*declare)(ny_checker *checker,
                                             const ny_declaration *declaration))
{
    const ny_model *model = checker->model;
    for (uint32_t t = 0; t < model->trees.count; t++)
        for (uint32_t i = 0; i < model->trees.items[t]->declarations.count; i++) {
            const ny_declaration *declaration = model->trees.items[t]->declarations.items[i];
            if (declaration->kind == kind &&
                (kind == NY_DECLARATION_RAISE || declaration->name.text.size))
                declare(checker, declaration);
        }
}

static const ny_rational *index_of(const ny_declaration *index, uint32_t year)
{
    const ny_index_words *words = &index->is.index;
    for (uint32_t i = 0; i < words->years.count; i++)
        if (words->years.items[i].year == year && ny_rational_sign(words->years.items[i].value) > 0)
            return &words->years.items[i].value;
    return NULL;
}

static void say_unknown_index(ny_checker *checker, const ny_name *name)
{
    const ny_model *model = checker->model;
    NY_LIST(ny_text) candidates = {0};
    for (uint32_t i = 0; i < model->indexes.count; i++)
        *NY_APPEND(checker->arena, &candidates) = model->indexes.items[i]->name.text;
    ny_text meant = ny_suggestion(checker, name->text, candidates.items, candidates.count);
    NY_SAY(checker, NY_INDEX_UNKNOWN, name->span, name->text,
           meant.size ? meant : NY_WORDS(checker->sink, NY_WORDS_WRITE_INDEX, name->text));
}

/* What stands in the way of raising it is said later, of prices that are asked for. */
static void find_times(ny_checker *checker, ny_price *price)
{
    const ny_price_words *words = &price->declaration->is.figure.price;
    const ny_model *model = checker->model;
    if (words->raised_by.text.size) {
        price->index = find_index(model, words->raised_by.text);
        if (!price->index)
            say_unknown_index(checker, &words->raised_by);
    }
    price->year = words->year;
    price->level = model->raised ? model->raised->is.raise.year : words->year;
    const ny_rational *then = price->index ? index_of(price->index, price->year) : NULL;
    const ny_rational *now = price->index ? index_of(price->index, price->level) : NULL;
    if (then && now && price->level != price->year)
        price->times = ny_rational_divide(checker->arena, *now, *then);
}

void ny_check_declare_prices(ny_checker *checker)
{
    ny_model *model = checker->model;
    each_declaration(checker, NY_DECLARATION_INDEX, declare_index);
    each_declaration(checker, NY_DECLARATION_RAISE, declare_level);
    each_declaration(checker, NY_DECLARATION_PRICE, declare_price);
    for (uint32_t i = 0; i < model->prices.count; i++)
        find_times(checker, &model->prices.items[i]);
}

uint32_t ny_check_price_of(const ny_model *model, const ny_declaration *declaration)
{
    for (uint32_t i = 0; i < model->prices.count; i++)
        if (model->prices.items[i].declaration == declaration)
            return i;
    return NY_NONE;
}

/* --- with figures ------------------------------------------------------------------------------- */

void ny_check_raise(ny_checker *checker, const ny_figure *figure)
{
    const ny_figure_words *words = &figure->declaration->is.figure;
    const ny_expression *const numbers[] = {words->value, words->low, words->high};
    if (figure->price == NY_NONE)
        return;
    const ny_price *price = &checker->model->prices.items[figure->price];
    ny_rational hundredth = ny_rational_fraction(checker->arena, 1, 100);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (!numbers[i] || price->year == price->level ||
            ny_rational_sign(numbers[i]->literal.number) <= 0)
            continue;
        ny_meaning *meaning = &checker->model->meanings.items[numbers[i]->id];
        ny_rational written = numbers[i]->literal.number,
                    raised = ny_rational_round(
                        checker->arena, ny_rational_multiply(checker->arena, written, price->times),
                        hundredth, NY_HALVES_AWAY_FROM_ZERO);
        meaning->value = ny_rational_multiply(
            checker->arena, raised, ny_rational_divide(checker->arena, meaning->value, written));
    }
}

/* --- behind all else ---------------------------------------------------------------------------- */

static void find_asked(ny_model *model)
{
    for (uint32_t i = 0; i < model->meanings.count; i++) {
        const ny_meaning *meaning = &model->meanings.items[i];
        if (meaning->reference != NY_REFERENCE_FIGURE || meaning->number >= model->figures.count)
            continue;
        uint32_t price = model->figures.items[meaning->number].price;
        if (price != NY_NONE)
            model->prices.items[price].asked = true;
    }
    for (uint32_t v = 0; v < model->variations.count; v++)
        for (uint32_t i = 0; i < model->variations.items[v].members.count; i++) {
            uint32_t member = model->variations.items[v].members.items[i];
            uint32_t price = model->figures.items[member].price;
            if (price != NY_NONE)
                model->prices.items[price].asked = true;
        }
}

static ny_text year_text(ny_checker *checker, uint32_t year)
{
    return ny_format(checker->arena, "%u", year);
}

static void check_raised(ny_checker *checker, const ny_price *price)
{
    const ny_declaration *declaration = price->declaration;
    const ny_price_words *words = &declaration->is.figure.price;
    ny_text year = year_text(checker, price->year), level = year_text(checker, price->level);
    if (!price->year || price->year == price->level ||
        (words->raised_by.text.size && !price->index))
        return;
    if (!price->index) {
        NY_SAY(checker, NY_PRICE_NOT_RAISED, words->year_span, declaration->name.text, year, level);
        NY_SAY_PLACE(checker, checker->model->raised->header_span, NY_WORDS_RAISED_HERE,
                     NY_NO_TEXT);
        return;
    }
    uint32_t lacks = !index_of(price->index, price->year)    ? price->year
                     : !index_of(price->index, price->level) ? price->level
                                                             : 0;
    if (!lacks || price->index->failed)
        return;
    NY_SAY(checker, NY_INDEX_LACKS_YEAR, words->raised_by.span, price->index->name.text,
           year_text(checker, lacks), declaration->name.text, year, level);
    NY_SAY_PLACE(checker, price->index->header_span, NY_WORDS_0_IS_HERE, price->index->name.text);
}

/* With no year to raise them to, all that are asked for are of one year. Where something else is wrong,
 * the line that raises them may be what is lost. */
static void check_one_year(ny_checker *checker)
{
    const ny_model *model = checker->model;
    const ny_price *first = NULL;
    bool as_written = !model->raised && !checker->sink->errors;
    for (uint32_t i = 0; as_written && i < model->prices.count; i++) {
        const ny_price *price = &model->prices.items[i];
        if (!price->asked || !price->year)
            continue;
        if (!first)
            first = price;
        if (price->year == first->year)
            continue;
        NY_SAY(checker, NY_PRICES_OF_TWO_YEARS, price->declaration->is.figure.price.year_span,
               price->declaration->name.text, year_text(checker, price->year),
               first->declaration->name.text, year_text(checker, first->year),
               year_text(checker, price->year > first->year ? price->year : first->year));
        NY_SAY_PLACE(checker, first->declaration->is.figure.price.year_span, NY_WORDS_0_IS_HERE,
                     first->declaration->name.text);
        return;
    }
}

/* Of a contract or a study that does not name it: what it costs there cannot be added to anything. */
static void check_money(ny_checker *checker, const ny_price *price)
{
    const ny_model *model = checker->model;
    ny_name money = price->declaration->is.figure.value->literal.unit.over;
    if (price->foreign && (model->has_contract || model->has_study))
        NY_SAY(checker, NY_PRICE_IN_OTHER_MONEY, money.span, price->declaration->name.text,
               money.text);
}

/* Drawn is what somebody asks for and nobody has agreed. */
static void find_drawn(ny_model *model, const ny_price *price)
{
    if (price->figure == NY_NONE)
        return;
    ny_figure *figure = &model->figures.items[price->figure];
    if (figure->assumed == NY_NONE ||
        model->figures.items[figure->assumed].declaration != price->declaration)
        return; /* a model's own assumption stands */
    if (!price->asked || price->agreed)
        figure->assumed = NY_NONE;
}

void ny_check_prices(ny_checker *checker)
{
    ny_model *model = checker->model;
    find_asked(model);
    for (uint32_t i = 0; i < model->prices.count; i++) {
        ny_price *price = &model->prices.items[i];
        if (price->asked) {
            check_raised(checker, price);
            check_money(checker, price);
        }
        find_drawn(model, price);
    }
    check_one_year(checker);
}

uint32_t ny_model_money_year(const ny_model *model)
{
    for (uint32_t i = 0; i < model->prices.count; i++)
        if (model->prices.items[i].asked && model->prices.items[i].level)
            return model->prices.items[i].level;
    return 0;
}
