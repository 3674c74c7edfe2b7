/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* An award to be read and printed: who wins, every point with its way, who is out and why, what would
 * change it. */

#include "io/award.h"

#include "io/award_expected.h"
#include "io/award_words.h"
#include "use/form.h"
#include "use/scoring.h"

static const ny_page_layout rank_layout = {
    "award", 4, {{6, 0, true}, {34, 2, false}, {16, 1, true}, {20, 1, true}}};
static const ny_page_layout points_layout = {
    "award", 5, {{22, 0, false}, {24, 1, true}, {16, 1, true}, {12, 1, true}, {18, 1, true}}};
static const ny_page_layout offer_layout = {"award", 2, {{46, 0, false}, {48, 1, true}}};

typedef struct ny_award_on {
    ny_page *page;
    const ny_awarded *of;
    const ny_prose *prose;
    ny_arena *arena;
    uint32_t reader;
} ny_award_on;

static ny_text decimals(const ny_award_on *on, ny_rational value)
{
    return ny_prose_decimal(on->prose, ny_rational_decimal_text(on->arena, value, 0, 6));
}

/* Rules that compare by the figure beside the points do so in its unit. */
static bool compares_by_price(ny_scoring rule)
{
    return rule == NY_SCORING_DEDUCTION || rule == NY_SCORING_UPLIFT ||
           rule == NY_SCORING_RELATIVE || rule == NY_SCORING_FEATURES || rule == NY_SCORING_HIGHEST;
}

static ny_text compared_text(const ny_award_on *on, ny_rational value)
{
    const ny_award_words *words = on->of->terms->award->words;
    return compares_by_price(words->rule) ? ny_award_figure(on->prose, words->price, value)
                                          : decimals(on, value);
}

static ny_text bid_title(const ny_award_on *on, uint32_t bid)
{
    const ny_bid *of = &on->of->tender->bids.items[bid];
    return of->bidder.size
               ? ny_format(on->arena, "%.*s (%.*s)", NY_PRINT(of->name), NY_PRINT(of->bidder))
               : of->name;
}

/* Equal to the bid before it by what is compared: what of `ties` tells them apart; or NULL. */
static const ny_tie_words *told_apart_by(const ny_award_on *on, uint32_t at)
{
    const ny_ranking *ranking = on->of->ranking;
    uint32_t tie = at == 0 ? NY_NONE
                           : ny_award_told_apart(on->of->terms, on->of->bids, ranking,
                                                 ranking->order[at - 1], ranking->order[at]);
    return tie == NY_NONE ? NULL : on->of->terms->award->ties.items[tie].words;
}

static void add_ranking(ny_award_on *on)
{
    const ny_ranking *ranking = on->of->ranking;
    ny_page_part(on->page, NY_TELLS_PLAIN(on->prose, AW_RANKING), NY_NO_TEXT);
    ny_award_decision_page(on->of, on->reader, on->page);
    NY_PAGE_ROW(on->page, &rank_layout, NY_NO_TEXT, NY_TELLS_PLAIN(on->prose, AW_RANK),
                NY_TELLS_PLAIN(on->prose, AW_BID),
                on->of->terms->award->words->rule == NY_SCORING_DEDUCTION
                    ? NY_TELLS_PLAIN(on->prose, AW_WORTH)
                    : NY_TELLS_PLAIN(on->prose, AW_POINTS),
                NY_TELLS_PLAIN(on->prose, AW_COMPARED));
    for (uint32_t i = 0; i < ranking->compared; i++) {
        uint32_t bid = ranking->order[i];
        const ny_bid_place *place = &ranking->places[bid];
        NY_PAGE_ROW(on->page, &rank_layout, NY_NO_TEXT, ny_format(on->arena, "%u", place->rank),
                    bid_title(on, bid), decimals(on, place->total),
                    compared_text(on, place->compared));
        if (place->equals > 1 && place->rank == i + 1)
            ny_page_add(on->page, NY_BLOCK_UNDER,
                        NY_TELLS(on->prose, AW_TIE, ny_format(on->arena, "%u", place->equals)));
        const ny_tie_words *by = told_apart_by(on, i);
        if (by)
            ny_page_add(on->page, NY_BLOCK_UNDER,
                        NY_TELLS(on->prose, AW_TOLD_APART, ny_tie_in_words(on->prose, by)));
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

/* Every rule as a sentence, and what is known of it. */
static void add_rules(ny_award_on *on)
{
    const ny_award *award = on->of->terms->award;
    ny_page_part(on->page, NY_TELLS_PLAIN(on->prose, AW_RULES), NY_NO_TEXT);
    for (uint32_t c = 0; c <= award->criteria.count; c++) {
        bool last = c == award->criteria.count;
        ny_scoring rule = last ? award->words->rule : award->criteria.items[c].words->points.rule;
        if (rule == NY_SCORING_NONE)
            continue;
        ny_text name =
            last ? NY_TELLS_PLAIN(on->prose, AW_THE_AWARD)
                 : ny_prose_name(on->prose, award->criteria.items[c].declaration->name.text);
        ny_text text = last
                           ? ny_award_in_words(on->prose, award->words)
                           : ny_points_in_words(on->prose, &award->criteria.items[c].words->points);
        ny_page_add(on->page, NY_BLOCK_NOTE, NY_TELLS(on->prose, AW_RULE, name, text));
        ny_page_add(on->page, NY_BLOCK_UNDER,
                    ny_tell_with(on->prose, ny_weakness_of(rule), NULL, 0));
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

/* --- a bid's points, so that they can be done over --------------------------------------------- */

/* What the bid offered: all that its figures are made of. */
static void add_offered(ny_award_on *on, uint32_t bid)
{
    const ny_model *model = on->of->tender->model;
    const ny_form *form = ny_form_of(on->arena, model);
    for (uint32_t i = 0; i < form->fields.count; i++) {
        const ny_form_field *field = &form->fields.items[i];
        if (field->figure == NY_NONE)
            continue;
        NY_PAGE_ROW(on->page, &offer_layout, NY_NO_TEXT, ny_prose_name(on->prose, field->name),
                    ny_prose_rounded(on->prose, &model->figures.items[field->figure],
                                     on->of->tender->bids.items[bid].values[field->figure]));
    }
}

/* "9 = 10 + (1.5 % - 1 %) / (6 % - 1 %) * (0 - 10)" */
static void add_line(ny_award_on *on, uint32_t bid, uint32_t c)
{
    const ny_criterion *criterion = &on->of->terms->award->criteria.items[c];
    const ny_points_words *words = &criterion->words->points;
    ny_text own = ny_criterion_figure(on->prose, criterion, on->of->bids[bid].values[c]);
    ny_text first = ny_criterion_figure(on->prose, criterion, on->of->ranking->first[c]);
    ny_text points = decimals(on, on->of->ranking->places[bid].points[c]);
    ny_text from = decimals(on, words->from.number);
    if (words->rule == NY_SCORING_NONE)
        return;
    if (words->rule == NY_SCORING_TO_LOWEST || words->rule == NY_SCORING_TO_HIGHEST)
        ny_page_add(on->page, NY_BLOCK_UNDER,
                    words->rule == NY_SCORING_TO_LOWEST
                        ? NY_TELLS(on->prose, AW_BY_SHARE, points, from, first, own)
                        : NY_TELLS(on->prose, AW_BY_SHARE, points, from, own, first));
    else
        ny_page_add(
            on->page, NY_BLOCK_UNDER,
            NY_TELLS_CODE(on->prose, words->beyond ? NY_TELL_AW_BY_LINE_BEYOND : NY_TELL_AW_BY_LINE,
                          points, from, own, first,
                          ny_criterion_figure(on->prose, criterion, on->of->ranking->second[c]),
                          decimals(on, words->to.number)));
}

/* "6.4 = 60 % * 6 + 40 % * 7": the points of the parts, weighed. */
static void add_parts(ny_award_on *on, uint32_t bid, uint32_t whole)
{
    const ny_award *award = on->of->terms->award;
    const ny_bid_place *place = &on->of->ranking->places[bid];
    ny_buffer sum = ny_buffer_create(on->arena);
    for (uint32_t c = whole + 1; c < award->criteria.count; c++)
        if (award->criteria.items[c].within == whole)
            ny_buffer_format(&sum, "%s%.*s × %.*s", sum.size ? " + " : "",
                             NY_PRINT(ny_award_weight_words(on->prose, &award->criteria.items[c],
                                                            on->of->terms->weights[c])),
                             NY_PRINT(decimals(on, place->points[c])));
    ny_page_add(
        on->page, NY_BLOCK_UNDER,
        NY_TELLS(on->prose, AW_IS_SUM, decimals(on, place->points[whole]), ny_buffer_text(&sum)));
}

static void add_criterion(ny_award_on *on, uint32_t bid, uint32_t c, bool hidden)
{
    const ny_criterion *criterion = &on->of->terms->award->criteria.items[c];
    const ny_bid_place *place = &on->of->ranking->places[bid];
    ny_rational weighed =
        ny_rational_multiply(on->arena, on->of->terms->weights[c], place->points[c]);
    bool figure = !hidden && !criterion->parts;
    ny_text name = ny_prose_name(on->prose, criterion->declaration->name.text);
    NY_PAGE_ROW(on->page, &points_layout, NY_NO_TEXT,
                criterion->within == NY_NONE ? name : NY_TELLS(on->prose, AW_PART_OF, name),
                ny_award_weight_words(on->prose, criterion, on->of->terms->weights[c]),
                figure ? ny_criterion_figure(on->prose, criterion, on->of->bids[bid].values[c])
                       : NY_TEXT("-"),
                decimals(on, place->points[c]), decimals(on, weighed));
    if (criterion->parts)
        add_parts(on, bid, c);
    if (!figure)
        return;
    if (criterion->words->judging == NY_JUDGED_BY_JUDGES)
        ny_page_add(on->page, NY_BLOCK_UNDER,
                    criterion->words->judges.counts == NY_KEYWORD_MEDIAN
                        ? NY_TELLS_PLAIN(on->prose, AW_MEDIAN_OF)
                        : NY_TELLS_PLAIN(on->prose, AW_MEAN_OF));
    else
        add_line(on, bid, c);
    add_marks(on, bid, c);
}

/* The figure in the award's own line, and how the contract makes it. */
static void add_price(ny_award_on *on, uint32_t bid)
{
    const ny_expression *price = on->of->terms->award->words->price;
    const ny_model *model = on->of->tender->model;
    const ny_meaning *meaning = ny_meaning_of(model, price);
    ny_text name = ny_prose_expression(on->prose, price, NY_BINDS_SUM);
    ny_text value = ny_award_figure(on->prose, price, on->of->bids[bid].price);
    const ny_figure *figure =
        meaning->reference == NY_REFERENCE_FIGURE ? &model->figures.items[meaning->number] : NULL;
    bool made = figure && figure->kind == NY_FIGURE_DEFINE && figure->declaration->is.define.value;
    ny_page_add(on->page, NY_BLOCK_NOTE,
                made ? NY_TELLS(on->prose, AW_PRICE_MADE, name, value,
                                ny_prose_expression(on->prose, figure->declaration->is.define.value,
                                                    NY_BINDS_SUM))
                     : NY_TELLS(on->prose, AW_PRICE, name, value));
}

/* The last step: what all points come to, and what is compared. */
static void add_comparison(ny_award_on *on, uint32_t bid, bool hidden)
{
    const ny_award *award = on->of->terms->award;
    const ny_bid_place *place = &on->of->ranking->places[bid];
    ny_buffer sum = ny_buffer_create(on->arena);
    for (uint32_t c = 0; c < award->criteria.count; c++)
        if (award->criteria.items[c].within == NY_NONE)
            ny_buffer_format(
                &sum, "%s%.*s", sum.size ? " + " : "",
                NY_PRINT(decimals(on, ny_rational_multiply(on->arena, on->of->terms->weights[c],
                                                           place->points[c]))));
    if (sum.size)
        ny_page_add(on->page, NY_BLOCK_NOTE,
                    NY_TELLS_CODE(on->prose,
                                  award->words->rule == NY_SCORING_DEDUCTION
                                      ? NY_TELL_AW_WORTH_IS
                                      : NY_TELL_AW_POINTS_ARE,
                                  decimals(on, place->total), ny_buffer_text(&sum)));
    if (award->words->price && !hidden)
        add_price(on, bid);
    ny_page_add(on->page, NY_BLOCK_NOTE,
                NY_TELLS(on->prose, AW_COMES_TO, compared_text(on, place->compared),
                         ny_rational_fraction_text(on->arena, place->compared)));
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
    if (!hidden)
        add_offered(on, bid);
    NY_PAGE_ROW(on->page, &points_layout, NY_NO_TEXT, NY_TELLS_PLAIN(on->prose, AW_CRITERION),
                NY_TELLS_PLAIN(on->prose, AW_WEIGHT), NY_TELLS_PLAIN(on->prose, AW_FIGURE),
                NY_TELLS_PLAIN(on->prose, AW_POINTS), NY_TELLS_PLAIN(on->prose, AW_WEIGHED));
    for (uint32_t c = 0; c < award->criteria.count; c++)
        add_criterion(on, bid, c, hidden);
    add_comparison(on, bid, hidden);
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
    ny_page_part(on->page, NY_TELLS_PLAIN(on->prose, AW_STABILITY), NY_NO_TEXT);
    if (!stability) {
        ny_page_add(on->page, NY_BLOCK_NOTE, NY_TELLS_PLAIN(on->prose, AW_STABILITY_NOT_ASKED));
        return;
    }
    for (uint32_t i = 0; i < stability->weights.count; i++) {
        const ny_weight_interval *of = &stability->weights.items[i];
        ny_page_add(
            on->page, NY_BLOCK_NOTE,
            NY_TELLS(on->prose, AW_WEIGHT_FROM_TO,
                     ny_prose_name(on->prose,
                                   award->criteria.items[of->criterion].declaration->name.text),
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
                : NY_TELLS(on->prose, AW_ONE_STEP, on->of->tender->judges.items[of->judge].name,
                           ny_prose_name(on->prose,
                                         award->criteria.items[of->which].declaration->name.text),
                           on->of->bids[of->bid].name, decimals(on, of->from), decimals(on, of->to),
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
    ny_page_add(
        page, NY_BLOCK_TITLE,
        NY_TELLS(on.prose, AW_TITLE, ny_prose_words_of(on.prose, awarded->tender->model->title)));
    if (reader != NY_NONE)
        ny_page_add(page, NY_BLOCK_NOTE, NY_TELLS(on.prose, AW_FOR, awarded->bids[reader].name));
    ny_page_add(page, NY_BLOCK_NOTE, NY_TELLS_PLAIN(on.prose, AW_EXACT));
    add_ranking(&on);
    add_rules(&on);
    for (uint32_t i = 0; i < awarded->ranking->compared; i++)
        add_points(&on, awarded->ranking->order[i]);
    ny_award_expected_page(awarded, reader, page);
    if (reader == NY_NONE && awarded->decision->decided)
        add_stability(&on);
    ny_page_part(page, NY_TELLS_PLAIN(on.prose, AW_FINGERPRINTS), NY_NO_TEXT);
    add_fingerprints(&on);
}

/* Where the best bid is ahead, and where this one is: its advantages, criterion by criterion. */
static void add_advantages(ny_award_on *on, uint32_t bid, uint32_t best)
{
    const ny_award *award = on->of->terms->award;
    const ny_bid_place *own = &on->of->ranking->places[bid],
                       *first = &on->of->ranking->places[best];
    for (uint32_t c = 0; c < award->criteria.count; c++) {
        int order = ny_rational_compare(first->points[c], own->points[c]);
        if (award->criteria.items[c].within != NY_NONE)
            continue;
        ny_page_add(
            on->page, NY_BLOCK_NOTE,
            NY_TELLS_CODE(on->prose,
                          order > 0   ? NY_TELL_AW_BEHIND_BY
                          : order < 0 ? NY_TELL_AW_AHEAD_BY
                                      : NY_TELL_AW_EVEN_BY,
                          ny_prose_name(on->prose, award->criteria.items[c].declaration->name.text),
                          decimals(on, own->points[c]), decimals(on, first->points[c])));
    }
}

/* A letter says what became of the bid, how it was judged, and who won with how much. */
void ny_award_letter(const ny_awarded *awarded, uint32_t bid, ny_page *page)
{
    ny_award_on on = begin(awarded, bid, page);
    const ny_ranking *ranking = awarded->ranking;
    const ny_bid *of = &awarded->tender->bids.items[bid];
    const ny_bid_place *place = &ranking->places[bid];
    ny_page_add(page, NY_BLOCK_TITLE,
                NY_TELLS(on.prose, AW_LETTER_TITLE, bid_title(&on, bid),
                         ny_prose_words_of(on.prose, awarded->tender->model->title)));
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
                             compared_text(&on, ranking->places[first].compared),
                             compared_text(&on, place->compared)));
    uint32_t tie =
        ny_award_told_apart(awarded->terms, awarded->bids, ranking, ranking->order[0], bid);
    if (tie != NY_NONE)
        ny_page_add(
            page, NY_BLOCK_NOTE,
            NY_TELLS(on.prose, AW_LETTER_TOLD_APART,
                     ny_tie_in_words(on.prose, awarded->terms->award->ties.items[tie].words)));
    ny_page_add(page, NY_BLOCK_NOTE, ny_award_in_words(on.prose, awarded->terms->award->words));
    if (place->rank > 1)
        add_advantages(&on, bid, first);
    ny_page_add(page, NY_BLOCK_NOTE, NY_TELLS_PLAIN(on.prose, AW_EXACT));
    add_points(&on, bid);
    if (place->rank > 1)
        add_points(&on, first);
    ny_award_expected_page(awarded, bid, page);
    add_rules(&on);
    ny_page_part(page, NY_TELLS_PLAIN(on.prose, AW_FINGERPRINTS), NY_NO_TEXT);
    add_fingerprints(&on);
}
