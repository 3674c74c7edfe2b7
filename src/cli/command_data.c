/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* nytte data: what is in the extracts, before anybody settles by them. */

#include "cli/gather.h"
#include "io/survey.h"

static const ny_option options[] = {
    NY_GATHER_OPTIONS,
    {"json", NULL, "the same as JSON (data/1)"},
    {"format", "text|html|json", "how it is written; text"},
    {"help", NULL, "this text"},
};

typedef enum ny_data_form { NY_DATA_TEXT, NY_DATA_HTML, NY_DATA_JSON } ny_data_form;

static ny_status form_of(ny_arena *arena, const ny_arguments *arguments, ny_data_form *ret_form)
{
    static const char *const names[] = {"text", "html", "json"};
    ny_text said;
    *ret_form = ny_said_switch(arguments, "json") ? NY_DATA_JSON : NY_DATA_TEXT;
    if (!ny_said_value(arguments, "format", &said))
        return NY_DONE;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!ny_text_is(said, names[i]))
            continue;
        *ret_form = (ny_data_form)i;
        return NY_DONE;
    }
    return ny_usage_problem(
        arena, "data",
        ny_format(arena, "--format: there is no `%.*s`; say text, html or json", NY_PRINT(said)));
}

ny_status ny_command_data(ny_arena *arena, int argument_count, char **words)
{
    ny_arguments *arguments;
    ny_status status;
    ny_data_form form;
    ny_given given;
    ny_result *result;
    if (!ny_begin(arena, "data", options, sizeof options / sizeof *options, argument_count, words,
                  &arguments, &status))
        return status;
    status = form_of(arena, arguments, &form);
    if (status == NY_DONE)
        status = ny_gather(arena, "data", arguments, false, &given);
    if (status == NY_DONE)
        status = ny_gather_run(arena, &given, &result);
    if (status != NY_DONE)
        return status;
    ny_report_of report = {.prose = &given.prose,
                           .result = result,
                           .tables = &given.tables,
                           .fingerprints = &given.fingerprints,
                           .circumstances = given.circumstances};
    return ny_deliver(arena, arguments,
                      form == NY_DATA_JSON ? ny_data_json(arena, &report)
                                           : ny_data_page(&report, form == NY_DATA_HTML));
}
