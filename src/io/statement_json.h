/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Parts of JSON that several reports share. */

#ifndef NY_IO_STATEMENT_JSON_H
#define NY_IO_STATEMENT_JSON_H

#include "io/json.h"
#include "io/statement.h"

json_t *ny_fingerprints_json(const ny_fingerprints *fingerprints);
json_t *ny_notes_json(const ny_tables *tables);
/* `value`, `exact` and `unit` of a figure, as it is shown. */
json_t *ny_number_json(ny_arena *arena, const ny_figure *figure, ny_value value);

#endif
