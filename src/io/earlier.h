/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* An earlier settlement, as `nytte settle --json` wrote it (docs/schema/settle.json). */

#ifndef NY_IO_EARLIER_H
#define NY_IO_EARLIER_H

#include "base/diagnostic.h"
#include "use/difference.h"

/* False, with the reason in the sink, when it is no such file, of another contract or bid, or drawn
 * for a later day than `now`: an older view corrects no newer one. Lives in the arena. */
bool ny_earlier_read(ny_arena *arena, ny_sink *sink, const ny_model *model, ny_text bidder,
                     const ny_circumstances *now, ny_text name, ny_text bytes,
                     ny_earlier *ret_earlier);

#endif
