/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See stress.h: the findings in words, and how figures are said. */

#include "io/stress.h"

#include "io/number_words.h"
#include "use/scoring.h"

#define WORDS(stressed, name, ...) NY_TELLS((stressed)->prose, name, __VA_ARGS__)
#define WORDS_PLAIN(stressed, name) NY_TELLS_PLAIN((stressed)->prose, name)

/* --- figures -------------------------------------------------------------------------------------- */

ny_text ny_exact_words(const ny_prose *prose, ny_rational value)
{
    ny_text decimals = ny_prose_decimal(prose, ny_rational_decimal_text(prose->arena, value, 0, 4));
    if (ny_rational_ends_within(value, 4))
        return decimals;
    ny_text fraction = ny_rational_fraction_text(prose->arena, value);
    return fraction.size > 24
               ? decimals
               : ny_format(prose->arena, "%.*s (%.*s)", NY_PRINT(decimals), NY_PRINT(fraction));
}

ny_text ny_exact_percent(const ny_prose *prose, ny_rational share)
{
    ny_rational hundred = ny_rational_multiply(prose->arena, share, ny_rational_whole(100));
    hundred = ny_rational_round(prose->arena, hundred, ny_rational_fraction(prose->arena, 1, 10),
                                NY_HALVES_AWAY_FROM_ZERO);
    return NY_TELLS(prose, PERCENT,
                    ny_prose_decimal(prose, ny_rational_decimal_text(prose->arena, hundred, 0, 1)));
}

static ny_text figure_value(const ny_stressed *stressed, const ny_figure *figure, ny_rational value)
{
    ny_arena *arena = stressed->prose->arena;
    ny_text shown = ny_prose_shown(stressed->prose, figure, ny_value_number(value));
    ny_rational written = ny_rational_divide(arena, value, figure->factor);
    ny_text fraction = ny_rational_fraction_text(arena, written);
    return ny_rational_ends_within(written, 4) || fraction.size > 24
               ? shown
               : ny_format(arena, "%.*s (%.*s)", NY_PRINT(shown), NY_PRINT(fraction));
}

ny_text ny_criterion_title(const ny_stressed *stressed, uint32_t criterion)
{
    const ny_award *award = stressed->terms->award;
    if (criterion == NY_NONE)
        return WORDS(stressed, STRESS_THE_PRICE,
                     ny_prose_expression(stressed->prose, award->words->price, NY_BINDS_SUM));
    return ny_prose_name(stressed->prose, award->criteria.items[criterion].declaration->name.text);
}

/* In the unit of the figure that the criterion names, where it names one. */
ny_text ny_criterion_value(const ny_stressed *stressed, uint32_t criterion, ny_rational value)
{
    const ny_award *award = stressed->terms->award;
    const ny_model *model = stressed->terms->model;
    const ny_expression *expression =
        criterion == NY_NONE ? award->words->price : award->criteria.items[criterion].words->value;
    if (expression && expression->kind == NY_EXPRESSION_NAME) {
        uint32_t figure = ny_model_figure(model, expression->name.text);
        if (figure != NY_NONE)
            return figure_value(stressed, &model->figures.items[figure], value);
    }
    ny_type type = criterion == NY_NONE ? ny_meaning_of(model, expression)->type
                                        : award->criteria.items[criterion].type;
    for (uint32_t i = 0; i < model->currencies.count && type.kind == NY_KIND_NUMBER; i++)
        if (ny_unit_equal(type.unit, ny_unit_base(model->currencies.items[i].unit)))
            return ny_prose_money(stressed->prose, value, &model->currencies.items[i]);
    return ny_exact_words(stressed->prose, value);
}

ny_text ny_lever_name(const ny_stressed *stressed, const ny_field *field, uint32_t lever)
{
    const ny_lever *of = &field->levers.items[lever];
    const ny_model *model = stressed->terms->model;
    return of->kind == NY_LEVER_OFFER
               ? ny_prose_name(stressed->prose, model->figures.items[of->number].name)
               : ny_criterion_title(stressed, of->number);
}

ny_text ny_lever_value(const ny_stressed *stressed, const ny_field *field, uint32_t lever,
                       ny_rational value)
{
    const ny_lever *of = &field->levers.items[lever];
    if (of->kind == NY_LEVER_OFFER)
        return figure_value(stressed, &stressed->terms->model->figures.items[of->number], value);
    if (of->kind == NY_LEVER_EXPECTED)
        return ny_criterion_value(stressed, of->number, value);
    ny_text unit = ny_rational_compare(value, NY_RATIONAL_ONE) == 0
                       ? WORDS_PLAIN(stressed, UNIT_POINT)
                       : WORDS_PLAIN(stressed, UNIT_POINTS);
    return ny_format(stressed->prose->arena, "%.*s %.*s",
                     NY_PRINT(ny_exact_words(stressed->prose, value)), NY_PRINT(unit));
}

ny_text ny_lever_about(const ny_stressed *stressed, const ny_field *field, uint32_t lever,
                       ny_rational value)
{
    const ny_lever *of = &field->levers.items[lever];
    return ny_lever_value(
        stressed, field, lever,
        ny_rational_round(stressed->prose->arena, value, of->step, NY_HALVES_AWAY_FROM_ZERO));
}

/* --- findings ------------------------------------------------------------------------------------- */

typedef struct ny_finding_words {
    ny_arena *arena;
    const ny_stressed *of;
    ny_stress_findings found;
} ny_finding_words;

static void add(ny_finding_words *words, const char *what, ny_text text, ny_text mend)
{
    *NY_APPEND(words->arena, &words->found) = (ny_stress_finding){what, text, mend};
}

static ny_text number(const ny_finding_words *words, uint64_t count)
{
    return ny_prose_number(words->of->prose, ny_rational_whole((int64_t)count));
}

/* "economy: the lowest bid" of each rule that rests on others. */
static ny_text what_rests(const ny_finding_words *words)
{
    const ny_award *award = words->of->terms->award;
    const ny_prose *prose = words->of->prose;
    NY_LIST(ny_text) all = {0};
    for (uint32_t c = 0; c <= award->criteria.count; c++) {
        bool last = c == award->criteria.count;
        ny_scoring rule = last ? award->words->rule : award->criteria.items[c].words->points.rule;
        if (!ny_rule_looks_at_others(rule))
            continue;
        ny_text name = last ? ny_phrase_text(prose->language, NY_WORDS_THE_AWARD_ITSELF)
                            : ny_criterion_title(words->of, c);
        *NY_APPEND(words->arena, &all) =
            WORDS(words->of, STRESS_F_RESTS, name,
                  ny_phrase_text(prose->language, ny_rule_rests_on(rule)));
    }
    return ny_prose_list(prose, all.items, all.count, NY_TELL_LIST_AND);
}

static ny_text mend_others(const ny_finding_words *words)
{
    return ny_phrase_text(words->of->prose->language, NY_WORDS_RULES_ON_OWN_FIGURES);
}

static void say_reversal(ny_finding_words *words)
{
    const ny_reversal *reversal = &words->of->model->reversal;
    if (!reversal->may)
        add(words, "no_reversal", WORDS_PLAIN(words->of, STRESS_F_CANNOT), NY_NO_TEXT);
    else if (reversal->common)
        add(words, "common_factor", WORDS(words->of, STRESS_F_COMMON, what_rests(words)),
            NY_NO_TEXT);
    else if (reversal->found)
        add(words, "reversal",
            WORDS(words->of, STRESS_F_REVERSAL, reversal->bids[reversal->wins_before].name,
                  reversal->bids[reversal->wins_after].name, what_rests(words)),
            mend_others(words));
    else
        add(words, "rests_on_others",
            WORDS(words->of, STRESS_F_MAY, what_rests(words), number(words, reversal->looked_at)),
            mend_others(words));
}

static void say_absurd(ny_finding_words *words)
{
    const ny_stress *model = words->of->model;
    for (uint32_t i = 0; i < model->absurd.count; i++) {
        const ny_absurd *of = &model->absurd.items[i];
        if (of->kind == NY_ABSURD_ONE_BEST && of->wins && model->field.levers.count > 1)
            add(words, "wins_by_one_thing",
                WORDS(words->of, STRESS_F_ONE_BEST,
                      ny_lever_name(words->of, &model->field, of->lever),
                      ny_lever_value(words->of, &model->field, of->lever, of->at)),
                WORDS_PLAIN(words->of, STRESS_M_ONE_BEST));
    }
}

/* Five percentage points are more than a rounding. */
static const ny_bite *most_bitten(ny_arena *arena, const ny_bite *bites, uint32_t count)
{
    const ny_bite *found = NULL;
    ny_rational most = ny_rational_fraction(arena, 5, 100);
    for (uint32_t i = 0; i < count; i++) {
        ny_rational off = ny_rational_subtract(arena, bites[i].share, bites[i].weight);
        off = ny_rational_sign(off) < 0 ? ny_rational_negate(arena, off) : off;
        if (bites[i].stated && ny_rational_compare(off, most) > 0) {
            most = off;
            found = &bites[i];
        }
    }
    return found;
}

static void say_bites(ny_finding_words *words, const ny_bite *bites, uint32_t count, ny_tell tell)
{
    const ny_bite *bite = most_bitten(words->arena, bites, count);
    const ny_prose *prose = words->of->prose;
    if (bite)
        add(words, "weight_bites_otherwise",
            NY_TELLS_CODE(prose, tell, ny_criterion_title(words->of, bite->criterion),
                          ny_exact_percent(prose, bite->weight),
                          ny_exact_percent(prose, bite->share)),
            WORDS_PLAIN(words->of, STRESS_M_BITES));
}

static bool is_price(const ny_finding_words *words, uint32_t criterion)
{
    const ny_model *model = words->of->terms->model;
    const ny_type *type = &words->of->terms->award->criteria.items[criterion].type;
    for (uint32_t i = 0; i < model->currencies.count; i++)
        if (type->kind == NY_KIND_NUMBER &&
            ny_unit_exponent(type->unit, model->currencies.items[i].unit) == 1)
            return true;
    return false;
}

static void say_cliffs(ny_finding_words *words)
{
    const ny_stress *model = words->of->model;
    for (uint32_t i = 0; i < model->cliffs.count; i++) {
        const ny_cliff *cliff = &model->cliffs.items[i];
        if (cliff->kind == NY_CLIFF_NOUGHT)
            add(words, "stops_at_nought",
                WORDS(words->of, STRESS_F_NOUGHT,
                      ny_lever_name(words->of, &model->field, cliff->criterion),
                      ny_lever_value(words->of, &model->field, cliff->criterion, cliff->at)),
                WORDS_PLAIN(words->of, STRESS_M_NOUGHT));
        else if (cliff->kind == NY_CLIFF_BETTER)
            add(words, "better_earns_nothing",
                WORDS(words->of, STRESS_F_BETTER, ny_criterion_title(words->of, cliff->criterion),
                      ny_criterion_value(words->of, cliff->criterion, cliff->at),
                      ny_criterion_value(words->of, cliff->criterion, cliff->to)),
                is_price(words, cliff->criterion) ? WORDS_PLAIN(words->of, STRESS_M_BETTER_PRICE)
                                                  : WORDS_PLAIN(words->of, STRESS_M_BETTER));
    }
}

ny_text ny_worth_words(const ny_stressed *stressed, const ny_worth *worth)
{
    const ny_field *field = &stressed->model->field;
    ny_text step = ny_lever_value(stressed, field, worth->lever, worth->step);
    ny_text name = ny_lever_name(stressed, field, worth->lever);
    ny_text price = ny_lever_name(stressed, field, field->price);
    ny_text most = ny_lever_about(stressed, field, field->price, worth->most);
    return worth->varies
               ? WORDS(stressed, STRESS_F_WORTH, step, name,
                       ny_lever_about(stressed, field, field->price, worth->least), most, price)
               : WORDS(stressed, STRESS_F_WORTH_SAME, step, name, most, price);
}

static void say_worths(ny_finding_words *words)
{
    const ny_stress *model = words->of->model;
    for (uint32_t i = 0; i < model->worths.count; i++) {
        const ny_worth *worth = &model->worths.items[i];
        if (worth->any)
            add(words, worth->varies ? "worth_varies" : "worth_is_the_same",
                ny_worth_words(words->of, worth),
                worth->varies ? WORDS_PLAIN(words->of, STRESS_M_WORTH) : NY_NO_TEXT);
    }
}

/* --- findings on an award ------------------------------------------------------------------------- */

static ny_text bid_name(const ny_finding_words *words, uint32_t bid)
{
    return bid == NY_NONE ? WORDS_PLAIN(words->of, AW_NO_WINNER) : words->of->bids[bid].name;
}

/* A mean can be made a median; where a criterion has that already, more judges are what is left. */
static ny_text mend_marks(const ny_finding_words *words, bool mean_counts)
{
    return mean_counts ? WORDS_PLAIN(words->of, STRESS_M_JUDGE)
                       : WORDS_PLAIN(words->of, STRESS_M_JUDGE_MEDIAN);
}

static bool counts_mean(const ny_finding_words *words, uint32_t criterion)
{
    const ny_criterion_words *of = words->of->terms->award->criteria.items[criterion].words;
    return of->judging == NY_JUDGED_BY_JUDGES && of->judges.counts != NY_KEYWORD_MEDIAN;
}

static void say_cases(ny_finding_words *words)
{
    const ny_stability *stability = &words->of->award->stability;
    uint32_t counts[3] = {0}, changed[3] = {0};
    bool any_mean = false, mean_moved = false;
    for (uint32_t c = 0; c < words->of->terms->award->criteria.count; c++)
        any_mean = any_mean || counts_mean(words, c);
    for (uint32_t i = 0; i < stability->cases.count; i++) {
        const ny_stability_case *of = &stability->cases.items[i];
        counts[of->kind]++;
        changed[of->kind] += of->changed;
        if (of->changed && of->kind == NY_STABILITY_STEP)
            mean_moved = mean_moved || counts_mean(words, of->which);
        if (of->changed && of->kind == NY_STABILITY_BID_OUT)
            add(words, "losing_bid_decides",
                WORDS(words->of, STRESS_F_OUT, bid_name(words, of->which),
                      bid_name(words, of->winner)),
                mend_others(words));
        if (of->changed && of->kind == NY_STABILITY_JUDGE_OUT)
            add(words, "one_judge_decides",
                WORDS(words->of, STRESS_F_JUDGE, words->of->tender->judges.items[of->which].name,
                      bid_name(words, of->winner)),
                mend_marks(words, any_mean));
    }
    if (changed[NY_STABILITY_STEP])
        add(words, "one_mark_decides",
            WORDS(words->of, STRESS_F_STEPS, number(words, counts[NY_STABILITY_STEP]),
                  number(words, changed[NY_STABILITY_STEP])),
            mend_marks(words, mean_moved));
    if (counts[NY_STABILITY_BID_OUT] && !changed[NY_STABILITY_BID_OUT])
        add(words, "no_losing_bid_decides", WORDS_PLAIN(words->of, STRESS_F_NO_OUT), NY_NO_TEXT);
    if (counts[NY_STABILITY_JUDGE_OUT] && !changed[NY_STABILITY_JUDGE_OUT])
        add(words, "no_judge_decides", WORDS_PLAIN(words->of, STRESS_F_NO_JUDGE), NY_NO_TEXT);
    if (counts[NY_STABILITY_STEP] && !changed[NY_STABILITY_STEP])
        add(words, "no_mark_decides",
            WORDS(words->of, STRESS_F_NO_STEPS, number(words, counts[NY_STABILITY_STEP])),
            NY_NO_TEXT);
}

static void say_added(ny_finding_words *words)
{
    const ny_stress_award *award = words->of->award;
    const ny_added *added = &award->added;
    if (award->has_added)
        add(words, "added_bid_decides",
            WORDS(words->of, STRESS_F_ADDED, ny_lever_name(words->of, &award->field, added->lever),
                  ny_lever_value(words->of, &award->field, added->lever, added->at[added->lever]),
                  bid_name(words, added->wins)),
            mend_others(words));
    else if (award->seeks_added)
        add(words, "no_added_bid_decides", WORDS_PLAIN(words->of, STRESS_F_NO_ADDED), NY_NO_TEXT);
}

static void say_draws(ny_finding_words *words)
{
    const ny_stress_award *award = words->of->award;
    uint32_t winner = award->stability.winner;
    for (uint32_t i = 0; i < award->drawn.count && winner != NY_NONE; i++) {
        const ny_drawn_weights *drawn = &award->drawn.items[i];
        ny_text share =
            ny_percent_words(words->of->prose, (double)drawn->wins[winner] / (double)drawn->draws);
        if (drawn->as != NY_DRAWN_ANY)
            add(words, "weights_drawn",
                NY_TELLS_CODE(words->of->prose,
                              drawn->as == NY_DRAWN_AROUND ? NY_TELL_STRESS_F_AROUND
                                                           : NY_TELL_STRESS_F_AROUND_WORTH,
                              bid_name(words, winner), share, number(words, drawn->draws)),
                NY_NO_TEXT);
    }
}

/* What is to be mended first, each in its order. */
static ny_stress_findings gravest_first(const ny_finding_words *words)
{
    ny_stress_findings sorted = {0};
    for (uint32_t good = 0; good < 2; good++)
        for (uint32_t i = 0; i < words->found.count; i++)
            if ((words->found.items[i].mend.size == 0) == (good == 1))
                *NY_APPEND(words->arena, &sorted) = words->found.items[i];
    return sorted;
}

static void say_worlds(ny_finding_words *words)
{
    const ny_stress_award *award = words->of->award;
    const ny_true_best *truly = &award->truly;
    const ny_prose *prose = words->of->prose;
    uint32_t winner = award->stability.winner;
    if (!award->simulated || winner == NY_NONE)
        return;
    add(words, "truly_best",
        WORDS(words->of, STRESS_F_WORLDS, bid_name(words, winner),
              ny_percent_words(prose, (double)truly->best[winner] / (double)truly->worlds),
              number(words, truly->worlds), ny_number_words(prose, truly->loss[winner])),
        NY_NO_TEXT);
}

ny_stress_findings ny_stress_find_words(ny_arena *arena, const ny_stressed *stressed)
{
    ny_finding_words words = {.arena = arena, .of = stressed};
    if (stressed->model) {
        say_reversal(&words);
        if (!stressed->model->field.sound)
            add(&words, "nothing_tried", WORDS_PLAIN(stressed, STRESS_UNSOUND), NY_NO_TEXT);
        say_absurd(&words);
        say_cliffs(&words);
        say_bites(&words, stressed->model->bites.items, stressed->model->bites.count,
                  NY_TELL_STRESS_F_BITES);
        say_worths(&words);
        return gravest_first(&words);
    }
    say_cases(&words);
    say_added(&words);
    say_bites(&words, stressed->award->bites.items, stressed->award->bites.count,
              NY_TELL_STRESS_F_BITES_BIDS);
    say_draws(&words);
    say_worlds(&words);
    return gravest_first(&words);
}
