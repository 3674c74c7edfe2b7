/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* nytte lock: the judging of quality is over, and no price has been opened. */

#include "cli/tendered.h"

static const ny_option options[] = {
    NY_TENDER_OPTIONS,
    {"help", NULL, "this text"},
};

static ny_text said(ny_arena *arena, const ny_tendered *tendered)
{
    const ny_tender *tender = &tendered->tender;
    ny_buffer text = ny_buffer_create(arena);
    uint32_t in = 0;
    for (uint32_t i = 0; i < tender->bids.count; i++)
        in += tender->bids.items[i].out == NY_OUT_NOT;
    ny_buffer_add(&text,
                  NY_TELLS(&tendered->prose, AW_LOCKED, ny_format(arena, "%u", in),
                           ny_format(arena, "%u", tender->judges.count), tendered->lock_path));
    ny_buffer_add_character(&text, '\n');
    if (tender->assessment_path.size) {
        ny_buffer_add(&text, NY_TELLS(&tendered->prose, AW_LOCKED_ASSESSED,
                                      ny_format(arena, "%u", tender->assessed.count)));
        ny_buffer_add_character(&text, '\n');
    }
    for (uint32_t i = 0; i < tendered->models.count; i++) {
        ny_buffer_add(&text,
                      NY_TELLS(&tendered->prose, AW_LOCKED_MODEL, tendered->models.items[i].file));
        ny_buffer_add_character(&text, '\n');
    }
    for (uint32_t i = 0; i < tender->bids.count; i++)
        if (tender->bids.items[i].out != NY_OUT_NOT) {
            ny_buffer_add(&text,
                          NY_TELLS(&tendered->prose, AW_LOCKED_OUT, tender->bids.items[i].name,
                                   tender->bids.items[i].reason));
            ny_buffer_add_character(&text, '\n');
        }
    return ny_buffer_text(&text);
}

ny_status ny_command_lock(ny_arena *arena, int argument_count, char **words)
{
    ny_arguments *arguments;
    ny_status status;
    ny_tendered tendered;
    ny_text problem;
    if (!ny_begin(arena, "lock", options, sizeof options / sizeof *options, argument_count, words,
                  &arguments, &status))
        return status;
    status = ny_tendered_open(arena, "lock", arguments, &tendered);
    /* A lock that lies here already is not written over where something changed since. */
    if (status == NY_DONE && ny_file_is_plain(arena, tendered.lock_path))
        status = ny_tendered_check_lock(arena, &tendered);
    if (status != NY_DONE)
        return status;
    ny_text lock = ny_lock_json(arena, &tendered.tender, &tendered.fingerprints);
    if (ny_file_write(arena, arguments->language, tendered.lock_path, lock, &problem) != NY_DONE)
        return ny_world_problem(arena, problem);
    ny_print(said(arena, &tendered));
    return NY_DONE;
}
