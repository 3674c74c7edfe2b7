/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Hints for words where reading stopped. Each looks at that word and its neighbours only, and gives
 * what can be written instead; the first that fits is taken. */

#include "text/meant.h"

/* The token where reading stopped, and those around it; NULL beyond the text. */
static const ny_token *around(const ny_parser *parser, int32_t offset)
{
    int64_t at = (int64_t)parser->at + offset;
    bool there = at >= 0 && at < (int64_t)parser->tokens->list.count;
    return there ? &parser->tokens->list.items[at] : NULL;
}

static bool is_word(const ny_token *token)
{
    return token && token->kind == NY_TOKEN_WORD;
}

static bool touch(const ny_token *left, const ny_token *right)
{
    return left && right && left->end == right->begin;
}

/* Is the word one of those in `…`? */
static bool due_has(ny_text due, ny_text word)
{
    for (size_t i = 0; i + word.size <= due.size; i++) {
        bool begins = i == 0 || due.data[i - 1] == '`' || due.data[i - 1] == ' ';
        size_t behind = i + word.size;
        bool ends = behind == due.size || due.data[behind] == '`' || due.data[behind] == ' ';
        if (begins && ends && ny_text_equal((ny_text){due.data + i, word.size}, word))
            return true;
    }
    return false;
}

/* The word in `…` that is nearest to the one written; no text where none is near. */
static ny_text nearest_due(ny_text due, ny_text word)
{
    ny_text best = NY_NO_TEXT;
    uint32_t least = 3;
    bool quoted = false;
    for (size_t i = 0, begin = 0; due.size && i <= due.size; i++) {
        char c = i < due.size ? due.data[i] : ' ';
        if (c != '`' && c != ' ')
            continue;
        ny_text one = {due.data + begin, i - begin};
        uint32_t distance = quoted && one.size > 2 ? ny_text_distance(word, one, 2) : least;
        if (word.size < 5 && distance > 1)
            distance = least;
        if (distance < least && distance < word.size && distance > 0) {
            least = distance;
            best = one;
        }
        quoted = c == '`' ? !quoted : quoted;
        begin = i + 1;
    }
    return best;
}

/* `=` twice, `/` for `per`, `-` for `..` or inside a name, `--` before a remark. */
static ny_text meant_by_symbol(const ny_parser *parser, ny_text due)
{
    ny_sink *sink = parser->sink;
    const ny_token *before = around(parser, -1), *here = around(parser, 0),
                   *behind = around(parser, 1);
    if (here->symbol == NY_SYMBOL_EQUAL && before && before->symbol == NY_SYMBOL_EQUAL)
        return NY_WORDS(sink, NY_WORDS_WRITE, NY_TEXT("="));
    if (here->symbol == NY_SYMBOL_OVER && is_word(before) && is_word(behind))
        return NY_WORDS(sink, NY_WORDS_WRITE, NY_TEXT("per"));
    if (here->symbol != NY_SYMBOL_MINUS)
        return NY_NO_TEXT;
    if (due_has(due, NY_TEXT("..")))
        return NY_WORDS(sink, NY_WORDS_WRITE, NY_TEXT(".."));
    if (behind && behind->symbol == NY_SYMBOL_MINUS && touch(here, behind))
        return ny_words(sink, NY_WORDS_COMMENT_BEGINS);
    bool joined = is_word(before) && is_word(behind) && touch(before, here) && touch(here, behind);
    if (joined && due_has(due, ny_word(parser, behind)))
        return NY_WORDS(sink, NY_WORDS_WRITE,
                        ny_format(parser->arena, "%.*s %.*s", NY_PRINT(ny_word(parser, before)),
                                  NY_PRINT(ny_word(parser, behind))));
    if (joined)
        return NY_WORDS(sink, NY_WORDS_NAME_IS_ONE_WORD,
                        ny_format(parser->arena, "%.*s_%.*s", NY_PRINT(ny_word(parser, before)),
                                  NY_PRINT(ny_word(parser, behind))));
    return NY_NO_TEXT;
}

static bool is_currency(ny_text word)
{
    bool capitals = word.size == 3;
    for (size_t i = 0; i < word.size; i++)
        capitals = capitals && word.data[i] >= 'A' && word.data[i] <= 'Z';
    return capitals;
}

/* `offer unit price : …`: the second word behind the one that begins a declaration. */
static bool in_name(const ny_parser *parser)
{
    const ny_token *first = around(parser, -2), *name = around(parser, -1);
    return is_word(first) && first->begins_line && first->indent == 0 && is_word(name) &&
           !ny_keyword_is_reserved(name->keyword);
}

static ny_text meant_by_word(const ny_parser *parser, ny_text due)
{
    ny_sink *sink = parser->sink;
    const ny_token *here = around(parser, 0);
    ny_text word = ny_word(parser, here), near = nearest_due(due, word),
            english = ny_nordic_word(word);
    const ny_token *before = around(parser, -1);
    if (before && before->keyword == NY_KEYWORD_EACH && due_has(due, NY_TEXT("year")) && !near.size)
        return NY_WORDS(sink, NY_WORDS_WRITE,
                        ny_format(parser->arena, "for each %.*s", NY_PRINT(word)));
    if (near.size)
        return NY_WORDS(sink, NY_WORDS_DID_YOU_MEAN, near);
    if (english.size && (!due.size || due_has(due, english)))
        return NY_WORDS(sink, NY_WORDS_IN_ENGLISH, english);
    if (here->keyword == NY_KEYWORD_IF && !due.size)
        return ny_words(sink, NY_WORDS_WHERE_OR_WHEN);
    const ny_token *behind = around(parser, 1);
    bool then = behind && (behind->kind == NY_TOKEN_STRING || behind->symbol == NY_SYMBOL_COLON ||
                           behind->symbol == NY_SYMBOL_EQUAL);
    if (in_name(parser) && then && due.size)
        return NY_WORDS(sink, NY_WORDS_NAME_IS_ONE_WORD,
                        ny_format(parser->arena, "%.*s_%.*s",
                                  NY_PRINT(ny_word(parser, around(parser, -1))), NY_PRINT(word)));
    return NY_NO_TEXT;
}

ny_text ny_meant(const ny_parser *parser, ny_text due)
{
    const ny_token *before = around(parser, -1), *here = around(parser, 0);
    if (ny_at_end(parser))
        return NY_NO_TEXT;
    if (here->begins_line && here->kind == NY_TOKEN_WORD)
        return ny_words(parser->sink, NY_WORDS_INDENT_ALIKE);
    if (here->kind == NY_TOKEN_SYMBOL)
        return meant_by_symbol(parser, due);
    if (here->kind == NY_TOKEN_NUMBER && is_word(before) && is_currency(ny_word(parser, before)))
        return ny_words(parser->sink, NY_WORDS_UNIT_BEHIND);
    return here->kind == NY_TOKEN_WORD ? meant_by_word(parser, due) : NY_NO_TEXT;
}
