/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The phrases, compiled in, and how placeholders are filled. */

#include "base/phrase.h"

#include "base/bug.h"

static const char *const phrase_table[NY_LANGUAGE_COUNT][NY_PHRASE_COUNT] = {
#define NY_PHRASE(name, text) [NY_WORDS_##name] = (text),
    [NY_ENGLISH] =
        {
#include "phrases.def"
        },
    [NY_DANISH] =
        {
#include "phrases-dansk.def"
        },
#undef NY_PHRASE
};

/* Names in an enum are distinct, so as many Danish phrases as English ones means one for each. */
enum {
#define NY_PHRASE(name, text) NY_DANISH_OF_##name,
#include "phrases-dansk.def"
#undef NY_PHRASE
    NY_DANISH_PHRASE_COUNT
};
_Static_assert((int)NY_DANISH_PHRASE_COUNT == (int)NY_PHRASE_COUNT,
               "every phrase in diag/phrases.def stands in diag/phrases-dansk.def");

static const struct {
    const char *code, *name;
} languages[NY_LANGUAGE_COUNT] = {
    [NY_ENGLISH] = {"en", "english"},
    [NY_DANISH] = {"da", "dansk"},
};

bool ny_language_read(ny_text text, ny_language *ret_language)
{
    for (size_t i = 0; i < NY_LANGUAGE_COUNT; i++)
        if (ny_text_is(text, languages[i].code) || ny_text_is(text, languages[i].name)) {
            *ret_language = (ny_language)i;
            return true;
        }
    return false;
}

const char *ny_language_name(ny_language language)
{
    NY_BUG_ON((uint32_t)language >= NY_LANGUAGE_COUNT);
    return languages[language].code;
}

/* Whether "{3}" begins here; any other brace stands for itself. */
static bool is_placeholder(ny_text rest)
{
    return rest.size >= 3 && rest.data[0] == '{' && rest.data[1] >= '0' && rest.data[1] <= '9' &&
           rest.data[2] == '}';
}

/* A quoted text of thousands of words helps nobody: the first of it does. */
#define WORD_MOST 400

static void add_word(ny_buffer *buffer, ny_text word)
{
    size_t size = word.size;
    if (size > WORD_MOST)
        for (size = WORD_MOST; size > 0 && ((unsigned char)word.data[size] & 0xC0) == 0x80;)
            size--;
    ny_buffer_add(buffer, (ny_text){word.data, size});
    if (size < word.size)
        ny_buffer_add(buffer, NY_TEXT(" …"));
}

ny_text ny_fill(ny_arena *arena, const char *pattern, const ny_text *words, size_t count)
{
    ny_buffer buffer = ny_buffer_create(arena);
    ny_text rest = ny_text_of(pattern);
    while (rest.size) {
        size_t step = 1;
        if (is_placeholder(rest)) {
            size_t index = (size_t)(rest.data[1] - '0');
            NY_BUG_ON(index >= count);
            add_word(&buffer, words[index]);
            step = 3;
        } else {
            ny_buffer_add_character(&buffer, rest.data[0]);
        }
        rest = (ny_text){rest.data + step, rest.size - step};
    }
    return ny_buffer_text(&buffer);
}

ny_text ny_phrase_text(ny_language language, ny_phrase phrase)
{
    NY_BUG_ON((uint32_t)language >= NY_LANGUAGE_COUNT || (uint32_t)phrase >= NY_PHRASE_COUNT);
    return ny_text_of(phrase_table[language][phrase]);
}

ny_text ny_phrase_with(ny_arena *arena, ny_language language, ny_phrase phrase,
                       const ny_text *words, size_t count)
{
    NY_BUG_ON((uint32_t)language >= NY_LANGUAGE_COUNT || (uint32_t)phrase >= NY_PHRASE_COUNT);
    return ny_fill(arena, phrase_table[language][phrase], words, count);
}
