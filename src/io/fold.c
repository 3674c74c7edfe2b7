/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See fold.h. One letter at a time, so that comparing needs no memory. */

#include "io/fold.h"

#include <string.h>

size_t ny_blank_length(ny_text text)
{
    static const char *const blanks[] = {
        " ", "\t", "\n", "\r", "\xC2\xA0", "\xE2\x80\x87", "\xE2\x80\x89", "\xE2\x80\xAF"};
    size_t at = 0, before;
    unsigned char first = text.size ? (unsigned char)text.data[0] : 'a';
    if (first > ' ' && first < 0xC2)
        return 0; /* most cells are asked, and few begin with a blank */
    do {
        before = at;
        for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
            if (ny_text_starts((ny_text){text.data + at, text.size - at}, blanks[i]))
                at += strlen(blanks[i]);
    } while (at > before);
    return at;
}

/* Takes the next letter off, folded, into `letter`; its length, or 0 at the end. */
static size_t next_letter(ny_text *rest, char letter[4])
{
    if (!rest->size)
        return 0;
    size_t blank = ny_blank_length(*rest);
    *rest = (ny_text){rest->data + blank, rest->size - blank};
    if (!rest->size)
        return 0;
    size_t length = ny_utf8_length(*rest);
    length = length ? length : 1;
    memcpy(letter, rest->data, length);
    *rest = (ny_text){rest->data + length, rest->size - length};

    unsigned char first = (unsigned char)letter[0], second = (unsigned char)letter[1];
    if (length == 1 && first >= 'A' && first <= 'Z')
        letter[0] = (char)(first - 'A' + 'a');
    else if (length == 2 && first == 0xC3 && second >= 0x80 && second <= 0x9E && second != 0x97)
        letter[1] = (char)(second + 0x20);
    else if (length == 2 && first == 0xC5 && (second == 0xA0 || second == 0xBD))
        letter[1] = (char)(second + 1);
    return length;
}

ny_text ny_fold(ny_arena *arena, ny_text text)
{
    char *folded = ny_arena_take(arena, text.size), letter[4] = {0};
    size_t size = 0, length;
    while ((length = next_letter(&text, letter)) > 0) {
        memcpy(folded + size, letter, length);
        size += length;
    }
    return (ny_text){folded, size};
}

bool ny_folds_equal(ny_text a, ny_text b)
{
    for (;;) {
        char left[4] = {0}, right[4] = {0};
        size_t length = next_letter(&a, left);
        if (length != next_letter(&b, right) || memcmp(left, right, length) != 0)
            return false;
        if (!length)
            return true;
    }
}
