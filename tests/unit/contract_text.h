/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* From the text of a contract and a few rows to what it settles to, for tests: the contract is read
 * and checked, rows are given as the CSV of a hospital, offers and facts as a bid writes them.
 *
 *     contract c = contract_read("nytte 1 english\n…");
 *     give_rows(&c, "visit", "id,done\nA,2020-01-01\n");
 *     give_value(&c, "price", "12 DKK per visit");
 *     settle(&c);
 *     figure_text(&c, "visits", 1)   the figure in contract year 1, in base units: "15/8"
 *     lines_text(&c)                 every line paid, one below the other
 *     contract_end(&c);
 *
 * Nothing here asserts what a test is about; a helper that is used wrongly stops the program. */

#ifndef NY_TESTS_CONTRACT_TEXT_H
#define NY_TESTS_CONTRACT_TEXT_H

#include "base/bug.h"
#include "io/extract.h"
#include "plan/plan.h"
#include "run/exact.h"

#include <stdio.h>
#include <string.h>

#define CONTRACT_MOST_TABLES 8

typedef struct contract {
    ny_arena *arena;
    ny_sink *sink;
    uint32_t source;
    ny_text text;
    ny_tokens *tokens;
    const ny_tree *tree;
    const ny_model *model;
    const ny_plan *plan;
    const char *rows[CONTRACT_MOST_TABLES]; /* CSV by table of the model, or NULL */
    ny_tables tables;
    ny_value *values; /* by input of the plan */
    ny_result *result;
} contract;

static inline contract contract_parse(const char *text)
{
    contract c = {.arena = ny_arena_create(), .text = ny_text_of(text)};
    c.sink = ny_sink_create(c.arena);
    c.source = ny_sink_add_source(c.sink, NY_TEXT("test.nytte"), c.text);
    c.tokens = ny_tokens_read(c.arena, c.sink, c.source);
    c.tree = ny_parse(c.arena, c.sink, c.tokens, 0);
    return c;
}

/* Read and checked; lowered where there is nothing wrong. */
static inline contract contract_read(const char *text)
{
    contract c = contract_parse(text);
    c.model = ny_check(c.arena, c.sink, &c.tree, 1, c.tree->expressions);
    if (c.sink->errors == 0)
        c.plan = ny_plan_lower(c.arena, c.sink, c.model, NULL);
    ny_sink_sort(c.sink);
    if (!c.plan)
        return c;
    c.values = NY_NEW_ARRAY(c.arena, ny_value, c.plan->inputs.count + 1);
    for (uint32_t i = 0; i < c.plan->inputs.count; i++) {
        const ny_figure *figure = &c.model->figures.items[c.plan->inputs.items[i].figure];
        c.values[i] = figure->has_default     ? figure->otherwise
                      : figure->may_be_absent ? ny_value_absent()
                                              : ny_value_unknown();
    }
    return c;
}

static inline void contract_end(contract *c)
{
    ny_arena_destroy(c->arena);
}

/* --- what was reported ------------------------------------------------------------------------ */

/* The errors, in order: the code and the words that it points at, a line each; warnings left out. */
static inline const char *errors_text(const contract *c)
{
    ny_buffer buffer = ny_buffer_create(c->arena);
    for (uint32_t i = 0; i < c->sink->diagnostics.count; i++) {
        const ny_diagnostic *diagnostic = &c->sink->diagnostics.items[i];
        ny_text words = ny_span_text(c->sink, diagnostic->span);
        if (diagnostic->severity == NY_ERROR)
            ny_buffer_format(&buffer, "%s %.*s\n", ny_code_number(diagnostic->code),
                             NY_PRINT(words));
    }
    return ny_text_terminated(c->arena, ny_buffer_text(&buffer));
}

/* --- what a run is given ---------------------------------------------------------------------- */

static inline void give_rows(contract *c, const char *table, const char *csv)
{
    uint32_t number = ny_model_table(c->model, ny_text_of(table));
    NY_BUG_ON(number >= CONTRACT_MOST_TABLES);
    c->rows[number] = csv;
}

/* An offer or a fact, as a bid writes it. */
static inline void give_value(contract *c, const char *figure, const char *value)
{
    uint32_t number = ny_model_figure(c->model, ny_text_of(figure));
    uint32_t source = ny_sink_add_source(c->sink, NY_TEXT("bid"), ny_text_of(value));
    ny_value read;
    NY_BUG_ON(number == NY_NONE);
    NY_BUG_ON(!ny_model_read_value(c->arena, c->sink, c->model, number, source, &read));
    for (uint32_t i = 0; i < c->plan->inputs.count; i++)
        if (c->plan->inputs.items[i].figure == number)
            c->values[i] = read;
}

static inline void read_rows(contract *c)
{
    ny_extract extracts[CONTRACT_MOST_TABLES];
    size_t count = 0;
    for (uint32_t i = 0; i < c->model->tables.count; i++) {
        if (!c->rows[i])
            continue;
        ny_extract *extract = &extracts[count++];
        *extract = (ny_extract){.table = i};
        *NY_APPEND(c->arena, &extract->files) =
            (ny_extract_file){.name = NY_TEXT("rows.csv"), .bytes = ny_text_of(c->rows[i])};
    }
    NY_BUG_ON(!ny_extract_read(c->arena, c->sink, c->model, extracts, count, &c->tables));
}

/* Runs the contract exactly, all its statements. */
static inline void settle(contract *c)
{
    NY_BUG_ON(!c->plan);
    read_rows(c);
    ny_inputs inputs = {
        .tables = c->tables.rows, .values = c->values, .periods = c->model->periods.count};
    c->result = ny_exact_run(c->arena, c->plan, &inputs);
}

/* --- what came of it -------------------------------------------------------------------------- */

static inline ny_text value_text(const contract *c, const ny_type *type, ny_value value)
{
    if (value.state == NY_UNKNOWN || value.state == NY_ABSENT)
        return value.state == NY_UNKNOWN ? NY_TEXT("unknown") : NY_TEXT("absent");
    if (value.state == NY_UNDEFINED)
        return NY_TEXT("undefined");
    if (type->kind == NY_KIND_NUMBER)
        return ny_rational_fraction_text(c->arena, value.is.number);
    if (type->kind == NY_KIND_DATE)
        return ny_date_text(c->arena, value.is.date);
    if (type->kind == NY_KIND_YES_NO)
        return value.is.index ? NY_TEXT("yes") : NY_TEXT("no");
    return ny_format(c->arena, "number %u", value.is.index);
}

static inline const ny_op *op_of_figure(const contract *c, const char *name, uint32_t *ret_op)
{
    uint32_t figure = ny_model_figure(c->model, ny_text_of(name));
    NY_BUG_ON(figure == NY_NONE);
    *ret_op = c->plan->figures.items[figure];
    return &c->plan->ops.items[*ret_op];
}

/* The figure in a contract year (from 1), in base units: "15/8", "2021-02-28", "yes", "unknown". */
static inline const char *figure_text(const contract *c, const char *name, uint32_t year)
{
    uint32_t number;
    const ny_op *op = op_of_figure(c, name, &number);
    NY_BUG_ON(op->grain.kind == NY_GRAIN_ROW || year < 1 || year > c->result->periods);
    uint32_t period = op->grain.kind == NY_GRAIN_CONTRACT ? 0 : year - 1;
    ny_value value = c->result->values[(size_t)number * c->result->periods + period];
    const ny_type type = c->model->figures.items[ny_model_figure(c->model, ny_text_of(name))].type;
    return ny_text_terminated(c->arena, value_text(c, &type, value));
}

/* A measure in the statement of a contract year. */
static inline const ny_measured *measured_in(const contract *c, const char *name, uint32_t year)
{
    uint32_t number;
    const ny_op *op = op_of_figure(c, name, &number);
    NY_BUG_ON(op->code != NY_OP_REDUCE);
    return &c->result->measured[(size_t)op->aux * c->result->periods + year - 1];
}

static inline void add_line_text(const contract *c, ny_buffer *buffer, const ny_line *line)
{
    const ny_payment *payment = &c->model->payments.items[line->payment];
    ny_text amount = ny_rational_decimal_text(c->arena, line->amount, 2, 6);
    ny_text due = ny_date_text(c->arena, line->due);
    ny_buffer_format(buffer, "%u %.*s %.*s>%.*s %.*s due %.*s%s\n", line->period + 1,
                     NY_PRINT(payment->label), NY_PRINT(c->model->parties.items[line->payer].name),
                     NY_PRINT(c->model->parties.items[line->payee].name), NY_PRINT(amount),
                     NY_PRINT(due), line->due_moved ? " (moved)" : "");
}

/* "1 Operations buyer>seller 33.33 due 2021-01-30", a line each; zeros left out. */
static inline const char *lines_text(const contract *c)
{
    ny_buffer buffer = ny_buffer_create(c->arena);
    for (uint32_t i = 0; i < c->result->lines.count; i++)
        if (ny_rational_sign(c->result->lines.items[i].amount) != 0)
            add_line_text(c, &buffer, &c->result->lines.items[i]);
    return ny_text_terminated(c->arena, ny_buffer_text(&buffer));
}

/* Why the run stopped: code, words it points at, then the words of the message; or "". */
static inline const char *stop_text(const contract *c)
{
    const ny_stop *stop = &c->result->stop;
    ny_text words = stop->stopped ? ny_span_text(c->sink, stop->span) : NY_NO_TEXT;
    if (!stop->stopped)
        return "";
    return ny_text_terminated(
        c->arena, ny_format(c->arena, "%s `%.*s` %.*s, %.*s", ny_code_number(stop->code),
                            NY_PRINT(words), NY_PRINT(stop->words[0]), NY_PRINT(stop->words[1])));
}

#endif
