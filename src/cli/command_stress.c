/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* nytte stress: what the rules of an award reward before anybody bids; with bids, how robust it is. */

#include "cli/gather.h"
#include "cli/imagined.h"
#include "cli/tendered.h"
#include "io/stress.h"

#define USUAL_DRAWS 10000
#define MOST_DRAWS 1000000

static const ny_option options[] = {
    NY_TENDER_OPTIONS,
    {"draws", "N", "how many sets of weights are drawn; 10000"},
    {"seed", "N", "where the random numbers start; 1"},
    {"json", NULL, "what was found as JSON (stress/1); the same as --format json"},
    {"format", "text|json|html", "how the report is written; text"},
    {"output", "FILE", "write there instead of to the screen"},
    {"help", NULL, "this text"},
};

static ny_status write_report(ny_arena *arena, const ny_arguments *arguments,
                              const ny_stressed *stressed)
{
    ny_text format = NY_TEXT("text");
    (void)ny_said_value(arguments, "format", &format);
    if (ny_said_switch(arguments, "json") || ny_text_is(format, "json"))
        return ny_deliver(arena, arguments, ny_stress_json(arena, stressed));
    bool html = ny_text_is(format, "html");
    if (!html && !ny_text_is(format, "text"))
        return ny_usage_problem(arena, "stress", NY_TEXT("--format: say text, json or html"));
    ny_page page = {.arena = arena, .language = arguments->language};
    ny_stress_page(stressed, html, &page);
    return ny_deliver(arena, arguments, html ? ny_page_html(&page) : ny_page_text(&page));
}

static ny_status of_model(ny_arena *arena, const ny_arguments *arguments)
{
    ny_tendered tendered;
    ny_stress stress;
    ny_status status = ny_tendered_terms(arena, "stress", arguments, &tendered);
    if (status != NY_DONE)
        return status;
    ny_stress_find(arena, &tendered.plan, &tendered.terms, tendered.prose.language, &stress);
    ny_stressed stressed = {.prose = &tendered.prose,
                            .plan = &tendered.plan,
                            .terms = &tendered.terms,
                            .model = &stress};
    return write_report(arena, arguments, &stressed);
}

static ny_status of_award(ny_arena *arena, const ny_arguments *arguments, uint32_t draws,
                          uint64_t seed)
{
    ny_tendered tendered;
    ny_status status = ny_tendered_rank(arena, "stress", arguments, &tendered);
    if (status != NY_DONE)
        return status;
    ny_given_marks marks = ny_tendered_marks(arena, &tendered.tender);
    ny_stress_award award;
    ny_stress_asked asked = {.plan = &tendered.plan,
                             .terms = &tendered.terms,
                             .bids = tendered.bids,
                             .count = tendered.tender.bids.count,
                             .ranking = &tendered.ranking,
                             .marks = &marks,
                             .expected = tendered.expected.ranked,
                             .expected_count = tendered.expected.count,
                             .kernels = ny_kernels_choose(NY_KERNELS_BEST),
                             .draws = draws,
                             .seed = seed,
                             .language = tendered.prose.language};
    ny_stress_award_find(arena, &asked, &award);
    ny_stressed stressed = {.prose = &tendered.prose,
                            .plan = &tendered.plan,
                            .terms = &tendered.terms,
                            .award = &award,
                            .tender = &tendered.tender,
                            .bids = tendered.bids,
                            .ranking = &tendered.ranking};
    return write_report(arena, arguments, &stressed);
}

ny_status ny_command_stress(ny_arena *arena, int argument_count, char **words)
{
    ny_arguments *arguments;
    ny_status status;
    ny_text said;
    uint64_t draws, seed;
    if (!ny_begin(arena, "stress", options, sizeof options / sizeof *options, argument_count, words,
                  &arguments, &status))
        return status;
    status =
        ny_number_said(arena, "stress", arguments, "draws", 1, MOST_DRAWS, USUAL_DRAWS, &draws);
    if (status == NY_DONE)
        status = ny_number_said(arena, "stress", arguments, "seed", 0, INT64_MAX, 1, &seed);
    if (status != NY_DONE)
        return status;
    bool with_bids = ny_said_value(arguments, "scores", &said) ||
                     ny_said_value(arguments, "bids", &said) ||
                     ny_said_value(arguments, "receipts", &said);
    return with_bids ? of_award(arena, arguments, (uint32_t)draws, seed)
                     : of_model(arena, arguments);
}
