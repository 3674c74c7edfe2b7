/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Which words a text is made of, where they stand, and what is said of signs that mean nothing. */

#include "contract_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* "word:price symbol:.. number:12_000", comments last; then what was reported. */
static void reads_as(ny_text text, const char *expected, const char *errors)
{
    static const char *const kinds[] = {"word",   "number", "dotted",  "date",
                                        "string", "symbol", "comment", "end"};
    ny_arena *arena = ny_arena_create();
    contract c = {.arena = arena, .text = text, .sink = ny_sink_create(arena)};
    ny_tokens *tokens =
        ny_tokens_read(arena, c.sink, ny_sink_add_source(c.sink, NY_TEXT("t"), text));
    ny_buffer buffer = ny_buffer_create(arena);
    for (uint32_t i = 0; i + 1 < tokens->list.count; i++)
        ny_buffer_format(&buffer, "%s%s:%.*s", i ? " " : "", kinds[tokens->list.items[i].kind],
                         NY_PRINT(ny_token_text(tokens, &tokens->list.items[i])));
    for (uint32_t i = 0; i < tokens->comments.count; i++)
        ny_buffer_format(&buffer, "%s[%.*s]", buffer.size ? " " : "",
                         NY_PRINT(ny_token_text(tokens, &tokens->comments.items[i])));
    assert_string_equal(ny_text_terminated(arena, ny_buffer_text(&buffer)), expected);
    assert_string_equal(errors_text(&c), errors);
    ny_arena_destroy(arena);
}

static void sound(const char *text, const char *expected)
{
    reads_as(ny_text_of(text), expected, "");
}

static void numbers_take_underscores_a_point_and_an_exponent(void **state)
{
    (void)state;
    sound("12_000 3.5 1.2e-3 4E+2", "number:12_000 number:3.5 number:1.2e-3 number:4E+2");
    sound("-5 %", "symbol:- number:5 symbol:%");
    sound("7.1.2", "dotted:7.1.2");
    sound("0..14_000", "number:0 symbol:.. number:14_000");
    sound("1_", "number:1 word:_");
}

static void dates_are_ten_characters(void **state)
{
    (void)state;
    sound("2018-09-01", "date:2018-09-01");
    sound("2018 - 09 - 01", "number:2018 symbol:- number:09 symbol:- number:01");
    sound("2018-09-011", "number:2018 symbol:- number:09 symbol:- number:011");
    reads_as(NY_TEXT("2021-02-29"), "date:2021-02-29", "N0107 2021-02-29\n");
}

static void words_have_letters_of_any_language(void **state)
{
    (void)state;
    sound("Ærø_2 þorn a1", "word:Ærø_2 word:þorn word:a1");
    reads_as(NY_TEXT("5kg"), "number:5 word:kg", "N0108 5kg\n");
}

static void longer_symbols_come_first(void **state)
{
    (void)state;
    sound("<=<>>=<..~^", "symbol:<= symbol:<> symbol:>= symbol:< symbol:.. symbol:~ symbol:^");
}

static void texts_in_quotes_end_on_their_line(void **state)
{
    (void)state;
    sound("\"a # b\" c", "string:\"a # b\" word:c");
    reads_as(NY_TEXT("\"a\nb"), "string:\"a word:b", "N0105 \"a\n");
    reads_as(NY_TEXT("\""), "string:\"", "N0105 \"\n");
}

static void comments_stand_apart(void **state)
{
    (void)state;
    sound("a # why \r\n# b\nc", "word:a word:c [# why] [# b]");
}

static void signs_without_meaning_are_reported_and_passed_over(void **state)
{
    (void)state;
    reads_as(NY_TEXT("a ? b ! c"), "word:a word:b word:c", "N0106 ?\nN0106 !\n");
    reads_as(NY_TEXT("a\0b"), "word:a word:b", "N0106 \n");
}

static void what_is_not_utf8_ends_the_reading(void **state)
{
    (void)state;
    reads_as(NY_TEXT("a b\xFF c"), "word:a word:b", "N0101 \xFF\n");
}

static void a_text_may_be_empty_or_missing(void **state)
{
    (void)state;
    sound("", "");
    reads_as(NY_NO_TEXT, "", "");
    sound("\xEF\xBB\xBF"
          "a",
          "word:a");
}

static void tabs_may_stand_anywhere_but_in_the_indentation(void **state)
{
    (void)state;
    sound("a\tb", "word:a word:b");
    sound("a\n\t\n  \t# why\nb", "word:a word:b [# why]");
    reads_as(NY_TEXT("a\n\tb"), "word:a word:b", "N0104 \t\n");
}

static void a_token_knows_its_line_and_its_indentation(void **state)
{
    (void)state;
    contract c = contract_parse("a b\n\n    c # d\n  e");
    const uint32_t lines[] = {1, 1, 3, 4}, indents[] = {0, 0, 4, 2};
    const bool begins[] = {true, false, true, true};
    assert_int_equal(c.tokens->list.count, 5);
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(c.tokens->list.items[i].line, lines[i]);
        assert_int_equal(c.tokens->list.items[i].indent, indents[i]);
        assert_int_equal(c.tokens->list.items[i].begins_line, begins[i]);
    }
    contract_end(&c);
}

static void reserved_words_are_known_by_their_whole_spelling(void **state)
{
    (void)state;
    contract c = contract_parse("and android And price");
    const ny_keyword expected[] = {NY_KEYWORD_AND, NY_KEYWORD_NONE, NY_KEYWORD_NONE,
                                   NY_KEYWORD_PRICE};
    for (uint32_t i = 0; i < 4; i++)
        assert_int_equal(c.tokens->list.items[i].keyword, expected[i]);
    assert_true(ny_keyword_is_reserved(NY_KEYWORD_AND));
    assert_false(ny_keyword_is_reserved(NY_KEYWORD_PRICE));
    contract_end(&c);
}

static void a_text_of_more_than_four_mebibytes_is_not_read(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    size_t size = (size_t)NY_TEXT_MOST_BYTES + 1;
    char *long_text = ny_arena_take(arena, size);
    memset(long_text, 'a', size);
    reads_as((ny_text){long_text, size}, "", "N0102 \n");
    memset(long_text, '+', size);
    ny_sink *sink = ny_sink_create(arena);
    ny_text text = {long_text, size - 1};
    ny_tokens *tokens = ny_tokens_read(arena, sink, ny_sink_add_source(sink, NY_TEXT("t"), text));
    assert_int_equal(tokens->list.count, NY_TEXT_MOST_TOKENS + 1);
    assert_int_equal(sink->diagnostics.items[0].code, NY_TOO_MANY_TOKENS);
    ny_arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_take_underscores_a_point_and_an_exponent),
        cmocka_unit_test(dates_are_ten_characters),
        cmocka_unit_test(words_have_letters_of_any_language),
        cmocka_unit_test(longer_symbols_come_first),
        cmocka_unit_test(texts_in_quotes_end_on_their_line),
        cmocka_unit_test(comments_stand_apart),
        cmocka_unit_test(signs_without_meaning_are_reported_and_passed_over),
        cmocka_unit_test(what_is_not_utf8_ends_the_reading),
        cmocka_unit_test(a_text_may_be_empty_or_missing),
        cmocka_unit_test(tabs_may_stand_anywhere_but_in_the_indentation),
        cmocka_unit_test(a_token_knows_its_line_and_its_indentation),
        cmocka_unit_test(reserved_words_are_known_by_their_whole_spelling),
        cmocka_unit_test(a_text_of_more_than_four_mebibytes_is_not_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
