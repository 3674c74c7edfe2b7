/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A first `source` for a table, made from the headings and the cells of an extract, for somebody to
 * read and correct. Every guess is marked with a comment; what nobody could guess is left as a
 * comment to be filled in. */

#ifndef NY_IO_DRAFT_SOURCE_H
#define NY_IO_DRAFT_SOURCE_H

#include "io/extract.h"
#include "use/prose.h"

/* Adds the declaration to `out`, made from the extract's first file; `path` is where the declaration
 * says that it lies. `names` gives the contract's names in the language of the headings. False, with
 * diagnostics in the sink, when the file cannot be used. */
bool ny_draft_source(ny_buffer *out, ny_sink *sink, const ny_prose *names,
                     const ny_extract *extract, ny_text path);

#endif
