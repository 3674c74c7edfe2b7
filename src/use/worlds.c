/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See worlds.h: worlds run by several threads, in rounds of one block. A piece of a round is a few
 * worlds under every alternative; between rounds one thread has everything to itself, takes what the
 * pieces wrote and decides whether to go on. */

#include "use/worlds.h"

#include "base/bug.h"
#include "base/parallel.h"
#include "run/exact.h"
#include "use/kept_private.h"
#include "use/pathways.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

/* Worlds of a study go by the block; a round of them is as many blocks. */
#define WORLDS_A_PIECE 4u
#define PIECES_A_THREAD 4u
#define PIECES (NY_KEPT_BLOCK / WORLDS_A_PIECE)
/* Fewer worlds say too little of their own error. */
#define FIRST_LOOK (2 * NY_KEPT_BLOCK)

/* --- one world -------------------------------------------------------------------------------- */

/* `patients`: the number of the world, or of its twin. */
static ny_fast_result *run_drawn(ny_arena *arena, const ny_alternative *alternative,
                                 const ny_world *drawn, uint64_t seed, uint32_t patients,
                                 bool *ret_tie, ny_text *ret_reason)
{
    if (drawn->undefined) {
        *ret_reason = drawn->reason;
        return NULL;
    }
    ny_fast_result *result = ny_fast_run(arena, alternative->plan, &drawn->inputs);
    *ret_tie = result->ties;
    if (result->ties) {
        const ny_result *exact = ny_exact_run(arena, alternative->plan, &drawn->inputs);
        if (exact->stop.stopped) {
            ny_text stop =
                ny_format(arena, "%s%s%.*s%s%.*s", ny_code_number(exact->stop.code),
                          exact->stop.words[0].size ? ", " : "", NY_PRINT(exact->stop.words[0]),
                          exact->stop.words[2].size ? ", " : "", NY_PRINT(exact->stop.words[2]));
            *ret_reason = NY_PHRASE_WITH(arena, drawn->inputs.language, NY_WORDS_RUN_STOPS, stop);
            return NULL;
        }
        ny_fast_take_exact(arena, result, &drawn->inputs, exact);
    }
    if (!ny_pathways_add(arena, alternative, &drawn->inputs, seed, patients, result, ret_reason))
        return NULL;
    size_t flows = (size_t)alternative->plan->payments.count * result->periods * result->parties;
    for (size_t i = 0; i < flows; i++)
        if (result->flows[i].state != NY_KNOWN || !isfinite(result->flows[i].value)) {
            *ret_reason = ny_phrase_text(drawn->inputs.language, NY_WORDS_FLOW_NOT_COMPUTED);
            return NULL;
        }
    return result;
}

ny_fast_result *ny_simulate_world(ny_arena *arena, const ny_alternative *alternative, uint64_t seed,
                                  uint32_t world, bool *ret_tie, ny_text *ret_reason)
{
    ny_world drawn = ny_arise_world(arena, alternative->arise, seed, world, alternative->offers);
    return run_drawn(arena, alternative, &drawn, seed, world, ret_tie, ret_reason);
}

/* --- a piece ---------------------------------------------------------------------------------- */

typedef struct ny_undefined_note {
    uint32_t alternative, world;
    ny_text reason;
} ny_undefined_note;

typedef struct ny_piece {
    bool done;
    ny_arena *arena; /* of what is written and noted */
    ny_buffer lines;
    NY_LIST(ny_undefined_note) undefined;
    bool **differs; /* of a study: by alternative and figure, in some world from the first */
} ny_piece;

typedef struct ny_round {
    ny_worlds *worlds;
    const ny_worlds_how *how;
    uint32_t first, count,
        most;         /* the worlds of the round, from the first kept; of all asked for */
    uint32_t a_piece; /* worlds of each */
    ny_piece pieces[PIECES];
    atomic_uint done;
    atomic_flag telling;
} ny_round;

/* Whoever finds nobody telling tells how far all have come. */
static void tell(ny_round *round, uint32_t count)
{
    uint32_t done = atomic_fetch_add(&round->done, count) + count;
    if (!round->how->progress || atomic_flag_test_and_set(&round->telling))
        return;
    ny_progress_tell(round->how->progress, NY_STAGE_IMAGINING, NY_NO_TEXT, done, round->most);
    atomic_flag_clear(&round->telling);
}

static void run_twin(const ny_round *round, ny_arena *scratch, uint32_t number, uint32_t world)
{
    const ny_worlds *worlds = round->worlds;
    const ny_kept *kept = &worlds->alternatives[number];
    uint32_t twin = ny_twins_below(worlds, world) - ny_twins_below(worlds, worlds->from);
    bool tie;
    ny_text reason;
    ny_arena_reset(scratch);
    ny_world drawn = ny_arise_twin(scratch, kept->alternative->arise, worlds->seed, world,
                                   kept->alternative->offers);
    const ny_fast_result *result = run_drawn(scratch, kept->alternative, &drawn, worlds->seed,
                                             world + NY_ARISE_TWINS, &tie, &reason);
    if (result)
        ny_kept_book_lines(kept, scratch, result, kept->twins.items[twin]);
    else
        kept->twins.items[twin] = NULL;
}

static void run_world(const ny_round *round, ny_piece *piece, ny_arena *scratch, uint32_t number,
                      uint32_t at)
{
    const ny_worlds *worlds = round->worlds;
    const ny_kept *kept = &worlds->alternatives[number];
    uint32_t world = worlds->from + at;
    bool tie = false;
    ny_text reason;
    ny_arena_reset(scratch);
    const ny_fast_result *result =
        ny_simulate_world(scratch, kept->alternative, worlds->seed, world, &tie, &reason);
    *ny_kept_state(kept, at) =
        (uint8_t)((result ? NY_WORLD_DEFINED : 0) | (tie ? NY_WORLD_TIED : 0));
    if (result) {
        ny_kept_book(kept, scratch, result, ny_kept_row(kept, at));
        if (round->how->listener)
            round->how->listener->write(scratch, &piece->lines, kept->alternative, world, result);
    } else {
        *NY_APPEND(piece->arena, &piece->undefined) = (ny_undefined_note){
            .alternative = number, .world = world, .reason = ny_text_copy(piece->arena, reason)};
    }
    if (worlds->twins_every && world % worlds->twins_every == 0)
        run_twin(round, scratch, number, world);
}

/* Numbers that are not known are none. */
static const double *const *inputs_of(ny_arena *arena, const ny_arise_drawn *drawn, uint32_t count)
{
    const double **inputs = NY_NEW_ARRAY(arena, const double *, (size_t)count + 1);
    for (uint32_t i = 0; i < count; i++) {
        inputs[i] = drawn->value[i];
        for (uint32_t lane = 0; drawn->value[i] && drawn->state[i] && lane < drawn->lanes; lane++)
            if (drawn->state[i][lane] != NY_KNOWN)
                drawn->value[i][lane] = (double)NAN;
    }
    return inputs;
}

static void book_lane(const ny_round *round, ny_piece *piece, uint32_t number, uint32_t at,
                      const ny_study_result *result, uint32_t lane, ny_text reason)
{
    const ny_worlds *worlds = round->worlds;
    const ny_kept *kept = &worlds->alternatives[number];
    const ny_study_fault *fault = &result->faults[lane];
    bool sound = !reason.size && fault->kind == NY_STUDY_SOUND;
    *ny_kept_state(kept, at) = (uint8_t)(sound ? NY_WORLD_DEFINED : 0);
    if (sound)
        ny_kept_book_study(kept, result->total, result->npv, result->figures, lane,
                           ny_kept_row(kept, at));
    else
        *NY_APPEND(piece->arena, &piece->undefined) = (ny_undefined_note){
            .alternative = number,
            .world = worlds->from + at,
            .reason = reason.size ? ny_text_copy(piece->arena, reason)
                                  : ny_study_reason(piece->arena, kept->alternative->study, fault)};
}

/* What a piece opens once for all its blocks, by alternative. */
typedef ny_study_block *const *ny_open_studies;

static ny_open_studies open_studies(ny_arena *arena, const ny_worlds *worlds)
{
    ny_study_block **open = NY_NEW_ARRAY(arena, ny_study_block *, worlds->count);
    for (uint32_t a = 0; a < worlds->count; a++)
        open[a] = ny_study_open(arena, worlds->alternatives[a].alternative->study->worlds);
    return open;
}

/* A block of a study's worlds under one alternative; `first`: drawn for the first one. */
static const ny_study_result *run_block(const ny_round *round, ny_piece *piece, ny_arena *scratch,
                                        ny_study_block *block, uint32_t number, uint32_t at,
                                        uint32_t count, const ny_arise_drawn *first,
                                        ny_arise_drawn *drawn)
{
    const ny_worlds *worlds = round->worlds;
    const ny_kept *kept = &worlds->alternatives[number];
    const ny_studied *study = kept->alternative->study;
    bool alike = number > 0 && study->like == worlds->alternatives[0].alternative->study->draws;
    if (alike)
        *drawn = ny_arise_lanes_draw_like(scratch, study->draws, worlds->seed, first);
    else
        *drawn = ny_arise_lanes_draw(scratch, study->draws, worlds->seed, worlds->from + at, count);
    ny_study_at(block, worlds->from + at);
    const ny_study_result *result =
        ny_study_run(block, inputs_of(scratch, drawn, kept->plan->inputs.count), count);
    for (uint32_t lane = 0; lane < count; lane++)
        book_lane(round, piece, number, at + lane, result, lane,
                  drawn->reason ? drawn->reason[lane] : NY_NO_TEXT);
    return result;
}

/* Of figures that no alternative touches the bits are those of the first, whose run still stands. */
static void note_differences(const ny_worlds *worlds, uint32_t number, uint32_t at,
                             const ny_study_result *first, const ny_study_result *other,
                             bool *differs)
{
    const ny_kept *kept = &worlds->alternatives[number];
    bool defined = true;
    for (uint32_t lane = 0; lane < other->lanes; lane++)
        defined = defined && ny_kept_defined(&worlds->alternatives[0], at + lane) &&
                  ny_kept_defined(kept, at + lane);
    for (uint32_t i = 0; i < kept->figures.count; i++)
        differs[i] =
            differs[i] || !defined ||
            memcmp(first->figures[i], other->figures[i], other->lanes * sizeof(double)) != 0;
}

static void run_blocks(ny_round *round, ny_piece *piece, ny_arena *scratch, uint32_t first,
                       uint32_t count)
{
    ny_arena *of_piece = ny_arena_create();
    ny_open_studies open = open_studies(of_piece, round->worlds);
    piece->differs = NY_NEW_ARRAY(piece->arena, bool *, round->worlds->count);
    for (uint32_t a = 0; a < round->worlds->count; a++)
        piece->differs[a] =
            NY_NEW_ARRAY(piece->arena, bool, round->worlds->alternatives[a].figures.count + 1);
    for (uint32_t done = 0; done < count; done += NY_STUDY_LANES) {
        uint32_t lanes = count - done < NY_STUDY_LANES ? count - done : NY_STUDY_LANES;
        ny_arise_drawn of_first, of_other;
        ny_arena_reset(scratch);
        const ny_study_result *first_result = NULL;
        for (uint32_t a = 0; a < round->worlds->count; a++) {
            uint32_t at = round->first + first + done;
            const ny_study_result *result = run_block(round, piece, scratch, open[a], a, at, lanes,
                                                      &of_first, a ? &of_other : &of_first);
            first_result = a ? first_result : result;
            note_differences(round->worlds, a, at, first_result, result, piece->differs[a]);
        }
    }
    ny_arena_destroy(of_piece);
}

static bool is_study(const ny_worlds *worlds)
{
    return worlds->alternatives[0].alternative->study != NULL;
}

/* Worlds of a round at most; whatever the number of threads, since the end of a round is looked at. */
static uint32_t worlds_a_round(const ny_worlds *worlds)
{
    return PIECES * (is_study(worlds) ? NY_STUDY_LANES : WORLDS_A_PIECE);
}

/* A study's piece is whole blocks, several where there are enough for every thread to take some. */
static uint32_t worlds_a_piece(const ny_worlds *worlds, uint32_t count, uint32_t threads)
{
    uint32_t shares = PIECES_A_THREAD * (threads ? threads : 1);
    uint32_t blocks = (count + NY_STUDY_LANES - 1) / NY_STUDY_LANES;
    if (!is_study(worlds))
        return WORLDS_A_PIECE;
    return NY_STUDY_LANES * (blocks > shares ? blocks / shares : 1);
}

static void run_worlds(ny_round *round, ny_piece *piece, ny_arena *scratch, uint32_t first,
                       uint32_t count)
{
    if (is_study(round->worlds)) {
        run_blocks(round, piece, scratch, first, count);
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t a = 0; a < round->worlds->count; a++)
            run_world(round, piece, scratch, a, round->first + first + i);
}

static void run_piece(void *context, uint32_t number)
{
    ny_round *round = context;
    ny_piece *piece = &round->pieces[number];
    const ny_worlds_how *how = round->how;
    if (how->asked_to_stop && how->asked_to_stop(how->stop_context))
        return;
    ny_arena *scratch = ny_arena_create();
    piece->arena = ny_arena_create();
    piece->lines = ny_buffer_create(piece->arena);
    uint32_t step = round->a_piece, first = number * step;
    uint32_t count = round->count - first < step ? round->count - first : step;
    run_worlds(round, piece, scratch, first, count);
    tell(round, count);
    ny_arena_destroy(scratch);
    piece->done = true;
}

/* --- rounds ----------------------------------------------------------------------------------- */

static void take_piece(ny_worlds *worlds, const ny_worlds_how *how, const ny_piece *piece)
{
    if (how->listener)
        how->listener->take(how->listener->context, ny_buffer_text(&piece->lines));
    for (uint32_t i = 0; i < piece->undefined.count; i++) {
        const ny_undefined_note *note = &piece->undefined.items[i];
        *NY_APPEND(worlds->arena, &worlds->alternatives[note->alternative].undefined) =
            (ny_undefined_world){.world = note->world,
                                 .reason = ny_text_copy(worlds->arena, note->reason)};
    }
}

static void begin_as_first(const ny_worlds *worlds)
{
    for (uint32_t a = 1; a < worlds->count; a++)
        for (uint32_t i = 0; i < worlds->alternatives[a].figures.count; i++)
            worlds->alternatives[a].figures.items[i].as_first = true;
}

static void take_differences(const ny_worlds *worlds, bool *const *differs)
{
    for (uint32_t a = 1; a < worlds->count; a++)
        for (uint32_t i = 0; i < worlds->alternatives[a].figures.count; i++)
            if (differs[a][i])
                worlds->alternatives[a].figures.items[i].as_first = false;
}

/* Gives false when it was stopped: then the worlds up to the first that is not done are kept. */
static bool run_round(ny_worlds *worlds, const ny_worlds_how *how, uint32_t most)
{
    uint32_t first = worlds->worlds, left = most - first, room = worlds_a_round(worlds);
    ny_round round = {.worlds = worlds,
                      .how = how,
                      .first = first,
                      .count = left < room ? left : room,
                      .most = most,
                      .telling = ATOMIC_FLAG_INIT};
    uint32_t step = worlds_a_piece(worlds, round.count, how->threads);
    uint32_t pieces = (round.count + step - 1) / step;
    round.a_piece = step;
    left = round.count;
    bool whole = true;
    atomic_init(&round.done, first);
    if (is_study(worlds) && first == 0)
        begin_as_first(worlds);
    ny_worlds_grow(worlds, round.count);
    ny_parallel(how->threads, pieces, run_piece, &round);
    for (uint32_t i = 0; i < pieces; i++) {
        ny_piece *piece = &round.pieces[i];
        whole = whole && piece->done;
        if (whole && piece->differs)
            take_differences(worlds, piece->differs);
        if (whole)
            take_piece(worlds, how, piece);
        if (piece->arena)
            ny_arena_destroy(piece->arena);
        if (whole)
            worlds->worlds += left < step ? left : step;
        left = left < step ? 0 : left - step;
    }
    return whole;
}

/* Has every account a mean that is known to this part of itself? */
static bool is_small_enough(const ny_worlds *worlds, double part)
{
    for (uint32_t k = 0; k < worlds->count; k++) {
        const ny_kept *kept = &worlds->alternatives[k];
        for (uint32_t a = 0; a < kept->accounts.count; a++) {
            double count = 0, mean = 0, squares = 0;
            for (uint32_t i = 0; i < worlds->worlds; i++) {
                if (!ny_kept_defined(kept, i))
                    continue;
                double off = ny_kept_row(kept, i)[a] - mean;
                mean += off / ++count;
                squares += off * (ny_kept_row(kept, i)[a] - mean);
            }
            if (!(count > 1) ||
                sqrt(squares / (count - 1) / count) > part * (mean < 0 ? -mean : mean))
                return false;
        }
    }
    return true;
}

ny_worlds_end ny_worlds_run(ny_worlds *worlds, uint32_t most, const ny_worlds_how *how)
{
    NY_BUG_ON(!most || most > NY_ARISE_TWINS || worlds->from > NY_ARISE_TWINS - most);
    uint32_t look = FIRST_LOOK;
    while (worlds->worlds < most) {
        if (!run_round(worlds, how, most))
            return NY_WORLDS_STOPPED;
        if (how->until_error > 0 && worlds->worlds >= look) {
            if (is_small_enough(worlds, how->until_error))
                return NY_WORLDS_ERROR_SMALL;
            look = worlds->worlds + worlds->worlds / 4; /* looking costs less than running */
        }
    }
    if (!(how->until_error > 0))
        return NY_WORLDS_ALL;
    return is_small_enough(worlds, how->until_error) ? NY_WORLDS_ERROR_SMALL : NY_WORLDS_TOLD;
}
