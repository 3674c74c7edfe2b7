/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See kept.h. */

#include "io/kept.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define BASE64 sodium_base64_VARIANT_ORIGINAL

/* --- bytes ------------------------------------------------------------------------------------- */

static json_t *bytes_json(ny_arena *arena, const unsigned char *bytes, size_t size)
{
    size_t room = sodium_base64_ENCODED_LEN(size, BASE64);
    char *text = NY_NEW_ARRAY(arena, char, room);
    (void)sodium_bin2base64(text, room, bytes, size, BASE64);
    return json_stringn(text, room - 1);
}

static json_t *doubles_json(ny_arena *arena, const double *values, size_t count)
{
    unsigned char *bytes = NY_NEW_ARRAY(arena, unsigned char, 8 * count + 1);
    for (size_t i = 0; i < count; i++) {
        uint64_t bits;
        memcpy(&bits, &values[i], sizeof bits);
        for (size_t k = 0; k < 8; k++)
            bytes[8 * i + k] = (unsigned char)(bits >> (8 * k));
    }
    return bytes_json(arena, bytes, 8 * count);
}

static bool read_bytes(const json_t *value, unsigned char *ret_bytes, size_t size)
{
    size_t found = 0;
    return json_is_string(value) &&
           sodium_base642bin(ret_bytes, size, json_string_value(value), json_string_length(value),
                             NULL, &found, NULL, BASE64) == 0 &&
           found == size;
}

static bool read_doubles(ny_arena *arena, const json_t *value, double *ret_values, size_t count)
{
    unsigned char *bytes = NY_NEW_ARRAY(arena, unsigned char, 8 * count + 1);
    if (!read_bytes(value, bytes, 8 * count))
        return false;
    for (size_t i = 0; i < count; i++) {
        uint64_t bits = 0;
        for (size_t k = 0; k < 8; k++)
            bits |= (uint64_t)bytes[8 * i + k] << (8 * k);
        memcpy(&ret_values[i], &bits, sizeof bits);
    }
    return true;
}

/* --- writing ----------------------------------------------------------------------------------- */

static json_t *worlds_of(ny_arena *scratch, const ny_worlds *worlds, const ny_kept *kept)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < worlds->worlds; i++) {
        ny_arena_reset(scratch);
        ny_json_add(array, doubles_json(scratch, ny_kept_row(kept, i), kept->width));
    }
    return array;
}

static json_t *twins_of(ny_arena *scratch, const ny_worlds *worlds, const ny_kept *kept)
{
    json_t *array = json_array();
    uint32_t count = ny_twins_below(worlds, worlds->from + worlds->worlds) -
                     ny_twins_below(worlds, worlds->from);
    for (uint32_t i = 0; i < count; i++) {
        ny_arena_reset(scratch);
        const double *twin = kept->twins.items[i];
        size_t size = (size_t)kept->lines.count * ny_kept_places(kept);
        ny_json_add(array, twin ? doubles_json(scratch, twin, size) : json_null());
    }
    return array;
}

static json_t *alternative_of(ny_arena *scratch, const ny_worlds *worlds, const ny_kept *kept)
{
    json_t *object = json_object(), *undefined = json_array();
    unsigned char *states = NY_NEW_ARRAY(scratch, unsigned char, (size_t)worlds->worlds + 1);
    for (uint32_t i = 0; i < worlds->worlds; i++)
        states[i] = *ny_kept_state(kept, i);
    ny_json_set(object, "name",
                ny_json_text(kept->alternative->name.size ? kept->alternative->name : NY_TEXT("")));
    ny_json_set(object, "states", bytes_json(scratch, states, worlds->worlds));
    ny_json_set(object, "worlds", worlds_of(scratch, worlds, kept));
    ny_json_set(object, "twins", twins_of(scratch, worlds, kept));
    for (uint32_t i = 0; i < kept->undefined.count; i++) {
        json_t *world = json_object();
        ny_json_set(world, "world", json_integer(kept->undefined.items[i].world));
        ny_json_set(world, "reason", ny_json_text(kept->undefined.items[i].reason));
        ny_json_add(undefined, world);
    }
    ny_json_set(object, "undefined", undefined);
    return object;
}

ny_text ny_kept_json(ny_arena *arena, const ny_worlds *worlds, json_t *take_of)
{
    json_t *root = json_object(), *alternatives = json_array();
    ny_arena *scratch = ny_arena_create();
    ny_json_set(root, "nytte", json_string("worlds/1"));
    ny_json_set(root, "of", take_of);
    ny_json_set(root, "from_world", json_integer(worlds->from));
    ny_json_set(root, "worlds", json_integer(worlds->worlds));
    for (uint32_t i = 0; i < worlds->count; i++)
        ny_json_add(alternatives, alternative_of(scratch, worlds, &worlds->alternatives[i]));
    ny_json_set(root, "alternatives", alternatives);
    ny_arena_destroy(scratch);
    return ny_json_write(arena, root);
}

/* --- reading ----------------------------------------------------------------------------------- */

static ny_span whole_of(const ny_kept_file *file)
{
    return (ny_span){file->source, 0, 0};
}

static bool refuse(ny_sink *sink, const ny_kept_file *file)
{
    NY_REPORT(sink, NY_KEPT_SHAPE, whole_of(file), file->name);
    return false;
}

static bool read_count(const json_t *root, const char *key, json_int_t low, uint32_t *ret_count)
{
    const json_t *value = json_object_get(root, key);
    if (!json_is_integer(value) || json_integer_value(value) < low ||
        json_integer_value(value) >= NY_ARISE_TWINS)
        return false;
    *ret_count = (uint32_t)json_integer_value(value);
    return true;
}

bool ny_kept_open(ny_sink *sink, ny_text name, ny_text bytes, ny_kept_file *ret_file)
{
    json_error_t problem;
    ny_text begins = {bytes.data, 0}; /* all that is ever shown of such a file */
    while (begins.size < bytes.size && begins.size < 60 && bytes.data[begins.size] != '\n')
        begins.size++;
    ny_kept_file file = {.name = name, .source = ny_sink_add_source(sink, name, begins)};
    file.root = json_loadb(bytes.data, bytes.size, JSON_REJECT_DUPLICATES, &problem);
    const json_t *nytte = json_object_get(file.root, "nytte");
    if (json_is_string(nytte) && strcmp(json_string_value(nytte), "worlds/1") == 0 &&
        json_is_object(json_object_get(file.root, "of")) &&
        json_is_array(json_object_get(file.root, "alternatives")) &&
        read_count(file.root, "from_world", 0, &file.from) &&
        read_count(file.root, "worlds", 1, &file.worlds) &&
        file.worlds <= NY_ARISE_TWINS - file.from) {
        *ret_file = file;
        return true;
    }
    json_decref(file.root);
    return refuse(sink, &file);
}

const json_t *ny_kept_of(const ny_kept_file *file)
{
    return json_object_get(file->root, "of");
}

static int by_first(const void *a, const void *b)
{
    const ny_kept_file *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

static ny_text number(ny_arena *arena, uint32_t number)
{
    return ny_format(arena, "%u", number);
}

bool ny_kept_fit(ny_arena *arena, ny_sink *sink, ny_kept_file *files, uint32_t count)
{
    bool fit = true;
    for (uint32_t i = 1; i < count && fit; i++) {
        fit = json_equal(ny_kept_of(&files[0]), ny_kept_of(&files[i]));
        if (!fit)
            NY_REPORT(sink, NY_KEPT_OTHER, whole_of(&files[i]), files[i].name, files[0].name);
    }
    qsort(files, count, sizeof *files, by_first);
    for (uint32_t i = 1; i < count && fit; i++) {
        uint32_t end = files[i - 1].from + files[i - 1].worlds;
        fit = files[i].from == end;
        if (files[i].from < end)
            NY_REPORT(sink, NY_KEPT_TWICE, whole_of(&files[i]), number(arena, files[i].from),
                      files[i - 1].name, files[i].name);
        if (files[i].from > end)
            NY_REPORT(sink, NY_KEPT_GAP, whole_of(&files[i]), number(arena, end),
                      number(arena, files[i].from - 1));
    }
    return fit;
}

static bool add_undefined(ny_worlds *worlds, ny_kept *kept, const json_t *undefined)
{
    for (size_t i = 0; i < json_array_size(undefined); i++) {
        const json_t *of = json_array_get(undefined, i), *reason = json_object_get(of, "reason");
        ny_undefined_world world = {0};
        if (!read_count(of, "world", 0, &world.world) || !json_is_string(reason))
            return false;
        world.reason = ny_text_copy(
            worlds->arena, (ny_text){json_string_value(reason), json_string_length(reason)});
        *NY_APPEND(worlds->arena, &kept->undefined) = world;
    }
    return true;
}

/* Twins of this file stand behind those of the worlds before. */
static bool add_twins(ny_arena *scratch, const ny_kept_file *file, const ny_worlds *worlds,
                      ny_kept *kept, const json_t *twins)
{
    uint32_t first = ny_twins_below(worlds, file->from) - ny_twins_below(worlds, worlds->from);
    uint32_t count =
        ny_twins_below(worlds, file->from + file->worlds) - ny_twins_below(worlds, file->from);
    size_t size = (size_t)kept->lines.count * ny_kept_places(kept);
    if (json_array_size(twins) != count)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        const json_t *twin = json_array_get(twins, i);
        ny_arena_reset(scratch);
        if (json_is_null(twin))
            kept->twins.items[first + i] = NULL;
        else if (!read_doubles(scratch, twin, kept->twins.items[first + i], size))
            return false;
    }
    return true;
}

static bool add_alternative(ny_arena *scratch, const ny_kept_file *file, ny_worlds *worlds,
                            ny_kept *kept, const json_t *of)
{
    const json_t *rows = json_object_get(of, "worlds");
    uint32_t first = worlds->worlds;
    unsigned char *states = NY_NEW_ARRAY(scratch, unsigned char, (size_t)file->worlds + 1);
    if (!read_bytes(json_object_get(of, "states"), states, file->worlds))
        return false;
    for (uint32_t i = 0; i < file->worlds; i++)
        *ny_kept_state(kept, first + i) = states[i] & (NY_WORLD_DEFINED | NY_WORLD_TIED);
    for (uint32_t i = 0; i < file->worlds; i++) {
        ny_arena_reset(scratch);
        if (!read_doubles(scratch, json_array_get(rows, i), ny_kept_row(kept, first + i),
                          kept->width))
            return false;
    }
    return add_twins(scratch, file, worlds, kept, json_object_get(of, "twins")) &&
           add_undefined(worlds, kept, json_object_get(of, "undefined"));
}

/* Asked before there is room for so many: a file that says more than it holds costs nothing. */
static bool holds_its_worlds(const ny_kept_file *file, const json_t *alternatives)
{
    for (size_t i = 0; i < json_array_size(alternatives); i++)
        if (json_array_size(json_object_get(json_array_get(alternatives, i), "worlds")) !=
            file->worlds)
            return false;
    return true;
}

bool ny_kept_add(ny_sink *sink, const ny_kept_file *file, ny_worlds *worlds)
{
    const json_t *alternatives = json_object_get(file->root, "alternatives");
    ny_arena *scratch = ny_arena_create();
    bool sound =
        json_array_size(alternatives) == worlds->count && holds_its_worlds(file, alternatives);
    if (sound)
        ny_worlds_grow(worlds, file->worlds);
    for (uint32_t i = 0; sound && i < worlds->count; i++)
        sound = add_alternative(scratch, file, worlds, &worlds->alternatives[i],
                                json_array_get(alternatives, i));
    ny_arena_destroy(scratch);
    if (sound)
        worlds->worlds += file->worlds;
    return sound || refuse(sink, file);
}
