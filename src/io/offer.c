/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See offer.h. */

#include "io/offer.h"

#include "io/json.h"

typedef struct ny_reading {
    ny_arena *arena;
    ny_sink *sink;
    const ny_model *model;
    ny_keyword envelope; /* NONE: both in one */
    ny_text name;
    ny_span whole;
    ny_value *values; /* by figure */
    bool good;
} ny_reading;

static bool is_offer(const ny_model *model, ny_text name, uint32_t *ret_figure)
{
    uint32_t figure = ny_model_figure(model, name);
    *ret_figure = figure;
    return figure != NY_NONE && model->figures.items[figure].kind == NY_FIGURE_OFFER;
}

ny_keyword ny_offer_envelope(const ny_figure *figure)
{
    return figure->declaration->is.figure.envelope == NY_KEYWORD_QUALITY ? NY_KEYWORD_QUALITY
                                                                         : NY_KEYWORD_PRICE;
}

static bool in_this_envelope(const ny_reading *reading, const ny_figure *figure)
{
    return reading->envelope == NY_KEYWORD_NONE || reading->envelope == ny_offer_envelope(figure);
}

/* The offer that was meant, or all that the contract asks for. */
static ny_text hint(const ny_reading *reading, ny_text name)
{
    const ny_model *model = reading->model;
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
    if (!is_offer(reading->model, name, &figure)) {
        NY_REPORT(reading->sink, NY_OFFER_UNKNOWN, reading->whole,
                  ny_text_copy(reading->arena, name), hint(reading, name));
        reading->good = false;
        return;
    }
    if (!in_this_envelope(reading, &reading->model->figures.items[figure])) {
        NY_REPORT(reading->sink, NY_OFFER_OTHER_ENVELOPE, reading->whole,
                  ny_text_copy(reading->arena, name),
                  ny_words(reading->sink, reading->envelope == NY_KEYWORD_PRICE
                                              ? NY_WORDS_QUALITY_ENVELOPE
                                              : NY_WORDS_PRICE_ENVELOPE));
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
    if (!ny_model_read_value(reading->arena, reading->sink, reading->model, figure, source,
                             &read)) {
        reading->good = false;
        return;
    }
    reading->values[figure] = read;
}

/* What was not offered: its default, or a report. */
static void fill_in(ny_reading *reading, uint32_t number, const json_t *offers)
{
    const ny_figure *figure = &reading->model->figures.items[number];
    const char *key = ny_text_terminated(reading->arena, figure->name);
    if (figure->kind != NY_FIGURE_OFFER || (offers && json_object_get(offers, key)))
        return;
    reading->values[number] = figure->otherwise;
    if (figure->has_default)
        return;
    NY_REPORT(reading->sink, NY_OFFER_LACKS, figure->span, figure->name);
    reading->good = false;
}

/* Of a plan only what it computes from must be there. */
static void fill_in_plan(ny_reading *reading, const ny_plan *plan, const json_t *offers)
{
    for (uint32_t i = 0; i < plan->inputs.count; i++)
        fill_in(reading, plan->inputs.items[i].figure, offers);
}

static ny_value *by_input(const ny_reading *reading, const ny_plan *plan)
{
    ny_value *values = NY_NEW_ARRAY(reading->arena, ny_value, plan->inputs.count + 1);
    for (uint32_t i = 0; i < plan->inputs.count; i++) {
        uint32_t figure = plan->inputs.items[i].figure;
        bool offer = reading->model->figures.items[figure].kind == NY_FIGURE_OFFER;
        values[i] = offer ? reading->values[figure] : ny_value_unknown();
    }
    return values;
}

static ny_reading begin(ny_arena *arena, ny_sink *sink, const ny_model *model, ny_text name)
{
    ny_reading reading = {.arena = arena,
                          .sink = sink,
                          .model = model,
                          .envelope = NY_KEYWORD_NONE,
                          .name = name,
                          .whole = {UINT32_MAX, 0, 0},
                          .values = NY_NEW_ARRAY(arena, ny_value, model->figures.count + 1),
                          .good = true};
    for (uint32_t i = 0; i < model->figures.count; i++)
        reading.values[i] = ny_value_unknown();
    return reading;
}

bool ny_offer_none(ny_arena *arena, ny_sink *sink, const ny_plan *plan, ny_offer *ret_offer)
{
    ny_reading reading = begin(arena, sink, plan->model, NY_NO_TEXT);
    fill_in_plan(&reading, plan, NULL);
    if (reading.good)
        *ret_offer = (ny_offer){.values = by_input(&reading, plan)};
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
    if (!contract || !ny_text_equal(ny_text_of(contract), reading->model->title)) {
        ny_text title = reading->model->title;
        NY_REPORT(reading->sink, NY_OFFER_OTHER_CONTRACT, reading->whole, reading->name,
                  contract ? NY_WORDS(reading->sink, NY_WORDS_OFFER_FOR_OTHER, reading->name,
                                      ny_text_copy(reading->arena, ny_text_of(contract)), title)
                           : NY_WORDS(reading->sink, NY_WORDS_OFFER_FOR_NONE, reading->name),
                  title);
        return false;
    }
    return true;
}

/* The file as JSON, its head checked; NULL, reported, where it is none. */
static json_t *open_offer(ny_reading *reading, ny_text bytes)
{
    json_error_t problem;
    json_t *root = json_loadb(bytes.data, bytes.size, JSON_REJECT_DUPLICATES, &problem);
    uint32_t source = ny_sink_add_source(reading->sink, reading->name, bytes);
    reading->whole.source = source;
    if (!root)
        NY_REPORT(reading->sink, NY_OFFER_NOT_JSON, ny_json_problem_span(source, bytes, &problem),
                  reading->name, ny_json_problem(reading->sink, bytes, &problem));
    reading->good = root && check_head(reading, root);
    return root;
}

static void read_offers(ny_reading *reading, json_t *offers)
{
    const char *key;
    json_t *value;
    json_object_foreach(offers, key, value) read_one(reading, key, value);
}

static ny_text bidder_of(ny_arena *arena, const json_t *root)
{
    const char *bidder = json_string_value(json_object_get(root, "bidder"));
    return ny_text_copy(arena, bidder ? ny_text_of(bidder) : NY_TEXT(""));
}

bool ny_offer_read(ny_arena *arena, ny_sink *sink, const ny_plan *plan, ny_text name, ny_text bytes,
                   ny_offer *ret_offer)
{
    ny_reading reading = begin(arena, sink, plan->model, name);
    json_t *root = open_offer(&reading, bytes);
    if (!root)
        return false;
    json_t *offers = json_object_get(root, "offers");
    if (reading.good)
        read_offers(&reading, offers);
    if (reading.good)
        fill_in_plan(&reading, plan, offers);
    ny_offer offer = {.bidder = bidder_of(arena, root), .values = by_input(&reading, plan)};
    json_decref(root);
    if (reading.good)
        *ret_offer = offer;
    return reading.good;
}

/* --- envelopes --------------------------------------------------------------------------------- */

/* "yes", or {"answer": "yes", "evidence": "certificate.pdf"} */
static void read_answer(ny_reading *reading, const char *key, const json_t *value,
                        ny_answer *answers)
{
    const ny_model *model = reading->model;
    uint32_t number = 0;
    while (number < model->requirements.count &&
           !ny_text_equal(model->requirements.items[number]->name.text, ny_text_of(key)))
        number++;
    ny_text name = ny_text_copy(reading->arena, ny_text_of(key));
    if (number == model->requirements.count ||
        !model->requirements.items[number]->is.require.answered_yes) {
        NY_REPORT(reading->sink, NY_ANSWER_UNKNOWN, reading->whole, name);
        reading->good = false;
        return;
    }
    const char *said =
        json_string_value(json_is_object(value) ? json_object_get(value, "answer") : value);
    const char *evidence = json_string_value(json_object_get(value, "evidence"));
    if (!said || (!ny_text_is(ny_text_of(said), "yes") && !ny_text_is(ny_text_of(said), "no"))) {
        NY_REPORT(reading->sink, NY_ANSWER_NOT_YES_NO, reading->whole, name);
        reading->good = false;
        return;
    }
    answers[number] = (ny_answer){
        .said = true,
        .yes = ny_text_is(ny_text_of(said), "yes"),
        .evidence = evidence ? ny_text_copy(reading->arena, ny_text_of(evidence)) : NY_NO_TEXT};
}

bool ny_offer_read_envelope(ny_arena *arena, ny_sink *sink, const ny_model *model,
                            ny_keyword envelope, ny_text name, ny_text bytes,
                            ny_enveloped *ret_part)
{
    ny_reading reading = begin(arena, sink, model, name);
    reading.envelope = envelope;
    json_t *root = open_offer(&reading, bytes), *value;
    const char *key;
    if (!root)
        return false;
    ny_enveloped part = {.bidder = bidder_of(arena, root),
                         .values = reading.values,
                         .answers = NY_NEW_ARRAY(arena, ny_answer, model->requirements.count + 1)};
    if (reading.good) {
        json_t *offers = json_object_get(root, "offers");
        read_offers(&reading, offers);
        for (uint32_t i = 0; i < model->figures.count; i++)
            if (model->figures.items[i].kind == NY_FIGURE_OFFER &&
                in_this_envelope(&reading, &model->figures.items[i]))
                fill_in(&reading, i, offers);
        json_t *answers = json_object_get(root, "answers");
        json_object_foreach(answers, key, value) read_answer(&reading, key, value, part.answers);
    }
    json_decref(root);
    *ret_part = part;
    return reading.good;
}
