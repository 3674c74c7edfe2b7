/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a name means where it stands: columns, figures, measures and their parts, facts, `previous` and
 * `final`; and whether it may be read there. */

#include "model/check_expression.h"

#include "model/check_promise.h"

#include "base/bug.h"

/* --- known and unknown ------------------------------------------------------------------------- */

bool ny_is_narrowed(const ny_narrowed *narrowed, bool is_column, uint32_t table, uint32_t number)
{
    for (; narrowed; narrowed = narrowed->outer)
        if (narrowed->is_column == is_column && narrowed->number == number &&
            (!is_column || narrowed->table == table))
            return true;
    return false;
}

/* --- names ------------------------------------------------------------------------------------- */

/* Takes `per T` out of the unit inside a row of T. */
void ny_fulfil_per_row(ny_checker *checker, ny_meaning *meaning, const ny_place_in *place)
{
    if (place->grain.kind != NY_GRAIN_ROW || meaning->type.kind != NY_KIND_NUMBER)
        return;
    uint32_t unit = checker->model->tables.items[place->grain.table].unit;
    if (ny_unit_exponent(meaning->type.unit, unit) >= 0)
        return;
    NY_BUG_ON(!ny_unit_multiply(meaning->type.unit, ny_unit_base(unit), 1, &meaning->type.unit));
    meaning->per_row_fulfilled = true;
}

bool ny_find_column(const ny_checker *checker, const ny_place_in *place, ny_text name,
                    uint32_t *ret_column)
{
    if (place->grain.kind != NY_GRAIN_ROW || place->grain.table == NY_NONE)
        return false;
    *ret_column = ny_table_column(&checker->model->tables.items[place->grain.table], name);
    return *ret_column != NY_NONE;
}

static ny_meaning column_meaning(const ny_checker *checker, uint32_t table, uint32_t column)
{
    const ny_column *of = &checker->model->tables.items[table].columns.items[column];
    return (ny_meaning){.type = of->type,
                        .grain = {NY_GRAIN_ROW, table},
                        .may_be_unknown = of->if_known,
                        .may_be_absent = of->if_any,
                        .checked = true,
                        .reference = NY_REFERENCE_COLUMN,
                        .number = column,
                        .table = table};
}

/* A name that nothing has: is it a column of some table, or nearly some name? */
static void report_unknown_name(ny_checker *checker, const ny_name *name, const ny_place_in *place)
{
    const ny_model *model = checker->model;
    if (checker->quiet)
        return;
    for (uint32_t t = 0; t < model->tables.count; t++) {
        const ny_table *table = &model->tables.items[t];
        uint32_t column = ny_table_column(table, name->text);
        if (column == NY_NONE)
            continue;
        bool number = table->columns.items[column].type.kind == NY_KIND_NUMBER;
        NY_SAY(checker, NY_COLUMN_HAS_NO_ROW, name->span, name->text, table->name,
               ny_grain_name(checker, place->grain),
               NY_WORDS(checker->sink,
                        number ? NY_WORDS_OVER_ROWS_OR_EACH : NY_WORDS_COUNT_ROWS_OR_EACH,
                        name->text, table->name));
        return;
    }
    NY_LIST(ny_text) candidates = {0};
    for (uint32_t i = 0; i < model->figures.count && checker->sink->errors <= NY_SUGGESTIONS_MOST;
         i++)
        *NY_APPEND(checker->arena, &candidates) = model->figures.items[i].name;
    if (place->grain.kind == NY_GRAIN_ROW && place->grain.table != NY_NONE) {
        const ny_table *table = &model->tables.items[place->grain.table];
        for (uint32_t i = 0; i < table->columns.count; i++)
            *NY_APPEND(checker->arena, &candidates) = table->columns.items[i].name;
    }
    ny_text hint = ny_suggestion(checker, name->text, candidates.items, candidates.count);
    if (!hint.size)
        hint = NY_WORDS(checker->sink, NY_WORDS_DECLARE_IT, name->text);
    NY_SAY(checker, NY_NAME_UNKNOWN, name->span, name->text, hint);
}

static ny_meaning figure_meaning(ny_checker *checker, uint32_t number)
{
    const ny_figure *figure = &checker->model->figures.items[number];
    ny_meaning meaning = {.type = figure->failed ? ny_any_type() : figure->type,
                          .grain = figure->grain,
                          .may_be_unknown = figure->may_be_unknown,
                          .may_be_absent = figure->may_be_absent,
                          .checked = true,
                          .reference = NY_REFERENCE_FIGURE,
                          .number = number};
    return meaning;
}

/* Years, rows and cycles see figures of the whole, and each its own; rows see their year's too. */
bool ny_is_finer(ny_grain grain, ny_grain place)
{
    if (grain.kind == NY_GRAIN_CONTRACT)
        return false;
    if (grain.kind == place.kind)
        return grain.kind != NY_GRAIN_EACH_PERIOD && grain.table != place.table;
    return grain.kind != NY_GRAIN_EACH_PERIOD || place.kind != NY_GRAIN_ROW;
}

/* May a figure of this grain be read at this place? Reports when not. */
bool ny_check_grain(ny_checker *checker, const ny_name *name, ny_grain grain,
                    const ny_place_in *place)
{
    bool undated_row = place->grain.kind == NY_GRAIN_ROW && place->grain.table != NY_NONE &&
                       checker->model->tables.items[place->grain.table].date == NY_NONE;
    if (grain.kind == NY_GRAIN_EACH_PERIOD && undated_row) {
        NY_SAY(checker, NY_PERIOD_IN_UNDATED_ROW, name->span, name->text,
               ny_grain_name(checker, grain),
               checker->model->tables.items[place->grain.table].name);
        return false;
    }
    if (!ny_is_finer(grain, place->grain))
        return true;
    ny_text hint = NY_WORDS(checker->sink, NY_WORDS_EACH_PERIOD_LOST,
                            ny_text_of(ny_keyword_text(checker->model->period_word)));
    if (grain.kind == NY_GRAIN_ROW)
        hint = ny_words(checker->sink, NY_WORDS_ONE_OUT_OF_ROWS);
    else if (grain.kind == NY_GRAIN_EACH_CYCLE && place->grain.kind == NY_GRAIN_CONTRACT)
        hint = NY_WORDS(checker->sink, NY_WORDS_EACH_CYCLE_LOST,
                        checker->model->pathways.items[grain.table].name);
    else if (grain.kind == NY_GRAIN_EACH_CYCLE || place->grain.kind == NY_GRAIN_EACH_CYCLE)
        hint = NY_NO_TEXT;
    ny_text place_grain = ny_grain_name(checker, place->grain);
    NY_SAY(checker, NY_GRAIN_TOO_FINE, name->span, name->text, ny_grain_name(checker, grain),
           place_grain, hint);
    return false;
}

ny_meaning ny_check_name(ny_checker *checker, const ny_expression *expression,
                         const ny_place_in *place)
{
    const ny_name *name = &expression->name;
    uint32_t column, figure;
    bool is_column = ny_find_column(checker, place, name->text, &column);
    bool is_figure = ny_map_find(checker->figures, name->text, &figure);
    if (is_column && is_figure) {
        const ny_table *table = &checker->model->tables.items[place->grain.table];
        NY_SAY(checker, NY_COLUMN_AND_FIGURE, name->span, name->text, table->name);
        NY_SAY_PLACE(checker, table->columns.items[column].span, NY_WORDS_THE_COLUMN, NY_NO_TEXT);
        NY_SAY_PLACE(checker, checker->model->figures.items[figure].span, NY_WORDS_THE_FIGURE,
                     NY_NO_TEXT);
        return ny_meaning_any();
    }
    if (is_column) {
        ny_meaning meaning = column_meaning(checker, place->grain.table, column);
        if (ny_is_narrowed(place->narrowed, true, place->grain.table, column))
            meaning.may_be_unknown = meaning.may_be_absent = false;
        return meaning;
    }
    if (!is_figure) {
        uint32_t party;
        if (ny_map_find(checker->parties, name->text, &party)) {
            NY_SAY(checker, NY_PARTY_IS_NO_FIGURE, name->span, name->text);
            NY_SAY_PLACE(checker, checker->model->parties.items[party].span, NY_WORDS_THE_PARTY,
                         NY_NO_TEXT);
        } else if (!ny_check_no_figure(checker, name)) {
            report_unknown_name(checker, name, place);
        }
        return ny_meaning_any();
    }
    ny_meaning meaning = figure_meaning(checker, figure);
    const ny_figure *of = &checker->model->figures.items[figure];
    if (of->failed)
        return ny_meaning_any();
    if (of->rows_of != NY_NONE) {
        ny_text table = checker->model->tables.items[of->rows_of].name;
        NY_SAY(checker, NY_ROW_NEEDS_COLUMN, name->span, name->text, table,
               ny_drawn_example(checker, table));
        return ny_meaning_any();
    }
    if (of->parts.count) {
        NY_SAY(checker, NY_PARTS_NEED_NAMING, name->span, name->text, of->parts.items[0],
               ny_parts_text(checker, of));
        return ny_meaning_any();
    }
    if (of->by_table != NY_NONE && place->grain.kind == NY_GRAIN_ROW &&
        place->grain.table == of->by_table) {
        meaning.grain = place->grain;
        meaning.reference = NY_REFERENCE_ASSUME_OF;
        meaning.through = NY_NONE; /* the row's own */
        ny_fulfil_per_row(checker, &meaning, place);
        return meaning;
    }
    if (of->by_table != NY_NONE) {
        NY_SAY(checker, NY_ONE_A_ROW, name->span, name->text,
               checker->model->tables.items[of->by_table].name);
        return ny_meaning_any();
    }
    if (!ny_check_grain(checker, name, meaning.grain, place))
        return ny_meaning_any();
    if (ny_is_narrowed(place->narrowed, false, NY_NONE, figure))
        meaning.may_be_unknown = meaning.may_be_absent = false;
    ny_fulfil_per_row(checker, &meaning, place);
    return meaning;
}

ny_meaning ny_check_previous(ny_checker *checker, const ny_expression *expression,
                             const ny_place_in *place)
{
    uint32_t figure;
    if (!ny_map_find(checker->figures, expression->name.text, &figure)) {
        report_unknown_name(checker, &expression->name, place);
        return ny_meaning_any();
    }
    ny_meaning meaning = figure_meaning(checker, figure);
    if (!ny_is_any(&meaning) && meaning.grain.kind != NY_GRAIN_EACH_PERIOD) {
        NY_SAY(checker, NY_PREVIOUS_OF_WHAT, expression->name.span, expression->name.text,
               ny_grain_name(checker, meaning.grain));
        return ny_meaning_any();
    }
    ny_grain each = {NY_GRAIN_EACH_PERIOD, NY_NONE};
    if (place->grain.kind == NY_GRAIN_ROW &&
        !ny_check_grain(checker, &expression->name, each, place))
        return ny_meaning_any();
    if (place->grain.kind == NY_GRAIN_CONTRACT) {
        ny_check_grain(checker, &expression->name, (ny_grain){NY_GRAIN_EACH_PERIOD, NY_NONE},
                       place);
        return ny_meaning_any();
    }
    meaning.may_be_unknown = meaning.may_be_unknown || !place->in_later_years;
    ny_fulfil_per_row(checker, &meaning, place);
    return meaning;
}

ny_meaning ny_check_final(ny_checker *checker, const ny_expression *expression,
                          const ny_place_in *place)
{
    uint32_t figure;
    if (!ny_map_find(checker->figures, expression->name.text, &figure)) {
        report_unknown_name(checker, &expression->name, place);
        return ny_meaning_any();
    }
    if (expression->keyword != checker->model->period_word)
        NY_SAY(checker, NY_OTHER_PERIOD, expression->span,
               ny_text_of(ny_keyword_text(checker->model->period_word)),
               ny_text_of(ny_keyword_text(expression->keyword)));
    if (!place->final_allowed)
        NY_SAY(checker, NY_FINAL_ONLY_AFTER_TERM, expression->span, expression->name.text);
    ny_meaning meaning = figure_meaning(checker, figure);
    if (!ny_is_any(&meaning) && meaning.grain.kind != NY_GRAIN_EACH_PERIOD) {
        NY_SAY(checker, NY_PREVIOUS_OF_WHAT, expression->name.span, expression->name.text,
               ny_grain_name(checker, meaning.grain));
        return ny_meaning_any();
    }
    meaning.grain = (ny_grain){NY_GRAIN_CONTRACT, NY_NONE};
    return meaning;
}

/* Do the bounds tell both ends wherever the measure is known? Not where `needs` may put another figure
 * in its place, nor where a method has nothing to say of some data: one value, no events, a number of
 * events that is not whole (run/interval.h). */
static bool ends_are_told(const ny_measure_words *words)
{
    for (uint32_t i = 0; i < words->needs.count; i++)
        if (words->needs.items[i].or_is)
            return false;
    switch ((int)words->bounds.form) {
    case NY_BOUNDS_WILSON:
    case NY_BOUNDS_WILSON_CONTINUITY:
    case NY_BOUNDS_CLOPPER_PEARSON:
    case NY_BOUNDS_JEFFREYS:
    case NY_BOUNDS_AGRESTI_COULL:
        return true;
    case NY_BOUNDS_EXACT_POISSON:
    case NY_BOUNDS_BYAR:
        return words->kind == NY_KEYWORD_RATE;
    default:
        return false;
    }
}

/* `rows of revision_rate` and its kin. */
static ny_meaning check_measure_part(ny_checker *checker, const ny_expression *expression,
                                     uint32_t figure, const ny_place_in *place)
{
    const ny_figure *of = &checker->model->figures.items[figure];
    ny_keyword part = expression->name.keyword;
    if (of->failed)
        return ny_meaning_any();
    bool counts = part == NY_KEYWORD_ROWS || part == NY_KEYWORD_KNOWN || part == NY_KEYWORD_EVENTS;
    bool bound = part == NY_KEYWORD_LOW || part == NY_KEYWORD_HIGH;
    if (bound && !of->declaration->failed && !of->declaration->is.measure.bounds.form) {
        NY_SAY(checker, NY_NO_BOUNDS, expression->span, of->name);
        return ny_meaning_any();
    }
    if (!counts && !bound) {
        const ny_text parts[] = {NY_TEXT("rows"), NY_TEXT("known"), NY_TEXT("events"),
                                 NY_TEXT("low"), NY_TEXT("high")};
        NY_SAY(checker, NY_MEASURE_PART, expression->name.span, expression->name.text, of->name,
               ny_suggestion(checker, expression->name.text, parts, 5));
        return ny_meaning_any();
    }
    if (!ny_check_grain(checker, &expression->owner, (ny_grain){NY_GRAIN_EACH_PERIOD, NY_NONE},
                        place))
        return ny_meaning_any();
    if (bound) {
        ny_meaning meaning = figure_meaning(checker, figure);
        bool known = !of->may_be_unknown || ny_is_narrowed(place->narrowed, false, NY_NONE, figure);
        meaning.may_be_unknown = !known || !ends_are_told(&of->declaration->is.measure);
        meaning.reference = NY_REFERENCE_MEASURE_PART;
        meaning.part = part;
        ny_fulfil_per_row(checker, &meaning, place);
        return meaning;
    }
    uint32_t table = checker->model->measures.items[of->measure].table;
    ny_unit unit =
        table == NY_NONE ? ny_unit_none() : ny_unit_base(checker->model->tables.items[table].unit);
    return (ny_meaning){.type = ny_number_type(unit),
                        .grain = {NY_GRAIN_EACH_PERIOD, NY_NONE},
                        .checked = true,
                        .reference = NY_REFERENCE_MEASURE_PART,
                        .number = figure,
                        .part = part};
}

/* `date of reduction`: the day from which a fact holds. */
static ny_meaning check_fact_date(ny_checker *checker, const ny_expression *expression,
                                  uint32_t figure, const ny_place_in *place)
{
    const ny_figure *of = &checker->model->figures.items[figure];
    ny_grain grain = {NY_GRAIN_EACH_PERIOD, NY_NONE};
    if (expression->name.keyword != NY_KEYWORD_DATE) {
        NY_SAY(checker, NY_FACT_PART, expression->name.span, expression->name.text, of->name);
        return ny_meaning_any();
    }
    if (!ny_check_grain(checker, &expression->owner, grain, place))
        return ny_meaning_any();
    bool certain = ny_is_narrowed(place->narrowed, false, NY_NONE, figure);
    return (ny_meaning){.type = {.kind = NY_KIND_DATE},
                        .grain = grain,
                        .may_be_absent = !certain && (of->may_be_absent || of->may_be_unknown),
                        .checked = true,
                        .reference = NY_REFERENCE_FACT_DATE,
                        .number = figure};
}

/* `operations_before of surgeon`, `surgeon_effect of surgeon`: through a column that is a row. */
ny_meaning ny_check_part(ny_checker *checker, const ny_expression *expression,
                         const ny_place_in *place)
{
    uint32_t column, figure = NY_NONE, pathway;
    if (!ny_find_column(checker, place, expression->owner.text, &column)) {
        if (!ny_map_find(checker->figures, expression->owner.text, &figure))
            figure = NY_NONE;
        if (figure != NY_NONE && checker->model->figures.items[figure].kind == NY_FIGURE_MEASURE)
            return check_measure_part(checker, expression, figure, place);
        if (figure != NY_NONE && checker->model->figures.items[figure].kind == NY_FIGURE_FACT)
            return check_fact_date(checker, expression, figure, place);
        if (figure != NY_NONE && (checker->model->figures.items[figure].parts.count ||
                                  checker->model->figures.items[figure].rows_of != NY_NONE))
            return ny_check_share_part(checker, expression, figure);
        if (ny_map_find(checker->pathways, expression->owner.text, &pathway))
            return ny_check_pathway_part(checker, expression, pathway, place);
        ny_keyword part = expression->name.keyword;
        bool of_pathway = part == NY_KEYWORD_CYCLE || part == NY_KEYWORD_STAY ||
                          part == NY_KEYWORD_ARRIVAL || part == NY_KEYWORD_TIME;
        if ((figure != NY_NONE &&
             (checker->model->figures.items[figure].failed ||
              checker->model->figures.items[figure].type.kind == NY_KIND_ANY)) ||
            (of_pathway && checker->pathway_lost))
            return ny_meaning_any();
        report_unknown_name(checker, &expression->owner, place);
        return ny_meaning_any();
    }
    ny_meaning through = column_meaning(checker, place->grain.table, column);
    if (through.type.kind != NY_KIND_ROW) {
        if (!ny_is_any(&through))
            NY_SAY(checker, NY_OF_WHAT_IS_NO_ROW, expression->owner.span, expression->owner.text,
                   ny_said_name(checker, expression, &through));
        return ny_meaning_any();
    }
    const ny_table *table = &checker->model->tables.items[through.type.table];
    uint32_t of = ny_table_column(table, expression->name.text);
    ny_meaning meaning = ny_meaning_any();
    if (of != NY_NONE) {
        meaning = column_meaning(checker, through.type.table, of);
        meaning.reference = NY_REFERENCE_COLUMN_OF;
    } else if (ny_map_find(checker->figures, expression->name.text, &figure) &&
               checker->model->figures.items[figure].by_table == through.type.table) {
        meaning = figure_meaning(checker, figure);
        meaning.reference = NY_REFERENCE_ASSUME_OF;
    } else {
        NY_LIST(ny_text) candidates = {0};
        for (uint32_t i = 0; i < table->columns.count; i++)
            *NY_APPEND(checker->arena, &candidates) = table->columns.items[i].name;
        NY_SAY(checker, NY_NO_SUCH_COLUMN, expression->name.span, expression->name.text,
               table->name,
               ny_suggestion(checker, expression->name.text, candidates.items, candidates.count));
        return meaning;
    }
    meaning.grain = place->grain;
    meaning.through = column;
    meaning.may_be_unknown = meaning.may_be_unknown || through.may_be_unknown;
    return meaning;
}
