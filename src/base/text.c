/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Texts and the buffer that builds them. Everything works on bytes and never asks the locale, so a
 * contract means the same on every machine; only the UTF-8 functions know about characters. */

#include "base/text.h"

#include "base/bug.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#define NY_BUFFER_FIRST_CAPACITY ((size_t)64)
#define NY_DISTANCE_LONGEST 64u

ny_text ny_text_of(const char *terminated)
{
    return terminated ? (ny_text){terminated, strlen(terminated)} : NY_NO_TEXT;
}

/* memcmp may not be given NULL, which an empty text may hold. */
static int compare_bytes(const char *a, const char *b, size_t size)
{
    return size ? memcmp(a, b, size) : 0;
}

bool ny_text_equal(ny_text a, ny_text b)
{
    return a.size == b.size && compare_bytes(a.data, b.data, a.size) == 0;
}

bool ny_text_is(ny_text a, const char *terminated)
{
    return ny_text_equal(a, ny_text_of(terminated));
}

int ny_text_compare(ny_text a, ny_text b)
{
    int order = compare_bytes(a.data, b.data, a.size < b.size ? a.size : b.size);
    if (order)
        return order;
    return (a.size > b.size) - (a.size < b.size);
}

bool ny_text_starts(ny_text a, const char *terminated)
{
    size_t size = strlen(terminated);
    return a.size >= size && compare_bytes(a.data, terminated, size) == 0;
}

const char *ny_text_terminated(ny_arena *arena, ny_text text)
{
    NY_BUG_ON(text.size == SIZE_MAX);
    char *copy = ny_arena_take(arena, text.size + 1);
    if (text.size)
        memcpy(copy, text.data, text.size);
    return copy;
}

ny_text ny_text_file_name(ny_text path)
{
    size_t begin = path.size;
    while (begin > 0 && path.data[begin - 1] != '/')
        begin--;
    return (ny_text){path.data + begin, path.size - begin};
}

ny_text ny_text_copy(ny_arena *arena, ny_text text)
{
    return (ny_text){ny_text_terminated(arena, text), text.size};
}

static bool is_blank(char character)
{
    return character == ' ' || character == '\t' || character == '\r' || character == '\n';
}

ny_text ny_text_trim(ny_text text)
{
    while (text.size && is_blank(text.data[text.size - 1]))
        text.size--;
    while (text.size && is_blank(text.data[0])) {
        text.data++;
        text.size--;
    }
    return text;
}

size_t ny_text_characters(ny_text text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++)
        count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return count;
}

/* The bytes that may follow a first byte; the Unicode Standard, table 3-7, which leaves out
 * overlong forms, surrogates and what lies beyond U+10FFFF. Only the second byte's range varies. */
typedef struct ny_utf8_form {
    size_t length;
    unsigned char second_lowest, second_highest;
} ny_utf8_form;

static ny_utf8_form utf8_form(unsigned char first)
{
    if (first < 0x80)
        return (ny_utf8_form){1, 0, 0};
    if (first >= 0xC2 && first <= 0xDF)
        return (ny_utf8_form){2, 0x80, 0xBF};
    if (first >= 0xE0 && first <= 0xEF)
        return (ny_utf8_form){3, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF};
    if (first >= 0xF0 && first <= 0xF4)
        return (ny_utf8_form){4, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF};
    return (ny_utf8_form){0, 0, 0};
}

size_t ny_utf8_length(ny_text text)
{
    if (!text.size)
        return 0;
    ny_utf8_form form = utf8_form((unsigned char)text.data[0]);
    if (form.length <= 1)
        return form.length;
    if (form.length > text.size)
        return 0;

    unsigned char second = (unsigned char)text.data[1];
    if (second < form.second_lowest || second > form.second_highest)
        return 0;
    for (size_t i = 2; i < form.length; i++)
        if (((unsigned char)text.data[i] & 0xC0) != 0x80)
            return 0;
    return form.length;
}

size_t ny_utf8_valid_until(ny_text text)
{
    size_t offset = 0;
    while (offset < text.size) {
        size_t length = ny_utf8_length((ny_text){text.data + offset, text.size - offset});
        if (!length)
            break;
        offset += length;
    }
    return offset;
}

/* Bytes of a sign that moves what stands around it on a screen: C0 but the tab, DEL, C1 (U+0080 to U+009F), line ends
 * (U+2028, U+2029) and directions (U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069); 0: it is none. */
static size_t unshown_length(ny_text text)
{
    const unsigned char *bytes = (const unsigned char *)text.data;
    if (bytes[0] < 0x80)
        return (bytes[0] < 0x20 && bytes[0] != '\t') || bytes[0] == 0x7F;
    if (text.size >= 2 &&
        ((bytes[0] == 0xC2 && bytes[1] < 0xA0) || (bytes[0] == 0xD8 && bytes[1] == 0x9C)))
        return 2;
    if (text.size < 3 || bytes[0] != 0xE2)
        return 0;
    bool moves = bytes[1] == 0x80 ? bytes[2] == 0x8E || bytes[2] == 0x8F ||
                                        (bytes[2] >= 0xA8 && bytes[2] <= 0xAE)
                 : bytes[1] == 0x81 ? bytes[2] >= 0xA6 && bytes[2] <= 0xA9
                                    : false;
    return moves ? 3 : 0;
}

ny_text ny_text_shown(ny_arena *arena, ny_text text)
{
    ny_buffer shown = {0};
    size_t from = 0;
    for (size_t at = 0; at < text.size;) {
        size_t length = unshown_length((ny_text){text.data + at, text.size - at});
        if (!length) {
            at++;
            continue;
        }
        if (!shown.arena)
            shown = ny_buffer_create(arena);
        ny_buffer_add(&shown, (ny_text){text.data + from, at - from});
        ny_buffer_add(&shown, NY_TEXT("\xEF\xBF\xBD"));
        from = at += length;
    }
    if (!shown.arena)
        return text;
    ny_buffer_add(&shown, (ny_text){text.data + from, text.size - from});
    return ny_buffer_text(&shown);
}

static char lower(char character)
{
    return character >= 'A' && character <= 'Z' ? (char)(character - 'A' + 'a') : character;
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment: Levenshtein's table with swaps of neighbours (Boytsov, "Indexing
 * methods for approximate dictionary searching", 2011, section 2.1). Three rows suffice: row i looks
 * back at rows i - 1 and i - 2. */
uint32_t ny_text_distance(ny_text a, ny_text b, uint32_t limit)
{
    uint32_t too_far = limit == UINT32_MAX ? limit : limit + 1;
    if (a.size > NY_DISTANCE_LONGEST || b.size > NY_DISTANCE_LONGEST)
        return too_far;

    uint32_t rows[3][NY_DISTANCE_LONGEST + 1] = {{0}};
    for (uint32_t j = 0; j <= b.size; j++)
        rows[0][j] = j;
    for (uint32_t i = 1; i <= a.size; i++) {
        const uint32_t *before = rows[(i + 2) % 3], *two_before = rows[(i + 1) % 3];
        uint32_t *row = rows[i % 3];
        row[0] = i;
        for (uint32_t j = 1; j <= b.size; j++) {
            char from = lower(a.data[i - 1]), to = lower(b.data[j - 1]);
            row[j] = least(before[j - 1] + (from != to), least(before[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && from == lower(b.data[j - 2]) && lower(a.data[i - 2]) == to)
                row[j] = least(row[j], two_before[j - 2] + 1);
        }
    }
    return least(rows[a.size % 3][b.size], too_far);
}

ny_buffer ny_buffer_create(ny_arena *arena)
{
    return (ny_buffer){.arena = arena, .data = NULL, .size = 0, .capacity = 0};
}

/* Room for `more` bytes and a NUL; gives the place where they go. */
static char *buffer_room(ny_buffer *buffer, size_t more)
{
    if (more > PTRDIFF_MAX / 2 - 1 - buffer->size)
        ny_out_of_memory();

    size_t needed = buffer->size + more + 1;
    if (needed > buffer->capacity) {
        size_t capacity = buffer->capacity ? 2 * buffer->capacity : NY_BUFFER_FIRST_CAPACITY;
        if (capacity < needed)
            capacity = needed;
        char *moved = ny_arena_take(buffer->arena, capacity);
        if (buffer->size)
            memcpy(moved, buffer->data, buffer->size);
        buffer->data = moved;
        buffer->capacity = capacity;
    }
    return buffer->data + buffer->size;
}

void ny_buffer_add(ny_buffer *buffer, ny_text text)
{
    if (!text.size)
        return;
    /* The text may lie in the buffer itself; moving it leaves the old bytes where they were. */
    memcpy(buffer_room(buffer, text.size), text.data, text.size);
    buffer->size += text.size;
}

void ny_buffer_add_character(ny_buffer *buffer, char character)
{
    *buffer_room(buffer, 1) = character;
    buffer->size++;
}

void ny_buffer_repeat(ny_buffer *buffer, char character, size_t count)
{
    memset(buffer_room(buffer, count), character, count);
    buffer->size += count;
}

__attribute__((format(printf, 2, 0))) static void
buffer_format_list(ny_buffer *buffer, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, arguments);
    NY_BUG_ON(size < 0);

    char *room = buffer_room(buffer, (size_t)size);
    int written = vsnprintf(room, (size_t)size + 1, format, again);
    NY_BUG_ON(written != size);

    va_end(again);
    buffer->size += (size_t)size;
}

void ny_buffer_format(ny_buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    buffer_format_list(buffer, format, arguments);
    va_end(arguments);
}

ny_text ny_buffer_text(const ny_buffer *buffer)
{
    return (ny_text){buffer->data, buffer->size};
}

ny_text ny_format(ny_arena *arena, const char *format, ...)
{
    ny_buffer buffer = ny_buffer_create(arena);
    va_list arguments;
    va_start(arguments, format);
    buffer_format_list(&buffer, format, arguments);
    va_end(arguments);
    return ny_buffer_text(&buffer);
}
