/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Probability distributions: quantiles (one uniform number a draw), the chance of lying at or
 * below a value, and the conversions from what a contract or an article says (mean and standard
 * deviation, a best guess with a 95 % interval, a chance within a time) to parameters.
 *
 * Each result is a pure function of the arguments, the same bits on every machine, and every
 * function may be called from any thread. A function that does not answer NY_DISTRIBUTION_OK has
 * left its ret_ arguments untouched.
 *
 * Units: a value has the unit of its column or parameter, and so have mean, sd, scale, low, mode
 * and high. shape, a, b, meanlog, sdlog, ratio and chances are pure numbers. A rate is one over
 * the unit of time; a Gompertz shape too.
 *
 *     double cost;
 *     ny_distribution_status status =
 *         ny_distribution_quantile_gamma(177.8, 22.5, ny_random_uniform(...), &cost);
 *     if (status != NY_DISTRIBUTION_OK) ... */

#ifndef NY_RUN_DISTRIBUTION_H
#define NY_RUN_DISTRIBUTION_H

typedef enum ny_distribution_status {
    /* The answer is there. */
    NY_DISTRIBUTION_OK,
    /* No such distribution: a negative spread, a shape of 0, a guess outside its interval, an
     * infinite or missing number, an impossible mean and sd for a beta. */
    NY_DISTRIBUTION_IMPOSSIBLE,
    /* There is such a distribution, but outside what is computed here: see the limits below. */
    NY_DISTRIBUTION_OUT_OF_RANGE,
    /* The uniform number, or the chance to convert from, is not strictly between 0 and 1. */
    NY_DISTRIBUTION_NOT_A_CHANCE,
} ny_distribution_status;

/* The time of an event that does not happen: larger than every date, finite so that it may be
 * compared and shown. Times are never above it; time >= NY_NEVER asks "never?". */
#define NY_NEVER 1e300

/* The 97.5 % point of the normal distribution as rounded in the language's definition of a 95 %
 * interval: a spread is the width of the interval divided by twice this number. */
#define NY_DISTRIBUTION_POINT_95 1.959964

/* Limits for gamma, beta and Poisson: shapes (gamma shape, beta a and b), and the Poisson mean. */
#define NY_DISTRIBUTION_SHAPE_LOWEST 1e-3
#define NY_DISTRIBUTION_SHAPE_HIGHEST 1e8
#define NY_DISTRIBUTION_POISSON_MEAN_HIGHEST 1e8
/* Limits of binomial and negative binomial counts. */
#define NY_DISTRIBUTION_TRIALS_HIGHEST 1e7
#define NY_DISTRIBUTION_COUNT_HIGHEST 1e7

/* Quantiles. The value below which the part `u` of the distribution lies, 0 < u < 1; u from
 * ny_random_uniform() makes it a draw. All rise with u (gamma and beta: up to their error
 * bound). */

/* sd >= 0. Relative error below 1e-15 times (1 + |mean / result|).
 * Source: Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37 (1988) 477-484. */
ny_distribution_status ny_distribution_quantile_normal(double mean, double sd, double u,
                                                       double *ret_value);

/* The distance from 0 of a normal with mean 0 and this sd >= 0. */
ny_distribution_status ny_distribution_quantile_half_normal(double sd, double u, double *ret_value);

/* The distance from 0 of a Cauchy with this scale > 0: scale tan(pi u / 2). Relative error below
 * 1e-12. */
ny_distribution_status ny_distribution_quantile_half_cauchy(double scale, double u,
                                                            double *ret_value);

/* e to the power of a normal(meanlog, sdlog), sdlog >= 0; OUT_OF_RANGE where the result is above
 * 1e300. */
ny_distribution_status ny_distribution_quantile_lognormal(double meanlog, double sdlog, double u,
                                                          double *ret_value);

/* Mean shape * scale, variance shape * scale^2. Both > 0, shape within the limits. Relative
 * error below 1e-12; 0 where the result is below the smallest double. Source: Steinbrecher and Shaw,
 * Quantile mechanics (2008); see tail_quantile.c. */
ny_distribution_status ny_distribution_quantile_gamma(double shape, double scale, double u,
                                                      double *ret_value);

/* On 0..1, mean a / (a + b). a and b > 0 and within the limits. Relative error of the result and
 * of one minus the result below 1e-12 (or 2^-53, the step of numbers beside 1); may be exactly 0
 * or 1 where a or b is small. */
ny_distribution_status ny_distribution_quantile_beta(double a, double b, double u,
                                                     double *ret_value);

/* low <= high. */
ny_distribution_status ny_distribution_quantile_uniform(double low, double high, double u,
                                                        double *ret_value);

/* low <= mode <= high. */
ny_distribution_status ny_distribution_quantile_triangular(double low, double mode, double high,
                                                           double u, double *ret_value);

/* low <= mode <= high: a beta from low to high with mean (low + 4 mode + high) / 6; a = 1 + 4 (mode -
 * low) / (high - low), b = 1 + 4 (high - mode) / (high - low). Where low = high that value. Source:
 * Malcolm, Roseboom, Clark and Fazar, Operations Research 7 (1959) 646-669. */
ny_distribution_status ny_distribution_quantile_pert(double low, double mode, double high, double u,
                                                     double *ret_value);

/* A time with constant hazard `rate` > 0; mean 1 / rate. */
ny_distribution_status ny_distribution_quantile_exponential(double rate, double u,
                                                            double *ret_time);

/* A time with cumulative hazard (t / scale)^shape, shape > 0, scale > 0. */
ny_distribution_status ny_distribution_quantile_weibull(double shape, double scale, double u,
                                                        double *ret_time);

/* A time with hazard rate * e^(shape * t), rate > 0; cumulative rate / shape * (e^(shape * t) -
 * 1). shape may be 0 (exponential) or negative; then some never have the event: NY_NEVER. */
ny_distribution_status ny_distribution_quantile_gompertz(double shape, double rate, double u,
                                                         double *ret_time);

/* The smallest whole number with at least the part u at or below it. mean >= 0, to the limit. */
ny_distribution_status ny_distribution_quantile_poisson(double mean, double u, double *ret_count);

/* The same of the events among `trials` (a whole number >= 0, to the limit), each with this chance,
 * 0 <= chance <= 1. */
ny_distribution_status ny_distribution_quantile_binomial(double trials, double chance, double u,
                                                         double *ret_count);

/* The same of a count with this mean >= 0 and size > 0 (within the limits of shapes): variance mean
 * + mean^2 / size. OUT_OF_RANGE where the count is above the limit. */
ny_distribution_status ny_distribution_quantile_negative_binomial(double mean, double size,
                                                                  double u, double *ret_count);

/* Times with proportional hazards: as the quantiles above with the hazard at every moment
 * multiplied by ratio >= 0: the time t at which ratio * H(t) = -log(1 - u). With one u, a larger
 * ratio never gives a later time. NY_NEVER where the time would be later than that, and for
 * ratio 0. */

ny_distribution_status ny_distribution_time_exponential(double rate, double ratio, double u,
                                                        double *ret_time);
ny_distribution_status ny_distribution_time_weibull(double shape, double scale, double ratio,
                                                    double u, double *ret_time);
ny_distribution_status ny_distribution_time_gompertz(double shape, double rate, double ratio,
                                                     double u, double *ret_time);

/* A lognormal and a gamma as above; the same draws where ratio is 1. */
ny_distribution_status ny_distribution_time_lognormal(double meanlog, double sdlog, double ratio,
                                                      double u, double *ret_time);
ny_distribution_status ny_distribution_time_gamma(double shape, double scale, double ratio,
                                                  double u, double *ret_time);
/* Half have had the event by `scale` > 0; shape > 0. */
ny_distribution_status ny_distribution_time_log_logistic(double shape, double scale, double ratio,
                                                         double u, double *ret_time);
/* Prentice's generalised gamma: scale e^mu > 0, sigma > 0, q from -31 to 31; q = 0 is the lognormal
 * with median `scale`, q = 1 the Weibull with shape 1 / sigma, q = sigma the gamma. */
ny_distribution_status ny_distribution_time_generalised_gamma(double scale, double sigma, double q,
                                                              double ratio, double u,
                                                              double *ret_time);

/* Hazard `rate` >= 0 from where the piece before ends (at first 0) up to `until`, which rises from
 * piece to piece; the last one has no end, whatever its `until`. */
typedef struct ny_distribution_piece {
    double rate, until;
} ny_distribution_piece;

/* count >= 1. */
ny_distribution_status ny_distribution_time_piecewise(const ny_distribution_piece *pieces,
                                                      unsigned count, double ratio, double u,
                                                      double *ret_time);

/* The same times given that the event has not happened by `since` >= 0: the time t > since at which
 * ratio * (H(t) - H(since)) = -log(1 - u), counted from where `since` is counted from. With since 0 they
 * are the times above. A time with constant hazard needs none: it begins anew at every moment. */

ny_distribution_status ny_distribution_time_weibull_since(double shape, double scale, double since,
                                                          double ratio, double u, double *ret_time);
ny_distribution_status ny_distribution_time_gompertz_since(double shape, double rate, double since,
                                                           double ratio, double u,
                                                           double *ret_time);
ny_distribution_status ny_distribution_time_lognormal_since(double meanlog, double sdlog,
                                                            double since, double ratio, double u,
                                                            double *ret_time);
ny_distribution_status ny_distribution_time_gamma_since(double shape, double scale, double since,
                                                        double ratio, double u, double *ret_time);
ny_distribution_status ny_distribution_time_log_logistic_since(double shape, double scale,
                                                               double since, double ratio, double u,
                                                               double *ret_time);
ny_distribution_status ny_distribution_time_generalised_gamma_since(double scale, double sigma,
                                                                    double q, double since,
                                                                    double ratio, double u,
                                                                    double *ret_time);
ny_distribution_status ny_distribution_time_piecewise_since(const ny_distribution_piece *pieces,
                                                            unsigned count, double since,
                                                            double ratio, double u,
                                                            double *ret_time);

/* The chance of lying at or below a value (distribution functions): 0..1, parameters as above.
 * Values outside the range of the distribution give 0 or 1. Relative error below 1e-12 for
 * chances down to 1e-290 (normal and lognormal: below 3e-16 times the square of the distance
 * from the mean in sd, and 1e-14), where the chance is not lost in 1 - (upper tail). */

ny_distribution_status ny_distribution_chance_normal(double mean, double sd, double value,
                                                     double *ret_chance);
ny_distribution_status ny_distribution_chance_lognormal(double meanlog, double sdlog, double value,
                                                        double *ret_chance);
/* Regularised incomplete gamma function P(shape, value / scale). Source: DLMF 8.7.1, 8.9.2. */
ny_distribution_status ny_distribution_chance_gamma(double shape, double scale, double value,
                                                    double *ret_chance);
/* Regularised incomplete beta function I_value(a, b). Source: DLMF 8.17.22. */
ny_distribution_status ny_distribution_chance_beta(double a, double b, double value,
                                                   double *ret_chance);
ny_distribution_status ny_distribution_chance_uniform(double low, double high, double value,
                                                      double *ret_chance);
ny_distribution_status ny_distribution_chance_triangular(double low, double mode, double high,
                                                         double value, double *ret_chance);
ny_distribution_status ny_distribution_chance_exponential(double rate, double time,
                                                          double *ret_chance);
ny_distribution_status ny_distribution_chance_weibull(double shape, double scale, double time,
                                                      double *ret_chance);
ny_distribution_status ny_distribution_chance_gompertz(double shape, double rate, double time,
                                                       double *ret_chance);
/* The chance of `count` events or fewer; a count that is not whole is rounded down. */
ny_distribution_status ny_distribution_chance_poisson(double mean, double count,
                                                      double *ret_chance);

ny_distribution_status ny_distribution_chance_pert(double low, double mode, double high,
                                                   double value, double *ret_chance);
ny_distribution_status ny_distribution_chance_binomial(double trials, double chance, double count,
                                                       double *ret_chance);
ny_distribution_status ny_distribution_chance_negative_binomial(double mean, double size,
                                                                double count, double *ret_chance);
ny_distribution_status ny_distribution_chance_log_logistic(double shape, double scale, double time,
                                                           double *ret_chance);
ny_distribution_status ny_distribution_chance_generalised_gamma(double scale, double sigma,
                                                                double q, double time,
                                                                double *ret_chance);
ny_distribution_status ny_distribution_chance_piecewise(const ny_distribution_piece *pieces,
                                                        unsigned count, double time,
                                                        double *ret_chance);

/* The part that is left: one minus the chance, with the same error where that is lost in it. 1 at a time of 0 and
 * before. Of a lognormal sdlog >= 0. */
ny_distribution_status ny_distribution_left_lognormal(double meanlog, double sdlog, double time,
                                                      double *ret_left);
ny_distribution_status ny_distribution_left_gamma(double shape, double scale, double time,
                                                  double *ret_left);
/* Where q is below 1e-4, and not 0: error below 1e-12 times (1 + z^4), z the normal that has as much left. */
ny_distribution_status ny_distribution_left_generalised_gamma(double scale, double sigma, double q,
                                                              double time, double *ret_left);

/* "chance C within D": the missing parameter that makes the chance of an event within `duration`
 * > 0 equal to `chance`, 0 < chance < 1. Exact inversion, relative error below 1e-14. */

/* rate = -log(1 - chance) / duration */
ny_distribution_status ny_distribution_rate_exponential(double chance, double duration,
                                                        double *ret_rate);
/* scale = duration / (-log(1 - chance))^(1 / shape) */
ny_distribution_status ny_distribution_scale_weibull(double shape, double chance, double duration,
                                                     double *ret_scale);
/* rate = -log(1 - chance) * shape / (e^(shape * duration) - 1). shape > 0; a shape of 0 is the
 * exponential, and one below 0 is refused because the chance may be out of its reach. */
ny_distribution_status ny_distribution_rate_gompertz(double shape, double chance, double duration,
                                                     double *ret_rate);

/* meanlog = log(duration) - sdlog * the normal quantile of chance; sdlog >= 0. */
ny_distribution_status ny_distribution_meanlog_lognormal(double sdlog, double chance,
                                                         double duration, double *ret_meanlog);
/* scale = duration ((1 - chance) / chance)^(1 / shape) */
ny_distribution_status ny_distribution_scale_log_logistic(double shape, double chance,
                                                          double duration, double *ret_scale);

/* Parameters from a mean and a standard deviation, by equating moments. */

/* mean > 0, sd > 0: shape = (mean / sd)^2, scale = sd^2 / mean. */
ny_distribution_status ny_distribution_moments_gamma(double mean, double sd, double *ret_shape,
                                                     double *ret_scale);
/* 0 < mean < 1, 0 < sd^2 < mean (1 - mean): a + b = mean (1 - mean) / sd^2 - 1, a = mean (a +
 * b). */
ny_distribution_status ny_distribution_moments_beta(double mean, double sd, double *ret_a,
                                                    double *ret_b);
/* mean > 0, sd >= 0: sdlog^2 = log(1 + (sd / mean)^2), meanlog = log(mean) - sdlog^2 / 2. */
ny_distribution_status ny_distribution_moments_lognormal(double mean, double sd,
                                                         double *ret_meanlog, double *ret_sdlog);

/* mean > 0, sd^2 > mean: size = mean^2 / (sd^2 - mean). */
ny_distribution_status ny_distribution_moments_negative_binomial(double mean, double sd,
                                                                 double *ret_size);

/* Parameters from a best guess with a 95 % interval from low to high, low < high and low <=
 * guess <= high. The spread is the width over 2 * 1.959964 on the scale of the family; the
 * interval of the result is the one given only as far as that lies evenly about the guess. */

/* mean = guess, sd = (high - low) / (2 * 1.959964) */
ny_distribution_status ny_distribution_interval_normal(double guess, double low, double high,
                                                       double *ret_mean, double *ret_sd);
/* A beta with mean = guess and that same sd, by moments; 0 <= low, high <= 1. */
ny_distribution_status ny_distribution_interval_beta(double guess, double low, double high,
                                                     double *ret_a, double *ret_b);
/* Median = guess: meanlog = log(guess), sdlog = (log high - log low) / (2 * 1.959964); low > 0. */
ny_distribution_status ny_distribution_interval_lognormal(double guess, double low, double high,
                                                          double *ret_meanlog, double *ret_sdlog);

#endif
