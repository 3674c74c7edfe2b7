/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See study_people.h. Places are the cohort's: a state, or a state and a stay where something looks at it.
 * The ways of a place are laid out in the order of the states they lead to, staying among them: so two
 * alternatives that differ in one chance send as few persons as can be to different states.
 *
 * Memory: the ends and counts of a stage, for all lanes; where that is more than STAGE_ROOM a stage has
 * fewer cycles, and then all lanes' persons are kept from stage to stage. */

#include "run/study_people.h"

#include "base/bug.h"
#include "run/people.h"
#include "run/philox.h"

#include <math.h>
#include <string.h>

#define STAGE_ROOM 8e6         /* bytes */
#define MOST_WRITTEN_DOWN 64e6 /* bytes */

struct ny_cohort_people {
    const ny_cohort *cohort;
    ny_arena *arena;
    const ny_kernels *kernels;
    ny_people_ways ways;
    uint32_t *state_ways; /* [state * (ways + 1) + j]: a move of the state, or NY_NONE: stays */
    uint32_t *way_count;  /* [state] */
    size_t lanes;
    uint32_t first_world, first,
        cycles; /* of the stage: its first cycle; 0 before the first stage */
    bool in_one_stage;
    double *ends;     /* [((lane * cycles + cycle) * places + place) * ways + j] */
    uint32_t *counts; /* [(lane * cycles + cycle) * cells + cell], room behind for threads */
    uint32_t entry;   /* of those at hand */
    /* By lane. */
    uint32_t all[NY_STUDY_LANES];                        /* persons, whenever they come */
    double come[NY_STUDY_LANES], coming[NY_STUDY_LANES]; /* people, so far and in all */
    double offset[NY_STUDY_LANES]; /* where the first person stands among them */
    /* Of those at hand: how many persons, and how many came before. */
    uint32_t persons[NY_STUDY_LANES], before[NY_STUDY_LANES];
    uint32_t room[NY_STUDY_LANES];
    double weight[NY_STUDY_LANES];   /* people a person */
    uint32_t *place[NY_STUDY_LANES]; /* of each person; in one stage lane 0's, for all */
    uint32_t *beginnings;            /* the places where anybody may begin now */
    uint32_t beginning_count, most_beginnings;
    double *begin_ends; /* [lane * most_beginnings + i] */
    /* Of lane 0, where it is asked for. */
    double *totals;         /* [account * persons + person] */
    double *by_cell;        /* [(account * cycles + cycle) * cells + cell] */
    double *by_place;       /* [(account * 2 + before or after) * places + place] */
    ny_people_worth *worth; /* [account] */
    bool again;             /* what happened is read, nobody is drawn */
};

/* --- places and ways --------------------------------------------------------------------------------- */

static uint32_t place_of(const ny_cohort *cohort, uint32_t s, uint32_t stay)
{
    const ny_cohort_state *state = &cohort->states[s];
    uint32_t at = state->by_stay ? stay - 1 : 0;
    return state->first + (at < state->places ? at : state->places - 1);
}

/* Moves of a state by where they go, and staying in its own place: of a tree at its ends alone. */
static void lay_out(ny_cohort_people *people, uint32_t s)
{
    const ny_cohort_state *state = &people->cohort->states[s];
    uint32_t *ways = people->state_ways + (size_t)s * (people->ways.ways + 1), count = 0;
    for (uint32_t to = 0; to < people->cohort->pathway->states.count; to++) {
        if (to == s && !state->all_leave && !(people->cohort->order.count && state->moves.count))
            ways[count++] = NY_NONE;
        for (uint32_t m = 0; m < state->moves.count; m++)
            if (state->moves.items[m].to == to)
                ways[count++] = m;
    }
    people->way_count[s] = count;
}

static void lead_on(ny_cohort_people *people, uint32_t s)
{
    const ny_cohort *cohort = people->cohort;
    const ny_cohort_state *state = &cohort->states[s];
    uint32_t most = people->ways.ways + 1;
    for (uint32_t p = 0; p < state->places; p++)
        for (uint32_t j = 0; j < people->way_count[s]; j++) {
            uint32_t move = people->state_ways[s * most + j];
            people->ways.next[(size_t)(state->first + p) * most + j] =
                move == NY_NONE ? place_of(cohort, s, p + 2)
                                : place_of(cohort, state->moves.items[move].to, 1);
        }
}

static void make_ways(ny_cohort_people *people)
{
    const ny_cohort *cohort = people->cohort;
    uint32_t states = cohort->pathway->states.count, most = 1;
    for (uint32_t s = 0; s < states; s++)
        most = cohort->states[s].moves.count > most ? cohort->states[s].moves.count : most;
    people->ways = (ny_people_ways){
        cohort->places, most,
        NY_NEW_ARRAY(people->arena, uint32_t, (size_t)cohort->places * (most + 1))};
    people->state_ways = NY_NEW_ARRAY(people->arena, uint32_t, (size_t)states * (most + 1));
    people->way_count = NY_NEW_ARRAY(people->arena, uint32_t, states);
    for (uint32_t s = 0; s < states; s++) {
        lay_out(people, s);
        lead_on(people, s);
    }
}

ny_cohort_people *ny_cohort_people_open(ny_arena *arena, const ny_cohort *cohort)
{
    ny_cohort_people *people = NY_NEW(arena, ny_cohort_people);
    people->arena = arena;
    people->cohort = cohort;
    people->kernels = ny_kernels_choose(NY_KERNELS_BEST);
    people->most_beginnings = cohort->starts.count + cohort->arriving.count + 1;
    people->beginnings = NY_NEW_ARRAY(arena, uint32_t, people->most_beginnings);
    people->begin_ends =
        NY_NEW_ARRAY(arena, double, NY_STUDY_LANES *(size_t)people->most_beginnings);
    make_ways(people);
    return people;
}

/* --- the beginning ------------------------------------------------------------------------------------ */

static ny_people persons_of(const ny_cohort_people *people, size_t lane)
{
    const ny_cohort_following *following = &people->cohort->following;
    return (ny_people){.kernels = people->kernels,
                       .seed = following->seed,
                       .stream = following->stream,
                       .world = people->first_world + (uint32_t)lane,
                       .first_person = people->before[lane],
                       .persons = people->persons[lane],
                       .threads = following->threads,
                       .place = people->place[people->in_one_stage ? 0 : lane]};
}

/* Room for the lane's persons, which may have been there before. */
static void make_room(ny_cohort_people *people, size_t lane, uint32_t persons)
{
    if (persons <= people->room[lane])
        return;
    people->room[lane] = persons;
    people->place[lane] = NY_NEW_ARRAY(people->arena, uint32_t, persons);
}

/* How many people are to be followed; none where the lane has been refused. */
static double to_follow(double all)
{
    return all > 0 && all <= NY_STUDY_PERSONS ? all : 0;
}

/* How many persons stand for all people, and where the first of them stands. */
static void count_persons(ny_cohort_people *people, const double *of_all)
{
    const ny_cohort_following *following = &people->cohort->following;
    uint32_t as = following->persons, most = 0;
    for (size_t i = 0; i < people->lanes; i++) {
        double all = to_follow(of_all[i]);
        uint32_t persons = as ? as : (uint32_t)(all + 0.5);
        people->all[i] = persons || all == 0 ? persons : 1;
        people->weight[i] = people->all[i] ? of_all[i] / people->all[i] : 0;
        people->coming[i] = of_all[i];
        people->come[i] = 0;
        people->before[i] = people->persons[i] = 0;
        people->offset[i] = ny_random_uniform(following->seed, following->stream,
                                              people->first_world + (uint32_t)i, UINT32_MAX, 0);
        most = people->all[i] > most ? people->all[i] : most;
        if (!people->in_one_stage)
            make_room(people, i, people->all[i]);
    }
    if (people->in_one_stage)
        make_room(people, 0, most);
}

/* Persons stand among all people in the order in which those come, at equal distances; where the first one
 * stands is drawn. So nobody is given more weight than another, and no cycle is expected to have more or fewer
 * persons than its share. */
static void take_turn(ny_cohort_people *people, size_t lane, double coming_now)
{
    double all = people->all[lane], most = people->coming[lane];
    people->come[lane] += coming_now;
    people->before[lane] += people->persons[lane];
    double end = all;
    if (people->cohort->arriving.count && most > 0 && most <= 1e300)
        end = ceil(all * (people->come[lane] / most) - people->offset[lane]);
    end = end < people->before[lane] ? people->before[lane] : end > all ? all : end;
    people->persons[lane] = (uint32_t)end - people->before[lane];
}

/* The places where anybody may begin, in their order. */
static uint32_t find_beginnings(ny_cohort_people *people)
{
    const ny_cohort *cohort = people->cohort;
    uint32_t count = 0;
    for (uint32_t p = 0; p < cohort->places; p++) {
        bool here = false;
        for (uint32_t i = 0; i < cohort->arriving.count; i++)
            here |= place_of(cohort, cohort->arriving.items[i].state, 1) == p;
        for (uint32_t i = 0; people->entry == 1 && i < cohort->starts.count; i++)
            here |=
                place_of(cohort, cohort->starts.items[i].state, cohort->starts.items[i].stay) == p;
        if (here)
            people->beginnings[count++] = p;
    }
    return count;
}

static void begin_lane(ny_cohort_people *people, size_t lane)
{
    ny_people persons = persons_of(people, lane);
    ny_people_begin(&persons, people->beginnings,
                    people->begin_ends + lane * people->most_beginnings, people->beginning_count);
}

static double bytes_a_cycle(const ny_cohort_people *people)
{
    size_t ends = (size_t)people->ways.places * people->ways.ways * sizeof(double);
    return (double)(people->lanes * (ends + ny_people_cells(&people->ways) * sizeof(uint32_t)));
}

/* The stage's cycles, and its memory. */
static void choose_stage(ny_cohort_people *people, const double *of_all)
{
    const ny_cohort *cohort = people->cohort;
    double a_cycle = bytes_a_cycle(people), room = STAGE_ROOM, all = cohort->steps, kept = 0;
    for (size_t i = 0; i < people->lanes; i++)
        kept += sizeof(uint32_t) *
                (cohort->following.persons ? cohort->following.persons : to_follow(of_all[i]));
    room = kept > room ? kept : room;
    double cycles = floor(room / a_cycle);
    cycles = cycles < 1 ? 1 : cycles < all ? cycles : all;
    people->in_one_stage = cycles == all;
    if (people->cycles == (uint32_t)cycles && people->ends)
        return;
    size_t steps = people->lanes * (size_t)cycles, cells = ny_people_cells(&people->ways);
    people->cycles = (uint32_t)cycles;
    people->ends =
        NY_NEW_ARRAY(people->arena, double, steps * people->ways.places * people->ways.ways);
    people->counts = NY_NEW_ARRAY(people->arena, uint32_t,
                                  (steps + cohort->following.threads * (size_t)cycles) * cells);
}

/* What happened is written down, where it is not too much. */
static void write_down(ny_cohort_people *people, const double *shares)
{
    const ny_cohort *cohort = people->cohort;
    struct ny_study_went *went = cohort->following.went;
    size_t counts = (size_t)cohort->steps * ny_people_cells(&people->ways);
    if (!went || (double)counts * sizeof(uint32_t) > MOST_WRITTEN_DOWN)
        return;
    went->begin = NY_NEW_ARRAY(cohort->following.arena, double, cohort->places);
    went->counts = NY_NEW_ARRAY(cohort->following.arena, uint32_t, counts);
    for (uint32_t p = 0; p < cohort->places; p++)
        went->begin[p] = shares[(size_t)p * NY_STUDY_LANES];
}

/* What was written down happens again. */
static bool begin_again(ny_cohort_people *people, double *shares)
{
    const struct ny_study_went *went = people->cohort->following.went;
    people->again = went && went->begin;
    for (uint32_t p = 0; people->again && p < people->cohort->places; p++)
        shares[(size_t)p * NY_STUDY_LANES] = went->begin[p];
    return people->again;
}

/* For the totals of lane 0's persons. */
static void open_totals(ny_cohort_people *people)
{
    uint32_t accounts = people->cohort->following.accounts, places = people->ways.places;
    size_t cells = ny_people_cells(&people->ways);
    people->totals = NY_NEW_ARRAY(people->arena, double, (size_t)accounts * people->all[0] + 1);
    people->by_cell = NY_NEW_ARRAY(people->arena, double, accounts * people->cycles * cells);
    people->by_place = NY_NEW_ARRAY(people->arena, double, (size_t)accounts * 2 * places);
    people->worth = NY_NEW_ARRAY(people->arena, ny_people_worth, accounts);
}

void ny_cohort_people_expect(ny_cohort_people *people, size_t lanes, uint32_t first_world,
                             const double *all)
{
    people->lanes = lanes;
    people->first_world = first_world;
    choose_stage(people, all);
    count_persons(people, all);
    if (people->cohort->following.accounts)
        open_totals(people);
}

void ny_cohort_people_begin(ny_cohort_people *people, uint32_t entry, double *of_all,
                            double *shares)
{
    people->entry = entry;
    people->first = 0;
    people->beginning_count = find_beginnings(people);
    for (size_t i = 0; i < people->lanes; i++)
        take_turn(people, i, of_all[i]);
    if (begin_again(people, shares))
        return;
    for (size_t i = 0; i < people->lanes; i++) {
        double *ends = people->begin_ends + i * people->most_beginnings, sum = 0;
        for (uint32_t b = 0; b < people->beginning_count; b++) {
            double *share = shares + (size_t)people->beginnings[b] * NY_STUDY_LANES + i;
            ends[b] = (sum += *share / of_all[i]);
            *share = 0;
        }
        begin_lane(people, i);
        ny_people persons = persons_of(people, i);
        for (uint32_t k = 0; k < persons.persons; k++)
            shares[(size_t)persons.place[k] * NY_STUDY_LANES + i]++;
        for (uint32_t b = 0; b < people->beginning_count; b++)
            shares[(size_t)people->beginnings[b] * NY_STUDY_LANES + i] *= people->weight[i];
        of_all[i] = people->persons[i] * people->weight[i];
    }
    write_down(people, shares);
}

/* --- a stage -------------------------------------------------------------------------------------------- */

uint32_t ny_cohort_people_due(ny_cohort_people *people, uint32_t cycle)
{
    uint32_t left = people->cohort->steps - (people->entry - 1) - (cycle - 1);
    if (people->again)
        return 0;
    if (people->first != 0 && cycle < people->first + people->cycles)
        return 0;
    people->first = cycle;
    return left < people->cycles ? left : people->cycles;
}

static double in_lane(ny_lane_value value, size_t lane)
{
    return value.lanes ? value.lanes[lane] : value.one;
}

static double *ends_of(const ny_cohort_people *people, size_t lane, uint32_t cycle, uint32_t place)
{
    return people->ends +
           ((lane * people->cycles + cycle) * people->ways.places + place) * people->ways.ways;
}

void ny_cohort_people_chances(ny_cohort_people *people, uint32_t cycle, uint32_t s, uint32_t stay,
                              const ny_lane_value *chances, ny_lane_value stays)
{
    uint32_t place = place_of(people->cohort, s, stay), count = people->way_count[s];
    const uint32_t *ways = people->state_ways + (size_t)s * (people->ways.ways + 1);
    for (size_t i = 0; i < people->lanes; i++) {
        double *ends = ends_of(people, i, cycle - people->first, place), sum = 0;
        for (uint32_t j = 0; j < people->ways.ways; j++) {
            if (j + 1 < count)
                sum += in_lane(ways[j] == NY_NONE ? stays : chances[ways[j]], i);
            ends[j] = j + 1 < count ? sum : NY_PEOPLE_NEVER;
        }
    }
}

static void go_lane(ny_cohort_people *people, size_t lane, uint32_t cycles)
{
    size_t cells = ny_people_cells(&people->ways), steps = lane * people->cycles;
    uint32_t accounts = lane == 0 && people->totals ? people->cohort->following.accounts : 0;
    ny_people persons = persons_of(people, lane);
    for (uint32_t a = 0; a < accounts; a++)
        people->worth[a] =
            (ny_people_worth){people->by_cell + (size_t)a * people->cycles * cells,
                              people->totals + (size_t)a * people->all[0] + persons.first_person};
    /* Threads count behind the lanes, and what they counted is then put in the lane's place. */
    uint32_t *room = people->counts + people->lanes * people->cycles * cells;
    if (people->in_one_stage)
        begin_lane(people, lane);
    ny_people_go(&persons, &people->ways,
                 &(ny_people_stage){people->first, cycles, ends_of(people, lane, 0, 0),
                                    people->worth, accounts, room});
    memcpy(people->counts + steps * cells, room, cycles * cells * sizeof *room);
}

void ny_cohort_people_go(ny_cohort_people *people)
{
    const struct ny_study_went *went = people->cohort->following.went;
    uint32_t left = people->cohort->steps - (people->entry - 1) - (people->first - 1);
    uint32_t cycles = left < people->cycles ? left : people->cycles;
    size_t cells = ny_people_cells(&people->ways);
    for (size_t i = 0; i < people->lanes; i++)
        go_lane(people, i, cycles);
    if (went && went->begin)
        memcpy(went->counts + (people->first - 1) * cells, people->counts,
               cycles * cells * sizeof *went->counts);
}

void ny_cohort_people_went(const ny_cohort_people *people, uint32_t cycle, uint32_t s,
                           uint32_t stay, uint32_t move, double *ret_went)
{
    uint32_t most = people->ways.ways + 1, j = 0;
    while (people->state_ways[(size_t)s * most + j] != move)
        j++;
    size_t cell = (size_t)place_of(people->cohort, s, stay) * most + j;
    size_t cells = ny_people_cells(&people->ways);
    const uint32_t *counts = people->again
                                 ? people->cohort->following.went->counts + (cycle - 1) * cells
                                 : people->counts + (cycle - people->first) * cells;
    for (size_t i = 0; i < people->lanes; i++)
        ret_went[i] = counts[i * people->cycles * cells + cell] * people->weight[i];
}

/* --- what persons' own totals are made of ------------------------------------------------------------------ */

/* Adds a flow's amount of lane 0 where it is counted, in this stay. */
static void add_flow(ny_cohort_people *people, const ny_cohort_flow *flow, uint32_t stay,
                     double amount, const ny_cohort_worths *worths, double *cells)
{
    const ny_cohort *cohort = people->cohort;
    uint32_t account = cohort->following.account_of[flow->payment], most = people->ways.ways + 1;
    double *before = people->by_place + (size_t)account * 2 * cohort->places;
    double *after = before + cohort->places;
    for (uint32_t k = 0; k < flow->states.count; k++) {
        uint32_t s = flow->states.items[k], place = place_of(cohort, s, stay);
        if (stay > 1 && !cohort->states[s].by_stay)
            continue;
        if (!flow->is_move) {
            before[place] += amount * worths->before.by[flow->series];
            after[place] += amount * worths->after.by[flow->series];
        }
        for (uint32_t j = 0; flow->is_move && j < people->way_count[s]; j++) {
            uint32_t move = people->state_ways[(size_t)s * most + j];
            if (move != NY_NONE && cohort->states[s].moves.items[move].to == flow->to)
                cells[(size_t)place * most + j] += amount * worths->moves.by[flow->series];
        }
    }
}

void ny_cohort_people_worth(ny_cohort_people *people, uint32_t cycle, ny_figures_run *run)
{
    const ny_cohort *cohort = people->cohort;
    uint32_t accounts = cohort->following.accounts, places = people->ways.places;
    size_t cells = ny_people_cells(&people->ways), most = people->ways.ways + 1;
    if (!accounts)
        return;
    ny_cohort_worths worths = ny_cohort_worths_of(cohort, people->entry, cycle);
    memset(people->by_place, 0, (size_t)accounts * 2 * places * sizeof(double));
    for (uint32_t a = 0; a < accounts; a++)
        memset(people->by_cell + (a * people->cycles + cycle - people->first) * cells, 0,
               cells * sizeof(double));
    for (uint32_t stay = 1; stay <= ny_cohort_longest_at(cohort, cycle); stay++) {
        if (stay > 1 && !ny_cohort_any_by_stay(cohort))
            break;
        ny_figures_stay(run, stay);
        for (uint32_t i = 0; i < cohort->flows.count; i++) {
            const ny_cohort_flow *flow = &cohort->flows.items[i];
            uint32_t account = cohort->following.account_of[flow->payment];
            double sign = cohort->following.sign_of ? cohort->following.sign_of[flow->payment] : 1;
            add_flow(people, flow, stay,
                     sign * flow->factor * in_lane(ny_figures_value(run, flow->amount), 0), &worths,
                     people->by_cell + (account * people->cycles + cycle - people->first) * cells);
        }
    }
    for (uint32_t a = 0; a < accounts; a++) {
        const double *before = people->by_place + (size_t)a * 2 * places, *after = before + places;
        double *by_cell = people->by_cell + (a * people->cycles + cycle - people->first) * cells;
        for (uint32_t cell = 0; cell < cells; cell++)
            by_cell[cell] += before[cell / most] + after[people->ways.next[cell]];
    }
}

ny_study_persons ny_cohort_people_persons(const ny_cohort_people *people)
{
    return (ny_study_persons){.count = people->totals ? people->all[0] : 0,
                              .people = people->weight[0] * people->all[0],
                              .totals = people->totals};
}
