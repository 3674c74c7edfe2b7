/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Texts: comparing, UTF-8, the distance behind suggestions, and the buffer. */

#include "base/text.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int setup(void **state)
{
    *state = ny_arena_create();
    return 0;
}

static int teardown(void **state)
{
    ny_arena_destroy(*state);
    return 0;
}

static void assert_text(ny_text text, const char *expected)
{
    assert_int_equal(text.size, strlen(expected));
    assert_memory_equal(text.data, expected, text.size);
}

static void texts_compare_by_bytes_and_the_shorter_comes_first(void **state)
{
    (void)state;
    assert_true(ny_text_compare(NY_TEXT("ab"), NY_TEXT("abc")) < 0);
    assert_true(ny_text_compare(NY_TEXT("b"), NY_TEXT("abc")) > 0);
    assert_true(ny_text_compare(NY_TEXT("\xC3\xA6"), NY_TEXT("z")) > 0);
    assert_int_equal(ny_text_compare(NY_NO_TEXT, NY_TEXT("")), 0);
    assert_true(ny_text_equal(NY_NO_TEXT, NY_TEXT("")));
    assert_false(ny_text_equal(NY_TEXT("ab"), NY_TEXT("abc")));
    assert_true(ny_text_is(NY_TEXT("pay"), "pay"));
    assert_false(ny_text_is(NY_TEXT("pay"), "pays"));
    assert_true(ny_text_starts(NY_TEXT("payment"), "pay"));
    assert_false(ny_text_starts(NY_TEXT("pa"), "pay"));
}

static void trimming_takes_blanks_off_both_ends_only(void **state)
{
    (void)state;
    assert_text(ny_text_trim(NY_TEXT(" \t a b \r\n")), "a b");
    assert_text(ny_text_trim(NY_TEXT(" \n ")), "");
    assert_text(ny_text_trim(NY_TEXT("a")), "a");
}

static void copies_end_in_nul_and_do_not_share(void **state)
{
    char source[] = "abc";
    ny_text copy = ny_text_copy(*state, (ny_text){source, 3});
    const char *terminated = ny_text_terminated(*state, (ny_text){source, 2});
    source[0] = 'x';
    assert_text(copy, "abc");
    assert_string_equal(terminated, "ab");
    assert_string_equal(ny_text_terminated(*state, NY_NO_TEXT), "");
}

static void characters_are_counted_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(ny_text_characters(NY_TEXT("blåbærgrød")), 10);
    assert_int_equal(ny_text_characters(NY_TEXT("€ 5")), 3);
    assert_int_equal(ny_text_characters(NY_NO_TEXT), 0);
}

/* Every code point is valid in its shortest form, except surrogates. */
static void every_code_point_has_its_length(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x110000; c++) {
        unsigned char b[4];
        size_t size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
        for (size_t i = size; i-- > 1;)
            b[i] = (unsigned char)(0x80 | ((c >> (6 * (size - 1 - i))) & 0x3F));
        b[0] = (unsigned char)(lead[size] | (c >> (6 * (size - 1))));
        bool valid = c < 0x110000 && !(c >= 0xD800 && c <= 0xDFFF);
        ny_text text = {(const char *)b, size};
        if (ny_utf8_length(text) != (valid ? size : 0))
            fail_msg("U+%04X", (unsigned)c);
        if (size > 1 && ny_utf8_length((ny_text){text.data, size - 1}) != 0)
            fail_msg("U+%04X cut short", (unsigned)c);
    }
}

static void overlong_and_stray_bytes_are_not_utf8(void **state)
{
    (void)state;
    assert_int_equal(ny_utf8_length(NY_TEXT("\xC0\x80")), 0);
    assert_int_equal(ny_utf8_length(NY_TEXT("\xC1\xBF")), 0);
    assert_int_equal(ny_utf8_length(NY_TEXT("\xE0\x9F\xBF")), 0);
    assert_int_equal(ny_utf8_length(NY_TEXT("\xF0\x8F\xBF\xBF")), 0);
    assert_int_equal(ny_utf8_length(NY_TEXT("\x80")), 0);
    assert_int_equal(ny_utf8_length(NY_TEXT("\xF5\x80\x80\x80")), 0);
    assert_int_equal(ny_utf8_length(NY_TEXT("\xE2\x82"
                                            "a")),
                     0);
    assert_int_equal(ny_utf8_length(NY_NO_TEXT), 0);
    assert_int_equal(ny_utf8_valid_until(NY_TEXT("f\xC3\xB8r \xF8 efter")), 5);
    assert_int_equal(ny_utf8_valid_until(NY_TEXT("æøå")), 6);
}

static uint32_t distance(const char *a, const char *b)
{
    return ny_text_distance(ny_text_of(a), ny_text_of(b), 100);
}

static void what_moves_a_screen_is_shown_and_does_nothing(void **state)
{
    ny_arena *arena = *state;
    ny_text plain = NY_TEXT("Søndre\tÆ é ‘9’ €");
    assert_ptr_equal(ny_text_shown(arena, plain).data, plain.data);
    assert_text(ny_text_shown(arena, NY_TEXT("a\x1b[2J\nb\x7f")), "a\uFFFD[2J\uFFFDb\uFFFD");
    assert_text(ny_text_shown(arena, NY_TEXT("\xC2\x9B\xC2\xA0")), "\uFFFD\xC2\xA0");
    assert_text(ny_text_shown(arena, NY_TEXT("\u202E\u2066x\u200F\u2028\u2030")),
                "\uFFFD\uFFFDx\uFFFD\uFFFD\u2030");
    assert_int_equal(ny_text_shown(arena, NY_NO_TEXT).size, 0);
}

static void distance_counts_changes_and_swaps(void **state)
{
    (void)state;
    assert_int_equal(distance("payment", "payment"), 0);
    assert_int_equal(distance("payment", "PayMent"), 0);
    assert_int_equal(distance("payment", "paymnet"), 1);
    assert_int_equal(distance("payment", "paymen"), 1);
    assert_int_equal(distance("payment", "ppayment"), 1);
    assert_int_equal(distance("kitten", "sitting"), 3);
    assert_int_equal(distance("", "abc"), 3);
    assert_int_equal(distance("abc", ""), 3);
    /* Restricted: a swapped pair is not edited again. */
    assert_int_equal(distance("ca", "abc"), 3);
    assert_int_equal(distance("abcd", "badc"), 2);
}

static void distance_stops_at_its_limits(void **state)
{
    (void)state;
    char longest[65];
    memset(longest, 'a', sizeof longest);
    ny_text at = {longest, 64}, beyond = {longest, 65};
    assert_int_equal(ny_text_distance(at, at, 2), 0);
    assert_int_equal(ny_text_distance(beyond, beyond, 2), 3);
    assert_int_equal(ny_text_distance(NY_TEXT("abc"), NY_TEXT("xyz"), 2), 3);
    assert_int_equal(ny_text_distance(NY_TEXT("abcdef"), NY_TEXT("uvwxyz"), 2), 3);
    assert_int_equal(ny_text_distance(NY_TEXT("abc"), NY_TEXT("xyz"), UINT32_MAX), 3);
}

static void a_buffer_gathers_what_it_is_given(void **state)
{
    ny_buffer buffer = ny_buffer_create(*state);
    assert_int_equal(ny_buffer_text(&buffer).size, 0);
    ny_buffer_add(&buffer, NY_NO_TEXT);
    ny_buffer_add(&buffer, NY_TEXT("ab"));
    ny_buffer_add_character(&buffer, '-');
    ny_buffer_repeat(&buffer, 'x', 3);
    ny_buffer_format(&buffer, "%d%%", 42);
    assert_text(ny_buffer_text(&buffer), "ab-xxx42%");
    for (int i = 0; i < 8; i++)
        ny_buffer_add(&buffer, ny_buffer_text(&buffer));
    assert_int_equal(ny_buffer_text(&buffer).size, 9 * 256);
    assert_memory_equal(buffer.data + 9 * 255, "ab-xxx42%", 9);
    assert_text(ny_format(*state, "%s and %.*s", "this", NY_PRINT(NY_TEXT("that"))),
                "this and that");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_compare_by_bytes_and_the_shorter_comes_first),
        cmocka_unit_test(trimming_takes_blanks_off_both_ends_only),
        cmocka_unit_test(copies_end_in_nul_and_do_not_share),
        cmocka_unit_test(characters_are_counted_not_bytes),
        cmocka_unit_test(every_code_point_has_its_length),
        cmocka_unit_test(overlong_and_stray_bytes_are_not_utf8),
        cmocka_unit_test(what_moves_a_screen_is_shown_and_does_nothing),
        cmocka_unit_test(distance_counts_changes_and_swaps),
        cmocka_unit_test(distance_stops_at_its_limits),
        cmocka_unit_test(a_buffer_gathers_what_it_is_given),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
