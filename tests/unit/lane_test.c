/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Rows in blocks against rows one by one. The law: whatever the contract and whatever the rows, both
 * ways give the same figures to the last digit, the same counts, the same lines, and stop at the same
 * place for the same reason. Tried on the knee contract, also with faulty cells, and on contracts
 * made by chance; a failure names the seed. All data are made up. */

#include "load_contract.h"
#include "run/exact.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* --- two results held together ---------------------------------------------------------------- */

static void same_value(ny_kind kind, ny_value a, ny_value b)
{
    assert_int_equal(a.state, b.state);
    if (memcmp(&a, &b, sizeof a) == 0)
        return; /* also what no operation has set */
    if (a.state == NY_UNDEFINED)
        assert_int_equal(a.is.index, b.is.index);
    if (a.state != NY_KNOWN)
        return;
    if (kind == NY_KIND_NUMBER)
        assert_int_equal(ny_rational_compare(a.is.number, b.is.number), 0);
    else if (kind == NY_KIND_DATE)
        assert_int_equal(a.is.date, b.is.date);
    else if (kind != NY_KIND_TEXT)
        assert_int_equal(a.is.index, b.is.index);
}

static void same_measured(const ny_plan *plan, const ny_measured *a, const ny_measured *b)
{
    assert_int_equal(a->reports, b->reports);
    assert_int_equal(a->rows, b->rows);
    assert_int_equal(a->known, b->known);
    assert_int_equal(a->events, b->events);
    assert_int_equal(a->excluded_rows, b->excluded_rows);
    assert_int_equal(a->where_unknown, b->where_unknown);
    same_value(NY_KIND_NUMBER, a->would_be, b->would_be);
    for (uint32_t e = 0; a->excluded && e < plan->exclusions.count; e++)
        assert_int_equal(a->excluded[e], b->excluded[e]);
}

static void same_line(const ny_line *a, const ny_line *b)
{
    assert_int_equal(a->payment, b->payment);
    assert_int_equal(a->period, b->period);
    assert_int_equal(a->row, b->row);
    assert_int_equal(a->payer, b->payer);
    assert_int_equal(a->payee, b->payee);
    assert_int_equal(a->due, b->due);
    assert_int_equal(a->due_moved, b->due_moved);
    assert_int_equal(ny_rational_compare(a->amount, b->amount), 0);
}

static void same_paid(const ny_paid *a, const ny_paid *b)
{
    assert_int_equal(a->made, b->made);
    assert_int_equal(a->rows, b->rows);
    assert_int_equal(a->unsettled, b->unsettled);
    assert_int_equal(a->first_line, b->first_line);
    assert_int_equal(a->lines, b->lines);
    same_value(NY_KIND_NUMBER, a->amount, b->amount);
}

static void same_stop(const ny_stop *a, const ny_stop *b)
{
    assert_int_equal(a->stopped, b->stopped);
    assert_int_equal(a->code, b->code);
    for (uint32_t i = 0; a->stopped && i < 3; i++)
        assert_true(ny_text_equal(a->words[i], b->words[i]));
}

/* Gives whether the run went to its end. */
static bool same_result(const ny_plan *plan, uint32_t periods, const ny_result *a,
                        const ny_result *b)
{
    same_stop(&a->stop, &b->stop);
    if (b->stop.stopped)
        return false;
    for (uint32_t op = 0; op < plan->ops.count; op++)
        for (uint32_t p = 0; p < periods; p++)
            if (plan->ops.items[op].grain.kind != NY_GRAIN_ROW)
                same_value(plan->ops.items[op].kind, a->values[(size_t)op * periods + p],
                           b->values[(size_t)op * periods + p]);
    for (size_t i = 0; i < (size_t)plan->reductions.count * periods; i++)
        same_measured(plan, &a->measured[i], &b->measured[i]);
    for (size_t i = 0; i < (size_t)plan->payments.count * periods; i++)
        same_paid(&a->paid[i], &b->paid[i]);
    assert_int_equal(a->lines.count, b->lines.count);
    for (uint32_t i = 0; i < b->lines.count; i++)
        same_line(&a->lines.items[i], &b->lines.items[i]);
    return true;
}

/* In blocks, in blocks by several threads, and row by row. Gives whether they went to their end. */
static bool hold_together(ny_arena *arena, const ny_plan *plan, ny_inputs inputs)
{
    const ny_result *blocks = ny_exact_run(arena, plan, &inputs);
    inputs.threads = 3;
    same_result(plan, inputs.periods, ny_exact_run(arena, plan, &inputs), blocks);
    inputs.row_by_row = true;
    return same_result(plan, inputs.periods, blocks, ny_exact_run(arena, plan, &inputs));
}

/* --- the knee contract ------------------------------------------------------------------------ */

/* Cells that may be missing become faulty, each so many rows. */
static void spoil(const ny_table *table, ny_rows *rows, uint32_t each)
{
    for (uint32_t c = 0; c < table->columns.count; c++)
        for (uint32_t row = c % each; row < rows->count; row += each)
            if (table->columns.items[c].if_any || table->columns.items[c].if_known)
                rows->columns[c].state[row] = NY_CELL_FAULTY;
}

static void hold_knee_together(bool with_faults)
{
    ny_arena *arena = ny_arena_create();
    loading knee = load_knee(arena, false);
    const ny_plan *plan = plan_of(&knee, NULL);
    ny_extract extracts[] = {
        extract_of(arena, knee.model, "operation",
                   repository_file(arena, "contracts/knee/data/operations.csv")),
        extract_of(arena, knee.model, "surgeon",
                   repository_file(arena, "contracts/knee/data/surgeons.csv"))};
    ny_tables tables = read_tables(&knee, extracts, 2);
    uint32_t table = ny_model_table(knee.model, NY_TEXT("operation"));
    if (with_faults)
        spoil(&knee.model->tables.items[table], &tables.rows[table], 7);
    ny_inputs inputs = {.tables = tables.rows,
                        .values = knee_offer(&knee, plan),
                        .periods = knee.model->periods.count};
    assert_true(hold_together(arena, plan, inputs));
    ny_arena_destroy(arena);
}

static void the_knee_contract_gives_the_same(void **state)
{
    (void)state;
    hold_knee_together(false);
}

static void faulty_cells_give_the_same(void **state)
{
    (void)state;
    hold_knee_together(true);
}

/* --- contracts made by chance ----------------------------------------------------------------- */

typedef struct chance {
    uint64_t state;
    char text[16384];
    size_t size;
    bool in_step;
} chance;

/* SplitMix64. */
static uint32_t below(chance *of, uint32_t bound)
{
    uint64_t z = of->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((z ^ (z >> 31)) % bound);
}

static void say(chance *of, const char *text)
{
    size_t size = strlen(text);
    assert_true(of->size + size < sizeof of->text);
    memcpy(of->text + of->size, text, size + 1);
    of->size += size;
}

static void say_truth(chance *of, uint32_t depth);

/* `#` stands for a number, `?` for a truth. */
static void say_form(chance *of, const char *form, uint32_t depth);

static void say_number(chance *of, uint32_t depth)
{
    static const char *const leaves[] = {
        "a", "b",    "c",     "tens", "beds of clinic", "rank of clinic",
        "2", "0.37", "(-40)", "12 %", "1_000_000_007"};
    static const char *const forms[] = {
        "(# + #)",
        "(# - #)",
        "(# * #)",
        "(# + #)",
        "(# - #)",
        "(# * #)",
        "min(#, #)",
        "max(#, #)",
        "(keep # between -3 and 1_000)",
        "(#, unknown as #)",
        "(#, unknown as 3)",
        "ceiling(#)",
        "(# / 7)",
        "(# / (b + 2))",
        "((#) ^ 2)",
        "(running number within nurse by done where kind is not late)",
        "step"};
    size_t count = sizeof forms / sizeof *forms - of->in_step; /* it stands last */
    if (!depth || below(of, 5) == 0)
        say(of, leaves[below(of, sizeof leaves / sizeof *leaves)]);
    else
        say_form(of, forms[below(of, (uint32_t)count)], depth);
}

static void say_form(chance *of, const char *form, uint32_t depth)
{
    for (const char *at = form; *at; at++) {
        if (*at == '#')
            say_number(of, depth - 1);
        else if (*at == '?')
            say_truth(of, depth - 1);
        else
            say(of, (char[]){*at, '\0'});
    }
}

static void say_truth(chance *of, uint32_t depth)
{
    static const char *const leaves[] = {"kind is urgent",
                                         "kind is not plain",
                                         "cause is x",
                                         "glad",
                                         "not glad",
                                         "seen is known",
                                         "ended has happened",
                                         "b is known",
                                         "ended within 3 months of done",
                                         "seen within 20 days of done",
                                         "(ended has happened and ended - done >= 30 days)",
                                         "seen + 40 days < done",
                                         "seen within (ceiling(a) * 1 day) of done",
                                         "done + 7 months has passed",
                                         "seen + 250 days has not passed",
                                         "nurse is \"N3\"",
                                         "seen within 5 months of opens of clinic",
                                         "opens of clinic <= done"};
    static const char *const compare[] = {" < ", " <= ", " > ", " >= ", " = ", " <> "};
    if (!depth || below(of, 4) == 0) {
        say(of, leaves[below(of, sizeof leaves / sizeof *leaves)]);
        return;
    }
    switch (below(of, 4)) {
    case 0:
        say(of, "(");
        say_truth(of, depth - 1);
        say(of, below(of, 2) ? ") and (" : ") or (");
        say_truth(of, depth - 1);
        say(of, ")");
        return;
    case 1:
        say(of, "not (");
        say_truth(of, depth - 1);
        say(of, ")");
        return;
    default:
        say_number(of, depth - 1);
        say(of, compare[below(of, 6)]);
        say_number(of, depth - 1);
    }
}

static const char head[] =
    "nytte 1 english\n"
    "contract \"By chance\"\n"
    "  currency DKK, rounded to 0.01, halves to even\n"
    "  prices without value added tax\n"
    "  runs from 2020-01-01 for 3 years\n"
    "  statement 3 months after each contract year, on the data of that day\n"
    "  last statement 2 years after the term\n"
    "party south \"South\" buys\n"
    "party west \"West\" buys\n"
    "party all_of_them \"All\" together south, west in equal shares\n"
    "party seller \"Seller\" sells\n"
    "table clinic \"One row per clinic\"\n"
    "  clinic key\n"
    "  opens date\n"
    "  beds 0..400\n"
    "  rank -5..5, if known\n"
    "table visit \"One row per visit\" dated by done\n"
    "  id key\n"
    "  done date\n"
    "  clinic a clinic\n"
    "  nurse pseudonym\n"
    "  kind plain or urgent or late\n"
    "  cause x or y, if any\n"
    "  glad yes or no, if known\n"
    "  ended date not before done, if any\n"
    "  seen date, if known\n"
    "  a 0..100\n"
    "  b -1..1, if known\n"
    "  c -1_000_000_000_000..1_000_000_000_000, if known\n"
    "  tens 0..1_000\n"
    "  pays_for a party\n";

static void say_figure(chance *of, const char *begin, const char *end)
{
    say(of, begin);
    say_number(of, 3);
    say(of, end);
}

static void say_condition(chance *of, const char *begin, const char *end)
{
    say(of, begin);
    say(of, "((");
    say_truth(of, 3);
    say(of, "), unknown as no)");
    say(of, end);
}

static void say_contract(chance *of)
{
    say(of, head);
    of->in_step = true;
    say_figure(of, "define step each visit\n  first that holds:\n  when kind is plain: ", "\n");
    say_condition(of, "  when ", ": 0.5\n  otherwise: a\n");
    of->in_step = false;
    say_condition(of, "exclude visit \"One\" clause 2\n  where ", "\n  not judged, still paid\n");
    say_condition(of, "exclude visit \"Two\" clause 3\n  where ", "\n  neither judged nor paid\n");
    say_condition(of, "measure often \"Often\" clause 4\n  over visit where ", "\n");
    say(of, "  share ");
    say_truth(of, 3);
    say(of, "\n  counted 1 year after done\n  needs at least 5 % known, or is unknown\n");
    say_figure(of, "measure middling \"Middling\"\n  over visit\n  mean ",
               "\n  counted 1 year after done\n  needs at least 5 rows, or is unknown\n"
               "  needs at least 5 % known, or is unknown\n");
    say_figure(of, "define total each year\n  = sum of (", ", unknown as 0) over visit");
    say_condition(of, " judged or not to date where ", "\n");
    say_condition(of, "define counted each year\n  = count of visit judged where ", "\n");
    say_figure(of, "define top each year\n  = highest of (", ", unknown as 1) over visit judged\n");
    say_figure(of, "pay all_of_them to seller or back when negative \"Rows\" clause 5\n  (",
               ", unknown as 0) * 1.005 DKK per visit for each visit");
    say_condition(of, " where ", "\n  due 30 days after done\n");
    say_figure(of, "pay pays_for to seller or back when negative \"Column\" clause 6\n  (",
               ", unknown as 0) * (often, unknown as 10 %) * 1 DKK per visit for each visit\n");
    say(of, "  due 1 month after the statement\n");
}

static void say_day(chance *of, int32_t first, uint32_t days)
{
    char day[11];
    ny_date_write(first + (ny_date)below(of, days), day);
    say(of, day);
}

static void say_row(chance *of, uint32_t number)
{
    static const char *const kinds[] = {"plain", "urgent", "late"};
    static const char *const causes[] = {"x", "y", "", "", "oops"};
    static const char *const answers[] = {"yes", "no", "", "perhaps"};
    static const char *const shares[] = {"0.5", "-0.125", "1", "", "0.333", "nothing", "-1", "0"};
    static const char *const sums[] = {"", "999999999999", "-1000000000000", "0.07", "17", "0"};
    static const char *const parties[] = {"south", "west"};
    const ny_date start = 18200; /* in October 2019 */
    char cells[128];
    snprintf(cells, sizeof cells, "V%u,", number);
    say(of, cells);
    say_day(of, start, 1300);
    snprintf(cells, sizeof cells, ",K%u,N%u,%s,%s,%s,", below(of, 4), below(of, 9),
             kinds[below(of, 3)], causes[below(of, 5)], answers[below(of, 4)]);
    say(of, cells);
    if (below(of, 3))
        say_day(of, start + 1300, 400);
    say(of, ",");
    if (below(of, 4))
        say_day(of, start, 1500);
    snprintf(cells, sizeof cells, ",%u.%02u,%s,%s,%u,%s\n", below(of, 100), below(of, 100),
             shares[below(of, 8)], sums[below(of, 6)], below(of, 1001), parties[below(of, 2)]);
    say(of, cells);
}

static ny_text rows_by_chance(ny_arena *arena, chance *of, uint32_t count)
{
    ny_buffer rows = ny_buffer_create(arena);
    ny_buffer_add(&rows, NY_TEXT("id,done,clinic,nurse,kind,cause,glad,ended,seen,a,b,c,tens,"
                                 "pays_for\n"));
    for (uint32_t i = 0; i < count; i++) {
        of->size = 0;
        say_row(of, i);
        ny_buffer_add(&rows, (ny_text){of->text, of->size});
    }
    return ny_buffer_text(&rows);
}

/* One contract, and one table of rows; false where chance made a contract that says nothing. */
static bool try_one(uint64_t seed, uint32_t *went_through)
{
    static const char clinics[] = "clinic,opens,beds,rank\nK0,2019-01-01,10,\nK1,2020-06-01,0,-5\n"
                                  "K2,2021-01-01,400,2.5\nK3,2018-01-01,7,x\n";
    ny_arena *arena = ny_arena_create();
    chance *of = NY_NEW(arena, chance);
    of->state = seed;
    say_contract(of);
    loading made = {.arena = arena, .sink = ny_sink_create(arena)};
    add_text(&made, "chance.nytte", ny_text_copy(arena, (ny_text){of->text, of->size}));
    made.model = ny_check(arena, made.sink, made.trees.items, made.trees.count, made.expressions);
    bool good = !made.sink->errors;
    const ny_plan *plan = good ? ny_plan_lower(arena, made.sink, made.model, NULL) : NULL;
    if (plan) {
        ny_extract extracts[] = {extract_of(arena, made.model, "clinic", ny_text_of(clinics)),
                                 extract_of(arena, made.model, "visit",
                                            rows_by_chance(arena, of, 300 + below(of, 900)))};
        ny_tables tables = read_tables(&made, extracts, 2);
        if (seed % 4 == 0)
            spoil(&made.model->tables.items[1], &tables.rows[1], 11);
        ny_value *values = NY_NEW_ARRAY(arena, ny_value, plan->inputs.count + 1);
        ny_inputs inputs = {
            .tables = tables.rows, .values = values, .periods = made.model->periods.count};
        inputs.has_reach = seed % 2 == 1; /* the extract ends before the last data date */
        assert_true(ny_date_from_parts(2021, 9, 20, &inputs.reach));
        *went_through += hold_together(arena, plan, inputs);
    } else if (getenv("NYTTE_SHOW")) {
        fprintf(stderr, "%.*s\n", NY_PRINT(ny_diagnostics_text(arena, made.sink)));
    }
    ny_arena_destroy(arena);
    return plan != NULL;
}

static void contracts_made_by_chance_give_the_same(void **state)
{
    (void)state;
    uint32_t contracts = 0, went_through = 0;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        print_message("seed %u\n", (unsigned)seed);
        contracts += try_one(seed, &went_through);
    }
    print_message("%u contracts, %u to their end\n", contracts, went_through);
    assert_true(contracts >= 100);
    assert_true(went_through >= 80);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_knee_contract_gives_the_same),
        cmocka_unit_test(faulty_cells_give_the_same),
        cmocka_unit_test(contracts_made_by_chance_give_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
