/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Loading a contract: the files named, and those that they use, each once. */

#include "cli/command.h"

#include "io/diagnostics.h"
#include "io/file.h"
#include "io/translations.h"

/* `a/./b/../c` is `a/c`: a file named in two ways is still read once. */
static ny_text plain_path(ny_arena *arena, ny_text path)
{
    NY_LIST(ny_text) parts = {0};
    bool rooted = path.size > 0 && path.data[0] == '/';
    for (size_t at = 0; at < path.size;) {
        size_t begin = at;
        while (at < path.size && path.data[at] != '/')
            at++;
        ny_text part = {path.data + begin, at - begin};
        at++;
        bool up = ny_text_is(part, "..");
        if (up && parts.count > 0 && !ny_text_is(parts.items[parts.count - 1], ".."))
            parts.count--;
        else if (part.size > 0 && !ny_text_is(part, ".") && !(up && rooted))
            *NY_APPEND(arena, &parts) = part;
    }
    ny_buffer out = ny_buffer_create(arena);
    for (uint32_t i = 0; i < parts.count; i++)
        ny_buffer_format(&out, "%s%.*s", i > 0 || rooted ? "/" : "", NY_PRINT(parts.items[i]));
    return out.size > 0 ? ny_buffer_text(&out) : path;
}

static bool is_same_file(ny_arena *arena, ny_text a, ny_text b)
{
    return ny_text_equal(plain_path(arena, a), plain_path(arena, b));
}

static bool is_loaded(ny_arena *arena, const ny_loaded *loaded, ny_text path)
{
    for (uint32_t i = 0; i < loaded->paths.count; i++)
        if (is_same_file(arena, loaded->paths.items[i], path))
            return true;
    return false;
}

/* Of such a text only a part was read. */
static bool is_cut_off(ny_code code)
{
    return code == NY_NOT_UTF8 || code == NY_TEXT_TOO_LONG || code == NY_TOO_MANY_TOKENS;
}

/* After these nothing is certain: what follows from them would only hide them. */
static bool is_unreadable(const ny_sink *sink)
{
    for (uint32_t i = 0; i < sink->diagnostics.count; i++) {
        ny_code code = sink->diagnostics.items[i].code;
        if (is_cut_off(code) || code == NY_TAB_INDENTS || code == NY_USED_FILE)
            return true;
    }
    return false;
}

/* Of a text that is cut off only the reason is said; of tabs only the first: who indents with tabs
 * does so on every line. What is said of the text begins at `first`. */
static void say_less(ny_sink *sink, uint32_t first)
{
    uint32_t kept = first;
    bool cut_off = false, tab = false;
    for (uint32_t i = first; i < sink->diagnostics.count; i++)
        cut_off = cut_off || is_cut_off(sink->diagnostics.items[i].code);
    for (uint32_t i = first; i < sink->diagnostics.count; i++) {
        ny_diagnostic diagnostic = sink->diagnostics.items[i];
        bool is_tab = diagnostic.code == NY_TAB_INDENTS;
        if (cut_off ? is_cut_off(diagnostic.code) : !is_tab || !tab)
            sink->diagnostics.items[kept++] = diagnostic;
        tab = tab || is_tab;
    }
    sink->errors -= sink->diagnostics.count - kept;
    sink->diagnostics.count = kept;
}

/* Where what is not to be heard is said; it knows the same texts. */
static ny_sink *deaf_sink(ny_arena *arena, const ny_sink *sink)
{
    ny_sink *deaf = ny_sink_create(arena);
    deaf->sources = sink->sources;
    deaf->language = sink->language;
    return deaf;
}

/* A file that is still being read, and is named again: the way from it to itself. */
static bool is_circle(ny_arena *arena, const ny_loaded *loaded, ny_text path, ny_text *ret_way)
{
    uint32_t first = 0;
    while (first < loaded->open_paths.count &&
           !is_same_file(arena, loaded->open_paths.items[first], path))
        first++;
    if (first == loaded->open_paths.count)
        return false;
    const ny_sink *sink = loaded->sink;
    ny_text way = ny_format(arena, "`%.*s`", NY_PRINT(loaded->open_paths.items[first]));
    for (uint32_t i = first + 1; i <= loaded->open_paths.count; i++) {
        ny_text next = i < loaded->open_paths.count ? loaded->open_paths.items[i] : path;
        way = NY_WORDS(sink, i == first + 1 ? NY_WORDS_FILE_USES : NY_WORDS_WHICH_USES, way,
                       ny_format(arena, "`%.*s`", NY_PRINT(next)));
    }
    *ret_way = way;
    return true;
}

/* `ret_sink`: where more may be said of the text. */
static const ny_tree *parse_text(ny_arena *arena, ny_loaded *loaded, ny_text name, ny_text text,
                                 ny_sink **ret_sink)
{
    *NY_APPEND(arena, &loaded->texts) = text;
    uint32_t source = ny_sink_add_source(loaded->sink, name, text);
    uint32_t first = loaded->sink->diagnostics.count;
    const ny_tokens *tokens = ny_tokens_read(arena, loaded->sink, source);
    say_less(loaded->sink, first);
    *ret_sink = is_unreadable(loaded->sink) ? deaf_sink(arena, loaded->sink) : loaded->sink;
    const ny_tree *tree = ny_parse(arena, *ret_sink, tokens, loaded->expressions);
    loaded->expressions = tree->expressions;
    *NY_APPEND(arena, &loaded->trees) = tree;
    return tree;
}

/* The span is where a `use` names the file; source UINT32_MAX where the command line does. */
static ny_status load_file(ny_arena *arena, ny_loaded *loaded, ny_text path, ny_span used_at)
{
    ny_text text;
    *NY_APPEND(arena, &loaded->paths) = path;
    ny_status status = ny_file_read(arena, loaded->sink->language, path, &text, &loaded->problem);
    if (status != NY_DONE && used_at.source != UINT32_MAX) {
        NY_REPORT(loaded->sink, NY_USED_FILE, used_at, loaded->problem);
        loaded->paths.count--;
        return NY_INPUT_WRONG;
    }
    if (status != NY_DONE)
        return status;
    ny_sink *sink;
    const ny_tree *tree = parse_text(arena, loaded, path, text, &sink);
    *NY_APPEND(arena, &loaded->open_paths) = path;
    for (uint32_t i = 0; i < tree->declarations.count; i++) {
        const ny_declaration *declaration = tree->declarations.items[i];
        ny_text other = declaration->label;
        if (declaration->kind != NY_DECLARATION_USE || !other.size)
            continue;
        ny_text beside = ny_path_beside(arena, path, other), way;
        if (is_circle(arena, loaded, beside, &way))
            NY_REPORT(sink, NY_USE_CIRCLE, declaration->label_span, beside, way);
        if (is_loaded(arena, loaded, beside))
            continue;
        status = load_file(arena, loaded, beside, declaration->label_span);
        if (status == NY_WORLD_FAILED)
            return status;
    }
    loaded->open_paths.count--;
    return NY_DONE;
}

/* A model that a criterion of the first file names, and that does not lie where it says. */
static void review_models(ny_arena *arena, const ny_loaded *loaded)
{
    const ny_model *model = loaded->model;
    for (uint32_t i = 0; i < model->criteria.count; i++) {
        const ny_declaration *declaration = model->criteria.items[i];
        const ny_expected_words *expected = &declaration->is.criterion.expected;
        if (!expected->file.size || expected->file_span.source != loaded->trees.items[0]->source)
            continue;
        ny_text path = ny_path_beside(arena, loaded->paths.items[0], expected->file);
        if (!ny_file_exists(arena, path))
            NY_REPORT(loaded->sink, NY_MODEL_NOT_THERE, expected->file_span, expected->file);
    }
}

bool ny_loaded_rests_on(const ny_loaded *model, const ny_loaded *contract)
{
    for (uint32_t i = 0; i < contract->texts.count; i++) {
        bool found = false;
        for (uint32_t k = 0; k < model->texts.count; k++)
            found = found || ny_text_equal(model->texts.items[k], contract->texts.items[i]);
        if (!found)
            return false;
    }
    return true;
}

ny_status ny_load(ny_arena *arena, ny_language language, const ny_text *files, size_t count,
                  ny_loaded *ret_loaded)
{
    return ny_load_with_care(arena, language, files, count, NY_CARE_ERRORS, ret_loaded);
}

ny_status ny_load_with_care(ny_arena *arena, ny_language language, const ny_text *files,
                            size_t count, ny_care care, ny_loaded *ret_loaded)
{
    return ny_load_with_text(arena, language, files, count, care, NY_NO_TEXT, NY_NO_TEXT,
                             ret_loaded);
}

ny_status ny_load_with_text(ny_arena *arena, ny_language language, const ny_text *files,
                            size_t count, ny_care care, ny_text name, ny_text text,
                            ny_loaded *ret_loaded)
{
    ny_loaded loaded = {.sink = ny_sink_create(arena)};
    loaded.sink->language = language;
    loaded.sink->review = care != NY_CARE_ERRORS;
    loaded.sink->advice = care == NY_CARE_PEDANTIC;
    for (size_t i = 0; i < count; i++) {
        if (is_loaded(arena, &loaded, files[i]))
            continue;
        ny_status status = load_file(arena, &loaded, files[i], (ny_span){UINT32_MAX, 0, 0});
        if (status == NY_WORLD_FAILED) {
            *ret_loaded = loaded;
            return status;
        }
    }
    ny_sink *sink;
    if (text.size) {
        uint32_t option = loaded.sink->sources.count; /* its number, which parsing gives it */
        (void)parse_text(arena, &loaded, name, text, &sink);
        loaded.sink->sources.items[option].is_option = true;
    }
    sink = is_unreadable(loaded.sink) ? deaf_sink(arena, loaded.sink) : loaded.sink;
    loaded.model =
        ny_check(arena, sink, loaded.trees.items, loaded.trees.count, loaded.expressions);
    if (loaded.sink->review && !loaded.sink->errors)
        review_models(arena, &loaded);
    ny_sink_sort(loaded.sink);
    *ret_loaded = loaded;
    return loaded.sink->errors ? NY_INPUT_WRONG : NY_DONE;
}

ny_status ny_say_diagnostics(ny_arena *arena, ny_sink *sink)
{
    ny_sink_sort(sink);
    ny_complain(ny_diagnostics_text(arena, sink));
    sink->diagnostics.count = 0; /* said once */
    return sink->errors ? NY_INPUT_WRONG : NY_DONE;
}

ny_status ny_load_prose(ny_arena *arena, const char *command, ny_language language,
                        const ny_loaded *loaded, ny_prose *ret_prose)
{
    ny_translations translations = {0};
    ny_text problem;
    for (uint32_t i = 0; i < loaded->paths.count; i++) {
        ny_status status =
            ny_translations_add(arena, &translations, loaded->paths.items[i], language, &problem);
        if (status == NY_DONE)
            continue;
        ny_complain(ny_format(arena, "nytte %s: %.*s\n", command, NY_PRINT(problem)));
        return status;
    }
    *ret_prose = (ny_prose){.arena = arena,
                            .model = loaded->model,
                            .language = language,
                            .words = translations.words,
                            .translations = translations.texts.items};
    return NY_DONE;
}
