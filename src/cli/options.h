/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The command line: which options a command has, and what was said. One table a command; the help
 * text is made from it, so that no option is listed twice. */

#ifndef NY_CLI_OPTIONS_H
#define NY_CLI_OPTIONS_H

#include "base/phrase.h"

typedef struct ny_option {
    const char *name;  /* "data": --data */
    const char *value; /* "TABLE=FILE"; NULL: a switch */
    const char *about;
} ny_option;

typedef struct ny_said {
    const ny_option *option;
    ny_text value;
} ny_said;

typedef struct ny_arguments {
    NY_LIST(ny_text) files;
    NY_LIST(ny_said) said;
    ny_language language; /* --lang: in which the contract is spoken about */
    ny_text problem;      /* what is wrong with the command line, or empty */
} ny_arguments;

/* Reads `--name value`, `--name=value`, switches, and files. `--` ends the options. */
ny_arguments *ny_arguments_read(ny_arena *arena, const ny_option *options, size_t count,
                                int argument_count, char **arguments);
bool ny_said_switch(const ny_arguments *arguments, const char *name);
/* The last value said; false when the option was not said. */
bool ny_said_value(const ny_arguments *arguments, const char *name, ny_text *ret_value);

#endif
