/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a bid must fulfil and how bids are compared, in words. */

#include "use/explain_private.h"

#include "use/scoring.h"

static void explain_requirement(ny_explaining *explaining, const ny_declaration *declaration)
{
    const ny_prose *prose = &explaining->prose;
    const ny_require_words *words = &declaration->is.require;
    ny_text title = ny_explain_name(explaining, declaration), text;
    if (words->answered_yes)
        text = NY_TELLS(prose, REQUIRE_YES, title);
    else
        text = NY_TELLS(prose, REQUIRE_CONDITION_TITLE, title,
                        ny_prose_condition(prose, words->condition, NY_BINDS_OR));
    ny_explain_clause(explaining, declaration->clause, text);
}

/* --- criteria ---------------------------------------------------------------------------------- */

static void explain_judges(ny_explaining *explaining, const ny_judges_words *judges)
{
    const ny_prose *prose = &explaining->prose;
    ny_explain_more(explaining, NY_TELLS_CODE(prose,
                                              judges->counts == NY_KEYWORD_MEDIAN
                                                  ? NY_TELL_CRITERION_JUDGED_MEDIAN
                                                  : NY_TELL_CRITERION_JUDGED_MEAN,
                                              ny_format(prose->arena, "%u", judges->least),
                                              ny_prose_number(prose, judges->low),
                                              ny_prose_number(prose, judges->high)));
}

static ny_text party_named(const ny_prose *prose, ny_text name)
{
    uint32_t party = ny_model_party(prose->model, name);
    return party == NY_NONE ? ny_prose_name(prose, name) : ny_prose_party(prose, party);
}

/* As it says, else as the contract does. */
static ny_halves halves_of(const ny_prose *prose, const ny_expected_words *expected)
{
    if (expected->rounding.halves_said || !prose->model->contract)
        return expected->rounding.halves;
    return prose->model->contract->rounding.halves;
}

static void explain_expected(ny_explaining *explaining, const ny_expected_words *expected)
{
    const ny_prose *prose = &explaining->prose;
    ny_explain_more(explaining, NY_TELLS_CODE(prose,
                                              expected->what == NY_KEYWORD_COST
                                                  ? NY_TELL_CRITERION_EXPECTED_COST
                                                  : NY_TELL_CRITERION_EXPECTED_VALUE,
                                              party_named(prose, expected->party.text),
                                              NY_TELLS(prose, QUOTED, expected->file)));
    if (expected->worlds)
        ny_explain_more(explaining,
                        NY_TELLS(prose, CRITERION_WORLDS,
                                 ny_prose_number(prose, ny_rational_whole(expected->worlds))));
    if (expected->assessed)
        ny_explain_more(explaining, NY_TELLS_PLAIN(prose, CRITERION_ASSESSED));
    if (expected->rounding.said)
        ny_explain_more(explaining,
                        NY_TELLS(prose, ROUNDED, ny_prose_literal(prose, &expected->rounding.to),
                                 ny_explain_halves(prose, halves_of(prose, expected))));
}

/* What is known to go wrong with a rule, beside the rule itself. */
static void explain_weakness(ny_explaining *explaining, ny_scoring rule)
{
    ny_explain_more(explaining, ny_tell_with(&explaining->prose, ny_weakness_of(rule), NULL, 0));
}

static void explain_points(ny_explaining *explaining, const ny_points_words *points)
{
    if (points->rule == NY_SCORING_NONE)
        return;
    ny_explain_more(explaining, ny_points_in_words(&explaining->prose, points));
    explain_weakness(explaining, points->rule);
}

static void explain_criterion(ny_explaining *explaining, const ny_declaration *declaration)
{
    const ny_prose *prose = &explaining->prose;
    const ny_criterion_words *words = &declaration->is.criterion;
    ny_text title = ny_explain_name(explaining, declaration);
    ny_text weight = ny_prose_expression(prose, words->weight, NY_BINDS_SUM);
    ny_text text = words->worth ? NY_TELLS(prose, CRITERION_WORTH, title, weight)
                                : NY_TELLS(prose, CRITERION_WEIGHT, title, weight);
    if (words->within.text.size)
        text = NY_TELLS(prose, CRITERION_WITHIN, title, weight,
                        ny_prose_name(prose, words->within.text));
    ny_explain_clause(explaining, declaration->clause, text);
    switch (words->judging) {
    case NY_JUDGED_BY_JUDGES:
        explain_judges(explaining, &words->judges);
        break;
    case NY_JUDGED_BY_VALUE:
        ny_explain_more(explaining,
                        NY_TELLS(prose, CRITERION_VALUE,
                                 ny_prose_expression(prose, words->value, NY_BINDS_FORM)));
        break;
    case NY_JUDGED_BY_EXPECTED:
        explain_expected(explaining, &words->expected);
        break;
    case NY_JUDGING_NOT_SAID:
        break;
    }
    explain_points(explaining, &words->points);
}

/* --- the award --------------------------------------------------------------------------------- */

static void explain_ties(ny_explaining *explaining, const ny_award_words *words)
{
    const ny_prose *prose = &explaining->prose;
    ny_text ties = NY_NO_TEXT;
    for (uint32_t i = 0; i < words->ties.count; i++) {
        ny_text name = ny_tie_in_words(prose, &words->ties.items[i]);
        ties = i ? NY_TELLS(prose, AWARD_THEN, ties, name) : name;
    }
    ny_text lot = NY_TELLS_PLAIN(prose, AWARD_LOT);
    ny_explain_more(explaining, NY_TELLS(prose, AWARD_TIES,
                                         ties.size ? NY_TELLS(prose, AWARD_THEN, ties, lot) : lot));
}

static void explain_rule(ny_explaining *explaining, const ny_award_words *words)
{
    const ny_prose *prose = &explaining->prose;
    ny_explain_clause(explaining, NY_NO_TEXT, ny_award_in_words(prose, words));
    if (words->plus)
        ny_explain_more(
            explaining,
            NY_TELLS(prose, AWARD_PLUS, ny_prose_expression(prose, words->plus, NY_BINDS_SUM)));
    explain_weakness(explaining, words->rule);
}

void ny_explain_award(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    const ny_award *award = &prose->model->award;
    ny_explain_section(explaining, NY_TELLS_PLAIN(prose, SECTION_AWARD));
    for (uint32_t i = 0; i < prose->model->requirements.count; i++)
        explain_requirement(explaining, prose->model->requirements.items[i]);
    for (uint32_t i = 0; i < prose->model->criteria.count; i++)
        explain_criterion(explaining, prose->model->criteria.items[i]);
    if (!award->words)
        return;
    explain_rule(explaining, award->words);
    explain_ties(explaining, award->words);
}
