/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The explanation's order and its numbering; see explain.h. */

#include "use/explain_private.h"

#include "base/bug.h"

static ny_piece *add(ny_explaining *explaining, ny_piece_kind kind, ny_text text)
{
    ny_piece *piece = NY_APPEND(explaining->prose.arena, &explaining->explanation->pieces);
    *piece = (ny_piece){.kind = kind, .text = text, .section = explaining->sections};
    return piece;
}

void ny_explain_section(ny_explaining *explaining, ny_text title)
{
    explaining->pending_section = title;
}

void ny_explain_clause(ny_explaining *explaining, ny_text clause, ny_text text)
{
    if (explaining->pending_section.size) {
        explaining->sections++;
        explaining->clauses = 0;
        add(explaining, NY_PIECE_SECTION, explaining->pending_section)->number =
            explaining->sections;
        explaining->pending_section = NY_NO_TEXT;
    }
    ny_piece *piece = add(explaining, NY_PIECE_CLAUSE, text);
    piece->number = ++explaining->clauses;
    if (clause.size)
        piece->clause = NY_TELLS(&explaining->prose, CLAUSE, clause);
    explaining->points = 0;
}

void ny_explain_point(ny_explaining *explaining, ny_text text)
{
    add(explaining, NY_PIECE_POINT, text)->number = ++explaining->points;
}

void ny_explain_example(ny_explaining *explaining, ny_text text)
{
    add(explaining, NY_PIECE_EXAMPLE, text);
    explaining->has_examples = true;
}

void ny_explain_branch(ny_explaining *explaining, uint32_t depth, ny_text text)
{
    add(explaining, NY_PIECE_BRANCH, text)->number = depth;
}

void ny_explain_table(ny_explaining *explaining, ny_text rows)
{
    add(explaining, NY_PIECE_TABLE, rows);
}

void ny_explain_more(ny_explaining *explaining, ny_text sentence)
{
    NY_BUG_ON(!explaining->explanation->pieces.count);
    ny_piece *piece =
        &explaining->explanation->pieces.items[explaining->explanation->pieces.count - 1];
    piece->text = ny_format(explaining->prose.arena, "%.*s%s%.*s", NY_PRINT(piece->text),
                            piece->text.size ? " " : "", NY_PRINT(sentence));
}

/* The name, and the label that explains it. */
ny_text ny_explain_name(const ny_explaining *explaining, const ny_declaration *declaration)
{
    ny_text name = ny_prose_name(&explaining->prose, declaration->name.text);
    if (!declaration->label.size)
        return name;
    if (!declaration->name.text.size)
        return ny_prose_label(&explaining->prose, declaration->label);
    return NY_TELLS(&explaining->prose, FIGURE_TITLE, name,
                    NY_TELLS(&explaining->prose, PARENTHESES,
                             ny_prose_label(&explaining->prose, declaration->label)));
}

/* A party, or the column that names it. */
ny_text ny_explain_party(const ny_prose *prose, uint32_t party, ny_text written)
{
    return party == NY_NONE ? NY_TELLS(prose, BUYER_COLUMN, ny_prose_name(prose, written))
                            : ny_prose_party(prose, party);
}

bool ny_is_condition(const ny_prose *prose, const ny_expression *expression)
{
    return ny_meaning_of(prose->model, expression)->type.kind == NY_KIND_YES_NO;
}

ny_text ny_explain_halves(const ny_prose *prose, ny_halves halves)
{
    switch (halves) {
    case NY_HALVES_AWAY_FROM_ZERO:
        return NY_TELLS_PLAIN(prose, HALVES_AWAY);
    case NY_HALVES_TO_EVEN:
        return NY_TELLS_PLAIN(prose, HALVES_EVEN);
    case NY_HALVES_UP:
        return NY_TELLS_PLAIN(prose, HALVES_UP);
    case NY_HALVES_DOWN:
        return NY_TELLS_PLAIN(prose, HALVES_DOWN);
    }
    NY_BUG("no way of rounding");
}

ny_text ny_explain_each_period(const ny_prose *prose)
{
    return ny_tell_with(prose, ny_prose_by_period(prose, NY_TELL_EACH_PERIOD_YEAR), NULL, 0);
}

ny_text ny_explain_the_period(const ny_prose *prose)
{
    return ny_tell_with(prose, ny_prose_by_period(prose, NY_TELL_THE_PERIOD_YEAR), NULL, 0);
}

static void head(ny_explaining *explaining, const ny_explained_text *text)
{
    const ny_prose *prose = &explaining->prose;
    ny_text title = prose->model->title, said;
    uint32_t number;
    if (title.size && prose->words && ny_map_find(prose->words, title, &number))
        said = prose->translations[number];
    else
        said = title;
    add(explaining, NY_PIECE_TITLE,
        title.size ? NY_TELLS(prose, READ_ALOUD, said)
                   : NY_TELLS_PLAIN(prose, READ_ALOUD_UNTITLED));
    add(explaining, NY_PIECE_NOTE, NY_TELLS_PLAIN(prose, HEAD_RULE));
    add(explaining, NY_PIECE_NOTE,
        prose->model->has_study ? NY_TELLS(prose, HEAD_TEXT_OF_STUDY, text->file, text->fingerprint)
                                : NY_TELLS(prose, HEAD_TEXT, text->file, text->fingerprint));
}

ny_explanation *ny_explain(const ny_prose *prose, const ny_explained_text *text)
{
    ny_explaining explaining = {.prose = *prose};
    explaining.explanation = NY_NEW(prose->arena, ny_explanation);
    explaining.explanation->language = prose->language;
    ny_sink *problems = ny_sink_create(prose->arena);
    problems->sources = text->sink->sources; /* which places point into */
    explaining.worked = ny_work_through(prose->arena, problems, prose->model);
    head(&explaining, text);
    ny_explain_agreement(&explaining);
    ny_explain_study(&explaining);
    ny_explain_parties(&explaining);
    ny_explain_figures(&explaining);
    ny_explain_tables(&explaining);
    ny_explain_exclusions(&explaining);
    ny_explain_measures(&explaining);
    ny_explain_definitions(&explaining);
    ny_explain_payments(&explaining);
    ny_explain_award(&explaining);
    ny_explain_beliefs(&explaining);
    ny_explain_pathways(&explaining);
    ny_explain_values(&explaining);
    ny_explain_alternatives(&explaining);
    ny_explain_sources(&explaining);
    ny_explain_surprises(&explaining);
    ny_explain_information(&explaining);
    ny_explain_open(&explaining);
    return explaining.explanation;
}
