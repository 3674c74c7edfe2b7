/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Units: multiplying, dividing and the limits of what a unit holds. */

#include "base/unit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { DKK = NY_UNIT_FIRST_FREE, OPERATION };

static ny_unit times(ny_unit a, ny_unit b, int power)
{
    ny_unit product;
    assert_true(ny_unit_multiply(a, b, power, &product));
    return product;
}

static void a_price_an_operation_times_operations_is_money(void **state)
{
    (void)state;
    ny_unit price = times(ny_unit_base(DKK), ny_unit_base(OPERATION), -1);
    assert_int_equal(ny_unit_exponent(price, DKK), 1);
    assert_int_equal(ny_unit_exponent(price, OPERATION), -1);
    assert_int_equal(ny_unit_exponent(price, NY_UNIT_DAY), 0);
    assert_true(ny_unit_equal(times(price, ny_unit_base(OPERATION), 1), ny_unit_base(DKK)));
    assert_false(ny_unit_equal(price, ny_unit_base(DKK)));
    assert_false(ny_unit_equal(price, times(ny_unit_base(DKK), ny_unit_base(OPERATION), 1)));
}

static void anything_over_itself_has_no_unit(void **state)
{
    (void)state;
    ny_unit price = times(ny_unit_base(DKK), ny_unit_base(NY_UNIT_QALY), -1);
    assert_true(ny_unit_is_none(times(price, price, -1)));
    assert_false(ny_unit_is_none(price));
    assert_true(ny_unit_equal(times(price, price, 0), price));
    assert_true(ny_unit_equal(times(ny_unit_none(), price, 1), price));
}

static void the_order_of_multiplying_does_not_matter(void **state)
{
    (void)state;
    ny_unit forward = ny_unit_none(), backward = ny_unit_none();
    for (uint32_t i = 0; i < NY_UNIT_FACTORS; i++) {
        forward = times(forward, ny_unit_base(i), (int)i + 1);
        backward =
            times(backward, ny_unit_base(NY_UNIT_FACTORS - 1 - i), (int)(NY_UNIT_FACTORS - i));
    }
    assert_true(ny_unit_equal(forward, backward));
    for (uint32_t i = 0; i < NY_UNIT_FACTORS; i++) {
        assert_int_equal(forward.number[i], i);
        assert_int_equal(backward.number[i], i);
        assert_int_equal(ny_unit_exponent(backward, i), i + 1);
    }
}

static void too_many_factors_are_refused(void **state)
{
    (void)state;
    ny_unit full = ny_unit_none();
    for (uint32_t i = 0; i < NY_UNIT_FACTORS; i++)
        full = times(full, ny_unit_base(i), 1);
    ny_unit product = ny_unit_base(DKK);
    assert_false(ny_unit_multiply(full, ny_unit_base(NY_UNIT_FACTORS), 1, &product));
    assert_true(ny_unit_equal(product, ny_unit_base(DKK)));
    assert_true(ny_unit_is_none(times(full, full, -1)));
}

static void too_large_exponents_are_refused(void **state)
{
    (void)state;
    ny_unit product, largest = times(ny_unit_none(), ny_unit_base(DKK), 127);
    assert_int_equal(ny_unit_exponent(largest, DKK), 127);
    assert_int_equal(ny_unit_exponent(times(ny_unit_none(), ny_unit_base(DKK), -128), DKK), -128);
    assert_false(ny_unit_multiply(largest, ny_unit_base(DKK), 1, &product));
    assert_false(ny_unit_multiply(ny_unit_none(), largest, INT32_MAX, &product));
    assert_false(ny_unit_multiply(ny_unit_none(), ny_unit_base(DKK), -129, &product));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_price_an_operation_times_operations_is_money),
        cmocka_unit_test(anything_over_itself_has_no_unit),
        cmocka_unit_test(the_order_of_multiplying_does_not_matter),
        cmocka_unit_test(too_many_factors_are_refused),
        cmocka_unit_test(too_large_exponents_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
