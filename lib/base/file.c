#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

static enum err_code errno_code(int number)
{
    return number == ENOENT || number == ENOTDIR ? ERR_NOT_FOUND : ERR_IO;
}

static enum err_code check_regular(int fd, size_t limit, struct err *err)
{
    struct stat info;

    if (fstat(fd, &info) != 0)
        return err_errno(err, ERR_IO, errno, "cannot be read");
    if (!S_ISREG(info.st_mode))
        return err_set(err, ERR_FORMAT, "not a regular file");
    if ((uintmax_t)info.st_size > limit)
        return err_set(err, ERR_LIMIT, "too large: %jd bytes, the limit is %zu",
                       (intmax_t)info.st_size, limit);
    return ERR_OK;
}

enum err_code file_open(int *fd, const char *path, size_t limit, struct err *err)
{
    /* O_NONBLOCK: opening a FIFO must not wait for a writer. */
    int opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (opened < 0)
        return err_errno(err, errno_code(errno), errno, "cannot be opened");
    enum err_code code = check_regular(opened, limit, err);
    if (code == ERR_OK)
        *fd = opened;
    else
        close(opened);
    return code;
}

enum err_code file_read_descriptor(struct buf *out, int fd, size_t limit, struct err *err)
{
    for (;;) {
        char chunk[64 * 1024];
        ssize_t got = read(fd, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_errno(err, ERR_IO, errno, "cannot be read");
        if (got == 0)
            return ERR_OK;
        if ((size_t)got > limit - out->n)
            return err_set(err, ERR_LIMIT, "too large: grows past the limit of %zu bytes", limit);
        buf_add(out, chunk, (size_t)got);
    }
}

enum err_code file_read(struct buf *out, const char *path, size_t limit, struct err *err)
{
    int fd = -1;
    enum err_code code = file_open(&fd, path, limit, err);

    if (code != ERR_OK)
        return code;
    code = file_read_descriptor(out, fd, limit, err);
    close(fd);
    if (code != ERR_OK)
        buf_free(out);
    return code;
}

static enum err_code write_all(int fd, const char *p, size_t n, struct err *err)
{
    while (n > 0) {
        ssize_t done = write(fd, p, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return err_errno(err, ERR_IO, errno, "cannot be written");
        p += done;
        n -= (size_t)done;
    }
    return ERR_OK;
}

enum err_code file_write(const char *path, struct str content, struct err *err)
{
    char temporary[PATH_MAX];

    if (snprintf(temporary, sizeof temporary, "%s.new", path) >= (int)sizeof temporary)
        return err_set(err, ERR_LIMIT, "%s: the path is too long", path);
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return err_errno(err, ERR_IO, errno, "%s: cannot be created", temporary);
    enum err_code code = write_all(fd, content.p, content.n, err);
    if (code == ERR_OK && fsync(fd) != 0)
        code = err_errno(err, ERR_IO, errno, "cannot be written");
    if (close(fd) != 0 && code == ERR_OK)
        code = err_errno(err, ERR_IO, errno, "cannot be written");
    if (code == ERR_OK && rename(temporary, path) != 0)
        code = err_errno(err, ERR_IO, errno, "cannot be renamed");
    if (code != ERR_OK) {
        unlink(temporary);
        err_context(err, "%s", path);
    }
    return code;
}

/* Leaves errno as it is. */
static bool is_directory(const char *path)
{
    struct stat info;
    int number = errno;
    bool is = stat(path, &info) == 0 && S_ISDIR(info.st_mode);

    errno = number;
    return is;
}

/* The directory that a name stands in; to be freed. */
static char *parent_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    if (slash == NULL)
        return mem_strdup(".");
    char *parent = mem_strdup(slash == path ? "/" : path);
    if (slash > path)
        parent[slash - path] = '\0';
    return parent;
}

static enum err_code sync_parent(const char *path, struct err *err)
{
    char *parent = parent_of(path);
    enum err_code code = file_sync_dir(parent, err);

    free(parent);
    return code;
}

static enum err_code make_dir(const char *path, bool durable, struct err *err)
{
    if (mkdir(path, 0777) == 0)
        return durable ? sync_parent(path, err) : ERR_OK;
    if (errno != EEXIST || !is_directory(path))
        return err_errno(err, ERR_IO, errno, "%s: cannot be created", path);
    return ERR_OK;
}

static enum err_code make_dirs(const char *path, bool durable, struct err *err)
{
    char *copy = mem_strdup(path);
    enum err_code code = ERR_OK;

    if (path[0] == '\0')
        code = err_set(err, ERR_USAGE, "a directory without a name cannot be created");
    for (char *p = copy + 1; code == ERR_OK; p++) {
        if (*p != '/' && *p != '\0')
            continue;
        bool last = *p == '\0';
        *p = '\0';
        code = make_dir(copy, durable, err);
        if (last)
            break;
        *p = '/';
    }
    free(copy);
    return code;
}

enum err_code file_mkdirs(const char *path, struct err *err)
{
    return make_dirs(path, false, err);
}

enum err_code file_mkdirs_durable(const char *path, struct err *err)
{
    return make_dirs(path, true, err);
}

enum err_code file_mkdir_new(const char *path, struct err *err)
{
    char *parent = parent_of(path);
    enum err_code code = file_mkdirs(parent, err);

    free(parent);
    if (code == ERR_OK && mkdir(path, 0777) != 0)
        code = err_errno(err, ERR_IO, errno, "%s: cannot be created", path);
    return code;
}

static enum err_code copy_bytes(int in, int out, struct err *err)
{
    for (;;) {
        enum err_code code = ERR_OK;
        ssize_t n = copy_file_range(in, NULL, out, NULL, 1 << 30, 0);
        if (n < 0 && (errno == EXDEV || errno == EINVAL || errno == ENOSYS)) {
            char chunk[64 * 1024];
            n = read(in, chunk, sizeof chunk);
            if (n > 0)
                code = write_all(out, chunk, (size_t)n, err);
        }
        if (n < 0 && errno != EINTR)
            code = err_errno(err, ERR_IO, errno, "cannot be copied");
        if (n == 0 || code != ERR_OK)
            return code;
    }
}

enum err_code file_copy(const char *from, const char *to, struct err *err)
{
    int in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0)
        return err_errno(err, ERR_IO, errno, "%s: cannot be opened", from);
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (out < 0) {
        close(in);
        return err_errno(err, ERR_IO, errno, "%s: cannot be created", to);
    }
    enum err_code code = copy_bytes(in, out, err);
    if (code == ERR_OK && fsync(out) != 0)
        code = err_errno(err, ERR_IO, errno, "cannot be made durable");
    close(in);
    if (close(out) != 0 && code == ERR_OK)
        code = err_errno(err, ERR_IO, errno, "cannot be written");
    if (code != ERR_OK)
        err_context(err, "%s", to);
    return code;
}

enum err_code file_link(const char *from, const char *to, struct err *err)
{
    if (link(from, to) == 0)
        return ERR_OK;
    if (errno != EPERM && errno != EXDEV && errno != EMLINK && errno != EOPNOTSUPP)
        return err_errno(err, ERR_IO, errno, "%s: cannot be linked", from);
    return file_copy(from, to, err);
}

static enum err_code sync_path(const char *path, int flags, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    if (fd < 0)
        return err_errno(err, ERR_IO, errno, "%s: cannot be opened", path);
    enum err_code code = ERR_OK;
    if (fsync(fd) != 0)
        code = err_errno(err, ERR_IO, errno, "%s: cannot be made durable", path);
    close(fd);
    return code;
}

enum err_code file_sync_dir(const char *path, struct err *err)
{
    return sync_path(path, O_DIRECTORY, err);
}

static int sync_entry(const char *path, const struct stat *info, int type, struct FTW *place)
{
    (void)info;
    (void)place;
    /* nftw has no user pointer: the error's text is made by the caller from errno. */
    if (type != FTW_F && type != FTW_DP)
        return 0;
    return sync_path(path, 0, NULL) == ERR_OK ? 0 : -1;
}

enum err_code file_sync_tree(const char *path, struct err *err)
{
    if (nftw(path, sync_entry, 16, FTW_PHYS | FTW_DEPTH) != 0)
        return err_errno(err, ERR_IO, errno, "%s: cannot be made durable", path);
    return ERR_OK;
}

static int sync_directory(const char *path, const struct stat *info, int type, struct FTW *place)
{
    return type == FTW_DP ? sync_entry(path, info, type, place) : 0;
}

enum err_code file_sync_dirs(const char *path, struct err *err)
{
    if (nftw(path, sync_directory, 16, FTW_PHYS | FTW_DEPTH) != 0)
        return err_errno(err, ERR_IO, errno, "%s: cannot be made durable", path);
    return ERR_OK;
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *place)
{
    (void)info;
    (void)type;
    (void)place;
    return remove(path);
}

enum err_code file_remove_tree(const char *path, struct err *err)
{
    if (nftw(path, remove_entry, 16, FTW_PHYS | FTW_DEPTH) != 0 && errno != ENOENT)
        return err_errno(err, ERR_IO, errno, "%s: cannot be removed", path);
    return ERR_OK;
}
