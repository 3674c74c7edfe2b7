/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See translations.h. */

#include "io/translations.h"

#include "io/csv.h"
#include "io/encoding.h"
#include "io/file.h"

/* "contracts/knee.nytte" and Danish: "contracts/knee.da.csv". */
static ny_text path_of(ny_arena *arena, ny_text contract, ny_language language)
{
    size_t end = contract.size;
    while (end > 0 && contract.data[end - 1] != '.' && contract.data[end - 1] != '/')
        end--;
    bool has_ending = end > 0 && contract.data[end - 1] == '.';
    ny_text stem = {contract.data, has_ending ? end - 1 : contract.size};
    return ny_format(arena, "%.*s.%s.csv", NY_PRINT(stem), ny_language_name(language));
}

ny_status ny_translations_add(ny_arena *arena, ny_translations *translations, ny_text contract,
                              ny_language language, ny_text *ret_problem)
{
    ny_text path = path_of(arena, contract, language), bytes;
    ny_decoded text;
    ny_csv_record record;
    ny_csv_step step;
    if (!ny_file_exists(arena, path))
        return NY_DONE;
    ny_status status = ny_file_read(arena, language, path, &bytes, ret_problem);
    if (status != NY_DONE)
        return status;
    if (ny_decode(arena, bytes, NY_ENCODING_NOT_SAID, &text) != NY_DECODED) {
        *ret_problem = NY_PHRASE_WITH(arena, language, NY_WORDS_TRANSLATIONS_NO_TEXT, path);
        return NY_INPUT_WRONG;
    }
    if (!translations->words)
        translations->words = ny_map_create(arena);
    ny_csv_reader reader = ny_csv_open(arena, text.text, ';', 3);
    while ((step = ny_csv_next(&reader, &record)) == NY_CSV_RECORD) {
        if (record.is_blank)
            continue;
        if (record.count != 2) {
            *ret_problem = NY_PHRASE_WITH(arena, language, NY_WORDS_TRANSLATIONS_COLUMNS, path,
                                          ny_format(arena, "%u", record.line));
            return NY_INPUT_WRONG;
        }
        ny_text word = ny_text_trim(ny_csv_cell_text(arena, &record.cells[0]));
        ny_text said = ny_text_trim(ny_csv_cell_text(arena, &record.cells[1]));
        if (ny_map_add(translations->words, ny_text_copy(arena, word), translations->texts.count))
            *NY_APPEND(arena, &translations->texts) = ny_text_copy(arena, said);
    }
    if (step == NY_CSV_OPEN_QUOTE) {
        *ret_problem = NY_PHRASE_WITH(arena, language, NY_WORDS_TRANSLATIONS_QUOTE, path,
                                      ny_format(arena, "%u", record.line));
        return NY_INPUT_WRONG;
    }
    return NY_DONE;
}
