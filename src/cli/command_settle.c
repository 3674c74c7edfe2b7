/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* nytte measure and nytte settle. */

#include "cli/asked.h"
#include "io/earlier.h"
#include "io/file.h"
#include "io/folder.h"
#include "io/rejects.h"

static const ny_option measure_options[] = {
    NY_GATHER_OPTIONS,
    {"by", "COLUMN,…",
     "one figure for each value of a column, or of a column of the row referred to"},
    NY_AS_OPTION,
    {"strict", NULL, "refuse data with any fault"},
    {"json", NULL, "the measures as JSON (measure/1)"},
    {"format", "text|json|html", "how the measures are written; text"},
    {"help", NULL, "this text"},
};

static const ny_option settle_options[] = {
    NY_GATHER_OPTIONS,
    {"offer", "FILE", "the bid, as JSON"},
    NY_AS_OPTION,
    {"against", "FILE",
     "an earlier settlement (its JSON): what has moved, and what is to be settled"},
    {"strict", NULL, "refuse data with any fault"},
    {"folder", "DIR", "every form and the list of faults into a folder, whole or not at all"},
    {"json", NULL, "the same as --format json"},
    {"format", "text|json|html|csv", "how the statements are written; text"},
    {"help", NULL, "this text"},
};

typedef enum ny_format_said { NY_AS_TEXT, NY_AS_JSON, NY_AS_HTML, NY_AS_CSV } ny_format_said;

static ny_status format_of(ny_arena *arena, const char *command, const ny_arguments *arguments,
                           bool csv_allowed, ny_format_said *ret_format)
{
    ny_text format;
    *ret_format = ny_said_switch(arguments, "json") ? NY_AS_JSON : NY_AS_TEXT;
    if (!ny_said_value(arguments, "format", &format))
        return NY_DONE;
    if (ny_text_is(format, "json"))
        *ret_format = NY_AS_JSON;
    else if (ny_text_is(format, "html"))
        *ret_format = NY_AS_HTML;
    else if (ny_text_is(format, "csv") && csv_allowed)
        *ret_format = NY_AS_CSV;
    else if (!ny_text_is(format, "text"))
        return ny_usage_problem(arena, command,
                                ny_format(arena,
                                          "--format: there is no `%.*s`; say text, html%s or json",
                                          NY_PRINT(format), csv_allowed ? ", csv" : ""));
    return NY_DONE;
}

static ny_report_of report_of(const ny_given *given, const ny_result *result)
{
    return (ny_report_of){.prose = &given->prose,
                          .result = result,
                          .tables = &given->tables,
                          .fingerprints = &given->fingerprints,
                          .circumstances = given->circumstances,
                          .facts = &given->facts,
                          .facts_given = given->facts_given,
                          .bidder = given->offer.bidder,
                          .only_period = given->only_period};
}

ny_status ny_command_measure(ny_arena *arena, int argument_count, char **words)
{
    ny_arguments *arguments;
    ny_status status;
    ny_format_said format;
    ny_given given;
    ny_result *result;
    if (!ny_begin(arena, "measure", measure_options,
                  sizeof measure_options / sizeof *measure_options, argument_count, words,
                  &arguments, &status))
        return status;
    status = format_of(arena, "measure", arguments, false, &format);
    if (status == NY_DONE)
        status = ny_gather(arena, "measure", arguments, false, &given);
    if (status == NY_DONE)
        status = ny_ask(arena, arguments, &given);
    if (status == NY_DONE)
        status = ny_gather_run(arena, &given, &result);
    if (status != NY_DONE)
        return status;
    ny_gather_bounds(arena, &given, result);
    ny_report_of report = report_of(&given, result);
    ny_ask_release(arena, &given, &report);
    status = ny_deliver_rejects(arena, "measure", arguments, &given);
    if (status != NY_DONE)
        return status;
    return ny_deliver(arena, arguments,
                      format == NY_AS_JSON ? ny_measure_json(arena, &report)
                                           : ny_measure_page(&report, format == NY_AS_HTML));
}

/* What has moved since an earlier settlement, where one is given. */
static ny_status compare(ny_arena *arena, const ny_arguments *arguments, const ny_given *given,
                         ny_report_of *report)
{
    ny_text path, bytes, problem;
    ny_earlier *earlier = NY_NEW(arena, ny_earlier);
    if (!ny_said_value(arguments, "against", &path))
        return NY_DONE;
    if (ny_view_restricted(given->view)) /* the earlier statement may hold what is not shown */
        return ny_usage_problem(arena, "settle",
                                ny_phrase_text(arguments->language, NY_WORDS_AGAINST_IS_NOT_SHOWN));
    if (ny_file_read(arena, arguments->language, path, &bytes, &problem) != NY_DONE)
        return ny_world_problem(arena, problem);
    if (!ny_earlier_read(arena, given->loaded.sink, given->loaded.model, given->offer.bidder,
                         &given->circumstances, path, bytes, earlier))
        return ny_say_diagnostics(arena, given->loaded.sink);
    report->against = ny_settle_against(arena, report->settlement, &given->circumstances, earlier);
    return NY_DONE;
}

/* Every form that a statement is written in, and the faults of its data. */
static const char *const statement_files[] = {"statement.txt", "statement.json", "statement.html",
                                              "statement.csv", "rejects.csv",    NULL};

static ny_status write_folder(ny_arena *arena, const ny_arguments *arguments, ny_text folder,
                              const ny_report_of *report)
{
    const ny_folder_file files[] = {
        {statement_files[0], ny_settle_page(report, false)},
        {statement_files[1], ny_settle_json(arena, report)},
        {statement_files[2], ny_settle_page(report, true)},
        {statement_files[3], ny_settle_csv(arena, report)},
        {statement_files[4], ny_rejects_csv(arena, report->tables)},
    };
    ny_text problem;
    size_t count = sizeof files / sizeof *files;
    if (ny_view_restricted(report->view))
        count--; /* the list of faults holds cells of the data */
    if (ny_folder_write(arena, arguments->language, folder, files, count, statement_files,
                        &problem) != NY_DONE)
        return ny_world_problem(arena, problem);
    return NY_DONE;
}

static bool said_form(const ny_arguments *arguments)
{
    ny_text value;
    return ny_said_value(arguments, "output", &value) ||
           ny_said_value(arguments, "format", &value) || ny_said_switch(arguments, "json");
}

ny_status ny_command_settle(ny_arena *arena, int argument_count, char **words)
{
    ny_text folder;
    ny_arguments *arguments;
    ny_status status;
    ny_format_said format;
    ny_given given;
    ny_result *result;
    if (!ny_begin(arena, "settle", settle_options, sizeof settle_options / sizeof *settle_options,
                  argument_count, words, &arguments, &status))
        return status;
    bool to_folder = ny_said_value(arguments, "folder", &folder);
    if (to_folder && !folder.size)
        return ny_usage_problem(arena, "settle", NY_TEXT("--folder: which folder?"));
    if (to_folder && said_form(arguments))
        return ny_usage_problem(arena, "settle",
                                NY_TEXT("--folder writes every form: leave --output, --format and "
                                        "--json out"));
    status = format_of(arena, "settle", arguments, true, &format);
    if (status == NY_DONE)
        status = ny_gather(arena, "settle", arguments, true, &given);
    if (status == NY_DONE)
        status = ny_ask(arena, arguments, &given);
    if (status == NY_DONE)
        status = ny_gather_run(arena, &given, &result);
    if (status != NY_DONE)
        return status;
    ny_gather_bounds(arena, &given, result);
    ny_report_of report = report_of(&given, result);
    ny_ask_release(arena, &given, &report);
    report.settlement = ny_settlement_seen(
        arena, ny_settle(&given.prose, result, &given.circumstances, given.loaded.texts.items),
        given.view);
    status = compare(arena, arguments, &given, &report);
    if (status == NY_DONE)
        status = ny_deliver_rejects(arena, "settle", arguments, &given);
    if (status != NY_DONE)
        return status;
    if (to_folder)
        return write_folder(arena, arguments, folder, &report);
    return ny_deliver(arena, arguments,
                      format == NY_AS_JSON  ? ny_settle_json(arena, &report)
                      : format == NY_AS_CSV ? ny_settle_csv(arena, &report)
                                            : ny_settle_page(&report, format == NY_AS_HTML));
}
