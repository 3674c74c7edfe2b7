/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See bid.h. Points that rest on judges, on other bids or on a model are not known yet, and said to be so. */

#include "io/bid.h"

#include "base/bug.h"
#include "io/award_words.h"
#include "io/diagnostics.h"
#include "io/json.h"
#include "io/number_words.h"

static const ny_page_layout offer_layout = {
    "bid", 3, {{30, 0, false}, {34, 1, false}, {30, 1, false}}};
static const ny_page_layout points_layout = {
    "award", 5, {{22, 0, false}, {22, 1, true}, {20, 1, true}, {10, 1, true}, {18, 1, true}}};
static const ny_page_layout risk_layout = {
    "worlds", 5, {{24, 0, false}, {15, 1, true}, {27, 1, true}, {15, 1, true}, {11, 1, true}}};

/* Why the points of a criterion are not known yet; PARTS: its parts have them. */
typedef enum ny_waits_for {
    NY_WAITS_NOT,
    NY_WAITS_JUDGES,
    NY_WAITS_OTHERS,
    NY_WAITS_MODEL,
    NY_WAITS_PARTS
} ny_waits_for;

static ny_waits_for waits_for(ny_arena *arena, const ny_bid_seen *bid, uint32_t criterion,
                              ny_rational *ret_points)
{
    const ny_criterion *of = &bid->terms->award->criteria.items[criterion];
    if (of->parts)
        return NY_WAITS_PARTS;
    switch (of->words->judging) {
    case NY_JUDGED_BY_JUDGES:
        return NY_WAITS_JUDGES;
    case NY_JUDGED_BY_EXPECTED:
        return NY_WAITS_MODEL;
    case NY_JUDGED_BY_VALUE:
        return ny_award_points_alone(arena, bid->terms, criterion, bid->figures->values[criterion],
                                     ret_points)
                   ? NY_WAITS_NOT
                   : NY_WAITS_OTHERS;
    case NY_JUDGING_NOT_SAID:
        break;
    }
    return NY_WAITS_PARTS;
}

/* --- as a page --------------------------------------------------------------------------------- */

static void add_offers(const ny_bid_seen *bid, ny_page *page)
{
    const ny_prose *prose = bid->prose;
    ny_page_part(page, NY_TELLS_PLAIN(prose, BI_OFFERED), bid->bidder);
    for (uint32_t i = 0; i < bid->form->fields.count; i++) {
        const ny_form_field *field = &bid->form->fields.items[i];
        ny_text envelope = field->envelope == NY_KEYWORD_PRICE
                               ? NY_TELLS_PLAIN(prose, BI_IN_PRICE)
                               : NY_TELLS_PLAIN(prose, BI_IN_QUALITY);
        if (field->figure != NY_NONE) {
            ny_text value = ny_prose_rounded(prose, &prose->model->figures.items[field->figure],
                                             bid->values[field->figure]);
            NY_PAGE_ROW(page, &offer_layout, NY_NO_TEXT, ny_prose_name(prose, field->name),
                        bid->said[field->figure] ? value : NY_TELLS(prose, BI_NOT_OFFERED, value),
                        envelope);
            continue;
        }
        const ny_answer *answer = &bid->answers[field->requirement];
        NY_PAGE_ROW(page, &offer_layout, NY_NO_TEXT, ny_prose_name(prose, field->name),
                    !answer->said ? NY_TELLS_PLAIN(prose, BI_NO_ANSWER)
                    : answer->yes ? NY_TELLS_PLAIN(prose, YES)
                                  : NY_TELLS_PLAIN(prose, NO),
                    envelope);
        ny_page_add(page, NY_BLOCK_UNDER,
                    answer->evidence.size ? NY_TELLS(prose, BI_EVIDENCE, answer->evidence)
                                          : NY_TELLS_PLAIN(prose, BI_NO_EVIDENCE));
    }
}

static ny_text waits_text(const ny_prose *prose, ny_waits_for waits)
{
    switch (waits) {
    case NY_WAITS_NOT:
    case NY_WAITS_PARTS:
        return NY_TEXT("-");
    case NY_WAITS_JUDGES:
        return NY_TELLS_PLAIN(prose, BI_BY_JUDGES);
    case NY_WAITS_OTHERS:
        return NY_TELLS_PLAIN(prose, BI_BY_OTHERS);
    case NY_WAITS_MODEL:
        return NY_TELLS_PLAIN(prose, BI_BY_MODEL);
    }
    NY_BUG("why points wait");
}

static ny_text decimals(const ny_prose *prose, ny_rational value)
{
    return ny_prose_decimal(prose, ny_rational_decimal_text(prose->arena, value, 0, 6));
}

static void add_points(const ny_bid_seen *bid, ny_page *page)
{
    const ny_prose *prose = bid->prose;
    const ny_award *award = bid->terms->award;
    ny_page_part(page, NY_TELLS_PLAIN(prose, BI_POINTS), NY_NO_TEXT);
    NY_PAGE_ROW(page, &points_layout, NY_NO_TEXT, NY_TELLS_PLAIN(prose, AW_CRITERION),
                NY_TELLS_PLAIN(prose, AW_WEIGHT), NY_TELLS_PLAIN(prose, AW_FIGURE),
                NY_TELLS_PLAIN(prose, AW_POINTS), NY_TELLS_PLAIN(prose, AW_WEIGHED));
    for (uint32_t c = 0; c < award->criteria.count; c++) {
        const ny_criterion *of = &award->criteria.items[c];
        ny_rational points = NY_RATIONAL_ZERO;
        ny_waits_for waits = waits_for(prose->arena, bid, c, &points);
        bool figure = waits == NY_WAITS_NOT || waits == NY_WAITS_OTHERS;
        ny_rational weighed = ny_rational_multiply(
            prose->arena, ny_award_weight(prose->arena, bid->terms, c), points);
        NY_PAGE_ROW(page, &points_layout, NY_NO_TEXT,
                    ny_prose_name(prose, of->declaration->name.text),
                    ny_award_weight_words(prose, of, bid->terms->weights[c]),
                    figure ? ny_award_figure(prose, of->words->value, bid->figures->values[c])
                           : NY_TEXT("-"),
                    waits == NY_WAITS_NOT ? decimals(prose, points) : NY_TEXT("-"),
                    waits == NY_WAITS_NOT ? decimals(prose, weighed) : waits_text(prose, waits));
    }
    if (award->words->price)
        ny_page_add(page, NY_BLOCK_NOTE,
                    NY_TELLS(prose, AW_PRICE,
                             ny_prose_expression(prose, award->words->price, NY_BINDS_SUM),
                             ny_award_figure(prose, award->words->price, bid->figures->price)));
    ny_page_add(page, NY_BLOCK_NOTE, NY_TELLS_PLAIN(prose, BI_POINTS_NOTE));
}

/* Accounts of those who sell; of all, where nobody does. */
static bool is_shown(const ny_simulated *simulated, const ny_model *model, uint32_t account)
{
    bool any = false;
    for (uint32_t i = 0; i < simulated->accounts.count; i++)
        any = any ||
              model->parties.items[simulated->accounts.items[i].party].role == NY_KEYWORD_SELLS;
    return !any ||
           model->parties.items[simulated->accounts.items[account].party].role == NY_KEYWORD_SELLS;
}

/* The year in which the party may expect least. */
static uint32_t worst_year(const ny_simulation *simulation, const ny_account *account)
{
    uint32_t worst = 0;
    for (uint32_t p = 1; p < simulation->periods; p++)
        if (account->by_period[p].mean < account->by_period[worst].mean)
            worst = p;
    return worst;
}

/* "DKK", or the unit of a benefit that is no money. */
static ny_text account_unit(const ny_prose *prose, const ny_account *account)
{
    return account->currency == NY_NONE
               ? ny_unit_text(prose->arena, prose->model, account->unit, false)
               : prose->model->currencies.items[account->currency].name;
}

static ny_text number(const ny_prose *prose, double value)
{
    return ny_number_words(prose, value);
}

static void add_account(const ny_bid_seen *bid, const ny_account *account, ny_page *page)
{
    const ny_prose *prose = bid->preview->prose;
    const ny_simulation *simulation = bid->preview->simulation;
    const ny_estimate *npv = &account->npv;
    uint32_t worst = worst_year(simulation, account);
    ny_text party =
        ny_format(prose->arena, "%.*s, %.*s", NY_PRINT(ny_prose_party(prose, account->party)),
                  NY_PRINT(account_unit(prose, account)));
    NY_PAGE_ROW(page, &risk_layout, NY_NO_TEXT, party, number(prose, npv->mean),
                NY_TELLS(prose, FO_LIMITS_ARE, number(prose, npv->quantiles[0]),
                         number(prose, npv->quantiles[NY_ESTIMATE_QUANTILES - 1])),
                account->shortfall.worlds ? number(prose, account->shortfall.value) : NY_TEXT("-"),
                ny_percent_words(prose, account->loss.value));
    ny_page_add(page, NY_BLOCK_UNDER,
                NY_TELLS(prose, BI_WORST_YEAR, ny_format(prose->arena, "%u", worst + 1),
                         number(prose, account->by_period[worst].mean),
                         number(prose, account->by_period[worst].quantiles[0])));
}

static void add_preview(const ny_bid_seen *bid, ny_page *page)
{
    const ny_bid_preview *preview = bid->preview;
    const ny_prose *prose = preview->prose;
    const ny_simulated *simulated = &preview->simulation->alternatives.items[preview->alternative];
    ny_page_part(page, NY_TELLS_PLAIN(prose, BI_PREVIEW), preview->model);
    ny_page_add(
        page, NY_BLOCK_NOTE,
        NY_TELLS(prose, BI_PREVIEW_OF,
                 ny_prose_number(prose, ny_rational_whole(preview->simulation->worlds)),
                 ny_format(prose->arena, "%llu", (unsigned long long)preview->simulation->seed),
                 simulated->name.size ? simulated->name : NY_TEXT("-")));
    NY_PAGE_ROW(page, &risk_layout, NY_NO_TEXT, NY_TELLS_PLAIN(prose, BI_PARTY),
                NY_TELLS_PLAIN(prose, BI_MEAN), NY_TELLS_PLAIN(prose, BI_RANGE),
                NY_TELLS_PLAIN(prose, BI_WORST), NY_TELLS_PLAIN(prose, BI_LOSS));
    for (uint32_t i = 0; i < simulated->accounts.count; i++)
        if (is_shown(simulated, prose->model, i))
            add_account(bid, &simulated->accounts.items[i], page);
}

void ny_bid_page(const ny_bid_seen *bid, ny_page *page)
{
    const ny_prose *prose = bid->prose;
    ny_page_add(page, NY_BLOCK_TITLE,
                NY_TELLS(prose, BI_TITLE, ny_prose_words_of(prose, bid->form->model->title)));
    ny_page_add(page, NY_BLOCK_NOTE, NY_TELLS_PLAIN(prose, BI_GOOD));
    add_offers(bid, page);
    if (bid->terms)
        add_points(bid, page);
    if (bid->preview)
        add_preview(bid, page);
}

/* --- as JSON ----------------------------------------------------------------------------------- */

static json_t *offers_json(const ny_bid_seen *bid)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < bid->form->fields.count; i++) {
        const ny_form_field *field = &bid->form->fields.items[i];
        json_t *object = json_object();
        bool offer = field->figure != NY_NONE;
        ny_json_set(object, "name", ny_json_text(field->name));
        ny_json_set(object, "envelope",
                    json_string(field->envelope == NY_KEYWORD_PRICE ? "price" : "quality"));
        if (offer) {
            ny_value value = bid->values[field->figure];
            ny_text text =
                field->kind == NY_KIND_NUMBER && value.state == NY_KNOWN
                    ? ny_rational_fraction_text(bid->prose->arena, value.is.number)
                    : ny_prose_value(bid->prose, &bid->form->model->figures.items[field->figure],
                                     value);
            ny_json_set(object, "value",
                        value.state == NY_KNOWN ? ny_json_text(text) : json_null());
            ny_json_set(object, "said", json_boolean(bid->said[field->figure]));
        } else {
            const ny_answer *answer = &bid->answers[field->requirement];
            ny_json_set(object, "value",
                        answer->said ? json_string(answer->yes ? "yes" : "no") : json_null());
            ny_json_set(object, "said", json_boolean(answer->said));
            ny_json_set(object, "evidence",
                        answer->evidence.size ? ny_json_text(answer->evidence) : json_null());
        }
        ny_json_add(list, object);
    }
    return list;
}

static json_t *criteria_json(const ny_bid_seen *bid)
{
    static const char *const waits[] = {[NY_WAITS_NOT] = NULL,
                                        [NY_WAITS_JUDGES] = "judges",
                                        [NY_WAITS_OTHERS] = "other bids",
                                        [NY_WAITS_MODEL] = "model",
                                        [NY_WAITS_PARTS] = "parts"};
    ny_arena *arena = bid->prose->arena;
    json_t *list = json_array();
    for (uint32_t c = 0; bid->terms && c < bid->terms->award->criteria.count; c++) {
        const ny_criterion *of = &bid->terms->award->criteria.items[c];
        ny_rational points = NY_RATIONAL_ZERO;
        ny_waits_for why = waits_for(arena, bid, c, &points);
        bool known = why == NY_WAITS_NOT;
        json_t *object = json_object();
        ny_json_set(object, "name", ny_json_text(of->declaration->name.text));
        ny_json_set(object, "weight", ny_json_exact(arena, bid->terms->weights[c]));
        ny_json_set(object, "value",
                    of->words->judging == NY_JUDGED_BY_VALUE
                        ? ny_json_exact(arena, bid->figures->values[c])
                        : json_null());
        ny_json_set(object, "points", known ? ny_json_exact(arena, points) : json_null());
        ny_json_set(object, "waits_for", known ? json_null() : json_string(waits[why]));
        ny_json_add(list, object);
    }
    return list;
}

static json_t *account_json(const ny_bid_seen *bid, const ny_account *account)
{
    const ny_simulation *simulation = bid->preview->simulation;
    uint32_t worst = worst_year(simulation, account);
    json_t *object = json_object(), *year = json_object();
    ny_json_set(object, "party",
                ny_json_text(bid->preview->prose->model->parties.items[account->party].name));
    ny_json_set(object, "unit", ny_json_text(account_unit(bid->preview->prose, account)));
    ny_json_set(object, "mean", json_real(account->npv.mean));
    ny_json_set(object, "se", json_real(account->npv.se));
    ny_json_set(object, "low", json_real(account->npv.quantiles[0]));
    ny_json_set(object, "high", json_real(account->npv.quantiles[NY_ESTIMATE_QUANTILES - 1]));
    ny_json_set(object, "worst_5_percent",
                account->shortfall.worlds ? json_real(account->shortfall.value) : json_null());
    ny_json_set(object, "chance_of_loss", json_real(account->loss.value));
    ny_json_set(year, "period", json_integer(worst + 1));
    ny_json_set(year, "mean", json_real(account->by_period[worst].mean));
    ny_json_set(year, "low", json_real(account->by_period[worst].quantiles[0]));
    ny_json_set(object, "worst_year", year);
    return object;
}

static json_t *preview_json(const ny_bid_seen *bid)
{
    if (!bid->preview)
        return json_null();
    const ny_bid_preview *preview = bid->preview;
    const ny_simulated *simulated = &preview->simulation->alternatives.items[preview->alternative];
    json_t *object = json_object(), *parties = json_array();
    ny_json_set(object, "model", ny_json_text(preview->model));
    ny_json_set(object, "alternative",
                simulated->name.size ? ny_json_text(simulated->name) : json_null());
    ny_json_set(object, "worlds", json_integer(preview->simulation->worlds));
    ny_json_set(object, "seed", json_integer((json_int_t)preview->simulation->seed));
    for (uint32_t i = 0; i < simulated->accounts.count; i++)
        if (is_shown(simulated, preview->prose->model, i))
            ny_json_add(parties, account_json(bid, &simulated->accounts.items[i]));
    ny_json_set(object, "parties", parties);
    return object;
}

ny_text ny_bid_json(ny_arena *arena, const ny_bid_seen *bid)
{
    json_t *root = json_object();
    ny_json_set(root, "nytte", json_string("bid/1"));
    ny_json_set(root, "contract", ny_json_text(bid->form->model->title));
    ny_json_set(root, "bidder", bid->bidder.size ? ny_json_text(bid->bidder) : json_null());
    ny_json_set(root, "good", json_boolean(bid->sink->errors == 0));
    ny_json_set(root, "faults", ny_diagnostics_json(bid->sink, false));
    ny_json_set(root, "fields", offers_json(bid));
    ny_json_set(root, "criteria", criteria_json(bid));
    ny_json_set(root, "price",
                bid->terms && bid->terms->award->words->price
                    ? ny_json_exact(arena, bid->figures->price)
                    : json_null());
    ny_json_set(root, "preview", preview_json(bid));
    return ny_json_write(arena, root);
}
