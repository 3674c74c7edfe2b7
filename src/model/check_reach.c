/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What reaches what: beliefs and payments, measures and their floors, windows and `counted`. */

#include "model/check_promise.h"

/* --- what matters ------------------------------------------------------------------------------ */

/* Most contracts have no payment that rests on a belief or on a measure without a floor. So it is first
 * found out, backwards from those, what leads to them at all; each payment then looks only there.
 *
 * Nodes are the figures, and for each table what is judged and what is paid of it. */
typedef struct ny_leading {
    ny_checker *checker;
    uint32_t node; /* whose needs are being collected */
    NY_LIST(uint32_t) from, to;
} ny_leading;

static uint32_t judged_of(const ny_model *model, uint32_t table)
{
    return model->figures.count + 2 * table;
}

static uint32_t paid_of(const ny_model *model, uint32_t table)
{
    return judged_of(model, table) + 1;
}

static void leads_to(ny_leading *leading, uint32_t node)
{
    *NY_APPEND(leading->checker->arena, &leading->from) = leading->node;
    *NY_APPEND(leading->checker->arena, &leading->to) = node;
}

static void lead_by_name(ny_leading *leading, ny_text name)
{
    uint32_t figure;
    if (ny_map_find(leading->checker->figures, name, &figure))
        leads_to(leading, figure);
}

static void lead_by(void *context, const ny_expression *expression)
{
    ny_leading *leading = context;
    uint32_t table;
    if (expression->scope.judged &&
        ny_map_find(leading->checker->tables, expression->scope.table.text, &table))
        leads_to(leading, judged_of(leading->checker->model, table));
    if (expression->owner.text.size)
        lead_by_name(leading, expression->owner.text);
    if (expression->name.text.size)
        lead_by_name(leading, expression->name.text);
}

static bool lacks_floor(const ny_figure *figure)
{
    return figure->kind == NY_FIGURE_MEASURE && !figure->failed && !figure->declaration->failed &&
           figure->declaration->is.measure.needs.count == 0;
}

static void collect_leads(ny_leading *leading)
{
    const ny_model *model = leading->checker->model;
    for (uint32_t i = 0; i < model->figures.count; i++) {
        const ny_figure *figure = &model->figures.items[i];
        leading->node = i;
        ny_walk_figure(model, i, lead_by, leading);
        uint32_t table = figure->kind == NY_FIGURE_MEASURE
                             ? model->measures.items[figure->measure].table
                             : NY_NONE;
        if (table != NY_NONE)
            leads_to(leading, judged_of(model, table));
    }
    for (uint32_t i = 0; i < model->exclusions.count; i++) {
        const ny_exclusion *exclusion = &model->exclusions.items[i];
        leading->node = judged_of(model, exclusion->table);
        if (!exclusion->judged)
            ny_walk_expression(exclusion->where, lead_by, leading);
        leading->node = paid_of(model, exclusion->table);
        if (!exclusion->paid)
            ny_walk_expression(exclusion->where, lead_by, leading);
    }
}

/* By node; NULL where no payment can rest on anything that it must not. */
static bool *find_what_matters(ny_checker *checker)
{
    const ny_model *model = checker->model;
    ny_arena *arena = checker->arena;
    uint32_t count = judged_of(model, model->tables.count);
    bool *matters = NY_NEW_ARRAY(arena, bool, count);
    NY_LIST(uint32_t) waiting = {0};
    for (uint32_t i = 0; i < model->figures.count; i++) {
        const ny_figure *figure = &model->figures.items[i];
        matters[i] =
            figure->kind == NY_FIGURE_ASSUME || figure->price != NY_NONE || lacks_floor(figure);
        if (matters[i])
            *NY_APPEND(arena, &waiting) = i;
    }
    if (!waiting.count)
        return NULL;
    ny_leading leading = {.checker = checker};
    collect_leads(&leading);
    /* Who leads to node n: leaders[first[n]..first[n + 1]). */
    uint32_t *first = NY_NEW_ARRAY(arena, uint32_t, (size_t)count + 2);
    uint32_t *leaders = NY_NEW_ARRAY(arena, uint32_t, leading.to.count);
    for (uint32_t i = 0; i < leading.to.count; i++)
        first[leading.to.items[i] + 2]++;
    for (uint32_t n = 2; n < count + 2; n++)
        first[n] += first[n - 1];
    for (uint32_t i = 0; i < leading.to.count; i++)
        leaders[first[leading.to.items[i] + 1]++] = leading.from.items[i];
    for (uint32_t next = 0; next < waiting.count; next++)
        for (uint32_t i = first[waiting.items[next]]; i < first[waiting.items[next] + 1]; i++)
            if (!matters[leaders[i]]) {
                matters[leaders[i]] = true;
                *NY_APPEND(arena, &waiting) = leaders[i];
            }
    return matters;
}

/* --- what a payment rests on ------------------------------------------------------------------- */

typedef struct ny_reaching {
    ny_checker *checker;
    uint32_t *from; /* by figure: the figure it was reached from, itself for the first; NY_NONE */
    NY_LIST(uint32_t) waiting;
    uint32_t current;
    bool *walked;        /* exclusions */
    const bool *matters; /* by node: see find_what_matters */
} ny_reaching;

static void reach_name(ny_reaching *reaching, ny_text name)
{
    uint32_t figure;
    if (!ny_map_find(reaching->checker->figures, name, &figure) || !reaching->matters[figure] ||
        reaching->from[figure] != NY_NONE)
        return;
    reaching->from[figure] = reaching->current == NY_NONE ? figure : reaching->current;
    *NY_APPEND(reaching->checker->arena, &reaching->waiting) = figure;
}

static void reach_expression(void *context, const ny_expression *expression);

/* What is judged (or paid) rests on the exclusions that say what is not. */
static void reach_exclusions(ny_reaching *reaching, uint32_t table, bool of_paying)
{
    const ny_model *model = reaching->checker->model;
    if (table == NY_NONE ||
        !reaching->matters[of_paying ? paid_of(model, table) : judged_of(model, table)])
        return;
    for (uint32_t i = 0; i < model->exclusions.count; i++) {
        const ny_exclusion *exclusion = &model->exclusions.items[i];
        if (exclusion->table != table || (of_paying ? exclusion->paid : exclusion->judged) ||
            reaching->walked[i])
            continue;
        reaching->walked[i] = true;
        ny_walk_expression(exclusion->where, reach_expression, reaching);
    }
}

static void reach_expression(void *context, const ny_expression *expression)
{
    ny_reaching *reaching = context;
    uint32_t table;
    if (expression->scope.judged &&
        ny_map_find(reaching->checker->tables, expression->scope.table.text, &table))
        reach_exclusions(reaching, table, false);
    if (expression->scope.same.text.size)
        reach_name(context, expression->scope.same.text);
    switch ((int)expression->kind) {
    case NY_EXPRESSION_PART:
        reach_name(context, expression->owner.text);
        reach_name(context, expression->name.text);
        break;
    case NY_EXPRESSION_NAME:
    case NY_EXPRESSION_PREVIOUS:
    case NY_EXPRESSION_FINAL:
        reach_name(context, expression->name.text);
        break;
    default:
        break;
    }
}

static void reach_shares(ny_reaching *reaching, uint32_t party)
{
    const ny_model *model = reaching->checker->model;
    for (uint32_t i = 0; party != NY_NONE && i < model->parties.items[party].shares.count; i++)
        ny_walk_expression(model->parties.items[party].shares.items[i], reach_expression, reaching);
}

/* Marks all figures that a payment rests on. */
static void reach_payment(ny_reaching *reaching, const ny_payment *payment)
{
    const ny_model *model = reaching->checker->model;
    const ny_pay_words *words = payment->words;
    const ny_expression *parts[] = {words->amount, words->where,      words->when,
                                    words->on,     words->if_by_then, words->due};
    for (uint32_t i = 0; i < reaching->waiting.count; i++)
        reaching->from[reaching->waiting.items[i]] = NY_NONE;
    for (uint32_t i = 0; i < model->exclusions.count; i++)
        reaching->walked[i] = false;
    reaching->waiting.count = 0;
    reaching->current = NY_NONE;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        ny_walk_expression(parts[i], reach_expression, reaching);
    if (words->time == NY_TIME_FOR_EACH)
        reach_exclusions(reaching, payment->table, true);
    reach_shares(reaching, payment->payer);
    reach_shares(reaching, payment->payee);
    for (uint32_t next = 0; next < reaching->waiting.count; next++) {
        reaching->current = reaching->waiting.items[next];
        const ny_figure *figure = &model->figures.items[reaching->current];
        ny_walk_figure(model, reaching->current, reach_expression, reaching);
        if (figure->kind == NY_FIGURE_MEASURE)
            reach_exclusions(reaching, model->measures.items[figure->measure].table, false);
    }
}

static ny_text path_to(ny_reaching *reaching, uint32_t figure)
{
    const ny_model *model = reaching->checker->model;
    ny_buffer path = ny_buffer_create(reaching->checker->arena);
    ny_buffer_format(&path, "`%.*s`", NY_PRINT(model->figures.items[figure].name));
    while (reaching->from[figure] != figure) {
        figure = reaching->from[figure];
        ny_buffer_add(&path, NY_WORDS(reaching->checker->sink, NY_WORDS_USED_BY,
                                      model->figures.items[figure].name));
    }
    return ny_buffer_text(&path);
}

/* From the belief to the figure that the payment names. */
static void say_path(ny_reaching *reaching, uint32_t figure)
{
    const ny_model *model = reaching->checker->model;
    ny_phrase what = NY_WORDS_ASSUMED_HERE;
    for (uint32_t steps = 0; steps < 10; steps++) {
        NY_SAY_PLACE(reaching->checker, model->figures.items[figure].span, what,
                     model->figures.items[figure].name);
        if (reaching->from[figure] == figure)
            return;
        what = NY_WORDS_MADE_OF_IT_HERE;
        figure = reaching->from[figure];
    }
}

static void check_rests_on(ny_checker *checker, ny_reaching *reaching, const ny_payment *payment,
                           bool *floor_said)
{
    ny_model *model = checker->model;
    for (uint32_t next = 0; next < reaching->waiting.count; next++) {
        uint32_t i = reaching->waiting.items[next];
        ny_figure *figure = &model->figures.items[i];
        if (figure->price != NY_NONE)
            model->prices.items[figure->price].agreed = true;
        if (figure->kind == NY_FIGURE_ASSUME) {
            NY_SAY(checker, NY_BELIEF_PAYS, payment->span, payment->label, figure->name,
                   path_to(reaching, i));
            say_path(reaching, i);
        }
        if (lacks_floor(figure) && !floor_said[i]) {
            NY_SAY(checker, NY_PAYS_WITHOUT_FLOOR, figure->span, figure->name, payment->label);
            NY_SAY_PLACE(checker, payment->span, NY_WORDS_THE_PAYMENT, NY_NO_TEXT);
            floor_said[i] = true;
        }
    }
}

/* --- counted ----------------------------------------------------------------------------------- */

typedef struct ny_looking {
    ny_checker *checker;
    const ny_table *table;
    uint32_t table_number;
    bool window, other_column;
    NY_LIST(const ny_expression *) spans;
    bool *seen; /* figures */
} ny_looking;

/* `quit of surgeon`: what may come later in the row referred to comes later here. */
static void look_through(ny_looking *looking, const ny_expression *expression)
{
    const ny_model *model = looking->checker->model;
    uint32_t through = ny_table_column(looking->table, expression->owner.text);
    if (through == NY_NONE || looking->table->columns.items[through].type.kind != NY_KIND_ROW)
        return;
    const ny_table *other = &model->tables.items[looking->table->columns.items[through].type.table];
    uint32_t column = ny_table_column(other, expression->name.text);
    if (column == NY_NONE)
        return;
    const ny_column *of = &other->columns.items[column];
    looking->other_column = looking->other_column || of->if_any || of->if_known;
}

static void look(void *context, const ny_expression *expression)
{
    ny_looking *looking = context;
    const ny_model *model = looking->checker->model;
    if (expression->kind == NY_EXPRESSION_WITHIN) {
        looking->window = true;
        *NY_APPEND(looking->checker->arena, &looking->spans) = expression->items.items[1];
    }
    looking->other_column = looking->other_column || expression->kind == NY_EXPRESSION_PASSED;
    if (expression->kind == NY_EXPRESSION_PART)
        look_through(looking, expression);
    if (expression->kind != NY_EXPRESSION_NAME)
        return;
    uint32_t column = ny_table_column(looking->table, expression->name.text), figure;
    if (column != NY_NONE) {
        const ny_column *of = &looking->table->columns.items[column];
        bool other_date = of->type.kind == NY_KIND_DATE && column != looking->table->date;
        looking->other_column = looking->other_column || other_date || of->if_any || of->if_known;
    } else if (ny_map_find(looking->checker->figures, expression->name.text, &figure) &&
               model->figures.items[figure].grain.kind == NY_GRAIN_ROW &&
               model->figures.items[figure].grain.table == looking->table_number &&
               !looking->seen[figure]) {
        looking->seen[figure] = true;
        ny_walk_figure(model, figure, look, looking);
    }
}

/* Is `counted` at least as long as the window, at the calendar's worst? */
static bool covers(ny_span_of_time counted, ny_span_of_time window)
{
    if (counted.days == 0 && window.days == 0)
        return counted.months >= window.months;
    if (counted.months == 0 && window.months == 0)
        return counted.days >= window.days;
    if (counted.months > 0)
        return ny_months_shortest_days(counted.months) >= window.days;
    return counted.days >= ny_months_longest_days(window.months);
}

/* The longest that a span of each row's own can be, by the range of its columns; false: no end. */
static bool longest_of(ny_checker *checker, const ny_expression *span, ny_span_of_time *ret_window,
                       ny_text *ret_text)
{
    ny_unit unit = ny_meaning_of(checker->model, span)->type.unit;
    ny_range range = ny_range_of(ny_ranges_here(checker, true), span, NULL);
    int64_t most;
    if (!range.has_high ||
        !ny_rational_to_whole(ny_rational_floor(checker->arena, range.high), &most) || most < 0 ||
        most > 1000000)
        return false;
    bool in_months = ny_unit_exponent(unit, NY_UNIT_MONTH) == 1;
    *ret_window = (ny_span_of_time){.months = in_months ? (int32_t)most : 0,
                                    .days = in_months ? 0 : (int32_t)most};
    *ret_text = ny_format(checker->arena, "%d %.*s", (int)most,
                          NY_PRINT(ny_unit_text(checker->arena, checker->model, unit, true)));
    return true;
}

/* A span as a window may say it, and as it is said; false where it is none, which is said where the
 * window stands. */
static bool window_of(ny_checker *checker, const ny_expression *span, ny_span_of_time *ret_window,
                      ny_text *ret_text)
{
    const ny_meaning *meaning = ny_meaning_of(checker->model, span);
    if (meaning->grain.kind != NY_GRAIN_CONTRACT)
        return meaning->type.kind == NY_KIND_NUMBER &&
               longest_of(checker, span, ret_window, ret_text);
    bool was_quiet = checker->quiet;
    checker->quiet = true;
    bool constant = ny_check_span(checker, span, ret_window);
    checker->quiet = was_quiet;
    *ret_text = ny_span_text(checker->sink, span->span);
    return constant;
}

/* What to say where `counted` is missing: the longest window, which is the least that it may be. */
static ny_text counted_hint(ny_checker *checker, const ny_looking *looking, ny_text date)
{
    ny_text longest = NY_NO_TEXT, text;
    ny_span_of_time most = {0, 0}, window;
    for (uint32_t i = 0; i < looking->spans.count; i++)
        if (window_of(checker, looking->spans.items[i], &window, &text) &&
            (!longest.size || !covers(most, window))) {
            longest = text;
            most = window;
        }
    return longest.size ? NY_WORDS(checker->sink, NY_WORDS_COUNT_AS_ITS_WINDOW, longest, date)
                        : NY_WORDS(checker->sink, NY_WORDS_COUNT_AS_YOU_DECIDE, date);
}

static void check_windows(ny_checker *checker, const ny_measure *measure, const ny_looking *looking)
{
    for (uint32_t i = 0; i < looking->spans.count; i++) {
        ny_span_of_time window;
        ny_text text;
        if (!window_of(checker, looking->spans.items[i], &window, &text) ||
            covers(measure->counted, window))
            continue;
        bool unlike = (measure->counted.months > 0) != (window.months > 0);
        ny_text worst = unlike && measure->counted.months > 0
                            ? NY_WORDS(checker->sink, NY_WORDS_MONTHS_AS_SHORT_AS,
                                       ny_format(checker->arena, "%d", measure->counted.months),
                                       ny_format(checker->arena, "%d",
                                                 ny_months_shortest_days(measure->counted.months)))
                            : NY_NO_TEXT;
        NY_SAY(checker, NY_COUNTED_TOO_EARLY, measure->words->counted_span, text,
               measure->words->counted_after.text, worst);
        NY_SAY_PLACE(checker, looking->spans.items[i]->span, NY_WORDS_THE_WINDOW, NY_NO_TEXT);
        return;
    }
}

static void check_counted(ny_checker *checker, ny_measure *measure)
{
    ny_model *model = checker->model;
    ny_figure *figure = &model->figures.items[measure->figure];
    const ny_measure_words *words = measure->words;
    if (figure->failed || figure->declaration->failed || measure->table == NY_NONE)
        return;
    ny_looking looking = {.checker = checker,
                          .table = &model->tables.items[measure->table],
                          .table_number = measure->table,
                          .seen = NY_NEW_ARRAY(checker->arena, bool, model->figures.count)};
    ny_walk_figure(model, measure->figure, look, &looking);
    if (looking.table->date == NY_NONE) {
        NY_SAY(checker, NY_TABLE_WITHOUT_DATES, words->over.table.span, words->over.table.text);
        return;
    }
    ny_text date = looking.table->columns.items[looking.table->date].name;
    if (!words->counted) {
        if (looking.window || looking.other_column)
            NY_SAY(checker, NY_COUNTED_MISSING, figure->span, figure->name,
                   counted_hint(checker, &looking, date));
        return;
    }
    if (!ny_text_equal(words->counted_after.text, date)) {
        NY_SAY(checker, NY_COUNTED_AFTER_WHAT, words->counted_after.span, words->counted_after.text,
               words->over.table.text, date);
        return;
    }
    if (ny_check_span(checker, words->counted, &measure->counted))
        check_windows(checker, measure, &looking);
}

void ny_check_counted(ny_checker *checker)
{
    for (uint32_t i = 0; i < checker->model->measures.count; i++)
        check_counted(checker, &checker->model->measures.items[i]);
}

void ny_check_reach(ny_checker *checker)
{
    ny_model *model = checker->model;
    ny_reaching reaching = {.checker = checker, .matters = find_what_matters(checker)};
    if (!reaching.matters)
        return;
    reaching.from = NY_NEW_ARRAY(checker->arena, uint32_t, model->figures.count);
    reaching.walked = NY_NEW_ARRAY(checker->arena, bool, model->exclusions.count);
    for (uint32_t i = 0; i < model->figures.count; i++)
        reaching.from[i] = NY_NONE;
    bool *floor_said = NY_NEW_ARRAY(checker->arena, bool, model->figures.count);
    for (uint32_t i = 0; i < model->payments.count; i++) {
        const ny_payment *payment = &model->payments.items[i];
        if (payment->is_cost || payment->is_benefit)
            continue;
        reach_payment(&reaching, payment);
        check_rests_on(checker, &reaching, payment, floor_said);
    }
}
