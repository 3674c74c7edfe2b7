/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Translations of a contract's labels, names and words, in a file beside it: `knee.da.csv` beside
 * `knee.nytte` for Danish. Two columns with `;` between, the contract's own text first; UTF-8, or
 * Windows' Latin-1 where the bytes are no UTF-8. A blank line is passed over. */

#ifndef NY_IO_TRANSLATIONS_H
#define NY_IO_TRANSLATIONS_H

#include "base/map.h"
#include "base/phrase.h"
#include "base/status.h"

typedef struct ny_translations {
    ny_map *words; /* the contract's text: number in `texts` */
    NY_LIST(ny_text) texts;
} ny_translations;

/* Adds what the file beside `contract` holds; nothing where there is none. NY_INPUT_WRONG, with the
 * reason in `ret_problem`, when it cannot be read as such a file. A text that has a translation
 * already keeps it. */
ny_status ny_translations_add(ny_arena *arena, ny_translations *translations, ny_text contract,
                              ny_language language, ny_text *ret_problem);

#endif
