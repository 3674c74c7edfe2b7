/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See words.h. */

#include "use/words.h"

#include "base/bug.h"

ny_text ny_contract_words_at(ny_arena *arena, const ny_text *texts, ny_span span)
{
    const char *data = texts[span.source].data;
    ny_buffer out = ny_buffer_create(arena);
    bool in_quotes = false, in_comment = false, blank = false;
    for (uint32_t i = span.begin; i < span.end; i++) {
        char c = data[i];
        in_comment = c != '\n' && (in_comment || (c == '#' && !in_quotes));
        in_quotes = !in_comment && in_quotes != (c == '"');
        if (in_comment || (unsigned char)c <= ' ') {
            blank = true;
            continue;
        }
        if (blank && out.size)
            ny_buffer_add_character(&out, ' ');
        blank = false;
        ny_buffer_add_character(&out, c);
    }
    return ny_buffer_text(&out);
}

static const char *instead_of(const ny_figure *figure)
{
    if (figure->to_be_agreed)
        return "to be agreed";
    switch (figure->kind) {
    case NY_FIGURE_GIVEN:
        return "given";
    case NY_FIGURE_OFFER:
        return "an offer";
    case NY_FIGURE_FACT:
        return "a fact";
    case NY_FIGURE_DEFINE:
        return "defined";
    case NY_FIGURE_ASSUME:
    case NY_FIGURE_MEASURE:
        break;
    }
    NY_BUG("a figure that cannot be assumed");
}

/* Behind the name, the label and the clause. */
static ny_span said_behind(const ny_declaration *declaration)
{
    ny_span span = declaration->span;
    span.begin = declaration->name.span.end;
    if (declaration->label.size)
        span.begin = declaration->label_span.end;
    if (declaration->clause.size)
        span.begin = declaration->clause_span.end;
    return span;
}

ny_assumed_list ny_assumed_instead(ny_arena *arena, const ny_model *model, const ny_text *texts)
{
    ny_assumed_list list = {0};
    for (uint32_t i = 0; i < model->figures.count; i++) {
        const ny_figure *figure = &model->figures.items[i];
        if (figure->assumed == NY_NONE ||
            model->figures.items[figure->assumed].price != NY_NONE) /* its own interval */
            continue;
        ny_span span = said_behind(model->figures.items[figure->assumed].declaration);
        *NY_APPEND(arena, &list) = (ny_assumed){.figure = i,
                                                .instead = instead_of(figure),
                                                .words = ny_contract_words_at(arena, texts, span)};
    }
    return list;
}
