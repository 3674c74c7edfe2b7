/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* How a measure is estimated and how sure it is: by kaplan meier and its kin, rates over time,
 * bounds, pooling over years, shrinking towards a figure. Which of these go with which kind of
 * measure is decided here; the rest of a measure is checked in check_figures.c. */

#include "model/check_expression.h"

/* --- names for messages ------------------------------------------------------------------------ */

static const char *estimator_name(ny_estimator form)
{
    return form == NY_KAPLAN_MEIER ? "kaplan meier" : "aalen johansen";
}

static ny_phrase kind_phrase(ny_keyword kind)
{
    static const struct {
        ny_keyword kind;
        ny_phrase phrase;
    } kinds[] = {
        {NY_KEYWORD_SHARE, NY_WORDS_A_SHARE},   {NY_KEYWORD_MEAN, NY_WORDS_A_MEAN},
        {NY_KEYWORD_MEDIAN, NY_WORDS_A_MEDIAN}, {NY_KEYWORD_SUM, NY_WORDS_A_SUM},
        {NY_KEYWORD_COUNT, NY_WORDS_A_COUNT},   {NY_KEYWORD_RATIO, NY_WORDS_A_RATIO},
        {NY_KEYWORD_RATE, NY_WORDS_A_RATE},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].kind == kind)
            return kinds[i].phrase;
    return NY_WORDS_A_MEASURE;
}

/* "a share", "a median by kaplan meier" */
ny_text ny_measure_name(ny_checker *checker, const ny_measure_words *words)
{
    ny_text kind = ny_words(checker->sink, kind_phrase(words->kind));
    return words->estimator.form == NY_ESTIMATOR_NONE
               ? kind
               : NY_WORDS(checker->sink, NY_WORDS_ESTIMATED_BY, kind,
                          ny_text_of(estimator_name(words->estimator.form)));
}

/* --- by kaplan meier, by aalen johansen -------------------------------------------------------- */

const ny_narrowed *ny_narrow_event(ny_checker *checker, const ny_measure *measure,
                                   const ny_narrowed *outer, ny_narrowed *room)
{
    const ny_measure_words *words = measure->words;
    const ny_expression *value = words->value;
    bool time_to_event =
        words->estimator.form != NY_ESTIMATOR_NONE && words->kind == NY_KEYWORD_MEDIAN && value &&
        value->kind == NY_EXPRESSION_SUBTRACT && value->items.items[0]->kind == NY_EXPRESSION_NAME;
    if (!time_to_event)
        return outer;
    ny_text name = value->items.items[0]->name.text;
    const ny_table *table = &checker->model->tables.items[measure->table];
    uint32_t column = ny_table_column(table, name), figure;
    *room = (ny_narrowed){.outer = outer};
    if (column != NY_NONE) {
        room->is_column = true;
        room->table = measure->table;
        room->number = column;
        return table->columns.items[column].if_any ? room : outer;
    }
    if (!ny_map_find(checker->figures, name, &figure))
        return outer;
    const ny_figure *of = &checker->model->figures.items[figure];
    room->number = figure;
    return of->may_be_absent && !of->may_be_unknown ? room : outer;
}

static bool estimator_fits(ny_checker *checker, const ny_measure_words *words)
{
    const ny_estimator_words *by = &words->estimator;
    ny_text name = ny_text_of(estimator_name(by->form));
    ny_text what, reason, hint = NY_NO_TEXT;
    if (words->kind != NY_KEYWORD_SHARE && words->kind != NY_KEYWORD_MEDIAN) {
        what = ny_measure_name(checker, &(ny_measure_words){.kind = words->kind});
        reason = ny_words(checker->sink, NY_WORDS_ESTIMATES_EVENTS);
    } else if (by->form == NY_KAPLAN_MEIER && by->competing.count) {
        what = ny_words(checker->sink, NY_WORDS_COMPETING_EVENT);
        reason = ny_words(checker->sink, NY_WORDS_KNOWS_ONE_EVENT);
        hint = ny_words(checker->sink, NY_WORDS_SAY_AALEN_JOHANSEN);
    } else if (by->form == NY_AALEN_JOHANSEN && words->kind == NY_KEYWORD_MEDIAN) {
        what = ny_words(checker->sink, NY_WORDS_A_MEDIAN);
        reason = ny_words(checker->sink, NY_WORDS_HALF_MAY_NEVER_COME);
        hint = ny_words(checker->sink, NY_WORDS_MEASURE_THE_SHARE);
    } else if (by->form == NY_AALEN_JOHANSEN && !by->competing.count) {
        what = ny_words(checker->sink, NY_WORDS_A_SINGLE_EVENT);
        reason = ny_words(checker->sink, NY_WORDS_FOR_COMPETING_EVENTS);
        hint = ny_words(checker->sink, NY_WORDS_SAY_COMPETING);
    } else {
        return true;
    }
    NY_SAY(checker, NY_ESTIMATOR_DOES_NOT_FIT, by->span, name, what, reason, hint);
    return false;
}

/* Columns that end the looking: dates that may never come. */
static void end_columns(ny_checker *checker, uint32_t table_number, const ny_names *names,
                        uint32_t *columns)
{
    const ny_table *table = &checker->model->tables.items[table_number];
    for (uint32_t i = 0; i < names->count; i++) {
        const ny_name *name = &names->items[i];
        columns[i] = ny_table_column(table, name->text);
        if (columns[i] == NY_NONE) {
            NY_LIST(ny_text) candidates = {0};
            for (uint32_t c = 0; c < table->columns.count; c++)
                *NY_APPEND(checker->arena, &candidates) = table->columns.items[c].name;
            NY_SAY(checker, NY_NO_SUCH_COLUMN, name->span, name->text, table->name,
                   ny_suggestion(checker, name->text, candidates.items, candidates.count));
            continue;
        }
        const ny_column *column = &table->columns.items[columns[i]];
        if (column->type.kind == NY_KIND_DATE && !column->if_any)
            NY_SAY(checker, NY_DATE_IF_ANY_DUE, name->span, name->text,
                   ny_words(checker->sink, column->if_known ? NY_WORDS_DATE_THAT_MAY_MISS
                                                            : NY_WORDS_DATE_ALWAYS_THERE));
        else if (column->type.kind != NY_KIND_DATE && column->type.kind != NY_KIND_ANY)
            NY_SAY(checker, NY_DATE_IF_ANY_DUE, name->span, name->text,
                   ny_kind_name(checker, &column->type));
    }
}

typedef struct ny_windows {
    uint32_t count;
} ny_windows;

static void count_window(void *context, const ny_expression *expression)
{
    ny_windows *windows = context;
    windows->count += expression->kind == NY_EXPRESSION_WITHIN;
}

/* The one `within` of a condition, alone or joined to others by `and`; NULL where there is none. */
static const ny_expression *find_window(const ny_expression *condition)
{
    while (condition->kind == NY_EXPRESSION_AND) {
        ny_windows left = {0};
        ny_walk_expression(condition->items.items[0], count_window, &left);
        condition = condition->items.items[left.count ? 0 : 1];
    }
    return condition->kind == NY_EXPRESSION_WITHIN ? condition : NULL;
}

static void check_event(ny_checker *checker, const ny_expression *event)
{
    const ny_meaning *meaning = ny_meaning_of(checker->model, event);
    if (ny_is_any(meaning) || meaning->may_be_absent)
        return;
    NY_SAY(checker, NY_DATE_IF_ANY_DUE, event->span, ny_span_text(checker->sink, event->span),
           meaning->type.kind != NY_KIND_DATE ? ny_kind_name(checker, &meaning->type)
           : meaning->may_be_unknown          ? ny_words(checker->sink, NY_WORDS_DATE_THAT_MAY_MISS)
                                     : ny_words(checker->sink, NY_WORDS_DATE_ALWAYS_THERE));
}

static void check_share_over_time(ny_checker *checker, ny_measure *measure)
{
    const ny_expression *condition = measure->words->value;
    ny_windows windows = {0};
    ny_walk_expression(condition, count_window, &windows);
    const ny_expression *window = windows.count == 1 ? find_window(condition) : NULL;
    if (!window) {
        NY_SAY(checker, NY_ESTIMATOR_OF_WHAT, condition->span,
               ny_span_text(checker->sink, condition->span),
               ny_words(checker->sink, NY_WORDS_WHICH_ONE_EVENT),
               ny_words(checker->sink, NY_WORDS_SAY_SHARE_WITHIN));
        return;
    }
    measure->event = window->items.items[0];
    measure->window = window->items.items[1];
    measure->start = window->items.items[2];
    check_event(checker, measure->event);
    (void)ny_check_present(checker, measure->start, ny_meaning_of(checker->model, measure->start));
}

static void check_median_time(ny_checker *checker, ny_measure *measure, const ny_meaning *value)
{
    const ny_expression *time = measure->words->value;
    bool of_days = time->kind == NY_EXPRESSION_SUBTRACT &&
                   ny_meaning_of(checker->model, time->items.items[0])->type.kind == NY_KIND_DATE;
    if (!of_days) {
        if (!ny_is_any(value))
            NY_SAY(checker, NY_ESTIMATOR_OF_WHAT, time->span,
                   ny_span_text(checker->sink, time->span),
                   ny_words(checker->sink, NY_WORDS_FROM_DAY_TO_EVENT),
                   ny_words(checker->sink, NY_WORDS_SAY_MEDIAN_TIME));
        return;
    }
    measure->event = time->items.items[0];
    measure->start = time->items.items[1];
    ny_narrowed room;
    if (!ny_narrow_event(checker, measure, NULL, &room))
        check_event(checker, measure->event);
}

static void check_estimator(ny_checker *checker, ny_measure *measure, const ny_meaning *value)
{
    const ny_estimator_words *by = &measure->words->estimator;
    if (by->form == NY_ESTIMATOR_NONE || !estimator_fits(checker, measure->words))
        return;
    if (!measure->censored.items && by->censored.count) {
        measure->censored.items = NY_NEW_ARRAY(checker->arena, uint32_t, by->censored.count);
        measure->censored.count = measure->censored.capacity = by->censored.count;
    }
    if (!measure->competing.items && by->competing.count) {
        measure->competing.items = NY_NEW_ARRAY(checker->arena, uint32_t, by->competing.count);
        measure->competing.count = measure->competing.capacity = by->competing.count;
    }
    end_columns(checker, measure->table, &by->censored, measure->censored.items);
    end_columns(checker, measure->table, &by->competing, measure->competing.items);
    if (measure->words->kind == NY_KEYWORD_SHARE && value->type.kind == NY_KIND_YES_NO)
        check_share_over_time(checker, measure);
    if (measure->words->kind == NY_KEYWORD_MEDIAN && value->type.kind != NY_KIND_ANY)
        check_median_time(checker, measure, value);
}

/* --- rate … per 100 years of … ----------------------------------------------------------------- */

/* A rate is a number per time: 3.2 per 100 years is 0.032 per year, and reports show the former. */
static void check_rate(ny_checker *checker, ny_figure *figure, ny_measure *measure,
                       const ny_meaning *time)
{
    const ny_measure_words *words = measure->words;
    ny_unit unit;
    ny_rational factor;
    figure->type = ny_any_type();
    if (!ny_check_unit(checker, &words->per.unit, &unit, &factor))
        return;
    ny_text said = ny_span_text(checker->sink, words->per.span);
    bool in_days = ny_unit_equal(unit, ny_unit_base(NY_UNIT_DAY));
    if (!in_days && !ny_unit_equal(unit, ny_unit_base(NY_UNIT_MONTH))) {
        ny_type type = ny_number_type(unit);
        NY_SAY(checker, NY_NOT_A_SPAN, words->per.span, said, ny_kind_name(checker, &type));
        return;
    }
    if (time->type.kind == NY_KIND_NUMBER && !ny_unit_equal(time->type.unit, unit)) {
        bool of_time = ny_unit_equal(time->type.unit, ny_unit_base(NY_UNIT_DAY)) ||
                       ny_unit_equal(time->type.unit, ny_unit_base(NY_UNIT_MONTH));
        NY_SAY(checker, NY_RATE_TIME, words->to->span, ny_span_text(checker->sink, words->to->span),
               ny_said_name(checker, words->to, time), said,
               !of_time ? ny_words(checker->sink, NY_WORDS_RATE_COUNTS)
                        : ny_words(checker->sink, NY_WORDS_DAYS_OF_A_MONTH),
               !of_time  ? NY_NO_TEXT
               : in_days ? ny_words(checker->sink, NY_WORDS_SAY_PER_YEARS)
                         : ny_words(checker->sink, NY_WORDS_SAY_PER_DAYS));
        return;
    }
    if (time->type.kind != NY_KIND_NUMBER)
        return;
    measure->per = ny_rational_multiply(checker->arena, words->per.number, factor);
    ny_unit per = ny_unit_none();
    if (!ny_unit_multiply(per, unit, -1, &per))
        return;
    figure->type = ny_number_type(per);
    figure->unit_text = ny_format(checker->arena, "per %.*s", NY_PRINT(said));
    figure->factor = ny_rational_divide(checker->arena, NY_RATIONAL_ONE, measure->per);
}

/* --- bounds ------------------------------------------------------------------------------------ */

typedef enum ny_fits {
    FITS_NOTHING,
    FITS_SHARE,
    FITS_MEAN,
    FITS_EVENTS,
    FITS_SURVIVAL,
    FITS_DIFFERENCE,
    FITS_STANDARDISED,
} ny_fits;

static const struct {
    ny_bounds_form form;
    ny_fits fits;
} bounds_forms[] = {
#define NY_BOUNDS(name, first, second, third, fits) {NY_BOUNDS_##name, FITS_##fits},
#include "text/bounds.def"
#undef NY_BOUNDS
};

#define BOUNDS_FORMS (sizeof bounds_forms / sizeof *bounds_forms)

static ny_fits fits_of(ny_bounds_form form)
{
    for (size_t i = 0; i < BOUNDS_FORMS; i++)
        if (bounds_forms[i].form == form)
            return bounds_forms[i].fits;
    return FITS_NOTHING;
}

/* Is it a number of events, over something? */
static bool counts_events(const ny_measure_words *words, const ny_meaning *value)
{
    return words->kind == NY_KEYWORD_SHARE || words->kind == NY_KEYWORD_RATE ||
           (words->kind == NY_KEYWORD_RATIO && value->type.kind == NY_KIND_NUMBER &&
            ny_unit_is_none(value->type.unit));
}

/* Poisson bounds are of a number of events: a ratio's upper part must be a bare number. */
static ny_fits fits_due(const ny_measure_words *words, const ny_meaning *value,
                        const ny_meaning *to)
{
    if (words->estimator.form == NY_KAPLAN_MEIER)
        return FITS_SURVIVAL;
    if (words->estimator.form == NY_AALEN_JOHANSEN)
        return FITS_NOTHING;
    if (words->standardised.said)
        return counts_events(words, value) ? FITS_STANDARDISED : FITS_NOTHING;
    switch ((int)words->kind) {
    case NY_KEYWORD_SHARE:
        return words->less ? FITS_DIFFERENCE : FITS_SHARE;
    case NY_KEYWORD_MEAN:
        return FITS_MEAN;
    case NY_KEYWORD_RATE:
        return FITS_EVENTS;
    case NY_KEYWORD_RATIO:
        return value->type.kind == NY_KIND_NUMBER && ny_unit_is_none(value->type.unit) &&
                       to->type.kind == NY_KIND_NUMBER && ny_unit_is_none(to->type.unit)
                   ? FITS_EVENTS
                   : FITS_NOTHING;
    default:
        return FITS_NOTHING;
    }
}

/* "`wilson`, `clopper pearson` or `jeffreys`" */
static ny_text forms_that_fit(ny_checker *checker, ny_fits fits)
{
    ny_buffer list = ny_buffer_create(checker->arena);
    size_t last = 0, first = BOUNDS_FORMS;
    for (size_t i = 0; i < BOUNDS_FORMS; i++)
        if (bounds_forms[i].fits == fits) {
            last = i;
            first = first < i ? first : i;
        }
    for (size_t i = 0; i < BOUNDS_FORMS; i++) {
        if (bounds_forms[i].fits != fits)
            continue;
        ny_text between = i == last ? ny_words(checker->sink, NY_WORDS_OR) : NY_TEXT(", ");
        ny_buffer_add(&list, i == first ? NY_NO_TEXT : between);
        ny_buffer_format(&list, "`%.*s`",
                         NY_PRINT(ny_bounds_text(checker->arena, bounds_forms[i].form)));
    }
    return ny_buffer_text(&list);
}

/* "a share less another", "a rate, standardised" */
static ny_text bounded_name(ny_checker *checker, const ny_measure_words *words)
{
    ny_text name = ny_measure_name(checker, words);
    if (words->less && words->kind == NY_KEYWORD_SHARE)
        return ny_words(checker->sink, NY_WORDS_A_SHARE_LESS_ANOTHER);
    return words->standardised.said ? NY_WORDS(checker->sink, NY_WORDS_0_STANDARDISED, name) : name;
}

static bool bounds_fit(ny_checker *checker, const ny_measure_words *words, const ny_meaning *value,
                       const ny_meaning *to)
{
    const ny_bounds_words *bounds = &words->bounds;
    ny_text form = ny_span_text(checker->sink, bounds->form_span);
    if (words->shrunk.towards) {
        NY_SAY(checker, NY_BOUNDS_DO_NOT_FIT, bounds->span, form,
               ny_words(checker->sink, NY_WORDS_FIGURE_SHRUNK),
               ny_words(checker->sink, NY_WORDS_RESTS_ON_MORE),
               ny_words(checker->sink, NY_WORDS_MEASURE_APART));
        return false;
    }
    ny_fits due = fits_due(words, value, to);
    if (due != FITS_NOTHING && fits_of(bounds->form) == due)
        return true;
    ny_text name = bounded_name(checker, words);
    NY_SAY(checker, NY_BOUNDS_DO_NOT_FIT, bounds->form_span, form, name,
           due == FITS_NOTHING ? ny_words(checker->sink, NY_WORDS_BOUNDS_OF_WHAT)
                               : ny_words(checker->sink, NY_WORDS_BOUNDS_OF_ONE_KIND),
           due == FITS_NOTHING ? NY_NO_TEXT
                               : NY_WORDS(checker->sink, NY_WORDS_BOUNDS_THERE_ARE, name,
                                          forms_that_fit(checker, due)));
    return false;
}

static void check_bounds(ny_checker *checker, const ny_figure *figure, ny_measure *measure,
                         const ny_meaning *value, const ny_meaning *to)
{
    const ny_bounds_words *bounds = &measure->words->bounds;
    const ny_literal *level = &bounds->level, *step = &bounds->rounding.to;
    ny_unit unit;
    ny_rational factor;
    bool any = measure->words->value && ny_is_any(value);
    if (bounds->form == NY_BOUNDS_NONE || any || figure->type.kind == NY_KIND_ANY ||
        !bounds_fit(checker, measure->words, value, to))
        return;
    bool bare = !level->unit.over.text.size && !level->unit.per.count;
    if (!level->is_percent || !bare ||
        ny_rational_compare(level->number, ny_rational_whole(80)) < 0 ||
        ny_rational_compare(level->number, ny_rational_decimal(checker->arena, 9999, 2)) > 0)
        NY_SAY(checker, NY_BOUNDS_LEVEL, level->span, ny_span_text(checker->sink, level->span));
    measure->level = ny_rational_divide(checker->arena, level->number, ny_rational_whole(100));
    if (!ny_check_unit(checker, &step->unit, &unit, &factor))
        return;
    ny_type type = ny_number_type(unit);
    if (!ny_type_agrees(&type, &figure->type)) {
        NY_SAY(checker, NY_ONE_UNIT_DUE, step->span, ny_span_text(checker->sink, step->span),
               ny_kind_name(checker, &type), ny_kind_name(checker, &figure->type));
        return;
    }
    if (ny_rational_sign(step->number) <= 0)
        NY_SAY(checker, NY_ROUNDED_TO_WHAT, step->span, ny_span_text(checker->sink, step->span));
    bool percent = step->is_percent || step->is_percentage_points;
    ny_rational finest = ny_rational_decimal(checker->arena, 1, percent ? 10 : 12);
    if (ny_rational_sign(step->number) > 0 && ny_rational_compare(step->number, finest) < 0)
        NY_SAY(checker, NY_BOUNDS_TOO_FINE, step->span, ny_span_text(checker->sink, step->span));
    if (percent)
        factor = ny_rational_divide(checker->arena, factor, ny_rational_whole(100));
    measure->bounds_rounding = ny_rational_multiply(checker->arena, step->number, factor);
    measure->bounds_halves = bounds->rounding.halves_said ? bounds->rounding.halves
                             : checker->model->contract ? checker->model->contract->rounding.halves
                                                        : NY_HALVES_AWAY_FROM_ZERO;
}

/* --- pooled, shrunk ---------------------------------------------------------------------------- */

static void check_pooled(ny_checker *checker, ny_measure *measure)
{
    const ny_expression *over = measure->words->pooled.over;
    ny_span_of_time span;
    measure->pooled = 1;
    if (!over)
        return;
    ny_place_in place = {.grain = {NY_GRAIN_CONTRACT, NY_NONE}};
    ny_meaning meaning = ny_check_expression(checker, over, &place);
    bool open = meaning.reference == NY_REFERENCE_FIGURE &&
                checker->model->figures.items[meaning.number].to_be_agreed;
    if (open || !ny_check_span(checker, over, &span))
        return;
    int32_t months = checker->model->period_months;
    if (span.days == 0 && span.months % months == 0 && span.months / months >= 2)
        measure->pooled = (uint32_t)(span.months / months);
    else
        NY_SAY(checker, NY_POOLED_OVER, over->span, ny_span_text(checker->sink, over->span),
               ny_text_of(ny_keyword_text(checker->model->period_word)));
}

static void check_shrunk(ny_checker *checker, const ny_figure *figure,
                         const ny_measure_words *words)
{
    const ny_expression *towards = words->shrunk.towards;
    if (!towards)
        return;
    bool fits = words->estimator.form == NY_ESTIMATOR_NONE &&
                (words->kind == NY_KEYWORD_SHARE || words->kind == NY_KEYWORD_MEAN);
    if (!fits) {
        NY_SAY(checker, NY_SHRUNK_OF_WHAT, words->shrunk.span, figure->name,
               ny_measure_name(checker, words));
        return;
    }
    ny_place_in place = {.grain = {NY_GRAIN_EACH_PERIOD, NY_NONE}};
    ny_meaning meaning = ny_check_expression(checker, towards, &place);
    if (!ny_check_known(checker, towards, &meaning) || ny_type_agrees(&meaning.type, &figure->type))
        return;
    if (ny_is_bare(towards, &meaning))
        NY_SAY(
            checker, NY_BARE_NUMBER, towards->span, ny_span_text(checker->sink, towards->span),
            ny_kind_name(checker, &figure->type),
            ny_bare_hint(checker, ny_span_text(checker->sink, towards->span), figure->type.unit));
    else
        NY_SAY(checker, NY_ONE_UNIT_DUE, towards->span, ny_span_text(checker->sink, towards->span),
               ny_said_name(checker, towards, &meaning), ny_kind_name(checker, &figure->type));
}

/* ------------------------------------------------------------------------------------------------ */

void ny_check_measure_forms(ny_checker *checker, ny_figure *figure, const ny_meaning *value,
                            const ny_meaning *to)
{
    ny_measure *measure = &checker->model->measures.items[figure->measure];
    check_estimator(checker, measure, value);
    if (measure->words->kind == NY_KEYWORD_RATE)
        check_rate(checker, figure, measure, to);
    check_bounds(checker, figure, measure, value, to);
    check_pooled(checker, measure);
    check_shrunk(checker, figure, measure->words);
    ny_check_standardised(checker, figure, measure);
    ny_check_less(checker, figure, measure);
}
