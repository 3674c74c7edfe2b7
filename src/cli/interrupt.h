/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Ctrl-C during long work: the signal is held back and asked after, so that the work may end in order
 * and show what is done. No handler, and so nothing that is shared with one. */

#ifndef NY_CLI_INTERRUPT_H
#define NY_CLI_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>

typedef struct ny_interrupt {
    sigset_t before;
    bool held; /* false where the signal was ignored already, as under nohup */
} ny_interrupt;

/* Before any other thread begins: they all hold it back then. */
void ny_interrupt_hold(ny_interrupt *interrupt);
/* Was it sent meanwhile? `context` is the ny_interrupt; from any thread. */
bool ny_interrupt_came(void *context);
/* It is answered, if it came, and the next one ends the program as usual. */
void ny_interrupt_release(ny_interrupt *interrupt);

#endif
