/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* nytte award: bids compared by the contract's own rules, with every point derived. */

#include "cli/gather.h"
#include "cli/tendered.h"

static const ny_option options[] = {
    NY_TENDER_OPTIONS,
    {"json", NULL, "the award as JSON (award/1); the same as --format json"},
    {"format", "text|json|html", "how the report is written; text"},
    {"for", "BID", "the report that this bidder may see: of others only names, ranks and points"},
    {"letter", "BID", "the letter to this bidder"},
    {"output", "FILE", "write there instead of to the screen"},
    {"help", NULL, "this text"},
};

static ny_status find_bid(ny_arena *arena, const ny_arguments *arguments, const char *option,
                          const ny_tender *tender, uint32_t *ret_bid)
{
    ny_text name;
    *ret_bid = NY_NONE;
    if (!ny_said_value(arguments, option, &name))
        return NY_DONE;
    for (uint32_t i = 0; i < tender->bids.count; i++)
        if (ny_text_equal(tender->bids.items[i].name, name))
            *ret_bid = i;
    if (*ret_bid != NY_NONE)
        return NY_DONE;
    return ny_usage_problem(
        arena, "award", ny_format(arena, "--%s: there is no bid `%.*s`", option, NY_PRINT(name)));
}

static ny_status write_report(ny_arena *arena, const ny_arguments *arguments,
                              const ny_awarded *awarded)
{
    ny_text format = NY_TEXT("text");
    uint32_t reader, letter;
    ny_status status = find_bid(arena, arguments, "for", awarded->tender, &reader);
    if (status == NY_DONE)
        status = find_bid(arena, arguments, "letter", awarded->tender, &letter);
    if (status != NY_DONE)
        return status;
    if (reader != NY_NONE && letter != NY_NONE && reader != letter)
        return ny_usage_problem(arena, "award",
                                NY_TEXT("--letter, --for: they name two bids; say one of them"));
    reader = letter != NY_NONE ? letter : reader;
    (void)ny_said_value(arguments, "format", &format);
    if (ny_said_switch(arguments, "json") || ny_text_is(format, "json"))
        return ny_deliver(arena, arguments, ny_award_json(arena, awarded, reader));
    bool html = ny_text_is(format, "html");
    if (!html && !ny_text_is(format, "text"))
        return ny_usage_problem(arena, "award", NY_TEXT("--format: say text, json or html"));
    ny_page page = {.arena = arena, .language = arguments->language};
    if (letter != NY_NONE)
        ny_award_letter(awarded, letter, &page);
    else
        ny_award_page(awarded, reader, &page);
    return ny_deliver(arena, arguments, html ? ny_page_html(&page) : ny_page_text(&page));
}

ny_status ny_command_award(ny_arena *arena, int argument_count, char **words)
{
    ny_arguments *arguments;
    ny_status status;
    ny_tendered tendered;
    if (!ny_begin(arena, "award", options, sizeof options / sizeof *options, argument_count, words,
                  &arguments, &status))
        return status;
    status = ny_tendered_rank(arena, "award", arguments, &tendered);
    if (status != NY_DONE)
        return status;
    ny_given_marks marks = ny_tendered_marks(arena, &tendered.tender);
    ny_stability stability;
    bool few = tendered.tender.bids.count <= 100; /* each bid left out once is a ranking each */
    if (few)
        ny_award_stability(arena, &tendered.terms, tendered.bids, tendered.tender.bids.count,
                           &marks, &stability);
    ny_awarded awarded = {.prose = &tendered.prose,
                          .tender = &tendered.tender,
                          .terms = &tendered.terms,
                          .bids = tendered.bids,
                          .ranking = &tendered.ranking,
                          .stability = few ? &stability : NULL,
                          .fingerprints = &tendered.fingerprints,
                          .expected = &tendered.expected,
                          .decision = &tendered.decision,
                          .bids_without = tendered.bids_without,
                          .ranking_without = &tendered.ranking_without};
    return write_report(arena, arguments, &awarded);
}
