/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A contract run on many imagined worlds, and what is kept of each: one double a figure that is
 * reported, never a row. Each world is drawn, run by the fast evaluator and, where that is in doubt
 * (a tie), once more by the exact one; its payments are checked to cancel between the parties.
 *
 * What a world gives depends on its number and the seed only, and is written where no other world
 * writes. So whoever looks at what is kept, in the order of the worlds, sees the same bits for any
 * number of threads, and for any split whose parts are put side by side (io/kept.h).
 *
 * Present value: a flow of contract period p (from 1) counts (1+r)^-t, t being the years from the
 * start to the period's end (`at the end of each year`) or to its beginning; r a year. Without
 * `present value` in the contract every flow counts in full. Net is what a party receives and what
 * benefits it, less what it pays and what it costs.
 *
 * A row of what is kept, in this order: of each account its net at present value; of each line and
 * period its net, not discounted, and what late events owe; of each figure its value (by period, or one), in the unit of its
 * declaration, NaN where it is unknown; of each measure and period its rows, those known, those that
 * count; of each account and calendar year its net (ny_calendar_years), not discounted. A twin (use/arise.h) keeps its lines only. */

#ifndef NY_USE_WORLDS_H
#define NY_USE_WORLDS_H

#include "run/fast.h"
#include "use/study.h"

typedef struct ny_alternative {
    ny_text name, label; /* name empty: the contract as written */
    const ny_plan *plan;
    const ny_arise *arise;
    const ny_value *offers;   /* one an input of this plan */
    const ny_studied *study;  /* of a study; else NULL */
    const ny_studied *beside; /* pathways in the model of a contract (pathways.h); else NULL */
} ny_alternative;

/* A party's account in one currency, or in the unit of a benefit. */
typedef struct ny_kept_account {
    uint32_t party;
    uint32_t currency; /* NY_NONE: `unit` says */
    ny_unit unit;
} ny_kept_account;

/* A party's part in one payment, cost or benefit of the plan. */
typedef struct ny_kept_line {
    uint32_t account, payment, party;
    double sign; /* of a benefit 1, else -1 */
} ny_kept_line;

typedef struct ny_kept_figure {
    uint32_t figure, first; /* its first place in a row */
    bool each_period;       /* as many places as periods; else one */
    double factor;          /* what one of its unit is in base units */
    bool as_first; /* known to have the same bits as under the first alternative in every world */
} ny_kept_figure;

typedef struct ny_kept_measure {
    uint32_t figure, reduction, first; /* [3 * period]: rows, known, events */
} ny_kept_measure;

typedef struct ny_undefined_world {
    uint32_t world;
    ny_text reason;
} ny_undefined_world;

typedef enum ny_world_state { /* bits */
                              NY_WORLD_DEFINED = 1,
                              NY_WORLD_TIED = 2 /* run once more exactly */
} ny_world_state;

/* Worlds stand in blocks of so many. */
#define NY_KEPT_BLOCK 256u

typedef struct ny_kept {
    const ny_alternative *alternative;
    const ny_plan *plan;
    const ny_model *model;
    uint32_t periods;
    double *discount; /* by place of a line */
    NY_LIST(ny_kept_account) accounts;
    NY_LIST(ny_kept_line) lines;
    uint32_t *line_of; /* [payment of the plan * parties + party]: line, or NY_NONE */
    NY_LIST(ny_kept_figure) figures;
    NY_LIST(ny_kept_measure) measures;
    const ny_calendar_years *years; /* or NULL */
    uint32_t years_first;           /* [account * years->count + year]: its place in a row */
    uint32_t width;                 /* doubles a world */
    NY_LIST(double *) blocks;       /* [NY_KEPT_BLOCK * width] each */
    NY_LIST(uint8_t *) states;
    NY_LIST(double *)
    twins; /* a row of lines each, in the order of their worlds; NULL: undefined */
    NY_LIST(ny_undefined_world) undefined; /* in the order of the worlds */
} ny_kept;

typedef struct ny_worlds {
    ny_arena *arena;
    uint64_t seed;
    uint32_t from, worlds; /* the first, and how many are done */
    uint32_t twins_every;  /* a world has a twin where its number is a multiple; 0: none has */
    uint32_t count;
    ny_kept *alternatives; /* of the same model, so with the same accounts and lines */
} ny_worlds;

/* A line for each world while worlds are run. */
typedef struct ny_worlds_listener {
    /* Adds what is written of a defined world; from any thread, in a block of memory of its own. */
    void (*write)(ny_arena *arena, ny_buffer *lines, const ny_alternative *alternative,
                  uint32_t world, const ny_fast_result *result);
    /* Takes what was written, world by world, alternatives in order. */
    void (*take)(void *context, ny_text lines);
    void *context;
} ny_worlds_listener;

typedef struct ny_worlds_how {
    uint32_t threads;
    double until_error; /* above 0: stop once every account's mean has at most this part as error */
    const ny_progress *progress;   /* or NULL */
    bool (*asked_to_stop)(void *); /* or NULL; from any thread */
    void *stop_context;
    const ny_worlds_listener *listener; /* or NULL */
} ny_worlds_how;

typedef enum ny_worlds_end {
    NY_WORLDS_ALL,
    NY_WORLDS_STOPPED,     /* asked to; what is done is whole */
    NY_WORLDS_ERROR_SMALL, /* `until_error` is reached */
    NY_WORLDS_TOLD         /* `until_error` was asked for and is not reached */
} ny_worlds_end;

/* Nothing is run yet. Lives in the arena, on `alternatives`. */
ny_worlds *ny_worlds_prepare(ny_arena *arena, const ny_alternative *alternatives, uint32_t count,
                             uint32_t from, uint64_t seed, uint32_t twins_every);
/* Only accounts and lines are kept, for who asks for no more. Before any is run. */
void ny_worlds_keep_nets(ny_worlds *worlds);
/* Runs worlds from .. from + most - 1 (most at least 1) under every alternative. */
ny_worlds_end ny_worlds_run(ny_worlds *worlds, uint32_t most, const ny_worlds_how *how);
/* Bytes that so many worlds keep. */
double ny_worlds_size(const ny_worlds *worlds, uint32_t most);
/* Room for more worlds, and for their twins (NULL: undefined), whose rows are still empty. */
void ny_worlds_grow(ny_worlds *worlds, uint32_t more);

/* One world under one alternative. NULL when it is undefined, with the reason. From any thread. */
ny_fast_result *ny_simulate_world(ny_arena *arena, const ny_alternative *alternative, uint64_t seed,
                                  uint32_t world, bool *ret_tie, ny_text *ret_reason);

/* `world` counts from 0, the first that is kept. */
static inline double *ny_kept_row(const ny_kept *kept, uint32_t world)
{
    return kept->blocks.items[world / NY_KEPT_BLOCK] +
           (size_t)(world % NY_KEPT_BLOCK) * kept->width;
}

static inline uint8_t *ny_kept_state(const ny_kept *kept, uint32_t world)
{
    return &kept->states.items[world / NY_KEPT_BLOCK][world % NY_KEPT_BLOCK];
}

static inline bool ny_kept_defined(const ny_kept *kept, uint32_t world)
{
    return *ny_kept_state(kept, world) & NY_WORLD_DEFINED;
}

/* Where a line's periods begin in a row; in a twin's row lines come first. */
/* Of a line: its net in each period, and behind them what is owed to present value for events that are
 * dated after the last period and stand in it (ny_fast_result.late). */
static inline uint32_t ny_kept_places(const ny_kept *kept)
{
    return kept->periods + 1;
}

static inline uint32_t ny_kept_line_place(const ny_kept *kept, uint32_t line)
{
    return kept->accounts.count + line * ny_kept_places(kept);
}

/* The number of twins of worlds below this number. */
static inline uint32_t ny_twins_below(const ny_worlds *worlds, uint32_t number)
{
    uint32_t every = worlds->twins_every;
    return every ? number / every + (number % every != 0) : 0;
}

#endif
