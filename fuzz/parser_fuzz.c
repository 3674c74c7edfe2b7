/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Any bytes as a contract, parsed and formatted. The laws: every place that the tree or a message
 * names lies within the text, and an expression's parts lie within it; formatting keeps every word
 * and every comment, and formatting twice is formatting once. */

#include "contract_bytes.h"
#include "model/model.h"
#include "text/format.h"

typedef struct places {
    uint32_t source;
    size_t size;
} places;

static void check_span(const places *within, ny_span span)
{
    NY_BUG_ON(span.source != within->source);
    NY_BUG_ON(span.begin > span.end || span.end > within->size);
}

static void check_expression(void *context, const ny_expression *expression)
{
    check_span(context, expression->span);
    for (uint32_t i = 0; i < expression->items.count; i++) {
        ny_span part = expression->items.items[i]->span;
        NY_BUG_ON(part.begin < expression->span.begin || part.end > expression->span.end);
    }
}

static void walk(places *within, const ny_expression *expression)
{
    if (expression)
        ny_walk_expression(expression, check_expression, within);
}

static void check_define(places *within, const ny_define_words *words)
{
    walk(within, words->value);
    walk(within, words->first);
    walk(within, words->later);
    for (uint32_t i = 0; i < words->steps.count; i++) {
        check_span(within, words->steps.items[i].span);
        walk(within, words->steps.items[i].when);
        walk(within, words->steps.items[i].value);
    }
}

static void check_measure(places *within, const ny_measure_words *words)
{
    walk(within, words->over.where);
    walk(within, words->value);
    walk(within, words->to);
    walk(within, words->counted);
    for (uint32_t i = 0; i < words->needs.count; i++)
        walk(within, words->needs.items[i].or_is);
}

static void check_pay(places *within, const ny_pay_words *words)
{
    walk(within, words->amount);
    walk(within, words->where);
    walk(within, words->on);
    walk(within, words->if_by_then);
    walk(within, words->when);
    walk(within, words->due);
}

static void check_declaration(places *within, const ny_declaration *declaration)
{
    check_span(within, declaration->span);
    check_span(within, declaration->header_span);
    if (declaration->name.text.size)
        check_span(within, declaration->name.span);
    if (declaration->label.size)
        check_span(within, declaration->label_span);
    if (declaration->kind == NY_DECLARATION_DEFINE)
        check_define(within, &declaration->is.define);
    if (declaration->kind == NY_DECLARATION_MEASURE)
        check_measure(within, &declaration->is.measure);
    if (declaration->kind == NY_DECLARATION_PAY)
        check_pay(within, &declaration->is.pay);
    if (declaration->kind == NY_DECLARATION_EXCLUDE)
        walk(within, declaration->is.exclude.where);
    if (declaration->kind == NY_DECLARATION_GIVEN)
        walk(within, declaration->is.figure.value);
}

static void check_same_tokens(const ny_tokens *a, const ny_tokens *b, const ny_token *left,
                              const ny_token *right, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        NY_BUG_ON(left[i].kind != right[i].kind || left[i].keyword != right[i].keyword);
        NY_BUG_ON(left[i].begins_line != right[i].begins_line);
        NY_BUG_ON(!ny_text_equal(ny_token_text(a, &left[i]), ny_token_text(b, &right[i])));
    }
}

static void check_format(ny_arena *arena, const ny_tokens *tokens)
{
    ny_text once = ny_format_contract(arena, tokens);
    ny_sink *sink = ny_sink_create(arena);
    ny_tokens *again = ny_tokens_read(arena, sink, ny_sink_add_source(sink, NY_TEXT("once"), once));
    NY_BUG_ON(sink->errors > 0);
    NY_BUG_ON(again->list.count != tokens->list.count);
    NY_BUG_ON(again->comments.count != tokens->comments.count);
    check_same_tokens(tokens, again, tokens->list.items, again->list.items, again->list.count);
    check_same_tokens(tokens, again, tokens->comments.items, again->comments.items,
                      again->comments.count);
    NY_BUG_ON(!ny_text_equal(once, ny_format_contract(arena, again)));
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
    ny_sink *sink = ny_sink_create(arena);
    uint32_t source = fuzz_source(sink, data, size);
    ny_tokens *tokens = ny_tokens_read(arena, sink, source);
    if (sink->errors == 0)
        check_format(arena, tokens);
    ny_tree *tree = ny_parse(arena, sink, tokens, 0);
    places within = {source, size};
    for (uint32_t i = 0; i < sink->diagnostics.count; i++)
        check_span(&within, sink->diagnostics.items[i].span);
    for (uint32_t i = 0; i < tree->declarations.count; i++)
        check_declaration(&within, tree->declarations.items[i]);
    ny_arena_destroy(arena);
    return 0;
}
