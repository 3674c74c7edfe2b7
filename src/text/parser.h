/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Private to src/text: what the two halves of the parser share. The parser reads a range of tokens
 * at..end: a declaration's own line, or one property. The first mistake in a range is reported and
 * sets `failed`; nothing more is said about that range (no cascades). Footing is found again at the
 * next property or declaration, that is on indentation, never on tokens. */

#ifndef NY_TEXT_PARSER_H
#define NY_TEXT_PARSER_H

#include "text/tree.h"

/* Parentheses within each other, and the height of an expression's tree (a chain of 1,000 `+`). */
#define NY_NESTING_MOST 200
#define NY_DEPTH_MOST 1000

typedef struct ny_parser {
    ny_arena *arena;
    ny_sink *sink;
    const ny_tokens *tokens;
    uint32_t at, end;
    uint32_t nesting;
    uint32_t next_id;
    ny_keyword unit_ends; /* a word that is no unit here, see ny_parse_unit; mostly NONE */
    bool failed;
    bool header_failed; /* of this declaration: what it says besides, nobody knows */
} ny_parser;

/* --- looking and taking (parser.c) --- */
const ny_token *ny_peek(const ny_parser *parser);
const ny_token *ny_peek_ahead(const ny_parser *parser, uint32_t ahead);
bool ny_at_end(const ny_parser *parser);
bool ny_at_keyword(const ny_parser *parser, ny_keyword keyword);
bool ny_at_symbol(const ny_parser *parser, ny_symbol symbol);
bool ny_at_name(const ny_parser *parser); /* a word that is not reserved */
bool ny_take_keyword(ny_parser *parser, ny_keyword keyword);
bool ny_take_symbol(ny_parser *parser, ny_symbol symbol);
/* Take, or report and fail. */
bool ny_expect_keyword(ny_parser *parser, ny_keyword keyword);
bool ny_expect_keywords(ny_parser *parser, const ny_keyword *keywords, size_t count);
#define NY_EXPECT_KEYWORDS(parser, ...)                                                            \
    ny_expect_keywords((parser), (const ny_keyword[]){__VA_ARGS__},                                \
                       sizeof((const ny_keyword[]){__VA_ARGS__}) / sizeof(ny_keyword))
bool ny_expect_symbol(ny_parser *parser, ny_symbol symbol);
bool ny_expect_close(ny_parser *parser); /* `)` */
bool ny_expect_name(ny_parser *parser, ny_phrase what, ny_name *ret_name);
bool ny_expect_string(ny_parser *parser, ny_phrase what, ny_text *ret_text, ny_span *ret_span);
/* At the comma of `1,000`: between two figures that touch it. */
bool ny_at_comma_in_number(const ny_parser *parser);
bool ny_expect_end(ny_parser *parser);
/* Reports that `what` is due here, and fails. Always false. */
bool ny_expected(ny_parser *parser, ny_phrase what);
/* Reports under a code and fails, unless the range has failed already. Always false. */
bool ny_fail(ny_parser *parser, ny_code code, ny_span span, const ny_text *words, size_t count);
#define NY_FAIL(parser, code, span, ...)                                                           \
    ny_fail((parser), (code), (span), (const ny_text[]){__VA_ARGS__},                              \
            sizeof((const ny_text[]){__VA_ARGS__}) / sizeof(ny_text))
ny_span ny_token_span(const ny_parser *parser, const ny_token *token);
/* From the next word to the end of the line or property. */
ny_span ny_rest_of_line(const ny_parser *parser);
ny_span ny_here(const ny_parser *parser); /* the next token, or just behind the last one */
ny_span ny_span_between(ny_span first, ny_span last);
ny_text ny_word(const ny_parser *parser, const ny_token *token);

/* --- expressions (parse_expression.c); NULL after a mistake --- */
ny_expression *ny_parse_expression(ny_parser *parser); /* expr */
ny_expression *ny_parse_condition(ny_parser *parser);  /* or */
ny_expression *ny_parse_sum(ny_parser *parser);        /* sum */
ny_expression *ny_parse_span(ny_parser *parser);       /* literal, NAME, ( expr ) */
ny_expression *ny_parse_law(ny_parser *parser);        /* NAME(arg sum within span, …) */
bool ny_parse_scope(ny_parser *parser, ny_scope *ret_scope);
bool ny_parse_literal(ny_parser *parser, ny_literal *ret_literal); /* with a sign before it */
bool ny_parse_unit(ny_parser *parser, ny_unit_words *ret_unit);

#endif
