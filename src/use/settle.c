/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See settle.h. */

#include "use/settle.h"

#include "base/bug.h"
#include "use/words.h"

#include <string.h>

uint32_t ny_statements_drawn(const ny_model *model, const ny_circumstances *circumstances)
{
    uint32_t drawn = 0;
    if (!circumstances->has_as_of)
        return model->periods.count;
    while (drawn < model->periods.count &&
           model->periods.items[drawn].data_date <= circumstances->as_of)
        drawn++;
    return drawn;
}

bool ny_figure_shown(ny_arena *arena, const ny_figure *figure, ny_value value,
                     ny_rational *ret_value)
{
    if (value.state != NY_KNOWN || figure->type.kind != NY_KIND_NUMBER)
        return false;
    *ret_value = ny_rational_divide(arena, value.is.number, figure->factor);
    return true;
}

/* --- why a statement may still change ---------------------------------------------------------- */

static void add_why(const ny_prose *prose, ny_statement *statement, ny_text why)
{
    *NY_APPEND(prose->arena, &statement->why_provisional) = why;
}

static ny_text in_digits(const ny_prose *prose, uint32_t count)
{
    return ny_prose_number(prose, ny_rational_whole(count));
}

static void add_unsettled(const ny_prose *prose, const ny_result *result, ny_statement *statement)
{
    uint32_t unsettled = 0, unsure = 0;
    for (uint32_t i = 0; i < result->plan->payments.count; i++)
        unsettled += result->paid[(size_t)i * result->periods + statement->period].unsettled;
    for (uint32_t r = 0; r < result->plan->reductions.count; r++) {
        const ny_reduction *of = &result->plan->reductions.items[r];
        uint32_t period = of->rows == NY_ROWS_ALL ? 0 : statement->period;
        if (of->groups_of == NY_NONE) /* else its measure counts them */
            unsure += result->measured[(size_t)r * result->periods + period].where_unknown;
    }
    if (unsettled)
        add_why(prose, statement,
                NY_TELLS_CODE(prose,
                              unsettled == 1 ? NY_TELL_ST_WHY_AMOUNT : NY_TELL_ST_WHY_AMOUNTS,
                              in_digits(prose, unsettled)));
    if (unsure)
        add_why(prose, statement,
                NY_TELLS_CODE(prose, unsure == 1 ? NY_TELL_ST_WHY_ROW : NY_TELL_ST_WHY_ROWS,
                              in_digits(prose, unsure)));
}

/* How many faults there are, and how many of them figures and payments of this statement meet. */
static ny_text faults_text(const ny_prose *prose, const ny_circumstances *now, uint32_t period)
{
    ny_text faults =
        NY_TELLS_CODE(prose, now->faults == 1 ? NY_TELL_ST_WHY_FAULT : NY_TELL_ST_WHY_FAULTS,
                      in_digits(prose, now->faults));
    if (!now->bounds)
        return faults;
    uint32_t touching = now->bounds->touching[period];
    return touching ? NY_TELLS(prose, ST_WHY_MET, faults, in_digits(prose, touching))
                    : NY_TELLS(prose, ST_WHY_NOT_MET, faults);
}

static void judge(const ny_prose *prose, const ny_result *result, const ny_circumstances *now,
                  ny_statement *statement)
{
    const ny_model *model = result->plan->model;
    const ny_period *period = &model->periods.items[statement->period];
    ny_date objections = period->data_date;
    if (!now->has_extracted)
        add_why(prose, statement, NY_TELLS_PLAIN(prose, ST_WHY_NO_EXTRACT));
    else if (now->extracted < period->data_date)
        add_why(prose, statement,
                NY_TELLS(prose, ST_WHY_DATA_END, ny_prose_date(prose, now->extracted),
                         ny_prose_date(prose, period->data_date)));
    if (now->faults)
        add_why(prose, statement, faults_text(prose, now, statement->period));
    bool may_object = model->objections.months != 0 || model->objections.days != 0;
    if (may_object && ny_date_add(period->data_date, model->objections, &objections) &&
        (!now->has_as_of || now->as_of <= objections))
        add_why(prose, statement,
                NY_TELLS(prose, ST_WHY_OBJECTIONS, ny_prose_date(prose, objections)));
    add_unsettled(prose, result, statement);
    statement->final = statement->why_provisional.count == 0;
}

/* --- rows behind a measure --------------------------------------------------------------------- */

static ny_text rows_counted(const ny_prose *prose, uint32_t rows)
{
    return NY_TELLS_CODE(prose, rows == 1 ? NY_TELL_ST_ROW : NY_TELL_ST_ROWS,
                         in_digits(prose, rows));
}

ny_text ny_measured_words(const ny_prose *prose, const ny_reduction *reduction,
                          const ny_measured *measured)
{
    if (!measured->reports)
        return NY_NO_TEXT;
    ny_text rows = rows_counted(prose, measured->known);
    if (reduction->reduce == NY_REDUCE_SHARE || reduction->reduce == NY_REDUCE_RATE ||
        reduction->estimate.form != NY_ESTIMATOR_NONE)
        rows = NY_TELLS(prose, ST_EVENTS, in_digits(prose, measured->events), rows);
    ny_text year =
        ny_prose_unit(prose, ny_text_of(ny_keyword_text(prose->model->period_word)), false);
    ny_text last = in_digits(prose, measured->operation_period + 1);
    ny_text said = measured->first_period == measured->operation_period
                       ? NY_TELLS(prose, ST_MEASURED, year, last, rows)
                       : NY_TELLS(prose, ST_MEASURED_POOLED, year,
                                  in_digits(prose, measured->first_period + 1), last, rows);
    if (measured->known < measured->rows)
        said = NY_TELLS(prose, ST_MORE_NOT_KNOWN, said,
                        in_digits(prose, measured->rows - measured->known));
    if (measured->excluded_rows)
        said = NY_TELLS(prose, ST_LEFT_OUT, said, in_digits(prose, measured->excluded_rows));
    return said;
}

bool ny_share_ends(ny_arena *arena, const ny_plan *plan, const ny_reduction *reduction,
                   const ny_measured *measured, ny_value *ret_low, ny_value *ret_high)
{
    const ny_measure_words *words = plan->model->measures.items[reduction->measure].words;
    bool plain = words->kind == NY_KEYWORD_SHARE && words->estimator.form == NY_ESTIMATOR_NONE &&
                 !words->standardised.said && !words->shrunk.towards && !words->less;
    if (!plain || !measured->reports || measured->known == measured->rows)
        return false;
    uint32_t unknown = measured->rows - measured->known;
    *ret_low = ny_value_number(ny_rational_fraction(arena, measured->events, measured->rows));
    *ret_high =
        ny_value_number(ny_rational_fraction(arena, measured->events + unknown, measured->rows));
    return true;
}

/* --- sentences --------------------------------------------------------------------------------- */

typedef struct ny_naming {
    const ny_prose *prose;
    const ny_result *result;
    uint32_t period;
    ny_text figures; /* "a = 1, b = 2" so far */
    bool *seen;
} ny_naming;

/* "2 of 69 rows, year 2" of a measure; empty where no operation year reports. */
static ny_text rows_behind(const ny_naming *naming, const ny_figure *figure)
{
    const ny_prose *prose = naming->prose;
    const ny_plan *plan = naming->result->plan;
    for (uint32_t r = 0; r < plan->reductions.count; r++) {
        const ny_reduction *reduction = &plan->reductions.items[r];
        if (reduction->measure == NY_NONE ||
            &plan->model->figures.items[plan->model->measures.items[reduction->measure].figure] !=
                figure)
            continue;
        return ny_measured_words(
            prose, reduction,
            &naming->result->measured[(size_t)r * naming->result->periods + naming->period]);
    }
    return NY_NO_TEXT;
}

static void add_figure(ny_naming *naming, const ny_figure *figure, ny_text name, ny_value value)
{
    const ny_prose *prose = naming->prose;
    ny_text shown = ny_prose_shown(prose, figure, value);
    ny_text behind = figure->kind == NY_FIGURE_MEASURE ? rows_behind(naming, figure) : NY_NO_TEXT;
    ny_text said = behind.size ? NY_TELLS(prose, ST_MEASURE_IS, name, shown, behind)
                               : NY_TELLS(prose, ST_FIGURE_IS, name, shown);
    naming->figures = naming->figures.size ? NY_TELLS(prose, COMMA, naming->figures, said) : said;
}

static void name_figure(void *context, const ny_expression *expression)
{
    ny_naming *naming = context;
    ny_arena *arena = naming->prose->arena;
    const ny_plan *plan = naming->result->plan;
    bool final = expression->kind == NY_EXPRESSION_FINAL;
    bool previous = expression->kind == NY_EXPRESSION_PREVIOUS;
    if (!final && !previous && expression->kind != NY_EXPRESSION_NAME)
        return;
    uint32_t number = ny_model_figure(plan->model, expression->name.text);
    if (number == NY_NONE || (naming->seen[number] && !final && !previous))
        return;
    naming->seen[number] = naming->seen[number] || (!final && !previous);
    const ny_figure *figure = &plan->model->figures.items[number];
    uint32_t op = plan->figures.items[number];
    if (!ny_plan_in_statements(plan, op))
        return;
    uint32_t period = final ? plan->final_period : naming->period;
    bool none = previous && period == 0;
    if (previous && period > 0)
        period--;
    if (plan->ops.items[op].grain.kind == NY_GRAIN_CONTRACT)
        period = 0;
    ny_value value = none ? ny_value_unknown()
                          : naming->result->values[(size_t)op * naming->result->periods + period];
    ny_text name = figure->name; /* as the contract writes it: the sentence quotes the contract */
    if (previous)
        name = ny_format(arena, "previous %.*s", NY_PRINT(name));
    if (final)
        name = ny_format(arena, "%.*s in the final contract %s", NY_PRINT(name),
                         ny_keyword_text(plan->model->period_word));
    add_figure(naming, figure, name, value);
}

/* Words of the contract with the figures in them. */
static ny_text sentence(const ny_prose *prose, const ny_result *result, uint32_t period,
                        const ny_expression *expression, ny_text words)
{
    ny_naming naming = {.prose = prose, .result = result, .period = period};
    naming.seen = NY_NEW_ARRAY(prose->arena, bool, result->plan->model->figures.count + 1);
    ny_walk_expression(expression, name_figure, &naming);
    if (!naming.figures.size || expression->kind == NY_EXPRESSION_NAME)
        return naming.figures.size ? naming.figures : words;
    return NY_TELLS(prose, ST_WITH, words, naming.figures);
}

/* Why a payment of this period is nothing: a condition that does not hold, or is not known. */
static ny_text why_nothing(const ny_prose *prose, const ny_result *result, uint32_t number,
                           uint32_t period, const ny_text *texts)
{
    const ny_plan_payment *paying = &result->plan->payments.items[number];
    const ny_pay_words *words = result->plan->model->payments.items[paying->payment].words;
    uint32_t op = paying->if_by_then != NY_NONE ? paying->if_by_then : paying->when;
    const ny_expression *condition =
        paying->if_by_then != NY_NONE ? words->if_by_then : words->when;
    if (op == NY_NONE || !condition || words->time == NY_TIME_FOR_EACH)
        return NY_NO_TEXT;
    bool once = result->plan->ops.items[op].grain.kind == NY_GRAIN_CONTRACT;
    ny_value value = result->values[(size_t)op * result->periods + (once ? 0 : period)];
    if (value.state == NY_KNOWN && value.is.index)
        return NY_NO_TEXT;
    ny_text said = sentence(prose, result, period, condition,
                            ny_contract_words_at(prose->arena, texts, condition->span));
    return NY_TELLS_CODE(
        prose, value.state == NY_KNOWN ? NY_TELL_ST_NOTHING_WHEN : NY_TELL_ST_NOTHING_KNOWN, said);
}

/* --- entries ----------------------------------------------------------------------------------- */

static bool same_pair(const ny_entry *entry, const ny_line *line)
{
    return entry->payment == line->payment && entry->from == line->payer &&
           entry->to == line->payee;
}

static ny_entry *entry_of(ny_arena *arena, ny_statement *statement, uint32_t first,
                          const ny_line *line)
{
    for (uint32_t i = first; i < statement->entries.count; i++)
        if (same_pair(&statement->entries.items[i], line))
            return &statement->entries.items[i];
    ny_entry *entry = NY_APPEND(arena, &statement->entries);
    *entry = (ny_entry){.payment = line->payment,
                        .from = line->payer,
                        .to = line->payee,
                        .amount = NY_RATIONAL_ZERO,
                        .has_due = true,
                        .due_first = line->due,
                        .due_last = line->due};
    return entry;
}

static uint32_t members_of(const ny_model *model, uint32_t party, uint32_t *ret_members)
{
    const ny_party *of = &model->parties.items[party];
    if (!of->together || !of->members.count) {
        ret_members[0] = party;
        return 1;
    }
    for (uint32_t i = 0; i < of->members.count; i++)
        ret_members[i] = of->members.items[i];
    return of->members.count;
}

/* A payment that is made and has no lines is shown as nothing, between the parties that it names. */
static void add_empty(ny_arena *arena, const ny_model *model, uint32_t number,
                      ny_statement *statement)
{
    const ny_payment *payment = &model->payments.items[number];
    if (payment->payer == NY_NONE || payment->payee == NY_NONE)
        return;
    uint32_t *from = NY_NEW_ARRAY(arena, uint32_t, model->parties.count + 1);
    uint32_t *to = NY_NEW_ARRAY(arena, uint32_t, model->parties.count + 1);
    uint32_t payers = members_of(model, payment->payer, from);
    uint32_t payees = members_of(model, payment->payee, to);
    for (uint32_t i = 0; i < payers; i++)
        for (uint32_t j = 0; j < payees; j++)
            *NY_APPEND(arena, &statement->entries) = (ny_entry){
                .payment = number, .from = from[i], .to = to[j], .amount = NY_RATIONAL_ZERO};
}

/* "40 %" of a member of a joint party; empty of any other. */
static ny_text share_of(const ny_prose *prose, const ny_result *result, uint32_t joint,
                        uint32_t member)
{
    const ny_plan_party *party;
    if (joint == NY_NONE || !result->plan->parties.items[joint].shares.count)
        return NY_NO_TEXT;
    party = &result->plan->parties.items[joint];
    for (uint32_t i = 0; i < party->shares.count; i++) {
        if (result->plan->model->parties.items[joint].members.items[i] != member)
            continue;
        ny_value share = result->values[(size_t)party->shares.items[i] * result->periods];
        ny_rational hundred =
            ny_rational_multiply(prose->arena, share.is.number, ny_rational_whole(100));
        ny_text percent = ny_rational_decimal_text(prose->arena, hundred, 0, 4);
        return NY_TELLS(prose, PERCENT, ny_prose_decimal(prose, percent));
    }
    return NY_NO_TEXT;
}

static void add_rounding(ny_arena *arena, uint32_t payment, const ny_paid *paid,
                         ny_statement *statement)
{
    ny_rational added = ny_rational_subtract(arena, paid->rounded, paid->before_rounding);
    if (ny_rational_sign(added) == 0)
        return;
    *NY_APPEND(arena, &statement->rounded) =
        (ny_rounded){.payment = payment, .before = paid->before_rounding, .added = added};
}

static void add_lines(ny_arena *arena, const ny_result *result, const ny_paid *paid, uint32_t first,
                      ny_statement *statement)
{
    for (uint32_t i = 0; i < paid->lines; i++) {
        const ny_line *line = &result->lines.items[paid->first_line + i];
        ny_entry *entry = entry_of(arena, statement, first, line);
        entry->amount = ny_rational_add(arena, entry->amount, line->amount);
        entry->rows++;
        entry->moved += line->due_moved;
        entry->due_first = line->due < entry->due_first ? line->due : entry->due_first;
        entry->due_last = line->due > entry->due_last ? line->due : entry->due_last;
    }
}

/* Which of the two sides of a payment a party stands on as a member of a joint one. */
static uint32_t joint_of(const ny_model *model, const ny_payment *payment, uint32_t member)
{
    const uint32_t sides[] = {payment->payer, payment->payee};
    for (size_t s = 0; s < 2; s++)
        for (uint32_t i = 0;
             sides[s] != NY_NONE && i < model->parties.items[sides[s]].members.count; i++)
            if (model->parties.items[sides[s]].members.items[i] == member)
                return sides[s];
    return NY_NONE;
}

static void add_entries(const ny_prose *prose, const ny_result *result, uint32_t number,
                        ny_statement *statement, const ny_text *texts)
{
    ny_arena *arena = prose->arena;
    const ny_model *model = result->plan->model;
    const ny_paid *paid = &result->paid[(size_t)number * result->periods + statement->period];
    uint32_t of = result->plan->payments.items[number].payment;
    const ny_payment *payment = &model->payments.items[of];
    uint32_t first = statement->entries.count;
    if (!paid->made)
        return;
    add_lines(arena, result, paid, first, statement);
    if (statement->entries.count == first)
        add_empty(arena, model, of, statement);
    add_rounding(arena, of, paid, statement);
    ny_text words = sentence(prose, result, statement->period, payment->words->amount,
                             ny_contract_words_at(arena, texts, payment->words->amount->span));
    ny_text nothing = why_nothing(prose, result, number, statement->period, texts);
    for (uint32_t i = first; i < statement->entries.count; i++) {
        ny_entry *entry = &statement->entries.items[i];
        if (payment->words->time != NY_TIME_FOR_EACH)
            entry->rows = paid->rows;
        entry->due_by_line = payment->words->due_form == NY_DUE_COLUMN;
        entry->sentence = words;
        entry->nothing = nothing;
        entry->share = share_of(prose, result, joint_of(model, payment, entry->from), entry->from);
        if (!entry->share.size)
            entry->share = share_of(prose, result, joint_of(model, payment, entry->to), entry->to);
    }
}

/* --- what goes on to the next statement -------------------------------------------------------- */

static void add_carried(ny_arena *arena, const ny_result *result, ny_statement *statement)
{
    const ny_plan *plan = result->plan;
    bool *seen = NY_NEW_ARRAY(arena, bool, plan->model->figures.count + 1);
    if (statement->period + 1 >= plan->model->periods.count)
        return;
    for (uint32_t op = 0; op < plan->ops.count; op++) {
        if (plan->ops.items[op].code != NY_OP_PREVIOUS)
            continue;
        uint32_t before = plan->operands.items[plan->ops.items[op].first_operand];
        uint32_t figure = plan->figure_of_op.items[before];
        if (figure == NY_NONE || seen[figure])
            continue;
        seen[figure] = true;
        *NY_APPEND(arena, &statement->carried) = (ny_carried){
            figure, result->values[(size_t)before * result->periods + statement->period]};
    }
}

/* --- flows ------------------------------------------------------------------------------------- */

static void add_to_flow(ny_arena *arena, ny_flow *flows, uint32_t count, uint32_t party,
                        uint32_t currency, ny_rational pays, ny_rational receives)
{
    for (uint32_t i = 0; i < count; i++)
        if (flows[i].party == party && flows[i].currency == currency) {
            flows[i].pays = ny_rational_add(arena, flows[i].pays, pays);
            flows[i].receives = ny_rational_add(arena, flows[i].receives, receives);
            return;
        }
    NY_BUG("a party that no payment names was paid");
}

/* Puts the range of a pair in the place of what it was paid. */
static void widen_flow(ny_arena *arena, ny_end *low, ny_end *high, ny_rational paid,
                       const ny_paid_bound *bound)
{
    ny_end without = ny_end_at(ny_rational_negate(arena, paid));
    *low = ny_end_add(arena, *low, ny_end_add(arena, without, bound->low));
    *high = ny_end_add(arena, *high, ny_end_add(arena, without, bound->high));
}

static ny_rational paid_by_pair(const ny_statement *statement, const ny_paid_bound *bound)
{
    for (uint32_t i = 0; i < statement->entries.count; i++) {
        const ny_entry *entry = &statement->entries.items[i];
        if (entry->payment == bound->payment && entry->from == bound->from &&
            entry->to == bound->to)
            return entry->amount;
    }
    return NY_RATIONAL_ZERO;
}

/* What faults could make of each party's sums. */
static void widen_flows(ny_arena *arena, const ny_model *model, const ny_bounds *bounds,
                        ny_statement *statement)
{
    for (uint32_t i = 0; i < statement->flows.count; i++) {
        ny_flow *flow = &statement->flows.items[i];
        flow->pays_low = flow->pays_high = ny_end_at(flow->pays);
        flow->receives_low = flow->receives_high = ny_end_at(flow->receives);
        for (uint32_t j = 0; bounds && j < bounds->paid.count; j++) {
            const ny_paid_bound *bound = &bounds->paid.items[j];
            if (bound->period != statement->period ||
                model->payments.items[bound->payment].currency != flow->currency)
                continue;
            ny_rational paid = paid_by_pair(statement, bound);
            if (bound->from == flow->party)
                widen_flow(arena, &flow->pays_low, &flow->pays_high, paid, bound);
            if (bound->to == flow->party)
                widen_flow(arena, &flow->receives_low, &flow->receives_high, paid, bound);
        }
    }
}

static void add_flow_to_total(ny_arena *arena, const ny_flow *flow, ny_flow *total)
{
    total->pays = ny_rational_add(arena, total->pays, flow->pays);
    total->receives = ny_rational_add(arena, total->receives, flow->receives);
    total->pays_low = ny_end_add(arena, total->pays_low, flow->pays_low);
    total->pays_high = ny_end_add(arena, total->pays_high, flow->pays_high);
    total->receives_low = ny_end_add(arena, total->receives_low, flow->receives_low);
    total->receives_high = ny_end_add(arena, total->receives_high, flow->receives_high);
}

static void mark_party(const ny_model *model, uint32_t party, bool *named)
{
    const ny_party *of = &model->parties.items[party];
    named[party] = named[party] || !of->together || !of->members.count;
    for (uint32_t i = 0; i < of->members.count; i++)
        named[of->members.items[i]] = true;
}

/* The parties that payments name, in the contract's order; by column, any party may be one. */
static void begin_flows(ny_arena *arena, const ny_model *model, ny_statement *statement)
{
    bool *named = NY_NEW_ARRAY(arena, bool, model->parties.count + 1);
    for (uint32_t i = 0; i < model->payments.count; i++) {
        const ny_payment *payment = &model->payments.items[i];
        if (payment->is_cost || payment->is_benefit)
            continue;
        bool by_column = payment->payer == NY_NONE || payment->payee == NY_NONE;
        for (uint32_t p = 0; p < model->parties.count; p++)
            if ((by_column && !model->parties.items[p].together) || p == payment->payer ||
                p == payment->payee)
                mark_party(model, p, named);
    }
    for (uint32_t p = 0; p < model->parties.count; p++)
        for (uint32_t c = 0; named[p] && c < model->currencies.count; c++)
            *NY_APPEND(arena, &statement->flows) = (ny_flow){
                .party = p, .currency = c, .pays = NY_RATIONAL_ZERO, .receives = NY_RATIONAL_ZERO};
}

/* What one pays another receives: to the last øre, in every currency. */
static void check_double_entry(ny_arena *arena, const ny_model *model,
                               const ny_statement *statement)
{
    for (uint32_t c = 0; c < model->currencies.count; c++) {
        ny_rational sum = NY_RATIONAL_ZERO;
        for (uint32_t i = 0; i < statement->flows.count; i++) {
            const ny_flow *flow = &statement->flows.items[i];
            if (flow->currency != c)
                continue;
            sum = ny_rational_add(arena, sum, flow->pays);
            sum = ny_rational_subtract(arena, sum, flow->receives);
        }
        NY_BUG_ON(ny_rational_sign(sum) != 0);
    }
}

static void add_flows(ny_arena *arena, const ny_model *model, ny_statement *statement)
{
    begin_flows(arena, model, statement);
    for (uint32_t i = 0; i < statement->entries.count; i++) {
        const ny_entry *entry = &statement->entries.items[i];
        uint32_t currency = model->payments.items[entry->payment].currency;
        add_to_flow(arena, statement->flows.items, statement->flows.count, entry->from, currency,
                    entry->amount, NY_RATIONAL_ZERO);
        add_to_flow(arena, statement->flows.items, statement->flows.count, entry->to, currency,
                    NY_RATIONAL_ZERO, entry->amount);
    }
    check_double_entry(arena, model, statement);
}

ny_settlement *ny_settle(const ny_prose *prose, const ny_result *result,
                         const ny_circumstances *circumstances, const ny_text *texts)
{
    ny_arena *arena = prose->arena;
    ny_settlement *settlement = NY_NEW(arena, ny_settlement);
    const ny_model *model = result->plan->model;
    settlement->result = result;
    for (uint32_t p = 0; p < result->periods; p++) {
        ny_statement statement = {.period = p};
        judge(prose, result, circumstances, &statement);
        for (uint32_t i = 0; i < result->plan->payments.count; i++)
            add_entries(prose, result, i, &statement, texts);
        add_carried(arena, result, &statement);
        add_flows(arena, model, &statement);
        widen_flows(arena, model, circumstances->bounds, &statement);
        for (uint32_t i = 0; i < statement.flows.count; i++)
            if (p == 0)
                *NY_APPEND(arena, &settlement->totals) = statement.flows.items[i];
            else /* the parties are the same in every statement */
                add_flow_to_total(arena, &statement.flows.items[i], &settlement->totals.items[i]);
        *NY_APPEND(arena, &settlement->statements) = statement;
    }
    return settlement;
}
