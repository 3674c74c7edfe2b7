/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* nytte simulate: the contract on imagined futures. */

#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/simulated.h"
#include "io/file.h"
#include "io/kept.h"
#include "io/simulate.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#define USUAL_WORLDS 10000
#define MOST_UNTIL_ERROR 100000
#define USUAL_TWINS 10

static const ny_option options[] = {
    {"offer", "FILE", "the bid, as JSON; without it the one offer-*.json beside the contract"},
    {"worlds", "N", "how many futures; 10000"},
    {"from-world", "K", "the number of the first; 0"},
    {"seed", "N", "where the random numbers start; 1"},
    {"threads", "N", "how many at once; as many as there are processors. The results are the same"},
    {"alternative", "NAME", "only this one; may be said several times; without it all"},
    NY_SET_OPTION,
    {"until-error", "PERCENT",
     "stop when every net present value is known to this part of itself; --worlds: at most so "
     "many"},
    {"twins", "N",
     "every Nth world is run twice, with other patients: what is chance alone; 10, none: 0"},
    {"individuals", "N", "follow the people of pathways one at a time, as so many"},
    {"csv", "FILE", "every payment of every world, a line each; of a study every cost and benefit"},
    {"keep", "FILE", "all that is needed of each world, for nytte merge"},
    NY_SIMULATED_OPTIONS,
    {"help", NULL, "this text"},
};

/* --- the CSV: grows world by world into a file beside its own name, which it takes at the end ---- */

typedef struct ny_worlds_file {
    const char *path, *part;
    FILE *file;
    int problem; /* the system's number of what went wrong */
} ny_worlds_file;

static void take_lines(void *context, ny_text lines)
{
    ny_worlds_file *file = context;
    if (file->problem || !lines.size)
        return;
    errno = 0;
    if (fwrite(lines.data, 1, lines.size, file->file) != lines.size)
        file->problem = errno ? errno : EIO;
}

static ny_status file_problem(ny_arena *arena, ny_language language, const ny_worlds_file *file)
{
    return ny_world_problem(arena, ny_format(arena, "%s: %.*s", file->path,
                                             NY_PRINT(ny_file_problem(language, file->problem))));
}

static bool open_worlds(ny_arena *arena, ny_text path, bool study, ny_worlds_file *file)
{
    struct stat about;
    file->path = ny_text_terminated(arena, path);
    /* Nothing can take the name of a device or a pipe: it is written as it stands. */
    bool as_it_stands = stat(file->path, &about) == 0 && !S_ISREG(about.st_mode);
    file->part = as_it_stands
                     ? file->path
                     : ny_text_terminated(arena, ny_format(arena, "%.*s.part", NY_PRINT(path)));
    file->file = fopen(file->part, "wb");
    if (!file->file) {
        file->problem = errno;
        return false;
    }
    ny_buffer heading = ny_buffer_create(arena);
    if (study)
        ny_simulate_study_csv_heading(&heading);
    else
        ny_simulate_csv_heading(&heading);
    take_lines(file, ny_buffer_text(&heading));
    return true;
}

/* The file takes its name, or nothing of it is left. */
static bool close_worlds(ny_worlds_file *file, bool wanted)
{
    errno = 0;
    if (fclose(file->file) != 0 && !file->problem)
        file->problem = errno;
    if (file->part == file->path)
        return !file->problem;
    if (wanted && !file->problem && rename(file->part, file->path) != 0)
        file->problem = errno;
    if (!wanted || file->problem)
        (void)remove(file->part);
    return !file->problem;
}

/* --- what the command line says ------------------------------------------------------------------ */

/* "1%", "0.5 %": the part. */
static ny_status read_error(ny_arena *arena, const ny_arguments *arguments, double *ret_part)
{
    ny_text text;
    double whole = 0, digit = 1;
    bool point = false, some = false;
    *ret_part = 0;
    if (!ny_said_value(arguments, "until-error", &text))
        return NY_DONE;
    size_t size = text.size;
    bool percent = size && text.data[size - 1] == '%';
    size -= percent;
    while (size && text.data[size - 1] == ' ')
        size--;
    for (size_t i = 0; i < size; i++) {
        char c = text.data[i];
        bool is_point = (c == '.' || c == ',') && !point;
        if (!is_point && (c < '0' || c > '9'))
            percent = false;
        point = point || is_point;
        if (is_point)
            continue;
        some = true;
        whole = whole * 10 + (c - '0');
        digit *= point ? 10 : 1;
    }
    *ret_part = whole / digit / 100;
    if (percent && some && *ret_part > 0 && *ret_part < 1)
        return NY_DONE;
    return ny_usage_problem(
        arena, "simulate",
        ny_format(arena, "--until-error: `%.*s` is no part between 0 %% and 100 %%, such as 1%%",
                  NY_PRINT(text)));
}

typedef struct ny_simulate_said {
    ny_imagined imagined;
    uint64_t from, twins;
    double until_error;
    uint32_t threads;
} ny_simulate_said;

static ny_status read_all(ny_arena *arena, const ny_arguments *arguments, ny_simulate_said *said)
{
    ny_status status = read_error(arena, arguments, &said->until_error);
    if (status == NY_DONE)
        status = ny_number_said(arena, "simulate", arguments, "from-world", 0,
                                NY_ARISE_TWINS - NY_IMAGINED_MOST_WORLDS - 1, 0, &said->from);
    if (status == NY_DONE)
        status = ny_number_said(arena, "simulate", arguments, "twins", 0, NY_IMAGINED_MOST_WORLDS,
                                USUAL_TWINS, &said->twins);
    if (status == NY_DONE)
        status = ny_threads_said(arena, "simulate", arguments, &said->threads);
    if (status == NY_DONE)
        status = ny_imagine_ready(arena, "simulate", arguments, NY_IMAGINED_ALL,
                                  said->until_error > 0 ? MOST_UNTIL_ERROR : USUAL_WORLDS,
                                  &said->imagined);
    if (status == NY_DONE)
        status = ny_simulated_check(arena, "simulate", arguments, &said->imagined);
    return status;
}

/* --- running ------------------------------------------------------------------------------------- */

static ny_worlds_end run(ny_arena *arena, const ny_arguments *arguments,
                         const ny_simulate_said *said, ny_worlds *worlds, ny_worlds_file *file)
{
    ny_interrupt interrupt;
    ny_progress_line *line = ny_progress_begin(arena, arguments->language);
    ny_worlds_listener listener = {
        .write = ny_simulate_csv_world, .take = take_lines, .context = file};
    ny_worlds_how how = {.threads = said->threads,
                         .until_error = said->until_error,
                         .progress = ny_progress_of(line),
                         .asked_to_stop = ny_interrupt_came,
                         .stop_context = &interrupt,
                         .listener = file->file ? &listener : NULL};
    ny_interrupt_hold(&interrupt);
    ny_worlds_end end = ny_worlds_run(worlds, said->imagined.worlds, &how);
    ny_interrupt_release(&interrupt);
    ny_progress_clear(line);
    return end;
}

static ny_status keep(ny_arena *arena, const ny_arguments *arguments, const ny_imagined *imagined,
                      const ny_worlds *worlds)
{
    ny_text path, problem;
    if (!ny_said_value(arguments, "keep", &path))
        return NY_DONE;
    json_t *of = ny_imagined_json(arena, imagined, worlds->seed, worlds->twins_every);
    return ny_file_write(arena, arguments->language, path, ny_kept_json(arena, worlds, of),
                         &problem) == NY_DONE
               ? NY_DONE
               : ny_world_problem(arena, problem);
}

static ny_status simulate(ny_arena *arena, const ny_arguments *arguments,
                          const ny_simulate_said *said)
{
    const ny_imagined *imagined = &said->imagined;
    ny_worlds_file file = {0};
    ny_text path;
    ny_worlds *worlds =
        ny_worlds_prepare(arena, imagined->alternatives.items, imagined->alternatives.count,
                          (uint32_t)said->from, imagined->seed, (uint32_t)said->twins);
    ny_status status = ny_simulated_fits(arena, "simulate", worlds, imagined->worlds);
    if (status != NY_DONE)
        return status;
    bool to_file = ny_said_value(arguments, "csv", &path);
    bool study = imagined->loaded.model->has_study;
    if (to_file && !open_worlds(arena, path, study, &file))
        return file_problem(arena, arguments->language, &file);
    ny_simulated_how how = {.end = run(arena, arguments, said, worlds, &file),
                            .asked = imagined->worlds,
                            .until_error = said->until_error,
                            .threads = said->threads};
    if (to_file && study)
        take_lines(&file, ny_simulate_study_csv(arena, worlds));
    if (to_file && !close_worlds(&file, worlds->worlds > 0))
        return file_problem(arena, arguments->language, &file);
    if (!worlds->worlds)
        return ny_world_problem(arena,
                                ny_phrase_text(arguments->language, NY_WORDS_STOPPED_BEFORE_FIRST));
    status = keep(arena, arguments, imagined, worlds);
    return status != NY_DONE
               ? status
               : ny_simulated_deliver(arena, "simulate", arguments, imagined, worlds, &how);
}

ny_status ny_command_simulate(ny_arena *arena, int argument_count, char **words)
{
    ny_arguments *arguments;
    ny_status status;
    ny_simulate_said said = {0};
    if (!ny_begin(arena, "simulate", options, sizeof options / sizeof *options, argument_count,
                  words, &arguments, &status))
        return status;
    status = read_all(arena, arguments, &said);
    return status == NY_DONE ? simulate(arena, arguments, &said) : status;
}
