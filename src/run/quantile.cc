// SPDX-FileCopyrightText: 2026 The nytte authors
// SPDX-License-Identifier: EUPL-1.2

// Quantiles from Boost.Math over Boost.Multiprecision's binary floats, which are made of whole numbers:
// no library of mathematics and no processor's rounding has a part in them, so the bits are the same
// everywhere. Each is worked out with 20 digits more than are asked for, and then tested: at a relative
// distance of 10^-(digits + 5) below and above it the distribution function must lie on either side of
// the chance. So an inversion that stopped too early is refused, not believed.
//
// The normal by the inverse of erfc; student by the inverse of its distribution function; beta and gamma
// by those of the regularised incomplete functions (DLMF 8.17, 8.2). Rejected: GNU MPFR, which has no such
// quantiles, and doubles, which cannot decide how a bound is rounded.

#include "run/quantile.h"

#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>

#include <cstring>
#include <string>

namespace
{

namespace math = boost::math;
namespace multiprecision = boost::multiprecision;

template <unsigned digits>
using real = multiprecision::number<multiprecision::cpp_bin_float<digits>, multiprecision::et_off>;

// Boost works out its tables of constants before `main`, for programs with threads: a tenth of a second
// for these types, in every command, most of which ask for no quantile. Here they are made when first
// needed; the language makes that safe (a local that is static is initialised once).
struct made_when_needed {
    struct init {
        void force_instantiate() const
        {
        }
    };
    static constexpr init initializer{};
    static void force_instantiate()
    {
    }
};

} // namespace

namespace boost::math::detail
{
template <unsigned digits, class Policy>
struct bernoulli_initializer<real<digits>, Policy> : made_when_needed {
};
template <unsigned digits, class Policy>
struct erf_inv_initializer<real<digits>, Policy> : made_when_needed {
};
template <unsigned digits, class Policy>
struct igamma_initializer<real<digits>, Policy> : made_when_needed {
};
template <unsigned digits, class Policy>
struct lgamma_initializer<real<digits>, Policy> : made_when_needed {
};
template <unsigned digits, class Policy>
struct polygamma_initializer<real<digits>, Policy> : made_when_needed {
};
template <unsigned digits, class Policy, class Tag>
struct zeta_initializer<real<digits>, Policy, Tag> : made_when_needed {
};
} // namespace boost::math::detail

namespace
{

template <typename Real> Real read(const char *text)
{
    const char *stroke = std::strchr(text, '/');
    if (!stroke)
        return Real(text);
    return Real(std::string(text, stroke).c_str()) / Real(stroke + 1);
}

// The part of the distribution that lies on the side of x that the function names.
template <typename Real> Real part_beyond(ny_real_function function, const Real *a, const Real &x)
{
    switch (function) {
    case NY_REAL_NORMAL_ABOVE:
        return math::erfc(x / sqrt(Real(2))) / 2;
    case NY_REAL_STUDENT_ABOVE:
        return math::cdf(math::complement(math::students_t_distribution<Real>(a[1]), x));
    case NY_REAL_BETA_BELOW:
        return math::ibeta(a[1], a[2], x);
    case NY_REAL_GAMMA_BELOW:
        return math::gamma_p(a[1], x);
    case NY_REAL_GAMMA_ABOVE:
        return math::gamma_q(a[1], x);
    case NY_REAL_SQUARE_ROOT:
    case NY_REAL_EXPONENTIAL:
    case NY_REAL_LOGARITHM:
        break;
    }
    return Real(-1);
}

template <typename Real> Real value_of(ny_real_function function, const Real *a)
{
    switch (function) {
    case NY_REAL_SQUARE_ROOT:
        return sqrt(a[0]);
    case NY_REAL_EXPONENTIAL:
        return exp(a[0]);
    case NY_REAL_LOGARITHM:
        return log(a[0]);
    case NY_REAL_NORMAL_ABOVE:
        return math::erfc_inv(Real(2 * a[0])) * sqrt(Real(2));
    case NY_REAL_STUDENT_ABOVE:
        return math::quantile(math::complement(math::students_t_distribution<Real>(a[1]), a[0]));
    case NY_REAL_BETA_BELOW:
        return math::ibeta_inv(a[1], a[2], a[0]);
    case NY_REAL_GAMMA_BELOW:
        return math::gamma_p_inv(a[1], a[0]);
    case NY_REAL_GAMMA_ABOVE:
        return math::gamma_q_inv(a[1], a[0]);
    }
    return Real(-1);
}

template <typename Real>
bool stands(ny_real_function function, int digits, const Real *a, const Real &value)
{
    if (function < NY_REAL_NORMAL_ABOVE)
        return true;
    const Real step = value * pow(Real(10), -(digits + 5));
    const Real before = part_beyond(function, a, Real(value - step));
    const Real behind = part_beyond(function, a, Real(value + step));
    return value > 0 && ((before < a[0] && a[0] < behind) || (behind < a[0] && a[0] < before));
}

template <unsigned digits>
bool answer(ny_real_function function, const char *const *arguments, char *ret_decimal)
{
    using Real = real<digits + 20>;
    const int count = function == NY_REAL_BETA_BELOW ? 3 : function <= NY_REAL_NORMAL_ABOVE ? 1 : 2;
    Real a[3];
    for (int i = 0; i < count; i++)
        a[i] = read<Real>(arguments[i]);
    const Real value = value_of(function, a);
    if (!isfinite(value) || !stands(function, int(digits), a, value))
        return false;
    std::string text = value.str(digits + 5, std::ios_base::scientific);
    const std::size_t sign = text.find("e+");
    if (sign != std::string::npos)
        text.erase(sign + 1, 1);
    if (text.size() >= NY_REAL_ROOM)
        return false;
    std::memcpy(ret_decimal, text.c_str(), text.size() + 1);
    return true;
}

} // namespace

bool ny_real(ny_real_function function, ny_digits digits, const char *const *arguments,
             char *ret_decimal)
{
    try { // what has no value is thrown; so is what did not converge
        return digits == NY_DIGITS_50 ? answer<50>(function, arguments, ret_decimal)
                                      : answer<150>(function, arguments, ret_decimal);
    } catch (...) {
        return false;
    }
}
