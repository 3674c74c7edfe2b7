/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* nytte explain CODE: what a diagnostic means, why it matters and how to mend it, with a wrong and a
 * right example. The pages of diag/pages/ are compiled in (tools/pages.py), so that no file is needed
 * where the program runs. nytte explain FILE: the contract read aloud. */

#include "cli/command.h"

#include "io/diagnostics.h"
#include "io/explanation.h"
#include "io/fingerprint.h"
#include "io/html.h"
#include "plan/plan.h"

#include <string.h>

static const ny_option options[] = {
    {"format", "text|html", "how the page is written; text"},
    {"help", NULL, "this text"},
};

static const struct {
    const char *number;
    const char *text[NY_LANGUAGE_COUNT]; /* paragraphs, each on a line */
    const char *wrong, *right;           /* lines of an example, or empty */
} pages[] = {
#define NY_PAGE(number, english, danish, wrong, right)                                             \
    {(number), {(english), (danish)}, (wrong), (right)},
#include "pages.def"
#undef NY_PAGE
    {NULL, {NULL, NULL}, NULL, NULL},
};

/* Everything that is said of one code. */
typedef struct ny_explained {
    ny_language language;
    ny_code code;
    ny_text message, reason, hint; /* with dots where words are filled in */
    ny_text text, wrong, right;
} ny_explained;

/* --- codes ------------------------------------------------------------------------------------- */

/* "n0412" is "N0412": N and four figures. */
static bool is_number(ny_text word)
{
    bool is = word.size == 5 && (word.data[0] == 'N' || word.data[0] == 'n');
    for (size_t i = 1; is && i < word.size; i++)
        is = word.data[i] >= '0' && word.data[i] <= '9';
    return is;
}

static bool find_code(ny_text number, ny_code *ret_code)
{
    for (uint32_t code = 0; code < NY_CODE_COUNT; code++)
        if (ny_text_is(number, ny_code_number((ny_code)code))) {
            *ret_code = (ny_code)code;
            return true;
        }
    return false;
}

/* Of numbers that are equally near one of the same series, and of these the lowest. */
static ny_text nearest(ny_text number)
{
    const char *best = NULL;
    uint32_t distance = UINT32_MAX;
    for (uint32_t code = 0; code < NY_CODE_COUNT; code++) {
        const char *other = ny_code_number((ny_code)code);
        bool same_series = memcmp(other, number.data, 3) == 0;
        uint32_t d = 2 * ny_text_distance(number, ny_text_of(other), 5) + (same_series ? 0 : 1);
        if (d < distance || (best && d == distance && strcmp(other, best) < 0)) {
            distance = d;
            best = other;
        }
    }
    return ny_text_of(best);
}

static ny_status no_such_code(ny_arena *arena, ny_language language, ny_text number)
{
    static const ny_phrase series[] = {NY_WORDS_SERIES_1, NY_WORDS_SERIES_2, NY_WORDS_SERIES_3,
                                       NY_WORDS_SERIES_4, NY_WORDS_SERIES_5, NY_WORDS_SERIES_6,
                                       NY_WORDS_SERIES_7, NY_WORDS_SERIES_8};
    ny_buffer list = ny_buffer_create(arena);
    for (size_t i = 0; i < sizeof series / sizeof *series; i++) {
        ny_buffer_add(&list, i ? NY_TEXT("; ") : NY_NO_TEXT);
        ny_buffer_add(&list, ny_phrase_text(language, series[i]));
    }
    ny_text problem =
        NY_PHRASE_WITH(arena, language, NY_WORDS_EXPLAIN_NO_CODE, number, nearest(number));
    ny_text numbers =
        NY_PHRASE_WITH(arena, language, NY_WORDS_EXPLAIN_SERIES, ny_buffer_text(&list));
    ny_complain(ny_format(arena, "nytte explain: %.*s\n", NY_PRINT(problem)));
    ny_complain(ny_format(arena, "%.*s\n", NY_PRINT(numbers)));
    return NY_USAGE_WRONG;
}

/* Whether it has two words of its own at least: "`…` is …" tells nobody anything. */
static bool says_something(ny_text text)
{
    uint32_t words = 0, letters = 0;
    for (size_t i = 0; i < text.size && words < 2; i++) {
        char c = text.data[i];
        letters = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? letters + 1 : 0;
        words += letters == 2;
    }
    return words == 2;
}

/* A text of the catalogue with dots for its words; empty where too little is left. */
static ny_text with_dots(ny_arena *arena, const char *pattern)
{
    ny_text dots[10]; /* a placeholder is one digit */
    for (size_t i = 0; i < 10; i++)
        dots[i] = NY_TEXT("…");
    ny_text text = ny_fill(arena, pattern, dots, 10);
    return says_something(text) ? text : NY_NO_TEXT;
}

static ny_explained explain_code(ny_arena *arena, ny_language language, ny_code code)
{
    ny_message message = ny_code_message(language, code);
    ny_explained explained = {.language = language,
                              .code = code,
                              .message = with_dots(arena, message.message),
                              .reason = with_dots(arena, message.reason),
                              .hint = with_dots(arena, message.hint)};
    for (size_t i = 0; pages[i].number; i++)
        if (strcmp(pages[i].number, ny_code_number(code)) == 0) {
            explained.text = ny_text_of(pages[i].text[language]);
            explained.wrong = ny_text_of(pages[i].wrong);
            explained.right = ny_text_of(pages[i].right);
        }
    return explained;
}

/* What stands before the next line's end, which is taken off `rest`. */
static ny_text take_line(ny_text *rest)
{
    const char *end = rest->size ? memchr(rest->data, '\n', rest->size) : NULL;
    ny_text line = {rest->data, end ? (size_t)(end - rest->data) : rest->size};
    size_t taken = line.size + (end ? 1 : 0);
    *rest = (ny_text){taken ? rest->data + taken : rest->data, rest->size - taken};
    return line;
}

/* --- as text ----------------------------------------------------------------------------------- */

static void add_said(ny_buffer *out, ny_phrase head, ny_language language, ny_text text)
{
    if (!text.size)
        return;
    ny_buffer said = ny_buffer_create(out->arena);
    ny_buffer_add(&said, ny_phrase_text(language, head));
    ny_buffer_add(&said, text);
    ny_add_paragraph(out, "", ny_buffer_text(&said));
}

static void add_example(ny_buffer *out, ny_phrase head, ny_language language, ny_text lines)
{
    if (!lines.size)
        return;
    ny_buffer_format(out, "\n%.*s\n", NY_PRINT(ny_phrase_text(language, head)));
    while (lines.size) {
        ny_text line = take_line(&lines);
        ny_buffer_format(out, "%s%.*s\n", line.size ? "    " : "", NY_PRINT(line));
    }
}

static ny_text as_text(ny_arena *arena, const ny_explained *explained)
{
    ny_buffer out = ny_buffer_create(arena);
    const char *head =
        ny_text_terminated(arena, ny_format(arena, "%s%s", ny_code_number(explained->code),
                                            explained->message.size ? " " : ""));
    ny_add_paragraph(&out, head, explained->message);
    if (explained->reason.size || explained->hint.size)
        ny_buffer_add_character(&out, '\n');
    add_said(&out, NY_WORDS_EXPLAIN_WHY, explained->language, explained->reason);
    add_said(&out, NY_WORDS_EXPLAIN_MEND, explained->language, explained->hint);
    for (ny_text rest = explained->text; rest.size;) {
        ny_buffer_add_character(&out, '\n');
        ny_add_paragraph(&out, "", take_line(&rest));
    }
    add_example(&out, NY_WORDS_EXPLAIN_WRONG, explained->language, explained->wrong);
    add_example(&out, NY_WORDS_EXPLAIN_RIGHT, explained->language, explained->right);
    return ny_buffer_text(&out);
}

/* --- as HTML ----------------------------------------------------------------------------------- */

/* With `code` where the text has backquotes. */
static void add_html(ny_buffer *out, ny_text text)
{
    bool in_code = false;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == '`') {
            ny_buffer_add(out, in_code ? NY_TEXT("</code>") : NY_TEXT("<code>"));
            in_code = !in_code;
        } else {
            ny_html_add(out, c);
        }
    }
    ny_buffer_add(out, in_code ? NY_TEXT("</code>") : NY_NO_TEXT);
}

static void add_html_paragraph(ny_buffer *out, const char *name, ny_text head, ny_text text)
{
    if (!text.size)
        return;
    ny_buffer_format(out, "  <p class=\"%s\">", name);
    if (head.size)
        ny_buffer_format(out, "<b>%.*s</b>", NY_PRINT(head));
    add_html(out, text);
    ny_buffer_add(out, NY_TEXT("</p>\n"));
}

/* Lines of a contract or a table: here a backquote is one. */
static void add_html_example(ny_buffer *out, const char *name, ny_text head, ny_text lines)
{
    if (!lines.size)
        return;
    ny_buffer_format(out, "  <p><b>%.*s</b></p>\n  <pre class=\"%s\">", NY_PRINT(head), name);
    while (lines.size) {
        ny_text line = take_line(&lines);
        for (size_t i = 0; i < line.size; i++)
            if (line.data[i] == '`')
                ny_buffer_add_character(out, '`');
            else
                add_html(out, (ny_text){line.data + i, 1});
        ny_buffer_add_character(out, '\n');
    }
    ny_buffer_add(out, NY_TEXT("</pre>\n"));
}

/* A part of a page, for whoever shows it in one. */
static ny_text as_html(ny_arena *arena, const ny_explained *explained)
{
    ny_buffer out = ny_buffer_create(arena);
    ny_language language = explained->language;
    const char *number = ny_code_number(explained->code);
    ny_buffer_format(&out, "<article class=\"explain\" id=\"%s\" lang=\"%s\">\n  <h1>%s%s", number,
                     ny_language_name(language), number, explained->message.size ? " " : "");
    add_html(&out, explained->message);
    ny_buffer_add(&out, NY_TEXT("</h1>\n"));
    add_html_paragraph(&out, "reason", ny_phrase_text(language, NY_WORDS_EXPLAIN_WHY),
                       explained->reason);
    add_html_paragraph(&out, "hint", ny_phrase_text(language, NY_WORDS_EXPLAIN_MEND),
                       explained->hint);
    for (ny_text rest = explained->text; rest.size;)
        add_html_paragraph(&out, "text", NY_NO_TEXT, take_line(&rest));
    add_html_example(&out, "wrong", ny_phrase_text(language, NY_WORDS_EXPLAIN_WRONG),
                     explained->wrong);
    add_html_example(&out, "right", ny_phrase_text(language, NY_WORDS_EXPLAIN_RIGHT),
                     explained->right);
    ny_buffer_add(&out, NY_TEXT("</article>\n"));
    return ny_buffer_text(&out);
}

/* --- the command ------------------------------------------------------------------------------- */

static ny_status explain_files(ny_arena *arena, const ny_arguments *arguments, bool html)
{
    ny_loaded loaded;
    ny_prose prose;
    ny_status status = ny_load_with_care(arena, arguments->language, arguments->files.items,
                                         arguments->files.count, NY_CARE_REVIEW, &loaded);
    if (status == NY_WORLD_FAILED)
        return ny_world_problem(arena, loaded.problem);
    if (status != NY_DONE)
        return ny_say_diagnostics(arena, loaded.sink);
    status = ny_load_prose(arena, "explain", arguments->language, &loaded, &prose);
    if (status != NY_DONE)
        return status;
    ny_text fingerprint = ny_fingerprint_of(arena, loaded.texts.items[0]);
    ny_explained_text text = {.file = ny_text_file_name(loaded.paths.items[0]),
                              .sink = loaded.sink,
                              .fingerprint = {fingerprint.data, 12}};
    const ny_explanation *explanation = ny_explain(&prose, &text);
    ny_print(html ? ny_explanation_html(arena, explanation)
                  : ny_explanation_text(arena, explanation));
    return NY_DONE;
}

ny_status ny_command_explain(ny_arena *arena, int argument_count, char **words)
{
    ny_arguments *arguments;
    ny_status status;
    ny_text format = NY_TEXT("text");
    if (!ny_begin(arena, "explain", options, sizeof options / sizeof *options, argument_count,
                  words, &arguments, &status))
        return status;
    (void)ny_said_value(arguments, "format", &format);
    bool html = ny_text_is(format, "html");
    if (!html && !ny_text_is(format, "text"))
        return ny_usage_problem(
            arena, "explain",
            ny_format(arena, "--format: there is no `%.*s`; say text or html", NY_PRINT(format)));
    if (arguments->files.count && !is_number(arguments->files.items[0]))
        return explain_files(arena, arguments, html);
    for (uint32_t i = 0; i < arguments->files.count; i++) {
        ny_text number = arguments->files.items[i];
        ny_code code;
        if (!is_number(number))
            return ny_usage_problem(arena, "explain",
                                    ny_phrase_text(arguments->language, NY_WORDS_EXPLAIN_BOTH));
        number = ny_format(arena, "N%.*s", 4, number.data + 1);
        if (!find_code(number, &code))
            return no_such_code(arena, arguments->language, number);
        ny_explained explained = explain_code(arena, arguments->language, code);
        if (i > 0)
            ny_print(NY_TEXT("\n"));
        ny_print(html ? as_html(arena, &explained) : as_text(arena, &explained));
    }
    return NY_DONE;
}
