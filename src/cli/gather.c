/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See gather.h. */

#include "cli/gather.h"

#include "base/parallel.h"
#include "base/value_set.h"
#include "cli/data_file.h"
#include "cli/processors.h"
#include "io/file.h"
#include "io/rejects.h"
#include "run/bound.h"
#include "run/exact.h"

static void fingerprint(ny_arena *arena, ny_given *given, const char *role, ny_text name,
                        ny_text bytes)
{
    *NY_APPEND(arena, &given->fingerprints) =
        (ny_fingerprint){ny_text_of(role), name, ny_fingerprint_of(arena, bytes)};
}

/* --- the contract ------------------------------------------------------------------------------ */

static ny_status load_model(ny_arena *arena, const char *command, const ny_arguments *arguments,
                            ny_given *given)
{
    NY_LIST(ny_text) files = {0};
    ny_text source;
    for (uint32_t i = 0; i < arguments->files.count; i++)
        *NY_APPEND(arena, &files) = arguments->files.items[i];
    if (ny_said_value(arguments, "source", &source))
        *NY_APPEND(arena, &files) = source;
    ny_status status =
        ny_load(arena, arguments->language, files.items, files.count, &given->loaded);
    if (status == NY_WORLD_FAILED)
        return ny_world_problem(arena, given->loaded.problem);
    if (status != NY_DONE || given->loaded.sink->warnings)
        (void)ny_say_diagnostics(arena, given->loaded.sink);
    if (status != NY_DONE)
        return status;
    if (given->loaded.model->has_study) {
        NY_REPORT_PLAIN(given->loaded.sink, NY_NO_CONTRACT,
                        given->loaded.model->study->header_span);
        return ny_say_diagnostics(arena, given->loaded.sink);
    }
    for (uint32_t i = 0; i < given->loaded.texts.count; i++)
        fingerprint(arena, given, "contract", given->loaded.paths.items[i],
                    given->loaded.texts.items[i]);
    return ny_load_prose(arena, command, arguments->language, &given->loaded, &given->prose);
}

/* The value sets that the contract's indices are by, each once: a statement says which numbers it rests on. */
static void fingerprint_value_sets(ny_arena *arena, ny_given *given)
{
    uint32_t count;
    const ny_value_set *sets = ny_value_sets(&count);
    bool *seen = NY_NEW_ARRAY(arena, bool, count);
    for (uint32_t i = 0; i < given->plan->ops.count; i++) {
        const ny_op *op = &given->plan->ops.items[i];
        if (op->code != NY_OP_EQ5D || seen[op->aux])
            continue;
        seen[op->aux] = true;
        *NY_APPEND(arena, &given->fingerprints) = (ny_fingerprint){
            NY_TEXT("value set"),
            ny_format(arena, "data/eq5d/%s (%s)", sets[op->aux].file, sets[op->aux].name),
            ny_text_of(sets[op->aux].fingerprint)};
    }
}

static ny_status load_contract(ny_arena *arena, const char *command, const ny_arguments *arguments,
                               ny_given *given)
{
    ny_status status = load_model(arena, command, arguments, given);
    if (status != NY_DONE)
        return status;
    given->plan = ny_plan_lower(arena, given->loaded.sink, given->loaded.model, NULL);
    if (!given->plan)
        return ny_say_diagnostics(arena, given->loaded.sink);
    fingerprint_value_sets(arena, given);
    return NY_DONE;
}

static ny_status read_offer(ny_arena *arena, const ny_arguments *arguments, bool with_offer,
                            ny_given *given)
{
    ny_text path, bytes, problem;
    ny_sink *sink = given->loaded.sink;
    bool good;
    if (!with_offer) {
        given->offer.values = NY_NEW_ARRAY(arena, ny_value, given->plan->inputs.count + 1);
        for (uint32_t i = 0; i < given->plan->inputs.count; i++)
            given->offer.values[i] = ny_value_unknown();
        return NY_DONE;
    }
    if (ny_said_value(arguments, "offer", &path)) {
        if (ny_file_read(arena, arguments->language, path, &bytes, &problem) != NY_DONE)
            return ny_world_problem(arena, problem);
        fingerprint(arena, given, "offer", path, bytes);
        good = ny_offer_read(arena, sink, given->plan, path, bytes, &given->offer);
    } else {
        good = ny_offer_none(arena, sink, given->plan, &given->offer);
    }
    return good ? NY_DONE : ny_say_diagnostics(arena, sink);
}

/* --- days -------------------------------------------------------------------------------------- */

static ny_status read_day(ny_arena *arena, const char *command, const ny_arguments *arguments,
                          const char *option, bool *ret_said, ny_date *ret_day)
{
    ny_text text;
    if (!ny_said_value(arguments, option, &text))
        return NY_DONE;
    if (!ny_date_read(text, ret_day))
        return ny_usage_problem(arena, command,
                                ny_format(arena, "--%s: `%.*s` is no date; write it 2026-11-02",
                                          option, NY_PRINT(text)));
    *ret_said = true;
    return NY_DONE;
}

static ny_status read_period(ny_arena *arena, const char *command, const ny_arguments *arguments,
                             ny_given *given)
{
    ny_text text;
    ny_rational number;
    int64_t whole = 0;
    if (!ny_said_value(arguments, "period", &text))
        return NY_DONE;
    uint32_t most = given->loaded.model->periods.count;
    if (!ny_rational_read(arena, text, &number) || !ny_rational_to_whole(number, &whole) ||
        whole < 1 || whole > most)
        return ny_usage_problem(arena, command,
                                ny_format(arena, "--period: `%.*s` is none of the %u contract %ss",
                                          NY_PRINT(text), most,
                                          ny_keyword_text(given->loaded.model->period_word)));
    given->only_period = (uint32_t)whole;
    return NY_DONE;
}

/* --- the data ---------------------------------------------------------------------------------- */

static ny_extract *extract_of(ny_arena *arena, ny_extract_list *extracts, uint32_t table)
{
    for (uint32_t i = 0; i < extracts->count; i++)
        if (extracts->items[i].table == table)
            return &extracts->items[i];
    ny_extract *extract = NY_APPEND(arena, extracts);
    *extract = (ny_extract){.table = table};
    return extract;
}

/* A file that has been read for another table; several sheets or tables of one file are taken from
 * the same bytes. */
static const ny_extract_file *file_read_before(const ny_extract_list *extracts, ny_text path)
{
    for (uint32_t i = 0; i < extracts->count; i++)
        for (uint32_t j = 0; j < extracts->items[i].files.count; j++)
            if (ny_text_equal(extracts->items[i].files.items[j].name, path))
                return &extracts->items[i].files.items[j];
    return NULL;
}

static ny_status add_file(ny_arena *arena, ny_given *given, const ny_extract_list *extracts,
                          ny_extract *extract, ny_data_place place)
{
    ny_text problem;
    ny_extract_file file;
    const ny_extract_file *before = file_read_before(extracts, place.path);
    if (before && (place.form_said ? place.form : before->form) == before->form) {
        file = *before;
        file.part = place.part;
    } else {
        *NY_APPEND(arena, &given->stamps) =
            (ny_data_stamp){place.path, ny_file_stamp_of(arena, place.path)};
        if (ny_data_file_read(arena, given->loaded.sink->language, &place, &file, &problem) !=
            NY_DONE)
            return ny_world_problem(arena, problem);
        *NY_APPEND(arena, &given->to_print) = (ny_to_print){given->fingerprints.count, file.bytes};
        *NY_APPEND(arena, &given->fingerprints) =
            (ny_fingerprint){.role = NY_TEXT("data"), .name = place.path};
    }
    *NY_APPEND(arena, &extract->files) = file;
    return NY_DONE;
}

static ny_status add_data(ny_arena *arena, const char *command, ny_given *given, ny_text value,
                          ny_extract_list *extracts)
{
    size_t equals = 0;
    while (equals < value.size && value.data[equals] != '=')
        equals++;
    ny_text name = {value.data, equals};
    if (equals == value.size)
        return ny_usage_problem(
            arena, command,
            ny_format(arena, "--data: write TABLE=FILE, not `%.*s`", NY_PRINT(value)));
    uint32_t table = ny_model_table(given->loaded.model, name);
    if (table == NY_NONE)
        return ny_usage_problem(
            arena, command,
            ny_format(arena, "--data: the contract has no table `%.*s`", NY_PRINT(name)));
    ny_text path = {value.data + equals + 1, value.size - equals - 1};
    ny_extract *extract = extract_of(arena, extracts, table);
    ny_status status = add_file(arena, given, extracts, extract, ny_data_place_read(arena, path));
    if (status != NY_DONE)
        return status;
    const ny_extract_file *file = &extract->files.items[extract->files.count - 1];
    if (file->form == NY_SOURCE_CSV && file->part.size)
        return ny_usage_problem(
            arena, command,
            ny_format(arena, "--data: `%.*s` is no workbook, so it has no sheet `%.*s`",
                      NY_PRINT(file->name), NY_PRINT(file->part)));
    return NY_DONE;
}

/* The sheet or table that a source names holds for files of its form that name none. */
static void name_parts(ny_extract *extract, const ny_source_words *words)
{
    for (uint32_t i = 0; i < extract->files.count; i++) {
        ny_extract_file *file = &extract->files.items[i];
        if (file->form == words->form && !file->part.size)
            file->part = words->part;
    }
}

/* A source names its table's file, relative to itself; --data goes before it. */
static ny_status add_sources(ny_arena *arena, ny_given *given, ny_extract_list *extracts)
{
    const ny_model *model = given->loaded.model;
    for (uint32_t i = 0; i < model->sources.count; i++) {
        const ny_declaration *declaration = model->sources.items[i];
        uint32_t table = ny_model_table(model, declaration->is.source.table.text);
        ny_extract *extract = extract_of(arena, extracts, table);
        const ny_source_words *words = &declaration->is.source;
        extract->source = declaration;
        extract->has_extracted = words->extracted_said;
        extract->extracted = words->extracted;
        name_parts(extract, words);
        if (extract->files.count)
            continue;
        ny_text file = given->loaded.sink->sources.items[declaration->span.source].name;
        ny_data_place place = {.path = ny_path_beside(arena, file, words->path),
                               .part = words->part,
                               .form = words->form,
                               .form_said = true};
        ny_status status = add_file(arena, given, extracts, extract, place);
        if (status != NY_DONE)
            return status;
    }
    return NY_DONE;
}

static ny_status check_all_given(ny_arena *arena, const char *command, const ny_given *given,
                                 const ny_extract_list *extracts)
{
    const ny_model *model = given->loaded.model;
    for (uint32_t t = 0; t < model->tables.count; t++) {
        bool found = false;
        for (uint32_t i = 0; i < extracts->count; i++)
            found = found || extracts->items[i].table == t;
        if (!found)
            return ny_usage_problem(arena, command,
                                    ny_format(arena,
                                              "no data for the table `%.*s`: add --data %.*s=FILE",
                                              NY_PRINT(model->tables.items[t].name),
                                              NY_PRINT(model->tables.items[t].name)));
    }
    return NY_DONE;
}

/* The extract's day: of the dated tables, the earliest; unknown when one of them does not say. */
static void find_extracted(ny_given *given, ny_extract_list *extracts)
{
    ny_circumstances *now = &given->circumstances;
    bool said = now->has_extracted, all = true, any = false;
    ny_date earliest = NY_DATE_HIGHEST;
    for (uint32_t i = 0; i < extracts->count; i++) {
        ny_extract *extract = &extracts->items[i];
        if (said) {
            extract->has_extracted = true;
            extract->extracted = now->extracted;
        }
        if (given->loaded.model->tables.items[extract->table].date == NY_NONE)
            continue;
        any = true;
        all = all && extract->has_extracted;
        if (extract->has_extracted && extract->extracted < earliest)
            earliest = extract->extracted;
    }
    if (!said && any && all) {
        now->has_extracted = true;
        now->extracted = earliest;
    }
    if (!now->has_as_of && now->has_extracted) {
        now->has_as_of = true;
        now->as_of = now->extracted;
    }
}

/* The files of all --data. */
static ny_status add_all_data(ny_arena *arena, const char *command, const ny_arguments *arguments,
                              ny_given *given, ny_extract_list *extracts)
{
    ny_status status = NY_DONE;
    for (uint32_t i = 0; i < arguments->said.count && status == NY_DONE; i++)
        if (ny_text_is(ny_text_of(arguments->said.items[i].option->name), "data"))
            status = add_data(arena, command, given, arguments->said.items[i].value, extracts);
    return status;
}

ny_status ny_gather_files(ny_arena *arena, const char *command, const ny_arguments *arguments,
                          ny_given *ret_given, ny_extract_list *ret_extracts)
{
    ny_given given = {0};
    ny_extract_list extracts = {0};
    ny_circumstances *now = &given.circumstances;
    ny_status status =
        read_day(arena, command, arguments, "extracted", &now->has_extracted, &now->extracted);
    if (status == NY_DONE)
        status = load_model(arena, command, arguments, &given);
    if (status == NY_DONE)
        status = add_all_data(arena, command, arguments, &given, &extracts);
    if (status != NY_DONE)
        return status;
    find_extracted(&given, &extracts);
    *ret_given = given;
    *ret_extracts = extracts;
    return NY_DONE;
}

/* What was fingerprinted is what was read, and all of it from one state of the file. */
static ny_status check_unchanged(ny_arena *arena, const ny_given *given)
{
    ny_language language = given->loaded.sink->language;
    for (uint32_t i = 0; i < given->stamps.count; i++) {
        const ny_data_stamp *before = &given->stamps.items[i];
        ny_file_stamp now = ny_file_stamp_of(arena, before->path);
        if (!ny_file_is_same(&before->stamp, &now))
            return ny_world_problem(
                arena, NY_PHRASE_WITH(arena, language, NY_WORDS_CANNOT_READ, before->path,
                                      ny_phrase_text(language, NY_WORDS_CHANGED_MEANWHILE)));
    }
    return NY_DONE;
}

/* Reading takes longer than fingerprints of what is read, and neither needs the other. */
typedef struct ny_reading_data {
    ny_arena *arena;
    ny_arena *prints; /* of the fingerprints */
    ny_given *given;
    const ny_extract_list *extracts;
    bool usable;
} ny_reading_data;

enum { NY_PRINTING, NY_READING, NY_READING_PARTS };

static void read_part(void *context, uint32_t part)
{
    ny_reading_data *reading = context;
    ny_given *given = reading->given;
    if (part == NY_READING) {
        reading->usable =
            ny_extract_read(reading->arena, given->loaded.sink, given->loaded.model,
                            reading->extracts->items, reading->extracts->count, &given->tables);
        return;
    }
    for (uint32_t i = 0; i < given->to_print.count; i++) {
        const ny_to_print *file = &given->to_print.items[i];
        given->fingerprints.items[file->number].hash =
            ny_fingerprint_of(reading->prints, file->bytes);
    }
}

/* False, with diagnostics, where an extract cannot be used. */
static bool read_extracts(ny_arena *arena, ny_given *given, ny_extract_list *extracts)
{
    ny_reading_data reading = {arena, ny_arena_create(), given, extracts, false};
    uint32_t threads = ny_processors();
    for (uint32_t i = 0; i < extracts->count; i++) {
        extracts->items[i].progress = ny_progress_of(given->progress);
        extracts->items[i].threads = threads;
    }
    ny_parallel(threads, NY_READING_PARTS, read_part, &reading);
    ny_progress_clear(given->progress);
    for (uint32_t i = 0; i < given->to_print.count; i++) {
        ny_fingerprint *print = &given->fingerprints.items[given->to_print.items[i].number];
        print->hash = ny_text_copy(arena, print->hash);
    }
    ny_arena_destroy(reading.prints);
    return reading.usable;
}

static ny_status read_data(ny_arena *arena, const char *command, const ny_arguments *arguments,
                           ny_given *given)
{
    ny_extract_list extracts = {0};
    ny_status status = add_all_data(arena, command, arguments, given, &extracts);
    if (status == NY_DONE)
        status = add_sources(arena, given, &extracts);
    if (status == NY_DONE)
        status = check_all_given(arena, command, given, &extracts);
    if (status != NY_DONE)
        return status;
    find_extracted(given, &extracts);
    if (!read_extracts(arena, given, &extracts))
        return ny_say_diagnostics(arena, given->loaded.sink);
    given->circumstances.faults = given->tables.rejects.count;
    return check_unchanged(arena, given);
}

/* --- facts ------------------------------------------------------------------------------------- */

/* After the data: an attestation later than the extract is a fault like any other. */
static ny_status read_facts(ny_arena *arena, const ny_arguments *arguments, ny_given *given)
{
    ny_text path, problem;
    ny_extract_file file;
    const ny_circumstances *now = &given->circumstances;
    given->facts_given = ny_said_value(arguments, "facts", &path);
    if (given->facts_given) {
        if (ny_file_read(arena, given->loaded.sink->language, path, &file.bytes, &problem) !=
            NY_DONE)
            return ny_world_problem(arena, problem);
        file.name = path;
        fingerprint(arena, given, "facts", path, file.bytes);
    }
    bool good =
        ny_facts_read(arena, given->loaded.sink, given->plan, given->facts_given ? &file : NULL,
                      now->has_extracted ? &now->extracted : NULL, given->offer.values,
                      &given->tables, &given->facts);
    given->circumstances.faults = given->tables.rejects.count;
    return good ? NY_DONE : ny_say_diagnostics(arena, given->loaded.sink);
}

#define NY_FAULTS_NAMED 3u

/* Where the first faults are: file, line and heading, never what stands there. */
static ny_text first_faults(ny_arena *arena, const ny_tables *tables)
{
    ny_buffer out = ny_buffer_create(arena);
    for (uint32_t i = 0; i < tables->rejects.count && i < NY_FAULTS_NAMED; i++) {
        const ny_reject *reject = &tables->rejects.items[i];
        ny_buffer_format(&out, "%s%.*s:%u%s%.*s", i ? ", " : "", NY_PRINT(reject->file),
                         reject->line, reject->column.size ? " " : "", NY_PRINT(reject->column));
    }
    return ny_buffer_text(&out);
}

static ny_status refuse_faults(ny_arena *arena, const ny_arguments *arguments,
                               const ny_given *given)
{
    if (!ny_said_switch(arguments, "strict") || !given->tables.rejects.count)
        return NY_DONE;
    ny_span whole = {UINT32_MAX, 0, 0};
    NY_REPORT(given->loaded.sink, NY_FAULTS_IN_DATA, whole,
              ny_format(arena, "%u", given->tables.rejects.count),
              first_faults(arena, &given->tables));
    return ny_say_diagnostics(arena, given->loaded.sink);
}

/* Seen from a day before the contract begins there is nothing to settle: a slip, most likely. */
static ny_status check_as_of(ny_arena *arena, const ny_given *given)
{
    const ny_model *model = given->loaded.model;
    const ny_circumstances *now = &given->circumstances;
    if (!now->has_as_of || !model->periods.count || now->as_of >= model->periods.items[0].from)
        return NY_DONE;
    ny_complain(NY_PHRASE_WITH(arena, given->loaded.sink->language, NY_WORDS_AS_OF_BEFORE_START,
                               ny_date_text(arena, now->as_of),
                               ny_date_text(arena, model->periods.items[0].from)));
    return NY_INPUT_WRONG;
}

ny_status ny_gather(ny_arena *arena, const char *command, const ny_arguments *arguments,
                    bool with_offer, ny_given *ret_given)
{
    ny_given given = {.progress = ny_progress_begin(arena, arguments->language)};
    ny_circumstances *now = &given.circumstances;
    ny_status status = read_day(arena, command, arguments, "as-of", &now->has_as_of, &now->as_of);
    if (status == NY_DONE)
        status =
            read_day(arena, command, arguments, "extracted", &now->has_extracted, &now->extracted);
    if (status == NY_DONE)
        status = load_contract(arena, command, arguments, &given);
    if (status == NY_DONE)
        status = check_as_of(arena, &given);
    if (status == NY_DONE)
        status = read_period(arena, command, arguments, &given);
    if (status == NY_DONE)
        status = read_offer(arena, arguments, with_offer, &given);
    if (status == NY_DONE)
        status = read_data(arena, command, arguments, &given);
    if (status == NY_DONE)
        status = read_facts(arena, arguments, &given);
    if (status == NY_DONE)
        status = refuse_faults(arena, arguments, &given);
    if (status == NY_DONE)
        *ret_given = given;
    return status;
}

/* Fewer rows are computed before a thread has begun. */
#define NY_ROWS_WORTH_THREADS 20000u

static uint32_t threads_worth(const ny_given *given)
{
    for (uint32_t i = 0; i < given->loaded.model->tables.count; i++)
        if (given->tables.rows[i].count >= NY_ROWS_WORTH_THREADS)
            return ny_processors();
    return 1;
}

static ny_inputs inputs_of(const ny_given *given)
{
    return (ny_inputs){.language = given->loaded.sink->language,
                       .tables = given->tables.rows,
                       .values = given->offer.values,
                       .recorded = given->facts.recorded,
                       .traces = given->traces,
                       .trace_count = given->trace_count,
                       .trace_key = given->trace_key,
                       .trace_values = given->trace_values,
                       .by = given->grouping ? &given->grouping->by : NULL,
                       .periods = ny_statements_drawn(given->loaded.model, &given->circumstances),
                       .has_reach = given->circumstances.has_extracted,
                       .reach = given->circumstances.extracted};
}

void ny_gather_bounds(ny_arena *arena, ny_given *given, const ny_result *result)
{
    ny_inputs inputs = inputs_of(given);
    given->circumstances.bounds =
        ny_bound_run(arena, result, &inputs, ny_faults_of(arena, &given->tables));
}

ny_status ny_gather_run(ny_arena *arena, const ny_given *given, ny_result **ret_result)
{
    const ny_model *model = given->loaded.model;
    ny_inputs inputs = inputs_of(given);
    inputs.progress = ny_progress_of(given->progress);
    inputs.threads = threads_worth(given);
    ny_result *result = ny_exact_run(arena, given->plan, &inputs);
    ny_progress_clear(given->progress);
    if (result->stop.stopped) {
        if (ny_view_restricted(given->view) && result->stop.names_row)
            result->stop.words[1] = NY_TEXT("…"); /* no key for who does not buy */
        ny_report(given->loaded.sink, result->stop.code, result->stop.span, result->stop.words,
                  result->stop.word_count);
        return ny_say_diagnostics(arena, given->loaded.sink);
    }
    if (given->only_period > result->periods) {
        const ny_period *period = &model->periods.items[given->only_period - 1];
        ny_language language = given->loaded.sink->language;
        ny_complain(NY_PHRASE_WITH(arena, language, NY_WORDS_STATEMENT_NOT_DRAWN,
                                   ny_period_name(arena, language, model, given->only_period - 1),
                                   ny_date_text(arena, period->data_date),
                                   ny_date_text(arena, given->circumstances.as_of)));
        ny_complain(NY_TEXT("\n"));
        return NY_INPUT_WRONG;
    }
    *ret_result = result;
    return NY_DONE;
}

ny_status ny_deliver_rejects(ny_arena *arena, const char *command, const ny_arguments *arguments,
                             const ny_given *given)
{
    ny_text path, problem;
    if (!ny_said_value(arguments, "rejects", &path))
        return NY_DONE;
    if (ny_view_restricted(given->view))
        return ny_usage_problem(arena, command,
                                NY_TEXT("--rejects: the list of faults holds cells of the data, "
                                        "which this party may not see; leave --as out"));
    if (ny_file_write(arena, arguments->language, path, ny_rejects_csv(arena, &given->tables),
                      &problem) != NY_DONE)
        return ny_world_problem(arena, problem);
    return NY_DONE;
}

ny_status ny_deliver(ny_arena *arena, const ny_arguments *arguments, ny_text text)
{
    ny_text path, problem;
    if (!ny_said_value(arguments, "output", &path)) {
        ny_print(text);
        return NY_DONE;
    }
    if (ny_file_write(arena, arguments->language, path, text, &problem) != NY_DONE)
        return ny_world_problem(arena, problem);
    return NY_DONE;
}
