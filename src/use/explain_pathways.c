/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A study's own lines, and its pathways, in words. */

#include "use/explain_private.h"

#include "base/bug.h"

static ny_text rate_of(const ny_prose *prose, ny_rational rate)
{
    ny_rational percent = ny_rational_multiply(prose->arena, rate, ny_rational_whole(100));
    return NY_TELLS(prose, PERCENT, ny_prose_number(prose, percent));
}

void ny_explain_study(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    const ny_model *model = prose->model;
    if (!model->has_study)
        return;
    ny_explain_section(explaining, NY_TELLS_PLAIN(prose, SECTION_STUDY));
    ny_explain_clause(explaining, NY_NO_TEXT, NY_TELLS_PLAIN(prose, STUDY_IS));
    for (uint32_t i = 0; i < model->currencies.count; i++)
        ny_explain_more(explaining, NY_TELLS(prose, CURRENCY_ONE, model->currencies.items[i].name));
    if (!model->has_present_value)
        return;
    ny_explain_clause(explaining, NY_NO_TEXT,
                      NY_TELLS(prose, PRESENT_VALUE_STUDY, rate_of(prose, model->present_value),
                               rate_of(prose, model->present_value_of_benefits),
                               model->present_value_at_start
                                   ? NY_TELLS_PLAIN(prose, AT_START_OF_CYCLE)
                                   : NY_TELLS_PLAIN(prose, AT_END_OF_CYCLE)));
}

static ny_tell counting_of(ny_counting counted)
{
    switch (counted) {
    case NY_COUNTED_AT_START:
        return NY_TELL_PATHWAY_COUNTED_START;
    case NY_COUNTED_AT_END:
        return NY_TELL_PATHWAY_COUNTED_END;
    case NY_COUNTED_AT_EVERY_POINT:
        return NY_TELL_PATHWAY_COUNTED_POINTS;
    case NY_COUNTED_HALF_CYCLE:
        return NY_TELL_PATHWAY_COUNTED_HALF;
    case NY_COUNTED_SIMPSON:
        return NY_TELL_PATHWAY_COUNTED_SIMPSON;
    case NY_COUNTED_NOT_SAID:
        break;
    }
    NY_BUG("a pathway that does not say how it counts");
}

static void explain_pathway(ny_explaining *explaining, const ny_pathway *pathway)
{
    const ny_prose *prose = &explaining->prose;
    ny_text *states = NY_NEW_ARRAY(prose->arena, ny_text, pathway->states.count + 1);
    for (uint32_t i = 0; i < pathway->states.count; i++)
        states[i] = ny_prose_name(prose, pathway->states.items[i].name);
    ny_explain_clause(
        explaining, pathway->clause,
        NY_TELLS(prose, PATHWAY, ny_explain_name(explaining, pathway->declaration),
                 ny_prose_list(prose, states, pathway->states.count, NY_TELL_LIST_AND)));
    if (pathway->starts.count)
        ny_explain_more(explaining,
                        NY_TELLS(prose, PATHWAY_START, states[pathway->starts.items[0].state]));
    ny_explain_more(explaining,
                    NY_TELLS(prose, PATHWAY_CYCLES, ny_prose_span(prose, pathway->cycle),
                             ny_format(prose->arena, "%u", pathway->cycles)));
    ny_explain_more(explaining, ny_tell_with(prose, counting_of(pathway->counted), NULL, 0));
    ny_explain_more(explaining, NY_TELLS_PLAIN(prose, PATHWAY_STAY));
    ny_explain_more(explaining, NY_TELLS_PLAIN(prose, PATHWAY_MOVES));
    for (uint32_t i = 0; i < pathway->transitions.count; i++) {
        const ny_transition *move = &pathway->transitions.items[i];
        ny_explain_point(explaining,
                         NY_TELLS(prose, PATHWAY_MOVE, states[move->from], states[move->to],
                                  ny_prose_expression(prose, move->chance, NY_BINDS_FORM)));
    }
}

void ny_explain_pathways(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    ny_explain_section(explaining, NY_TELLS_PLAIN(prose, SECTION_PATHWAYS));
    for (uint32_t i = 0; i < prose->model->pathways.count; i++)
        explain_pathway(explaining, &prose->model->pathways.items[i]);
}
