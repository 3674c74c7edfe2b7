/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Any bytes as the text of a contract, read into tokens. The laws: tokens and comments stand in
 * order and never overlap; every byte is part of one, or is blank, or is reported; a token knows its
 * line and whether it begins it. */

#include "contract_bytes.h"

static bool is_reported(const ny_sink *sink, uint32_t at)
{
    for (uint32_t i = 0; i < sink->diagnostics.count; i++) {
        const ny_diagnostic *diagnostic = &sink->diagnostics.items[i];
        bool rest = diagnostic->code == NY_NOT_UTF8 || diagnostic->code == NY_TOO_MANY_TOKENS ||
                    diagnostic->code == NY_OLD_LINE_ENDS;
        if (at >= diagnostic->span.begin && (rest || at < diagnostic->span.end))
            return true;
    }
    return false;
}

static void check_gap(const ny_sink *sink, ny_text text, uint32_t from, uint32_t to)
{
    for (uint32_t at = from; at < to; at++) {
        char c = text.data[at];
        bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        bool mark = at < 3 && ny_text_starts(text, "\xEF\xBB\xBF");
        NY_BUG_ON(!blank && !mark && !is_reported(sink, at));
    }
}

static void check_list(const ny_tokens *tokens, const ny_token *list, uint32_t count)
{
    uint32_t at = 0, line = 1;
    for (uint32_t i = 0; i < count; i++) {
        const ny_token *token = &list[i];
        NY_BUG_ON(token->begin > token->end || token->end > tokens->text.size);
        NY_BUG_ON(token->begin == token->end && token->kind != NY_TOKEN_END);
        for (; at < token->begin; at++)
            line += tokens->text.data[at] == '\n';
        NY_BUG_ON(token->line != line);
        NY_BUG_ON(i > 0 && token->begin < list[i - 1].end);
        bool new_line = i == 0 || list[i - 1].line != token->line || token->kind == NY_TOKEN_END;
        NY_BUG_ON(token->kind != NY_TOKEN_COMMENT && token->begins_line != new_line);
    }
}

/* Tokens and comments together, in order of place. */
static void check_cover(const ny_sink *sink, const ny_tokens *tokens, ny_text whole)
{
    uint32_t at = 0, token = 0, comment = 0;
    while (token < tokens->list.count || comment < tokens->comments.count) {
        bool takes_comment = comment < tokens->comments.count &&
                             (token == tokens->list.count || tokens->comments.items[comment].begin <
                                                                 tokens->list.items[token].begin);
        const ny_token *next =
            takes_comment ? &tokens->comments.items[comment++] : &tokens->list.items[token++];
        NY_BUG_ON(next->begin < at);
        check_gap(sink, whole, at, next->begin);
        at = next->end;
    }
    check_gap(sink, whole, at, (uint32_t)whole.size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > FUZZ_MOST_BYTES)
        return 0;
    ny_arena *arena = ny_arena_create();
    ny_sink *sink = ny_sink_create(arena);
    ny_tokens *tokens = ny_tokens_read(arena, sink, fuzz_source(sink, data, size));
    NY_BUG_ON(tokens->list.count == 0);
    NY_BUG_ON(tokens->list.items[tokens->list.count - 1].kind != NY_TOKEN_END);
    check_list(tokens, tokens->list.items, tokens->list.count);
    check_list(tokens, tokens->comments.items, tokens->comments.count);
    check_cover(sink, tokens, (ny_text){(const char *)data, size});
    ny_arena_destroy(arena);
    return 0;
}
