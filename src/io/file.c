/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See file.h. Plain POSIX calls; errno is turned into words at once. */

#define _XOPEN_SOURCE 700 /* realpath */

#include "io/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* What the system says of an error that has no words of ours stays in its own. */
ny_text ny_file_problem(ny_language language, int problem)
{
    return problem == ENOENT   ? ny_phrase_text(language, NY_WORDS_NO_SUCH_FILE)
           : problem == EISDIR ? ny_phrase_text(language, NY_WORDS_IT_IS_A_FOLDER)
           : problem == EACCES ? ny_phrase_text(language, NY_WORDS_PERMISSION_LACKS)
           : problem == ENOSPC ? ny_phrase_text(language, NY_WORDS_DISK_IS_FULL)
                               : ny_text_of(strerror(problem));
}

static ny_status failed(ny_arena *arena, ny_language language, ny_text path, ny_phrase what,
                        ny_text *ret_problem)
{
    *ret_problem = NY_PHRASE_WITH(arena, language, what, path, ny_file_problem(language, errno));
    return NY_WORLD_FAILED;
}

/* A file of 16 MiB and more is not copied. It may change under our eyes, which its stamp shows; where
 * it became shorter, looking at its end ends the program (see cli/main.c). */
#define NY_FILE_LARGE ((off_t)16 << 20)
#define NY_FILE_MOST ((off_t)4 << 30)

static bool map(int file, const struct stat *about, ny_text *ret_bytes)
{
    if (!S_ISREG(about->st_mode) || about->st_size < NY_FILE_LARGE)
        return false;
    size_t size = (size_t)about->st_size;
    void *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes == MAP_FAILED)
        return false;
    *ret_bytes = (ny_text){bytes, size};
    return true;
}

static ny_status too_large(ny_arena *arena, ny_language language, ny_text path,
                           ny_text *ret_problem)
{
    *ret_problem = NY_PHRASE_WITH(arena, language, NY_WORDS_CANNOT_READ, path,
                                  ny_phrase_text(language, NY_WORDS_OVER_4_GIB));
    return NY_WORLD_FAILED;
}

static ny_status read_all(ny_arena *arena, ny_language language, int file, ny_text path,
                          ny_text *ret_bytes, ny_text *ret_problem)
{
    struct stat about;
    size_t room = 1 << 16, size = 0;
    if (fstat(file, &about) != 0)
        return failed(arena, language, path, NY_WORDS_CANNOT_READ, ret_problem);
    if (S_ISDIR(about.st_mode)) {
        errno = EISDIR;
        return failed(arena, language, path, NY_WORDS_CANNOT_READ, ret_problem);
    }
    if (about.st_size > NY_FILE_MOST)
        return too_large(arena, language, path, ret_problem);
    if (about.st_size > 0)
        room = (size_t)about.st_size + 1;
    if (map(file, &about, ret_bytes))
        return NY_DONE;
    char *bytes = ny_arena_take(arena, room);
    for (;;) {
        ssize_t got = read(file, bytes + size, room - size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failed(arena, language, path, NY_WORDS_CANNOT_READ, ret_problem);
        if (got == 0)
            break;
        size += (size_t)got;
        if (size > (size_t)NY_FILE_MOST)
            return too_large(arena, language, path, ret_problem);
        if (size == room) {
            char *larger = ny_arena_take(arena, room * 2);
            memcpy(larger, bytes, size);
            bytes = larger;
            room *= 2;
        }
    }
    *ret_bytes = (ny_text){bytes, size};
    return NY_DONE;
}

ny_status ny_file_read(ny_arena *arena, ny_language language, ny_text path, ny_text *ret_bytes,
                       ny_text *ret_problem)
{
    if (ny_text_is(path, "-"))
        return read_all(arena, language, STDIN_FILENO,
                        ny_phrase_text(language, NY_WORDS_STANDARD_INPUT), ret_bytes, ret_problem);
    int file = open(ny_text_terminated(arena, path), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return failed(arena, language, path, NY_WORDS_CANNOT_READ, ret_problem);
    ny_status status = read_all(arena, language, file, path, ret_bytes, ret_problem);
    close(file);
    return status;
}

static bool write_all(int file, ny_text bytes)
{
    size_t done = 0;
    while (done < bytes.size) {
        ssize_t put = write(file, bytes.data + done, bytes.size - done);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        done += (size_t)put;
    }
    return true;
}

ny_file_stamp ny_file_stamp_of(ny_arena *arena, ny_text path)
{
    struct stat about;
    ny_file_stamp stamp = {{0}};
    if (stat(ny_text_terminated(arena, path), &about) != 0 || !S_ISREG(about.st_mode))
        return stamp;
    return (ny_file_stamp){{(uint64_t)about.st_dev, (uint64_t)about.st_ino, (uint64_t)about.st_size,
                            (uint64_t)about.st_mtim.tv_sec, (uint64_t)about.st_mtim.tv_nsec,
                            (uint64_t)about.st_ctim.tv_sec, (uint64_t)about.st_ctim.tv_nsec}};
}

bool ny_file_is_same(const ny_file_stamp *a, const ny_file_stamp *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

bool ny_file_is_plain(ny_arena *arena, ny_text path)
{
    struct stat about;
    return stat(ny_text_terminated(arena, path), &about) == 0 && S_ISREG(about.st_mode);
}

bool ny_file_is_link(ny_arena *arena, ny_text path)
{
    struct stat about;
    return lstat(ny_text_terminated(arena, path), &about) == 0 && S_ISLNK(about.st_mode);
}

bool ny_file_exists(ny_arena *arena, ny_text path)
{
    return access(ny_text_terminated(arena, path), R_OK) == 0;
}

static int write_and_close(int file, ny_text bytes, bool synced)
{
    int problem = write_all(file, bytes) && (!synced || fsync(file) == 0) ? 0 : errno;
    if (close(file) != 0 && problem == 0)
        problem = errno;
    return problem;
}

int ny_file_write_new(const char *path, ny_text bytes)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    return file < 0 ? errno : write_and_close(file, bytes, true);
}

bool ny_folder_sync(const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return false;
    /* A file system that knows no syncing of folders has synced what it could. */
    bool synced = fsync(folder) == 0 || errno == EINVAL;
    int problem = errno;
    (void)close(folder);
    errno = problem;
    return synced;
}

/* The file that takes the name has been written beside it. */
static int replace(ny_arena *arena, ny_text path, ny_text bytes)
{
    const char *to = ny_text_terminated(arena, path);
    const char *from =
        ny_text_terminated(arena, ny_format(arena, "%.*s.new-%ld", NY_PRINT(path), (long)getpid()));
    (void)unlink(from); /* of a run that had this number and was stopped */
    int problem = ny_file_write_new(from, bytes);
    if (problem == 0 && rename(from, to) != 0)
        problem = errno;
    if (problem) {
        (void)unlink(from);
        return problem;
    }
    ny_text folder = ny_path_beside(arena, path, NY_TEXT(""));
    (void)ny_folder_sync(folder.size ? ny_text_terminated(arena, folder) : ".");
    return 0;
}

ny_status ny_file_write(ny_arena *arena, ny_language language, ny_text path, ny_text bytes,
                        ny_text *ret_problem)
{
    ny_text folder = ny_path_beside(arena, path, NY_TEXT(""));
    if (folder.size > 0) {
        ny_status made = ny_folder_make(arena, language, folder, ret_problem);
        if (made != NY_DONE)
            return made;
    }
    struct stat about;
    const char *name = ny_text_terminated(arena, path);
    bool there = stat(name, &about) == 0;
    char target[PATH_MAX];
    int problem;
    if (there && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode)) {
        int file = open(name, O_WRONLY | O_CLOEXEC);
        problem = file < 0 ? errno : write_and_close(file, bytes, false);
    } else if (there && realpath(name, target)) {
        problem = replace(arena, ny_text_of(target), bytes);
    } else {
        problem = replace(arena, path, bytes);
    }
    if (problem == 0)
        return NY_DONE;
    errno = problem;
    return failed(arena, language, path, NY_WORDS_CANNOT_WRITE, ret_problem);
}

ny_status ny_folder_make(ny_arena *arena, ny_language language, ny_text path, ny_text *ret_problem)
{
    for (size_t end = 1; end <= path.size; end++) {
        if (end < path.size && path.data[end] != '/')
            continue;
        ny_text part = {path.data, end};
        if (mkdir(ny_text_terminated(arena, part), 0755) != 0 && errno != EEXIST)
            return failed(arena, language, path, NY_WORDS_CANNOT_MAKE_FOLDER, ret_problem);
    }
    return NY_DONE;
}

ny_text ny_path_beside(ny_arena *arena, ny_text file, ny_text other)
{
    size_t slash = file.size;
    while (slash > 0 && file.data[slash - 1] != '/')
        slash--;
    if (other.size > 0 && other.data[0] == '/')
        return other;
    return ny_format(arena, "%.*s%.*s", (int)slash, file.data, NY_PRINT(other));
}

/* --- what lies in a folder --------------------------------------------------------------------- */

static bool is_kind(ny_arena *arena, ny_text folder, const char *name, bool folders)
{
    struct stat about;
    ny_text path = ny_format(arena, "%.*s/%s", NY_PRINT(folder), name);
    if (name[0] == '.' || stat(ny_text_terminated(arena, path), &about) != 0)
        return false;
    return folders ? S_ISDIR(about.st_mode) : S_ISREG(about.st_mode);
}

/* The system gives names in no order. */
static void put_in_order(ny_arena *arena, ny_file_names *names, ny_text name)
{
    *NY_APPEND(arena, names) = name;
    for (uint32_t k = names->count - 1;
         k > 0 && ny_text_compare(names->items[k], names->items[k - 1]) < 0; k--) {
        ny_text other = names->items[k];
        names->items[k] = names->items[k - 1];
        names->items[k - 1] = other;
    }
}

ny_status ny_folder_list(ny_arena *arena, ny_language language, ny_text path, bool folders,
                         ny_file_names *ret_names, ny_text *ret_problem)
{
    const struct dirent *entry;
    DIR *open = opendir(ny_text_terminated(arena, path));
    if (!open) {
        *ret_problem = ny_format(arena, "%.*s: %.*s", NY_PRINT(path),
                                 NY_PRINT(ny_file_problem(language, errno)));
        return NY_WORLD_FAILED;
    }
    while ((entry = readdir(open)))
        if (is_kind(arena, path, entry->d_name, folders))
            put_in_order(arena, ret_names, ny_text_copy(arena, ny_text_of(entry->d_name)));
    closedir(open);
    return NY_DONE;
}
