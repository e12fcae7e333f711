#include "search/generation.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "search/manifest.h"

static char *path_join(const char *a, const char *b, const char *c)
{
    char *path = NULL;
    int n = c != NULL ? asprintf(&path, "%s/%s/%s", a, b, c) : asprintf(&path, "%s/%s", a, b);
    return n < 0 ? mem_strdup("") : path;
}

char *generation_path(const char *index, const char *name, const char *file)
{
    char *generations = path_join(index, "generations", name);
    if (file == NULL)
        return generations;
    char *path = path_join(generations, file, NULL);
    free(generations);
    return path;
}

char *generation_segment_path(const char *index, const char *name, const char *segment)
{
    char *segments = generation_path(index, name, "segments");
    if (segment == NULL)
        return segments;
    char *path = path_join(segments, segment, NULL);
    free(segments);
    return path;
}

static bool is_generation_name(const char *name)
{
    size_t n = strspn(name, "0123456789");
    return n >= 6 && n < GENERATION_NAME && name[n] == '\0';
}

enum err_code generation_current(char name[GENERATION_NAME], const char *index, struct err *err)
{
    char target[PATH_MAX];
    char *link = path_join(index, "current", NULL);
    ssize_t n = readlink(link, target, sizeof target - 1);
    int number = errno;

    free(link);
    if (n < 0 && (number == ENOENT || number == ENOTDIR))
        return err_set(err, ERR_NOT_FOUND,
                       "%s: no index there; make one with specindex build -i %s PATH", index,
                       index);
    if (n < 0)
        return err_errno(err, ERR_IO, number, "%s/current: cannot be read", index);
    target[n] = '\0';
    const char *last = strrchr(target, '/');
    last = last != NULL ? last + 1 : target;
    if (!is_generation_name(last))
        return err_set(err, ERR_FORMAT, "%s/current leads to '%s', which is no generation", index,
                       target);
    memcpy(name, last, strlen(last) + 1); /* is_generation_name() bounds it */
    return ERR_OK;
}

/* Is the directory behind `fd` still the one at `path`? */
static bool is_same_directory(int fd, const char *path)
{
    struct stat held, there;
    return fstat(fd, &held) == 0 && stat(path, &there) == 0 && held.st_ino == there.st_ino &&
           held.st_dev == there.st_dev;
}

bool generation_is_current(int fd, const char *index)
{
    char *link = path_join(index, "current", NULL);
    bool same = is_same_directory(fd, link);
    free(link);
    return same;
}

/* Opens a generation's directory under a shared lock. */
static bool hold(int *fd, const char *index, const char *name)
{
    char *path = generation_path(index, name, NULL);
    int got = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool held = got >= 0 && flock(got, LOCK_SH) == 0 && is_same_directory(got, path);

    free(path);
    if (held)
        *fd = got;
    else if (got >= 0)
        close(got);
    return held;
}

enum err_code generation_acquire(int *fd, char name[GENERATION_NAME], const char *index,
                                 struct err *err)
{
    /* Between reading the link and taking the lock the generation may be replaced and removed; each
     * turn of the loop then finds a newer one. */
    for (int attempt = 0; attempt < 100; attempt++) {
        enum err_code code = generation_current(name, index, err);
        if (code != ERR_OK)
            return code;
        if (hold(fd, index, name))
            return ERR_OK;
    }
    return err_set(err, ERR_FORMAT, "%s: generation %s, which is current, cannot be opened", index,
                   name);
}

enum err_code generation_acquire_named(int *fd, char name[GENERATION_NAME], const char *index,
                                       const char *wanted, struct err *err)
{
    if (!is_generation_name(wanted))
        return err_set(err, ERR_USAGE, "'%s' is no name of a generation, such as 000007", wanted);
    memcpy(name, wanted, strlen(wanted) + 1); /* is_generation_name() bounds it */
    if (hold(fd, index, name))
        return ERR_OK;
    return err_set(err, ERR_NOT_FOUND, "%s: there is no generation %s", index, name);
}

enum err_code generation_lock(int *fd, const char *index, struct err *err)
{
    char owner[64] = "";
    char *generations = path_join(index, "generations", NULL);
    enum err_code code = file_mkdirs_durable(generations, err);

    free(generations);
    if (code != ERR_OK)
        return code;
    char *path = path_join(index, "lock", NULL);
    int got = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    free(path);
    if (got < 0)
        return err_errno(err, ERR_IO, errno, "%s/lock: cannot be opened", index);
    if (flock(got, LOCK_EX | LOCK_NB) != 0) {
        ssize_t n = read(got, owner, sizeof owner - 1);
        owner[n > 0 ? n : 0] = '\0';
        owner[strcspn(owner, "\n")] = '\0';
        close(got);
        return err_set(err, ERR_BUSY, "%s: is being written by process %s; wait until it is done",
                       index, owner[0] != '\0' ? owner : "unknown");
    }
    int n = snprintf(owner, sizeof owner, "%ld\n", (long)getpid());
    if (ftruncate(got, 0) != 0 || pwrite(got, owner, (size_t)n, 0) != n) {
        code = err_errno(err, ERR_IO, errno, "%s/lock: cannot be written", index);
        close(got);
        return code;
    }
    *fd = got;
    return ERR_OK;
}

void generation_unlock(int fd)
{
    close(fd);
}

/* Calls `visit` with the name of each entry of INDEX/generations until it fails. */
static enum err_code for_each_entry(const char *index,
                                    enum err_code (*visit)(const char *index, const char *name,
                                                           void *data, struct err *err),
                                    void *data, struct err *err)
{
    char *path = path_join(index, "generations", NULL);
    DIR *dir = opendir(path);
    enum err_code code = ERR_OK;

    if (dir == NULL)
        code = err_errno(err, ERR_IO, errno, "%s: cannot be read", path);
    for (struct dirent *entry; code == ERR_OK && (entry = readdir(dir)) != NULL;)
        if (entry->d_name[0] != '.')
            code = visit(index, entry->d_name, data, err);
    if (dir != NULL)
        closedir(dir);
    free(path);
    return code;
}

static enum err_code remove_leftover(const char *index, const char *name, void *data,
                                     struct err *err)
{
    (void)data;
    if (is_generation_name(name))
        return ERR_OK;
    char *path = generation_path(index, name, NULL);
    enum err_code code = file_remove_tree(path, err);
    free(path);
    return code;
}

enum err_code generation_sweep(const char *index, struct err *err)
{
    char *link = path_join(index, "current.new", NULL);

    unlink(link);
    free(link);
    return for_each_entry(index, remove_leftover, NULL, err);
}

enum err_code generation_begin(char name[GENERATION_NAME], const char *index, struct err *err)
{
    snprintf(name, GENERATION_NAME, "new-%ld", (long)getpid());
    char *path = generation_path(index, name, NULL);
    enum err_code code = file_mkdirs(path, err);
    free(path);
    return code;
}

void generation_abandon(const char *index, const char *name)
{
    char *path = generation_path(index, name, NULL);
    /* What cannot be removed now, the next build removes. */
    file_remove_tree(path, NULL);
    free(path);
}

enum err_code generation_link_segment(const char *index, const char *name, const char *from,
                                      const char *segment, struct err *err)
{
    char *old = generation_segment_path(index, from, segment);
    char *new = generation_segment_path(index, name, segment);
    enum err_code code = file_mkdirs(new, err);

    for (enum manifest_file f = 0; code == ERR_OK && f < MANIFEST_FILE_COUNT; f++) {
        char *from_file = path_join(old, manifest_file_name(f), NULL);
        char *to_file = path_join(new, manifest_file_name(f), NULL);
        code = file_link(from_file, to_file, err);
        free(from_file);
        free(to_file);
    }
    free(old);
    free(new);
    return code;
}

struct newest {
    unsigned long first, second;
};

static enum err_code find_newest(const char *index, const char *name, void *data, struct err *err)
{
    struct newest *newest = data;
    (void)index;
    (void)err;
    if (!is_generation_name(name))
        return ERR_OK;
    unsigned long number = strtoul(name, NULL, 10);
    if (number > newest->first) {
        newest->second = newest->first;
        newest->first = number;
    } else if (number > newest->second) {
        newest->second = number;
    }
    return ERR_OK;
}

enum err_code generation_next(char name[GENERATION_NAME], const char *index, struct err *err)
{
    struct newest newest = {0};
    enum err_code code = for_each_entry(index, find_newest, &newest, err);
    snprintf(name, GENERATION_NAME, "%06lu", newest.first + 1);
    return code;
}

enum err_code generation_switch(const char *index, const char *name, struct err *err)
{
    char target[PATH_MAX];
    char *link = path_join(index, "current", NULL), *fresh = path_join(index, "current.new", NULL);
    enum err_code code = ERR_OK;

    snprintf(target, sizeof target, "generations/%s", name);
    unlink(fresh);
    if (symlink(target, fresh) != 0 || rename(fresh, link) != 0)
        code = err_errno(err, ERR_IO, errno, "%s: cannot be made to lead to %s", link, target);
    if (code == ERR_OK)
        code = file_sync_dir(index, err);
    free(link);
    free(fresh);
    return code;
}

enum err_code generation_publish(const char *index, const char *new_name, const char *name,
                                 struct err *err)
{
    char *from = generation_path(index, new_name, NULL), *to = generation_path(index, name, NULL);
    char *parent = path_join(index, "generations", NULL);
    enum err_code code = file_sync_dirs(from, err);

    if (code == ERR_OK && rename(from, to) != 0)
        code = err_errno(err, ERR_IO, errno, "%s: cannot be renamed", from);
    if (code == ERR_OK)
        code = file_sync_dir(parent, err);
    if (code == ERR_OK)
        code = generation_switch(index, name, err);
    free(from);
    free(to);
    free(parent);
    return code;
}

struct prune {
    struct newest newest;
    char current[GENERATION_NAME];
    const char *keep;
};

static enum err_code prune_one(const char *index, const char *name, void *data, struct err *err)
{
    const struct prune *prune = data;
    unsigned long number = strtoul(name, NULL, 10);
    enum err_code code = ERR_OK;

    if (!is_generation_name(name) || number == prune->newest.first ||
        number == prune->newest.second || strcmp(name, prune->current) == 0 ||
        strcmp(name, prune->keep) == 0)
        return ERR_OK;
    char *path = generation_path(index, name, NULL);
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0)
            code = file_remove_tree(path, err);
        close(fd);
    }
    free(path);
    return code;
}

enum err_code generation_prune(const char *index, const char *keep, struct err *err)
{
    struct prune prune = {.keep = keep};
    enum err_code code = generation_current(prune.current, index, err);

    if (code == ERR_OK)
        code = for_each_entry(index, find_newest, &prune.newest, err);
    if (code == ERR_OK)
        code = for_each_entry(index, prune_one, &prune, err);
    return code;
}
