/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See html.h. */

#include "io/html.h"

#include "use/prose.h"

void ny_html_add(ny_buffer *out, char byte)
{
    switch (byte) {
    case '&':
        ny_buffer_add(out, NY_TEXT("&amp;"));
        return;
    case '<':
        ny_buffer_add(out, NY_TEXT("&lt;"));
        return;
    case '>':
        ny_buffer_add(out, NY_TEXT("&gt;"));
        return;
    default:
        ny_buffer_add_character(out, byte);
    }
}

ny_text ny_html_escaped(ny_arena *arena, ny_text text)
{
    ny_buffer out = ny_buffer_create(arena);
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == NY_PROSE_NAME_BEGIN)
            ny_buffer_add(&out, NY_TEXT("<em>"));
        else if (c == NY_PROSE_NAME_END)
            ny_buffer_add(&out, NY_TEXT("</em>"));
        else
            ny_html_add(&out, c);
    }
    return ny_buffer_text(&out);
}

ny_text ny_without_marks(ny_arena *arena, ny_text text)
{
    ny_buffer out = ny_buffer_create(arena);
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] != NY_PROSE_NAME_BEGIN && text.data[i] != NY_PROSE_NAME_END)
            ny_buffer_add_character(&out, text.data[i]);
    return ny_buffer_text(&out);
}
