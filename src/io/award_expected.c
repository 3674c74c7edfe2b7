/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What an award report says of simulated criteria: figures with their errors, the seed, the assessment, and
 * whether the worlds are enough to decide. Numbers that chance has moved are shown with two decimals; the
 * rounded ones are exact. */

#include "io/award_expected.h"

#include "io/json.h"

#include <math.h>

static const ny_page_layout means_layout = {
    "simulated", 5, {{28, 0, false}, {18, 1, true}, {14, 1, true}, {16, 1, true}, {18, 1, true}}};

/* --- numbers --------------------------------------------------------------------------------------- */

/* To the hundredth; of what is no money this is no less than chance has moved. */
static ny_text figure_text(const ny_prose *prose, double value)
{
    ny_rational cent = ny_rational_fraction(prose->arena, 1, 100);
    return ny_prose_number(prose, ny_rational_round(prose->arena,
                                                    ny_rational_from_double(prose->arena, value),
                                                    cent, NY_HALVES_AWAY_FROM_ZERO));
}

static ny_text exact_text(const ny_prose *prose, ny_rational value)
{
    return ny_prose_number(prose, value);
}

/* What bids are compared by, as the ranking shows it. */
static ny_text compared_text(ny_arena *arena, ny_rational value)
{
    return ny_rational_decimal_text(arena, value, 0, 6);
}

static ny_text count_text(const ny_prose *prose, double count)
{
    return ny_prose_number(prose, ny_rational_from_double(prose->arena, count));
}

static ny_text criterion_name(const ny_awarded *awarded, uint32_t number)
{
    const ny_expectation *expected = &awarded->expected->ranked[number];
    return awarded->terms->award->criteria.items[expected->criterion].declaration->name.text;
}

static bool may_see(uint32_t reader, uint32_t bid)
{
    return reader == NY_NONE || reader == bid;
}

/* --- as a page ------------------------------------------------------------------------------------- */

static void add_means(const ny_awarded *awarded, uint32_t reader, uint32_t number, ny_page *page)
{
    const ny_prose *prose = awarded->prose;
    const ny_expectation *ranked = &awarded->expected->ranked[number];
    const ny_expectation *without = &awarded->expected->without[number];
    const ny_criterion *criterion = &awarded->terms->award->criteria.items[ranked->criterion];
    ny_text unit = ny_unit_text(page->arena, awarded->terms->model, criterion->type.unit, false);
    ny_page_add(page, NY_BLOCK_NOTE,
                NY_TELLS(prose, AW_SIMULATED_HOW, criterion_name(awarded, number),
                         count_text(prose, ranked->worlds), unit));
    if (ranked->left_out.count)
        ny_page_add(page, NY_BLOCK_UNDER,
                    NY_TELLS(prose, AW_LEFT_OUT, count_text(prose, ranked->left_out.count),
                             ranked->left_out_why));
    NY_PAGE_ROW(page, &means_layout, NY_NO_TEXT, NY_TELLS_PLAIN(prose, AW_BID),
                NY_TELLS_PLAIN(prose, AW_MEAN), NY_TELLS_PLAIN(prose, AW_ERROR),
                NY_TELLS_PLAIN(prose, AW_ROUNDED_TO),
                awarded->bids_without ? NY_TELLS_PLAIN(prose, AW_WITHOUT) : NY_NO_TEXT);
    for (uint32_t b = 0; b < ranked->bids; b++) {
        if (!ranked->of[b].in || !may_see(reader, b))
            continue;
        NY_PAGE_ROW(page, &means_layout, NY_NO_TEXT, awarded->bids[b].name,
                    figure_text(prose, ranked->of[b].mean), figure_text(prose, ranked->of[b].se),
                    exact_text(prose, ranked->of[b].value),
                    awarded->bids_without ? exact_text(prose, without->of[b].value) : NY_NO_TEXT);
    }
}

static void add_assessed(const ny_awarded *awarded, uint32_t reader, ny_page *page)
{
    const ny_tender *tender = awarded->tender;
    if (tender->assessment_path.size && !tender->assessed.count)
        ny_page_add(page, NY_BLOCK_NOTE, NY_TELLS_PLAIN(awarded->prose, AW_ASSESSED_NONE));
    for (uint32_t i = 0; i < tender->assessed.count; i++) {
        const ny_assessed *of = &tender->assessed.items[i];
        if (may_see(reader, of->bid))
            ny_page_add(page, NY_BLOCK_NOTE,
                        NY_TELLS(awarded->prose, AW_ASSESSED, of->assumption,
                                 tender->bids.items[of->bid].name, of->value, of->source,
                                 of->reason));
    }
}

static ny_text best_of(const ny_awarded *awarded, const ny_ranking *ranking)
{
    if (!ranking->compared || ranking->places[ranking->order[0]].equals > 1)
        return NY_TELLS_PLAIN(awarded->prose, AW_NO_WINNER);
    return awarded->bids[ranking->order[0]].name;
}

/* The award with and without the assessment, bid by bid. */
static void add_beside(const ny_awarded *awarded, ny_page *page)
{
    const ny_ranking *ranked = awarded->ranking, *without = awarded->ranking_without;
    const ny_prose *prose = awarded->prose;
    ny_arena *arena = page->arena;
    if (!awarded->bids_without)
        return;
    ny_page_part(page, NY_TELLS_PLAIN(awarded->prose, AW_BESIDE), NY_NO_TEXT);
    for (uint32_t i = 0; i < ranked->compared; i++) {
        uint32_t bid = ranked->order[i];
        ny_page_add(page, NY_BLOCK_NOTE,
                    NY_TELLS(awarded->prose, AW_BESIDE_ROW, awarded->bids[bid].name,
                             count_text(prose, ranked->places[bid].rank),
                             compared_text(arena, ranked->places[bid].compared),
                             count_text(prose, without->places[bid].rank),
                             compared_text(arena, without->places[bid].compared)));
    }
    ny_text best = best_of(awarded, without);
    ny_page_add(page, NY_BLOCK_NOTE,
                ny_text_equal(best, best_of(awarded, ranked))
                    ? NY_TELLS_PLAIN(awarded->prose, AW_BESIDE_SAME)
                    : NY_TELLS(awarded->prose, AW_BESIDE_OTHER, best));
}

/* The lines that the seed was derived from. A price of few digits can be found from its fingerprint by trying
 * all prices, so a bidder sees that of no other bid. */
static ny_text seed_lines(ny_arena *arena, const ny_awarded *awarded, uint32_t reader)
{
    ny_text of = awarded->expected->seed.of;
    ny_buffer lines = ny_buffer_create(arena);
    if (reader == NY_NONE)
        return of;
    ny_text own = ny_format(arena, "bid %.*s ", NY_PRINT(awarded->bids[reader].name));
    for (size_t at = 0; at < of.size;) {
        size_t end = at, name = at + 4;
        while (of.data[end] != '\n')
            end++;
        ny_text line = {of.data + at, end - at};
        while (name < end && of.data[name] != ' ')
            name++;
        bool hidden = ny_text_starts(line, "bid ") &&
                      (line.size < own.size || !ny_text_equal((ny_text){line.data, own.size}, own));
        if (hidden)
            line.size = name - at;
        ny_buffer_format(&lines, "%.*s%s\n", NY_PRINT(line), hidden ? " (not shown)" : "");
        at = end + 1;
    }
    return ny_buffer_text(&lines);
}

static void add_seed(const ny_awarded *awarded, uint32_t reader, ny_page *page)
{
    const ny_tender_seed *seed = &awarded->expected->seed;
    ny_text of = seed_lines(page->arena, awarded, reader);
    ny_page_add(page, NY_BLOCK_NOTE,
                NY_TELLS(awarded->prose, AW_SEED,
                         ny_format(page->arena, "%llu", (unsigned long long)seed->seed),
                         seed->print));
    for (size_t at = 0; at < of.size;) {
        size_t end = at;
        while (end < of.size && of.data[end] != '\n')
            end++;
        ny_page_add(page, NY_BLOCK_ITEM, (ny_text){of.data + at, end - at});
        at = end + 1;
    }
    if (reader != NY_NONE)
        ny_page_add(page, NY_BLOCK_UNDER, NY_TELLS_PLAIN(awarded->prose, AW_SEED_HIDDEN));
}

void ny_award_expected_page(const ny_awarded *awarded, uint32_t reader, ny_page *page)
{
    if (!awarded->expected->count)
        return;
    ny_page_part(page, NY_TELLS_PLAIN(awarded->prose, AW_SIMULATED), NY_NO_TEXT);
    for (uint32_t i = 0; i < awarded->expected->count; i++)
        add_means(awarded, reader, i, page);
    add_assessed(awarded, reader, page);
    add_seed(awarded, reader, page);
    if (reader == NY_NONE)
        add_beside(awarded, page);
}

static void add_pair(const ny_awarded *awarded, const ny_open_pair *pair, ny_page *page)
{
    const ny_prose *prose = awarded->prose;
    ny_text first = awarded->bids[awarded->decision->first].name;
    ny_text other = awarded->bids[pair->bid].name;
    bool one = awarded->expected->count == 1;
    for (uint32_t i = 0; i < awarded->expected->count; i++) {
        double three = NY_EXPECTED_ERRORS * pair->ses[i];
        ny_text gap = figure_text(prose, fabs(pair->gaps[i]));
        ny_text se = figure_text(prose, pair->ses[i]);
        ny_page_add(
            page, NY_BLOCK_NOTE,
            one ? NY_TELLS(prose, AW_OPEN_PAIR, first, other, criterion_name(awarded, i), gap, se,
                           figure_text(prose, three * pair->part), figure_text(prose, three))
                : NY_TELLS(prose, AW_OPEN_PART, first, other, criterion_name(awarded, i), gap, se));
    }
    if (!one)
        ny_page_add(page, NY_BLOCK_NOTE,
                    NY_TELLS(prose, AW_OPEN_JOINT,
                             NY_TELLS(prose, PERCENT, figure_text(prose, 100 * pair->part)), first,
                             other));
    double worlds = ceil(pair->worlds * awarded->expected->ranked[0].worlds);
    ny_page_add(page, NY_BLOCK_UNDER,
                pair->worlds > 0 ? NY_TELLS(prose, AW_WORLDS_NEEDED, count_text(prose, worlds))
                                 : NY_TELLS_PLAIN(prose, AW_WORLDS_NEVER));
}

void ny_award_decision_page(const ny_awarded *awarded, uint32_t reader, ny_page *page)
{
    const ny_decision *decision = awarded->decision;
    const ny_prose *prose = awarded->prose;
    if (!awarded->expected->count || decision->first == NY_NONE)
        return;
    ny_page_add(page, NY_BLOCK_NOTE,
                decision->decided ? NY_TELLS_PLAIN(prose, AW_DECIDED)
                                  : NY_TELLS_PLAIN(prose, AW_NOT_DECIDED));
    if (reader != NY_NONE)
        return;
    for (uint32_t i = 0; i < decision->open.count; i++)
        add_pair(awarded, &decision->open.items[i], page);
    for (uint32_t i = 0; i < decision->roundings.count; i++) {
        const ny_rounding_hangs *of = &decision->roundings.items[i];
        ny_rational beyond = awarded->expected->ranked[of->expected].of[of->bid].beyond;
        ny_page_add(page, NY_BLOCK_NOTE,
                    NY_TELLS(prose, AW_ROUNDING, criterion_name(awarded, of->expected),
                             awarded->bids[of->bid].name, exact_text(prose, beyond),
                             of->winner == NY_NONE ? NY_TELLS_PLAIN(prose, AW_NO_WINNER)
                                                   : awarded->bids[of->winner].name));
    }
}

bool ny_award_letter_open(const ny_awarded *awarded, uint32_t bid, ny_page *page)
{
    const ny_decision *decision = awarded->decision;
    const ny_ranking *ranking = awarded->ranking;
    const ny_prose *prose = awarded->prose;
    if (decision->decided)
        return false;
    bool open = bid == decision->first;
    for (uint32_t i = 0; i < decision->open.count; i++)
        open = open || decision->open.items[i].bid == bid;
    ny_text among = count_text(prose, decision->open.count + 1.0);
    ny_text all = count_text(prose, ranking->compared);
    ny_page_add(page, NY_BLOCK_NOTE,
                open ? NY_TELLS(awarded->prose, AW_LETTER_OPEN, among, all)
                     : NY_TELLS(awarded->prose, AW_LETTER_BEHIND, among, all,
                                count_text(prose, ranking->places[bid].rank)));
    return true;
}

/* --- as JSON --------------------------------------------------------------------------------------- */

static json_t *name_json(const ny_awarded *awarded, uint32_t bid)
{
    return bid == NY_NONE ? json_null() : ny_json_text(awarded->bids[bid].name);
}

static json_t *exact_json(ny_arena *arena, ny_rational value)
{
    return ny_json_exact(arena, value);
}

static json_t *means_json(ny_arena *arena, const ny_awarded *awarded, uint32_t reader,
                          uint32_t number)
{
    const ny_expectation *ranked = &awarded->expected->ranked[number];
    const ny_expectation *without = &awarded->expected->without[number];
    json_t *list = json_array();
    for (uint32_t b = 0; b < ranked->bids; b++) {
        if (!ranked->of[b].in || !may_see(reader, b))
            continue;
        json_t *object = json_object();
        ny_json_set(object, "bid", name_json(awarded, b));
        ny_json_set(object, "mean", json_real(ranked->of[b].mean));
        ny_json_set(object, "se", json_real(ranked->of[b].se));
        ny_json_set(object, "value", exact_json(arena, ranked->of[b].value));
        ny_json_set(object, "mean_without_assessment", json_real(without->of[b].mean));
        ny_json_set(object, "value_without_assessment", exact_json(arena, without->of[b].value));
        ny_json_add(list, object);
    }
    return list;
}

static json_t *criteria_json(ny_arena *arena, const ny_awarded *awarded, uint32_t reader)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < awarded->expected->count; i++) {
        const ny_expectation *ranked = &awarded->expected->ranked[i];
        const ny_criterion_words *words =
            awarded->terms->award->criteria.items[ranked->criterion].words;
        json_t *object = json_object();
        ny_json_set(object, "criterion", ny_json_text(criterion_name(awarded, i)));
        ny_json_set(object, "model", ny_json_text(words->expected.file));
        ny_json_set(object, "worlds", json_integer(ranked->worlds));
        ny_json_set(object, "worlds_left_out", json_integer(ranked->left_out.count));
        ny_json_set(object, "with_assessment", json_boolean(words->expected.assessed));
        ny_json_set(object, "bids", means_json(arena, awarded, reader, i));
        ny_json_add(list, object);
    }
    return list;
}

static json_t *assessed_json(const ny_awarded *awarded, uint32_t reader)
{
    const ny_tender *tender = awarded->tender;
    json_t *list = json_array();
    for (uint32_t i = 0; i < tender->assessed.count; i++) {
        const ny_assessed *of = &tender->assessed.items[i];
        if (!may_see(reader, of->bid))
            continue;
        json_t *object = json_object();
        ny_json_set(object, "bid", name_json(awarded, of->bid));
        ny_json_set(object, "assumption", ny_json_text(of->assumption));
        ny_json_set(object, "value", ny_json_text(of->value));
        ny_json_set(object, "source", ny_json_text(of->source));
        ny_json_set(object, "reason", ny_json_text(of->reason));
        ny_json_add(list, object);
    }
    return list;
}

static json_t *without_json(ny_arena *arena, const ny_awarded *awarded)
{
    json_t *list = json_array();
    for (uint32_t i = 0; awarded->bids_without && i < awarded->ranking_without->compared; i++) {
        uint32_t bid = awarded->ranking_without->order[i];
        const ny_bid_place *place = &awarded->ranking_without->places[bid];
        json_t *object = json_object();
        ny_json_set(object, "bid", name_json(awarded, bid));
        ny_json_set(object, "rank", json_integer(place->rank));
        ny_json_set(object, "points", exact_json(arena, place->total));
        ny_json_set(object, "compared", exact_json(arena, place->compared));
        ny_json_add(list, object);
    }
    return list;
}

static json_t *open_json(const ny_awarded *awarded)
{
    const ny_decision *decision = awarded->decision;
    json_t *list = json_array();
    for (uint32_t i = 0; i < decision->open.count; i++) {
        const ny_open_pair *pair = &decision->open.items[i];
        json_t *object = json_object(), *gaps = json_array();
        for (uint32_t e = 0; e < awarded->expected->count; e++) {
            json_t *gap = json_object();
            double three = NY_EXPECTED_ERRORS * pair->ses[e];
            ny_json_set(gap, "criterion", ny_json_text(criterion_name(awarded, e)));
            ny_json_set(gap, "gap", json_real(pair->gaps[e]));
            ny_json_set(gap, "se", json_real(pair->ses[e]));
            ny_json_set(gap, "undone_by", json_real(three * pair->part));
            ny_json_add(gaps, gap);
        }
        ny_json_set(object, "first", name_json(awarded, decision->first));
        ny_json_set(object, "other", name_json(awarded, pair->bid));
        ny_json_set(object, "gaps", gaps);
        double worlds = ceil(pair->worlds * awarded->expected->ranked[0].worlds);
        ny_json_set(object, "worlds_needed",
                    pair->worlds > 0 && worlds < 1e15 ? json_integer((json_int_t)worlds)
                                                      : json_null());
        ny_json_add(list, object);
    }
    return list;
}

static json_t *roundings_json(ny_arena *arena, const ny_awarded *awarded)
{
    const ny_decision *decision = awarded->decision;
    json_t *list = json_array();
    for (uint32_t i = 0; i < decision->roundings.count; i++) {
        const ny_rounding_hangs *of = &decision->roundings.items[i];
        json_t *object = json_object();
        ny_json_set(object, "criterion", ny_json_text(criterion_name(awarded, of->expected)));
        ny_json_set(object, "bid", name_json(awarded, of->bid));
        ny_json_set(object, "value",
                    exact_json(arena, awarded->expected->ranked[of->expected].of[of->bid].beyond));
        ny_json_set(object, "winner", name_json(awarded, of->winner));
        ny_json_add(list, object);
    }
    return list;
}

json_t *ny_award_expected_json(ny_arena *arena, const ny_awarded *awarded, uint32_t reader)
{
    const ny_tender_seed *seed = &awarded->expected->seed;
    bool all = reader == NY_NONE;
    if (!awarded->expected->count)
        return json_null();
    json_t *object = json_object();
    ny_json_set(object, "seed", json_integer((json_int_t)seed->seed));
    ny_json_set(object, "seed_fingerprint", ny_json_text(seed->print));
    ny_json_set(object, "seed_of", ny_json_text(seed_lines(arena, awarded, reader)));
    ny_json_set(object, "criteria", criteria_json(arena, awarded, reader));
    ny_json_set(object, "assessed", assessed_json(awarded, reader));
    ny_json_set(object, "without_assessment",
                all && awarded->bids_without ? without_json(arena, awarded) : json_null());
    ny_json_set(object, "open", all ? open_json(awarded) : json_null());
    ny_json_set(object, "roundings", all ? roundings_json(arena, awarded) : json_null());
    return object;
}
