/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Makes many operations out of few: the (synthetic) register of the knee contract, copied until there
 * are ROWS of them. Each copy has operations, patients and surgeons of its own; dates and results stay,
 * so every figure of the contract stays near what it was and every year has its share of rows.
 *
 *     replicate OPERATIONS.csv SURGEONS.csv ROWS FOLDER
 *
 * writes FOLDER/operations.csv and FOLDER/surgeons.csv. Copies stand one after the other, so that the
 * rows are not in order of date: the program that reads them must sort. Cells in quotes do not occur. */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct ny_lines {
    char **items; /* without their ends; the first is the heading */
    size_t count;
} ny_lines;

static void stop(const char *what)
{
    fprintf(stderr, "replicate: %s\n", what);
    exit(1);
}

static void *room(void *memory, size_t size)
{
    memory = realloc(memory, size);
    if (!memory)
        stop("out of memory");
    return memory;
}

static ny_lines read_lines(const char *path)
{
    FILE *file = fopen(path, "rb");
    ny_lines lines = {NULL, 0};
    char *line = NULL;
    size_t capacity = 0;
    ssize_t size;
    if (!file)
        stop(path);
    while ((size = getline(&line, &capacity, file)) > 0) {
        line[strcspn(line, "\r\n")] = '\0';
        lines.items = room(lines.items, (lines.count + 1) * sizeof *lines.items);
        lines.items[lines.count++] = strcpy(room(NULL, (size_t)size + 1), line);
    }
    free(line);
    fclose(file);
    if (lines.count < 2)
        stop("a file without rows");
    return lines;
}

static void free_lines(ny_lines lines)
{
    for (size_t i = 0; i < lines.count; i++)
        free(lines.items[i]);
    free(lines.items);
}

static FILE *create(const char *folder, const char *name)
{
    char path[4096];
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
        stop("a path too long");
    FILE *file = fopen(path, "wb");
    if (!file)
        stop(path);
    return file;
}

/* id, patient, hospital and surgeon are the first four columns. */
static void write_operation(FILE *out, const char *line, size_t number, size_t copy)
{
    const char *cells[5] = {line};
    for (size_t i = 1; i < 5; i++) {
        const char *comma = strchr(cells[i - 1], ',');
        if (!comma)
            stop("an operation with too few cells");
        cells[i] = comma + 1;
    }
    fprintf(out, "O%09zu,P%09zu,%.*s%.*s-%05zu,%s\n", number, number, (int)(cells[3] - cells[2]),
            cells[2], (int)(cells[4] - cells[3] - 1), cells[3], copy, cells[4]);
}

static void write_surgeon(FILE *out, const char *line, size_t copy)
{
    size_t name = strcspn(line, ",");
    fprintf(out, "%.*s-%05zu%s\n", (int)name, line, copy, line + name);
}

static bool finish(FILE *file)
{
    bool good = !ferror(file);
    return fclose(file) == 0 && good;
}

int main(int count, char **words)
{
    if (count != 5)
        stop("usage: replicate OPERATIONS.csv SURGEONS.csv ROWS FOLDER");
    ny_lines operations = read_lines(words[1]), surgeons = read_lines(words[2]);
    size_t rows = strtoul(words[3], NULL, 10), in_copy = operations.count - 1;
    FILE *out = create(words[4], "operations.csv");
    fprintf(out, "%s\n", operations.items[0]);
    for (size_t i = 0; i < rows; i++)
        write_operation(out, operations.items[1 + i % in_copy], i + 1, i / in_copy);
    bool good = finish(out);

    out = create(words[4], "surgeons.csv");
    fprintf(out, "%s\n", surgeons.items[0]);
    for (size_t copy = 0; copy * in_copy < rows; copy++)
        for (size_t i = 1; i < surgeons.count; i++)
            write_surgeon(out, surgeons.items[i], copy);
    if (!finish(out) || !good)
        stop("cannot write");
    free_lines(operations);
    free_lines(surgeons);
    return 0;
}
