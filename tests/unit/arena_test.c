/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Arenas, the lists in them and the map: the memory that everything else stands on. */

#include "base/arena.h"
#include "base/map.h"

#include <stdio.h>
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

static void assert_zeroed(const unsigned char *piece, size_t size)
{
    for (size_t i = 0; i < size; i++)
        assert_int_equal(piece[i], 0);
}

static void pieces_are_aligned_zeroed_and_do_not_overlap(void **state)
{
    enum { PIECES = 3000 };
    unsigned char *pieces[PIECES];
    for (size_t i = 0; i < PIECES; i++) {
        pieces[i] = ny_arena_take(*state, i);
        assert_non_null(pieces[i]);
        assert_int_equal((uintptr_t)pieces[i] % 16, 0);
        assert_zeroed(pieces[i], i);
        memset(pieces[i], (int)(i % 251) + 1, i);
    }
    for (size_t i = 0; i < PIECES; i++)
        for (size_t k = 0; k < i; k++)
            assert_int_equal(pieces[i][k], i % 251 + 1);
}

static void a_piece_larger_than_any_chunk_is_whole(void **state)
{
    const size_t size = (size_t)9 * 1024 * 1024 + 1;
    unsigned char *large = ny_arena_take(*state, size);
    memset(large, 0xFF, size);
    unsigned char *after = ny_arena_take(*state, 100);
    assert_zeroed(after, 100);
    assert_int_equal(large[size - 1], 0xFF);
}

static void after_a_reset_pieces_are_zeroed_again(void **state)
{
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < 40; i++) {
            unsigned char *piece = ny_arena_take(*state, 10000);
            assert_zeroed(piece, 10000);
            memset(piece, 0xAA, 10000);
        }
        ny_arena_reset(*state);
    }
}

static void a_list_keeps_its_items_while_it_grows(void **state)
{
    NY_LIST(uint64_t) list = {NULL, 0, 0};
    for (uint64_t i = 0; i < 100000; i++)
        *NY_APPEND(*state, &list) = i * i;
    assert_int_equal(list.count, 100000);
    for (uint64_t i = 0; i < 100000; i++)
        assert_true(list.items[i] == i * i);
}

static void a_map_finds_what_was_added_and_nothing_else(void **state)
{
    ny_map *map = ny_map_create(*state);
    for (uint32_t i = 0; i < 20000; i++)
        assert_true(ny_map_add(map, ny_format(*state, "party %u", i), i));
    for (uint32_t i = 0; i < 20000; i++) {
        uint32_t value = UINT32_MAX;
        assert_true(ny_map_find(map, ny_format(*state, "party %u", i), &value));
        assert_int_equal(value, i);
    }
    uint32_t untouched = 7;
    assert_false(ny_map_find(map, NY_TEXT("party 20000"), &untouched));
    assert_false(ny_map_find(map, NY_TEXT("party"), &untouched));
    assert_int_equal(untouched, 7);
}

static void a_key_that_is_there_keeps_its_first_value(void **state)
{
    ny_map *map = ny_map_create(*state);
    uint32_t value = 0;
    assert_false(ny_map_find(map, NY_NO_TEXT, &value));
    assert_true(ny_map_add(map, NY_NO_TEXT, 1));
    assert_false(ny_map_add(map, NY_TEXT(""), 2));
    assert_true(ny_map_add(map, (ny_text){"a\0b", 3}, 3));
    assert_true(ny_map_add(map, (ny_text){"a\0c", 3}, 4));
    assert_true(ny_map_find(map, NY_NO_TEXT, &value));
    assert_int_equal(value, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_aligned_zeroed_and_do_not_overlap),
        cmocka_unit_test(a_piece_larger_than_any_chunk_is_whole),
        cmocka_unit_test(after_a_reset_pieces_are_zeroed_again),
        cmocka_unit_test(a_list_keeps_its_items_while_it_grows),
        cmocka_unit_test(a_map_finds_what_was_added_and_nothing_else),
        cmocka_unit_test(a_key_that_is_there_keeps_its_first_value),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
