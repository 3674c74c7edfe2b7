/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* nytte form: what a bidder fills in, for people and for programs. */

#include "cli/command.h"
#include "cli/gather.h"
#include "io/file.h"
#include "io/form.h"

static const ny_option options[] = {
    {"folder", "DIR",
     "writes there, for each envelope (answers, price), NAME.schema.json, NAME.csv and NAME.xlsx; "
     "without it the form is shown"},
    {"format", "text|html", "how it is shown; text"},
    {"output", "FILE", "shown in this file instead of on the screen"},
    {"help", NULL, "this text"},
};

typedef struct ny_form_writing {
    ny_arena *arena;
    const ny_prose *prose;
    const ny_form *form;
    ny_text folder, problem;
} ny_form_writing;

static bool write_one(ny_form_writing *of, const char *envelope, const char *kind, ny_text bytes)
{
    ny_text path = ny_format(of->arena, "%.*s/%s.%s", NY_PRINT(of->folder), envelope, kind);
    if (ny_file_write(of->arena, of->prose->language, path, bytes, &of->problem) != NY_DONE)
        return false;
    ny_print_line(NY_TELLS(of->prose, FO_WRITTEN, path));
    return true;
}

static bool write_envelope(ny_form_writing *of, ny_keyword envelope, const char *name)
{
    ny_text book;
    if (!ny_form_has(of->form, envelope))
        return true;
    return ny_form_book(of->arena, of->prose, of->form, envelope, &book, &of->problem) == NY_DONE &&
           write_one(of, name, "schema.json",
                     ny_form_schema(of->arena, of->prose, of->form, envelope)) &&
           write_one(of, name, "csv", ny_form_csv(of->arena, of->prose, of->form, envelope)) &&
           write_one(of, name, "xlsx", book);
}

static ny_status show(ny_arena *arena, const ny_arguments *arguments, const ny_prose *prose,
                      const ny_form *form)
{
    ny_text format = NY_TEXT("text");
    (void)ny_said_value(arguments, "format", &format);
    bool html = ny_text_is(format, "html");
    if (!html && !ny_text_is(format, "text"))
        return ny_usage_problem(arena, "form", NY_TEXT("--format: say text or html"));
    ny_page page = {.arena = arena, .language = arguments->language};
    ny_form_page(prose, form, &page);
    return ny_deliver(arena, arguments, html ? ny_page_html(&page) : ny_page_text(&page));
}

ny_status ny_command_form(ny_arena *arena, int argument_count, char **words)
{
    ny_arguments *arguments;
    ny_status status;
    ny_loaded loaded;
    ny_prose prose;
    ny_form_writing of = {.arena = arena, .prose = &prose};
    if (!ny_begin(arena, "form", options, sizeof options / sizeof *options, argument_count, words,
                  &arguments, &status))
        return status;
    if (arguments->files.count == 0)
        return ny_usage_problem(arena, "form", NY_TEXT("say which contract"));
    status = ny_load(arena, arguments->language, arguments->files.items, arguments->files.count,
                     &loaded);
    if (status == NY_WORLD_FAILED)
        return ny_world_problem(arena, loaded.problem);
    if (status != NY_DONE)
        return ny_say_diagnostics(arena, loaded.sink);
    status = ny_load_prose(arena, "form", arguments->language, &loaded, &prose);
    if (status != NY_DONE)
        return status;
    of.form = ny_form_of(arena, loaded.model);
    if (!of.form->fields.count) {
        NY_REPORT_PLAIN(loaded.sink, NY_NO_FORM, ((ny_span){0, 0, 0}));
        return ny_say_diagnostics(arena, loaded.sink);
    }
    if (!ny_said_value(arguments, "folder", &of.folder))
        return show(arena, arguments, &prose, of.form);
    bool good = write_envelope(&of, NY_KEYWORD_QUALITY, "answers") &&
                write_envelope(&of, NY_KEYWORD_PRICE, "price");
    return good ? NY_DONE : ny_world_problem(arena, of.problem);
}
