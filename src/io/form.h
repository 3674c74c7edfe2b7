/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The bid form of a contract, one an envelope: as JSON Schema for programs, as CSV and as a workbook for people with a
 * spreadsheet. All are made of the one list use/form.h; io/paper.h reads them back when they are filled in.
 *
 * A form for people says each field on a row: its name, clause, what is asked, the cell to fill in, its unit and limits
 * beside it, and what holds if it is left blank. In a Danish form decimals stand behind a comma. Same contract, same
 * bytes: the workbook carries a fixed day. */

#ifndef NY_IO_FORM_H
#define NY_IO_FORM_H

#include "base/status.h"
#include "io/page.h"
#include "use/form.h"
#include "use/prose.h"

/* The columns of a form for people; paper_sheet.c reads them by these headings. */
typedef enum ny_form_column {
    NY_FORM_CELL_FIELD,
    NY_FORM_CELL_CLAUSE,
    NY_FORM_CELL_ASKED,
    NY_FORM_CELL_ANSWER,
    NY_FORM_CELL_UNIT,
    NY_FORM_CELL_LEAST,
    NY_FORM_CELL_MOST,
    NY_FORM_CELL_BLANK,
    NY_FORM_CELL_EVIDENCE,
    NY_FORM_CELLS
} ny_form_column;

/* The heading of a column, and of the rows above the headings. */
ny_text ny_form_heading(const ny_prose *prose, ny_form_column column);
/* What stands in the column of units beside a field. */
ny_text ny_form_unit(const ny_prose *prose, const ny_form_field *field);
ny_text ny_form_contract_row(const ny_prose *prose);
ny_text ny_form_bidder_row(const ny_prose *prose);

/* docs/schema names the drafts: 2020-12. It accepts all that the reader of bids may accept. */
ny_text ny_form_schema(ny_arena *arena, const ny_prose *prose, const ny_form *form,
                       ny_keyword envelope);
ny_text ny_form_csv(ny_arena *arena, const ny_prose *prose, const ny_form *form,
                    ny_keyword envelope);
/* NY_WORLD_FAILED with the problem where no temporary file could be written. */
ny_status ny_form_book(ny_arena *arena, const ny_prose *prose, const ny_form *form,
                       ny_keyword envelope, ny_text *ret_bytes, ny_text *ret_problem);
/* What is asked for, to be read. */
void ny_form_page(const ny_prose *prose, const ny_form *form, ny_page *page);

#endif
