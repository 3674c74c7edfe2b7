/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See encoding.h. Each way of reading goes over the bytes a fixed number of times. */

#include "io/encoding.h"

#include "base/bug.h"

#include <string.h>

static const char utf8_mark[] = "\xEF\xBB\xBF";
static const char little_mark[] = "\xFF\xFE", big_mark[] = "\xFE\xFF";

/* Enough of a file to see where its zeros stand. */
#define NY_LOOKED_AT 65536u

/* The code points of the bytes 0x80 to 0x9F in Windows-1252 (WHATWG Encoding, index-windows-1252);
 * the five that it does not have stay as they are, which no column accepts. */
static const uint16_t windows_points[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

const char *ny_encoding_called(ny_encoding encoding)
{
    switch (encoding) {
    case NY_ENCODING_NOT_SAID:
        break;
#define NY_ENCODING(name, word, called)                                                            \
    case NY_ENCODING_##name:                                                                       \
        return called;
#include "text/encodings.def"
#undef NY_ENCODING
    }
    NY_BUG("a file in no encoding");
}

const char *ny_encoding_word(ny_encoding encoding)
{
    switch (encoding) {
    case NY_ENCODING_NOT_SAID:
        break;
#define NY_ENCODING(name, word, called)                                                            \
    case NY_ENCODING_##name:                                                                       \
        return word;
#include "text/encodings.def"
#undef NY_ENCODING
    }
    NY_BUG("a file in no encoding");
}

/* --- bytes to letters ------------------------------------------------------------------------- */

static char *add_point(char *at, uint32_t point)
{
    if (point < 0x80) {
        *at++ = (char)point;
    } else if (point < 0x800) {
        *at++ = (char)(0xC0 | point >> 6);
        *at++ = (char)(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        *at++ = (char)(0xE0 | point >> 12);
        *at++ = (char)(0x80 | (point >> 6 & 0x3F));
        *at++ = (char)(0x80 | (point & 0x3F));
    } else {
        *at++ = (char)(0xF0 | point >> 18);
        *at++ = (char)(0x80 | (point >> 12 & 0x3F));
        *at++ = (char)(0x80 | (point >> 6 & 0x3F));
        *at++ = (char)(0x80 | (point & 0x3F));
    }
    return at;
}

/* Bytes beyond ASCII become two bytes, those of Windows-1252 up to three. */
static ny_text from_single_bytes(ny_arena *arena, ny_text bytes, bool windows)
{
    size_t high = 0;
    for (size_t i = 0; i < bytes.size; i++)
        high += (unsigned char)bytes.data[i] >> 7;
    if (!high)
        return bytes;

    char *text = ny_arena_take(arena, bytes.size + 2 * high), *at = text;
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned char byte = (unsigned char)bytes.data[i];
        at = add_point(at,
                       windows && byte >= 0x80 && byte < 0xA0 ? windows_points[byte - 0x80] : byte);
    }
    return (ny_text){text, (size_t)(at - text)};
}

static ny_decoding no_text(ny_text bytes, ny_decoded *decoded)
{
    decoded->line = 1;
    for (size_t i = 0; bytes.data[i]; i++)
        decoded->line += bytes.data[i] == '\n';
    return NY_DECODED_NUL;
}

static uint32_t unit_at(ny_text bytes, size_t at, bool big)
{
    unsigned char first = (unsigned char)bytes.data[at], second = (unsigned char)bytes.data[at + 1];
    return big ? (uint32_t)first << 8 | second : (uint32_t)second << 8 | first;
}

static ny_decoding from_utf16(ny_arena *arena, ny_text bytes, bool big, ny_decoded *decoded)
{
    if (bytes.size % 2)
        return NY_DECODED_ODD;
    char *text = ny_arena_take(arena, bytes.size / 2 * 3), *at = text;
    for (size_t i = 0; i < bytes.size; i += 2) {
        uint32_t unit = unit_at(bytes, i, big);
        uint32_t next = i + 2 < bytes.size ? unit_at(bytes, i + 2, big) : 0;
        bool is_half = unit >= 0xD800 && unit < 0xE000;
        bool is_pair = unit >= 0xD800 && unit < 0xDC00 && next >= 0xDC00 && next < 0xE000;
        if (is_pair) {
            at = add_point(at, 0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00));
            i += 2;
        } else if (is_half) {
            *at++ = (char)0xFF;
        } else {
            at = add_point(at, unit);
        }
    }
    decoded->text = (ny_text){text, (size_t)(at - text)};
    return text != at && memchr(text, '\0', decoded->text.size) ? no_text(decoded->text, decoded)
                                                                : NY_DECODED;
}

/* --- what is not said ------------------------------------------------------------------------- */

/* Where text is mostly ASCII, every second byte of UTF-16 is zero, and none of the others. */
static bool looks_utf16(ny_text bytes, bool *ret_big)
{
    size_t size = bytes.size < NY_LOOKED_AT ? bytes.size : NY_LOOKED_AT;
    size_t zeros[2] = {0, 0}, pairs = size / 2;
    for (size_t i = 0; i < pairs * 2; i++)
        zeros[i % 2] += bytes.data[i] == '\0';
    *ret_big = zeros[0] > zeros[1];
    size_t most = *ret_big ? zeros[0] : zeros[1], least = *ret_big ? zeros[1] : zeros[0];
    return pairs > 1 && most * 4 >= pairs * 3 && least * 20 <= pairs;
}

/* How many bytes of ASCII come first. */
static size_t ascii_length(ny_text bytes)
{
    static const uint64_t high = UINT64_C(0x8080808080808080);
    size_t at = 0;
    for (; at + 32 <= bytes.size; at += 32) {
        uint64_t words[4];
        memcpy(words, bytes.data + at, sizeof words);
        if ((words[0] | words[1] | words[2] | words[3]) & high)
            break;
    }
    while (at < bytes.size && (unsigned char)bytes.data[at] < 0x80)
        at++;
    return at;
}

/* More letters beyond ASCII are whole in UTF-8 than broken. Text in Latin-1 is hardly ever whole:
 * it would need an accented capital letter before a sign. */
static bool looks_utf8(ny_text bytes)
{
    size_t whole = 0, broken = 0;
    for (size_t i = 0; i < bytes.size;) {
        if ((unsigned char)bytes.data[i] < 0x80) {
            i += ascii_length((ny_text){bytes.data + i, bytes.size - i});
            continue;
        }
        size_t length = ny_utf8_length((ny_text){bytes.data + i, bytes.size - i});
        whole += length > 0;
        broken += length == 0;
        i += length ? length : 1;
    }
    return whole > broken || !broken;
}

static bool is_ascii_letter(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

/* Signs of Windows-1252 that no word has within: a "†" between letters is an "å" of MS-DOS. */
static bool is_sign_within_word(ny_text bytes, size_t at)
{
    uint16_t point = windows_points[(unsigned char)bytes.data[at] - 0x80];
    bool letter = point == 0x0160 || point == 0x0161 || point == 0x017D || point == 0x017E ||
                  point == 0x0152 || point == 0x0153 || point == 0x0178 || point == 0x0192;
    bool joint =
        point == 0x2018 || point == 0x2019 || point == 0x2013 || point == 0x2014 || point == 0x2026;
    return !letter && !joint && at && at + 1 < bytes.size && is_ascii_letter(bytes.data[at - 1]) &&
           is_ascii_letter(bytes.data[at + 1]);
}

static ny_encoding single_byte_encoding(ny_text bytes, bool *ret_strange)
{
    size_t windows = 0, strange = 0;
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned char byte = (unsigned char)bytes.data[i];
        if (byte < 0x80 || byte >= 0xA0)
            continue;
        windows++;
        strange += is_sign_within_word(bytes, i);
    }
    *ret_strange = strange && strange * 4 >= windows;
    return windows ? NY_ENCODING_WINDOWS1252 : NY_ENCODING_LATIN1;
}

/* --- both ------------------------------------------------------------------------------------- */

static ny_decoding decode_utf16(ny_arena *arena, ny_text bytes, bool big, ny_encoding said,
                                ny_decoded *decoded)
{
    bool marked = ny_text_starts(bytes, little_mark) || ny_text_starts(bytes, big_mark);
    size_t mark = marked ? 2 : 0;
    decoded->encoding = NY_ENCODING_UTF16;
    decoded->mark_overruled = said != NY_ENCODING_NOT_SAID && said != NY_ENCODING_UTF16;
    return from_utf16(arena, (ny_text){bytes.data + mark, bytes.size - mark}, big, decoded);
}

static ny_decoding decode_bytes(ny_arena *arena, ny_text bytes, ny_encoding said,
                                ny_decoded *decoded)
{
    bool strange = false;
    if (bytes.size && memchr(bytes.data, '\0', bytes.size))
        return no_text(bytes, decoded);
    if (ny_text_starts(bytes, utf8_mark)) {
        size_t mark = sizeof utf8_mark - 1;
        decoded->text = (ny_text){bytes.data + mark, bytes.size - mark};
        decoded->encoding = NY_ENCODING_UTF8;
        decoded->mark_overruled = said != NY_ENCODING_NOT_SAID && said != NY_ENCODING_UTF8;
        return NY_DECODED;
    }
    decoded->encoding = said != NY_ENCODING_NOT_SAID ? said
                        : looks_utf8(bytes)          ? NY_ENCODING_UTF8
                                                     : single_byte_encoding(bytes, &strange);
    if (strange)
        return NY_DECODED_STRANGE;
    decoded->text =
        decoded->encoding == NY_ENCODING_UTF8
            ? bytes
            : from_single_bytes(arena, bytes, decoded->encoding == NY_ENCODING_WINDOWS1252);
    return NY_DECODED;
}

ny_decoding ny_decode(ny_arena *arena, ny_text bytes, ny_encoding said, ny_decoded *ret_decoded)
{
    ny_decoded decoded = {.encoding = said};
    bool big = ny_text_starts(bytes, big_mark);
    bool is_utf16 = big || ny_text_starts(bytes, little_mark);
    bool may_be = said == NY_ENCODING_NOT_SAID || said == NY_ENCODING_UTF16;
    if (!is_utf16 && may_be && !ny_text_starts(bytes, utf8_mark))
        is_utf16 = looks_utf16(bytes, &big) || said == NY_ENCODING_UTF16;
    ny_decoding decoding = is_utf16 ? decode_utf16(arena, bytes, big, said, &decoded)
                                    : decode_bytes(arena, bytes, said, &decoded);
    *ret_decoded = decoded;
    return decoding;
}
