/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Private to src/use: rows made up for worked figures. Nothing is drawn: every cell follows by fixed
 * rules from what the contract says of its column, so that the same contract always gives the same
 * example. The rows meet what the contract's conditions ask for (`kind is primary`), so that they
 * are counted and paid for. */

#ifndef NY_USE_WORKED_ROWS_H
#define NY_USE_WORKED_ROWS_H

#include "run/table.h"

enum {
    NY_WORKED_ROWS = 100, /* rows of a dated table in each period */
    NY_WORKED_SCENES = 4  /* how often things happen, and how high figures are */
};

/* One a table of the model. `periods` are the calendar that the example runs on. */
ny_rows *ny_worked_rows(ny_arena *arena, const ny_model *model, const ny_periods *periods,
                        uint32_t scene);
/* A figure within low..high for a scene: round, and inside. */
ny_rational ny_worked_within(ny_arena *arena, ny_rational low, ny_rational high, uint32_t scene);

#endif
