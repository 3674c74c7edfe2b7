/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Our own mistakes. These checks stay in release builds: a figure that cannot be trusted is worse
 * than a program that stops. Wrong contracts and data are never bugs; they are diagnostics. */

#ifndef NY_BASE_BUG_H
#define NY_BASE_BUG_H

_Noreturn void ny_bug(const char *file, int line, const char *what);
/* The world failed: memory is gone. Ends with exit code 3. */
_Noreturn void ny_out_of_memory(void);

#define NY_BUG(what) ny_bug(__FILE__, __LINE__, (what))
#define NY_BUG_ON(condition)                                                                       \
    do {                                                                                           \
        if (condition)                                                                             \
            ny_bug(__FILE__, __LINE__, #condition);                                                \
    } while (0)

#endif
