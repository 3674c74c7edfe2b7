/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The report of a simulation, for a procurement officer: party by party how far what it gets may lie
 * from what is expected, from which clauses it comes and how much of each is chance; year by year who
 * gains and who pays; the measures; and the alternatives against each other. */

#include "io/number_words.h"
#include "io/page.h"
#include "io/simulate.h"
#include "io/simulate_study.h"
#include "use/fit.h"

#include <math.h>

static const ny_page_layout party_layout = {
    "worlds", 5, {{31, 0, false}, {13, 1, true}, {11, 1, true}, {26, 1, true}, {12, 1, true}}};
static const ny_page_layout line_layout = {
    "worlds",
    6,
    {{33, 0, false}, {12, 1, true}, {12, 1, true}, {12, 1, true}, {11, 1, true}, {10, 1, true}}};
static const ny_page_layout year_layout = {
    "worlds", 5, {{26, 0, false}, {16, 1, true}, {16, 1, true}, {16, 1, true}, {16, 1, true}}};
static const ny_page_layout cash_layout = {
    "worlds", 4, {{26, 0, false}, {16, 1, true}, {16, 1, true}, {30, 1, true}}};
static const ny_page_layout measure_layout = {
    "worlds", 5, {{40, 0, false}, {10, 1, true}, {18, 1, true}, {18, 1, true}, {6, 1, true}}};

/* Fewer pairs of worlds say nothing of chance. */
#define FEWEST_PAIRS 30

typedef struct ny_worlds_page {
    ny_page page;
    const ny_simulation *simulation;
    const ny_prose *prose;
    const ny_model *model;
} ny_worlds_page;

#define TELL(on, name, ...) NY_TELLS((on)->prose, name, __VA_ARGS__)
#define TELL_PLAIN(on, name) NY_TELLS_PLAIN((on)->prose, name)
#define TELL_CODE(on, code, ...) NY_TELLS_CODE((on)->prose, code, __VA_ARGS__)

static ny_text count_text(const ny_worlds_page *on, uint32_t count)
{
    return ny_prose_number(on->prose, ny_rational_whole(count));
}

/* A number that is a name, without signs between its thousands. */
static ny_text plain(const ny_worlds_page *on, uint64_t number)
{
    return ny_format(on->page.arena, "%llu", (unsigned long long)number);
}

static ny_text number(const ny_worlds_page *on, double value)
{
    return ny_number_words(on->prose, value);
}

static ny_text share(const ny_worlds_page *on, double part)
{
    return ny_percent_words(on->prose, part);
}

static ny_text band(const ny_worlds_page *on, const ny_estimate *of, uint32_t low)
{
    return TELL(on, SM_BAND, number(on, of->quantiles[low]),
                number(on, of->quantiles[NY_ESTIMATE_QUANTILES - 1 - low]));
}

/* "36.4 ± 1.5 %"; of none and of all there is no such error: see SM_FOOT_NONE. */
static ny_text share_words(const ny_worlds_page *on, const ny_figured *of)
{
    ny_text value = share(on, of->value), part = of->se > 0 ? share(on, of->se) : NY_NO_TEXT;
    if (!part.size)
        return value;
    size_t digits = value.size;
    while (digits && (value.data[digits - 1] < '0' || value.data[digits - 1] > '9'))
        digits--;
    return TELL(on, SM_VALUE_ERROR, (ny_text){value.data, digits}, part);
}

static ny_text error(const ny_worlds_page *on, double se)
{
    return TELL(on, SM_PLUS_MINUS, number(on, se));
}

static void note(ny_worlds_page *on, ny_text text)
{
    ny_page_add(&on->page, NY_BLOCK_NOTE, text);
}

static void under(ny_worlds_page *on, ny_text text)
{
    ny_page_add(&on->page, NY_BLOCK_UNDER, text);
}

static ny_text unit_words(const ny_worlds_page *on, const ny_account *account)
{
    return ny_prose_unit(
        on->prose, ny_account_unit(on->page.arena, on->model, account->currency, account->unit),
        true);
}

static ny_text party_words(const ny_worlds_page *on, const ny_account *account)
{
    return TELL(on, SM_PARTY_UNIT, ny_prose_party(on->prose, account->party),
                unit_words(on, account));
}

static ny_text period_word(const ny_worlds_page *on)
{
    return on->model->period_months == 12  ? TELL_PLAIN(on, SM_YEAR)
           : on->model->period_months == 3 ? TELL_PLAIN(on, SM_QUARTER)
                                           : TELL_PLAIN(on, SM_MONTH);
}

/* How far an end of an interval lies from the value in it; NaN: so few worlds give no such end. */
static double off(double value, ny_interval interval)
{
    double below = value - interval.low, above = interval.high - value;
    return isnan(below) || isnan(above) ? (double)NAN : below > above ? below : above;
}

/* Over the bands of a table: how far their ends and medians may lie off, as a part of the band's width.
 * NaN once it is not known of one. */
typedef struct ny_offs {
    double ends, medians;
} ny_offs;

static void look_at_band(ny_offs *offs, const ny_estimate *of)
{
    uint32_t last = NY_ESTIMATE_QUANTILES - 1, median = NY_ESTIMATE_MEDIAN;
    double width = of->quantiles[last] - of->quantiles[0];
    if (!of->worlds || !(width > 0))
        return;
    double low = off(of->quantiles[0], of->intervals[0]) / width;
    double high = off(of->quantiles[last], of->intervals[last]) / width;
    double middle = off(of->quantiles[median], of->intervals[median]) / width;
    double ends = low > high || isnan(low) ? low : high;
    offs->ends = ends > offs->ends || isnan(ends) ? ends : offs->ends;
    offs->medians = middle > offs->medians || isnan(middle) ? middle : offs->medians;
}

static ny_text off_words(const ny_worlds_page *on, double part)
{
    return isnan(part) ? TELL_PLAIN(on, SM_OFF_UNKNOWN) : TELL(on, SM_OFF, share(on, part));
}

/* Where the ends of 95 % of the worlds lie themselves, under the line that says them. */
static void add_ends(ny_worlds_page *on, const ny_estimate *of)
{
    const ny_interval *low = &of->intervals[0], *high = &of->intervals[NY_ESTIMATE_QUANTILES - 1];
    if (!of->worlds || !(of->sd > 0))
        return;
    if (isnan(low->low) || isnan(low->high) || isnan(high->low) || isnan(high->high))
        under(on, TELL_PLAIN(on, SM_ENDS_UNKNOWN));
    else
        under(on, TELL(on, SM_ENDS, number(on, low->low), number(on, low->high),
                       number(on, high->low), number(on, high->high)));
}

/* --- the head ---------------------------------------------------------------------------------- */

static bool is_imagined(const ny_model *model, uint32_t table)
{
    for (uint32_t i = 0; i < model->row_models.count; i++)
        if (ny_text_equal(model->row_models.items[i]->is.model.table.text,
                          model->tables.items[table].name))
            return true;
    for (uint32_t i = 0; i < model->figures.count;
         i++) /* given: an assumption is one of its rows */
        if (model->figures.items[i].rows_of == table)
            return true;
    return false;
}

static void add_end(ny_worlds_page *on)
{
    const ny_simulation *of = on->simulation;
    switch (of->end) {
    case NY_WORLDS_ALL:
        return;
    case NY_WORLDS_STOPPED:
        note(on, TELL(on, SM_STOPPED, count_text(on, of->worlds), count_text(on, of->asked)));
        return;
    case NY_WORLDS_ERROR_SMALL:
        note(on, TELL(on, SM_ERROR_SMALL, share(on, of->until_error)));
        return;
    case NY_WORLDS_TOLD:
        note(on, TELL(on, SM_ERROR_LARGE, share(on, of->until_error)));
        return;
    }
}

/* What is drawn where a model gives a best guess and an interval. */
static void add_fitted(ny_worlds_page *on)
{
    bool begun = false;
    for (uint32_t i = 0; i < on->model->figures.count; i++) {
        const ny_figure *figure = &on->model->figures.items[i];
        ny_text fit = figure->kind == NY_FIGURE_ASSUME
                          ? ny_fit_text(on->page.arena, on->model, figure)
                          : NY_NO_TEXT;
        if (!fit.size)
            continue;
        if (!begun)
            ny_page_add(&on->page, NY_BLOCK_SECTION, TELL_PLAIN(on, SM_FITTED));
        begun = true;
        ny_page_add(&on->page, NY_BLOCK_ITEM, TELL(on, SM_FITTED_ONE, figure->name, fit));
    }
}

static void add_head(ny_worlds_page *on)
{
    const ny_simulation *of = on->simulation;
    ny_text worlds = count_text(on, of->worlds), seed = plain(on, of->seed);
    ny_page_add(&on->page, NY_BLOCK_TITLE, ny_prose_words_of(on->prose, on->model->title));
    note(on, of->from ? TELL(on, SM_WORLDS_FROM, worlds, seed, plain(on, of->from))
                      : TELL(on, SM_WORLDS, worlds, seed));
    add_end(on);
    if (ny_model_money_year(on->model))
        note(on, ny_prose_money_year(on->prose, on->model));
    for (uint32_t t = 0; t < on->model->tables.count; t++)
        if (!on->model->has_study && !is_imagined(on->model, t))
            note(on, TELL(on, SM_NO_ROWS,
                          ny_format(on->page.arena, "`%.*s`",
                                    NY_PRINT(on->model->tables.items[t].name))));
    for (uint32_t i = 0; i < of->set.count; i++)
        note(on, TELL(on, SM_SET, of->set.items[i]));
    if (of->assumed.count)
        ny_page_add(&on->page, NY_BLOCK_SECTION, TELL_PLAIN(on, SM_ASSUMED));
    for (uint32_t i = 0; i < of->assumed.count; i++)
        ny_page_add(&on->page, NY_BLOCK_ITEM,
                    TELL(on, SM_ASSUMED_ONE,
                         on->model->figures.items[of->assumed.items[i].figure].name,
                         ny_text_of(of->assumed.items[i].instead), of->assumed.items[i].words));
    add_fitted(on);
}

/* --- parties ----------------------------------------------------------------------------------- */

static ny_text years_words(const ny_worlds_page *on, double years)
{
    return ny_prose_span(on->prose, (ny_span_of_time){.months = (int32_t)(years * 12 + 0.5)});
}

static void add_median(ny_worlds_page *on, const ny_payback *of)
{
    const ny_interval *interval = &of->median_interval;
    if (isnan(interval->low))
        under(on, TELL_PLAIN(on, SM_ENDS_UNKNOWN));
    else if (isnan(interval->high))
        under(on, TELL(on, SM_MEDIAN_FROM, years_words(on, interval->low)));
    else
        under(on, TELL(on, SM_MEDIAN_BETWEEN, years_words(on, interval->low),
                       years_words(on, interval->high)));
}

static void add_payback(ny_worlds_page *on, const ny_account *account)
{
    const ny_payback *of = &account->payback;
    bool sells = on->model->parties.items[account->party].role == NY_KEYWORD_SELLS;
    if (!(of->below.value > 0) || (!sells && !(of->back.value > 0)))
        return; /* who only pays waits for nothing */
    under(on, TELL(on, SM_DEEPEST, number(on, account->deepest.mean),
                   number(on, account->deepest.se), number(on, account->deepest.quantiles[0]),
                   number(on, account->deepest.quantiles[NY_ESTIMATE_QUANTILES - 1])));
    add_ends(on, &account->deepest);
    ny_text below = share_words(on, &of->below), back = share_words(on, &of->back);
    if (isnan(of->median)) {
        under(on, TELL(on, SM_NOT_BACK, below, back));
        return;
    }
    under(on, TELL(on, SM_BACK, below, back, years_words(on, of->median)));
    add_median(on, of);
}

static void add_parties(ny_worlds_page *on, const ny_simulated *of)
{
    ny_page_add(&on->page, NY_BLOCK_SECTION,
                on->model->has_present_value ? TELL_PLAIN(on, SM_PARTIES)
                                             : TELL_PLAIN(on, SM_PARTIES_PLAIN));
    NY_PAGE_ROW(&on->page, &party_layout, NY_NO_TEXT, NY_NO_TEXT, TELL_PLAIN(on, SM_MEAN),
                TELL_PLAIN(on, SM_ERROR), TELL_PLAIN(on, SM_BAND_95), TELL_PLAIN(on, SM_BELOW));
    for (uint32_t i = 0; i < of->accounts.count; i++) {
        const ny_account *account = &of->accounts.items[i];
        NY_PAGE_ROW(&on->page, &party_layout, NY_NO_TEXT, party_words(on, account),
                    number(on, account->npv.mean), error(on, account->npv.se),
                    band(on, &account->npv, 0), share_words(on, &account->loss));
        add_ends(on, &account->npv);
        if (account->shortfall.worlds)
            under(on, TELL(on, SM_SHORTFALL, number(on, account->shortfall.value),
                           number(on, account->shortfall.se)));
        add_payback(on, account);
    }
}

/* --- a seller's cash ---------------------------------------------------------------------------- */

static ny_text period_words(const ny_worlds_page *on, uint32_t period)
{
    return TELL(on, SM_YEAR_OF, plain(on, period + 1),
                ny_prose_date(on->prose, on->model->periods.items[period].from));
}

static void add_cash(ny_worlds_page *on, const ny_account *account)
{
    ny_page_add(&on->page, NY_BLOCK_SECTION, TELL(on, SM_CASH, party_words(on, account)));
    NY_PAGE_ROW(&on->page, &cash_layout, NY_NO_TEXT, period_word(on), TELL_PLAIN(on, SM_OF_YEAR),
                TELL_PLAIN(on, SM_SO_FAR), TELL_PLAIN(on, SM_BAND_95));
    double of_period = 0, so_far = 0;
    ny_offs offs = {0, 0};
    for (uint32_t p = 0; p < on->simulation->periods; p++) {
        const ny_estimate *net = &account->by_period[p], *cash = &account->cash[p];
        NY_PAGE_ROW(&on->page, &cash_layout, NY_NO_TEXT, period_words(on, p), number(on, net->mean),
                    number(on, cash->mean), band(on, cash, 0));
        of_period = net->se > of_period ? net->se : of_period;
        so_far = cash->se > so_far ? cash->se : so_far;
        look_at_band(&offs, cash);
    }
    NY_PAGE_ROW(&on->page, &cash_layout, NY_NO_TEXT, TELL_PLAIN(on, SM_ERROR_AT_MOST),
                error(on, of_period), error(on, so_far), off_words(on, offs.ends));
}

static void add_sellers_cash(ny_worlds_page *on, const ny_simulated *of)
{
    for (uint32_t i = 0; i < of->accounts.count; i++) {
        const ny_account *account = &of->accounts.items[i];
        if (account->currency != NY_NONE &&
            on->model->parties.items[account->party].role == NY_KEYWORD_SELLS)
            add_cash(on, account);
    }
}

/* --- clause by clause -------------------------------------------------------------------------- */

static ny_text line_words(const ny_worlds_page *on, const ny_simulated_line *line)
{
    const ny_payment *payment = &on->model->payments.items[line->payment];
    ny_text label = ny_prose_words_of(on->prose, payment->label);
    if (payment->clause.size)
        label = ny_format(on->page.arena, "%.*s %.*s", NY_PRINT(payment->clause), NY_PRINT(label));
    else if (payment->is_cost)
        label = TELL(on, SM_COST, label);
    else if (payment->is_benefit)
        label = TELL(on, SM_BENEFIT, label);
    return ny_format(on->page.arena, "  %.*s", NY_PRINT(ny_shortened(on->page.arena, label, 31)));
}

static ny_text chance_words(const ny_worlds_page *on, const ny_figured *chance)
{
    if (chance->worlds < FEWEST_PAIRS)
        return NY_NO_TEXT;
    return TELL(on, SM_VALUE_ERROR,
                ny_format(on->page.arena, "%.0f", (chance->value < 1 ? chance->value : 1) * 100),
                ny_format(on->page.arena, "%.0f %%", chance->se * 100));
}

/* How often something flows, where it is neither always nor never: over the years in which it may. */
static void add_made(ny_worlds_page *on, const ny_simulated_line *line)
{
    double sum = 0, errors = 0, years = 0;
    for (uint32_t p = 0; p < on->simulation->periods; p++) {
        sum += line->by_period[p].made.value;
        errors += line->by_period[p].made.se;
        years += line->by_period[p].made.value > 0;
    }
    if (!(years > 0) || sum >= 0.995 * years)
        return;
    /* The error of a mean is no more than the mean of the errors, however years hang together. */
    ny_figured made = {.value = sum / years, .se = errors / years};
    under(on, TELL_CODE(on, ny_prose_by_period(on->prose, NY_TELL_SM_MADE_YEARS),
                        share_words(on, &made)));
}

/* The larger error of what is paid and received, as a part of all that the party pays and receives. */
static void look_at_gross(double *most, const ny_account *in, const ny_figured *pays,
                          const ny_figured *receives)
{
    double all = in->pays.value + in->receives.value;
    double part = all > 0 ? fmax(pays->se, receives->se) / all : 0;
    *most = part > *most ? part : *most;
}

static void add_lines(ny_worlds_page *on, const ny_simulated *of)
{
    double gross = 0;
    ny_page_add(&on->page, NY_BLOCK_SECTION, TELL_PLAIN(on, SM_LINES));
    NY_PAGE_ROW(&on->page, &line_layout, NY_NO_TEXT, NY_NO_TEXT, TELL_PLAIN(on, SM_PAYS),
                TELL_PLAIN(on, SM_RECEIVES), TELL_PLAIN(on, SM_NET), TELL_PLAIN(on, SM_ERROR),
                TELL_PLAIN(on, SM_CHANCE));
    for (uint32_t i = 0; i < of->accounts.count; i++) {
        const ny_account *account = &of->accounts.items[i];
        NY_PAGE_ROW(&on->page, &line_layout, NY_NO_TEXT,
                    ny_shortened(on->page.arena, party_words(on, account), 33),
                    number(on, account->pays.value), number(on, account->receives.value),
                    number(on, account->npv.mean), error(on, account->npv.se), NY_NO_TEXT);
        look_at_gross(&gross, account, &account->pays, &account->receives);
        for (uint32_t k = 0; k < account->lines.count; k++) {
            const ny_simulated_line *line = &account->lines.items[k];
            NY_PAGE_ROW(&on->page, &line_layout, NY_NO_TEXT, line_words(on, line),
                        number(on, line->pays.value), number(on, line->receives.value),
                        number(on, line->npv.mean), error(on, line->npv.se),
                        chance_words(on, &line->chance));
            look_at_gross(&gross, account, &line->pays, &line->receives);
            const ny_payment *payment = &on->model->payments.items[line->payment];
            if (!payment->is_cost && !payment->is_benefit)
                add_made(on, line);
        }
    }
    if (gross > 0)
        under(on, TELL(on, SM_GROSS_ERROR, share(on, gross)));
}

/* What stands under each heading, beside what stands under the others: a party without any has none. */
static void add_headings(ny_worlds_page *on, const ny_simulated *of)
{
    bool begun = false;
    for (uint32_t i = 0; i < of->accounts.count; i++) {
        const ny_account *account = &of->accounts.items[i];
        if (!account->headings.count)
            continue;
        if (!begun) {
            ny_page_add(&on->page, NY_BLOCK_SECTION, TELL_PLAIN(on, SM_HEADINGS));
            NY_PAGE_ROW(&on->page, &line_layout, NY_NO_TEXT, NY_NO_TEXT, TELL_PLAIN(on, SM_PAYS),
                        TELL_PLAIN(on, SM_RECEIVES), TELL_PLAIN(on, SM_NET),
                        TELL_PLAIN(on, SM_ERROR), NY_NO_TEXT);
        }
        begun = true;
        NY_PAGE_ROW(&on->page, &line_layout, NY_NO_TEXT,
                    ny_shortened(on->page.arena, party_words(on, account), 33),
                    number(on, account->pays.value), number(on, account->receives.value),
                    number(on, account->npv.mean), error(on, account->npv.se), NY_NO_TEXT);
        for (uint32_t k = 0; k < account->headings.count; k++) {
            const ny_simulated_heading *heading = &account->headings.items[k];
            ny_text words = heading->heading.size ? ny_prose_words_of(on->prose, heading->heading)
                                                  : TELL_PLAIN(on, SM_NO_HEADING);
            words = ny_format(on->page.arena, "  %.*s",
                              NY_PRINT(ny_shortened(on->page.arena, words, 31)));
            NY_PAGE_ROW(&on->page, &line_layout, NY_NO_TEXT, words, number(on, heading->pays.value),
                        number(on, heading->receives.value), number(on, heading->npv.mean),
                        error(on, heading->npv.se), NY_NO_TEXT);
        }
    }
}

/* --- year by year ------------------------------------------------------------------------------ */

#define ACCOUNTS_A_TABLE 4u

/* By calendar year where that was not declined, and the worlds tell. */
static uint32_t budget_years(const ny_worlds_page *on, const ny_simulated *of)
{
    return on->simulation->contract_years || !of->years ? on->simulation->periods : of->years;
}

/* The net of a column in a year, or of all (NY_NONE), with its error: of an account; behind the last of
 * all others. */
static ny_figured column_net(const ny_worlds_page *on, const ny_simulated *of,
                             const uint32_t *columns, uint32_t count, uint32_t column,
                             uint32_t year)
{
    uint32_t last = on->simulation->periods - 1;
    bool calendar = !on->simulation->contract_years && of->years;
    if (column == count) {
        uint32_t currency = of->accounts.items[columns[0]].currency;
        const ny_others *others = &of->others.items[currency];
        return year == NY_NONE ? others->in_all
               : calendar      ? others->by_year[year]
                               : others->by_period[year];
    }
    const ny_account *account = &of->accounts.items[columns[column]];
    if (calendar && year != NY_NONE)
        return account->by_year[year];
    const ny_estimate *net = year == NY_NONE ? &account->cash[last] : &account->by_period[year];
    return (ny_figured){.worlds = net->worlds, .value = net->mean, .se = net->se};
}

static double largest_error(const ny_worlds_page *on, const ny_simulated *of,
                            const uint32_t *columns, uint32_t count, uint32_t column)
{
    double most = 0;
    for (uint32_t y = 0; y < budget_years(on, of); y++) {
        double se = column_net(on, of, columns, count, column, y).se;
        most = se > most ? se : most;
    }
    return most;
}

static ny_text budget_year_words(const ny_worlds_page *on, const ny_simulated *of, uint32_t year)
{
    if (on->simulation->contract_years || !of->years)
        return period_words(on, year);
    return ny_format(on->page.arena, "%d", (int)of->first_year + (int)year);
}

/* A few columns of the table: those from `first` on. */
static void add_year_columns(ny_worlds_page *on, const ny_simulated *of, const uint32_t *columns,
                             uint32_t count, uint32_t first)
{
    bool calendar = !on->simulation->contract_years && of->years;
    ny_text cells[NY_PAGE_CELLS] = {calendar ? TELL_PLAIN(on, SM_YEAR) : period_word(on)};
    uint32_t years = budget_years(on, of);
    for (uint32_t c = 0; c < ACCOUNTS_A_TABLE && first + c <= count; c++)
        cells[c + 1] =
            first + c == count
                ? TELL_PLAIN(on, SM_OTHERS)
                : ny_shortened(
                      on->page.arena,
                      ny_prose_party(on->prose, of->accounts.items[columns[first + c]].party), 16);
    ny_page_row(&on->page, &year_layout, NY_NO_TEXT, cells);
    for (uint32_t y = 0; y <= years; y++) {
        bool all = y == years;
        cells[0] = all ? TELL_PLAIN(on, SM_IN_ALL) : budget_year_words(on, of, y);
        for (uint32_t c = 0; c < ACCOUNTS_A_TABLE && first + c <= count; c++)
            cells[c + 1] =
                number(on, column_net(on, of, columns, count, first + c, all ? NY_NONE : y).value);
        ny_page_row(&on->page, &year_layout, NY_NO_TEXT, cells);
    }
    for (uint32_t row = 0; row < 2; row++) {
        cells[0] = row ? TELL_PLAIN(on, SM_ERROR_IN_ALL) : TELL_PLAIN(on, SM_ERROR_AT_MOST);
        for (uint32_t c = 0; c < ACCOUNTS_A_TABLE && first + c <= count; c++)
            cells[c + 1] = error(on, row ? column_net(on, of, columns, count, first + c, NY_NONE).se
                                         : largest_error(on, of, columns, count, first + c));
        ny_page_row(&on->page, &year_layout, NY_NO_TEXT, cells);
    }
}

static void add_years(ny_worlds_page *on, const ny_simulated *of)
{
    uint32_t *columns = NY_NEW_ARRAY(on->page.arena, uint32_t, (size_t)of->accounts.count + 1);
    for (uint32_t currency = 0; currency < on->model->currencies.count; currency++) {
        uint32_t count = 0;
        for (uint32_t i = 0; i < of->accounts.count; i++)
            if (of->accounts.items[i].currency == currency)
                columns[count++] = i;
        if (!count)
            continue;
        ny_text unit = ny_prose_unit(on->prose, on->model->currencies.items[currency].name, true);
        bool calendar = !on->simulation->contract_years && of->years;
        ny_page_add(&on->page, NY_BLOCK_SECTION,
                    calendar ? TELL(on, SM_BUDGET_CALENDAR, unit) : TELL(on, SM_BUDGET, unit));
        for (uint32_t first = 0; first <= count; first += ACCOUNTS_A_TABLE)
            add_year_columns(on, of, columns, count, first);
        under(on, TELL_PLAIN(on, SM_OTHERS_NOTE));
    }
}

/* --- measures ---------------------------------------------------------------------------------- */

static const ny_estimate *values_of(const ny_simulated *of, uint32_t figure)
{
    for (uint32_t i = 0; i < of->figures.count; i++)
        if (of->figures.items[i].figure == figure)
            return of->figures.items[i].values;
    return NULL;
}

/* A share as a percentage, any other figure in its unit. */
static ny_text value_words(const ny_worlds_page *on, bool is_share, double value)
{
    return is_share ? share(on, value) : number(on, value);
}

static ny_text value_band(const ny_worlds_page *on, bool is_share, const ny_estimate *of,
                          uint32_t low)
{
    return TELL(on, SM_BAND, value_words(on, is_share, of->quantiles[low]),
                value_words(on, is_share, of->quantiles[NY_ESTIMATE_QUANTILES - 1 - low]));
}

static void add_measure(ny_worlds_page *on, const ny_simulated *of,
                        const ny_simulated_measure *measure, ny_offs *offs)
{
    const ny_figure *figure = &on->model->figures.items[measure->figure];
    const ny_estimate *values = values_of(of, measure->figure);
    ny_text name = ny_prose_name(on->prose, figure->name);
    bool is_share =
        of->plan->reductions.items[measure->reduction].reduce == NY_REDUCE_SHARE && values;
    uint32_t known = 0;
    if (figure->unit_text.size)
        name = TELL(on, SM_PARTY_UNIT, name, ny_prose_unit(on->prose, figure->unit_text, true));
    name = ny_shortened(on->page.arena, name, 30);
    for (uint32_t p = 0; values && p < on->simulation->periods; p++)
        known += values[p].worlds;
    if (!known) {
        NY_PAGE_ROW(&on->page, &measure_layout, NY_NO_TEXT, name, TELL_PLAIN(on, SM_NOT_KNOWN),
                    NY_NO_TEXT, NY_NO_TEXT, NY_NO_TEXT);
        return;
    }
    for (uint32_t p = 0; values && p < on->simulation->periods; p++) {
        size_t place = (size_t)measure->reduction * on->simulation->periods + p;
        uint32_t reports = of->plan->reports.items[place];
        if (reports == NY_NONE)
            continue;
        ny_text period =
            ny_format(on->page.arena, "%.*s %u", NY_PRINT(period_word(on)), reports + 1);
        bool some = values[p].worlds > 0;
        look_at_band(offs, &values[p]);
        NY_PAGE_ROW(&on->page, &measure_layout, NY_NO_TEXT, TELL(on, SM_MEASURE_OF, name, period),
                    some ? value_words(on, is_share, values[p].quantiles[NY_ESTIMATE_MEDIAN])
                         : TELL_PLAIN(on, SM_NOT_KNOWN),
                    some ? value_band(on, is_share, &values[p], 1) : NY_NO_TEXT,
                    some ? value_band(on, is_share, &values[p], 0) : NY_NO_TEXT,
                    ny_format(on->page.arena, "%.0f", measure->rows[p].value));
    }
}

static void add_measures(ny_worlds_page *on, const ny_simulated *of)
{
    if (!of->measures.count)
        return;
    ny_page_add(&on->page, NY_BLOCK_SECTION, TELL_PLAIN(on, SM_MEASURES));
    NY_PAGE_ROW(&on->page, &measure_layout, NY_NO_TEXT, TELL_PLAIN(on, SM_MEASURE),
                TELL_PLAIN(on, SM_MEDIAN), TELL_PLAIN(on, SM_BAND_50), TELL_PLAIN(on, SM_BAND_95),
                TELL_PLAIN(on, SM_ROWS));
    ny_offs offs = {0, 0};
    for (uint32_t i = 0; i < of->measures.count; i++)
        add_measure(on, of, &of->measures.items[i], &offs);
    under(on, isnan(offs.ends) || isnan(offs.medians)
                  ? TELL_PLAIN(on, SM_BANDS_UNKNOWN)
                  : TELL(on, SM_BANDS, share(on, offs.medians), share(on, offs.ends)));
}

/* --- alternatives ------------------------------------------------------------------------------ */

static ny_text alternative_name(const ny_worlds_page *on, const ny_simulated *of)
{
    if (of->name.size)
        return ny_prose_name(on->prose, of->name);
    return on->simulation->base ? TELL_PLAIN(on, SY_AS_WRITTEN) : TELL_PLAIN(on, SM_AS_WRITTEN);
}

static void add_alternative(ny_worlds_page *on, const ny_simulated *of)
{
    ny_text name = alternative_name(on, of);
    ny_page_part(
        &on->page,
        of->label.size ? TELL(on, SM_ALTERNATIVE, name, ny_prose_words_of(on->prose, of->label))
                       : name,
        TELL(on, SM_DEFINED, count_text(on, of->defined), count_text(on, on->simulation->worlds)));
    for (uint32_t i = 0; i < of->undefined.count; i++) {
        const ny_undefined_worlds *undefined = &of->undefined.items[i];
        ny_text first = plain(on, undefined->first), worlds = count_text(on, undefined->worlds);
        note(on, undefined->worlds == 1
                     ? TELL(on, SM_UNDEFINED_ONE, worlds, first, undefined->reason)
                     : TELL(on, SM_UNDEFINED, worlds, first, undefined->reason));
    }
    if (of->ties)
        note(on, TELL(on, SM_EXACTLY, count_text(on, of->ties)));
    if (on->simulation->base) {
        ny_study_alternative(&on->page, on->prose, on->simulation, of);
        return;
    }
    add_parties(on, of);
    add_headings(on, of);
    add_lines(on, of);
    add_years(on, of);
    add_sellers_cash(on, of);
    add_measures(on, of);
    ny_study_traces(&on->page, on->prose, on->simulation, of);
}

static void add_guard(ny_worlds_page *on, const ny_comparison *of, uint32_t party)
{
    ny_text base = alternative_name(on, &on->simulation->alternatives.items[0]);
    for (uint32_t i = 0; i < on->simulation->guarded.count; i++) {
        if (on->simulation->guarded.items[i] != party)
            continue;
        under(on, of->first_worse == NY_NONE
                      ? TELL(on, SM_NEVER_HOLDS, base, count_text(on, of->npv.worlds),
                             share(on, ny_estimate_share_interval(&of->worse).high))
                      : TELL(on, SM_NEVER_BROKEN, base, share_words(on, &of->worse),
                             plain(on, of->first_worse)));
        return;
    }
}

static void begin_differences(ny_worlds_page *on, const ny_simulated *of, uint32_t pairs)
{
    const ny_simulated *first = &on->simulation->alternatives.items[0];
    ny_page_part(&on->page,
                 TELL(on, SM_DIFFERENCE, alternative_name(on, of), alternative_name(on, first)),
                 TELL(on, SM_PAIRED, count_text(on, pairs)));
    if (on->simulation->base)
        ny_study_differences(&on->page, on->prose);
    else
        NY_PAGE_ROW(&on->page, &party_layout, NY_NO_TEXT, NY_NO_TEXT, TELL_PLAIN(on, SM_MEAN),
                    TELL_PLAIN(on, SM_ERROR), TELL_PLAIN(on, SM_BAND_95), TELL_PLAIN(on, SM_WORSE));
}

static void add_difference(ny_worlds_page *on, const ny_account *account,
                           const ny_comparison *compared)
{
    if (on->simulation->base) {
        ny_study_difference(&on->page, on->prose, on->simulation, compared);
        return;
    }
    NY_PAGE_ROW(&on->page, &party_layout, NY_NO_TEXT, party_words(on, account),
                number(on, compared->npv.mean), error(on, compared->npv.se),
                band(on, &compared->npv, 0), share_words(on, &compared->worse));
    add_ends(on, &compared->npv);
}

static void add_differences(ny_worlds_page *on, uint32_t alternative)
{
    const ny_simulation *simulation = on->simulation;
    const ny_simulated *of = &simulation->alternatives.items[alternative];
    bool begun = false;
    for (uint32_t i = 0; i < simulation->comparisons.count; i++) {
        const ny_comparison *compared = &simulation->comparisons.items[i];
        if (compared->alternative != alternative)
            continue;
        if (!begun)
            begin_differences(on, of, compared->npv.worlds);
        begun = true;
        const ny_account *account = &of->accounts.items[compared->account];
        add_difference(on, account, compared);
        add_guard(on, compared, account->party);
    }
}

/* --- the foot ---------------------------------------------------------------------------------- */

static void add_present_value(ny_worlds_page *on)
{
    const ny_model *model = on->model;
    note(on, TELL_PLAIN(on, SM_FOOT_YEARS));
    if (model->pathways.count)
        note(on, TELL(on, SM_FOOT_PATHWAYS, period_word(on)));
    if (!model->has_present_value) {
        note(on, TELL_PLAIN(on, SM_FOOT_PLAIN));
        return;
    }
    ny_text rate = share(on, ny_rational_to_double(model->present_value));
    note(on, model->present_value_at_start ? TELL(on, SM_FOOT_START, rate, period_word(on))
                                           : TELL(on, SM_FOOT_END, rate, period_word(on)));
}

static void add_foot(ny_worlds_page *on)
{
    note(on, NY_NO_TEXT);
    if (on->simulation->base)
        ny_study_foot(&on->page, on->prose, on->simulation);
    else
        add_present_value(on);
    note(on, TELL_PLAIN(on, SM_FOOT_ERROR));
    ny_figured none = {.worlds = on->simulation->alternatives.items[0].defined};
    if (none.worlds && !on->simulation->base)
        note(on, TELL(on, SM_FOOT_NONE, share(on, ny_estimate_share_interval(&none).high)));
    if (on->simulation->twins_every)
        note(on, TELL_PLAIN(on, SM_FOOT_CHANCE));
    note(on, TELL_PLAIN(on, SM_FOOT_IMAGINED));
}

ny_text ny_simulate_page(const ny_prose *prose, const ny_simulation *simulation, bool html)
{
    ny_worlds_page on = {.page = {.arena = prose->arena, .language = prose->language},
                         .simulation = simulation,
                         .prose = prose,
                         .model = simulation->alternatives.items[0].plan->model};
    add_head(&on);
    for (uint32_t i = 0; i < simulation->alternatives.count; i++)
        add_alternative(&on, &simulation->alternatives.items[i]);
    for (uint32_t i = 1; i < simulation->alternatives.count; i++)
        add_differences(&on, i);
    if (simulation->base)
        ny_study_ways(&on.page, prose, simulation);
    add_foot(&on);
    return html ? ny_page_html(&on.page) : ny_page_text(&on.page);
}
