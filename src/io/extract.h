/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* From an extract as a hospital sends it to the rows of a table: encoding, delimiter, headings,
 * codes, dates and decimals as the `source` declaration says, and what it does not say as the file
 * itself shows it (io/detect.h; without a source headings are the columns' names), every cell read
 * to sound, missing, absent or faulty, duplicates counted once, references resolved, rows sorted. No
 * bad cell or row is dropped silently: each is in the list of rejects. */

#ifndef NY_IO_EXTRACT_H
#define NY_IO_EXTRACT_H

#include "base/diagnostic.h"
#include "base/progress.h"
#include "base/status.h"
#include "run/faults.h"

typedef enum ny_reject_action {
    NY_ROW_SET_ASIDE,     /* the row is in nothing */
    NY_COUNTS_AS_MISSING, /* a column `if known` */
    NY_COUNTS_AS_UNKNOWN, /* a column `if any`: not as absent */
    NY_COUNTS_ONCE,       /* an equal row with the same key was there already */
    NY_NOTED,             /* a column that is only checked */
} ny_reject_action;

const char *ny_reject_action_text(ny_reject_action action);

typedef struct ny_reject {
    uint32_t table; /* of the model; NY_NONE: no table, a fact */
    ny_text file;
    uint32_t line;  /* where the row begins, from 1, the heading included */
    ny_text column; /* heading as in the file */
    ny_text value;  /* as in the file, in UTF-8 */
    ny_text reason; /* a sentence fragment in the contract's words */
    ny_text alike;  /* the same without what only this row has, for counting */
    ny_reject_action action;
    ny_fault_place place; /* whose figures it could move */
} ny_reject;

/* A row that was set aside. Why, the rejects of its file and line say. */
typedef struct ny_aside {
    uint32_t table;
    ny_text file;
    uint32_t line;
    ny_text key; /* as in the file; empty in a table without one */
} ny_aside;

typedef struct ny_extract_file {
    ny_text name; /* as the user named it */
    ny_text bytes;
    ny_source_form form;
    ny_text part;       /* the sheet or the table; empty when not said */
    ny_written written; /* of a text of our own making: goes before what the source says */
} ny_extract_file;

typedef struct ny_extract {
    uint32_t table;                 /* of the model */
    const ny_declaration *source;   /* or NULL */
    NY_LIST(ny_extract_file) files; /* several files are one table */
    bool has_extracted;             /* the day of the extract is known */
    ny_date extracted;
    const ny_progress *progress; /* or NULL */
    uint32_t threads;            /* at most; 0 counts as 1. What is read does not depend on it, */
    size_t
        piece_bytes; /* nor on this: about how much of a file is one piece of work; 0: as is best */
} ny_extract;

typedef enum ny_heading_use {
    NY_HEADING_COLUMN,  /* fills a column of the table */
    NY_HEADING_CHECKED, /* `checks` */
    NY_HEADING_IGNORED, /* `ignores` */
    NY_HEADING_UNUSED,  /* nobody asks for it */
} ny_heading_use;

typedef struct ny_heading_seen {
    ny_text heading; /* as in the file */
    ny_heading_use use;
    uint32_t column; /* of the table, or NY_NONE */
    char decimal;    /* of numbers, else 0 */
    ny_text dates;   /* of dates, else empty */
} ny_heading_seen;

/* How one file was read. */
typedef struct ny_file_seen {
    ny_text name;
    ny_source_form form;
    uint32_t table;     /* of the model */
    ny_written written; /* encoding and separator; decimals and dates stand with the headings */
    ny_written said;    /* of these, what was said; the rest was found out */
    uint32_t rows;      /* lines behind the headings that are no empty ones */
    NY_LIST(ny_heading_seen) headings;
} ny_file_seen;

typedef struct ny_tables {
    ny_rows *rows;               /* one a table of the model; count 0 where not given */
    bool *given;                 /* one a table of the model */
    ny_rows_aside *rows_aside;   /* one a table of the model: its rows that were set aside */
    NY_LIST(ny_file_seen) files; /* in order of table, then as they were given */
    NY_LIST(ny_aside) aside;     /* rows set aside, in order of table, file and line */
    NY_LIST(ny_reject) rejects;  /* in order of table, file and line */
    /* What the user should know: what was found out, a mark that overruled the source, headings
     * that were ignored. In the sink's language. */
    NY_LIST(ny_text) notes;
} ny_tables;

/* What the rejects leave open, for the bounds. Lives in the arena. */
ny_faults *ny_faults_of(ny_arena *arena, const ny_tables *tables);

/* Reads all extracts together (references go between tables). False, with diagnostics in the sink,
 * when a file cannot be used at all: empty, no such heading, not text, two headings alike. The
 * tables live in the arena. */
bool ny_extract_read(ny_arena *arena, ny_sink *sink, const ny_model *model,
                     const ny_extract *extracts, size_t count, ny_tables *ret_tables);

#endif
