/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See tender.h. Receipts decide which bids there are; folders without a receipt are listed and out. */

#include "io/tender.h"

#include "base/date.h"
#include "io/fold.h"
#include "io/json.h"

#include <string.h>

typedef struct ny_opening {
    ny_arena *arena;
    ny_sink *sink;
    ny_tender *tender;
    ny_text *ret_problem;
} ny_opening;

/* --- receipts ---------------------------------------------------------------------------------- */

ny_span ny_tender_place(uint32_t source, ny_text bytes, const char *key, size_t number)
{
    size_t size = strlen(key), seen = 0;
    for (size_t at = 0; at + size + 2 <= bytes.size; at++)
        if (bytes.data[at] == '"' && memcmp(bytes.data + at + 1, key, size) == 0 &&
            bytes.data[at + 1 + size] == '"' && seen++ == number)
            return (ny_span){source, (uint32_t)at, (uint32_t)(at + size + 2)};
    return (ny_span){source, 0, 0};
}

/* 2026-03-01T11:59:00Z: so written, texts stand in the order of time. */
static bool is_time(ny_text text)
{
    ny_date date;
    static const char shape[] = "dddd-dd-ddTdd:dd:ddZ";
    if (text.size != sizeof shape - 1)
        return false;
    for (size_t i = 0; i < text.size; i++)
        if (shape[i] == 'd' ? text.data[i] < '0' || text.data[i] > '9' : text.data[i] != shape[i])
            return false;
    return ny_date_read((ny_text){text.data, 10}, &date) && memcmp(text.data + 11, "24", 2) < 0 &&
           text.data[14] < '6' && text.data[17] < '6';
}

/* A fingerprint as `b2sum --length=256` writes it. */
static bool is_print(ny_text text)
{
    bool good = text.size == 64;
    for (size_t i = 0; i < text.size && good; i++)
        good = (text.data[i] >= '0' && text.data[i] <= '9') ||
               (text.data[i] >= 'a' && text.data[i] <= 'f');
    return good;
}

/* The name of a folder among the bids, which can be written on a line of the seed. */
static bool is_bid_name(ny_arena *arena, ny_text name)
{
    return name.size && name.data[0] != '.' && !memchr(name.data, '/', name.size) &&
           !memchr(name.data, '\t', name.size) && ny_text_equal(ny_text_shown(arena, name), name);
}

static ny_text text_in(ny_arena *arena, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value))
        return NY_NO_TEXT;
    return ny_text_copy(arena, (ny_text){json_string_value(value), json_string_length(value)});
}

static bool bad_receipts(ny_opening *opening, ny_span whole, ny_phrase what, ny_text word)
{
    NY_REPORT(opening->sink, NY_RECEIPTS_SHAPE, whole, opening->tender->receipts_path,
              NY_WORDS(opening->sink, what, word));
    return false;
}

/* The fingerprint of an envelope, where one is said; false, reported, where something else is. */
static bool read_print(ny_opening *opening, ny_span place, const json_t *object, const char *key,
                       ny_text bid, ny_text *ret_print)
{
    const json_t *said = json_object_get(object, key);
    ny_arena *arena = opening->arena;
    *ret_print = text_in(arena, object, key);
    if (!said || is_print(*ret_print))
        return true;
    NY_REPORT(opening->sink, NY_RECEIPTS_SHAPE, place, opening->tender->receipts_path,
              NY_WORDS(opening->sink, NY_WORDS_RECEIPT_PRINT, ny_text_of(key), bid));
    return false;
}

static bool read_receipt(ny_opening *opening, ny_span place, const json_t *object)
{
    ny_arena *arena = opening->arena;
    ny_bid bid = {.name = text_in(arena, object, "bid"),
                  .received = text_in(arena, object, "received"),
                  .has_receipt = true};
    if (!bid.name.data)
        return bad_receipts(opening, place, NY_WORDS_RECEIPT_WITHOUT_BID, NY_NO_TEXT);
    if (!is_bid_name(arena, bid.name))
        return bad_receipts(opening, place, NY_WORDS_RECEIPT_BAD_NAME, bid.name);
    if (!is_time(bid.received))
        return bad_receipts(opening, place, NY_WORDS_RECEIPT_WITHOUT_TIME, bid.name);
    if (!read_print(opening, place, object, "answers", bid.name, &bid.answers_due) ||
        !read_print(opening, place, object, "price", bid.name, &bid.price_due))
        return false;
    for (uint32_t i = 0; i < opening->tender->bids.count; i++)
        if (ny_text_equal(opening->tender->bids.items[i].name, bid.name)) {
            NY_REPORT(opening->sink, NY_TENDER_TWICE, place, bid.name,
                      ny_words(opening->sink, NY_WORDS_A_RECEIPT));
            return false;
        }
    *NY_APPEND(arena, &opening->tender->bids) = bid;
    return true;
}

static bool read_receipts(ny_opening *opening, ny_text bytes)
{
    ny_tender *tender = opening->tender;
    json_error_t problem;
    uint32_t source = ny_sink_add_source(opening->sink, tender->receipts_path, bytes);
    ny_span whole = {source, 0, 0};
    json_t *root = json_loadb(bytes.data, bytes.size, JSON_REJECT_DUPLICATES, &problem);
    if (!root) {
        NY_REPORT(opening->sink, NY_OFFER_NOT_JSON, ny_json_problem_span(source, bytes, &problem),
                  tender->receipts_path, ny_json_problem(opening->sink, bytes, &problem));
        return false;
    }
    tender->deadline = text_in(opening->arena, root, "deadline");
    tender->receipts_print = ny_fingerprint_of(opening->arena, bytes);
    bool good = true;
    const json_t *list = json_object_get(root, "receipts"), *one;
    size_t i;
    if (!ny_text_is(text_in(opening->arena, root, "nytte"), "receipts/1") || !json_is_array(list))
        good = bad_receipts(opening, whole, NY_WORDS_RECEIPTS_HEAD, NY_NO_TEXT);
    else if (!ny_text_equal(text_in(opening->arena, root, "contract"), tender->model->title))
        good = bad_receipts(opening, whole, NY_WORDS_RECEIPTS_OTHER, tender->model->title);
    else if (!is_time(tender->deadline))
        good = bad_receipts(opening, whole, NY_WORDS_RECEIPTS_DEADLINE, NY_NO_TEXT);
    else
        json_array_foreach(list, i, one) good =
            read_receipt(opening, ny_tender_place(source, bytes, "bid", i), one) && good;
    json_decref(root);
    return good;
}

/* --- which bids there are ----------------------------------------------------------------------- */

void ny_tender_put_out(ny_tender *tender, uint32_t bid, ny_out out, ny_text reason)
{
    ny_bid *of = &tender->bids.items[bid];
    if (of->out != NY_OUT_NOT)
        return;
    of->out = out;
    of->reason = reason;
}

static void sort_bids(ny_tender *tender)
{
    for (uint32_t i = 1; i < tender->bids.count; i++)
        for (uint32_t k = i; k > 0 && ny_text_compare(tender->bids.items[k].name,
                                                      tender->bids.items[k - 1].name) < 0;
             k--) {
            ny_bid other = tender->bids.items[k];
            tender->bids.items[k] = tender->bids.items[k - 1];
            tender->bids.items[k - 1] = other;
        }
}

static bool has_bid(const ny_tender *tender, ny_text name)
{
    for (uint32_t i = 0; i < tender->bids.count; i++)
        if (ny_text_equal(tender->bids.items[i].name, name))
            return true;
    return false;
}

static ny_status add_folders(ny_opening *opening)
{
    ny_file_names folders = {0};
    ny_tender *tender = opening->tender;
    ny_status status = ny_folder_list(opening->arena, opening->sink->language, tender->bids_path,
                                      true, &folders, opening->ret_problem);
    if (status != NY_DONE)
        return status;
    for (uint32_t i = 0; i < folders.count; i++)
        if (!has_bid(tender, folders.items[i]))
            *NY_APPEND(opening->arena, &tender->bids) = (ny_bid){
                .name = ny_text_shown(opening->arena, folders.items[i])}; /* it is never opened */
    sort_bids(tender);
    return NY_DONE;
}

/* --- envelopes --------------------------------------------------------------------------------- */

static ny_text path_of(ny_arena *arena, const ny_tender *tender, const ny_bid *bid,
                       const char *file)
{
    return ny_format(arena, "%.*s/%.*s/%s", NY_PRINT(tender->bids_path), NY_PRINT(bid->name), file);
}

bool ny_tender_is_linked(ny_arena *arena, const ny_tender *tender, const ny_bid *bid,
                         const char *file)
{
    return ny_file_is_link(arena, path_of(arena, tender, bid, file)) ||
           ny_file_is_link(arena, ny_format(arena, "%.*s/%.*s", NY_PRINT(tender->bids_path),
                                            NY_PRINT(bid->name)));
}

/* A fault with its file and line, and without where the folder lies. */
static ny_text placed(const ny_sink *own, const ny_diagnostic *fault, ny_text path,
                      const char *file)
{
    ny_text name = ny_text_of(file), message = ny_text_shown(own->arena, fault->message);
    if (message.size > path.size && memcmp(message.data, path.data, path.size) == 0)
        return ny_format(own->arena, "%s%.*s", file, (int)(message.size - path.size),
                         message.data + path.size);
    if (fault->span.source >= own->sources.count ||
        !ny_text_equal(own->sources.items[fault->span.source].name, path))
        return message;
    ny_place place = ny_place_of(own->sources.items[fault->span.source].text, fault->span.begin);
    return NY_WORDS(own, NY_WORDS_OUT_FAULT_AT, name, ny_format(own->arena, "%u", place.line),
                    message);
}

/* All that is wrong with a bid puts it out: the first fault is the reason, all are said. */
static void out_for_faults(ny_opening *opening, uint32_t bid, ny_sink *own, ny_text path,
                           const char *file)
{
    ny_sink_sort(own);
    ny_text first = placed(own, &own->diagnostics.items[0], path, file);
    if (own->diagnostics.count > 1)
        first = NY_WORDS(own, NY_WORDS_OUT_FAULTS_MORE, first,
                         ny_format(opening->arena, "%u", own->diagnostics.count - 1));
    ny_tender_put_out(opening->tender, bid, NY_OUT_FAULTS, first);
    *NY_APPEND(opening->arena, &opening->tender->faults) = own;
}

/* A sink of its own for one bid, which knows the contract's texts for places in them. */
static ny_sink *own_sink(ny_opening *opening)
{
    ny_sink *own = ny_sink_create(opening->arena);
    own->language = opening->sink->language;
    for (uint32_t i = 0; i < opening->sink->sources.count; i++)
        (void)ny_sink_add_source(own, opening->sink->sources.items[i].name,
                                 opening->sink->sources.items[i].text);
    return own;
}

/* Opens one envelope of a bid that is not out; a fault puts it out. */
static ny_status open_envelope(ny_opening *opening, uint32_t number, ny_keyword envelope)
{
    ny_arena *arena = opening->arena;
    ny_tender *tender = opening->tender;
    ny_bid *bid = &tender->bids.items[number];
    bool price = envelope == NY_KEYWORD_PRICE;
    const char *file = price ? "price.json" : "answers.json";
    ny_text path = path_of(arena, tender, bid, file), bytes,
            due = price ? bid->price_due : bid->answers_due;
    if (!ny_file_is_plain(arena, path)) {
        ny_tender_put_out(tender, number, NY_OUT_MISSING,
                          NY_WORDS(opening->sink, NY_WORDS_OUT_NO_FILE, ny_text_of(file)));
        return NY_DONE;
    }
    if (ny_tender_is_linked(arena, tender, bid, file)) {
        ny_tender_put_out(tender, number, NY_OUT_MISSING,
                          NY_WORDS(opening->sink, NY_WORDS_OUT_LINK, ny_text_of(file)));
        return NY_DONE;
    }
    ny_status status =
        ny_file_read(arena, opening->sink->language, path, &bytes, opening->ret_problem);
    if (status != NY_DONE)
        return status;
    ny_text print = ny_fingerprint_of(arena, bytes);
    if (!price)
        bid->answers_print = print;
    if (due.size && !ny_text_equal(due, print)) {
        ny_tender_put_out(tender, number, NY_OUT_ALTERED,
                          NY_WORDS(opening->sink, NY_WORDS_OUT_ALTERED, ny_text_of(file)));
        return NY_DONE;
    }
    ny_sink *own = own_sink(opening);
    ny_enveloped part = {0};
    if (!ny_offer_read_envelope(arena, own, tender->model, envelope, path, bytes, &part)) {
        out_for_faults(opening, number, own, path, file);
        return NY_DONE;
    }
    for (uint32_t i = 0; i < tender->model->figures.count; i++)
        if (part.values[i].state != NY_UNKNOWN)
            bid->values[i] = part.values[i];
    if (!price) {
        bid->answers = part.answers;
        bid->bidder = part.bidder;
    }
    return NY_DONE;
}

static void judge_answers(ny_opening *opening, uint32_t number)
{
    const ny_model *model = opening->tender->model;
    const ny_bid *bid = &opening->tender->bids.items[number];
    for (uint32_t i = 0; i < model->requirements.count && bid->out == NY_OUT_NOT; i++) {
        if (!model->requirements.items[i]->is.require.answered_yes)
            continue;
        ny_text name = model->requirements.items[i]->name.text;
        if (!bid->answers[i].said)
            ny_tender_put_out(opening->tender, number, NY_OUT_REQUIREMENT,
                              NY_WORDS(opening->sink, NY_WORDS_OUT_ANSWER_NONE, name));
        else if (!bid->answers[i].yes)
            ny_tender_put_out(opening->tender, number, NY_OUT_REQUIREMENT,
                              NY_WORDS(opening->sink, NY_WORDS_OUT_ANSWER_NO, name));
    }
}

static ny_status open_bid(ny_opening *opening, uint32_t number)
{
    ny_arena *arena = opening->arena;
    ny_tender *tender = opening->tender;
    ny_bid *bid = &tender->bids.items[number];
    bid->values = NY_NEW_ARRAY(arena, ny_value, tender->model->figures.count + 1);
    bid->answers = NY_NEW_ARRAY(arena, ny_answer, tender->model->requirements.count + 1);
    for (uint32_t i = 0; i < tender->model->figures.count; i++)
        bid->values[i] = ny_value_unknown();
    if (!bid->has_receipt)
        ny_tender_put_out(tender, number, NY_OUT_MISSING,
                          ny_words(opening->sink, NY_WORDS_OUT_NO_RECEIPT));
    else if (ny_text_compare(bid->received, tender->deadline) > 0)
        ny_tender_put_out(
            tender, number, NY_OUT_LATE,
            NY_WORDS(opening->sink, NY_WORDS_OUT_LATE, bid->received, tender->deadline));
    if (bid->out != NY_OUT_NOT)
        return NY_DONE; /* a late bid is not opened */
    ny_status status = open_envelope(opening, number, NY_KEYWORD_QUALITY);
    if (status == NY_DONE && bid->out == NY_OUT_NOT)
        judge_answers(opening, number);
    return status;
}

/* Two bids of one bidder: nobody knows which one stands. */
static bool bidders_differ(ny_opening *opening)
{
    ny_tender *tender = opening->tender;
    ny_map *bidders = ny_map_create(opening->arena);
    bool good = true;
    for (uint32_t i = 0; i < tender->bids.count; i++) {
        const ny_bid *bid = &tender->bids.items[i];
        uint32_t first = i;
        ny_text folded = ny_fold(opening->arena, bid->bidder);
        if (bid->out != NY_OUT_NOT || !folded.size || ny_map_add(bidders, folded, i))
            continue;
        (void)ny_map_find(bidders, folded, &first);
        ny_text both = ny_format(opening->arena, "%.*s (%.*s, %.*s)", NY_PRINT(bid->bidder),
                                 NY_PRINT(tender->bids.items[first].name), NY_PRINT(bid->name));
        NY_REPORT(opening->sink, NY_TENDER_TWICE, ((ny_span){UINT32_MAX, 0, 0}), both,
                  ny_words(opening->sink, NY_WORDS_A_BIDDER));
        good = false;
    }
    return good;
}

ny_status ny_tender_open(ny_arena *arena, ny_sink *sink, const ny_model *model, ny_text bids_path,
                         ny_text receipts_path, ny_tender *ret_tender, ny_text *ret_problem)
{
    *ret_tender =
        (ny_tender){.model = model, .bids_path = bids_path, .receipts_path = receipts_path};
    ny_opening opening = {arena, sink, ret_tender, ret_problem};
    ny_text bytes;
    ny_status status = ny_file_read(arena, sink->language, receipts_path, &bytes, ret_problem);
    if (status != NY_DONE)
        return status;
    if (!read_receipts(&opening, bytes))
        return NY_INPUT_WRONG;
    status = add_folders(&opening);
    for (uint32_t i = 0; status == NY_DONE && i < ret_tender->bids.count; i++)
        status = open_bid(&opening, i);
    return status != NY_DONE ? status : bidders_differ(&opening) ? NY_DONE : NY_INPUT_WRONG;
}

ny_status ny_tender_open_prices(ny_arena *arena, ny_sink *sink, ny_tender *tender,
                                ny_text *ret_problem)
{
    ny_opening opening = {arena, sink, tender, ret_problem};
    ny_status status = NY_DONE;
    if (!ny_form_has(ny_form_of(arena, tender->model), NY_KEYWORD_PRICE))
        return NY_DONE;
    for (uint32_t i = 0; status == NY_DONE && i < tender->bids.count; i++)
        if (tender->bids.items[i].out == NY_OUT_NOT)
            status = open_envelope(&opening, i, NY_KEYWORD_PRICE);
    return status;
}
