/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See imagined.h. */

#include "cli/imagined.h"

#include "cli/simulated.h"
#include "io/file.h"
#include "io/offer.h"

#include <dirent.h>
#include <string.h>

/* --- numbers ---------------------------------------------------------------------------------- */

static bool read_number(ny_text text, uint64_t *ret_number)
{
    uint64_t number = 0;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == '_' && i > 0)
            continue;
        if (c < '0' || c > '9' || number > (UINT64_MAX - 9) / 10)
            return false;
        number = number * 10 + (uint64_t)(c - '0');
    }
    *ret_number = number;
    return text.size > 0;
}

ny_status ny_number_said(ny_arena *arena, const char *command, const ny_arguments *arguments,
                         const char *option, uint64_t low, uint64_t high, uint64_t usual,
                         uint64_t *ret_number)
{
    ny_text text;
    uint64_t number;
    if (!ny_said_value(arguments, option, &text)) {
        *ret_number = usual;
        return NY_DONE;
    }
    if (!read_number(text, &number) || number < low || number > high)
        return ny_usage_problem(
            arena, command,
            ny_format(arena, "--%s: `%.*s` is no whole number from %llu to %llu", option,
                      NY_PRINT(text), (unsigned long long)low, (unsigned long long)high));
    *ret_number = number;
    return NY_DONE;
}

/* --- the offer -------------------------------------------------------------------------------- */

static bool is_offer_file(const char *name)
{
    size_t size = strlen(name);
    return size > 11 && strncmp(name, "offer-", 6) == 0 && strcmp(name + size - 5, ".json") == 0;
}

/* How many files offer-*.json lie beside the contract, and one of them. */
static uint32_t offers_beside(ny_arena *arena, ny_text file, ny_text *ret_path)
{
    uint32_t count = 0;
    ny_text folder = ny_path_beside(arena, file, NY_TEXT("."));
    DIR *entries = opendir(ny_text_terminated(arena, folder));
    if (!entries)
        return 0;
    for (const struct dirent *entry = readdir(entries); entry; entry = readdir(entries))
        if (is_offer_file(entry->d_name)) {
            count++;
            *ret_path = ny_path_beside(arena, file, ny_text_copy(arena, ny_text_of(entry->d_name)));
        }
    closedir(entries);
    return count;
}

static ny_status find_offer(ny_arena *arena, const char *command, ny_imagined_asked *asked)
{
    uint32_t count = 0;
    if (asked->offer.size)
        return NY_DONE;
    for (uint32_t i = 0; i < asked->files.count; i++)
        count += offers_beside(arena, asked->files.items[i], &asked->offer);
    if (count != 1)
        return ny_usage_problem(
            arena, command,
            ny_format(arena, "which offer? %s beside the contract; give one with --offer FILE",
                      count ? "Several files offer-*.json lie" : "No file offer-*.json lies"));
    ny_complain(ny_format(arena, "nytte %s: the offer is %.*s\n", command, NY_PRINT(asked->offer)));
    return NY_DONE;
}

static bool asks_for_offers(const ny_model *model)
{
    for (uint32_t i = 0; i < model->figures.count; i++)
        if (model->figures.items[i].kind == NY_FIGURE_OFFER &&
            model->figures.items[i].assumed == NY_NONE)
            return true;
    return false;
}

/* --- said for this simulation alone -------------------------------------------------------------- */

/* What --set says, as more alternatives: so it is read, checked and computed as any other. One is for
 * all, and one for each alternative that is named before a point (`offered.price = …`). */
#define NY_SET_NAME "set_for_this_simulation"
#define NY_SET_UNDER "_under_"

/* The alternative before the point of "offered.price = 5"; empty where there is none. */
static ny_text alternative_of(ny_text set)
{
    for (size_t i = 0; i < set.size && set.data[i] != '='; i++)
        if (set.data[i] == '.')
            return (ny_text){set.data, i};
    return NY_NO_TEXT;
}

static void add_set(ny_buffer *text, ny_text set)
{
    ny_buffer_add(text, NY_TEXT("  "));
    for (size_t i = 0; i < set.size; i++)
        ny_buffer_add_character(text, (unsigned char)set.data[i] < ' ' ? ' ' : set.data[i]);
    ny_buffer_add_character(text, '\n');
}

/* One alternative: what is set for `alternative` (empty: for all), the last said first. */
static void add_sets(ny_buffer *text, const ny_imagined_asked *asked, ny_text alternative)
{
    ny_buffer_format(text, "alternative " NY_SET_NAME "%s%.*s \"\"\n",
                     alternative.size ? NY_SET_UNDER : "", NY_PRINT(alternative));
    for (uint32_t i = asked->set.count; i-- > 0;) {
        ny_text set = asked->set.items[i], named = alternative_of(set);
        size_t begin = named.size ? named.size + 1 : 0;
        if (ny_text_equal(named, alternative))
            add_set(text, (ny_text){set.data + begin, set.size - begin});
    }
}

static ny_text set_text(ny_arena *arena, const ny_imagined_asked *asked)
{
    ny_buffer text = ny_buffer_create(arena);
    if (asked->set.count)
        ny_buffer_add(&text, NY_TEXT("nytte 1 english\n"));
    for (uint32_t i = 0; i < asked->set.count; i++) {
        ny_text alternative = alternative_of(asked->set.items[i]);
        bool begun = false;
        for (uint32_t k = 0; k < i; k++)
            begun = begun || ny_text_equal(alternative, alternative_of(asked->set.items[k]));
        if (!begun)
            add_sets(&text, asked, alternative);
    }
    return ny_buffer_text(&text);
}

static bool is_set(const ny_declaration *alternative)
{
    return ny_text_starts(alternative->name.text, NY_SET_NAME);
}

/* Is it what is set for this alternative alone? */
static bool is_set_for(const ny_declaration *set, ny_text alternative)
{
    ny_text name = set->name.text;
    size_t before = strlen(NY_SET_NAME NY_SET_UNDER);
    return is_set(set) && name.size > before &&
           ny_text_equal((ny_text){name.data + before, name.size - before}, alternative);
}

static uint32_t written_alternatives(const ny_model *model)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < model->alternatives.count; i++)
        count += !is_set(model->alternatives.items[i]);
    return count;
}

static void add_replaces(ny_arena *arena, ny_declaration *both, const ny_declaration *of)
{
    for (uint32_t i = 0; of && i < of->is.alternative.replaces.count; i++)
        *NY_APPEND(arena, &both->is.alternative.replaces) = of->is.alternative.replaces.items[i];
}

/* What is set for it alone goes before what the alternative says, and that before what is set for
 * all: an alternative says what it is by what it replaces. */
static const ny_declaration *with_set(ny_arena *arena, const ny_model *model,
                                      const ny_declaration *alternative)
{
    ny_declaration *both = NY_NEW(arena, ny_declaration);
    if (written_alternatives(model) == model->alternatives.count)
        return alternative;
    if (alternative)
        *both = *alternative;
    both->is.alternative = (ny_alternative_words){0};
    for (uint32_t i = 0; alternative && i < model->alternatives.count; i++)
        if (is_set_for(model->alternatives.items[i], alternative->name.text))
            add_replaces(arena, both, model->alternatives.items[i]);
    add_replaces(arena, both, alternative);
    for (uint32_t i = 0; i < model->alternatives.count; i++)
        if (ny_text_is(model->alternatives.items[i]->name.text, NY_SET_NAME))
            add_replaces(arena, both, model->alternatives.items[i]);
    return both;
}

static void check_set_range(ny_loaded *loaded, const ny_replaces_words *said)
{
    const ny_figure *of =
        &loaded->model->figures.items[ny_model_figure(loaded->model, said->name.text)];
    if (!of->has_range || said->value->kind != NY_EXPRESSION_NUMBER)
        return;
    ny_rational value = ny_meaning_of(loaded->model, said->value)->value;
    if (ny_rational_compare(value, of->low) < 0 || ny_rational_compare(value, of->high) > 0)
        NY_REPORT(loaded->sink, NY_SET_RANGE, said->value->span, of->name,
                  ny_span_text(loaded->sink, said->value->span),
                  ny_span_text(loaded->sink, of->declaration->is.figure.type.span));
}

/* A number that is set lies where the contract lets it lie. */
static void check_set_ranges(ny_loaded *loaded)
{
    for (uint32_t i = 0; i < loaded->model->alternatives.count; i++) {
        const ny_declaration *set = loaded->model->alternatives.items[i];
        for (uint32_t k = 0; is_set(set) && k < set->is.alternative.replaces.count; k++)
            check_set_range(loaded, &set->is.alternative.replaces.items[k]);
    }
}

/* --- rows that are drawn ---------------------------------------------------------------------- */

static ny_text count_text(ny_arena *arena, uint32_t count)
{
    return ny_format(arena, "%u", count);
}

/* Is there a row to draw, and one for each world? */
static ny_status check_rows_drawn(ny_arena *arena, ny_imagined *imagined)
{
    const ny_model *model = imagined->loaded.model;
    ny_sink *sink = imagined->loaded.sink;
    for (uint32_t i = 0; i < model->figures.count; i++) {
        const ny_figure *figure = &model->figures.items[i];
        if (figure->rows_of == NY_NONE)
            continue;
        const ny_figure_words *words = &figure->declaration->is.figure;
        ny_text table = model->tables.items[figure->rows_of].name;
        uint32_t rows = imagined->taken_over ? imagined->taken_over[figure->rows_of].count : 0;
        if (!rows)
            NY_REPORT(sink, NY_ROWS_DRAWN_NONE, words->rows_span, figure->name, table);
        else if (words->rows_in_turn && imagined->worlds > rows)
            NY_REPORT(sink, NY_ROWS_COME_AGAIN, words->rows_span, figure->name,
                      count_text(arena, rows), table, count_text(arena, imagined->worlds));
    }
    return ny_say_diagnostics(arena, sink);
}

/* --- alternatives ----------------------------------------------------------------------------- */

ny_status ny_imagine_prepare(ny_arena *arena, const ny_imagined *imagined,
                             const ny_declaration *declaration, ny_alternative *ret_alternative)
{
    ny_sink *sink = imagined->loaded.sink;
    const ny_model *model = imagined->loaded.model;
    ny_alternative made = {0};
    if (declaration) {
        made.name = declaration->name.text;
        made.label = declaration->label;
    }
    made.plan = ny_plan_lower_imagined(arena, sink, model, with_set(arena, model, declaration));
    if (!made.plan)
        return ny_say_diagnostics(arena, sink);
    made.arise = ny_arise_prepare(arena, sink, made.plan);
    if (!made.arise)
        return ny_say_diagnostics(arena, sink);
    if (imagined->taken_over)
        made.arise = ny_arise_given(arena, made.arise, imagined->taken_over);
    *ret_alternative = made;
    return NY_DONE;
}

ny_status ny_imagine_with_offers(ny_arena *arena, const ny_imagined *imagined,
                                 ny_alternative *alternative)
{
    ny_sink *sink = imagined->loaded.sink;
    const ny_model *model = imagined->loaded.model;
    ny_study_people people = {imagined->asked.individuals, imagined->seed, imagined->threads};
    if (model->has_study)
        alternative->study = ny_study_ready(
            arena, sink, alternative->plan, alternative->arise, alternative->offers, &people,
            imagined->alternatives.count ? imagined->alternatives.items[0].study : NULL);
    else if (model->pathways.count)
        alternative->beside = ny_study_beside(arena, sink, alternative->plan, alternative->arise,
                                              alternative->offers, &people);
    if (model->has_study ? !alternative->study : model->pathways.count && !alternative->beside)
        return ny_say_diagnostics(arena, sink);
    return NY_DONE;
}

static ny_status make_ready(ny_arena *arena, ny_imagined *imagined,
                            const ny_declaration *declaration)
{
    ny_sink *sink = imagined->loaded.sink;
    ny_alternative made = {0};
    ny_offer offer = {0};
    ny_status status = ny_imagine_prepare(arena, imagined, declaration, &made);
    if (status != NY_DONE)
        return status;
    bool sound = imagined->asked.offer.size
                     ? ny_offer_read(arena, sink, made.plan, imagined->asked.offer,
                                     imagined->offer_bytes, &offer)
                     : ny_offer_none(arena, sink, made.plan, &offer);
    if (!sound)
        return ny_say_diagnostics(arena, sink);
    made.offers = offer.values;
    status = ny_imagine_with_offers(arena, imagined, &made);
    if (status != NY_DONE)
        return status;
    *NY_APPEND(arena, &imagined->alternatives) = made;
    return NY_DONE;
}

static const ny_declaration *find_alternative(const ny_model *model, ny_text name)
{
    for (uint32_t i = 0; i < model->alternatives.count; i++)
        if (ny_text_equal(model->alternatives.items[i]->name.text, name) &&
            !is_set(model->alternatives.items[i]))
            return model->alternatives.items[i];
    return NULL;
}

static ny_text alternatives_text(ny_arena *arena, const ny_model *model)
{
    ny_buffer text = ny_buffer_create(arena);
    for (uint32_t i = 0; i < model->alternatives.count; i++)
        if (!is_set(model->alternatives.items[i]))
            ny_buffer_format(&text, "%s`%.*s`", text.size ? ", " : "",
                             NY_PRINT(model->alternatives.items[i]->name.text));
    return text.size ? ny_buffer_text(&text) : NY_TEXT("none");
}

static ny_status no_alternative(ny_arena *arena, const char *command, const ny_model *model,
                                ny_text name)
{
    return ny_usage_problem(arena, command,
                            ny_format(arena, "there is no alternative `%.*s`; the model has %.*s",
                                      NY_PRINT(name), NY_PRINT(alternatives_text(arena, model))));
}

/* Those that are named; NULL stands for the contract as written. */
static ny_status add_alternatives(ny_arena *arena, const char *command, ny_imagined *imagined)
{
    const ny_model *model = imagined->loaded.model;
    const ny_imagined_asked *asked = &imagined->asked;
    ny_status status = NY_DONE;
    for (uint32_t i = 0; i < asked->set.count; i++) {
        ny_text named = alternative_of(asked->set.items[i]);
        if (named.size && !find_alternative(model, named))
            return no_alternative(arena, command, model, named);
    }
    for (uint32_t i = 0; i < asked->alternatives.count && status == NY_DONE; i++) {
        const ny_declaration *found = find_alternative(model, asked->alternatives.items[i]);
        if (!found)
            return ny_usage_problem(arena, command,
                                    ny_format(arena,
                                              "there is no alternative `%.*s`; the model has %.*s",
                                              NY_PRINT(asked->alternatives.items[i]),
                                              NY_PRINT(alternatives_text(arena, model))));
        status = make_ready(arena, imagined, found);
    }
    if (asked->alternatives.count)
        return status;
    if (asked->which == NY_IMAGINED_AS_WRITTEN || !written_alternatives(model))
        return make_ready(arena, imagined, NULL);
    for (uint32_t i = 0; i < model->alternatives.count && status == NY_DONE; i++)
        if (!is_set(model->alternatives.items[i]))
            status = make_ready(arena, imagined, model->alternatives.items[i]);
    return status;
}

/* Does a model say anything of the future? Tables of which it says nothing stay empty. */
static bool believes(const ny_model *model)
{
    bool assumes = false;
    for (uint32_t i = 0; i < model->figures.count; i++)
        assumes = assumes || (model->figures.items[i].kind == NY_FIGURE_ASSUME &&
                              model->figures.items[i].price == NY_NONE);
    return assumes || model->row_models.count || model->pathways.count;
}

/* "price=9_000 DKK": a name, and what it shall be. */
static ny_status check_sets(ny_arena *arena, const char *command, const ny_imagined_asked *asked)
{
    for (uint32_t i = 0; i < asked->set.count; i++) {
        ny_text set = asked->set.items[i];
        size_t name = 0, value;
        while (name < set.size && set.data[name] != '=')
            name++;
        for (value = name + 1; value < set.size && set.data[value] == ' ';)
            value++;
        if (name > 0 && value < set.size)
            continue;
        return ny_usage_problem(arena, command,
                                ny_format(arena,
                                          "--set: `%.*s` sets nothing; say NAME=VALUE, such as "
                                          "\"price=9_000 DKK per operation\"",
                                          NY_PRINT(set)));
    }
    return NY_DONE;
}

ny_status ny_imagine_open(ny_arena *arena, const char *command, const ny_imagined_asked *asked,
                          ny_text name, ny_text text, ny_imagined *ret_imagined)
{
    ny_imagined imagined = *ret_imagined;
    imagined.asked = *asked;
    imagined.alternatives.count = imagined.alternatives.capacity = 0;
    ny_status status =
        ny_load_with_text(arena, asked->language, asked->files.items, asked->files.count,
                          NY_CARE_ERRORS, name, text, &imagined.loaded);
    if (status == NY_WORLD_FAILED)
        return ny_world_problem(arena, imagined.loaded.problem);
    if (status == NY_DONE)
        check_set_ranges(&imagined.loaded);
    if (imagined.loaded.sink->errors)
        return ny_say_diagnostics(arena, imagined.loaded.sink);
    const ny_model *model = imagined.loaded.model;
    if (model->tables.count && !believes(model) && !model->has_study) {
        NY_REPORT_PLAIN(imagined.loaded.sink, NY_NO_ROW_MODEL, model->tables.items[0].span);
        return ny_say_diagnostics(arena, imagined.loaded.sink);
    }
    imagined.taken_over = NULL;
    imagined.taken_files = (ny_taken_files){0};
    status = ny_taken_over_read(arena, command, &imagined.loaded, &imagined.taken_over,
                                &imagined.taken_files);
    if (status == NY_DONE)
        status = check_rows_drawn(arena, &imagined);
    if (status == NY_DONE)
        *ret_imagined = imagined;
    return status;
}

ny_status ny_imagine_load(ny_arena *arena, const char *command, const ny_imagined_asked *asked,
                          ny_imagined *ret_imagined)
{
    ny_imagined imagined = *ret_imagined;
    ny_text problem;
    ny_status status = check_sets(arena, command, asked);
    if (status == NY_DONE)
        status = ny_imagine_open(arena, command, asked, NY_TEXT("--set"), set_text(arena, asked),
                                 &imagined);
    if (status != NY_DONE)
        return status;
    if (!asks_for_offers(imagined.loaded.model)) {
        imagined.asked.offer = NY_NO_TEXT;
    } else {
        status = find_offer(arena, command, &imagined.asked);
        if (status != NY_DONE)
            return status;
        imagined.offer_bytes = asked->offer_bytes;
        if (!asked->offer_bytes.size && ny_file_read(arena, asked->language, imagined.asked.offer,
                                                     &imagined.offer_bytes, &problem) != NY_DONE)
            return ny_world_problem(arena, problem);
    }
    status = add_alternatives(arena, command, &imagined);
    if (status == NY_DONE)
        *ret_imagined = imagined;
    return status;
}

ny_imagined_asked ny_imagine_asked(ny_arena *arena, const ny_arguments *arguments,
                                   ny_imagined_which which)
{
    ny_imagined_asked asked = {.which = which, .language = arguments->language};
    (void)ny_said_value(arguments, "offer", &asked.offer);
    for (uint32_t i = 0; i < arguments->files.count; i++)
        *NY_APPEND(arena, &asked.files) = arguments->files.items[i];
    for (uint32_t i = 0; i < arguments->said.count; i++) {
        const ny_said *said = &arguments->said.items[i];
        if (strcmp(said->option->name, "alternative") == 0)
            *NY_APPEND(arena, &asked.alternatives) = said->value;
        if (strcmp(said->option->name, "set") == 0)
            *NY_APPEND(arena, &asked.set) = said->value;
    }
    return asked;
}

/* Worlds of people one at a time, in which nothing else is drawn, are more of the same people: where nobody
 * asks for more, one is enough. */
static uint32_t enough_worlds(const ny_imagined *imagined, uint32_t usual)
{
    const ny_studied *study = imagined->alternatives.items[0].study;
    bool persons = false;
    for (uint32_t i = 0; study && i < study->plan->pathways.count; i++)
        persons |= study->base.persons[i].persons > 0;
    for (uint32_t i = 0; persons && i < study->plan->inputs.count; i++)
        persons = !ny_arise_lanes_vary(study->draws, i);
    return persons ? 1 : usual;
}

ny_status ny_imagine_ready(ny_arena *arena, const char *command, const ny_arguments *arguments,
                           ny_imagined_which which, uint32_t usual_worlds,
                           ny_imagined *ret_imagined)
{
    ny_imagined imagined = {0};
    uint64_t worlds = 0, individuals = 0;
    ny_text said;
    ny_imagined_asked asked = ny_imagine_asked(arena, arguments, which);
    ny_status status = ny_number_said(arena, command, arguments, "worlds", 1,
                                      NY_IMAGINED_MOST_WORLDS, usual_worlds, &worlds);
    if (status == NY_DONE)
        status = ny_number_said(arena, command, arguments, "seed", 0, INT64_MAX, 1, &imagined.seed);
    if (status == NY_DONE)
        status = ny_number_said(arena, command, arguments, "individuals", 1,
                                NY_IMAGINED_MOST_INDIVIDUALS, 0, &individuals);
    if (status == NY_DONE)
        status = ny_threads_said(arena, command, arguments, &imagined.threads);
    if (status != NY_DONE)
        return status;
    asked.individuals = (uint32_t)individuals;
    imagined.worlds = (uint32_t)worlds;
    status = ny_imagine_load(arena, command, &asked, &imagined);
    if (status != NY_DONE)
        return status;
    *ret_imagined = imagined;
    if (!ny_said_value(arguments, "worlds", &said))
        ret_imagined->worlds = enough_worlds(&imagined, imagined.worlds);
    return NY_DONE;
}
