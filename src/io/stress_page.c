/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The report of stress, see stress.h. */

#include "io/stress.h"

#include "io/html.h"
#include "io/number_words.h"
#include "io/plot.h"

static const ny_page_layout example_layout = {
    "award", 5, {{6, 0, false}, {26, 1, true}, {20, 1, true}, {16, 1, true}, {16, 1, true}}};
static const ny_page_layout worth_layout = {
    "award", 4, {{24, 0, true}, {22, 1, true}, {22, 1, true}, {22, 1, true}}};
static const ny_page_layout absurd_layout = {
    "award", 4, {{54, 0, false}, {7, 1, false}, {16, 1, true}, {16, 1, true}}};
static const ny_page_layout bite_layout = {
    "award", 4, {{34, 0, false}, {10, 1, true}, {10, 1, true}, {36, 1, true}}};
static const ny_page_layout draws_layout = {
    "award", 3, {{34, 0, false}, {18, 1, true}, {18, 1, true}}};
static const ny_page_layout weights_layout = {
    "award",
    6,
    {{22, 0, false}, {14, 1, true}, {22, 1, true}, {14, 1, true}, {14, 1, true}, {14, 1, true}}};

typedef struct ny_stress_on {
    ny_page *page;
    const ny_stressed *of;
    const ny_prose *prose;
    ny_arena *arena;
    bool html;
} ny_stress_on;

#define TELL(on, name, ...) NY_TELLS((on)->prose, name, __VA_ARGS__)
#define TELL_PLAIN(on, name) NY_TELLS_PLAIN((on)->prose, name)

static void note(ny_stress_on *on, ny_text text)
{
    ny_page_add(on->page, NY_BLOCK_NOTE, text);
}

static void part(ny_stress_on *on, ny_text text)
{
    ny_page_part(on->page, text, NY_NO_TEXT);
}

static ny_text count_text(const ny_stress_on *on, uint64_t count)
{
    return ny_prose_number(on->prose, ny_rational_whole((int64_t)count));
}

static ny_text decimals(const ny_stress_on *on, ny_rational value)
{
    return ny_prose_decimal(on->prose, ny_rational_decimal_text(on->arena, value, 0, 2));
}

static void add_findings(ny_stress_on *on)
{
    ny_stress_findings found = ny_stress_find_words(on->arena, on->of);
    part(on, TELL_PLAIN(on, STRESS_FINDINGS));
    for (uint32_t i = 0; i < found.count; i++) {
        note(on, TELL(on, STRESS_NUMBERED, ny_format(on->arena, "%u", i + 1), found.items[i].text));
        if (found.items[i].mend.size)
            ny_page_add(on->page, NY_BLOCK_UNDER, TELL(on, STRESS_MEND, found.items[i].mend));
    }
}

/* --- before anybody bids -------------------------------------------------------------------------- */

static ny_text lever_name(const ny_stress_on *on, uint32_t lever)
{
    return ny_lever_name(on->of, &on->of->model->field, lever);
}

static ny_text lever_value(const ny_stress_on *on, uint32_t lever, ny_rational value)
{
    return ny_lever_value(on->of, &on->of->model->field, lever, value);
}

/* "economy 10, quality 6": points of one bid in one ranking. */
static ny_text points_text(const ny_stress_on *on, const ny_bid_place *place)
{
    const ny_award *award = on->of->terms->award;
    ny_buffer text = ny_buffer_create(on->arena);
    for (uint32_t c = 0; c < award->criteria.count; c++)
        ny_buffer_format(&text, "%s%.*s %.*s", c ? ", " : "",
                         NY_PRINT(ny_criterion_title(on->of, c)),
                         NY_PRINT(ny_exact_words(on->prose, place->points[c])));
    return ny_buffer_text(&text);
}

static void add_alike(ny_stress_on *on, const ny_reversal *of)
{
    const ny_field *field = &on->of->model->field;
    NY_LIST(ny_text) alike = {0};
    for (uint32_t i = 0; i < field->levers.count; i++)
        if (i != of->lever && i != of->counter)
            *NY_APPEND(on->arena, &alike) =
                TELL(on, STRESS_ALIKE_ONE, lever_name(on, i), lever_value(on, i, of->at[0][i]));
    if (alike.count)
        note(on, TELL(on, STRESS_ALIKE,
                      ny_prose_list(on->prose, alike.items, alike.count, NY_TELL_LIST_AND)));
}

static void add_edge(ny_stress_on *on, const ny_field *field, uint32_t lever, ny_text bid,
                     const ny_crossing *edge)
{
    ny_text name = ny_lever_name(on->of, field, lever);
    ny_text low = ny_lever_value(on->of, field, lever, edge->low);
    if (edge->exact)
        note(on, TELL(on, STRESS_EDGE, name, bid, low));
    else
        note(on, TELL(on, STRESS_EDGE_NEAR, name, bid, low,
                      ny_lever_value(on->of, field, lever, edge->high)));
}

static void add_reversal(ny_stress_on *on)
{
    const ny_reversal *of = &on->of->model->reversal;
    if (!of->found)
        return;
    ny_text third = of->bids[2].name;
    part(on, TELL_PLAIN(on, STRESS_REVERSAL));
    note(on, TELL_PLAIN(on, STRESS_COMPARED));
    NY_PAGE_ROW(on->page, &example_layout, NY_NO_TEXT, TELL_PLAIN(on, STRESS_BID),
                lever_name(on, of->lever), lever_name(on, of->counter),
                TELL(on, STRESS_WITHOUT, third), TELL(on, STRESS_WITH, third));
    for (uint32_t i = 0; i < 3; i++) {
        const ny_bid_place *after = &of->after.places[i];
        NY_PAGE_ROW(on->page, &example_layout, NY_NO_TEXT, of->bids[i].name,
                    lever_value(on, of->lever, of->at[i][of->lever]),
                    lever_value(on, of->counter, of->at[i][of->counter]),
                    i < 2 ? ny_exact_words(on->prose, of->before.places[i].compared) : NY_NO_TEXT,
                    ny_exact_words(on->prose, after->compared));
        if (i < 2)
            ny_page_add(on->page, NY_BLOCK_UNDER,
                        ny_format(on->arena, "%.*s: %.*s",
                                  NY_PRINT(TELL(on, STRESS_WITHOUT, third)),
                                  NY_PRINT(points_text(on, &of->before.places[i]))));
        ny_page_add(on->page, NY_BLOCK_UNDER,
                    ny_format(on->arena, "%.*s: %.*s", NY_PRINT(TELL(on, STRESS_WITH, third)),
                              NY_PRINT(points_text(on, after))));
    }
    note(on, TELL(on, STRESS_WINS_BOTH, third, of->bids[of->wins_before].name,
                  of->bids[of->wins_after].name));
    if (of->has_edge)
        add_edge(on, &on->of->model->field, of->edge_lever, third, &of->edge);
    add_alike(on, of);
}

static ny_text worth_text(const ny_stress_on *on, const ny_worth_at *at)
{
    uint32_t price = on->of->model->field.price;
    if (!at->known)
        return NY_TEXT("-");
    ny_text worth = ny_lever_about(on->of, &on->of->model->field, price, at->worth);
    return at->more     ? TELL(on, STRESS_WORTH_MORE, worth)
           : !at->exact ? TELL(on, STRESS_ABOUT, worth)
                        : worth;
}

/* A figure of the price in the unit in which it is offered. */
static double drawn_price(const ny_stress_on *on, ny_rational value)
{
    const ny_field *field = &on->of->model->field;
    return ny_rational_to_double(
        ny_rational_divide(on->arena, value, field->levers.items[field->price].unit));
}

/* Text inside a drawing: without the italics that names have elsewhere. */
static ny_text drawn_text(const ny_stress_on *on, ny_text text)
{
    return ny_html_escaped(on->arena, ny_without_marks(on->arena, text));
}

/* A line for each price of the other bid, from the table's figures; places that are not known, or worth
 * more than the limits leave, are left out. */
static void draw_worth(ny_stress_on *on, const ny_worth *worth, ny_text caption)
{
    ny_text names[3];
    ny_plot plot = {.prose = on->prose, .names = names, .count = worth->others};
    uint32_t price = on->of->model->field.price;
    for (uint32_t i = 0; i < worth->places.count; i++) {
        ny_axis_stretch(&plot.x, drawn_price(on, worth->places.items[i].own));
        if (worth->places.items[i].known && !worth->places.items[i].more)
            ny_axis_stretch(&plot.y, drawn_price(on, worth->places.items[i].worth));
    }
    for (uint32_t k = 0; k < worth->others; k++)
        names[k] = ny_number_words(on->prose, drawn_price(on, worth->places.items[k].other));
    plot.x = ny_axis_of(plot.x.low, plot.x.high);
    plot.y = ny_axis_of(plot.y.low, plot.y.high);
    plot.caption = drawn_text(on, caption);
    ny_plot_begin(&plot);
    ny_plot_axes(&plot, drawn_text(on, lever_name(on, price)), NY_NO_TEXT, false);
    for (uint32_t k = 0; k < worth->others; k++) {
        ny_buffer_add(&plot.out, NY_TEXT("<polyline fill=\"none\" points=\""));
        for (uint32_t i = k; i < worth->places.count; i += worth->others) {
            const ny_worth_at *at = &worth->places.items[i];
            if (at->known && !at->more)
                ny_buffer_format(&plot.out, "%.1f,%.1f ",
                                 ny_plot_x(&plot, drawn_price(on, at->own)),
                                 ny_plot_y(&plot, drawn_price(on, at->worth)));
        }
        ny_buffer_format(&plot.out,
                         "\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\"/>\n",
                         ny_plot_colour(k), ny_plot_dash(k));
    }
    ny_page_drawing(on->page, caption, ny_plot_end(&plot, 0));
}

static void add_worth(ny_stress_on *on, const ny_worth *worth)
{
    uint32_t price = on->of->model->field.price;
    if (worth->any && !worth->varies && !worth->beyond) {
        note(on, ny_worth_words(on->of, worth));
        return;
    }
    ny_text cells[NY_PAGE_CELLS] = {TELL(on, STRESS_WORTH_OWN, lever_name(on, price))};
    ny_page_add(on->page, NY_BLOCK_SECTION,
                TELL(on, STRESS_WORTH_HEAD, lever_value(on, worth->lever, worth->step),
                     lever_name(on, worth->lever), lever_name(on, price)));
    for (uint32_t k = 0; k < 3; k++)
        cells[k + 1] = worth->others == 1
                           ? k ? NY_NO_TEXT : TELL_PLAIN(on, STRESS_WORTH_ONLY)
                           : TELL(on, STRESS_WORTH_OTHER,
                                  lever_value(on, price, worth->places.items[k].other));
    ny_page_row(on->page, &worth_layout, NY_NO_TEXT, cells);
    for (uint32_t i = 0; i < worth->places.count; i += worth->others) {
        cells[0] = lever_value(on, price, worth->places.items[i].own);
        for (uint32_t k = 0; k < worth->others; k++)
            cells[k + 1] = worth_text(on, &worth->places.items[i + k]);
        for (uint32_t k = worth->others; k < 3; k++)
            cells[k + 1] = NY_NO_TEXT;
        ny_page_row(on->page, &worth_layout, NY_NO_TEXT, cells);
    }
    if (on->html && worth->others > 1)
        draw_worth(on, worth,
                   TELL(on, STRESS_WORTH_DRAWN_HEAD, lever_value(on, worth->lever, worth->step),
                        lever_name(on, worth->lever), lever_name(on, price)));
}

static void add_absurd(ny_stress_on *on)
{
    const ny_stress *model = on->of->model;
    part(on, TELL_PLAIN(on, STRESS_ABSURD));
    note(on, TELL_PLAIN(on, STRESS_ABSURD_HEAD));
    NY_PAGE_ROW(on->page, &absurd_layout, NY_NO_TEXT, TELL_PLAIN(on, STRESS_BID), NY_NO_TEXT,
                TELL_PLAIN(on, AW_COMPARED), TELL_PLAIN(on, STRESS_MIDDLE));
    for (uint32_t i = 0; i < model->absurd.count; i++) {
        const ny_absurd *of = &model->absurd.items[i];
        ny_text value = lever_value(on, of->lever, of->at), name = lever_name(on, of->lever);
        NY_PAGE_ROW(on->page, &absurd_layout, NY_NO_TEXT,
                    of->kind == NY_ABSURD_ONE_BEST ? TELL(on, STRESS_ONE_BEST, name, value)
                                                   : TELL(on, STRESS_ONE_WORST, name, value),
                    of->wins ? TELL_PLAIN(on, STRESS_WINS) : TELL_PLAIN(on, STRESS_LOSES),
                    decimals(on, of->compared), decimals(on, of->middle));
    }
}

static void add_bites(ny_stress_on *on, const ny_bite *bites, uint32_t count, bool of_bids)
{
    if (!count)
        return;
    part(on, TELL_PLAIN(on, STRESS_BITES));
    note(on, of_bids ? TELL_PLAIN(on, STRESS_BITES_BIDS_HOW) : TELL_PLAIN(on, STRESS_BITES_HOW));
    NY_PAGE_ROW(on->page, &bite_layout, NY_NO_TEXT, TELL_PLAIN(on, AW_CRITERION),
                TELL_PLAIN(on, STRESS_STATED), TELL_PLAIN(on, STRESS_BITE),
                of_bids ? NY_NO_TEXT : TELL_PLAIN(on, STRESS_LIES));
    for (uint32_t i = 0; i < count; i++)
        NY_PAGE_ROW(on->page, &bite_layout, NY_NO_TEXT,
                    ny_criterion_title(on->of, bites[i].criterion),
                    bites[i].stated ? ny_exact_percent(on->prose, bites[i].weight)
                                    : TELL_PLAIN(on, STRESS_NOT_STATED),
                    ny_exact_percent(on->prose, bites[i].share),
                    of_bids ? NY_NO_TEXT
                            : TELL(on, STRESS_FROM_TO,
                                   ny_criterion_value(on->of, bites[i].criterion, bites[i].low),
                                   ny_criterion_value(on->of, bites[i].criterion, bites[i].high)));
}

static ny_text cliff_text(const ny_stress_on *on, const ny_cliff *cliff)
{
    bool of_lever = cliff->kind == NY_CLIFF_NOUGHT, of_award = cliff->kind == NY_CLIFF_BAND;
    ny_text name = of_lever   ? lever_name(on, cliff->criterion)
                   : of_award ? NY_NO_TEXT
                              : ny_criterion_title(on->of, cliff->criterion);
    switch (cliff->kind) {
    case NY_CLIFF_BETTER:
        return TELL(on, STRESS_F_BETTER, name,
                    ny_criterion_value(on->of, cliff->criterion, cliff->at),
                    ny_criterion_value(on->of, cliff->criterion, cliff->to));
    case NY_CLIFF_WORSE:
        return TELL(on, STRESS_C_WORSE, name,
                    ny_criterion_value(on->of, cliff->criterion, cliff->at),
                    ny_criterion_value(on->of, cliff->criterion, cliff->to));
    case NY_CLIFF_SHARE:
        return TELL(on, STRESS_C_SHARE, name, ny_exact_percent(on->prose, cliff->at));
    case NY_CLIFF_FALLS:
        return TELL(on, STRESS_C_FALLS, name);
    case NY_CLIFF_BAND:
        return TELL(on, STRESS_C_BAND, ny_exact_percent(on->prose, cliff->at));
    case NY_CLIFF_NOUGHT:
        break;
    }
    return TELL(on, STRESS_F_NOUGHT, name, lever_value(on, cliff->criterion, cliff->at));
}

static void add_cliffs(ny_stress_on *on)
{
    const ny_stress *model = on->of->model;
    part(on, TELL_PLAIN(on, STRESS_CLIFFS));
    for (uint32_t i = 0; i < model->cliffs.count; i++)
        note(on, cliff_text(on, &model->cliffs.items[i]));
    if (!model->cliffs.count)
        note(on, TELL_PLAIN(on, STRESS_NO_CLIFFS));
}

static void add_how(ny_stress_on *on)
{
    const ny_stress *model = on->of->model;
    const ny_field *field = &model->field;
    NY_LIST(ny_text) names = {0};
    bool expected = false;
    part(on, TELL_PLAIN(on, STRESS_HOW));
    note(on, TELL_PLAIN(on, STRESS_HOW_MIDDLE));
    if (model->reversal.looked_at)
        note(on, TELL(on, STRESS_HOW_GRID, count_text(on, model->reversal.looked_at)));
    if (!model->reversal.all && !model->reversal.found)
        note(on, TELL_PLAIN(on, STRESS_HOW_CUT));
    for (uint32_t i = 0; i < field->held.count; i++)
        *NY_APPEND(on->arena, &names) =
            on->of->terms->model->figures.items[field->held.items[i]].name;
    if (names.count)
        note(on, TELL(on, STRESS_HELD,
                      ny_prose_list(on->prose, names.items, names.count, NY_TELL_LIST_AND)));
    names.count = 0;
    for (uint32_t i = 0; i < field->unknown.count; i++)
        *NY_APPEND(on->arena, &names) = ny_criterion_title(on->of, field->unknown.items[i]);
    if (names.count)
        note(on, TELL(on, STRESS_UNKNOWN,
                      ny_prose_list(on->prose, names.items, names.count, NY_TELL_LIST_AND)));
    for (uint32_t i = 0; i < field->levers.count; i++)
        expected = expected || field->levers.items[i].kind == NY_LEVER_EXPECTED;
    if (expected)
        note(on, TELL_PLAIN(on, STRESS_EXPECTED_PLACE));
}

static void add_model(ny_stress_on *on)
{
    const ny_stress *model = on->of->model;
    ny_page_add(
        on->page, NY_BLOCK_TITLE,
        TELL(on, STRESS_TITLE, ny_prose_words_of(on->of->prose, on->of->terms->model->title)));
    note(on, TELL_PLAIN(on, STRESS_ON_MADE_UP));
    add_findings(on);
    if (!model->field.sound)
        return;
    add_reversal(on);
    if (model->worths.count)
        part(on, TELL_PLAIN(on, STRESS_WORTH));
    for (uint32_t i = 0; i < model->worths.count; i++)
        add_worth(on, &model->worths.items[i]);
    add_absurd(on);
    add_bites(on, model->bites.items, model->bites.count, false);
    add_cliffs(on);
    add_how(on);
}

/* --- once the bids are in ------------------------------------------------------------------------- */

static ny_text bid_name(const ny_stress_on *on, uint32_t bid)
{
    return bid == NY_NONE ? NY_TEXT("-") : on->of->bids[bid].name;
}

static ny_text drawn_name(const ny_stress_on *on, ny_drawn_as as)
{
    return as == NY_DRAWN_AROUND ? TELL_PLAIN(on, STRESS_AROUND)
           : as == NY_DRAWN_ANY  ? TELL_PLAIN(on, STRESS_ANY)
                                 : TELL_PLAIN(on, STRESS_WORTH_DRAWN);
}

static void add_draws_row(ny_stress_on *on, ny_text name, uint32_t bid)
{
    const ny_stress_award *award = on->of->award;
    ny_text cells[NY_PAGE_CELLS] = {name};
    for (uint32_t i = 0; i < award->drawn.count && i + 1 < draws_layout.count; i++) {
        const ny_drawn_weights *drawn = &award->drawn.items[i];
        uint32_t wins = bid == NY_NONE ? drawn->equal : drawn->wins[bid];
        cells[i + 1] = ny_percent_words(on->prose, (double)wins / (double)drawn->draws);
    }
    ny_page_row(on->page, &draws_layout, NY_NO_TEXT, cells);
}

static void add_draws(ny_stress_on *on)
{
    const ny_stress_award *award = on->of->award;
    ny_text cells[NY_PAGE_CELLS] = {TELL_PLAIN(on, STRESS_BID)};
    if (!award->drawn.count)
        return;
    part(on, TELL_PLAIN(on, STRESS_DRAWS));
    note(on, TELL(on, STRESS_DRAWS_HEAD, count_text(on, award->drawn.items[0].draws),
                  ny_format(on->arena, "%llu", (unsigned long long)award->seed)));
    note(on, award->drawn.items[0].as == NY_DRAWN_WORTH ? TELL_PLAIN(on, STRESS_WORTH_DRAWS_HOW)
                                                        : TELL_PLAIN(on, STRESS_DRAWS_HOW));
    for (uint32_t i = 0; i < award->drawn.count && i + 1 < draws_layout.count; i++)
        cells[i + 1] = drawn_name(on, award->drawn.items[i].as);
    ny_page_row(on->page, &draws_layout, NY_NO_TEXT, cells);
    for (uint32_t i = 0; i < on->of->ranking->compared; i++)
        add_draws_row(on, bid_name(on, on->of->ranking->order[i]), on->of->ranking->order[i]);
    add_draws_row(on, TELL_PLAIN(on, STRESS_EQUAL), NY_NONE);
}

static void add_weights(ny_stress_on *on)
{
    const ny_stability *stability = &on->of->award->stability;
    if (!stability->weights.count && !stability->worths.count)
        return;
    part(on, TELL_PLAIN(on, STRESS_WEIGHTS));
    NY_PAGE_ROW(on->page, &weights_layout, NY_NO_TEXT, TELL_PLAIN(on, AW_CRITERION),
                TELL_PLAIN(on, STRESS_NOW), TELL_PLAIN(on, STRESS_STAYS), TELL_PLAIN(on, STRESS_TO),
                TELL_PLAIN(on, STRESS_BELOW), TELL_PLAIN(on, STRESS_ABOVE));
    for (uint32_t i = 0; i < stability->weights.count; i++) {
        const ny_weight_interval *of = &stability->weights.items[i];
        NY_PAGE_ROW(on->page, &weights_layout, NY_NO_TEXT,
                    ny_criterion_title(on->of, of->criterion),
                    ny_exact_percent(on->prose, on->of->terms->weights[of->criterion]),
                    ny_exact_percent(on->prose, of->low), ny_exact_percent(on->prose, of->high),
                    bid_name(on, of->below), bid_name(on, of->above));
    }
    for (uint32_t i = 0; i < stability->worths.count; i++) {
        const ny_worth_interval *of = &stability->worths.items[i];
        NY_PAGE_ROW(
            on->page, &weights_layout, NY_NO_TEXT, ny_criterion_title(on->of, of->criterion),
            ny_exact_words(on->prose, on->of->terms->weights[of->criterion]),
            ny_exact_words(on->prose, of->low),
            of->has_high ? ny_exact_words(on->prose, of->high) : TELL_PLAIN(on, STRESS_NO_END),
            bid_name(on, of->below), bid_name(on, of->above));
    }
}

static void add_worlds(ny_stress_on *on)
{
    const ny_true_best *truly = &on->of->award->truly;
    const ny_ranking *ranking = on->of->ranking;
    if (!on->of->award->simulated)
        return;
    part(on, TELL_PLAIN(on, STRESS_WORLDS));
    note(on, TELL(on, STRESS_WORLDS_HOW, count_text(on, truly->worlds),
                  ny_number_words(on->prose, truly->se[ranking->order[0]])));
    NY_PAGE_ROW(on->page, &draws_layout, NY_NO_TEXT, TELL_PLAIN(on, STRESS_BID),
                TELL_PLAIN(on, STRESS_TRULY_BEST), TELL_PLAIN(on, STRESS_LOSS));
    for (uint32_t i = 0; i < ranking->compared; i++) {
        uint32_t bid = ranking->order[i];
        NY_PAGE_ROW(on->page, &draws_layout, NY_NO_TEXT, bid_name(on, bid),
                    ny_percent_words(on->prose, (double)truly->best[bid] / (double)truly->worlds),
                    ny_number_words(on->prose, truly->loss[bid]));
    }
}

static void add_added(ny_stress_on *on)
{
    const ny_added *added = &on->of->award->added;
    if (on->of->award->has_added && added->has_edge)
        add_edge(on, &on->of->award->field, added->lever, added->bid.name, &added->edge);
}

static void add_award(ny_stress_on *on)
{
    const ny_stress_award *award = on->of->award;
    uint32_t winner = award->stability.winner;
    ny_text count = count_text(on, on->of->ranking->compared);
    ny_page_add(on->page, NY_BLOCK_TITLE,
                TELL(on, STRESS_TITLE_AFTER,
                     ny_prose_words_of(on->of->prose, on->of->terms->model->title)));
    note(on, winner == NY_NONE ? TELL(on, STRESS_ON_BIDS_EQUAL, count)
                               : TELL(on, STRESS_ON_BIDS, count, bid_name(on, winner)));
    add_findings(on);
    add_added(on);
    add_weights(on);
    add_draws(on);
    add_worlds(on);
    add_bites(on, award->bites.items, award->bites.count, true);
}

void ny_stress_page(const ny_stressed *stressed, bool html, ny_page *page)
{
    ny_stress_on on = {page, stressed, stressed->prose, page->arena, html};
    if (stressed->model)
        add_model(&on);
    else
        add_award(&on);
}
