/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Expressions over blocks: a flat list of kernel calls whose operands are registers. A program is
 * built once, never changes, and is run block by block, by as many threads as like.
 *
 * A register is an array of one item a lane, numbers or bytes. Those of inputs are the caller's own
 * arrays. The others stand in a frame, memory of the caller's that a run may scribble over; registers
 * share places as soon as nobody asks for them any more, so that what is live stays in the nearest
 * memory. `Ones` are numbers that are the same in all lanes of a block: constants, and what the caller
 * gives each run (a figure of the period).
 *
 *     ny_kernel_builder *build = ny_kernel_begin(arena);
 *     ny_register age = ny_kernel_input(build, NY_LANE_number);
 *     ny_one slope = ny_kernel_given(build);                 the first of the ones given to a run
 *     ny_register x = ny_kernel_make(build, NY_KERNEL_MULTIPLY_ADD_ONE,
 *                                    (ny_operands){.a = age, .k = slope, .l = ny_kernel_constant(build, 0.5)});
 *     ny_register y = ny_kernel_make(build, NY_KERNEL_EXPONENTIAL, (ny_operands){.a = x});
 *     ny_kernel_keep(build, y);
 *     const ny_kernel_program *program = ny_kernel_end(build);
 *
 *     void *frame = ny_arena_take(arena, ny_kernel_frame(program, NY_KERNEL_LANES));   one a thread
 *     for each block:
 *         ny_kernel_run(program, kernels, (const void *[]){ages}, (double[]){0.03}, lanes, frame);
 *         const double *ys = ny_kernel_kept(program, frame, 0);   valid until the next run */

#ifndef NY_RUN_KERNEL_PROGRAM_H
#define NY_RUN_KERNEL_PROGRAM_H

#include "base/arena.h"
#include "run/kernel.h"

/* Numbers of registers and ones of one builder; 0 is none. */
typedef uint32_t ny_register;
typedef uint32_t ny_one;

typedef struct ny_operands {
    ny_register a, b, c, d;
    ny_one k, l;
} ny_operands;

typedef struct ny_kernel_builder ny_kernel_builder;
typedef struct ny_kernel_program ny_kernel_program;

/* The builder and what comes of it live in the arena. */
ny_kernel_builder *ny_kernel_begin(ny_arena *arena);
/* The next array that a run is given. */
ny_register ny_kernel_input(ny_kernel_builder *build, ny_lane_kind kind);
/* The next number that a run is given, the same in all lanes. */
ny_one ny_kernel_given(ny_kernel_builder *build);
ny_one ny_kernel_constant(ny_kernel_builder *build, double value);
/* One kernel call. Its operands have the kinds that kernel.def says; ones it does not use are 0. */
ny_register ny_kernel_make(ny_kernel_builder *build, ny_kernel_code code, ny_operands operands);
/* A call that no kernel makes: lane by lane, each from its own operands alone, with the bits that a scalar has.
 * The context lives as long as the program and is only read. Any thread. */
typedef void (*ny_kernel_asked)(const void *context, const ny_kernel_call *call);
ny_register ny_kernel_ask(ny_kernel_builder *build, ny_kernel_asked asked, const void *context,
                          ny_lane_kind to, ny_operands operands);
/* To be there when a run is over: kept registers are numbered from 0, in this order. */
uint32_t ny_kernel_keep(ny_kernel_builder *build, ny_register kept);
/* The program: calls that nothing kept needs are left out, a product that only one sum needs is joined
 * with it (no bit changes), and registers get their places. The builder is done with. */
const ny_kernel_program *ny_kernel_end(ny_kernel_builder *build);

/* Bytes of a frame for blocks of so many lanes or fewer. */
size_t ny_kernel_frame(const ny_kernel_program *program, size_t lanes);
/* Runs a block: `inputs` and `given` in the order in which the builder gave them out. */
void ny_kernel_run(const ny_kernel_program *program, const ny_kernels *kernels,
                   const void *const *inputs, const double *given, size_t lanes, void *frame);
/* What a kept register holds after a run: doubles or bytes. An input that is kept is the input. */
const void *ny_kernel_kept(const ny_kernel_program *program, const void *frame, uint32_t kept);
/* Calls of the program, and numbers a lane that are live at once: for measurements. */
uint32_t ny_kernel_calls(const ny_kernel_program *program);
uint32_t ny_kernel_places(const ny_kernel_program *program);

#endif
