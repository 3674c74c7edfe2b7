/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The bytes of an extract as UTF-8, from the encodings that hospitals send. What is said of a file is
 * law, but for a byte-order mark, which overrules it. What is not said is found out from the whole
 * file: a mark; else zeros where UTF-16 has them; else UTF-8 where more letters are whole in it
 * than broken; else Windows-1252 where bytes occur that Latin-1 does not have; else Latin-1. */

#ifndef NY_IO_ENCODING_H
#define NY_IO_ENCODING_H

#include "base/phrase.h"
#include "text/tree.h"

typedef enum ny_decoding {
    NY_DECODED,
    NY_DECODED_ODD,     /* UTF-16 with an odd number of bytes: cut off */
    NY_DECODED_NUL,     /* bytes that no text has; `line` says where */
    NY_DECODED_STRANGE, /* letters of an encoding that is not read here */
} ny_decoding;

typedef struct ny_decoded {
    ny_text text; /* lies in the bytes or in the arena; cells of it may be no UTF-8, see below */
    ny_encoding encoding;
    bool mark_overruled; /* there was a mark, and another encoding was said */
    uint32_t line;
} ny_decoded;

/* Text in UTF-8 is not validated here, but cell by cell. A byte that the encoding does not have
 * becomes U+0080..U+009F, half a letter of UTF-16 the byte FF. */
ny_decoding ny_decode(ny_arena *arena, ny_text bytes, ny_encoding said, ny_decoded *ret_decoded);
/* "Windows-1252" and "windows1252": as people and as sources call it. */
const char *ny_encoding_called(ny_encoding encoding);
const char *ny_encoding_word(ny_encoding encoding);

#endif
