/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What is in the data that were read: for those who keep them, before anybody pays by them. Counts
 * and ranges only: no key and no pseudonym stands in a survey. */

#ifndef NY_IO_SURVEY_H
#define NY_IO_SURVEY_H

#include "io/statement.h"

typedef struct ny_word_count {
    ny_text word;
    uint32_t rows;
} ny_word_count;

/* A column over the rows that are used; its faults in all that were read. */
typedef struct ny_column_survey {
    ny_text heading; /* in the first file */
    uint32_t known, missing, absent, faulty;
    uint32_t faults;
    ny_text lowest, highest;      /* of numbers, as written with a point, and of dates; or empty */
    uint32_t different;           /* keys, pseudonyms, codes and rows referred to */
    NY_LIST(ny_word_count) words; /* words, yes or no, parties; those that occur nowhere too */
} ny_column_survey;

/* Faults of one heading that are wrong in the same way. */
typedef struct ny_fault_survey {
    ny_text column, reason;
    ny_reject_action action;
    uint32_t count;
} ny_fault_survey;

typedef struct ny_table_survey {
    bool given;
    uint32_t read; /* lines of its files */
    uint32_t used, set_aside, counted_once;
    bool is_dated; /* and there are rows */
    ny_date first, last;
    uint32_t outside_term;
    ny_column_survey *columns;       /* one a column */
    NY_LIST(ny_fault_survey) faults; /* the most frequent first */
} ny_table_survey;

/* What the faults do to a measure. */
typedef struct ny_measure_survey {
    uint32_t reduction;     /* of the plan, or NY_NONE: it cannot be computed yet */
    uint32_t rows, unknown; /* judged in the statements drawn; of these, without a known value */
    uint32_t faulty;        /* rows of its table with a fault in a column that it asks about */
    uint32_t set_aside;     /* rows of its table that are in nothing */
} ny_measure_survey;

typedef struct ny_survey {
    ny_table_survey *tables;     /* one a table of the model */
    ny_measure_survey *measures; /* one a measure of the model */
} ny_survey;

/* Of the report it needs the result and the tables. */
ny_survey ny_survey_make(ny_arena *arena, const ny_report_of *report);
/* A share of rows in percent, as "98.46". */
ny_text ny_survey_percent(ny_arena *arena, uint32_t part, uint32_t whole);
/* How many rows can be used in this column: known, or blank where a blank says something. */
uint32_t ny_survey_complete(const ny_column_survey *column);

/* How a file is written, in the words of a source: what was said of it, or what was found out. */
ny_text ny_file_written(ny_arena *arena, const ny_file_seen *file, bool said);

/* docs/schema/data.json, and the same for people. */
ny_text ny_data_json(ny_arena *arena, const ny_report_of *report);
ny_text ny_data_page(const ny_report_of *report, bool html);

#endif
