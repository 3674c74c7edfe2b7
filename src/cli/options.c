/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See options.h. */

#include "cli/options.h"

#include <string.h>

static const ny_option *find(const ny_option *options, size_t count, ny_text name)
{
    for (size_t i = 0; i < count; i++)
        if (ny_text_is(name, options[i].name))
            return &options[i];
    return NULL;
}

static ny_text unknown_option(ny_arena *arena, const ny_option *options, size_t count, ny_text name)
{
    const char *best = NULL;
    uint32_t distance = 3;
    for (size_t i = 0; i < count; i++) {
        uint32_t d = ny_text_distance(name, ny_text_of(options[i].name), 2);
        if (d < distance) {
            distance = d;
            best = options[i].name;
        }
    }
    return best ? ny_format(arena, "there is no option --%.*s; did you mean --%s?", NY_PRINT(name),
                            best)
                : ny_format(arena, "there is no option --%.*s", NY_PRINT(name));
}

ny_arguments *ny_arguments_read(ny_arena *arena, const ny_option *options, size_t count,
                                int argument_count, char **arguments)
{
    ny_arguments *result = NY_NEW(arena, ny_arguments);
    bool only_files = false;
    for (int i = 0; i < argument_count; i++) {
        ny_text word = ny_text_of(arguments[i]);
        if (only_files || !ny_text_starts(word, "-") || word.size == 1) {
            *NY_APPEND(arena, &result->files) = word;
            continue;
        }
        if (ny_text_is(word, "--")) {
            only_files = true;
            continue;
        }
        size_t dashes = ny_text_starts(word, "--") ? 2 : 1;
        ny_text name = {word.data + dashes, word.size - dashes};
        const char *equals = memchr(name.data, '=', name.size);
        ny_text value = NY_NO_TEXT;
        if (equals) {
            value = (ny_text){equals + 1, (size_t)(word.data + word.size - equals - 1)};
            name.size = (size_t)(equals - name.data);
        }
        const ny_option *option = find(options, count, name);
        if (!option) {
            result->problem = unknown_option(arena, options, count, name);
            return result;
        }
        if (option->value && !equals) {
            if (i + 1 == argument_count) {
                result->problem =
                    ny_format(arena, "--%s needs %s behind it", option->name, option->value);
                return result;
            }
            value = ny_text_of(arguments[++i]);
        }
        if (!option->value && equals) {
            result->problem = ny_format(arena, "--%s takes no value", option->name);
            return result;
        }
        *NY_APPEND(arena, &result->said) = (ny_said){option, value};
    }
    return result;
}

bool ny_said_value(const ny_arguments *arguments, const char *name, ny_text *ret_value)
{
    bool found = false;
    for (uint32_t i = 0; i < arguments->said.count; i++)
        if (strcmp(arguments->said.items[i].option->name, name) == 0) {
            *ret_value = arguments->said.items[i].value;
            found = true;
        }
    return found;
}

bool ny_said_switch(const ny_arguments *arguments, const char *name)
{
    ny_text value;
    return ny_said_value(arguments, name, &value);
}
