/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See simulated.h. */

#include "cli/simulated.h"

#include "base/parallel.h"
#include "cli/gather.h"
#include "io/file.h"
#include "io/simulate.h"

#include <string.h>
#include <unistd.h>

ny_status ny_threads_said(ny_arena *arena, const char *command, const ny_arguments *arguments,
                          uint32_t *ret_threads)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    uint64_t usual = processors < 1 ? 1 : (uint64_t)processors, threads;
    if (usual > NY_THREADS_MOST)
        usual = NY_THREADS_MOST;
    ny_status status =
        ny_number_said(arena, command, arguments, "threads", 1, NY_THREADS_MOST, usual, &threads);
    if (status == NY_DONE)
        *ret_threads = (uint32_t)threads;
    return status;
}

ny_status ny_result_form_said(ny_arena *arena, const char *command, const ny_arguments *arguments,
                              ny_result_form *ret_form)
{
    ny_text format;
    *ret_form = ny_said_switch(arguments, "json") ? NY_FORM_JSON : NY_FORM_TEXT;
    if (!ny_said_value(arguments, "format", &format))
        return NY_DONE;
    if (ny_text_is(format, "json"))
        *ret_form = NY_FORM_JSON;
    else if (ny_text_is(format, "html"))
        *ret_form = NY_FORM_HTML;
    else if (!ny_text_is(format, "text"))
        return ny_usage_problem(arena, command,
                                ny_format(arena,
                                          "--format: there is no `%.*s`; say text, json or html",
                                          NY_PRINT(format)));
    return NY_DONE;
}

static ny_status no_party(ny_arena *arena, const char *command, const ny_model *model, ny_text name)
{
    ny_buffer text = ny_buffer_create(arena);
    ny_buffer_format(&text, "there is no party `%.*s`; the contract has", NY_PRINT(name));
    for (uint32_t i = 0; i < model->parties.count; i++)
        ny_buffer_format(&text, "%s `%.*s`", i ? "," : "", NY_PRINT(model->parties.items[i].name));
    return ny_usage_problem(arena, command, ny_buffer_text(&text));
}

static ny_status budget_years_said(ny_arena *arena, const char *command,
                                   const ny_arguments *arguments, bool *ret_contract)
{
    ny_text years = NY_TEXT("calendar");
    (void)ny_said_value(arguments, "budget-years", &years);
    *ret_contract = ny_text_is(years, "contract");
    if (*ret_contract || ny_text_is(years, "calendar"))
        return NY_DONE;
    return ny_usage_problem(
        arena, command,
        ny_format(arena, "--budget-years: there is no `%.*s`; say calendar or contract",
                  NY_PRINT(years)));
}

ny_status ny_simulated_check(ny_arena *arena, const char *command, const ny_arguments *arguments,
                             const ny_imagined *imagined)
{
    ny_result_form form;
    for (uint32_t i = 0; i < arguments->said.count; i++) {
        const ny_said *said = &arguments->said.items[i];
        if (strcmp(said->option->name, "never-worse") != 0)
            continue;
        if (ny_model_party(imagined->loaded.model, said->value) == NY_NONE)
            return no_party(arena, command, imagined->loaded.model, said->value);
        if (imagined->alternatives.count < 2)
            return ny_usage_problem(arena, command,
                                    NY_TEXT("--never-worse compares alternatives: there is one "
                                            "only"));
    }
    bool contract_years;
    ny_status status = budget_years_said(arena, command, arguments, &contract_years);
    return status == NY_DONE ? ny_result_form_said(arena, command, arguments, &form) : status;
}

/* What all worlds have in common: the first model of rows; else where the file begins. */
static ny_span place_of_model(const ny_imagined *imagined)
{
    const ny_model *model = imagined->loaded.model;
    return model->row_models.count ? model->row_models.items[0]->header_span : (ny_span){0, 0, 0};
}

ny_status ny_simulated_defined(ny_arena *arena, const ny_imagined *imagined,
                               const ny_worlds *worlds)
{
    ny_sink *sink = imagined->loaded.sink;
    for (uint32_t i = 0; i < worlds->count; i++) {
        const ny_kept *kept = &worlds->alternatives[i];
        bool defined = false;
        for (uint32_t w = 0; w < worlds->worlds && !defined; w++)
            defined = ny_kept_defined(kept, w);
        if (!defined && kept->undefined.count)
            NY_REPORT(sink, NY_NO_WORLD_DEFINED, place_of_model(imagined),
                      kept->undefined.items[0].reason);
    }
    return ny_say_diagnostics(arena, sink);
}

ny_status ny_simulated_fits(ny_arena *arena, const char *command, const ny_worlds *worlds,
                            uint32_t asked)
{
    double bytes = ny_worlds_size(worlds, asked);
    if (bytes <= NY_SIMULATED_MOST_KEPT)
        return NY_DONE;
    return ny_usage_problem(
        arena, command,
        ny_format(arena,
                  "--worlds: %u worlds would keep %.0f million bytes of figures, more than %.0f; "
                  "at most %.0f worlds of this contract go",
                  asked, bytes / 1e6, NY_SIMULATED_MOST_KEPT / 1e6,
                  NY_SIMULATED_MOST_KEPT / bytes * asked - 0.5));
}

bool ny_yardstick_said(ny_arena *arena, ny_text text, double *ret_yardstick)
{
    ny_buffer plain = ny_buffer_create(arena);
    ny_rational number;
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] != '_' && text.data[i] != ' ')
            ny_buffer_add_character(&plain, text.data[i]);
    if (!ny_rational_read(arena, ny_buffer_text(&plain), &number))
        return false;
    *ret_yardstick = ny_rational_to_double(number);
    return *ret_yardstick >= 0 && *ret_yardstick <= 1e15;
}

ny_status ny_benefit_said(ny_arena *arena, const char *command, const ny_kept *kept, ny_text name,
                          ny_unit *ret_unit)
{
    ny_buffer all = ny_buffer_create(arena);
    for (uint32_t i = 0; i < kept->accounts.count; i++) {
        ny_unit unit = kept->accounts.items[i].unit;
        if (kept->accounts.items[i].currency != NY_NONE)
            continue;
        ny_text one = ny_unit_text(arena, kept->model, unit, false);
        if (ny_text_equal(name, one) ||
            ny_text_equal(name, ny_unit_text(arena, kept->model, unit, true))) {
            *ret_unit = unit;
            return NY_DONE;
        }
        ny_buffer_format(&all, "%s`%.*s`", all.size ? ", " : "", NY_PRINT(one));
    }
    return ny_usage_problem(
        arena, command,
        ny_format(arena, "--benefit: no benefit is counted in `%.*s`; say %.*s", NY_PRINT(name),
                  NY_PRINT(all.size ? ny_buffer_text(&all) : NY_TEXT("nothing: there is none"))));
}

static ny_status write_beside(ny_arena *arena, const ny_arguments *arguments, ny_text path,
                              ny_text text)
{
    ny_text problem;
    return ny_file_write(arena, arguments->language, path, text, &problem) == NY_DONE
               ? NY_DONE
               : ny_world_problem(arena, problem);
}

/* What stands in files of its own. */
static ny_status write_files(ny_arena *arena, const ny_arguments *arguments,
                             const ny_worlds *worlds, const ny_simulation *simulation)
{
    ny_text path;
    ny_status status = NY_DONE;
    if (ny_said_value(arguments, "draws", &path))
        status = write_beside(arena, arguments, path, ny_simulate_draws(arena, worlds));
    if (status == NY_DONE && ny_said_value(arguments, "trace", &path))
        status = write_beside(arena, arguments, path, ny_simulate_trace(arena, simulation));
    return status;
}

ny_status ny_simulated_deliver(ny_arena *arena, const char *command, const ny_arguments *arguments,
                               const ny_imagined *imagined, const ny_worlds *worlds,
                               const ny_simulated_how *how)
{
    ny_result_form form;
    ny_prose prose;
    ny_simulation *simulation = ny_simulate(arena, worlds, how->threads);
    simulation->end = how->end;
    simulation->asked = how->asked;
    simulation->until_error = how->until_error;
    simulation->assumed =
        ny_assumed_instead(arena, imagined->loaded.model, imagined->loaded.texts.items);
    for (uint32_t i = 0; i < imagined->asked.set.count; i++)
        *NY_APPEND(arena, &simulation->set) = imagined->asked.set.items[i];
    for (uint32_t i = 0; i < arguments->said.count; i++)
        if (strcmp(arguments->said.items[i].option->name, "never-worse") == 0)
            *NY_APPEND(arena, &simulation->guarded) =
                ny_model_party(imagined->loaded.model, arguments->said.items[i].value);
    ny_status status = ny_simulated_defined(arena, imagined, worlds);
    if (status == NY_DONE)
        status = budget_years_said(arena, command, arguments, &simulation->contract_years);
    if (status == NY_DONE)
        status = ny_result_form_said(arena, command, arguments, &form);
    if (status == NY_DONE)
        status = write_files(arena, arguments, worlds, simulation);
    if (status == NY_DONE)
        status = ny_load_prose(arena, command, arguments->language, &imagined->loaded, &prose);
    if (status != NY_DONE)
        return status;
    return ny_deliver(arena, arguments,
                      form == NY_FORM_JSON
                          ? ny_simulate_json(arena, simulation)
                          : ny_simulate_page(&prose, simulation, form == NY_FORM_HTML));
}
