/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See facts.h. */

#include "io/facts.h"

#include "io/json.h"

#include <stdlib.h>
#include <string.h>

typedef struct ny_reading {
    ny_arena *arena;
    ny_sink *sink;
    const ny_plan *plan;
    const ny_model *model;
    const ny_extract_file *file;
    const ny_date *extracted;
    ny_tables *rejects;
    ny_facts facts;
    ny_span whole;
    bool good;
} ny_reading;

/* --- the facts of the contract ------------------------------------------------------------------ */

static void list_facts(ny_reading *reading)
{
    const ny_model *model = reading->model;
    for (uint32_t i = 0; i < model->figures.count; i++) {
        const ny_figure *figure = &model->figures.items[i];
        const ny_figure_words *words = &figure->declaration->is.figure;
        if (figure->kind != NY_FIGURE_FACT || words->value)
            continue;
        ny_fact_said fact = {.figure = i, .any = words->attested_by_any};
        for (uint32_t k = 0; k < words->attested_by.count; k++)
            *NY_APPEND(reading->arena, &fact.attested_by) =
                ny_model_party(model, words->attested_by.items[k].text);
        *NY_APPEND(reading->arena, &reading->facts.facts) = fact;
    }
}

static const ny_figure *figure_of(const ny_reading *reading, const ny_fact_said *fact)
{
    return &reading->model->figures.items[fact->figure];
}

static bool is_day(const ny_reading *reading, const ny_fact_said *fact)
{
    return figure_of(reading, fact)->type.kind == NY_KIND_DATE;
}

/* "all of `south`, `capital`" */
static ny_text attested_by_text(const ny_reading *reading, const ny_fact_said *fact)
{
    ny_buffer text = ny_buffer_create(reading->arena);
    if (fact->attested_by.count > 1)
        ny_buffer_add(&text, fact->any ? ny_words(reading->sink, NY_WORDS_ANY_OF)
                                       : ny_words(reading->sink, NY_WORDS_ALL_OF));
    for (uint32_t i = 0; i < fact->attested_by.count; i++)
        ny_buffer_format(&text, "%s`%.*s`", i ? ", " : "",
                         NY_PRINT(reading->model->parties.items[fact->attested_by.items[i]].name));
    return ny_buffer_text(&text);
}

/* --- from which day ----------------------------------------------------------------------------- */

static const ny_attestation *attested_by(const ny_fact_entry *entry, uint32_t party)
{
    for (uint32_t i = 0; i < entry->attested.count; i++)
        if (entry->attested.items[i].party == party)
            return &entry->attested.items[i];
    return NULL;
}

static bool day_of(const ny_fact_said *fact, const ny_fact_entry *entry, ny_date *ret_day)
{
    bool found = false;
    for (uint32_t i = 0; i < fact->attested_by.count; i++) {
        const ny_attestation *of = attested_by(entry, fact->attested_by.items[i]);
        if (!of && fact->any)
            continue;
        if (!of)
            return false;
        if (!found || (fact->any ? of->day < *ret_day : of->day > *ret_day))
            *ret_day = of->day;
        found = true;
    }
    return found;
}

const ny_fact_entry *ny_fact_by(const ny_fact_said *fact, ny_date day, ny_date *ret_day)
{
    const ny_fact_entry *latest = NULL;
    for (uint32_t i = 0; i < fact->entries.count; i++) {
        const ny_fact_entry *entry = &fact->entries.items[i];
        ny_date from = 0;
        if (entry->spoilt || !day_of(fact, entry, &from) || from > day ||
            (latest && from < *ret_day))
            continue;
        latest = entry;
        *ret_day = from;
    }
    return latest;
}

/* --- reading ------------------------------------------------------------------------------------ */

static ny_text copy_of(const ny_reading *reading, const char *text)
{
    return ny_text_copy(reading->arena, ny_text_of(text));
}

/* Where the fact's name first stands in quotes in the file; its beginning where it does not. */
static size_t offset_of(const ny_reading *reading, ny_text name)
{
    ny_text bytes = reading->file->bytes;
    for (size_t i = 0; i + name.size + 2 <= bytes.size; i++)
        if (bytes.data[i] == '"' && bytes.data[i + name.size + 1] == '"' &&
            memcmp(bytes.data + i + 1, name.data, name.size) == 0)
            return i;
    return 0;
}

static ny_span span_of(const ny_reading *reading, ny_text name)
{
    uint32_t at = (uint32_t)offset_of(reading, name);
    if (!at)
        return reading->whole;
    return (ny_span){reading->whole.source, at, at + (uint32_t)name.size + 2};
}

static uint32_t line_of(const ny_reading *reading, ny_text name)
{
    size_t at = offset_of(reading, name);
    uint32_t line = 1;
    for (size_t i = 0; i < at; i++)
        line += reading->file->bytes.data[i] == '\n';
    return line;
}

static ny_span fact_span(const ny_reading *reading, const ny_fact_said *fact)
{
    return span_of(reading, figure_of(reading, fact)->name);
}

static void say_shape(ny_reading *reading, const ny_fact_said *fact, ny_phrase why)
{
    NY_REPORT(reading->sink, NY_FACT_SHAPE, fact_span(reading, fact),
              figure_of(reading, fact)->name, ny_words(reading->sink, why));
    reading->good = false;
}

static void reject_late(ny_reading *reading, const ny_fact_said *fact, ny_text party, ny_date day)
{
    ny_text name = figure_of(reading, fact)->name;
    *NY_APPEND(reading->arena, &reading->rejects->rejects) =
        (ny_reject){.table = NY_NONE,
                    .file = reading->file->name,
                    .line = line_of(reading, name),
                    .column = ny_format(reading->arena, "%.*s, attested by %.*s", NY_PRINT(name),
                                        NY_PRINT(party)),
                    .value = ny_date_text(reading->arena, day),
                    .reason = NY_WORDS(reading->sink, NY_WORDS_FAULT_FACT_LATE,
                                       ny_date_text(reading->arena, *reading->extracted)),
                    .action = NY_COUNTS_AS_UNKNOWN,
                    .place = {.kind = NY_FAULT_IN_FACT, .row = fact->figure}};
}

static void read_attestation(ny_reading *reading, const ny_fact_said *fact, ny_fact_entry *entry,
                             const char *who, const json_t *when)
{
    ny_text name = copy_of(reading, who);
    ny_text figure = figure_of(reading, fact)->name;
    uint32_t party = ny_model_party(reading->model, name);
    bool asked = false;
    for (uint32_t i = 0; i < fact->attested_by.count; i++)
        asked = asked || (party != NY_NONE && fact->attested_by.items[i] == party);
    if (!asked) {
        NY_REPORT(reading->sink, NY_ATTESTED_BY_OTHER, fact_span(reading, fact), figure, name,
                  attested_by_text(reading, fact));
        reading->good = false;
        return;
    }
    const char *text = json_string_value(when);
    ny_attestation attestation = {.party = party};
    if (!text || !ny_date_read(ny_text_of(text), &attestation.day)) {
        NY_REPORT(reading->sink, NY_ATTESTED_WHEN, fact_span(reading, fact), figure, name,
                  text ? copy_of(reading, text) : ny_words(reading->sink, NY_WORDS_NOT_A_TEXT));
        reading->good = false;
        return;
    }
    if (reading->extracted && attestation.day > *reading->extracted) {
        reject_late(reading, fact, name, attestation.day);
        entry->spoilt = true;
        return;
    }
    *NY_APPEND(reading->arena, &entry->attested) = attestation;
}

static void read_value(ny_reading *reading, const ny_fact_said *fact, ny_fact_entry *entry,
                       const json_t *value)
{
    const ny_figure *figure = figure_of(reading, fact);
    if (!value) {
        if (is_day(reading, fact))
            return;
        NY_REPORT(reading->sink, NY_FACT_LACKS_VALUE, fact_span(reading, fact), figure->name,
                  ny_words(reading->sink, NY_WORDS_A_FIGURE));
        reading->good = false;
        return;
    }
    const char *text = json_string_value(value);
    if (!text) {
        say_shape(reading, fact, NY_WORDS_VALUE_IS_NO_TEXT);
        return;
    }
    if (is_day(reading, fact)) {
        NY_REPORT(reading->sink, NY_FACT_HAS_NO_VALUE, fact_span(reading, fact), figure->name,
                  copy_of(reading, text));
        reading->good = false;
        return;
    }
    ny_text place = ny_format(reading->arena, "%.*s, %.*s", NY_PRINT(reading->file->name),
                              NY_PRINT(figure->name));
    uint32_t source = ny_sink_add_source(reading->sink, place, copy_of(reading, text));
    entry->has_value = ny_model_read_value(reading->arena, reading->sink, reading->model,
                                           fact->figure, source, &entry->value);
    reading->good = reading->good && entry->has_value;
}

static void read_entry(ny_reading *reading, ny_fact_said *fact, json_t *said)
{
    ny_fact_entry entry = {0};
    json_t *attested = json_object_get(said, "attested");
    const char *key;
    json_t *value;
    if (!json_is_object(said) || !json_is_object(attested)) {
        say_shape(reading, fact, NY_WORDS_NOT_SAID_WHO_ATTESTS);
        return;
    }
    json_object_foreach(said, key, value)
    {
        if (strcmp(key, "attested") != 0 && strcmp(key, "value") != 0)
            say_shape(reading, fact, NY_WORDS_ONLY_VALUE_BESIDE);
    }
    json_object_foreach(attested, key, value) read_attestation(reading, fact, &entry, key, value);
    read_value(reading, fact, &entry, json_object_get(said, "value"));
    *NY_APPEND(reading->arena, &fact->entries) = entry;
}

static ny_fact_said *find_fact(ny_reading *reading, ny_text name)
{
    for (uint32_t i = 0; i < reading->facts.facts.count; i++)
        if (ny_text_equal(figure_of(reading, &reading->facts.facts.items[i])->name, name))
            return &reading->facts.facts.items[i];
    return NULL;
}

static void say_unknown(ny_reading *reading, ny_text name)
{
    ny_buffer names = ny_buffer_create(reading->arena);
    for (uint32_t i = 0; i < reading->facts.facts.count; i++)
        ny_buffer_format(&names, "%s`%.*s`", i ? ", " : "",
                         NY_PRINT(figure_of(reading, &reading->facts.facts.items[i])->name));
    ny_text hint = names.size
                       ? NY_WORDS(reading->sink, NY_WORDS_FACTS_THERE_ARE, ny_buffer_text(&names))
                       : NY_NO_TEXT;
    NY_REPORT(reading->sink, NY_FACT_UNKNOWN, span_of(reading, name), name, hint);
    reading->good = false;
}

static void read_fact(ny_reading *reading, const char *key, json_t *said)
{
    ny_text name = copy_of(reading, key);
    ny_fact_said *fact = find_fact(reading, name);
    if (!fact) {
        say_unknown(reading, name);
    } else if (!json_is_array(said)) {
        read_entry(reading, fact, said);
    } else if (is_day(reading, fact) || !figure_of(reading, fact)->may_be_unknown) {
        NY_REPORT(reading->sink, NY_FACT_HAPPENS_ONCE, span_of(reading, name), name);
        reading->good = false;
    } else {
        for (size_t i = 0; i < json_array_size(said); i++)
            read_entry(reading, fact, json_array_get(said, i));
    }
}

static bool check_head(ny_reading *reading, const json_t *root)
{
    const char *version = json_string_value(json_object_get(root, "nytte"));
    const json_t *contract = json_object_get(root, "contract");
    const char *title = json_string_value(contract);
    if (!version || !ny_text_is(ny_text_of(version), "facts/1") ||
        !json_is_object(json_object_get(root, "facts"))) {
        NY_REPORT(reading->sink, NY_FACTS_SHAPE, reading->whole, reading->file->name);
        return false;
    }
    if (contract && (!title || !ny_text_equal(ny_text_of(title), reading->model->title))) {
        NY_REPORT(reading->sink, NY_FACTS_OTHER_CONTRACT, reading->whole, reading->file->name,
                  copy_of(reading, title ? title : ""), reading->model->title);
        return false;
    }
    return true;
}

static void read_file(ny_reading *reading)
{
    ny_text bytes = reading->file->bytes;
    json_error_t problem;
    json_t *root = json_loadb(bytes.data, bytes.size, JSON_REJECT_DUPLICATES, &problem), *said;
    uint32_t source = ny_sink_add_source(reading->sink, reading->file->name, bytes);
    const char *key;
    reading->whole.source = source;
    if (!root) {
        NY_REPORT(reading->sink, NY_FACTS_NOT_JSON, ny_json_problem_span(source, bytes, &problem),
                  reading->file->name, ny_json_problem(reading->sink, bytes, &problem));
        reading->good = false;
        return;
    }
    if (check_head(reading, root))
        json_object_foreach(json_object_get(root, "facts"), key, said)
            read_fact(reading, key, said);
    else
        reading->good = false;
    json_decref(root);
}

/* --- what they come to -------------------------------------------------------------------------- */

static uint32_t input_of(const ny_plan *plan, uint32_t figure)
{
    for (uint32_t i = 0; i < plan->inputs.count; i++)
        if (plan->inputs.items[i].figure == figure)
            return i;
    return NY_NONE;
}

static bool is_spoilt(const ny_fact_said *fact)
{
    for (uint32_t i = 0; i < fact->entries.count; i++)
        if (fact->entries.items[i].spoilt)
            return true;
    return false;
}

static int by_day(const void *a, const void *b)
{
    ny_date x = ((const ny_fact_record *)a)->day, y = ((const ny_fact_record *)b)->day;
    return (x > y) - (x < y);
}

static void record(ny_reading *reading, const ny_fact_said *fact, ny_recorded *recorded)
{
    recorded->spoilt = is_spoilt(fact);
    for (uint32_t i = 0; i < fact->entries.count; i++) {
        ny_fact_record made = {.value = fact->entries.items[i].value};
        if (day_of(fact, &fact->entries.items[i], &made.day))
            *NY_APPEND(reading->arena, &recorded->records) = made;
    }
    if (recorded->records.count)
        qsort(recorded->records.items, recorded->records.count, sizeof *recorded->records.items,
              by_day);
    for (uint32_t i = 1; i < recorded->records.count; i++)
        if (recorded->records.items[i].day == recorded->records.items[i - 1].day) {
            NY_REPORT(reading->sink, NY_FACT_SAME_DAY, fact_span(reading, fact),
                      figure_of(reading, fact)->name,
                      ny_date_text(reading->arena, recorded->records.items[i].day));
            reading->good = false;
        }
}

/* A fact that is a day, or that is always there: what it came to, whatever the day. */
static ny_value come_to(ny_reading *reading, const ny_fact_said *fact)
{
    const ny_figure *figure = figure_of(reading, fact);
    ny_date day = 0;
    const ny_fact_entry *entry = ny_fact_by(fact, NY_DATE_HIGHEST, &day);
    if (is_spoilt(fact))
        return ny_value_unknown();
    if (entry)
        return is_day(reading, fact) ? ny_value_date(day) : entry->value;
    if (!figure->may_be_absent && !figure->may_be_unknown) {
        NY_REPORT(reading->sink, NY_FACT_LACKS, figure->span, figure->name,
                  attested_by_text(reading, fact));
        reading->good = false;
    }
    return ny_value_absent();
}

static void settle(ny_reading *reading, ny_value *values)
{
    for (uint32_t i = 0; i < reading->facts.facts.count; i++) {
        const ny_fact_said *fact = &reading->facts.facts.items[i];
        uint32_t input = input_of(reading->plan, fact->figure);
        if (input == NY_NONE)
            continue;
        if (!is_day(reading, fact) && figure_of(reading, fact)->may_be_unknown)
            record(reading, fact, &reading->facts.recorded[input]);
        else
            values[input] = come_to(reading, fact);
    }
}

bool ny_facts_read(ny_arena *arena, ny_sink *sink, const ny_plan *plan, const ny_extract_file *file,
                   const ny_date *extracted, ny_value *values, ny_tables *rejects,
                   ny_facts *ret_facts)
{
    ny_reading reading = {.arena = arena,
                          .sink = sink,
                          .plan = plan,
                          .model = plan->model,
                          .file = file,
                          .extracted = extracted,
                          .rejects = rejects,
                          .whole = {UINT32_MAX, 0, 0},
                          .good = true};
    reading.facts.recorded = NY_NEW_ARRAY(arena, ny_recorded, plan->inputs.count + 1);
    list_facts(&reading);
    if (file)
        read_file(&reading);
    if (reading.good)
        settle(&reading, values);
    if (reading.good)
        *ret_facts = reading.facts;
    return reading.good;
}
