/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See compare.h: the JSON and the CSV. */

#include "io/compare.h"
#include "io/simulate_study.h"

#include "base/bug.h"

#include <math.h>

static json_t *number_json(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static json_t *name_json(const ny_comparing *of, uint32_t alternative)
{
    ny_text name = of->worlds->alternatives[alternative].alternative->name;
    return ny_json_text(name.size ? name : NY_TEXT(""));
}

/* --- differences ------------------------------------------------------------------------------- */

static const char *differs_word(ny_differs differs)
{
    switch (differs) {
    case NY_DIFFERS_SAME:
        return "same";
    case NY_DIFFERS_MORE:
        return "more";
    case NY_DIFFERS_LESS:
        return "less";
    case NY_DIFFERS_NOT_KNOWN:
        return "not known";
    }
    NY_BUG("a difference of no kind");
}

/* Where it lies on the plane of effects (east: more) and costs (north: more). */
static json_t *quadrant_json(const ny_increment *of)
{
    bool decided = (of->costs == NY_DIFFERS_MORE || of->costs == NY_DIFFERS_LESS) &&
                   (of->effects == NY_DIFFERS_MORE || of->effects == NY_DIFFERS_LESS);
    if (!decided)
        return json_null();
    if (of->costs == NY_DIFFERS_MORE)
        return json_string(of->effects == NY_DIFFERS_MORE ? "north-east" : "north-west");
    return json_string(of->effects == NY_DIFFERS_MORE ? "south-east" : "south-west");
}

static void set_increment(json_t *object, const ny_comparing *of, const ny_increment *increment)
{
    ny_json_set(object, "less", name_json(of, increment->less));
    ny_json_set(object, "cost", ny_estimate_json(&increment->cost));
    ny_json_set(object, "effect", ny_estimate_json(&increment->effect));
    ny_json_set(object, "costs", json_string(differs_word(increment->costs)));
    ny_json_set(object, "gives", json_string(differs_word(increment->effects)));
    ny_json_set(object, "quadrant", quadrant_json(increment));
    ny_json_set(object, "icer", ny_figured_json(&increment->icer));
}

static json_t *increments_json(const ny_comparing *of, const ny_weighed *weighed)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < weighed->increments.count; i++) {
        json_t *object = json_object();
        ny_json_set(object, "alternative", name_json(of, weighed->increments.items[i].alternative));
        set_increment(object, of, &weighed->increments.items[i]);
        ny_json_add(array, object);
    }
    return array;
}

/* --- the frontier ------------------------------------------------------------------------------ */

static const char *standing_word(ny_standing_kind kind)
{
    switch (kind) {
    case NY_STANDS_ON_FRONTIER:
        return "on the frontier";
    case NY_STANDS_DOMINATED:
        return "dominated";
    case NY_STANDS_BETWEEN:
        return "dominated by extension";
    case NY_STANDS_SAME:
        return "the same";
    }
    NY_BUG("an alternative that stands nowhere");
}

static json_t *standings_json(const ny_comparing *of, const ny_weighed *weighed)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < weighed->standings.count; i++) {
        const ny_standing *standing = &weighed->standings.items[i];
        json_t *object = json_object(), *by = json_array(), *step = json_null();
        ny_json_set(object, "alternative", name_json(of, standing->alternative));
        ny_json_set(object, "stands", json_string(standing_word(standing->kind)));
        if (standing->kind != NY_STANDS_ON_FRONTIER)
            ny_json_add(by, name_json(of, standing->by));
        if (standing->kind == NY_STANDS_BETWEEN)
            ny_json_add(by, name_json(of, standing->above));
        ny_json_set(object, "by", by);
        ny_json_set(object, "known", json_boolean(standing->known));
        if (standing->by != NY_NONE) {
            step = json_object();
            set_increment(step, of, &standing->step);
        }
        ny_json_set(object, "step", step);
        ny_json_add(array, object);
    }
    return array;
}

/* --- yardsticks -------------------------------------------------------------------------------- */

static json_t *at_json(const ny_comparing *of, const ny_weighed *weighed, const ny_at_yardstick *at)
{
    json_t *object = json_object(), *array = json_array();
    ny_json_set(object, "yardstick", number_json(at->yardstick));
    ny_json_set(object, "best", name_json(of, at->best));
    ny_json_set(object, "best_known", json_boolean(at->best_known));
    ny_json_set(object, "best_share",
                weighed->stated ? json_null() : ny_share_json(&at->each[at->best].best));
    for (uint32_t a = 0; a < of->worlds->count; a++) {
        const ny_net_benefit *each = &at->each[a];
        json_t *item = json_object();
        ny_json_set(item, "alternative", name_json(of, a));
        ny_json_set(item, "net_monetary_benefit", ny_figured_json(&each->money));
        ny_json_set(item, "net_health_benefit", ny_figured_json(&each->health));
        ny_json_set(item, "share_best", weighed->stated ? json_null() : ny_share_json(&each->best));
        ny_json_set(item, "expected_loss",
                    weighed->stated ? json_null() : ny_figured_json(&each->loss));
        ny_json_add(array, item);
    }
    ny_json_set(object, "alternatives", array);
    return object;
}

static json_t *weighed_json(const ny_comparing *of, const ny_weighed *weighed)
{
    if (!weighed->worlds)
        return json_null();
    json_t *object = json_object(), *results = json_array(), *yardsticks = json_array();
    for (uint32_t a = 0; a < of->worlds->count; a++) {
        json_t *result = json_object();
        ny_json_set(result, "alternative", name_json(of, a));
        ny_json_set(result, "cost", ny_estimate_json(&weighed->costs[a]));
        ny_json_set(result, "effect", ny_estimate_json(&weighed->effects[a]));
        ny_json_add(results, result);
    }
    for (uint32_t i = 0; i < weighed->at.count; i++)
        ny_json_add(yardsticks, at_json(of, weighed, &weighed->at.items[i]));
    ny_json_set(object, "results", results);
    ny_json_set(object, "increments", increments_json(of, weighed));
    ny_json_set(object, "in_order_of_effect", standings_json(of, weighed));
    ny_json_set(object, "yardsticks", yardsticks);
    return object;
}

/* --- the whole --------------------------------------------------------------------------------- */

static const ny_model *model_of(const ny_comparing *of)
{
    return of->worlds->alternatives[0].model;
}

/* The party's name, or `society`. */
static ny_text party_name(const ny_comparing *of, const ny_compared *compared)
{
    return compared->party == NY_NONE ? NY_TEXT("society")
                                      : model_of(of)->parties.items[compared->party].name;
}

static json_t *way_json(const ny_comparing *of, const ny_compared_way *way)
{
    json_t *object = json_object();
    ny_json_set(object, "counted", json_string(ny_counted_word(way->way->counted)));
    ny_json_set(object, "discounted", ny_grid_json(way->way->grid));
    ny_json_set(object, "as_said", json_boolean(way->way->as_said));
    ny_json_set(object, "increments", increments_json(of, &way->weighed));
    ny_json_set(object, "in_order_of_effect", standings_json(of, &way->weighed));
    return object;
}

static json_t *heading_json(const ny_comparing *of, const ny_compared_heading *heading)
{
    json_t *object = json_object(), *costs = json_array();
    ny_json_set(object, "heading", ny_json_text(heading->heading));
    for (uint32_t a = 0; a < of->worlds->count; a++) {
        json_t *one = json_object();
        ny_json_set(one, "alternative", name_json(of, a));
        ny_json_set(one, "cost", ny_estimate_json(&heading->costs[a]));
        ny_json_add(costs, one);
    }
    ny_json_set(object, "costs", costs);
    return object;
}

static json_t *compared_json(ny_arena *arena, const ny_comparing *of, const ny_compared *compared)
{
    const ny_model *model = model_of(of);
    json_t *object = json_object(), *ways = json_array(), *headings = json_array();
    ny_json_set(object, "perspective", ny_json_text(party_name(of, compared)));
    ny_json_set(object, "society", json_boolean(compared->party == NY_NONE));
    ny_json_set(object, "currency", ny_json_text(model->currencies.items[compared->currency].name));
    ny_json_set(object, "unit",
                compared->has_unit ? ny_json_text(ny_unit_text(arena, model, compared->unit, false))
                                   : json_null());
    ny_json_set(object, "stated", weighed_json(of, &compared->stated));
    for (uint32_t i = 0; i < compared->ways.count; i++)
        ny_json_add(ways, way_json(of, &compared->ways.items[i]));
    ny_json_set(object, "stated_otherwise", ways);
    ny_json_set(object, "worlds", weighed_json(of, &compared->drawn));
    for (uint32_t i = 0; i < compared->headings.count; i++)
        ny_json_add(headings, heading_json(of, &compared->headings.items[i]));
    ny_json_set(object, "by_heading", headings);
    return object;
}

ny_text ny_compare_json(ny_arena *arena, const ny_comparing *of)
{
    json_t *root = json_object(), *alternatives = json_array(), *list = json_array();
    json_t *set = json_array();
    ny_json_set(root, "nytte", json_string("compare/1"));
    ny_json_set(root, "worlds", json_integer(of->worlds->worlds));
    ny_json_set(root, "worlds_asked", json_integer(of->asked));
    ny_json_set(root, "worlds_compared", json_integer(of->paired));
    ny_json_set(root, "seed", json_integer((json_int_t)of->worlds->seed));
    for (uint32_t i = 0; i < of->set.count; i++)
        ny_json_add(set, ny_json_text(of->set.items[i]));
    ny_json_set(root, "set", set);
    for (uint32_t a = 0; a < of->worlds->count; a++) {
        json_t *object = json_object();
        ny_json_set(object, "name", name_json(of, a));
        ny_json_set(object, "label", ny_json_text(of->worlds->alternatives[a].alternative->label));
        ny_json_add(alternatives, object);
    }
    ny_json_set(root, "alternatives", alternatives);
    for (uint32_t i = 0; i < of->list.count; i++)
        ny_json_add(list, compared_json(arena, of, &of->list.items[i]));
    ny_json_set(root, "comparisons", list);
    return ny_json_write(arena, root);
}

/* --- CSV --------------------------------------------------------------------------------------- */

static void add_figured(ny_buffer *out, const ny_figured *figured)
{
    if (figured->worlds && isfinite(figured->value) && isfinite(figured->se))
        ny_buffer_format(out, ",%.17g,%.17g", figured->value, figured->se);
    else
        ny_buffer_add(out, NY_TEXT(",NA,NA"));
}

static void add_weighed(ny_buffer *out, const ny_comparing *of, ny_text whose,
                        const ny_weighed *weighed)
{
    static const ny_figured none = {0};
    for (uint32_t i = 0; i < weighed->at.count; i++)
        for (uint32_t a = 0; a < of->worlds->count; a++) {
            const ny_at_yardstick *at = &weighed->at.items[i];
            const ny_net_benefit *each = &at->each[a];
            ny_buffer_format(out, "%.*s,%s,%.17g,%.*s,%s", NY_PRINT(whose),
                             weighed->stated ? "stated" : "worlds", at->yardstick,
                             NY_PRINT(of->worlds->alternatives[a].alternative->name),
                             a == at->best ? "yes" : "no");
            add_figured(out, &each->money);
            add_figured(out, &each->health);
            add_figured(out, weighed->stated ? &none : &each->best);
            add_figured(out, weighed->stated ? &none : &each->loss);
            ny_buffer_add_character(out, '\n');
        }
}

/* Names are words of the language, and need no quotation marks. */
ny_text ny_compare_csv(ny_arena *arena, const ny_comparing *of)
{
    const ny_model *model = model_of(of);
    ny_buffer out = ny_buffer_create(arena);
    ny_buffer_add(&out, NY_TEXT("perspective,currency,unit,basis,yardstick,alternative,best,"
                                "net_monetary_benefit,net_monetary_benefit_se,"
                                "net_health_benefit,net_health_benefit_se,"
                                "share_best,share_best_se,expected_loss,expected_loss_se\n"));
    for (uint32_t i = 0; i < of->list.count; i++) {
        const ny_compared *compared = &of->list.items[i];
        ny_text unit =
            compared->has_unit ? ny_unit_text(arena, model, compared->unit, false) : NY_TEXT("NA");
        ny_text whose =
            ny_format(arena, "%.*s,%.*s,%.*s", NY_PRINT(party_name(of, compared)),
                      NY_PRINT(model->currencies.items[compared->currency].name), NY_PRINT(unit));
        add_weighed(&out, of, whose, &compared->stated);
        add_weighed(&out, of, whose, &compared->drawn);
    }
    return ny_buffer_text(&out);
}
