/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* How persons move. A person's way is how many ends of its place are not above its uniform number: a few
 * comparisons and no branch. The cell says all that happened, from where, to where, by which move, so cells
 * are counted, and totals grow by what their cell is worth; counts are whole numbers and may be added in
 * any order. A thread has counts of its own.
 *
 * Rejected: the guide table (Chen and Asau 1974), one look-up whatever the number of ways: it costs hundreds
 * of steps to make, for each world and cycle anew; binomial numbers of movers: faster for millions of people,
 * but nobody's draws are then their own. */

#include "run/people.h"

#include "base/parallel.h"

#include <stdbool.h>
#include <string.h>

#define BLOCK NY_KERNEL_LANES
#define MOST_TALLIED 64u

typedef struct ny_walk {
    const ny_people *people;
    const ny_people_ways *ways;
    const ny_people_stage *stage;
    uint32_t pieces;
    uint32_t *counts; /* [(piece * cycles + cycle) * cells + cell] */
} ny_walk;

static uint32_t lesser(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static void draw(const ny_people *people, uint32_t cycle, uint32_t first, uint32_t lanes, double *u)
{
    people->kernels->uniform_rows(people->seed, people->stream, people->world,
                                  people->first_person + first, cycle, lanes, u);
}

/* How many ends of a place are not above a number; the first are looked at without a loop. */
static inline __attribute__((always_inline)) uint32_t way_of(const uint32_t ways, const double *row,
                                                             double u)
{
    uint32_t way = u >= row[0];
    if (ways > 1)
        way += u >= row[1];
    if (ways > 2)
        way += u >= row[2];
    for (uint32_t j = 3; j < ways; j++)
        way += u >= row[j];
    return way;
}

/* The way that each goes. */
static inline __attribute__((always_inline)) void find_cells(const uint32_t ways,
                                                             const double *ends, const double *u,
                                                             const uint32_t *places, uint32_t lanes,
                                                             uint32_t *ret_cells)
{
    for (uint32_t i = 0; i < lanes; i++)
        ret_cells[i] = places[i] * (ways + 1) + way_of(ways, ends + (size_t)places[i] * ways, u[i]);
}

/* The same with the number of ways known, so that nothing counts them. */
static void find_cells_of(uint32_t ways, const double *ends, const double *u,
                          const uint32_t *places, uint32_t lanes, uint32_t *ret_cells)
{
    if (ways == 1)
        find_cells(1, ends, u, places, lanes, ret_cells);
    else if (ways == 2)
        find_cells(2, ends, u, places, lanes, ret_cells);
    else if (ways == 3)
        find_cells(3, ends, u, places, lanes, ret_cells);
    else
        find_cells(ways, ends, u, places, lanes, ret_cells);
}

/* Most persons go the way of the one before, and would wait for its count to be written: so four tallies take
 * turns. */
static void count_cells(const uint32_t *cells, uint32_t lanes, uint32_t kinds, uint32_t *counts)
{
    uint32_t a[MOST_TALLIED], b[MOST_TALLIED], c[MOST_TALLIED], d[MOST_TALLIED], i = 0;
    if (kinds <= MOST_TALLIED) {
        uint32_t *const tallies[] = {a, b, c, d};
        for (uint32_t t = 0; t < 4; t++)
            memset(tallies[t], 0, kinds * sizeof *a);
        for (; i + 4 <= lanes; i += 4) {
            a[cells[i]]++;
            b[cells[i + 1]]++;
            c[cells[i + 2]]++;
            d[cells[i + 3]]++;
        }
        for (uint32_t k = 0; k < kinds; k++)
            counts[k] += a[k] + b[k] + c[k] + d[k];
    }
    for (; i < lanes; i++)
        counts[cells[i]]++;
}

static void one_cycle(const ny_walk *walk, uint32_t cycle, uint32_t first, uint32_t lanes,
                      uint32_t *counts)
{
    const ny_people_ways *ways = walk->ways;
    const ny_people_stage *stage = walk->stage;
    size_t cells_before = (size_t)cycle * ny_people_cells(ways);
    uint32_t *places = walk->people->place + first, cells[BLOCK];
    double u[BLOCK];
    draw(walk->people, stage->first + cycle, first, lanes, u);
    find_cells_of(ways->ways, stage->ends + (size_t)cycle * ways->places * ways->ways, u, places,
                  lanes, cells);
    count_cells(cells, lanes, ny_people_cells(ways), counts + cells_before);
    for (uint32_t w = 0; w < stage->worths; w++) {
        const double *by_cell = stage->worth[w].by_cell + cells_before;
        double *totals = stage->worth[w].totals + first;
        for (uint32_t i = 0; i < lanes; i++)
            totals[i] += by_cell[cells[i]];
    }
    for (uint32_t i = 0; i < lanes; i++)
        places[i] = ways->next[cells[i]];
}

static void one_piece(void *context, uint32_t piece)
{
    const ny_walk *walk = context;
    uint32_t cycles = walk->stage->cycles, persons = walk->people->persons;
    uint32_t *counts = walk->counts + (size_t)piece * cycles * ny_people_cells(walk->ways);
    uint64_t blocks = (persons + BLOCK - 1) / BLOCK;
    uint32_t block = (uint32_t)(blocks * piece / walk->pieces);
    uint32_t end = (uint32_t)(blocks * (piece + 1) / walk->pieces);
    for (; block < end; block++)
        for (uint32_t cycle = 0; cycle < cycles; cycle++)
            one_cycle(walk, cycle, block * BLOCK, lesser(persons - block * BLOCK, BLOCK), counts);
}

void ny_people_go(ny_people *people, const ny_people_ways *ways, const ny_people_stage *stage)
{
    size_t counts = (size_t)stage->cycles * ny_people_cells(ways);
    ny_walk walk = {.people = people,
                    .ways = ways,
                    .stage = stage,
                    .pieces = people->threads ? people->threads : 1,
                    .counts = stage->counts};
    memset(walk.counts, 0, walk.pieces * counts * sizeof *walk.counts);
    ny_parallel(people->threads, walk.pieces, one_piece, &walk);
    for (uint32_t piece = 1; piece < walk.pieces; piece++)
        for (size_t i = 0; i < counts; i++)
            walk.counts[i] += walk.counts[piece * counts + i];
}

void ny_people_begin(ny_people *people, const uint32_t *beginnings, const double *ends,
                     uint32_t count)
{
    double u[BLOCK];
    for (uint32_t first = 0; first < people->persons; first += BLOCK) {
        uint32_t lanes = lesser(people->persons - first, BLOCK);
        draw(people, 0, first, lanes, u);
        for (uint32_t i = 0; i < lanes; i++) {
            uint32_t at = 0;
            while (at + 1 < count && u[i] >= ends[at])
                at++;
            people->place[first + i] = beginnings[at];
        }
    }
}

void ny_people_stand(const ny_people *people, const double *by_place, double *totals)
{
    for (uint32_t i = 0; i < people->persons; i++)
        totals[i] += by_place[people->place[i]];
}
