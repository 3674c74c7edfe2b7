/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a bid must fulfil, in words. */

#include "use/explain_private.h"

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

void ny_explain_award(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    ny_explain_section(explaining, NY_TELLS_PLAIN(prose, SECTION_AWARD));
    for (uint32_t i = 0; i < prose->model->requirements.count; i++)
        explain_requirement(explaining, prose->model->requirements.items[i]);
}
