/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Private to tail.c and tail_quantile.c: gamma and beta laws with what of their tails does not depend
 * on the point. Shapes within the limits of tail.h. */

#ifndef NY_RUN_TAIL_PRIVATE_H
#define NY_RUN_TAIL_PRIVATE_H

#include "run/tail.h"

typedef struct ny_gamma_law {
    double a;
    double constant; /* log Gamma(a), or from a = 8 on what Stirling leaves out of it */
    double root;     /* from a = 8 on */
} ny_gamma_law;

typedef struct ny_beta_law {
    double a, b;
    double rest; /* what Stirling leaves out of the logarithm of 1 / B(a, b) */
    double root;
} ny_beta_law;

ny_gamma_law ny_gamma_law_of(double a);
/* x^a e^-x / Gamma(a): x times the density. */
double ny_gamma_front(const ny_gamma_law *law, double x);
ny_tails ny_gamma_tails(const ny_gamma_law *law, double x);

/* `ret_turned` is the law of 1 - x; or NULL. */
ny_beta_law ny_beta_law_of(double a, double b, ny_beta_law *ret_turned);
/* x^a y^b / B(a, b) with y = 1 - x given apart: the density on the scale of log(x / y). */
double ny_beta_front(const ny_beta_law *law, double x, double y);
ny_tails ny_beta_tails(const ny_beta_law *law, double x, double y);

#endif
