/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* An award to be read and printed: who wins, every point with its way, who is out and why, what would
 * change it. */

#include "io/award.h"

#include "io/award_expected.h"
#include "use/scoring.h"

static const ny_page_layout rank_layout = {
    "award", 4, {{6, 0, true}, {34, 2, false}, {16, 1, true}, {20, 1, true}}};
static const ny_page_layout points_layout = {
    "award", 5, {{30, 0, false}, {12, 1, true}, {18, 1, true}, {14, 1, true}, {14, 1, true}}};

typedef struct ny_award_on {
    ny_page *page;
    const ny_awarded *of;
    const ny_prose *prose;
    ny_arena *arena;
    uint32_t reader;
} ny_award_on;

static ny_text decimals(const ny_award_on *on, ny_rational value)
{
    return ny_rational_decimal_text(on->arena, value, 0, 6);
}

/* "25 %"; of a worth the money. */
static ny_text weight_text(const ny_award_on *on, uint32_t criterion)
{
    ny_rational weight = on->of->terms->weights[criterion];
    if (on->of->terms->award->criteria.items[criterion].words->worth)
        return decimals(on, weight);
    return NY_TELLS(on->prose, PERCENT,
                    decimals(on, ny_rational_multiply(on->arena, weight, ny_rational_whole(100))));
}

static ny_text bid_title(const ny_award_on *on, uint32_t bid)
{
    const ny_bid *of = &on->of->tender->bids.items[bid];
    return of->bidder.size
               ? ny_format(on->arena, "%.*s (%.*s)", NY_PRINT(of->name), NY_PRINT(of->bidder))
               : of->name;
}

static void add_ranking(ny_award_on *on)
{
    const ny_ranking *ranking = on->of->ranking;
    ny_page_part(on->page, NY_TELLS_PLAIN(on->prose, AW_RANKING), NY_NO_TEXT);
    ny_award_decision_page(on->of, on->reader, on->page);
    NY_PAGE_ROW(on->page, &rank_layout, NY_NO_TEXT, NY_TELLS_PLAIN(on->prose, AW_RANK),
                NY_TELLS_PLAIN(on->prose, AW_BID), NY_TELLS_PLAIN(on->prose, AW_POINTS),
                NY_TELLS_PLAIN(on->prose, AW_COMPARED));
    for (uint32_t i = 0; i < ranking->compared; i++) {
        uint32_t bid = ranking->order[i];
        const ny_bid_place *place = &ranking->places[bid];
        NY_PAGE_ROW(on->page, &rank_layout, NY_NO_TEXT, ny_format(on->arena, "%u", place->rank),
                    bid_title(on, bid), decimals(on, place->total), decimals(on, place->compared));
        if (place->equals > 1 && place->rank == i + 1)
            ny_page_add(on->page, NY_BLOCK_UNDER,
                        NY_TELLS(on->prose, AW_TIE, ny_format(on->arena, "%u", place->equals)));
        if (place->outside_band)
            ny_page_add(on->page, NY_BLOCK_UNDER, NY_TELLS_PLAIN(on->prose, AW_OUTSIDE_BAND));
    }
    for (uint32_t i = 0; i < on->of->tender->bids.count; i++)
        if (!ranking->places[i].rank) {
            NY_PAGE_ROW(on->page, &rank_layout, NY_NO_TEXT, NY_TEXT("-"), bid_title(on, i),
                        NY_TELLS_PLAIN(on->prose, AW_OUT), NY_NO_TEXT);
            ny_page_add(on->page, NY_BLOCK_UNDER, on->of->tender->bids.items[i].reason);
        }
}

static void add_rules(ny_award_on *on)
{
    const ny_award *award = on->of->terms->award;
    ny_page_part(on->page, NY_TELLS_PLAIN(on->prose, AW_RULES), NY_NO_TEXT);
    for (uint32_t c = 0; c <= award->criteria.count; c++) {
        bool last = c == award->criteria.count;
        ny_scoring rule = last ? award->words->rule : award->criteria.items[c].words->points.rule;
        if (rule == NY_SCORING_NONE)
            continue;
        ny_text name = last ? NY_TELLS_PLAIN(on->prose, AW_THE_AWARD)
                            : award->criteria.items[c].declaration->name.text;
        ny_page_add(on->page, NY_BLOCK_NOTE,
                    NY_TELLS(on->prose, AW_RULE, name,
                             ny_tell_with(on->prose, ny_weakness_of(rule), NULL, 0)));
    }
}

static void add_marks(ny_award_on *on, uint32_t bid, uint32_t criterion)
{
    const ny_tender *tender = on->of->tender;
    const ny_bid *of = &tender->bids.items[bid];
    for (uint32_t m = 0; m < of->marks; m++) {
        const ny_mark *mark = &tender->marks.items[of->first_mark + m];
        if (mark->criterion == criterion)
            ny_page_add(on->page, NY_BLOCK_UNDER,
                        NY_TELLS(on->prose, AW_MARK, tender->judges.items[mark->judge].name,
                                 decimals(on, mark->points), mark->reason));
    }
}

/* Each criterion with weight, figure, points, and what they come to. */
static void add_points(ny_award_on *on, uint32_t bid)
{
    bool ranked = on->of->decision->decided || on->reader == NY_NONE;
    const ny_award *award = on->of->terms->award;
    const ny_bid_place *place = &on->of->ranking->places[bid];
    bool hidden = on->reader != NY_NONE && on->reader != bid;
    ny_page_part(on->page, bid_title(on, bid),
                 ranked ? ny_format(on->arena, "%u", place->rank) : NY_NO_TEXT);
    NY_PAGE_ROW(on->page, &points_layout, NY_NO_TEXT, NY_TELLS_PLAIN(on->prose, AW_CRITERION),
                NY_TELLS_PLAIN(on->prose, AW_WEIGHT), NY_TELLS_PLAIN(on->prose, AW_FIGURE),
                NY_TELLS_PLAIN(on->prose, AW_POINTS), NY_TELLS_PLAIN(on->prose, AW_WEIGHED));
    for (uint32_t c = 0; c < award->criteria.count; c++) {
        const ny_criterion *criterion = &award->criteria.items[c];
        ny_rational weighed = ny_rational_multiply(
            on->arena, ny_award_weight(on->arena, on->of->terms, c), place->points[c]);
        bool figure = !hidden && !criterion->parts;
        NY_PAGE_ROW(on->page, &points_layout, NY_NO_TEXT, criterion->declaration->name.text,
                    weight_text(on, c),
                    figure ? decimals(on, on->of->bids[bid].values[c]) : NY_TEXT("-"),
                    decimals(on, place->points[c]), decimals(on, weighed));
        if (figure)
            add_marks(on, bid, c);
    }
    if (award->words->price && !hidden)
        ny_page_add(on->page, NY_BLOCK_NOTE,
                    NY_TELLS(on->prose, AW_PRICE,
                             ny_prose_expression(on->prose, award->words->price, NY_BINDS_SUM),
                             decimals(on, on->of->bids[bid].price)));
    ny_page_add(on->page, NY_BLOCK_NOTE,
                NY_TELLS(on->prose, AW_COMES_TO, decimals(on, place->compared),
                         ny_rational_fraction_text(on->arena, place->compared)));
}

static ny_text winner_text(const ny_award_on *on, uint32_t winner)
{
    return winner == NY_NONE ? NY_TELLS_PLAIN(on->prose, AW_NO_WINNER) : on->of->bids[winner].name;
}

static ny_text percent(const ny_award_on *on, ny_rational share)
{
    ny_rational hundred = ny_rational_multiply(on->arena, share, ny_rational_whole(100));
    return NY_TELLS(on->prose, PERCENT, ny_rational_decimal_text(on->arena, hundred, 0, 2));
}

static void add_stability(ny_award_on *on)
{
    const ny_stability *stability = on->of->stability;
    const ny_award *award = on->of->terms->award;
    if (!stability)
        return;
    ny_page_part(on->page, NY_TELLS_PLAIN(on->prose, AW_STABILITY), NY_NO_TEXT);
    for (uint32_t i = 0; i < stability->weights.count; i++) {
        const ny_weight_interval *of = &stability->weights.items[i];
        ny_page_add(on->page, NY_BLOCK_NOTE,
                    NY_TELLS(on->prose, AW_WEIGHT_FROM_TO,
                             award->criteria.items[of->criterion].declaration->name.text,
                             percent(on, of->low), percent(on, of->high)));
    }
    bool any = false;
    for (uint32_t i = 0; i < stability->cases.count; i++) {
        const ny_stability_case *of = &stability->cases.items[i];
        if (!of->changed)
            continue;
        any = true;
        ny_text winner = winner_text(on, of->winner);
        ny_text text =
            of->kind == NY_STABILITY_BID_OUT
                ? NY_TELLS(on->prose, AW_WITHOUT_BID, on->of->bids[of->which].name, winner)
            : of->kind == NY_STABILITY_JUDGE_OUT
                ? NY_TELLS(on->prose, AW_WITHOUT_JUDGE,
                           on->of->tender->judges.items[of->which].name, winner)
                : NY_TELLS(on->prose, AW_ONE_STEP,
                           award->criteria.items[of->which].declaration->name.text,
                           on->of->bids[of->bid].name,
                           of->up ? NY_TELLS_PLAIN(on->prose, AW_UP)
                                  : NY_TELLS_PLAIN(on->prose, AW_DOWN),
                           winner);
        ny_page_add(on->page, NY_BLOCK_NOTE, text);
    }
    if (!any)
        ny_page_add(on->page, NY_BLOCK_NOTE, NY_TELLS_PLAIN(on->prose, AW_STABLE));
}

static ny_award_on begin(const ny_awarded *awarded, uint32_t reader, ny_page *page)
{
    return (ny_award_on){page, awarded, awarded->prose, page->arena, reader};
}

static void add_fingerprints(ny_award_on *on)
{
    for (uint32_t i = 0; i < on->of->fingerprints->count; i++) {
        const ny_fingerprint *print = &on->of->fingerprints->items[i];
        ny_page_add(
            on->page, NY_BLOCK_ITEM,
            ny_format(on->arena, "%.*s  %.*s", NY_PRINT(print->hash), NY_PRINT(print->name)));
    }
}

void ny_award_page(const ny_awarded *awarded, uint32_t reader, ny_page *page)
{
    ny_award_on on = begin(awarded, reader, page);
    ny_page_add(page, NY_BLOCK_TITLE, NY_TELLS(on.prose, AW_TITLE, awarded->tender->model->title));
    if (reader != NY_NONE)
        ny_page_add(page, NY_BLOCK_NOTE, NY_TELLS(on.prose, AW_FOR, awarded->bids[reader].name));
    add_ranking(&on);
    add_rules(&on);
    for (uint32_t i = 0; i < awarded->ranking->compared; i++)
        add_points(&on, awarded->ranking->order[i]);
    ny_award_expected_page(awarded, reader, page);
    if (reader == NY_NONE)
        add_stability(&on);
    ny_page_part(page, NY_TELLS_PLAIN(on.prose, AW_FINGERPRINTS), NY_NO_TEXT);
    add_fingerprints(&on);
}

/* A letter says what became of the bid, how it was judged, and who won with how much. */
void ny_award_letter(const ny_awarded *awarded, uint32_t bid, ny_page *page)
{
    ny_award_on on = begin(awarded, bid, page);
    const ny_ranking *ranking = awarded->ranking;
    const ny_bid *of = &awarded->tender->bids.items[bid];
    const ny_bid_place *place = &ranking->places[bid];
    ny_page_add(
        page, NY_BLOCK_TITLE,
        NY_TELLS(on.prose, AW_LETTER_TITLE, bid_title(&on, bid), awarded->tender->model->title));
    if (of->out != NY_OUT_NOT) {
        ny_page_add(page, NY_BLOCK_NOTE, NY_TELLS(on.prose, AW_LETTER_OUT, of->reason));
        return;
    }
    if (ny_award_letter_open(awarded, bid, page)) {
        add_points(&on, bid);
        ny_award_expected_page(awarded, bid, page);
        add_rules(&on);
        return;
    }
    uint32_t first = ranking->order[0];
    ny_text number = ny_format(on.arena, "%u", place->rank);
    ny_text of_all = ny_format(on.arena, "%u", ranking->compared);
    ny_page_add(page, NY_BLOCK_NOTE,
                place->rank > 1     ? NY_TELLS(on.prose, AW_LETTER_LOST, number, of_all)
                : place->equals > 1 ? NY_TELLS(on.prose, AW_LETTER_LOT, of_all)
                                    : NY_TELLS(on.prose, AW_LETTER_WON, of_all));
    if (place->rank > 1)
        ny_page_add(page, NY_BLOCK_NOTE,
                    NY_TELLS(on.prose, AW_LETTER_BEST, bid_title(&on, first),
                             decimals(&on, ranking->places[first].compared),
                             decimals(&on, place->compared)));
    add_points(&on, bid);
    if (place->rank > 1)
        add_points(&on, first);
    ny_award_expected_page(awarded, bid, page);
    add_rules(&on);
}
