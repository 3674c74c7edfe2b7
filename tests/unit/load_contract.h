/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Contracts for tests that need a plan: from files of the repository, or from texts. */

#ifndef NY_TESTS_LOAD_CONTRACT_H
#define NY_TESTS_LOAD_CONTRACT_H

#include "io/diagnostics.h"
#include "io/extract.h"
#include "io/file.h"
#include "io/offer.h"

#include <stdio.h>
#include <stdlib.h>

/* How a small contract of two years begins; more columns of its table, or other declarations, follow. */
#define TWO_YEARS                                                                                  \
    "nytte 1 english\n"                                                                            \
    "contract \"Small\"\n"                                                                         \
    "  currency DKK, rounded to 0.01, halves away from zero\n"                                     \
    "  prices without value added tax\n"                                                           \
    "  runs from 2020-01-01 for 2 years\n"                                                         \
    "  statement 3 months after each contract year, on the data of that day\n"                     \
    "  last statement at the end of the term\n"                                                    \
    "  objections within 30 days of the statement\n"                                               \
    "party buyer \"Buyer\" buys\n"                                                                 \
    "party seller \"Seller\" sells\n"                                                              \
    "table visit \"One row per visit\" dated by done\n"                                            \
    "  id     key\n"                                                                               \
    "  done   date\n"

typedef struct loading {
    ny_arena *arena;
    ny_sink *sink;
    NY_LIST(const ny_tree *) trees;
    uint32_t expressions;
    const ny_model *model;
} loading;

static inline ny_text repository_file(ny_arena *arena, const char *path)
{
    const char *root = getenv("NYTTE_ROOT");
    ny_text bytes, problem;
    ny_text whole = ny_format(arena, "%s/%s", root ? root : ".", path);
    if (ny_file_read(arena, NY_ENGLISH, whole, &bytes, &problem) != NY_DONE) {
        fprintf(stderr, "%.*s\n", NY_PRINT(problem));
        abort();
    }
    return bytes;
}

static inline void add_text(loading *to, const char *name, ny_text text)
{
    uint32_t source = ny_sink_add_source(to->sink, ny_text_of(name), text);
    const ny_tokens *tokens = ny_tokens_read(to->arena, to->sink, source);
    const ny_tree *tree = ny_parse(to->arena, to->sink, tokens, to->expressions);
    to->expressions = tree->expressions;
    *NY_APPEND(to->arena, &to->trees) = tree;
}

static inline void stop_on_errors(const loading *of)
{
    if (!of->sink->errors)
        return;
    fprintf(stderr, "%.*s\n", NY_PRINT(ny_diagnostics_text(of->arena, of->sink)));
    abort();
}

static inline void finish_loading(loading *of)
{
    of->model = ny_check(of->arena, of->sink, of->trees.items, of->trees.count, of->expressions);
    stop_on_errors(of);
}

static inline loading load_texts(ny_arena *arena, const char *text)
{
    loading made = {.arena = arena, .sink = ny_sink_create(arena)};
    add_text(&made, "test.nytte", ny_text_of(text));
    finish_loading(&made);
    return made;
}

static inline loading load_knee(ny_arena *arena, bool with_buyer)
{
    loading made = {.arena = arena, .sink = ny_sink_create(arena)};
    if (with_buyer)
        add_text(&made, "knee-buyer.nytte",
                 repository_file(arena, "contracts/knee/knee-buyer.nytte"));
    add_text(&made, "knee.nytte", repository_file(arena, "contracts/knee/knee.nytte"));
    finish_loading(&made);
    return made;
}

/* The alternative of that name; NULL, the contract as written, for NULL. */
static inline const ny_plan *plan_of(const loading *of, const char *alternative)
{
    const ny_declaration *found = NULL;
    for (uint32_t i = 0; alternative && i < of->model->alternatives.count; i++)
        if (ny_text_is(of->model->alternatives.items[i]->name.text, alternative))
            found = of->model->alternatives.items[i];
    const ny_plan *plan = ny_plan_lower(of->arena, of->sink, of->model, found);
    stop_on_errors(of);
    return plan;
}

static inline const ny_value *knee_offer(const loading *of, const ny_plan *plan)
{
    ny_offer offer = {0};
    ny_offer_read(of->arena, of->sink, plan, NY_TEXT("offer-knee.json"),
                  repository_file(of->arena, "contracts/knee/offer-knee.json"), &offer);
    stop_on_errors(of);
    return offer.values;
}

static inline ny_extract extract_of(ny_arena *arena, const ny_model *model, const char *table,
                                    ny_text bytes)
{
    ny_extract extract = {.table = ny_model_table(model, ny_text_of(table))};
    *NY_APPEND(arena, &extract.files) =
        (ny_extract_file){.name = ny_text_of(table), .bytes = bytes};
    return extract;
}

static inline ny_tables read_tables(const loading *of, const ny_extract *extracts, size_t count)
{
    ny_tables tables = {0};
    ny_extract_read(of->arena, of->sink, of->model, extracts, count, &tables);
    stop_on_errors(of);
    return tables;
}

static inline uint32_t column_of(const ny_model *model, const char *table, const char *column)
{
    return ny_table_column(&model->tables.items[ny_model_table(model, ny_text_of(table))],
                           ny_text_of(column));
}

#endif
