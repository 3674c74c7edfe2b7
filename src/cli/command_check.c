/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* nytte check: every independent mistake of each contract in one run. Each file is checked with the
 * files that it uses. */

#include "cli/command.h"

#include "io/diagnostics.h"
#include "io/json.h"

static const ny_option options[] = {
    {"json", NULL, "the diagnostics as JSON (check/1)"},
    {"help", NULL, "this text"},
};

static void add_line(ny_buffer *out, ny_text line)
{
    ny_buffer_add(out, line);
    ny_buffer_add_character(out, '\n');
}

static ny_text summary(const ny_sink *sink, ny_text file)
{
    ny_text errors = ny_format(sink->arena, "%u", sink->errors),
            warnings = ny_format(sink->arena, "%u", sink->warnings);
    if (sink->errors)
        return NY_WORDS(sink, sink->errors == 1 ? NY_WORDS_ONE_ERROR : NY_WORDS_MANY_ERRORS, file,
                        errors);
    if (sink->warnings)
        return NY_WORDS(sink, sink->warnings == 1 ? NY_WORDS_ONE_WARNING : NY_WORDS_MANY_WARNINGS,
                        file, warnings);
    return NY_WORDS(sink, NY_WORDS_NOTHING_IS_WRONG, file);
}

static void add_open(ny_buffer *out, const ny_sink *sink, const ny_model *model)
{
    if (!model->open.count)
        return;
    ny_buffer_add(out, ny_words(sink, NY_WORDS_OPEN));
    for (uint32_t i = 0; i < model->open.count; i++)
        ny_buffer_format(out, "%s %.*s", i ? "," : "", NY_PRINT(model->open.items[i]));
    ny_buffer_add_character(out, '\n');
    add_line(out, ny_words(sink, NY_WORDS_OPEN_MEANS));
}

static ny_status check_one(ny_arena *arena, ny_language language, ny_text file, bool json,
                           json_t *all, ny_buffer *out, json_t *open)
{
    ny_loaded loaded;
    ny_status status = ny_load(arena, language, &file, 1, &loaded);
    if (status == NY_WORLD_FAILED)
        return ny_world_problem(arena, loaded.problem);
    if (json) {
        json_t *list = ny_diagnostics_json(loaded.sink);
        json_array_extend(all, list);
        json_decref(list);
        for (uint32_t i = 0; i < loaded.model->open.count; i++)
            ny_json_add(open, ny_json_text(loaded.model->open.items[i]));
        return status;
    }
    ny_complain(ny_diagnostics_text(arena, loaded.sink));
    add_line(out, summary(loaded.sink, file));
    add_open(out, loaded.sink, loaded.model);
    return status;
}

ny_status ny_command_check(ny_arena *arena, int argument_count, char **words)
{
    ny_arguments *arguments;
    ny_status worst = NY_DONE;
    if (!ny_begin(arena, "check", options, sizeof options / sizeof *options, argument_count, words,
                  &arguments, &worst))
        return worst;
    bool json = ny_said_switch(arguments, "json");
    json_t *files = json_array(), *all = json_array(), *open = json_array();
    ny_buffer out = ny_buffer_create(arena);
    for (uint32_t i = 0; i < arguments->files.count; i++) {
        ny_json_add(files, ny_json_text(arguments->files.items[i]));
        ny_status status =
            check_one(arena, arguments->language, arguments->files.items[i], json, all, &out, open);
        worst = status > worst ? status : worst;
    }
    json_t *result = json_object();
    ny_json_set(result, "nytte", json_string("check/1"));
    ny_json_set(result, "language", json_string(ny_language_name(arguments->language)));
    ny_json_set(result, "files", files);
    ny_json_set(result, "diagnostics", all);
    ny_json_set(result, "open", open);
    ny_text text = ny_json_write(arena, result);
    if (!json)
        ny_print(ny_buffer_text(&out));
    else if (worst != NY_WORLD_FAILED)
        ny_print(text);
    return worst;
}
