/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See folder.h. Linux exchanges two names in one step (renameat2); moving the old folder away first
 * was rejected, since a stop between two steps would leave no folder at all. */

#define _GNU_SOURCE /* renameat2 */

#include "io/folder.h"

#include "io/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct ny_folder {
    ny_arena *arena;
    ny_language language;
    ny_text path; /* without a slash at its end */
    const char *name, *fresh;
    const char *const *ours;
    ny_text *ret_problem;
} ny_folder;

static ny_status failed(const ny_folder *folder, ny_phrase why, const char *what)
{
    ny_text reason = NY_PHRASE_WITH(folder->arena, folder->language, why, ny_text_of(what));
    *folder->ret_problem = NY_PHRASE_WITH(folder->arena, folder->language, NY_WORDS_CANNOT_WRITE,
                                          folder->path, reason);
    return NY_WORLD_FAILED;
}

static ny_status failed_by(const ny_folder *folder, int problem)
{
    *folder->ret_problem = NY_PHRASE_WITH(folder->arena, folder->language, NY_WORDS_CANNOT_WRITE,
                                          folder->path, ny_file_problem(folder->language, problem));
    return NY_WORLD_FAILED;
}

static bool is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static bool is_ours(const ny_folder *folder, const char *name)
{
    for (const char *const *ours = folder->ours; *ours; ours++)
        if (strcmp(*ours, name) == 0)
            return true;
    return false;
}

/* The first thing in the folder that is no file of ours, or NULL. */
static const char *find_other(const ny_folder *folder, DIR *open)
{
    struct stat about;
    for (struct dirent *item = readdir(open); item; item = readdir(open)) {
        if (is_dots(item->d_name))
            continue;
        if (!is_ours(folder, item->d_name) ||
            fstatat(dirfd(open), item->d_name, &about, AT_SYMLINK_NOFOLLOW) != 0 ||
            !S_ISREG(about.st_mode))
            return ny_text_terminated(folder->arena, ny_text_of(item->d_name));
    }
    return NULL;
}

/* May what has the name now be replaced? */
static ny_status look_at_old(const ny_folder *folder, bool *ret_there)
{
    struct stat about;
    *ret_there = lstat(folder->name, &about) == 0;
    if (!*ret_there)
        return errno == ENOENT ? NY_DONE : failed_by(folder, errno);
    if (!S_ISDIR(about.st_mode))
        return failed(folder, NY_WORDS_IS_NO_FOLDER, "");
    DIR *open = opendir(folder->name);
    if (!open)
        return failed_by(folder, errno);
    const char *other = find_other(folder, open);
    closedir(open);
    return other ? failed(folder, NY_WORDS_FOLDER_HOLDS_OTHER, other) : NY_DONE;
}

/* Removes a folder of our files; what is not ours stays, and the folder with it. */
static void remove_ours(const ny_folder *folder, const char *name)
{
    for (const char *const *ours = folder->ours; *ours; ours++)
        (void)unlink(
            ny_text_terminated(folder->arena, ny_format(folder->arena, "%s/%s", name, *ours)));
    (void)rmdir(name);
}

static ny_status write_files(const ny_folder *folder, const ny_folder_file *files, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ny_text path = ny_format(folder->arena, "%s/%s", folder->fresh, files[i].name);
        int problem = ny_file_write_new(ny_text_terminated(folder->arena, path), files[i].bytes);
        if (problem)
            return failed_by(folder, problem);
    }
    return ny_folder_sync(folder->fresh) ? NY_DONE : failed_by(folder, errno);
}

static ny_status take_name(const ny_folder *folder, bool there)
{
    if (!there)
        return rename(folder->fresh, folder->name) == 0 ? NY_DONE : failed_by(folder, errno);
#ifdef RENAME_EXCHANGE
    if (renameat2(AT_FDCWD, folder->fresh, AT_FDCWD, folder->name, RENAME_EXCHANGE) == 0)
        return NY_DONE;
    if (errno != EINVAL && errno != ENOSYS)
        return failed_by(folder, errno);
#endif
    return failed(folder, NY_WORDS_FOLDERS_NOT_EXCHANGED, "");
}

static ny_status write_fresh(const ny_folder *folder, const ny_folder_file *files, size_t count,
                             ny_text above)
{
    bool there;
    ny_status status = look_at_old(folder, &there);
    if (status != NY_DONE)
        return status;
    remove_ours(folder, folder->fresh); /* of a run that had this number and was stopped */
    if (mkdir(folder->fresh, 0755) != 0)
        return failed_by(folder, errno);
    status = write_files(folder, files, count);
    if (status == NY_DONE)
        status = take_name(folder, there);
    if (status == NY_DONE)
        (void)ny_folder_sync(above.size ? ny_text_terminated(folder->arena, above) : ".");
    remove_ours(folder, folder->fresh); /* now the old folder, or what was not finished */
    return status;
}

ny_status ny_folder_write(ny_arena *arena, ny_language language, ny_text path,
                          const ny_folder_file *files, size_t count, const char *const *ours,
                          ny_text *ret_problem)
{
    while (path.size > 1 && path.data[path.size - 1] == '/')
        path.size--;
    ny_folder folder = {.arena = arena,
                        .language = language,
                        .path = path,
                        .name = ny_text_terminated(arena, path),
                        .ours = ours,
                        .ret_problem = ret_problem};
    ny_text fresh = ny_format(arena, "%.*s.new-%ld", NY_PRINT(path), (long)getpid());
    folder.fresh = ny_text_terminated(arena, fresh);
    ny_text above = ny_path_beside(arena, path, NY_TEXT(""));
    if (above.size) {
        ny_status made = ny_folder_make(arena, language, above, ret_problem);
        if (made != NY_DONE)
            return made;
    }
    return write_fresh(&folder, files, count, above);
}
