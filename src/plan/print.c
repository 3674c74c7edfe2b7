/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A plan as text: what is computed, in which grain, from what, in which order. */

#include "plan/plan.h"

#include "base/bug.h"
#include "base/value_set.h"

static const char *const prints[NY_OP_CODES] = {
#define NY_OP(name, operands, prints, gives) [NY_OP_##name] = (prints),
#include "plan/op.def"
#undef NY_OP
};

const char *ny_op_prints(ny_op_code code)
{
    return prints[code];
}

static void add_value(ny_buffer *out, ny_kind kind, ny_value value)
{
    char date[11];
    if (value.state != NY_KNOWN) {
        ny_buffer_add(out, NY_TEXT(" unknown"));
    } else if (kind == NY_KIND_NUMBER) {
        ny_buffer_format(out, " %.*s",
                         NY_PRINT(ny_rational_fraction_text(out->arena, value.is.number)));
    } else if (kind == NY_KIND_DATE) {
        ny_date_write(value.is.date, date);
        ny_buffer_format(out, " %s", date);
    } else {
        ny_buffer_format(out, " %s", value.is.index ? "yes" : "no");
    }
}

static const char *rows_text(ny_rows_of rows)
{
    switch (rows) {
    case NY_ROWS_OF_PERIOD:
        return "of the year";
    case NY_ROWS_TO_DATE:
        return "of the years to date";
    case NY_ROWS_OF_OPERATION_YEAR:
        return "of the operation year that reports";
    case NY_ROWS_ALL:
        return "all";
    }
    return "";
}

static const char *reduce_text(ny_reduce reduce)
{
    static const char *const texts[] = {"share",  "mean",    "median", "sum",  "count",
                                        "lowest", "highest", "ratio",  "rate", "the"};
    return texts[reduce];
}

static void add_slot(ny_buffer *out, const char *name, uint32_t op)
{
    if (op != NY_NONE)
        ny_buffer_format(out, " %s %%%u", name, op);
}

static void add_estimation(ny_buffer *out, const ny_plan *plan, const ny_estimation *by)
{
    if (by->form != NY_ESTIMATOR_NONE) {
        ny_buffer_format(out, ", by %s",
                         by->form == NY_KAPLAN_MEIER ? "kaplan meier" : "aalen johansen");
        add_slot(out, "event", by->event);
        add_slot(out, "from", by->start);
        add_slot(out, "until", by->limit);
        for (uint32_t i = 0; i < by->censored.count; i++)
            add_slot(out, "censored", by->censored.items[i]);
        for (uint32_t i = 0; i < by->competing.count; i++)
            add_slot(out, "competing", by->competing.items[i]);
    }
    if (by->pooled)
        ny_buffer_format(out, ", and of %u %s%s before", by->pooled,
                         ny_keyword_text(plan->model->period_word), by->pooled == 1 ? "" : "s");
    if (by->shrunk)
        ny_buffer_format(out, ", shrunk towards %%%u with %.*s rows", by->towards,
                         NY_PRINT(ny_rational_fraction_text(out->arena, by->weight)));
    if (by->bounds != NY_BOUNDS_NONE)
        ny_buffer_format(out, ", bounds %.*s at %.*s to %.*s",
                         NY_PRINT(ny_bounds_text(out->arena, by->bounds)),
                         NY_PRINT(ny_rational_fraction_text(out->arena, by->level)),
                         NY_PRINT(ny_rational_fraction_text(out->arena, by->rounding.unit)));
}

static void add_reduction(ny_buffer *out, const ny_plan *plan, uint32_t number)
{
    const ny_reduction *reduction = &plan->reductions.items[number];
    ny_buffer_format(out, " %s, rows of %.*s %s%s", reduce_text(reduction->reduce),
                     NY_PRINT(plan->model->tables.items[reduction->table].name),
                     rows_text(reduction->rows), reduction->judged_only ? ", judged" : "");
    add_slot(out, "where", reduction->where);
    add_slot(out, "of", reduction->value);
    add_slot(out, "to", reduction->second);
    add_slot(out, "by", reduction->same);
    add_estimation(out, plan, &reduction->estimate);
    add_slot(out, "in its place", reduction->standardised);
    add_slot(out, "less", reduction->less);
    for (uint32_t i = 0; i < reduction->needs.count; i++) {
        const ny_need *need = &reduction->needs.items[i];
        ny_buffer_format(out, ", needs %.*s %s",
                         NY_PRINT(ny_rational_fraction_text(out->arena, need->least)),
                         need->of_known ? "known" : "rows");
    }
}

/* Shares and columns stand behind the figure's own input. */
static void add_input(ny_buffer *out, const ny_plan *plan, uint32_t input)
{
    const ny_figure *figure = &plan->model->figures.items[plan->inputs.items[input].figure];
    uint32_t first = input;
    while (first > 0 && plan->inputs.items[first - 1].figure == plan->inputs.items[input].figure)
        first--;
    if (first < input)
        ny_buffer_format(out, " %.*s of", NY_PRINT(figure->parts.items[input - first - 1]));
    ny_buffer_format(out, " %.*s", NY_PRINT(figure->name));
}

static void add_details(ny_buffer *out, const ny_plan *plan, const ny_op *op)
{
    const ny_model *model = plan->model;
    uint32_t count;
    switch ((int)op->code) {
    case NY_OP_CONSTANT:
        add_value(out, op->kind, plan->constants.items[op->aux]);
        break;
    case NY_OP_INPUT:
        add_input(out, plan, op->aux);
        break;
    case NY_OP_INPUT_OF:
    case NY_OP_FACT:
    case NY_OP_FACT_DATE:
        ny_buffer_format(out, " %.*s",
                         NY_PRINT(model->figures.items[plan->inputs.items[op->aux].figure].name));
        break;
    case NY_OP_COLUMN:
        ny_buffer_format(
            out, " %.*s",
            NY_PRINT(model->tables.items[op->grain.table].columns.items[op->aux].name));
        break;
    case NY_OP_FOLLOW:
        ny_buffer_format(out, " %.*s",
                         NY_PRINT(model->tables.items[op->table].columns.items[op->aux].name));
        break;
    case NY_OP_ROUND:
    case NY_OP_LOGISTIC_ROUNDED:
        ny_buffer_format(
            out, " to %.*s",
            NY_PRINT(ny_rational_fraction_text(out->arena, plan->roundings.items[op->aux].unit)));
        break;
    case NY_OP_REDUCE:
    case NY_OP_REDUCE_BY:
        add_reduction(out, plan, op->aux);
        break;
    case NY_OP_ROWS_OF:
    case NY_OP_KNOWN_OF:
    case NY_OP_EVENTS_OF:
    case NY_OP_LOW_OF:
    case NY_OP_HIGH_OF:
        ny_buffer_format(
            out, " %.*s",
            NY_PRINT(
                model->figures
                    .items[model->measures.items[plan->reductions.items[op->aux].measure].figure]
                    .name));
        break;
    case NY_OP_RUNNING:
        add_slot(out, "where", plan->windows.items[op->aux].where);
        break;
    case NY_OP_MEAN_KNOWN:
        ny_buffer_format(out, ", at least %u", op->aux);
        break;
    case NY_OP_EQ5D:
        ny_buffer_format(out, " by \"%s\"", ny_value_sets(&count)[op->aux].name);
        break;
    case NY_OP_IS_INDEX:
        ny_buffer_format(out, " number %u", op->aux);
        break;
    default:
        break;
    }
}

static void add_op(ny_buffer *out, const ny_plan *plan, uint32_t number)
{
    const ny_op *op = &plan->ops.items[number];
    ny_buffer_format(out, "  %%%-4u ", number);
    switch (op->grain.kind) {
    case NY_GRAIN_CONTRACT:
        ny_buffer_add(out, NY_TEXT("contract   "));
        break;
    case NY_GRAIN_EACH_PERIOD:
        ny_buffer_format(out, "each %-6s", ny_keyword_text(plan->model->period_word));
        break;
    case NY_GRAIN_ROW:
        ny_buffer_format(out, "%-10.*s ",
                         NY_PRINT(plan->model->tables.items[op->grain.table].name));
        break;
    case NY_GRAIN_EACH_CYCLE:
        ny_buffer_format(out, "each cycle ");
        break;
    }
    ny_buffer_format(out, "%s", ny_op_prints(op->code));
    for (uint32_t i = 0; i < op->operands; i++)
        ny_buffer_format(out, " %%%u", plan->operands.items[op->first_operand + i]);
    add_details(out, plan, op);
    uint32_t figure = plan->figure_of_op.items[number];
    if (figure != NY_NONE)
        ny_buffer_format(out, "   -> %.*s", NY_PRINT(plan->model->figures.items[figure].name));
    ny_buffer_add_character(out, '\n');
}

static void add_payment(ny_buffer *out, const ny_plan *plan, const ny_plan_payment *payment)
{
    const ny_payment *of = &plan->model->payments.items[payment->payment];
    ny_buffer_format(out, "  %s \"%.*s\"",
                     of->is_cost      ? "cost"
                     : of->is_benefit ? "benefit"
                                      : "pay",
                     NY_PRINT(of->label));
    add_slot(out, "amount", payment->amount);
    add_slot(out, "where", payment->where);
    add_slot(out, "when", payment->when);
    add_slot(out, "on", payment->on);
    add_slot(out, "if by then", payment->if_by_then);
    add_slot(out, "due after", payment->due_from);
    add_slot(out, "by", payment->due_span);
    ny_buffer_add_character(out, '\n');
}

/* --- pathways ------------------------------------------------------------------------------------ */

static ny_text state_of(const ny_pathway *of, uint32_t state)
{
    return of->states.items[state].name;
}

static void add_law(ny_buffer *out, const ny_plan_law *law, bool by)
{
    ny_buffer_format(out, " %s %s%.*s", by ? "by" : "after", law->half ? "half " : "",
                     NY_PRINT(law->name));
    for (uint32_t i = 0; i < law->arguments.count; i++) {
        const ny_plan_argument *of = &law->arguments.items[i];
        ny_buffer_format(out, " %.*s %%%u", NY_PRINT(of->name), of->value);
        add_slot(out, "within", of->within);
    }
}

static void add_move(ny_buffer *out, const ny_pathway *of, uint32_t number,
                     const ny_plan_move *move)
{
    const ny_transition *transition = &of->transitions.items[number];
    ny_buffer_format(out, "    from %.*s to %.*s", NY_PRINT(state_of(of, transition->from)),
                     NY_PRINT(state_of(of, transition->to)));
    if (transition->form == NY_MOVE_REMAINING)
        ny_buffer_add(out, NY_TEXT(" remaining"));
    if (move->law.name.size)
        add_law(out, &move->law, transition->form == NY_MOVE_BY);
    add_slot(out, transition->form == NY_MOVE_RATE ? "rate" : "chance", move->chance);
    add_slot(out, "hazard times", move->times);
    ny_buffer_add_character(out, '\n');
}

static void add_curve(ny_buffer *out, const ny_pathway *of, uint32_t number, uint32_t share)
{
    const ny_share_curve *curve = &of->curves.items[number];
    ny_buffer_add(out, NY_TEXT("    in"));
    for (uint32_t i = 0; i < curve->states.count; i++)
        ny_buffer_format(out, "%s %.*s", i ? "," : "",
                         NY_PRINT(state_of(of, curve->states.items[i])));
    add_slot(out, "share", share);
    ny_buffer_add_character(out, '\n');
}

static void add_who(ny_buffer *out, const ny_plan_pathway *plan, const ny_pathway *of)
{
    for (uint32_t i = 0; i < of->starts.count; i++) {
        ny_buffer_format(out, "    starts %.*s", NY_PRINT(state_of(of, of->starts.items[i].state)));
        if (of->starts.items[i].cycles_there)
            ny_buffer_format(out, " there %u", of->starts.items[i].cycles_there);
        add_slot(out, "share", plan->starts.items[i]);
        ny_buffer_add_character(out, '\n');
    }
    for (uint32_t i = 0; i < of->arriving.count; i++)
        ny_buffer_format(out, "    arriving %.*s number %%%u\n",
                         NY_PRINT(state_of(of, of->arriving.items[i].state)),
                         plan->arriving.items[i]);
    if (plan->people != NY_NONE)
        ny_buffer_format(out, "    people %%%u\n", plan->people);
}

static void add_pathway(ny_buffer *out, const ny_plan *plan, const ny_plan_pathway *pathway)
{
    const ny_pathway *of = &plan->model->pathways.items[pathway->pathway];
    static const char *const kinds[] = {[NY_PATHWAY_CYCLES] = "cycles",
                                        [NY_PATHWAY_CURVES] = "curves",
                                        [NY_PATHWAY_CONTINUOUS] = "continuous",
                                        [NY_PATHWAY_TREE] = "tree"};
    ny_buffer_format(out, "  %.*s: %s", NY_PRINT(of->name), kinds[of->kind]);
    if (of->cycles)
        ny_buffer_format(out, ", %u cycles", of->cycles);
    ny_buffer_format(out, ", %u states\n", of->states.count);
    add_who(out, pathway, of);
    for (uint32_t i = 0; i < of->transitions.count; i++)
        add_move(out, of, i, &pathway->moves.items[i]);
    for (uint32_t i = 0; i < of->states.count; i++)
        if (pathway->stays.items[i] != NY_NONE)
            ny_buffer_format(out, "    stays in %.*s chance %%%u\n", NY_PRINT(state_of(of, i)),
                             pathway->stays.items[i]);
    for (uint32_t i = 0; i < of->curves.count; i++)
        add_curve(out, of, i, pathway->curves.items[i]);
}

ny_text ny_plan_print(ny_arena *arena, const ny_plan *plan)
{
    ny_buffer out = ny_buffer_create(arena);
    const ny_model *model = plan->model;
    ny_buffer_format(&out, "plan of \"%.*s\"\n", NY_PRINT(model->title));
    if (!model->has_study)
        ny_buffer_format(&out, "contract %ss: %u in the term, %u in all\n",
                         ny_keyword_text(model->period_word), model->term_periods,
                         model->periods.count);
    ny_buffer_add_character(&out, '\n');
    ny_buffer_add(&out, NY_TEXT("operations\n"));
    for (uint32_t i = 0; i < plan->ops.count; i++)
        add_op(&out, plan, i);
    ny_buffer_add(&out, NY_TEXT("\nexclusions\n"));
    for (uint32_t i = 0; i < plan->exclusions.count; i++) {
        const ny_exclusion *of = &model->exclusions.items[plan->exclusions.items[i].exclusion];
        ny_buffer_format(&out, "  \"%.*s\" where %%%u: %s, %s\n", NY_PRINT(of->label),
                         plan->exclusions.items[i].where, of->judged ? "judged" : "not judged",
                         of->paid ? "paid" : "not paid");
    }
    for (uint32_t i = 0; i < plan->pathways.count; i++) {
        ny_buffer_add(&out, i ? NY_NO_TEXT : NY_TEXT("\npathways\n"));
        add_pathway(&out, plan, &plan->pathways.items[i]);
    }
    ny_buffer_add(&out, NY_TEXT("\npayments\n"));
    for (uint32_t i = 0; i < plan->payments.count; i++)
        add_payment(&out, plan, &plan->payments.items[i]);
    return ny_buffer_text(&out);
}
