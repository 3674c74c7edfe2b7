/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See expected.h. What is assessed for a bid becomes an alternative of the model, so that it is read,
 * checked and computed as any other; of a value that is drawn:
 *     assume assessed_2_revision_ratio = 0.8, between 0.6 and 1.1, lognormal from "assessment"
 *     alternative assessed_for_2 ""
 *       mean_stay      = 2 days
 *       revision_ratio = assessed_2_revision_ratio
 * The contract as written is simulated: alternatives of the model's own are for its author. */

#include "cli/expected.h"

#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/simulated.h"

#define ASSESSED_NAME "assessed_for_"

/* --- what is assessed, as a text ------------------------------------------------------------------ */

static bool assumes(const ny_model *model, ny_text name)
{
    uint32_t figure = ny_model_figure(model, name);
    return figure != NY_NONE && model->figures.items[figure].kind == NY_FIGURE_ASSUME;
}

/* A law, or an interval behind the value. */
static bool is_drawn(ny_text value)
{
    for (size_t i = 0; i < value.size; i++)
        if (value.data[i] == '~' || value.data[i] == ',')
            return true;
    return false;
}

/* On one line, whatever was typed. */
static void add_value(ny_buffer *text, ny_text value)
{
    if (!value.size || value.data[0] != '~')
        ny_buffer_add(text, NY_TEXT("= "));
    for (size_t i = 0; i < value.size; i++)
        ny_buffer_add_character(text, (unsigned char)value.data[i] < ' ' ? ' ' : value.data[i]);
}

static ny_text assessed_text(ny_arena *arena, const ny_tender *tender, const ny_model *model)
{
    ny_buffer text = ny_buffer_create(arena);
    for (uint32_t b = 0; b < tender->bids.count; b++) {
        ny_buffer lines = ny_buffer_create(arena);
        for (uint32_t i = 0; i < tender->assessed.count; i++) {
            const ny_assessed *of = &tender->assessed.items[i];
            if (of->bid != b || !assumes(model, of->assumption))
                continue;
            if (!is_drawn(of->value)) {
                ny_buffer_format(&lines, "  %.*s ", NY_PRINT(of->assumption));
                add_value(&lines, of->value);
                ny_buffer_add_character(&lines, '\n');
                continue;
            }
            ny_buffer_format(&text, "assume assessed_%u_%.*s ", b, NY_PRINT(of->assumption));
            add_value(&text, of->value);
            ny_buffer_add(&text, NY_TEXT(" from \"assessment\"\n"));
            ny_buffer_format(&lines, "  %.*s = assessed_%u_%.*s\n", NY_PRINT(of->assumption), b,
                             NY_PRINT(of->assumption));
        }
        if (lines.size)
            ny_buffer_format(&text, "alternative " ASSESSED_NAME "%u \"\"\n%.*s", b,
                             NY_PRINT(ny_buffer_text(&lines)));
    }
    return text.size ? ny_format(arena, "nytte 1 english\n%.*s", NY_PRINT(ny_buffer_text(&text)))
                     : NY_NO_TEXT;
}

/* --- models ---------------------------------------------------------------------------------------- */

typedef struct ny_loading_models {
    ny_arena *arena;
    const char *command;
    const ny_loaded *contract;
    const ny_tender *tender;
    ny_fingerprints *fingerprints;
    ny_tender_models *models;
} ny_loading_models;

static bool has_print(const ny_fingerprints *list, ny_text print)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (ny_text_equal(list->items[i].hash, print))
            return true;
    return false;
}

static void add_prints(ny_loading_models *of, const ny_imagined *imagined)
{
    for (uint32_t i = 0; i < imagined->loaded.paths.count; i++) {
        ny_text print = ny_fingerprint_of(of->arena, imagined->loaded.texts.items[i]);
        if (!has_print(of->fingerprints, print))
            *NY_APPEND(of->arena, of->fingerprints) =
                (ny_fingerprint){NY_TEXT("model"), imagined->loaded.paths.items[i], print};
    }
    for (uint32_t i = 0; i < imagined->taken_files.count; i++) {
        const ny_taken_file *file = &imagined->taken_files.items[i];
        if (!has_print(of->fingerprints, file->hash))
            *NY_APPEND(of->arena, of->fingerprints) =
                (ny_fingerprint){NY_TEXT("data"), file->name, file->hash};
    }
}

/* What bids offer is not the model's to say. */
static bool assumes_offer(const ny_loading_models *of, const ny_tender_model *model)
{
    const ny_model *checked = model->imagined.loaded.model;
    for (uint32_t i = 0; i < checked->figures.count; i++) {
        const ny_figure *figure = &checked->figures.items[i];
        if (figure->kind != NY_FIGURE_OFFER || figure->assumed == NY_NONE)
            continue;
        NY_REPORT(of->contract->sink, NY_MODEL_ASSUMES_OFFER, ((ny_span){UINT32_MAX, 0, 0}),
                  model->file, figure->name);
        return true;
    }
    return false;
}

static ny_status prepare(ny_loading_models *of, ny_tender_model *model)
{
    const ny_model *checked = model->imagined.loaded.model;
    ny_status status = ny_imagine_prepare(of->arena, &model->imagined, NULL, &model->as_written);
    model->assessed = NY_NEW_ARRAY(of->arena, ny_alternative, (size_t)of->tender->bids.count + 1);
    for (uint32_t b = 0; status == NY_DONE && b < of->tender->bids.count; b++) {
        ny_text name = ny_format(of->arena, ASSESSED_NAME "%u", b);
        for (uint32_t i = 0; i < checked->alternatives.count; i++)
            if (ny_text_equal(checked->alternatives.items[i]->name.text, name))
                status = ny_imagine_prepare(of->arena, &model->imagined,
                                            checked->alternatives.items[i], &model->assessed[b]);
    }
    return status;
}

/* The file as the contract names it, first alone: what it assumes says what can be assessed. */
static ny_status load_model(ny_loading_models *of, const ny_criterion *criterion)
{
    const ny_expected_words *words = &criterion->words->expected;
    ny_sink *sink = of->contract->sink;
    ny_tender_model model = {.file = words->file};
    ny_text path =
        ny_path_beside(of->arena, sink->sources.items[words->file_span.source].name, words->file);
    if (!ny_file_exists(of->arena, path)) {
        NY_REPORT(sink, NY_MODEL_MISSING, words->file_span, words->file,
                  criterion->declaration->name.text);
        return ny_say_diagnostics(of->arena, sink);
    }
    ny_imagined_asked asked = {.which = NY_IMAGINED_AS_WRITTEN, .language = sink->language};
    *NY_APPEND(of->arena, &asked.files) = path;
    model.imagined.worlds = words->worlds;
    ny_status status =
        ny_imagine_open(of->arena, of->command, &asked, NY_NO_TEXT, NY_NO_TEXT, &model.imagined);
    if (status != NY_DONE)
        return status;
    if (!ny_loaded_rests_on(&model.imagined.loaded, of->contract)) {
        NY_REPORT(sink, NY_MODEL_OTHER_CONTRACT, words->file_span, words->file,
                  ny_tender_file_name(of->contract->paths.items[0]));
        return ny_say_diagnostics(of->arena, sink);
    }
    if (assumes_offer(of, &model))
        return ny_say_diagnostics(of->arena, sink);
    add_prints(of, &model.imagined);
    ny_text text = assessed_text(of->arena, of->tender, model.imagined.loaded.model);
    if (text.size)
        status = ny_imagine_open(of->arena, of->command, &asked, of->tender->assessment_path, text,
                                 &model.imagined);
    if (status == NY_DONE)
        status = prepare(of, &model);
    if (status == NY_DONE)
        *NY_APPEND(of->arena, of->models) = model;
    return status;
}

static ny_tender_model *find_model(const ny_tender_models *models, ny_text file)
{
    for (uint32_t i = 0; i < models->count; i++)
        if (ny_text_equal(models->items[i].file, file))
            return &models->items[i];
    return NULL;
}

/* Is there a criterion that this model computes with the assessment? */
static bool is_assessed(const ny_model *contract, ny_text file)
{
    for (uint32_t i = 0; i < contract->award.criteria.count; i++) {
        const ny_criterion_words *words = contract->award.criteria.items[i].words;
        if (words->judging == NY_JUDGED_BY_EXPECTED && words->expected.assessed &&
            ny_text_equal(words->expected.file, file))
            return true;
    }
    return false;
}

/* The assumption that was meant, or all there are. */
static ny_text suggest(const ny_loading_models *of, ny_text name)
{
    ny_buffer all = ny_buffer_create(of->arena);
    ny_text best = NY_NO_TEXT;
    uint32_t least = name.size > 8 ? 4 : 3;
    for (uint32_t m = 0; m < of->models->count; m++) {
        const ny_model *model = of->models->items[m].imagined.loaded.model;
        for (uint32_t i = 0; i < model->figures.count; i++) {
            const ny_figure *figure = &model->figures.items[i];
            if (figure->kind != NY_FIGURE_ASSUME || ny_text_starts(figure->name, "assessed_"))
                continue;
            ny_buffer_format(&all, "%s`%.*s`", all.size ? ", " : "", NY_PRINT(figure->name));
            uint32_t distance = ny_text_distance(name, figure->name, least - 1);
            best = distance < least ? figure->name : best;
            least = distance < least ? distance : least;
        }
    }
    if (best.size)
        return NY_WORDS(of->contract->sink, NY_WORDS_DID_YOU_MEAN, best);
    return NY_WORDS(of->contract->sink, NY_WORDS_MODELS_ASSUME, ny_buffer_text(&all));
}

/* Each assessed value must move something. */
static ny_status check_assessed(const ny_loading_models *of)
{
    const ny_tender *tender = of->tender;
    ny_sink *sink = of->contract->sink;
    for (uint32_t i = 0; i < tender->assessed.count; i++) {
        const ny_assessed *assessed = &tender->assessed.items[i];
        bool found = false;
        for (uint32_t m = 0; m < of->models->count; m++)
            found = found ||
                    (is_assessed(tender->model, of->models->items[m].file) &&
                     assumes(of->models->items[m].imagined.loaded.model, assessed->assumption));
        if (!found)
            NY_REPORT(sink, NY_ASSESSED_WHAT, assessed->span, assessed->assumption,
                      tender->bids.items[assessed->bid].name, suggest(of, assessed->assumption));
    }
    return ny_say_diagnostics(of->arena, sink);
}

ny_status ny_tender_models_load(ny_arena *arena, const char *command, const ny_loaded *contract,
                                const ny_tender *tender, ny_fingerprints *fingerprints,
                                ny_tender_models *ret_models)
{
    ny_loading_models of = {arena, command, contract, tender, fingerprints, ret_models};
    const ny_award *award = &tender->model->award;
    ny_status status = NY_DONE;
    for (uint32_t i = 0; status == NY_DONE && i < award->criteria.count; i++) {
        const ny_criterion *criterion = &award->criteria.items[i];
        if (criterion->words->judging == NY_JUDGED_BY_EXPECTED &&
            !find_model(ret_models, criterion->words->expected.file))
            status = load_model(&of, criterion);
    }
    return status == NY_DONE ? check_assessed(&of) : status;
}

/* --- running --------------------------------------------------------------------------------------- */

typedef struct ny_tender_running {
    ny_arena *arena;
    const char *command;
    const ny_loaded *contract;
    const ny_tender *tender;
    const ny_tender_models *models;
    const ny_progress *progress;
    ny_interrupt *interrupt;
    uint64_t seed;
    uint32_t threads;
} ny_tender_running;

/* The bid's offers as the inputs of a plan of the model: the same names. */
static const ny_value *offers_of(const ny_tender_running *of, const ny_plan *plan,
                                 const ny_bid *bid)
{
    ny_value *values = NY_NEW_ARRAY(of->arena, ny_value, (size_t)plan->inputs.count + 1);
    for (uint32_t i = 0; i < plan->inputs.count; i++) {
        const ny_figure *figure = &plan->model->figures.items[plan->inputs.items[i].figure];
        uint32_t own = figure->kind == NY_FIGURE_OFFER
                           ? ny_model_figure(of->tender->model, figure->name)
                           : NY_NONE;
        values[i] = own == NY_NONE ? ny_value_unknown() : bid->values[own];
    }
    return values;
}

typedef enum ny_of_assessment { WITHOUT_ASSESSMENT, WITH_ASSESSMENT } ny_of_assessment;

static ny_status say_stop(const ny_tender_running *of, const ny_criterion *criterion,
                          const ny_expected_stop *stop)
{
    ny_sink *sink = of->contract->sink;
    const ny_expected_words *words = &criterion->words->expected;
    switch (stop->problem) {
    case NY_EXPECTED_DONE:
        break;
    case NY_EXPECTED_STOPPED:
        return ny_world_problem(of->arena, ny_phrase_text(sink->language, NY_WORDS_STOPPED_AWARD));
    case NY_EXPECTED_NO_FLOWS:
        NY_REPORT(sink, NY_PARTY_BEARS_NOTHING, words->party.span, words->file, words->party.text);
        break;
    case NY_EXPECTED_UNDEFINED:
        NY_REPORT(sink, NY_BID_WITHOUT_WORLD, words->file_span,
                  ny_format(of->arena, "%u", stop->world), of->tender->bids.items[stop->bid].name,
                  stop->reason);
        break;
    }
    return ny_say_diagnostics(of->arena, sink);
}

/* With the assessment only bids for which something is assessed need a run of their own. */
static ny_status run_one(const ny_tender_running *of, uint32_t number, ny_of_assessment assessment,
                         const ny_expectation *others, ny_expectation *ret_made)
{
    const ny_criterion *criterion = &of->tender->model->award.criteria.items[number];
    const ny_tender_model *model = find_model(of->models, criterion->words->expected.file);
    uint32_t count = of->tender->bids.count;
    const ny_alternative **alternatives =
        NY_NEW_ARRAY(of->arena, const ny_alternative *, (size_t)count + 1);
    ny_imagined seeded = model->imagined;
    seeded.seed = of->seed;
    seeded.threads = of->threads;
    for (uint32_t b = 0; b < count; b++) {
        const ny_bid *bid = &of->tender->bids.items[b];
        const ny_alternative *base =
            assessment == WITH_ASSESSMENT ? &model->assessed[b] : &model->as_written;
        if (bid->out != NY_OUT_NOT || !base->plan)
            continue;
        ny_alternative *own = NY_NEW(of->arena, ny_alternative);
        *own = *base;
        own->offers = offers_of(of, base->plan, bid);
        ny_status status = ny_imagine_with_offers(of->arena, &seeded, own);
        if (status != NY_DONE)
            return status;
        alternatives[b] = own;
    }
    ny_expected_asked asked = {.model = of->tender->model,
                               .criterion = number,
                               .bids = count,
                               .alternatives = alternatives,
                               .others = others,
                               .seed = of->seed,
                               .worlds = criterion->words->expected.worlds,
                               .threads = of->threads,
                               .progress = of->progress,
                               .asked_to_stop = ny_interrupt_came,
                               .stop_context = of->interrupt};
    ny_expected_stop stop = {0};
    return ny_expected_run(of->arena, &asked, ret_made, &stop) ? NY_DONE
                                                               : say_stop(of, criterion, &stop);
}

static ny_status run_all(const ny_tender_running *of, ny_tender_expected *expected)
{
    const ny_award *award = &of->tender->model->award;
    ny_status status = NY_DONE;
    for (uint32_t c = 0; status == NY_DONE && c < award->criteria.count; c++) {
        const ny_criterion_words *words = award->criteria.items[c].words;
        if (words->judging != NY_JUDGED_BY_EXPECTED)
            continue;
        ny_expectation *without = &expected->without[expected->count];
        ny_expectation *ranked = &expected->ranked[expected->count++];
        status = run_one(of, c, WITHOUT_ASSESSMENT, NULL, without);
        *ranked = *without;
        if (status != NY_DONE || !words->expected.assessed || !of->tender->assessed.count)
            continue;
        status = run_one(of, c, WITH_ASSESSMENT, without, ranked);
    }
    return status;
}

ny_status ny_tender_expect(ny_arena *arena, const char *command, const ny_arguments *arguments,
                           const ny_loaded *contract, const ny_tender *tender,
                           const ny_tender_models *models, const ny_tender_seed *seed,
                           ny_tender_expected *ret_expected)
{
    ny_interrupt interrupt;
    uint32_t criteria = tender->model->award.criteria.count;
    ny_tender_running of = {.arena = arena,
                            .command = command,
                            .contract = contract,
                            .tender = tender,
                            .models = models,
                            .interrupt = &interrupt,
                            .seed = seed->seed};
    ny_status status = ny_threads_said(arena, command, arguments, &of.threads);
    if (status != NY_DONE)
        return status;
    ny_tender_expected expected = {
        .seed = *seed,
        .ranked = NY_NEW_ARRAY(arena, ny_expectation, (size_t)criteria + 1),
        .without = NY_NEW_ARRAY(arena, ny_expectation, (size_t)criteria + 1)};
    ny_progress_line *line = ny_progress_begin(arena, arguments->language);
    of.progress = ny_progress_of(line);
    ny_interrupt_hold(&interrupt);
    status = run_all(&of, &expected);
    ny_interrupt_release(&interrupt);
    ny_progress_clear(line);
    if (status == NY_DONE)
        *ret_expected = expected;
    return status;
}
