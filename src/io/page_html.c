/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A page as HTML: one file, no script, nothing fetched; readable on a telephone, printable on A4. */

#include "io/html.h"
#include "io/page.h"

#include "base/bug.h"

static const char style[] =
    "body{font:16px/1.5 Georgia,\"Times New Roman\",serif;max-width:58rem;margin:2rem auto;"
    "padding:0 1.2rem;color:#1b1b1b;background:#fff}\n"
    "h1{font-size:1.5rem;line-height:1.25;margin:0 0 .8rem}\n"
    "h2{font-size:1.2rem;margin:2.4rem 0 .2rem;padding-top:.8rem;border-top:2px solid #333;"
    "display:flex;justify-content:space-between;gap:1rem;flex-wrap:wrap}\n"
    "h3{font-size:1rem;margin:1.4rem 0 .3rem}\n"
    ".state{font:600 .8rem/1.9 system-ui,sans-serif;letter-spacing:.04em;border:1px solid #777;"
    "border-radius:.3rem;padding:0 .6rem}\n"
    ".note{color:#444;margin:.15rem 0}\n"
    "table{border-collapse:collapse;width:100%}\n"
    "td{padding:.22rem .5rem .22rem 0;vertical-align:top;border-top:1px solid #e2e2e2}\n"
    "td:first-child{color:#555;white-space:nowrap;width:3rem}\n"
    "td.right{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}\n"
    "tr.under td{border-top:0;color:#444;padding-top:0;font-size:.94em}\n"
    "table.flow td:first-child,table.fingerprint td:first-child{width:auto;color:inherit}\n"
    "table.fingerprint{font-size:.72rem}\n"
    "table.fingerprint td{font-family:ui-monospace,monospace;word-break:break-all}\n"
    "table.payment tr:not(.under) td{font-weight:600}\n"
    "code{font:.8em ui-monospace,monospace;color:#555}\n"
    "li{margin:.15rem 0}ul{padding-left:1.2rem;font-size:.9em}\n"
    "figure{margin:1rem 0;break-inside:avoid}figcaption{color:#444;font-size:.94em}\n"
    "svg{width:100%;height:auto;max-width:44rem;font:12px system-ui,sans-serif;fill:currentColor}\n"
    "svg .axis{stroke:currentColor;fill:none}svg .grid{stroke:currentColor;stroke-opacity:.15}\n"
    "section{break-inside:auto}table,h3{break-inside:avoid}h3{break-after:avoid}\n"
    "@media print{body{margin:0;max-width:none;font-size:10.5pt}@page{size:A4;margin:18mm}}\n"
    "@media (prefers-color-scheme:dark){body{color:#e6e6e6;background:#161616}"
    "td{border-color:#333}.note,tr.under td,td:first-child,code,figcaption{color:#aaa}}\n";

typedef struct ny_html_writer {
    const ny_page *page;
    ny_buffer out;
    const ny_page_layout *table; /* open, or NULL */
    bool list, part;             /* open */
} ny_html_writer;

static ny_text escaped(const ny_html_writer *writer, ny_text text)
{
    return ny_html_escaped(writer->page->arena, text);
}

static void close_table(ny_html_writer *writer)
{
    if (writer->table)
        ny_buffer_add(&writer->out, NY_TEXT("</table>\n"));
    if (writer->list)
        ny_buffer_add(&writer->out, NY_TEXT("</ul>\n"));
    writer->table = NULL;
    writer->list = false;
}

/* The second cell is a name as the contract writes it; where there is a longer one, both stand. */
static void add_named(ny_html_writer *writer, const ny_block *block)
{
    ny_buffer_add(&writer->out, escaped(writer, block->full));
    ny_buffer_format(&writer->out, " <code>%.*s</code>",
                     NY_PRINT(escaped(writer, block->cells[1])));
}

static void add_row(ny_html_writer *writer, const ny_block *block)
{
    if (writer->table != block->layout) {
        close_table(writer);
        ny_buffer_format(&writer->out, "<table class=\"%s\">\n", block->layout->name);
        writer->table = block->layout;
    }
    ny_buffer_add(&writer->out, NY_TEXT("<tr>"));
    for (uint32_t i = 0; i < block->layout->count; i++) {
        ny_buffer_add(&writer->out, block->layout->columns[i].right
                                        ? NY_TEXT("<td class=\"right\">")
                                        : NY_TEXT("<td>"));
        if (i == 1 && block->full.size)
            add_named(writer, block);
        else
            ny_buffer_add(&writer->out, escaped(writer, block->cells[i]));
        ny_buffer_add(&writer->out, NY_TEXT("</td>"));
    }
    ny_buffer_add(&writer->out, NY_TEXT("</tr>\n"));
}

static void add_under(ny_html_writer *writer, ny_text text)
{
    if (!writer->table) {
        ny_buffer_format(&writer->out, "<p class=\"note\">%.*s</p>\n", NY_PRINT(text));
        return;
    }
    ny_buffer_format(&writer->out,
                     "<tr class=\"under\"><td></td><td colspan=\"%u\">%.*s</td></tr>\n",
                     writer->table->count - 1, NY_PRINT(text));
}

static void add_part(ny_html_writer *writer, const ny_block *block, ny_text text)
{
    close_table(writer);
    if (writer->part)
        ny_buffer_add(&writer->out, NY_TEXT("</section>\n"));
    writer->part = true;
    ny_buffer_format(&writer->out, "<section>\n<h2><span>%.*s</span>", NY_PRINT(text));
    if (block->cells[1].size)
        ny_buffer_format(&writer->out, "<span class=\"state\">%.*s</span>",
                         NY_PRINT(escaped(writer, block->cells[1])));
    ny_buffer_add(&writer->out, NY_TEXT("</h2>\n"));
}

static void add_block(ny_html_writer *writer, const ny_block *block)
{
    ny_text text = escaped(writer, block->cells[0]);
    switch (block->kind) {
    case NY_BLOCK_TITLE:
        ny_buffer_format(&writer->out, "<h1>%.*s</h1>\n", NY_PRINT(text));
        return;
    case NY_BLOCK_NOTE:
        close_table(writer);
        ny_buffer_format(&writer->out, "<p class=\"note\">%.*s</p>\n", NY_PRINT(text));
        return;
    case NY_BLOCK_PART:
        add_part(writer, block, text);
        return;
    case NY_BLOCK_SECTION:
        close_table(writer);
        ny_buffer_format(&writer->out, "<h3>%.*s</h3>\n", NY_PRINT(text));
        return;
    case NY_BLOCK_ROW:
        add_row(writer, block);
        return;
    case NY_BLOCK_UNDER:
        add_under(writer, text);
        return;
    case NY_BLOCK_ITEM:
        if (!writer->list) {
            close_table(writer);
            ny_buffer_add(&writer->out, NY_TEXT("<ul>\n"));
            writer->list = true;
        }
        ny_buffer_format(&writer->out, "<li>%.*s</li>\n", NY_PRINT(text));
        return;
    case NY_BLOCK_DRAWING:
        close_table(writer);
        ny_buffer_format(&writer->out, "<figure>\n%.*s<figcaption>%.*s</figcaption>\n</figure>\n",
                         NY_PRINT(block->cells[1]), NY_PRINT(text));
        return;
    }
    NY_BUG("a block of no kind");
}

ny_text ny_page_html(const ny_page *page)
{
    ny_html_writer writer = {.page = page, .out = ny_buffer_create(page->arena)};
    ny_text title = page->blocks.count ? page->blocks.items[0].cells[0] : NY_NO_TEXT;
    ny_buffer_format(&writer.out,
                     "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                     "<title>%.*s</title>\n<style>\n",
                     ny_language_name(page->language),
                     NY_PRINT(escaped(&writer, ny_without_marks(page->arena, title))));
    ny_buffer_add(&writer.out, ny_text_of(style));
    ny_buffer_add(&writer.out, NY_TEXT("</style>\n</head>\n<body>\n"));
    for (uint32_t i = 0; i < page->blocks.count; i++)
        add_block(&writer, &page->blocks.items[i]);
    close_table(&writer);
    ny_buffer_add(&writer.out, writer.part ? NY_TEXT("</section>\n</body>\n</html>\n")
                                           : NY_TEXT("</body>\n</html>\n"));
    return ny_buffer_text(&writer.out);
}
