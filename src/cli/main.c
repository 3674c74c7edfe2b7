/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* nytte: one program, one table of commands. Exit codes: 0 done, 1 the input is wrong, 2 wrong usage,
 * 3 the world failed. */

#include "cli/command.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct {
    const char *name, *usage, *about;
    ny_command *run;
} commands[] = {
#define NY_COMMAND(name, usage, about) {#name, usage, about, ny_command_##name},
#include "cli/commands.def"
#undef NY_COMMAND
};

#define COMMANDS (sizeof commands / sizeof *commands)

void ny_print(ny_text text)
{
    if (text.size)
        fwrite(text.data, 1, text.size, stdout);
}

void ny_complain(ny_text text)
{
    fflush(stdout);
    if (text.size)
        fwrite(text.data, 1, text.size, stderr);
}

void ny_print_line(ny_text text)
{
    ny_print(text);
    ny_print(NY_TEXT("\n"));
}

ny_status ny_usage_problem(ny_arena *arena, const char *command, ny_text problem)
{
    ny_complain(ny_format(arena, "nytte %s: %.*s\nTry `nytte %s --help`.\n", command,
                          NY_PRINT(problem), command));
    return NY_USAGE_WRONG;
}

ny_status ny_world_problem(ny_arena *arena, ny_text problem)
{
    ny_complain(ny_format(arena, "nytte: %.*s\n", NY_PRINT(problem)));
    return NY_WORLD_FAILED;
}

static void print_help(ny_arena *arena)
{
    ny_buffer out = ny_buffer_create(arena);
    ny_buffer_add(&out, NY_TEXT("nytte: contracts that compute what they say.\n\n"));
    for (size_t i = 0; i < COMMANDS; i++)
        ny_buffer_format(&out, "  nytte %-11s  %s\n", commands[i].name, commands[i].about);
    ny_buffer_add(&out, NY_TEXT("\nEach command has --help. Exit codes: 0 done, 1 the input is "
                                "wrong, 2 wrong usage, 3 the world failed.\n"));
    ny_print(ny_buffer_text(&out));
}

static void print_command_help(ny_arena *arena, const char *command, const ny_option *options,
                               size_t count)
{
    ny_buffer out = ny_buffer_create(arena);
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(commands[i].name, command) == 0)
            ny_buffer_format(&out, "nytte %s %s\n\n%s\n\n", command, commands[i].usage,
                             commands[i].about);
    for (size_t i = 0; i < count; i++) {
        ny_text option =
            ny_format(arena, "%s%s%s%s", options[i].name[1] ? "--" : "-", options[i].name,
                      options[i].value ? " " : "", options[i].value ? options[i].value : "");
        ny_buffer_format(&out, "  %-22.*s %s\n", NY_PRINT(option), options[i].about);
    }
    ny_print(ny_buffer_text(&out));
}

/* What every command understands beside its own options. */
static const ny_option shared_options[] = {
    {"lang", "en|da", "the language of what is said about the contract; en"},
};

#define SHARED (sizeof shared_options / sizeof *shared_options)

static const ny_option *with_shared(ny_arena *arena, const ny_option *options, size_t count)
{
    ny_option *all = NY_NEW_ARRAY(arena, ny_option, count + SHARED);
    size_t help = count && strcmp(options[count - 1].name, "help") == 0 ? 1 : 0;
    memcpy(all, options, (count - help) * sizeof *all);
    memcpy(all + count - help, shared_options, sizeof shared_options);
    memcpy(all + count - help + SHARED, options + count - help, help * sizeof *all);
    return all;
}

static void read_language(ny_arena *arena, ny_arguments *arguments)
{
    ny_text language;
    if (ny_said_value(arguments, "lang", &language) &&
        !ny_language_read(language, &arguments->language) && !arguments->problem.size)
        arguments->problem =
            ny_format(arena, "--lang: there is no `%.*s`; say en or da", NY_PRINT(language));
}

bool ny_begin(ny_arena *arena, const char *command, const ny_option *options, size_t option_count,
              int argument_count, char **words, ny_arguments **ret_arguments, ny_status *ret_status)
{
    options = with_shared(arena, options, option_count);
    option_count += SHARED;
    ny_arguments *arguments =
        ny_arguments_read(arena, options, option_count, argument_count, words);
    read_language(arena, arguments);
    if (ny_said_switch(arguments, "help")) {
        print_command_help(arena, command, options, option_count);
        *ret_status = NY_DONE;
        return false;
    }
    if (!arguments->problem.size && !arguments->files.count)
        arguments->problem = NY_TEXT("which file?");
    if (arguments->problem.size) {
        *ret_status = ny_usage_problem(arena, command, arguments->problem);
        return false;
    }
    *ret_arguments = arguments;
    return true;
}

static ny_status run(ny_arena *arena, int argument_count, char **arguments)
{
    if (argument_count < 2) {
        print_help(arena);
        return NY_USAGE_WRONG;
    }
    ny_text name = ny_text_of(arguments[1]);
    if (ny_text_is(name, "--help") || ny_text_is(name, "help")) {
        print_help(arena);
        return NY_DONE;
    }
    if (ny_text_is(name, "--version")) {
        ny_print(NY_TEXT("nytte " NYTTE_VERSION "\n"));
        return NY_DONE;
    }
    for (size_t i = 0; i < COMMANDS; i++)
        if (ny_text_is(name, commands[i].name))
            return commands[i].run(arena, argument_count - 2, arguments + 2);
    ny_complain(ny_format(arena, "nytte: there is no command `%.*s`. Try `nytte --help`.\n",
                          NY_PRINT(name)));
    return NY_USAGE_WRONG;
}

/* A mapped file that became shorter under our eyes (io/file.c): nothing was written yet. */
static void stop_on_bus_error(int signal)
{
    static const char words[] = "nytte: a file became shorter while it was being read\n";
    (void)signal;
    if (write(STDERR_FILENO, words, sizeof words - 1) < 0)
        _exit(NY_WORLD_FAILED); /* nobody hears it */
    _exit(NY_WORLD_FAILED);
}

int main(int argument_count, char **arguments)
{
    signal(SIGBUS, stop_on_bus_error);
    ny_arenas_stay();
    ny_arena *arena = ny_arena_create();
    ny_status status = run(arena, argument_count, arguments);
    ny_arena_destroy(arena);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs("nytte: cannot write the output\n", stderr);
        return NY_WORLD_FAILED;
    }
    return (int)status;
}
