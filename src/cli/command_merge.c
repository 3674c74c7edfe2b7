/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* nytte merge: worlds that were simulated in parts, as if they had been simulated at once. The parts
 * say of what they are; the contract is read again, and must be what it was. */

#include "cli/simulated.h"
#include "io/file.h"
#include "io/fingerprint.h"
#include "io/kept.h"

static const ny_option options[] = {
    {"threads", "N", "how many at once; as many as there are processors. The results are the same"},
    NY_SIMULATED_OPTIONS,
    {"help", NULL, "this text"},
};

/* --- what was simulated -------------------------------------------------------------------------- */

static json_t *texts_json(const ny_text *texts, uint32_t count)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < count; i++)
        ny_json_add(array, ny_json_text(texts[i]));
    return array;
}

static json_t *file_json(ny_arena *arena, ny_text name, ny_text bytes)
{
    json_t *object = json_object();
    ny_json_set(object, "file", ny_json_text(name));
    ny_json_set(object, "hash", ny_json_text(ny_fingerprint_of(arena, bytes)));
    return object;
}

json_t *ny_imagined_json(ny_arena *arena, const ny_imagined *imagined, uint64_t seed,
                         uint32_t twins_every)
{
    const ny_imagined_asked *asked = &imagined->asked;
    json_t *of = json_object(), *files = json_array(), *taken = json_array();
    ny_json_set(of, "engine", ny_json_text(ny_fingerprint_engine()));
    ny_json_set(of, "asked", texts_json(asked->files.items, asked->files.count));
    for (uint32_t i = 0; i < imagined->loaded.paths.count; i++)
        ny_json_add(files, file_json(arena, imagined->loaded.paths.items[i],
                                     imagined->loaded.texts.items[i]));
    ny_json_set(of, "files", files);
    for (uint32_t i = 0; i < imagined->taken_files.count; i++) {
        json_t *file = json_object();
        ny_json_set(file, "file", ny_json_text(imagined->taken_files.items[i].name));
        ny_json_set(file, "hash", ny_json_text(imagined->taken_files.items[i].hash));
        ny_json_add(taken, file);
    }
    ny_json_set(of, "data", taken);
    ny_json_set(of, "offer",
                asked->offer.size ? file_json(arena, asked->offer, imagined->offer_bytes)
                                  : json_null());
    ny_json_set(of, "alternatives",
                texts_json(asked->alternatives.items, asked->alternatives.count));
    ny_json_set(of, "set", texts_json(asked->set.items, asked->set.count));
    if (asked->individuals)
        ny_json_set(of, "individuals", json_integer(asked->individuals));
    ny_json_set(of, "seed", json_integer((json_int_t)seed));
    ny_json_set(of, "twins_every", json_integer(twins_every));
    return of;
}

/* --- reading it back ----------------------------------------------------------------------------- */

static ny_imagined_asked asked_of(ny_arena *arena, const json_t *of, ny_language language)
{
    ny_imagined_asked asked = {.which = NY_IMAGINED_ALL, .language = language};
    const json_t *files = json_object_get(of, "asked"), *set = json_object_get(of, "set");
    const json_t *alternatives = json_object_get(of, "alternatives");
    for (size_t i = 0; i < json_array_size(files); i++)
        *NY_APPEND(arena, &asked.files) = ny_json_text_of(arena, json_array_get(files, i));
    for (size_t i = 0; i < json_array_size(alternatives); i++)
        *NY_APPEND(arena, &asked.alternatives) =
            ny_json_text_of(arena, json_array_get(alternatives, i));
    for (size_t i = 0; i < json_array_size(set); i++)
        *NY_APPEND(arena, &asked.set) = ny_json_text_of(arena, json_array_get(set, i));
    json_int_t individuals = json_integer_value(json_object_get(of, "individuals"));
    asked.individuals =
        individuals > 0 && individuals <= NY_IMAGINED_MOST_INDIVIDUALS ? (uint32_t)individuals : 0;
    asked.offer = ny_json_text_of(arena, json_object_get(json_object_get(of, "offer"), "file"));
    return asked;
}

/* The first file that is not as it was; empty where all are. */
static ny_text changed_file(ny_arena *arena, const json_t *before, const json_t *now)
{
    static const char *const lists[] = {"files", "data"};
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++) {
        const json_t *files = json_object_get(before, lists[l]);
        const json_t *present = json_object_get(now, lists[l]);
        for (size_t i = 0; i < json_array_size(files); i++)
            if (!json_equal(json_array_get(files, i), json_array_get(present, i)))
                return ny_json_text_of(arena, json_object_get(json_array_get(files, i), "file"));
    }
    return ny_json_text_of(arena, json_object_get(json_object_get(before, "offer"), "file"));
}

typedef struct ny_merging {
    ny_sink *sink; /* of what is wrong with the parts */
    NY_LIST(ny_kept_file) files;
    ny_imagined imagined;
    uint32_t twins_every;
} ny_merging;

static ny_status open_all(ny_arena *arena, const ny_arguments *arguments, ny_merging *merging)
{
    ny_text bytes, problem;
    for (uint32_t i = 0; i < arguments->files.count; i++) {
        ny_kept_file file;
        ny_text name = arguments->files.items[i];
        if (ny_file_read(arena, arguments->language, name, &bytes, &problem) != NY_DONE)
            return ny_world_problem(arena, problem);
        if (ny_kept_open(merging->sink, name, bytes, &file))
            *NY_APPEND(arena, &merging->files) = file;
    }
    if (!merging->sink->errors)
        (void)ny_kept_fit(arena, merging->sink, merging->files.items, merging->files.count);
    return ny_say_diagnostics(arena, merging->sink);
}

/* The contract as it is now is what was simulated, and by this program. */
static ny_status check_same(ny_arena *arena, ny_merging *merging, const json_t *of)
{
    const ny_kept_file *first = &merging->files.items[0];
    ny_span whole = {first->source, 0, 0};
    json_t *now =
        ny_imagined_json(arena, &merging->imagined, merging->imagined.seed, merging->twins_every);
    if (!json_equal(json_object_get(of, "engine"), json_object_get(now, "engine")))
        NY_REPORT(merging->sink, NY_KEPT_ENGINE, whole, first->name);
    else if (!json_equal(of, now))
        NY_REPORT(merging->sink, NY_KEPT_CHANGED, whole, changed_file(arena, of, now), first->name);
    json_decref(now);
    return ny_say_diagnostics(arena, merging->sink);
}

static ny_status load(ny_arena *arena, const ny_arguments *arguments, ny_merging *merging)
{
    const ny_kept_file *first = &merging->files.items[0];
    const json_t *of = ny_kept_of(first), *seed = json_object_get(of, "seed");
    const json_t *twins = json_object_get(of, "twins_every");
    ny_imagined_asked asked = asked_of(arena, of, arguments->language);
    if (!asked.files.count || !json_is_integer(seed) || !json_is_integer(twins) ||
        json_integer_value(twins) < 0 || json_integer_value(twins) > NY_IMAGINED_MOST_WORLDS) {
        NY_REPORT(merging->sink, NY_KEPT_SHAPE, ((ny_span){first->source, 0, 0}), first->name);
        return ny_say_diagnostics(arena, merging->sink);
    }
    merging->imagined.seed = (uint64_t)json_integer_value(seed);
    merging->twins_every = (uint32_t)json_integer_value(twins);
    ny_status status = ny_imagine_load(arena, "merge", &asked, &merging->imagined);
    return status == NY_DONE ? check_same(arena, merging, of) : status;
}

static ny_status merge(ny_arena *arena, const ny_arguments *arguments, ny_merging *merging)
{
    ny_simulated_how how = {.end = NY_WORLDS_ALL};
    ny_status status = ny_threads_said(arena, "merge", arguments, &how.threads);
    if (status == NY_DONE)
        status = open_all(arena, arguments, merging);
    if (status == NY_DONE)
        status = load(arena, arguments, merging);
    if (status == NY_DONE)
        status = ny_simulated_check(arena, "merge", arguments, &merging->imagined);
    if (status != NY_DONE)
        return status;
    const ny_imagined *imagined = &merging->imagined;
    ny_worlds *worlds =
        ny_worlds_prepare(arena, imagined->alternatives.items, imagined->alternatives.count,
                          merging->files.items[0].from, imagined->seed, merging->twins_every);
    for (uint32_t i = 0; i < merging->files.count && status == NY_DONE; i++)
        if (!ny_kept_add(merging->sink, &merging->files.items[i], worlds))
            status = ny_say_diagnostics(arena, merging->sink);
    how.asked = worlds->worlds;
    return status == NY_DONE
               ? ny_simulated_deliver(arena, "merge", arguments, imagined, worlds, &how)
               : status;
}

ny_status ny_command_merge(ny_arena *arena, int argument_count, char **words)
{
    ny_arguments *arguments;
    ny_status status;
    if (!ny_begin(arena, "merge", options, sizeof options / sizeof *options, argument_count, words,
                  &arguments, &status))
        return status;
    ny_merging merging = {.sink = ny_sink_create(arena)};
    merging.sink->language = arguments->language;
    status = merge(arena, arguments, &merging);
    for (uint32_t i = 0; i < merging.files.count; i++)
        json_decref(merging.files.items[i].root);
    return status;
}
