/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Reads a text into tokens. One pass, no look back, bounded in bytes and tokens. Everything that
 * cannot be a token is reported once and passed over, so the parser never sees it. */

#include "text/token.h"

#include "base/bug.h"
#include "base/date.h"
#include "base/map.h"
#include "text/otherwise.h"

#include <string.h>

typedef struct ny_reader {
    ny_arena *arena;
    ny_sink *sink;
    ny_tokens *tokens;
    ny_map *keywords; /* NULL for a short text, which looks through the list itself */
    ny_text text;
    uint32_t at;
    uint32_t line, indent;
    bool line_is_fresh; /* no token on this line yet */
} ny_reader;

static const char *const keyword_texts[NY_KEYWORDS] = {
    [NY_KEYWORD_NONE] = "",
#define NY_KEYWORD(name, spelling, reserved) [NY_KEYWORD_##name] = (spelling),
#include "text/english.def"
#undef NY_KEYWORD
};

static const bool keyword_reserved[NY_KEYWORDS] = {
    [NY_KEYWORD_NONE] = false,
#define NY_KEYWORD(name, spelling, reserved) [NY_KEYWORD_##name] = (reserved),
#include "text/english.def"
#undef NY_KEYWORD
};

static const char *const symbol_texts[] = {
    [NY_SYMBOL_NONE] = "",
#define NY_SYMBOL(name, spelling) [NY_SYMBOL_##name] = (spelling),
#include "text/symbols.def"
#undef NY_SYMBOL
};

const char *ny_keyword_text(ny_keyword keyword)
{
    return keyword_texts[keyword];
}
const char *ny_symbol_text(ny_symbol symbol)
{
    return symbol_texts[symbol];
}
bool ny_keyword_is_reserved(ny_keyword keyword)
{
    return keyword_reserved[keyword];
}

ny_text ny_nordic_word(ny_text word)
{
    static const struct {
        const char *word, *english;
    } list[] = {
#define NY_NORDIC(word, english) {(word), (english)},
#include "text/nordic.def"
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (ny_text_is(word, list[i].word))
            return ny_text_of(list[i].english);
    return NY_NO_TEXT;
}

ny_text ny_token_text(const ny_tokens *tokens, const ny_token *token)
{
    return (ny_text){tokens->text.data + token->begin, token->end - token->begin};
}

static char at(const ny_reader *reader, uint32_t offset)
{
    return offset < reader->text.size ? reader->text.data[offset] : '\0';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Marks that a word processor puts in the place of plain ones, with what to write. They would pass
 * for letters, being beyond ASCII. */
typedef struct ny_mark {
    const char *mark;
    ny_phrase hint;
    const char *instead; /* what the hint says to write */
} ny_mark;

static const ny_mark marks[] = {
    {"\xE2\x80\x9C", NY_WORDS_WRITE_PLAIN_QUOTE, ""},
    {"\xE2\x80\x9D", NY_WORDS_WRITE_PLAIN_QUOTE, ""},
    {"\xE2\x80\x9E", NY_WORDS_WRITE_PLAIN_QUOTE, ""},
    {"\xC2\xAB", NY_WORDS_WRITE_PLAIN_QUOTE, ""},
    {"\xC2\xBB", NY_WORDS_WRITE_PLAIN_QUOTE, ""},
    {"\xE2\x80\x98", NY_WORDS_WRITE_PLAIN_QUOTE, ""},
    {"\xE2\x80\x99", NY_WORDS_WRITE_PLAIN_QUOTE, ""},
    {"\xE2\x80\x93", NY_WORDS_WRITE_PLAIN_MINUS, ""},
    {"\xE2\x80\x94", NY_WORDS_WRITE_PLAIN_MINUS, ""},
    {"\xE2\x88\x92", NY_WORDS_WRITE_PLAIN_MINUS, ""},
    {"\xC3\x97", NY_WORDS_WRITE, "*"},
    {"\xC3\xB7", NY_WORDS_WRITE, "/"},
    {"\xE2\x89\xA4", NY_WORDS_WRITE, "<="},
    {"\xE2\x89\xA5", NY_WORDS_WRITE, ">="},
    {"\xE2\x89\xA0", NY_WORDS_WRITE, "<>"},
    {"\xC2\xA0", NY_WORDS_WRITE_PLAIN_BLANK, ""},
    {"\xE2\x80\xAF", NY_WORDS_WRITE_PLAIN_BLANK, ""},
    {"\xE2\x82\xAC", NY_WORDS_WRITE, "EUR"},
    {"\xC2\xA3", NY_WORDS_WRITE, "GBP"},
    {"\xC2\xA7", NY_WORDS_WRITE_CLAUSE, ""},
    {"\xEF\xBB\xBF", NY_WORDS_DELETE_UNSEEN, ""},
    {"\xE2\x80\x8B", NY_WORDS_DELETE_UNSEEN, ""},
    {"\xE2\x80\x8C", NY_WORDS_DELETE_UNSEEN, ""},
    {"\xE2\x80\x8D", NY_WORDS_DELETE_UNSEEN, ""},
    {"\xC2\xAD", NY_WORDS_DELETE_UNSEEN, ""},
    {"\xE2\x80\xA6", NY_WORDS_WRITE_OUT_DOTS, ""},
};

/* The mark that stands here; NULL where there is none. */
static const ny_mark *mark_at(const ny_reader *reader, uint32_t offset)
{
    ny_text rest = {reader->text.data + offset, reader->text.size - offset};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (ny_text_starts(rest, marks[i].mark))
            return &marks[i];
    return NULL;
}

/* How many bytes the letter here has; 0 where there is none. */
static uint32_t letter_length(const ny_reader *reader, uint32_t offset)
{
    char c = at(reader, offset);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_')
        return 1;
    if ((unsigned char)c < 0x80 || mark_at(reader, offset))
        return 0;
    return (uint32_t)ny_utf8_length(
        (ny_text){reader->text.data + offset, reader->text.size - offset});
}

/* Letters and digits; gives where they end. */
static uint32_t word_end(const ny_reader *reader, uint32_t from)
{
    uint32_t length;
    while ((length = is_digit(at(reader, from)) ? 1 : letter_length(reader, from)) > 0)
        from += length;
    return from;
}

static ny_span span_of(const ny_reader *reader, uint32_t begin, uint32_t end)
{
    return (ny_span){reader->tokens->source, begin, end};
}

/* A value of a bid is a few words: a map of all keywords would cost more than it saves. */
#define SHORT_TEXT 200u

static bool find_keyword(const ny_reader *reader, ny_text word, uint32_t *ret_keyword)
{
    if (reader->keywords)
        return ny_map_find(reader->keywords, word, ret_keyword);
    for (uint32_t i = 1; i < NY_KEYWORDS; i++)
        if (keyword_texts[i][0] == word.data[0] && ny_text_is(word, keyword_texts[i])) {
            *ret_keyword = i;
            return true;
        }
    return false;
}

static void push(ny_reader *reader, ny_token_kind kind, uint32_t end)
{
    ny_token token = {.kind = kind,
                      .begin = reader->at,
                      .end = end,
                      .indent = reader->indent,
                      .begins_line = reader->line_is_fresh && kind != NY_TOKEN_COMMENT,
                      .line = reader->line};
    if (kind == NY_TOKEN_WORD) {
        uint32_t keyword = NY_KEYWORD_NONE;
        if (find_keyword(reader, ny_token_text(reader->tokens, &token), &keyword))
            token.keyword = (ny_keyword)keyword;
    }
    if (kind == NY_TOKEN_COMMENT) {
        token.begins_line = reader->line_is_fresh;
        *NY_APPEND(reader->arena, &reader->tokens->comments) = token;
    } else {
        *NY_APPEND(reader->arena, &reader->tokens->list) = token;
        reader->line_is_fresh = false;
    }
    reader->at = end;
}

/* Digits with single underscores between them; gives where they end. */
static uint32_t digits_end(const ny_reader *reader, uint32_t from)
{
    uint32_t end = from;
    while (is_digit(at(reader, end)) || (at(reader, end) == '_' && is_digit(at(reader, end + 1))))
        end++;
    return end;
}

static bool looks_like_date(const ny_reader *reader)
{
    static const char shape[] = "dddd-dd-dd";
    for (uint32_t i = 0; i < sizeof shape - 1; i++) {
        char c = at(reader, reader->at + i);
        if (shape[i] == 'd' ? !is_digit(c) : c != '-')
            return false;
    }
    return !is_digit(at(reader, reader->at + 10));
}

static void read_date(ny_reader *reader)
{
    ny_date date;
    ny_text text = {reader->text.data + reader->at, 10};
    if (!ny_date_read(text, &date))
        NY_REPORT(reader->sink, NY_DATE_NOT_THERE, span_of(reader, reader->at, reader->at + 10),
                  text);
    push(reader, NY_TOKEN_DATE, reader->at + 10);
}

/* `clause 7.1.2` is no date. */
static bool behind_clause(const ny_reader *reader)
{
    uint32_t count = reader->tokens->list.count;
    return count && reader->tokens->list.items[count - 1].keyword == NY_KEYWORD_CLAUSE;
}

/* What was reported here is not missed again on the same line: see passed_over. */
static void pass_over(ny_reader *reader)
{
    *NY_APPEND(reader->arena, &reader->tokens->passed_over) = reader->at;
}

/* A date in another form than the language's; false where there is none. */
static bool read_other_date(ny_reader *reader)
{
    size_t size = 0;
    ny_text rest = {reader->text.data + reader->at, reader->text.size - reader->at};
    ny_text date =
        behind_clause(reader) ? NY_NO_TEXT : ny_date_otherwise(reader->arena, rest, &size);
    if (!date.size)
        return false;
    uint32_t end = reader->at + (uint32_t)size;
    NY_REPORT(reader->sink, NY_DATE_ELSEWHERE, span_of(reader, reader->at, end),
              ((ny_text){rest.data, size}), NY_WORDS(reader->sink, NY_WORDS_WRITE, date));
    pass_over(reader);
    push(reader, NY_TOKEN_DATE, end);
    return true;
}

/* `14.000` and `1.250.000`: to many people that is thousands. */
static void judge_points(ny_reader *reader, uint32_t end)
{
    ny_text decimal, text = {reader->text.data + reader->at, end - reader->at};
    ny_text number =
        behind_clause(reader) ? NY_NO_TEXT : ny_thousands_otherwise(reader->arena, text, &decimal);
    if (!number.size)
        return;
    NY_REPORT(reader->sink, NY_POINT_IN_THOUSANDS, span_of(reader, reader->at, end), text,
              decimal.size ? NY_WORDS(reader->sink, NY_WORDS_THOUSANDS_OR_LESS, number, decimal)
                           : NY_WORDS(reader->sink, NY_WORDS_WRITE, number));
    pass_over(reader);
}

static void read_number(ny_reader *reader)
{
    uint32_t end = digits_end(reader, reader->at);
    uint32_t points = 0;
    while (at(reader, end) == '.' && is_digit(at(reader, end + 1))) {
        end = digits_end(reader, end + 1);
        points++;
    }
    if (points)
        judge_points(reader, end);
    if (points > 1) {
        push(reader, NY_TOKEN_DOTTED, end);
        return;
    }
    uint32_t mark = end + 1;
    if (at(reader, mark) == '-' || at(reader, mark) == '+')
        mark++;
    if ((at(reader, end) == 'e' || at(reader, end) == 'E') && is_digit(at(reader, mark)))
        end = digits_end(reader, mark);
    if (letter_length(reader, end) > 0 && at(reader, end) != '_') {
        uint32_t word = word_end(reader, end);
        NY_REPORT(reader->sink, NY_NUMBER_TOUCHES_WORD, span_of(reader, reader->at, word),
                  ((ny_text){reader->text.data + reader->at, end - reader->at}),
                  ((ny_text){reader->text.data + end, word - end}));
    }
    push(reader, NY_TOKEN_NUMBER, end);
}

static void read_word(ny_reader *reader)
{
    push(reader, NY_TOKEN_WORD, word_end(reader, reader->at));
}

static void read_string(ny_reader *reader)
{
    uint32_t end = reader->at + 1;
    while (end < reader->text.size && at(reader, end) != '"' && at(reader, end) != '\n')
        end++;
    if (at(reader, end) == '"')
        end++;
    else
        NY_REPORT_PLAIN(reader->sink, NY_STRING_OPEN, span_of(reader, reader->at, end));
    push(reader, NY_TOKEN_STRING, end);
}

static bool read_symbol(ny_reader *reader)
{
    ny_text rest = {reader->text.data + reader->at, reader->text.size - reader->at};
    for (size_t i = 1; i < sizeof symbol_texts / sizeof *symbol_texts; i++)
        if (ny_text_starts(rest, symbol_texts[i])) {
            push(reader, NY_TOKEN_SYMBOL, reader->at + (uint32_t)strlen(symbol_texts[i]));
            reader->tokens->list.items[reader->tokens->list.count - 1].symbol = (ny_symbol)i;
            return true;
        }
    return false;
}

static void read_comment(ny_reader *reader)
{
    uint32_t end = reader->at;
    while (end < reader->text.size && at(reader, end) != '\n')
        end++;
    uint32_t stop = end;
    while (stop > reader->at && (at(reader, stop - 1) == '\r' || at(reader, stop - 1) == ' ' ||
                                 at(reader, stop - 1) == '\t'))
        stop--;
    push(reader, NY_TOKEN_COMMENT, stop);
    reader->at = end;
}

/* The blanks at the beginning of a line. */
static void read_indent(ny_reader *reader)
{
    uint32_t begin = reader->at;
    bool tab = false;
    const ny_mark *blank = NULL;
    reader->indent = 0;
    for (;; reader->indent++) {
        const ny_mark *mark = at(reader, reader->at) & 0x80 ? mark_at(reader, reader->at) : NULL;
        bool unbroken = mark && mark->hint == NY_WORDS_WRITE_PLAIN_BLANK;
        if (at(reader, reader->at) != ' ' && at(reader, reader->at) != '\t' && !unbroken)
            break;
        tab = tab || at(reader, reader->at) == '\t';
        blank = unbroken ? mark : blank;
        reader->at += unbroken ? (uint32_t)strlen(mark->mark) : 1;
    }
    if (blank)
        NY_REPORT(reader->sink, NY_CHARACTER_UNKNOWN, span_of(reader, begin, reader->at),
                  ny_text_of(blank->mark), ny_words(reader->sink, blank->hint));
    reader->line_is_fresh = true;
    char next = at(reader, reader->at);
    if (tab && next != '\n' && next != '\r' && next != '\0' && next != '#')
        NY_REPORT_PLAIN(reader->sink, NY_TAB_INDENTS, span_of(reader, begin, reader->at));
}

static void read_unknown(ny_reader *reader)
{
    ny_text rest = {reader->text.data + reader->at, reader->text.size - reader->at};
    size_t length = ny_utf8_length(rest);
    length = length ? length : 1;
    uint32_t end = reader->at + (uint32_t)length;
    while (end + length <= reader->text.size && /* a row of them is one slip */
           memcmp(reader->text.data + end, rest.data, length) == 0)
        end += (uint32_t)length;
    const ny_mark *mark = mark_at(reader, reader->at);
    ny_text hint = mark ? NY_WORDS(reader->sink, mark->hint, ny_text_of(mark->instead))
                        : ny_words(reader->sink, NY_WORDS_LEAVE_OUT_OR_QUOTE);
    NY_REPORT(reader->sink, NY_CHARACTER_UNKNOWN, span_of(reader, reader->at, end),
              ((ny_text){rest.data, length}), hint);
    pass_over(reader);
    reader->at = end;
}

/* Is it a quotation mark like an apostrophe? Such a mark ends no label that a pair of them began. */
static bool is_single(const ny_mark *mark)
{
    return strcmp(mark->mark, "\xE2\x80\x98") == 0 || strcmp(mark->mark, "\xE2\x80\x99") == 0;
}

/* “The region”, »regionen«: a label in the marks of a word processor is one slip. It is read on as the
 * label that it is; false where no second mark stands on the line. */
static bool read_marked_string(ny_reader *reader)
{
    const ny_mark *open = mark_at(reader, reader->at), *close = NULL;
    if (!open || open->hint != NY_WORDS_WRITE_PLAIN_QUOTE)
        return false;
    uint32_t begin = reader->at + (uint32_t)strlen(open->mark), end = begin;
    while (end < reader->text.size && at(reader, end) != '\n' && at(reader, end) != '"' && !close) {
        close = mark_at(reader, end);
        if (close &&
            (close->hint != NY_WORDS_WRITE_PLAIN_QUOTE || is_single(close) != is_single(open)))
            close = NULL;
        end += !close;
    }
    bool plain = at(reader, end) == '"';
    if (!close && !plain)
        return false;
    uint32_t behind = end + (plain ? 1 : (uint32_t)strlen(close->mark));
    NY_REPORT(reader->sink, NY_CHARACTER_UNKNOWN, span_of(reader, reader->at, behind),
              ny_text_of(open->mark),
              NY_WORDS(reader->sink, NY_WORDS_WRITE,
                       ny_format(reader->arena, "\"%.*s\"", (int)(end - begin),
                                 reader->text.data + begin)));
    reader->at = begin - 1; /* so that what is between the marks is the label */
    push(reader, NY_TOKEN_STRING, end);
    reader->at = behind;
    return true;
}

/* `; a remark`, `// a remark`: read on as the comment that it is. */
static bool read_other_comment(ny_reader *reader)
{
    uint32_t size = at(reader, reader->at) == ';' && reader->line_is_fresh ? 1 : 0;
    if (at(reader, reader->at) == '/' && at(reader, reader->at + 1) == '/')
        size = 2;
    if (!size)
        return false;
    NY_REPORT(reader->sink, NY_CHARACTER_UNKNOWN, span_of(reader, reader->at, reader->at + size),
              ((ny_text){reader->text.data + reader->at, size}),
              ny_words(reader->sink, NY_WORDS_COMMENT_BEGINS));
    read_comment(reader);
    return true;
}

static void read_one(ny_reader *reader)
{
    char c = at(reader, reader->at);
    if (c == '\n') {
        reader->at++;
        reader->line++;
        read_indent(reader);
    } else if (c == ' ' || c == '\t' || c == '\r') {
        reader->at++;
    } else if (c == '#') {
        read_comment(reader);
    } else if (c == '"') {
        read_string(reader);
    } else if (is_digit(c)) {
        if (looks_like_date(reader))
            read_date(reader);
        else if (!read_other_date(reader))
            read_number(reader);
    } else if (letter_length(reader, reader->at) > 0) {
        read_word(reader);
    } else if (!read_other_comment(reader) && !read_marked_string(reader) && !read_symbol(reader)) {
        read_unknown(reader);
    }
}

static ny_map *keyword_map(ny_arena *arena)
{
    ny_map *map = ny_map_create(arena);
    for (uint32_t i = 1; i < NY_KEYWORDS; i++)
        NY_BUG_ON(!ny_map_add(map, ny_text_of(keyword_texts[i]), i));
    return map;
}

/* How much of the text can be read: all of it, or up to what is too long or not UTF-8. */
static ny_text readable(ny_sink *sink, uint32_t source, ny_text text)
{
    if (!text.data)
        text = NY_TEXT("");
    if (text.size > NY_TEXT_MOST_BYTES) {
        NY_REPORT_PLAIN(sink, NY_TEXT_TOO_LONG, ((ny_span){source, 0, 0}));
        text.size = 0;
    }
    const char *old = text.size ? memchr(text.data, '\r', text.size - 1) : NULL;
    if (old && !memchr(text.data, '\n', text.size)) {
        NY_REPORT_PLAIN(sink, NY_OLD_LINE_ENDS,
                        ((ny_span){source, 0, (uint32_t)(old - text.data)}));
        text.size = 0;
    }
    size_t valid = ny_utf8_valid_until(text);
    if (valid < text.size) {
        NY_REPORT_PLAIN(sink, NY_NOT_UTF8,
                        ((ny_span){source, (uint32_t)valid, (uint32_t)valid + 1}));
        text.size = valid;
    }
    return text;
}

ny_tokens *ny_tokens_read(ny_arena *arena, ny_sink *sink, uint32_t source)
{
    ny_tokens *tokens = NY_NEW(arena, ny_tokens);
    tokens->source = source;
    tokens->text = readable(sink, source, sink->sources.items[source].text);
    ny_reader reader = {.arena = arena,
                        .sink = sink,
                        .tokens = tokens,
                        .keywords = tokens->text.size > SHORT_TEXT ? keyword_map(arena) : NULL,
                        .text = tokens->text,
                        .line = 1};
    if (ny_text_starts(reader.text, "\xEF\xBB\xBF"))
        reader.at = 3;
    read_indent(&reader);
    while (reader.at < reader.text.size) {
        if (tokens->list.count >= NY_TEXT_MOST_TOKENS) {
            NY_REPORT_PLAIN(sink, NY_TOO_MANY_TOKENS, span_of(&reader, reader.at, reader.at));
            break;
        }
        read_one(&reader);
    }
    reader.line_is_fresh = true;
    reader.indent = 0;
    reader.at = (uint32_t)reader.text.size;
    push(&reader, NY_TOKEN_END, reader.at);
    return tokens;
}
