/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What bench/simulate.py is measured against: the knee contract's buyer's model as somebody would write
 * it down in C for one run, with the C library's mathematics: operations, their stays, readmissions,
 * deaths, revisions and scores, counted by year. No tables, no exclusions, no bounds of errors, no
 * payments to the øre; nothing of it can be settled. usage: simulate_loop WORLDS */

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define DAYS 2922.0
#define YEARS 8

static uint64_t state = 1;

/* Vigna's splitmix64. */
static double uniform(void)
{
    uint64_t z = (state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return ((double)((z ^ (z >> 31)) >> 11) + 0.5) * 0x1p-53;
}

/* Box and Muller, one of the pair. */
static double normal(void)
{
    return sqrt(-2 * log(uniform())) * cos(6.283185307179586 * uniform());
}

/* Marsaglia and Tsang. */
static double gamma_of(double shape)
{
    double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
    for (;;) {
        double x = normal(), v = 1 + c * x;
        if (v <= 0)
            continue;
        v = v * v * v;
        if (log(uniform()) < 0.5 * x * x + d - d * v + d * log(v))
            return d * v;
    }
}

static double weibull(double shape, double scale, double ratio)
{
    return scale * pow(-log(uniform()) / ratio, 1 / shape);
}

typedef struct year {
    double stay, gain;
    int rows, readmitted, died, revised_1, revised_2, known;
} year;

static void row(double done, const double *surgeons, year *of)
{
    double ratio = 0.85 * exp(surgeons[(int)(uniform() * 10)]);
    double age = fmin(fmax(69 + 9 * normal(), 25), 99);
    double stay = floor(gamma_of(3.4) * 0.7 + 0.5);
    double died =
        log(1 - 0.09 / 365.25 * log(uniform()) / (3.7e-5 * exp(0.09 * (age - 69)))) / 2.5e-4;
    double revised = weibull(0.9, 36000, ratio), before = fmin(fmax(23 + 7 * normal(), 0), 48);
    of->rows++;
    of->stay += stay;
    of->readmitted += done + stay + weibull(0.8, 1070, 1) <= done + stay + 30;
    of->died += died <= 90;
    of->revised_1 += revised <= 365 && revised < died && uniform() > 0.22;
    of->revised_2 += revised <= 730 && revised < died && uniform() > 0.22;
    if (uniform() < 0.72) {
        of->known++;
        of->gain += fmin(fmax(before + 15.5 + 8 * normal(), 0), 48) - before;
    }
}

int main(int count, char **words)
{
    double paid = 0;
    for (long world = 0; count > 1 && world < atol(words[1]); world++) {
        double surgeons[10], price = 12500;
        year years[YEARS] = {0};
        for (int i = 0; i < 10; i++)
            surgeons[i] = 0.2 * normal();
        for (double done = -log(uniform()) * 1.04; done < DAYS; done -= log(uniform()) * 1.04)
            row(done, surgeons, &years[(int)(done * YEARS / DAYS)]);
        for (int i = 0; i < YEARS; i++) {
            double rows = years[i].rows + 1e-9;
            double score = (2.5 - years[i].stay / rows) * 0.15 +
                           (0.06 - years[i].readmitted / rows) * 3.75 +
                           (0.03 - years[i].revised_2 / rows) * 10 - years[i].died / rows +
                           (0.0175 - years[i].revised_1 / rows) * 8 +
                           (years[i].gain / (years[i].known + 1e-9) - 15) * 0.03;
            paid += price * years[i].rows;
            price *= 1 + 0.06 * fmin(fmax(score, -1), 1);
        }
    }
    printf("%.0f\n", paid);
    return 0;
}
