/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The seed of a tender's simulated criteria, which nobody chooses: a fingerprint over what was published
 * and what was received in time. A bidder does not know the other bids; the buyer can change neither.
 * Marks, assessment and lock are left out, since the buyer writes them after the bids are in and could
 * go on writing until a seed pleases. Anybody can take it again: `b2sum --length=256` of these lines,
 *     ROLE FILE FINGERPRINT             contract, model, data: in the order of the report
 *     bid NAME ANSWERS PRICE            fingerprints, in the order of the names; - where a file lacks or is a link
 * and of the result the first 12 hexadecimal digits as a number. A fingerprint that stands in the receipt
 * goes before that of the file: so a file that was altered later does not move the seed. */

#include "io/tender.h"

static ny_status print_of(ny_arena *arena, ny_language language, const ny_tender *tender,
                          const ny_bid *bid, const char *file, ny_text due, ny_text *ret_print,
                          ny_text *ret_problem)
{
    ny_text bytes, path = ny_format(arena, "%.*s/%.*s/%s", NY_PRINT(tender->bids_path),
                                    NY_PRINT(bid->name), file);
    *ret_print = due.size ? due : NY_TEXT("-");
    if (due.size || !ny_file_is_plain(arena, path) || ny_tender_is_linked(arena, tender, bid, file))
        return NY_DONE;
    ny_status status = ny_file_read(arena, language, path, &bytes, ret_problem);
    if (status == NY_DONE)
        *ret_print = ny_fingerprint_of(arena, bytes);
    return status;
}

static uint64_t number_of(ny_text print)
{
    uint64_t number = 0;
    for (size_t i = 0; i < 12 && i < print.size; i++) {
        char digit = print.data[i];
        number = number * 16 + (uint64_t)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
    }
    return number;
}

ny_status ny_tender_seed_find(ny_arena *arena, ny_language language, const ny_tender *tender,
                              const ny_fingerprints *published, ny_tender_seed *ret_seed,
                              ny_text *ret_problem)
{
    ny_buffer of = ny_buffer_create(arena);
    ny_status status = NY_DONE;
    for (uint32_t i = 0; i < published->count; i++)
        ny_buffer_format(&of, "%.*s %.*s %.*s\n", NY_PRINT(published->items[i].role),
                         NY_PRINT(ny_tender_file_name(published->items[i].name)),
                         NY_PRINT(published->items[i].hash));
    for (uint32_t i = 0; status == NY_DONE && i < tender->bids.count; i++) {
        const ny_bid *bid = &tender->bids.items[i];
        ny_text answers, price;
        if (!bid->has_receipt || ny_text_compare(bid->received, tender->deadline) > 0)
            continue;
        status = print_of(arena, language, tender, bid, "answers.json", bid->answers_due, &answers,
                          ret_problem);
        if (status == NY_DONE)
            status = print_of(arena, language, tender, bid, "price.json", bid->price_due, &price,
                              ret_problem);
        if (status == NY_DONE)
            ny_buffer_format(&of, "bid %.*s %.*s %.*s\n", NY_PRINT(bid->name), NY_PRINT(answers),
                             NY_PRINT(price));
    }
    if (status != NY_DONE)
        return status;
    ret_seed->of = ny_buffer_text(&of);
    ret_seed->print = ny_fingerprint_of(arena, ret_seed->of);
    ret_seed->seed = number_of(ret_seed->print);
    return NY_DONE;
}
