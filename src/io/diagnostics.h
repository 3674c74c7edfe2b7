/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Diagnostics as people and programs read them. */

#ifndef NY_IO_DIAGNOSTICS_H
#define NY_IO_DIAGNOSTICS_H

#include "base/diagnostic.h"

#include <jansson.h>

/* The line, the place under it, the sentence, why, and what to do. */
ny_text ny_diagnostics_text(ny_arena *arena, const ny_sink *sink);
/* Folds a paragraph at 96 columns behind `head`, under whose end its further lines begin. */
void ny_add_paragraph(ny_buffer *out, const char *head, ny_text text);
/* An array of {"code","severity","file","line","column","end_line","end_column","message",…}: of errors
 * and warnings, or of the advice alone. */
json_t *ny_diagnostics_json(const ny_sink *sink, bool advice);

#endif
