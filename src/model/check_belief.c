/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Beliefs that nothing can follow: a spread that no such distribution has, an interval with its ends
 * swapped, chances that add up to more than all. Judged as far as numbers are written; what is
 * computed is judged in each imagined world, which is then undefined, and counted. */

#include "model/check_expression.h"
#include "model/check_promise.h"
#include "model/law.h"
#include "text/parser.h"

#include "base/bug.h"

/* --- arguments as written ---------------------------------------------------------------------- */

typedef struct ny_written_argument {
    bool written;
    ny_rational value; /* months as days */
    const ny_expression *expression;
} ny_written_argument;

/* In a model a month is 30.4375 days. */
static ny_rational as_days(ny_checker *checker, const ny_expression *expression, ny_rational value)
{
    ny_unit unit = ny_meaning_of(checker->model, expression)->type.unit;
    int months = ny_unit_exponent(unit, NY_UNIT_MONTH);
    ny_rational days = ny_rational_fraction(checker->arena, 487, 16);
    return months ? ny_rational_multiply(checker->arena, value,
                                         ny_rational_power(checker->arena, days, months))
                  : value;
}

static ny_written_argument written(ny_checker *checker, const ny_expression *expression)
{
    ny_written_argument argument = {.expression = expression};
    argument.written = expression && ny_written_value(checker, expression, &argument.value);
    if (argument.written && ny_meaning_of(checker->model, expression)->type.kind == NY_KIND_NUMBER)
        argument.value = as_days(checker, expression, argument.value);
    return argument;
}

typedef struct ny_sense {
    ny_checker *checker;
    const ny_expression *law;
    uint32_t form;
    ny_written_argument arguments[NY_LAW_NAMES]; /* of a law that is not in pieces */
} ny_sense;

static void refuse(const ny_sense *sense, const ny_expression *where, ny_text why)
{
    ny_checker *checker = sense->checker;
    const ny_law_shape *shape = &ny_law_shapes[sense->form];
    NY_SAY(checker, NY_LAW_IMPOSSIBLE, where->span,
           ny_format(checker->arena, "%s%s", shape->half ? "half " : "", shape->name), why);
}

static const ny_written_argument *said(const ny_sense *sense, ny_law_name name)
{
    const ny_written_argument *argument = &sense->arguments[name];
    return argument->written ? argument : NULL;
}

/* --- single arguments -------------------------------------------------------------------------- */

/* 1: above 0; 0: not below; -1: any number. */
static int least_sign(const ny_sense *sense, ny_law_name name)
{
    bool by_moments = ny_law_shapes[sense->form].arguments == (NY_LAW_BIT(MEAN) | NY_LAW_BIT(SD)) &&
                      sense->form != NY_FORM_OF_NORMAL;
    switch ((int)name) {
    case NY_LAW_SD:
        return by_moments && sense->form != NY_FORM_OF_LOGNORMAL_MOMENTS ? 1 : 0;
    case NY_LAW_MEAN:
        return by_moments || sense->form == NY_FORM_OF_EXPONENTIAL_MEAN ? 1
               : ny_law_shapes[sense->form].draws == NY_DRAWS_COUNT     ? 0
                                                                        : -1;
    case NY_LAW_SDLOG:
    case NY_LAW_TRIALS:
        return 0;
    case NY_LAW_SHAPE:
        return sense->form == NY_FORM_OF_GOMPERTZ ? -1 : 1;
    case NY_LAW_MEDIAN:
    case NY_LAW_SCALE:
    case NY_LAW_SIGMA:
    case NY_LAW_RATE:
    case NY_LAW_A:
    case NY_LAW_B:
    case NY_LAW_SIZE:
    case NY_LAW_WITHIN:
        return 1;
    default:
        return -1;
    }
}

static bool check_signs(const ny_sense *sense)
{
    ny_checker *checker = sense->checker;
    for (uint32_t a = 0; a < NY_LAW_NAMES; a++) {
        const ny_written_argument *argument = said(sense, (ny_law_name)a);
        int least = least_sign(sense, (ny_law_name)a);
        if (!argument || least < 0 || ny_rational_sign(argument->value) >= least)
            continue;
        refuse(sense, argument->expression,
               NY_WORDS(checker->sink, least ? NY_WORDS_MUST_BE_ABOVE_0 : NY_WORDS_NOT_BELOW_0,
                        ny_text_of(ny_law_names[a])));
        return false;
    }
    return true;
}

static bool check_chance(const ny_sense *sense)
{
    const ny_written_argument *chance = said(sense, NY_LAW_CHANCE);
    if (!chance)
        return true;
    if (!ny_check_part_of_all(sense->checker, chance->expression->span, chance->value))
        return false;
    bool within = sense->arguments[NY_LAW_WITHIN].expression != NULL;
    int sign = ny_rational_sign(chance->value);
    if (sign >= 0 &&
        (!within || (sign > 0 && ny_rational_compare(chance->value, NY_RATIONAL_ONE) < 0)))
        return true;
    refuse(sense, chance->expression,
           ny_words(sense->checker->sink, within ? NY_WORDS_CHANCE_BETWEEN : NY_WORDS_CHANCE_PART));
    return false;
}

/* --- arguments beside each other --------------------------------------------------------------- */

/* 30.1 %: the square root of m (1 - m), rounded down so that what is said is possible. */
static ny_text widest_share(ny_checker *checker, ny_rational mean)
{
    ny_rational square = ny_rational_multiply(
        checker->arena, mean, ny_rational_subtract(checker->arena, NY_RATIONAL_ONE, mean));
    int64_t tenths = 500; /* of a percent: no share spreads farther */
    while (tenths > 0 &&
           ny_rational_compare(ny_rational_fraction(checker->arena, tenths * tenths, 1000000),
                               square) >= 0)
        tenths--;
    return ny_format(checker->arena, "%.*s %%",
                     NY_PRINT(ny_rational_decimal_text(
                         checker->arena, ny_rational_fraction(checker->arena, tenths, 10), 0, 1)));
}

/* 0 < mean < 1 and sd^2 < mean (1 - mean). */
static bool check_beta(const ny_sense *sense, const ny_expression *mean_said, ny_rational mean,
                       const ny_expression *sd_said, const ny_rational *square)
{
    ny_checker *checker = sense->checker;
    if (ny_rational_sign(mean) <= 0 || ny_rational_compare(mean, NY_RATIONAL_ONE) >= 0) {
        refuse(sense, mean_said, ny_words(checker->sink, NY_WORDS_MEAN_OF_BETA));
        return false;
    }
    ny_rational most = ny_rational_multiply(
        checker->arena, mean, ny_rational_subtract(checker->arena, NY_RATIONAL_ONE, mean));
    if (!square || ny_rational_compare(*square, most) < 0)
        return true;
    refuse(sense, sd_said,
           NY_WORDS(checker->sink, NY_WORDS_SPREAD_OF_BETA,
                    ny_span_text(checker->sink, mean_said->span), widest_share(checker, mean)));
    return false;
}

static bool check_moments(const ny_sense *sense)
{
    ny_checker *checker = sense->checker;
    const ny_written_argument *mean = said(sense, NY_LAW_MEAN), *sd = said(sense, NY_LAW_SD);
    ny_rational square =
        sd ? ny_rational_multiply(checker->arena, sd->value, sd->value) : NY_RATIONAL_ZERO;
    if (sense->form == NY_FORM_OF_BETA_MOMENTS && mean)
        return check_beta(sense, mean->expression, mean->value, sd ? sd->expression : NULL,
                          sd ? &square : NULL);
    if (sense->form != NY_FORM_OF_NEGATIVE_BINOMIAL_MOMENTS || !mean || !sd ||
        ny_rational_compare(square, mean->value) > 0)
        return true;
    refuse(sense, sd->expression, ny_words(checker->sink, NY_WORDS_SPREAD_OF_COUNTS));
    return false;
}

static bool check_order(const ny_sense *sense)
{
    static const ny_law_name pairs[][2] = {
        {NY_LAW_LOW, NY_LAW_MODE}, {NY_LAW_MODE, NY_LAW_HIGH}, {NY_LAW_LOW, NY_LAW_HIGH}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const ny_written_argument *less = said(sense, pairs[i][0]),
                                  *more = said(sense, pairs[i][1]);
        if (!less || !more || ny_rational_compare(less->value, more->value) <= 0)
            continue;
        refuse(sense, more->expression,
               NY_WORDS(sense->checker->sink, NY_WORDS_LIES_BELOW,
                        ny_text_of(ny_law_names[pairs[i][1]]),
                        ny_text_of(ny_law_names[pairs[i][0]])));
        return false;
    }
    return true;
}

static bool check_count(const ny_sense *sense)
{
    ny_checker *checker = sense->checker;
    if (ny_law_shapes[sense->form].draws != NY_DRAWS_COUNT)
        return true;
    ny_law_name name = sense->arguments[NY_LAW_TRIALS].expression ? NY_LAW_TRIALS : NY_LAW_MEAN;
    const ny_expression *expression = sense->arguments[name].expression;
    ny_unit unit = ny_meaning_of(checker->model, expression)->type.unit;
    if (ny_unit_exponent(unit, NY_UNIT_MONTH) || ny_unit_exponent(unit, NY_UNIT_DAY)) {
        refuse(sense, expression, ny_words(checker->sink, NY_WORDS_COUNT_OF_TIME));
        return false;
    }
    const ny_written_argument *trials = said(sense, NY_LAW_TRIALS);
    if (!trials || ny_rational_is_whole(trials->value))
        return true;
    refuse(sense, trials->expression, ny_words(checker->sink, NY_WORDS_TRIALS_WHOLE));
    return false;
}

/* --- laws in pieces ---------------------------------------------------------------------------- */

static void say_pieces(ny_checker *checker, const ny_expression *where, ny_phrase why)
{
    NY_SAY(checker, NY_LAW_PIECES_HOW, where->span, ny_words(checker->sink, why));
}

static void check_rates(const ny_sense *sense)
{
    ny_checker *checker = sense->checker;
    ny_rational last = NY_RATIONAL_ZERO;
    for (uint32_t i = 0; i < sense->law->items.count; i++) {
        const ny_expression *argument = sense->law->items.items[i];
        ny_written_argument rate = written(checker, argument->items.items[0]);
        bool is_last = i + 1 == sense->law->items.count, has_end = argument->items.count > 1;
        if (is_last == has_end) {
            say_pieces(checker, argument,
                       is_last ? NY_WORDS_LAST_RATE_HAS_NO_END : NY_WORDS_RATE_NEEDS_END);
            return;
        }
        if (rate.written && ny_rational_sign(rate.value) < 0) {
            refuse(sense, rate.expression,
                   NY_WORDS(checker->sink, NY_WORDS_NOT_BELOW_0, NY_TEXT("rate")));
            return;
        }
        ny_written_argument end = has_end ? written(checker, argument->items.items[1])
                                          : (ny_written_argument){.written = false};
        if (end.written && ny_rational_compare(end.value, last) <= 0) {
            say_pieces(checker, end.expression, NY_WORDS_ENDS_DO_NOT_RISE);
            return;
        }
        last = end.written ? end.value : last;
    }
}

void ny_check_chances(ny_checker *checker, ny_text what, ny_span span, ny_rational sum,
                      bool all_written, bool has_rest)
{
    int beside_one = ny_rational_compare(sum, NY_RATIONAL_ONE);
    if (beside_one > 0 || (beside_one < 0 && all_written && !has_rest))
        NY_SAY(checker, NY_CHANCES_OF_ONE, span, what,
               ny_rational_decimal_text(
                   checker->arena,
                   ny_rational_multiply(checker->arena, sum, ny_rational_whole(100)), 0, 6));
}

static void check_values(const ny_sense *sense)
{
    ny_checker *checker = sense->checker;
    ny_rational sum = NY_RATIONAL_ZERO;
    bool all_written = true;
    for (uint32_t i = 0; i < sense->law->items.count; i++) {
        const ny_expression *argument = sense->law->items.items[i];
        if (argument->items.count < 2) {
            say_pieces(checker, argument, NY_WORDS_VALUE_NEEDS_CHANCE);
            return;
        }
        ny_written_argument chance = written(checker, argument->items.items[1]);
        all_written = all_written && chance.written;
        if (!chance.written)
            continue;
        if (ny_rational_sign(chance.value) < 0) {
            refuse(sense, chance.expression, ny_words(checker->sink, NY_WORDS_CHANCE_PART));
            return;
        }
        sum = ny_rational_add(checker->arena, sum, chance.value);
    }
    ny_check_chances(checker, NY_TEXT("categorical"), sense->law->span, sum, all_written, false);
}

void ny_check_law_sense(ny_checker *checker, const ny_expression *law, uint32_t form)
{
    ny_sense sense = {.checker = checker, .law = law, .form = form};
    if (ny_law_in_pieces(form)) {
        if (law->items.count > NY_LAW_PIECES)
            say_pieces(checker, law, NY_WORDS_PIECES_MOST);
        else if (form == NY_FORM_OF_CATEGORICAL)
            check_values(&sense);
        else
            check_rates(&sense);
        return;
    }
    for (uint32_t i = 0; i < law->items.count; i++) {
        const ny_expression *argument = law->items.items[i];
        uint32_t name = ny_law_name_of(argument->name.text), behind = ny_law_behind(argument);
        sense.arguments[name] = written(checker, argument->items.items[0]);
        if (behind != NY_LAW_NAMES)
            sense.arguments[behind] = written(checker, argument->items.items[1]);
    }
    (void)(check_signs(&sense) && check_chance(&sense) && check_moments(&sense) &&
           check_order(&sense) && check_count(&sense));
}

/* --- a best guess with its interval ------------------------------------------------------------ */

/* Of the three, some are written in percent and some are not. */
static bool some_in_percent(const ny_figure_words *words)
{
    const ny_expression *three[] = {words->value, words->low, words->high};
    bool percent = false, bare = false;
    for (size_t i = 0; i < 3; i++) {
        percent = percent || ny_is_percent(three[i]);
        bare = bare || (three[i]->kind == NY_EXPRESSION_NUMBER && !ny_is_percent(three[i]) &&
                        ny_rational_sign(three[i]->literal.number) != 0);
    }
    return percent && bare;
}

/* A share, written in percent, has a beta; what is positive a lognormal; all else a normal. */
static ny_text usual_family(const ny_figure_words *words, const ny_written_argument *low,
                            const ny_written_argument *high)
{
    bool share =
        ny_is_percent(words->low) || ny_is_percent(words->high) || ny_is_percent(words->value);
    if (share && ny_rational_sign(low->value) >= 0 &&
        ny_rational_compare(high->value, NY_RATIONAL_ONE) <= 0)
        return NY_TEXT("beta");
    return ny_rational_sign(low->value) > 0 ? NY_TEXT("lognormal") : NY_TEXT("normal");
}

static bool is_family(ny_text family)
{
    return ny_text_is(family, "normal") || ny_text_is(family, "beta") ||
           ny_text_is(family, "lognormal");
}

/* sd = width / (2 * 1.959964): what use/law.c makes of it. */
static void check_fit(ny_checker *checker, const ny_figure *figure,
                      const ny_written_argument *guess, const ny_written_argument *low,
                      const ny_written_argument *high)
{
    ny_sense sense = {.checker = checker};
    if (ny_text_is(figure->family, "lognormal")) {
        sense.form = NY_FORM_OF_LOGNORMAL_MEDIAN;
        if (low->written && ny_rational_sign(low->value) <= 0)
            refuse(&sense, low->expression, ny_words(checker->sink, NY_WORDS_LOW_OF_LOGNORMAL));
        return;
    }
    if (!ny_text_is(figure->family, "beta"))
        return;
    sense.form = NY_FORM_OF_BETA_MOMENTS;
    const ny_written_argument *ends[] = {low, high};
    for (size_t i = 0; i < 2; i++)
        if (ends[i]->written && (ny_rational_sign(ends[i]->value) < 0 ||
                                 ny_rational_compare(ends[i]->value, NY_RATIONAL_ONE) > 0)) {
            refuse(&sense, ends[i]->expression, ny_words(checker->sink, NY_WORDS_END_OF_BETA));
            return;
        }
    if (!guess->written || !low->written || !high->written)
        return;
    ny_rational sd = ny_rational_divide(
        checker->arena, ny_rational_subtract(checker->arena, high->value, low->value),
        ny_rational_fraction(checker->arena, 3919928, 1000000));
    ny_rational square = ny_rational_multiply(checker->arena, sd, sd);
    (void)check_beta(&sense, guess->expression, guess->value, low->expression, &square);
}

void ny_check_interval(ny_checker *checker, ny_figure *figure)
{
    const ny_figure_words *words = &figure->declaration->is.figure;
    if (!words->value || !words->low || !words->high)
        return;
    ny_written_argument guess = written(checker, words->value), low = written(checker, words->low),
                        high = written(checker, words->high);
    figure->family = words->family.text;
    if (some_in_percent(words)) /* said: ny_check_percent_alike */
        return;
    if (low.written && high.written && ny_rational_compare(low.value, high.value) >= 0) {
        NY_SAY(checker, NY_INTERVAL_SWAPPED, ny_span_between(words->low->span, words->high->span),
               figure->name, ny_span_text(checker->sink, words->low->span),
               ny_span_text(checker->sink, words->high->span));
        return;
    }
    if (guess.written && ((low.written && ny_rational_compare(guess.value, low.value) < 0) ||
                          (high.written && ny_rational_compare(guess.value, high.value) > 0))) {
        NY_SAY(checker, NY_GUESS_OUTSIDE, words->value->span, figure->name,
               ny_span_text(checker->sink, words->value->span),
               ny_span_text(checker->sink, words->low->span),
               ny_span_text(checker->sink, words->high->span));
        return;
    }
    if (!figure->family.size && low.written && high.written)
        figure->family = usual_family(words, &low, &high);
    if (!is_family(figure->family)) {
        NY_SAY(checker, NY_FAMILY_NOT_KNOWN,
               words->family.text.size ? words->family.span : words->low->span, figure->name);
        return;
    }
    check_fit(checker, figure, &guess, &low, &high);
}

/* --- sources ----------------------------------------------------------------------------------- */

void ny_check_belief_sources(ny_checker *checker)
{
    for (uint32_t i = 0; i < checker->model->figures.count; i++) {
        const ny_figure *figure = &checker->model->figures.items[i];
        if (figure->kind == NY_FIGURE_ASSUME && !figure->declaration->is.figure.from.size)
            NY_SAY(checker, NY_BELIEF_WITHOUT_SOURCE, figure->span, figure->name);
    }
}
