/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A real of SQLite is a double; it becomes the shortest decimal number that is that double again,
 * which is what was written into it wherever that had up to 15 digits. Views are not read: what they
 * give may change with the clock and the version of SQLite, and a statement must be drawn from what
 * stands in the file. */

#include "io/database.h"

#include "base/bug.h"
#include "io/file.h"
#include "io/workbook_value.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NY_DATABASE_WAIT_MS 2000
#define NY_DATABASE_CELL_MOST_BYTES (1 << 20)
#define NY_TABLES_LISTED 12u

static const char magic[] = "SQLite format 3";

bool ny_is_database(ny_text bytes)
{
    return bytes.size >= 100 && memcmp(bytes.data, magic, sizeof magic) == 0;
}

/* The size of a page stands in the head; 1 is 65,536. */
static bool ends_in_page(ny_text bytes)
{
    uint32_t page = (uint32_t)(unsigned char)bytes.data[16] << 8 | (unsigned char)bytes.data[17];
    return bytes.size % (page > 1 ? page : 65536) != 0;
}

/* --- the image --------------------------------------------------------------------------------- */

static ny_text why_not(ny_arena *arena, ny_language language, sqlite3 *database, int status)
{
    int kind = status & 0xFF;
    if (kind == SQLITE_BUSY || kind == SQLITE_LOCKED)
        return ny_phrase_text(language, NY_WORDS_DATABASE_IS_BUSY);
    if (status == SQLITE_READONLY_ROLLBACK || status == SQLITE_READONLY_RECOVERY)
        return ny_phrase_text(language, NY_WORDS_DATABASE_BROKEN_OFF);
    return ny_format(arena, "%s", sqlite3_errmsg(database));
}

/* The whole database as it stands in one transaction. */
static int take_image(ny_arena *arena, sqlite3 *database, ny_text *ret_image)
{
    sqlite3_busy_timeout(database, NY_DATABASE_WAIT_MS);
    int status =
        sqlite3_exec(database, "BEGIN; SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
    if (status != SQLITE_OK)
        return sqlite3_extended_errcode(database);
    sqlite3_int64 size = 0;
    unsigned char *bytes = sqlite3_serialize(database, "main", &size, 0);
    if (!bytes)
        return size ? SQLITE_NOMEM : SQLITE_NOTADB;
    *ret_image = ny_text_copy(arena, (ny_text){(const char *)bytes, (size_t)size});
    sqlite3_free(bytes);
    return SQLITE_OK;
}

/* A database that keeps a log, and has none now: nobody has it open, and the file is all of it. To open
 * it would leave files beside it. */
static bool is_at_rest(ny_arena *arena, ny_text path, ny_text bytes)
{
    return ny_is_database(bytes) && bytes.data[18] == 2 &&
           !ny_file_is_plain(arena, ny_format(arena, "%.*s-wal", NY_PRINT(path)));
}

static ny_status open_and_take(ny_arena *arena, ny_language language, ny_text path, ny_text bytes,
                               ny_text *ret_image, ny_text *ret_problem)
{
    sqlite3 *database = NULL;
    int status = sqlite3_open_v2(ny_text_terminated(arena, path), &database,
                                 SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
    if (status == SQLITE_OK)
        status = take_image(arena, database, ret_image);
    int kind = status & 0xFF;
    bool as_file = kind == SQLITE_NOTADB || kind == SQLITE_CORRUPT;
    if (as_file)
        *ret_image = ny_text_copy(arena, bytes); /* what is wrong with it shows when it is read */
    else if (status != SQLITE_OK)
        *ret_problem = NY_PHRASE_WITH(arena, language, NY_WORDS_CANNOT_READ, path,
                                      why_not(arena, language, database, status));
    sqlite3_close(database);
    return status == SQLITE_OK || as_file ? NY_DONE : NY_WORLD_FAILED;
}

ny_status ny_database_image(ny_arena *arena, ny_language language, ny_text path, ny_text *ret_image,
                            ny_text *ret_problem)
{
    ny_arena *passing = ny_arena_create();
    ny_text bytes;
    ny_status status = ny_file_read(passing, language, path, &bytes, ret_problem);
    if (status != NY_DONE)
        *ret_problem = ny_text_copy(arena, *ret_problem);
    else if (!ny_is_database(bytes) || ends_in_page(bytes) || is_at_rest(arena, path, bytes))
        *ret_image = ny_text_copy(arena, bytes);
    else
        status = open_and_take(arena, language, path, bytes, ret_image, ret_problem);
    ny_arena_destroy(passing);
    return status;
}

/* --- a table ----------------------------------------------------------------------------------- */

typedef struct ny_table_reading {
    ny_arena *arena;
    ny_arena *passing; /* of one row */
    ny_sink *sink;
    ny_span span;
    ny_text name;
    sqlite3 *database;
    bool has_rowid;
} ny_table_reading;

static void report_broken(ny_table_reading *reading, ny_text why)
{
    NY_REPORT(reading->sink, NY_DATABASE_BROKEN, reading->span, reading->name, why);
}

static bool broken(ny_table_reading *reading)
{
    report_broken(reading, NY_WORDS(reading->sink, NY_WORDS_SQLITE_SAYS,
                                    ny_text_of(sqlite3_errmsg(reading->database))));
    return false;
}

static ny_text column_text(ny_arena *arena, sqlite3_stmt *statement, int column)
{
    const unsigned char *text = sqlite3_column_text(statement, column);
    size_t size = (size_t)sqlite3_column_bytes(statement, column);
    return size ? ny_text_copy(arena, (ny_text){(const char *)text, size}) : NY_NO_TEXT;
}

/* Opened from memory, a database that keeps a log beside it must not look for it: two bytes of its
 * head say so. SQLite is told not to write to what it gets, so others need no copy. */
static unsigned char *image_without_log(ny_arena *arena, ny_text image)
{
    if (image.data[18] == 1 && image.data[19] == 1)
        return (unsigned char *)(uintptr_t)image.data;
    unsigned char *copy = ny_arena_take(arena, image.size);
    memcpy(copy, image.data, image.size);
    copy[18] = copy[19] = 1;
    return copy;
}

static bool open_image(ny_table_reading *reading, ny_text image)
{
    if (sqlite3_open_v2(":memory:", &reading->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK)
        ny_out_of_memory();
    sqlite3_db_config(reading->database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(reading->database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_limit(reading->database, SQLITE_LIMIT_LENGTH, NY_DATABASE_CELL_MOST_BYTES);
    sqlite3_int64 size = (sqlite3_int64)image.size;
    int status =
        sqlite3_deserialize(reading->database, "main", image_without_log(reading->arena, image),
                            size, size, SQLITE_DESERIALIZE_READONLY);
    return status == SQLITE_OK || broken(reading);
}

/* SQLite does not notice all damage while it reads; some rows would be made of nothing. */
static bool is_whole(ny_table_reading *reading, ny_text image)
{
    if (ends_in_page(image)) {
        report_broken(reading, ny_words(reading->sink, NY_WORDS_DATABASE_CUT_OFF));
        return false;
    }
    sqlite3_stmt *statement = NULL;
    int status =
        sqlite3_prepare_v2(reading->database, "PRAGMA quick_check(1)", -1, &statement, NULL);
    bool found = status == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW;
    ny_text said = found ? column_text(reading->sink->arena, statement, 0) : NY_NO_TEXT;
    bool whole = ny_text_is(said, "ok");
    /* "*** in database main ***" stands above what it found. */
    const char *second = said.size ? memchr(said.data, '\n', said.size) : NULL;
    if (second)
        said = (ny_text){second + 1, said.size - (size_t)(second + 1 - said.data)};
    if (!whole && said.size)
        report_broken(reading, NY_WORDS(reading->sink, NY_WORDS_SQLITE_SAYS, said));
    else if (!whole)
        broken(reading);
    sqlite3_finalize(statement);
    return whole;
}

typedef struct ny_found_table {
    ny_text name;
    bool has_rowid;
} ny_found_table;

typedef NY_LIST(ny_found_table) ny_found_tables;

static bool list_tables(ny_table_reading *reading, ny_found_tables *tables)
{
    static const char question[] = "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' "
                                   "AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
                                   "ORDER BY name";
    sqlite3_stmt *statement = NULL;
    int status = sqlite3_prepare_v2(reading->database, question, -1, &statement, NULL);
    while (status == SQLITE_OK || status == SQLITE_ROW) {
        status = sqlite3_step(statement);
        if (status == SQLITE_ROW)
            *NY_APPEND(reading->arena, tables) = (ny_found_table){
                column_text(reading->arena, statement, 0), !sqlite3_column_int(statement, 1)};
    }
    bool done = status == SQLITE_DONE || broken(reading);
    sqlite3_finalize(statement);
    return done;
}

static ny_text listed(const ny_table_reading *reading, const ny_found_tables *tables)
{
    ny_buffer names = ny_buffer_create(reading->sink->arena);
    for (uint32_t i = 0; i < tables->count && i < NY_TABLES_LISTED; i++)
        ny_buffer_format(&names, "%s\"%.*s\"", i ? ", " : "", NY_PRINT(tables->items[i].name));
    if (tables->count > NY_TABLES_LISTED)
        ny_buffer_format(&names, ", …");
    return tables->count ? ny_buffer_text(&names)
                         : ny_words(reading->sink, NY_WORDS_DATABASE_WITHOUT_TABLE);
}

/* SQLite does not tell capitals from small letters in names. */
static bool is_same_name(ny_arena *arena, ny_text a, ny_text b)
{
    return sqlite3_stricmp(ny_text_terminated(arena, a), ny_text_terminated(arena, b)) == 0;
}

static bool find_table(ny_table_reading *reading, ny_text wanted, ny_text *ret_table)
{
    ny_found_tables tables = {0};
    if (!list_tables(reading, &tables))
        return false;
    for (uint32_t i = 0; i < tables.count; i++) {
        if (wanted.size ? !is_same_name(reading->arena, tables.items[i].name, wanted)
                        : tables.count != 1)
            continue;
        reading->has_rowid = tables.items[i].has_rowid;
        *ret_table = tables.items[i].name;
        return true;
    }
    if (wanted.size)
        NY_REPORT(reading->sink, NY_DATABASE_NO_TABLE, reading->span, reading->name, wanted,
                  listed(reading, &tables));
    else
        NY_REPORT(reading->sink, NY_DATABASE_WHICH_TABLE, reading->span, reading->name,
                  listed(reading, &tables));
    return false;
}

/* --- cells ------------------------------------------------------------------------------------- */

/* The shortest of the decimal numbers that are this double. */
static ny_text real_text(ny_arena *arena, double real)
{
    char text[40];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, real);
        if (strtod(text, NULL) == real)
            break;
    }
    return ny_plain_decimal(arena, ny_text_copy(arena, ny_text_of(text)));
}

static void add_cell(ny_table_reading *reading, ny_packer *packer, sqlite3_stmt *statement,
                     int number, uint32_t column)
{
    ny_arena *passing = reading->passing;
    switch (sqlite3_column_type(statement, number)) {
    case SQLITE_INTEGER:
        ny_packer_add(packer, column, NY_GIVEN_NUMBER, column_text(passing, statement, number));
        break;
    case SQLITE_FLOAT:
        ny_packer_add(packer, column, NY_GIVEN_NUMBER,
                      real_text(passing, sqlite3_column_double(statement, number)));
        break;
    case SQLITE_BLOB:
        ny_packer_add(
            packer, column, NY_GIVEN_BYTES,
            ny_format(passing, "blob of %d bytes", sqlite3_column_bytes(statement, number)));
        break;
    case SQLITE_TEXT:
        ny_packer_add(packer, column, NY_GIVEN_TEXT, column_text(passing, statement, number));
        break;
    default: /* NULL */
        break;
    }
}

static void add_names(ny_packer *packer, sqlite3_stmt *statement, int first)
{
    ny_packer_begin(packer, 0);
    for (int i = first; i < sqlite3_column_count(statement); i++)
        ny_packer_add(packer, (uint32_t)(i - first), NY_GIVEN_TEXT,
                      ny_text_of(sqlite3_column_name(statement, i)));
}

/* The line is the rowid where that fits one, else the number of the row. */
static bool read_rows(ny_table_reading *reading, sqlite3_stmt *statement, ny_packer *packer)
{
    int first = reading->has_rowid, status;
    uint32_t row = 0;
    add_names(packer, statement, first);
    while ((status = sqlite3_step(statement)) == SQLITE_ROW && row < UINT32_MAX / 4) {
        sqlite3_int64 line = first ? sqlite3_column_int64(statement, 0) : 0;
        row++;
        ny_packer_begin(packer, line > 0 && line < UINT32_MAX ? (uint32_t)line : row);
        for (int i = first; i < sqlite3_column_count(statement); i++)
            add_cell(reading, packer, statement, i, (uint32_t)(i - first));
        ny_arena_reset(reading->passing);
    }
    return status == SQLITE_DONE || broken(reading);
}

static bool read_table(ny_table_reading *reading, ny_text table, ny_packer *packer)
{
    char *question = sqlite3_mprintf(reading->has_rowid ? "SELECT _rowid_, * FROM \"%w\" ORDER BY 1"
                                                        : "SELECT * FROM \"%w\"",
                                     ny_text_terminated(reading->arena, table));
    if (!question)
        ny_out_of_memory();
    sqlite3_stmt *statement = NULL;
    bool done = sqlite3_prepare_v2(reading->database, question, -1, &statement, NULL) == SQLITE_OK
                    ? read_rows(reading, statement, packer)
                    : broken(reading);
    sqlite3_finalize(statement);
    sqlite3_free(question);
    return done;
}

bool ny_database_read(ny_arena *arena, ny_sink *sink, ny_span span, ny_text name, ny_text image,
                      ny_text table, ny_database_rows *ret_rows)
{
    if (!ny_is_database(image)) {
        NY_REPORT(sink, NY_NO_DATABASE, span, name);
        return false;
    }
    ny_table_reading reading = {.arena = ny_arena_create(),
                                .passing = ny_arena_create(),
                                .sink = sink,
                                .span = span,
                                .name = name};
    ny_packer packer = ny_packer_create(reading.arena);
    packer.keeps_blank = true;
    ny_text found;
    bool done = open_image(&reading, image) && is_whole(&reading, image) &&
                find_table(&reading, table, &found) && read_table(&reading, found, &packer);
    if (done)
        *ret_rows = (ny_database_rows){.table = ny_text_copy(arena, found),
                                       .text = ny_packer_finish(&packer, arena)};
    sqlite3_close(reading.database);
    ny_arena_destroy(reading.passing);
    ny_arena_destroy(reading.arena);
    return done;
}
