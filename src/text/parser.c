/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Looking at tokens, taking them, and saying what was due instead. */

#include "text/meant.h"

#include <string.h>

const ny_token *ny_peek_ahead(const ny_parser *parser, uint32_t ahead)
{
    const ny_token *last = &parser->tokens->list.items[parser->tokens->list.count - 1];
    if (parser->at + ahead >= parser->end)
        return last;
    return &parser->tokens->list.items[parser->at + ahead];
}

const ny_token *ny_peek(const ny_parser *parser)
{
    return ny_peek_ahead(parser, 0);
}

bool ny_at_end(const ny_parser *parser)
{
    return parser->at >= parser->end;
}

bool ny_at_keyword(const ny_parser *parser, ny_keyword keyword)
{
    return ny_peek(parser)->keyword == keyword && ny_peek(parser)->kind == NY_TOKEN_WORD;
}

bool ny_at_symbol(const ny_parser *parser, ny_symbol symbol)
{
    return ny_peek(parser)->kind == NY_TOKEN_SYMBOL && ny_peek(parser)->symbol == symbol;
}

bool ny_at_name(const ny_parser *parser)
{
    const ny_token *token = ny_peek(parser);
    return token->kind == NY_TOKEN_WORD && !ny_keyword_is_reserved(token->keyword);
}

ny_text ny_word(const ny_parser *parser, const ny_token *token)
{
    return ny_token_text(parser->tokens, token);
}

ny_span ny_token_span(const ny_parser *parser, const ny_token *token)
{
    return (ny_span){parser->tokens->source, token->begin, token->end};
}

ny_span ny_here(const ny_parser *parser)
{
    if (!ny_at_end(parser))
        return ny_token_span(parser, ny_peek(parser));
    uint32_t behind = parser->at > 0 ? parser->tokens->list.items[parser->at - 1].end : 0;
    return (ny_span){parser->tokens->source, behind, behind};
}

ny_span ny_rest_of_line(const ny_parser *parser)
{
    return ny_span_between(ny_here(parser),
                           ny_token_span(parser, &parser->tokens->list.items[parser->end - 1]));
}

ny_span ny_span_between(ny_span first, ny_span last)
{
    return (ny_span){first.source, first.begin, last.end > first.end ? last.end : first.end};
}

/* Behind a mark that was passed over on the same line, whatever is missed was said already. */
static bool behind_unknown(const ny_parser *parser, ny_span span)
{
    const ny_tokens *tokens = parser->tokens;
    uint32_t low = 0, high = tokens->passed_over.count; /* they stand in rising order */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (tokens->passed_over.items[middle] <= span.end)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return false;
    uint32_t mark = tokens->passed_over.items[low - 1];
    return span.begin <= mark || !memchr(tokens->text.data + mark, '\n', span.begin - mark);
}

/* `14 000`: a blank where thousands part. */
static bool at_blank_in_number(const ny_parser *parser)
{
    if (parser->at == 0 || ny_at_end(parser))
        return false;
    const ny_token *left = ny_peek(parser) - 1, *right = ny_peek(parser);
    return left->kind == NY_TOKEN_NUMBER && right->kind == NY_TOKEN_NUMBER &&
           right->end - right->begin == 3 && !right->begins_line;
}

static ny_text joined(const ny_parser *parser, ny_text left, const char *between, ny_text right)
{
    return ny_format(parser->arena, "%.*s%s%.*s", NY_PRINT(left), between, NY_PRINT(right));
}

/* `0,01` is 0.01; `14,000` is 14_000 to most, and 14 to some. */
static void report_comma_in_number(ny_parser *parser)
{
    ny_text left = ny_word(parser, ny_peek(parser) - 1),
            right = ny_word(parser, ny_peek_ahead(parser, 1)), decimals = right;
    bool thousands = right.size == 3 && left.size <= 3;
    while (thousands && decimals.size && decimals.data[decimals.size - 1] == '0')
        decimals.size--;
    ny_text decimal = joined(parser, left, decimals.size ? "." : "", decimals);
    NY_REPORT(parser->sink, NY_COMMA_IN_NUMBER, ny_here(parser),
              thousands ? NY_WORDS(parser->sink, NY_WORDS_THOUSANDS_OR_LESS,
                                   joined(parser, left, "_", right), decimal)
                        : NY_WORDS(parser->sink, NY_WORDS_WRITE, decimal));
}

/* `14,000` and `14 000` are said as such, whatever else is due there. Behind a word that has no place
 * it is said what may have been meant by it. */
static void report(ny_parser *parser, ny_code code, ny_span span, const ny_text *words,
                   size_t count)
{
    bool stopped = code == NY_EXPECTED || code == NY_LEFT_OVER;
    if (ny_at_comma_in_number(parser)) {
        report_comma_in_number(parser);
    } else if (stopped && at_blank_in_number(parser)) {
        ny_span blank =
            ny_span_between(ny_token_span(parser, ny_peek(parser) - 1), ny_here(parser));
        NY_REPORT(parser->sink, NY_BLANK_IN_NUMBER, blank,
                  ny_format(parser->arena, "%.*s_%.*s",
                            NY_PRINT(ny_word(parser, ny_peek(parser) - 1)),
                            NY_PRINT(ny_word(parser, ny_peek(parser)))));
    } else if (stopped && count < 3) {
        bool left_over = code == NY_LEFT_OVER;
        ny_text due = left_over ? NY_NO_TEXT : words[0];
        ny_text with[3] = {words[0], left_over ? NY_NO_TEXT : words[1]};
        with[left_over ? 1 : 2] =
            span.begin == ny_here(parser).begin ? ny_meant(parser, due) : NY_NO_TEXT;
        ny_report(parser->sink, code, span, with, left_over ? 2 : 3);
    } else {
        ny_report(parser->sink, code, span, words, count);
    }
}

bool ny_fail(ny_parser *parser, ny_code code, ny_span span, const ny_text *words, size_t count)
{
    if (!parser->failed && !behind_unknown(parser, span))
        report(parser, code, span, words, count);
    parser->failed = true;
    return false;
}

static bool text_expected(ny_parser *parser, ny_text what)
{
    if (ny_at_end(parser))
        return NY_FAIL(parser, NY_LINE_ENDS, ny_here(parser), what);
    return NY_FAIL(parser, NY_EXPECTED, ny_here(parser), what, ny_word(parser, ny_peek(parser)));
}

bool ny_expected(ny_parser *parser, ny_phrase what)
{
    return text_expected(parser, ny_words(parser->sink, what));
}

bool ny_take_keyword(ny_parser *parser, ny_keyword keyword)
{
    if (!ny_at_keyword(parser, keyword))
        return false;
    parser->at++;
    return true;
}

bool ny_take_symbol(ny_parser *parser, ny_symbol symbol)
{
    if (!ny_at_symbol(parser, symbol))
        return false;
    if (ny_at_comma_in_number(parser)) /* a list has a blank there */
        return NY_FAIL(parser, NY_COMMA_IN_NUMBER, ny_here(parser), NY_NO_TEXT);
    parser->at++;
    return true;
}

bool ny_expect_keyword(ny_parser *parser, ny_keyword keyword)
{
    if (ny_take_keyword(parser, keyword))
        return true;
    ny_text quoted = ny_format(parser->arena, "`%s`", ny_keyword_text(keyword));
    return text_expected(parser, quoted);
}

/* All that is due from the first word that is not there is named, since the reader needs it all. */
bool ny_expect_keywords(ny_parser *parser, const ny_keyword *keywords, size_t count)
{
    size_t taken = 0;
    while (taken < count && ny_take_keyword(parser, keywords[taken]))
        taken++;
    if (taken == count)
        return true;
    ny_buffer due = ny_buffer_create(parser->arena);
    ny_buffer_add_character(&due, '`');
    for (size_t i = taken; i < count; i++)
        ny_buffer_format(&due, "%s%s", i > taken ? " " : "", ny_keyword_text(keywords[i]));
    ny_buffer_add_character(&due, '`');
    return text_expected(parser, ny_buffer_text(&due));
}

bool ny_expect_symbol(ny_parser *parser, ny_symbol symbol)
{
    if (ny_take_symbol(parser, symbol))
        return true;
    ny_text quoted = ny_format(parser->arena, "`%s`", ny_symbol_text(symbol));
    return text_expected(parser, quoted);
}

/* The parenthesis that is open behind the last word, if it was opened on an earlier line: there, and
 * not where the sentence ends, somebody looks for what was forgotten. */
static bool opened_before(const ny_parser *parser, ny_span *ret_span)
{
    uint32_t closed = 0;
    bool before = false;
    for (uint32_t at = parser->at; at-- > 0;) {
        const ny_token *token = &parser->tokens->list.items[at];
        if (token->symbol == NY_SYMBOL_OPEN && closed-- == 0) {
            *ret_span = ny_token_span(parser, token);
            return before;
        }
        closed += token->symbol == NY_SYMBOL_CLOSE;
        before = before || token->begins_line;
    }
    return false;
}

bool ny_expect_close(ny_parser *parser)
{
    ny_span open; /* behind an amount its time follows, so the expression ends there too */
    bool ends = ny_at_end(parser) || ny_at_keyword(parser, NY_KEYWORD_FOR) ||
                ny_at_keyword(parser, NY_KEYWORD_EACH) || ny_at_keyword(parser, NY_KEYWORD_ONCE);
    if (ends && opened_before(parser, &open))
        return NY_FAIL(parser, NY_NEVER_CLOSED, open, NY_NO_TEXT);
    return ny_expect_symbol(parser, NY_SYMBOL_CLOSE);
}

bool ny_expect_name(ny_parser *parser, ny_phrase what, ny_name *ret_name)
{
    const ny_token *token = ny_peek(parser);
    if (ny_at_end(parser) || token->kind != NY_TOKEN_WORD)
        return ny_expected(parser, what);
    if (ny_keyword_is_reserved(token->keyword))
        return NY_FAIL(parser, NY_RESERVED_AS_NAME, ny_here(parser), ny_word(parser, token),
                       ny_words(parser->sink, what));
    *ret_name = (ny_name){ny_word(parser, token), ny_token_span(parser, token), token->keyword};
    parser->at++;
    return true;
}

bool ny_expect_string(ny_parser *parser, ny_phrase what, ny_text *ret_text, ny_span *ret_span)
{
    const ny_token *token = ny_peek(parser);
    if (ny_at_end(parser) || token->kind != NY_TOKEN_STRING)
        return ny_expected(parser, what);
    ny_text text = ny_word(parser, token);
    bool closed = text.size >= 2 && text.data[text.size - 1] == '"';
    *ret_text = (ny_text){text.data + 1, text.size - (closed ? 2 : 1)};
    if (ret_span)
        *ret_span = ny_token_span(parser, token);
    parser->at++;
    return true;
}

bool ny_at_comma_in_number(const ny_parser *parser)
{
    if (parser->at == 0 || !ny_at_symbol(parser, NY_SYMBOL_COMMA))
        return false;
    const ny_token *left = ny_peek(parser) - 1, *comma = ny_peek(parser),
                   *right = ny_peek_ahead(parser, 1);
    return left->kind == NY_TOKEN_NUMBER && right->kind == NY_TOKEN_NUMBER &&
           left->end == comma->begin && comma->end == right->begin;
}

bool ny_expect_end(ny_parser *parser)
{
    if (ny_at_end(parser))
        return true;
    return NY_FAIL(parser, NY_LEFT_OVER, ny_here(parser), ny_word(parser, ny_peek(parser)));
}
