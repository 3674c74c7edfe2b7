/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See rate_matrix.h. With Q the rates a cycle, each diagonal what makes its row 0, the chances are
 * P = e^Q (Cox and Miller, The Theory of Stochastic Processes, 1965, chapter 4; Welton and Ades, Medical
 * Decision Making 25 (2005) 633-645, of cost-effectiveness models).
 *
 * Let m be the largest sum of a row's rates. A = Q + m I has no entry below 0, and rows that sum to m. So
 * P = e^-m e^A is a mean of the powers of A / m with Poisson weights (Jensen 1953: uniformisation). It is
 * found by scaling and squaring (Higham, Functions of Matrices, 2008, 10.3 and 10.7.2): with the least s for
 * which m / 2^s is at most 1/2,
 *
 *     T = I + B (I + B/2 (I + B/3 (... (I + B/14)))),   B = A / 2^s
 *     P = T^(2^s), each row divided by its sum, in T and after each squaring
 *
 * Why so: nothing is ever subtracted but in the diagonal of A, so no digits are lost, chances are never below
 * 0, rows sum to 1, and dividing by the sum takes the place of e^-m. There are only + * and /, in one order,
 * so the bits are the same everywhere; a lane takes its own s, so they are those of its rates alone.
 *
 * Error. Of the sum of a row's differences, u = 2^-53: leaving the series at 14 terms costs less than
 * 2 (1/2)^15 / 15! < 5e-17, rounding in it at most 15 (n + 3) u for n states; each squaring doubles what there
 * is and adds (n + 3) u. So it is below 2^s 16 (n + 3) u, 2^s being 1 or less than 4 m: for 4 states and
 * moves once a cycle 5e-14 at the very most, of which roundings that cancel leave a hundredth.
 *
 * Time spent. With a force of interest d the integral J(t) of e^(-d u) e^(Q u) from 0 to t is what Van Loan (IEEE
 * Transactions on Automatic Control 23 (1978) 395-404) reads off the exponential of a matrix of twice the
 * size. Here it is doubled beside P instead, since so it stays as exact: K, which is J with each row divided by
 * its sum (1 - e^(-d t)) / d, is a matrix of chances too, and
 *
 *     K(2t) = (K(t) + e^(-d t) P(t) K(t)) / (1 + e^(-d t))
 *     K(2^-s) = sum of B^k q_k, each row divided by its sum
 *     q_k = e^x (the integral of v^k / k! e^(-x v) from 0 to 1) = x q_(k+1) + 1 / (k + 1)!
 *
 * with x = (m + d) / 2^s. Nothing is subtracted, rows sum to 1, and the error is at most twice that of P, as each
 * doubling adds one of P. x is at most 1/2 + d, so leaving the q at 24 terms costs nothing. Rejected: the matrix of
 * twice the size (eight times the work, and its corner is no matrix of chances); Q^-1 (e^Q - I), which loses all
 * digits where rates are low, and has no inverse where a state is never left. */

#include "run/rate_matrix.h"

#include "run/vmath.h"

#define TERMS 14
#define WEIGHTS 24 /* terms of q */

static size_t entries(const ny_rate_matrix *of)
{
    return (size_t)of->states * of->states;
}

static size_t at(const ny_rate_matrix *of, uint32_t row, uint32_t column)
{
    return ((size_t)row * of->states + column) * of->stride;
}

static void run(const ny_rate_matrix *of, ny_kernel_code code, ny_kernel_call call)
{
    call.lanes = of->lanes;
    ny_kernel(of->kernels, code, call);
}

size_t ny_rate_matrix_room(uint32_t states, size_t stride)
{
    return (2 * (size_t)states * states + 5 + TERMS) * stride;
}

/* Where the work stands. */
typedef struct ny_rate_work {
    double *b, *other;           /* matrices */
    double *steps, *scale, *sum; /* s; 2^-s */
    double *most;                /* m; then e^(-d t) */
    double *weights;             /* [k * stride + lane]: q_k, k from 0 to TERMS */
} ny_rate_work;

static ny_rate_work share_out(const ny_rate_matrix *of, double *room)
{
    size_t matrix = entries(of) * of->stride;
    double *rest = room + 2 * matrix;
    return (ny_rate_work){.b = room,
                          .other = room + matrix,
                          .steps = rest,
                          .scale = rest + of->stride,
                          .sum = rest + 2 * of->stride,
                          .most = rest + 3 * of->stride,
                          .weights = rest + 4 * of->stride};
}

/* to = a b */
static void multiply(const ny_rate_matrix *of, const double *a, const double *b, double *to)
{
    for (uint32_t i = 0; i < of->states; i++)
        for (uint32_t j = 0; j < of->states; j++) {
            double *sum = to + at(of, i, j);
            run(of, NY_KERNEL_MULTIPLY,
                (ny_kernel_call){.to = sum, .a = a + at(of, i, 0), .b = b + at(of, 0, j)});
            for (uint32_t k = 1; k < of->states; k++)
                run(of, NY_KERNEL_MULTIPLY_ADD,
                    (ny_kernel_call){
                        .to = sum, .a = a + at(of, i, k), .b = b + at(of, k, j), .c = sum});
        }
}

/* sum: room for a number a lane. */
static void sum_row(const ny_rate_matrix *of, const double *matrix, uint32_t row, double *sum)
{
    run(of, NY_KERNEL_FILL, (ny_kernel_call){.to = sum, .k = 0});
    for (uint32_t j = 0; j < of->states; j++)
        run(of, NY_KERNEL_ADD, (ny_kernel_call){.to = sum, .a = sum, .b = matrix + at(of, row, j)});
}

static void divide_rows(const ny_rate_matrix *of, double *matrix, double *sum)
{
    for (uint32_t i = 0; i < of->states; i++) {
        sum_row(of, matrix, i, sum);
        for (uint32_t j = 0; j < of->states; j++)
            run(of, NY_KERNEL_DIVIDE,
                (ny_kernel_call){
                    .to = matrix + at(of, i, j), .a = matrix + at(of, i, j), .b = sum});
    }
}

/* A, with the sums of rows in its diagonal until the largest is known; and that one. */
static void shift(const ny_rate_matrix *of, const double *rates, double *a, double *most)
{
    run(of, NY_KERNEL_FILL, (ny_kernel_call){.to = most, .k = 0});
    for (uint32_t i = 0; i < of->states; i++) {
        double *own = a + at(of, i, i);
        run(of, NY_KERNEL_FILL, (ny_kernel_call){.to = own, .k = 0});
        for (uint32_t j = 0; j < of->states; j++) {
            if (j == i)
                continue;
            run(of, NY_KERNEL_COPY,
                (ny_kernel_call){.to = a + at(of, i, j), .a = rates + at(of, i, j)});
            run(of, NY_KERNEL_ADD,
                (ny_kernel_call){.to = own, .a = own, .b = rates + at(of, i, j)});
        }
        run(of, NY_KERNEL_GREATER, (ny_kernel_call){.to = most, .a = most, .b = own});
    }
    for (uint32_t i = 0; i < of->states; i++)
        run(of, NY_KERNEL_SUBTRACT,
            (ny_kernel_call){.to = a + at(of, i, i), .a = most, .b = a + at(of, i, i)});
}

/* most: in, m; out, s. scale: 2^-s. Gives the largest s. */
static uint32_t find_scale(const ny_rate_matrix *of, double *most, double *scale)
{
    uint32_t steps = 0;
    for (size_t i = 0; i < of->lanes; i++) {
        double m = most[i];
        uint32_t own = 0;
        for (scale[i] = 1; m * scale[i] > 0.5 && own < 64; own++)
            scale[i] /= 2;
        most[i] = own;
        steps = own > steps ? own : steps;
    }
    return steps;
}

/* to = I + b to / term, by way of other. */
static void next_term(const ny_rate_matrix *of, const double *b, double term, double *to,
                      double *other)
{
    multiply(of, b, to, other);
    for (uint32_t i = 0; i < of->states; i++)
        for (uint32_t j = 0; j < of->states; j++)
            run(of, NY_KERNEL_MULTIPLY_ADD_ONE,
                (ny_kernel_call){.to = to + at(of, i, j),
                                 .a = other + at(of, i, j),
                                 .k = 1 / term,
                                 .l = i == j});
}

/* Of the lanes that go on at this step. */
static void take(const ny_rate_matrix *of, uint32_t step, const double *steps, const double *from,
                 double *to)
{
    for (size_t e = 0; e < entries(of); e++)
        for (size_t i = 0; i < of->lanes; i++)
            if (step < steps[i])
                to[e * of->stride + i] = from[e * of->stride + i];
}

static void square(const ny_rate_matrix *of, uint32_t step, const ny_rate_work *work,
                   double *chances)
{
    multiply(of, chances, chances, work->other);
    divide_rows(of, work->other, work->sum);
    take(of, step, work->steps, work->other, chances);
}

/* B, s and m. Gives the largest s. */
static uint32_t begin(const ny_rate_matrix *of, const double *rates, const ny_rate_work *work)
{
    shift(of, rates, work->b, work->steps);
    run(of, NY_KERNEL_COPY, (ny_kernel_call){.to = work->most, .a = work->steps});
    uint32_t most = find_scale(of, work->steps, work->scale);
    for (size_t e = 0; e < entries(of); e++)
        run(of, NY_KERNEL_MULTIPLY,
            (ny_kernel_call){
                .to = work->b + e * of->stride, .a = work->b + e * of->stride, .b = work->scale});
    return most;
}

/* P of the first step. */
static void begin_chances(const ny_rate_matrix *of, const ny_rate_work *work, double *chances)
{
    for (uint32_t i = 0; i < of->states; i++)
        for (uint32_t j = 0; j < of->states; j++)
            run(of, NY_KERNEL_FILL, (ny_kernel_call){.to = chances + at(of, i, j), .k = i == j});
    for (uint32_t term = TERMS; term > 0; term--)
        next_term(of, work->b, term, chances, work->other);
    divide_rows(of, chances, work->sum);
}

void ny_rate_matrix_chances(const ny_rate_matrix *of, const double *rates, double *room,
                            double *ret_chances)
{
    ny_rate_work work = share_out(of, room);
    uint32_t most = begin(of, rates, &work);
    begin_chances(of, &work, ret_chances);
    for (uint32_t step = 0; step < most; step++)
        square(of, step, &work, ret_chances);
}

/* --- where time is spent -------------------------------------------------------------------------- */

static void find_weights(const ny_rate_matrix *of, double force, const ny_rate_work *work)
{
    double parts[WEIGHTS + 1] = {1}; /* 1 / k! */
    for (uint32_t k = 1; k <= WEIGHTS; k++)
        parts[k] = parts[k - 1] / k;
    for (size_t i = 0; i < of->lanes; i++) {
        double x = (work->most[i] + force) * work->scale[i], q = 0;
        for (uint32_t k = WEIGHTS; k-- > 0;) {
            q = x * q + parts[k + 1];
            if (k <= TERMS)
                work->weights[k * of->stride + i] = q;
        }
    }
}

/* K of the first step. */
static void begin_spent(const ny_rate_matrix *of, double force, const ny_rate_work *work,
                        double *spent)
{
    find_weights(of, force, work);
    for (size_t e = 0; e < entries(of); e++)
        run(of, NY_KERNEL_FILL, (ny_kernel_call){.to = spent + e * of->stride, .k = 0});
    for (uint32_t term = TERMS + 1; term-- > 0;) {
        multiply(of, work->b, spent, work->other);
        for (size_t e = 0; e < entries(of); e++)
            run(of, NY_KERNEL_COPY,
                (ny_kernel_call){.to = spent + e * of->stride, .a = work->other + e * of->stride});
        for (uint32_t i = 0; i < of->states; i++)
            run(of, NY_KERNEL_ADD,
                (ny_kernel_call){.to = spent + at(of, i, i),
                                 .a = spent + at(of, i, i),
                                 .b = work->weights + term * of->stride});
    }
    divide_rows(of, spent, work->sum);
}

/* From P and K of t to K of 2t. */
static void spend_twice(const ny_rate_matrix *of, uint32_t step, double force,
                        const ny_rate_work *work, const double *chances, double *spent)
{
    double times = 1;
    for (uint32_t k = 0; k < step; k++)
        times *= 2;
    for (size_t i = 0; i < of->lanes; i++)
        work->most[i] = step < work->steps[i] ? ny_exp(-force * work->scale[i] * times) : 1;
    multiply(of, chances, spent, work->other);
    for (size_t e = 0; e < entries(of); e++)
        run(of, NY_KERNEL_MULTIPLY_ADD,
            (ny_kernel_call){.to = work->other + e * of->stride,
                             .a = work->other + e * of->stride,
                             .b = work->most,
                             .c = spent + e * of->stride});
    divide_rows(of, work->other, work->sum);
    take(of, step, work->steps, work->other, spent);
}

void ny_rate_matrix_spent(const ny_rate_matrix *of, const double *rates, const double *forces,
                          uint32_t force_count, double *room, double *ret_chances,
                          double *ret_spent)
{
    ny_rate_work work = share_out(of, room);
    uint32_t most = begin(of, rates, &work);
    size_t matrix = entries(of) * of->stride;
    begin_chances(of, &work, ret_chances);
    for (uint32_t f = 0; f < force_count; f++)
        begin_spent(of, forces[f], &work, ret_spent + f * matrix);
    for (uint32_t step = 0; step < most; step++) {
        for (uint32_t f = 0; f < force_count; f++)
            spend_twice(of, step, forces[f], &work, ret_chances, ret_spent + f * matrix);
        square(of, step, &work, ret_chances);
    }
}
