/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* An explanation as text for a terminal or a mail, and as HTML for the annex of a contract. */

#ifndef NY_IO_EXPLANATION_H
#define NY_IO_EXPLANATION_H

#include "use/explain.h"

/* Lines of at most 100 characters, hanging indents. */
ny_text ny_explanation_text(ny_arena *arena, const ny_explanation *explanation);
/* A page of its own: no script, nothing fetched, prints well on A4. */
ny_text ny_explanation_html(ny_arena *arena, const ny_explanation *explanation);

#endif
