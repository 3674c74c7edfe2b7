/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See arise_lanes.h. Assumptions are taken one after the other, in their order, each for all worlds:
 *
 * - a bare value that no world changes is worked out once;
 * - a law or interval whose arguments no world changes is made ready once (law_fixed.c) and drawn for
 *   all worlds at a time;
 * - any other, and every lane in which something is refused, is drawn by the very functions that draw
 *   a world (arise.c): so what is refused, and why, is said in one place. */

#include "use/arise_lanes.h"

#include "base/bug.h"
#include "use/arise_private.h"

#include <string.h>

#define LARGEST_VALUE 1e300

typedef enum ny_lanes_way {
    NY_LANES_ALIKE, /* no world changes it */
    NY_LANES_FIXED, /* drawn from a law that is made ready */
    NY_LANES_ROWS,  /* a row of a table that is given */
    NY_LANES_APART, /* world by world */
} ny_lanes_way;

/* A column of that table. */
typedef struct ny_lanes_column {
    double *value;  /* by row; NULL: not drawn */
    uint8_t *state; /* ny_state */
    bool known;     /* in all rows */
} ny_lanes_column;

typedef struct ny_lanes_assumption {
    const ny_arise_assumption *of;
    ny_lanes_way way;
    ny_value alike;
    double *arguments; /* FIXED: of the law, of the interval, or the weights of shares */
    uint32_t argument_count;
    const ny_law_fixed *fixed;      /* one; of shares one each */
    const ny_lanes_column *columns; /* ROWS */
    uint32_t rows;
    NY_LIST(uint32_t) stands_on; /* APART: inputs that differ between worlds */
    uint32_t same; /* FIXED: the assumption of `like` that is drawn alike, or NY_NONE */
} ny_lanes_assumption;

struct ny_arise_lanes {
    const ny_arise *arise;
    const ny_arise_lanes *like;
    const ny_value *offers;
    const ny_value *alike; /* by input: what it is where no world changes it */
    bool *vary;            /* by input */
    bool *changes;         /* by operation of contract grain: may it differ between worlds? */
    NY_LIST(ny_lanes_assumption) assumptions;
};

/* Shares stand behind the figure's own input, which is never known. */
static uint32_t first_input(const ny_plan_assumption *of)
{
    return of->input + (of->shares > 0);
}

/* A world in which things are drawn one by one. */
typedef struct ny_lanes_world {
    ny_inputs inputs;
    ny_value *values;
    ny_fast fast;
    ny_arising arising;
} ny_lanes_world;

/* Nothing is drawn yet; what no world changes is there. */
static void begin_world(ny_lanes_world *world, ny_arena *arena, const ny_arise_lanes *lanes)
{
    const ny_arise *arise = lanes->arise;
    world->values = ny_arise_first_values(arena, arise, lanes->offers);
    for (uint32_t i = 0; i < lanes->assumptions.count; i++)
        if (lanes->assumptions.items[i].way == NY_LANES_ALIKE)
            world->values[lanes->assumptions.items[i].of->plan->input] =
                lanes->assumptions.items[i].alike;
    ny_rows *tables = ny_arise_first_tables(arena, arise);
    world->inputs = (ny_inputs){.language = arise->language,
                                .tables = tables,
                                .values = world->values,
                                .fast = arise->fast,
                                .periods = 1};
    world->fast = ny_fast_begin(arena, arise->plan, &world->inputs);
    world->arising = (ny_arising){.arena = arena,
                                  .arise = arise,
                                  .model = arise->model,
                                  .tables = tables,
                                  .fast = &world->fast};
}

/* --- what differs between worlds ---------------------------------------------------------------- */

static bool looks_at_input(ny_op_code code)
{
    return code == NY_OP_INPUT || code == NY_OP_FACT || code == NY_OP_FACT_DATE;
}

/* Operands stand before what they make. */
static void find_changes(ny_arise_lanes *lanes)
{
    const ny_plan *plan = lanes->arise->plan;
    for (uint32_t number = 0; number < plan->ops.count; number++) {
        const ny_op *op = &plan->ops.items[number];
        bool changes = looks_at_input(op->code) && lanes->vary[op->aux];
        for (uint32_t i = 0; i < op->operands && op->grain.kind == NY_GRAIN_CONTRACT; i++)
            changes |= lanes->changes[plan->operands.items[op->first_operand + i]];
        lanes->changes[number] = changes;
    }
}

static void stand_on(ny_arena *arena, const ny_arise_lanes *lanes, ny_lanes_assumption *of,
                     uint32_t op)
{
    const ny_plan *plan = lanes->arise->plan;
    if (op == NY_NONE || !lanes->changes[op])
        return;
    const ny_op *at = &plan->ops.items[op];
    for (uint32_t i = 0; i < at->operands; i++)
        stand_on(arena, lanes, of, plan->operands.items[at->first_operand + i]);
    if (!looks_at_input(at->code))
        return;
    for (uint32_t i = 0; i < of->stands_on.count; i++)
        if (of->stands_on.items[i] == at->aux)
            return;
    *NY_APPEND(arena, &of->stands_on) = at->aux;
}

static void find_what_it_stands_on(ny_arena *arena, const ny_arise_lanes *lanes,
                                   ny_lanes_assumption *of)
{
    const ny_plan_assumption *plan = of->of->plan;
    stand_on(arena, lanes, of, plan->value);
    stand_on(arena, lanes, of, plan->low);
    stand_on(arena, lanes, of, plan->high);
    for (uint32_t i = 0; i < plan->law.arguments.count; i++) {
        stand_on(arena, lanes, of, plan->law.arguments.items[i].value);
        stand_on(arena, lanes, of, plan->law.arguments.items[i].within);
    }
}

/* --- preparing -------------------------------------------------------------------------------- */

static bool add_argument(ny_arising *arising, ny_lanes_assumption *of, uint32_t place, uint32_t op,
                         double factor)
{
    ny_fast_value value = ny_fast_contract(arising->fast, op);
    of->arguments[place] = value.value * factor;
    return value.state == NY_KNOWN;
}

/* What it is drawn from, which no world changes; false where something is not known. */
static bool find_arguments(ny_arena *arena, ny_arising *arising, ny_lanes_assumption *of)
{
    const ny_plan_assumption *plan = of->of->plan;
    const ny_law *law = &of->of->law;
    bool known = true;
    of->argument_count = plan->shares ? plan->shares : of->of->has_law ? NY_LAW_ARGUMENTS : 3;
    of->arguments = NY_NEW_ARRAY(arena, double, of->argument_count);
    for (uint32_t i = 0; i < plan->shares; i++)
        known &= add_argument(arising, of, i, plan->law.arguments.items[i].value, 1);
    for (uint32_t i = 0; of->of->has_law && i < law->said_count; i++)
        known &= add_argument(arising, of, law->said[i], law->operations[law->said[i]],
                              law->factors[law->said[i]]);
    const uint32_t interval[] = {plan->value, plan->low, plan->high};
    for (uint32_t i = 0; !plan->shares && !of->of->has_law && i < 3; i++)
        known &= add_argument(arising, of, i, interval[i], 1);
    return known;
}

static bool are_together_alike(const ny_arise_assumption *a, const ny_arise_assumption *b)
{
    if (!a->together || !b->together)
        return a->together == b->together;
    size_t count = a->together->count;
    return count == b->together->count && a->place == b->place &&
           !memcmp(a->together->root, b->together->root, count * count * sizeof(double)) &&
           !memcmp(a->together->streams, b->together->streams, count * sizeof(uint64_t));
}

static bool are_alike(const ny_lanes_assumption *a, const ny_lanes_assumption *b)
{
    const ny_arise_assumption *of = a->of, *other = b->of;
    return b->way == NY_LANES_FIXED && of->plan->figure == other->plan->figure &&
           of->plan->shares == other->plan->shares && of->has_law == other->has_law &&
           (!of->has_law || of->law.form == other->law.form) &&
           ny_text_equal(of->plan->family, other->plan->family) && of->pinned == other->pinned &&
           are_together_alike(of, other) && a->argument_count == b->argument_count &&
           !memcmp(a->arguments, b->arguments, a->argument_count * sizeof(double));
}

static uint32_t drawn_alike(const ny_arise_lanes *like, const ny_lanes_assumption *of)
{
    for (uint32_t i = 0; like && i < like->assumptions.count; i++)
        if (are_alike(of, &like->assumptions.items[i]))
            return i;
    return NY_NONE;
}

/* False where there is no such distribution. */
static bool fix(ny_arena *arena, ny_lanes_assumption *of)
{
    uint32_t shares = of->of->plan->shares;
    const double *arguments = of->arguments;
    ny_law_fixed *fixed = NY_NEW_ARRAY(arena, ny_law_fixed, (size_t)shares + 1);
    of->fixed = fixed;
    for (uint32_t i = 0; i < shares; i++)
        if (!ny_law_fix_gamma(arena, arguments[i], &fixed[i]))
            return false;
    if (of->of->has_law)
        *fixed = ny_law_fix(arena, &of->of->law, arguments);
    return shares || of->of->has_law ||
           ny_law_fix_interval(arena, of->of->plan->family, arguments[0], arguments[1],
                               arguments[2], fixed);
}

static ny_lanes_way prepare_drawn(ny_arena *arena, const ny_arise_lanes *lanes, ny_arising *arising,
                                  ny_lanes_assumption *of)
{
    if (!find_arguments(arena, arising, of))
        return NY_LANES_APART;
    of->same = drawn_alike(lanes->like, of);
    if (of->same != NY_NONE) {
        of->fixed = lanes->like->assumptions.items[of->same].fixed;
        return NY_LANES_FIXED;
    }
    return fix(arena, of) ? NY_LANES_FIXED : NY_LANES_APART;
}

/* A bare value. */
static ny_lanes_way prepare_alike(ny_lanes_world *world, ny_lanes_assumption *of)
{
    of->alike = ny_arise_assumed(&world->arising, of->of);
    if (world->arising.undefined) { /* in every world */
        world->arising.undefined = false;
        return NY_LANES_APART;
    }
    world->values[of->of->plan->input] = of->alike;
    return NY_LANES_ALIKE;
}

/* The table is read once; without rows every world says so. */
static ny_lanes_way prepare_rows(ny_arena *arena, const ny_arise_lanes *lanes,
                                 const ny_lanes_world *world, ny_lanes_assumption *of)
{
    const ny_plan *plan = lanes->arise->plan;
    const ny_plan_assumption *drawn = of->of->plan;
    const ny_rows *rows = &world->inputs.tables[drawn->rows_of];
    ny_lanes_column *columns = NY_NEW_ARRAY(arena, ny_lanes_column, (size_t)drawn->shares + 1);
    of->columns = columns;
    of->rows = rows->count;
    for (uint32_t c = 0; c < drawn->shares && rows->count; c++) {
        ny_kind kind = plan->inputs.items[drawn->input + 1 + c].kind;
        ny_lanes_column *column = &columns[c];
        if (!ny_arise_may_be_drawn(kind))
            continue;
        column->value = NY_NEW_ARRAY(arena, double, rows->count);
        column->state = NY_NEW_ARRAY(arena, uint8_t, rows->count);
        column->known = true;
        for (uint32_t row = 0; row < rows->count; row++) {
            ny_fast_value value =
                ny_fast_of_value(kind, ny_rows_value(arena, plan->model, rows, c, row));
            column->value[row] = value.value;
            column->state[row] = (uint8_t)value.state;
            column->known &= value.state == NY_KNOWN;
        }
    }
    return rows->count ? NY_LANES_ROWS : NY_LANES_APART;
}

static void prepare_one(ny_arena *arena, ny_arise_lanes *lanes, ny_lanes_world *world,
                        ny_lanes_assumption *of)
{
    const ny_plan_assumption *plan = of->of->plan;
    find_what_it_stands_on(arena, lanes, of);
    if (plan->rows_of != NY_NONE)
        of->way = prepare_rows(arena, lanes, world, of);
    else if (of->stands_on.count)
        of->way = NY_LANES_APART;
    else if (!plan->shares && !of->of->has_law && plan->low == NY_NONE)
        of->way = prepare_alike(world, of);
    else
        of->way = prepare_drawn(arena, lanes, &world->arising, of);
    if (of->way == NY_LANES_ALIKE)
        return;
    for (uint32_t i = first_input(plan); i <= plan->input + plan->shares; i++)
        lanes->vary[i] = true;
    find_changes(lanes);
}

const ny_arise_lanes *ny_arise_lanes_prepare_like(ny_arena *arena, const ny_arise *arise,
                                                  const ny_value *offers,
                                                  const ny_arise_lanes *like)
{
    ny_arise_lanes *lanes = NY_NEW(arena, ny_arise_lanes);
    ny_lanes_world world;
    lanes->arise = arise;
    lanes->like = like;
    lanes->offers = offers;
    lanes->vary = NY_NEW_ARRAY(arena, bool, (size_t)arise->plan->inputs.count + 1);
    lanes->changes = NY_NEW_ARRAY(arena, bool, (size_t)arise->plan->ops.count + 1);
    begin_world(&world, arena, lanes);
    for (uint32_t i = 0; i < arise->assumptions.count; i++) {
        ny_lanes_assumption made = {.of = &arise->assumptions.items[i], .same = NY_NONE};
        if (made.of->plan->by_table != NY_NONE)
            continue;
        prepare_one(arena, lanes, &world, &made);
        *NY_APPEND(arena, &lanes->assumptions) = made;
    }
    lanes->alike = world.values;
    return lanes;
}

const ny_arise_lanes *ny_arise_lanes_prepare(ny_arena *arena, const ny_arise *arise,
                                             const ny_value *offers)
{
    return ny_arise_lanes_prepare_like(arena, arise, offers, NULL);
}

bool ny_arise_lanes_vary(const ny_arise_lanes *lanes, uint32_t input)
{
    NY_BUG_ON(input >= lanes->arise->plan->inputs.count);
    return lanes->vary[input];
}

/* --- drawing ---------------------------------------------------------------------------------- */

/* Worlds under way. */
typedef struct ny_lanes_drawing {
    ny_arena *arena;
    const ny_arise_lanes *lanes;
    uint64_t seed;
    ny_arise_drawn *drawn;
    ny_arena *scratch,
        *each; /* of `world`, and of one lane; NULL until something goes world by world */
    ny_lanes_world world;
} ny_lanes_drawing;

static ny_kind kind_of(const ny_arise_lanes *lanes, uint32_t input)
{
    const ny_plan *plan = lanes->arise->plan;
    return plan->inputs.items[input].kind;
}

static void set(const ny_lanes_drawing *drawing, uint32_t input, uint32_t lane, ny_value value)
{
    ny_arise_drawn *drawn = drawing->drawn;
    ny_fast_value fast = ny_fast_of_value(kind_of(drawing->lanes, input), value);
    drawn->value[input][lane] = fast.value;
    if (fast.state != NY_KNOWN && !drawn->state[input])
        drawn->state[input] = NY_NEW_ARRAY(drawing->arena, uint8_t, drawn->lanes);
    if (fast.state != NY_KNOWN)
        drawn->state[input][lane] = (uint8_t)fast.state;
}

static ny_value value_at(const ny_lanes_drawing *drawing, uint32_t input, uint32_t lane)
{
    const ny_arise_drawn *drawn = drawing->drawn;
    double value = drawn->value[input][lane];
    ny_kind kind = kind_of(drawing->lanes, input);
    if (drawn->state[input] && drawn->state[input][lane] != NY_KNOWN)
        return (ny_value){.state = (ny_state)drawn->state[input][lane]};
    if (kind == NY_KIND_NUMBER)
        return ny_value_number(ny_rational_from_double(drawing->each, value));
    if (kind == NY_KIND_DATE)
        return ny_value_date((ny_date)value);
    return ny_value_index((uint32_t)value);
}

static bool is_spoilt(const ny_arise_drawn *drawn, uint32_t lane)
{
    return drawn->reason && drawn->reason[lane].size;
}

/* --- world by world */

static void begin_apart(ny_lanes_drawing *drawing)
{
    if (drawing->scratch)
        return;
    drawing->scratch = ny_arena_create();
    drawing->each = ny_arena_create();
    begin_world(&drawing->world, drawing->scratch, drawing->lanes);
    drawing->world.arising.seed = drawing->seed;
}

/* One assumption in one world, by those who draw worlds. */
static void draw_apart(ny_lanes_drawing *drawing, const ny_lanes_assumption *of, uint32_t lane)
{
    const ny_plan_assumption *plan = of->of->plan;
    ny_arise_drawn *drawn = drawing->drawn;
    ny_lanes_world *world = &drawing->world;
    ny_arising *arising = &world->arising;
    begin_apart(drawing);
    ny_arena_reset(drawing->each);
    arising->arena = world->fast.arena = drawing->each;
    arising->world = drawn->first + lane;
    arising->undefined = false;
    for (uint32_t i = 0; i < of->stands_on.count; i++)
        world->values[of->stands_on.items[i]] = value_at(drawing, of->stands_on.items[i], lane);
    if (plan->shares)
        ny_arise_shares(arising, of->of, world->values);
    else
        world->values[plan->input] = ny_arise_assumed(arising, of->of);
    uint32_t last = plan->input + plan->shares;
    for (uint32_t i = first_input(plan); i <= last && !arising->undefined; i++)
        set(drawing, i, lane, world->values[i]);
    if (!arising->undefined)
        return;
    if (!drawn->reason)
        drawn->reason = NY_NEW_ARRAY(drawing->arena, ny_text, drawn->lanes);
    drawn->reason[lane] = ny_text_copy(drawing->arena, arising->reason);
}

/* All lanes that are still meant. */
static void draw_all_apart(ny_lanes_drawing *drawing, const ny_lanes_assumption *of)
{
    for (uint32_t lane = 0; lane < drawing->drawn->lanes; lane++)
        if (!is_spoilt(drawing->drawn, lane))
            draw_apart(drawing, of, lane);
}

/* --- all at a time */

/* Normals that vary together: see arise_shared.c. */
static void together_uniforms(const ny_lanes_drawing *drawing, const ny_arise_assumption *of,
                              double *u)
{
    const ny_kernels *kernels = drawing->lanes->arise->fast->kernels;
    const ny_arise_together *together = of->together;
    const double *root = &together->root[(size_t)of->place * together->count];
    uint32_t lanes = drawing->drawn->lanes;
    double *z = NY_NEW_ARRAY(drawing->arena, double, lanes);
    for (uint32_t i = 0; i <= of->place; i++) {
        kernels->uniform_worlds(drawing->seed, together->streams[i], drawing->drawn->first, 0,
                                lanes, u);
        if (of->place == 0)
            return;
        ny_kernel(kernels, NY_KERNEL_NORMAL_QUANTILE,
                  (ny_kernel_call){.to = u, .a = u, .lanes = lanes});
        ny_kernel(kernels, NY_KERNEL_MULTIPLY_ONE_ADD,
                  (ny_kernel_call){.to = z, .a = u, .b = z, .k = root[i], .lanes = lanes});
    }
    for (uint32_t lane = 0; lane < lanes; lane++)
        u[lane] = ny_arise_uniform_of_normal(z[lane]);
}

static void uniforms(const ny_lanes_drawing *drawing, const ny_arise_assumption *of,
                     uint64_t stream, double *u)
{
    const ny_kernels *kernels = drawing->lanes->arise->fast->kernels;
    uint32_t lanes = drawing->drawn->lanes;
    if (of->pinned > 0)
        ny_kernel(kernels, NY_KERNEL_FILL,
                  (ny_kernel_call){.to = u, .k = of->pinned, .lanes = lanes});
    else if (of->together)
        together_uniforms(drawing, of, u);
    else
        kernels->uniform_worlds(drawing->seed, stream, drawing->drawn->first, 0, lanes, u);
}

/* Is this what becomes a value of the figure? See draw_assumption. */
static bool is_meant(const ny_figure *figure, double low, double high, double value)
{
    if (!(value > -LARGEST_VALUE && value < LARGEST_VALUE) ||
        (figure->has_range && (value < low || value > high)))
        return false;
    return figure->type.kind != NY_KIND_DATE ||
           (value + 0.5 > NY_DATE_LOWEST && value + 0.5 < NY_DATE_HIGHEST);
}

/* Of a number, a day or a truth. */
static double as_kind(ny_kind kind, double value)
{
    if (kind == NY_KIND_DATE)
        return (double)((ny_date)(value + 0.5 - NY_DATE_LOWEST) + NY_DATE_LOWEST);
    return kind == NY_KIND_YES_NO ? value != 0 : value + 0.0; /* a nought has no sign */
}

/* Gives false where something is refused in a lane: then it was drawn apart. */
static bool draw_figure(ny_lanes_drawing *drawing, const ny_lanes_assumption *of, double *u)
{
    const ny_arise *arise = drawing->lanes->arise;
    const ny_figure *figure = &arise->model->figures.items[of->of->plan->figure];
    double low = figure->has_range ? ny_rational_to_double(figure->low) : 0;
    double high = figure->has_range ? ny_rational_to_double(figure->high) : 0;
    double *values = drawing->drawn->value[of->of->plan->input];
    uint32_t lanes = drawing->drawn->lanes, refused = 0;
    uniforms(drawing, of->of, of->of->stream, u);
    if (!ny_law_draw_fixed(arise->fast->kernels, of->fixed, u, lanes, values)) {
        draw_all_apart(drawing, of);
        return false;
    }
    for (uint32_t lane = 0; lane < lanes; lane++) {
        values[lane] *= of->of->factor;
        bool meant = is_meant(figure, low, high, values[lane]);
        refused += !meant;
        if (meant)
            values[lane] = as_kind(figure->type.kind, values[lane]);
        else if (!is_spoilt(drawing->drawn, lane))
            draw_apart(drawing, of, lane);
    }
    return refused == 0;
}

/* A dirichlet's shares; see arise_shared.c. */
static bool draw_shares(ny_lanes_drawing *drawing, const ny_lanes_assumption *of, double *u)
{
    const ny_kernels *kernels = drawing->lanes->arise->fast->kernels;
    const ny_arise_assumption *shared = of->of;
    double **values = &drawing->drawn->value[shared->plan->input + 1];
    uint32_t lanes = drawing->drawn->lanes, shares = shared->plan->shares, refused = 0;
    double *sum = NY_NEW_ARRAY(drawing->arena, double, lanes);
    for (uint32_t i = 0; i < shares; i++) {
        kernels->uniform_worlds(drawing->seed, shared->share_streams[i], drawing->drawn->first, 0,
                                lanes, u);
        refused += !ny_law_draw_fixed(kernels, &of->fixed[i], u, lanes, values[i]);
        ny_kernel(kernels, NY_KERNEL_ADD,
                  (ny_kernel_call){.to = sum, .a = sum, .b = values[i], .lanes = lanes});
    }
    for (uint32_t lane = 0; lane < lanes; lane++)
        refused += !(sum[lane] > 0);
    if (refused) {
        draw_all_apart(drawing, of);
        return false;
    }
    for (uint32_t i = 0; i < shares; i++)
        ny_kernel(kernels, NY_KERNEL_DIVIDE,
                  (ny_kernel_call){.to = values[i], .a = values[i], .b = sum, .lanes = lanes});
    return true;
}

/* --- all */

static double *room_for(const ny_lanes_drawing *drawing, uint32_t input)
{
    double *room = NY_NEW_ARRAY(drawing->arena, double, drawing->drawn->lanes);
    drawing->drawn->value[input] = room;
    return room;
}

static void draw_rows(const ny_lanes_drawing *drawing, const ny_lanes_assumption *of)
{
    ny_arise_drawn *drawn = drawing->drawn;
    const ny_plan_assumption *plan = of->of->plan;
    uint32_t *row = NY_NEW_ARRAY(drawing->arena, uint32_t, drawn->lanes);
    for (uint32_t lane = 0; lane < drawn->lanes; lane++)
        row[lane] = ny_arise_row_drawn(of->of, drawing->seed, drawn->first + lane, of->rows);
    for (uint32_t c = 0; c < plan->shares; c++) {
        const ny_lanes_column *column = &of->columns[c];
        uint32_t input = plan->input + 1 + c;
        for (uint32_t lane = 0; column->value && lane < drawn->lanes; lane++)
            drawn->value[input][lane] = column->value[row[lane]];
        if (!column->value || column->known)
            continue;
        drawn->state[input] = NY_NEW_ARRAY(drawing->arena, uint8_t, drawn->lanes);
        for (uint32_t lane = 0; lane < drawn->lanes; lane++)
            drawn->state[input][lane] = column->state[row[lane]];
    }
}

static void draw_one(ny_lanes_drawing *drawing, uint32_t number, const ny_arise_drawn *like,
                     double *u)
{
    const ny_lanes_assumption *of = &drawing->lanes->assumptions.items[number];
    const ny_plan_assumption *plan = of->of->plan;
    ny_arise_drawn *drawn = drawing->drawn;
    bool shared = like && of->same != NY_NONE && !like->refused[of->same];
    uint32_t first = first_input(plan), last = plan->input + plan->shares;
    if (of->way == NY_LANES_ALIKE)
        return;
    for (uint32_t i = first; !shared && i <= last; i++)
        (void)room_for(drawing, i);
    if (shared) {
        const ny_arise_lanes *others = drawing->lanes->like;
        uint32_t there = first_input(others->assumptions.items[of->same].of->plan);
        for (uint32_t i = first; i <= last; i++)
            drawn->value[i] = like->value[there + i - first];
        return;
    }
    if (of->way == NY_LANES_APART)
        draw_all_apart(drawing, of);
    else if (of->way == NY_LANES_ROWS)
        draw_rows(drawing, of);
    else
        drawn->refused[number] =
            !(plan->shares ? draw_shares(drawing, of, u) : draw_figure(drawing, of, u));
}

/* What is the same in all worlds: a bare value, an offer, what nobody assumes. */
static void fill_same(const ny_lanes_drawing *drawing, uint32_t input, ny_value value)
{
    (void)room_for(drawing, input);
    if (kind_of(drawing->lanes, input) ==
        NY_KIND_TEXT) /* a key of rows that are drawn: not asked */
        return;
    for (uint32_t lane = 0; lane < drawing->drawn->lanes; lane++)
        set(drawing, input, lane, value);
}

static ny_arise_drawn draw_all(ny_arena *arena, const ny_arise_lanes *lanes, uint64_t seed,
                               uint32_t first, uint32_t count, const ny_arise_drawn *like)
{
    const ny_plan *plan = lanes->arise->plan;
    size_t inputs = (size_t)plan->inputs.count + 1;
    ny_arise_drawn drawn = {.first = first, .lanes = count};
    ny_lanes_drawing drawing = {.arena = arena, .lanes = lanes, .seed = seed, .drawn = &drawn};
    NY_BUG_ON(count == 0);
    drawn.value = NY_NEW_ARRAY(arena, double *, inputs);
    drawn.state = NY_NEW_ARRAY(arena, uint8_t *, inputs);
    drawn.refused = NY_NEW_ARRAY(arena, bool, (size_t)lanes->assumptions.count + 1);
    for (uint32_t i = 0; i < plan->inputs.count; i++)
        if (plan->inputs.items[i].by_table == NY_NONE && !lanes->vary[i])
            fill_same(&drawing, i, lanes->alike[i]);
    double *u = NY_NEW_ARRAY(arena, double, count);
    for (uint32_t i = 0; i < lanes->assumptions.count; i++)
        draw_one(&drawing, i, like, u);
    if (drawing.scratch) {
        ny_arena_destroy(drawing.scratch);
        ny_arena_destroy(drawing.each);
    }
    return drawn;
}

ny_arise_drawn ny_arise_lanes_draw(ny_arena *arena, const ny_arise_lanes *lanes, uint64_t seed,
                                   uint32_t first, uint32_t count)
{
    return draw_all(arena, lanes, seed, first, count, NULL);
}

ny_arise_drawn ny_arise_lanes_draw_like(ny_arena *arena, const ny_arise_lanes *lanes, uint64_t seed,
                                        const ny_arise_drawn *like)
{
    NY_BUG_ON(!lanes->like);
    return draw_all(arena, lanes, seed, like->first, like->lanes, like);
}
