/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Diagnostics: what is wrong with a contract, an offer or an extract, said to the person who can
 * mend it. Texts come from the catalogue in diag/ (codes.def and one file a language); the code only
 * names the code and fills in the words. A sink collects all of a run. */

#ifndef NY_BASE_DIAGNOSTIC_H
#define NY_BASE_DIAGNOSTIC_H

#include "base/phrase.h"

#include <stdint.h>

/* A place: bytes begin..end (exclusive) of the source with that number. */
typedef struct ny_span {
    uint32_t source;
    uint32_t begin, end;
} ny_span;

/* NY_NOTE is advice: said only to those who ask for it, and kept apart from the rest. */
typedef enum ny_severity { NY_ERROR, NY_WARNING, NY_NOTE } ny_severity;

typedef enum ny_code {
#define NY_DIAGNOSTIC(name, number, severity) NY_##name,
#include "codes.def"
#undef NY_DIAGNOSTIC
    NY_CODE_COUNT
} ny_code;

/* Another place that has to do with it, and what stands there ("`a` is declared here"). */
typedef struct ny_related {
    ny_span span;
    ny_text message;
} ny_related;

typedef struct ny_diagnostic {
    ny_code code;
    ny_severity severity;
    ny_span span;
    ny_text message, reason, hint; /* reason and hint may be empty */
    NY_LIST(ny_related) related;
} ny_diagnostic;

typedef struct ny_source_text {
    ny_text name; /* as the user named the file */
    ny_text text;
    bool
        is_option; /* no file, but what an option of the command line says: its lines have no numbers */
    bool is_part; /* of another source: what is said of it is said of its place there */
    ny_span place;
} ny_source_text;

typedef struct ny_sink {
    ny_arena *arena;
    ny_language language; /* of everything that is reported; English until set */
    NY_LIST(ny_diagnostic) diagnostics;
    NY_LIST(ny_source_text) sources; /* what spans point into */
    uint32_t errors, warnings;
    bool review; /* warnings for those who draft a contract are asked for */
    bool advice; /* advice is asked for, too */
} ny_sink;

ny_sink *ny_sink_create(ny_arena *arena);
/* Makes a text known; gives the number that spans carry. Name and text must outlive the sink. */
uint32_t ny_sink_add_source(ny_sink *sink, ny_text name, ny_text text);
/* A text that stands at `place` of another source, such as a value in a bid: it is read by itself, and what is
 * reported in it points to where it stands. Within that place it keeps its offsets where `text` lies in the bytes
 * of that source; else all of it is that place. */
uint32_t ny_sink_add_part(ny_sink *sink, ny_span place, ny_text text);
/* Reports with the words for {0}, {1}, … of the catalogue's texts. */
void ny_report(ny_sink *sink, ny_code code, ny_span span, const ny_text *words, size_t count);
#define NY_REPORT(sink, code, span, ...)                                                           \
    ny_report((sink), (code), (span), (const ny_text[]){__VA_ARGS__},                              \
              sizeof((const ny_text[]){__VA_ARGS__}) / sizeof(ny_text))
#define NY_REPORT_PLAIN(sink, code, span) ny_report((sink), (code), (span), NULL, 0)
/* A phrase in the sink's language, for the words of a report: plain, and with words of its own. */
ny_text ny_words(const ny_sink *sink, ny_phrase phrase);
#define NY_WORDS(sink, phrase, ...)                                                                \
    NY_PHRASE_WITH((sink)->arena, (sink)->language, (phrase), __VA_ARGS__)
/* Adds a place to what was reported last. The message must live as long as the sink. */
void ny_relate(ny_sink *sink, ny_span span, ny_text message);
/* Puts the diagnostics in order of source and place, dropping exact doubles. */
void ny_sink_sort(ny_sink *sink);

/* "N0301" */
const char *ny_code_number(ny_code code);
ny_severity ny_code_severity(ny_code code);

/* What the catalogue says of a code, with its placeholders. */
typedef struct ny_message {
    const char *message, *reason, *hint;
} ny_message;
ny_message ny_code_message(ny_language language, ny_code code);

typedef struct ny_place {
    uint32_t line, column; /* from 1; columns count characters */
} ny_place;
ny_place ny_place_of(ny_text text, uint32_t offset);
/* Reads many places of one text in rising order without counting its lines anew for each. Zero it
 * at first; it begins again by itself for another text or an earlier place. */
typedef struct ny_place_reader {
    ny_text text;
    uint32_t line;
    size_t line_begin;
    size_t at;       /* read last, in that line */
    uint32_t column; /* of `at`, from 0 */
} ny_place_reader;
ny_place ny_place_read(ny_place_reader *reader, ny_text text, uint32_t offset);
/* The line that was read last, without its end. */
ny_text ny_place_line(const ny_place_reader *reader);
/* The text of a line (from 1), without its end. */
ny_text ny_line_of(ny_text text, uint32_t line);
ny_text ny_span_text(const ny_sink *sink, ny_span span);

#endif
