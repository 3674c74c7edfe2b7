/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Bytes of extracts as UTF-8: what is said is law, what is not said is found out from the whole. */

#include "io/encoding.h"
#include "io/fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

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

static ny_decoded reads_as(void **state, ny_text bytes, ny_encoding said, ny_encoding found,
                           const char *text)
{
    ny_decoded decoded;
    assert_int_equal(ny_decode(*state, bytes, said, &decoded), NY_DECODED);
    assert_string_equal(ny_text_terminated(*state, decoded.text), text);
    assert_string_equal(ny_encoding_word(decoded.encoding), ny_encoding_word(found));
    return decoded;
}

static void what_is_said_is_law(void **state)
{
    reads_as(state, NY_TEXT("K\xF8n\xFF"), NY_ENCODING_LATIN1, NY_ENCODING_LATIN1, "Kønÿ");
    reads_as(state, NY_TEXT("Køn"), NY_ENCODING_LATIN1, NY_ENCODING_LATIN1, "KÃ¸n");
    reads_as(state, NY_TEXT("\x80 50"), NY_ENCODING_LATIN1, NY_ENCODING_LATIN1, "\xC2\x80 50");
    reads_as(state, NY_TEXT("\x80 50"), NY_ENCODING_WINDOWS1252, NY_ENCODING_WINDOWS1252, "€ 50");
    reads_as(state, NY_TEXT("K\xF8n"), NY_ENCODING_UTF8, NY_ENCODING_UTF8, "K\xF8n");
    reads_as(state, NY_TEXT("K\0\xF8\0n\0"), NY_ENCODING_UTF16, NY_ENCODING_UTF16, "Køn");
}

static void a_mark_overrules_what_is_said(void **state)
{
    ny_text marked = NY_TEXT("\xEF\xBB\xBFKøn");
    assert_true(
        reads_as(state, marked, NY_ENCODING_LATIN1, NY_ENCODING_UTF8, "Køn").mark_overruled);
    assert_true(reads_as(state, marked, NY_ENCODING_UTF16, NY_ENCODING_UTF8, "Køn").mark_overruled);
    assert_false(reads_as(state, marked, NY_ENCODING_UTF8, NY_ENCODING_UTF8, "Køn").mark_overruled);
    assert_false(
        reads_as(state, marked, NY_ENCODING_NOT_SAID, NY_ENCODING_UTF8, "Køn").mark_overruled);
    assert_true(reads_as(state, NY_TEXT("\xFF\xFEK\0"), NY_ENCODING_UTF8, NY_ENCODING_UTF16, "K")
                    .mark_overruled);
}

static void what_is_not_said_is_found_out(void **state)
{
    reads_as(state, NY_TEXT("id,kon\n"), NY_ENCODING_NOT_SAID, NY_ENCODING_UTF8, "id,kon\n");
    reads_as(state, NY_TEXT("Køn"), NY_ENCODING_NOT_SAID, NY_ENCODING_UTF8, "Køn");
    reads_as(state, NY_TEXT("K\xF8n"), NY_ENCODING_NOT_SAID, NY_ENCODING_LATIN1, "Køn");
    reads_as(state, NY_TEXT("pris \x80;\x93K\xF8n\x94"), NY_ENCODING_NOT_SAID,
             NY_ENCODING_WINDOWS1252, "pris €;“Køn”");
    reads_as(state, NY_TEXT("l\x92hiver \x96 \xE6"), NY_ENCODING_NOT_SAID, NY_ENCODING_WINDOWS1252,
             "l’hiver – æ");
}

/* One broken letter among many whole ones is a fault of its cell, no other encoding. */
static void one_broken_letter_makes_no_encoding(void **state)
{
    reads_as(state, NY_TEXT("Køn æ ø å K\xF8n"), NY_ENCODING_NOT_SAID, NY_ENCODING_UTF8,
             "Køn æ ø å K\xF8n");
}

static void utf16_goes_by_its_mark_or_its_zeros(void **state)
{
    ny_encoding none = NY_ENCODING_NOT_SAID, utf16 = NY_ENCODING_UTF16;
    reads_as(state, NY_TEXT("\xFF\xFEK\0\xF8\0n\0"), none, utf16, "Køn");
    reads_as(state, NY_TEXT("\xFE\xFF\0K\0\xF8\0n"), none, utf16, "Køn");
    reads_as(state, NY_TEXT("i\0d\0;\0\xF8\0\n\0"), none, utf16, "id;ø\n");
    reads_as(state, NY_TEXT("\0i\0d\0;\0\xF8\0\n"), none, utf16, "id;ø\n");
    reads_as(state, NY_TEXT("\xFE\xFF\xD8\x3D\xDE\x00 \xAC"), none, utf16, "😀€");
    reads_as(state, NY_TEXT("\xFE\xFF\xD8\x3D\0a"), none, utf16,
             "\xFF"
             "a");
}

static void is_refused(void **state, ny_text bytes, ny_encoding said, ny_decoding why)
{
    ny_decoded decoded;
    assert_int_equal(ny_decode(*state, bytes, said, &decoded), why);
}

static void what_is_no_text_is_refused(void **state)
{
    is_refused(state, NY_TEXT("a\0b"), NY_ENCODING_UTF8, NY_DECODED_NUL);
    is_refused(state, NY_TEXT("a\0b"), NY_ENCODING_NOT_SAID, NY_DECODED_NUL);
    is_refused(state, NY_TEXT("\0\0\0\0\0\0"), NY_ENCODING_NOT_SAID, NY_DECODED_NUL);
    is_refused(state, NY_TEXT("\xFF\xFE\0\0a\0"), NY_ENCODING_NOT_SAID, NY_DECODED_NUL);
    is_refused(state, NY_TEXT("\xFF\xFEi"), NY_ENCODING_NOT_SAID, NY_DECODED_ODD);
    ny_decoded decoded;
    ny_decode(*state, NY_TEXT("a\nb\0"), NY_ENCODING_UTF8, &decoded);
    assert_int_equal(decoded.line, 2);
}

/* "Køn" and "på" as MS-DOS writes them in code page 850. */
static void other_encodings_are_refused(void **state)
{
    is_refused(state, NY_TEXT("K\x9Bn,f\x9Br"), NY_ENCODING_NOT_SAID, NY_DECODED_STRANGE);
    is_refused(state, NY_TEXT("Reviderede kn\x91,p\x86 Sygehus S\x9Bnder"), NY_ENCODING_NOT_SAID,
               NY_DECODED_STRANGE);
}

static void headings_fold(void **state)
{
    assert_true(ny_text_is(ny_fold(*state, NY_TEXT("  OKS\xC2\xA0 FØR\t12 ")), "oksfør12"));
    assert_true(ny_folds_equal(NY_TEXT("Åben Þing"), NY_TEXT("åben\xE2\x80\xAFþing")));
    assert_true(ny_folds_equal(NY_TEXT(""), NY_TEXT(" ")));
    assert_false(ny_folds_equal(NY_TEXT("Alder"), NY_TEXT("Alder2")));
    assert_false(ny_folds_equal(NY_TEXT("a×"), NY_TEXT("a÷")));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_said_is_law),
        TEST(a_mark_overrules_what_is_said),
        TEST(what_is_not_said_is_found_out),
        TEST(one_broken_letter_makes_no_encoding),
        TEST(utf16_goes_by_its_mark_or_its_zeros),
        TEST(what_is_no_text_is_refused),
        TEST(other_encodings_are_refused),
        TEST(headings_fold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
