/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See page.h: blocks, and the page as text. */

#include "io/page.h"

#include "base/bug.h"
#include "io/html.h"

enum { NY_PAGE_WIDTH = 96 };

/* --- blocks ------------------------------------------------------------------------------------ */

void ny_page_add(ny_page *page, ny_block_kind kind, ny_text text)
{
    *NY_APPEND(page->arena, &page->blocks) = (ny_block){.kind = kind, .cells = {text}};
}

void ny_page_part(ny_page *page, ny_text text, ny_text state)
{
    *NY_APPEND(page->arena, &page->blocks) =
        (ny_block){.kind = NY_BLOCK_PART, .cells = {text, state}};
}

void ny_page_drawing(ny_page *page, ny_text caption, ny_text svg)
{
    *NY_APPEND(page->arena, &page->blocks) =
        (ny_block){.kind = NY_BLOCK_DRAWING, .cells = {caption, svg}};
}

void ny_page_row(ny_page *page, const ny_page_layout *layout, ny_text full, const ny_text *cells)
{
    ny_block *block = NY_APPEND(page->arena, &page->blocks);
    *block = (ny_block){.kind = NY_BLOCK_ROW, .layout = layout, .full = full};
    for (uint32_t i = 0; i < layout->count; i++)
        block->cells[i] = cells[i];
}

/* --- as text ----------------------------------------------------------------------------------- */

/* Pads by characters, not bytes. */
static void add_cell(ny_buffer *out, ny_text text, ny_page_column column)
{
    size_t have = ny_text_characters(text);
    size_t pad = column.width > have ? column.width - have : 0;
    ny_buffer_repeat(out, ' ', column.gap);
    if (column.right)
        ny_buffer_repeat(out, ' ', pad);
    ny_buffer_add(out, text);
    if (!column.right)
        ny_buffer_repeat(out, ' ', pad);
}

static void take_off_blanks(ny_buffer *out)
{
    while (out->size && out->data[out->size - 1] == ' ')
        out->size--;
}

static void add_rule(ny_buffer *out)
{
    ny_buffer_repeat(out, '-', NY_PAGE_WIDTH);
    ny_buffer_add_character(out, '\n');
}

static void add_row(ny_page page, ny_buffer *out, const ny_block *block)
{
    ny_buffer_add(out, NY_TEXT("  "));
    for (uint32_t i = 0; i < block->layout->count; i++)
        add_cell(out, ny_without_marks(page.arena, block->cells[i]), block->layout->columns[i]);
    take_off_blanks(out);
    ny_buffer_add_character(out, '\n');
}

/* At the right of the heading that has taken so many characters, or on a line of its own. */
static void add_state(ny_buffer *out, ny_text state, size_t taken)
{
    if (!state.size)
        return;
    if (taken + 2 + ny_text_characters(state) > NY_PAGE_WIDTH) {
        ny_buffer_add_character(out, '\n');
        taken = 0;
    }
    add_cell(out, state, (ny_page_column){(uint8_t)(NY_PAGE_WIDTH - taken), 0, true});
}

static void add_block(const ny_page *page, ny_buffer *out, const ny_block *block, bool first)
{
    ny_text text = ny_without_marks(page->arena, block->cells[0]);
    switch (block->kind) {
    case NY_BLOCK_TITLE:
    case NY_BLOCK_NOTE:
        ny_buffer_format(out, "%.*s\n", NY_PRINT(text));
        return;
    case NY_BLOCK_PART:
        if (!first)
            ny_buffer_add_character(out, '\n');
        add_rule(out);
        ny_buffer_add(out, text);
        add_state(out, block->cells[1], ny_text_characters(text));
        ny_buffer_add_character(out, '\n');
        return;
    case NY_BLOCK_SECTION:
        ny_buffer_format(out, "\n%.*s\n", NY_PRINT(text));
        return;
    case NY_BLOCK_ROW:
        add_row(*page, out, block);
        return;
    case NY_BLOCK_UNDER:
        ny_buffer_format(out, "       %.*s\n", NY_PRINT(text));
        return;
    case NY_BLOCK_ITEM:
        ny_buffer_format(out, "  %.*s\n", NY_PRINT(text));
        return;
    case NY_BLOCK_DRAWING:
        return;
    }
    NY_BUG("a block of no kind");
}

ny_text ny_page_text(const ny_page *page)
{
    ny_buffer out = ny_buffer_create(page->arena);
    bool parts = false;
    for (uint32_t i = 0; i < page->blocks.count; i++) {
        const ny_block *block = &page->blocks.items[i];
        add_block(page, &out, block, !parts);
        parts = parts || block->kind == NY_BLOCK_PART;
    }
    return ny_buffer_text(&out);
}
