/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See scoring.h. */

#include "use/scoring.h"

#include "base/bug.h"

typedef struct ny_rule_words {
    ny_tell rule, weakness;
    const char *name;
} ny_rule_words;

static const ny_rule_words *words_of(ny_scoring rule)
{
    static const ny_rule_words words[] = {
        [NY_SCORING_NONE] = {NY_TELL_COUNT, NY_TELL_COUNT, ""},
#define NY_SCORING(name, place, depends)                                                           \
    [NY_SCORING_##name] = {NY_TELL_RULE_##name, NY_TELL_WEAK_##name, #name},
#include "text/scoring.def"
#undef NY_SCORING
    };
    NY_BUG_ON(rule == NY_SCORING_NONE || rule >= NY_SCORINGS);
    return &words[rule];
}

ny_tell ny_rule_of(ny_scoring rule)
{
    return words_of(rule)->rule;
}

ny_tell ny_weakness_of(ny_scoring rule)
{
    return words_of(rule)->weakness;
}

ny_text ny_scoring_name(ny_arena *arena, ny_scoring rule)
{
    ny_buffer lower = ny_buffer_create(arena);
    for (const char *letter = words_of(rule)->name; *letter; letter++)
        ny_buffer_add_character(
            &lower, *letter >= 'A' && *letter <= 'Z' ? (char)(*letter - 'A' + 'a') : *letter);
    return ny_buffer_text(&lower);
}

/* --- in words ---------------------------------------------------------------------------------- */

static ny_text end_in_words(const ny_prose *prose, const ny_end_words *end)
{
    switch (end->form) {
    case NY_END_FIGURE:
        return ny_prose_expression(prose, end->at, NY_BINDS_SUM);
    case NY_END_LOWEST:
        return NY_TELLS_PLAIN(prose, END_LOWEST);
    case NY_END_HIGHEST:
        return NY_TELLS_PLAIN(prose, END_HIGHEST);
    case NY_END_MEAN:
        return NY_TELLS_PLAIN(prose, END_MEAN);
    case NY_END_ABOVE_LOWEST:
        return NY_TELLS(prose, END_ABOVE_LOWEST, ny_prose_expression(prose, end->at, NY_BINDS_SUM));
    case NY_END_ABOVE_MEAN:
        return NY_TELLS(prose, END_ABOVE_MEAN, ny_prose_expression(prose, end->at, NY_BINDS_SUM));
    }
    NY_BUG("end of points");
}

ny_text ny_points_in_words(const ny_prose *prose, const ny_points_words *points)
{
    ny_text from = ny_prose_number(prose, points->from.number);
    if (points->rule == NY_SCORING_TO_LOWEST)
        return NY_TELLS(prose, CRITERION_TO_LOWEST, from);
    if (points->rule == NY_SCORING_TO_HIGHEST)
        return NY_TELLS(prose, CRITERION_TO_HIGHEST, from);
    return NY_TELLS_CODE(
        prose, points->beyond ? NY_TELL_CRITERION_POINTS_BEYOND : NY_TELL_CRITERION_POINTS, from,
        end_in_words(prose, &points->first), ny_prose_number(prose, points->to.number),
        end_in_words(prose, &points->second));
}

ny_text ny_tie_in_words(const ny_prose *prose, const ny_tie_words *tie)
{
    switch (tie->form) {
    case NY_TIE_CRITERION:
        return ny_prose_name(prose, tie->criterion.text);
    case NY_TIE_LOWEST:
        return NY_TELLS(prose, AWARD_TIE_LOWEST,
                        ny_prose_expression(prose, tie->figure, NY_BINDS_SUM));
    case NY_TIE_HIGHEST:
        return NY_TELLS(prose, AWARD_TIE_HIGHEST,
                        ny_prose_expression(prose, tie->figure, NY_BINDS_SUM));
    case NY_TIE_RECEIPT:
        return NY_TELLS_PLAIN(prose, AWARD_TIE_RECEIPT);
    }
    NY_BUG("tie of an award");
}

ny_text ny_award_in_words(const ny_prose *prose, const ny_award_words *words)
{
    ny_text price =
        words->price ? ny_prose_expression(prose, words->price, NY_BINDS_SUM) : NY_NO_TEXT;
    ny_text weight = words->price_weight
                         ? ny_prose_expression(prose, words->price_weight, NY_BINDS_SUM)
                         : NY_NO_TEXT;
    ny_text band = NY_NO_TEXT, by = NY_NO_TEXT;
    if (words->rule == NY_SCORING_RATIO_BAND) {
        band = ny_prose_literal(prose, &words->band);
        by = words->band_by.text.size ? ny_prose_name(prose, words->band_by.text)
                                      : NY_TELLS_PLAIN(prose, ALL_POINTS);
    }
    return NY_TELLS_CODE(prose, ny_rule_of(words->rule), price, weight, band, by);
}
