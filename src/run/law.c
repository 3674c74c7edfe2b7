/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See law.h. Formulas stand in run/distribution.h. */

#include "run/law.h"

#include "base/bug.h"
#include "run/vmath.h"

/* --- units ------------------------------------------------------------------------------------ */

static double days_to(int months)
{
    double factor = 1;
    for (int i = months < 0 ? -months : months; i > 0; i--)
        factor *= NY_DAYS_A_MONTH;
    return months < 0 ? 1 / factor : factor;
}

double ny_law_time_factor(ny_unit unit, ny_unit wanted)
{
    return days_to(ny_unit_exponent(unit, NY_UNIT_MONTH) - ny_unit_exponent(wanted, NY_UNIT_MONTH));
}

static double factor_of(ny_law_form form, uint32_t name, ny_unit unit, ny_unit wanted)
{
    switch (ny_law_unit_of(form, name)) {
    case NY_LAW_UNIT_VALUE:
        return ny_law_time_factor(unit, wanted);
    case NY_LAW_UNIT_INVERSE:
        return days_to(ny_unit_exponent(unit, NY_UNIT_MONTH) +
                       ny_unit_exponent(wanted, NY_UNIT_MONTH));
    case NY_LAW_UNIT_NONE:
        return 1;
    }
    NY_BUG("unit of an argument");
}

/* --- preparing -------------------------------------------------------------------------------- */

static void add_argument(ny_law *law, const ny_model *model, uint32_t place, uint32_t operation,
                         const ny_expression *words, uint32_t name, ny_unit wanted)
{
    law->operations[place] = operation;
    law->factors[place] =
        factor_of(law->form, name, ny_meaning_of(model, words)->type.unit, wanted);
}

ny_law ny_law_prepare(const ny_model *model, const ny_plan_law *plan, const ny_expression *words,
                      ny_unit wanted)
{
    ny_law law = {.form = (ny_law_form)ny_law_form_of(words)};
    NY_BUG_ON(law.form == NY_LAW_FORMS);
    bool in_pieces = ny_law_in_pieces(law.form);
    law.pieces = in_pieces ? plan->arguments.count : 0;
    law.by_chance = (ny_law_shapes[law.form].arguments & NY_LAW_BIT(WITHIN)) != 0;
    law.has_hazard = ny_law_shapes[law.form].draws == NY_DRAWS_TIME;
    for (uint32_t a = 0; a < NY_LAW_ARGUMENTS; a++) {
        law.operations[a] = NY_NONE;
        law.factors[a] = 1;
    }
    for (uint32_t i = 0; i < plan->arguments.count; i++) {
        const ny_plan_argument *argument = &plan->arguments.items[i];
        const ny_expression *said = words->items.items[i];
        uint32_t name = ny_law_name_of(argument->name), behind = ny_law_behind(said);
        add_argument(&law, model, in_pieces ? NY_LAW_PIECE_VALUES + i : name, argument->value,
                     said->items.items[0], name, wanted);
        if (argument->within != NY_NONE)
            add_argument(&law, model, in_pieces ? NY_LAW_PIECE_BOUNDS + i : behind,
                         argument->within, said->items.items[1], behind, wanted);
    }
    for (uint32_t a = 0; a < NY_LAW_ARGUMENTS; a++)
        if (law.operations[a] != NY_NONE)
            law.said[law.said_count++] = a;
    return law;
}

/* --- drawing ---------------------------------------------------------------------------------- */

/* Parameters found from others, then the draw. */
typedef ny_distribution_status draw_of_two(double first, double second, double ratio, double u,
                                           double *ret_value);

static ny_distribution_status beta_of_two(double a, double b, double ratio, double u,
                                          double *ret_value)
{
    (void)ratio;
    return ny_distribution_quantile_beta(a, b, u, ret_value);
}

static ny_distribution_status then(ny_distribution_status status, draw_of_two *draw,
                                   const double *two, double ratio, double u, double *ret_value)
{
    return status == NY_DISTRIBUTION_OK ? draw(two[0], two[1], ratio, u, ret_value) : status;
}

static ny_distribution_status draw_by_moments(ny_law_form form, const double *a, double ratio,
                                              double u, double *ret_value)
{
    double two[2], mean = a[NY_LAW_MEAN], sd = a[NY_LAW_SD];
    if (form == NY_FORM_OF_LOGNORMAL_MOMENTS)
        return then(ny_distribution_moments_lognormal(mean, sd, &two[0], &two[1]),
                    ny_distribution_time_lognormal, two, ratio, u, ret_value);
    if (form == NY_FORM_OF_GAMMA_MOMENTS)
        return then(ny_distribution_moments_gamma(mean, sd, &two[0], &two[1]),
                    ny_distribution_time_gamma, two, ratio, u, ret_value);
    if (form == NY_FORM_OF_BETA_MOMENTS)
        return then(ny_distribution_moments_beta(mean, sd, &two[0], &two[1]), beta_of_two, two,
                    ratio, u, ret_value);
    ny_distribution_status status = ny_distribution_moments_negative_binomial(mean, sd, &two[1]);
    return status == NY_DISTRIBUTION_OK
               ? ny_distribution_quantile_negative_binomial(mean, two[1], u, ret_value)
               : status;
}

/* "chance C within D": the parameter that it stands for, then the draw. */
static ny_distribution_status draw_by_chance(ny_law_form form, const double *a, double ratio,
                                             double u, double *ret_value)
{
    double shape = a[NY_LAW_SHAPE], chance = a[NY_LAW_CHANCE], within = a[NY_LAW_WITHIN];
    double two[2] = {shape, 0};
    if (form == NY_FORM_OF_WEIBULL_CHANCE)
        return then(ny_distribution_scale_weibull(shape, chance, within, &two[1]),
                    ny_distribution_time_weibull, two, ratio, u, ret_value);
    if (form == NY_FORM_OF_GOMPERTZ_CHANCE)
        return then(ny_distribution_rate_gompertz(shape, chance, within, &two[1]),
                    ny_distribution_time_gompertz, two, ratio, u, ret_value);
    if (form == NY_FORM_OF_LOG_LOGISTIC_CHANCE)
        return then(ny_distribution_scale_log_logistic(shape, chance, within, &two[1]),
                    ny_distribution_time_log_logistic, two, ratio, u, ret_value);
    if (form == NY_FORM_OF_LOGNORMAL_CHANCE) {
        two[1] = a[NY_LAW_SDLOG];
        return then(ny_distribution_meanlog_lognormal(two[1], chance, within, &two[0]),
                    ny_distribution_time_lognormal, two, ratio, u, ret_value);
    }
    ny_distribution_status status = ny_distribution_rate_exponential(chance, within, &two[0]);
    return status == NY_DISTRIBUTION_OK
               ? ny_distribution_time_exponential(two[0], ratio, u, ret_value)
               : status;
}

static ny_distribution_status draw_piecewise(const ny_law *law, const double *a, double ratio,
                                             double u, double *ret_value)
{
    ny_distribution_piece pieces[NY_LAW_PIECES];
    for (uint32_t i = 0; i < law->pieces; i++)
        pieces[i] = (ny_distribution_piece){a[NY_LAW_PIECE_VALUES + i], a[NY_LAW_PIECE_BOUNDS + i]};
    return ny_distribution_time_piecewise(pieces, law->pieces, ratio, u, ret_value);
}

/* The first value, in the order written, whose chances so far reach u. */
static ny_distribution_status draw_categorical(const ny_law *law, const double *a, double u,
                                               double *ret_value)
{
    double sum = 0, below = 0;
    for (uint32_t i = 0; i < law->pieces; i++) {
        if (!(a[NY_LAW_PIECE_BOUNDS + i] >= 0))
            return NY_DISTRIBUTION_IMPOSSIBLE;
        sum += a[NY_LAW_PIECE_BOUNDS + i];
    }
    if (!(sum > 1 - 1e-9 && sum < 1 + 1e-9))
        return NY_DISTRIBUTION_IMPOSSIBLE;
    uint32_t i = 0;
    for (; i + 1 < law->pieces; i++) {
        below += a[NY_LAW_PIECE_BOUNDS + i];
        if (u < below)
            break;
    }
    *ret_value = a[NY_LAW_PIECE_VALUES + i];
    return NY_DISTRIBUTION_OK;
}

ny_distribution_status ny_law_draw(const ny_law *law, const double *a, double ratio, double u,
                                   double *ret_value)
{
    switch (law->form) {
    case NY_FORM_OF_NORMAL:
        return ny_distribution_quantile_normal(a[NY_LAW_MEAN], a[NY_LAW_SD], u, ret_value);
    case NY_FORM_OF_HALF_NORMAL:
        return ny_distribution_quantile_half_normal(a[NY_LAW_SD], u, ret_value);
    case NY_FORM_OF_HALF_CAUCHY:
        return ny_distribution_quantile_half_cauchy(a[NY_LAW_SCALE], u, ret_value);
    case NY_FORM_OF_LOGNORMAL_LOGS:
        return ny_distribution_time_lognormal(a[NY_LAW_MEANLOG], a[NY_LAW_SDLOG], ratio, u,
                                              ret_value);
    case NY_FORM_OF_LOGNORMAL_MEDIAN:
        if (!(a[NY_LAW_MEDIAN] > 0))
            return NY_DISTRIBUTION_IMPOSSIBLE;
        return ny_distribution_time_lognormal(ny_log(a[NY_LAW_MEDIAN]), a[NY_LAW_SDLOG], ratio, u,
                                              ret_value);
    case NY_FORM_OF_LOGNORMAL_MOMENTS:
    case NY_FORM_OF_GAMMA_MOMENTS:
    case NY_FORM_OF_BETA_MOMENTS:
    case NY_FORM_OF_NEGATIVE_BINOMIAL_MOMENTS:
        return draw_by_moments(law->form, a, ratio, u, ret_value);
    case NY_FORM_OF_GAMMA:
        return ny_distribution_time_gamma(a[NY_LAW_SHAPE], a[NY_LAW_SCALE], ratio, u, ret_value);
    case NY_FORM_OF_BETA:
        return ny_distribution_quantile_beta(a[NY_LAW_A], a[NY_LAW_B], u, ret_value);
    case NY_FORM_OF_UNIFORM:
        return ny_distribution_quantile_uniform(a[NY_LAW_LOW], a[NY_LAW_HIGH], u, ret_value);
    case NY_FORM_OF_TRIANGULAR:
        return ny_distribution_quantile_triangular(a[NY_LAW_LOW], a[NY_LAW_MODE], a[NY_LAW_HIGH], u,
                                                   ret_value);
    case NY_FORM_OF_PERT:
        return ny_distribution_quantile_pert(a[NY_LAW_LOW], a[NY_LAW_MODE], a[NY_LAW_HIGH], u,
                                             ret_value);
    case NY_FORM_OF_CATEGORICAL:
        return draw_categorical(law, a, u, ret_value);
    case NY_FORM_OF_POISSON:
        return ny_distribution_quantile_poisson(a[NY_LAW_MEAN], u, ret_value);
    case NY_FORM_OF_BINOMIAL:
        return ny_distribution_quantile_binomial(a[NY_LAW_TRIALS], a[NY_LAW_CHANCE], u, ret_value);
    case NY_FORM_OF_NEGATIVE_BINOMIAL:
        return ny_distribution_quantile_negative_binomial(a[NY_LAW_MEAN], a[NY_LAW_SIZE], u,
                                                          ret_value);
    case NY_FORM_OF_WEIBULL:
        return ny_distribution_time_weibull(a[NY_LAW_SHAPE], a[NY_LAW_SCALE], ratio, u, ret_value);
    case NY_FORM_OF_GOMPERTZ:
        return ny_distribution_time_gompertz(a[NY_LAW_SHAPE], a[NY_LAW_RATE], ratio, u, ret_value);
    case NY_FORM_OF_EXPONENTIAL:
        return ny_distribution_time_exponential(a[NY_LAW_RATE], ratio, u, ret_value);
    case NY_FORM_OF_EXPONENTIAL_MEAN:
        if (!(a[NY_LAW_MEAN] > 0))
            return NY_DISTRIBUTION_IMPOSSIBLE;
        return ny_distribution_time_exponential(1 / a[NY_LAW_MEAN], ratio, u, ret_value);
    case NY_FORM_OF_LOG_LOGISTIC:
        return ny_distribution_time_log_logistic(a[NY_LAW_SHAPE], a[NY_LAW_SCALE], ratio, u,
                                                 ret_value);
    case NY_FORM_OF_GENERALISED_GAMMA:
        return ny_distribution_time_generalised_gamma(a[NY_LAW_SCALE], a[NY_LAW_SIGMA], a[NY_LAW_Q],
                                                      ratio, u, ret_value);
    case NY_FORM_OF_PIECEWISE:
        return draw_piecewise(law, a, ratio, u, ret_value);
    case NY_FORM_OF_WEIBULL_CHANCE:
    case NY_FORM_OF_GOMPERTZ_CHANCE:
    case NY_FORM_OF_EXPONENTIAL_CHANCE:
    case NY_FORM_OF_LOGNORMAL_CHANCE:
    case NY_FORM_OF_LOG_LOGISTIC_CHANCE:
        return draw_by_chance(law->form, a, ratio, u, ret_value);
    case NY_LAW_FORMS:
        break;
    }
    NY_BUG("law");
}
