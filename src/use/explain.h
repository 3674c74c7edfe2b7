/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A contract read aloud: numbered prose made from the checked model, clause by clause, with a worked
 * figure for each payment, and what may surprise said outright. What it gives is a list of pieces in
 * order; io/ prints them as text or HTML. Texts carry the marks of prose.h around names. */

#ifndef NY_USE_EXPLAIN_H
#define NY_USE_EXPLAIN_H

#include "use/prose.h"

typedef enum ny_piece_kind {
    NY_PIECE_TITLE,
    NY_PIECE_NOTE,    /* a paragraph under the title */
    NY_PIECE_SECTION, /* numbered from 1; shown as a letter */
    NY_PIECE_CLAUSE,  /* numbered within its section: "C.2" */
    NY_PIECE_POINT,   /* lettered within its clause: "(a)" */
    NY_PIECE_EXAMPLE, /* a worked figure, under its clause */
    NY_PIECE_BRANCH,  /* a line of a tree; `number` says how deep, from 1 */
    NY_PIECE_TABLE, /* rows end with \n, cells part with \t; first row and first cells are heads */
} ny_piece_kind;

typedef struct ny_piece {
    ny_piece_kind kind;
    uint32_t number; /* of the section, the clause or the point, from 1 */
    uint32_t section;
    ny_text clause; /* CLAUSE: "7.1", as the contract numbers it; or empty */
    ny_text text;
} ny_piece;

typedef struct ny_explanation {
    ny_language language;
    NY_LIST(ny_piece) pieces;
} ny_explanation;

/* What the explanation says of the text itself. */
typedef struct ny_explained_text {
    ny_text file;        /* as the user named it */
    const ny_sink *sink; /* knows the texts */
    ny_text fingerprint; /* short, as statements show it */
} ny_explained_text;

/* The model was checked without errors; it and the texts of `prose` live as long as the result,
 * which lives in the arena of `prose`. */
ny_explanation *ny_explain(const ny_prose *prose, const ny_explained_text *text);

#endif
