/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Before any file: what each column may hold, by the contract, and under which heading and with which
 * codes the source writes it. */

#include "io/extract_load.h"

void ny_load_fail(ny_load *load, ny_code code, ny_span span, const ny_text *words, size_t count)
{
    ny_report(load->sink, code, span, words, count);
    load->failed = true;
}

/* --- rules ------------------------------------------------------------------------------------ */

static void add_code(ny_load *load, ny_cell_rule *rule, ny_text code, uint32_t word)
{
    *NY_APPEND(load->scratch, &rule->codes) = (ny_code_word){.code = code, .word = word};
}

/* The codes that stand for themselves, where the source names none. */
static void add_plain_codes(ny_load *load, ny_cell_rule *rule, const ny_text *words, uint32_t count)
{
    if (rule->kind == NY_KIND_YES_NO) {
        add_code(load, rule, NY_TEXT("yes"), 1);
        add_code(load, rule, NY_TEXT("no"), 0);
    }
    if (rule->kind == NY_KIND_PARTY)
        for (uint32_t i = 0; i < load->model->parties.count; i++)
            add_code(load, rule, load->model->parties.items[i].name, i);
    if (rule->kind == NY_KIND_WORD)
        for (uint32_t i = 0; i < count; i++)
            add_code(load, rule, words[i], i);
}

/* Once codes are given, only they count: a word itself is then one more unknown code. */
static void add_codes(ny_load *load, ny_cell_rule *rule, const ny_source_column *column,
                      const ny_text *words, uint32_t count)
{
    ny_cell_rule plain = {.kind = rule->kind};
    add_plain_codes(load, &plain, words, count);
    if (!column || !column->codes.count) {
        rule->codes.items = plain.codes.items;
        rule->codes.count = plain.codes.count;
        rule->codes.capacity = plain.codes.capacity;
        return;
    }
    for (uint32_t i = 0; i < column->codes.count; i++) {
        const ny_source_code *code = &column->codes.items[i];
        bool found = false;
        for (uint32_t j = 0; j < plain.codes.count && !found; j++) {
            found = ny_text_equal(plain.codes.items[j].code, code->word.text);
            if (found)
                add_code(load, rule, code->code, plain.codes.items[j].word);
        }
        if (!found && code->word.keyword == NY_KEYWORD_YES)
            add_code(load, rule, code->code, 1);
        if (!found && code->word.keyword == NY_KEYWORD_NO)
            add_code(load, rule, code->code, 0);
    }
}

/* What the source says of the day, and in which language a fault is told. */
static void set_extracted(const ny_load *load, const ny_source_load *source, ny_cell_rule *rule)
{
    rule->language = load->sink->language;
    const ny_source_words *words = source->words;
    const ny_extract *extract = source->extract;
    rule->has_extracted = extract->has_extracted || (words && words->extracted_said);
    rule->extracted = extract->has_extracted ? extract->extracted : words ? words->extracted : 0;
}

static ny_reject_action action_of(bool if_any, bool if_known)
{
    if (if_known)
        return NY_COUNTS_AS_MISSING;
    return if_any ? NY_COUNTS_AS_UNKNOWN : NY_ROW_SET_ASIDE;
}

ny_cell_rule ny_load_rule_of(ny_load *load, const ny_source_load *source, const ny_column *column,
                             const ny_source_column *written)
{
    bool is_key = column->form == NY_FORM_KEY;
    ny_cell_rule rule = {
        .name = column->name,
        .form = column->form,
        .kind = column->type.kind,
        .if_any = column->if_any && !is_key,
        .if_known = column->if_known && !is_key,
        .has_low = column->has_range,
        .has_high = column->has_range && column->high_column == NY_NONE,
        .low = column->low,
        .high = column->high,
        .is_whole = column->is_whole,
        .not_above = column->high_column,
        .not_before = column->not_before,
        .is_after = column->is_after,
        .has_digits = column->has_digits,
        .digits = column->digits,
        .digit_low = column->digit_low,
        .digit_high = column->digit_high,
        .table = column->type.table,
    };
    rule.action = action_of(rule.if_any, rule.if_known);
    set_extracted(load, source, &rule);
    add_codes(load, &rule, written, column->words.items, column->words.count);
    ny_cell_rule_finish(load->scratch, &rule, column->unit_text);
    return rule;
}

static ny_kind kind_of(const ny_type_words *type)
{
    switch (type->form) {
    case NY_FORM_NUMBER:
        return NY_KIND_NUMBER;
    case NY_FORM_KEY:
    case NY_FORM_PSEUDONYM:
    case NY_FORM_CODE:
        return NY_KIND_TEXT;
    case NY_FORM_DATE:
        return NY_KIND_DATE;
    case NY_FORM_YES_NO:
        return NY_KIND_YES_NO;
    case NY_FORM_WORDS:
        return NY_KIND_WORD;
    case NY_FORM_A:
        return type->a.keyword == NY_KEYWORD_PARTY ? NY_KIND_PARTY : NY_KIND_ROW;
    }
    return NY_KIND_ANY;
}

/* The column of the table that a type names, reporting a name that is none. */
static uint32_t named_column(ny_load *load, const ny_table *table, const ny_name *name)
{
    if (!name->text.size)
        return NY_NONE;
    uint32_t column = ny_table_column(table, name->text);
    if (column == NY_NONE)
        NY_LOAD_FAIL(load, NY_EXTRACT_NO_COLUMN, name->span, name->text, table->name);
    return column;
}

static ny_cell_rule rule_of_check(ny_load *load, const ny_table_load *table,
                                  const ny_source_load *source, const ny_source_column *written)
{
    const ny_type_words *type = &written->type;
    ny_cell_rule rule = {
        .name = written->heading,
        .form = type->form,
        .kind = kind_of(type),
        .if_any = type->if_any,
        .if_known = type->if_known,
        .action = NY_NOTED,
        .has_low = type->has_range,
        .has_high = type->has_range && !type->high_column.text.size,
        .low = type->low,
        .high = type->high,
        .is_whole = type->is_whole,
        .not_above = named_column(load, table->table, &type->high_column),
        .not_before = named_column(load, table->table, &type->not_before),
        .is_after = type->is_after,
        .has_digits = type->has_digits,
        .digits = type->digits,
        .digit_low = type->digit_low,
        .digit_high = type->digit_high,
        .table = NY_NONE,
    };
    if (rule.kind == NY_KIND_ROW) {
        rule.table = ny_model_table(load->model, type->a.text);
        if (rule.table == NY_NONE)
            NY_LOAD_FAIL(load, NY_EXTRACT_NO_TABLE, type->a.span, type->a.text);
    }
    ny_text *words = NY_NEW_ARRAY(load->scratch, ny_text, type->words.count);
    for (uint32_t i = 0; i < type->words.count; i++)
        words[i] = type->words.items[i].text;
    set_extracted(load, source, &rule);
    add_codes(load, &rule, written, words, type->words.count);
    ny_cell_rule_finish(load->scratch, &rule,
                        type->is_percent ? NY_TEXT("%") : type->unit.over.text);
    return rule;
}

/* --- slots ------------------------------------------------------------------------------------ */

static const ny_source_column *find_written(const ny_source_words *words, ny_text column)
{
    for (uint32_t i = 0; words && i < words->columns.count; i++) {
        const ny_source_column *written = &words->columns.items[i];
        if (!written->checks && !written->ignores && ny_text_equal(written->column.text, column))
            return written;
    }
    return NULL;
}

static void add_column_slots(ny_load *load, ny_table_load *table, ny_source_load *source)
{
    for (uint32_t i = 0; i < table->table->columns.count; i++) {
        const ny_column *column = &table->table->columns.items[i];
        const ny_source_column *written = find_written(source->words, column->name);
        if (source->words && !written)
            NY_LOAD_FAIL(load, NY_EXTRACT_COLUMN_NOT_SAID, source->span, column->name,
                         table->table->name);
        *NY_APPEND(load->scratch, &source->slots) = (ny_slot){
            .heading = written ? written->heading : column->name,
            .span = written ? written->heading_span : source->span,
            .rule = ny_load_rule_of(load, source, column, written),
            .store = &table->stores[i],
        };
    }
}

static void add_check_slots(ny_load *load, const ny_table_load *table, ny_source_load *source)
{
    for (uint32_t i = 0; source->words && i < source->words->columns.count; i++) {
        const ny_source_column *written = &source->words->columns.items[i];
        if (!written->checks && !written->ignores)
            named_column(load, table->table, &written->column);
        if (!written->checks)
            continue;
        *NY_APPEND(load->scratch, &source->slots) = (ny_slot){
            .heading = written->heading,
            .span = written->heading_span,
            .rule = rule_of_check(load, table, source, written),
            .store = NY_NEW(load->scratch, ny_store),
        };
    }
}

void ny_load_add_source(ny_load *load, const ny_extract *extract)
{
    ny_table_load *table = &load->tables[extract->table];
    const ny_declaration *declaration = extract->source;
    const ny_source_words *words = declaration ? &declaration->is.source : NULL;
    ny_source_load source = {
        .extract = extract,
        .words = words,
        .span = declaration ? declaration->header_span : (ny_span){UINT32_MAX, 0, 0},
    };
    ny_date_pattern pattern;
    if (words && words->written.dates.size && !ny_date_pattern_read(words->written.dates, &pattern))
        NY_LOAD_FAIL(load, NY_EXTRACT_DATE_PATTERN, words->dates_span, words->written.dates);
    add_column_slots(load, table, &source);
    add_check_slots(load, table, &source);
    *NY_APPEND(load->scratch, &table->sources) = source;
}
