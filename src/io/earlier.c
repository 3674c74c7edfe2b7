/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See earlier.h. */

#include "io/earlier.h"

#include "io/json.h"
#include "io/statement.h"

typedef struct ny_earlier_reading {
    ny_arena *arena;
    ny_earlier made;
    bool good; /* all of it has its shape so far */
} ny_earlier_reading;

/* The text behind a key; empty where there is none. */
static ny_text text_of(const ny_earlier_reading *reading, const json_t *object, const char *key)
{
    return ny_json_text_of(reading->arena, json_object_get(object, key));
}

/* "12.5", "-3", "7/3" */
static bool read_number(ny_arena *arena, ny_text text, ny_rational *ret_number)
{
    size_t slash = 0;
    ny_rational below;
    while (slash < text.size && text.data[slash] != '/')
        slash++;
    if (!ny_rational_read(arena, (ny_text){text.data, slash}, ret_number))
        return false;
    if (slash == text.size)
        return true;
    if (!ny_rational_read(arena, (ny_text){text.data + slash + 1, text.size - slash - 1}, &below) ||
        ny_rational_sign(below) == 0)
        return false;
    *ret_number = ny_rational_divide(arena, *ret_number, below);
    return true;
}

static void read_payment(ny_earlier_reading *reading, const json_t *object,
                         ny_earlier_statement *statement)
{
    ny_earlier_payment payment = {.clause = text_of(reading, object, "clause"),
                                  .label = text_of(reading, object, "label"),
                                  .from = text_of(reading, object, "from"),
                                  .to = text_of(reading, object, "to"),
                                  .currency = text_of(reading, object, "currency")};
    if (!payment.from.size || !payment.to.size ||
        !read_number(reading->arena, text_of(reading, object, "amount"), &payment.amount))
        reading->good = false;
    else
        *NY_APPEND(reading->arena, &statement->payments) = payment;
}

/* Figures that are no numbers (a day, yes or no) are not compared. */
static void read_figures(ny_earlier_reading *reading, const json_t *figures,
                         ny_earlier_statement *statement)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)figures, key, value)
    {
        ny_earlier_figure figure = {.name = ny_text_copy(reading->arena, ny_text_of(key)),
                                    .value = NY_RATIONAL_ZERO};
        ny_text exact = text_of(reading, value, "exact");
        figure.known = exact.size && read_number(reading->arena, exact, &figure.value);
        if (figure.known || !exact.size)
            *NY_APPEND(reading->arena, &statement->figures) = figure;
    }
}

static void read_statement(ny_earlier_reading *reading, const json_t *object)
{
    const json_t *period = json_object_get(object, "period"),
                 *payments = json_object_get(object, "payments");
    if (!json_is_integer(period) || json_integer_value(period) < 1 ||
        json_integer_value(period) > UINT32_MAX || !json_is_array(payments)) {
        reading->good = false;
        return;
    }
    ny_earlier_statement statement = {.period = (uint32_t)json_integer_value(period) - 1,
                                      .final =
                                          ny_text_is(text_of(reading, object, "status"), "final")};
    for (size_t i = 0; i < json_array_size(payments); i++)
        read_payment(reading, json_array_get(payments, i), &statement);
    read_figures(reading, json_object_get(object, "measures"), &statement);
    read_figures(reading, json_object_get(object, "figures"), &statement);
    *NY_APPEND(reading->arena, &reading->made.statements) = statement;
}

static void read_files(ny_earlier_reading *reading, const json_t *root)
{
    const json_t *files = json_object_get(json_object_get(root, "fingerprints"), "files");
    for (size_t i = 0; i < json_array_size(files); i++) {
        const json_t *file = json_array_get(files, i);
        *NY_APPEND(reading->arena, &reading->made.files) =
            (ny_earlier_file){.role = text_of(reading, file, "role"),
                              .name = text_of(reading, file, "file"),
                              .hash = text_of(reading, file, "hash")};
    }
}

static void read_all(ny_earlier_reading *reading, const json_t *root)
{
    const json_t *periods = json_object_get(root, "periods");
    ny_earlier *made = &reading->made;
    ny_text as_of = text_of(reading, root, "as_of");
    made->contract = text_of(reading, root, "contract");
    made->bidder = text_of(reading, root, "bidder");
    made->has_as_of = as_of.size && ny_date_read(as_of, &made->as_of);
    reading->good = ny_text_is(text_of(reading, root, "nytte"), "settle/1") &&
                    json_is_array(periods) && (made->has_as_of || !as_of.size);
    for (size_t i = 0; i < json_array_size(periods); i++)
        read_statement(reading, json_array_get(periods, i));
    read_files(reading, root);
}

/* Is it of this contract and bid, and not later than what is settled now? */
static bool fits(ny_sink *sink, const ny_model *model, ny_text bidder, const ny_circumstances *now,
                 const ny_earlier *made, ny_span whole)
{
    if (!ny_text_equal(made->contract, model->title)) {
        NY_REPORT(sink, NY_EARLIER_OTHER_CONTRACT, whole, made->name, made->contract, model->title);
        return false;
    }
    if (!ny_text_equal(made->bidder, bidder)) {
        NY_REPORT(sink, NY_EARLIER_OTHER_BID, whole, made->name, made->bidder, bidder);
        return false;
    }
    if (made->has_as_of && now->has_as_of && made->as_of > now->as_of) {
        ny_arena *arena = sink->arena;
        NY_REPORT(sink, NY_EARLIER_IS_LATER, whole, made->name, ny_date_text(arena, made->as_of),
                  ny_date_text(arena, now->as_of));
        return false;
    }
    return true;
}

bool ny_earlier_read(ny_arena *arena, ny_sink *sink, const ny_model *model, ny_text bidder,
                     const ny_circumstances *now, ny_text name, ny_text bytes,
                     ny_earlier *ret_earlier)
{
    ny_earlier_reading reading = {.arena = arena, .made = {.name = name}};
    json_error_t problem;
    json_t *root = json_loadb(bytes.data, bytes.size, JSON_REJECT_DUPLICATES, &problem);
    uint32_t source = ny_sink_add_source(sink, name, bytes);
    ny_span whole = {source, 0, 0};
    if (!root) {
        NY_REPORT(sink, NY_EARLIER_NOT_JSON, ny_json_problem_span(source, bytes, &problem), name,
                  ny_json_problem(sink, bytes, &problem));
        return false;
    }
    read_all(&reading, root);
    json_decref(root);
    if (!reading.good) {
        NY_REPORT(sink, NY_EARLIER_SHAPE, whole, name);
        return false;
    }
    if (!fits(sink, model, bidder, now, &reading.made, whole))
        return false;
    *ret_earlier = reading.made;
    return true;
}

/* --- files -------------------------------------------------------------------------------------- */

static bool same_file(ny_text role, ny_text name, ny_text other_role, ny_text other_name)
{
    return ny_text_equal(role, other_role) &&
           ny_text_equal(ny_text_file_name(name), ny_text_file_name(other_name));
}

ny_file_change_list ny_file_changes(ny_arena *arena, const ny_earlier *earlier,
                                    const ny_fingerprints *now)
{
    ny_file_change_list changes = {0};
    for (uint32_t i = 0; i < now->count; i++) {
        const ny_fingerprint *file = &now->items[i];
        bool found = false, equal = false;
        for (uint32_t j = 0; j < earlier->files.count; j++) {
            const ny_earlier_file *other = &earlier->files.items[j];
            if (!same_file(file->role, file->name, other->role, other->name))
                continue;
            found = true;
            equal = equal || ny_text_equal(file->hash, other->hash);
        }
        if (!equal)
            *NY_APPEND(arena, &changes) = (ny_file_change){
                found ? NY_FILE_CHANGED : NY_FILE_ADDED, file->role, ny_text_file_name(file->name)};
    }
    for (uint32_t j = 0; j < earlier->files.count; j++) {
        const ny_earlier_file *other = &earlier->files.items[j];
        bool found = false;
        for (uint32_t i = 0; i < now->count; i++)
            found = found ||
                    same_file(now->items[i].role, now->items[i].name, other->role, other->name);
        if (!found)
            *NY_APPEND(arena, &changes) =
                (ny_file_change){NY_FILE_GONE, other->role, ny_text_file_name(other->name)};
    }
    return changes;
}
