/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See progress.h. The only reader of a clock; nothing that is computed can see it. */

#include "cli/progress.h"

#include <stdbool.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define NY_PROGRESS_AFTER 1000 /* milliseconds */
#define NY_PROGRESS_EVERY 100

struct ny_progress_line {
    ny_progress progress;
    ny_language language;
    int64_t begun, shown_at;
    bool is_shown;
};

static int64_t milliseconds(void)
{
    struct timespec now = {0, 0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A line that is too long for a terminal cannot be taken away: of a path, the name. */
static ny_text name_of(ny_text path)
{
    size_t begin = path.size;
    while (begin && path.data[begin - 1] != '/')
        begin--;
    return (ny_text){path.data + begin, path.size - begin};
}

#define NY_PROGRESS_BAR 20

static ny_text bar_text(ny_arena *arena, uint64_t done, uint64_t of)
{
    ny_buffer bar = ny_buffer_create(arena);
    uint64_t full = of ? done * NY_PROGRESS_BAR / of : 0;
    for (uint64_t i = 0; i < NY_PROGRESS_BAR; i++)
        ny_buffer_add(&bar, i < full ? NY_TEXT("█") : NY_TEXT("░"));
    return ny_buffer_text(&bar);
}

static ny_text line_text(ny_arena *arena, ny_language language, ny_stage stage, ny_text what,
                         uint64_t done, uint64_t of)
{
    switch (stage) {
    case NY_STAGE_READING: {
        uint64_t percent = of ? done / (of / 100 + 1) : 0;
        return NY_PHRASE_WITH(arena, language, NY_WORDS_PROGRESS_READING, name_of(what),
                              ny_format(arena, "%llu", (unsigned long long)percent));
    }
    case NY_STAGE_COMPUTING:
        return NY_PHRASE_WITH(arena, language, NY_WORDS_PROGRESS_COMPUTING,
                              ny_format(arena, "%llu", (unsigned long long)done),
                              ny_format(arena, "%llu", (unsigned long long)of));
    case NY_STAGE_IMAGINING:
        return NY_PHRASE_WITH(arena, language, NY_WORDS_PROGRESS_IMAGINING,
                              bar_text(arena, done, of),
                              ny_format(arena, "%llu", (unsigned long long)done),
                              ny_format(arena, "%llu", (unsigned long long)of));
    }
    return NY_NO_TEXT;
}

static void tell(void *context, ny_stage stage, ny_text what, uint64_t done, uint64_t of)
{
    ny_progress_line *line = context;
    int64_t now = milliseconds();
    if (now - line->begun < NY_PROGRESS_AFTER || now - line->shown_at < NY_PROGRESS_EVERY)
        return;
    ny_arena *arena = ny_arena_create();
    ny_text text = line_text(arena, line->language, stage, what, done, of);
    fprintf(stderr, "\r\033[K%.*s", NY_PRINT(text));
    fflush(stderr);
    ny_arena_destroy(arena);
    line->shown_at = now;
    line->is_shown = true;
}

ny_progress_line *ny_progress_begin(ny_arena *arena, ny_language language)
{
    ny_progress_line *line = NY_NEW(arena, ny_progress_line);
    *line = (ny_progress_line){.language = language, .begun = milliseconds()};
    if (isatty(STDERR_FILENO))
        line->progress = (ny_progress){.tell = tell, .context = line};
    return line;
}

const ny_progress *ny_progress_of(const ny_progress_line *line)
{
    return line->progress.tell ? &line->progress : NULL;
}

void ny_progress_clear(ny_progress_line *line)
{
    if (!line->is_shown)
        return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
    line->is_shown = false;
}
