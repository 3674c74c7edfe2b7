/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Any bytes as a workbook, as one part of a workbook that is right otherwise, or as a database; then as
 * an extract of a small table. The law: what cannot be read is reported once; what can be read gives
 * rows in rising order, and the same ones when it is read again. */

#include "base/bug.h"
#include "io/database.h"
#include "io/extract.h"
#include "io/workbook.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <zip.h>

/* Longer inputs are passed over: they find nothing that shorter ones do not, and take long. */
#define MOST_BYTES ((size_t)64 * 1024)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct part {
    const char *name, *text;
} part;

/* The first letter of an input that is no zip file and no database says which part it is. */
static const part parts[] = {
    {"_rels/.rels", "<r><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"b.xml\"/></r>"},
    {"b.xml", "<w><sheets><sheet name=\"A\" r:id=\"s\"/></sheets></w>"},
    {"_rels/b.xml.rels", "<r><Relationship Id=\"s\" Type=\"x/worksheet\" Target=\"s.xml\"/>"
                         "<Relationship Id=\"t\" Type=\"x/sharedStrings\" Target=\"t.xml\"/>"
                         "<Relationship Id=\"f\" Type=\"x/styles\" Target=\"f.xml\"/></r>"},
    {"s.xml", "<s><row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c></row>"
              "<row><c><v>1</v></c><c s=\"1\"><v>43132.5</v></c><c><v>2.5</v></c></row></s>"},
    {"t.xml", "<t><si><t>id</t></si><si><t>day</t></si><si><t>n</t></si></t>"},
    {"f.xml", "<f><cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs></f>"},
};
#define PART_COUNT (sizeof parts / sizeof *parts)

static void add_part(zip_t *zip, const char *name, ny_text text)
{
    zip_source_t *source = zip_source_buffer(zip, text.data, text.size, 0);
    NY_BUG_ON(!source);
    zip_int64_t index = zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8);
    NY_BUG_ON(index < 0);
    zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_STORE, 0);
}

/* A workbook with the input in the place of one part. */
static ny_text book_around(ny_arena *arena, size_t which, ny_text input)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    NY_BUG_ON(!zip);
    zip_source_keep(source);
    for (size_t i = 0; i < PART_COUNT; i++)
        add_part(zip, parts[i].name, i == which ? input : ny_text_of(parts[i].text));
    NY_BUG_ON(zip_close(zip) != 0 || zip_source_open(source) != 0);
    NY_BUG_ON(zip_source_seek(source, 0, SEEK_END) != 0);
    size_t size = (size_t)zip_source_tell(source);
    char *bytes = ny_arena_take(arena, size);
    NY_BUG_ON(zip_source_seek(source, 0, SEEK_SET) != 0 ||
              zip_source_read(source, bytes, size) != (zip_int64_t)size);
    zip_source_close(source);
    zip_source_free(source);
    return (ny_text){bytes, size};
}

static const ny_span nowhere = {UINT32_MAX, 0, 0};

static bool read_packed(ny_arena *arena, ny_source_form form, ny_text bytes, ny_text *ret_text)
{
    ny_sink *sink = ny_sink_create(arena);
    ny_sheet sheet;
    ny_database_rows rows;
    bool read =
        form == NY_SOURCE_DATABASE
            ? ny_database_read(arena, sink, nowhere, NY_TEXT("fuzz"), bytes, NY_NO_TEXT, &rows)
            : ny_workbook_read(arena, sink, nowhere, NY_TEXT("fuzz"), bytes, NY_NO_TEXT, &sheet);
    NY_BUG_ON(sink->errors != !read);
    if (read)
        *ret_text = form == NY_SOURCE_DATABASE ? rows.text : sheet.text;
    return read;
}

static void check_rows(ny_arena *arena, ny_source_form form, ny_text text)
{
    ny_csv_reader reader = ny_csv_open(arena, text, NY_PACKED, 64);
    ny_csv_record record;
    uint32_t line = 0;
    while (ny_csv_next(&reader, &record) == NY_CSV_RECORD) {
        NY_BUG_ON(form == NY_SOURCE_WORKBOOK && record.line <= line);
        NY_BUG_ON(record.kept != 64);
        line = record.line;
    }
    NY_BUG_ON(reader.at != text.size);
}

static ny_column *add_column(ny_arena *arena, ny_table *table, const char *name, ny_type_form form,
                             ny_kind kind)
{
    ny_column *column = NY_APPEND(arena, &table->columns);
    *column = (ny_column){.name = ny_text_of(name),
                          .form = form,
                          .type = {.kind = kind, .column = table->columns.count - 1},
                          .high_column = NY_NONE,
                          .not_before = NY_NONE,
                          .factor = NY_RATIONAL_ONE};
    return column;
}

static void read_as_extract(ny_arena *arena, ny_source_form form, ny_text bytes)
{
    ny_model *model = NY_NEW(arena, ny_model);
    ny_table *table = NY_APPEND(arena, &model->tables);
    *table = (ny_table){.name = NY_TEXT("visit"), .key = 0, .date = 1};
    add_column(arena, table, "id", NY_FORM_KEY, NY_KIND_TEXT);
    add_column(arena, table, "day", NY_FORM_DATE, NY_KIND_DATE);
    add_column(arena, table, "n", NY_FORM_NUMBER, NY_KIND_NUMBER)->if_known = true;
    ny_extract extract = {.table = 0};
    *NY_APPEND(arena, &extract.files) =
        (ny_extract_file){.name = NY_TEXT("fuzz"), .bytes = bytes, .form = form};
    ny_tables tables;
    ny_sink *sink = ny_sink_create(arena);
    bool read = ny_extract_read(arena, sink, model, &extract, 1, &tables);
    NY_BUG_ON(read != !sink->errors);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > MOST_BYTES || !size)
        return 0;
    ny_arena *arena = ny_arena_create();
    ny_text bytes = {(const char *)data, size}, first, second;
    ny_source_form form = ny_is_database(bytes) ? NY_SOURCE_DATABASE : NY_SOURCE_WORKBOOK;
    if (form == NY_SOURCE_WORKBOOK && !ny_is_workbook(bytes) && data[0] >= 'a' &&
        data[0] < 'a' + PART_COUNT)
        bytes = book_around(arena, (size_t)(data[0] - 'a'), (ny_text){bytes.data + 1, size - 1});
    if (read_packed(arena, form, bytes, &first)) {
        check_rows(arena, form, first);
        NY_BUG_ON(!read_packed(arena, form, bytes, &second) || !ny_text_equal(first, second));
    }
    read_as_extract(arena, form, bytes);
    ny_arena_destroy(arena);
    return 0;
}
