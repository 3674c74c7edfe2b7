/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See offer.h. */

#include "io/offer.h"

typedef struct ny_reading {
    ny_arena *arena;
    ny_sink *sink;
    const ny_model *model;
    ny_keyword envelope; /* NONE: both in one */
    const ny_paper *paper;
    ny_value *values; /* by figure */
    bool good;
} ny_reading;

static bool is_offer(const ny_model *model, ny_text name, uint32_t *ret_figure)
{
    uint32_t figure = ny_model_figure(model, name);
    *ret_figure = figure;
    return figure != NY_NONE && model->figures.items[figure].kind == NY_FIGURE_OFFER;
}

static bool in_this_envelope(const ny_reading *reading, const ny_figure *figure)
{
    return reading->envelope == NY_KEYWORD_NONE || reading->envelope == ny_form_envelope(figure);
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

static void read_one(ny_reading *reading, const ny_paper_entry *entry)
{
    uint32_t figure;
    ny_value read;
    bool good = false;
    if (!is_offer(reading->model, entry->name, &figure))
        NY_REPORT(reading->sink, NY_OFFER_UNKNOWN, entry->place, entry->name,
                  hint(reading, entry->name));
    else if (!in_this_envelope(reading, &reading->model->figures.items[figure]))
        NY_REPORT(reading->sink, NY_OFFER_OTHER_ENVELOPE, entry->place, entry->name,
                  ny_words(reading->sink, reading->envelope == NY_KEYWORD_PRICE
                                              ? NY_WORDS_QUALITY_ENVELOPE
                                              : NY_WORDS_PRICE_ENVELOPE));
    else if (!entry->is_text)
        NY_REPORT(reading->sink, NY_OFFER_NOT_TEXT, entry->place, entry->name);
    else
        good = ny_model_read_value(reading->arena, reading->sink, reading->model, figure,
                                   entry->source, &read);
    if (good)
        reading->values[figure] = read;
    reading->good = reading->good && good;
}

static bool stands_in(const ny_paper *paper, ny_text name)
{
    for (uint32_t i = 0; paper && i < paper->entries.count; i++)
        if (!paper->entries.items[i].is_answer && ny_text_equal(paper->entries.items[i].name, name))
            return true;
    return false;
}

/* What was not offered: its default, or a report. */
static void fill_in(ny_reading *reading, uint32_t number)
{
    const ny_figure *figure = &reading->model->figures.items[number];
    if (figure->kind != NY_FIGURE_OFFER || stands_in(reading->paper, figure->name))
        return;
    reading->values[number] = figure->otherwise;
    if (figure->has_default)
        return;
    NY_REPORT(reading->sink, NY_OFFER_LACKS, figure->span, figure->name);
    reading->good = false;
}

/* Of a plan only what it computes from must be there. */
static void fill_in_plan(ny_reading *reading, const ny_plan *plan)
{
    for (uint32_t i = 0; i < plan->inputs.count; i++)
        fill_in(reading, plan->inputs.items[i].figure);
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

static ny_reading begin(ny_arena *arena, ny_sink *sink, const ny_model *model,
                        const ny_paper *paper)
{
    ny_reading reading = {.arena = arena,
                          .sink = sink,
                          .model = model,
                          .envelope = NY_KEYWORD_NONE,
                          .paper = paper,
                          .values = NY_NEW_ARRAY(arena, ny_value, model->figures.count + 1),
                          .good = true};
    for (uint32_t i = 0; i < model->figures.count; i++)
        reading.values[i] = ny_value_unknown();
    return reading;
}

bool ny_offer_none(ny_arena *arena, ny_sink *sink, const ny_plan *plan, ny_offer *ret_offer)
{
    ny_reading reading = begin(arena, sink, plan->model, NULL);
    fill_in_plan(&reading, plan);
    if (reading.good)
        *ret_offer = (ny_offer){.values = by_input(&reading, plan)};
    return reading.good;
}

static bool check_contract(const ny_reading *reading)
{
    const ny_paper *paper = reading->paper;
    ny_text title = reading->model->title;
    if (paper->contract.data && ny_text_equal(paper->contract, title))
        return true;
    NY_REPORT(reading->sink, NY_OFFER_OTHER_CONTRACT, paper->whole, paper->path,
              paper->contract.data ? NY_WORDS(reading->sink, NY_WORDS_OFFER_FOR_OTHER, paper->path,
                                              paper->contract, title)
                                   : NY_WORDS(reading->sink, NY_WORDS_OFFER_FOR_NONE, paper->path),
              title);
    return false;
}

static void read_offers(ny_reading *reading)
{
    for (uint32_t i = 0; i < reading->paper->entries.count; i++)
        if (!reading->paper->entries.items[i].is_answer)
            read_one(reading, &reading->paper->entries.items[i]);
}

static ny_text bidder_of(const ny_paper *paper)
{
    return paper->bidder.data ? paper->bidder : NY_TEXT("");
}

bool ny_offer_read(ny_arena *arena, ny_sink *sink, const ny_plan *plan, ny_text name, ny_text bytes,
                   ny_offer *ret_offer)
{
    ny_paper paper;
    if (!ny_paper_read_json(arena, sink, name, bytes, &paper))
        return false;
    ny_reading reading = begin(arena, sink, plan->model, &paper);
    reading.good = check_contract(&reading);
    if (reading.good)
        read_offers(&reading);
    if (reading.good)
        fill_in_plan(&reading, plan);
    if (reading.good)
        *ret_offer = (ny_offer){.bidder = bidder_of(&paper), .values = by_input(&reading, plan)};
    return reading.good;
}

/* --- envelopes --------------------------------------------------------------------------------- */

static uint32_t requirement_named(const ny_model *model, ny_text name)
{
    for (uint32_t i = 0; i < model->requirements.count; i++)
        if (model->requirements.items[i]->is.require.answered_yes &&
            ny_text_equal(model->requirements.items[i]->name.text, name))
            return i;
    return NY_NONE;
}

/* "yes", or {"answer": "yes", "evidence": "certificate.pdf"} */
static void read_answer(ny_reading *reading, const ny_paper_entry *entry, ny_answer *answers)
{
    uint32_t number = requirement_named(reading->model, entry->name);
    bool yes = ny_text_is(entry->text, "yes"), no = ny_text_is(entry->text, "no");
    if (number == NY_NONE)
        NY_REPORT(reading->sink, NY_ANSWER_UNKNOWN, entry->place, entry->name);
    else if (!entry->is_text || (!yes && !no))
        NY_REPORT(reading->sink, NY_ANSWER_NOT_YES_NO, entry->place, entry->name);
    else
        answers[number] = (ny_answer){.said = true, .yes = yes, .evidence = entry->evidence};
    reading->good = reading->good && number != NY_NONE && (yes || no);
}

/* What the contract asks for and this part of the bid lacks, at the place where it belongs. */
static void fill_in_part(ny_reading *reading, uint32_t number)
{
    const ny_figure *figure = &reading->model->figures.items[number];
    ny_sink *sink = reading->sink;
    if (stands_in(reading->paper, figure->name))
        return;
    reading->values[number] = figure->otherwise;
    if (figure->has_default)
        return;
    NY_REPORT(sink, NY_BID_LACKS, ny_paper_place_of(reading->paper, figure->name), figure->name,
              reading->paper->is_form
                  ? NY_WORDS(sink, NY_WORDS_FILL_IN_ITS_ROW, figure->name)
                  : NY_WORDS(sink, NY_WORDS_WRITE_AMONG_OFFERS, figure->name, figure->unit_text));
    ny_relate(sink, figure->span, NY_WORDS(sink, NY_WORDS_IS_ASKED_FOR_HERE, figure->name));
    reading->good = false;
}

bool ny_offer_read_paper(ny_arena *arena, ny_sink *sink, const ny_model *model, ny_keyword envelope,
                         const ny_paper *paper, ny_enveloped *ret_part)
{
    ny_reading reading = begin(arena, sink, model, paper);
    reading.envelope = envelope;
    ny_enveloped part = {.bidder = bidder_of(paper),
                         .values = reading.values,
                         .answers = NY_NEW_ARRAY(arena, ny_answer, model->requirements.count + 1)};
    reading.good = check_contract(&reading);
    if (reading.good) {
        read_offers(&reading);
        for (uint32_t i = 0; i < model->figures.count; i++)
            if (model->figures.items[i].kind == NY_FIGURE_OFFER &&
                in_this_envelope(&reading, &model->figures.items[i]))
                fill_in_part(&reading, i);
        for (uint32_t i = 0; i < paper->entries.count; i++)
            if (paper->entries.items[i].is_answer)
                read_answer(&reading, &paper->entries.items[i], part.answers);
    }
    *ret_part = part;
    return reading.good;
}

bool ny_offer_read_envelope(ny_arena *arena, ny_sink *sink, const ny_model *model,
                            ny_keyword envelope, ny_text name, ny_text bytes,
                            ny_enveloped *ret_part)
{
    ny_paper paper;
    if (!ny_paper_read_json(arena, sink, name, bytes, &paper)) {
        ny_reading reading = begin(arena, sink, model, &paper);
        *ret_part = (ny_enveloped){
            .values = reading.values,
            .answers = NY_NEW_ARRAY(arena, ny_answer, model->requirements.count + 1)};
        return false;
    }
    return ny_offer_read_paper(arena, sink, model, envelope, &paper, ret_part);
}
