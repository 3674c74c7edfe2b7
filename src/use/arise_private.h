/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Private to src/use: a model made ready, and a world under way. */

#ifndef NY_USE_ARISE_PRIVATE_H
#define NY_USE_ARISE_PRIVATE_H

#include "run/fast_private.h"
#include "use/arise.h"
#include "use/law_rows.h"

/* Assumptions that vary together: the lower triangle of the root of their correlations, row by row,
 * and the stream of each. */
typedef struct ny_arise_together {
    uint32_t count;
    double *root;
    uint64_t *streams;
} ny_arise_together;

typedef struct ny_arise_assumption {
    const ny_plan_assumption *plan;
    uint64_t stream;
    bool has_law;
    ny_law law;
    double factor; /* of a law without a unit: from the figure's unit to base units; else 1 */
    uint64_t *share_streams;           /* of a dirichlet: one a share */
    const ny_arise_together *together; /* or NULL */
    uint32_t place;                    /* among them */
    double pinned;                     /* above 0: not drawn, but this quantile in every world */
} ny_arise_assumption;

typedef struct ny_arise_column {
    const ny_plan_arising *plan;
    uint64_t stream;
    bool has_law;
    ny_law law;
    double value_factor; /* from the expression's unit to the column's base unit */
    bool as_written;     /* a bare number stands for one in the column's unit as written */
    double low_factor, high_factor; /* of `kept between` */
    double known;
    uint32_t *words_here; /* of a word that is taken over from another table: its number here */
    bool same_law;        /* its arguments are the same for all rows */
    /* The column's range in millionths of its unit, where it has one that does not hang on another
     * column. */
    bool has_bounds;
    int64_t lowest, highest;
} ny_arise_column;

typedef struct ny_arise_table {
    const ny_plan_row_model *plan;
    uint32_t table;
    uint64_t stream;    /* of the arrivals */
    double rate_factor; /* from the operation's unit to rows per day */
    ny_date followed;   /* the last day that is seen */
    uint32_t texts;     /* a row: columns of texts that are taken over */
    bool *modelled;     /* by column */
    uint8_t *width;     /* by column: bytes that any of its values needs */
    NY_LIST(ny_arise_column) columns;
} ny_arise_table;

struct ny_arise {
    ny_language language; /* of reasons */
    const ny_plan *plan;
    const ny_model *model;
    const ny_rows *given; /* by table: rows of those that no model imagines, or NULL */
    const ny_calendar_years *years;
    const ny_fast_plan *fast; /* the plan made ready for the fast evaluator */
    bool row_by_row;          /* no columns by the block: for tests */
    NY_LIST(ny_arise_assumption) assumptions;
    NY_LIST(ny_arise_table) tables;
};

/* A world under way. */
typedef struct ny_arising {
    ny_arena *arena;
    const ny_arise *arise;
    const ny_model *model;
    uint64_t seed;
    bool stated;       /* nothing is drawn: see ny_arise_stated */
    uint32_t world;    /* of the assumptions */
    uint32_t patients; /* of the rows: the world too, but in a twin */
    ny_rows *tables;
    ny_fast *fast;
    ny_law_days days; /* of the column at hand */
    bool undefined;
    ny_text reason;
} ny_arising;

#define NY_ARISE_SCALE 6
#define NY_ARISE_STEP 1000000
/* Of a mantissa of six decimals: beyond it a double would not hold them. */
#define NY_ARISE_LARGEST 9e15

/* The first reason stays. */
void ny_arise_spoil(ny_arising *arising, ny_text what, ny_phrase why);
ny_text ny_arise_column_name(ny_arena *arena, const ny_model *model, uint32_t table,
                             uint32_t column);
/* A law's value at u in row `lane` of the block at hand (any lane where no row is). */
bool ny_arise_draw(ny_arising *arising, const ny_law *law, uint32_t lane, double ratio, double u,
                   ny_text what, double *ret_value);
/* Before anything is drawn: the inputs, and the tables with the rows that are given. */
ny_value *ny_arise_first_values(ny_arena *arena, const ny_arise *arise, const ny_value *offers);
ny_rows *ny_arise_first_tables(ny_arena *arena, const ny_arise *arise);
/* What an assumption is in this world that is one figure, no shares; inputs that it stands on are set. */
ny_value ny_arise_assumed(ny_arising *arising, const ny_arise_assumption *of);
/* arise_shared.c: who varies together; all assumptions are made. */
void ny_arise_prepare_together(ny_arena *arena, ny_arise *arise);
/* The uniform number of an assumption that varies together with others. */
double ny_arise_together_uniform(const ny_arising *arising, const ny_arise_assumption *of);
/* Phi(z), as a uniform number of a draw. */
double ny_arise_uniform_of_normal(double z);
/* Can an assumption be of this kind? Columns of other kinds are not drawn. */
static inline bool ny_arise_may_be_drawn(ny_kind kind)
{
    return kind == NY_KIND_NUMBER || kind == NY_KIND_DATE || kind == NY_KIND_YES_NO;
}
/* Which of `rows` rows (at least 1) a world takes, from 0. */
uint32_t ny_arise_row_drawn(const ny_arise_assumption *of, uint64_t seed, uint32_t world,
                            uint32_t rows);
/* The columns of a row, into the inputs behind the figure's own. */
void ny_arise_draw_row(ny_arising *arising, const ny_arise_assumption *of, ny_value *values);
/* The shares of a dirichlet, or the columns of a row, into the inputs behind the figure's own. */
void ny_arise_prepare_shares(ny_arena *arena, const ny_model *model, ny_arise_assumption *of);
void ny_arise_shares(ny_arising *arising, const ny_arise_assumption *of, ny_value *values);
/* arise_column.c: draws a column for all rows of its table. */
void ny_arise_fill(ny_arising *arising, const ny_arise_table *table, const ny_arise_column *column);
/* arise_block.c: the same for a block of rows at once. False, with the cells in disorder, where it has
 * to go row by row. What the column looks at is computed for the block. */
bool ny_arise_fill_block(ny_arising *arising, const ny_arise_table *table,
                         const ny_arise_column *column, uint32_t first, uint32_t count);
/* Competing events, the last `rivals` columns of those up to this one: in the order of their days each
 * happens unless the one that it goes until has happened. On one day the first in the text comes first. */
void ny_arise_compete(ny_arising *arising, const ny_arise_table *table, uint32_t last);
/* Fills what is not modelled: missing, absent, or a neutral and valid filler. */
void ny_arise_fill_without(ny_arising *arising, const ny_arise_table *table, uint32_t column);
/* A word `if any` directly behind a date `if any` is there only where the date is. */
void ny_arise_follow_dates(ny_arising *arising, const ny_arise_table *table);

#endif
