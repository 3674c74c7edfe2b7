/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* For fuzzers whose input is a contract: the input as a known source, and a mutator that knows words
 * and lines, so that inputs stay near to what the parser and the checker understand. */

#ifndef NY_FUZZ_CONTRACT_BYTES_H
#define NY_FUZZ_CONTRACT_BYTES_H

#include "base/bug.h"
#include "text/token.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Longer inputs are passed over: they find nothing that shorter ones do not, and take long. */
#define FUZZ_MOST_BYTES ((size_t)64 * 1024)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned int seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);

typedef struct fuzz_piece {
    size_t begin, end;
} fuzz_piece;

static inline uint32_t fuzz_draw(uint32_t *state, uint32_t below)
{
    *state = *state * 1664525u + 1013904223u;
    return below ? (*state >> 8) % below : 0;
}

static inline bool fuzz_is_word(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c >= 0x80;
}

/* The word, or the symbol, that stands at a place of the text or is the next one. */
static inline fuzz_piece fuzz_word_at(const uint8_t *data, size_t size, size_t at)
{
    while (at > 0 && at < size && fuzz_is_word(data[at - 1]))
        at--;
    while (at < size && (data[at] == ' ' || data[at] == '\n'))
        at++;
    fuzz_piece piece = {at, at};
    while (piece.end < size && fuzz_is_word(data[piece.end]))
        piece.end++;
    piece.end += piece.end == piece.begin && piece.end < size;
    return piece;
}

static inline fuzz_piece fuzz_line_at(const uint8_t *data, size_t size, size_t at)
{
    while (at > 0 && data[at - 1] != '\n')
        at--;
    fuzz_piece piece = {at, at};
    while (piece.end < size && data[piece.end] != '\n')
        piece.end++;
    piece.end += piece.end < size;
    return piece;
}

/* Puts `text` where the piece stands; the size as it was when there is no room. */
static inline size_t fuzz_put(uint8_t *data, size_t size, size_t most, fuzz_piece piece,
                              const char *text, size_t length)
{
    size_t left = size - (piece.end - piece.begin) + length;
    if (left > most || length > 512)
        return size;
    char copy[512];
    if (length)
        memcpy(copy, text, length);
    memmove(data + piece.begin + length, data + piece.end, size - piece.end);
    if (length)
        memcpy(data + piece.begin, copy, length);
    return left;
}

/* A word becomes a keyword or a symbol, or another word of the text; a line goes, doubles or moves. */
static inline size_t fuzz_mutate_contract(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    uint32_t state = seed, below = (uint32_t)size;
    size_t here = fuzz_draw(&state, below), there = fuzz_draw(&state, below);
    fuzz_piece word = fuzz_word_at(data, size, here), line = fuzz_line_at(data, size, here);
    fuzz_piece other = fuzz_word_at(data, size, there), far = fuzz_line_at(data, size, there);
    const char *text = "";
    switch (fuzz_draw(&state, 8)) {
    case 0:
        text = ny_keyword_text((ny_keyword)(1 + fuzz_draw(&state, NY_KEYWORDS - 1)));
        return fuzz_put(data, size, most, word, text, strlen(text));
    case 1:
        text = ny_symbol_text((ny_symbol)(1 + fuzz_draw(&state, NY_SYMBOL_TILDE)));
        return fuzz_put(data, size, most, word, text, strlen(text));
    case 2:
    case 3:
        return fuzz_put(data, size, most, word, (const char *)data + other.begin,
                        other.end - other.begin);
    case 4:
        return fuzz_put(data, size, most, line, "", 0);
    case 5:
        line.end = line.begin;
        return fuzz_put(data, size, most, line, (const char *)data + far.begin,
                        far.end - far.begin);
    default:
        return LLVMFuzzerMutate(data, size, most);
    }
}

static inline uint32_t fuzz_source(ny_sink *sink, const uint8_t *data, size_t size)
{
    return ny_sink_add_source(sink, NY_TEXT("fuzz.nytte"), (ny_text){(const char *)data, size});
}

#endif
