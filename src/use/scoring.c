/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See scoring.h. */

#include "use/scoring.h"

#include "base/bug.h"

typedef enum ny_depends {
    NY_DEPENDS_NONE,
    NY_DEPENDS_LOWEST,
    NY_DEPENDS_HIGHEST,
    NY_DEPENDS_ENDS,
    NY_DEPENDS_MEAN,
    NY_DEPENDS_BEST
} ny_depends;

ny_tell ny_rule_of(ny_scoring rule)
{
    static const ny_tell tells[] = {
        [NY_SCORING_NONE] = NY_TELL_RULE_MOST_POINTS,
#define NY_SCORING(name, place, depends) [NY_SCORING_##name] = NY_TELL_RULE_##name,
#include "text/scoring.def"
#undef NY_SCORING
    };
    NY_BUG_ON(rule == NY_SCORING_NONE || rule >= NY_SCORINGS);
    return tells[rule];
}

ny_tell ny_weakness_of(ny_scoring rule)
{
    static const ny_tell tells[] = {
        [NY_SCORING_NONE] = NY_TELL_WEAK_MOST_POINTS,
#define NY_SCORING(name, place, depends) [NY_SCORING_##name] = NY_TELL_WEAK_##name,
#include "text/scoring.def"
#undef NY_SCORING
    };
    NY_BUG_ON(rule == NY_SCORING_NONE || rule >= NY_SCORINGS);
    return tells[rule];
}

bool ny_rule_looks_at_others(ny_scoring rule)
{
    static const ny_depends depends[] = {
        [NY_SCORING_NONE] = NY_DEPENDS_NONE,
#define NY_SCORING(name, place, depends) [NY_SCORING_##name] = NY_DEPENDS_##depends,
#include "text/scoring.def"
#undef NY_SCORING
    };
    return depends[rule] != NY_DEPENDS_NONE;
}

ny_text ny_scoring_name(ny_arena *arena, ny_scoring rule)
{
    static const char *const names[] = {
        [NY_SCORING_NONE] = "",
#define NY_SCORING(name, place, depends) [NY_SCORING_##name] = #name,
#include "text/scoring.def"
#undef NY_SCORING
    };
    ny_buffer lower = ny_buffer_create(arena);
    for (const char *letter = names[rule]; *letter; letter++)
        ny_buffer_add_character(
            &lower, *letter >= 'A' && *letter <= 'Z' ? (char)(*letter - 'A' + 'a') : *letter);
    return ny_buffer_text(&lower);
}
