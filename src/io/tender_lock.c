/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The lock: fingerprints of all that was judged before a price was opened. Anybody can take them again
 * with `b2sum --length=256`. */

#include "io/tender.h"

#include "io/json.h"

static json_t *locked(ny_text role, ny_text name, ny_text print)
{
    json_t *object = json_object();
    ny_json_set(object, "role", ny_json_text(role));
    ny_json_set(object, "name", ny_json_text(name));
    ny_json_set(object, "fingerprint", ny_json_text(print));
    return object;
}

ny_text ny_tender_file_name(ny_text path)
{
    size_t from = path.size;
    while (from > 0 && path.data[from - 1] != '/')
        from--;
    return (ny_text){path.data + from, path.size - from};
}

static json_t *lock_list(const ny_tender *tender, const ny_fingerprints *contract)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < contract->count; i++)
        ny_json_add(list,
                    locked(contract->items[i].role, ny_tender_file_name(contract->items[i].name),
                           contract->items[i].hash));
    ny_json_add(list, locked(NY_TEXT("receipts"), ny_tender_file_name(tender->receipts_path),
                             tender->receipts_print));
    for (uint32_t i = 0; i < tender->bids.count; i++)
        if (tender->bids.items[i].answers_print.size)
            ny_json_add(list, locked(NY_TEXT("answers"), tender->bids.items[i].name,
                                     tender->bids.items[i].answers_print));
    for (uint32_t i = 0; i < tender->judges.count; i++)
        ny_json_add(list,
                    locked(NY_TEXT("scores"), ny_tender_file_name(tender->judges.items[i].file),
                           tender->judges.items[i].print));
    if (tender->assessment_path.size)
        ny_json_add(list,
                    locked(NY_TEXT("assessment"), ny_tender_file_name(tender->assessment_path),
                           tender->assessment_print));
    return list;
}

ny_text ny_lock_json(ny_arena *arena, const ny_tender *tender, const ny_fingerprints *contract)
{
    json_t *root = json_object(), *out = json_array();
    ny_json_set(root, "nytte", json_string("lock/1"));
    ny_json_set(root, "contract", ny_json_text(tender->model->title));
    ny_json_set(root, "locked", lock_list(tender, contract));
    for (uint32_t i = 0; i < tender->bids.count; i++) {
        const ny_bid *bid = &tender->bids.items[i];
        if (bid->out == NY_OUT_NOT)
            continue;
        json_t *object = json_object();
        ny_json_set(object, "bid", ny_json_text(bid->name));
        ny_json_set(object, "reason", ny_json_text(bid->reason));
        ny_json_add(out, object);
    }
    ny_json_set(root, "out", out);
    return ny_json_write(arena, root);
}

static bool is_assessment(const json_t *entry)
{
    const char *role = json_string_value(json_object_get(entry, "role"));
    return role && ny_text_is(ny_text_of(role), "assessment");
}

static bool has_assessment(const json_t *list)
{
    size_t i;
    const json_t *one;
    json_array_foreach(list, i, one) if (is_assessment(one)) return true;
    return false;
}

static void broken(ny_arena *arena, ny_sink *sink, const json_t *entry, const json_t *then,
                   ny_span whole)
{
    const char *role = json_string_value(json_object_get(entry, "role"));
    const char *name = json_string_value(json_object_get(entry, "name"));
    if (is_assessment(entry) && !has_assessment(then)) {
        NY_REPORT(sink, NY_ASSESSMENT_LATE, whole,
                  ny_text_copy(arena, ny_text_of(name ? name : "")));
        return;
    }
    NY_REPORT(sink, NY_LOCK_BROKEN, whole,
              ny_format(arena, "`%s` (%s)", name ? name : "", role ? role : ""));
}

/* Entries of `a` that do not stand in `b` with the same fingerprint. */
static bool all_in(ny_arena *arena, ny_sink *sink, const json_t *a, const json_t *b,
                   const json_t *then, ny_span whole)
{
    size_t i, k;
    const json_t *one, *other;
    bool good = true;
    json_array_foreach(a, i, one)
    {
        bool found = false;
        json_array_foreach(b, k, other) found = found || json_equal(one, other);
        if (!found)
            broken(arena, sink, one, then, whole);
        good = good && found;
    }
    return good;
}

bool ny_lock_holds(ny_arena *arena, ny_sink *sink, const ny_tender *tender,
                   const ny_fingerprints *contract, ny_text name, ny_text bytes)
{
    json_error_t problem;
    uint32_t source = ny_sink_add_source(sink, name, bytes);
    ny_span whole = {source, 0, 0};
    json_t *root = json_loadb(bytes.data, bytes.size, JSON_REJECT_DUPLICATES, &problem);
    if (!root) {
        NY_REPORT(sink, NY_OFFER_NOT_JSON, ny_json_problem_span(source, bytes, &problem), name,
                  ny_json_problem(sink, bytes, &problem));
        return false;
    }
    json_t *now = lock_list(tender, contract);
    const json_t *then = json_object_get(root, "locked");
    bool good = all_in(arena, sink, now, then, then, whole);
    good = good && all_in(arena, sink, then, now, then, whole);
    json_decref(now);
    json_decref(root);
    return good;
}
