/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See simulate_study.h: the report, for a health economist. Costs are shown as costs, so above 0; what is
 * stated stands beside the mean of the worlds, line by line. */

#include "io/number_words.h"
#include "io/simulate_study.h"

#include "base/bug.h"

static const ny_page_layout line_layout = {
    "worlds", 5, {{38, 0, false}, {14, 1, true}, {13, 1, true}, {13, 1, true}, {12, 1, true}}};
static const ny_page_layout trace_layout = {
    "worlds",
    6,
    {{7, 0, true}, {16, 1, true}, {16, 1, true}, {16, 1, true}, {16, 1, true}, {16, 1, true}}};
static const ny_page_layout way_layout = {
    "worlds", 5, {{40, 0, false}, {13, 1, true}, {13, 1, true}, {13, 1, true}, {13, 1, true}}};

#define STATES_A_TABLE 5u
#define ALTERNATIVES_A_TABLE 4u
#define TRACE_ROWS 8u

typedef struct ny_study_page {
    ny_page *page;
    const ny_prose *prose;
    const ny_simulation *simulation;
    const ny_model *model;
} ny_study_page;

#define TELL(on, name, ...) NY_TELLS((on)->prose, name, __VA_ARGS__)
#define TELL_PLAIN(on, name) NY_TELLS_PLAIN((on)->prose, name)

static ny_text number(const ny_study_page *on, double value)
{
    return ny_number_words(on->prose, value);
}

static void under(const ny_study_page *on, ny_text text)
{
    ny_page_add(on->page, NY_BLOCK_UNDER, text);
}

static void note(const ny_study_page *on, ny_text text)
{
    ny_page_add(on->page, NY_BLOCK_NOTE, text);
}

static void section(const ny_study_page *on, ny_text text)
{
    ny_page_add(on->page, NY_BLOCK_SECTION, text);
}

static ny_text unit_words(const ny_study_page *on, const ny_account *account)
{
    return ny_prose_unit(
        on->prose, ny_account_unit(on->page->arena, on->model, account->currency, account->unit),
        true);
}

/* Costs are shown above 0. */
static double sign_of(const ny_account *account)
{
    return account->currency == NY_NONE ? 1 : -1;
}

/* "The health service: costs, USD" */
static ny_text account_words(const ny_study_page *on, const ny_account *account)
{
    ny_text party = ny_prose_party(on->prose, account->party), unit = unit_words(on, account);
    return account->currency == NY_NONE ? TELL(on, SY_BENEFITS, party, unit)
                                        : TELL(on, SY_COSTS, party, unit);
}

/* One world has no error to show. */
static ny_text error(const ny_study_page *on, const ny_estimate *of)
{
    return of->worlds > 1 ? TELL(on, SM_PLUS_MINUS, number(on, of->se)) : NY_NO_TEXT;
}

/* --- what is stated, beside the worlds ---------------------------------------------------------- */

static ny_text band_of(const ny_study_page *on, const ny_estimate *of, double sign)
{
    uint32_t last = NY_ESTIMATE_QUANTILES - 1;
    return TELL(on, SM_BAND, number(on, sign * of->quantiles[sign < 0 ? last : 0]),
                number(on, sign * of->quantiles[sign < 0 ? 0 : last]));
}

/* What chance alone does to the base case of people who are followed one at a time. Of several pathways each that
 * has anything to do with the account. */
static void add_persons(const ny_study_page *on, const ny_simulated *of, const ny_account *account,
                        double sign)
{
    bool several = on->model->pathways.count > 1;
    for (uint32_t i = 0; i < on->model->pathways.count; i++) {
        const ny_stated_account *found =
            ny_stated_account_of(of->study, i, account->party, account->currency, account->unit);
        if (!found || (several && found->mean == 0 && found->sd == 0))
            continue;
        ny_text persons =
            ny_prose_number(on->prose, ny_rational_whole(of->study->base.persons[i].persons));
        ny_text words = TELL(on, SY_PERSONS, persons, number(on, sign * found->mean),
                             number(on, found->se), number(on, found->sd));
        ny_text name = ny_prose_name(on->prose, on->model->pathways.items[i].name);
        under(on, several ? TELL(on, SY_PERSONS_IN, name, words) : words);
    }
}

static void add_account(const ny_study_page *on, const ny_simulated *of, const ny_account *account)
{
    double sign = sign_of(account);
    NY_PAGE_ROW(on->page, &line_layout, NY_NO_TEXT,
                ny_shortened(on->page->arena, account_words(on, account), 38),
                number(on, sign * account->stated_total), number(on, sign * account->stated),
                number(on, sign * account->npv.mean), error(on, &account->npv));
    if (account->npv.sd > 0)
        under(on, TELL(on, SY_BAND, band_of(on, &account->npv, sign)));
    add_persons(on, of, account, sign);
    for (uint32_t i = 0; i < account->lines.count; i++) {
        const ny_simulated_line *line = &account->lines.items[i];
        ny_text label =
            ny_prose_words_of(on->prose, on->model->payments.items[line->payment].label);
        label = ny_format(on->page->arena, "  %.*s",
                          NY_PRINT(ny_shortened(on->page->arena, label, 36)));
        NY_PAGE_ROW(on->page, &line_layout, NY_NO_TEXT, label,
                    number(on, sign * line->stated_total), number(on, sign * line->stated),
                    number(on, sign * line->npv.mean), error(on, &line->npv));
    }
}

static void add_line_head(const ny_study_page *on)
{
    NY_PAGE_ROW(on->page, &line_layout, NY_NO_TEXT, NY_NO_TEXT, TELL_PLAIN(on, SY_UNDISCOUNTED),
                TELL_PLAIN(on, SY_STATED), TELL_PLAIN(on, SM_MEAN), TELL_PLAIN(on, SM_ERROR));
}

/* What stands under each heading; nothing where no line has one. */
static void add_headings(const ny_study_page *on, const ny_simulated *of)
{
    bool begun = false;
    for (uint32_t i = 0; i < of->accounts.count; i++) {
        const ny_account *account = &of->accounts.items[i];
        double sign = sign_of(account);
        if (account->headings.count && !begun) {
            section(on, TELL_PLAIN(on, SM_HEADINGS));
            add_line_head(on);
        }
        begun = begun || account->headings.count;
        for (uint32_t k = 0; k < account->headings.count; k++) {
            const ny_simulated_heading *heading = &account->headings.items[k];
            ny_text words = heading->heading.size ? ny_prose_words_of(on->prose, heading->heading)
                                                  : TELL_PLAIN(on, SM_NO_HEADING);
            if (k == 0)
                NY_PAGE_ROW(on->page, &line_layout, NY_NO_TEXT,
                            ny_shortened(on->page->arena, account_words(on, account), 38),
                            NY_NO_TEXT, NY_NO_TEXT, NY_NO_TEXT, NY_NO_TEXT);
            words = ny_format(on->page->arena, "  %.*s",
                              NY_PRINT(ny_shortened(on->page->arena, words, 36)));
            NY_PAGE_ROW(on->page, &line_layout, NY_NO_TEXT, words,
                        number(on, sign * heading->stated_total),
                        number(on, sign * heading->stated), number(on, sign * heading->npv.mean),
                        error(on, &heading->npv));
        }
    }
}

static void add_lines(const ny_study_page *on, const ny_simulated *of)
{
    section(on, TELL_PLAIN(on, SY_LINES));
    add_line_head(on);
    for (uint32_t i = 0; i < of->accounts.count; i++)
        add_account(on, of, &of->accounts.items[i]);
}

/* --- where people are -------------------------------------------------------------------------- */

/* So that about TRACE_ROWS points are shown: a round number. */
static uint32_t step_of(uint32_t cycles)
{
    static const uint32_t firsts[] = {1, 2, 5};
    for (uint32_t power = 1; power < 1000000000; power *= 10)
        for (uint32_t i = 0; i < 3; i++)
            if (cycles / (firsts[i] * power) <= TRACE_ROWS)
                return firsts[i] * power;
    return cycles;
}

static void add_point(const ny_study_page *on, const ny_pathway *pathway, const double *trace,
                      uint32_t first, uint32_t point)
{
    ny_text cells[NY_PAGE_CELLS] = {ny_format(on->page->arena, "%u", point)};
    for (uint32_t c = 0; c < STATES_A_TABLE && first + c < pathway->states.count; c++)
        cells[c + 1] = number(on, trace[(size_t)point * pathway->states.count + first + c]);
    ny_page_row(on->page, &trace_layout, NY_NO_TEXT, cells);
}

static void add_trace(const ny_study_page *on, const ny_pathway *pathway, const double *trace)
{
    uint32_t last = ny_study_points(pathway) - 1, step = step_of(last);
    bool in_time = pathway->kind == NY_PATHWAY_CONTINUOUS;
    ny_text name = ny_prose_name(on->prose, pathway->name);
    section(on, in_time ? TELL(on, SY_TRACE_IN_TIME, name) : TELL(on, SY_TRACE, name));
    for (uint32_t first = 0; first < pathway->states.count; first += STATES_A_TABLE) {
        ny_text cells[NY_PAGE_CELLS] = {in_time ? TELL_PLAIN(on, SY_YEAR)
                                                : TELL_PLAIN(on, SY_POINT)};
        for (uint32_t c = 0; c < STATES_A_TABLE && first + c < pathway->states.count; c++)
            cells[c + 1] =
                ny_shortened(on->page->arena,
                             ny_prose_name(on->prose, pathway->states.items[first + c].name), 16);
        ny_page_row(on->page, &trace_layout, NY_NO_TEXT, cells);
        for (uint32_t point = 0; point < last; point += step)
            add_point(on, pathway, trace, first, point);
        add_point(on, pathway, trace, first, last);
    }
}

void ny_study_traces(ny_page *page, const ny_prose *prose, const ny_simulation *simulation,
                     const ny_simulated *of)
{
    ny_study_page on = {page, prose, simulation, of->plan->model};
    for (uint32_t i = 0; of->study && i < on.model->pathways.count; i++)
        if (of->study->base.trace[i])
            add_trace(&on, &on.model->pathways.items[i], of->study->base.trace[i]);
}

void ny_study_alternative(ny_page *page, const ny_prose *prose, const ny_simulation *simulation,
                          const ny_simulated *of)
{
    ny_study_page on = {page, prose, simulation, of->plan->model};
    add_lines(&on, of);
    add_headings(&on, of);
    ny_study_traces(page, prose, simulation, of);
}

/* --- one less the first -------------------------------------------------------------------------- */

void ny_study_differences(ny_page *page, const ny_prose *prose)
{
    NY_PAGE_ROW(page, &line_layout, NY_NO_TEXT, NY_NO_TEXT, NY_NO_TEXT,
                NY_TELLS_PLAIN(prose, SY_STATED), NY_TELLS_PLAIN(prose, SM_MEAN),
                NY_TELLS_PLAIN(prose, SM_ERROR));
}

void ny_study_difference(ny_page *page, const ny_prose *prose, const ny_simulation *simulation,
                         const ny_comparison *compared)
{
    const ny_simulated *of = &simulation->alternatives.items[compared->alternative];
    ny_study_page on = {page, prose, simulation, of->plan->model};
    const ny_account *account = &of->accounts.items[compared->account];
    double sign = sign_of(account);
    NY_PAGE_ROW(page, &line_layout, NY_NO_TEXT,
                ny_shortened(page->arena, account_words(&on, account), 38), NY_NO_TEXT,
                number(&on, sign * compared->stated.value), number(&on, sign * compared->npv.mean),
                error(&on, &compared->npv));
    if (compared->stated.worlds)
        under(&on,
              TELL(&on, SY_SAME_PERSONS,
                   ny_prose_number(prose, ny_rational_whole(compared->stated.worlds)),
                   number(&on, sign * compared->stated.value), number(&on, compared->stated.se)));
    if (compared->npv.sd > 0)
        under(&on, TELL(&on, SY_BAND, band_of(&on, &compared->npv, sign)));
}

/* --- the effect of the choice ------------------------------------------------------------------- */

static ny_tell counted_tell(ny_counting counted)
{
    switch (counted) {
    case NY_COUNTED_AT_START:
        return NY_TELL_SY_AT_START;
    case NY_COUNTED_AT_END:
        return NY_TELL_SY_AT_END;
    case NY_COUNTED_AT_EVERY_POINT:
        return NY_TELL_SY_AT_EVERY_POINT;
    case NY_COUNTED_HALF_CYCLE:
        return NY_TELL_SY_HALF_CYCLE;
    case NY_COUNTED_SIMPSON:
        return NY_TELL_SY_SIMPSON;
    case NY_COUNTED_NOT_SAID:
        break;
    }
    return NY_TELL_SY_AS_EACH_SAYS;
}

ny_text ny_way_words(const ny_prose *prose, const ny_counted_way *way)
{
    ny_text counted = ny_tell_with(prose, counted_tell(way->counted), NULL, 0);
    switch (way->grid) {
    case NY_GRID_AT_START:
        counted = NY_TELLS(prose, SY_FROM_START, counted);
        break;
    case NY_GRID_AT_END:
        counted = NY_TELLS(prose, SY_FROM_END, counted);
        break;
    case NY_GRID_AS_SAID:
        break;
    }
    return way->as_said ? NY_TELLS(prose, SY_AS_SAID, counted) : counted;
}

static void add_way_rows(const ny_study_page *on, uint32_t account, uint32_t first)
{
    const ny_simulation *simulation = on->simulation;
    uint32_t count = simulation->alternatives.count;
    double sign = sign_of(&simulation->alternatives.items[0].accounts.items[account]);
    ny_text cells[NY_PAGE_CELLS] = {TELL_PLAIN(on, SY_COUNTED)};
    for (uint32_t c = 0; c < ALTERNATIVES_A_TABLE && first + c < count; c++) {
        ny_text name = simulation->alternatives.items[first + c].name;
        cells[c + 1] = name.size ? ny_shortened(on->page->arena, ny_prose_name(on->prose, name), 13)
                                 : TELL_PLAIN(on, SY_STATED);
    }
    ny_page_row(on->page, &way_layout, NY_NO_TEXT, cells);
    for (uint32_t i = 0; i < simulation->base->ways.count; i++) {
        const ny_counted_way *way = &simulation->base->ways.items[i];
        cells[0] = ny_way_words(on->prose, way);
        for (uint32_t c = 0; c < ALTERNATIVES_A_TABLE && first + c < count; c++)
            cells[c + 1] = number(on, sign * way->accounts[first + c][account]);
        ny_page_row(on->page, &way_layout, NY_NO_TEXT, cells);
    }
}

void ny_study_ways(ny_page *page, const ny_prose *prose, const ny_simulation *simulation)
{
    const ny_simulated *first = &simulation->alternatives.items[0];
    ny_study_page on = {page, prose, simulation, first->plan->model};
    if (!simulation->base->ways.count)
        return;
    ny_page_part(page, TELL_PLAIN(&on, SY_WAYS), TELL_PLAIN(&on, SY_STATED));
    for (uint32_t i = 0; i < first->accounts.count; i++) {
        section(&on, account_words(&on, &first->accounts.items[i]));
        for (uint32_t c = 0; c < simulation->alternatives.count; c += ALTERNATIVES_A_TABLE)
            add_way_rows(&on, i, c);
    }
}

/* --- the foot ----------------------------------------------------------------------------------- */

static ny_text rate_of(const ny_study_page *on, ny_rational rate)
{
    return ny_percent_words(on->prose, ny_rational_to_double(rate));
}

void ny_study_foot(ny_page *page, const ny_prose *prose, const ny_simulation *simulation)
{
    ny_study_page on = {page, prose, simulation, simulation->alternatives.items[0].plan->model};
    const ny_model *model = on.model;
    note(&on, TELL_PLAIN(&on, SY_FOOT_STATED));
    if (!model->has_present_value) {
        note(&on, TELL_PLAIN(&on, SY_FOOT_PLAIN));
        return;
    }
    note(&on, TELL(&on, PRESENT_VALUE_STUDY, rate_of(&on, model->present_value),
                   rate_of(&on, model->present_value_of_benefits),
                   model->present_value_at_every_moment ? TELL_PLAIN(&on, AT_EVERY_MOMENT)
                   : model->present_value_at_start      ? TELL_PLAIN(&on, AT_START_OF_CYCLE)
                                                        : TELL_PLAIN(&on, AT_END_OF_CYCLE)));
}
