/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See diagnostics.h. What is quoted may come from a stranger's file, so it is shown and moves nothing. A place without a source (a file outside any text) has line and column 0. */

#include "io/diagnostics.h"

#include "io/json.h"

/* In JSON always in English: programs compare it. */
static const char *severity_text(ny_severity severity)
{
    return severity == NY_ERROR ? "error" : severity == NY_WARNING ? "warning" : "advice";
}

static ny_phrase severity_phrase(ny_severity severity)
{
    return severity == NY_ERROR     ? NY_WORDS_SEVERITY_ERROR
           : severity == NY_WARNING ? NY_WORDS_SEVERITY_WARNING
                                    : NY_WORDS_SEVERITY_NOTE;
}

static bool has_place(const ny_sink *sink, ny_span span)
{
    return span.source < sink->sources.count;
}

/* As much of a long line as a screen shows, with the place in it. */
#define EXCERPT_MOST 120
#define EXCERPT_BEFORE 40

static ny_text characters(ny_text line, size_t first, size_t count)
{
    size_t begin = 0, end = 0;
    for (size_t i = 0; i < first + count && end < line.size; i++) {
        size_t length = ny_utf8_length((ny_text){line.data + end, line.size - end});
        end += length ? length : 1;
        begin = i < first ? end : begin;
    }
    return (ny_text){line.data + begin, end - begin};
}

/* `numbered`: the line's number stands before it. */
static void add_excerpt(ny_buffer *out, ny_place begin, ny_place end, ny_text line, bool numbered)
{
    size_t whole = ny_text_characters(line), column = begin.column;
    size_t last = end.line > begin.line ? whole + 1 : end.column;
    size_t width = last > column ? last - column : 1;
    const char *before = "", *after = "";
    if (whole > EXCERPT_MOST) {
        size_t skip = column > EXCERPT_BEFORE ? column - EXCERPT_BEFORE : 0;
        before = skip ? "…" : "";
        after = skip + EXCERPT_MOST < whole ? "…" : "";
        line = characters(line, skip, EXCERPT_MOST);
        column = column - skip + (skip ? 1 : 0);
        width = width < EXCERPT_MOST - column ? width : EXCERPT_MOST - column;
    }
    line = ny_text_shown(out->arena, line);
    ny_text number = numbered ? ny_format(out->arena, "%5u", begin.line) : NY_TEXT("     ");
    ny_buffer_format(out, "     |\n%.*s| %s%.*s%s\n     | ", NY_PRINT(number), before,
                     NY_PRINT(line), after);
    ny_buffer_repeat(out, ' ', column - 1);
    ny_buffer_repeat(out, '^', width);
    ny_buffer_add_character(out, '\n');
}

void ny_add_paragraph(ny_buffer *out, const char *head, ny_text text)
{
    size_t indent = ny_text_of(head).size, column = indent;
    ny_buffer_add(out, ny_text_of(head));
    for (size_t begin = 0; begin < text.size;) {
        size_t end = begin;
        while (end < text.size && text.data[end] != ' ')
            end++;
        ny_text word = {text.data + begin, end - begin};
        size_t width = ny_text_characters(word);
        if (column > indent && column + 1 + width > 96) {
            ny_buffer_add_character(out, '\n');
            ny_buffer_repeat(out, ' ', indent);
            column = indent;
        }
        if (column > indent) {
            ny_buffer_add_character(out, ' ');
            column++;
        }
        ny_buffer_add(out, word);
        column += width;
        begin = end + 1;
    }
    ny_buffer_add_character(out, '\n');
}

/* Shorter than the main place: the line, and what stands there. */
static void add_related(ny_buffer *out, const ny_sink *sink, const ny_related *related)
{
    if (!has_place(sink, related->span))
        return;
    const ny_source_text *source = &sink->sources.items[related->span.source];
    ny_place_reader reader = {0};
    ny_place begin = ny_place_read(&reader, source->text, related->span.begin);
    ny_text head =
        ny_format(out->arena, "     : %.*s:%u:%u: %.*s", NY_PRINT(source->name), begin.line,
                  begin.column, NY_PRINT(ny_text_shown(out->arena, related->message)));
    ny_text line = ny_text_shown(out->arena, characters(ny_place_line(&reader), 0, EXCERPT_MOST));
    ny_buffer_format(out, "%.*s\n%5u| %.*s\n", NY_PRINT(head), begin.line, NY_PRINT(line));
}

static bool is_option(const ny_sink *sink, ny_span span)
{
    return has_place(sink, span) && sink->sources.items[span.source].is_option;
}

static void add_one(ny_buffer *out, const ny_sink *sink, const ny_diagnostic *diagnostic,
                    ny_place_reader *reader)
{
    ny_span span = diagnostic->span;
    ny_place begin = {0, 0}, end = {0, 0};
    ny_text line = NY_NO_TEXT;
    if (has_place(sink, span)) {
        ny_text text = sink->sources.items[span.source].text;
        begin = ny_place_read(reader, text, span.begin);
        line = ny_place_line(reader);
        end = ny_place_read(reader, text, span.end);
        ny_text name = sink->sources.items[span.source].name;
        if (is_option(sink, span))
            ny_buffer_format(out, "%.*s: ", NY_PRINT(name));
        else
            ny_buffer_format(out, "%.*s:%u:%u: ", NY_PRINT(name), begin.line, begin.column);
    }
    ny_buffer_format(
        out, "%.*s %s: %.*s\n", NY_PRINT(ny_words(sink, severity_phrase(diagnostic->severity))),
        ny_code_number(diagnostic->code), NY_PRINT(ny_text_shown(out->arena, diagnostic->message)));
    if (has_place(sink, span))
        add_excerpt(out, begin, end, line, !is_option(sink, span));
    for (uint32_t i = 0; i < diagnostic->related.count; i++)
        add_related(out, sink, &diagnostic->related.items[i]);
    if (diagnostic->reason.size)
        ny_add_paragraph(out, "     = ", ny_text_shown(out->arena, diagnostic->reason));
    if (diagnostic->hint.size)
        ny_add_paragraph(out, "     > ", ny_text_shown(out->arena, diagnostic->hint));
}

/* Nobody reads thousands of mistakes: the first ones are shown, and the rest are counted. JSON, which
 * programs read, holds them all. */
#define SHOWN_MOST 100u

/* "1,234": thousands apart, as English and Danish sentences have them. */
static ny_text in_thousands(const ny_sink *sink, uint32_t number)
{
    char mark = sink->language == NY_DANISH ? '.' : ',';
    if (number >= 1000000)
        return ny_format(sink->arena, "%u%c%03u%c%03u", number / 1000000, mark,
                         number / 1000 % 1000, mark, number % 1000);
    if (number >= 1000)
        return ny_format(sink->arena, "%u%c%03u", number / 1000, mark, number % 1000);
    return ny_format(sink->arena, "%u", number);
}

ny_text ny_diagnostics_text(ny_arena *arena, const ny_sink *sink)
{
    ny_buffer out = ny_buffer_create(arena);
    uint32_t shown = 0;
    for (int advice = 0; advice < 2; advice++) {
        ny_place_reader reader = {0};
        for (uint32_t i = 0; i < sink->diagnostics.count; i++) {
            const ny_diagnostic *diagnostic = &sink->diagnostics.items[i];
            if ((diagnostic->severity == NY_NOTE) != (advice == 1) || shown++ >= SHOWN_MOST)
                continue;
            if (out.size > 0)
                ny_buffer_add_character(&out, '\n');
            add_one(&out, sink, diagnostic, &reader);
        }
    }
    if (shown > SHOWN_MOST) {
        ny_text more = in_thousands(sink, shown - SHOWN_MOST);
        ny_buffer_add_character(&out, '\n');
        ny_buffer_add(&out, NY_WORDS(sink, NY_WORDS_AND_MORE_DIAGNOSTICS, more));
        ny_buffer_add_character(&out, '\n');
    }
    return ny_buffer_text(&out);
}

static void set_place(json_t *object, const ny_sink *sink, ny_span span, ny_place_reader *reader)
{
    ny_place begin = {0, 0}, end = {0, 0};
    ny_text file = NY_NO_TEXT;
    if (has_place(sink, span)) {
        const ny_source_text *source = &sink->sources.items[span.source];
        begin = ny_place_read(reader, source->text, span.begin);
        end = ny_place_read(reader, source->text, span.end);
        file = source->name;
    }
    ny_json_set(object, "file", ny_json_text(file));
    ny_json_set(object, "line", json_integer(begin.line));
    ny_json_set(object, "column", json_integer(begin.column));
    ny_json_set(object, "end_line", json_integer(end.line));
    ny_json_set(object, "end_column", json_integer(end.column));
}

static json_t *related_json(const ny_sink *sink, const ny_diagnostic *diagnostic,
                            ny_place_reader *reader)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < diagnostic->related.count; i++) {
        json_t *object = json_object();
        set_place(object, sink, diagnostic->related.items[i].span, reader);
        ny_json_set(object, "message", ny_json_text(diagnostic->related.items[i].message));
        ny_json_add(array, object);
    }
    return array;
}

json_t *ny_diagnostics_json(const ny_sink *sink, bool advice)
{
    json_t *array = json_array();
    ny_place_reader reader = {0}, related = {0};
    for (uint32_t i = 0; i < sink->diagnostics.count; i++) {
        const ny_diagnostic *diagnostic = &sink->diagnostics.items[i];
        if ((diagnostic->severity == NY_NOTE) != advice)
            continue;
        json_t *object = json_object();
        ny_json_set(object, "code", json_string(ny_code_number(diagnostic->code)));
        ny_json_set(object, "severity", json_string(severity_text(diagnostic->severity)));
        set_place(object, sink, diagnostic->span, &reader);
        ny_json_set(object, "message", ny_json_text(diagnostic->message));
        ny_json_set(object, "reason", ny_json_text(diagnostic->reason));
        ny_json_set(object, "hint", ny_json_text(diagnostic->hint));
        ny_json_set(object, "related", related_json(sink, diagnostic, &related));
        ny_json_add(array, object);
    }
    return array;
}
