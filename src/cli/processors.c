/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

#include "cli/processors.h"

#include "base/parallel.h"

#include <unistd.h>

uint32_t ny_processors(void)
{
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    if (online < 1)
        return 1;
    return online > (long)NY_THREADS_MOST ? NY_THREADS_MOST : (uint32_t)online;
}
