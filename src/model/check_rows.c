/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Where rows come from: sources map an extract onto a table, models let rows come about. */

#include "model/check_promise.h"
#include "model/law.h"
#include "text/parser.h"

/* --- sources ----------------------------------------------------------------------------------- */

static void check_code(ny_checker *checker, const ny_column *column, const ny_source_code *code)
{
    if (column->type.kind == NY_KIND_YES_NO) {
        if (code->word.keyword != NY_KEYWORD_YES && code->word.keyword != NY_KEYWORD_NO)
            NY_SAY(checker, NY_WORD_NOT_IN_LIST, code->word.span, code->word.text, column->name,
                   ny_words(checker->sink, NY_WORDS_SAY_YES_OR_NO));
        return;
    }
    uint32_t party;
    if (column->type.kind == NY_KIND_PARTY &&
        ny_map_find(checker->parties, code->word.text, &party))
        return;
    if (ny_column_word(column, code->word.text) != NY_NONE)
        return;
    NY_SAY(checker, NY_WORD_NOT_IN_LIST, code->word.span, code->word.text, column->name,
           ny_suggestion(checker, code->word.text, column->words.items, column->words.count));
}

/* `checks "Discharged" as date not before done`, `… as a surgeon` */
static void check_checked(ny_checker *checker, const ny_type_words *type, const ny_table *table)
{
    const ny_name *columns[] = {&type->high_column, &type->not_before};
    for (size_t i = 0; i < 2; i++)
        if (columns[i]->text.size && ny_table_column(table, columns[i]->text) == NY_NONE)
            NY_SAY(checker, NY_EXTRACT_NO_COLUMN, columns[i]->span, columns[i]->text, table->name);
    uint32_t other;
    if (type->a.text.size && type->a.keyword != NY_KEYWORD_PARTY &&
        !ny_map_find(checker->tables, type->a.text, &other))
        NY_SAY(checker, NY_EXTRACT_NO_TABLE, type->a.span, type->a.text);
}

static void check_source_columns(ny_checker *checker, const ny_source_words *words,
                                 const ny_table *table, const ny_declaration *declaration)
{
    bool *mapped = NY_NEW_ARRAY(checker->arena, bool, table->columns.count + 1);
    for (uint32_t i = 0; i < words->columns.count; i++) {
        const ny_source_column *line = &words->columns.items[i];
        if (line->checks)
            check_checked(checker, &line->type, table);
        if (line->checks || line->ignores)
            continue;
        uint32_t column = ny_table_column(table, line->column.text);
        if (column == NY_NONE) {
            NY_SAY(checker, NY_NO_SUCH_COLUMN, line->column.span, line->column.text, table->name,
                   NY_NO_TEXT);
            continue;
        }
        if (mapped[column])
            NY_SAY(checker, NY_COLUMN_KEPT_TWICE, line->column.span, line->column.text);
        mapped[column] = true;
        for (uint32_t c = 0; c < line->codes.count; c++)
            check_code(checker, &table->columns.items[column], &line->codes.items[c]);
    }
    for (uint32_t i = 0; i < table->columns.count && !declaration->failed; i++)
        if (!mapped[i])
            NY_SAY(checker, NY_SOURCE_LACKS, declaration->header_span, table->columns.items[i].name,
                   table->name);
}

void ny_check_sources(ny_checker *checker)
{
    ny_model *model = checker->model;
    ny_map *sources = ny_map_create(checker->arena);
    for (uint32_t i = 0; i < model->sources.count; i++) {
        const ny_declaration *declaration = model->sources.items[i];
        const ny_source_words *words = &declaration->is.source;
        uint32_t table;
        if (!words->table.text.size)
            continue;
        if (!ny_map_find(checker->tables, words->table.text, &table)) {
            NY_SAY(checker, NY_TABLE_UNKNOWN, words->table.span, words->table.text,
                   ny_table_suggestion(checker, words->table.text));
            continue;
        }
        if (!ny_map_add(sources, words->table.text, i))
            NY_SAY(checker, NY_TWO_SOURCES, declaration->header_span, words->table.text);
        check_source_columns(checker, words, &model->tables.items[table], declaration);
    }
}

/* --- models of rows ---------------------------------------------------------------------------- */

static void check_kept(ny_checker *checker, const ny_expression *bound, ny_type due)
{
    const ny_meaning *meaning = ny_meaning_of(checker->model, bound);
    if (!ny_type_agrees(&meaning->type, &due))
        NY_SAY(checker, NY_ONE_UNIT_DUE, bound->span, ny_span_text(checker->sink, bound->span),
               ny_kind_name(checker, &meaning->type), ny_kind_name(checker, &due));
}

/* What arises is a number of the column's unit; after a date, a length of time. */
/* So many rows of this table in a time: a bare number would arrive per nothing. */
static void check_arriving(ny_checker *checker, const ny_expression *arriving,
                           const ny_table *table, const ny_place_in *place)
{
    ny_meaning meaning = ny_check_expression(checker, arriving, place);
    ny_unit rows = ny_unit_base(table->unit), by_day, by_month;
    if (meaning.type.kind == NY_KIND_ANY ||
        !ny_unit_multiply(rows, ny_unit_base(NY_UNIT_DAY), -1, &by_day) ||
        !ny_unit_multiply(rows, ny_unit_base(NY_UNIT_MONTH), -1, &by_month))
        return;
    if (meaning.type.kind == NY_KIND_NUMBER &&
        (ny_unit_equal(meaning.type.unit, by_day) || ny_unit_equal(meaning.type.unit, by_month)))
        return;
    ny_text due = ny_format(checker->arena, "%.*ss per year", NY_PRINT(table->name));
    NY_SAY(checker, NY_ONE_UNIT_DUE, arriving->span, ny_span_text(checker->sink, arriving->span),
           ny_said_name(checker, arriving, &meaning),
           NY_WORDS(checker->sink, NY_WORDS_FIGURE_IN, due));
}

static void check_law(ny_checker *checker, const ny_distribution_words *law,
                      const ny_column *column, ny_type due, const ny_place_in *place)
{
    if (!law->law)
        return;
    ny_type drawn = ny_check_law(checker, law->law, column->name, place);
    uint32_t form = ny_law_form_of(law->law);
    if (law->times && form != NY_LAW_FORMS && ny_law_shapes[form].draws != NY_DRAWS_TIME)
        NY_SAY(checker, NY_HAZARD_WITHOUT_LAW, law->times->span, column->name);
    if (checker->model->has_study && column->type.kind == NY_KIND_NUMBER &&
        !ny_type_agrees(&drawn, &column->type))
        NY_SAY(checker, NY_ONE_UNIT_DUE, law->law->span,
               ny_span_text(checker->sink, law->law->span), ny_kind_name(checker, &drawn),
               ny_kind_name(checker, &column->type));
    const ny_expression *others[] = {law->times, law->keep_low, law->keep_high};
    for (size_t i = 0; i < 3; i++)
        if (others[i])
            (void)ny_check_expression(checker, others[i], place);
    ny_check_law_units(checker, law->law, due);
    if (law->keep_low && law->keep_high && due.kind == NY_KIND_NUMBER) {
        check_kept(checker, law->keep_low, due);
        check_kept(checker, law->keep_high, due);
    }
    ny_rational known = law->known ? law->known->number : NY_RATIONAL_ZERO;
    if (law->known && !law->known->is_percent)
        (void)ny_check_part_of_all(checker, law->known->span, known);
}

static ny_span span_of_chances(const ny_arises_words *arises)
{
    uint32_t last = arises->words.count - 1;
    const ny_expression *chance = arises->chances.items[last];
    return ny_span_between(arises->words.items[0].span,
                           chance ? chance->span : arises->words.items[last].span);
}

static void refuse_any(ny_checker *checker, const ny_arises_words *arises, ny_text why)
{
    NY_SAY(checker, NY_ANY_OF_WHAT, arises->any.span, arises->column.text, arises->any.text, why);
}

static bool same_kind(const ny_column *to, const ny_column *from)
{
    return to->type.kind != NY_KIND_ROW && to->form == from->form &&
           (to->type.kind != NY_KIND_NUMBER || ny_type_agrees(&to->type, &from->type));
}

/* `surgeon any surgeon`: one of its rows. `age any history`: the age of one, if it is such an age. */
static void check_any(ny_checker *checker, const ny_arises_words *arises, uint32_t here,
                      const ny_column *to)
{
    uint32_t number;
    if (!ny_map_find(checker->tables, arises->any.text, &number)) {
        NY_SAY(checker, NY_TABLE_UNKNOWN, arises->any.span, arises->any.text,
               ny_table_suggestion(checker, arises->any.text));
        return;
    }
    if (to->type.kind == NY_KIND_ROW && to->type.table == number)
        return;
    const ny_table *table = &checker->model->tables.items[number];
    uint32_t column = ny_table_column(table, to->name);
    if (column == NY_NONE) {
        refuse_any(checker, arises,
                   NY_WORDS(checker->sink, NY_WORDS_ANY_NO_COLUMN, table->name, to->name));
        return;
    }
    const ny_column *from = &table->columns.items[column];
    if (number == here)
        refuse_any(checker, arises, ny_words(checker->sink, NY_WORDS_ANY_OF_ITSELF));
    else if (!same_kind(to, from))
        refuse_any(checker, arises, ny_words(checker->sink, NY_WORDS_ANY_OTHER_KIND));
    else if (to->type.kind == NY_KIND_DATE)
        refuse_any(checker, arises, ny_words(checker->sink, NY_WORDS_ANY_DATE));
    else if (to->form == NY_FORM_KEY || to->form == NY_FORM_PSEUDONYM)
        refuse_any(checker, arises, ny_words(checker->sink, NY_WORDS_ANY_PERSON));
    else if ((from->if_any || from->if_known) && !to->if_any && !to->if_known)
        refuse_any(checker, arises, ny_words(checker->sink, NY_WORDS_ANY_MAY_LACK));
    for (uint32_t i = 0; i < from->words.count && same_kind(to, from); i++)
        if (ny_column_word(to, from->words.items[i]) == NY_NONE) {
            refuse_any(checker, arises,
                       NY_WORDS(checker->sink, NY_WORDS_ANY_WORD, from->words.items[i]));
            return;
        }
}

/* `~ law` draws a number, `after D ~ law` a day. */
static bool check_drawn(ny_checker *checker, const ny_arises_words *arises, const ny_column *of)
{
    ny_kind kind = of->type.kind;
    bool is_day = arises->form == NY_ARISES_AFTER;
    if (!arises->law.law || kind == NY_KIND_ANY || kind == (is_day ? NY_KIND_DATE : NY_KIND_NUMBER))
        return true;
    NY_SAY(checker, NY_COLUMN_NOT_DRAWN, arises->law.law->span, of->name,
           ny_kind_name(checker, &of->type),
           ny_words(checker->sink, is_day                 ? NY_WORDS_ONLY_A_DAY_AFTER
                                   : kind == NY_KIND_DATE ? NY_WORDS_SAY_AFTER
                                                          : NY_WORDS_SAY_CHANCES));
    return false;
}

static void check_arising(ny_checker *checker, const ny_arises_words *arises, uint32_t table,
                          uint32_t column)
{
    ny_place_in place = {.grain = {NY_GRAIN_ROW, table}, .in_model = true};
    const ny_column *of = &checker->model->tables.items[table].columns.items[column];
    ny_rational sum = NY_RATIONAL_ZERO, written;
    bool all_written = true, has_rest = false, all_parts = true;
    for (uint32_t i = 0; i < arises->words.count; i++) {
        ny_source_code word = {.word = arises->words.items[i]};
        check_code(checker, of, &word);
        const ny_expression *chance = arises->chances.items[i];
        has_rest = has_rest || !chance;
        if (!chance)
            continue;
        ny_meaning part = ny_check_expression(checker, chance, &place);
        bool is_written = ny_written_value(checker, chance, &written);
        all_written = all_written && is_written;
        if (is_written)
            sum = ny_rational_add(checker->arena, sum, written);
        if (chance->kind == NY_EXPRESSION_NUMBER && part.type.kind == NY_KIND_NUMBER)
            all_parts = ny_check_part_of_all(checker, chance->span, part.value) && all_parts;
    }
    if (arises->form == NY_ARISES_ANY)
        check_any(checker, arises, table, of);
    if (arises->words.count && all_parts)
        ny_check_chances(checker, of->name, span_of_chances(arises), sum, all_written, has_rest);
    if (arises->value) {
        ny_meaning meaning = ny_check_expression(checker, arises->value, &place);
        ny_type bare = {.kind = NY_KIND_NUMBER, .unit = ny_unit_none()};
        if (!ny_type_agrees(&meaning.type, &of->type) && !ny_type_agrees(&meaning.type, &bare))
            NY_SAY(checker, NY_ONE_UNIT_DUE, arises->value->span,
                   ny_span_text(checker->sink, arises->value->span),
                   ny_kind_name(checker, &meaning.type), ny_kind_name(checker, &of->type));
    }
    ny_type due = of->type.kind == NY_KIND_NUMBER ? of->type : (ny_type){.kind = NY_KIND_ANY};
    if (arises->form == NY_ARISES_AFTER)
        due = (ny_type){.kind = NY_KIND_NUMBER, .unit = ny_unit_base(NY_UNIT_DAY)};
    if (!check_drawn(checker, arises, of))
        return;
    check_law(checker, &arises->law, of, due, &place);
}

/* `followed until …`: the last day that is seen lies within the calendar. */
static void check_followed(ny_checker *checker, const ny_expression *span)
{
    const ny_model *model = checker->model;
    ny_span_of_time followed;
    ny_date last;
    if (ny_check_span(checker, span, &followed) && model->periods.count &&
        !ny_date_add(model->periods.items[model->term_periods - 1].end, followed, &last))
        NY_SAY(checker, NY_SPAN_TOO_LONG, span->span, ny_span_text(checker->sink, span->span));
}

static void check_row_model(ny_checker *checker, const ny_declaration *declaration)
{
    const ny_model_words *words = &declaration->is.model;
    uint32_t number;
    if (!words->table.text.size)
        return;
    if (!ny_map_find(checker->tables, words->table.text, &number)) {
        NY_SAY(checker, NY_TABLE_UNKNOWN, words->table.span, words->table.text,
               ny_table_suggestion(checker, words->table.text));
        return;
    }
    const ny_table *table = &checker->model->tables.items[number];
    bool *said = NY_NEW_ARRAY(checker->arena, bool, table->columns.count + 1);
    ny_place_in place = {.grain = {NY_GRAIN_CONTRACT, NY_NONE}, .in_model = true};
    if (words->arriving)
        check_arriving(checker, words->arriving, table, &place);
    if (words->followed && !ny_check_no_years(checker, words->followed->span, false))
        check_followed(checker, words->followed);
    for (uint32_t i = 0; i < words->columns.count; i++) {
        const ny_name *name = &words->columns.items[i].column;
        uint32_t column = ny_table_column(table, name->text);
        if (column == NY_NONE) {
            NY_SAY(checker, NY_NO_SUCH_COLUMN, name->span, name->text, table->name,
                   ny_column_suggestion(checker, table, name->text));
            continue;
        }
        said[column] = true;
        check_arising(checker, &words->columns.items[i], number, column);
    }
    for (uint32_t i = 0; i < words->without.count; i++) {
        const ny_name *name = &words->without.items[i];
        uint32_t column = ny_table_column(table, name->text);
        if (column == NY_NONE)
            NY_SAY(checker, NY_NO_SUCH_COLUMN, name->span, name->text, table->name,
                   ny_column_suggestion(checker, table, name->text));
        else
            said[column] = true;
    }
    ny_buffer missing = ny_buffer_create(checker->arena);
    for (uint32_t i = 0; i < table->columns.count; i++)
        if (!said[i] && i != table->key && i != table->date)
            ny_buffer_format(&missing, "%s`%.*s`", missing.size ? ", " : "",
                             NY_PRINT(table->columns.items[i].name));
    ny_check_columns_arise(checker, words, number);
    if (missing.size && !declaration->failed)
        NY_SAY(checker, NY_MODEL_LACKS, declaration->header_span, ny_buffer_text(&missing));
}

static void say_no_figure(ny_checker *checker, const ny_declaration *declaration,
                          const ny_name *name)
{
    ny_text suggestion = ny_figure_suggestion(checker, name->text);
    if (checker->sink->sources.items[name->span.source].is_option)
        NY_SAY(checker, NY_SET_OF_WHAT, name->span, name->text, suggestion);
    else
        NY_SAY(checker, NY_ALTERNATIVE_OF_WHAT, name->span, declaration->name.text, name->text,
               suggestion);
}

static void check_alternative(ny_checker *checker, const ny_declaration *declaration)
{
    const ny_alternative_words *words = &declaration->is.alternative;
    for (uint32_t i = 0; i < words->replaces.count; i++) {
        const ny_replaces_words *replaces = &words->replaces.items[i];
        uint32_t figure;
        if (!ny_map_find(checker->figures, replaces->name.text, &figure)) {
            say_no_figure(checker, declaration, &replaces->name);
            continue;
        }
        const ny_figure *of = &checker->model->figures.items[figure];
        if (of->rows_of != NY_NONE) {
            ny_text table = checker->model->tables.items[of->rows_of].name;
            NY_SAY(checker, NY_ROWS_DRAWN_HOW, replaces->name.span, of->name,
                   ny_words(checker->sink, NY_WORDS_ROWS_DRAWN_ALTERNATIVE), table,
                   NY_WORDS(checker->sink, NY_WORDS_DRAW_ROWS_ELSEWHERE, of->name,
                            ny_drawn_example(checker, table)));
            continue;
        }
        if (of->parts.count) {
            NY_SAY(checker, NY_PARTS_HOW, replaces->name.span, of->name,
                   ny_words(checker->sink, NY_WORDS_SHARES_AND_ALTERNATIVE));
            continue;
        }
        ny_place_in place = {.grain = of->grain, .in_model = true};
        ny_meaning meaning = ny_check_expression(checker, replaces->value, &place);
        if (!ny_type_agrees(&meaning.type, &of->type))
            NY_SAY(checker, NY_ONE_UNIT_DUE, replaces->value->span,
                   ny_span_text(checker->sink, replaces->value->span),
                   ny_kind_name(checker, &meaning.type), ny_kind_name(checker, &of->type));
    }
}

void ny_check_row_models(ny_checker *checker)
{
    ny_model *model = checker->model;
    for (uint32_t i = 0; i < model->row_models.count; i++)
        check_row_model(checker, model->row_models.items[i]);
    for (uint32_t i = 0; i < model->alternatives.count; i++)
        check_alternative(checker, model->alternatives.items[i]);
}
