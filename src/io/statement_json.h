/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Parts of JSON that several reports share. */

#ifndef NY_IO_STATEMENT_JSON_H
#define NY_IO_STATEMENT_JSON_H

#include "io/json.h"
#include "io/statement.h"

json_t *ny_fingerprints_json(const ny_fingerprints *fingerprints);
json_t *ny_notes_json(const ny_tables *tables);

#endif
