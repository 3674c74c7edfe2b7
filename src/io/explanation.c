/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See explanation.h. */

#include "io/explanation.h"

#include "base/bug.h"
#include "io/html.h"

enum { NY_LINE_WIDTH = 100 };

/* --- as text ----------------------------------------------------------------------------------- */

/* `100 %` and `500 kr.` stay on one line. */
static bool may_part(ny_text text, size_t blank)
{
    ny_text behind = {text.data + blank + 1, text.size - blank - 1};
    bool number = blank > 0 && text.data[blank - 1] >= '0' && text.data[blank - 1] <= '9';
    return !number || (!ny_text_starts(behind, "%") && !ny_text_starts(behind, "kr."));
}

/* Wraps at blanks; the first line begins with `first`, the others with as many blanks as it has
 * characters. A number and a longer unit may part; nothing is cut. */
static void add_wrapped(ny_buffer *out, ny_text first, ny_text text)
{
    size_t indent = ny_text_characters(first), column = indent;
    ny_buffer_add(out, first);
    bool line_begins = true;
    for (size_t i = 0; i < text.size;) {
        size_t end = i;
        while (end < text.size && (text.data[end] != ' ' || !may_part(text, end)))
            end++;
        ny_text word = {text.data + i, end - i};
        size_t width = ny_text_characters(word);
        if (!line_begins && column + 1 + width > NY_LINE_WIDTH) {
            ny_buffer_add_character(out, '\n');
            ny_buffer_repeat(out, ' ', indent);
            column = indent;
            line_begins = true;
        }
        if (!line_begins) {
            ny_buffer_add_character(out, ' ');
            column++;
        }
        ny_buffer_add(out, word);
        column += width;
        line_begins = false;
        i = end + 1;
    }
    ny_buffer_add_character(out, '\n');
}

static ny_text letter_of(ny_arena *arena, uint32_t number)
{
    if (number <= 26)
        return ny_format(arena, "(%c)", 'a' + (int)number - 1);
    return ny_format(arena, "(%u)", number);
}

/* Sections have letters, so that no number of this page is taken for a clause of the contract. */
static char section_letter(uint32_t number)
{
    return number <= 26 ? (char)('A' + number - 1) : '?';
}

static ny_text with_clause(ny_arena *arena, const ny_piece *piece)
{
    return piece->clause.size
               ? ny_format(arena, "[%.*s] %.*s", NY_PRINT(piece->clause), NY_PRINT(piece->text))
               : piece->text;
}

static ny_text example_word(ny_arena *arena, ny_language language)
{
    ny_prose prose = {.arena = arena, .language = language};
    return NY_TELLS_PLAIN(&prose, EXAMPLE);
}

/* --- tables ------------------------------------------------------------------------------------ */

/* The next cell of a row, and whether the row goes on behind it. */
static bool take_cell(ny_text *rest, ny_text *ret_cell)
{
    size_t end = 0;
    while (end < rest->size && rest->data[end] != '\t' && rest->data[end] != '\n')
        end++;
    *ret_cell = (ny_text){rest->data, end};
    bool more = end < rest->size && rest->data[end] == '\t';
    size_t taken = end < rest->size ? end + 1 : end;
    *rest = (ny_text){rest->data + taken, rest->size - taken};
    return more;
}

enum { NY_COLUMNS_MOST = 1002 };

/* Columns as wide as their widest cell, two blanks between them. */
static void add_text_table(ny_arena *arena, ny_buffer *out, ny_text rows)
{
    size_t *widths = NY_NEW_ARRAY(arena, size_t, NY_COLUMNS_MOST);
    ny_text rest = rows, cell;
    for (size_t column = 0; rest.size > 0;) {
        bool more = take_cell(&rest, &cell);
        size_t width = ny_text_characters(cell);
        if (column < NY_COLUMNS_MOST && width > widths[column])
            widths[column] = width;
        column = more ? column + 1 : 0;
    }
    rest = rows;
    for (size_t column = 0; rest.size > 0;) {
        bool more = take_cell(&rest, &cell);
        ny_buffer_add(out, column == 0 ? NY_TEXT("        ") : NY_TEXT("  "));
        ny_buffer_add(out, cell);
        if (more && column < NY_COLUMNS_MOST)
            ny_buffer_repeat(out, ' ', widths[column] - ny_text_characters(cell));
        if (!more)
            ny_buffer_add_character(out, '\n');
        column = more ? column + 1 : 0;
    }
}

static void add_html_table(ny_arena *arena, ny_buffer *out, ny_text rows)
{
    ny_text rest = rows, cell;
    bool first_row = true;
    ny_buffer_add(out, NY_TEXT("<table>\n<tr>"));
    for (size_t column = 0; rest.size > 0;) {
        bool more = take_cell(&rest, &cell), head = first_row || column == 0;
        ny_text text = ny_html_escaped(arena, cell);
        if (head)
            ny_buffer_format(out, "<th scope=\"%s\">%.*s</th>", first_row ? "col" : "row",
                             NY_PRINT(text));
        else
            ny_buffer_format(out, "<td>%.*s</td>", NY_PRINT(text));
        column = more ? column + 1 : 0;
        if (!more)
            ny_buffer_add(out, rest.size ? NY_TEXT("</tr>\n<tr>") : NY_TEXT("</tr>\n"));
        first_row = first_row && more;
    }
    ny_buffer_add(out, NY_TEXT("</table>\n"));
}

/* --- pieces ------------------------------------------------------------------------------------ */

static void add_text_piece(ny_arena *arena, ny_buffer *out, const ny_piece *piece,
                           ny_language language)
{
    ny_text text = ny_without_marks(arena, with_clause(arena, piece));
    switch (piece->kind) {
    case NY_PIECE_TITLE:
    case NY_PIECE_NOTE:
        add_wrapped(out, NY_NO_TEXT, text);
        ny_buffer_add_character(out, '\n');
        return;
    case NY_PIECE_SECTION:
        ny_buffer_format(out, "\n%c. %.*s\n\n", section_letter(piece->number), NY_PRINT(text));
        return;
    case NY_PIECE_CLAUSE:
        add_wrapped(out,
                    ny_format(arena, "  %c.%-3u ", section_letter(piece->section), piece->number),
                    text);
        return;
    case NY_PIECE_POINT:
        add_wrapped(out,
                    ny_format(arena, "        %.*s ", NY_PRINT(letter_of(arena, piece->number))),
                    text);
        return;
    case NY_PIECE_EXAMPLE:
        add_wrapped(out, NY_TEXT("        "),
                    ny_format(arena, "%.*s: %.*s", NY_PRINT(example_word(arena, language)),
                              NY_PRINT(text)));
        return;
    case NY_PIECE_BRANCH:
        add_wrapped(out, ny_format(arena, "%*s", 8 + 3 * ((int)piece->number - 1), ""), text);
        return;
    case NY_PIECE_TABLE:
        add_text_table(arena, out, text);
        return;
    }
    NY_BUG("a piece of no kind");
}

ny_text ny_explanation_text(ny_arena *arena, const ny_explanation *explanation)
{
    ny_buffer out = ny_buffer_create(arena);
    for (uint32_t i = 0; i < explanation->pieces.count; i++)
        add_text_piece(arena, &out, &explanation->pieces.items[i], explanation->language);
    return ny_buffer_text(&out);
}

/* --- as HTML ----------------------------------------------------------------------------------- */

static const char page_head[] =
    "<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<style>\n"
    "body{font:17px/1.55 Georgia,\"Times New Roman\",serif;max-width:46rem;margin:2.5rem auto;"
    "padding:0 1.2rem;color:#1b1b1b;background:#fff}\n"
    "h1{font-size:1.55rem;line-height:1.25;margin:0 0 1.2rem}\n"
    "h2{font-size:1.15rem;margin:2.2rem 0 .6rem;border-bottom:1px solid #bbb;"
    "padding-bottom:.2rem}\n"
    ".note{color:#444;margin:.4rem 0}\n"
    ".clause,.point{display:grid;grid-template-columns:3.4rem 1fr;margin:.55rem 0;"
    "break-inside:avoid}\n"
    ".point{margin:.2rem 0 .2rem 3.4rem;grid-template-columns:2rem 1fr}\n"
    ".number{color:#555;font-variant-numeric:tabular-nums}\n"
    ".cited{color:#555;font-size:.85em;white-space:nowrap}\n"
    ".example{margin:.2rem 0 .8rem 3.4rem;padding:.4rem .8rem;background:#f2f5f1;"
    "border-left:3px solid #4a7a4a;font-size:.95em;break-inside:avoid}\n"
    ".branch{margin:.15rem 0 .15rem 3.4rem;break-inside:avoid}\n"
    "table{margin:.4rem 0 .8rem "
    "3.4rem;border-collapse:collapse;font-variant-numeric:tabular-nums}\n"
    "th,td{padding:.15rem .8rem .15rem 0;text-align:left;font-weight:normal}\n"
    "th[scope=col]{border-bottom:1px solid #bbb}\n"
    "em{font-style:italic}\n"
    "@media print{body{margin:0;max-width:none;font-size:11pt}@page{size:A4;margin:22mm 20mm}}\n"
    "@media (prefers-color-scheme:dark){body{color:#e6e6e6;background:#161616}"
    ".note,.number,.cited{color:#aaa}.example{background:#20281f}h2{border-color:#444}}\n"
    "</style>\n";

static void add_html_piece(ny_arena *arena, ny_buffer *out, const ny_piece *piece,
                           ny_language language)
{
    ny_text text = ny_html_escaped(arena, piece->text);
    switch (piece->kind) {
    case NY_PIECE_TITLE:
        ny_buffer_format(out, "<h1>%.*s</h1>\n", NY_PRINT(text));
        return;
    case NY_PIECE_NOTE:
        ny_buffer_format(out, "<p class=\"note\">%.*s</p>\n", NY_PRINT(text));
        return;
    case NY_PIECE_SECTION:
        ny_buffer_format(out, "<h2 id=\"%c\">%c. %.*s</h2>\n", section_letter(piece->number),
                         section_letter(piece->number), NY_PRINT(text));
        return;
    case NY_PIECE_CLAUSE:
        ny_buffer_format(out,
                         "<div class=\"clause\" id=\"%c%u\"><span class=\"number\">%c.%u</span>"
                         "<span>",
                         section_letter(piece->section), piece->number,
                         section_letter(piece->section), piece->number);
        if (piece->clause.size)
            ny_buffer_format(out, "<span class=\"cited\">[%.*s]</span> ",
                             NY_PRINT(ny_html_escaped(arena, piece->clause)));
        ny_buffer_format(out, "%.*s</span></div>\n", NY_PRINT(text));
        return;
    case NY_PIECE_POINT:
        ny_buffer_format(out,
                         "<div class=\"point\"><span class=\"number\">%.*s</span><span>%.*s"
                         "</span></div>\n",
                         NY_PRINT(letter_of(arena, piece->number)), NY_PRINT(text));
        return;
    case NY_PIECE_EXAMPLE:
        ny_buffer_format(out, "<p class=\"example\"><strong>%.*s.</strong> %.*s</p>\n",
                         NY_PRINT(example_word(arena, language)), NY_PRINT(text));
        return;
    case NY_PIECE_BRANCH:
        ny_buffer_format(out, "<p class=\"branch\" style=\"padding-left:%.1frem\">%.*s</p>\n",
                         1.5 * (piece->number - 1), NY_PRINT(text));
        return;
    case NY_PIECE_TABLE:
        add_html_table(arena, out, piece->text);
        return;
    }
    NY_BUG("a piece of no kind");
}

ny_text ny_explanation_html(ny_arena *arena, const ny_explanation *explanation)
{
    ny_buffer out = ny_buffer_create(arena);
    ny_text title = explanation->pieces.count
                        ? ny_without_marks(arena, explanation->pieces.items[0].text)
                        : NY_NO_TEXT;
    ny_buffer_format(&out, "<!doctype html>\n<html lang=\"%s\">\n<head>\n",
                     explanation->language == NY_DANISH ? "da" : "en");
    ny_buffer_add(&out, ny_text_of(page_head));
    ny_buffer_format(&out, "<title>%.*s</title>\n</head>\n<body>\n",
                     NY_PRINT(ny_html_escaped(arena, title)));
    for (uint32_t i = 0; i < explanation->pieces.count; i++)
        add_html_piece(arena, &out, &explanation->pieces.items[i], explanation->language);
    ny_buffer_add(&out, NY_TEXT("</body>\n</html>\n"));
    return ny_buffer_text(&out);
}
