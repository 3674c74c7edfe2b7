/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Any bytes as a contract, formatted and read again. The law: where a text can be read, its formatted
 * form can be read, and means the same. It has the same declarations with the same parts, the same is
 * said of it, and it has the same plan. (That words and comments stay, and that twice is once, is the
 * law of parser_fuzz.c.) */

#include "contract_bytes.h"
#include "plan/plan.h"
#include "text/format.h"

typedef struct reading {
    ny_sink *sink;
    const ny_tokens *tokens;
    const ny_tree *tree;
    const ny_model *model;
    bool readable; /* neither its words nor its sentences are wrong */
} reading;

static reading read_text(ny_arena *arena, ny_text text)
{
    reading made = {.sink = ny_sink_create(arena)};
    uint32_t source = ny_sink_add_source(made.sink, NY_TEXT("fuzz.nytte"), text);
    made.tokens = ny_tokens_read(arena, made.sink, source);
    made.tree = ny_parse(arena, made.sink, made.tokens, 0);
    made.readable = made.sink->errors == 0;
    if (made.readable)
        made.model = ny_check(arena, made.sink, &made.tree, 1, made.tree->expressions);
    return made;
}

static void check_same_expression(const ny_expression *a, const ny_expression *b)
{
    NY_BUG_ON(!a != !b);
    if (!a)
        return;
    NY_BUG_ON(a->kind != b->kind || a->id != b->id || a->items.count != b->items.count);
    NY_BUG_ON(!ny_text_equal(a->name.text, b->name.text));
    NY_BUG_ON(!ny_text_equal(a->owner.text, b->owner.text));
    for (uint32_t i = 0; i < a->items.count; i++)
        check_same_expression(a->items.items[i], b->items.items[i]);
    check_same_expression(a->scope.where, b->scope.where);
}

static void check_same_define(const ny_define_words *a, const ny_define_words *b)
{
    check_same_expression(a->value, b->value);
    check_same_expression(a->first, b->first);
    check_same_expression(a->later, b->later);
    NY_BUG_ON(a->steps.count != b->steps.count);
    for (uint32_t i = 0; i < a->steps.count; i++) {
        check_same_expression(a->steps.items[i].when, b->steps.items[i].when);
        check_same_expression(a->steps.items[i].value, b->steps.items[i].value);
    }
}

static void check_same_tree(const ny_tree *a, const ny_tree *b)
{
    NY_BUG_ON(a->expressions != b->expressions);
    NY_BUG_ON(a->declarations.count != b->declarations.count);
    for (uint32_t i = 0; i < a->declarations.count; i++) {
        const ny_declaration *left = a->declarations.items[i], *right = b->declarations.items[i];
        NY_BUG_ON(left->kind != right->kind || left->failed != right->failed);
        NY_BUG_ON(!ny_text_equal(left->name.text, right->name.text));
        NY_BUG_ON(!ny_text_equal(left->label, right->label));
        NY_BUG_ON(!ny_text_equal(left->clause, right->clause));
        if (left->kind == NY_DECLARATION_DEFINE)
            check_same_define(&left->is.define, &right->is.define);
        if (left->kind == NY_DECLARATION_PAY) {
            check_same_expression(left->is.pay.amount, right->is.pay.amount);
            check_same_expression(left->is.pay.where, right->is.pay.where);
        }
    }
}

static void check_same_said(const ny_sink *a, const ny_sink *b)
{
    NY_BUG_ON(a->diagnostics.count != b->diagnostics.count);
    for (uint32_t i = 0; i < a->diagnostics.count; i++)
        NY_BUG_ON(a->diagnostics.items[i].code != b->diagnostics.items[i].code);
}

static void check_same_plan(ny_arena *arena, const reading *a, const reading *b)
{
    const ny_plan *left = ny_plan_lower(arena, a->sink, a->model, NULL),
                  *right = ny_plan_lower(arena, b->sink, b->model, NULL);
    NY_BUG_ON(!left != !right);
    if (left)
        NY_BUG_ON(!ny_text_equal(ny_plan_print(arena, left), ny_plan_print(arena, right)));
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned int seed)
{
    return fuzz_mutate_contract(data, size, most, seed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > FUZZ_MOST_BYTES)
        return 0;
    ny_arena *arena = ny_arena_create();
    reading written = read_text(arena, (ny_text){(const char *)data, size});
    if (written.readable) {
        reading formatted = read_text(arena, ny_format_contract(arena, written.tokens));
        NY_BUG_ON(!formatted.readable);
        check_same_tree(written.tree, formatted.tree);
        check_same_said(written.sink, formatted.sink);
        if (written.sink->errors == 0)
            check_same_plan(arena, &written, &formatted);
    }
    ny_arena_destroy(arena);
    return 0;
}
