/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Which heading is which column. First to the letter, then but for capital letters and blanks; then the
 * pairs whose names are alike and whose cells the column could hold, the best first; last those that
 * fit each other and nothing else. A pair of which less than nine tenths of the cells fit is none. */

#include "io/draft_private.h"
#include "io/fold.h"

#include <string.h>

/* Out of 1000. */
#define NY_WHOLLY 1000u
#define NY_FITS 900u
#define NY_ALIKE 500u
/* Wider files are no register extracts; their other headings are left to the reader. */
#define NY_HEADINGS_COMPARED 1000u

/* --- names ------------------------------------------------------------------------------------ */

static bool is_ascii_sign(char letter)
{
    unsigned char byte = (unsigned char)letter;
    return byte < 0x80 && !(byte >= 'a' && byte <= 'z') && !(byte >= '0' && byte <= '9');
}

/* Folded, and without signs: "OKS 12 mdr." and "oks_12_mdr" are one. */
static ny_text letters_of(ny_arena *arena, ny_text text)
{
    ny_text folded = ny_fold(arena, text);
    ny_buffer out = ny_buffer_create(arena);
    for (size_t i = 0; i < folded.size; i++)
        if (!is_ascii_sign(folded.data[i]))
            ny_buffer_add_character(&out, folded.data[i]);
    return ny_buffer_text(&out);
}

/* How many letters the two begin with in common. */
static size_t common_beginning(ny_text a, ny_text b)
{
    size_t at = 0, letters = 0;
    while (at < a.size && at < b.size) {
        size_t length = ny_utf8_length((ny_text){a.data + at, a.size - at});
        if (!length || at + length > b.size || memcmp(a.data + at, b.data + at, length) != 0)
            break;
        at += length;
        letters++;
    }
    return letters;
}

/* By what they begin with (operationsdato and operationsdatoen, dødsdato and dødsfaldet), else by the
 * letters in which they differ. */
static uint32_t alike_letters(ny_text a, ny_text b)
{
    size_t left = ny_text_characters(a), right = ny_text_characters(b);
    size_t most = left > right ? left : right, least = left > right ? right : left;
    size_t common = common_beginning(a, b);
    if (!least)
        return 0;
    if (common == least && least >= 3)
        return (uint32_t)(600 + 400 * least / most);
    uint32_t begins = common >= 4 ? (uint32_t)(300 + 500 * common / least) : 0;
    uint32_t distance = ny_text_distance(a, b, (uint32_t)most / 3);
    uint32_t differs = distance > most / 3 ? 0 : (uint32_t)(1000 - 1000 * (size_t)distance / most);
    return begins > differs ? begins : differs;
}

/* The next word of a name, folded; words end at blanks and signs. */
static bool next_word(ny_arena *arena, ny_text *rest, ny_text *ret_word)
{
    static const char signs[] = " _-.,()/:";
    size_t begin = 0, end;
    while (begin < rest->size && strchr(signs, rest->data[begin]) && rest->data[begin])
        begin++;
    end = begin;
    while (end < rest->size && !(strchr(signs, rest->data[end]) && rest->data[end]))
        end++;
    *ret_word = ny_fold(arena, (ny_text){rest->data + begin, end - begin});
    *rest = (ny_text){rest->data + end, rest->size - end};
    return end > begin;
}

/* How many of their words the two have in common. */
static uint32_t alike_words(ny_arena *arena, ny_text a, ny_text b)
{
    uint32_t common = 0, left = 0, right = 0;
    size_t letters = 0;
    ny_text word, other, rest;
    for (rest = b; next_word(arena, &rest, &other);)
        right++;
    while (next_word(arena, &a, &word)) {
        left++;
        for (rest = b; next_word(arena, &rest, &other);)
            if (ny_text_equal(word, other)) {
                common++;
                letters += ny_text_characters(word);
                break;
            }
    }
    uint32_t most = left > right ? left : right, least = left > right ? right : left;
    if (most < 2 || letters < 3)
        return 0;
    uint32_t of_most = 900 * common / most, of_least = 350 + 350 * common / least;
    return of_most > of_least ? of_most : of_least;
}

static uint32_t alike(ny_arena *arena, ny_text a, ny_text b)
{
    if (!a.size || !b.size)
        return 0;
    uint32_t letters = alike_letters(letters_of(arena, a), letters_of(arena, b));
    uint32_t words = alike_words(arena, a, b);
    return letters > words ? letters : words;
}

/* By its name, its label, and both in the language of the headings. */
static uint32_t name_alike(const ny_draft *draft, const ny_column *column, ny_text heading)
{
    const ny_text names[] = {column->name, column->label,
                             ny_prose_words_of(draft->names, column->name),
                             ny_prose_words_of(draft->names, column->label)};
    uint32_t best = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        uint32_t found = alike(draft->arena, names[i], heading);
        best = found > best ? found : best;
    }
    return best;
}

/* --- words and codes -------------------------------------------------------------------------- */

uint32_t ny_draft_word_count(const ny_draft *draft, const ny_column *column)
{
    if (column->type.kind == NY_KIND_YES_NO)
        return 2;
    return column->type.kind == NY_KIND_PARTY ? draft->load->model->parties.count
                                              : column->words.count;
}

ny_text ny_draft_word(const ny_draft *draft, const ny_column *column, uint32_t number)
{
    if (column->type.kind == NY_KIND_YES_NO)
        return number ? NY_TEXT("yes") : NY_TEXT("no");
    return column->type.kind == NY_KIND_PARTY ? draft->load->model->parties.items[number].name
                                              : column->words.items[number];
}

bool ny_draft_is_slip(const ny_draft_heading *heading, const ny_draft_value *value)
{
    return (uint64_t)value->rows * 100 < heading->filled;
}

/* How registers write yes and no, in Danish, Norwegian, Swedish, Finnish, Icelandic and English. */
static bool says_yes_or_no(ny_text value, uint32_t *ret_word)
{
    static const char *const words[2][10] = {
        {"no", "nej", "nei", "ei", "n", "0", "false", "falsk", "falskt", "ne"},
        {"yes", "ja", "já", "kyllä", "j", "1", "true", "sand", "sant", "k"}};
    for (uint32_t word = 0; word < 2; word++)
        for (size_t i = 0; i < 10; i++)
            if (ny_folds_equal(value, ny_text_of(words[word][i]))) {
                *ret_word = word;
                return true;
            }
    return false;
}

static uint32_t code_alike(const ny_draft *draft, const ny_column *column, uint32_t number,
                           ny_text value)
{
    ny_text word = ny_draft_word(draft, column, number);
    ny_text named = ny_prose_words_of(draft->names, word);
    uint32_t said;
    if (column->type.kind == NY_KIND_YES_NO)
        return says_yes_or_no(value, &said) && said == number ? NY_WHOLLY : 0;
    if (ny_text_equal(word, value))
        return NY_WHOLLY + 1;
    uint32_t plain = alike(draft->arena, word, value), other = alike(draft->arena, named, value);
    uint32_t best = plain > other ? plain : other;
    /* A code of one letter is mostly the first of its word. */
    ny_text folded = ny_fold(draft->arena, value);
    bool first =
        ny_text_characters(folded) == 1 &&
        ny_text_starts(ny_fold(draft->arena, named), ny_text_terminated(draft->arena, folded));
    return first && best < 700 ? 700 : best;
}

/* The best pair of a value and a word that are both free; false where none is alike. */
static bool best_code(const ny_draft *draft, const ny_column *column,
                      const ny_draft_heading *heading, const uint32_t *words, const bool *used,
                      uint32_t *ret_value, uint32_t *ret_word)
{
    uint32_t best = NY_ALIKE - 1;
    for (uint32_t v = 0; v < heading->values.count; v++) {
        const ny_draft_value *value = &heading->values.items[v];
        for (uint32_t w = 0; words[v] == NY_NONE && w < ny_draft_word_count(draft, column); w++) {
            uint32_t found = used[w] ? 0 : code_alike(draft, column, w, value->value);
            if (found <= best || (found < NY_WHOLLY && ny_draft_is_slip(heading, value)))
                continue;
            best = found;
            *ret_value = v;
            *ret_word = w;
        }
    }
    return best >= NY_ALIKE;
}

/* One word and one code that are left belong together. */
static void join_last(const ny_draft *draft, const ny_column *column,
                      const ny_draft_heading *heading, uint32_t *words, const bool *used)
{
    uint32_t free_words = 0, free_values = 0, word = 0, value = 0;
    for (uint32_t w = 0; w < ny_draft_word_count(draft, column); w++)
        if (!used[w]) {
            word = w;
            free_words++;
        }
    for (uint32_t v = 0; v < heading->values.count; v++)
        if (words[v] == NY_NONE && !ny_draft_is_slip(heading, &heading->values.items[v])) {
            value = v;
            free_values++;
        }
    if (free_words == 1 && free_values == 1 && ny_draft_word_count(draft, column) > 1)
        words[value] = word;
}

uint32_t *ny_draft_words(const ny_draft *draft, const ny_column *column,
                         const ny_draft_heading *heading)
{
    uint32_t *words = NY_NEW_ARRAY(draft->arena, uint32_t, heading->values.count + 1), value, word;
    bool *used = NY_NEW_ARRAY(draft->arena, bool, ny_draft_word_count(draft, column) + 1);
    for (uint32_t v = 0; v < heading->values.count; v++)
        words[v] = NY_NONE;
    while (best_code(draft, column, heading, words, used, &value, &word)) {
        words[value] = word;
        used[word] = true;
    }
    join_last(draft, column, heading, words, used);
    return words;
}

/* --- content ---------------------------------------------------------------------------------- */

/* The share of rows whose cell is one of the column's words. */
static uint32_t words_fit(const ny_draft *draft, const ny_column *column,
                          const ny_draft_heading *heading)
{
    if (heading->values.count > NY_DRAFT_MOST_WORDS || !heading->filled)
        return 0;
    const uint32_t *words = ny_draft_words(draft, column, heading);
    uint64_t rows = 0;
    for (uint32_t v = 0; v < heading->values.count; v++)
        rows += words[v] == NY_NONE ? 0 : heading->values.items[v].rows;
    return (uint32_t)(rows * 1000 / heading->filled);
}

static bool is_blank_cell(const ny_csv_cell *cell)
{
    return !cell->raw.size;
}

/* The share of sample cells that the column could hold, by the rules by which it is read. */
static uint32_t cells_fit(const ny_draft *draft, const ny_column *column,
                          const ny_draft_heading *heading)
{
    ny_cell_rule rule = ny_load_rule_of(draft->load, draft->source, column, NULL);
    uint32_t looked = 0, sound = 0;
    /* Blanks fit, where the name does. */
    if (!heading->filled)
        return rule.if_any || rule.if_known ? NY_FITS : 0;
    for (uint32_t i = 0; i < heading->sample.count; i++) {
        const ny_csv_cell *cell = &heading->sample.items[i];
        ny_cell read;
        bool may_be_blank = rule.if_any || rule.if_known;
        if (is_blank_cell(cell) && may_be_blank)
            continue;
        looked++;
        sound += !ny_cell_read(draft->arena, &rule, &heading->format, cell, &read).size;
    }
    return looked ? (uint32_t)((uint64_t)sound * 1000 / looked) : 0;
}

static uint32_t content_fit(const ny_draft *draft, const ny_column *column,
                            const ny_draft_heading *heading)
{
    ny_kind kind = column->type.kind;
    if (kind == NY_KIND_WORD || kind == NY_KIND_YES_NO || kind == NY_KIND_PARTY)
        return words_fit(draft, column, heading);
    uint32_t fit = cells_fit(draft, column, heading);
    bool is_key = column->form == NY_FORM_KEY;
    bool is_other = heading->dates.dates * 2 > heading->filled;
    if (is_key && heading->different * 20 < heading->sample.count * 19)
        return 0;
    return (kind == NY_KIND_TEXT || kind == NY_KIND_ROW) && is_other ? 0 : fit;
}

/* --- pairs ------------------------------------------------------------------------------------ */

static void take(ny_draft *draft, uint32_t column, uint32_t heading, ny_draft_reason reason)
{
    draft->matches[column] = (ny_draft_match){reason, heading};
    draft->headings[heading].taken = true;
}

static uint32_t heading_count(const ny_draft *draft)
{
    return draft->file->heading_count < NY_HEADINGS_COMPARED ? draft->file->heading_count
                                                             : NY_HEADINGS_COMPARED;
}

/* To the letter, or folded, where one heading alone can be meant. */
static void take_equal(ny_draft *draft, bool folded)
{
    for (uint32_t c = 0; c < draft->table->columns.count; c++) {
        ny_text name = draft->table->columns.items[c].name;
        uint32_t found = 0, count = 0;
        for (uint32_t h = 0; h < draft->file->heading_count; h++) {
            ny_text heading = draft->headings[h].heading;
            bool equal = folded ? ny_folds_equal(name, heading) : ny_text_equal(name, heading);
            if (!equal || draft->headings[h].taken)
                continue;
            found = h;
            count++;
        }
        if (count == 1 && draft->matches[c].reason == NY_DRAFT_OPEN)
            take(draft, c, found, folded ? NY_DRAFT_BY_CAPITALS : NY_DRAFT_EXACT);
    }
}

/* Names and contents of every pair, [column * headings + heading]. */
typedef struct ny_draft_pairs {
    uint32_t *names, *contents;
} ny_draft_pairs;

static ny_draft_pairs compare_all(const ny_draft *draft)
{
    uint32_t columns = draft->table->columns.count, headings = heading_count(draft);
    ny_draft_pairs pairs = {
        NY_NEW_ARRAY(draft->arena, uint32_t, (size_t)columns * headings),
        NY_NEW_ARRAY(draft->arena, uint32_t, (size_t)columns * headings),
    };
    for (uint32_t c = 0; c < columns; c++)
        for (uint32_t h = 0; h < headings; h++) {
            const ny_column *column = &draft->table->columns.items[c];
            const ny_draft_heading *heading = &draft->headings[h];
            size_t at = (size_t)c * headings + h;
            if (draft->matches[c].reason != NY_DRAFT_OPEN || heading->taken)
                continue;
            pairs.names[at] = name_alike(draft, column, heading->heading);
            pairs.contents[at] = content_fit(draft, column, heading);
        }
    return pairs;
}

/* The best of the free pairs that fit, by name first; false when there is none. */
static bool best_pair(const ny_draft *draft, const ny_draft_pairs *pairs, uint32_t *ret_column,
                      uint32_t *ret_heading)
{
    uint32_t best = 0;
    for (uint32_t c = 0; c < draft->table->columns.count; c++)
        for (uint32_t h = 0; h < heading_count(draft); h++) {
            size_t at = (size_t)c * heading_count(draft) + h;
            bool is_free = draft->matches[c].reason == NY_DRAFT_OPEN && !draft->headings[h].taken;
            uint32_t found = 2 * pairs->names[at] + pairs->contents[at];
            if (!is_free || pairs->names[at] < NY_ALIKE || pairs->contents[at] < NY_FITS ||
                found <= best)
                continue;
            best = found;
            *ret_column = c;
            *ret_heading = h;
        }
    return best > 0;
}

/* How many free headings fit the column, and the last of them; the same for columns of a heading. */
static uint32_t fitting(const ny_draft *draft, const ny_draft_pairs *pairs, uint32_t column,
                        uint32_t heading, uint32_t *ret_found)
{
    uint32_t count = 0, headings = heading_count(draft);
    bool of_column = heading == NY_NONE;
    uint32_t all = of_column ? headings : draft->table->columns.count;
    for (uint32_t i = 0; i < all; i++) {
        uint32_t c = of_column ? column : i, h = of_column ? i : heading;
        if (draft->matches[c].reason != NY_DRAFT_OPEN || draft->headings[h].taken ||
            !draft->headings[h].filled || pairs->contents[(size_t)c * headings + h] < NY_FITS)
            continue;
        *ret_found = i;
        count++;
    }
    return count;
}

/* A column that one heading alone could be, which could be no other column. */
static bool take_only_fit(ny_draft *draft, const ny_draft_pairs *pairs)
{
    for (uint32_t c = 0; c < draft->table->columns.count; c++) {
        uint32_t heading, column;
        if (draft->matches[c].reason != NY_DRAFT_OPEN ||
            fitting(draft, pairs, c, NY_NONE, &heading) != 1 ||
            fitting(draft, pairs, NY_NONE, heading, &column) != 1)
            continue;
        take(draft, c, heading, NY_DRAFT_BY_CONTENT);
        return true;
    }
    return false;
}

void ny_draft_find_matches(ny_draft *draft)
{
    uint32_t column, heading;
    draft->matches = NY_NEW_ARRAY(draft->arena, ny_draft_match, draft->table->columns.count);
    take_equal(draft, false);
    take_equal(draft, true);
    ny_draft_pairs pairs = compare_all(draft);
    while (best_pair(draft, &pairs, &column, &heading))
        take(draft, column, heading, NY_DRAFT_BY_NAME);
    while (take_only_fit(draft, &pairs))
        continue;
}
