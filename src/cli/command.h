/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What the commands share: their entry points, loading a contract with the files that it uses, and
 * how results and problems are said. Only this layer prints. */

#ifndef NY_CLI_COMMAND_H
#define NY_CLI_COMMAND_H

#include "base/status.h"
#include "cli/options.h"
#include "model/model.h"
#include "use/prose.h"

typedef ny_status ny_command(ny_arena *arena, int argument_count, char **arguments);

#define NY_COMMAND(name, usage, about) ny_command ny_command_##name;
#include "cli/commands.def"
#undef NY_COMMAND

/* A contract in memory: its files, what was said of them, and the model when it was checked. */
typedef struct ny_loaded {
    ny_sink *sink;
    NY_LIST(const ny_tree *) trees;
    NY_LIST(ny_text) paths; /* the files read, in order */
    NY_LIST(ny_text) texts;
    NY_LIST(ny_text) open_paths; /* while reading: the files that are being read, outermost first */
    uint32_t expressions;
    ny_model *model;
    ny_text problem; /* the world failed: why */
} ny_loaded;

/* What is looked for beside mistakes. */
typedef enum ny_care {
    NY_CARE_ERRORS,  /* what a settlement must know */
    NY_CARE_REVIEW,  /* and what those who draft a contract want to know */
    NY_CARE_PEDANTIC /* and advice */
} ny_care;

ny_status ny_load_with_care(ny_arena *arena, ny_language language, const ny_text *files,
                            size_t count, ny_care care, ny_loaded *ret_loaded);
/* The same with one more text behind the files, which has a name and no file; empty: none. */
ny_status ny_load_with_text(ny_arena *arena, ny_language language, const ny_text *files,
                            size_t count, ny_care care, ny_text name, ny_text text,
                            ny_loaded *ret_loaded);
/* Reads the files, and those that they `use`, once each, and checks them together. */
ny_status ny_load(ny_arena *arena, ny_language language, const ny_text *files, size_t count,
                  ny_loaded *ret_loaded);

/* Whether every file of the contract, to the letter, is among the model's. */
bool ny_loaded_rests_on(const ny_loaded *model, const ny_loaded *contract);

/* How a loaded contract is spoken of: in this language, with the translations that stand beside its
 * files. What is wrong with those has been said when the status is not NY_DONE. */
ny_status ny_load_prose(ny_arena *arena, const char *command, ny_language language,
                        const ny_loaded *loaded, ny_prose *ret_prose);

/* Reads a command's options; says what is wrong, or the help, and gives false with the status. */
bool ny_begin(ny_arena *arena, const char *command, const ny_option *options, size_t option_count,
              int argument_count, char **words, ny_arguments **ret_arguments,
              ny_status *ret_status);
void ny_print(ny_text text);    /* to standard output */
void ny_complain(ny_text text); /* to standard error */
void ny_print_line(ny_text text);
ny_status ny_usage_problem(ny_arena *arena, const char *command, ny_text problem);
ny_status ny_world_problem(ny_arena *arena, ny_text problem);
/* Says the diagnostics on standard error and gives NY_INPUT_WRONG when there are errors. */
ny_status ny_say_diagnostics(ny_arena *arena, ny_sink *sink);

#endif
