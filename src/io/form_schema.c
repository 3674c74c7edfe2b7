/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The bid form as JSON Schema. A schema cannot say that a text is a number within limits, so limits stand in the
 * description, and a pattern asks for a number and its unit: a decimal comma, a bare number and another currency are
 * seen at once, and `nytte bid` sees the rest. */

#include "io/form.h"
#include "io/json.h"

/* Units of time stand for each other: what is asked for in hours may be said in days. */
static const char *const times[][2] = {
    {"hour", "(hours?|days?|weeks?)"}, {"day", "(hours?|days?|weeks?)"},
    {"week", "(hours?|days?|weeks?)"}, {"month", "(months?|years?)"},
    {"year", "(months?|years?)"},
};

static void add_unit_word(ny_buffer *pattern, ny_text word)
{
    ny_text one = word;
    if (one.size > 1 && one.data[one.size - 1] == 's')
        one.size--;
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        if (ny_text_is(one, times[i][0])) {
            ny_buffer_add(pattern, ny_text_of(times[i][1]));
            return;
        }
    bool counts = !ny_text_is(word, "per") && word.data[0] != '%';
    ny_buffer_add(pattern, counts ? one : word);
    if (counts)
        ny_buffer_add(pattern, NY_TEXT("s?"));
}

/* "DKK per pump": "^-?[0-9][0-9_]*(\.[0-9]+)? *DKKs? per pumps?$" */
static ny_text number_pattern(ny_arena *arena, ny_text unit)
{
    ny_buffer pattern = ny_buffer_create(arena);
    ny_buffer_add(&pattern, NY_TEXT("^ *-?[0-9][0-9_]*(\\.[0-9]+)?"));
    size_t begin = 0;
    while (begin < unit.size) {
        size_t end = begin;
        while (end < unit.size && unit.data[end] != ' ')
            end++;
        ny_buffer_add(&pattern, begin ? NY_TEXT(" +") : NY_TEXT(" *"));
        add_unit_word(&pattern, (ny_text){unit.data + begin, end - begin});
        begin = end + 1;
    }
    ny_buffer_add(&pattern, NY_TEXT(" *$"));
    return ny_buffer_text(&pattern);
}

static ny_text decimal(ny_arena *arena, ny_rational value)
{
    return ny_rational_decimal_text(arena, value, 0, 6);
}

static ny_text title_of(const ny_form_field *field)
{
    return field->label.size ? field->label : field->name;
}

/* "From 5000 to 30000 DKK per pump. Clause 7.1." */
static ny_text described(ny_arena *arena, const ny_prose *prose, const ny_form_field *field)
{
    ny_buffer text = ny_buffer_create(arena);
    if (field->has_range)
        ny_buffer_add(&text, NY_TELLS(prose, FO_FROM_TO, decimal(arena, field->low),
                                      decimal(arena, field->high), field->unit));
    if (field->clause.size) {
        ny_buffer_add(&text, text.size ? NY_TEXT(" ") : NY_NO_TEXT);
        ny_buffer_add(&text, NY_TELLS(prose, FO_CLAUSE_IS, field->clause));
    }
    return ny_buffer_text(&text);
}

static json_t *pattern_schema(ny_text pattern)
{
    json_t *schema = json_object();
    ny_json_set(schema, "type", json_string("string"));
    ny_json_set(schema, "pattern", ny_json_text(pattern));
    return schema;
}

static json_t *yes_no_schema(void)
{
    json_t *schema = json_object(), *words = json_array();
    ny_json_add(words, json_string("yes"));
    ny_json_add(words, json_string("no"));
    ny_json_set(schema, "enum", words);
    return schema;
}

/* "yes", or {"answer": "yes", "evidence": "…"} */
static json_t *answer_schema(void)
{
    json_t *schema = json_object(), *ways = json_array(), *object = json_object(),
           *parts = json_object(), *evidence = json_object(), *required = json_array();
    ny_json_set(evidence, "type", json_string("string"));
    ny_json_set(parts, "answer", yes_no_schema());
    ny_json_set(parts, "evidence", evidence);
    ny_json_add(required, json_string("answer"));
    ny_json_set(object, "type", json_string("object"));
    ny_json_set(object, "properties", parts);
    ny_json_set(object, "required", required);
    ny_json_add(ways, yes_no_schema());
    ny_json_add(ways, object);
    ny_json_set(schema, "anyOf", ways);
    return schema;
}

static json_t *field_schema(ny_arena *arena, const ny_prose *prose, const ny_form_field *field)
{
    json_t *schema;
    if (field->figure == NY_NONE)
        schema = answer_schema();
    else if (field->kind == NY_KIND_NUMBER)
        schema = pattern_schema(number_pattern(arena, field->unit));
    else if (field->kind == NY_KIND_DATE)
        schema = pattern_schema(NY_TEXT("^ *[0-9]{4}-[0-9]{2}-[0-9]{2} *$"));
    else
        schema = yes_no_schema();
    ny_json_set(schema, "title", ny_json_text(title_of(field)));
    ny_text description = described(arena, prose, field);
    if (description.size)
        ny_json_set(schema, "description", ny_json_text(description));
    return schema;
}

/* The object of offers, or of answers, in this envelope. */
static json_t *part_schema(ny_arena *arena, const ny_prose *prose, const ny_form *form,
                           ny_keyword envelope, bool answers)
{
    json_t *schema = json_object(), *properties = json_object(), *required = json_array();
    for (uint32_t i = 0; i < form->fields.count; i++) {
        const ny_form_field *field = &form->fields.items[i];
        if (field->envelope != envelope || (field->figure == NY_NONE) != answers)
            continue;
        ny_json_set_text(properties, field->name, field_schema(arena, prose, field));
        if (!field->has_default)
            ny_json_add(required, ny_json_text(field->name));
    }
    ny_json_set(schema, "type", json_string("object"));
    ny_json_set(schema, "properties", properties);
    ny_json_set(schema, "required", required);
    ny_json_set(schema, "additionalProperties", json_false());
    return schema;
}

static json_t *constant(ny_text text)
{
    json_t *schema = json_object();
    ny_json_set(schema, "const", ny_json_text(text));
    return schema;
}

ny_text ny_form_schema(ny_arena *arena, const ny_prose *prose, const ny_form *form,
                       ny_keyword envelope)
{
    json_t *root = json_object(), *properties = json_object(), *required = json_array(),
           *bidder = json_object();
    ny_json_set(bidder, "type", json_string("string"));
    ny_json_set(properties, "nytte", constant(NY_TEXT("offer/1")));
    ny_json_set(properties, "contract", constant(form->model->title));
    ny_json_set(properties, "bidder", bidder);
    ny_json_set(properties, "offers", part_schema(arena, prose, form, envelope, false));
    if (envelope == NY_KEYWORD_QUALITY)
        ny_json_set(properties, "answers", part_schema(arena, prose, form, envelope, true));
    ny_json_add(required, json_string("nytte"));
    ny_json_add(required, json_string("contract"));
    ny_json_add(required, json_string("offers"));
    ny_json_set(root, "$schema", json_string("https://json-schema.org/draft/2020-12/schema"));
    ny_json_set(root, "title",
                ny_json_text(envelope == NY_KEYWORD_PRICE
                                 ? NY_TELLS(prose, FO_TITLE_PRICE, form->model->title)
                                 : NY_TELLS(prose, FO_TITLE_QUALITY, form->model->title)));
    ny_json_set(root, "type", json_string("object"));
    ny_json_set(root, "properties", properties);
    ny_json_set(root, "required", required);
    return ny_json_write(arena, root);
}
