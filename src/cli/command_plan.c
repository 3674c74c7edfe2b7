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

static json_t *number_or_null(uint32_t op)
{
    return op == NY_NONE ? json_null() : json_integer(op);
}

static json_t *moves_json(const ny_pathway *of, const ny_plan_pathway *pathway)
{
    json_t *moves = json_array();
    for (uint32_t i = 0; i < of->transitions.count; i++) {
        const ny_plan_move *move = &pathway->moves.items[i];
        const ny_transition *line = &of->transitions.items[i];
        bool is_rate = line->form == NY_MOVE_RATE;
        json_t *object = json_object();
        ny_json_set(object, "from", ny_json_text(of->states.items[line->from].name));
        ny_json_set(object, "to", ny_json_text(of->states.items[line->to].name));
        ny_json_set(object, "chance", number_or_null(is_rate ? NY_NONE : move->chance));
        ny_json_set(object, "rate", number_or_null(is_rate ? move->chance : NY_NONE));
        ny_json_set(object, "law",
                    move->law.name.size ? ny_json_text(move->law.name) : json_null());
        ny_json_set(object, "hazard_times", number_or_null(move->times));
        ny_json_add(moves, object);
    }
    return moves;
}

static json_t *pathways_json(const ny_plan *plan)
{
    static const char *const kinds[] = {[NY_PATHWAY_CYCLES] = "cycles",
                                        [NY_PATHWAY_CURVES] = "curves",
                                        [NY_PATHWAY_CONTINUOUS] = "continuous",
                                        [NY_PATHWAY_TREE] = "tree"};
    json_t *pathways = json_array();
    for (uint32_t i = 0; i < plan->pathways.count; i++) {
        const ny_pathway *of = &plan->model->pathways.items[plan->pathways.items[i].pathway];
        json_t *object = json_object(), *states = json_array();
        for (uint32_t s = 0; s < of->states.count; s++)
            ny_json_add(states, ny_json_text(of->states.items[s].name));
        ny_json_set(object, "name", ny_json_text(of->name));
        ny_json_set(object, "kind", json_string(kinds[of->kind]));
        ny_json_set(object, "cycles", of->cycles ? json_integer(of->cycles) : json_null());
        ny_json_set(object, "states", states);
        ny_json_set(object, "moves", moves_json(of, &plan->pathways.items[i]));
        ny_json_add(pathways, object);
    }
    return pathways;
}

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
    ny_json_set(root, "pathways", pathways_json(plan));
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
