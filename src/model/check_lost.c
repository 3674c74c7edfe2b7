/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Names that were lost with words that could not be read. Whoever loses the word `measure` in front
 * of a measure is told so once, where it is lost; that nothing has the measure's name is then no
 * mistake of its own, in however many places it is used. */

#include "model/checker.h"

/* `operations` is said of a unit `operation`. */
static bool is_lost(const ny_checker *checker, ny_text name)
{
    uint32_t number;
    ny_text one = name.size > 1 && name.data[name.size - 1] == 's'
                      ? (ny_text){name.data, name.size - 1}
                      : name;
    return checker->any_name_lost || ny_map_find(checker->lost, name, &number) ||
           ny_map_find(checker->lost, one, &number);
}

void ny_check_lost_begin(ny_checker *checker)
{
    checker->lost = ny_map_create(checker->arena);
    for (uint32_t t = 0; t < checker->model->trees.count; t++) {
        const ny_tree *tree = checker->model->trees.items[t];
        checker->any_name_lost = checker->any_name_lost || tree->any_name_lost;
        for (uint32_t i = 0; i < tree->lost.count; i++)
            (void)ny_map_add(checker->lost, tree->lost.items[i], 0);
    }
}

bool ny_check_was_said(const ny_checker *checker, ny_code code, ny_span span)
{
    switch ((int)code) {
    case NY_NAME_UNKNOWN:
    case NY_ALTERNATIVE_OF_WHAT:
    case NY_PARTY_UNKNOWN:
    case NY_TABLE_UNKNOWN:
    case NY_NO_SUCH_COLUMN:
    case NY_UNIT_UNKNOWN:
    case NY_CURRENCY_NOT_NAMED:
    case NY_PRICE_IN_OTHER_MONEY:
    case NY_COLUMN_HAS_NO_ROW:
    case NY_PARTY_IS_NO_FIGURE:
    case NY_WORD_NOT_IN_LIST:
    case NY_PATHWAY_UNKNOWN:
    case NY_STATE_UNKNOWN:
    case NY_INDEX_UNKNOWN:
    case NY_PART_UNKNOWN:
    case NY_TIES_BY_WHAT:
    case NY_SAME_WHAT:
        return is_lost(checker, ny_span_text(checker->sink, span));
    case NY_EXPONENT:
    case NY_ONLY_IN_MODELS: /* a study has them, and its first line may be what is lost */
        return checker->any_name_lost && !checker->model->has_contract;
    default:
        return false;
    }
}
