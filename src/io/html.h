/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Text inside HTML, and texts with the marks of prose.h. */

#ifndef NY_IO_HTML_H
#define NY_IO_HTML_H

#include "base/text.h"

/* One byte of text, so that it means nothing to a browser. */
void ny_html_add(ny_buffer *out, char byte);
/* A whole text; names between marks are set in italics. */
ny_text ny_html_escaped(ny_arena *arena, ny_text text);
/* The text as plain text shows it. */
ny_text ny_without_marks(ny_arena *arena, ny_text text);

#endif
