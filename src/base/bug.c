/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* How the program stops when it must. The one place below the commands that writes to stderr: after
 * a bug nothing else can be trusted to carry the message. */

#include "base/bug.h"

#include "base/status.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void ny_bug(const char *file, int line, const char *what)
{
    fprintf(stderr, "nytte: this is a bug in nytte, not in your files: %s (%s:%d)\n", what, file,
            line);
    abort();
}

_Noreturn void ny_out_of_memory(void)
{
    fprintf(stderr, "nytte: there is not enough memory to go on\n");
    exit(NY_WORLD_FAILED);
}
