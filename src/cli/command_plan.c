/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* nytte plan: what a contract computes, operation by operation. */

#include "cli/command.h"

#include "io/json.h"
#include "plan/plan.h"

static const ny_option options[] = {
    {"json", NULL, "the plan's operations as JSON (plan/1)"},
    {"help", NULL, "this text"},
};

static ny_text plan_json(ny_arena *arena, const ny_plan *plan)
{
    json_t *root = json_object(), *ops = json_array();
    for (uint32_t i = 0; i < plan->ops.count; i++) {
        const ny_op *op = &plan->ops.items[i];
        json_t *object = json_object(), *operands = json_array();
        static const char *const grains[] = {"contract", "period", "row", "cycle"};
        ny_json_set(object, "number", json_integer(i));
        ny_json_set(object, "operation", json_string(ny_op_prints(op->code)));
        ny_json_set(object, "grain", json_string(grains[op->grain.kind]));
        ny_json_set(object, "table",
                    op->grain.kind == NY_GRAIN_ROW
                        ? ny_json_text(plan->model->tables.items[op->grain.table].name)
                        : json_null());
        for (uint32_t k = 0; k < op->operands; k++)
            ny_json_add(operands, json_integer(plan->operands.items[op->first_operand + k]));
        ny_json_set(object, "operands", operands);
        uint32_t figure = plan->figure_of_op.items[i];
        ny_json_set(object, "figure",
                    figure == NY_NONE ? json_null()
                                      : ny_json_text(plan->model->figures.items[figure].name));
        ny_json_add(ops, object);
    }
    ny_json_set(root, "nytte", json_string("plan/1"));
    ny_json_set(root, "contract", ny_json_text(plan->model->title));
    ny_json_set(root, "operations", ops);
    return ny_json_write(arena, root);
}

ny_status ny_command_plan(ny_arena *arena, int argument_count, char **words)
{
    ny_arguments *arguments;
    ny_status status;
    ny_loaded loaded;
    if (!ny_begin(arena, "plan", options, sizeof options / sizeof *options, argument_count, words,
                  &arguments, &status))
        return status;
    status = ny_load(arena, arguments->language, arguments->files.items, arguments->files.count,
                     &loaded);
    if (status == NY_WORLD_FAILED)
        return ny_world_problem(arena, loaded.problem);
    if (status != NY_DONE)
        return ny_say_diagnostics(arena, loaded.sink);
    const ny_plan *plan = ny_plan_lower(arena, loaded.sink, loaded.model, NULL);
    if (!plan)
        return ny_say_diagnostics(arena, loaded.sink);
    ny_print(ny_said_switch(arguments, "json") ? plan_json(arena, plan)
                                               : ny_plan_print(arena, plan));
    return NY_DONE;
}
