/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* nytte compare: alternatives against each other, by costs and benefits. */

#include "cli/gather.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/simulated.h"
#include "io/compare.h"
#include "io/file.h"

#include <string.h>

#define USUAL_WORLDS 10000
#define MOST_YARDSTICKS 1000

static const ny_option options[] = {
    {"alternative", "NAME",
     "compare this one, the first against which the others stand; said twice or more; without it "
     "all"},
    {"party", "PARTY",
     "by what this party pays and receives; `society`: by what all do together; may be said again; "
     "without it each"},
    {"benefit", "UNIT", "against benefits in this unit; without it each"},
    {"yardstick", "LOW..HIGH by STEP",
     "what one unit of benefit may be worth, or one figure; may be said again; without it up to "
     "about twice the highest ratio"},
    {"offer", "FILE", "the bid, as JSON; without it the one offer-*.json beside the contract"},
    NY_SET_OPTION,
    {"worlds", "N", "how many futures; 10000"},
    {"seed", "N", "where the random numbers start; 1"},
    {"individuals", "N", "follow the people of pathways one at a time, as so many"},
    {"threads", "N", "how many at once; as many as there are processors. The results are the same"},
    {"csv", "FILE", "net benefit, curves and losses as CSV, a line each yardstick and alternative"},
    {"json", NULL, "the results as JSON (compare/1)"},
    {"format", "text|json|html", "how the results are written; text"},
    {"output", "FILE", "to this file; without it to the screen"},
    {"help", NULL, "this text"},
};

typedef struct ny_compare_said {
    ny_arena *arena;
    const ny_arguments *arguments;
    ny_imagined imagined;
    ny_compare_asked asked;
    uint32_t threads;
} ny_compare_said;

static ny_status wrong(const ny_compare_said *said, ny_text problem)
{
    return ny_usage_problem(said->arena, "compare", problem);
}

/* --- "0..100_000 by 5_000", "50_000" -------------------------------------------------------------- */

/* Where these characters begin in the text; its end where they do not. */
static size_t place_of(ny_text text, const char *what)
{
    size_t size = strlen(what);
    for (size_t i = 0; i + size <= text.size; i++)
        if (memcmp(text.data + i, what, size) == 0)
            return i;
    return text.size;
}

static ny_text piece(ny_text text, size_t from, size_t to)
{
    return from < to ? (ny_text){text.data + from, to - from} : NY_NO_TEXT;
}

static ny_status add_yardsticks(ny_compare_said *said, ny_text text)
{
    ny_arena *arena = said->arena;
    double low, high, step;
    size_t dots = place_of(text, ".."), by = place_of(text, " by ");
    bool single = dots == text.size && by == text.size;
    if (single && ny_yardstick_said(arena, text, &low)) {
        *NY_APPEND(arena, &said->asked.yardsticks.list) = low;
        return NY_DONE;
    }
    bool good =
        dots < by && by < text.size && ny_yardstick_said(arena, piece(text, 0, dots), &low) &&
        ny_yardstick_said(arena, piece(text, dots + 2, by), &high) &&
        ny_yardstick_said(arena, piece(text, by + 4, text.size), &step) && low < high && step > 0;
    if (!good)
        return wrong(said, ny_format(arena,
                                     "--yardstick: `%.*s` is no range, such as `0..100_000 by "
                                     "5_000`, and no figure of nought or more",
                                     NY_PRINT(text)));
    double steps = (high - low) / step + 1e-9;
    if (steps >= MOST_YARDSTICKS)
        return wrong(said, ny_format(arena, "--yardstick: `%.*s` has more than %d steps",
                                     NY_PRINT(text), MOST_YARDSTICKS));
    for (uint32_t i = 0; i <= (uint32_t)steps; i++)
        *NY_APPEND(arena, &said->asked.yardsticks.list) = low + i * step;
    return NY_DONE;
}

/* --- whose costs, which benefits ------------------------------------------------------------------ */

static ny_status add_party(ny_compare_said *said, const ny_kept *kept, ny_text name)
{
    ny_buffer all = ny_buffer_create(said->arena);
    const ny_model *model = kept->model;
    for (uint32_t i = 0; i < kept->accounts.count; i++) {
        const ny_kept_account *account = &kept->accounts.items[i];
        ny_text party = model->parties.items[account->party].name;
        if (account->currency == NY_NONE)
            continue;
        if (ny_text_equal(party, name)) {
            *NY_APPEND(said->arena, &said->asked.parties) = account->party;
            return NY_DONE;
        }
        ny_buffer_format(&all, "`%.*s`, ", NY_PRINT(party));
    }
    if (ny_text_is(name, "society")) {
        *NY_APPEND(said->arena, &said->asked.parties) = NY_NONE;
        return NY_DONE;
    }
    return wrong(said, ny_format(said->arena,
                                 "--party: `%.*s` pays and receives nothing; there are %.*s"
                                 "`society`",
                                 NY_PRINT(name), NY_PRINT(ny_buffer_text(&all))));
}

static bool has_money(const ny_kept *kept)
{
    for (uint32_t i = 0; i < kept->accounts.count; i++)
        if (kept->accounts.items[i].currency != NY_NONE)
            return true;
    return false;
}

static ny_status read_asked(ny_compare_said *said)
{
    ny_status status = NY_DONE;
    const ny_worlds *worlds =
        ny_worlds_prepare(said->arena, said->imagined.alternatives.items, 1, 0, 1, 0);
    const ny_kept *kept = &worlds->alternatives[0];
    if (!has_money(kept)) {
        ny_sink *sink = said->imagined.loaded.sink;
        const ny_span begin = {0, 0, 0};
        NY_REPORT_PLAIN(sink, NY_NOTHING_TO_COMPARE, begin);
        return ny_say_diagnostics(said->arena, sink);
    }
    for (uint32_t i = 0; i < said->arguments->said.count && status == NY_DONE; i++) {
        const ny_said *one = &said->arguments->said.items[i];
        if (strcmp(one->option->name, "party") == 0)
            status = add_party(said, kept, one->value);
    }
    ny_text unit;
    said->asked.has_unit = ny_said_value(said->arguments, "benefit", &unit);
    if (status == NY_DONE && said->asked.has_unit)
        status = ny_benefit_said(said->arena, "compare", kept, unit, &said->asked.unit);
    return status;
}

/* --- the command ---------------------------------------------------------------------------------- */

static ny_status read_all(ny_compare_said *said)
{
    ny_result_form form;
    ny_status status = ny_result_form_said(said->arena, "compare", said->arguments, &form);
    for (uint32_t i = 0; i < said->arguments->said.count && status == NY_DONE; i++)
        if (strcmp(said->arguments->said.items[i].option->name, "yardstick") == 0)
            status = add_yardsticks(said, said->arguments->said.items[i].value);
    if (status == NY_DONE)
        status = ny_threads_said(said->arena, "compare", said->arguments, &said->threads);
    if (status == NY_DONE)
        status = ny_imagine_ready(said->arena, "compare", said->arguments, NY_IMAGINED_ALL,
                                  USUAL_WORLDS, &said->imagined);
    if (status != NY_DONE)
        return status;
    if (said->imagined.alternatives.count < 2)
        return wrong(said, NY_TEXT("there is one alternative only, and nothing to compare it with; "
                                   "name two or more with --alternative"));
    return read_asked(said);
}

static ny_worlds_end run(const ny_compare_said *said, ny_worlds *worlds)
{
    ny_interrupt interrupt;
    ny_progress_line *line = ny_progress_begin(said->arena, said->arguments->language);
    ny_worlds_how how = {.threads = said->threads,
                         .progress = ny_progress_of(line),
                         .asked_to_stop = ny_interrupt_came,
                         .stop_context = &interrupt};
    ny_interrupt_hold(&interrupt);
    ny_worlds_end end = ny_worlds_run(worlds, said->imagined.worlds, &how);
    ny_interrupt_release(&interrupt);
    ny_progress_clear(line);
    return end;
}

static ny_status deliver(const ny_compare_said *said, const ny_comparing *of)
{
    ny_text path, problem;
    ny_prose prose;
    ny_result_form form;
    ny_arena *arena = said->arena;
    const ny_arguments *arguments = said->arguments;
    ny_status status = ny_result_form_said(arena, "compare", arguments, &form);
    if (status == NY_DONE)
        status =
            ny_load_prose(arena, "compare", arguments->language, &said->imagined.loaded, &prose);
    if (status != NY_DONE)
        return status;
    if (ny_said_value(arguments, "csv", &path) &&
        ny_file_write(arena, arguments->language, path, ny_compare_csv(arena, of), &problem) !=
            NY_DONE)
        return ny_world_problem(arena, problem);
    return ny_deliver(arena, arguments,
                      form == NY_FORM_JSON ? ny_compare_json(arena, of)
                                           : ny_compare_page(&prose, of, form == NY_FORM_HTML));
}

static ny_status compare(const ny_compare_said *said)
{
    const ny_imagined *imagined = &said->imagined;
    ny_worlds *worlds = ny_worlds_prepare(said->arena, imagined->alternatives.items,
                                          imagined->alternatives.count, 0, imagined->seed, 0);
    ny_worlds_keep_nets(worlds);
    ny_status status = ny_simulated_fits(said->arena, "compare", worlds, imagined->worlds);
    if (status != NY_DONE)
        return status;
    ny_worlds_end end = run(said, worlds);
    if (!worlds->worlds)
        return ny_world_problem(
            said->arena, ny_phrase_text(said->arguments->language, NY_WORDS_STOPPED_BEFORE_FIRST));
    status = ny_simulated_defined(said->arena, imagined, worlds);
    if (status != NY_DONE)
        return status;
    ny_comparing *of = ny_compare(said->arena, worlds, &said->asked);
    if (!of->paired) {
        ny_sink *sink = imagined->loaded.sink;
        const ny_span begin = {0, 0, 0};
        NY_REPORT_PLAIN(sink, NY_NO_WORLD_IN_ALL, begin);
        return ny_say_diagnostics(said->arena, sink);
    }
    of->end = end;
    of->asked = imagined->worlds;
    for (uint32_t i = 0; i < imagined->asked.set.count; i++)
        *NY_APPEND(said->arena, &of->set) = imagined->asked.set.items[i];
    return deliver(said, of);
}

ny_status ny_command_compare(ny_arena *arena, int argument_count, char **words)
{
    ny_arguments *arguments;
    ny_status status;
    if (!ny_begin(arena, "compare", options, sizeof options / sizeof *options, argument_count,
                  words, &arguments, &status))
        return status;
    ny_compare_said said = {.arena = arena, .arguments = arguments};
    status = read_all(&said);
    return status == NY_DONE ? compare(&said) : status;
}
