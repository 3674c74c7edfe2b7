/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See diagnostics.h. A place without a source (a file outside any text) has line and column 0. */

#include "io/diagnostics.h"

#include "io/json.h"

static const char *severity_text(ny_severity severity)
{
    return severity == NY_ERROR ? "error" : severity == NY_WARNING ? "warning" : "note";
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

static void add_excerpt(ny_buffer *out, ny_place begin, ny_place end, ny_text line)
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
    ny_text number = ny_format(out->arena, "%5u", begin.line);
    ny_buffer_format(out, "     |\n%.*s| %s%.*s%s\n     | ", NY_PRINT(number), before,
                     NY_PRINT(line), after);
    ny_buffer_repeat(out, ' ', column - 1);
    ny_buffer_repeat(out, '^', width);
    ny_buffer_add_character(out, '\n');
}

/* Folds a paragraph at 96 columns behind `head`. */
static void add_paragraph(ny_buffer *out, const char *head, ny_text text)
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
        ny_buffer_format(out, "%.*s:%u:%u: ", NY_PRINT(sink->sources.items[span.source].name),
                         begin.line, begin.column);
    }
    ny_buffer_format(out, "%s %s: %.*s\n", severity_text(diagnostic->severity),
                     ny_code_number(diagnostic->code), NY_PRINT(diagnostic->message));
    if (has_place(sink, span))
        add_excerpt(out, begin, end, line);
    if (diagnostic->reason.size)
        add_paragraph(out, "     = ", diagnostic->reason);
    if (diagnostic->hint.size)
        add_paragraph(out, "     > ", diagnostic->hint);
}

/* Nobody reads thousands of mistakes: the first ones are shown, and the rest are counted. JSON, which
 * programs read, holds them all. */
#define SHOWN_MOST 100u

static void add_more(ny_buffer *out, uint32_t more)
{
    if (more >= 1000000)
        ny_buffer_format(out, "\nand %u,%03u,%03u more\n", more / 1000000, more / 1000 % 1000,
                         more % 1000);
    else if (more >= 1000)
        ny_buffer_format(out, "\nand %u,%03u more\n", more / 1000, more % 1000);
    else
        ny_buffer_format(out, "\nand %u more\n", more);
}

ny_text ny_diagnostics_text(ny_arena *arena, const ny_sink *sink)
{
    ny_buffer out = ny_buffer_create(arena);
    ny_place_reader reader = {0};
    uint32_t count = sink->diagnostics.count, shown = count < SHOWN_MOST ? count : SHOWN_MOST;
    for (uint32_t i = 0; i < shown; i++) {
        if (i > 0)
            ny_buffer_add_character(&out, '\n');
        add_one(&out, sink, &sink->diagnostics.items[i], &reader);
    }
    if (count > shown)
        add_more(&out, count - shown);
    return ny_buffer_text(&out);
}

json_t *ny_diagnostics_json(const ny_sink *sink)
{
    json_t *array = json_array();
    ny_place_reader reader = {0};
    for (uint32_t i = 0; i < sink->diagnostics.count; i++) {
        const ny_diagnostic *diagnostic = &sink->diagnostics.items[i];
        json_t *object = json_object();
        ny_place begin = {0, 0}, end = {0, 0};
        ny_text file = NY_NO_TEXT;
        if (has_place(sink, diagnostic->span)) {
            const ny_source_text *source = &sink->sources.items[diagnostic->span.source];
            begin = ny_place_read(&reader, source->text, diagnostic->span.begin);
            end = ny_place_read(&reader, source->text, diagnostic->span.end);
            file = source->name;
        }
        ny_json_set(object, "code", json_string(ny_code_number(diagnostic->code)));
        ny_json_set(object, "severity", json_string(severity_text(diagnostic->severity)));
        ny_json_set(object, "file", ny_json_text(file));
        ny_json_set(object, "line", json_integer(begin.line));
        ny_json_set(object, "column", json_integer(begin.column));
        ny_json_set(object, "end_line", json_integer(end.line));
        ny_json_set(object, "end_column", json_integer(end.column));
        ny_json_set(object, "message", ny_json_text(diagnostic->message));
        ny_json_set(object, "reason", ny_json_text(diagnostic->reason));
        ny_json_set(object, "hint", ny_json_text(diagnostic->hint));
        ny_json_add(array, object);
    }
    return array;
}
