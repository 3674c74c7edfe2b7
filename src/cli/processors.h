/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* How many threads are of use on this machine: at least 1. No figure depends on it. */

#ifndef NY_CLI_PROCESSORS_H
#define NY_CLI_PROCESSORS_H

#include <stdint.h>

uint32_t ny_processors(void);

#endif
