/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See interrupt.h. */

#include "cli/interrupt.h"

#include <stddef.h>

static sigset_t only_interrupts(void)
{
    sigset_t set;
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGINT);
    return set;
}

void ny_interrupt_hold(ny_interrupt *interrupt)
{
    struct sigaction action;
    sigset_t set = only_interrupts();
    *interrupt = (ny_interrupt){.held = false};
    if (sigaction(SIGINT, NULL, &action) != 0 || action.sa_handler == SIG_IGN)
        return;
    interrupt->held = sigprocmask(SIG_BLOCK, &set, &interrupt->before) == 0;
}

bool ny_interrupt_came(void *context)
{
    const ny_interrupt *interrupt = context;
    sigset_t pending;
    return interrupt->held && sigpending(&pending) == 0 && sigismember(&pending, SIGINT) == 1;
}

void ny_interrupt_release(ny_interrupt *interrupt)
{
    sigset_t set = only_interrupts();
    int signal;
    if (ny_interrupt_came(interrupt))
        (void)sigwait(&set, &signal);
    if (interrupt->held)
        (void)sigprocmask(SIG_SETMASK, &interrupt->before, NULL);
    interrupt->held = false;
}
