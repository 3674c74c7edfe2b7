/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The one written form of a contract. Words, line breaks and comments stay; indentation, blanks
 * between words and blank lines are made canonical. Where the author lined things up under each
 * other they stay lined up (docs/decisions/formatting.md). Formatting twice changes nothing. */

#ifndef NY_TEXT_FORMAT_H
#define NY_TEXT_FORMAT_H

#include "text/token.h"

/* The whole text, formatted. The tokens were read without errors. */
ny_text ny_format_contract(ny_arena *arena, const ny_tokens *tokens);

#endif
