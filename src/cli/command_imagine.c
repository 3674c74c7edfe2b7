/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* nytte imagine: imagined futures as tables, in the form in which measure and settle read data. */

#include "cli/imagined.h"
#include "io/csv_write.h"
#include "io/file.h"
#include "io/json.h"

static const ny_option options[] = {
    {"folder", "DIR", "where they are written: DIR/world-K/TABLE.csv"},
    {"o", "DIR", "the same as --folder"},
    {"offer", "FILE", "the bid, as JSON; without it the one offer-*.json beside the contract"},
    {"worlds", "N", "how many futures; 1"},
    {"from-world", "K", "the number of the first; 0"},
    {"seed", "N", "where the random numbers start; 1"},
    {"alternative", "NAME", "under this one; without it the contract as written"},
    NY_SET_OPTION,
    {"json", NULL, "what was written, as JSON (imagine/1)"},
    {"help", NULL, "this text"},
};

typedef struct ny_writing {
    ny_arena *arena; /* of one world */
    json_t *worlds;  /* what was written */
    const ny_imagined *imagined;
    ny_text folder;
    ny_text problem;
} ny_writing;

static ny_status write_file(ny_writing *of, ny_text name, ny_text bytes)
{
    return ny_file_write(of->arena, of->imagined->loaded.sink->language,
                         ny_format(of->arena, "%.*s/%.*s", NY_PRINT(of->folder), NY_PRINT(name)),
                         bytes, &of->problem);
}

/* Only tables that the model lets rows come about in. */
static ny_status write_tables(ny_writing *of, const ny_world *world, uint32_t number)
{
    const ny_plan *plan = of->imagined->alternatives.items[0].plan;
    json_t *files = json_object();
    ny_json_add(of->worlds, json_pack("{s:i, s:o}", "world", (int)number, "files", files));
    for (uint32_t i = 0; i < plan->row_models.count; i++) {
        uint32_t table = plan->row_models.items[i].table;
        ny_buffer text = ny_buffer_create(of->arena);
        ny_csv_write(&text, plan->model, world->inputs.tables, table);
        ny_text name = ny_format(of->arena, "world-%u/%.*s.csv", number,
                                 NY_PRINT(plan->model->tables.items[table].name));
        ny_json_set_text(files, plan->model->tables.items[table].name, ny_json_text(name));
        ny_status status = write_file(of, name, ny_buffer_text(&text));
        if (status != NY_DONE)
            return status;
    }
    return NY_DONE;
}

static ny_status write_world(ny_writing *of, uint32_t number)
{
    const ny_alternative *alternative = &of->imagined->alternatives.items[0];
    ny_world world = ny_arise_world(of->arena, alternative->arise, of->imagined->seed, number,
                                    alternative->offers);
    if (!world.undefined)
        return write_tables(of, &world, number);
    ny_complain(ny_format(of->arena, "nytte imagine: world %u is undefined and not written: %.*s\n",
                          number, NY_PRINT(world.reason)));
    return NY_DONE;
}

static ny_text readme(ny_arena *arena, const ny_imagined *imagined, uint32_t from)
{
    const ny_alternative *alternative = &imagined->alternatives.items[0];
    return ny_format(arena,
                     "These data are synthetic. No person, operation or hospital stay in them "
                     "exists.\n\nThey were imagined by the model of \"%.*s\"%s%.*s,\nworlds %u to "
                     "%u, seed %llu. The same model and seed give the same data again.\n",
                     NY_PRINT(alternative->plan->model->title),
                     alternative->name.size ? " under the alternative " : "",
                     NY_PRINT(alternative->name), from, from + imagined->worlds - 1,
                     (unsigned long long)imagined->seed);
}

static ny_status write_all(ny_writing *of, uint32_t from)
{
    ny_status status = write_file(of, NY_TEXT("README.txt"), readme(of->arena, of->imagined, from));
    for (uint32_t i = 0; i < of->imagined->worlds && status == NY_DONE; i++) {
        ny_arena_reset(of->arena);
        status = write_world(of, from + i);
    }
    return status;
}

/* Files are named from the folder, so that it may be moved. */
static ny_text written_json(ny_arena *arena, const ny_writing *of)
{
    json_t *root = json_object();
    ny_json_set(root, "nytte", json_string("imagine/1"));
    ny_json_set(root, "folder", ny_json_text(of->folder));
    ny_json_set(root, "seed", json_integer((json_int_t)of->imagined->seed));
    ny_json_set(root, "worlds", json_incref(of->worlds));
    return ny_json_write(arena, root);
}

static ny_status imagine(ny_arena *arena, const ny_arguments *arguments)
{
    ny_imagined imagined;
    uint64_t from;
    ny_writing writing = {0};
    (void)ny_said_value(arguments, "o", &writing.folder);
    (void)ny_said_value(arguments, "folder", &writing.folder);
    if (!writing.folder.size)
        return ny_usage_problem(arena, "imagine", NY_TEXT("where to? say --folder DIR"));
    ny_status status = ny_number_said(arena, "imagine", arguments, "from-world", 0,
                                      UINT32_MAX - NY_IMAGINED_MOST_WORLDS, 0, &from);
    if (status != NY_DONE)
        return status;
    status = ny_imagine_ready(arena, "imagine", arguments, NY_IMAGINED_AS_WRITTEN, 1, &imagined);
    if (status != NY_DONE)
        return status;
    if (imagined.loaded.model->has_study)
        return ny_usage_problem(arena, "imagine",
                                NY_TEXT("a study imagines no rows; `nytte simulate --draws FILE` "
                                        "writes what is drawn"));
    if (imagined.alternatives.count > 1)
        return ny_usage_problem(arena, "imagine", NY_TEXT("only one alternative at a time"));
    writing.arena = ny_arena_create();
    writing.imagined = &imagined;
    writing.worlds = json_array();
    status = write_all(&writing, (uint32_t)from);
    if (status == NY_DONE && ny_said_switch(arguments, "json"))
        ny_print(written_json(arena, &writing));
    json_decref(writing.worlds);
    ny_text problem = ny_text_copy(arena, writing.problem);
    ny_arena_destroy(writing.arena);
    return status == NY_DONE ? NY_DONE : ny_world_problem(arena, problem);
}

ny_status ny_command_imagine(ny_arena *arena, int argument_count, char **words)
{
    ny_arguments *arguments;
    ny_status status;
    if (!ny_begin(arena, "imagine", options, sizeof options / sizeof *options, argument_count,
                  words, &arguments, &status))
        return status;
    return imagine(arena, arguments);
}
