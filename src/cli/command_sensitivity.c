/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* nytte sensitivity: what a party's result hangs on. A tornado of the assumptions; a grid over two
 * names; the value of a name at which the result is nought. Grid and threshold say each value as --set
 * would, so that it is read, checked and computed as any other. */

#include "cli/gather.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/simulated.h"
#include "io/file.h"
#include "io/sensitivity.h"
#include "io/simulate.h"

#include <string.h>

#define USUAL_WORLDS 1000
#define USUAL_STEPS 5
#define MOST_STEPS 20

static const ny_option options[] = {
    {"party", "PARTY", "whose net present value is looked at"},
    {"unit", "UNIT", "its account in this currency or unit; without it the first"},
    {"yardstick", "FIGURE",
     "net benefit: with benefits at what they are worth, one unit at this figure"},
    {"benefit", "UNIT", "which benefits are worth that; without it the only kind"},
    {"alternative", "NAME",
     "under this one; said twice: the second less the first. Without it as the model has them"},
    {"grid", "NAME=LOW..HIGH UNIT", "a table over two names: say it twice"},
    {"steps", "N", "of each in the grid; 5"},
    {"threshold", "NAME=LOW..HIGH UNIT", "at which value of this name the mean is 0"},
    {"offer", "FILE", "the bid, as JSON; without it the one offer-*.json beside the contract"},
    NY_SET_OPTION,
    {"worlds", "N", "how many futures for each look; 1000"},
    {"seed", "N", "where the random numbers start; 1"},
    {"individuals", "N", "follow the people of pathways one at a time, as so many"},
    {"threads", "N", "how many at once; as many as there are processors. The results are the same"},
    {"csv", "FILE", "the figures as CSV"},
    {"json", NULL, "the results as JSON (sensitivity/1)"},
    {"format", "text|json|html", "how the results are written; text"},
    {"output", "FILE", "to this file; without it to the screen"},
    {"help", NULL, "this text"},
};

typedef struct ny_asking {
    ny_arena *arena;
    const ny_arguments *arguments;
    ny_imagined imagined;
    ny_target target;
    ny_sensitivity result;
    NY_LIST(ny_ranged) grid;
    uint32_t steps;
    ny_status status; /* of the last look */
} ny_asking;

static ny_status wrong(const ny_asking *asking, ny_text problem)
{
    return ny_usage_problem(asking->arena, "sensitivity", problem);
}

/* --- "price=10_000..14_000 DKK per operation" ----------------------------------------------------- */

static size_t number_size(ny_text text)
{
    size_t size = 0;
    while (size < text.size &&
           (strchr("0123456789_-", text.data[size]) ||
            (text.data[size] == '.' && size + 1 < text.size && text.data[size + 1] != '.' &&
             text.data[size - (size > 0)] != '.')))
        size++;
    return size;
}

static bool read_number(ny_arena *arena, ny_text text, double *ret_number)
{
    ny_buffer plain = ny_buffer_create(arena);
    ny_rational number;
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] != '_')
            ny_buffer_add_character(&plain, text.data[i]);
    if (!ny_rational_read(arena, ny_buffer_text(&plain), &number))
        return false;
    *ret_number = ny_rational_to_double(number);
    return true;
}

static ny_text behind(ny_text text, size_t size)
{
    return size < text.size ? (ny_text){text.data + size, text.size - size} : NY_NO_TEXT;
}

static ny_text without_blanks(ny_text text)
{
    while (text.size && text.data[0] == ' ')
        text = behind(text, 1);
    while (text.size && text.data[text.size - 1] == ' ')
        text.size--;
    return text;
}

static ny_status read_range(const ny_asking *asking, const char *option, ny_text said,
                            ny_ranged *ret_ranged)
{
    size_t equal = 0;
    while (equal < said.size && said.data[equal] != '=')
        equal++;
    ny_ranged ranged = {.name = without_blanks((ny_text){said.data, equal})};
    ny_text rest = equal < said.size ? without_blanks(behind(said, equal + 1)) : NY_NO_TEXT;
    size_t low = number_size(rest);
    ny_text high_text = behind(rest, low + 2 <= rest.size ? low + 2 : rest.size);
    size_t high = number_size(high_text);
    ranged.unit = without_blanks(behind(high_text, high));
    bool good = ranged.name.size && low && high && low + 2 <= rest.size && rest.data[low] == '.' &&
                rest.data[low + 1] == '.' &&
                read_number(asking->arena, (ny_text){rest.data, low}, &ranged.low) &&
                read_number(asking->arena, (ny_text){high_text.data, high}, &ranged.high) &&
                ranged.low < ranged.high;
    if (!good)
        return wrong(asking, ny_format(asking->arena,
                                       "--%s: `%.*s` names no range, such as `price=10_000..14_000 "
                                       "DKK per operation`",
                                       option, NY_PRINT(said)));
    *ret_ranged = ranged;
    return NY_DONE;
}

/* As --set would say it: as many digits as tell two looks apart. */
static ny_text value_text(ny_arena *arena, const ny_ranged *ranged, double value)
{
    ny_text number = ny_format(arena, "%.9f", value < 0 ? -value : value);
    while (number.data[number.size - 1] == '0')
        number.size--;
    if (number.data[number.size - 1] == '.')
        number.size--;
    return ny_format(arena, "%.*s = %s%.*s%s%.*s", NY_PRINT(ranged->name), value < 0 ? "-" : "",
                     NY_PRINT(number), ranged->unit.size ? " " : "", NY_PRINT(ranged->unit));
}

/* --- the target ---------------------------------------------------------------------------------- */

static ny_status find_alternatives(ny_asking *asking)
{
    const ny_imagined *imagined = &asking->imagined;
    if (imagined->alternatives.count > 2)
        return wrong(asking, NY_TEXT("which alternatives? name one, or two to compare, with "
                                     "--alternative"));
    asking->target.alternatives = imagined->alternatives.items;
    asking->target.count = imagined->alternatives.count;
    asking->result.model = imagined->alternatives.items[0].plan->model;
    asking->result.alternative = imagined->alternatives.items[asking->target.count - 1].name;
    if (asking->target.count > 1)
        asking->result.less = imagined->alternatives.items[0].name;
    return NY_DONE;
}

static ny_status find_account(ny_asking *asking)
{
    ny_arena *arena = asking->arena;
    const ny_model *model = asking->result.model;
    ny_text party, unit = NY_NO_TEXT;
    bool said = ny_said_value(asking->arguments, "party", &party);
    bool has_unit = ny_said_value(asking->arguments, "unit", &unit);
    const ny_worlds *worlds = ny_worlds_prepare(arena, asking->target.alternatives, 1, 0, 1, 0);
    const ny_kept *kept = &worlds->alternatives[0];
    ny_buffer all = ny_buffer_create(arena);
    for (uint32_t i = 0; i < kept->accounts.count; i++) {
        const ny_kept_account *account = &kept->accounts.items[i];
        ny_text name = model->parties.items[account->party].name;
        ny_text counted = ny_account_unit(arena, model, account->currency, account->unit);
        if (said && ny_text_equal(name, party) && (!has_unit || ny_text_equal(counted, unit))) {
            asking->target.account = i;
            asking->result.party = account->party;
            asking->result.unit = counted;
            return NY_DONE;
        }
        ny_buffer_format(&all, "%s`%.*s` (%.*s)", i ? ", " : "", NY_PRINT(name), NY_PRINT(counted));
    }
    return wrong(asking, ny_format(arena, "whose result? say --party, and --unit; there are %.*s",
                                   NY_PRINT(ny_buffer_text(&all))));
}

/* The only unit in which benefits are counted; false where there are more or none. */
static bool only_benefit(const ny_kept *kept, ny_unit *ret_unit)
{
    bool found = false;
    for (uint32_t i = 0; i < kept->accounts.count; i++) {
        if (kept->accounts.items[i].currency != NY_NONE)
            continue;
        if (found && !ny_unit_equal(*ret_unit, kept->accounts.items[i].unit))
            return false;
        found = true;
        *ret_unit = kept->accounts.items[i].unit;
    }
    return found;
}

static ny_status find_worth(ny_asking *asking)
{
    ny_text worth, benefit;
    ny_target *target = &asking->target;
    if (!ny_said_value(asking->arguments, "yardstick", &worth))
        return NY_DONE;
    if (!ny_yardstick_said(asking->arena, worth, &target->worth) || !(target->worth > 0))
        return wrong(asking,
                     ny_format(asking->arena, "--yardstick: `%.*s` is no figure above nought",
                               NY_PRINT(worth)));
    const ny_kept *kept =
        &ny_worlds_prepare(asking->arena, target->alternatives, 1, 0, 1, 0)->alternatives[0];
    if (kept->accounts.items[target->account].currency == NY_NONE)
        return wrong(asking, NY_TEXT("--yardstick: net benefit is money; name an account in money "
                                     "with --party and --unit"));
    if (ny_said_value(asking->arguments, "benefit", &benefit)) {
        ny_status status =
            ny_benefit_said(asking->arena, "sensitivity", kept, benefit, &target->unit);
        if (status != NY_DONE)
            return status;
    } else if (!only_benefit(kept, &target->unit)) {
        return wrong(asking, NY_TEXT("--yardstick: which benefits are worth that? name their unit "
                                     "with --benefit"));
    }
    asking->result.worth = target->worth;
    asking->result.benefit = ny_unit_text(asking->arena, asking->result.model, target->unit, false);
    return NY_DONE;
}

/* --- looks --------------------------------------------------------------------------------------- */

/* The target's mean with values set for one or two names. */
static bool look_with(ny_asking *asking, const ny_text *set, uint32_t count, ny_figured *ret_mean)
{
    ny_arena *arena = ny_arena_create();
    ny_imagined_asked asked = asking->imagined.asked;
    ny_imagined imagined = {.seed = asking->imagined.seed, .threads = asking->imagined.threads};
    asked.set.items = NULL;
    asked.set.count = asked.set.capacity = 0;
    for (uint32_t i = 0; i < asking->imagined.asked.set.count; i++)
        *NY_APPEND(arena, &asked.set) = asking->imagined.asked.set.items[i];
    for (uint32_t i = 0; i < count; i++)
        *NY_APPEND(arena, &asked.set) = set[i]; /* the last said holds */
    asking->status = ny_imagine_load(arena, "sensitivity", &asked, &imagined);
    if (asking->status == NY_DONE) {
        ny_target target = asking->target;
        target.alternatives = imagined.alternatives.items;
        const double *values = ny_target_values(arena, &target, NY_NONE, 0, NULL);
        asking->result.stopped = !values;
        if (values)
            *ret_mean = ny_target_mean(values, target.worlds);
    }
    ny_arena_destroy(arena);
    return asking->status == NY_DONE && !asking->result.stopped;
}

static bool look_at(void *context, double x, ny_figured *ret_mean)
{
    ny_asking *asking = context;
    ny_text set = value_text(asking->arena, &asking->result.ranged, x);
    return look_with(asking, &set, 1, ret_mean);
}

static ny_status fill_grid(ny_asking *asking)
{
    ny_grid *grid = &asking->result.grid;
    *grid = (ny_grid){
        .rows = asking->grid.items[0], .columns = asking->grid.items[1], .steps = asking->steps};
    grid->cells = NY_NEW_ARRAY(asking->arena, ny_figured, (size_t)asking->steps * asking->steps);
    for (uint32_t r = 0; r < grid->steps; r++)
        for (uint32_t c = 0; c < grid->steps; c++) {
            const ny_text set[] = {
                value_text(asking->arena, &grid->rows, ny_grid_value(&grid->rows, r, grid->steps)),
                value_text(asking->arena, &grid->columns,
                           ny_grid_value(&grid->columns, c, grid->steps))};
            if (!look_with(asking, set, 2, &grid->cells[r * grid->steps + c]))
                return asking->status;
        }
    return NY_DONE;
}

static ny_status find_threshold(ny_asking *asking)
{
    const ny_look look = {.look = look_at, .context = asking};
    if (ny_threshold_find(asking->arena, &look, asking->result.ranged.low,
                          asking->result.ranged.high, &asking->result.threshold) ||
        asking->result.stopped)
        return NY_DONE;
    return asking->status != NY_DONE
               ? asking->status
               : wrong(asking, NY_TEXT("no world is defined at one of the values looked at"));
}

/* --- the command --------------------------------------------------------------------------------- */

static ny_status read_kind(ny_asking *asking)
{
    ny_text said;
    ny_ranged ranged;
    ny_status status = NY_DONE;
    for (uint32_t i = 0; i < asking->arguments->said.count && status == NY_DONE; i++) {
        const ny_said *one = &asking->arguments->said.items[i];
        if (strcmp(one->option->name, "grid") != 0)
            continue;
        status = read_range(asking, "grid", one->value, &ranged);
        if (status == NY_DONE)
            *NY_APPEND(asking->arena, &asking->grid) = ranged;
    }
    if (status == NY_DONE && asking->grid.count && asking->grid.count != 2)
        return wrong(asking, NY_TEXT("--grid: two names make a table; say it twice"));
    if (status == NY_DONE && ny_said_value(asking->arguments, "threshold", &said)) {
        if (asking->grid.count)
            return wrong(asking, NY_TEXT("--grid or --threshold, one at a time"));
        asking->result.kind = NY_SENSITIVITY_THRESHOLD;
        return read_range(asking, "threshold", said, &asking->result.ranged);
    }
    if (asking->grid.count)
        asking->result.kind = NY_SENSITIVITY_GRID;
    return status;
}

static ny_status prepare(ny_asking *asking)
{
    uint64_t steps;
    ny_status status = read_kind(asking);
    if (status == NY_DONE)
        status = ny_number_said(asking->arena, "sensitivity", asking->arguments, "steps", 2,
                                MOST_STEPS, USUAL_STEPS, &steps);
    if (status == NY_DONE)
        status = ny_threads_said(asking->arena, "sensitivity", asking->arguments,
                                 &asking->target.threads);
    if (status == NY_DONE)
        status = ny_imagine_ready(asking->arena, "sensitivity", asking->arguments, NY_IMAGINED_ALL,
                                  USUAL_WORLDS, &asking->imagined);
    if (status != NY_DONE)
        return status;
    asking->steps = (uint32_t)steps;
    asking->target.worlds = asking->result.worlds = asking->imagined.worlds;
    asking->target.seed = asking->result.seed = asking->imagined.seed;
    status = find_alternatives(asking);
    if (status == NY_DONE)
        status = find_account(asking);
    return status == NY_DONE ? find_worth(asking) : status;
}

static ny_status look(ny_asking *asking)
{
    switch (asking->result.kind) {
    case NY_SENSITIVITY_TORNADO:
        asking->result.tornado = ny_tornado_of(asking->arena, &asking->target);
        asking->result.stopped = asking->result.tornado.stopped;
        return NY_DONE;
    case NY_SENSITIVITY_GRID:
        return fill_grid(asking);
    case NY_SENSITIVITY_THRESHOLD:
        return find_threshold(asking);
    }
    return NY_DONE;
}

/* Was anything looked at before it was stopped? */
static bool has_something(const ny_sensitivity *of)
{
    switch (of->kind) {
    case NY_SENSITIVITY_TORNADO:
        return of->tornado.base.worlds > 0;
    case NY_SENSITIVITY_GRID:
        return of->grid.cells[0].worlds > 0;
    case NY_SENSITIVITY_THRESHOLD:
        return of->threshold.looks.count > 0;
    }
    return false;
}

/* Ctrl-C ends the looking, and what was done is shown. */
static ny_status look_until_stopped(ny_asking *asking)
{
    ny_interrupt interrupt;
    ny_progress_line *line = ny_progress_begin(asking->arena, asking->arguments->language);
    asking->target.progress = ny_progress_of(line);
    asking->target.asked_to_stop = ny_interrupt_came;
    asking->target.stop_context = &interrupt;
    ny_interrupt_hold(&interrupt);
    ny_status status = look(asking);
    ny_interrupt_release(&interrupt);
    ny_progress_clear(line);
    if (status == NY_DONE && asking->result.stopped && !has_something(&asking->result))
        return ny_world_problem(asking->arena, ny_phrase_text(asking->arguments->language,
                                                              NY_WORDS_STOPPED_BEFORE_FIRST_LOOK));
    return status;
}

static ny_status deliver(ny_asking *asking)
{
    ny_text path, problem, text;
    ny_prose prose;
    ny_result_form form;
    ny_arena *arena = asking->arena;
    const ny_arguments *arguments = asking->arguments;
    ny_status status =
        ny_load_prose(arena, "sensitivity", arguments->language, &asking->imagined.loaded, &prose);
    if (status == NY_DONE)
        status = ny_result_form_said(arena, "sensitivity", arguments, &form);
    if (status != NY_DONE)
        return status;
    if (ny_said_value(arguments, "csv", &path) &&
        ny_file_write(arena, arguments->language, path, ny_sensitivity_csv(arena, &asking->result),
                      &problem) != NY_DONE)
        return ny_world_problem(arena, problem);
    text = form == NY_FORM_JSON
               ? ny_sensitivity_json(arena, &asking->result)
               : ny_sensitivity_page(&prose, &asking->result, form == NY_FORM_HTML);
    return ny_deliver(arena, arguments, text);
}

ny_status ny_command_sensitivity(ny_arena *arena, int argument_count, char **words)
{
    ny_arguments *arguments;
    ny_status status;
    ny_result_form form;
    if (!ny_begin(arena, "sensitivity", options, sizeof options / sizeof *options, argument_count,
                  words, &arguments, &status))
        return status;
    ny_asking asking = {.arena = arena, .arguments = arguments};
    status = ny_result_form_said(arena, "sensitivity", arguments, &form);
    if (status == NY_DONE)
        status = prepare(&asking);
    if (status != NY_DONE)
        return status;
    status = look_until_stopped(&asking);
    return status == NY_DONE ? deliver(&asking) : status;
}
