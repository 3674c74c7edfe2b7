/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The cells of one column while extracts become tables: as narrow as what they hold. A million rows
 * of a word are a million bytes; numbers are as wide as the longest of them. Only for the extract_*.c
 * files. */

#ifndef NY_IO_EXTRACT_STORE_H
#define NY_IO_EXTRACT_STORE_H

#include "base/bug.h"
#include "io/extract_cell.h"

/* Parts that its kind does not need are NULL. Index 0 is row `first`. */
typedef struct ny_store {
    ny_arena
        *arena; /* of states and values: those of the finished table lie there from the start */
    uint32_t first, rows;
    uint8_t *state;
    uint8_t width; /* bytes a value: 1, 2, 4 or 8 */
    void *value;
    uint8_t *scale;    /* NUMBER */
    const char **text; /* TEXT, ROW: where it begins, */
    uint32_t *size;    /* and how long it is */
} ny_store;

/* Bytes that hold 0 .. most and what lies as far below 0: 1, 2, 4 or 8. */
uint8_t ny_width_for(int64_t most);
/* Bytes that hold any value that such a cell may have, of `longest` bytes at most where it is a number. */
uint8_t ny_store_width(const ny_cell_rule *rule, uint32_t longest);
/* What the finished table needs lies in `arena`, the rest in `scratch`. */
ny_store ny_store_make(ny_arena *arena, ny_arena *scratch, ny_kind kind, uint8_t width,
                       uint32_t first, uint32_t rows);
void ny_store_set_text(const ny_store *store, uint32_t at, ny_text text);
/* Makes room for values of so many bytes. */
void ny_store_widen(ny_store *store, uint8_t width);

static inline uint32_t ny_store_at(const ny_store *store, uint32_t row)
{
    return row - store->first;
}

static inline int64_t ny_store_value(const ny_store *store, uint32_t at)
{
    return ny_cells_value(&(ny_cells){.value = store->value, .width = store->width}, at);
}

/* The value fits, or it is a bug. Several threads may write, each its own rows. */
static inline void ny_store_put_value(const ny_store *store, uint32_t at, int64_t value)
{
    switch (store->width) {
    case 1:
        NY_BUG_ON(value != (int8_t)value);
        ((int8_t *)store->value)[at] = (int8_t)value;
        return;
    case 2:
        NY_BUG_ON(value != (int16_t)value);
        ((int16_t *)store->value)[at] = (int16_t)value;
        return;
    case 4:
        NY_BUG_ON(value != (int32_t)value);
        ((int32_t *)store->value)[at] = (int32_t)value;
        return;
    default:
        ((int64_t *)store->value)[at] = value;
    }
}

/* All that a cell says; likewise. */
static inline void ny_store_put(const ny_store *store, uint32_t at, const ny_cell *cell)
{
    store->state[at] = (uint8_t)cell->state;
    if (store->text) {
        ny_store_set_text(store, at, cell->text);
        return;
    }
    ny_store_put_value(store, at, cell->value);
    if (store->scale)
        store->scale[at] = cell->scale;
}

static inline ny_text ny_store_text(const ny_store *store, uint32_t at)
{
    return (ny_text){store->text[at], store->size[at]};
}

#endif
