/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See detect.h. Each cell is looked at once and goes into counters; deciding looks at the counters
 * alone. */

#include "io/detect.h"

#include "base/bug.h"
#include "io/date_pattern.h"
#include "io/fold.h"

#include <string.h>

/* Years of dates without signs between, so that 20181301 is not read as the year 1301. */
#define NY_YEAR_LOWEST 1800
#define NY_YEAR_HIGHEST 2199
/* So few cells of another kind are slips; more of them mean that the column is mixed. */
#define NY_SLIPS_OF 20u

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

static bool is_two_kinds(uint32_t many, uint32_t few)
{
    return few && (few == many || (few > 1 && (uint64_t)few * NY_SLIPS_OF > many));
}

/* --- the shape of a date ---------------------------------------------------------------------- */

typedef struct ny_shape {
    ny_date_order order;
    uint32_t sign, clock;
    int32_t first, second; /* YEAR_LAST */
    bool bare, padded, dotted;
} ny_shape;

static const char *const clock_texts[NY_CLOCK_COUNT] = {
    "", " hh:mm", " hh:mm:ss", " hh:mm:ss.fff", "Thh:mm", "Thh:mm:ss", "Thh:mm:ss.fff"};

/* How many digits stand at `at`, and their number. */
static size_t digits_at(ny_text text, size_t at, int32_t *ret_number)
{
    size_t count = 0;
    int32_t number = 0;
    while (at + count < text.size && is_digit(text.data[at + count]) && count < 9)
        number = number * 10 + (text.data[at + count++] - '0');
    *ret_number = number;
    return count;
}

static bool is_clock(ny_text text, const char *pattern)
{
    size_t at = 0;
    for (; *pattern && *pattern != 'f'; pattern++, at++) {
        if (at >= text.size)
            return false;
        bool field = strchr("hms", *pattern) != NULL;
        if (field ? !is_digit(text.data[at]) : text.data[at] != *pattern)
            return false;
    }
    if (!*pattern)
        return at == text.size;
    int32_t number;
    size_t digits = digits_at(text, at, &number);
    return digits && at + digits == text.size;
}

static bool find_clock(ny_text rest, uint32_t *ret_clock)
{
    for (uint32_t i = 0; i < NY_CLOCK_COUNT; i++)
        if (is_clock(rest, clock_texts[i])) {
            *ret_clock = i;
            return true;
        }
    return false;
}

static bool find_sign(char letter, uint32_t *ret_sign)
{
    const char *found = letter ? strchr(NY_DATE_SIGNS, letter) : NULL;
    *ret_sign = found ? (uint32_t)(found - NY_DATE_SIGNS) : 0;
    return found != NULL;
}

static bool is_year(int32_t year)
{
    return year >= NY_YEAR_LOWEST && year <= NY_YEAR_HIGHEST;
}

/* 20180201, 01022018 */
static bool shape_of_eight(int32_t number, ny_shape *shape)
{
    ny_date date;
    bool year_first = is_year(number / 10000) &&
                      ny_date_from_parts(number / 10000, number / 100 % 100, number % 100, &date);
    bool day_first =
        is_year(number % 10000) &&
        ny_date_from_parts(number % 10000, number / 10000 % 100, number / 1000000, &date);
    shape->order = year_first ? NY_EIGHT_YEAR : NY_EIGHT_DAY;
    return year_first || day_first;
}

/* Notes whether a number of one or two digits says 1, 01 or 11. */
static void note_width(ny_shape *shape, size_t digits, int32_t number)
{
    shape->bare |= digits == 1;
    shape->padded |= digits == 2 && number < 10;
}

/* "1. februar 2018": from behind the day. */
static bool shape_of_named(ny_text text, size_t at, ny_shape *shape, size_t *ret_end)
{
    int32_t year;
    size_t name;
    shape->dotted = at < text.size && text.data[at] == '.';
    at += shape->dotted;
    if (at >= text.size || !find_sign(text.data[at], &shape->sign))
        return false;
    char sign = text.data[at++];
    if (!ny_month_named((ny_text){text.data + at, text.size - at}, &name))
        return false;
    at += name;
    if (at >= text.size || text.data[at] != sign || digits_at(text, at + 1, &year) != 4)
        return false;
    shape->order = NY_MONTH_NAMED;
    *ret_end = at + 5;
    return true;
}

/* "2018-02-01", "01-02-2018", "1.2.18": from behind the first number. */
static bool shape_of_three(ny_text text, size_t first, ny_shape *shape, size_t *ret_end)
{
    int32_t third;
    size_t at = first;
    if (!find_sign(text.data[at], &shape->sign))
        return false;
    size_t second = digits_at(text, ++at, &shape->second);
    at += second;
    if (!second || second > 2 || at >= text.size || text.data[at] != text.data[first])
        return false;
    size_t last = digits_at(text, ++at, &third);
    note_width(shape, second, shape->second);
    if (first == 4 && last && last <= 2) {
        shape->order = NY_YEAR_FIRST;
        note_width(shape, last, third);
    } else if (first <= 2 && (last == 4 || last == 2)) {
        shape->order = last == 4 ? NY_YEAR_LAST : NY_SHORT_YEAR;
        note_width(shape, first, shape->first);
    } else {
        return false;
    }
    *ret_end = at + last;
    return true;
}

static bool find_shape(ny_text text, ny_shape *ret_shape)
{
    ny_shape shape = {0};
    size_t first = digits_at(text, 0, &shape.first), end = first;
    bool found;
    if (!first)
        return false;
    if (first == 8)
        found = shape_of_eight(shape.first, &shape);
    else
        found = first < text.size && first <= 4 &&
                (shape_of_three(text, first, &shape, &end) ||
                 (first <= 2 && shape_of_named(text, first, &shape, &end)));
    if (!found || !find_clock((ny_text){text.data + end, text.size - end}, &shape.clock))
        return false;
    *ret_shape = shape;
    return true;
}

/* --- counting --------------------------------------------------------------------------------- */

static uint32_t shape_number(const ny_shape *shape)
{
    return ((uint32_t)shape->order * NY_DATE_SIGN_COUNT + shape->sign) * NY_CLOCK_COUNT +
           shape->clock;
}

static bool is_month(int32_t number)
{
    return number >= 1 && number <= 12;
}

static bool is_day(int32_t number)
{
    return number >= 1 && number <= 31;
}

static void tally_order(ny_shape_tally *tally, const ny_shape *shape, ny_text cell)
{
    bool day_first = is_day(shape->first) && is_month(shape->second);
    bool month_first = is_month(shape->first) && is_day(shape->second);
    if (day_first && month_first && shape->first != shape->second && !tally->open.size)
        tally->open = cell;
    if (day_first && !month_first && !tally->day_first++)
        tally->first_day = cell;
    if (month_first && !day_first && !tally->month_first++)
        tally->first_month = cell;
}

static bool is_blank(ny_text cell)
{
    if (cell.size && cell.data[0] > ' ')
        return false;
    return ny_blank_length(cell) == cell.size;
}

/* What most dates are: 2018-02-01. Digits are found by their distance from '0', eight at once. */
static bool is_iso(ny_text cell)
{
    /* What carries the distance of a wrong byte into its highest bit. */
    static const unsigned char shape[] = "0000-00-", carries[] = "\x76\x76\x76\x76\x7F\x76\x76\x7F";
    uint64_t bytes, zeros, carry;
    if (cell.size != 10)
        return false;
    memcpy(&bytes, cell.data, sizeof bytes);
    memcpy(&zeros, shape, sizeof zeros);
    memcpy(&carry, carries, sizeof carry);
    uint64_t apart = bytes ^ zeros; /* of a digit: 0 to 9; of a sign: 0 */
    uint64_t above = (apart + carry) | apart;
    return !(above & UINT64_C(0x8080808080808080)) && is_digit(cell.data[8]) &&
           is_digit(cell.data[9]);
}

/* One more of them, as find_shape sees it. */
static void tally_iso(ny_cells_tally *tally, ny_text cell)
{
    static const ny_shape iso = {.order = NY_YEAR_FIRST, .sign = 0, .clock = 0};
    ny_shape_tally *of = &tally->shapes[shape_number(&iso)];
    tally->filled++;
    tally->dates++;
    of->count++;
    of->padded += cell.data[5] == '0' || cell.data[8] == '0';
    of->open = of->open.size ? of->open : cell;
}

void ny_tally_date(ny_arena *arena, ny_cells_tally *tally, ny_text cell)
{
    ny_shape shape;
    if (is_blank(cell))
        return;
    if (tally->dates && is_iso(cell)) {
        tally_iso(tally, cell);
        return;
    }
    tally->filled++;
    if (!find_shape(cell, &shape))
        return;
    tally->dates++;
    if (!tally->shapes)
        tally->shapes = NY_NEW_ARRAY(arena, ny_shape_tally, NY_SHAPE_COUNT);
    ny_shape_tally *of = &tally->shapes[shape_number(&shape)];
    of->count++;
    of->bare += shape.bare;
    of->padded += shape.padded;
    of->dotted += shape.dotted;
    if (shape.order == NY_YEAR_LAST)
        tally_order(of, &shape, cell);
    else if (!of->open.size)
        of->open = cell;
}

/* [+-] digits, with at most one mark between: 1, 31,0, 1.234. Others tell nothing. */
void ny_tally_number(ny_cells_tally *tally, ny_text cell)
{
    if (cell.size == 1 || cell.size == 2) { /* what most whole numbers are */
        bool digits = is_digit(cell.data[0]) && is_digit(cell.data[cell.size - 1]);
        tally->filled += digits;
        tally->numbers += digits;
        if (digits)
            return;
    }
    if (is_blank(cell))
        return;
    tally->filled++;
    size_t at = cell.data[0] == '-' || cell.data[0] == '+', begin = at;
    while (at < cell.size && is_digit(cell.data[at]))
        at++;
    size_t whole = at - begin;
    if (!whole)
        return;
    if (at == cell.size) {
        tally->numbers++;
        return;
    }
    char mark = cell.data[at];
    size_t part = ++at;
    while (at < cell.size && is_digit(cell.data[at]))
        at++;
    if ((mark != ',' && mark != '.') || at < cell.size || at == part)
        return;
    tally->numbers++;
    ny_mark_tally *of = mark == ',' ? &tally->comma : &tally->point;
    bool may_be_thousands = at - part == 3 && whole <= 3 && cell.data[begin] != '0';
    if (may_be_thousands && !of->open++)
        of->open_example = cell;
    if (!may_be_thousands && !of->clear++)
        of->example = cell;
}

static void add_mark(ny_mark_tally *to, const ny_mark_tally *from)
{
    to->clear += from->clear;
    to->open += from->open;
    to->example = to->example.size ? to->example : from->example;
    to->open_example = to->open_example.size ? to->open_example : from->open_example;
}

void ny_tally_join(ny_arena *arena, ny_cells_tally *to, const ny_cells_tally *from)
{
    to->filled += from->filled;
    to->dates += from->dates;
    to->numbers += from->numbers;
    add_mark(&to->comma, &from->comma);
    add_mark(&to->point, &from->point);
    if (!from->shapes)
        return;
    if (!to->shapes)
        to->shapes = NY_NEW_ARRAY(arena, ny_shape_tally, NY_SHAPE_COUNT);
    for (uint32_t i = 0; i < NY_SHAPE_COUNT; i++) {
        ny_shape_tally *sum = &to->shapes[i];
        const ny_shape_tally *more = &from->shapes[i];
        sum->count += more->count;
        sum->bare += more->bare;
        sum->padded += more->padded;
        sum->dotted += more->dotted;
        sum->day_first += more->day_first;
        sum->month_first += more->month_first;
        sum->open = sum->open.size ? sum->open : more->open;
        sum->first_day = sum->first_day.size ? sum->first_day : more->first_day;
        sum->first_month = sum->first_month.size ? sum->first_month : more->first_month;
    }
}

/* --- deciding on dates ------------------------------------------------------------------------ */

static ny_date_order order_of(uint32_t shape)
{
    return (ny_date_order)(shape / (NY_DATE_SIGN_COUNT * NY_CLOCK_COUNT));
}

/* The pattern of a shape; `month_first` matters for YEAR_LAST only. */
static ny_text pattern_of(ny_arena *arena, uint32_t shape, const ny_shape_tally *tally,
                          bool month_first)
{
    char sign = NY_DATE_SIGNS[shape / NY_CLOCK_COUNT % NY_DATE_SIGN_COUNT];
    const char *clock = clock_texts[shape % NY_CLOCK_COUNT];
    bool bare = tally->bare > tally->padded;
    const char *day = bare ? "d" : "dd", *month = bare ? "m" : "mm";
    switch (order_of(shape)) {
    case NY_YEAR_FIRST:
        return ny_format(arena, "yyyy%c%s%c%s%s", sign, month, sign, day, clock);
    case NY_EIGHT_YEAR:
        return ny_format(arena, "yyyymmdd%s", clock);
    case NY_EIGHT_DAY:
        return ny_format(arena, "ddmmyyyy%s", clock);
    case NY_YEAR_LAST:
        return ny_format(arena, "%s%c%s%cyyyy%s", month_first ? month : day, sign,
                         month_first ? day : month, sign, clock);
    case NY_MONTH_NAMED:
        return ny_format(arena, "d%s%cmonth%cyyyy%s", 2 * tally->dotted > tally->count ? "." : "",
                         sign, sign, clock);
    case NY_SHORT_YEAR:
        return ny_format(arena, "dd%cmm%cyy%s", sign, sign, clock);
    case NY_ORDER_COUNT:
        break;
    }
    NY_BUG("a date of no shape");
}

/* The shape of most of the dates; of two as frequent the first, which has the year first. */
static bool most_frequent(const ny_cells_tally *tally, uint32_t *ret_shape)
{
    uint32_t best = 0, most = 0;
    for (uint32_t i = 0; tally->shapes && i < NY_SHAPE_COUNT; i++)
        if (tally->shapes[i].count > most) {
            best = i;
            most = tally->shapes[i].count;
        }
    *ret_shape = best;
    return most > 0;
}

/* Day or month first, by the column's own dates, else by those of its file. */
static ny_verdict decide_order(const ny_shape_tally *own, const ny_shape_tally *all,
                               bool *ret_month_first)
{
    const ny_shape_tally *judge = own->day_first || own->month_first ? own : all;
    uint32_t day = judge->day_first, month = judge->month_first;
    *ret_month_first = month > day;
    if (is_two_kinds(day > month ? day : month, day > month ? month : day))
        return NY_READS_BOTH_WAYS;
    /* Where day and month are equal in all dates, both ways read the same. */
    return day || month || !own->open.size ? NY_READS_ONE_WAY : NY_READS_EITHER_WAY;
}

ny_verdict ny_decide_dates(ny_arena *arena, const ny_cells_tally *own, const ny_cells_tally *all,
                           ny_dates_reading *ret_reading)
{
    uint32_t shape;
    const ny_cells_tally *of = own->shapes ? own : all;
    if (!most_frequent(of, &shape))
        return NY_READS_NOTHING;
    const ny_shape_tally *tally = &of->shapes[shape], *file = &all->shapes[shape];
    ny_dates_reading reading = {.example = tally->open};
    ny_verdict verdict = NY_READS_ONE_WAY;
    bool month_first = false;
    if (order_of(shape) == NY_SHORT_YEAR)
        verdict = NY_READS_NO_WAY;
    if (order_of(shape) == NY_YEAR_LAST)
        verdict = decide_order(tally, file, &month_first);
    if (verdict == NY_READS_BOTH_WAYS) {
        const ny_shape_tally *judge = tally->day_first || tally->month_first ? tally : file;
        reading.example = month_first ? judge->first_month : judge->first_day;
        reading.contrary = month_first ? judge->first_day : judge->first_month;
        reading.count = month_first ? judge->month_first : judge->day_first;
        reading.contraries = month_first ? judge->day_first : judge->month_first;
    }
    reading.pattern = pattern_of(arena, shape, tally, month_first);
    reading.other = pattern_of(arena, shape, tally, !month_first);
    *ret_reading = reading;
    /* A column without a date of its own takes what its file is clear about. */
    return of == own || verdict == NY_READS_ONE_WAY ? verdict : NY_READS_NOTHING;
}

/* --- deciding on decimals --------------------------------------------------------------------- */

/* By the column's own cells, else by those of its file, where they are of one kind. */
static const ny_cells_tally *judging(const ny_cells_tally *own, const ny_cells_tally *all)
{
    if (own->comma.clear || own->point.clear)
        return own;
    bool comma = all->comma.clear > all->point.clear;
    uint32_t many = comma ? all->comma.clear : all->point.clear;
    uint32_t few = comma ? all->point.clear : all->comma.clear;
    return many && !is_two_kinds(many, few) ? all : NULL;
}

/* Nothing decides: 1.234 is refused where there are many such cells. A few among whole numbers are
 * slips, and faults by a decimal sign that is not theirs. */
static ny_verdict decide_open(const ny_cells_tally *own, ny_decimal_reading *reading)
{
    bool comma = own->comma.open > own->point.open;
    const ny_mark_tally *most = comma ? &own->comma : &own->point;
    uint32_t open = own->comma.open + own->point.open, whole = own->numbers - open;
    *reading = (ny_decimal_reading){
        .decimal = comma ? ',' : '.', .example = most->open_example, .count = most->open};
    if (!open) {
        reading->decimal = '.';
        return NY_READS_NOTHING;
    }
    if (whole <= open || is_two_kinds(whole, open))
        return NY_READS_EITHER_WAY;
    reading->decimal = comma ? '.' : ',';
    return NY_READS_NOTHING;
}

ny_verdict ny_decide_decimal(const ny_cells_tally *own, const ny_cells_tally *all,
                             ny_decimal_reading *ret_reading)
{
    const ny_cells_tally *judge = judging(own, all);
    if (!judge)
        return decide_open(own, ret_reading);
    bool comma = judge->comma.clear > judge->point.clear;
    const ny_mark_tally *most = comma ? &judge->comma : &judge->point;
    const ny_mark_tally *least = comma ? &judge->point : &judge->comma;
    *ret_reading = (ny_decimal_reading){.decimal = comma ? ',' : '.',
                                        .example = most->example,
                                        .contrary = least->example,
                                        .count = most->clear,
                                        .contraries = least->clear};
    return is_two_kinds(most->clear, least->clear) ? NY_READS_BOTH_WAYS : NY_READS_ONE_WAY;
}

/* --- separators ------------------------------------------------------------------------------- */

/* How well a separator does: headings found, then lines of as many cells as the first, then cells. */
typedef struct ny_fit {
    uint32_t found, cells, even, lines;
} ny_fit;

#define NY_LINES_LOOKED_AT 200u
#define NY_BYTES_LOOKED_AT ((size_t)1 << 20)

static uint32_t headings_found(ny_arena *arena, const ny_csv_record *record,
                               const ny_text *headings, size_t count)
{
    uint32_t found = 0;
    for (size_t i = 0; i < count; i++)
        for (uint32_t j = 0; j < record->kept; j++)
            if (ny_folds_equal(headings[i], ny_csv_cell_text(arena, &record->cells[j]))) {
                found++;
                break;
            }
    return found;
}

static ny_fit fit_of(ny_arena *arena, ny_text text, char separator, const ny_text *headings,
                     size_t count)
{
    ny_fit fit = {0};
    bool cut = text.size > NY_BYTES_LOOKED_AT;
    if (cut)
        text.size = NY_BYTES_LOOKED_AT;
    ny_csv_reader reader = ny_csv_open(arena, text, separator, 1024);
    ny_csv_record record;
    while (fit.lines < NY_LINES_LOOKED_AT && ny_csv_next(&reader, &record) == NY_CSV_RECORD) {
        if (record.is_blank)
            continue;
        if (!fit.lines) {
            fit.cells = record.count;
            fit.found = headings_found(arena, &record, headings, count);
        }
        fit.even += record.count == fit.cells || (cut && reader.at >= text.size);
        fit.lines++;
    }
    return fit;
}

/* <0 where `a` does worse. A table of one column is one that no separator makes wider. */
static int compare_fits(const ny_fit *a, const ny_fit *b)
{
    if (a->found != b->found)
        return a->found < b->found ? -1 : 1;
    bool a_splits = a->cells > 1 && a->even * 2 > a->lines;
    bool b_splits = b->cells > 1 && b->even * 2 > b->lines;
    if (a_splits != b_splits)
        return a_splits ? 1 : -1;
    uint64_t left = (uint64_t)a->even * b->lines, right = (uint64_t)b->even * a->lines;
    return (left > right) - (left < right);
}

bool ny_find_separator(ny_arena *arena, ny_text text, const ny_text *headings, size_t count,
                       char ret_separator[2])
{
    static const char order[NY_SEPARATOR_COUNT] = {',', ';', '\t', '|'};
    ny_fit best = {0};
    bool tied = false;
    ret_separator[0] = order[0];
    ret_separator[1] = order[0];
    for (uint32_t i = 0; i < NY_SEPARATOR_COUNT; i++) {
        ny_fit fit = fit_of(arena, text, order[i], headings, count);
        int better = i ? compare_fits(&fit, &best) : 1;
        if (better > 0) {
            best = fit;
            ret_separator[0] = ret_separator[1] = order[i];
            tied = false;
        } else if (!better && (fit.cells > 1 || best.cells > 1)) {
            ret_separator[1] = order[i];
            tied = true;
        }
    }
    return !tied;
}
