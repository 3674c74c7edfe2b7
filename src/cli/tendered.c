/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See tendered.h. The order is the law here: scores, lock, and only then prices. */

#include "cli/tendered.h"

#include "io/diagnostics.h"

ny_status ny_tendered_contract(ny_arena *arena, const char *command, const ny_arguments *arguments,
                               ny_tendered *ret_tendered)
{
    ny_tendered *tendered = ret_tendered;
    *tendered = (ny_tendered){0};
    if (arguments->files.count == 0)
        return ny_usage_problem(arena, command, NY_TEXT("say which contract"));
    ny_status status = ny_load(arena, arguments->language, arguments->files.items,
                               arguments->files.count, &tendered->loaded);
    if (status == NY_WORLD_FAILED)
        return ny_world_problem(arena, tendered->loaded.problem);
    ny_sink *sink = tendered->loaded.sink;
    if (status != NY_DONE || !ny_award_lower(arena, sink, tendered->loaded.model, &tendered->plan))
        return ny_say_diagnostics(arena, sink);
    for (uint32_t i = 0; i < tendered->loaded.paths.count; i++)
        *NY_APPEND(arena, &tendered->fingerprints) =
            (ny_fingerprint){NY_TEXT("contract"), tendered->loaded.paths.items[i],
                             ny_fingerprint_of(arena, tendered->loaded.texts.items[i])};
    return ny_load_prose(arena, command, arguments->language, &tendered->loaded, &tendered->prose);
}

/* --- before any price is opened ------------------------------------------------------------------ */

/* What the plan's inputs are in this bid. */
static ny_value *inputs_of(ny_arena *arena, const ny_plan *plan, const ny_bid *bid)
{
    ny_value *inputs = NY_NEW_ARRAY(arena, ny_value, plan->inputs.count + 1);
    for (uint32_t i = 0; i < plan->inputs.count; i++)
        inputs[i] = bid->values[plan->inputs.items[i].figure];
    return inputs;
}

static void say_stop(ny_tendered *tendered, const ny_bid *bid, const ny_stop *stop)
{
    ny_report(tendered->loaded.sink, stop->code, stop->span,
              (const ny_text[]){ny_span_text(tendered->loaded.sink, stop->span), bid->name}, 2);
}

/* Conditions over what is open by now put bids out; those that rest on sealed prices wait. */
static bool judge_conditions(ny_arena *arena, ny_tendered *tendered, ny_bid_figures *ret_figures)
{
    ny_tender *tender = &tendered->tender;
    const ny_model *model = tender->model;
    for (uint32_t b = 0; b < tender->bids.count; b++) {
        const ny_bid *bid = &tender->bids.items[b];
        ny_stop stop = {0};
        if (bid->out != NY_OUT_NOT)
            continue;
        if (!ny_award_figures_find(arena, &tendered->plan, tendered->prose.language,
                                   inputs_of(arena, tendered->plan.plan, bid), &ret_figures[b],
                                   &stop)) {
            say_stop(tendered, bid, &stop);
            return false;
        }
        for (uint32_t i = 0; i < model->requirements.count; i++)
            if (!ret_figures[b].met[i])
                ny_tender_put_out(tender, b, NY_OUT_REQUIREMENT,
                                  NY_WORDS(tendered->loaded.sink, NY_WORDS_OUT_CONDITION,
                                           model->requirements.items[i]->name.text));
    }
    return true;
}

void ny_tendered_say_faults(ny_arena *arena, ny_tender *tender)
{
    for (uint32_t i = 0; i < tender->faults.count; i++)
        (void)ny_say_diagnostics(arena, tender->faults.items[i]);
    tender->faults.count = 0;
}

static ny_text beside_scores(ny_arena *arena, ny_text scores, const char *name)
{
    while (scores.size > 1 && scores.data[scores.size - 1] == '/')
        scores.size--;
    return ny_path_beside(arena, scores, ny_text_of(name));
}

static bool has_judges(const ny_model *model)
{
    for (uint32_t i = 0; i < model->award.criteria.count; i++)
        if (model->award.criteria.items[i].words->judging == NY_JUDGED_BY_JUDGES)
            return true;
    return false;
}

ny_status ny_tendered_open(ny_arena *arena, const char *command, const ny_arguments *arguments,
                           ny_tendered *ret_tendered)
{
    ny_text scores, bids, receipts, problem = NY_NO_TEXT;
    ny_status status = ny_tendered_contract(arena, command, arguments, ret_tendered);
    if (status != NY_DONE)
        return status;
    const ny_model *model = ret_tendered->loaded.model;
    if (!ny_said_value(arguments, "scores", &scores))
        return ny_usage_problem(arena, command,
                                NY_TEXT("--scores: say where the judges' scores lie"));
    if (!ny_said_value(arguments, "bids", &bids))
        bids = beside_scores(arena, scores, "bids");
    if (!ny_said_value(arguments, "receipts", &receipts))
        receipts = beside_scores(arena, scores, "receipts.json");
    if (!ny_said_value(arguments, "lock", &ret_tendered->lock_path))
        ret_tendered->lock_path = ny_format(arena, "%.*s/lock.json", NY_PRINT(scores));
    ny_sink *sink = ret_tendered->loaded.sink;
    ny_tender *tender = &ret_tendered->tender;
    status = ny_tender_open(arena, sink, model, bids, receipts, tender, &problem);
    ny_bid_figures *figures = NY_NEW_ARRAY(arena, ny_bid_figures, tender->bids.count + 1);
    if (status == NY_DONE && !judge_conditions(arena, ret_tendered, figures))
        status = NY_INPUT_WRONG;
    if (status == NY_DONE && has_judges(model))
        status = ny_tender_read_scores(arena, sink, tender, scores, &problem);
    if (status == NY_DONE)
        status = ny_tender_read_assessment(arena, sink, tender, scores, &problem);
    ny_tendered_say_faults(arena, tender);
    if (status == NY_WORLD_FAILED)
        return ny_world_problem(arena, problem);
    if (status == NY_DONE && !ny_tender_marks_complete(arena, sink, tender))
        status = NY_INPUT_WRONG;
    return status == NY_DONE
               ? ny_tender_models_load(arena, command, &ret_tendered->loaded, tender,
                                       &ret_tendered->fingerprints, &ret_tendered->models)
               : ny_say_diagnostics(arena, sink);
}

/* --- behind the lock ----------------------------------------------------------------------------- */

ny_status ny_tendered_check_lock(ny_arena *arena, ny_tendered *tendered)
{
    ny_text bytes, problem;
    ny_sink *sink = tendered->loaded.sink;
    if (!ny_file_is_plain(arena, tendered->lock_path)) {
        NY_REPORT(sink, NY_LOCK_MISSING, ((ny_span){UINT32_MAX, 0, 0}), tendered->lock_path);
        return ny_say_diagnostics(arena, sink);
    }
    if (ny_file_read(arena, sink->language, tendered->lock_path, &bytes, &problem) != NY_DONE)
        return ny_world_problem(arena, problem);
    if (!ny_lock_holds(arena, sink, &tendered->tender, &tendered->fingerprints, tendered->lock_path,
                       bytes))
        return ny_say_diagnostics(arena, sink);
    return NY_DONE;
}

/* The marks of a bid as one figure for each criterion that judges mark. */
static void put_marks(ny_arena *arena, ny_tendered *tendered)
{
    const ny_tender *tender = &tendered->tender;
    const ny_award *award = &tender->model->award;
    uint32_t criteria = award->criteria.count, judges = tender->judges.count;
    size_t cells = (size_t)tender->bids.count * criteria;
    ny_rational *marks = NY_NEW_ARRAY(arena, ny_rational, cells * judges + 1);
    uint32_t *counts = NY_NEW_ARRAY(arena, uint32_t, cells + 1);
    for (uint32_t m = 0; m < tender->marks.count; m++) {
        const ny_mark *mark = &tender->marks.items[m];
        size_t cell = (size_t)mark->bid * criteria + mark->criterion;
        marks[cell * judges + counts[cell]++] = mark->points;
    }
    for (size_t cell = 0; cell < cells; cell++)
        if (counts[cell] && tendered->bids[cell / criteria].in)
            tendered->bids[cell / criteria].values[cell % criteria] =
                ny_award_mark(arena, &award->criteria.items[cell % criteria].words->judges,
                              marks + cell * judges, counts[cell]);
}

/* Why no ranking can be made. */
static ny_status say_problem(ny_arena *arena, ny_tendered *tendered, const ny_ranking *ranking)
{
    const ny_tender *tender = &tendered->tender;
    const ny_award *award = &tender->model->award;
    const ny_declaration *by = ranking->criterion == NY_NONE
                                   ? award->declaration
                                   : award->criteria.items[ranking->criterion].declaration;
    ny_text name = ranking->criterion == NY_NONE
                       ? ny_span_text(tendered->loaded.sink, award->words->price->span)
                       : by->name.text;
    ny_text at = ny_rational_decimal_text(arena, ranking->at, 0, 6);
    if (ranking->problem == NY_AWARD_NO_LINE)
        NY_REPORT(tendered->loaded.sink, NY_NO_LINE_OF_POINTS, by->span, name, at);
    else
        NY_REPORT(tendered->loaded.sink, NY_RATIO_OF_ZERO, by->span, name, at,
                  tender->bids.items[ranking->bid].name);
    return ny_say_diagnostics(arena, tendered->loaded.sink);
}

/* With the simulated figures, and beside them by the models alone. */
static ny_status rank(ny_arena *arena, ny_tendered *tendered)
{
    const ny_tender_expected *expected = &tendered->expected;
    uint32_t count = tendered->tender.bids.count;
    if (expected->count && tendered->tender.assessed.count) {
        tendered->bids_without = NY_NEW_ARRAY(arena, ny_standing, (size_t)count + 1);
        for (uint32_t b = 0; b < count; b++)
            tendered->bids_without[b] = tendered->bids[b];
        ny_expected_put(arena, &tendered->terms, expected->without, expected->count,
                        tendered->bids_without, count);
        ny_award_rank(arena, &tendered->terms, tendered->bids_without, count,
                      &tendered->ranking_without);
    }
    ny_expected_put(arena, &tendered->terms, expected->ranked, expected->count, tendered->bids,
                    count);
    ny_award_rank(arena, &tendered->terms, tendered->bids, count, &tendered->ranking);
    if (tendered->ranking.problem != NY_AWARD_RANKED)
        return say_problem(arena, tendered, &tendered->ranking);
    if (tendered->bids_without && tendered->ranking_without.problem != NY_AWARD_RANKED)
        return say_problem(arena, tendered, &tendered->ranking_without);
    ny_award_decide(arena, &tendered->terms, tendered->bids, count, expected->ranked,
                    expected->count, &tendered->decision);
    return NY_DONE;
}

static bool find_terms(ny_arena *arena, ny_tendered *tendered)
{
    ny_stop stop = {0};
    bool good = ny_award_terms_find(arena, &tendered->plan, tendered->prose.language,
                                    &tendered->terms, &stop);
    if (!good)
        say_stop(tendered, &(ny_bid){.name = tendered->loaded.model->title}, &stop);
    return good;
}

ny_status ny_tendered_terms(ny_arena *arena, const char *command, const ny_arguments *arguments,
                            ny_tendered *ret_tendered)
{
    ny_status status = ny_tendered_contract(arena, command, arguments, ret_tendered);
    if (status != NY_DONE || find_terms(arena, ret_tendered))
        return status;
    return ny_say_diagnostics(arena, ret_tendered->loaded.sink);
}

/* The bids as they stand, but for what is simulated. */
static bool stand(ny_arena *arena, ny_tendered *tendered, const ny_bid_figures *figures)
{
    const ny_tender *tender = &tendered->tender;
    if (!find_terms(arena, tendered))
        return false;
    tendered->bids = NY_NEW_ARRAY(arena, ny_standing, tender->bids.count + 1);
    ny_rational *none = NY_NEW_ARRAY(arena, ny_rational, tender->model->award.criteria.count + 1);
    for (uint32_t c = 0; c < tender->model->award.criteria.count; c++)
        none[c] = NY_RATIONAL_ZERO;
    for (uint32_t b = 0; b < tender->bids.count; b++)
        tendered->bids[b] =
            (ny_standing){.name = tender->bids.items[b].name,
                          .in = tender->bids.items[b].out == NY_OUT_NOT,
                          .values = figures[b].values ? figures[b].values : none,
                          .price = figures[b].values ? figures[b].price : NY_RATIONAL_ZERO,
                          .plus = figures[b].values ? figures[b].plus : NY_RATIONAL_ZERO,
                          .ties = figures[b].ties,
                          .received = tender->bids.items[b].received};
    put_marks(arena, tendered);
    return true;
}

static ny_status expect(ny_arena *arena, const char *command, const ny_arguments *arguments,
                        ny_tendered *tendered)
{
    ny_tender_seed seed;
    ny_text problem;
    if (ny_tender_seed_find(arena, arguments->language, &tendered->tender, &tendered->fingerprints,
                            &seed, &problem) != NY_DONE)
        return ny_world_problem(arena, problem);
    return ny_tender_expect(arena, command, arguments, &tendered->loaded, &tendered->tender,
                            &tendered->models, &seed, &tendered->expected);
}

ny_status ny_tendered_rank(ny_arena *arena, const char *command, const ny_arguments *arguments,
                           ny_tendered *ret_tendered)
{
    ny_text problem = NY_NO_TEXT;
    ny_status status = ny_tendered_open(arena, command, arguments, ret_tendered);
    if (status == NY_DONE)
        status = ny_tendered_check_lock(arena, ret_tendered);
    if (status != NY_DONE)
        return status;
    ny_sink *sink = ret_tendered->loaded.sink;
    ny_tender *tender = &ret_tendered->tender;
    status = ny_tender_open_prices(arena, sink, tender, &problem);
    if (status == NY_WORLD_FAILED)
        return ny_world_problem(arena, problem);
    ny_bid_figures *figures = NY_NEW_ARRAY(arena, ny_bid_figures, tender->bids.count + 1);
    bool good = judge_conditions(arena, ret_tendered, figures);
    ny_tendered_say_faults(arena, tender);
    if (!good || !stand(arena, ret_tendered, figures))
        return ny_say_diagnostics(arena, sink);
    if (ret_tendered->models.count)
        status = expect(arena, command, arguments, ret_tendered);
    return status == NY_DONE ? rank(arena, ret_tendered) : status;
}

ny_given_marks ny_tendered_marks(ny_arena *arena, const ny_tender *tender)
{
    ny_given_mark *marks = NY_NEW_ARRAY(arena, ny_given_mark, tender->marks.count + 1);
    for (uint32_t i = 0; i < tender->marks.count; i++)
        marks[i] = (ny_given_mark){tender->marks.items[i].judge, tender->marks.items[i].bid,
                                   tender->marks.items[i].criterion, tender->marks.items[i].points};
    return (ny_given_marks){marks, tender->marks.count, tender->judges.count};
}
