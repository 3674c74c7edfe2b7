/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What faults could move, held against every choice there is: small tables made by chance, with a few
 * faults, are mended in every way and settled each time. No choice may give a figure or an amount
 * outside the bounds, and measures must reach them. All data are made up. */

#include "contract_text.h"
#include "run/bound.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define HEAD                                                                                       \
    "nytte 1 english\n"                                                                            \
    "contract \"Test\"\n"                                                                          \
    "  currency DKK, rounded to 0.01, halves away from zero\n"                                     \
    "  prices without value added tax\n"                                                           \
    "  runs from 2020-01-01 for 2 years\n"                                                         \
    "  statement 3 months after each contract year, on the data of that day\n"                     \
    "  last statement 1 year after the term\n"                                                     \
    "party buyer \"Buyer\" buys\n"                                                                 \
    "party seller \"Seller\" sells\n"                                                              \
    "table visit \"One row per visit\" dated by done\n"                                            \
    "  id key\n"                                                                                   \
    "  done date\n"                                                                                \
    "  nurse pseudonym\n"                                                                          \
    "  kind plain or urgent or night\n"                                                            \
    "  hours 1..24 hour\n"                                                                         \
    "  answer 0..48 point, if known\n"                                                             \
    "  glad yes or no, if known\n"                                                                 \
    "  ended date not before done, if any\n"                                                       \
    "  left date not before done, if any\n"                                                        \
    "  pain 0..4 point, if known\n"                                                                \
    "  health code of 5 digits 1..3, if known\n"
#define COLUMNS "id,done,nurse,kind,hours,answer,glad,ended,left,pain,health\n"

enum { ID, DONE, NURSE, KIND, HOURS, ANSWER, GLAD, ENDED, LEFT, PAIN, HEALTH, CELLS };

/* --- tables made by chance --------------------------------------------------------------------- */

#define MOST_ROWS 9
#define MOST_OPTIONS 12
#define MOST_OPEN 6
#define MOST_CHOICES 600

typedef struct open_cell {
    uint32_t row, column;
    uint32_t count, now;
    const char *options[MOST_OPTIONS];
} open_cell;

typedef struct trial {
    uint32_t random;
    uint32_t rows;
    char cells[MOST_ROWS][CELLS][24];
    open_cell open[MOST_OPEN];
    uint32_t open_count;
    bool aside[MOST_ROWS];
    bool in[MOST_ROWS];
    uint32_t twin; /* of the last row, which has the same key; or NY_NONE */
} trial;

static uint32_t draw(trial *t, uint32_t below)
{
    t->random = t->random * 1664525u + 1013904223u;
    return (t->random >> 8) % below;
}

static void fill_row(trial *t, uint32_t row)
{
    static const char *const kinds[] = {"plain", "urgent", "night"};
    static const char *const answers[] = {"yes", "no", ""};
    char(*cells)[24] = t->cells[row];
    uint32_t month = 1 + draw(t, 12), day = 1 + draw(t, 28), year = 2020 + draw(t, 2);
    snprintf(cells[ID], 24, "V%u", row);
    snprintf(cells[DONE], 24, "%u-%02u-%02u", year, month, day);
    snprintf(cells[NURSE], 24, "n%u", draw(t, 2));
    snprintf(cells[KIND], 24, "%s", kinds[draw(t, 3)]);
    snprintf(cells[HOURS], 24, "%u", 1 + draw(t, 24));
    snprintf(cells[ANSWER], 24, "%u", draw(t, 49));
    if (draw(t, 4) == 0)
        cells[ANSWER][0] = '\0';
    snprintf(cells[GLAD], 24, "%s", answers[draw(t, 3)]);
    cells[ENDED][0] = '\0';
    if (draw(t, 2))
        snprintf(cells[ENDED], 24, "%u-%02u-%02u", year + 1, 1 + draw(t, 12), 1 + draw(t, 28));
    cells[LEFT][0] = '\0';
    if (draw(t, 4) == 0)
        snprintf(cells[LEFT], 24, "%u-%02u-%02u", year + 1, 1 + draw(t, 12), 1 + draw(t, 28));
    snprintf(cells[PAIN], 24, "%u", draw(t, 5));
    if (draw(t, 3) == 0)
        cells[PAIN][0] = '\0';
    snprintf(cells[HEALTH], 24, "%u%u%u%u%u", 1 + draw(t, 3), 1 + draw(t, 3), 1 + draw(t, 3),
             1 + draw(t, 3), 1 + draw(t, 3));
    if (draw(t, 4) == 0)
        cells[HEALTH][0] = '\0';
}

static void offer(open_cell *open, const char *option)
{
    assert_true(open->count < MOST_OPTIONS);
    open->options[open->count++] = option;
}

/* The cell is spoilt; what it may have been: the ends of its range, or as it stands. */
static void spoil(trial *t, uint32_t row, uint32_t column)
{
    for (uint32_t i = 0; i < t->open_count; i++)
        if (t->open[i].row == row && t->open[i].column == column)
            return;
    if (t->open_count == MOST_OPEN)
        return;
    open_cell *open = &t->open[t->open_count++];
    *open = (open_cell){.row = row, .column = column};
    if (column == DONE) {
        offer(open, "2019-12-31");
        offer(open, "2020-01-01");
        offer(open, "2020-12-31");
        offer(open, "2021-01-01");
        offer(open, "2021-12-31");
    } else if (column == KIND) {
        offer(open, "plain");
        offer(open, "urgent");
        offer(open, "night");
    } else if (column == HOURS) {
        offer(open, "1");
        offer(open, "24");
        offer(open, "12");
    } else if (column == ANSWER) {
        offer(open, " ??");
        offer(open, "0");
        offer(open, "48");
    } else if (column == PAIN) {
        offer(open, " ??");
        offer(open, "0");
        offer(open, "4");
    } else if (column == HEALTH) {
        offer(open, " ??");
        offer(open, "11111"); /* the best and the worst there is */
        offer(open, "33333");
        offer(open, "21321");
    } else if (column == NURSE) {
        offer(open, "n0");
        offer(open, "n1");
        offer(open, "somebody else");
    } else if (column == GLAD) {
        offer(open, " ??");
        offer(open, "yes");
        offer(open, "no");
    } else {
        offer(open, " ??");
        offer(open, "");
        offer(open, "9999-12-31");
        offer(open, "2021-03-20"); /* just before the first data date, */
        offer(open, "2022-01-20"); /* and before the extract */
        offer(open, NULL);         /* the day itself */
    }
    t->aside[row] =
        t->aside[row] || column == DONE || column == KIND || column == HOURS || column == NURSE;
}

static void write_row(const trial *t, uint32_t row, ny_buffer *out)
{
    for (uint32_t i = 0; i < CELLS; i++)
        ny_buffer_format(out, "%s%s", i ? "," : "", t->cells[row][i]);
    ny_buffer_add_character(out, '\n');
}

static const char *rows_text(ny_arena *arena, const trial *t, bool all)
{
    ny_buffer out = ny_buffer_create(arena);
    ny_buffer_add(&out, NY_TEXT(COLUMNS));
    for (uint32_t row = 0; row < t->rows; row++)
        if (all || t->in[row])
            write_row(t, row, &out);
    return ny_text_terminated(arena, ny_buffer_text(&out));
}

static void set_cells(trial *t, bool spoilt)
{
    for (uint32_t i = 0; i < t->open_count; i++) {
        const open_cell *open = &t->open[i];
        const char *option = spoilt ? " ??" : open->options[open->now];
        snprintf(t->cells[open->row][open->column], 24, "%s",
                 option ? option : t->cells[open->row][DONE]);
    }
}

static trial make_trial(uint32_t seed, const uint32_t *columns, uint32_t count, bool twin)
{
    trial t = {.random = seed * 2654435761u + 12345u, .twin = NY_NONE};
    t.rows = 2 + draw(&t, MOST_ROWS - 2);
    for (uint32_t row = 0; row < t.rows; row++) {
        fill_row(&t, row);
        t.in[row] = true;
    }
    uint32_t faults = 1 + draw(&t, 3);
    for (uint32_t i = 0; i < faults; i++)
        spoil(&t, draw(&t, t.rows), columns[draw(&t, count)]);
    if (twin && t.rows > 2) {
        uint32_t last = t.rows - 1;
        t.twin = draw(&t, last);
        memcpy(t.cells[last][ID], t.cells[t.twin][ID], sizeof t.cells[last][ID]);
        t.aside[last] = t.aside[t.twin] = true;
    }
    return t;
}

/* The next choice; false after the last. */
static bool next_choice(trial *t)
{
    for (uint32_t i = 0; i < t->open_count; i++) {
        if (++t->open[i].now < t->open[i].count)
            return true;
        t->open[i].now = 0;
    }
    for (uint32_t row = 0; row < t->rows; row++) {
        if (!t->aside[row])
            continue;
        t->in[row] = !t->in[row];
        if (!t->in[row])
            return true;
    }
    return false;
}

static uint32_t choices_of(const trial *t)
{
    uint32_t choices = 1;
    for (uint32_t i = 0; i < t->open_count; i++)
        choices *= t->open[i].count;
    for (uint32_t row = 0; row < t->rows; row++)
        choices *= t->aside[row] ? 2 : 1;
    return choices;
}

/* --- one settlement ---------------------------------------------------------------------------- */

typedef struct settled {
    ny_tables tables;
    ny_inputs inputs;
    const ny_result *result;
} settled;

/* Where the contract has a standard: of its three groups one is half of it. */
static const char standard[] = "kind,people\nplain,300\nurgent,500\nnight,200\n";

static void add_extract(ny_arena *arena, const contract *c, ny_text table, const char *csv,
                        ny_extract *extract)
{
    *extract = (ny_extract){.table = ny_model_table(c->model, table)};
    *NY_APPEND(arena, &extract->files) =
        (ny_extract_file){.name = NY_TEXT("rows.csv"), .bytes = ny_text_of(csv)};
}

static settled settle_rows(ny_arena *arena, const contract *c, const char *csv)
{
    settled made = {0};
    ny_extract extracts[2];
    bool has_standard = ny_model_table(c->model, NY_TEXT("standard")) != NY_NONE;
    add_extract(arena, c, NY_TEXT("visit"), csv, &extracts[0]);
    if (has_standard)
        add_extract(arena, c, NY_TEXT("standard"), standard, &extracts[1]);
    NY_BUG_ON(
        !ny_extract_read(arena, c->sink, c->model, extracts, has_standard ? 2 : 1, &made.tables));
    made.inputs = (ny_inputs){
        .tables = made.tables.rows, .values = c->values, .periods = c->model->periods.count};
    made.inputs.has_reach = true; /* before the data date of year 2 */
    NY_BUG_ON(!ny_date_from_parts(2022, 2, 1, &made.inputs.reach));
    return made;
}

static void run_rows(ny_arena *arena, const contract *c, settled *made)
{
    made->result = ny_exact_run(arena, c->plan, &made->inputs);
}

/* --- held against the bounds ------------------------------------------------------------------- */

/* What the choices gave for one figure in one year. */
typedef struct reached {
    bool any, unknown, value;
    ny_end low, high;
} reached;

static ny_value figure_in(const contract *c, const settled *s, uint32_t figure, uint32_t period)
{
    uint32_t op = c->plan->figures.items[figure];
    bool once = c->plan->ops.items[op].grain.kind == NY_GRAIN_CONTRACT;
    return s->result->values[(size_t)op * s->result->periods + (once ? 0 : period)];
}

static void reach(ny_arena *arena, reached *r, ny_value value)
{
    r->any = true;
    r->unknown = r->unknown || value.state != NY_KNOWN;
    if (value.state != NY_KNOWN)
        return;
    ny_end end = ny_end_keep(arena, ny_end_at(value.is.number));
    r->low = r->value ? ny_end_least(r->low, end) : end;
    r->high = r->value ? ny_end_greatest(r->high, end) : end;
    r->value = true;
}

static void fail_at(ny_arena *arena, const contract *c, const trial *t, uint32_t figure,
                    uint32_t period, const ny_bound *bound, const reached *r, const char *what)
{
    trial spoilt = *t;
    set_cells(&spoilt, true);
    const char *name = figure == NY_NONE
                           ? "payment"
                           : ny_text_terminated(arena, c->model->figures.items[figure].name);
    fail_msg(
        "%s: %s in year %u: bounds %s%s..%s%s, choices %s%s..%s\n%s", what, name, period + 1,
        bound->may_be_unknown ? "unknown " : "",
        bound->has_value && !bound->low.infinite
            ? ny_text_terminated(arena, ny_rational_fraction_text(arena, bound->low.at))
            : "-",
        bound->has_value && !bound->high.infinite
            ? ny_text_terminated(arena, ny_rational_fraction_text(arena, bound->high.at))
            : "-",
        bound->moved ? "" : " (not moved)", r->unknown ? "unknown " : "",
        r->value ? ny_text_terminated(arena, ny_rational_fraction_text(arena, r->low.at)) : "-",
        r->value ? ny_text_terminated(arena, ny_rational_fraction_text(arena, r->high.at)) : "-",
        rows_text(arena, &spoilt, true));
}

/* The bounds of a figure that no fault moves are what the run gave. */
static ny_bound bound_of(const contract *c, const settled *s, const ny_bounds *bounds,
                         uint32_t figure, uint32_t period)
{
    ny_bound bound = bounds->figures[(size_t)figure * bounds->periods + period];
    if (bound.moved)
        return bound;
    ny_value value = figure_in(c, s, figure, period);
    bound.may_be_unknown = value.state != NY_KNOWN;
    bound.has_value = value.state == NY_KNOWN;
    if (bound.has_value)
        bound.low = bound.high = ny_end_at(value.is.number);
    return bound;
}

static void hold_figure(ny_arena *arena, const contract *c, const trial *t, uint32_t figure,
                        uint32_t period, const ny_bound *bound, const reached *r, bool tight)
{
    bool outside = (r->unknown && !bound->may_be_unknown) || (r->value && !bound->has_value);
    if (r->value && bound->has_value)
        outside = outside || ny_end_compare(r->low, bound->low) < 0 ||
                  ny_end_compare(r->high, bound->high) > 0;
    if (outside)
        fail_at(arena, c, t, figure, period, bound, r, "outside its bounds");
    bool wide = bound->may_be_unknown != r->unknown || bound->has_value != r->value;
    if (r->value && bound->has_value)
        wide = wide || ny_end_compare(r->low, bound->low) != 0 ||
               ny_end_compare(r->high, bound->high) != 0;
    if (tight && wide)
        fail_at(arena, c, t, figure, period, bound, r, "bounds wider than what is reached");
}

static ny_rational paid_between(ny_arena *arena, const settled *s, uint32_t payment,
                                uint32_t period, uint32_t from, uint32_t to)
{
    ny_rational sum = NY_RATIONAL_ZERO;
    for (uint32_t i = 0; i < s->result->lines.count; i++) {
        const ny_line *line = &s->result->lines.items[i];
        if (line->payment == payment && line->period == period && line->payer == from &&
            line->payee == to)
            sum = ny_rational_add(arena, sum, line->amount);
    }
    return sum;
}

static void hold_payments(ny_arena *arena, const contract *c, const trial *t, const settled *before,
                          const settled *s, const ny_bounds *bounds)
{
    uint32_t parties = c->model->parties.count;
    for (uint32_t i = 0; i < c->model->payments.count * bounds->periods * parties * parties; i++) {
        uint32_t from = i % parties, to = i / parties % parties;
        uint32_t period = i / parties / parties % bounds->periods;
        uint32_t payment = i / parties / parties / bounds->periods;
        ny_end paid = ny_end_at(paid_between(arena, s, payment, period, from, to));
        const ny_paid_bound *of = ny_bound_of_pair(bounds, period, payment, from, to);
        ny_bound bound = {.moved = of != NULL, .has_value = true};
        bound.low =
            of ? of->low : ny_end_at(paid_between(arena, before, payment, period, from, to));
        bound.high = of ? of->high : bound.low;
        reached r = {.any = true, .value = true, .low = paid, .high = paid};
        if (ny_end_compare(paid, bound.low) < 0 || ny_end_compare(paid, bound.high) > 0)
            fail_at(arena, c, t, NY_NONE, period, &bound, &r, "outside its bounds");
    }
}

static bool is_standing(const open_cell *open)
{
    const char *option = open->options[open->now];
    return option && strcmp(option, " ??") == 0;
}

/* A choice that is faulty again (a date before another) is none. */
static bool is_choice(const settled *s, const trial *t)
{
    uint32_t standing = 0, twins = t->twin != NY_NONE && t->in[t->twin] && t->in[t->rows - 1];
    for (uint32_t i = 0; i < t->open_count; i++)
        standing += t->in[t->open[i].row] && is_standing(&t->open[i]);
    return !twins && s->tables.rejects.count == standing;
}

/* Tight: the measures of the contract are to be reached. */
static void hold_trial(const contract *c, trial *t, bool tight)
{
    ny_arena *arena = ny_arena_create();
    uint32_t figures = c->model->figures.count, periods = c->model->periods.count;
    set_cells(t, true);
    settled before = settle_rows(arena, c, rows_text(arena, t, true));
    run_rows(arena, c, &before);
    if (before.result->stop.stopped) {
        ny_arena_destroy(arena);
        return;
    }
    const ny_bounds *bounds =
        ny_bound_run(arena, before.result, &before.inputs, ny_faults_of(arena, &before.tables));
    reached *all = NY_NEW_ARRAY(arena, reached, figures * periods);
    do {
        ny_arena *passing = ny_arena_create();
        set_cells(t, false);
        settled s = settle_rows(passing, c, rows_text(passing, t, false));
        if (is_choice(&s, t))
            run_rows(passing, c, &s);
        if (s.result && !s.result->stop.stopped) {
            for (uint32_t i = 0; i < figures * periods; i++)
                if (c->model->figures.items[i / periods].grain.kind != NY_GRAIN_ROW)
                    reach(arena, &all[i], figure_in(c, &s, i / periods, i % periods));
            hold_payments(passing, c, t, &before, &s, bounds);
        }
        ny_arena_destroy(passing);
    } while (next_choice(t));
    for (uint32_t i = 0; i < figures * periods; i++) {
        const ny_figure *figure = &c->model->figures.items[i / periods];
        if (figure->grain.kind == NY_GRAIN_ROW || !all[i].any)
            continue;
        ny_bound bound = bound_of(c, &before, bounds, i / periods, i % periods);
        hold_figure(arena, c, t, i / periods, i % periods, &bound, &all[i],
                    tight && figure->kind == NY_FIGURE_MEASURE);
    }
    ny_arena_destroy(arena);
}

static void hold_seeds(uint32_t seeds, const char *text, const uint32_t *columns, uint32_t count,
                       bool twin, bool tight)
{
    contract c = contract_read(text);
    assert_string_equal(errors_text(&c), "");
    for (uint32_t seed = 1; seed <= seeds; seed++) {
        trial t = make_trial(seed, columns, count, twin);
        if (choices_of(&t) <= MOST_CHOICES)
            hold_trial(&c, &t, tight);
    }
    contract_end(&c);
}

static void hold_trials(const char *text, const uint32_t *columns, uint32_t count, bool twin,
                        bool tight)
{
    hold_seeds(60, text, columns, count, twin, tight);
}

/* --- the contracts ----------------------------------------------------------------------------- */

#define MEASURES                                                                                   \
    "measure glad_share\n  over visit\n  share glad\n  counted 3 months after done\n  needs at "   \
    "least 1 % known, or is unknown\n"                                                             \
    "measure urgent_share\n  over visit\n  share kind is urgent\n"                                 \
    "measure glad_urgent\n  over visit where kind is urgent or kind is night\n"                    \
    "  share glad\n  counted 3 months after done\n  needs at least 1 % known, or is unknown\n"     \
    "measure mean_answer\n  over visit\n  mean answer\n  counted 3 months after done\n  needs at " \
    "least 1 % known, or is unknown\n"                                                             \
    "measure median_answer\n  over visit where kind is not night\n  median answer\n"               \
    "  counted 3 months after done\n  needs at least 1 % known, or is unknown\n"                   \
    "measure mean_hours\n  over visit\n  mean hours\n"                                             \
    "measure median_hours\n  over visit\n  median hours\n"                                         \
    "measure ended_share\n  over visit\n  share ended within 90 days of done\n"                    \
    "  counted 90 days after done\n  needs at least 1 % known, or is unknown\n"                    \
    "measure early_hours\n  over visit where done + 200 days has passed\n  mean hours\n"           \
    "  counted 0 days after done\n"                                                                \
    "measure long_over\n  over visit\n  share ended has not happened or ended + 60 days has "      \
    "passed\n  counted 90 days after done\n  needs at least 1 % known, or is unknown\n"

static const uint32_t cells[] = {KIND, HOURS, ANSWER, GLAD, ENDED};

static void measures_reach_their_bounds(void **state)
{
    (void)state;
    hold_trials(HEAD MEASURES, cells, 5, false, true);
}

static void either_of_two_rows_with_one_key_or_none(void **state)
{
    (void)state;
    hold_trials(HEAD MEASURES, cells, 5, true, true);
}

static void a_row_without_a_date_may_be_in_any_year(void **state)
{
    (void)state;
    static const uint32_t dates[] = {DONE, HOURS};
    hold_trials(HEAD "measure urgent_share\n  over visit\n  share kind is urgent\n"
                     "measure mean_hours\n  over visit\n  mean hours\n",
                dates, 2, false, true);
    hold_trials(HEAD MEASURES, dates, 2, true, false);
}

static void ratios_reach_their_bounds(void **state)
{
    (void)state;
    static const uint32_t columns[] = {KIND, HOURS, ANSWER};
    hold_trials(HEAD "measure points_per_hour\n  over visit\n  ratio answer to hours\n"
                     "  counted 3 months after done\n  needs at least 1 % known, or is unknown\n",
                columns, 3, true, true);
}

static void needs_that_may_not_be_met_join_both(void **state)
{
    (void)state;
    hold_trials(HEAD "measure mean_answer\n  over visit where kind is plain or kind is urgent\n"
                     "  mean answer\n  counted 3 months after done\n"
                     "  needs at least 2 rows, or is 7 points\n"
                     "  needs at least 60 % known, or is unknown\n",
                cells, 5, true, false);
    static const uint32_t mandatory[] = {KIND, HOURS};
    hold_trials(HEAD "measure mean_hours\n  over visit where kind is plain or kind is urgent\n"
                     "  mean hours\n  needs at least 3 rows, or is unknown\n",
                mandatory, 2, true, true);
}

/* Pooled and plain ones are reached; the others only enclosed. */
#define ESTIMATES                                                                                  \
    "measure followed \"Ended\"\n  over visit\n"                                                   \
    "  share ended within 400 days of done by kaplan meier\n  counted 400 days after done\n"       \
    "  bounds greenwood log 95 % rounded to 0.01 %\n"                                              \
    "measure competed \"Ended\"\n  over visit\n"                                                   \
    "  share ended within 400 days of done by aalen johansen, competing left\n"                    \
    "  counted 400 days after done\n"                                                              \
    "measure time_to_end \"Time\"\n  over visit\n"                                                 \
    "  median ended - done by kaplan meier, censored at left\n  counted 400 days after done\n"     \
    "measure shrunk_hours \"Shrunk\"\n  over visit\n  mean hours\n"                                \
    "  shrunk towards 5 hours with weight of 3 rows\n"                                             \
    "measure sure_share \"Bounds\"\n  over visit where kind is not night\n  share kind is "        \
    "urgent\n"                                                                                     \
    "  bounds wilson 95 % rounded to 0.01 %\n  needs at least 1 row, or is unknown\n"              \
    "define at_least \"At least\" each year\n  = low of sure_share, unknown as 0 %\n"              \
    "define at_most \"At most\" each year\n  = high of sure_share, unknown as 100 %\n"             \
    "define km_low \"At least\" each year\n  = low of followed, unknown as 0 %\n"

static void estimates_stay_within_their_bounds(void **state)
{
    (void)state;
    static const uint32_t columns[] = {KIND, HOURS, ENDED, DONE};
    hold_seeds(6, HEAD ESTIMATES, columns, 4, true, false); /* intervals take their time */
    static const uint32_t mandatory[] = {KIND, HOURS};
    hold_trials(HEAD "measure urgent_rate\n  over visit\n"
                     "  rate kind is urgent per 100 days of hours\n"
                     "measure pooled_hours\n  over visit\n  mean hours\n  pooled over 2 years\n",
                mandatory, 2, true, true);
}

/* Without intervals, so that many can be tried. */
#define CURVES                                                                                     \
    "measure followed\n  over visit where kind is not night\n"                                     \
    "  share ended within 400 days of done and glad is yes by kaplan meier, censored at left\n"    \
    "  counted 400 days after done\n  needs at least 1 % known, or is unknown\n"                   \
    "measure competed\n  over visit where kind is not plain\n"                                     \
    "  share ended within 200 days of done by aalen johansen, competing left\n"                    \
    "  counted 400 days after done\n"                                                              \
    "measure mixed\n  over visit where kind is not urgent\n"                                       \
    "  share ended within 300 days of done and glad is not no by aalen johansen, competing "       \
    "ended, "                                                                                      \
    "competing left\n"                                                                             \
    "  counted 400 days after done\n  needs at least 1 % known, or is unknown\n"                   \
    "define turns each visit\n  = running number within nurse by done where kind is night\n"       \
    "exclude visit \"Later ones\" clause 3.1\n  where turns > 2\n  not judged, still paid\n"

static void curves_stay_within_their_bounds(void **state)
{
    (void)state;
    static const uint32_t columns[] = {KIND, HOURS, ENDED, DONE, GLAD, LEFT, NURSE};
    hold_trials(HEAD CURVES, columns, 7, false, false);
    hold_trials(HEAD CURVES, columns, 7, true, false);
}

/* What is worked out of one row: a score, an index, a risk. */
#define SCORES                                                                                     \
    "define score each visit\n"                                                                    \
    "  = mean of the known among answer, (12 * pain), at least 1\n"                                \
    "define risk each visit\n  = logistic(-3 + 0.2 * (hours / 1 hour))\n  rounded to 0.001\n"      \
    "measure mean_score\n  over visit\n  mean score\n  counted 0 days after done\n"                \
    "  needs at least 1 % known, or is unknown\n"                                                  \
    "measure mean_index\n  over visit where kind is not night\n"                                   \
    "  mean eq5d index of health by \"Denmark 3L TTO 2009\"\n  counted 0 days after done\n"        \
    "  needs at least 1 % known, or is unknown\n"                                                  \
    "measure well\n  over visit\n  share eq5d index of health by \"Denmark 3L TTO 2009\" > 0.6\n"  \
    "  counted 0 days after done\n  needs at least 1 % known, or is unknown\n"                     \
    "measure mean_risk\n  over visit\n  mean risk\n"                                               \
    "measure lowest_of_both\n  over visit\n"                                                       \
    "  mean (mean of the known among answer, (12 * pain), at least 2)\n"                           \
    "  counted 0 days after done\n  needs at least 1 % known, or is unknown\n"

static void scores_of_rows_reach_their_bounds(void **state)
{
    (void)state;
    static const uint32_t columns[] = {KIND, HOURS, ANSWER, PAIN, HEALTH};
    hold_trials(HEAD SCORES, columns, 5, false, true);
    hold_trials(HEAD SCORES, columns, 5, true, true);
}

/* Enclosed: what a group is worth and how many are in it, or both sides, move together. */
#define BESIDE_OTHERS                                                                              \
    "table standard\n  kind plain or urgent or night\n  people 0..1_000\n"                         \
    "measure glad_as_usual\n  over visit\n  share glad\n  standardised by kind to people of "      \
    "standard\n  counted 0 days after done\n  needs at least 1 % known, or is unknown\n"           \
    "measure hours_as_usual\n  over visit\n  mean hours\n  standardised by kind to people of "     \
    "standard\n"                                                                                   \
    "measure rate_as_usual\n  over visit\n  rate ended has happened per 10 days of hours\n"        \
    "  standardised by kind to people of standard\n  counted 0 days after done\n"                  \
    "  needs at least 1 % known, or is unknown\n"                                                  \
    "measure urgent_glad\n  over visit where kind is urgent\n  share glad\n"                       \
    "  counted 0 days after done\n  needs at least 1 % known, or is unknown\n"                     \
    "measure glad_less_urgent\n  over visit where kind is not urgent\n  share glad\n"              \
    "  less urgent_glad\n  counted 0 days after done\n  needs at least 1 % known, or is unknown\n" \
    "  bounds newcombe 95 % rounded to 0.1 %\n"                                                    \
    "define surely each year\n  = low of glad_less_urgent, unknown as -100 %\n"

static void standards_and_differences_stay_within_their_bounds(void **state)
{
    (void)state;
    static const uint32_t columns[] = {KIND, HOURS, GLAD, ENDED};
    hold_seeds(30, HEAD BESIDE_OTHERS, columns, 4, false, false);
    hold_seeds(30, HEAD BESIDE_OTHERS, columns, 4, true, false);
}

/* Every kind of figure and payment at once. */
#define RULES                                                                                      \
    MEASURES                                                                                       \
    "exclude visit \"First of a nurse\" clause 3.1\n"                                              \
    "  where (running number within nurse by done) <= 1\n"                                         \
    "  not judged, still paid\n"                                                                   \
    "exclude visit \"Nights\" clause 3.2\n  where kind is night and hours > 20 hours\n"            \
    "  neither judged nor paid\n"                                                                  \
    "define score \"Score\" each year\n"                                                           \
    "  = scale (glad_share, unknown as 50 %) from 0 at 20 % to 1 at 80 %\n"                        \
    "define both \"Both\" each year\n"                                                             \
    "  = weigh 60 % of (mean_answer / 48 points), 40 % of glad_share, unknown left out\n"          \
    "define total \"Hours\" each year\n  = sum of hours over visit judged or not\n"                \
    "define visits \"Visits\" each year\n  = count of visit judged where kind is not plain\n"      \
    "define longest \"Longest\" each year\n"                                                       \
    "  = (highest of hours over visit judged where glad is known and glad), unknown as 0 hours\n"  \
    "define so_far \"Up to now\" each year\n  = sum of hours over visit judged to date\n"          \
    "define nurse_hours \"Of that nurse\" each visit\n"                                            \
    "  = sum of hours over visit judged or not of the same nurse\n"                                \
    "define price \"Price\" each year\n"                                                           \
    "  in the first year  100 DKK per visit\n"                                                     \
    "  in later years     previous next_price\n"                                                   \
    "define next_price \"Next\" each year\n"                                                       \
    "  = keep price * (1 + 10 % * (score - 0.4)) between 95 DKK per visit and 105 DKK per visit\n" \
    "  rounded to 0.01 DKK per visit\n"                                                            \
    "define squared \"Square\" each year\n  = score ^ 2 - max(score, 0.3) / (1 + total / 1 "       \
    "hour)\n"                                                                                      \
    "define late \"Late\" each visit\n"                                                            \
    "  = ended has happened and ended > done + 6 months\n"

#define PAYMENTS                                                                                   \
    "pay buyer to seller \"Visits\" clause 7.1\n"                                                  \
    "  price for each visit where kind is not night\n  due 30 days after done\n"                   \
    "pay buyer to seller \"Hours\" clause 7.2\n"                                                   \
    "  3.33 DKK per hour * hours for each visit where late or kind is urgent\n"                    \
    "  due 30 days after the contract year\n"                                                      \
    "pay buyer to seller or back when negative \"Correction\" clause 7.3\n"                        \
    "  1_000.005 DKK * (score - 0.5) each year until the last statement\n"                         \
    "  when visits >= 2 visits\n  due 60 days after the statement\n"                               \
    "pay buyer to seller or back when negative \"Balance\" clause 7.4\n"                           \
    "  0.377 DKK per hour * (nurse_hours - 40 hours) for each visit\n"                             \
    "  due 60 days after the statement\n"                                                          \
    "pay seller to buyer \"At the end\" clause 7.5\n"                                              \
    "  1 DKK per hour * (total in the final contract year) once with the last statement\n"         \
    "  due 60 days after the statement\n"

static const uint32_t all_columns[] = {KIND, HOURS, ANSWER, GLAD, ENDED, DONE, NURSE};

static void figures_and_payments_stay_within_their_bounds(void **state)
{
    (void)state;
    hold_trials(HEAD RULES PAYMENTS, all_columns, 7, false, false);
    hold_trials(HEAD RULES PAYMENTS, all_columns, 7, true, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(measures_reach_their_bounds),
        cmocka_unit_test(either_of_two_rows_with_one_key_or_none),
        cmocka_unit_test(a_row_without_a_date_may_be_in_any_year),
        cmocka_unit_test(ratios_reach_their_bounds),
        cmocka_unit_test(needs_that_may_not_be_met_join_both),
        cmocka_unit_test(estimates_stay_within_their_bounds),
        cmocka_unit_test(curves_stay_within_their_bounds),
        cmocka_unit_test(scores_of_rows_reach_their_bounds),
        cmocka_unit_test(standards_and_differences_stay_within_their_bounds),
        cmocka_unit_test(figures_and_payments_stay_within_their_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
