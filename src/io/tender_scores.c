/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Marks: one file a judge, each mark with a reason. */

#include "io/tender.h"

#include "io/fold.h"
#include "io/json.h"

#include <string.h>

typedef struct ny_scoring_file {
    ny_arena *arena;
    ny_sink *sink;
    ny_tender *tender;
    ny_text path, bytes, judge;
    uint32_t source, number;
    size_t read_to; /* where the last bid was found: the next one mostly stands behind it */
    bool good;
} ny_scoring_file;

/* The line on which a key stands behind another, for people to find it: the first `"key"` behind `from`. */
static ny_span span_of(const ny_scoring_file *file, const char *key, ny_span from)
{
    ny_text quoted = ny_format(file->arena, "\"%s\"", key);
    const char *data = file->bytes.data, *end = data + file->bytes.size, *quote = data + from.begin;
    while ((quote = memchr(quote, '"', (size_t)(end - quote))) != NULL &&
           (size_t)(end - quote) >= quoted.size) {
        if (memcmp(quote, quoted.data, quoted.size) == 0) {
            uint32_t at = (uint32_t)(quote - data);
            return (ny_span){file->source, at, at + (uint32_t)quoted.size};
        }
        quote++;
    }
    return from;
}

static bool bad_file(ny_scoring_file *file, ny_phrase what, ny_text word)
{
    NY_REPORT(file->sink, NY_SCORES_SHAPE, ((ny_span){file->source, 0, 0}), file->path,
              NY_WORDS(file->sink, what, word));
    return file->good = false;
}

static uint32_t criterion_of(const ny_model *model, ny_text name)
{
    for (uint32_t i = 0; i < model->award.criteria.count; i++)
        if (ny_text_equal(model->award.criteria.items[i].declaration->name.text, name) &&
            model->award.criteria.items[i].words->judging == NY_JUDGED_BY_JUDGES)
            return i;
    return NY_NONE;
}

static void of_what(ny_scoring_file *file, ny_span span, ny_text what, ny_text why)
{
    NY_REPORT(file->sink, NY_MARK_OF_WHAT, span, file->judge, what, why);
    file->good = false;
}

/* {"points": "8", "reason": "…"} */
static void read_mark(ny_scoring_file *file, uint32_t bid, const char *key, const json_t *object,
                      ny_span span)
{
    ny_text name = ny_text_copy(file->arena, ny_text_of(key));
    ny_text bidder = file->tender->bids.items[bid].name;
    uint32_t criterion = criterion_of(file->tender->model, name);
    const char *points = json_string_value(json_object_get(object, "points"));
    const char *reason = json_string_value(json_object_get(object, "reason"));
    ny_rational mark;
    if (criterion == NY_NONE) {
        of_what(file, span, name, ny_words(file->sink, NY_WORDS_NOT_JUDGED_BY_JUDGES));
        return;
    }
    if (!points || !ny_rational_read(file->arena, ny_text_of(points), &mark)) {
        NY_REPORT(file->sink, NY_MARK_NOT_NUMBER, span, file->judge, name, bidder);
        file->good = false;
        return;
    }
    const ny_criterion *of = &file->tender->model->award.criteria.items[criterion];
    if (ny_rational_compare(mark, of->fewest) < 0 || ny_rational_compare(mark, of->most) > 0) {
        NY_REPORT(file->sink, NY_MARK_OUTSIDE, span, file->judge,
                  ny_text_copy(file->arena, ny_text_of(points)), name, bidder,
                  ny_rational_decimal_text(file->arena, of->fewest, 0, 6),
                  ny_rational_decimal_text(file->arena, of->most, 0, 6));
        file->good = false;
        return;
    }
    if (!reason || !ny_text_trim(ny_text_of(reason)).size) {
        NY_REPORT(file->sink, NY_MARK_WITHOUT_REASON, span, file->judge, name, bidder);
        file->good = false;
        return;
    }
    *NY_APPEND(file->arena, &file->tender->marks) = (ny_mark){
        .judge = file->number,
        .bid = bid,
        .criterion = criterion,
        .points = mark,
        .reason = ny_text_shown(file->arena, ny_text_copy(file->arena, ny_text_of(reason)))};
}

static void read_bid(ny_scoring_file *file, const char *key, json_t *marks, ny_span from)
{
    ny_tender *tender = file->tender;
    ny_text name = ny_text_copy(file->arena, ny_text_of(key));
    ny_span last = {file->source, (uint32_t)file->read_to, (uint32_t)file->read_to};
    ny_span span = span_of(file, key, file->read_to ? last : from);
    span = span.begin == file->read_to ? span_of(file, key, from) : span;
    file->read_to = span.begin;
    uint32_t bid = 0;
    while (bid < tender->bids.count && !ny_text_equal(tender->bids.items[bid].name, name))
        bid++;
    const char *criterion;
    json_t *mark;
    if (bid == tender->bids.count)
        of_what(file, span, name, ny_words(file->sink, NY_WORDS_NO_SUCH_BID));
    else if (tender->bids.items[bid].out != NY_OUT_NOT)
        of_what(file, span, name,
                NY_WORDS(file->sink, NY_WORDS_BID_IS_OUT, tender->bids.items[bid].reason));
    else
        json_object_foreach(marks, criterion, mark)
            read_mark(file, bid, criterion, mark, span_of(file, criterion, span));
}

static bool read_head(ny_scoring_file *file, const json_t *root)
{
    const char *version = json_string_value(json_object_get(root, "nytte"));
    const char *contract = json_string_value(json_object_get(root, "contract"));
    const char *judge = json_string_value(json_object_get(root, "judge"));
    ny_tender *tender = file->tender;
    if (!version || !ny_text_is(ny_text_of(version), "scores/1") ||
        !json_is_object(json_object_get(root, "scores")))
        return bad_file(file, NY_WORDS_SCORES_HEAD, NY_NO_TEXT);
    if (!contract || !ny_text_equal(ny_text_of(contract), tender->model->title))
        return bad_file(file, NY_WORDS_RECEIPTS_OTHER, tender->model->title);
    if (!judge || !ny_text_trim(ny_text_of(judge)).size)
        return bad_file(file, NY_WORDS_SCORES_NO_JUDGE, NY_NO_TEXT);
    file->judge =
        ny_text_shown(file->arena, ny_text_copy(file->arena, ny_text_trim(ny_text_of(judge))));
    for (uint32_t i = 0; i < tender->judges.count; i++)
        if (ny_folds_equal(tender->judges.items[i].name, file->judge)) {
            NY_REPORT(file->sink, NY_JUDGE_TWICE, ((ny_span){file->source, 0, 0}), file->judge,
                      tender->judges.items[i].file, file->path);
            return file->good = false;
        }
    file->number = tender->judges.count;
    *NY_APPEND(file->arena, &tender->judges) =
        (ny_judge){file->judge, file->path, ny_fingerprint_of(file->arena, file->bytes)};
    return true;
}

static bool read_file(ny_scoring_file *file)
{
    json_error_t problem;
    file->source = ny_sink_add_source(file->sink, file->path, file->bytes);
    json_t *root = json_loadb(file->bytes.data, file->bytes.size, JSON_REJECT_DUPLICATES, &problem),
           *marks;
    const char *bid;
    if (!root) {
        NY_REPORT(file->sink, NY_OFFER_NOT_JSON,
                  ny_json_problem_span(file->source, file->bytes, &problem), file->path,
                  ny_json_problem(file->sink, file->bytes, &problem));
        return false;
    }
    ny_span from = span_of(file, "scores", (ny_span){file->source, 0, 0});
    if (read_head(file, root))
        json_object_foreach(json_object_get(root, "scores"), bid, marks)
            read_bid(file, bid, marks, from);
    json_decref(root);
    return file->good;
}

/* By bid, and of one bid in the order in which they were read: so each bid's marks stand together. */
static void sort_marks(ny_arena *arena, ny_tender *tender)
{
    ny_mark *sorted = NY_NEW_ARRAY(arena, ny_mark, (size_t)tender->marks.count + 1);
    uint32_t at = 0;
    for (uint32_t m = 0; m < tender->marks.count; m++)
        tender->bids.items[tender->marks.items[m].bid].marks++;
    for (uint32_t b = 0; b < tender->bids.count; b++) {
        tender->bids.items[b].first_mark = at;
        at += tender->bids.items[b].marks;
        tender->bids.items[b].marks = 0;
    }
    for (uint32_t m = 0; m < tender->marks.count; m++) {
        ny_bid *bid = &tender->bids.items[tender->marks.items[m].bid];
        sorted[bid->first_mark + bid->marks++] = tender->marks.items[m];
    }
    tender->marks.items = sorted;
    tender->marks.capacity = tender->marks.count;
}

ny_status ny_tender_read_scores(ny_arena *arena, ny_sink *sink, ny_tender *tender,
                                ny_text scores_path, ny_text *ret_problem)
{
    ny_file_names names = {0};
    bool good = true;
    tender->scores_path = scores_path;
    ny_status status =
        ny_folder_list(arena, sink->language, scores_path, false, &names, ret_problem);
    for (uint32_t i = 0; status == NY_DONE && i < names.count; i++) {
        if (ny_text_is(names.items[i], "lock.json") ||
            ny_text_is(names.items[i], "assessment.json"))
            continue;
        ny_scoring_file file = {.arena = arena, .sink = sink, .tender = tender, .good = true};
        file.path = ny_format(arena, "%.*s/%.*s", NY_PRINT(scores_path), NY_PRINT(names.items[i]));
        status = ny_file_read(arena, sink->language, file.path, &file.bytes, ret_problem);
        good = (status != NY_DONE || read_file(&file)) && good;
    }
    sort_marks(arena, tender);
    return status != NY_DONE ? status : good ? NY_DONE : NY_INPUT_WRONG;
}

/* Who has given none, or all that are due where no judge is there at all. */
static ny_text who_lacks(ny_arena *arena, const ny_sink *sink, const ny_tender *tender,
                         const bool *gave)
{
    ny_buffer names = ny_buffer_create(arena);
    for (uint32_t j = 0; j < tender->judges.count; j++)
        if (!gave[j])
            ny_buffer_format(&names, "%s%.*s", names.size ? ", " : "",
                             NY_PRINT(tender->judges.items[j].name));
    return names.size ? ny_buffer_text(&names) : ny_words(sink, NY_WORDS_OTHER_JUDGES);
}

bool ny_tender_marks_complete(ny_arena *arena, ny_sink *sink, const ny_tender *tender)
{
    const ny_award *award = &tender->model->award;
    size_t cells = (size_t)tender->bids.count * award->criteria.count,
           judges = tender->judges.count;
    bool *gave = NY_NEW_ARRAY(arena, bool, cells *judges + 1), good = true;
    for (uint32_t m = 0; m < tender->marks.count; m++) {
        const ny_mark *mark = &tender->marks.items[m];
        gave[((size_t)mark->bid * award->criteria.count + mark->criterion) * judges + mark->judge] =
            true;
    }
    for (size_t cell = 0; cell < cells; cell++) {
        const ny_bid *bid = &tender->bids.items[cell / award->criteria.count];
        const ny_criterion *criterion = &award->criteria.items[cell % award->criteria.count];
        uint32_t have = 0, due = criterion->words->judges.least;
        if (bid->out != NY_OUT_NOT || criterion->words->judging != NY_JUDGED_BY_JUDGES)
            continue;
        for (size_t j = 0; j < judges; j++)
            have += gave[cell * judges + j];
        if (have >= due && have == judges)
            continue;
        NY_REPORT(sink, NY_MARKS_LACK, ((ny_span){UINT32_MAX, 0, 0}),
                  criterion->declaration->name.text, bid->name, ny_format(arena, "%u", have),
                  ny_format(arena, "%zu", due > judges ? (size_t)due : judges),
                  who_lacks(arena, sink, tender, gave + cell * judges));
        good = false;
    }
    return good;
}
