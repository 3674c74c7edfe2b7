/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See offer.h. */

#include "io/offer.h"

#include "io/json.h"

typedef struct ny_reading {
    ny_arena *arena;
    ny_sink *sink;
    const ny_plan *plan;
    ny_text name;
    ny_span whole;
    ny_value *values;
    bool good;
} ny_reading;

static uint32_t input_of(const ny_plan *plan, ny_text name)
{
    for (uint32_t i = 0; i < plan->inputs.count; i++)
        if (ny_text_equal(plan->model->figures.items[plan->inputs.items[i].figure].name, name) &&
            plan->model->figures.items[plan->inputs.items[i].figure].kind == NY_FIGURE_OFFER)
            return i;
    return NY_NONE;
}

/* Offers that nothing computes from are known to the model all the same. */
static bool is_offer(const ny_plan *plan, ny_text name, uint32_t *ret_figure)
{
    uint32_t figure = ny_model_figure(plan->model, name);
    *ret_figure = figure;
    return figure != NY_NONE && plan->model->figures.items[figure].kind == NY_FIGURE_OFFER;
}

/* The offer that was meant, or all that the contract asks for. */
static ny_text hint(const ny_reading *reading, ny_text name)
{
    const ny_model *model = reading->plan->model;
    ny_buffer all = ny_buffer_create(reading->arena);
    ny_text best = NY_NO_TEXT;
    uint32_t least = name.size > 8 ? 4 : 3;
    for (uint32_t i = 0; i < model->figures.count; i++) {
        const ny_figure *figure = &model->figures.items[i];
        if (figure->kind != NY_FIGURE_OFFER)
            continue;
        ny_buffer_format(&all, "%s`%.*s`", all.size ? ", " : "", NY_PRINT(figure->name));
        uint32_t distance = ny_text_distance(name, figure->name, least - 1);
        best = distance < least ? figure->name : best;
        least = distance < least ? distance : least;
    }
    if (best.size)
        return NY_WORDS(reading->sink, NY_WORDS_DID_YOU_MEAN, best);
    return all.size ? NY_WORDS(reading->sink, NY_WORDS_IT_ASKS_FOR, ny_buffer_text(&all))
                    : NY_NO_TEXT;
}

static void read_one(ny_reading *reading, const char *key, const json_t *value)
{
    uint32_t figure;
    ny_text name = ny_text_of(key);
    if (!is_offer(reading->plan, name, &figure)) {
        NY_REPORT(reading->sink, NY_OFFER_UNKNOWN, reading->whole,
                  ny_text_copy(reading->arena, name), hint(reading, name));
        reading->good = false;
        return;
    }
    if (!json_is_string(value)) {
        NY_REPORT(reading->sink, NY_OFFER_NOT_TEXT, reading->whole,
                  ny_text_copy(reading->arena, name));
        reading->good = false;
        return;
    }
    ny_text text = ny_text_copy(reading->arena,
                                (ny_text){json_string_value(value), json_string_length(value)});
    ny_text place = ny_format(reading->arena, "%.*s, %s", NY_PRINT(reading->name), key);
    uint32_t source = ny_sink_add_source(reading->sink, place, text);
    ny_value read;
    if (!ny_model_read_value(reading->arena, reading->sink, reading->plan->model, figure, source,
                             &read)) {
        reading->good = false;
        return;
    }
    uint32_t input = input_of(reading->plan, name);
    if (input != NY_NONE)
        reading->values[input] = read;
}

/* What was not offered: its default, or a report. */
static void fill_in(ny_reading *reading, const json_t *offers)
{
    const ny_plan *plan = reading->plan;
    for (uint32_t i = 0; i < plan->inputs.count; i++) {
        const ny_figure *figure = &plan->model->figures.items[plan->inputs.items[i].figure];
        const char *key = ny_text_terminated(reading->arena, figure->name);
        if (figure->kind != NY_FIGURE_OFFER || (offers && json_object_get(offers, key)))
            continue;
        reading->values[i] = figure->otherwise;
        if (figure->has_default)
            continue;
        NY_REPORT(reading->sink, NY_OFFER_LACKS, figure->span, figure->name);
        reading->good = false;
    }
}

static ny_reading begin(ny_arena *arena, ny_sink *sink, const ny_plan *plan, ny_text name)
{
    ny_reading reading = {.arena = arena,
                          .sink = sink,
                          .plan = plan,
                          .name = name,
                          .whole = {UINT32_MAX, 0, 0},
                          .values = NY_NEW_ARRAY(arena, ny_value, plan->inputs.count + 1),
                          .good = true};
    for (uint32_t i = 0; i < plan->inputs.count; i++)
        reading.values[i] = ny_value_unknown();
    return reading;
}

bool ny_offer_none(ny_arena *arena, ny_sink *sink, const ny_plan *plan, ny_offer *ret_offer)
{
    ny_reading reading = begin(arena, sink, plan, NY_NO_TEXT);
    fill_in(&reading, NULL);
    if (reading.good)
        *ret_offer = (ny_offer){.values = reading.values};
    return reading.good;
}

static bool check_head(ny_reading *reading, const json_t *root)
{
    const char *version = json_string_value(json_object_get(root, "nytte"));
    const char *contract = json_string_value(json_object_get(root, "contract"));
    if (!version || !ny_text_is(ny_text_of(version), "offer/1") ||
        !json_is_object(json_object_get(root, "offers"))) {
        NY_REPORT(reading->sink, NY_OFFER_SHAPE, reading->whole, reading->name);
        return false;
    }
    if (!contract || !ny_text_equal(ny_text_of(contract), reading->plan->model->title)) {
        ny_text title = reading->plan->model->title;
        NY_REPORT(reading->sink, NY_OFFER_OTHER_CONTRACT, reading->whole, reading->name,
                  contract ? NY_WORDS(reading->sink, NY_WORDS_OFFER_FOR_OTHER, reading->name,
                                      ny_text_copy(reading->arena, ny_text_of(contract)), title)
                           : NY_WORDS(reading->sink, NY_WORDS_OFFER_FOR_NONE, reading->name),
                  title);
        return false;
    }
    return true;
}

bool ny_offer_read(ny_arena *arena, ny_sink *sink, const ny_plan *plan, ny_text name, ny_text bytes,
                   ny_offer *ret_offer)
{
    ny_reading reading = begin(arena, sink, plan, name);
    json_error_t problem;
    json_t *root = json_loadb(bytes.data, bytes.size, JSON_REJECT_DUPLICATES, &problem);
    uint32_t source = ny_sink_add_source(sink, name, bytes);
    reading.whole.source = source;
    if (!root) {
        NY_REPORT(sink, NY_OFFER_NOT_JSON, ny_json_problem_span(source, bytes, &problem), name,
                  ny_json_problem(sink, bytes, &problem));
        return false;
    }
    reading.good = check_head(&reading, root);
    json_t *offers = json_object_get(root, "offers");
    const char *key;
    json_t *value;
    if (reading.good)
        json_object_foreach(offers, key, value) read_one(&reading, key, value);
    if (reading.good)
        fill_in(&reading, offers);
    const char *bidder = json_string_value(json_object_get(root, "bidder"));
    ny_offer offer = {.bidder = ny_text_copy(arena, bidder ? ny_text_of(bidder) : NY_TEXT("")),
                      .values = reading.values};
    json_decref(root);
    if (reading.good)
        *ret_offer = offer;
    return reading.good;
}
