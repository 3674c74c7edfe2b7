/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What the page and the JSON of `nytte why` say alike: names, the contract's words, values. */

#include "io/why.h"

#include "base/bug.h"
#include "use/words.h"

static const ny_plan *plan_of(const ny_why_report *why)
{
    return why->why->result->plan;
}

static ny_arena *arena_of(const ny_why_report *why)
{
    return why->report->prose->arena;
}

const ny_figure *ny_why_figure(const ny_why_report *why, const ny_why_step *step)
{
    return step->of.kind == NY_WHY_FIGURE ? &plan_of(why)->model->figures.items[step->of.number]
                                          : NULL;
}

/* A span that begins behind a parenthesis, or ends before one: with its pair. */
static ny_span balanced(ny_text text, ny_span span)
{
    int open = 0, least = 0;
    for (uint32_t i = span.begin; i < span.end; i++) {
        open += text.data[i] == '(' ? 1 : text.data[i] == ')' ? -1 : 0;
        least = open < least ? open : least;
    }
    for (; least < 0 && span.begin > 0; span.begin--)
        if (text.data[span.begin - 1] == '(') {
            least++;
            open++;
        } else if (text.data[span.begin - 1] != ' ' && text.data[span.begin - 1] != '\n')
            break;
    for (; open > 0 && span.end < text.size; span.end++)
        if (text.data[span.end] == ')')
            open--;
    return span;
}

ny_text ny_why_words(const ny_why_report *why, uint32_t op)
{
    uint32_t figure = plan_of(why)->figure_of_op.items[op];
    if (figure != NY_NONE)
        return plan_of(why)->model->figures.items[figure].name;
    ny_span span = plan_of(why)->ops.items[op].span;
    return ny_contract_words_at(arena_of(why), why->texts, balanced(why->texts[span.source], span));
}

/* “Penalty” (clause 7.3) */
static ny_text title(const ny_prose *prose, ny_text label, ny_text clause)
{
    ny_text said = ny_prose_label(prose, label);
    return clause.size ? NY_TELLS(prose, WHY_TITLE, said, NY_TELLS(prose, CLAUSE, clause)) : said;
}

ny_text ny_why_name(const ny_why_report *why, const ny_why_step *step)
{
    const ny_prose *prose = why->report->prose;
    const ny_plan *plan = plan_of(why);
    switch (step->of.kind) {
    case NY_WHY_PAYMENT: {
        const ny_payment *payment =
            &plan->model->payments.items[plan->payments.items[step->of.number].payment];
        return title(prose, payment->label, payment->clause);
    }
    case NY_WHY_FIGURE: {
        const ny_figure *figure = &plan->model->figures.items[step->of.number];
        return figure->label.size ? ny_format(prose->arena, "%.*s %.*s", NY_PRINT(figure->name),
                                              NY_PRINT(title(prose, figure->label, figure->clause)))
                                  : figure->name;
    }
    case NY_WHY_TALLY:
        return NY_TELLS(prose, WHY_TALLY,
                        ny_contract_words_at(prose->arena, why->texts,
                                             plan->reductions.items[step->of.number].span));
    }
    NY_BUG("kind of step");
}

/* --- values ------------------------------------------------------------------------------------ */

/* The column that a word comes from: the operation's own, or that of the row it follows to. */
static const ny_column *column_of(const ny_plan *plan, const ny_op *op)
{
    if (op->code == NY_OP_COLUMN)
        return &plan->model->tables.items[op->grain.table].columns.items[op->aux];
    if (op->code == NY_OP_FOLLOW)
        return &plan->model->tables.items[op->table].columns.items[op->aux];
    return NULL;
}

static ny_text row_key(const ny_why_report *why, const ny_column *column, uint32_t row)
{
    if (!column || column->type.kind != NY_KIND_ROW)
        return NY_NO_TEXT;
    return ny_rows_key(plan_of(why)->model, &why->report->tables->rows[column->type.table], row);
}

static ny_text plain_word(const ny_why_report *why, uint32_t op, ny_value value)
{
    const ny_plan *plan = plan_of(why);
    const ny_op *of = &plan->ops.items[op];
    const ny_column *column = column_of(plan, of);
    switch (of->kind) {
    case NY_KIND_WORD:
        return column ? column->words.items[value.is.index] : NY_NO_TEXT;
    case NY_KIND_PARTY:
        return plan->model->parties.items[value.is.index].name;
    case NY_KIND_ROW:
        return row_key(why, column, value.is.index);
    case NY_KIND_TEXT:
        return value.is.text;
    case NY_KIND_NUMBER:
    case NY_KIND_DATE:
    case NY_KIND_YES_NO:
    case NY_KIND_ANY:
        break;
    }
    NY_BUG("no word");
}

/* The figure whose value an operation passes on, adds to or chooses, in the same unit: it is written as
 * that figure is, a share as a percentage. NULL where there is none. */
static const ny_figure *written_as(const ny_plan *plan, uint32_t op)
{
    const ny_op *of = &plan->ops.items[op];
    uint32_t figure = plan->figure_of_op.items[op];
    if (figure != NY_NONE)
        return &plan->model->figures.items[figure];
    bool passes = of->code == NY_OP_ADD || of->code == NY_OP_SUBTRACT || of->code == NY_OP_NEGATE ||
                  of->code == NY_OP_KEEP || of->code == NY_OP_ROUND || of->code == NY_OP_LEAST ||
                  of->code == NY_OP_GREATEST || of->code == NY_OP_UNKNOWN_AS ||
                  of->code == NY_OP_PREVIOUS || of->code == NY_OP_FINAL ||
                  of->code == NY_OP_IN_FIRST;
    for (uint32_t i = 0; passes && i < of->operands; i++) {
        const ny_figure *found = written_as(plan, plan->operands.items[of->first_operand + i]);
        if (found && found->type.kind == NY_KIND_NUMBER)
            return found;
    }
    return NULL;
}

/* A number of no figure: with the unit of the operation. */
static ny_text number_words(const ny_why_report *why, const ny_op *op, ny_rational number)
{
    const ny_prose *prose = why->report->prose;
    const ny_column *column = column_of(plan_of(why), op);
    if (column) {
        ny_rational shown = ny_rational_divide(prose->arena, number, column->factor);
        ny_text text = ny_prose_number(prose, shown);
        if (column->is_percent)
            return NY_TELLS(prose, PERCENT, text);
        return column->unit_text.size
                   ? ny_format(prose->arena, "%.*s %.*s", NY_PRINT(text),
                               NY_PRINT(ny_prose_unit(prose, column->unit_text, true)))
                   : text;
    }
    ny_text unit = ny_unit_text(prose->arena, plan_of(why)->model, op->unit, false);
    ny_text text = ny_prose_number(prose, number);
    return unit.size ? ny_format(prose->arena, "%.*s %.*s", NY_PRINT(text),
                                 NY_PRINT(ny_prose_unit(prose, unit, true)))
                     : text;
}

ny_text ny_why_value(const ny_why_report *why, uint32_t op, ny_value value, const ny_figure *near)
{
    const ny_prose *prose = why->report->prose;
    const ny_plan *plan = plan_of(why);
    const ny_op *of = &plan->ops.items[op];
    uint32_t figure = plan->figure_of_op.items[op];
    if (value.state != NY_KNOWN)
        return NY_TELLS_PLAIN(prose, IS_NOT_KNOWN);
    if (figure != NY_NONE && of->kind == NY_KIND_NUMBER)
        return ny_prose_shown(prose, &plan->model->figures.items[figure], value);
    switch (of->kind) {
    case NY_KIND_NUMBER:
        if (written_as(plan, op))
            return ny_prose_shown(prose, written_as(plan, op), value);
        return near && of->unit.count && near->type.kind == NY_KIND_NUMBER &&
                       ny_unit_equal(near->type.unit, of->unit)
                   ? ny_prose_shown(prose, near, value)
                   : number_words(why, of, value.is.number);
    case NY_KIND_DATE:
        return ny_prose_date(prose, value.is.date);
    case NY_KIND_YES_NO:
        return value.is.index ? NY_TELLS_PLAIN(prose, YES) : NY_TELLS_PLAIN(prose, NO);
    case NY_KIND_WORD:
    case NY_KIND_PARTY:
    case NY_KIND_ROW:
    case NY_KIND_TEXT:
        return plain_word(why, op, value);
    case NY_KIND_ANY:
        break;
    }
    NY_BUG("kind");
}

ny_text ny_why_exact(const ny_why_report *why, uint32_t op, ny_value value)
{
    ny_arena *arena = arena_of(why);
    if (value.state != NY_KNOWN)
        return NY_NO_TEXT;
    switch (plan_of(why)->ops.items[op].kind) {
    case NY_KIND_NUMBER:
        return ny_rational_fraction_text(arena, value.is.number);
    case NY_KIND_DATE:
        return ny_date_text(arena, value.is.date);
    case NY_KIND_YES_NO:
        return value.is.index ? NY_TEXT("yes") : NY_TEXT("no");
    case NY_KIND_WORD:
    case NY_KIND_PARTY:
    case NY_KIND_ROW:
    case NY_KIND_TEXT:
        return plain_word(why, op, value);
    case NY_KIND_ANY:
        break;
    }
    NY_BUG("kind");
}

/* --- rows -------------------------------------------------------------------------------------- */

bool ny_why_shows(const ny_why_report *why, ny_fate fate)
{
    if (!ny_view_restricted(why->report->view))
        return true;
    switch (fate) {
    case NY_FATE_COUNTED:
    case NY_FATE_EVENT:
    case NY_FATE_NOT_KNOWN:
    case NY_FATE_LEFT_OUT:
    case NY_FATE_PAID:
    case NY_FATE_NOT_DUE:
    case NY_FATE_AMOUNT_UNKNOWN:
    case NY_FATE_PARTY_UNKNOWN:
        return true;
    case NY_FATE_NOT_MEANT: /* rows of others */
    case NY_FATE_UNSURE:
    case NY_FATE_OTHER_PERIOD:
    case NY_FATE_OUTSIDE_TERM:
    case NY_FATE_NO_DATE:
    case NY_FATE_COUNT:
        return false;
    }
    NY_BUG("fate");
}

ny_text ny_why_because(const ny_why_report *why, const ny_reason *reason)
{
    const ny_prose *prose = why->report->prose;
    const ny_plan *plan = plan_of(why);
    NY_LIST(ny_text) texts = {0};
    for (uint32_t i = 0; i < reason->because.count; i++) {
        uint32_t number = reason->because.items[i];
        ny_text text;
        if (reason->fate == NY_FATE_LEFT_OUT) {
            const ny_exclusion *exclusion =
                &plan->model->exclusions.items[plan->exclusions.items[number].exclusion];
            text = title(prose, exclusion->label, exclusion->clause);
        } else {
            text = ny_why_words(why, number);
            if (reason->fate != NY_FATE_NOT_MEANT && reason->fate != NY_FATE_NOT_DUE)
                text = NY_TELLS(prose, WHY_LACKS, text);
        }
        *NY_APPEND(prose->arena, &texts) = text;
    }
    return ny_prose_list(prose, texts.items, texts.count, NY_TELL_LIST_AND);
}
