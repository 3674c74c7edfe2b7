/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a simulation says of a study, beside what it says of any text: the base case, the effect of how
 * it is counted and discounted, and where people are at each point. Private to simulate_*.c. */

#ifndef NY_IO_SIMULATE_STUDY_H
#define NY_IO_SIMULATE_STUDY_H

#include "io/page.h"
#include "io/simulate.h"

/* One base case less another. */
json_t *ny_stated_difference_json(const ny_figured *of);
/* Of one alternative: what is stated, and the traces of its pathways. */
json_t *ny_study_stated_json(ny_arena *arena, const ny_simulation *simulation,
                             const ny_simulated *of);
json_t *ny_study_pathways_json(const ny_simulated *of);

/* "simpson"; from which end of a cycle, or null. */
const char *ny_counted_word(ny_counting counted);
json_t *ny_grid_json(ny_study_grid grid);
/* "half cycle, from the start: as said" */
ny_text ny_way_words(const ny_prose *prose, const ny_counted_way *way);

/* The sections of one alternative; those of all; the notes at the end. */
void ny_study_alternative(ny_page *page, const ny_prose *prose, const ny_simulation *simulation,
                          const ny_simulated *of);
/* Where people are at each point, as stated. */
void ny_study_traces(ny_page *page, const ny_prose *prose, const ny_simulation *simulation,
                     const ny_simulated *of);
/* The heading of what one alternative is less the first, and one account of it. */
void ny_study_differences(ny_page *page, const ny_prose *prose);
void ny_study_difference(ny_page *page, const ny_prose *prose, const ny_simulation *simulation,
                         const ny_comparison *compared);
void ny_study_ways(ny_page *page, const ny_prose *prose, const ny_simulation *simulation);
void ny_study_foot(ny_page *page, const ny_prose *prose, const ny_simulation *simulation);

#endif
