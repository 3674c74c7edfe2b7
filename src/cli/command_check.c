/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* nytte check: every independent mistake of each contract in one run. Each file is checked with the
 * files that it uses. */

#include "cli/command.h"

#include "io/diagnostics.h"
#include "io/json.h"

static const ny_option options[] = {
    {"pedantic", NULL, "add advice: what is a matter of style, or merely possible"},
    {"json", NULL, "the diagnostics as JSON (check/1)"},
    {"help", NULL, "this text"},
};

typedef struct ny_report_json {
    json_t *files, *diagnostics, *advice, *open, *rests;
} ny_report_json;

/* --- what is to be agreed ----------------------------------------------------------------------- */

static const struct {
    const char *key;
    ny_rest_kind kind;
    ny_phrase one, many; /* "payment {0}" */
    char quote;
} rest_kinds[] = {
    {"contract", NY_REST_CONTRACT, NY_WORDS_JUST, NY_WORDS_JUST, 0},
    {"payments", NY_REST_PAYMENT, NY_WORDS_PAYMENT_NAMED, NY_WORDS_PAYMENTS_NAMED, '"'},
    {"measures", NY_REST_MEASURE, NY_WORDS_MEASURE_NAMED, NY_WORDS_MEASURES_NAMED, '`'},
    {"award", NY_REST_AWARD, NY_WORDS_AWARD_NAMED, NY_WORDS_AWARD_NAMED, '`'},
};

#define REST_KINDS (sizeof rest_kinds / sizeof *rest_kinds)

static uint32_t count_rests(const ny_open_figure *open, ny_rest_kind kind)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < open->rests.count; i++)
        count += open->rests.items[i].kind == kind;
    return count;
}

/* Of each kind; JSON has them all. */
#define MOST_NAMED 20

static ny_text names_of(const ny_sink *sink, const ny_open_figure *open, size_t kind)
{
    ny_buffer names = ny_buffer_create(sink->arena);
    uint32_t count = count_rests(open, rest_kinds[kind].kind), said = 0;
    for (uint32_t i = 0; i < open->rests.count; i++) {
        const ny_rest *rest = &open->rests.items[i];
        if (rest->kind != rest_kinds[kind].kind || said++ >= MOST_NAMED)
            continue;
        ny_buffer_add(&names, names.size ? NY_TEXT(", ") : NY_NO_TEXT);
        if (rest_kinds[kind].quote)
            ny_buffer_add_character(&names, rest_kinds[kind].quote);
        ny_buffer_add(&names, rest->name);
        if (rest_kinds[kind].quote)
            ny_buffer_add_character(&names, rest_kinds[kind].quote);
    }
    if (count <= MOST_NAMED)
        return ny_buffer_text(&names);
    return NY_WORDS(sink, NY_WORDS_AND_MORE, ny_buffer_text(&names),
                    ny_format(sink->arena, "%u", count - MOST_NAMED));
}

/* "`funds`: payments "Phase 1", "Phase 2"; award `economy`" */
static void add_rests(ny_buffer *out, const ny_sink *sink, const ny_model *model,
                      const ny_open_figure *open)
{
    const char *between = " ";
    ny_buffer_format(out, "    `%.*s`:", NY_PRINT(model->figures.items[open->figure].name));
    if (!open->rests.count)
        ny_buffer_format(out, " %.*s", NY_PRINT(ny_words(sink, NY_WORDS_NOTHING_RESTS_ON_IT)));
    for (size_t k = 0; k < REST_KINDS; k++) {
        uint32_t count = count_rests(open, rest_kinds[k].kind);
        if (!count)
            continue;
        ny_text text = NY_WORDS(sink, count == 1 ? rest_kinds[k].one : rest_kinds[k].many,
                                names_of(sink, open, k));
        ny_buffer_format(out, "%s%.*s", between, NY_PRINT(text));
        between = "; ";
    }
    ny_buffer_add_character(out, '\n');
}

static void add_line(ny_buffer *out, ny_text line)
{
    ny_buffer_add(out, line);
    ny_buffer_add_character(out, '\n');
}

static void add_open(ny_buffer *out, const ny_sink *sink, const ny_model *model)
{
    if (!model->open.count)
        return;
    ny_buffer_add(out, ny_words(sink, NY_WORDS_OPEN));
    for (uint32_t i = 0; i < model->open.count; i++)
        ny_buffer_format(out, "%s %.*s", i ? "," : "", NY_PRINT(model->open.items[i]));
    ny_buffer_add_character(out, '\n');
    for (uint32_t i = 0; i < model->rests.count; i++)
        add_rests(out, sink, model, &model->rests.items[i]);
    add_line(out, ny_words(sink, NY_WORDS_OPEN_MEANS));
}

static json_t *rests_json(const ny_model *model, const ny_open_figure *open, ny_text file)
{
    json_t *object = json_object();
    ny_json_set(object, "name", ny_json_text(model->figures.items[open->figure].name));
    ny_json_set(object, "file", ny_json_text(file));
    for (size_t k = 0; k < REST_KINDS; k++) {
        if (rest_kinds[k].kind == NY_REST_CONTRACT) {
            ny_json_set(object, "contract", json_boolean(count_rests(open, NY_REST_CONTRACT) > 0));
            continue;
        }
        json_t *names = json_array();
        for (uint32_t i = 0; i < open->rests.count; i++)
            if (open->rests.items[i].kind == rest_kinds[k].kind)
                ny_json_add(names, ny_json_text(open->rests.items[i].name));
        ny_json_set(object, rest_kinds[k].key, names);
    }
    return object;
}

/* --- one file ------------------------------------------------------------------------------------ */

static void extend(json_t *array, json_t *more)
{
    json_array_extend(array, more);
    json_decref(more);
}

static void report_json(const ny_loaded *loaded, ny_text file, const ny_report_json *report)
{
    extend(report->diagnostics, ny_diagnostics_json(loaded->sink, false));
    extend(report->advice, ny_diagnostics_json(loaded->sink, true));
    for (uint32_t i = 0; i < loaded->model->open.count; i++)
        ny_json_add(report->open, ny_json_text(loaded->model->open.items[i]));
    for (uint32_t i = 0; i < loaded->model->rests.count; i++)
        ny_json_add(report->rests, rests_json(loaded->model, &loaded->model->rests.items[i], file));
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

static void report_text(const ny_loaded *loaded, ny_text file, ny_buffer *out)
{
    const ny_sink *sink = loaded->sink;
    uint32_t advice = 0;
    for (uint32_t i = 0; i < sink->diagnostics.count; i++)
        advice += sink->diagnostics.items[i].severity == NY_NOTE;
    ny_text text = summary(sink, file);
    if (advice)
        text = NY_WORDS(sink, advice == 1 ? NY_WORDS_AND_ONE_ADVICE : NY_WORDS_AND_ADVICE, text,
                        ny_format(sink->arena, "%u", advice));
    add_line(out, text);
    add_open(out, sink, loaded->model);
}

static ny_status check_one(ny_arena *arena, ny_language language, ny_text file, ny_care care,
                           const ny_report_json *report, ny_buffer *out)
{
    ny_loaded loaded;
    ny_status status = ny_load_with_care(arena, language, &file, 1, care, &loaded);
    if (status == NY_WORLD_FAILED)
        return ny_world_problem(arena, loaded.problem);
    if (report) {
        report_json(&loaded, file, report);
        return status;
    }
    ny_complain(ny_diagnostics_text(arena, loaded.sink));
    report_text(&loaded, file, out);
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
    ny_care care = ny_said_switch(arguments, "pedantic") ? NY_CARE_PEDANTIC : NY_CARE_REVIEW;
    ny_report_json report = {json_array(), json_array(), json_array(), json_array(), json_array()};
    ny_buffer out = ny_buffer_create(arena);
    for (uint32_t i = 0; i < arguments->files.count; i++) {
        ny_text file = arguments->files.items[i];
        ny_json_add(report.files, ny_json_text(file));
        ny_status status =
            check_one(arena, arguments->language, file, care, json ? &report : NULL, &out);
        worst = status > worst ? status : worst;
    }
    json_t *result = json_object();
    ny_json_set(result, "nytte", json_string("check/1"));
    ny_json_set(result, "language", json_string(ny_language_name(arguments->language)));
    ny_json_set(result, "files", report.files);
    ny_json_set(result, "diagnostics", report.diagnostics);
    ny_json_set(result, "advice", report.advice);
    ny_json_set(result, "open", report.open);
    ny_json_set(result, "rests", report.rests);
    ny_text text = ny_json_write(arena, result);
    if (!json)
        ny_print(ny_buffer_text(&out));
    else if (worst != NY_WORLD_FAILED)
        ny_print(text);
    return worst;
}
