/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See law.h. Formulas stand in run/distribution.h. */

#include "use/law.h"

#include "base/bug.h"
#include "run/vmath.h"

typedef enum ny_law_form {
#define NY_LAW_FORM(form, spelling, half, arguments) form,
#include "model/laws.def"
} ny_law_form;

#define BIT(argument) (1u << NY_LAW_##argument)

static const struct {
    const char *name;
    bool half;
    uint32_t arguments;
} forms[] = {
#define NY_LAW_FORM(form, spelling, half, arguments) [form] = {(spelling), (half), (arguments)},
#include "model/laws.def"
};

#define FORMS (sizeof forms / sizeof *forms)

static const char *const argument_names[NY_LAW_ARGUMENTS] = {
#define NY_LAW_ARGUMENT(name, spelling) [NY_LAW_##name] = (spelling),
#include "model/laws.def"
};

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

/* A rate, and the shape of a gompertz, are one over the unit of the value. */
static double factor_of(ny_law_form form, uint32_t argument, ny_unit unit, ny_unit wanted)
{
    bool gompertz = form == GOMPERTZ || form == GOMPERTZ_CHANCE;
    if (argument == NY_LAW_RATE || (argument == NY_LAW_SHAPE && gompertz))
        return days_to(ny_unit_exponent(unit, NY_UNIT_MONTH) +
                       ny_unit_exponent(wanted, NY_UNIT_MONTH));
    uint32_t values = BIT(MEAN) | BIT(SD) | BIT(MEDIAN) | BIT(SCALE) | BIT(LOW) | BIT(MODE) |
                      BIT(HIGH) | BIT(WITHIN);
    return values & (1u << argument) ? ny_law_time_factor(unit, wanted) : 1;
}

/* --- preparing -------------------------------------------------------------------------------- */

static void add_argument(ny_law *law, const ny_plan_argument *argument, uint32_t *said)
{
    for (uint32_t a = 0; a < NY_LAW_WITHIN; a++) {
        if (!ny_text_is(argument->name, argument_names[a]))
            continue;
        law->operations[a] = argument->value;
        *said |= 1u << a;
        if (argument->within != NY_NONE) {
            law->operations[NY_LAW_WITHIN] = argument->within;
            *said |= BIT(WITHIN);
        }
        return;
    }
    NY_BUG("argument");
}

static void set_factors(ny_law *law, const ny_model *model, const ny_plan_law *plan,
                        const ny_expression *words, ny_unit wanted)
{
    for (uint32_t a = 0; a < NY_LAW_ARGUMENTS; a++)
        law->factors[a] = 1;
    for (uint32_t i = 0; i < plan->arguments.count; i++) {
        const ny_expression *argument = words->items.items[i];
        for (uint32_t a = 0; a < NY_LAW_WITHIN; a++)
            if (ny_text_is(plan->arguments.items[i].name, argument_names[a]))
                law->factors[a] =
                    factor_of((ny_law_form)law->form, a,
                              ny_meaning_of(model, argument->items.items[0])->type.unit, wanted);
        if (argument->items.count > 1)
            law->factors[NY_LAW_WITHIN] = ny_law_time_factor(
                ny_meaning_of(model, argument->items.items[1])->type.unit, wanted);
    }
}

ny_law ny_law_prepare(const ny_model *model, const ny_plan_law *plan, const ny_expression *words,
                      ny_unit wanted)
{
    ny_law law = {0};
    uint32_t said = 0;
    for (uint32_t a = 0; a < NY_LAW_ARGUMENTS; a++)
        law.operations[a] = NY_NONE;
    for (uint32_t i = 0; i < plan->arguments.count; i++)
        add_argument(&law, &plan->arguments.items[i], &said);
    for (uint32_t f = 0; f < FORMS; f++) {
        if (!ny_text_is(plan->name, forms[f].name) || plan->half != forms[f].half ||
            forms[f].arguments != said)
            continue;
        law.form = f;
        law.by_chance = (said & BIT(CHANCE)) != 0;
        law.has_hazard = f >= WEIBULL;
        set_factors(&law, model, plan, words, wanted);
        return law;
    }
    NY_BUG("law");
}

/* --- drawing ---------------------------------------------------------------------------------- */

static ny_distribution_status draw_by_moments(ny_law_form form, const double *a, double u,
                                              double *ret_value)
{
    double first, second;
    ny_distribution_status status;
    if (form == LOGNORMAL_MOMENTS) {
        status = ny_distribution_moments_lognormal(a[NY_LAW_MEAN], a[NY_LAW_SD], &first, &second);
        return status == NY_DISTRIBUTION_OK
                   ? ny_distribution_quantile_lognormal(first, second, u, ret_value)
                   : status;
    }
    if (form == GAMMA_MOMENTS) {
        status = ny_distribution_moments_gamma(a[NY_LAW_MEAN], a[NY_LAW_SD], &first, &second);
        return status == NY_DISTRIBUTION_OK
                   ? ny_distribution_quantile_gamma(first, second, u, ret_value)
                   : status;
    }
    status = ny_distribution_moments_beta(a[NY_LAW_MEAN], a[NY_LAW_SD], &first, &second);
    return status == NY_DISTRIBUTION_OK ? ny_distribution_quantile_beta(first, second, u, ret_value)
                                        : status;
}

static ny_distribution_status draw_by_chance(ny_law_form form, const double *a, double ratio,
                                             double u, double *ret_value)
{
    double second;
    ny_distribution_status status;
    if (form == WEIBULL_CHANCE) {
        status = ny_distribution_scale_weibull(a[NY_LAW_SHAPE], a[NY_LAW_CHANCE], a[NY_LAW_WITHIN],
                                               &second);
        return status == NY_DISTRIBUTION_OK
                   ? ny_distribution_time_weibull(a[NY_LAW_SHAPE], second, ratio, u, ret_value)
                   : status;
    }
    if (form == GOMPERTZ_CHANCE) {
        status = ny_distribution_rate_gompertz(a[NY_LAW_SHAPE], a[NY_LAW_CHANCE], a[NY_LAW_WITHIN],
                                               &second);
        return status == NY_DISTRIBUTION_OK
                   ? ny_distribution_time_gompertz(a[NY_LAW_SHAPE], second, ratio, u, ret_value)
                   : status;
    }
    status = ny_distribution_rate_exponential(a[NY_LAW_CHANCE], a[NY_LAW_WITHIN], &second);
    return status == NY_DISTRIBUTION_OK
               ? ny_distribution_time_exponential(second, ratio, u, ret_value)
               : status;
}

ny_distribution_status ny_law_draw(const ny_law *law, const double *a, double ratio, double u,
                                   double *ret_value)
{
    switch ((ny_law_form)law->form) {
    case NORMAL:
        return ny_distribution_quantile_normal(a[NY_LAW_MEAN], a[NY_LAW_SD], u, ret_value);
    case HALF_NORMAL:
        return ny_distribution_quantile_half_normal(a[NY_LAW_SD], u, ret_value);
    case LOGNORMAL_LOGS:
        return ny_distribution_quantile_lognormal(a[NY_LAW_MEANLOG], a[NY_LAW_SDLOG], u, ret_value);
    case LOGNORMAL_MEDIAN:
        if (!(a[NY_LAW_MEDIAN] > 0))
            return NY_DISTRIBUTION_IMPOSSIBLE;
        return ny_distribution_quantile_lognormal(ny_log(a[NY_LAW_MEDIAN]), a[NY_LAW_SDLOG], u,
                                                  ret_value);
    case LOGNORMAL_MOMENTS:
    case GAMMA_MOMENTS:
    case BETA_MOMENTS:
        return draw_by_moments((ny_law_form)law->form, a, u, ret_value);
    case GAMMA:
        return ny_distribution_quantile_gamma(a[NY_LAW_SHAPE], a[NY_LAW_SCALE], u, ret_value);
    case BETA:
        return ny_distribution_quantile_beta(a[NY_LAW_A], a[NY_LAW_B], u, ret_value);
    case UNIFORM:
        return ny_distribution_quantile_uniform(a[NY_LAW_LOW], a[NY_LAW_HIGH], u, ret_value);
    case TRIANGULAR:
        return ny_distribution_quantile_triangular(a[NY_LAW_LOW], a[NY_LAW_MODE], a[NY_LAW_HIGH], u,
                                                   ret_value);
    case WEIBULL:
        return ny_distribution_time_weibull(a[NY_LAW_SHAPE], a[NY_LAW_SCALE], ratio, u, ret_value);
    case GOMPERTZ:
        return ny_distribution_time_gompertz(a[NY_LAW_SHAPE], a[NY_LAW_RATE], ratio, u, ret_value);
    case EXPONENTIAL:
        return ny_distribution_time_exponential(a[NY_LAW_RATE], ratio, u, ret_value);
    case EXPONENTIAL_MEAN:
        if (!(a[NY_LAW_MEAN] > 0))
            return NY_DISTRIBUTION_IMPOSSIBLE;
        return ny_distribution_time_exponential(1 / a[NY_LAW_MEAN], ratio, u, ret_value);
    case WEIBULL_CHANCE:
    case GOMPERTZ_CHANCE:
    case EXPONENTIAL_CHANCE:
        return draw_by_chance((ny_law_form)law->form, a, ratio, u, ret_value);
    }
    NY_BUG("law");
}
