/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What may be unknown, or may never happen, where something known is due; and where it comes from.
 *
 * A payment of `score` says nothing of the measure that had too few rows. So the way is followed
 * back, through the figures that pass the unknown on, to where it arises: a measure, a column, a
 * fact, a mean of no rows, the year before the first. */

#include "model/check_expression.h"

/* Where an unknown arises, and the line of a `define` that passes it on. */
typedef struct ny_origin {
    const ny_expression *at;   /* where it arises, or is first read */
    const ny_expression *line; /* the line nearest to it that passes it on; NULL where none does */
    uint32_t figure;           /* whose line that is */
} ny_origin;

typedef struct ny_tracing {
    ny_checker *checker;
    bool *seen; /* by figure */
    NY_LIST(ny_origin) origins;
} ny_tracing;

static void trace(ny_tracing *tracing, const ny_expression *expression, ny_origin so_far);

static void trace_line(ny_tracing *tracing, const ny_expression *line, uint32_t figure)
{
    if (line)
        trace(tracing, line, (ny_origin){.line = line, .figure = figure});
}

static void trace_define(ny_tracing *tracing, uint32_t number)
{
    const ny_define_words *words =
        &tracing->checker->model->figures.items[number].declaration->is.define;
    if (tracing->seen[number])
        return;
    tracing->seen[number] = true;
    trace_line(tracing, words->value, number);
    trace_line(tracing, words->first, number);
    trace_line(tracing, words->later, number);
    for (uint32_t i = 0; i < words->steps.count; i++)
        trace_line(tracing, words->steps.items[i].value, number);
}

/* Do its parts decide whether it is known, and nothing else? */
static bool is_made_of_parts(ny_expression_kind kind)
{
    switch ((int)kind) {
    case NY_EXPRESSION_NAME:
    case NY_EXPRESSION_PREVIOUS:
    case NY_EXPRESSION_FINAL:
    case NY_EXPRESSION_PART:
    case NY_EXPRESSION_AGGREGATE:
    case NY_EXPRESSION_COUNT:
    case NY_EXPRESSION_THE:
    case NY_EXPRESSION_RUNNING:
    case NY_EXPRESSION_AMONG:
        return false;
    default:
        return true;
    }
}

static void trace(ny_tracing *tracing, const ny_expression *expression, ny_origin so_far)
{
    const ny_model *model = tracing->checker->model;
    const ny_meaning *meaning = ny_meaning_of(model, expression);
    if (!meaning->may_be_unknown)
        return;
    bool is_name = expression->kind == NY_EXPRESSION_NAME;
    if (is_name && meaning->reference == NY_REFERENCE_FIGURE &&
        model->figures.items[meaning->number].kind == NY_FIGURE_DEFINE) {
        trace_define(tracing, meaning->number);
        return;
    }
    if (!is_made_of_parts(expression->kind)) {
        so_far.at = expression;
        *NY_APPEND(tracing->checker->arena, &tracing->origins) = so_far;
        return;
    }
    /* What is put for an unknown is the second part; the first may be as unknown as it likes. */
    uint32_t first = expression->kind == NY_EXPRESSION_UNKNOWN_AS ? 1 : 0;
    for (uint32_t i = first; i < expression->items.count; i++)
        trace(tracing, expression->items.items[i], so_far);
}

static bool lies_within(ny_span inner, ny_span outer)
{
    return inner.source == outer.source && inner.begin >= outer.begin && inner.end <= outer.end;
}

/* "`rate` may be unknown", at its declaration where it has one. */
static void say_origin(ny_checker *checker, const ny_expression *at, ny_span said)
{
    const ny_model *model = checker->model;
    const ny_meaning *meaning = ny_meaning_of(model, at);
    ny_span span = at->span;
    ny_text name = ny_span_text(checker->sink, at->span);
    if (at->kind == NY_EXPRESSION_NAME && meaning->reference == NY_REFERENCE_FIGURE)
        span = model->figures.items[meaning->number].span;
    if (meaning->reference == NY_REFERENCE_COLUMN || meaning->reference == NY_REFERENCE_COLUMN_OF)
        span = model->tables.items[meaning->table].columns.items[meaning->number].span;
    if (!lies_within(span, said))
        NY_SAY_PLACE(checker, span, NY_WORDS_0_MAY_BE_UNKNOWN, name);
}

/* The name in a condition that could be asked for first; NULL where none could. */
static const ny_expression *name_to_ask(const ny_model *model, const ny_expression *expression)
{
    if (!ny_meaning_of(model, expression)->may_be_unknown)
        return NULL;
    if (expression->kind == NY_EXPRESSION_NAME)
        return expression;
    const ny_expression *found = NULL;
    for (uint32_t i = 0;
         !found && is_made_of_parts(expression->kind) && i < expression->items.count; i++)
        found = name_to_ask(model, expression->items.items[i]);
    return found;
}

static ny_text unknown_hint(ny_checker *checker, const ny_expression *expression, ny_known_in where)
{
    const ny_expression *name = name_to_ask(checker->model, expression);
    bool of_row = name && ny_meaning_of(checker->model, name)->grain.kind == NY_GRAIN_ROW;
    if (where == NY_KNOWN_IN_PAYMENT && of_row)
        return NY_WORDS(checker->sink, NY_WORDS_SAY_UNKNOWN_AS_OR_WHERE,
                        ny_span_text(checker->sink, name->span));
    if (where != NY_KNOWN_IN_CONDITION)
        return ny_words(checker->sink, NY_WORDS_SAY_UNKNOWN_AS);
    return name ? NY_WORDS(checker->sink, NY_WORDS_ASK_IS_KNOWN,
                           ny_span_text(checker->sink, name->span))
                : ny_words(checker->sink, NY_WORDS_SAY_UNKNOWN_AS_WITHIN);
}

/* A payment: every line that lets an unknown through is told of itself. */
static void say_in_lines(ny_checker *checker, const ny_tracing *tracing,
                         const ny_expression *expression)
{
    for (uint32_t i = 0; i < tracing->origins.count; i++) {
        const ny_origin *origin = &tracing->origins.items[i];
        const ny_expression *line = origin->line ? origin->line : expression;
        bool again = false;
        for (uint32_t j = 0; j < i; j++)
            again = again || tracing->origins.items[j].line == origin->line;
        if (again)
            continue;
        NY_SAY(
            checker, NY_MAY_BE_UNKNOWN, line->span, ny_span_text(checker->sink, line->span),
            unknown_hint(checker, line, origin->line ? NY_KNOWN_IN_FIGURE : NY_KNOWN_IN_PAYMENT));
        say_origin(checker, origin->at, line->span);
        if (origin->line)
            NY_SAY_PLACE(checker, expression->span, NY_WORDS_IT_IS_PAID_HERE, NY_NO_TEXT);
    }
}

bool ny_check_known_in(ny_checker *checker, const ny_expression *expression,
                       const ny_meaning *meaning, ny_known_in where)
{
    if (ny_is_any(meaning) || !ny_check_present(checker, expression, meaning))
        return ny_is_any(meaning);
    if (!meaning->may_be_unknown || checker->quiet)
        return !meaning->may_be_unknown;
    ny_tracing tracing = {
        .checker = checker,
        .seen = NY_NEW_ARRAY(checker->arena, bool, checker->model->figures.count + 1)};
    trace(&tracing, expression, (ny_origin){.figure = NY_NONE});
    if (where == NY_KNOWN_IN_PAYMENT && tracing.origins.count) {
        say_in_lines(checker, &tracing, expression);
        return false;
    }
    NY_SAY(checker, NY_MAY_BE_UNKNOWN, expression->span,
           ny_span_text(checker->sink, expression->span), unknown_hint(checker, expression, where));
    if (!tracing.origins.count)
        return false;
    const ny_origin *origin = &tracing.origins.items[0];
    say_origin(checker, origin->at, expression->span);
    if (origin->line)
        NY_SAY_PLACE(checker, origin->line->span, NY_WORDS_0_PASSES_IT_ON,
                     checker->model->figures.items[origin->figure].name);
    return false;
}

bool ny_check_known(ny_checker *checker, const ny_expression *expression, const ny_meaning *meaning)
{
    return ny_check_known_in(checker, expression, meaning, NY_KNOWN_IN_FIGURE);
}

/* --- what may never happen ---------------------------------------------------------------------- */

bool ny_check_present(ny_checker *checker, const ny_expression *expression,
                      const ny_meaning *meaning)
{
    if (!meaning->may_be_absent || ny_is_any(meaning))
        return true;
    ny_text what = ny_span_text(checker->sink, expression->span);
    bool of_row = meaning->grain.kind == NY_GRAIN_ROW;
    NY_SAY(checker, NY_MAY_NOT_HAVE_HAPPENED, expression->span, what,
           NY_WORDS(checker->sink, of_row ? NY_WORDS_ASK_HAPPENED_IN_ROW : NY_WORDS_ASK_HAPPENED,
                    what,
                    ny_text_of(meaning->type.kind == NY_KIND_DATE ? "has happened" : "is known")));
    return false;
}
