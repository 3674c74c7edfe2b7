/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* JSON by jansson, behind the few calls that the outputs need. Objects keep the order in which their
 * keys were set; amounts and exact figures are strings, so that nothing is ever a binary fraction. */

#ifndef NY_IO_JSON_H
#define NY_IO_JSON_H

#include "base/date.h"
#include "base/diagnostic.h"
#include "base/rational.h"
#include "base/text.h"

#include <jansson.h>

/* Where a text that jansson refused cannot be read on, in the sink's language; and a span there. */
ny_text ny_json_problem(const ny_sink *sink, ny_text bytes, const json_error_t *problem);
ny_span ny_json_problem_span(uint32_t source, ny_text bytes, const json_error_t *problem);
json_t *ny_json_text(ny_text text); /* a string; null for NY_NO_TEXT */
/* The characters of a string, copied; NY_NO_TEXT of anything else, and of NULL. */
ny_text ny_json_text_of(ny_arena *arena, const json_t *value);
json_t *ny_json_exact(ny_arena *arena, ny_rational value); /* "3/2" */
json_t *ny_json_date(ny_arena *arena, ny_date date);
/* object[key] = value, taking the value. */
void ny_json_set(json_t *object, const char *key, json_t *value);
void ny_json_set_text(json_t *object, ny_text key, json_t *value);
void ny_json_add(json_t *array, json_t *value);
/* Two spaces a level, a newline at the end; releases the value. */
ny_text ny_json_write(ny_arena *arena, json_t *take_value);

#endif
