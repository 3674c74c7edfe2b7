/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See explanation.h. */

#include "io/explanation.h"

#include "base/bug.h"
#include "io/html.h"

enum { NY_LINE_WIDTH = 100 };

/* --- as text ----------------------------------------------------------------------------------- */

/* Wraps at blanks; the first line begins with `first`, the others with as many blanks as it has
 * characters. A number and its unit may part; nothing is cut. */
static void add_wrapped(ny_buffer *out, ny_text first, ny_text text)
{
    size_t indent = ny_text_characters(first), column = indent;
    ny_buffer_add(out, first);
    bool line_begins = true;
    for (size_t i = 0; i < text.size;) {
        size_t end = i;
        while (end < text.size && text.data[end] != ' ')
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
