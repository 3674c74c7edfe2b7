/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See html.h. */

#include "io/html.h"

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
