/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Any bytes as a contract, checked; and where nothing is wrong with it, lowered to a plan and
 * printed. The law: what the checker lets through can be lowered, or is refused with a reason; and
 * nothing crashes, hangs or eats memory. */

#include "contract_bytes.h"
#include "plan/plan.h"

static void check_plan(ny_arena *arena, ny_sink *sink, const ny_model *model)
{
    const ny_plan *plan = ny_plan_lower(arena, sink, model, NULL);
    NY_BUG_ON((plan == NULL) != (sink->errors > 0));
    if (plan)
        NY_BUG_ON(ny_plan_print(arena, plan).size == 0);
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
    ny_tokens *tokens = ny_tokens_read(arena, sink, fuzz_source(sink, data, size));
    const ny_tree *tree = ny_parse(arena, sink, tokens, 0);
    const ny_model *model = ny_check(arena, sink, &tree, 1, tree->expressions);
    if (sink->errors == 0)
        check_plan(arena, sink, model);
    ny_sink_sort(sink);
    ny_arena_destroy(arena);
    return 0;
}
