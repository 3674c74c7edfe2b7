/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What the draft_*.c files share: the headings of one file with what stands under them, and which of
 * them is which column.
 *
 *   draft_source.c   reads the file, writes the declaration
 *   draft_match.c    columns to headings, words to codes */

#ifndef NY_IO_DRAFT_PRIVATE_H
#define NY_IO_DRAFT_PRIVATE_H

#include "io/detect.h"
#include "io/draft_source.h"
#include "io/extract_load.h"

/* Rows whose cells are held against the columns; and different values that are still words. */
#define NY_DRAFT_SAMPLE 500u
#define NY_DRAFT_MOST_WORDS 40u

typedef struct ny_draft_value {
    ny_text value;
    uint32_t rows;
} ny_draft_value;

typedef struct ny_draft_heading {
    ny_text heading;
    uint32_t filled;
    ny_cells_tally dates, numbers;
    ny_cell_format format;
    NY_LIST(ny_csv_cell) sample;
    ny_map *known; /* value: number in `values` */
    NY_LIST(ny_draft_value)
    values;             /* the first MOST_WORDS + 1; the most frequent first at the end */
    uint32_t different; /* in the sample */
    bool taken;
} ny_draft_heading;

typedef enum ny_draft_reason {
    NY_DRAFT_OPEN,
    NY_DRAFT_EXACT,
    NY_DRAFT_BY_CAPITALS,
    NY_DRAFT_BY_NAME,
    NY_DRAFT_BY_CONTENT,
} ny_draft_reason;

typedef struct ny_draft_match {
    ny_draft_reason reason;
    uint32_t heading;
} ny_draft_match;

typedef struct ny_draft {
    ny_arena *arena; /* gone when the draft is written */
    ny_load *load;
    const ny_source_load *source;
    const ny_prose *names;
    const ny_table *table;
    ny_file_load *file;
    ny_draft_heading *headings;
    ny_draft_match *matches; /* one a column of the table */
} ny_draft;

/* Fills `matches`. */
void ny_draft_find_matches(ny_draft *draft);
/* The word that each of the heading's values stands for, or NY_NONE; one a value. */
uint32_t *ny_draft_words(const ny_draft *draft, const ny_column *column,
                         const ny_draft_heading *heading);
/* The words that a column may hold. */
uint32_t ny_draft_word_count(const ny_draft *draft, const ny_column *column);
ny_text ny_draft_word(const ny_draft *draft, const ny_column *column, uint32_t number);
/* A code that stands in so few rows is a slip. */
bool ny_draft_is_slip(const ny_draft_heading *heading, const ny_draft_value *value);

#endif
