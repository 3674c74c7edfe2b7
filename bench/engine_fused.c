/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See engine_fused.h. Exponential and logarithm are the engine's own, without its look at special
 * arguments: these lanes have none. Results are the same to the last bit. */

#include "engine_fused.h"

#include "run/vmath_pieces.h"

static inline double exponential(double x)
{
    double k;
    double less_1 = exp_less_1(x, 0.0, &k);
    double_bits value = {.number = 1.0 + less_1}, whole = {.number = k + 0x1.8p52};
    value.bits += whole.bits << 52;
    return value.number;
}

static inline double logarithm(double x)
{
    double k;
    double part = split_normal(x, &k);
    return log_of_pieces(k, part - 1.0, 0.0);
}

void ny_fused_net_benefit(ny_people people, double *restrict to, size_t lanes)
{
    for (size_t i = 0; i < lanes; i++) {
        double age = people.age[i], quality = people.quality[i];
        double frailty = exponential(people.z[i] * 0.25 + 0.1);
        double risk = exponential((age * 0.03 + -0.5) + quality * -0.8);
        double time = logarithm(people.u[i]) * -1.0 / (frailty * risk * 0.12);
        double followed = time < 5.0 ? time : 5.0;
        double early = time < 1.0 ? 0.4 : 1.0, late = time < 2.0 ? 0.7 : 1.0;
        double life = quality + 0.05;
        life = life < 1.0 ? life : 1.0;
        life = life > 0.0 ? life : 0.0;
        double years = followed * life * exponential(followed * -0.035);
        double net = years * 50000.0 - early * late * 120000.0;
        net = net > -200000.0 ? net : -200000.0;
        net = net < 300000.0 ? net : 300000.0;
        net = net - followed * 0.97 * followed * 1000.0;
        net = net + age * followed * 12.5;
        to[i] = net + logarithm(followed + 1.0) * 2500.0;
    }
}

/* Four steps of eleven operations; each makes the last of four numbers out of all of them. */
void ny_fused_arithmetic(ny_people people, double *restrict to, size_t lanes)
{
    for (size_t i = 0; i < lanes; i++) {
        double a = people.u[i], b = people.z[i], c = people.age[i], d = people.quality[i];
        for (int step = 0; step < 4; step++) {
            double line = a * 0.75 + 0.125;
            double sum = b * c + line;
            double scaled = sum * (sum < 0.5 ? 0.3 : 1.7);
            double cut = scaled > -8.0 ? scaled : -8.0;
            cut = cut < 8.0 ? cut : 8.0;
            double next = (cut - d) * 0.5;
            a = b, b = c, c = d, d = next;
        }
        to[i] = d;
    }
}
