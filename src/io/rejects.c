/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See rejects.h. */

#include "io/rejects.h"

#include <string.h>

static bool looks_like_a_formula(ny_text text)
{
    return text.size && text.data[0] && strchr("=+-@\t\r\n", text.data[0]);
}

static void add_text(ny_buffer *out, ny_text text)
{
    ny_buffer_add_character(out, '"');
    if (looks_like_a_formula(text))
        ny_buffer_add_character(out, '\'');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '"')
            ny_buffer_add_character(out, '"');
        ny_buffer_add_character(out, text.data[i]);
    }
    ny_buffer_add_character(out, '"');
}

ny_text ny_rejects_csv(ny_arena *arena, const ny_tables *tables)
{
    ny_buffer out = ny_buffer_create(arena);
    ny_buffer_add(&out, NY_TEXT("file,line,heading,value,reason,what happens\n"));
    for (uint32_t i = 0; i < tables->rejects.count; i++) {
        const ny_reject *reject = &tables->rejects.items[i];
        add_text(&out, reject->file);
        ny_buffer_format(&out, ",%u,", reject->line);
        add_text(&out, reject->column);
        ny_buffer_add_character(&out, ',');
        add_text(&out, reject->value);
        ny_buffer_add_character(&out, ',');
        add_text(&out, reject->reason);
        ny_buffer_format(&out, ",\"%s\"\n", ny_reject_action_text(reject->action));
    }
    return ny_buffer_text(&out);
}
