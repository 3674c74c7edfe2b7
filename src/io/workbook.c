/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A workbook is a zip file of XML parts. The way to a sheet: _rels/.rels names the part of the workbook,
 * which lists its sheets; the relations beside it name the part of each, of the shared texts and of
 * the formats. Everything is taken as hostile: no document type is allowed (and so no entities), and
 * parts that unpack to far more than a sheet can hold are left. */

#include "io/workbook_book.h"

#include "base/bug.h"

#include <string.h>

/* A part may unpack to this much in any case; beyond, to so many times its packed size; and never to
 * more than the last. Sheets are packed to between a fifth and a fiftieth. */
#define NY_PART_FREE_BYTES ((uint64_t)64 << 20)
#define NY_PART_MOST_TIMES 200u
#define NY_PART_MOST_BYTES ((uint64_t)8 << 30)
#define NY_PART_BLOCK 65536
#define NY_SHEETS_LISTED 12u

/* --- what goes wrong --------------------------------------------------------------------------- */

static void stop(ny_book *book)
{
    book->failed = true;
    if (book->parser)
        XML_StopParser(book->parser, XML_FALSE);
}

void ny_book_broken(ny_book *book, ny_phrase why, ny_text word)
{
    if (!book->failed)
        NY_REPORT(book->sink, NY_WORKBOOK_BROKEN, book->span, book->name,
                  NY_WORDS(book->sink, why, book->part, word));
    stop(book);
}

void ny_book_too_large(ny_book *book)
{
    if (!book->failed)
        NY_REPORT(book->sink, NY_WORKBOOK_TOO_LARGE, book->span, book->name, book->part);
    stop(book);
}

/* --- parts ------------------------------------------------------------------------------------- */

static const char *local_name(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *ny_book_attribute(const char **attributes, const char *name)
{
    for (; attributes[0]; attributes += 2)
        if (strcmp(local_name(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}

static void XMLCALL begin_element(void *user, const char *name, const char **attributes)
{
    ny_book *book = user;
    if (!book->failed && book->events->begin)
        book->events->begin(book->state, local_name(name), attributes);
}

static void XMLCALL end_element(void *user, const char *name)
{
    ny_book *book = user;
    if (!book->failed && book->events->end)
        book->events->end(book->state, local_name(name));
}

static void XMLCALL take_text(void *user, const char *data, int size)
{
    ny_book *book = user;
    if (!book->failed && book->events->text)
        book->events->text(book->state, (ny_text){data, (size_t)size});
}

static void XMLCALL refuse_doctype(void *user, const char *name, const char *system,
                                   const char *public, int has_subset)
{
    (void)name, (void)system, (void)public, (void)has_subset;
    ny_book_broken(user, NY_WORDS_PART_DECLARES_TYPE, NY_NO_TEXT);
}

static void parse_block(ny_book *book, const char *data, size_t size, bool last)
{
    if (XML_Parse(book->parser, data, (int)size, last) == XML_STATUS_ERROR && !book->failed)
        ny_book_broken(
            book, NY_WORDS_PART_IS_NOT_XML,
            ny_format(book->scratch, "%lu", (unsigned long)XML_GetCurrentLineNumber(book->parser)));
}

static void parse_part(ny_book *book, zip_file_t *file, uint64_t packed)
{
    char *block = ny_arena_take(book->scratch, NY_PART_BLOCK);
    for (;;) {
        zip_int64_t got = zip_fread(file, block, NY_PART_BLOCK);
        if (got < 0) {
            ny_book_broken(book, NY_WORDS_PART_CANNOT_BE_UNPACKED, NY_NO_TEXT);
            return;
        }
        book->part_bytes += (uint64_t)got;
        if (book->part_bytes > NY_PART_MOST_BYTES ||
            (book->part_bytes > NY_PART_FREE_BYTES &&
             book->part_bytes / NY_PART_MOST_TIMES > packed)) {
            ny_book_too_large(book);
            return;
        }
        parse_block(book, block, (size_t)got, got == 0);
        if (book->failed || got == 0)
            return;
    }
}

bool ny_book_read_part(ny_book *book, ny_text part, const ny_part_events *events, void *state)
{
    zip_stat_t about;
    const char *name = ny_text_terminated(book->scratch, part);
    book->part = part;
    book->part_bytes = 0;
    zip_int64_t index = zip_name_locate(book->zip, name, ZIP_FL_NOCASE);
    if (index < 0 || zip_stat_index(book->zip, (zip_uint64_t)index, 0, &about) != 0) {
        ny_book_broken(book, NY_WORDS_PART_IS_NOT_THERE, NY_NO_TEXT);
        return false;
    }
    zip_file_t *file = zip_fopen_index(book->zip, (zip_uint64_t)index, 0);
    if (!file) {
        ny_book_broken(book, NY_WORDS_PART_CANNOT_BE_UNPACKED, NY_NO_TEXT);
        return false;
    }
    book->events = events;
    book->state = state;
    book->parser = XML_ParserCreate(NULL);
    if (!book->parser)
        ny_out_of_memory();
    XML_SetUserData(book->parser, book);
    XML_SetElementHandler(book->parser, begin_element, end_element);
    XML_SetCharacterDataHandler(book->parser, take_text);
    XML_SetStartDoctypeDeclHandler(book->parser, refuse_doctype);
    parse_part(book, file, about.comp_size);
    XML_ParserFree(book->parser);
    book->parser = NULL;
    zip_fclose(file);
    return !book->failed;
}

/* --- the workbook's own parts ------------------------------------------------------------------ */

typedef struct ny_relation {
    ny_text id, kind, target;
} ny_relation;

typedef struct ny_relations {
    ny_book *book;
    ny_text folder; /* "xl/" */
    NY_LIST(ny_relation) items;
} ny_relations;

static ny_text own_text(const ny_book *book, const char *text)
{
    return text ? ny_text_copy(book->scratch, ny_text_of(text)) : NY_TEXT("");
}

/* "../styles.xml" in "xl/sub/" is "xl/styles.xml"; "/xl/styles.xml" is that anywhere. */
static ny_text resolve(const ny_book *book, ny_text folder, ny_text target)
{
    if (target.size && target.data[0] == '/')
        return (ny_text){target.data + 1, target.size - 1};
    while (ny_text_starts(target, "../")) {
        target = (ny_text){target.data + 3, target.size - 3};
        folder.size -= folder.size > 0;
        while (folder.size && folder.data[folder.size - 1] != '/')
            folder.size--;
    }
    return ny_format(book->scratch, "%.*s%.*s", NY_PRINT(folder), NY_PRINT(target));
}

static void begin_relation(void *state, const char *name, const char **attributes)
{
    ny_relations *relations = state;
    if (strcmp(name, "Relationship") != 0)
        return;
    ny_book *book = relations->book;
    ny_text type = own_text(book, ny_book_attribute(attributes, "Type"));
    size_t last = type.size;
    while (last && type.data[last - 1] != '/')
        last--;
    *NY_APPEND(book->scratch, &relations->items) = (ny_relation){
        .id = own_text(book, ny_book_attribute(attributes, "Id")),
        .kind = {type.data + last, type.size - last},
        .target = resolve(book, relations->folder,
                          own_text(book, ny_book_attribute(attributes, "Target"))),
    };
}

static const ny_relation *relation_of_kind(const ny_relations *relations, const char *kind)
{
    for (uint32_t i = 0; i < relations->items.count; i++)
        if (ny_text_is(relations->items.items[i].kind, kind))
            return &relations->items.items[i];
    return NULL;
}

static bool read_relations(ny_book *book, ny_text folder, ny_text part, ny_relations *relations)
{
    static const ny_part_events events = {.begin = begin_relation};
    *relations = (ny_relations){.book = book, .folder = folder};
    return ny_book_read_part(book, part, &events, relations);
}

typedef struct ny_listed_sheet {
    ny_text name, id;
    bool hidden;
} ny_listed_sheet;

typedef struct ny_listing {
    ny_book *book;
    NY_LIST(ny_listed_sheet) sheets;
} ny_listing;

static bool is_true(const char *value)
{
    return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

static void begin_in_workbook(void *state, const char *name, const char **attributes)
{
    ny_listing *listing = state;
    ny_book *book = listing->book;
    if (strcmp(name, "workbookPr") == 0)
        book->from_1904 = is_true(ny_book_attribute(attributes, "date1904"));
    if (strcmp(name, "sheet") != 0)
        return;
    const char *state_of = ny_book_attribute(attributes, "state");
    *NY_APPEND(book->scratch, &listing->sheets) = (ny_listed_sheet){
        .name = own_text(book, ny_book_attribute(attributes, "name")),
        .id = own_text(book, ny_book_attribute(attributes, "id")),
        .hidden = state_of && strcmp(state_of, "visible") != 0,
    };
}

/* --- formats ----------------------------------------------------------------------------------- */

typedef struct ny_own_format {
    uint32_t number;
    ny_shown_as shown;
} ny_own_format;

typedef struct ny_styles {
    ny_book *book;
    NY_LIST(ny_own_format) formats;
    bool in_cell_formats;
} ny_styles;

static uint32_t number_of(const char *text)
{
    uint32_t number = 0;
    for (; text && *text >= '0' && *text <= '9' && number < 100000000; text++)
        number = number * 10 + (uint32_t)(*text - '0');
    return number;
}

static ny_shown_as shown_of(const ny_styles *styles, uint32_t number)
{
    for (uint32_t i = 0; i < styles->formats.count; i++)
        if (styles->formats.items[i].number == number)
            return styles->formats.items[i].shown;
    return ny_shown_builtin(number);
}

static void begin_in_styles(void *state, const char *name, const char **attributes)
{
    ny_styles *styles = state;
    ny_arena *scratch = styles->book->scratch;
    uint32_t number = number_of(ny_book_attribute(attributes, "numFmtId"));
    const char *code = ny_book_attribute(attributes, "formatCode");
    if (strcmp(name, "numFmt") == 0 && code)
        *NY_APPEND(scratch, &styles->formats) =
            (ny_own_format){number, ny_shown_code(ny_text_of(code))};
    if (strcmp(name, "cellXfs") == 0)
        styles->in_cell_formats = true;
    if (strcmp(name, "xf") == 0 && styles->in_cell_formats)
        *NY_APPEND(scratch, &styles->book->shown) = (uint8_t)shown_of(styles, number);
}

static void end_in_styles(void *state, const char *name)
{
    ny_styles *styles = state;
    if (strcmp(name, "cellXfs") == 0)
        styles->in_cell_formats = false;
}

static bool read_styles(ny_book *book, ny_text part)
{
    static const ny_part_events events = {.begin = begin_in_styles, .end = end_in_styles};
    ny_styles styles = {.book = book};
    return ny_book_read_part(book, part, &events, &styles);
}

/* --- the sheet --------------------------------------------------------------------------------- */

static void report_no_sheet(ny_book *book, const ny_listing *listing, ny_text wanted)
{
    ny_buffer names = ny_buffer_create(book->sink->arena);
    for (uint32_t i = 0; i < listing->sheets.count && i < NY_SHEETS_LISTED; i++)
        ny_buffer_format(&names, "%s\"%.*s\"", i ? ", " : "",
                         NY_PRINT(listing->sheets.items[i].name));
    if (listing->sheets.count > NY_SHEETS_LISTED)
        ny_buffer_format(&names, ", …");
    if (wanted.size)
        NY_REPORT(book->sink, NY_WORKBOOK_NO_SHEET, book->span, book->name, wanted,
                  ny_buffer_text(&names));
    else
        ny_book_broken(book, NY_WORDS_WORKBOOK_WITHOUT_SHEET, NY_NO_TEXT);
    book->failed = true;
}

static const ny_relation *relation_of_sheet(const ny_relations *relations,
                                            const ny_listed_sheet *sheet)
{
    for (uint32_t i = 0; i < relations->items.count; i++)
        if (ny_text_equal(relations->items.items[i].id, sheet->id) &&
            ny_text_is(relations->items.items[i].kind, "worksheet"))
            return &relations->items.items[i];
    return NULL;
}

/* Sheets that are charts have no rows and are passed over. */
static const ny_relation *find_sheet(ny_book *book, const ny_listing *listing,
                                     const ny_relations *relations, ny_text wanted, ny_sheet *sheet)
{
    for (uint32_t i = 0; i < listing->sheets.count; i++) {
        const ny_listed_sheet *listed = &listing->sheets.items[i];
        const ny_relation *relation = relation_of_sheet(relations, listed);
        if (!relation)
            continue;
        if (wanted.size ? ny_text_equal(listed->name, wanted) : !listed->hidden) {
            sheet->name = ny_text_copy(book->arena, listed->name);
            sheet->hidden = listed->hidden;
            return relation;
        }
        if (!wanted.size)
            *NY_APPEND(book->arena, &sheet->passed_hidden) =
                ny_text_copy(book->arena, listed->name);
    }
    report_no_sheet(book, listing, wanted);
    return NULL;
}

static ny_text folder_of(ny_text part)
{
    while (part.size && part.data[part.size - 1] != '/')
        part.size--;
    return part;
}

static bool read_book(ny_book *book, ny_text wanted, ny_sheet *sheet)
{
    static const ny_part_events events = {.begin = begin_in_workbook};
    ny_relations top, relations;
    ny_listing listing = {.book = book};
    if (!read_relations(book, NY_NO_TEXT, NY_TEXT("_rels/.rels"), &top))
        return false;
    const ny_relation *main = relation_of_kind(&top, "officeDocument");
    ny_text part = main ? main->target : NY_TEXT("xl/workbook.xml");
    ny_text folder = folder_of(part);
    if (!ny_book_read_part(book, part, &events, &listing) ||
        !read_relations(book, folder,
                        ny_format(book->scratch, "%.*s_rels/%.*s.rels", NY_PRINT(folder),
                                  (int)(part.size - folder.size), part.data + folder.size),
                        &relations))
        return false;

    sheet->sheets = listing.sheets.count;
    const ny_relation *found = find_sheet(book, &listing, &relations, wanted, sheet);
    const ny_relation *styles = relation_of_kind(&relations, "styles");
    const ny_relation *strings = relation_of_kind(&relations, "sharedStrings");
    return found && (!styles || read_styles(book, styles->target)) &&
           (!strings || ny_book_read_strings(book, strings->target)) &&
           ny_book_read_sheet(book, found->target, sheet);
}

/* --- what is no workbook ----------------------------------------------------------------------- */

static const char ole_mark[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

static bool is_zip(ny_text bytes)
{
    return ny_text_starts(bytes, "PK\x03\x04") || ny_text_starts(bytes, "PK\x05\x06");
}

bool ny_is_workbook(ny_text bytes)
{
    return is_zip(bytes) || ny_text_starts(bytes, ole_mark);
}

/* Names of streams in an OLE file are UTF-16. */
static bool has_stream(ny_text bytes, const char *name)
{
    size_t size = 2 * strlen(name);
    for (size_t at = 0; at + size <= bytes.size; at++) {
        const char *first = memchr(bytes.data + at, name[0], bytes.size - size - at + 1);
        if (!first)
            return false;
        at = (size_t)(first - bytes.data);
        size_t same = 0;
        while (same < size && first[same] == (same % 2 ? '\0' : name[same / 2]))
            same++;
        if (same == size)
            return true;
    }
    return false;
}

/* Old binary workbooks and protected new ones are both OLE files. */
static void report_ole(ny_book *book, ny_text bytes)
{
    if (has_stream(bytes, "EncryptedPackage"))
        NY_REPORT(book->sink, NY_WORKBOOK_PROTECTED, book->span, book->name);
    else if (has_stream(bytes, "Workbook") || has_stream(bytes, "Book"))
        NY_REPORT(book->sink, NY_WORKBOOK_OLD, book->span, book->name);
    else
        NY_REPORT(book->sink, NY_NO_WORKBOOK, book->span, book->name,
                  ny_words(book->sink, NY_WORDS_OLE_OF_ANOTHER_KIND));
}

static bool has_part(const ny_book *book, const char *name)
{
    return zip_name_locate(book->zip, name, ZIP_FL_NOCASE) >= 0;
}

/* Why a zip file is no workbook; no phrase where it may be one. */
static ny_phrase why_no_workbook(const ny_book *book)
{
    if (has_part(book, "xl/workbook.bin"))
        return NY_WORDS_ZIP_IS_XLSB;
    if (has_part(book, "content.xml") && has_part(book, "META-INF/manifest.xml"))
        return NY_WORDS_ZIP_IS_ODS;
    if (has_part(book, "word/document.xml"))
        return NY_WORDS_ZIP_IS_DOCX;
    return has_part(book, "_rels/.rels") ? NY_PHRASE_COUNT : NY_WORDS_ZIP_OF_OTHER_THINGS;
}

static void open_and_read(ny_book *book, ny_text bytes, ny_text wanted, ny_sheet *sheet)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.data, bytes.size, 0, &error);
    if (!source)
        ny_out_of_memory();
    book->zip = zip_open_from_source(source, ZIP_RDONLY, &error);
    if (!book->zip) {
        zip_source_free(source);
        NY_REPORT(book->sink, NY_NO_WORKBOOK, book->span, book->name,
                  ny_words(book->sink, NY_WORDS_ZIP_IS_DAMAGED));
        book->failed = true;
        return;
    }
    ny_phrase why = why_no_workbook(book);
    if (why != NY_PHRASE_COUNT) {
        NY_REPORT(book->sink, NY_NO_WORKBOOK, book->span, book->name, ny_words(book->sink, why));
        book->failed = true;
    } else if (!read_book(book, wanted, sheet)) {
        book->failed = true;
    }
    zip_discard(book->zip);
}

bool ny_workbook_read(ny_arena *arena, ny_sink *sink, ny_span span, ny_text name, ny_text bytes,
                      ny_text sheet, ny_sheet *ret_sheet)
{
    ny_book book = {.arena = arena, .sink = sink, .span = span, .name = name};
    ny_sheet read = {.name = sheet};
    book.scratch = ny_arena_create();
    if (is_zip(bytes)) {
        open_and_read(&book, bytes, sheet, &read);
    } else {
        book.failed = true;
        if (ny_text_starts(bytes, ole_mark))
            report_ole(&book, bytes);
        else
            NY_REPORT(sink, NY_NO_WORKBOOK, span, name,
                      ny_words(sink, bytes.size ? NY_WORDS_NOT_A_ZIP : NY_WORDS_FILE_IS_EMPTY));
    }
    ny_arena_destroy(book.scratch);
    if (!book.failed)
        *ret_sheet = read;
    return !book.failed;
}
