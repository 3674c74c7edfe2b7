/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A bid as JSON, with places. Jansson judges whether it is JSON and what its texts are; it does not say where they
 * stand, so a second walk over the same bytes finds the places of the names two levels down. */

#include "io/paper.h"

#include "io/json.h"

#include <string.h>

/* --- places ------------------------------------------------------------------------------------ */

/* One name within one of the root's objects. */
typedef struct ny_json_place {
    ny_text part, name;
    uint32_t name_begin, begin, end; /* bytes of what stands there, quotes and all */
} ny_json_place;

typedef struct ny_json_walk {
    ny_arena *arena;
    ny_text bytes;
    size_t at;
    NY_LIST(ny_json_place) places;
} ny_json_walk;

static void pass_blanks(ny_json_walk *walk)
{
    while (walk->at < walk->bytes.size && strchr(" \t\r\n,:", walk->bytes.data[walk->at]))
        walk->at++;
}

/* From a quote to behind the next one that is not escaped; what stands between them. */
static ny_text pass_string(ny_json_walk *walk)
{
    size_t begin = ++walk->at;
    while (walk->at < walk->bytes.size && walk->bytes.data[walk->at] != '"')
        walk->at += walk->bytes.data[walk->at] == '\\' ? 2 : 1;
    size_t end = walk->at < walk->bytes.size ? walk->at : walk->bytes.size;
    walk->at = end + 1;
    return (ny_text){walk->bytes.data + begin, end - begin};
}

/* One value, whatever it is. */
static void pass_value(ny_json_walk *walk)
{
    size_t depth = 0;
    do {
        pass_blanks(walk);
        if (walk->at >= walk->bytes.size)
            return;
        char c = walk->bytes.data[walk->at];
        if (c == '"') {
            (void)pass_string(walk);
        } else if (c == '{' || c == '[') {
            depth++;
            walk->at++;
        } else if (c == '}' || c == ']') {
            depth -= depth > 0;
            walk->at++;
        } else {
            while (walk->at < walk->bytes.size &&
                   !strchr(" \t\r\n,:{}[]\"", walk->bytes.data[walk->at]))
                walk->at++;
        }
    } while (depth);
}

/* The names of the object that begins here; `part` empty: of the root. */
static void walk_object(ny_json_walk *walk, ny_text part)
{
    pass_blanks(walk);
    if (walk->at >= walk->bytes.size || walk->bytes.data[walk->at] != '{') {
        pass_value(walk);
        return;
    }
    walk->at++;
    for (;;) {
        pass_blanks(walk);
        if (walk->at >= walk->bytes.size || walk->bytes.data[walk->at] != '"') {
            walk->at++;
            return;
        }
        ny_json_place place = {.part = part, .name_begin = (uint32_t)walk->at};
        place.name = pass_string(walk);
        pass_blanks(walk);
        place.begin = (uint32_t)walk->at;
        if (!part.size)
            walk_object(walk, place.name);
        else
            pass_value(walk);
        place.end = (uint32_t)(walk->at < walk->bytes.size ? walk->at : walk->bytes.size);
        *NY_APPEND(walk->arena, &walk->places) = place;
    }
}

static const ny_json_place *find_place(const ny_json_walk *walk, const char *part, ny_text name)
{
    for (uint32_t i = 0; i < walk->places.count; i++)
        if (ny_text_is(walk->places.items[i].part, part) &&
            ny_text_equal(walk->places.items[i].name, name))
            return &walk->places.items[i];
    return NULL;
}

/* --- entries ----------------------------------------------------------------------------------- */

typedef struct ny_json_paper {
    ny_arena *arena;
    ny_sink *sink;
    ny_json_walk walk;
    uint32_t source;
    ny_paper *paper;
} ny_json_paper;

/* A text without escapes is read where it stands; another one has its place as a whole. */
static void add_source(ny_json_paper *of, ny_paper_entry *entry, const ny_json_place *place)
{
    ny_text raw = NY_NO_TEXT;
    if (place && place->end >= place->begin + 2 && of->walk.bytes.data[place->begin] == '"')
        raw = (ny_text){of->walk.bytes.data + place->begin + 1, place->end - place->begin - 2};
    if (raw.data && ny_text_equal(raw, entry->text))
        entry->text = raw;
    entry->source = ny_sink_add_part(of->sink, entry->place, entry->text);
}

static void add_entry(ny_json_paper *of, bool is_answer, const char *key, const json_t *value)
{
    ny_paper_entry entry = {.is_answer = is_answer,
                            .name = ny_text_copy(of->arena, ny_text_of(key))};
    const ny_json_place *place =
        find_place(&of->walk, is_answer ? "answers" : "offers", entry.name);
    entry.place = place ? (ny_span){of->source, place->name_begin, place->end} : of->paper->whole;
    if (is_answer && json_is_object(value)) {
        entry.evidence = ny_text_shown(
            of->arena, ny_json_text_of(of->arena, json_object_get(value, "evidence")));
        value = json_object_get(value, "answer");
    }
    entry.is_text = json_is_string(value);
    entry.text = ny_json_text_of(of->arena, value);
    add_source(of, &entry, place);
    *NY_APPEND(of->arena, &of->paper->entries) = entry;
}

static void add_entries(ny_json_paper *of, json_t *root)
{
    const char *key;
    json_t *value;
    json_object_foreach(json_object_get(root, "offers"), key, value)
        add_entry(of, false, key, value);
    json_object_foreach(json_object_get(root, "answers"), key, value)
        add_entry(of, true, key, value);
}

bool ny_paper_read_json(ny_arena *arena, ny_sink *sink, ny_text path, ny_text bytes,
                        ny_paper *ret_paper)
{
    json_error_t problem;
    json_t *root = json_loadb(bytes.data, bytes.size, JSON_REJECT_DUPLICATES, &problem);
    uint32_t source = ny_sink_add_source(sink, path, bytes);
    ny_paper paper = {.path = path, .whole = {source, 0, 0}, .offers = {source, 0, 0}};
    if (!root) {
        NY_REPORT(sink, NY_OFFER_NOT_JSON, ny_json_problem_span(source, bytes, &problem), path,
                  ny_json_problem(sink, bytes, &problem));
        return false;
    }
    const char *version = json_string_value(json_object_get(root, "nytte"));
    bool good = version && strcmp(version, "offer/1") == 0 &&
                json_is_object(json_object_get(root, "offers"));
    if (good) {
        ny_json_paper of = {arena, sink, {.arena = arena, .bytes = bytes}, source, &paper};
        walk_object(&of.walk, NY_NO_TEXT);
        const ny_json_place *offers = find_place(&of.walk, "", NY_TEXT("offers"));
        if (offers)
            paper.offers = (ny_span){source, offers->name_begin, offers->begin};
        paper.contract = ny_json_text_of(arena, json_object_get(root, "contract"));
        paper.bidder =
            ny_text_shown(arena, ny_json_text_of(arena, json_object_get(root, "bidder")));
        add_entries(&of, root);
        *ret_paper = paper;
    } else {
        NY_REPORT(sink, NY_OFFER_SHAPE, paper.whole, path);
    }
    json_decref(root);
    return good;
}

ny_span ny_paper_place_of(const ny_paper *paper, ny_text name)
{
    for (uint32_t i = 0; i < paper->blanks.count; i++)
        if (ny_text_equal(paper->blanks.items[i].name, name))
            return paper->blanks.items[i].place;
    return paper->offers;
}

/* --- and back ---------------------------------------------------------------------------------- */

static const ny_paper_entry *find_entry(const ny_paper *const *papers, uint32_t count,
                                        const ny_form_field *field)
{
    for (uint32_t p = 0; p < count; p++)
        for (uint32_t i = 0; i < papers[p]->entries.count; i++) {
            const ny_paper_entry *entry = &papers[p]->entries.items[i];
            if (entry->is_answer == (field->figure == NY_NONE) &&
                ny_text_equal(entry->name, field->name))
                return entry;
        }
    return NULL;
}

static json_t *entry_json(const ny_paper_entry *entry)
{
    if (!entry->evidence.size)
        return ny_json_text(entry->text);
    json_t *object = json_object();
    ny_json_set(object, "answer", ny_json_text(entry->text));
    ny_json_set(object, "evidence", ny_json_text(entry->evidence));
    return object;
}

ny_text ny_paper_json(ny_arena *arena, const ny_form *form, ny_keyword envelope,
                      const ny_paper *const *papers, uint32_t count)
{
    json_t *root = json_object(), *offers = json_object(), *answers = json_object();
    ny_text bidder = NY_NO_TEXT;
    for (uint32_t p = 0; p < count; p++)
        bidder = papers[p]->bidder.size ? papers[p]->bidder : bidder;
    for (uint32_t i = 0; i < form->fields.count; i++) {
        const ny_form_field *field = &form->fields.items[i];
        const ny_paper_entry *entry = find_entry(papers, count, field);
        if (entry && (envelope == NY_KEYWORD_NONE || field->envelope == envelope))
            ny_json_set_text(field->figure == NY_NONE ? answers : offers, field->name,
                             entry_json(entry));
    }
    ny_json_set(root, "nytte", json_string("offer/1"));
    ny_json_set(root, "contract", ny_json_text(form->model->title));
    if (bidder.size)
        ny_json_set(root, "bidder", ny_json_text(bidder));
    ny_json_set(root, "offers", offers);
    if (json_object_size(answers))
        ny_json_set(root, "answers", answers);
    else
        json_decref(answers);
    return ny_json_write(arena, root);
}
