/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See json.h. */

#include "io/json.h"

#include "base/bug.h"

#include <stdlib.h>
#include <string.h>

ny_span ny_json_problem_span(uint32_t source, ny_text bytes, const json_error_t *problem)
{
    uint32_t at = problem->position > 0 ? (uint32_t)problem->position - 1 : 0;
    at = at < bytes.size ? at : (uint32_t)bytes.size;
    return (ny_span){source, at, at + 1};
}

ny_text ny_json_problem(const ny_sink *sink, ny_text bytes, const json_error_t *problem)
{
    bool twice = json_error_code(problem) == json_error_duplicate_key;
    ny_place place = ny_place_of(bytes, ny_json_problem_span(0, bytes, problem).begin);
    return NY_WORDS(sink, twice ? NY_WORDS_JSON_NAME_TWICE : NY_WORDS_JSON_BREAKS_AT,
                    ny_format(sink->arena, "%u", place.line),
                    ny_format(sink->arena, "%u", place.column));
}

json_t *ny_json_text(ny_text text)
{
    if (!text.data)
        return json_null();
    json_t *string = json_stringn(text.data, text.size);
    return string ? string : json_string("(not UTF-8)");
}

ny_text ny_json_text_of(ny_arena *arena, const json_t *value)
{
    if (!json_is_string(value))
        return NY_NO_TEXT;
    return ny_text_copy(arena, (ny_text){json_string_value(value), json_string_length(value)});
}

json_t *ny_json_exact(ny_arena *arena, ny_rational value)
{
    return ny_json_text(ny_rational_fraction_text(arena, value));
}

json_t *ny_json_date(ny_arena *arena, ny_date date)
{
    return ny_json_text(ny_date_text(arena, date));
}

void ny_json_set(json_t *object, const char *key, json_t *value)
{
    if (!value || json_object_set_new(object, key, value) != 0)
        ny_out_of_memory();
}

void ny_json_set_text(json_t *object, ny_text key, json_t *value)
{
    ny_arena *arena = ny_arena_create();
    ny_json_set(object, ny_text_terminated(arena, key), value);
    ny_arena_destroy(arena);
}

void ny_json_add(json_t *array, json_t *value)
{
    if (!value || json_array_append_new(array, value) != 0)
        ny_out_of_memory();
}

ny_text ny_json_write(ny_arena *arena, json_t *take_value)
{
    char *text = json_dumps(take_value, JSON_INDENT(2));
    if (!text)
        ny_out_of_memory();
    ny_text copy = ny_format(arena, "%s\n", text);
    free(text);
    json_decref(take_value);
    return copy;
}
