/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Times whose hazard has a shape of its own: lognormal, gamma, log-logistic, generalised gamma and
 * piecewise constant, each with proportional hazards; and the times of all laws given that the event has
 * not happened yet.
 *
 * With the hazard multiplied by r at every moment, survival is S(t)^r, and the time of the event is
 * where r H(t) = -log(1 - u), H = -log S. So the part of the plain distribution below that time is
 * 1 - e^-h and the part above it e^-h, with h = -log(1 - u) / r (Bender, Augustin and Blettner,
 * Statistics in Medicine 24 (2005) 1713-1723). Both parts are kept: with a small r the lower one
 * rounds to 1.
 *
 * Log-logistic       S = 1 / (1 + (t / scale)^shape): t = scale (e^h - 1)^(1 / shape).
 * Generalised gamma  Prentice's form (Biometrika 61 (1974) 539-544), as flexsurv writes it: log t =
 *                    log scale + sigma w, w = log(q^2 G) / q, G of a gamma with shape q^-2 (its
 *                    upper tail where q < 0). q = 0 is the lognormal, q = 1 the Weibull, q = sigma
 *                    the gamma. Near q = 0 the shape is beyond the gamma's limits and w = z - q (z^2
 *                    + 2) / 6, z of the normal: the expansion of the logarithm of a gamma of large
 *                    shape; what is left out is below 1e-8 z^3. Elsewhere the error of w is below
 *                    2e-12 / |q|.
 * Piecewise          H is a broken line; t lies on the piece in which H passes h.
 *
 * Given that it has not happened by s, the event comes where r (H(t) - H(s)) = -log(1 - u): h above becomes
 * H(s) + h. Where H has no inverse of its own the parts are F(s) + S(s) (1 - e^-h) and S(s) e^-h, sums and
 * products of what is positive, so neither is lost. A Gompertz hazard that is s old is one with e^(shape s)
 * times the rate. */

#include "run/distribution_private.h"

#define SMALL_Q 1e-4

static const double square_root_half = 0.70710678118654752440;

/* The parts of the plain distribution before and after the event. */
typedef struct parts {
    double before;
    double after;
} parts;

static parts parts_at_event(double ratio, double u)
{
    if (ratio == 1.0) {
        return (parts){u, 1.0 - u};
    }

    double hazard = hazard_at_event(ratio, u);

    return (parts){chance_of_hazard(hazard), ny_exp(-hazard)};
}

/* The same where the part `passed` lies before `since` and `left` after it. */
static parts parts_after(double passed, double left, double ratio, double u)
{
    double hazard = hazard_at_event(ratio, u);

    return (parts){passed + left * chance_of_hazard(hazard), left * ny_exp(-hazard)};
}

static double normal_of(parts at)
{
    return at.before <= 0.5 ? ny_tail_normal_quantile(at.before)
                            : -ny_tail_normal_quantile(at.after);
}

/* The parts of a normal before and after z. */
static parts normal_by(double z)
{
    return (parts){0.5 * ny_erfc(-z * square_root_half), 0.5 * ny_erfc(z * square_root_half)};
}

/* ---- Lognormal and gamma */

/* 0 or NY_NEVER where a part is lost. */
static double lognormal_at(double meanlog, double sdlog, parts at)
{
    if (!(at.before > 0.0) || !(at.after > 0.0)) {
        return at.before > 0.0 ? NY_NEVER : 0.0;
    }
    return ny_exp(meanlog + sdlog * normal_of(at));
}

static double gamma_at(double shape, double scale, parts at)
{
    if (!(at.before > 0.0) || !(at.after > 0.0)) {
        return at.before > 0.0 ? NY_NEVER : 0.0;
    }
    return scale * ny_tail_gamma_quantile_of(shape, at.before, at.after);
}

ny_distribution_status ny_distribution_time_lognormal(double meanlog, double sdlog, double ratio,
                                                      double u, double *ret_time)
{
    if (!is_finite(meanlog) || !is_finite(sdlog) || sdlog < 0.0) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }

    ny_distribution_status status = check_time(ratio, u);

    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }

    return give_time(lognormal_at(meanlog, sdlog, parts_at_event(ratio, u)), ret_time);
}

ny_distribution_status ny_distribution_time_gamma(double shape, double scale, double ratio,
                                                  double u, double *ret_time)
{
    ny_distribution_status status =
        is_positive(scale) ? check_shape(shape) : NY_DISTRIBUTION_IMPOSSIBLE;

    if (status == NY_DISTRIBUTION_OK) {
        status = check_time(ratio, u);
    }
    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }

    return give_time(gamma_at(shape, scale, parts_at_event(ratio, u)), ret_time);
}

ny_distribution_status ny_distribution_meanlog_lognormal(double sdlog, double chance,
                                                         double duration, double *ret_meanlog)
{
    ny_distribution_status status = is_finite(sdlog) && sdlog >= 0.0
                                        ? check_within(chance, duration)
                                        : NY_DISTRIBUTION_IMPOSSIBLE;

    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }
    return give_value(ny_log(duration) - sdlog * ny_tail_normal_quantile(chance), ret_meanlog);
}

/* ---- Log-logistic */

/* log(e^h - 1), h > 0. */
static double log_odds(double hazard)
{
    return hazard > 40.0 ? hazard : ny_log(ny_expm1(hazard));
}

ny_distribution_status ny_distribution_time_log_logistic(double shape, double scale, double ratio,
                                                         double u, double *ret_time)
{
    if (!is_positive(shape) || !is_positive(scale)) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }

    ny_distribution_status status = check_time(ratio, u);

    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }
    return give_time(scale * ny_exp(log_odds(hazard_at_event(ratio, u)) / shape), ret_time);
}

ny_distribution_status ny_distribution_chance_log_logistic(double shape, double scale, double time,
                                                           double *ret_chance)
{
    if (!is_positive(shape) || !is_positive(scale) || time != time) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    /* (t / scale)^shape may be infinite, and 1 / (1 + 1 / it) is 1 there. */
    *ret_chance = time > 0.0 ? 1.0 / (1.0 + ny_pow(time / scale, -shape)) : 0.0;
    return NY_DISTRIBUTION_OK;
}

ny_distribution_status ny_distribution_scale_log_logistic(double shape, double chance,
                                                          double duration, double *ret_scale)
{
    ny_distribution_status status =
        is_positive(shape) ? check_within(chance, duration) : NY_DISTRIBUTION_IMPOSSIBLE;

    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }
    return give_positive(duration * ny_pow((1.0 - chance) / chance, 1.0 / shape), ret_scale);
}

/* ---- Generalised gamma */

static ny_distribution_status check_generalised(double scale, double sigma, double q)
{
    if (!is_positive(scale) || !is_positive(sigma) || !is_finite(q)) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    return fabs(q) < SMALL_Q ? NY_DISTRIBUTION_OK : check_shape(1.0 / (q * q));
}

static double generalised_at(double scale, double sigma, double q, parts at)
{
    if (!(at.before > 0.0) || !(at.after > 0.0)) {
        return at.before > 0.0 ? NY_NEVER : 0.0;
    }
    if (fabs(q) < SMALL_Q) {
        double z = normal_of(at);

        return scale * ny_exp(sigma * (z - q * (z * z + 2.0) / 6.0));
    }

    double value = q > 0.0 ? ny_tail_gamma_quantile_of(1.0 / (q * q), at.before, at.after)
                           : ny_tail_gamma_quantile_of(1.0 / (q * q), at.after, at.before);

    return scale * ny_exp(sigma * (ny_log(q * q * value) / q));
}

ny_distribution_status ny_distribution_time_generalised_gamma(double scale, double sigma, double q,
                                                              double ratio, double u,
                                                              double *ret_time)
{
    ny_distribution_status status = check_generalised(scale, sigma, q);

    if (status == NY_DISTRIBUTION_OK) {
        status = check_time(ratio, u);
    }
    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }

    return give_time(generalised_at(scale, sigma, q, parts_at_event(ratio, u)), ret_time);
}

/* The parts before and after `time` > 0. */
static parts generalised_by(double scale, double sigma, double q, double time)
{
    double w = ny_log(time / scale) / sigma;

    if (fabs(q) < SMALL_Q) {
        /* z with w = z - q (z^2 + 2) / 6, to the first power of q. */
        return normal_by(w + q * (w * w + 2.0) / 6.0);
    }

    double x = ny_exp(q * w) / (q * q);
    ny_tails tails = x > 0.0 ? ny_tail_gamma(1.0 / (q * q), x) : (ny_tails){0.0, 1.0, 0.0};

    return q > 0.0 ? (parts){tails.lower, tails.upper} : (parts){tails.upper, tails.lower};
}

ny_distribution_status ny_distribution_chance_generalised_gamma(double scale, double sigma,
                                                                double q, double time,
                                                                double *ret_chance)
{
    ny_distribution_status status =
        time == time ? check_generalised(scale, sigma, q) : NY_DISTRIBUTION_IMPOSSIBLE;

    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }
    *ret_chance = time > 0.0 ? generalised_by(scale, sigma, q, time).before : 0.0;
    return NY_DISTRIBUTION_OK;
}

/* ---- What is left */

ny_distribution_status ny_distribution_left_lognormal(double meanlog, double sdlog, double time,
                                                      double *ret_left)
{
    if (!is_finite(meanlog) || !is_finite(sdlog) || sdlog < 0.0 || time != time) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    if (time <= 0.0) {
        *ret_left = 1.0;
        return NY_DISTRIBUTION_OK;
    }

    double apart = ny_log(time) - meanlog;

    *ret_left = sdlog > 0.0 ? normal_by(apart / sdlog).after : apart < 0.0 ? 1.0 : 0.0;
    return NY_DISTRIBUTION_OK;
}

ny_distribution_status ny_distribution_left_gamma(double shape, double scale, double time,
                                                  double *ret_left)
{
    if (!is_positive(scale) || time != time) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }

    ny_distribution_status status = check_shape(shape);

    if (status == NY_DISTRIBUTION_OK) {
        *ret_left = time / scale > 0.0 ? ny_tail_gamma(shape, time / scale).upper : 1.0;
    }
    return status;
}

/* Near q = 0 the expansion goes one power further than for draws: Cornish and Fisher's of the logarithm of a
 * gamma with shape q^-2, whose cumulants are those of the polygammas, w = z - q (z^2 + 2) / 6 + q^2 (z^3 +
 * 5 z) / 36, turned round. */
ny_distribution_status ny_distribution_left_generalised_gamma(double scale, double sigma, double q,
                                                              double time, double *ret_left)
{
    ny_distribution_status status =
        time == time ? check_generalised(scale, sigma, q) : NY_DISTRIBUTION_IMPOSSIBLE;

    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }
    if (time <= 0.0) {
        *ret_left = 1.0;
    } else if (fabs(q) < SMALL_Q) {
        double w = ny_log(time / scale) / sigma;

        *ret_left = normal_by(w + q * (w * w + 2.0) / 6.0 + q * q * (w * w * w - w) / 36.0).after;
    } else {
        *ret_left = generalised_by(scale, sigma, q, time).after;
    }
    return NY_DISTRIBUTION_OK;
}

/* ---- Piecewise constant */

static ny_distribution_status check_pieces(const ny_distribution_piece *pieces, unsigned count)
{
    if (count == 0) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    for (unsigned i = 0; i < count; i++) {
        double start = i > 0 ? pieces[i - 1].until : 0.0;

        if (!is_finite(pieces[i].rate) || pieces[i].rate < 0.0 ||
            (i + 1 < count && (!is_finite(pieces[i].until) || !(pieces[i].until > start)))) {
            return NY_DISTRIBUTION_IMPOSSIBLE;
        }
    }
    return NY_DISTRIBUTION_OK;
}

/* The time by which so much hazard has gathered since `start`. */
static double piecewise_after(const ny_distribution_piece *pieces, unsigned count, double start,
                              double hazard)
{
    double left = hazard;

    for (unsigned i = 0; i + 1 < count; i++) {
        if (pieces[i].until <= start) {
            continue;
        }

        double here = pieces[i].rate * (pieces[i].until - start);

        if (left < here) {
            return start + left / pieces[i].rate;
        }
        left -= here;
        start = pieces[i].until;
    }

    double rate = pieces[count - 1].rate;

    return rate > 0.0 ? start + left / rate : NY_NEVER;
}

ny_distribution_status ny_distribution_time_piecewise(const ny_distribution_piece *pieces,
                                                      unsigned count, double ratio, double u,
                                                      double *ret_time)
{
    ny_distribution_status status = check_pieces(pieces, count);

    if (status == NY_DISTRIBUTION_OK) {
        status = check_time(ratio, u);
    }
    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }

    return give_time(piecewise_after(pieces, count, 0.0, hazard_at_event(ratio, u)), ret_time);
}

ny_distribution_status ny_distribution_chance_piecewise(const ny_distribution_piece *pieces,
                                                        unsigned count, double time,
                                                        double *ret_chance)
{
    ny_distribution_status status =
        time == time ? check_pieces(pieces, count) : NY_DISTRIBUTION_IMPOSSIBLE;

    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }

    double hazard = 0.0;
    double start = 0.0;

    for (unsigned i = 0; i < count && time > start; i++) {
        double end = i + 1 < count && pieces[i].until < time ? pieces[i].until : time;

        /* Without a hazard nothing is added, however long it lasts. */
        hazard += pieces[i].rate > 0.0 ? pieces[i].rate * (end - start) : 0.0;
        start = end;
    }
    *ret_chance = chance_of_hazard(hazard);
    return NY_DISTRIBUTION_OK;
}

/* ---- Given that it has not happened by `since` */

static ny_distribution_status check_since(double since, double ratio, double u)
{
    return since >= 0.0 && is_finite(since) ? check_time(ratio, u) : NY_DISTRIBUTION_IMPOSSIBLE;
}

/* Nothing happens before `since`, whatever rounding says. */
static ny_distribution_status give_later(double time, double since, double *ret_time)
{
    return give_time(time > since ? time : since, ret_time);
}

ny_distribution_status ny_distribution_time_weibull_since(double shape, double scale, double since,
                                                          double ratio, double u, double *ret_time)
{
    if (!is_positive(shape) || !is_positive(scale)) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }

    ny_distribution_status status = check_since(since, ratio, u);

    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }

    double hazard = ny_pow(since / scale, shape) + hazard_at_event(ratio, u);

    return give_later(scale * ny_pow(hazard, 1.0 / shape), since, ret_time);
}

ny_distribution_status ny_distribution_time_gompertz_since(double shape, double rate, double since,
                                                           double ratio, double u, double *ret_time)
{
    double time;
    ny_distribution_status status = check_since(since, ratio, u);

    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }

    double grown = ratio > 0.0 ? ratio * ny_exp(shape * since) : ratio;

    status =
        ny_distribution_time_gompertz(shape, rate, grown > NY_NEVER ? NY_NEVER : grown, u, &time);
    return status == NY_DISTRIBUTION_OK ? give_time(since + time, ret_time) : status;
}

ny_distribution_status ny_distribution_time_lognormal_since(double meanlog, double sdlog,
                                                            double since, double ratio, double u,
                                                            double *ret_time)
{
    if (!(since > 0.0)) {
        return ny_distribution_time_lognormal(meanlog, sdlog, ratio, u, ret_time);
    }
    if (!is_finite(meanlog) || !is_positive(sdlog)) { /* all at one moment: nobody may be later */
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }

    ny_distribution_status status = check_since(since, ratio, u);

    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }

    parts by = normal_by((ny_log(since) - meanlog) / sdlog);

    if (!(by.after > 0.0)) { /* so late that its chance is no number */
        return give_time(since, ret_time);
    }
    return give_later(lognormal_at(meanlog, sdlog, parts_after(by.before, by.after, ratio, u)),
                      since, ret_time);
}

ny_distribution_status ny_distribution_time_gamma_since(double shape, double scale, double since,
                                                        double ratio, double u, double *ret_time)
{
    if (!(since > 0.0)) {
        return ny_distribution_time_gamma(shape, scale, ratio, u, ret_time);
    }

    ny_distribution_status status =
        is_positive(scale) ? check_shape(shape) : NY_DISTRIBUTION_IMPOSSIBLE;

    if (status == NY_DISTRIBUTION_OK) {
        status = check_since(since, ratio, u);
    }
    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }

    ny_tails by = ny_tail_gamma(shape, since / scale);

    if (!(by.upper > 0.0)) {
        return give_time(since, ret_time);
    }
    return give_later(gamma_at(shape, scale, parts_after(by.lower, by.upper, ratio, u)), since,
                      ret_time);
}

ny_distribution_status ny_distribution_time_log_logistic_since(double shape, double scale,
                                                               double since, double ratio, double u,
                                                               double *ret_time)
{
    if (!is_positive(shape) || !is_positive(scale)) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }

    ny_distribution_status status = check_since(since, ratio, u);

    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }

    /* log(e^(H + h) - 1), e^H = 1 + odds */
    double odds = ny_pow(since / scale, shape);
    double hazard = hazard_at_event(ratio, u);
    double log_of_odds =
        hazard > 40.0 ? hazard + ny_log1p(odds) : ny_log(odds * ny_exp(hazard) + ny_expm1(hazard));

    return give_later(scale * ny_exp(log_of_odds / shape), since, ret_time);
}

ny_distribution_status ny_distribution_time_generalised_gamma_since(double scale, double sigma,
                                                                    double q, double since,
                                                                    double ratio, double u,
                                                                    double *ret_time)
{
    if (!(since > 0.0)) {
        return ny_distribution_time_generalised_gamma(scale, sigma, q, ratio, u, ret_time);
    }

    ny_distribution_status status = check_generalised(scale, sigma, q);

    if (status == NY_DISTRIBUTION_OK) {
        status = check_since(since, ratio, u);
    }
    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }

    parts by = generalised_by(scale, sigma, q, since);

    if (!(by.after > 0.0)) {
        return give_time(since, ret_time);
    }
    return give_later(generalised_at(scale, sigma, q, parts_after(by.before, by.after, ratio, u)),
                      since, ret_time);
}

ny_distribution_status ny_distribution_time_piecewise_since(const ny_distribution_piece *pieces,
                                                            unsigned count, double since,
                                                            double ratio, double u,
                                                            double *ret_time)
{
    ny_distribution_status status = check_pieces(pieces, count);

    if (status == NY_DISTRIBUTION_OK) {
        status = check_since(since, ratio, u);
    }
    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }
    return give_time(piecewise_after(pieces, count, since, hazard_at_event(ratio, u)), ret_time);
}
