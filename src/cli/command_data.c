/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* nytte data: what is in the extracts, before anybody settles by them; and a first source. */

#include "cli/gather.h"
#include "io/draft_source.h"
#include "io/survey.h"
#include "text/format.h"

static const ny_option options[] = {
    NY_GATHER_OPTIONS,
    {"json", NULL, "the same as JSON (data/1)"},
    {"draft-source", NULL,
     "write a first `source` for each table of --data instead, to be corrected"},
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

/* --- a first source ---------------------------------------------------------------------------- */

/* The file as a text in `output` names it: files are named from the folder of the text. */
static ny_text path_from(ny_arena *arena, ny_text output, ny_text path)
{
    size_t common = 0;
    if (!output.size || output.data[0] == '/' || (path.size && path.data[0] == '/'))
        return path;
    for (size_t i = 0; i < output.size && i < path.size && output.data[i] == path.data[i]; i++)
        if (output.data[i] == '/')
            common = i + 1;
    ny_buffer out = ny_buffer_create(arena);
    for (size_t i = common; i < output.size; i++)
        if (output.data[i] == '/')
            ny_buffer_add(&out, NY_TEXT("../"));
    ny_buffer_add(&out, (ny_text){path.data + common, path.size - common});
    return ny_buffer_text(&out);
}

static ny_text in_its_form(ny_arena *arena, ny_text text)
{
    ny_sink *sink = ny_sink_create(arena);
    uint32_t source = ny_sink_add_source(sink, NY_TEXT("draft"), text);
    const ny_tokens *tokens = ny_tokens_read(arena, sink, source);
    return sink->errors ? text : ny_format_contract(arena, tokens);
}

static ny_status draft(ny_arena *arena, const ny_arguments *arguments)
{
    ny_given given;
    ny_extract_list extracts;
    ny_prose names;
    ny_text output = NY_NO_TEXT;
    ny_status status = ny_gather_files(arena, "data", arguments, &given, &extracts);
    /* Headings are in the language of the register, the contract's translations beside it. */
    if (status == NY_DONE)
        status = ny_load_prose(arena, "data", NY_DANISH, &given.loaded, &names);
    if (status != NY_DONE)
        return status;
    if (!extracts.count)
        return ny_usage_problem(arena, "data", NY_TEXT("--draft-source needs --data TABLE=FILE"));
    (void)ny_said_value(arguments, "output", &output);
    ny_buffer out = ny_buffer_create(arena);
    ny_text contract = path_from(arena, output, arguments->files.items[0]);
    ny_buffer_format(&out, "nytte 1 english\nuse \"%.*s\"\n", NY_PRINT(contract));
    for (uint32_t i = 0; i < extracts.count; i++) {
        ny_text path = path_from(arena, output, extracts.items[i].files.items[0].name);
        ny_buffer_add_character(&out, '\n');
        if (!ny_draft_source(&out, given.loaded.sink, &names, &extracts.items[i], path))
            return ny_say_diagnostics(arena, given.loaded.sink);
    }
    return ny_deliver(arena, arguments, in_its_form(arena, ny_buffer_text(&out)));
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
    if (ny_said_switch(arguments, "draft-source"))
        return draft(arena, arguments);
    status = form_of(arena, arguments, &form);
    if (status == NY_DONE)
        status = ny_gather(arena, "data", arguments, false, &given);
    if (status == NY_DONE)
        status = ny_gather_run(arena, &given, &result);
    if (status != NY_DONE)
        return status;
    ny_gather_bounds(arena, &given, result);
    ny_report_of report = {.prose = &given.prose,
                           .result = result,
                           .tables = &given.tables,
                           .fingerprints = &given.fingerprints,
                           .circumstances = given.circumstances};
    status = ny_deliver_rejects(arena, "data", arguments, &given);
    if (status != NY_DONE)
        return status;
    return ny_deliver(arena, arguments,
                      form == NY_DATA_JSON ? ny_data_json(arena, &report)
                                           : ny_data_page(&report, form == NY_DATA_HTML));
}
