/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Texts: a pointer and a length, never owning, never NUL-terminated by promise. A buffer builds one
 * inside an arena. All texts are UTF-8. */

#ifndef NY_BASE_TEXT_H
#define NY_BASE_TEXT_H

#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct ny_text {
    const char *data;
    size_t size;
} ny_text;

#define NY_TEXT(literal) ((ny_text){(literal), sizeof(literal) - 1})
#define NY_NO_TEXT ((ny_text){NULL, 0})
/* For printf: `"%.*s", NY_PRINT(text)`. */
#define NY_PRINT(text) (int)(text).size, (text).data

ny_text ny_text_of(const char *terminated);
bool ny_text_equal(ny_text a, ny_text b);
bool ny_text_is(ny_text a, const char *terminated);
/* By bytes, shorter first where one begins the other: <0, 0, >0. */
int ny_text_compare(ny_text a, ny_text b);
bool ny_text_starts(ny_text a, const char *terminated);
/* The last part of a path: what a reader knows the file by. */
ny_text ny_text_file_name(ny_text path);
ny_text ny_text_copy(ny_arena *arena, ny_text text);
/* Takes blanks (space, tab, CR, LF) off both ends. */
ny_text ny_text_trim(ny_text text);
/* A copy ending in NUL, for system calls. */
const char *ny_text_terminated(ny_arena *arena, ny_text text);
ny_text ny_format(ny_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* As it can stand in one line on a screen: control characters (but the tab), line ends and signs that turn
 * the direction of writing become U+FFFD, one for one. The text itself where it has none of them. */
ny_text ny_text_shown(ny_arena *arena, ny_text text);
/* The number of characters (code points), for columns in messages. */
size_t ny_text_characters(ny_text text);
/* Length in bytes of the valid UTF-8 character at the start; 0 when it is not valid. */
size_t ny_utf8_length(ny_text text);
/* The offset of the first byte that is not valid UTF-8, or text.size. */
size_t ny_utf8_valid_until(ny_text text);
/* How many letters must be changed, added, left out or swapped to get from a to b; at most `limit`
 * + 1. For suggestions. */
uint32_t ny_text_distance(ny_text a, ny_text b, uint32_t limit);

typedef struct ny_buffer {
    ny_arena *arena;
    char *data;
    size_t size, capacity;
} ny_buffer;

ny_buffer ny_buffer_create(ny_arena *arena);
void ny_buffer_add(ny_buffer *buffer, ny_text text);
void ny_buffer_add_character(ny_buffer *buffer, char character);
void ny_buffer_repeat(ny_buffer *buffer, char character, size_t count);
void ny_buffer_format(ny_buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
ny_text ny_buffer_text(const ny_buffer *buffer);

#endif
