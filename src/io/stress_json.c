/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What stress found as JSON (stress/1). Figures are fractions; a made-up bid has its offers as a bid file
 * writes them, so that it can be handed in and awarded. */

#include "io/stress.h"

#include "io/award.h"
#include "io/html.h"
#include "io/json.h"

typedef struct ny_stress_out {
    ny_arena *arena;
    const ny_stressed *of;
    const ny_field *field;
} ny_stress_out;

static json_t *criterion_name(const ny_stress_out *out, uint32_t criterion)
{
    return criterion == NY_NONE
               ? json_null()
               : ny_json_text(
                     out->of->terms->award->criteria.items[criterion].declaration->name.text);
}

/* An offer, or a criterion. */
static json_t *name_of(const ny_stress_out *out, uint32_t lever)
{
    const ny_lever *of = &out->field->levers.items[lever];
    return of->kind == NY_LEVER_OFFER
               ? ny_json_text(out->of->terms->model->figures.items[of->number].name)
               : criterion_name(out, of->number);
}

/* In the unit in which a lever is written. */
static json_t *written(const ny_stress_out *out, uint32_t lever, ny_rational value)
{
    return ny_json_exact(
        out->arena, ny_rational_divide(out->arena, value, out->field->levers.items[lever].unit));
}

static json_t *plain(const ny_stress_out *out, ny_text text)
{
    return ny_json_text(ny_without_marks(out->arena, text));
}

static json_t *findings_json(const ny_stress_out *out)
{
    ny_stress_findings found = ny_stress_find_words(out->arena, out->of);
    json_t *list = json_array();
    for (uint32_t i = 0; i < found.count; i++) {
        json_t *object = json_object();
        ny_json_set(object, "what", json_string(found.items[i].what));
        ny_json_set(object, "text", plain(out, found.items[i].text));
        ny_json_set(object, "mend",
                    found.items[i].mend.size ? plain(out, found.items[i].mend) : json_null());
        ny_json_add(list, object);
    }
    return list;
}

/* --- made-up bids --------------------------------------------------------------------------------- */

/* As a bid writes it: "60 DKK per operation", "2.5 %", yes. */
static ny_text offer_text(const ny_stress_out *out, const ny_figure *figure, ny_value value)
{
    switch (figure->type.kind) {
    case NY_KIND_NUMBER: {
        ny_rational number = ny_rational_divide(out->arena, value.is.number, figure->factor);
        return ny_format(out->arena, "%.*s%s%.*s",
                         NY_PRINT(ny_rational_decimal_text(out->arena, number, 0, 30)),
                         figure->unit_text.size ? " " : "", NY_PRINT(figure->unit_text));
    }
    case NY_KIND_DATE:
        return ny_date_text(out->arena, value.is.date);
    case NY_KIND_YES_NO:
        return value.is.index ? NY_TEXT("yes") : NY_TEXT("no");
    case NY_KIND_WORD:
    case NY_KIND_ROW:
    case NY_KIND_PARTY:
    case NY_KIND_TEXT:
    case NY_KIND_ANY:
        break;
    }
    return NY_NO_TEXT;
}

static json_t *made_json(const ny_stress_out *out, ny_text name, const ny_rational *at)
{
    const ny_plan *plan = out->of->plan->plan;
    json_t *object = json_object(), *offers = json_object(), *judged = json_object();
    for (uint32_t i = 0; i < plan->inputs.count; i++) {
        const ny_figure *figure = &plan->model->figures.items[plan->inputs.items[i].figure];
        if (figure->kind == NY_FIGURE_OFFER)
            ny_json_set_text(
                offers, figure->name,
                ny_json_text(offer_text(out, figure, ny_field_input(out->field, at, i))));
    }
    for (uint32_t i = 0; i < out->field->levers.count; i++)
        if (out->field->levers.items[i].kind != NY_LEVER_OFFER)
            ny_json_set_text(
                judged,
                out->of->terms->award->criteria.items[out->field->levers.items[i].number]
                    .declaration->name.text,
                ny_json_exact(out->arena, at[i]));
    ny_json_set(object, "bid", ny_json_text(name));
    ny_json_set(object, "offers", offers);
    ny_json_set(object, "judged", judged);
    return object;
}

static json_t *place_json(const ny_stress_out *out, const ny_bid_place *place)
{
    const ny_award *award = out->of->terms->award;
    json_t *object = json_object(), *points = json_object();
    for (uint32_t c = 0; c < award->criteria.count; c++)
        ny_json_set_text(points, award->criteria.items[c].declaration->name.text,
                         ny_json_exact(out->arena, place->points[c]));
    ny_json_set(object, "rank", json_integer(place->rank));
    ny_json_set(object, "compared", ny_json_exact(out->arena, place->compared));
    ny_json_set(object, "points", points);
    return object;
}

static json_t *edge_json(const ny_stress_out *out, uint32_t lever, const ny_crossing *edge)
{
    json_t *object = json_object();
    ny_json_set(object, "exact", json_boolean(edge->exact));
    ny_json_set(object, "from", written(out, lever, edge->low));
    ny_json_set(object, "to", written(out, lever, edge->high));
    return object;
}

static json_t *reversal_json(const ny_stress_out *out, const ny_reversal *of)
{
    json_t *object = json_object(), *bids = json_array();
    ny_json_set(object, "possible", json_boolean(of->may && !of->common));
    ny_json_set(object, "sets_of_bids", json_integer((json_int_t)of->looked_at));
    ny_json_set(object, "all_grids", json_boolean(of->all || of->found));
    for (uint32_t i = 0; of->found && i < 3; i++) {
        json_t *bid = made_json(out, of->bids[i].name, of->at[i]);
        ny_json_set(bid, "without", i < 2 ? place_json(out, &of->before.places[i]) : json_null());
        ny_json_set(bid, "with", place_json(out, &of->after.places[i]));
        ny_json_add(bids, bid);
    }
    ny_json_set(object, "example", of->found ? bids : json_null());
    if (!of->found)
        json_decref(bids);
    ny_json_set(object, "moves", of->found ? name_of(out, of->edge_lever) : json_null());
    ny_json_set(object, "winner_without",
                of->found ? ny_json_text(of->bids[of->wins_before].name) : json_null());
    ny_json_set(object, "winner_with",
                of->found ? ny_json_text(of->bids[of->wins_after].name) : json_null());
    ny_json_set(object, "changes_at",
                of->found && of->has_edge ? edge_json(out, of->edge_lever, &of->edge)
                                          : json_null());
    return object;
}

/* --- the model ------------------------------------------------------------------------------------ */

static json_t *worth_json(const ny_stress_out *out, const ny_worth *worth)
{
    uint32_t price = out->field->price;
    json_t *object = json_object(), *places = json_array();
    ny_json_set(object, "better", name_of(out, worth->lever));
    ny_json_set(object, "by", written(out, worth->lever, worth->step));
    ny_json_set(object, "in", name_of(out, price));
    for (uint32_t i = 0; i < worth->places.count; i++) {
        const ny_worth_at *at = &worth->places.items[i];
        json_t *one = json_object();
        ny_json_set(one, "own", written(out, price, at->own));
        ny_json_set(one, "other", worth->others > 1 ? written(out, price, at->other) : json_null());
        ny_json_set(one, "worth", at->known ? written(out, price, at->worth) : json_null());
        ny_json_set(one, "at_least", json_boolean(at->known && at->more));
        ny_json_set(one, "exact", json_boolean(at->known && at->exact));
        ny_json_add(places, one);
    }
    ny_json_set(object, "places", places);
    return object;
}

static json_t *absurd_json(const ny_stress_out *out, const ny_absurd *of)
{
    json_t *object = json_object();
    ny_json_set(object, of->kind == NY_ABSURD_ONE_BEST ? "best_only_in" : "worst_only_in",
                name_of(out, of->lever));
    ny_json_set(object, "at", written(out, of->lever, of->at));
    ny_json_set(object, "wins", json_boolean(of->wins));
    ny_json_set(object, "compared", ny_json_exact(out->arena, of->compared));
    ny_json_set(object, "middle", ny_json_exact(out->arena, of->middle));
    return object;
}

static json_t *bites_json(const ny_stress_out *out, const ny_bite *bites, uint32_t count)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < count; i++) {
        json_t *object = json_object();
        ny_json_set(object, "criterion", criterion_name(out, bites[i].criterion));
        ny_json_set(object, "stated",
                    bites[i].stated ? ny_json_exact(out->arena, bites[i].weight) : json_null());
        ny_json_set(object, "bites", ny_json_exact(out->arena, bites[i].share));
        ny_json_add(list, object);
    }
    return list;
}

static json_t *cliff_json(const ny_stress_out *out, const ny_cliff *cliff)
{
    static const char *const names[] = {[NY_CLIFF_BETTER] = "better_earns_nothing",
                                        [NY_CLIFF_WORSE] = "worse_costs_nothing",
                                        [NY_CLIFF_SHARE] = "worse_costs_nothing_above",
                                        [NY_CLIFF_FALLS] = "points_fall_without_end",
                                        [NY_CLIFF_BAND] = "band",
                                        [NY_CLIFF_NOUGHT] = "stops_at"};
    json_t *object = json_object();
    bool lever = cliff->kind == NY_CLIFF_NOUGHT;
    ny_json_set(object, "what", json_string(names[cliff->kind]));
    ny_json_set(object, "of",
                lever ? name_of(out, cliff->criterion) : criterion_name(out, cliff->criterion));
    ny_json_set(object, "at", ny_json_exact(out->arena, cliff->at));
    ny_json_set(object, "limits_to", ny_json_exact(out->arena, cliff->to));
    return object;
}

static json_t *model_json(const ny_stress_out *out)
{
    const ny_stress *model = out->of->model;
    json_t *object = json_object(), *worths = json_array(), *absurd = json_array();
    json_t *cliffs = json_array();
    for (uint32_t i = 0; i < model->worths.count; i++)
        ny_json_add(worths, worth_json(out, &model->worths.items[i]));
    for (uint32_t i = 0; i < model->absurd.count; i++)
        ny_json_add(absurd, absurd_json(out, &model->absurd.items[i]));
    for (uint32_t i = 0; i < model->cliffs.count; i++)
        ny_json_add(cliffs, cliff_json(out, &model->cliffs.items[i]));
    ny_json_set(object, "reversal", reversal_json(out, &model->reversal));
    ny_json_set(object, "worth", worths);
    ny_json_set(object, "absurd", absurd);
    ny_json_set(object, "weights", bites_json(out, model->bites.items, model->bites.count));
    ny_json_set(object, "cliffs", cliffs);
    return object;
}

/* --- the award ------------------------------------------------------------------------------------ */

static json_t *bid_name(const ny_stress_out *out, uint32_t bid)
{
    return bid == NY_NONE ? json_null() : ny_json_text(out->of->bids[bid].name);
}

static json_t *drawn_json(const ny_stress_out *out, const ny_drawn_weights *drawn)
{
    static const char *const names[] = {[NY_DRAWN_AROUND] = "around_stated_weights",
                                        [NY_DRAWN_ANY] = "any_weights",
                                        [NY_DRAWN_WORTH] = "half_to_twice_the_worth"};
    json_t *object = json_object(), *wins = json_object();
    for (uint32_t i = 0; i < out->of->ranking->compared; i++) {
        uint32_t bid = out->of->ranking->order[i];
        ny_json_set_text(wins, out->of->bids[bid].name, json_integer(drawn->wins[bid]));
    }
    ny_json_set(object, "drawn", json_string(names[drawn->as]));
    ny_json_set(object, "draws", json_integer(drawn->draws));
    ny_json_set(object, "wins", wins);
    ny_json_set(object, "nobody_alone", json_integer(drawn->equal));
    return object;
}

static json_t *worths_json(const ny_stress_out *out)
{
    const ny_stability *stability = &out->of->award->stability;
    json_t *list = json_array();
    for (uint32_t i = 0; i < stability->worths.count; i++) {
        const ny_worth_interval *of = &stability->worths.items[i];
        json_t *object = json_object();
        ny_json_set(object, "criterion", criterion_name(out, of->criterion));
        ny_json_set(object, "worth",
                    ny_json_exact(out->arena, out->of->terms->weights[of->criterion]));
        ny_json_set(object, "from", ny_json_exact(out->arena, of->low));
        ny_json_set(object, "to", of->has_high ? ny_json_exact(out->arena, of->high) : json_null());
        ny_json_set(object, "winner_below", bid_name(out, of->below));
        ny_json_set(object, "winner_above", bid_name(out, of->above));
        ny_json_add(list, object);
    }
    return list;
}

static json_t *worlds_json(const ny_stress_out *out)
{
    const ny_true_best *truly = &out->of->award->truly;
    if (!out->of->award->simulated)
        return json_null();
    json_t *object = json_object(), *list = json_array();
    for (uint32_t i = 0; i < out->of->ranking->compared; i++) {
        uint32_t bid = out->of->ranking->order[i];
        json_t *one = json_object();
        ny_json_set(one, "bid", bid_name(out, bid));
        ny_json_set(one, "truly_best", json_integer(truly->best[bid]));
        ny_json_set(one, "expected_loss", json_real(truly->loss[bid]));
        ny_json_set(one, "standard_error", json_real(truly->se[bid]));
        ny_json_add(list, one);
    }
    ny_json_set(object, "worlds", json_integer(truly->worlds));
    ny_json_set(object, "bids", list);
    return object;
}

static json_t *added_json(const ny_stress_out *out)
{
    const ny_added *added = &out->of->award->added;
    if (!out->of->award->has_added)
        return json_null();
    json_t *object = made_json(out, added->bid.name, added->at);
    ny_json_set(object, "moves", name_of(out, added->lever));
    ny_json_set(object, "winner", bid_name(out, added->wins));
    ny_json_set(object, "changes_at",
                added->has_edge ? edge_json(out, added->lever, &added->edge) : json_null());
    return object;
}

static json_t *award_json(const ny_stress_out *out)
{
    const ny_stress_award *award = out->of->award;
    json_t *object = json_object(), *draws = json_array();
    ny_awarded awarded = {.prose = out->of->prose,
                          .tender = out->of->tender,
                          .terms = out->of->terms,
                          .bids = out->of->bids,
                          .ranking = out->of->ranking,
                          .stability = &award->stability};
    for (uint32_t i = 0; i < award->drawn.count; i++)
        ny_json_add(draws, drawn_json(out, &award->drawn.items[i]));
    ny_json_set(object, "winner", bid_name(out, award->stability.winner));
    ny_json_set(object, "seed", json_integer((json_int_t)award->seed));
    ny_json_set(object, "stability", ny_stability_json(out->arena, &awarded));
    ny_json_set(object, "worths", worths_json(out));
    ny_json_set(object, "draws", draws);
    ny_json_set(object, "worlds", worlds_json(out));
    ny_json_set(object, "added_bid", added_json(out));
    ny_json_set(object, "weights", bites_json(out, award->bites.items, award->bites.count));
    return object;
}

ny_text ny_stress_json(ny_arena *arena, const ny_stressed *stressed)
{
    ny_stress_out out = {arena, stressed,
                         stressed->model ? &stressed->model->field : &stressed->award->field};
    json_t *root = json_object();
    ny_json_set(root, "nytte", json_string("stress/1"));
    ny_json_set(root, "contract", ny_json_text(stressed->terms->model->title));
    ny_json_set(root, "findings", findings_json(&out));
    ny_json_set(root, "model", stressed->model ? model_json(&out) : json_null());
    ny_json_set(root, "award", stressed->award ? award_json(&out) : json_null());
    return ny_json_write(arena, root);
}
