/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See scoring.h. */

#include "use/scoring.h"

#include "base/bug.h"

typedef struct ny_rule_words {
    ny_tell rule, weakness;
    const char *name;
} ny_rule_words;

static const ny_rule_words *words_of(ny_scoring rule)
{
    static const ny_rule_words words[] = {
        [NY_SCORING_NONE] = {NY_TELL_COUNT, NY_TELL_COUNT, ""},
#define NY_SCORING(name, place, depends)                                                           \
    [NY_SCORING_##name] = {NY_TELL_RULE_##name, NY_TELL_WEAK_##name, #name},
#include "text/scoring.def"
#undef NY_SCORING
    };
    NY_BUG_ON(rule == NY_SCORING_NONE || rule >= NY_SCORINGS);
    return &words[rule];
}

ny_tell ny_rule_of(ny_scoring rule)
{
    return words_of(rule)->rule;
}

ny_tell ny_weakness_of(ny_scoring rule)
{
    return words_of(rule)->weakness;
}

ny_text ny_scoring_name(ny_arena *arena, ny_scoring rule)
{
    ny_buffer lower = ny_buffer_create(arena);
    for (const char *letter = words_of(rule)->name; *letter; letter++)
        ny_buffer_add_character(
            &lower, *letter >= 'A' && *letter <= 'Z' ? (char)(*letter - 'A' + 'a') : *letter);
    return ny_buffer_text(&lower);
}
