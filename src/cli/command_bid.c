/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* nytte bid: one bid, read as the award will read it, before it is handed in. It opens no other bid. */

#include "cli/gather.h"
#include "cli/imagined.h"
#include "cli/progress.h"
#include "cli/simulated.h"
#include "io/bid.h"
#include "io/file.h"
#include "io/tender.h"

#include <sys/stat.h>

#define USUAL_WORLDS 2000

static const ny_option options[] = {
    {"model", "FILE", "what the bidder believes: a model of the contract, run with this bid"},
    {"worlds", "N", "how many futures; 2000"},
    {"seed", "N", "where the random numbers start; 1"},
    {"threads", "N", "how many at once; as many as there are processors"},
    {"write", "DIR", "writes the bid there as answers.json and price.json, once nothing is wrong"},
    {"json", NULL, "what was found, as JSON (bid/1)"},
    {"format", "text|json|html", "how it is written; text"},
    {"output", "FILE", "write there instead of to the screen"},
    {"help", NULL, "this text"},
};

typedef struct ny_bidding {
    ny_arena *arena;
    const ny_arguments *arguments;
    ny_loaded loaded;
    ny_prose prose;
    ny_prose proses[NY_LANGUAGE_COUNT]; /* for forms */
    bool has_proses;
    ny_form *form;
    NY_LIST(const ny_paper *) papers;
    ny_value *values;   /* by figure */
    bool *said;         /* by figure */
    ny_answer *answers; /* by requirement */
    bool whole;         /* every part could be read */
    ny_text problem;
} ny_bidding;

/* --- the files --------------------------------------------------------------------------------- */

static bool is_json(ny_text path, ny_text bytes)
{
    size_t at = 0;
    while (at < bytes.size && (bytes.data[at] == ' ' || bytes.data[at] == '\n' ||
                               bytes.data[at] == '\r' || bytes.data[at] == '\t'))
        at++;
    bool named = path.size > 5 && ny_text_is((ny_text){path.data + path.size - 5, 5}, ".json");
    return named || (at < bytes.size && bytes.data[at] == '{');
}

static void take_part(ny_bidding *bidding, ny_keyword envelope, const ny_enveloped *part)
{
    const ny_model *model = bidding->loaded.model;
    for (uint32_t i = 0; i < model->figures.count; i++) {
        bool here =
            model->figures.items[i].kind == NY_FIGURE_OFFER &&
            (envelope == NY_KEYWORD_NONE || ny_form_envelope(&model->figures.items[i]) == envelope);
        if (here)
            bidding->values[i] = part->values[i];
    }
    for (uint32_t i = 0; i < model->requirements.count && envelope != NY_KEYWORD_PRICE; i++)
        bidding->answers[i] = part->answers[i];
}

static void note_said(ny_bidding *bidding, const ny_paper *paper)
{
    for (uint32_t i = 0; i < paper->entries.count; i++) {
        const ny_form_field *field = ny_form_find(bidding->form, paper->entries.items[i].name,
                                                  paper->entries.items[i].is_answer);
        if (field && field->figure != NY_NONE)
            bidding->said[field->figure] = true;
    }
}

/* A form may be in another language than what is said of it. */
static bool load_proses(ny_bidding *bidding)
{
    for (ny_language language = 0; language < NY_LANGUAGE_COUNT; language++)
        if (ny_load_prose(bidding->arena, "bid", language, &bidding->loaded,
                          &bidding->proses[language]) != NY_DONE)
            return false;
    bidding->has_proses = true;
    return true;
}

/* One file: an envelope, or (NONE) the whole bid. */
static ny_status read_file(ny_bidding *bidding, ny_keyword envelope, ny_text path)
{
    ny_arena *arena = bidding->arena;
    ny_sink *sink = bidding->loaded.sink;
    ny_text bytes;
    ny_enveloped part;
    if (ny_file_read(arena, sink->language, path, &bytes, &bidding->problem) != NY_DONE)
        return NY_WORLD_FAILED;
    ny_paper *paper = NY_NEW(arena, ny_paper);
    bool json = is_json(path, bytes);
    if (!json && !bidding->has_proses && !load_proses(bidding))
        return NY_INPUT_WRONG;
    bool read =
        json ? ny_paper_read_json(arena, sink, path, bytes, paper)
             : ny_paper_read_form(arena, sink, bidding->form, bidding->proses, path, bytes, paper);
    if (!read) {
        bidding->whole = false;
        return NY_DONE;
    }
    *NY_APPEND(arena, &bidding->papers) = paper;
    note_said(bidding, paper);
    if (!ny_offer_read_paper(arena, sink, bidding->loaded.model, envelope, paper, &part))
        bidding->whole = false;
    take_part(bidding, envelope, &part);
    return NY_DONE;
}

/* answers.json, else answers.xlsx, else answers.csv. */
static bool find_part(const ny_bidding *bidding, ny_text folder, const char *name,
                      ny_text *ret_path)
{
    static const char *const kinds[] = {"json", "xlsx", "csv"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        *ret_path = ny_format(bidding->arena, "%.*s/%s.%s", NY_PRINT(folder), name, kinds[i]);
        if (ny_file_is_plain(bidding->arena, *ret_path))
            return true;
    }
    return false;
}

static ny_status read_folder(ny_bidding *bidding, ny_text folder)
{
    static const struct {
        ny_keyword envelope;
        const char *name;
    } parts[] = {{NY_KEYWORD_QUALITY, "answers"}, {NY_KEYWORD_PRICE, "price"}};
    ny_status status = NY_DONE;
    for (size_t i = 0; i < 2 && status == NY_DONE; i++) {
        ny_text path;
        if (!ny_form_has(bidding->form, parts[i].envelope))
            continue;
        if (find_part(bidding, folder, parts[i].name, &path)) {
            status = read_file(bidding, parts[i].envelope, path);
            continue;
        }
        NY_REPORT(bidding->loaded.sink, NY_BID_NOT_THERE, ((ny_span){UINT32_MAX, 0, 0}),
                  ny_format(bidding->arena, "%.*s/%s.json", NY_PRINT(folder), parts[i].name));
        bidding->whole = false;
    }
    return status;
}

static ny_status read_bid(ny_bidding *bidding, ny_text path)
{
    struct stat about;
    if (stat(ny_text_terminated(bidding->arena, path), &about) == 0 && S_ISDIR(about.st_mode))
        return read_folder(bidding, path);
    return read_file(bidding, NY_KEYWORD_NONE, path);
}

/* --- requirements and points ------------------------------------------------------------------- */

/* Where the answer stands; where it lacks, where offers begin. */
static ny_span place_of_answer(const ny_bidding *bidding, ny_text name)
{
    for (uint32_t p = 0; p < bidding->papers.count; p++)
        for (uint32_t i = 0; i < bidding->papers.items[p]->entries.count; i++) {
            const ny_paper_entry *entry = &bidding->papers.items[p]->entries.items[i];
            if (entry->is_answer && ny_text_equal(entry->name, name))
                return entry->place;
        }
    return ny_paper_place_of(bidding->papers.items[0], name);
}

static void fail(ny_bidding *bidding, ny_span place, const ny_declaration *require, ny_text why)
{
    ny_sink *sink = bidding->loaded.sink;
    ny_text name = require->name.text;
    NY_REPORT(sink, NY_BID_FAILS, place, name, why);
    if (place.source != require->header_span.source)
        ny_relate(sink, require->header_span, NY_WORDS(sink, NY_WORDS_IS_ASKED_FOR_HERE, name));
}

static void judge_answers(ny_bidding *bidding)
{
    const ny_model *model = bidding->loaded.model;
    ny_sink *sink = bidding->loaded.sink;
    for (uint32_t i = 0; i < model->requirements.count; i++) {
        const ny_declaration *require = model->requirements.items[i];
        if (require->is.require.answered_yes && !bidding->answers[i].yes)
            fail(bidding, place_of_answer(bidding, require->name.text), require,
                 ny_words(sink,
                          bidding->answers[i].said ? NY_WORDS_ANSWERED_NO : NY_WORDS_NOT_ANSWERED));
    }
}

/* Only of a bid whose every figure could be read. */
static bool judge_figures(ny_bidding *bidding, const ny_award_plan *plan, ny_bid_figures *figures)
{
    ny_arena *arena = bidding->arena;
    ny_sink *sink = bidding->loaded.sink;
    const ny_model *model = bidding->loaded.model;
    ny_stop stop = {0};
    ny_value *inputs = NY_NEW_ARRAY(arena, ny_value, plan->plan->inputs.count + 1);
    for (uint32_t i = 0; i < plan->plan->inputs.count; i++)
        inputs[i] = bidding->values[plan->plan->inputs.items[i].figure];
    if (!ny_award_figures_find(arena, plan, bidding->prose.language, inputs, figures, &stop)) {
        ny_report(sink, stop.code, stop.span,
                  (const ny_text[]){ny_span_text(sink, stop.span), NY_TEXT("bid")}, 2);
        return false;
    }
    for (uint32_t i = 0; i < model->requirements.count; i++) {
        const ny_declaration *require = model->requirements.items[i];
        if (!figures->met[i])
            fail(bidding, require->header_span, require,
                 NY_WORDS(sink, NY_WORDS_CONDITION_FAILS,
                          ny_span_text(sink, require->is.require.condition->span)));
    }
    return true;
}

/* Terms and figures where the contract compares bids. */
static bool weigh(ny_bidding *bidding, ny_award_terms *terms, ny_bid_figures *figures)
{
    ny_award_plan plan;
    ny_stop stop = {0};
    if (!bidding->loaded.model->award.words || !bidding->whole ||
        !ny_award_lower(bidding->arena, bidding->loaded.sink, bidding->loaded.model, &plan))
        return false;
    return judge_figures(bidding, &plan, figures) &&
           ny_award_terms_find(bidding->arena, &plan, bidding->prose.language, terms, &stop);
}

/* --- the bidder's own model -------------------------------------------------------------------- */

typedef struct ny_previewing {
    ny_imagined imagined;
    ny_prose prose;
    ny_bid_preview preview;
} ny_previewing;

static ny_status load_model(ny_bidding *bidding, ny_text path, ny_imagined *imagined)
{
    ny_arena *arena = bidding->arena;
    const ny_arguments *arguments = bidding->arguments;
    uint64_t worlds = 0;
    ny_imagined_asked asked = {.language = arguments->language,
                               .offer = NY_TEXT("bid"),
                               .offer_bytes =
                                   ny_paper_json(arena, bidding->form, NY_KEYWORD_NONE,
                                                 bidding->papers.items, bidding->papers.count)};
    *NY_APPEND(arena, &asked.files) = path;
    ny_status status = ny_number_said(arena, "bid", arguments, "worlds", 1, NY_IMAGINED_MOST_WORLDS,
                                      USUAL_WORLDS, &worlds);
    if (status == NY_DONE)
        status = ny_number_said(arena, "bid", arguments, "seed", 0, INT64_MAX, 1, &imagined->seed);
    if (status == NY_DONE)
        status = ny_threads_said(arena, "bid", arguments, &imagined->threads);
    imagined->worlds = (uint32_t)worlds;
    return status == NY_DONE ? ny_imagine_load(arena, "bid", &asked, imagined) : status;
}

static ny_status preview(ny_bidding *bidding, ny_previewing *of)
{
    ny_arena *arena = bidding->arena;
    ny_text path;
    if (!ny_said_value(bidding->arguments, "model", &path))
        return NY_DONE;
    ny_status status = load_model(bidding, path, &of->imagined);
    if (status != NY_DONE)
        return status;
    const ny_imagined *imagined = &of->imagined;
    if (!ny_loaded_rests_on(&imagined->loaded, &bidding->loaded)) {
        NY_REPORT(bidding->loaded.sink, NY_MODEL_OTHER_CONTRACT, ((ny_span){UINT32_MAX, 0, 0}),
                  path, ny_tender_file_name(bidding->loaded.paths.items[0]));
        return ny_say_diagnostics(arena, bidding->loaded.sink);
    }
    ny_progress_line *line = ny_progress_begin(arena, bidding->arguments->language);
    ny_worlds *worlds = ny_worlds_prepare(arena, imagined->alternatives.items,
                                          imagined->alternatives.count, 0, imagined->seed, 0);
    (void)ny_worlds_run(
        worlds, imagined->worlds,
        &(ny_worlds_how){.threads = imagined->threads, .progress = ny_progress_of(line)});
    ny_progress_clear(line);
    status = ny_simulated_defined(arena, imagined, worlds);
    if (status == NY_DONE)
        status = ny_load_prose(arena, "bid", bidding->arguments->language, &imagined->loaded,
                               &of->prose);
    if (status != NY_DONE)
        return status;
    of->preview = (ny_bid_preview){.model = path,
                                   .prose = &of->prose,
                                   .simulation = ny_simulate(arena, worlds, imagined->threads),
                                   .alternative = imagined->alternatives.count - 1};
    return NY_DONE;
}

/* --- what is said ------------------------------------------------------------------------------ */

static ny_status write_bid(const ny_bidding *bidding, ny_text folder)
{
    static const struct {
        ny_keyword envelope;
        const char *name;
    } parts[] = {{NY_KEYWORD_QUALITY, "answers.json"}, {NY_KEYWORD_PRICE, "price.json"}};
    ny_text problem;
    for (size_t i = 0; i < 2; i++) {
        if (!ny_form_has(bidding->form, parts[i].envelope))
            continue;
        ny_text path = ny_format(bidding->arena, "%.*s/%s", NY_PRINT(folder), parts[i].name);
        ny_text bytes = ny_paper_json(bidding->arena, bidding->form, parts[i].envelope,
                                      bidding->papers.items, bidding->papers.count);
        if (ny_file_write(bidding->arena, bidding->arguments->language, path, bytes, &problem) !=
            NY_DONE)
            return ny_world_problem(bidding->arena, problem);
        ny_complain(ny_format(bidding->arena, "%.*s\n",
                              NY_PRINT(NY_TELLS(&bidding->prose, FO_WRITTEN, path))));
    }
    return NY_DONE;
}

static ny_status deliver(const ny_bidding *bidding, const ny_bid_seen *seen)
{
    ny_arena *arena = bidding->arena;
    ny_result_form form;
    ny_status status = ny_result_form_said(arena, "bid", bidding->arguments, &form);
    if (status != NY_DONE)
        return status;
    bool wrong = bidding->loaded.sink->errors > 0;
    ny_sink_sort(bidding->loaded.sink);
    if (form == NY_FORM_JSON) {
        status = ny_deliver(arena, bidding->arguments, ny_bid_json(arena, seen));
        return status == NY_DONE && wrong ? NY_INPUT_WRONG : status;
    }
    if (wrong)
        return ny_say_diagnostics(arena, bidding->loaded.sink);
    ny_page page = {.arena = arena, .language = bidding->arguments->language};
    ny_bid_page(seen, &page);
    return ny_deliver(arena, bidding->arguments,
                      form == NY_FORM_HTML ? ny_page_html(&page) : ny_page_text(&page));
}

static ny_status check_bid(ny_bidding *bidding, ny_text path)
{
    ny_arena *arena = bidding->arena;
    const ny_model *model = bidding->loaded.model;
    bidding->form = ny_form_of(arena, model);
    bidding->values = NY_NEW_ARRAY(arena, ny_value, model->figures.count + 1);
    bidding->said = NY_NEW_ARRAY(arena, bool, model->figures.count + 1);
    bidding->answers = NY_NEW_ARRAY(arena, ny_answer, model->requirements.count + 1);
    bidding->whole = true;
    for (uint32_t i = 0; i < model->figures.count; i++)
        bidding->values[i] = ny_value_unknown();
    ny_status read = read_bid(bidding, path);
    if (read != NY_DONE)
        return read == NY_WORLD_FAILED ? ny_world_problem(arena, bidding->problem) : read;
    ny_award_terms terms;
    ny_bid_figures figures;
    ny_previewing previewing = {0};
    if (bidding->papers.count)
        judge_answers(bidding);
    bool weighed = weigh(bidding, &terms, &figures);
    ny_status status = bidding->loaded.sink->errors ? NY_DONE : preview(bidding, &previewing);
    ny_text folder;
    if (status == NY_DONE && !bidding->loaded.sink->errors &&
        ny_said_value(bidding->arguments, "write", &folder))
        status = write_bid(bidding, folder);
    if (status != NY_DONE)
        return status;
    ny_bid_seen seen = {.prose = &bidding->prose,
                        .form = bidding->form,
                        .sink = bidding->loaded.sink,
                        .bidder =
                            bidding->papers.count ? bidding->papers.items[0]->bidder : NY_NO_TEXT,
                        .values = bidding->values,
                        .said = bidding->said,
                        .answers = bidding->answers,
                        .terms = weighed ? &terms : NULL,
                        .figures = weighed ? &figures : NULL,
                        .preview = previewing.preview.simulation ? &previewing.preview : NULL};
    return deliver(bidding, &seen);
}

ny_status ny_command_bid(ny_arena *arena, int argument_count, char **words)
{
    ny_arguments *arguments;
    ny_status status;
    ny_bidding bidding = {.arena = arena};
    if (!ny_begin(arena, "bid", options, sizeof options / sizeof *options, argument_count, words,
                  &arguments, &status))
        return status;
    bidding.arguments = arguments;
    if (arguments->files.count != 2)
        return ny_usage_problem(arena, "bid",
                                NY_TEXT("say which contract, and which bid: a folder or a file"));
    status = ny_load(arena, arguments->language, arguments->files.items, 1, &bidding.loaded);
    if (status == NY_WORLD_FAILED)
        return ny_world_problem(arena, bidding.loaded.problem);
    if (status != NY_DONE)
        return ny_say_diagnostics(arena, bidding.loaded.sink);
    status = ny_load_prose(arena, "bid", arguments->language, &bidding.loaded, &bidding.prose);
    return status == NY_DONE ? check_bid(&bidding, arguments->files.items[1]) : status;
}
