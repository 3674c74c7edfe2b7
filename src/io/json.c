/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See json.h. */

#include "io/json.h"

#include "base/bug.h"

#include <stdlib.h>
#include <string.h>

json_t *ny_json_text(ny_text text)
{
    if (!text.data)
        return json_null();
    json_t *string = json_stringn(text.data, text.size);
    return string ? string : json_string("(not UTF-8)");
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
