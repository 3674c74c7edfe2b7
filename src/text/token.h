/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Tokens: the words of a contract. A token knows its place, the keyword that it is in the language
 * of the file (or none), and whether it begins a line; comments are kept for the formatter and
 * stand in a list of their own. */

#ifndef NY_TEXT_TOKEN_H
#define NY_TEXT_TOKEN_H

#include "base/diagnostic.h"

typedef enum ny_token_kind {
    NY_TOKEN_WORD,
    NY_TOKEN_NUMBER, /* 12_000  3.5  1.2e-3 */
    NY_TOKEN_DOTTED, /* 7.1.2: only after `clause` */
    NY_TOKEN_DATE,   /* 2018-09-01 */
    NY_TOKEN_STRING, /* with its quotes */
    NY_TOKEN_SYMBOL,
    NY_TOKEN_COMMENT,
    NY_TOKEN_END,
} ny_token_kind;

typedef enum ny_symbol {
    NY_SYMBOL_NONE,
#define NY_SYMBOL(name, spelling) NY_SYMBOL_##name,
#include "text/symbols.def"
#undef NY_SYMBOL
} ny_symbol;

typedef enum ny_keyword {
    NY_KEYWORD_NONE,
#define NY_KEYWORD(name, spelling, reserved) NY_KEYWORD_##name,
#include "text/english.def"
#undef NY_KEYWORD
    NY_KEYWORDS
} ny_keyword;

typedef struct ny_token {
    ny_token_kind kind;
    ny_symbol symbol;
    ny_keyword keyword;
    uint32_t begin, end;
    uint32_t indent;  /* of its line, in columns */
    bool begins_line; /* first token of its line, comments aside */
    uint32_t line;    /* from 1 */
} ny_token;

typedef struct ny_tokens {
    uint32_t source;
    ny_text text;
    NY_LIST(ny_token) list; /* without comments; ends with NY_TOKEN_END */
    NY_LIST(ny_token) comments;
    NY_LIST(uint32_t) passed_over; /* where marks that mean nothing were reported */
} ny_tokens;

/* What a file may have at most; each bound has a diagnostic of its own. */
#define NY_TEXT_MOST_BYTES (4u * 1024 * 1024)
#define NY_TEXT_MOST_TOKENS 1000000u

/* Reads a known source (ny_sink_add_source). Always gives tokens, of the part that could be read;
 * what could not is reported. */
ny_tokens *ny_tokens_read(ny_arena *arena, ny_sink *sink, uint32_t source);
ny_text ny_token_text(const ny_tokens *tokens, const ny_token *token);
const char *ny_keyword_text(ny_keyword keyword);
const char *ny_symbol_text(ny_symbol symbol);
bool ny_keyword_is_reserved(ny_keyword keyword);
/* The English word for one that people in the Nordic countries write; no text where there is none. */
ny_text ny_nordic_word(ny_text word);

#endif
