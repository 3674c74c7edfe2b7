/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A small contract whose expressions are grown from the input, run exactly over five fixed rows. The
 * laws: running twice gives the same; every line is a whole number of øre that one party gives and
 * another takes; three parties together pay, in each year, what one party would have paid alone. */

#include "../tests/unit/contract_text.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MOST_DEPTH 5
#define MOST_TEXT ((size_t)12 * 1024)

static const char head[] =
    "nytte 1 english\n"
    "contract \"Grown\"\n"
    "  currency DKK, rounded to 0.01, halves to even\n"
    "  prices without value added tax\n"
    "  runs from 2020-01-01 for 3 years\n"
    "  statement 3 months after each contract year, on the data of that day\n"
    "  last statement 2 years after the term\n"
    "party buyer \"B\" buys\n"
    "party seller \"S\" sells\n"
    "party north \"N\"\n"
    "party south \"S\"\n"
    "party three \"T\" together buyer, north, south in equal shares\n"
    "table visit \"One row per visit\" dated by done\n"
    "  id key\n"
    "  done date\n"
    "  nurse pseudonym\n"
    "  kind plain or urgent, if any\n"
    "  size 0..100\n"
    "  answer -10..10, if known\n"
    "  ended date not before done, if any\n";

static const char rows[] = "id,done,nurse,kind,size,answer,ended\n"
                           "A,2020-02-29,x,plain,0,,2022-02-28\n"
                           "B,2020-02-29,y,urgent,100,-10,\n"
                           "C,2021-12-31,x,,7.25,0,2021-12-31\n"
                           "D,2022-06-01,x,plain,33.3,2.5,2023-06-01\n"
                           "E,2023-01-01,y,plain,1,10,\n";

typedef enum grown_in { OF_ROW, OF_YEAR } grown_in;

typedef struct growth {
    const uint8_t *data;
    size_t size, at;
    ny_buffer text;
    int depth;
    bool may_use_year; /* in a row: the figure each year stands before it */
} growth;

static uint32_t next(growth *g, uint32_t below)
{
    bool out = g->at >= g->size || g->depth > MOST_DEPTH || g->text.size > MOST_TEXT;
    return out ? 0 : g->data[g->at++] % below;
}

static void number(growth *g, grown_in grain);
static void condition(growth *g, grown_in grain);

static void say(growth *g, const char *text)
{
    ny_buffer_add(&g->text, ny_text_of(text));
}

static void literal(growth *g)
{
    static const char *const literals[] = {"0",    "1",   "-1",  "0.5",        "3",  "7 %",
                                           "1e-3", "100", "2/3", "12_345.678", "-4", "1e6 / 7"};
    ny_buffer_format(&g->text, "(%s)", literals[next(g, sizeof literals / sizeof *literals)]);
}

static void pair(growth *g, grown_in grain, const char *before, const char *between)
{
    say(g, before);
    number(g, grain);
    say(g, between);
    number(g, grain);
    say(g, ")");
}

static void row_leaf(growth *g)
{
    static const char *const leaves[] = {
        "size", "(answer, unknown as 3)", "nth", "((done - 2020-01-01) / 1 day)", "grown",
    };
    uint32_t which = next(g, sizeof leaves / sizeof *leaves);
    say(g, which == 4 && !g->may_use_year ? "size" : leaves[which]);
}

/* A figure over the rows of a year, known or made so. */
static void reduce(growth *g)
{
    static const char *const reducers[] = {"sum", "mean", "median", "lowest", "highest"};
    bool outer = g->may_use_year;
    g->may_use_year = false;
    ny_buffer_format(&g->text, "((%s of ", reducers[next(g, 5)]);
    number(g, OF_ROW);
    say(g, next(g, 2) ? " over visit to date where " : " over visit where ");
    condition(g, OF_ROW);
    say(g, "), unknown as 0)");
    g->may_use_year = outer;
}

static void year_leaf(growth *g)
{
    switch (next(g, 4)) {
    case 0:
        literal(g);
        return;
    case 1:
        reduce(g);
        return;
    case 2:
        say(g, "((rows of glad) / 1 visit)");
        return;
    default:
        say(g, "(glad, unknown as 2)");
    }
}

static void compound(growth *g, grown_in grain, uint32_t which)
{
    static const char *const before[] = {"(", "(", "(", "(", "max(", "min(", "-(", "ceiling("};
    static const char *const between[] = {" + ", " - ", " * ", " / ", ", ", ", ", " - ", " * "};
    if (which < 8) {
        pair(g, grain, before[which], between[which]);
    } else if (which == 8) {
        say(g, "(");
        number(g, grain);
        ny_buffer_format(&g->text, " ^ %u)", next(g, 5));
    } else if (which == 9) {
        say(g, "(keep ");
        number(g, grain);
        pair(g, grain, " between ", " and ");
    } else {
        say(g, "(scale ");
        number(g, grain);
        pair(g, grain, " from -1 at ", " to 2 at ");
    }
}

static void number(growth *g, grown_in grain)
{
    g->depth++;
    uint32_t which = next(g, 16);
    if (which > 3)
        compound(g, grain, which - 4 > 10 ? 10 : which - 4);
    else if (which == 1)
        literal(g);
    else if (grain == OF_ROW)
        row_leaf(g);
    else
        year_leaf(g);
    g->depth--;
}

/* The first ones do not depend on what happens later, which a running number may not. */
static const char *const row_tests[] = {
    "kind is plain",
    "kind is not urgent",
    "answer is known",
    "answer is unknown",
    "nurse is \"x\"",
    "done < 2022-01-01",
    "(answer is known and answer > 0)",
    "ended has happened",
    "ended has not happened",
    "ended within 2 years of done",
};

static void row_test(growth *g, uint32_t of_first)
{
    say(g, row_tests[next(g, of_first)]);
}

static void condition(growth *g, grown_in grain)
{
    static const char *const signs[] = {" < ", " <= ", " = ", " <> ", " > ", " >= "};
    static const char *const joins[] = {" and ", " or "};
    g->depth++;
    uint32_t which = next(g, 5);
    if (which == 0 && grain == OF_ROW) {
        row_test(g, 10);
    } else if (which < 3) {
        pair(g, grain, "(", signs[next(g, 6)]);
    } else if (which == 3) {
        say(g, "(not ");
        condition(g, grain);
        say(g, ")");
    } else {
        say(g, "(");
        condition(g, grain);
        say(g, joins[next(g, 2)]);
        condition(g, grain);
        say(g, ")");
    }
    g->depth--;
}

static void grow_figures(growth *g)
{
    say(g, "\ndefine nth each visit\n  = running number within nurse by done where ");
    row_test(g, 7);
    say(g, "\nmeasure glad \"G\"\n  over visit where ");
    row_test(g, 10);
    say(g, "\n  mean (answer, unknown as 1)\n  counted 2 years after done\n"
           "  needs at least 1 row, or is unknown\n"
           "define grown each year\n  first that holds:\n  when ");
    condition(g, OF_YEAR);
    say(g, ": ");
    number(g, OF_YEAR);
    say(g, "\n  otherwise: ");
    number(g, OF_YEAR);
    say(g, "\ndefine built each year\n  in the first year grown\n  in later years ");
    say(g, next(g, 2) ? "previous built * 3 - grown\n" : "(previous built) ^ 2 + grown\n");
    say(g, next(g, 2) ? "  rounded to 0.25\n" : "");
}

static void grow_payments(growth *g, const char *payer)
{
    size_t at = g->at;
    g->may_use_year = true;
    ny_buffer_format(&g->text, "pay %s to seller or back when negative \"R\"\n  1 DKK * ", payer);
    number(g, OF_ROW);
    say(g, " for each visit where ");
    condition(g, OF_ROW);
    say(g, "\n  due 30 days after done\n");
    g->may_use_year = false;
    ny_buffer_format(&g->text,
                     "pay %s to seller or back when negative \"Y\"\n"
                     "  1 DKK * built each year until the last statement\n"
                     "  due 30 days after the contract year\n",
                     payer);
    g->at = at;
}

static const char *grow(ny_arena *arena, const uint8_t *data, size_t size)
{
    growth g = {.data = data, .size = size, .text = ny_buffer_create(arena)};
    say(&g, head);
    grow_figures(&g);
    grow_payments(&g, "buyer");
    grow_payments(&g, "three");
    return ny_text_terminated(arena, ny_buffer_text(&g.text));
}

/* What the seller takes under a payment in a year. */
static ny_rational taken(const contract *c, uint32_t payment, uint32_t period)
{
    ny_rational sum = NY_RATIONAL_ZERO;
    for (uint32_t i = 0; i < c->result->lines.count; i++) {
        const ny_line *line = &c->result->lines.items[i];
        bool takes = ny_text_is(c->model->parties.items[line->payee].name, "seller");
        if (line->payment != payment || line->period != period)
            continue;
        sum = takes ? ny_rational_add(c->arena, sum, line->amount)
                    : ny_rational_subtract(c->arena, sum, line->amount);
    }
    return sum;
}

static void check_lines(const contract *c)
{
    for (uint32_t i = 0; i < c->result->lines.count; i++) {
        const ny_line *line = &c->result->lines.items[i];
        ny_rational cents = ny_rational_multiply(c->arena, line->amount, ny_rational_whole(100));
        NY_BUG_ON(ny_rational_sign(line->amount) < 0 || !ny_rational_is_whole(cents));
        NY_BUG_ON(line->payer == line->payee);
        NY_BUG_ON(c->model->parties.items[line->payer].together);
    }
    for (uint32_t period = 0; period < c->result->periods; period++)
        for (uint32_t payment = 0; payment < 2; payment++)
            NY_BUG_ON(
                ny_rational_compare(taken(c, payment, period), taken(c, payment + 2, period)) != 0);
}

static void check_run(contract *c)
{
    give_rows(c, "visit", rows);
    settle(c);
    ny_result *first = c->result;
    const char *lines = lines_text(c), *stop = stop_text(c);
    settle(c);
    NY_BUG_ON(strcmp(lines, lines_text(c)) != 0 || strcmp(stop, stop_text(c)) != 0);
    NY_BUG_ON(first->lines.count != c->result->lines.count);
    if (!c->result->stop.stopped)
        check_lines(c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 4096)
        return 0;
    ny_arena *arena = ny_arena_create();
    contract c = contract_read(grow(arena, data, size));
    if (c.sink->errors == 0)
        check_run(&c);
    contract_end(&c);
    ny_arena_destroy(arena);
    return 0;
}
