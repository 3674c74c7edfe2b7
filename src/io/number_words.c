/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See number_words.h. */

#include "io/number_words.h"

#include <math.h>

#define MOST_DECIMALS 9

static ny_text decimal(const ny_prose *prose, double value, int decimals, bool take_zeros)
{
    ny_text digits = ny_format(prose->arena, "%.*f", decimals, fabs(value));
    bool zero = true;
    for (size_t i = 0; i < digits.size; i++)
        zero = zero && (digits.data[i] == '0' || digits.data[i] == '.');
    while (take_zeros && decimals > 0 && digits.data[digits.size - 1] == '0') {
        digits.size--;
        decimals--;
    }
    if (take_zeros && digits.data[digits.size - 1] == '.')
        digits.size--;
    return zero ? NY_TEXT("0")
                : ny_prose_decimal(prose, ny_format(prose->arena, "%s%.*s", value < 0 ? "-" : "",
                                                    NY_PRINT(digits)));
}

ny_text ny_number_words(const ny_prose *prose, double value)
{
    double size = fabs(value);
    if (!(size < 1e15)) /* beyond what anybody pays; all digits would hide that */
        return ny_format(prose->arena, "%s%.3e", value < 0 ? "−" : "", size);
    int decimals = size >= 10000 ? 0 : size >= 100 ? 1 : 3;
    while (size > 0 && size < 0.01 && decimals < MOST_DECIMALS) { /* two digits that count */
        size *= 10;
        decimals++;
    }
    return decimal(prose, value, decimals, false);
}

ny_text ny_percent_words(const ny_prose *prose, double part)
{
    double percent = part * 100;
    bool small = percent != 0 && fabs(percent) < 0.1;
    return NY_TELLS(prose, PERCENT, decimal(prose, percent, small ? 2 : 1, true));
}

ny_text ny_shortened(ny_arena *arena, ny_text text, size_t most)
{
    size_t at = 0;
    if (ny_text_characters(text) <= most)
        return text;
    for (size_t i = 0; i + 1 < most; i++)
        at += ny_utf8_length((ny_text){text.data + at, text.size - at});
    return ny_format(arena, "%.*s…", (int)at, text.data);
}
