/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The buyer's own values for what a model assumes, bid by bid: one file, each value with source and
 * reason, locked with the marks of the judges. */

#include "io/tender.h"

#include "io/json.h"

#include <string.h>

typedef struct ny_assessing {
    ny_arena *arena;
    ny_sink *sink;
    ny_tender *tender;
    ny_text path, bytes;
    uint32_t source;
    bool good;
} ny_assessing;

/* The first criterion that counts an assessment, or NULL. */
static const ny_criterion *who_asks(const ny_model *model)
{
    for (uint32_t i = 0; i < model->award.criteria.count; i++) {
        const ny_criterion *criterion = &model->award.criteria.items[i];
        if (criterion->words->judging == NY_JUDGED_BY_EXPECTED &&
            criterion->words->expected.assessed)
            return criterion;
    }
    return NULL;
}

static bool bad_shape(ny_assessing *of, ny_phrase what, ny_text word)
{
    NY_REPORT(of->sink, NY_ASSESSMENT_SHAPE, ((ny_span){of->source, 0, 0}), of->path,
              NY_WORDS(of->sink, what, word));
    return of->good = false;
}

static uint32_t find_bid(ny_assessing *of, ny_text name, ny_span span)
{
    const ny_tender *tender = of->tender;
    for (uint32_t i = 0; i < tender->bids.count; i++) {
        const ny_bid *bid = &tender->bids.items[i];
        if (!ny_text_equal(bid->name, name))
            continue;
        if (bid->out == NY_OUT_NOT)
            return i;
        NY_REPORT(of->sink, NY_ASSESSED_BID, span, name,
                  NY_WORDS(of->sink, NY_WORDS_BID_IS_OUT, bid->reason));
        return NY_NONE;
    }
    NY_REPORT(of->sink, NY_ASSESSED_BID, span, name, ny_words(of->sink, NY_WORDS_NO_SUCH_BID));
    return NY_NONE;
}

static bool stands_already(const ny_tender *tender, uint32_t bid, ny_text assumption)
{
    for (uint32_t i = 0; i < tender->assessed.count; i++)
        if (tender->assessed.items[i].bid == bid &&
            ny_text_equal(tender->assessed.items[i].assumption, assumption))
            return true;
    return false;
}

static void read_value(ny_assessing *of, const json_t *object, size_t number)
{
    static const char *const keys[] = {"bid", "assumption", "value", "source", "reason"};
    ny_text texts[5];
    ny_span span = ny_tender_place(of->source, of->bytes, "assumption", number);
    for (size_t i = 0; i < 5; i++) {
        const char *text = json_string_value(json_object_get(object, keys[i]));
        if (!text) {
            (void)bad_shape(of, NY_WORDS_ASSESSED_PARTS, ny_format(of->arena, "%zu", number + 1));
            return;
        }
        texts[i] =
            ny_text_shown(of->arena, ny_text_trim(ny_text_copy(of->arena, ny_text_of(text))));
    }
    ny_assessed made = {.bid = find_bid(of, texts[0], span),
                        .assumption = texts[1],
                        .value = texts[2],
                        .source = texts[3],
                        .reason = texts[4],
                        .span = span};
    bool good = made.bid != NY_NONE;
    if (!made.source.size || !made.reason.size) {
        NY_REPORT(of->sink, NY_ASSESSED_WHY, span, made.assumption, texts[0],
                  ny_words(of->sink, made.source.size ? NY_WORDS_A_REASON : NY_WORDS_A_SOURCE));
        good = false;
    }
    if (good && stands_already(of->tender, made.bid, made.assumption)) {
        NY_REPORT(of->sink, NY_ASSESSED_TWICE, span, made.assumption, texts[0]);
        good = false;
    }
    if (good)
        *NY_APPEND(of->arena, &of->tender->assessed) = made;
    of->good = of->good && good;
}

static bool read_file(ny_assessing *of)
{
    json_error_t problem;
    json_t *root = json_loadb(of->bytes.data, of->bytes.size, JSON_REJECT_DUPLICATES, &problem);
    if (!root) {
        NY_REPORT(of->sink, NY_OFFER_NOT_JSON,
                  ny_json_problem_span(of->source, of->bytes, &problem), of->path,
                  ny_json_problem(of->sink, of->bytes, &problem));
        return false;
    }
    const char *version = json_string_value(json_object_get(root, "nytte"));
    const char *contract = json_string_value(json_object_get(root, "contract"));
    const json_t *values = json_object_get(root, "values"), *one;
    size_t i;
    if (!version || !ny_text_is(ny_text_of(version), "assessment/1") || !json_is_array(values))
        (void)bad_shape(of, NY_WORDS_ASSESSMENT_HEAD, NY_NO_TEXT);
    else if (!contract || !ny_text_equal(ny_text_of(contract), of->tender->model->title))
        (void)bad_shape(of, NY_WORDS_RECEIPTS_OTHER, of->tender->model->title);
    else
        json_array_foreach(values, i, one) read_value(of, one, i);
    json_decref(root);
    return of->good;
}

ny_status ny_tender_read_assessment(ny_arena *arena, ny_sink *sink, ny_tender *tender,
                                    ny_text scores_path, ny_text *ret_problem)
{
    ny_text path = ny_format(arena, "%.*s/assessment.json", NY_PRINT(scores_path));
    const ny_criterion *asking = who_asks(tender->model);
    bool there = ny_file_is_plain(arena, path);
    if (there != (asking != NULL)) {
        if (there)
            NY_REPORT(sink, NY_ASSESSMENT_NOT_ASKED, ((ny_span){UINT32_MAX, 0, 0}), path);
        else
            NY_REPORT(sink, NY_ASSESSMENT_LACKS, asking->words->judging_span, path,
                      asking->declaration->name.text);
        return NY_INPUT_WRONG;
    }
    if (!there)
        return NY_DONE;
    ny_assessing of = {.arena = arena, .sink = sink, .tender = tender, .path = path, .good = true};
    ny_status status = ny_file_read(arena, sink->language, path, &of.bytes, ret_problem);
    if (status != NY_DONE)
        return status;
    of.source = ny_sink_add_source(sink, path, of.bytes);
    tender->assessment_path = path;
    tender->assessment_print = ny_fingerprint_of(arena, of.bytes);
    return read_file(&of) ? NY_DONE : NY_INPUT_WRONG;
}
