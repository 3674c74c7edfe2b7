/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* nytte fmt: the one written form of contracts, in place. A text that cannot be read is not touched. */

#include "cli/command.h"

#include "io/diagnostics.h"
#include "io/file.h"
#include "io/json.h"
#include "text/format.h"

static const ny_option options[] = {
    {"check", NULL, "change nothing; exit 1 when a file is not in its form"},
    {"json", NULL, "what was done, as JSON (fmt/1)"},
    {"help", NULL, "this text"},
};

static ny_status format_one(ny_arena *arena, ny_language language, ny_text file, bool only_check,
                            bool json, json_t *results)
{
    ny_text text, problem;
    if (ny_file_read(arena, language, file, &text, &problem) != NY_DONE)
        return ny_world_problem(arena, problem);
    ny_sink *sink = ny_sink_create(arena);
    sink->language = language;
    const ny_tokens *tokens = ny_tokens_read(arena, sink, ny_sink_add_source(sink, file, text));
    if (!sink->errors)
        (void)ny_parse(arena, sink, tokens, 0);
    if (sink->errors) {
        (void)ny_say_diagnostics(arena, sink);
        return NY_INPUT_WRONG;
    }
    ny_text formatted = ny_format_contract(arena, tokens);
    bool same = ny_text_equal(text, formatted);
    json_t *result = json_object();
    ny_json_set(result, "file", ny_json_text(file));
    ny_json_set(result, "changed", json_boolean(!same));
    ny_json_add(results, result);
    if (same)
        return NY_DONE;
    if (only_check) {
        if (!json)
            ny_print_line(NY_WORDS(sink, NY_WORDS_NOT_IN_FORM, file));
        return NY_INPUT_WRONG;
    }
    if (ny_file_write(arena, language, file, formatted, &problem) != NY_DONE)
        return ny_world_problem(arena, problem);
    if (!json)
        ny_print_line(NY_WORDS(sink, NY_WORDS_FORMATTED, file));
    return NY_DONE;
}

ny_status ny_command_fmt(ny_arena *arena, int argument_count, char **words)
{
    ny_arguments *arguments;
    ny_status worst = NY_DONE;
    if (!ny_begin(arena, "fmt", options, sizeof options / sizeof *options, argument_count, words,
                  &arguments, &worst))
        return worst;
    bool json = ny_said_switch(arguments, "json");
    json_t *results = json_array(), *root = json_object();
    for (uint32_t i = 0; i < arguments->files.count; i++) {
        ny_status status = format_one(arena, arguments->language, arguments->files.items[i],
                                      ny_said_switch(arguments, "check"), json, results);
        worst = status > worst ? status : worst;
    }
    ny_json_set(root, "nytte", json_string("fmt/1"));
    ny_json_set(root, "files", results);
    ny_text text = ny_json_write(arena, root);
    if (json)
        ny_print(text);
    return worst;
}
