/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A report as a list of blocks, printed as text of fixed columns or as HTML. Who makes a report says
 * what stands in it, once; how it looks is said here. Texts may hold the marks of prose.h around
 * names. Blocks live in the page's arena. */

#ifndef NY_IO_PAGE_H
#define NY_IO_PAGE_H

#include "base/phrase.h"

enum { NY_PAGE_CELLS = 6 };

/* A column of a row in text: how wide, at which side, how many blanks before it. Width 0: the rest. */
typedef struct ny_page_column {
    uint8_t width, gap;
    bool right;
} ny_page_column;

typedef struct ny_page_layout {
    const char *name; /* the table's class in HTML */
    uint32_t count;
    ny_page_column columns[NY_PAGE_CELLS];
} ny_page_layout;

typedef enum ny_block_kind {
    NY_BLOCK_TITLE,
    NY_BLOCK_NOTE,    /* a line under the title or under a part's head */
    NY_BLOCK_PART,    /* a part begins: its name, and a word on its state at the right, or empty */
    NY_BLOCK_SECTION, /* within a part */
    NY_BLOCK_ROW,     /* cells of a layout; `full`: a longer name of the second cell, or empty */
    NY_BLOCK_UNDER,   /* a line that belongs to the row before it */
    NY_BLOCK_ITEM,    /* one of a long list */
    NY_BLOCK_DRAWING, /* its caption, and SVG; in HTML alone: the figures stand in tables, too */
} ny_block_kind;

typedef struct ny_block {
    ny_block_kind kind;
    const ny_page_layout *layout;
    ny_text full;
    ny_text
        cells[NY_PAGE_CELLS]; /* kinds but ROW: the text; PART: and the state; DRAWING: and SVG */
} ny_block;

typedef struct ny_page {
    ny_arena *arena;
    ny_language language;
    NY_LIST(ny_block) blocks;
} ny_page;

void ny_page_add(ny_page *page, ny_block_kind kind, ny_text text);
void ny_page_part(ny_page *page, ny_text text, ny_text state);
void ny_page_drawing(ny_page *page, ny_text caption, ny_text svg);
/* `cells` are as many as the layout has columns. */
void ny_page_row(ny_page *page, const ny_page_layout *layout, ny_text full, const ny_text *cells);
#define NY_PAGE_ROW(page, layout, full, ...)                                                       \
    ny_page_row((page), (layout), (full), (const ny_text[NY_PAGE_CELLS]){__VA_ARGS__})

ny_text ny_page_text(const ny_page *page);
/* A whole document that needs nothing beside itself. */
ny_text ny_page_html(const ny_page *page);

#endif
