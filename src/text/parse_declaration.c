/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Declarations: where each begins and ends, its own line, its properties. A line at the margin
 * begins a declaration, whatever stands open before it; so one lost parenthesis costs one
 * declaration and never the file. */

#include "text/parse_declaration.h"

typedef struct ny_declaration_rule {
    ny_keyword keyword;
    ny_parse_part *header, *property; /* NULL: has none */
} ny_declaration_rule;

static bool parse_use(ny_parser *parser, ny_declaration *declaration)
{
    return ny_expect_string(parser, NY_WORDS_FILES_NAME, &declaration->label,
                            &declaration->label_span);
}

static bool parse_unit_declaration(ny_parser *parser, ny_declaration *declaration)
{
    return ny_expect_name(parser, NY_WORDS_UNITS_NAME, &declaration->name) &&
           ny_parse_label(parser, declaration);
}

static const ny_declaration_rule rules[] = {
    [NY_DECLARATION_CONTRACT] = {NY_KEYWORD_CONTRACT, ny_parse_contract,
                                 ny_parse_contract_property},
    [NY_DECLARATION_USE] = {NY_KEYWORD_USE, parse_use, NULL},
    [NY_DECLARATION_UNIT] = {NY_KEYWORD_UNIT, parse_unit_declaration, NULL},
    [NY_DECLARATION_PARTY] = {NY_KEYWORD_PARTY, ny_parse_party, NULL},
    [NY_DECLARATION_GIVEN] = {NY_KEYWORD_GIVEN, ny_parse_figure, NULL},
    [NY_DECLARATION_OFFER] = {NY_KEYWORD_OFFER, ny_parse_figure, NULL},
    [NY_DECLARATION_FACT] = {NY_KEYWORD_FACT, ny_parse_figure, NULL},
    [NY_DECLARATION_TABLE] = {NY_KEYWORD_TABLE, ny_parse_table, ny_parse_table_property},
    [NY_DECLARATION_DEFINE] = {NY_KEYWORD_DEFINE, ny_parse_define, ny_parse_define_property},
    [NY_DECLARATION_EXCLUDE] = {NY_KEYWORD_EXCLUDE, ny_parse_exclude, ny_parse_exclude_property},
    [NY_DECLARATION_MEASURE] = {NY_KEYWORD_MEASURE, ny_parse_measure, ny_parse_measure_property},
    [NY_DECLARATION_PAY] = {NY_KEYWORD_PAY, ny_parse_pay, ny_parse_pay_property},
    [NY_DECLARATION_COST] = {NY_KEYWORD_COST, ny_parse_cost, ny_parse_pay_property},
    [NY_DECLARATION_BENEFIT] = {NY_KEYWORD_BENEFIT, ny_parse_cost, ny_parse_pay_property},
    [NY_DECLARATION_REQUIRE] = {NY_KEYWORD_REQUIRE, ny_parse_require, ny_parse_require_property},
    [NY_DECLARATION_CRITERION] = {NY_KEYWORD_CRITERION, ny_parse_criterion,
                                  ny_parse_criterion_property},
    [NY_DECLARATION_AWARD] = {NY_KEYWORD_AWARD, ny_parse_award, NULL},
    [NY_DECLARATION_ASSUME] = {NY_KEYWORD_ASSUME, ny_parse_figure, NULL},
    [NY_DECLARATION_MODEL] = {NY_KEYWORD_MODEL, ny_parse_model, ny_parse_model_property},
    [NY_DECLARATION_ALTERNATIVE] = {NY_KEYWORD_ALTERNATIVE, ny_parse_alternative,
                                    ny_parse_alternative_property},
    [NY_DECLARATION_VARY] = {NY_KEYWORD_VARY, ny_parse_vary, ny_parse_vary_property},
    [NY_DECLARATION_SOURCE] = {NY_KEYWORD_SOURCE, ny_parse_source, ny_parse_source_property},
    [NY_DECLARATION_STUDY] = {NY_KEYWORD_STUDY, ny_parse_study, ny_parse_study_property},
    [NY_DECLARATION_PATHWAY] = {NY_KEYWORD_PATHWAY, ny_parse_pathway, ny_parse_pathway_property},
    [NY_DECLARATION_PRICE] = {NY_KEYWORD_PRICE, ny_parse_price, ny_parse_price_property},
    [NY_DECLARATION_INDEX] = {NY_KEYWORD_INDEX, ny_parse_index, ny_parse_index_property},
    [NY_DECLARATION_RAISE] = {NY_KEYWORD_RAISE, ny_parse_raise, NULL},
    [NY_DECLARATION_TREE] = {NY_KEYWORD_TREE, ny_parse_tree, ny_parse_tree_property},
};

#define RULES (sizeof rules / sizeof *rules)

static const ny_token *token_at(const ny_parser *parser, uint32_t index)
{
    return &parser->tokens->list.items[index];
}

/* The words that open declarations, nearest to what was written. */
static ny_text nearest(ny_parser *parser, ny_text word, const char *const *candidates, size_t count)
{
    const char *best = NULL;
    uint32_t distance = 3;
    for (size_t i = 0; i < count; i++) {
        uint32_t d = ny_text_distance(word, ny_text_of(candidates[i]), 2);
        if (d < distance && d < word.size) {
            distance = d;
            best = candidates[i];
        }
    }
    return best ? NY_WORDS(parser->sink, NY_WORDS_DID_YOU_MEAN, ny_text_of(best)) : NY_NO_TEXT;
}

/* Words of prose that a beginner writes, with the words to use. */
static ny_text prose_hint(const ny_sink *sink, ny_text word)
{
    static const struct {
        const char *word, *instead;
    } prose[] = {
        {"discount", "present value at 3.5 % per year, at the end of each year"},
        {"settles", "statement 3 months after each contract year, on the data of that day"},
        {"closes", "last statement 2 years after the term"},
        {"vat", "prices without value added tax"},
        {"duration", "runs from 2018-09-01 for 8 years"},
    };
    for (size_t i = 0; i < sizeof prose / sizeof *prose; i++)
        if (ny_text_is(word, prose[i].word))
            return NY_WORDS(sink, NY_WORDS_SAY, ny_text_of(prose[i].instead));
    return NY_NO_TEXT;
}

bool ny_unknown_property(ny_parser *parser, const ny_declaration *declaration,
                         const char *const *allowed, size_t count)
{
    ny_text word = ny_word(parser, ny_peek(parser));
    if (parser->header_failed) { /* perhaps another keyword was meant */
        parser->failed = true;
        return false;
    }
    ny_buffer list = ny_buffer_create(parser->arena);
    for (size_t i = 0; i < count; i++) {
        ny_text between = i + 1 == count ? ny_words(parser->sink, NY_WORDS_OR) : NY_TEXT(", ");
        ny_buffer_add(&list, i == 0 ? NY_NO_TEXT : between);
        ny_buffer_format(&list, "`%s`", allowed[i]);
    }
    bool of_study = declaration->kind == NY_DECLARATION_STUDY;
    ny_text hint = of_study ? NY_NO_TEXT : prose_hint(parser->sink, word);
    if (of_study && ny_text_is(word, "discount"))
        hint = ny_words(parser->sink, NY_WORDS_SAY_PRESENT_VALUE_OF_STUDY);
    ny_text english = ny_nordic_word(word);
    for (size_t i = 0; i < count && english.size; i++)
        if (ny_text_is(english, allowed[i]))
            hint = NY_WORDS(parser->sink, NY_WORDS_IN_ENGLISH, english);
    if (hint.size == 0)
        hint = nearest(parser, word, allowed, count);
    return NY_FAIL(parser, NY_PROPERTY_UNKNOWN, ny_here(parser), word,
                   ny_text_of(ny_keyword_text(rules[declaration->kind].keyword)),
                   ny_buffer_text(&list), hint);
}

static bool find_rule(ny_keyword keyword, ny_declaration_kind *ret_kind)
{
    for (size_t i = 0; i < RULES; i++)
        if (keyword != NY_KEYWORD_NONE && rules[i].keyword == keyword) {
            *ret_kind = (ny_declaration_kind)i;
            return true;
        }
    return false;
}

/* What could not be read may have held a name, which others use: its words are remembered. With
 * no word where the name is due, the name itself is lost. */
static void remember_lost(ny_parser *parser, ny_tree *tree, uint32_t name, uint32_t end)
{
    const ny_token *due = token_at(parser, name);
    if (name >= end || due->kind != NY_TOKEN_WORD || ny_keyword_is_reserved(due->keyword))
        tree->any_name_lost = true;
    for (uint32_t at = name; at < end; at++)
        if (token_at(parser, at)->kind == NY_TOKEN_WORD)
            *NY_APPEND(parser->arena, &tree->lost) = ny_word(parser, token_at(parser, at));
}

/* A party, a table, a figure and their kin are used by name; others are not. */
static bool gives_name(ny_declaration_kind kind)
{
    return kind != NY_DECLARATION_CONTRACT && kind != NY_DECLARATION_STUDY &&
           kind != NY_DECLARATION_EXCLUDE && kind != NY_DECLARATION_RAISE &&
           (kind < NY_DECLARATION_PAY || kind == NY_DECLARATION_ASSUME ||
            kind > NY_DECLARATION_SOURCE);
}

/* Currencies are named by a contract or a study, columns by a table, states by a pathway or a tree. */
static bool property_gives_name(ny_declaration_kind kind)
{
    return kind == NY_DECLARATION_CONTRACT || kind == NY_DECLARATION_STUDY ||
           kind == NY_DECLARATION_TABLE || kind == NY_DECLARATION_PATHWAY ||
           kind == NY_DECLARATION_TREE;
}

static uint32_t line_end(const ny_parser *parser, uint32_t begin, uint32_t stop)
{
    uint32_t end = begin + 1;
    while (end < stop && !token_at(parser, end)->begins_line)
        end++;
    return end;
}

/* The hint is a name that is near; else that this may be a line of the declaration above. */
static void report_unknown_declaration(ny_parser *parser, const ny_tree *tree,
                                       const ny_token *token)
{
    uint32_t count = tree->declarations.count;
    bool below = count && token->kind == NY_TOKEN_WORD &&
                 rules[tree->declarations.items[count - 1]->kind].property;
    const char *candidates[RULES];
    for (size_t i = 0; i < RULES; i++)
        candidates[i] = ny_keyword_text(rules[i].keyword);
    ny_text word = ny_word(parser, token);
    ny_text english = ny_nordic_word(word);
    ny_text hint = english.size ? NY_WORDS(parser->sink, NY_WORDS_IN_ENGLISH, english)
                                : nearest(parser, word, candidates, RULES);
    if (!hint.size && below)
        hint = NY_WORDS(
            parser->sink, NY_WORDS_INDENT_IF_BELOW,
            ny_text_of(ny_keyword_text(rules[tree->declarations.items[count - 1]->kind].keyword)));
    NY_REPORT(parser->sink, NY_DECLARATION_UNKNOWN, ny_token_span(parser, token), word, hint);
}

/* The end of a property: the next line at its depth or shallower, outside parentheses. */
static uint32_t property_end(const ny_parser *parser, uint32_t begin, uint32_t stop)
{
    uint32_t depth = token_at(parser, begin)->indent;
    int32_t open = 0;
    uint32_t at = begin;
    do {
        ny_symbol symbol = token_at(parser, at)->symbol;
        open += symbol == NY_SYMBOL_OPEN;
        open -= symbol == NY_SYMBOL_CLOSE && open > 0;
        at++;
    } while (at < stop && (!token_at(parser, at)->begins_line || open > 0 ||
                           token_at(parser, at)->indent > depth));
    return at;
}

static void parse_one(ny_parser *parser, ny_tree *tree, uint32_t begin, uint32_t stop);

/* Does this line, which stands where a property is due, read as a whole declaration? It is tried in
 * silence. */
static bool reads_as_declaration(const ny_parser *parser, uint32_t begin, uint32_t stop)
{
    const ny_token *first = token_at(parser, begin);
    ny_declaration scratch = {0};
    if (first->kind != NY_TOKEN_WORD || !find_rule(first->keyword, &scratch.kind) ||
        token_at(parser, begin + 1)->keyword == first->keyword) /* `price price`: written twice */
        return false;
    ny_parser trial = *parser;
    trial.sink = ny_sink_create(parser->arena);
    trial.sink->sources = parser->sink->sources;
    trial.at = begin + 1;
    trial.end = line_end(parser, begin, stop);
    trial.failed = false;
    trial.nesting = 0;
    return rules[scratch.kind].header(&trial, &scratch) && ny_expect_end(&trial) && !trial.failed;
}

/* A line that was pushed in from the margin has been reported as no property; it is read on as the
 * declaration that it is, so that its name is there and its lines are not taken for properties of the
 * one above. */
static bool went_on_as_declaration(ny_parser *parser, ny_tree *tree, uint32_t begin, uint32_t stop)
{
    if (!reads_as_declaration(parser, begin, stop))
        return false;
    parse_one(parser, tree, begin, stop);
    return true;
}

/* A property's line that stands less deep than the first one, or a keyword line swallowed by an
 * open parenthesis, is found again here: see property_end. */
static void parse_properties(ny_parser *parser, ny_tree *tree, ny_declaration *declaration,
                             uint32_t begin, uint32_t stop)
{
    ny_parse_part *property = rules[declaration->kind].property;
    if (begin < stop && !property) {
        if (!declaration->failed)
            NY_REPORT(parser->sink, NY_HAS_NO_PROPERTIES,
                      ny_token_span(parser, token_at(parser, begin)),
                      ny_text_of(ny_keyword_text(rules[declaration->kind].keyword)));
        if (!went_on_as_declaration(parser, tree, begin, stop))
            remember_lost(parser, tree, begin, stop);
        return;
    }
    uint32_t depth = begin < stop ? token_at(parser, begin)->indent : 0;
    while (begin < stop) {
        uint32_t end = property_end(parser, begin, stop);
        parser->at = begin;
        parser->end = end;
        parser->failed = false;
        parser->nesting = 0;
        if (token_at(parser, begin)->indent < depth) {
            NY_FAIL(parser, NY_DEPTH_BETWEEN, ny_here(parser), NY_NO_TEXT);
            depth = token_at(parser, begin)->indent;
        }
        if (!parser->failed && (!property(parser, declaration) || !ny_expect_end(parser)))
            parser->failed = true;
        declaration->failed = declaration->failed || parser->failed;
        if (parser->failed && went_on_as_declaration(parser, tree, begin, stop))
            return;
        if (parser->failed) {
            bool at_once = parser->at <= begin + 1; /* so the first word may not be the name */
            bool any = tree->any_name_lost;
            remember_lost(parser, tree, begin, end);
            if (!property_gives_name(declaration->kind))
                tree->any_name_lost = any;
            else if (at_once)
                tree->any_name_lost = true;
        }
        begin = end;
    }
}

static void parse_one(ny_parser *parser, ny_tree *tree, uint32_t begin, uint32_t stop)
{
    const ny_token *first = token_at(parser, begin);
    ny_declaration_kind kind;
    if (first->kind != NY_TOKEN_WORD || !find_rule(first->keyword, &kind)) {
        report_unknown_declaration(parser, tree, first);
        remember_lost(parser, tree, begin, stop);
        if (tree->declarations.count) /* perhaps a property of that one, moved to the margin */
            tree->declarations.items[tree->declarations.count - 1]->failed = true;
        return;
    }
    uint32_t header_end;
    int32_t open = 0;
    for (header_end = begin + 1; header_end < stop; header_end++) {
        if (token_at(parser, header_end)->begins_line && open <= 0)
            break;
        ny_symbol symbol = token_at(parser, header_end)->symbol;
        open += symbol == NY_SYMBOL_OPEN;
        open -= symbol == NY_SYMBOL_CLOSE;
    }
    ny_declaration *declaration = NY_NEW(parser->arena, ny_declaration);
    declaration->kind = kind;
    declaration->span = ny_span_between(ny_token_span(parser, first),
                                        ny_token_span(parser, token_at(parser, stop - 1)));
    declaration->header_span = ny_span_between(
        ny_token_span(parser, first), ny_token_span(parser, token_at(parser, header_end - 1)));
    parser->at = begin + 1;
    parser->end = header_end;
    parser->failed = false;
    parser->nesting = 0;
    declaration->failed = !rules[kind].header(parser, declaration) || !ny_expect_end(parser);
    declaration->failed = declaration->failed || parser->failed;
    if (declaration->failed && kind == NY_DECLARATION_USE)
        tree->any_name_lost = true; /* all that the other file names */
    if (declaration->failed && gives_name(kind))
        remember_lost(parser, tree, begin + 1, line_end(parser, begin, header_end));
    *NY_APPEND(parser->arena, &tree->declarations) = declaration;
    parser->header_failed = declaration->failed;
    parse_properties(parser, tree, declaration, header_end, stop);
}

/* `nytte 1 english`; gives where the declarations begin. */
static uint32_t parse_first_line(ny_parser *parser, uint32_t count)
{
    const ny_token *first = token_at(parser, 0);
    if (count < 1 &&
        parser->tokens->text.size < parser->sink->sources.items[parser->tokens->source].text.size)
        return 0; /* none of it could be read, and that has been said */
    if (count < 1 || !ny_text_is(ny_word(parser, first), "nytte")) {
        ny_span span = {parser->tokens->source, first->begin, first->end};
        NY_REPORT_PLAIN(parser->sink, NY_FIRST_LINE, span);
        return 0;
    }
    uint32_t end = 1;
    while (end < count && !token_at(parser, end)->begins_line)
        end++;
    bool version = end > 1 && ny_text_is(ny_word(parser, token_at(parser, 1)), "1");
    bool english = end > 2 && ny_text_is(ny_word(parser, token_at(parser, 2)), "english");
    if (!version || !english || end != 3)
        NY_REPORT_PLAIN(parser->sink, NY_FIRST_LINE,
                        ny_span_between(ny_token_span(parser, first),
                                        ny_token_span(parser, token_at(parser, end - 1))));
    return end;
}

ny_tree *ny_parse(ny_arena *arena, ny_sink *sink, const ny_tokens *tokens, uint32_t first_id)
{
    ny_tree *tree = NY_NEW(arena, ny_tree);
    ny_parser parser = {.arena = arena, .sink = sink, .tokens = tokens, .next_id = first_id};
    uint32_t count = tokens->list.count - 1;
    tree->source = tokens->source;
    uint32_t begin = parse_first_line(&parser, count);
    while (begin < count) {
        uint32_t stop = begin + 1;
        while (stop < count &&
               !(token_at(&parser, stop)->begins_line && token_at(&parser, stop)->indent == 0))
            stop++;
        bool of_nothing = token_at(&parser, begin)->indent > 0;
        if (of_nothing)
            NY_REPORT_PLAIN(sink, NY_PROPERTY_OF_NOTHING,
                            ny_token_span(&parser, token_at(&parser, begin)));
        if (!of_nothing)
            parse_one(&parser, tree, begin, stop);
        else if (!went_on_as_declaration(&parser, tree, begin, stop))
            remember_lost(&parser, tree, begin, stop);
        begin = stop;
    }
    tree->expressions = parser.next_id;
    return tree;
}
