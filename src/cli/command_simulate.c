/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* nytte simulate: the contract on imagined futures. */

#include "cli/imagined.h"
#include "io/file.h"
#include "io/simulate_json.h"

#include <stdio.h>

static const ny_option options[] = {
    {"offer", "FILE", "the bid, as JSON; without it the one offer-*.json beside the contract"},
    {"worlds", "N", "how many futures; 1000"},
    {"seed", "N", "where the random numbers start; 1"},
    {"alternative", "NAME", "only this one; may be said several times; without it all"},
    {"csv", "FILE", "every payment of every world, a line each"},
    {"json", NULL, "the results as JSON (simulate/1)"},
    {"help", NULL, "this text"},
};

/* The CSV grows world by world into a file beside its own name, which it takes at the end. */
typedef struct ny_worlds_file {
    ny_arena *block; /* reset after each world */
    const char *path, *part;
    FILE *file;
    bool failed;
} ny_worlds_file;

static void write_text(ny_worlds_file *file, ny_text text)
{
    if (text.size && fwrite(text.data, 1, text.size, file->file) != text.size)
        file->failed = true;
}

static void write_world(void *context, const ny_alternative *alternative, uint32_t world,
                        const ny_fast_result *result)
{
    ny_worlds_file *file = context;
    ny_arena_reset(file->block);
    ny_buffer lines = ny_buffer_create(file->block);
    ny_simulate_csv_world(file->block, &lines, alternative->name, world, result);
    write_text(file, ny_buffer_text(&lines));
}

static bool open_worlds(ny_arena *arena, ny_text path, ny_worlds_file *ret_file)
{
    ny_worlds_file file = {.path = ny_text_terminated(arena, path)};
    file.part = ny_text_terminated(arena, ny_format(arena, "%.*s.part", NY_PRINT(path)));
    file.file = fopen(file.part, "wb");
    if (!file.file)
        return false;
    file.block = ny_arena_create();
    ny_buffer heading = ny_buffer_create(arena);
    ny_simulate_csv_heading(&heading);
    write_text(&file, ny_buffer_text(&heading));
    *ret_file = file;
    return true;
}

static bool close_worlds(ny_worlds_file *file)
{
    bool failed = fclose(file->file) != 0 || file->failed;
    ny_arena_destroy(file->block);
    if (failed || rename(file->part, file->path) != 0) {
        (void)remove(file->part);
        return false;
    }
    return true;
}

/* What all worlds have in common: the first model of rows; else where the file begins. */
static ny_span place_of_model(const ny_imagined *imagined)
{
    const ny_model *model = imagined->loaded.model;
    return model->row_models.count ? model->row_models.items[0]->header_span : (ny_span){0, 0, 0};
}

/* Where no world at all is defined there is nothing to report. */
static ny_status check_defined(ny_arena *arena, const ny_imagined *imagined,
                               const ny_simulation *simulation)
{
    ny_sink *sink = imagined->loaded.sink;
    for (uint32_t i = 0; i < simulation->alternatives.count; i++) {
        const ny_simulated *of = &simulation->alternatives.items[i];
        if (!of->defined && of->undefined.count)
            NY_REPORT(sink, NY_NO_WORLD_DEFINED, place_of_model(imagined),
                      of->undefined.items[0].reason);
    }
    return ny_say_diagnostics(arena, sink);
}

ny_status ny_command_simulate(ny_arena *arena, int argument_count, char **words)
{
    ny_arguments *arguments;
    ny_status status;
    ny_imagined imagined;
    ny_worlds_file file = {0};
    ny_text path;
    if (!ny_begin(arena, "simulate", options, sizeof options / sizeof *options, argument_count,
                  words, &arguments, &status))
        return status;
    status = ny_imagine_ready(arena, "simulate", arguments, NY_IMAGINED_ALL, 1000, &imagined);
    if (status != NY_DONE)
        return status;
    bool to_file = ny_said_value(arguments, "csv", &path);
    if (to_file && !open_worlds(arena, path, &file))
        return ny_world_problem(arena, ny_format(arena, "%.*s cannot be written", NY_PRINT(path)));
    ny_simulate_listener listener = {.world = write_world, .context = &file};
    ny_simulation *simulation =
        ny_simulate(arena, imagined.alternatives.items, imagined.alternatives.count,
                    imagined.worlds, imagined.seed, to_file ? &listener : NULL);
    simulation->assumed =
        ny_assumed_instead(arena, imagined.loaded.model, imagined.loaded.texts.items);
    if (to_file && !close_worlds(&file))
        return ny_world_problem(arena, ny_format(arena, "%.*s cannot be written", NY_PRINT(path)));
    status = check_defined(arena, &imagined, simulation);
    if (status == NY_DONE)
        ny_print(ny_said_switch(arguments, "json") ? ny_simulate_json(arena, simulation)
                                                   : ny_simulate_text(arena, simulation));
    return status;
}
