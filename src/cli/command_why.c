/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* nytte why: from a krone back to the clause, the figures and the rows. */

#include "cli/asked.h"
#include "io/why.h"

static const ny_option options[] = {
    NY_GATHER_OPTIONS,
    {"offer", "FILE", "the bid, as JSON"},
    {"row", "KEY", "what became of the row with this key"},
    {"rows", NULL, "JSON: what became of every row, by its key"},
    NY_AS_OPTION,
    {"json", NULL, "the same as --format json (why/1)"},
    {"format", "text|json|html", "how the answer is written; text"},
    {"help", NULL, "this text"},
};

/* The last word behind the options is what is asked for; those before it are files. */
static ny_status take_name(ny_arena *arena, ny_arguments *arguments, ny_text *ret_name)
{
    if (arguments->files.count < 2)
        return ny_usage_problem(arena, "why",
                                ny_phrase_text(arguments->language, NY_WORDS_WHY_WHAT));
    *ret_name = arguments->files.items[--arguments->files.count];
    return NY_DONE;
}

/* A party that does not buy asks for what its payments rest on, and for no row. */
static ny_status may_see(ny_arena *arena, const ny_arguments *arguments, const ny_given *given,
                         ny_why_asked asked)
{
    ny_text key;
    const ny_model *model = given->loaded.model;
    bool rows = ny_said_value(arguments, "row", &key) || ny_said_switch(arguments, "rows");
    bool shown =
        asked.kind == NY_WHY_PAYMENT
            ? ny_view_payment(given->view, given->plan->payments.items[asked.number].payment)
            : ny_view_figure(given->view, asked.number);
    if (!ny_view_restricted(given->view) || (shown && !rows))
        return NY_DONE;
    ny_sink *sink = given->loaded.sink;
    ny_text said = rows ? NY_TEXT("--row") : NY_TEXT("--as");
    ny_span span = {ny_sink_add_source(sink, NY_TEXT("why"), said), 0, (uint32_t)said.size};
    NY_REPORT(sink, NY_WHY_NOT_SHOWN, span, model->parties.items[given->view->party].name);
    return ny_say_diagnostics(arena, sink);
}

/* Is the row anywhere among those read or set aside, in a table that is gone over? */
static ny_status find_row(ny_arena *arena, const ny_given *given, const ny_why *why, ny_text key)
{
    ny_sink *sink = given->loaded.sink;
    uint32_t table = NY_NONE;
    for (uint32_t i = 0; i < why->steps.count; i++) {
        const ny_trace *trace = why->steps.items[i].trace;
        if (trace && trace->row != NY_NONE)
            return NY_DONE;
        table = trace && table == NY_NONE ? trace->table : table;
    }
    for (uint32_t i = 0; i < given->tables.aside.count; i++)
        if (table != NY_NONE && given->tables.aside.items[i].key.size &&
            ny_text_equal(given->tables.aside.items[i].key, key))
            return NY_DONE;
    ny_span span = {ny_sink_add_source(sink, NY_TEXT("--row"), key), 0, (uint32_t)key.size};
    NY_REPORT(sink, NY_WHY_NO_SUCH_ROW, span,
              table == NY_NONE ? NY_TEXT("–") : given->loaded.model->tables.items[table].name);
    return ny_say_diagnostics(arena, sink);
}

/* Runs, and where no statement was said runs again for the latest in which the thing stands. */
static ny_status run(ny_arena *arena, ny_given *given, ny_why_asked asked, ny_result **ret_result)
{
    if (!given->only_period) {
        ny_status status = ny_gather_run(arena, given, ret_result);
        if (status != NY_DONE)
            return status;
        given->only_period = (*ret_result)->periods ? ny_why_latest(*ret_result, asked) + 1 : 1;
    }
    given->traces =
        ny_why_traces(arena, given->plan, asked, given->only_period - 1, &given->trace_count);
    return ny_gather_run(arena, given, ret_result);
}

static bool read_format(const ny_arguments *arguments, ny_text *ret_format)
{
    *ret_format = ny_said_switch(arguments, "json") ? NY_TEXT("json") : NY_TEXT("text");
    (void)ny_said_value(arguments, "format", ret_format);
    return ny_text_is(*ret_format, "text") || ny_text_is(*ret_format, "json") ||
           ny_text_is(*ret_format, "html");
}

static ny_text written(const ny_why_report *report, ny_text format)
{
    return ny_text_is(format, "json") ? ny_why_json(report)
                                      : ny_why_page(report, ny_text_is(format, "html"));
}

static ny_status answer(ny_arena *arena, const ny_arguments *arguments, ny_given *given,
                        ny_why_asked asked, ny_text format)
{
    ny_result *result;
    ny_text key = NY_NO_TEXT;
    bool latest = !given->only_period;
    (void)ny_said_value(arguments, "row", &key);
    given->trace_key = key;
    given->trace_values = ny_said_switch(arguments, "rows");
    ny_status status = run(arena, given, asked, &result);
    if (status != NY_DONE)
        return status;
    const ny_why *why = ny_why_of(arena, result, asked, given->only_period - 1);
    if (key.size)
        status = find_row(arena, given, why, key);
    if (status != NY_DONE)
        return status;
    ny_report_of report = {.prose = &given->prose,
                           .result = result,
                           .tables = &given->tables,
                           .fingerprints = &given->fingerprints,
                           .facts = &given->facts,
                           .facts_given = given->facts_given,
                           .circumstances = given->circumstances,
                           .bidder = given->offer.bidder,
                           .view = given->view};
    report.settlement = ny_settlement_seen(
        arena, ny_settle(&given->prose, result, &given->circumstances, given->loaded.texts.items),
        given->view);
    ny_why_report of = {.report = &report,
                        .why = why,
                        .sink = given->loaded.sink,
                        .texts = given->loaded.texts.items,
                        .key = key,
                        .latest = latest,
                        .every_row = given->trace_values};
    return ny_deliver(arena, arguments, written(&of, format));
}

ny_status ny_command_why(ny_arena *arena, int argument_count, char **words)
{
    ny_arguments *arguments;
    ny_status status;
    ny_given given;
    ny_text name, format;
    ny_why_asked asked;
    if (!ny_begin(arena, "why", options, sizeof options / sizeof *options, argument_count, words,
                  &arguments, &status))
        return status;
    if (!read_format(arguments, &format))
        return ny_usage_problem(arena, "why",
                                ny_format(arena,
                                          "--format: there is no `%.*s`; say text, html or json",
                                          NY_PRINT(format)));
    status = take_name(arena, arguments, &name);
    if (status == NY_DONE)
        status = ny_gather(arena, "why", arguments, true, &given);
    if (status == NY_DONE)
        status = ny_ask(arena, arguments, &given);
    if (status != NY_DONE)
        return status;
    if (!ny_why_find(&given.prose, given.loaded.sink, given.plan, name, &asked))
        return ny_say_diagnostics(arena, given.loaded.sink);
    status = may_see(arena, arguments, &given, asked);
    return status == NY_DONE ? answer(arena, arguments, &given, asked, format) : status;
}
