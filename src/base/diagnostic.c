/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The sink and the places in a text. The catalogue is compiled in: what every code says stands in
 * diag/english.def, and a code without a message (or with two, or a message without a code) does not
 * compile. Placeholders are filled when a diagnostic is reported, so that the words may go away. */

#include "base/diagnostic.h"

#include "base/bug.h"

#include <stdlib.h>
#include <string.h>

typedef struct ny_code_entry {
    const char *number;
    ny_severity severity;
} ny_code_entry;

static const ny_code_entry code_table[] = {
#define NY_DIAGNOSTIC(name, number, severity) [NY_##name] = {(number), (severity)},
#include "codes.def"
#undef NY_DIAGNOSTIC
};

static const ny_message message_table[NY_LANGUAGE_COUNT][NY_CODE_COUNT] = {
#define NY_MESSAGE(name, message, reason, hint) [NY_##name] = {(message), (reason), (hint)},
    [NY_ENGLISH] =
        {
#include "english.def"
        },
    [NY_DANISH] =
        {
#include "dansk.def"
        },
#undef NY_MESSAGE
};

/* Names in an enum are distinct, so as many messages as codes means one for each. */
enum {
#define NY_MESSAGE(name, message, reason, hint) NY_MESSAGE_OF_##name,
#include "english.def"
#undef NY_MESSAGE
    NY_MESSAGE_COUNT
};
_Static_assert((int)NY_MESSAGE_COUNT == (int)NY_CODE_COUNT,
               "every code in diag/codes.def has its message in diag/english.def");

enum {
#define NY_MESSAGE(name, message, reason, hint) NY_DANISH_MESSAGE_OF_##name,
#include "dansk.def"
#undef NY_MESSAGE
    NY_DANISH_MESSAGE_COUNT
};
_Static_assert((int)NY_DANISH_MESSAGE_COUNT == (int)NY_CODE_COUNT,
               "every code in diag/codes.def has its message in diag/dansk.def");

ny_sink *ny_sink_create(ny_arena *arena)
{
    ny_sink *sink = NY_NEW(arena, ny_sink);
    sink->arena = arena;
    return sink;
}

uint32_t ny_sink_add_source(ny_sink *sink, ny_text name, ny_text text)
{
    *NY_APPEND(sink->arena, &sink->sources) = (ny_source_text){.name = name, .text = text};
    return sink->sources.count - 1;
}

uint32_t ny_sink_add_part(ny_sink *sink, ny_span place, ny_text text)
{
    uint32_t number = ny_sink_add_source(sink, NY_NO_TEXT, text);
    sink->sources.items[number].is_part = true;
    sink->sources.items[number].place = place;
    return number;
}

/* Where a span of a part stands in the source that has lines. */
static ny_span place_of_part(const ny_sink *sink, ny_span span)
{
    while (span.source < sink->sources.count && sink->sources.items[span.source].is_part) {
        const ny_source_text *part = &sink->sources.items[span.source];
        ny_text whole = sink->sources.items[part->place.source].text;
        bool within = whole.size && part->text.data >= whole.data &&
                      part->text.data <= whole.data + whole.size;
        uint32_t at = within ? (uint32_t)(part->text.data - whole.data) : 0;
        span = within && part->text.size
                   ? (ny_span){part->place.source, at + span.begin, at + span.end}
                   : part->place;
    }
    return span;
}

const char *ny_code_number(ny_code code)
{
    NY_BUG_ON((uint32_t)code >= NY_CODE_COUNT);
    return code_table[code].number;
}

ny_severity ny_code_severity(ny_code code)
{
    NY_BUG_ON((uint32_t)code >= NY_CODE_COUNT);
    return code_table[code].severity;
}

ny_message ny_code_message(ny_language language, ny_code code)
{
    NY_BUG_ON((uint32_t)code >= NY_CODE_COUNT || (uint32_t)language >= NY_LANGUAGE_COUNT);
    return message_table[language][code];
}

ny_text ny_words(const ny_sink *sink, ny_phrase phrase)
{
    return ny_phrase_text(sink->language, phrase);
}

static void count_in(ny_sink *sink, ny_severity severity)
{
    switch (severity) {
    case NY_ERROR:
        sink->errors++;
        break;
    case NY_WARNING:
        sink->warnings++;
        break;
    case NY_NOTE:
        break;
    }
}

void ny_report(ny_sink *sink, ny_code code, ny_span span, const ny_text *words, size_t count)
{
    NY_BUG_ON((uint32_t)code >= NY_CODE_COUNT);
    ny_message text = ny_code_message(sink->language, code);
    ny_diagnostic diagnostic = {
        .code = code,
        .severity = code_table[code].severity,
        .span = place_of_part(sink, span),
        .message = ny_fill(sink->arena, text.message, words, count),
        .reason = ny_fill(sink->arena, text.reason, words, count),
        .hint = ny_fill(sink->arena, text.hint, words, count),
    };
    *NY_APPEND(sink->arena, &sink->diagnostics) = diagnostic;
    count_in(sink, diagnostic.severity);
}

void ny_relate(ny_sink *sink, ny_span span, ny_text message)
{
    NY_BUG_ON(sink->diagnostics.count == 0);
    ny_diagnostic *last = &sink->diagnostics.items[sink->diagnostics.count - 1];
    *NY_APPEND(sink->arena, &last->related) = (ny_related){place_of_part(sink, span), message};
}

static int compare_numbers(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int compare_places(const ny_diagnostic *a, const ny_diagnostic *b)
{
    int order = compare_numbers(a->span.source, b->span.source);
    if (!order)
        order = compare_numbers(a->span.begin, b->span.begin);
    if (!order)
        order = compare_numbers((uint32_t)a->code, (uint32_t)b->code);
    return order;
}

/* 0 where they are doubles. */
static int compare_all(const ny_diagnostic *a, const ny_diagnostic *b)
{
    int order = compare_places(a, b);
    if (!order)
        order = compare_numbers(a->span.end, b->span.end);
    if (!order)
        order = ny_text_compare(a->message, b->message);
    return order;
}

/* All items lie in one array, so that the address tells which was reported first. */
static int compare_reported(const ny_diagnostic *a, const ny_diagnostic *b)
{
    return (a > b) - (a < b);
}

static int by_place(const void *left, const void *right)
{
    const ny_diagnostic *const *a = left, *const *b = right;
    int order = compare_places(*a, *b);
    return order ? order : compare_reported(*a, *b);
}

static int by_all(const void *left, const void *right)
{
    const ny_diagnostic *const *a = left, *const *b = right;
    int order = compare_all(*a, *b);
    return order ? order : compare_reported(*a, *b);
}

/* Doubles need not be neighbours in the order of places, so a first sort brings them together and a
 * second one puts the rest in place; the first one reported stays. */
void ny_sink_sort(ny_sink *sink)
{
    uint32_t count = sink->diagnostics.count, kept = 0;
    if (!count)
        return;
    const ny_diagnostic **order = NY_NEW_ARRAY(sink->arena, const ny_diagnostic *, count);
    for (uint32_t i = 0; i < count; i++)
        order[i] = &sink->diagnostics.items[i];
    qsort(order, count, sizeof *order, by_all);
    for (uint32_t i = 0; i < count; i++)
        if (!kept || compare_all(order[kept - 1], order[i]) != 0)
            order[kept++] = order[i];
    qsort(order, kept, sizeof *order, by_place);

    ny_diagnostic *sorted = NY_NEW_ARRAY(sink->arena, ny_diagnostic, kept);
    sink->errors = sink->warnings = 0;
    for (uint32_t i = 0; i < kept; i++) {
        sorted[i] = *order[i];
        count_in(sink, sorted[i].severity);
    }
    sink->diagnostics.items = sorted;
    sink->diagnostics.count = sink->diagnostics.capacity = kept;
}

/* The first byte of the character that the offset lies in. */
static size_t character_begin(ny_text text, size_t offset)
{
    if (offset >= text.size)
        return text.size;
    while (offset && ((unsigned char)text.data[offset] & 0xC0) == 0x80)
        offset--;
    return offset;
}

ny_place ny_place_read(ny_place_reader *reader, ny_text text, uint32_t offset)
{
    if (reader->line == 0 || reader->text.data != text.data || offset < reader->line_begin)
        *reader = (ny_place_reader){.text = text, .line = 1};
    size_t at = text.size ? character_begin(text, offset) : 0;
    const char *end;
    while (at > reader->line_begin &&
           (end = memchr(text.data + reader->line_begin, '\n', at - reader->line_begin)) != NULL) {
        reader->line++;
        reader->line_begin = (size_t)(end - text.data) + 1;
    }
    if (reader->at < reader->line_begin || reader->at > at) {
        reader->at = reader->line_begin;
        reader->column = 0;
    }
    ny_text before = {text.data ? text.data + reader->at : NULL, at - reader->at};
    reader->column += (uint32_t)ny_text_characters(before);
    reader->at = at;
    return (ny_place){.line = reader->line, .column = reader->column + 1};
}

ny_place ny_place_of(ny_text text, uint32_t offset)
{
    ny_place_reader reader = {0};
    return ny_place_read(&reader, text, offset);
}

ny_text ny_place_line(const ny_place_reader *reader)
{
    size_t end = reader->line_begin;
    while (end < reader->text.size && reader->text.data[end] != '\n')
        end++;
    bool ended = end < reader->text.size;
    if (ended && end > reader->line_begin && reader->text.data[end - 1] == '\r')
        end--;
    return (ny_text){reader->text.data ? reader->text.data + reader->line_begin : NULL,
                     end - reader->line_begin};
}

ny_text ny_line_of(ny_text text, uint32_t line)
{
    if (!text.size)
        return NY_NO_TEXT;
    size_t begin = 0;
    for (uint32_t at = 1; begin < text.size && at < line; begin++)
        if (text.data[begin] == '\n')
            at++;
    size_t end = begin;
    while (end < text.size && text.data[end] != '\n')
        end++;
    if (end > begin && end < text.size && text.data[end - 1] == '\r')
        end--;
    return (ny_text){text.data + begin, end - begin};
}

ny_text ny_span_text(const ny_sink *sink, ny_span span)
{
    if (span.source >= sink->sources.count)
        return NY_NO_TEXT;
    ny_text text = sink->sources.items[span.source].text;
    if (!text.size)
        return NY_NO_TEXT;
    size_t end = span.end < text.size ? span.end : text.size;
    size_t begin = span.begin < end ? span.begin : end;
    return (ny_text){text.data + begin, end - begin};
}
