/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a bidder handed in, as it is written: names, texts, and where each stands. JSON, or a bid form that was filled
 * in as CSV or as a workbook (io/form.h) and is turned into the same. Whether the contract asks for it and whether it
 * is right is not asked here (io/offer.h does).
 *
 * A number of a form gets its unit from the row; what is written in another unit is kept so, and refused later. */

#ifndef NY_IO_PAPER_H
#define NY_IO_PAPER_H

#include "base/status.h"
#include "use/form.h"
#include "use/prose.h"

typedef struct ny_paper_entry {
    bool is_answer; /* to a requirement; else an offer */
    ny_text name;
    ny_text text;     /* "12_500 DKK per pump", "yes" */
    ny_text evidence; /* of an answer, or empty */
    bool is_text;     /* false: JSON of another kind stands there */
    uint32_t
        source;    /* the text, to be read by itself; what is wrong with it is said at its place */
    ny_span place; /* its name and what stands there */
} ny_paper_entry;

/* A row of a form whose answer was left blank. */
typedef struct ny_paper_blank {
    ny_text name;
    ny_span place;
} ny_paper_blank;

typedef struct ny_paper {
    ny_text path;
    ny_text contract, bidder; /* contract: no text where it says none */
    bool is_form;             /* a form for people; else JSON */
    ny_span whole;            /* its beginning */
    ny_span offers;           /* where offers begin */
    NY_LIST(ny_paper_entry) entries;
    NY_LIST(ny_paper_blank) blanks;
} ny_paper;

/* Where something that lacks belongs: its blank row, or where offers begin. */
ny_span ny_paper_place_of(const ny_paper *paper, ny_text name);

/* False, reported: it is not JSON, or says no `nytte`: `offer/1` and `offers`. */
bool ny_paper_read_json(ny_arena *arena, ny_sink *sink, ny_text path, ny_text bytes,
                        ny_paper *ret_paper);
/* A form, by its bytes: a workbook, else CSV. False, reported, when its headings are not there, a field stands twice,
 * or a number can be read in two ways; all of it is looked at. `proses`: one a language. */
bool ny_paper_read_form(ny_arena *arena, ny_sink *sink, const ny_form *form, const ny_prose *proses,
                        ny_text path, ny_text bytes, ny_paper *ret_paper);
/* What was handed in of one envelope as JSON (docs/schema/offer.json), by the form's list. */
ny_text ny_paper_json(ny_arena *arena, const ny_form *form, ny_keyword envelope,
                      const ny_paper *const *papers, uint32_t count);

#endif
