/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The languages in which the program speaks, and the phrases it says beside the diagnostics: parts
 * of sentences that fill their placeholders, and what a command says at its end. The texts stand in
 * diag/phrases.def and, for each other language, in a file beside it; a phrase that lacks in one of
 * them does not compile. Contracts keep their own words whatever is spoken about them. */

#ifndef NY_BASE_PHRASE_H
#define NY_BASE_PHRASE_H

#include "base/text.h"

typedef enum ny_language { NY_ENGLISH, NY_DANISH, NY_LANGUAGE_COUNT } ny_language;

typedef enum ny_phrase {
#define NY_PHRASE(name, text) NY_WORDS_##name,
#include "phrases.def"
#undef NY_PHRASE
    NY_PHRASE_COUNT
} ny_phrase;

/* "en", "da", "english" or "dansk"; false when it is none of them. */
bool ny_language_read(ny_text text, ny_language *ret_language);
/* "en", "da" */
const char *ny_language_name(ny_language language);

/* A phrase without placeholders. */
ny_text ny_phrase_text(ny_language language, ny_phrase phrase);
/* A phrase with the words for {0}, {1}, … */
ny_text ny_phrase_with(ny_arena *arena, ny_language language, ny_phrase phrase,
                       const ny_text *words, size_t count);
#define NY_PHRASE_WITH(arena, language, phrase, ...)                                               \
    ny_phrase_with((arena), (language), (phrase), (const ny_text[]){__VA_ARGS__},                  \
                   sizeof((const ny_text[]){__VA_ARGS__}) / sizeof(ny_text))

/* Any pattern with its {0}, {1}, … filled in; words that are far too long are cut. */
ny_text ny_fill(ny_arena *arena, const char *pattern, const ny_text *words, size_t count);

#endif
