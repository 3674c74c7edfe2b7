/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See format.h.
 *
 * Lines are taken in blocks: neighbours without a blank line or a lone comment between. Inside a
 * block, words that begin at one column of the source, on lines one below the other, and with two
 * blanks or more before one of them, were lined up on purpose: they are lined up again behind the
 * longest of what stands before them. All other gaps become the gap that the two words ask for. */

#include "text/format.h"

#include "base/bug.h"

#include <string.h>

#define PROPERTY_INDENT 2
/* Nobody lines words up so far to the right; and each column costs a look at every line. */
#define ALIGNED_MOST 400u

typedef struct ny_piece {
    const ny_token *token;
    uint32_t column; /* of the source, in characters from 0 */
    uint32_t gap;    /* blanks before it in the source */
} ny_piece;

typedef struct ny_source_line {
    NY_LIST(ny_piece) pieces; /* the last may be a comment */
    uint32_t indent;          /* canonical */
    uint32_t next;            /* piece to be written next */
    ny_buffer out;
    uint32_t width; /* of `out`, in characters */
    bool is_blank, is_comment;
} ny_source_line;

typedef struct ny_formatter {
    ny_arena *arena;
    const ny_tokens *tokens;
    ny_source_line *lines; /* from line 1, at index 0 */
    uint32_t count;
} ny_formatter;

/* --- the gap that two words ask for ------------------------------------------------------------ */

static bool is_symbol(const ny_token *token, ny_symbol symbol)
{
    return token->kind == NY_TOKEN_SYMBOL && token->symbol == symbol;
}

/* `-` behind this begins a negative number. */
static bool before_unary(const ny_token *token)
{
    if (token->kind == NY_TOKEN_SYMBOL)
        return token->symbol != NY_SYMBOL_CLOSE && token->symbol != NY_SYMBOL_PERCENT;
    return token->kind == NY_TOKEN_WORD && ny_keyword_is_reserved(token->keyword) &&
           token->keyword != NY_KEYWORD_YES && token->keyword != NY_KEYWORD_NO;
}

static bool line_declares_type(const ny_source_line *line)
{
    ny_keyword keyword = line->pieces.items[0].token->keyword;
    return keyword == NY_KEYWORD_GIVEN || keyword == NY_KEYWORD_OFFER || keyword == NY_KEYWORD_FACT;
}

static uint32_t gap_between(const ny_source_line *line, uint32_t index)
{
    const ny_token *left = line->pieces.items[index - 1].token;
    const ny_token *right = line->pieces.items[index].token;
    if (right->kind == NY_TOKEN_COMMENT)
        return 2;
    if (is_symbol(right, NY_SYMBOL_COMMA) || is_symbol(right, NY_SYMBOL_CLOSE) ||
        is_symbol(right, NY_SYMBOL_RANGE) || is_symbol(left, NY_SYMBOL_RANGE) ||
        is_symbol(left, NY_SYMBOL_OPEN) || is_symbol(left, NY_SYMBOL_POWER) ||
        is_symbol(right, NY_SYMBOL_POWER))
        return 0;
    if (is_symbol(right, NY_SYMBOL_COLON))
        return line_declares_type(line);
    if (is_symbol(right, NY_SYMBOL_OPEN) && left->kind == NY_TOKEN_WORD &&
        !ny_keyword_is_reserved(left->keyword))
        return line->pieces.items[index].gap > 0;
    bool minus = is_symbol(left, NY_SYMBOL_MINUS);
    bool written_so = line->pieces.items[index - 1].gap > 0 && line->pieces.items[index].gap == 0;
    if (minus && index == 1)
        return line->pieces.items[1].gap > 0; /* a line that goes on: who knows what is before it */
    if (minus && (written_so || before_unary(line->pieces.items[index - 2].token)))
        return 0;
    return 1;
}

/* --- reading lines ----------------------------------------------------------------------------- */

/* Columns are counted on from the piece before, so that a long line costs what it is long. */
static void add_piece(ny_formatter *formatter, const ny_token *token)
{
    ny_source_line *line = &formatter->lines[token->line - 1];
    ny_text text = formatter->tokens->text;
    ny_piece piece = {.token = token, .column = token->indent};
    uint32_t start = token->begin - (line->pieces.count ? 0 : token->indent);
    if (line->pieces.count) {
        const ny_piece *before = &line->pieces.items[line->pieces.count - 1];
        start = before->token->end;
        piece.column = before->column +
                       (uint32_t)ny_text_characters((ny_text){text.data + before->token->begin,
                                                              token->begin - before->token->begin});
    }
    while (token->begin > start + piece.gap && text.data[token->begin - piece.gap - 1] == ' ')
        piece.gap++;
    *NY_APPEND(formatter->arena, &line->pieces) = piece;
}

static void add_pieces(ny_formatter *formatter)
{
    const ny_tokens *tokens = formatter->tokens;
    uint32_t comment = 0;
    for (uint32_t i = 0; i < tokens->list.count; i++) {
        const ny_token *token = &tokens->list.items[i];
        while (comment < tokens->comments.count &&
               tokens->comments.items[comment].begin < token->begin)
            add_piece(formatter, &tokens->comments.items[comment++]);
        if (token->kind != NY_TOKEN_END)
            add_piece(formatter, token);
    }
    while (comment < tokens->comments.count)
        add_piece(formatter, &tokens->comments.items[comment++]);
}

/* Margin, property, or further in: what goes on keeps its distance from its property. */
static void set_indents(ny_formatter *formatter)
{
    uint32_t property = 0, open = 0;
    for (uint32_t i = 0; i < formatter->count; i++) {
        ny_source_line *line = &formatter->lines[i];
        line->is_blank = line->pieces.count == 0;
        if (line->is_blank)
            continue;
        const ny_token *first = line->pieces.items[0].token;
        line->is_comment = first->kind == NY_TOKEN_COMMENT;
        bool is_first = first == formatter->tokens->list.items; /* `nytte 1 english` */
        uint32_t indent = is_first ? 0 : first->indent;
        if (indent == 0 && !line->is_comment) {
            property = 0;
            open = 0;
        } else if (property == 0 && open == 0 && !line->is_comment) {
            property = indent;
        }
        bool further = open > 0 || (property > 0 && indent > property);
        line->indent = indent == 0 ? 0 : PROPERTY_INDENT;
        uint32_t from = property > 0 ? property : PROPERTY_INDENT;
        if (further && indent > 0)
            line->indent = PROPERTY_INDENT + (indent > from + 2 ? indent - from : 2);
        for (uint32_t p = 0; p < line->pieces.count; p++) {
            open += is_symbol(line->pieces.items[p].token, NY_SYMBOL_OPEN);
            open -= is_symbol(line->pieces.items[p].token, NY_SYMBOL_CLOSE) && open > 0;
        }
    }
}

/* --- writing lines ----------------------------------------------------------------------------- */

static void write_piece(ny_formatter *formatter, ny_source_line *line)
{
    ny_text text = ny_token_text(formatter->tokens, line->pieces.items[line->next].token);
    uint32_t gap = line->next == 0 ? line->indent : gap_between(line, line->next);
    if (line->width > 0 || line->next == 0) {
        ny_buffer_repeat(&line->out, ' ', gap);
        line->width += gap;
    }
    ny_buffer_add(&line->out, text);
    line->width += (uint32_t)ny_text_characters(text);
    line->next++;
}

/* Writes up to (not with) a piece. */
static void write_until(ny_formatter *formatter, ny_source_line *line, uint32_t piece)
{
    while (line->next < piece)
        write_piece(formatter, line);
}

/* Writes a piece at a column of its own. */
static void write_at(ny_formatter *formatter, ny_source_line *line, uint32_t column)
{
    ny_text text = ny_token_text(formatter->tokens, line->pieces.items[line->next].token);
    ny_buffer_repeat(&line->out, ' ', column - line->width);
    ny_buffer_add(&line->out, text);
    line->width = column + (uint32_t)ny_text_characters(text);
    line->next++;
}

/* The piece of a line that begins at a column, from the second one on; or 0. */
static uint32_t piece_at(const ny_source_line *line, uint32_t column)
{
    uint32_t low = line->next > 1 ? line->next : 1, high = line->pieces.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (line->pieces.items[middle].column < column)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < line->pieces.count && line->pieces.items[low].column == column &&
                 line->pieces.items[low].gap > 0;
    return found ? low : 0;
}

static bool ends_before(const ny_source_line *line, uint32_t column)
{
    return line->pieces.items[line->pieces.count - 1].column < column;
}

/* One run of lines first..end with pieces at this column (shorter lines between are passed over). */
static void align(ny_formatter *formatter, uint32_t first, uint32_t end, uint32_t column)
{
    uint32_t have = 0, widest = 0, least = UINT32_MAX;
    bool on_purpose = false;
    for (uint32_t i = first; i < end; i++) {
        uint32_t piece = piece_at(&formatter->lines[i], column);
        if (!piece)
            continue;
        uint32_t gap = formatter->lines[i].pieces.items[piece].gap;
        have++;
        on_purpose = on_purpose || gap > 1;
        least = gap < least ? gap : least;
    }
    if (have < 2 || !on_purpose)
        return;
    for (uint32_t i = first; i < end; i++) {
        ny_source_line *line = &formatter->lines[i];
        uint32_t piece = piece_at(line, column);
        if (!piece)
            continue;
        write_until(formatter, line, piece);
        widest = line->width > widest ? line->width : widest;
    }
    for (uint32_t i = first; i < end; i++)
        if (piece_at(&formatter->lines[i], column))
            write_at(formatter, &formatter->lines[i], widest + (least > 1 ? 2 : 1));
}

/* Margin, property or further in: lines of different depth are never lined up with each other. */
static uint32_t depth_of(const ny_source_line *line)
{
    return line->indent > PROPERTY_INDENT ? 2 : line->indent > 0;
}

static void align_column(ny_formatter *formatter, uint32_t first, uint32_t end, uint32_t column)
{
    uint32_t run = first;
    for (uint32_t i = first; i <= end; i++) {
        bool passes = i < end && (piece_at(&formatter->lines[i], column) ||
                                  ends_before(&formatter->lines[i], column));
        bool same = i > run && i < end &&
                    depth_of(&formatter->lines[i]) == depth_of(&formatter->lines[run]);
        if (passes && (same || i == run))
            continue;
        align(formatter, run, i, column);
        run = passes ? i : i + 1;
    }
}

static void write_block(ny_formatter *formatter, uint32_t first, uint32_t end)
{
    uint32_t last = 0;
    for (uint32_t i = first; i < end; i++) {
        ny_source_line *line = &formatter->lines[i];
        uint32_t column = line->pieces.items[line->pieces.count - 1].column;
        last = column > last ? column : last;
        line->out = ny_buffer_create(formatter->arena);
        write_piece(formatter, line);
    }
    bool *wanted = NY_NEW_ARRAY(formatter->arena, bool, (size_t)last + 1);
    for (uint32_t i = first; i < end && end - first > 1; i++)
        for (uint32_t p = 1; p < formatter->lines[i].pieces.count; p++)
            if (formatter->lines[i].pieces.items[p].gap > 1)
                wanted[formatter->lines[i].pieces.items[p].column] = true;
    for (uint32_t column = 1; column <= last && column <= ALIGNED_MOST; column++)
        if (wanted[column])
            align_column(formatter, first, end, column);
    for (uint32_t i = first; i < end; i++)
        write_until(formatter, &formatter->lines[i], formatter->lines[i].pieces.count);
}

static ny_text format_once(ny_arena *arena, const ny_tokens *tokens)
{
    ny_formatter formatter = {.arena = arena, .tokens = tokens, .count = 1};
    for (size_t i = 0; i < tokens->text.size; i++)
        formatter.count += tokens->text.data[i] == '\n';
    formatter.lines = NY_NEW_ARRAY(arena, ny_source_line, formatter.count);
    add_pieces(&formatter);
    set_indents(&formatter);
    ny_buffer out = ny_buffer_create(arena);
    bool blank_due = false;
    for (uint32_t i = 0; i < formatter.count;) {
        if (formatter.lines[i].is_blank) {
            blank_due = out.size > 0;
            i++;
            continue;
        }
        uint32_t end = i + 1;
        while (end < formatter.count && !formatter.lines[end].is_blank &&
               !formatter.lines[end].is_comment && !formatter.lines[i].is_comment)
            end++;
        write_block(&formatter, i, end);
        if (blank_due)
            ny_buffer_add_character(&out, '\n');
        blank_due = false;
        for (; i < end; i++) {
            ny_buffer_add(&out, ny_buffer_text(&formatter.lines[i].out));
            ny_buffer_add_character(&out, '\n');
        }
    }
    return ny_buffer_text(&out);
}

/* Lines that fall out of a group may leave it shorter, so that it lines up anew: each round only
 * takes blanks away or keeps the text, and three rounds are the most seen. */
ny_text ny_format_contract(ny_arena *arena, const ny_tokens *tokens)
{
    ny_text before = tokens->text, after = format_once(arena, tokens);
    for (int round = 0; round < 16 && !ny_text_equal(before, after); round++) {
        ny_sink *sink = ny_sink_create(arena);
        before = after;
        after = format_once(
            arena, ny_tokens_read(arena, sink, ny_sink_add_source(sink, NY_TEXT("form"), before)));
    }
    return after;
}
