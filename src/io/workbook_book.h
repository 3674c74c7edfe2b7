/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What workbook.c and workbook_sheet.c share: an open workbook, and its parts as XML. For nobody else.
 *
 * A part is read in blocks and never held whole. Reading ends at the first thing that is wrong, which
 * is reported once. */

#ifndef NY_IO_WORKBOOK_BOOK_H
#define NY_IO_WORKBOOK_BOOK_H

#include "io/workbook.h"
#include "io/workbook_value.h"

#include <expat.h>
#include <zip.h>

/* Names come without their prefix: "x:row" is "row". */
typedef struct ny_part_events {
    void (*begin)(void *state, const char *name, const char **attributes);
    void (*end)(void *state, const char *name);
    void (*text)(void *state, ny_text text);
} ny_part_events;

typedef struct ny_book {
    ny_arena *arena;   /* of what is returned */
    ny_arena *scratch; /* gone when the sheet is read */
    ny_sink *sink;
    ny_span span;
    ny_text name;
    zip_t *zip;
    bool failed; /* and reported */
    bool from_1904;
    NY_LIST(ny_text) strings; /* shared by the cells */
    NY_LIST(uint8_t) shown;   /* of a cell format: ny_shown_as */
    /* The part that is being read. */
    XML_Parser parser;
    ny_text part;
    const ny_part_events *events;
    void *state;
    uint64_t part_bytes;
} ny_book;

/* Reports once that the workbook is damaged, and ends reading; the phrase gets `words`. */
void ny_book_broken(ny_book *book, ny_phrase why, ny_text word);
void ny_book_too_large(ny_book *book);
/* The value of an attribute named without its prefix, or NULL. */
const char *ny_book_attribute(const char **attributes, const char *name);
/* Reads a part through; false, reported, when it is not there or damaged. */
bool ny_book_read_part(ny_book *book, ny_text part, const ny_part_events *events, void *state);
/* workbook_sheet.c */
bool ny_book_read_strings(ny_book *book, ny_text part);
bool ny_book_read_sheet(ny_book *book, ny_text part, ny_sheet *sheet);

#endif
