/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The shape of a pathway or a tree: lines that are missing or have no place, cycles and horizons, states
 * that nobody reaches, the root and the circles of a tree, and how curves lie in each other. */

#include "model/check_pathway.h"

#define CYCLES_MOST 100000

/* --- which lines there are --------------------------------------------------------------------- */

static void report_missing(ny_checker *checker, const ny_pathway *pathway, const char *const *lines,
                           uint32_t count)
{
    if (count == 0 || pathway->declaration->failed)
        return;
    ny_phrase phrase = count == 1   ? NY_WORDS_LINE_SUCH_AS
                       : count == 2 ? NY_WORDS_TWO_LINES_SUCH_AS
                                    : NY_WORDS_LINES_SUCH_AS;
    ny_text second = count > 1 ? ny_text_of(lines[1]) : NY_NO_TEXT;
    ny_text more = ny_format(checker->arena, "%u", count - 2);
    NY_SAY(checker, NY_PATHWAY_LACKS, pathway->span, pathway->name,
           NY_WORDS(checker->sink, phrase, ny_text_of(lines[0]), second, more));
}

static void check_missing(ny_checker *checker, const ny_pathway *pathway)
{
    const ny_pathway_words *words = pathway->words;
    bool cycles = ny_has_cycles(pathway), tree = pathway->kind == NY_PATHWAY_TREE;
    bool moves = words->moves.count > 0 || words->rows.count > 0 || words->curves.count > 0;
    bool come = words->arriving.count > 0, start = words->starts.count > 0;
    bool starts = start || words->curves.count > 0 || (come && !words->people);
    const struct {
        bool needed, said;
        const char *line;
    } lines[] = {
        {!tree, words->states.count > 0, "`states healthy, sick, dead`"},
        {!tree, starts, "`starts in healthy`"},
        {come && start && pathway->kind == NY_PATHWAY_CYCLES, words->people != NULL,
         "`people 1_000`"},
        {cycles, words->every != NULL, "`cycles every year for 20 years`"},
        {cycles, words->counted != NY_COUNTED_NOT_SAID, "`counted at the end`"},
        {cycles, moves, "`from healthy to sick 10 %`"},
        {!cycles && !tree, moves, "`from healthy to sick at 0.1 per year`"},
        {tree, moves, "`from operation to cured 90 %`"},
    };
    const char *missing[sizeof lines / sizeof *lines];
    uint32_t count = 0;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (lines[i].needed && !lines[i].said)
            missing[count++] = lines[i].line;
    report_missing(checker, pathway, missing, count);
}

static void check_places(ny_checker *checker, const ny_pathway *pathway)
{
    const ny_pathway_words *words = pathway->words;
    bool continuous = pathway->kind == NY_PATHWAY_CONTINUOUS;
    if (continuous && words->every)
        ny_say_out_of_place(checker, words->every->span, pathway, NY_WORDS_NO_CYCLES_HERE,
                            NY_NO_TEXT);
    if (continuous && words->counted != NY_COUNTED_NOT_SAID)
        ny_say_out_of_place(checker, words->counted_span, pathway, NY_WORDS_NO_CYCLES_TO_COUNT,
                            NY_NO_TEXT);
    if (pathway->kind == NY_PATHWAY_CURVES && words->starts.count)
        ny_say_out_of_place(checker, words->starts_span, pathway, NY_WORDS_CURVES_SAY_START,
                            NY_NO_TEXT);
    if (words->arriving.count && pathway->kind != NY_PATHWAY_CYCLES)
        ny_say_out_of_place(checker, words->arriving.items[0].span, pathway,
                            continuous ? NY_WORDS_NO_CYCLES_HERE : NY_WORDS_CURVES_SAY_WHO_IS_WHERE,
                            NY_NO_TEXT);
    if (words->followed != NY_FOLLOWED_NOT_SAID && words->followed != NY_FOLLOWED_AS_COHORT &&
        pathway->kind == NY_PATHWAY_CURVES)
        ny_say_out_of_place(checker, words->followed_span, pathway, NY_WORDS_CURVES_KNOW_NOBODY,
                            NY_NO_TEXT);
}

/* --- cycles ------------------------------------------------------------------------------------ */

static void check_cycles(ny_checker *checker, ny_pathway *pathway)
{
    const ny_pathway_words *words = pathway->words;
    ny_span_of_time lasts;
    if (!words->every || !words->lasts || !ny_check_span(checker, words->every, &pathway->cycle) ||
        !ny_check_span(checker, words->lasts, &lasts))
        return;
    bool in_days = pathway->cycle.days > 0;
    int32_t length = in_days ? pathway->cycle.days : pathway->cycle.months;
    int32_t whole = in_days ? lasts.days : lasts.months;
    ny_text every = ny_span_text(checker->sink, words->every->span);
    ny_text all = ny_span_text(checker->sink, words->lasts->span);
    if (length > whole && whole > 0) {
        NY_SAY(checker, NY_CYCLE_TOO_LONG, words->cycles_span, every, all);
        return;
    }
    if (length <= 0 || whole <= 0 || whole % length != 0) {
        NY_SAY(checker, NY_CYCLES_NOT_WHOLE, words->cycles_span, all, every);
        return;
    }
    pathway->horizon = lasts;
    pathway->cycles = (uint32_t)(whole / length);
    if (pathway->cycles > CYCLES_MOST)
        NY_SAY(checker, NY_PATHWAY_TOO_LARGE, words->cycles_span,
               ny_words(checker->sink, NY_WORDS_CYCLES_MOST));
}

static void check_horizon(ny_checker *checker, ny_pathway *pathway)
{
    const ny_expression *lasts = pathway->words->lasts;
    if (!lasts || !ny_check_span(checker, lasts, &pathway->horizon))
        return;
    if (pathway->horizon.days <= 0 && pathway->horizon.months <= 0)
        NY_SAY(checker, NY_NOT_A_SPAN, lasts->span, ny_span_text(checker->sink, lasts->span),
               ny_words(checker->sink, NY_WORDS_NO_TIME_AT_ALL));
}

void ny_check_lines_of(ny_checker *checker, ny_pathway *pathway)
{
    check_missing(checker, pathway);
    check_places(checker, pathway);
    if (ny_has_cycles(pathway))
        check_cycles(checker, pathway);
    else if (pathway->kind == NY_PATHWAY_CONTINUOUS)
        check_horizon(checker, pathway);
}

/* --- states that nobody reaches ---------------------------------------------------------------- */

static void mark_reached(ny_checker *checker, uint32_t number, uint32_t from, bool *reached)
{
    uint32_t states = checker->model->pathways.items[number].states.count, waiting = 0;
    uint32_t *stack = NY_NEW_ARRAY(checker->arena, uint32_t, states + 1);
    reached[from] = true;
    stack[waiting++] = from;
    while (waiting > 0) {
        uint32_t at = stack[--waiting];
        for (uint32_t to = 0; to < states; to++)
            if (!reached[to] && checker->moves[number][(size_t)at * states + to]) {
                reached[to] = true;
                stack[waiting++] = to;
            }
    }
}

/* First those that no move enters; what only they lead to is not said again. */
static void check_reached(ny_checker *checker, uint32_t number)
{
    const ny_pathway *pathway = &checker->model->pathways.items[number];
    bool *reached = NY_NEW_ARRAY(checker->arena, bool, pathway->states.count + 1);
    uint32_t first = pathway->starts.count     ? pathway->starts.items[0].state
                     : pathway->arriving.count ? pathway->arriving.items[0].state
                                               : NY_NONE;
    if (first == NY_NONE || !pathway->transitions.count || pathway->declaration->failed ||
        pathway->line_lost)
        return;
    for (uint32_t i = 0; i < pathway->starts.count; i++)
        mark_reached(checker, number, pathway->starts.items[i].state, reached);
    for (uint32_t i = 0; i < pathway->arriving.count; i++)
        mark_reached(checker, number, pathway->arriving.items[i].state, reached);
    for (uint32_t round = 0; round < 2; round++)
        for (uint32_t i = 0; i < pathway->states.count; i++) {
            if (reached[i] || (round == 0 && ny_is_entered(checker, number, i)))
                continue;
            NY_SAY(checker, NY_STATE_UNREACHED, pathway->states.items[i].span,
                   pathway->states.items[i].name, pathway->states.items[first].name);
            mark_reached(checker, number, i, reached);
        }
}

/* --- trees ------------------------------------------------------------------------------------- */

enum { NOT_SEEN, ON_THE_WAY, DONE };

/* Goes down from a node, and reports where a line leads back up: a circle has no leaf. The way down is
 * as long as there are nodes at most. */
static bool runs_in_circle(ny_checker *checker, uint32_t number, uint32_t root, uint8_t *seen)
{
    const ny_pathway *tree = &checker->model->pathways.items[number];
    uint32_t states = tree->states.count, depth = 0;
    uint32_t *way = NY_NEW_ARRAY(checker->arena, uint32_t, states + 1);
    uint32_t *next = NY_NEW_ARRAY(checker->arena, uint32_t, states + 1);
    way[0] = root;
    next[0] = 0;
    seen[root] = ON_THE_WAY;
    for (;;) {
        uint32_t at = way[depth], to = next[depth]++;
        if (to == states) {
            seen[at] = DONE;
            if (depth-- == 0)
                return false;
            continue;
        }
        if (!checker->moves[number][(size_t)at * states + to] || seen[to] == DONE)
            continue;
        if (seen[to] == ON_THE_WAY) {
            NY_SAY(checker, NY_TREE_CIRCLE, tree->states.items[to].span,
                   tree->states.items[at].name, tree->states.items[to].name);
            return true;
        }
        seen[to] = ON_THE_WAY;
        way[++depth] = to;
        next[depth] = 0;
    }
}

/* A node that is written nearly as this one: the name may have slipped. Else where a line is missing. */
static ny_text other_node(ny_checker *checker, uint32_t number, uint32_t node)
{
    const ny_pathway *tree = &checker->model->pathways.items[number];
    NY_LIST(ny_text) names = {0};
    for (uint32_t i = 0; i < tree->states.count; i++)
        if (i != node)
            *NY_APPEND(checker->arena, &names) = tree->states.items[i].name;
    ny_text nearest =
        ny_suggestion(checker, tree->states.items[node].name, names.items, names.count);
    return nearest.size ? nearest
                        : NY_WORDS(checker->sink, NY_WORDS_LET_A_LINE_LEAD_TO,
                                   tree->states.items[node].name);
}

static void check_tree(ny_checker *checker, uint32_t number)
{
    ny_pathway *tree = &checker->model->pathways.items[number];
    uint8_t *seen = NY_NEW_ARRAY(checker->arena, uint8_t, tree->states.count + 1);
    uint32_t root = NY_NONE, roots = 0;
    if (tree->declaration->failed || !tree->states.count)
        return;
    for (uint32_t i = 0; i < tree->states.count; i++) {
        if (ny_is_entered(checker, number, i))
            continue;
        if (++roots == 1)
            root = i;
        else
            NY_SAY(checker, NY_TREE_ROOT, tree->states.items[i].span, tree->states.items[i].name,
                   tree->states.items[root].name, other_node(checker, number, i));
    }
    for (uint32_t i = 0; i < tree->states.count; i++)
        if (seen[i] == NOT_SEEN && runs_in_circle(checker, number, i, seen))
            return;
    if (roots == 1)
        *NY_APPEND(checker->arena, &tree->starts) =
            (ny_start){.state = root, .span = tree->states.items[root].span};
}

/* --- curves ------------------------------------------------------------------------------------ */

/* Each curve has the states of the one before and one more; one state is left for all others. */
static void check_nested(ny_checker *checker, ny_pathway *pathway)
{
    bool *before = NY_NEW_ARRAY(checker->arena, bool, pathway->states.count + 1);
    for (uint32_t i = 0; i < pathway->curves.count; i++) {
        ny_share_curve *curve = &pathway->curves.items[i];
        uint32_t old = 0;
        for (uint32_t k = 0; k < curve->states.count; k++) {
            uint32_t state = curve->states.items[k];
            old += before[state];
            if (!before[state])
                curve->adds = state;
            before[state] = true;
        }
        if (curve->states.count != i + 1 || old != i) {
            NY_SAY(checker, NY_CURVES_NESTED, curve->span,
                   i == 0 ? ny_words(checker->sink, NY_WORDS_FIRST_CURVE_HAS_ONE)
                          : ny_words(checker->sink, NY_WORDS_CURVE_ADDS_ONE));
            return;
        }
    }
    if (pathway->states.count && pathway->curves.count + 1 != pathway->states.count)
        NY_SAY(checker, NY_CURVES_NESTED, pathway->curves.items[pathway->curves.count - 1].span,
               ny_words(checker->sink, NY_WORDS_ONE_STATE_WITHOUT_CURVE));
}

void ny_check_shape_of(ny_checker *checker, uint32_t number)
{
    ny_pathway *pathway = &checker->model->pathways.items[number];
    if (pathway->kind == NY_PATHWAY_TREE)
        check_tree(checker, number);
    else if (pathway->kind != NY_PATHWAY_CURVES)
        check_reached(checker, number);
    else if (!pathway->declaration->failed && pathway->curves.count == pathway->words->curves.count)
        check_nested(checker, pathway);
}

void ny_check_pathways(ny_checker *checker)
{
    for (uint32_t i = 0; i < checker->model->pathways.count; i++) {
        ny_check_lines_of(checker, &checker->model->pathways.items[i]);
        ny_check_shape_of(checker, i);
        ny_check_chances_of(checker, i);
    }
}
