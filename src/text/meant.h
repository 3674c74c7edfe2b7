/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What somebody may have meant by a word that cannot stand where it does: the hint of messages that
 * would else have none. */

#ifndef NY_TEXT_MEANT_H
#define NY_TEXT_MEANT_H

#include "text/parser.h"

/* The hint at the word where reading stopped. `due` is what should stand there, words of the
 * language in `…`, as the message says it; it may be no text. No text where nothing is likely. */
ny_text ny_meant(const ny_parser *parser, ny_text due);

#endif
