/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* An award as JSON (award/1). Every number twice: in decimals, and as the fraction that decides. */

#include "io/award.h"

#include "io/award_expected.h"
#include "io/html.h"
#include "io/json.h"
#include "use/scoring.h"

typedef struct ny_award_out {
    ny_arena *arena;
    const ny_awarded *awarded;
    uint32_t reader;
} ny_award_out;

static json_t *decimal(const ny_award_out *out, ny_rational value)
{
    return ny_json_text(ny_rational_decimal_text(out->arena, value, 0, 6));
}

/* What other bidders offered is not this reader's to see. */
static bool hides(const ny_award_out *out, uint32_t bid)
{
    return out->reader != NY_NONE && out->reader != bid;
}

static json_t *marks_json(const ny_award_out *out, uint32_t bid, uint32_t criterion)
{
    const ny_tender *tender = out->awarded->tender;
    json_t *list = json_array();
    const ny_bid *of = &tender->bids.items[bid];
    for (uint32_t m = 0; m < of->marks; m++) {
        const ny_mark *mark = &tender->marks.items[of->first_mark + m];
        if (mark->criterion != criterion)
            continue;
        json_t *object = json_object();
        ny_json_set(object, "judge", ny_json_text(tender->judges.items[mark->judge].name));
        ny_json_set(object, "points", decimal(out, mark->points));
        ny_json_set(object, "reason", ny_json_text(mark->reason));
        ny_json_add(list, object);
    }
    return list;
}

static const char *judged_by(const ny_criterion *criterion)
{
    static const char *const names[] = {[NY_JUDGING_NOT_SAID] = "parts",
                                        [NY_JUDGED_BY_JUDGES] = "judges",
                                        [NY_JUDGED_BY_VALUE] = "figure",
                                        [NY_JUDGED_BY_EXPECTED] = "expected"};
    return names[criterion->parts ? NY_JUDGING_NOT_SAID : criterion->words->judging];
}

static json_t *criteria_json(const ny_award_out *out, uint32_t bid)
{
    const ny_awarded *awarded = out->awarded;
    const ny_award *award = awarded->terms->award;
    json_t *list = json_array();
    for (uint32_t c = 0; c < award->criteria.count; c++) {
        const ny_criterion *criterion = &award->criteria.items[c];
        const ny_bid_place *place = &awarded->ranking->places[bid];
        bool shown = place->rank && !criterion->parts && !hides(out, bid);
        json_t *object = json_object();
        ny_json_set(object, "name", ny_json_text(criterion->declaration->name.text));
        ny_json_set(object, "weight", ny_json_exact(out->arena, awarded->terms->weights[c]));
        ny_json_set(object, "judged", json_string(judged_by(criterion)));
        ny_json_set(object, "value",
                    shown ? ny_json_exact(out->arena, awarded->bids[bid].values[c]) : json_null());
        ny_json_set(object, "points", place->rank ? decimal(out, place->points[c]) : json_null());
        ny_json_set(object, "exact",
                    place->rank ? ny_json_exact(out->arena, place->points[c]) : json_null());
        if (criterion->words->judging == NY_JUDGED_BY_JUDGES && shown)
            ny_json_set(object, "marks", marks_json(out, bid, c));
        ny_json_add(list, object);
    }
    return list;
}

static json_t *requirements_json(const ny_award_out *out, uint32_t bid)
{
    const ny_tender *tender = out->awarded->tender;
    json_t *list = json_array();
    for (uint32_t i = 0; i < tender->model->requirements.count; i++) {
        const ny_declaration *require = tender->model->requirements.items[i];
        if (!require->is.require.answered_yes)
            continue;
        const ny_answer *answer = &tender->bids.items[bid].answers[i];
        json_t *object = json_object();
        ny_json_set(object, "name", ny_json_text(require->name.text));
        ny_json_set(object, "answer",
                    answer->said ? json_string(answer->yes ? "yes" : "no") : json_null());
        ny_json_set(object, "evidence",
                    hides(out, bid) || !answer->evidence.size ? json_null()
                                                              : ny_json_text(answer->evidence));
        ny_json_add(list, object);
    }
    return list;
}

static json_t *bid_json(const ny_award_out *out, uint32_t number)
{
    const ny_awarded *awarded = out->awarded;
    const ny_bid *bid = &awarded->tender->bids.items[number];
    const ny_bid_place *place = &awarded->ranking->places[number];
    json_t *object = json_object();
    bool ranked = place->rank > 0;
    ny_json_set(object, "bid", ny_json_text(bid->name));
    ny_json_set(object, "bidder", bid->bidder.size ? ny_json_text(bid->bidder) : json_null());
    ny_json_set(object, "rank", ranked ? json_integer(place->rank) : json_null());
    ny_json_set(object, "points", ranked ? decimal(out, place->total) : json_null());
    ny_json_set(object, "exact", ranked ? ny_json_exact(out->arena, place->total) : json_null());
    ny_json_set(object, "compared", ranked ? decimal(out, place->compared) : json_null());
    ny_json_set(object, "compared_exact",
                ranked ? ny_json_exact(out->arena, place->compared) : json_null());
    ny_json_set(object, "outside_band", json_boolean(place->outside_band));
    ny_json_set(object, "received", bid->received.size ? ny_json_text(bid->received) : json_null());
    ny_json_set(object, "excluded",
                bid->out == NY_OUT_NOT ? json_null() : ny_json_text(bid->reason));
    ny_json_set(object, "requirements", requirements_json(out, number));
    ny_json_set(object, "criteria", criteria_json(out, number));
    return object;
}

/* Ranks that several share: the lot's. */
static json_t *ties_json(const ny_award_out *out)
{
    const ny_ranking *ranking = out->awarded->ranking;
    json_t *list = json_array();
    for (uint32_t i = 0; i < ranking->compared; i++) {
        const ny_bid_place *place = &ranking->places[ranking->order[i]];
        if (place->equals < 2 || place->rank != i + 1)
            continue;
        json_t *object = json_object(), *bids = json_array();
        for (uint32_t k = i; k < i + place->equals; k++)
            ny_json_add(bids, ny_json_text(out->awarded->bids[ranking->order[k]].name));
        ny_json_set(object, "rank", json_integer(place->rank));
        ny_json_set(object, "bids", bids);
        ny_json_set(object, "settled_by", json_string("lot"));
        ny_json_add(list, object);
    }
    return list;
}

/* Bids that are equal by what is compared, each beside the next, and the words of `ties` that tell them apart. */
static json_t *told_apart_json(const ny_award_out *out)
{
    static const char *const kinds[] = {[NY_TIE_CRITERION] = "criterion",
                                        [NY_TIE_LOWEST] = "lowest",
                                        [NY_TIE_HIGHEST] = "highest",
                                        [NY_TIE_RECEIPT] = "receipt"};
    const ny_awarded *awarded = out->awarded;
    const ny_ranking *ranking = awarded->ranking;
    json_t *list = json_array();
    for (uint32_t i = 1; i < ranking->compared; i++) {
        uint32_t a = ranking->order[i - 1], b = ranking->order[i];
        uint32_t tie = ny_award_told_apart(awarded->terms, awarded->bids, ranking, a, b);
        if (tie == NY_NONE)
            continue;
        const ny_tie_words *words = awarded->terms->award->ties.items[tie].words;
        json_t *object = json_object(), *bids = json_array();
        ny_json_add(bids, ny_json_text(awarded->bids[a].name));
        ny_json_add(bids, ny_json_text(awarded->bids[b].name));
        ny_json_set(object, "bids", bids);
        ny_json_set(object, "by", json_string(kinds[words->form]));
        ny_json_set(
            object, "in_words",
            ny_json_text(ny_without_marks(out->arena, ny_tie_in_words(awarded->prose, words))));
        ny_json_add(list, object);
    }
    return list;
}

static json_t *bid_name(const ny_award_out *out, uint32_t bid)
{
    return bid == NY_NONE ? json_null() : ny_json_text(out->awarded->bids[bid].name);
}

static json_t *case_json(const ny_award_out *out, const ny_stability_case *of)
{
    static const char *const kinds[] = {[NY_STABILITY_BID_OUT] = "bid_left_out",
                                        [NY_STABILITY_JUDGE_OUT] = "judge_left_out",
                                        [NY_STABILITY_STEP] = "one_step"};
    const ny_awarded *awarded = out->awarded;
    json_t *object = json_object();
    ny_json_set(object, "what", json_string(kinds[of->kind]));
    ny_json_set(object, "bid", bid_name(out, of->bid));
    if (of->kind == NY_STABILITY_JUDGE_OUT)
        ny_json_set(object, "judge", ny_json_text(awarded->tender->judges.items[of->which].name));
    if (of->kind == NY_STABILITY_STEP) {
        ny_json_set(object, "judge", ny_json_text(awarded->tender->judges.items[of->judge].name));
        ny_json_set(
            object, "criterion",
            ny_json_text(awarded->terms->award->criteria.items[of->which].declaration->name.text));
        ny_json_set(object, "step", json_string(of->up ? "up" : "down"));
        ny_json_set(object, "mark", ny_json_exact(out->arena, of->from));
        ny_json_set(object, "moved_to", ny_json_exact(out->arena, of->to));
    }
    ny_json_set(object, "winner", bid_name(out, of->winner));
    ny_json_set(object, "winner_changes", json_boolean(of->changed));
    ny_json_set(object, "order_changes", json_boolean(of->order_changed));
    return object;
}

static json_t *weight_json(const ny_award_out *out, const ny_weight_interval *of)
{
    json_t *object = json_object();
    const ny_award_terms *terms = out->awarded->terms;
    ny_json_set(object, "what", json_string("weight"));
    ny_json_set(object, "criterion",
                ny_json_text(terms->award->criteria.items[of->criterion].declaration->name.text));
    ny_json_set(object, "weight", ny_json_exact(out->arena, terms->weights[of->criterion]));
    ny_json_set(object, "from", ny_json_exact(out->arena, of->low));
    ny_json_set(object, "to", ny_json_exact(out->arena, of->high));
    ny_json_set(object, "winner_below", bid_name(out, of->below));
    ny_json_set(object, "winner_above", bid_name(out, of->above));
    return object;
}

static json_t *stability_json(const ny_award_out *out)
{
    const ny_stability *stability = out->awarded->stability;
    json_t *list = json_array();
    for (uint32_t i = 0; stability && i < stability->weights.count; i++)
        ny_json_add(list, weight_json(out, &stability->weights.items[i]));
    for (uint32_t i = 0; stability && i < stability->cases.count; i++)
        if (stability->cases.items[i].kind != NY_STABILITY_STEP ||
            stability->cases.items[i].changed)
            ny_json_add(list, case_json(out, &stability->cases.items[i]));
    return list;
}

json_t *ny_stability_json(ny_arena *arena, const ny_awarded *awarded)
{
    ny_award_out out = {arena, awarded, NY_NONE};
    return stability_json(&out);
}

static json_t *rules_json(const ny_award_out *out)
{
    const ny_award *award = out->awarded->terms->award;
    json_t *list = json_array();
    for (uint32_t c = 0; c <= award->criteria.count; c++) {
        bool last = c == award->criteria.count;
        ny_scoring rule = last ? award->words->rule : award->criteria.items[c].words->points.rule;
        if (rule == NY_SCORING_NONE)
            continue;
        json_t *object = json_object();
        ny_json_set(object, "criterion",
                    last ? json_null()
                         : ny_json_text(award->criteria.items[c].declaration->name.text));
        ny_json_set(object, "rule", ny_json_text(ny_scoring_name(out->arena, rule)));
        ny_json_set(object, "depends_on_other_bids", json_boolean(ny_rule_looks_at_others(rule)));
        ny_json_set(object, "weakness",
                    ny_json_text(ny_tell_with(out->awarded->prose, ny_weakness_of(rule), NULL, 0)));
        ny_json_add(list, object);
    }
    return list;
}

static json_t *fingerprints_json(const ny_award_out *out)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < out->awarded->fingerprints->count; i++) {
        const ny_fingerprint *print = &out->awarded->fingerprints->items[i];
        json_t *object = json_object();
        ny_json_set(object, "role", ny_json_text(print->role));
        ny_json_set(object, "name", ny_json_text(print->name));
        ny_json_set(object, "fingerprint", ny_json_text(print->hash));
        ny_json_add(list, object);
    }
    return list;
}

ny_text ny_award_json(ny_arena *arena, const ny_awarded *awarded, uint32_t reader)
{
    ny_award_out out = {arena, awarded, reader};
    const ny_ranking *ranking = awarded->ranking;
    json_t *root = json_object(), *list = json_array();
    ny_json_set(root, "nytte", json_string("award/1"));
    ny_json_set(root, "contract", ny_json_text(awarded->tender->model->title));
    ny_json_set(root, "shown_to",
                reader == NY_NONE ? json_null() : ny_json_text(awarded->bids[reader].name));
    ny_json_set(root, "deadline", ny_json_text(awarded->tender->deadline));
    ny_json_set(root, "higher_wins", json_boolean(ranking->higher_wins));
    for (uint32_t i = 0; i < ranking->compared; i++)
        ny_json_add(list, bid_json(&out, ranking->order[i]));
    for (uint32_t i = 0; i < awarded->tender->bids.count; i++)
        if (!ranking->places[i].rank)
            ny_json_add(list, bid_json(&out, i));
    ny_json_set(root, "decided", json_boolean(awarded->decision->decided));
    ny_json_set(root, "ranking", list);
    ny_json_set(root, "ties", ties_json(&out));
    ny_json_set(root, "told_apart", told_apart_json(&out));
    ny_json_set(root, "simulated", ny_award_expected_json(arena, awarded, reader));
    ny_json_set(root, "rules", rules_json(&out));
    ny_json_set(root, "stability", stability_json(&out));
    ny_json_set(root, "fingerprints", fingerprints_json(&out));
    return ny_json_write(arena, root);
}
