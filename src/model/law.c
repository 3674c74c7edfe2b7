/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See law.h. */

#include "model/law.h"

#define BIT(name) NY_LAW_BIT(name)

const char *const ny_law_names[NY_LAW_NAMES] = {
#define NY_LAW_ARGUMENT(name, spelling, unit) [NY_LAW_##name] = (spelling),
#define NY_LAW_BEHIND(name, spelling, unit) [NY_LAW_##name] = (spelling),
#include "model/laws.def"
};

static const ny_law_unit units[NY_LAW_NAMES] = {
#define NY_LAW_ARGUMENT(name, spelling, unit) [NY_LAW_##name] = NY_LAW_UNIT_##unit,
#define NY_LAW_BEHIND(name, spelling, unit) [NY_LAW_##name] = NY_LAW_UNIT_##unit,
#include "model/laws.def"
};

const ny_law_shape ny_law_shapes[NY_LAW_FORMS] = {
#define NY_LAW_FORM(form, spelling, half, draws, arguments)                                        \
    [NY_FORM_OF_##form] = {(spelling), (half), NY_DRAWS_##draws, (arguments)},
#include "model/laws.def"
};

uint32_t ny_law_name_of(ny_text argument)
{
    uint32_t a = 0;
    while (a < NY_LAW_WITHIN && !ny_text_is(argument, ny_law_names[a]))
        a++;
    return a < NY_LAW_WITHIN ? a : NY_LAW_NAMES;
}

uint32_t ny_law_behind(const ny_expression *argument)
{
    switch ((int)argument->keyword) {
    case NY_KEYWORD_WITHIN:
        return NY_LAW_WITHIN;
    case NY_KEYWORD_UNTIL:
        return NY_LAW_UNTIL;
    case NY_KEYWORD_AT:
        return NY_LAW_AT;
    default:
        return NY_LAW_NAMES;
    }
}

uint32_t ny_law_form_of(const ny_expression *law)
{
    uint32_t said = 0;
    bool twice = false;
    for (uint32_t i = 0; i < law->items.count; i++) {
        const ny_expression *argument = law->items.items[i];
        uint32_t name = ny_law_name_of(argument->name.text), behind = ny_law_behind(argument);
        if (name == NY_LAW_NAMES)
            return NY_LAW_FORMS;
        twice = twice || (said & (1u << name));
        said |= 1u << name | (behind == NY_LAW_NAMES ? 0 : 1u << behind);
    }
    for (uint32_t f = 0; f < NY_LAW_FORMS; f++)
        if (ny_text_is(law->name.text, ny_law_shapes[f].name) &&
            ny_law_shapes[f].half == law->yes && ny_law_shapes[f].arguments == said)
            return twice && !ny_law_in_pieces(f) ? NY_LAW_FORMS : f;
    return NY_LAW_FORMS;
}

ny_law_unit ny_law_unit_of(uint32_t form, uint32_t argument)
{
    bool gompertz = form == NY_FORM_OF_GOMPERTZ || form == NY_FORM_OF_GOMPERTZ_CHANCE;
    return gompertz && argument == NY_LAW_SHAPE ? NY_LAW_UNIT_INVERSE : units[argument];
}

bool ny_law_in_pieces(uint32_t form)
{
    return (ny_law_shapes[form].arguments & (BIT(UNTIL) | BIT(AT))) != 0;
}
