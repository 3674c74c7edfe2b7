/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See data_file.h. */

#include "cli/data_file.h"

#include "io/database.h"
#include "io/file.h"
#include "io/workbook.h"

#include <string.h>

static const char sqlite_prefix[] = "sqlite:";

ny_data_place ny_data_place_read(ny_arena *arena, ny_text words)
{
    ny_data_place place = {.path = words};
    if (ny_text_starts(words, sqlite_prefix)) {
        size_t prefix = sizeof sqlite_prefix - 1;
        place.form = NY_SOURCE_DATABASE;
        place.form_said = true;
        place.path = (ny_text){words.data + prefix, words.size - prefix};
    }
    ny_text whole = place.path;
    const char *first = whole.size ? memchr(whole.data, '#', whole.size) : NULL;
    if (!first || ny_file_exists(arena, whole))
        return place;
    size_t end = (size_t)(first - whole.data);
    for (size_t at = end; at < whole.size; at++) {
        if (whole.data[at] != '#' || !ny_file_exists(arena, (ny_text){whole.data, at}))
            continue;
        end = at;
        break;
    }
    place.path.size = end;
    place.part = (ny_text){whole.data + end + 1, whole.size - end - 1};
    return place;
}

/* Workbooks, also such as are told from others only when they are opened. */
static bool has_workbook_ending(ny_text path)
{
    static const char *const endings[] = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t size = strlen(endings[i]), same = 0;
        if (path.size < size)
            continue;
        for (const char *end = path.data + path.size - size; same < size; same++) {
            char letter = end[same];
            if ((letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter) != endings[i][same])
                break;
        }
        if (same == size)
            return true;
    }
    return false;
}

ny_status ny_data_file_read(ny_arena *arena, ny_language language, const ny_data_place *place,
                            ny_extract_file *ret_file, ny_text *ret_problem)
{
    ny_extract_file file = {.name = place->path, .form = place->form, .part = place->part};
    bool said = place->form_said;
    if (!said || place->form != NY_SOURCE_DATABASE) {
        ny_status status = ny_file_read(arena, language, place->path, &file.bytes, ret_problem);
        if (status != NY_DONE)
            return status;
    }
    if (!said && (has_workbook_ending(place->path) || ny_is_workbook(file.bytes)))
        file.form = NY_SOURCE_WORKBOOK;
    if (!said && ny_is_database(file.bytes))
        file.form = NY_SOURCE_DATABASE;
    if (file.form == NY_SOURCE_DATABASE) {
        ny_status status =
            ny_database_image(arena, language, place->path, &file.bytes, ret_problem);
        if (status != NY_DONE)
            return status;
    }
    *ret_file = file;
    return NY_DONE;
}
