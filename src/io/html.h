/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Text inside HTML. */

#ifndef NY_IO_HTML_H
#define NY_IO_HTML_H

#include "base/text.h"

/* One byte of text, so that it means nothing to a browser. */
void ny_html_add(ny_buffer *out, char byte);

#endif
