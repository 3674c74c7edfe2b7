/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The report of a comparison: for each purse and each kind of benefit what every alternative costs and
 * gives, what one more unit of benefit costs from one to the next, and which to choose by what such a
 * unit is worth. No ratio stands without the words that say in which quadrant it lies. */

#include "io/compare.h"
#include "io/compare_drawing.h"
#include "io/html.h"
#include "io/number_words.h"
#include "io/page.h"
#include "io/simulate_study.h"

#include "base/bug.h"

static const ny_page_layout result_layout = {
    "worlds", 5, {{32, 0, false}, {17, 1, true}, {13, 1, true}, {15, 1, true}, {13, 1, true}}};
static const ny_page_layout step_layout = {
    "worlds", 5, {{32, 0, false}, {17, 1, true}, {13, 1, true}, {17, 1, true}, {11, 1, true}}};
static const ny_page_layout best_layout = {
    "worlds", 5, {{15, 0, true}, {30, 2, false}, {14, 1, true}, {12, 1, true}, {18, 1, true}}};
static const ny_page_layout way_layout = {
    "worlds", 5, {{40, 0, false}, {13, 1, true}, {13, 1, true}, {13, 1, true}, {13, 1, true}}};
static const ny_page_layout yardstick_layout = {
    "worlds", 5, {{15, 0, true}, {19, 1, true}, {19, 1, true}, {19, 1, true}, {19, 1, true}}};

#define ALTERNATIVES_A_TABLE 4u

typedef struct ny_comparing_page {
    ny_page page;
    const ny_prose *prose;
    const ny_comparing *of;
    bool html;
    const ny_compared *compared; /* the one that is written */
} ny_comparing_page;

#define TELL(on, name, ...) NY_TELLS((on)->prose, name, __VA_ARGS__)
#define TELL_PLAIN(on, name) NY_TELLS_PLAIN((on)->prose, name)

static ny_text number(const ny_comparing_page *on, double value)
{
    return ny_number_words(on->prose, value);
}

/* A yardstick as it was said. */
static ny_text yardstick_text(const ny_comparing_page *on, double yardstick)
{
    ny_text digits = ny_format(on->page.arena, "%.6f", yardstick);
    while (digits.data[digits.size - 1] == '0')
        digits.size--;
    if (digits.data[digits.size - 1] == '.')
        digits.size--;
    return ny_prose_decimal(on->prose, digits);
}

static ny_text count_text(const ny_comparing_page *on, uint32_t count)
{
    return ny_prose_number(on->prose, ny_rational_whole(count));
}

/* One world has no error; one run has that of its persons, if it follows any. */
static bool has_error(const ny_weighed *weighed)
{
    return weighed->worlds > 1;
}

static ny_text error(const ny_comparing_page *on, const ny_weighed *weighed, double se)
{
    return has_error(weighed) ? TELL(on, SM_PLUS_MINUS, number(on, se)) : NY_NO_TEXT;
}

static ny_text error_head(const ny_comparing_page *on, const ny_weighed *weighed)
{
    return has_error(weighed) ? TELL_PLAIN(on, SM_ERROR) : NY_NO_TEXT;
}

static ny_text with_error(const ny_comparing_page *on, const ny_weighed *weighed,
                          const ny_figured *of)
{
    return has_error(weighed) ? TELL(on, SM_VALUE_ERROR, number(on, of->value), number(on, of->se))
                              : number(on, of->value);
}

static ny_text share_with_error(const ny_comparing_page *on, const ny_figured *of)
{
    return TELL(on, SM_VALUE_ERROR, ny_percent_words(on->prose, of->value),
                ny_percent_words(on->prose, of->se));
}

static ny_text name_of(const ny_comparing_page *on, uint32_t alternative)
{
    return ny_prose_name(on->prose, on->of->worlds->alternatives[alternative].alternative->name);
}

/* "usual: Usual care" */
static ny_text title_of(const ny_comparing_page *on, uint32_t alternative)
{
    ny_text label = on->of->worlds->alternatives[alternative].alternative->label;
    ny_text title = label.size ? TELL(on, SM_ALTERNATIVE, name_of(on, alternative),
                                      ny_prose_words_of(on->prose, label))
                               : name_of(on, alternative);
    return on->html ? title : ny_shortened(on->page.arena, title, 32);
}

static ny_text unit_words(const ny_comparing_page *on, bool plural)
{
    const ny_model *model = on->of->worlds->alternatives[0].model;
    return ny_prose_unit(on->prose, ny_unit_text(on->page.arena, model, on->compared->unit, plural),
                         plural);
}

static ny_text currency_words(const ny_comparing_page *on)
{
    const ny_model *model = on->of->worlds->alternatives[0].model;
    return ny_prose_unit(on->prose, model->currencies.items[on->compared->currency].name, true);
}

static void note(ny_comparing_page *on, ny_text text)
{
    ny_page_add(&on->page, NY_BLOCK_NOTE, text);
}

static void under(ny_comparing_page *on, ny_text text)
{
    ny_page_add(&on->page, NY_BLOCK_UNDER, text);
}

static void section(ny_comparing_page *on, ny_text text)
{
    ny_page_add(&on->page, NY_BLOCK_SECTION, text);
}

/* How many are followed one at a time. */
static uint32_t people_of(const ny_comparing_page *on)
{
    return on->of->worlds->alternatives[0].alternative->study->base.fewest;
}

/* --- what each costs and gives ----------------------------------------------------------------- */

/* Costs and benefits beside each other; costs alone where nobody has benefits. */
static void add_pair(ny_comparing_page *on, ny_text name, ny_text cost, ny_text cost_error,
                     ny_text effect, ny_text effect_error)
{
    bool both = on->compared->has_unit;
    NY_PAGE_ROW(&on->page, &result_layout, NY_NO_TEXT, name, cost, cost_error,
                both ? effect : NY_NO_TEXT, both ? effect_error : NY_NO_TEXT);
}

static void add_results(ny_comparing_page *on, const ny_weighed *weighed)
{
    section(on, !weighed->stated      ? TELL_PLAIN(on, CM_MEANS)
                : !has_error(weighed) ? TELL_PLAIN(on, CM_STATED)
                                      : TELL(on, CM_STATED_PEOPLE, count_text(on, people_of(on))));
    ny_text head = error_head(on, weighed);
    add_pair(on, NY_NO_TEXT, TELL_PLAIN(on, CM_COSTS), head, TELL_PLAIN(on, CM_BENEFITS), head);
    for (uint32_t a = 0; a < on->of->worlds->count; a++)
        add_pair(on, title_of(on, a), number(on, weighed->costs[a].mean),
                 error(on, weighed, weighed->costs[a].se), number(on, weighed->effects[a].mean),
                 error(on, weighed, weighed->effects[a].se));
}

/* --- one less another -------------------------------------------------------------------------- */

static bool is_known(ny_differs differs)
{
    return differs != NY_DIFFERS_NOT_KNOWN;
}

/* Too few worlds, or too few persons in one run. */
static ny_text no_ratio(const ny_comparing_page *on, const ny_weighed *weighed)
{
    return weighed->stated ? TELL_PLAIN(on, CM_NO_RATIO_PEOPLE) : TELL_PLAIN(on, CM_NO_RATIO);
}

/* What follows from how the two differ: a ratio with its meaning, dominance, or nothing. */
static ny_text verdict(const ny_comparing_page *on, const ny_weighed *weighed,
                       const ny_increment *of)
{
    if (of->icer.worlds) {
        ny_text ratio = with_error(on, weighed, &of->icer);
        return of->costs == NY_DIFFERS_MORE
                   ? TELL(on, CM_IS_PRICE, ratio, currency_words(on), unit_words(on, false))
                   : TELL(on, CM_IS_SAVED, ratio, currency_words(on), unit_words(on, false));
    }
    if (!is_known(of->costs) || !is_known(of->effects))
        return no_ratio(on, weighed);
    if (of->costs == NY_DIFFERS_SAME && of->effects == NY_DIFFERS_SAME)
        return TELL_PLAIN(on, CM_IS_SAME);
    return of->costs == NY_DIFFERS_LESS || of->effects == NY_DIFFERS_MORE
               ? TELL(on, CM_DOMINATES, name_of(on, of->less))
               : TELL(on, CM_DOMINATED, name_of(on, of->less));
}

static void add_increments(ny_comparing_page *on, const ny_weighed *weighed)
{
    section(on, weighed->stated ? TELL(on, CM_LESS_FIRST_STATED, name_of(on, 0))
                                : TELL(on, CM_LESS_FIRST, name_of(on, 0)));
    ny_text head = error_head(on, weighed);
    add_pair(on, NY_NO_TEXT, TELL_PLAIN(on, CM_COSTS), head, TELL_PLAIN(on, CM_BENEFITS), head);
    for (uint32_t i = 0; i < weighed->increments.count; i++) {
        const ny_increment *of = &weighed->increments.items[i];
        add_pair(on, title_of(on, of->alternative), number(on, of->cost.mean),
                 error(on, weighed, of->cost.se), number(on, of->effect.mean),
                 error(on, weighed, of->effect.se));
        ny_text costs = ny_tell_with(on->prose, NY_TELL_CM_COSTS_SAME + of->costs, NULL, 0);
        if (!on->compared->has_unit) {
            under(on, costs);
            continue;
        }
        ny_text gives = ny_tell_with(on->prose, NY_TELL_CM_GIVES_SAME + of->effects, NULL, 0);
        under(on,
              TELL(on, CM_BY_MEANS, TELL(on, LIST_AND, costs, gives), verdict(on, weighed, of)));
    }
}

/* --- the frontier ------------------------------------------------------------------------------ */

static ny_text why_left_out(const ny_comparing_page *on, const ny_weighed *weighed,
                            const ny_standing *standing)
{
    switch (standing->kind) {
    case NY_STANDS_ON_FRONTIER:
        return no_ratio(on, weighed);
    case NY_STANDS_DOMINATED:
        return TELL(on, CM_STANDS_DOMINATED, name_of(on, standing->by));
    case NY_STANDS_BETWEEN:
        return TELL(on, CM_STANDS_BETWEEN, name_of(on, standing->by), name_of(on, standing->above));
    case NY_STANDS_SAME:
        return TELL(on, CM_STANDS_SAME, name_of(on, standing->by));
    }
    NY_BUG("an alternative that stands nowhere");
}

static void add_standing(ny_comparing_page *on, const ny_weighed *weighed,
                         const ny_standing *standing)
{
    const ny_increment *step = &standing->step;
    bool on_frontier = standing->kind == NY_STANDS_ON_FRONTIER;
    bool moves = on_frontier && standing->by != NY_NONE;
    NY_PAGE_ROW(&on->page, &step_layout, NY_NO_TEXT, title_of(on, standing->alternative),
                moves ? number(on, step->cost.mean) : NY_NO_TEXT,
                moves ? number(on, step->effect.mean) : NY_NO_TEXT,
                moves && step->icer.worlds ? number(on, step->icer.value) : NY_NO_TEXT,
                moves && step->icer.worlds ? error(on, weighed, step->icer.se) : NY_NO_TEXT);
    if (on_frontier && (!moves || standing->known))
        return;
    ny_text why = why_left_out(on, weighed, standing);
    under(on, standing->known || on_frontier ? why
              : weighed->stated              ? TELL(on, CM_NOT_SURE_PEOPLE, why)
                                             : TELL(on, CM_NOT_SURE, why));
}

static void add_frontier(ny_comparing_page *on, const ny_weighed *weighed)
{
    section(on, weighed->stated ? TELL(on, CM_FRONTIER_STATED, unit_words(on, false))
                                : TELL(on, CM_FRONTIER, unit_words(on, false)));
    NY_PAGE_ROW(&on->page, &step_layout, NY_NO_TEXT, NY_NO_TEXT, TELL_PLAIN(on, CM_DEARER),
                TELL_PLAIN(on, CM_GAIN), TELL_PLAIN(on, CM_RATIO), error_head(on, weighed));
    for (uint32_t i = 0; i < weighed->standings.count; i++)
        add_standing(on, weighed, &weighed->standings.items[i]);
}

/* Of two alternatives the difference says all. */
static void add_weighed(ny_comparing_page *on, const ny_weighed *weighed)
{
    bool two = on->of->worlds->count == 2 || !on->compared->has_unit;
    add_results(on, weighed);
    if (two || !weighed->stated)
        add_increments(on, weighed);
    if (!two)
        add_frontier(on, weighed);
}

/* --- counted otherwise ------------------------------------------------------------------------- */

static const ny_standing *standing_of(const ny_weighed *weighed, uint32_t alternative)
{
    const ny_standing *standing = weighed->standings.items;
    while (standing->alternative != alternative)
        standing++;
    return standing;
}

/* Persons too few to tell a ratio as it is counted tell none in another way either. */
static bool tells_ratio(const ny_comparing_page *on, const ny_standing *standing)
{
    const ny_weighed *stated = &on->compared->stated;
    return standing->step.icer.worlds &&
           (!has_error(stated) || standing_of(stated, standing->alternative)->known);
}

/* What one more costs, from the one before it on the frontier; or why it is not there. */
static ny_text ratio_or_word(const ny_comparing_page *on, const ny_weighed *weighed,
                             uint32_t alternative)
{
    const ny_standing *standing = standing_of(weighed, alternative);
    switch (standing->kind) {
    case NY_STANDS_ON_FRONTIER:
        return tells_ratio(on, standing) ? number(on, standing->step.icer.value)
                                         : TELL_PLAIN(on, CM_NO_HEALTH);
    case NY_STANDS_DOMINATED:
        return TELL_PLAIN(on, CM_WORD_DOMINATED);
    case NY_STANDS_BETWEEN:
        return TELL_PLAIN(on, CM_WORD_EXTENDED);
    case NY_STANDS_SAME:
        return TELL_PLAIN(on, CM_WORD_SAME);
    }
    NY_BUG("an alternative that stands nowhere");
}

static void add_ways(ny_comparing_page *on, const ny_compared *compared)
{
    uint32_t alternatives = on->of->worlds->count;
    if (!compared->ways.count || !compared->has_unit)
        return;
    section(on, TELL(on, CM_WAYS, unit_words(on, false)));
    for (uint32_t first = 0; first < alternatives; first += ALTERNATIVES_A_TABLE) {
        ny_text cells[NY_PAGE_CELLS] = {TELL_PLAIN(on, SY_COUNTED)};
        for (uint32_t c = 0; c < ALTERNATIVES_A_TABLE && first + c < alternatives; c++)
            cells[c + 1] = ny_shortened(on->page.arena, name_of(on, first + c), 13);
        ny_page_row(&on->page, &way_layout, NY_NO_TEXT, cells);
        for (uint32_t i = 0; i < compared->ways.count; i++) {
            const ny_compared_way *way = &compared->ways.items[i];
            cells[0] = ny_way_words(on->prose, way->way);
            for (uint32_t c = 0; c < ALTERNATIVES_A_TABLE && first + c < alternatives; c++)
                cells[c + 1] = ratio_or_word(on, &way->weighed, first + c);
            ny_page_row(&on->page, &way_layout, NY_NO_TEXT, cells);
        }
    }
}

/* --- yardsticks -------------------------------------------------------------------------------- */

/* The heading of the first column: what one unit is worth; nothing where there are no benefits. */
static ny_text yardstick_head(const ny_comparing_page *on)
{
    return on->compared->has_unit ? TELL(on, CM_YARDSTICK, unit_words(on, false)) : NY_NO_TEXT;
}

static ny_text yardstick_cell(const ny_comparing_page *on, const ny_at_yardstick *at)
{
    return on->compared->has_unit ? yardstick_text(on, at->yardstick) : NY_NO_TEXT;
}

static void add_best(ny_comparing_page *on, const ny_weighed *weighed)
{
    section(on, on->compared->has_unit
                    ? TELL(on, CM_YARDSTICK_BEST, unit_words(on, false), currency_words(on))
                    : TELL_PLAIN(on, CM_LEAST));
    NY_PAGE_ROW(&on->page, &best_layout, NY_NO_TEXT, yardstick_head(on), TELL_PLAIN(on, CM_BEST),
                TELL_PLAIN(on, CM_BEST_SHARE), TELL_PLAIN(on, SM_ERROR), TELL_PLAIN(on, CM_LOSS));
    for (uint32_t i = 0; i < weighed->at.count; i++) {
        const ny_at_yardstick *at = &weighed->at.items[i];
        const ny_net_benefit *best = &at->each[at->best];
        ny_text name = name_of(on, at->best);
        NY_PAGE_ROW(&on->page, &best_layout, NY_NO_TEXT, yardstick_cell(on, at),
                    at->best_known ? name : TELL(on, CM_BEST_NOT_KNOWN, name),
                    ny_percent_words(on->prose, best->best.value),
                    TELL(on, SM_PLUS_MINUS, ny_percent_words(on->prose, best->best.se)),
                    with_error(on, weighed, &best->loss));
    }
    if (on->compared->has_unit && weighed->at.count == 1 && !(weighed->at.items[0].yardstick > 0))
        under(on, TELL(on, CM_SAME_BENEFITS, unit_words(on, false)));
}

typedef enum ny_yardstick_table {
    NY_TABLE_CURVES,
    NY_TABLE_MONEY,
    NY_TABLE_HEALTH
} ny_yardstick_table;

static ny_text cell_of(const ny_comparing_page *on, const ny_weighed *weighed,
                       const ny_net_benefit *of, ny_yardstick_table table)
{
    switch (table) {
    case NY_TABLE_CURVES:
        return share_with_error(on, &of->best);
    case NY_TABLE_MONEY:
        return with_error(on, weighed, &of->money);
    case NY_TABLE_HEALTH:
        return of->health.worlds ? with_error(on, weighed, &of->health)
                                 : TELL_PLAIN(on, CM_NO_HEALTH);
    }
    NY_BUG("a table of no kind");
}

static void add_table(ny_comparing_page *on, const ny_weighed *weighed, ny_yardstick_table table)
{
    uint32_t alternatives = on->of->worlds->count;
    for (uint32_t first = 0; first < alternatives; first += ALTERNATIVES_A_TABLE) {
        ny_text cells[NY_PAGE_CELLS] = {yardstick_head(on)};
        for (uint32_t c = 0; c < ALTERNATIVES_A_TABLE && first + c < alternatives; c++)
            cells[c + 1] = ny_shortened(on->page.arena, name_of(on, first + c), 19);
        ny_page_row(&on->page, &yardstick_layout, NY_NO_TEXT, cells);
        for (uint32_t i = 0; i < weighed->at.count; i++) {
            const ny_at_yardstick *at = &weighed->at.items[i];
            cells[0] = yardstick_cell(on, at);
            for (uint32_t c = 0; c < ALTERNATIVES_A_TABLE && first + c < alternatives; c++)
                cells[c + 1] = cell_of(on, weighed, &at->each[first + c], table);
            ny_page_row(&on->page, &yardstick_layout, NY_NO_TEXT, cells);
        }
    }
}

static void add_net_benefits(ny_comparing_page *on, const ny_weighed *weighed)
{
    if (!on->compared->has_unit)
        return;
    section(on, TELL(on, CM_MONEY, currency_words(on)));
    add_table(on, weighed, NY_TABLE_MONEY);
    section(on, TELL(on, CM_HEALTH, unit_words(on, true)));
    add_table(on, weighed, NY_TABLE_HEALTH);
}

static void add_yardsticks(ny_comparing_page *on, const ny_weighed *weighed)
{
    add_best(on, weighed);
    section(on, TELL_PLAIN(on, CM_CURVES));
    add_table(on, weighed, NY_TABLE_CURVES);
    add_net_benefits(on, weighed);
}

/* --- drawings ---------------------------------------------------------------------------------- */

static void add_drawings(ny_comparing_page *on, const ny_weighed *weighed)
{
    ny_arena *arena = on->page.arena;
    uint32_t alternatives = on->of->worlds->count;
    ny_text *names = NY_NEW_ARRAY(arena, ny_text, alternatives);
    for (uint32_t a = 0; a < alternatives; a++)
        names[a] = ny_html_escaped(
            arena, ny_without_marks(arena, ny_shortened(arena, name_of(on, a), 14)));
    ny_text plane = TELL(on, CM_PLANE, name_of(on, 0)), curves = TELL_PLAIN(on, CM_DRAWN_CURVES);
    ny_drawing_words words = {
        .prose = on->prose,
        .names = names,
        .alternatives = alternatives,
        .caption = ny_html_escaped(arena, ny_without_marks(arena, plane)),
        .currency = ny_html_escaped(arena, ny_without_marks(arena, currency_words(on))),
        .unit = ny_html_escaped(arena, ny_without_marks(arena, unit_words(on, true)))};
    ny_page_drawing(&on->page, plane, ny_draw_plane(&words, weighed));
    if (weighed->at.count < 2)
        return;
    words.caption = ny_html_escaped(arena, curves);
    ny_page_drawing(&on->page, curves, ny_draw_curves(&words, weighed));
}

/* --- the whole --------------------------------------------------------------------------------- */

static ny_text heading(const ny_comparing_page *on, const ny_compared *compared)
{
    ny_text currency = currency_words(on);
    bool society = compared->party == NY_NONE;
    ny_text party = society ? NY_NO_TEXT : ny_prose_party(on->prose, compared->party);
    if (!compared->has_unit)
        return society ? TELL(on, CM_SOCIETY_MONEY, currency)
                       : TELL(on, CM_PARTY_MONEY, party, currency);
    return society ? TELL(on, CM_SOCIETY, currency, unit_words(on, true))
                   : TELL(on, CM_PARTY, party, currency, unit_words(on, true));
}

/* What the costs are made of, as the text has it. */
static void add_headings(ny_comparing_page *on, const ny_compared *compared)
{
    if (!compared->headings.count)
        return;
    section(on, TELL_PLAIN(on, CM_HEADINGS));
    NY_PAGE_ROW(&on->page, &result_layout, NY_NO_TEXT, NY_NO_TEXT, TELL_PLAIN(on, CM_COSTS),
                error_head(on, &compared->drawn), NY_NO_TEXT, NY_NO_TEXT);
    for (uint32_t i = 0; i < compared->headings.count; i++) {
        const ny_compared_heading *of = &compared->headings.items[i];
        NY_PAGE_ROW(&on->page, &result_layout, NY_NO_TEXT,
                    of->heading.size ? ny_prose_words_of(on->prose, of->heading)
                                     : TELL_PLAIN(on, SM_NO_HEADING),
                    NY_NO_TEXT, NY_NO_TEXT, NY_NO_TEXT, NY_NO_TEXT);
        for (uint32_t a = 0; a < on->of->worlds->count; a++)
            NY_PAGE_ROW(&on->page, &result_layout, NY_NO_TEXT,
                        ny_format(on->page.arena, "  %.*s", NY_PRINT(name_of(on, a))),
                        number(on, of->costs[a].mean), error(on, &compared->drawn, of->costs[a].se),
                        NY_NO_TEXT, NY_NO_TEXT);
    }
}

static void add_compared(ny_comparing_page *on, const ny_compared *compared)
{
    on->compared = compared;
    ny_page_part(&on->page, heading(on, compared),
                 TELL(on, CM_PAIRED, count_text(on, on->of->paired),
                      count_text(on, on->of->worlds->worlds)));
    if (compared->stated.worlds)
        add_weighed(on, &compared->stated);
    add_ways(on, compared);
    if (compared->drawn.worlds < 2 && compared->stated.worlds) { /* one world tells nothing more */
        add_net_benefits(on, &compared->stated);
        return;
    }
    if (!compared->drawn.worlds)
        return;
    add_weighed(on, &compared->drawn);
    add_headings(on, compared);
    if (on->html && compared->has_unit)
        add_drawings(on, &compared->drawn);
    add_yardsticks(on, &compared->drawn);
}

static void add_head(ny_comparing_page *on)
{
    const ny_worlds *worlds = on->of->worlds;
    ny_page_add(&on->page, NY_BLOCK_TITLE,
                ny_prose_words_of(on->prose, worlds->alternatives[0].model->title));
    note(on, TELL(on, SM_WORLDS, count_text(on, worlds->worlds),
                  ny_format(on->page.arena, "%llu", (unsigned long long)worlds->seed)));
    const ny_model *model = worlds->alternatives[0].model;
    if (ny_model_money_year(model))
        note(on, ny_prose_money_year(on->prose, model));
    if (on->of->end == NY_WORLDS_STOPPED)
        note(on,
             TELL(on, SM_STOPPED, count_text(on, worlds->worlds), count_text(on, on->of->asked)));
    for (uint32_t i = 0; i < on->of->set.count; i++)
        note(on, TELL(on, SM_SET, on->of->set.items[i]));
}

static void add_foot(ny_comparing_page *on)
{
    note(on, NY_NO_TEXT);
    note(on, TELL_PLAIN(on, CM_FOOT_COSTS));
    note(on, TELL_PLAIN(on, CM_FOOT_KNOWN));
    note(on, TELL_PLAIN(on, CM_FOOT_BEST));
    note(on, TELL(on, CM_FOOT_LOSS, currency_words(on)));
    note(on, TELL_PLAIN(on, SM_FOOT_ERROR));
    note(on, TELL_PLAIN(on, SM_FOOT_IMAGINED));
}

ny_text ny_compare_page(const ny_prose *prose, const ny_comparing *of, bool html)
{
    ny_comparing_page on = {.page = {.arena = prose->arena, .language = prose->language},
                            .prose = prose,
                            .of = of,
                            .html = html};
    add_head(&on);
    for (uint32_t i = 0; i < of->list.count; i++)
        add_compared(&on, &of->list.items[i]);
    if (of->list.count)
        add_foot(&on);
    return html ? ny_page_html(&on.page) : ny_page_text(&on.page);
}
