/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* model, alternative, vary together and source. */

#include "text/parse_declaration.h"

/* --- model ------------------------------------------------------------------------------------- */

static bool parse_followed(ny_parser *parser, ny_model_words *model)
{
    if (!ny_take_symbol(parser, NY_SYMBOL_COMMA))
        return true;
    return NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_FOLLOWED, NY_KEYWORD_UNTIL) &&
           (model->followed = ny_parse_span(parser)) != NULL &&
           NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_AFTER, NY_KEYWORD_THE, NY_KEYWORD_TERM);
}

static bool parse_row_count(ny_parser *parser, ny_model_words *model)
{
    const ny_token *token = ny_peek(parser);
    ny_rational number;
    int64_t whole;
    if (ny_at_end(parser) || token->kind != NY_TOKEN_NUMBER ||
        !ny_rational_read(parser->arena, ny_word(parser, token), &number) ||
        !ny_rational_to_whole(number, &whole) || whole < 1 || whole > 10000000)
        return ny_expected(parser, NY_WORDS_WHOLE_NUMBER_OF_ROWS);
    parser->at++;
    model->has_rows = true;
    model->rows = (uint32_t)whole;
    return ny_take_keyword(parser, NY_KEYWORD_ROWS) || ny_expect_keyword(parser, NY_KEYWORD_ROW);
}

bool ny_parse_model(ny_parser *parser, ny_declaration *declaration)
{
    ny_model_words *model = &declaration->is.model;
    if (!ny_expect_name(parser, NY_WORDS_A_TABLE, &model->table))
        return false;
    declaration->name = model->table;
    if (ny_take_keyword(parser, NY_KEYWORD_WITH))
        return parse_row_count(parser, model) && parse_followed(parser, model);
    if (!ny_take_keyword(parser, NY_KEYWORD_ARRIVING))
        return ny_expected(parser, NY_WORDS_ARRIVING_OR_WITH);
    return (model->arriving = ny_parse_sum(parser)) != NULL && parse_followed(parser, model);
}

/* A word of a column's list; yes and no are words of a column `yes or no`. */
static bool expect_word(ny_parser *parser, ny_name *ret_word)
{
    const ny_token *token = ny_peek(parser);
    bool yes_or_no = ny_at_keyword(parser, NY_KEYWORD_YES) || ny_at_keyword(parser, NY_KEYWORD_NO);
    if (!yes_or_no)
        return ny_expect_name(parser, NY_WORDS_WORD_OF_COLUMN, ret_word);
    *ret_word = (ny_name){ny_word(parser, token), ny_token_span(parser, token), token->keyword};
    parser->at++;
    return true;
}

static bool parse_known_share(ny_parser *parser, ny_distribution_words *law)
{
    if (!ny_take_keyword(parser, NY_KEYWORD_KNOWN))
        return true;
    law->known = NY_NEW(parser->arena, ny_literal);
    return ny_parse_literal(parser, law->known);
}

static bool parse_chances(ny_parser *parser, ny_arises_words *arises)
{
    arises->form = NY_ARISES_WORDS;
    do {
        ny_name word;
        ny_expression *chance = NULL;
        if (!expect_word(parser, &word))
            return false;
        if (!ny_take_keyword(parser, NY_KEYWORD_REMAINING) && !(chance = ny_parse_sum(parser)))
            return false;
        *NY_APPEND(parser->arena, &arises->words) = word;
        *NY_APPEND(parser->arena, &arises->chances) = chance;
    } while (ny_take_symbol(parser, NY_SYMBOL_COMMA));
    return parse_known_share(parser, &arises->law);
}

/* Behind `~`. */
static bool parse_full_law(ny_parser *parser, ny_distribution_words *law)
{
    if (!(law->law = ny_parse_law(parser)))
        return false;
    if (ny_take_keyword(parser, NY_KEYWORD_HAZARD) &&
        (!ny_expect_keyword(parser, NY_KEYWORD_TIMES) || !(law->times = ny_parse_sum(parser))))
        return false;
    if (ny_take_keyword(parser, NY_KEYWORD_UNTIL) &&
        !ny_expect_name(parser, NY_WORDS_A_COLUMN, &law->until))
        return false;
    if (ny_take_keyword(parser, NY_KEYWORD_KEPT) &&
        (!ny_expect_keyword(parser, NY_KEYWORD_BETWEEN) ||
         !(law->keep_low = ny_parse_sum(parser)) || !ny_expect_keyword(parser, NY_KEYWORD_AND) ||
         !(law->keep_high = ny_parse_sum(parser))))
        return false;
    return parse_known_share(parser, law);
}

static bool parse_arises(ny_parser *parser, ny_arises_words *arises)
{
    if (ny_take_symbol(parser, NY_SYMBOL_EQUAL)) {
        arises->form = NY_ARISES_VALUE;
        return (arises->value = ny_parse_expression(parser)) != NULL;
    }
    if (ny_take_keyword(parser, NY_KEYWORD_ANY)) {
        arises->form = NY_ARISES_ANY;
        return ny_expect_name(parser, NY_WORDS_A_TABLE, &arises->any);
    }
    if (ny_take_symbol(parser, NY_SYMBOL_TILDE)) {
        arises->form = NY_ARISES_LAW;
        return parse_full_law(parser, &arises->law);
    }
    if (ny_take_keyword(parser, NY_KEYWORD_AFTER)) {
        arises->form = NY_ARISES_AFTER;
        return ny_expect_name(parser, NY_WORDS_DATE_OF_ROW, &arises->after) &&
               ny_expect_symbol(parser, NY_SYMBOL_TILDE) && parse_full_law(parser, &arises->law);
    }
    return parse_chances(parser, arises);
}

bool ny_parse_model_property(ny_parser *parser, ny_declaration *declaration)
{
    ny_model_words *model = &declaration->is.model;
    if (ny_take_keyword(parser, NY_KEYWORD_WITHOUT)) {
        do {
            ny_name column;
            if (!ny_expect_name(parser, NY_WORDS_A_COLUMN, &column))
                return false;
            *NY_APPEND(parser->arena, &model->without) = column;
        } while (ny_take_symbol(parser, NY_SYMBOL_COMMA));
        return true;
    }
    ny_arises_words arises = {.span = ny_here(parser)};
    if (!ny_expect_name(parser, NY_WORDS_A_COLUMN, &arises.column) ||
        !parse_arises(parser, &arises))
        return false;
    *NY_APPEND(parser->arena, &model->columns) = arises;
    return true;
}

/* --- alternative ------------------------------------------------------------------------------- */

bool ny_parse_alternative(ny_parser *parser, ny_declaration *declaration)
{
    return ny_expect_name(parser, NY_WORDS_ALTERNATIVES_NAME, &declaration->name) &&
           ny_parse_label(parser, declaration);
}

bool ny_parse_alternative_property(ny_parser *parser, ny_declaration *declaration)
{
    ny_replaces_words replaces = {0};
    if (!ny_expect_name(parser, NY_WORDS_A_FIGURE, &replaces.name) ||
        !ny_expect_symbol(parser, NY_SYMBOL_EQUAL) ||
        !(replaces.value = ny_parse_expression(parser)))
        return false;
    *NY_APPEND(parser->arena, &declaration->is.alternative.replaces) = replaces;
    return true;
}

/* --- vary together ----------------------------------------------------------------------------- */

bool ny_parse_vary(ny_parser *parser, ny_declaration *declaration)
{
    ny_vary_words *vary = &declaration->is.vary;
    if (!ny_expect_keyword(parser, NY_KEYWORD_TOGETHER))
        return false;
    do {
        ny_name name;
        if (!ny_expect_name(parser, NY_WORDS_A_FIGURE, &name))
            return false;
        *NY_APPEND(parser->arena, &vary->members) = name;
    } while (ny_take_symbol(parser, NY_SYMBOL_COMMA));
    return ny_parse_label(parser, declaration) &&
           (!ny_take_keyword(parser, NY_KEYWORD_FROM) ||
            ny_expect_string(parser, NY_WORDS_SOURCE_IN_QUOTES, &vary->from, NULL));
}

bool ny_parse_vary_property(ny_parser *parser, ny_declaration *declaration)
{
    ny_vary_pair pair = {.span = ny_here(parser)};
    if (!ny_expect_name(parser, NY_WORDS_A_FIGURE, &pair.first) ||
        !ny_expect_keyword(parser, NY_KEYWORD_WITH) ||
        !ny_expect_name(parser, NY_WORDS_A_FIGURE, &pair.second))
        return false;
    pair.is_covariance = ny_take_keyword(parser, NY_KEYWORD_COVARIANCE);
    if (!pair.is_covariance && !ny_expect_keyword(parser, NY_KEYWORD_CORRELATION))
        return false;
    if (!(pair.value = ny_parse_sum(parser)))
        return false;
    pair.span = ny_span_between(pair.span, pair.value->span);
    *NY_APPEND(parser->arena, &declaration->is.vary.pairs) = pair;
    return true;
}

/* --- source ------------------------------------------------------------------------------------ */

/* csv PATH, workbook PATH [sheet NAME], database PATH [table NAME] */
static bool parse_file(ny_parser *parser, ny_source_words *source)
{
    if (ny_take_keyword(parser, NY_KEYWORD_WORKBOOK))
        source->form = NY_SOURCE_WORKBOOK;
    else if (ny_take_keyword(parser, NY_KEYWORD_DATABASE))
        source->form = NY_SOURCE_DATABASE;
    else if (!ny_take_keyword(parser, NY_KEYWORD_CSV))
        return ny_expected(parser, NY_WORDS_CSV_OR_OTHER);
    if (!ny_expect_string(parser, NY_WORDS_PATH_IN_QUOTES, &source->path, NULL))
        return false;
    if (source->form == NY_SOURCE_WORKBOOK && ny_take_keyword(parser, NY_KEYWORD_SHEET))
        return ny_expect_string(parser, NY_WORDS_SHEETS_NAME_IN_QUOTES, &source->part, NULL);
    if (source->form == NY_SOURCE_DATABASE && ny_take_keyword(parser, NY_KEYWORD_TABLE))
        return ny_expect_string(parser, NY_WORDS_TABLES_NAME_IN_QUOTES, &source->part, NULL);
    return true;
}

bool ny_parse_source(ny_parser *parser, ny_declaration *declaration)
{
    ny_source_words *source = &declaration->is.source;
    if (!ny_expect_name(parser, NY_WORDS_A_TABLE, &source->table) ||
        !ny_expect_keyword(parser, NY_KEYWORD_FROM) || !parse_file(parser, source))
        return false;
    declaration->name = source->table;
    return true;
}

static bool one_character(ny_parser *parser, ny_phrase what, char *ret_character)
{
    ny_text text;
    ny_span span;
    if (!ny_expect_string(parser, what, &text, &span))
        return false;
    if (text.size == 1) {
        *ret_character = text.data[0];
        return true;
    }
    if (ny_text_is(text, "tab")) {
        *ret_character = '\t';
        return true;
    }
    return NY_FAIL(parser, NY_ONE_CHARACTER, span, ny_words(parser->sink, what));
}

static bool parse_encoding(ny_parser *parser, ny_written *written)
{
    static const char *const words[] = {
        "",
#define NY_ENCODING(name, word, called) word,
#include "text/encodings.def"
#undef NY_ENCODING
    };
    ny_name encoding;
    ny_span span = ny_here(parser);
    if (!ny_expect_keyword(parser, NY_KEYWORD_IN) ||
        !ny_expect_name(parser, NY_WORDS_ENCODING, &encoding))
        return false;
    for (size_t i = 1; i < sizeof words / sizeof *words; i++)
        if (ny_text_is(encoding.text, words[i]))
            written->encoding = (ny_encoding)i;
    if (written->encoding != NY_ENCODING_NOT_SAID)
        return true;
    return NY_FAIL(parser, NY_EXPECTED, ny_span_between(span, encoding.span),
                   ny_words(parser->sink, NY_WORDS_ENCODING), encoding.text);
}

/* Letters and separators are a matter of CSV alone; `first` is where one of them begins. */
static bool only_of_csv(ny_parser *parser, const ny_source_words *source, ny_span first)
{
    if (source->form == NY_SOURCE_CSV)
        return true;
    const ny_token *last = &parser->tokens->list.items[parser->at - 1];
    ny_span words = ny_span_between(first, ny_token_span(parser, last));
    return NY_FAIL(parser, NY_SOURCE_WORDS_FOR_CSV, words, ny_span_text(parser->sink, words),
                   ny_words(parser->sink, source->form == NY_SOURCE_WORKBOOK ? NY_WORDS_WORKBOOK
                                                                             : NY_WORDS_DATABASE));
}

static bool parse_written_part(ny_parser *parser, ny_source_words *source)
{
    ny_span first = ny_here(parser);
    if (ny_take_keyword(parser, NY_KEYWORD_WRITTEN))
        return parse_encoding(parser, &source->written) && only_of_csv(parser, source, first);
    if (ny_take_keyword(parser, NY_KEYWORD_SEPARATED))
        return ny_expect_keyword(parser, NY_KEYWORD_BY) &&
               one_character(parser, NY_WORDS_SEPARATOR_IN_QUOTES, &source->written.separator) &&
               only_of_csv(parser, source, first);
    if (ny_take_keyword(parser, NY_KEYWORD_DECIMALS))
        return ny_expect_keyword(parser, NY_KEYWORD_AFTER) &&
               one_character(parser, NY_WORDS_DECIMAL_IN_QUOTES, &source->written.decimal);
    if (ny_take_keyword(parser, NY_KEYWORD_DATES))
        return ny_expect_keyword(parser, NY_KEYWORD_AS) &&
               ny_expect_string(parser, NY_WORDS_HOW_DATES_ARE_WRITTEN, &source->written.dates,
                                &source->dates_span);
    return ny_expected(parser, NY_WORDS_WRITTEN_HOW);
}

/* Any of its parts may be left out: what is not said is found out from the file. */
static bool parse_written(ny_parser *parser, ny_source_words *source)
{
    do
        if (!parse_written_part(parser, source))
            return false;
    while (ny_take_symbol(parser, NY_SYMBOL_COMMA));
    return true;
}

static bool says_how_written(const ny_parser *parser)
{
    ny_keyword keyword = ny_peek(parser)->keyword;
    return keyword == NY_KEYWORD_WRITTEN || keyword == NY_KEYWORD_SEPARATED ||
           keyword == NY_KEYWORD_DECIMALS || keyword == NY_KEYWORD_DATES;
}

static bool parse_codes(ny_parser *parser, ny_source_column *column)
{
    while (ny_take_symbol(parser, NY_SYMBOL_COMMA)) {
        ny_source_code code = {0};
        const ny_token *token = ny_peek(parser);
        if (ny_at_end(parser) || token->kind != NY_TOKEN_WORD)
            return ny_expected(parser, NY_WORDS_WORD_OF_COLUMN);
        code.word = (ny_name){ny_word(parser, token), ny_token_span(parser, token), token->keyword};
        parser->at++;
        if (!ny_expect_string(parser, NY_WORDS_CODE_IN_QUOTES, &code.code, NULL))
            return false;
        *NY_APPEND(parser->arena, &column->codes) = code;
    }
    return true;
}

static bool parse_source_column(ny_parser *parser, ny_source_column *column)
{
    if (ny_take_keyword(parser, NY_KEYWORD_CHECKS)) {
        column->checks = true;
        return ny_expect_string(parser, NY_WORDS_HEADING_IN_QUOTES, &column->heading,
                                &column->heading_span) &&
               ny_expect_keyword(parser, NY_KEYWORD_AS) && ny_parse_type(parser, &column->type);
    }
    if (ny_take_keyword(parser, NY_KEYWORD_IGNORES)) {
        column->ignores = true;
        return ny_expect_string(parser, NY_WORDS_HEADING_IN_QUOTES, &column->heading,
                                &column->heading_span);
    }
    return ny_expect_name(parser, NY_WORDS_A_COLUMN, &column->column) &&
           ny_expect_symbol(parser, NY_SYMBOL_EQUAL) &&
           ny_expect_string(parser, NY_WORDS_ITS_HEADING_IN_QUOTES, &column->heading,
                            &column->heading_span) &&
           parse_codes(parser, column);
}

bool ny_parse_source_property(ny_parser *parser, ny_declaration *declaration)
{
    ny_source_words *source = &declaration->is.source;
    bool names_column = ny_peek_ahead(parser, 1)->symbol == NY_SYMBOL_EQUAL;
    if (!names_column && says_how_written(parser))
        return parse_written(parser, source);
    if (!names_column && ny_take_keyword(parser, NY_KEYWORD_EXTRACTED)) {
        if (!ny_expect_keyword(parser, NY_KEYWORD_ON))
            return false;
        const ny_token *token = ny_peek(parser);
        if (ny_at_end(parser) || token->kind != NY_TOKEN_DATE)
            return ny_expected(parser, NY_WORDS_A_DATE_SUCH_AS);
        source->extracted_said = ny_date_read(ny_word(parser, token), &source->extracted);
        parser->at++;
        return true;
    }
    ny_source_column column = {0};
    if (!parse_source_column(parser, &column))
        return false;
    *NY_APPEND(parser->arena, &source->columns) = column;
    return true;
}
