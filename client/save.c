#include "client/save.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"

#define PART_SUFFIX ".XXXXXX"

/* The rights of a file that a shell makes. */
static mode_t new_mode(void)
{
    mode_t mask = umask(0);

    umask(mask);
    return 0666 & ~mask;
}

/* Opens a new file, with these rights, beside the one that is meant. */
static int open_part(struct save *save, mode_t mode)
{
    struct buf name = {0};

    buf_text(&name, save->path);
    buf_text(&name, PART_SUFFIX);
    int fd = mkostemp(name.p, O_CLOEXEC);
    if (fd >= 0 && fchmod(fd, mode) == 0) {
        save->part = name.p;
        return fd;
    }
    int number = errno;
    if (fd >= 0) {
        unlink(name.p);
        close(fd);
    }
    buf_free(&name);
    errno = number;
    return -1;
}

enum err_code save_begin(struct save *save, const char *path, struct err *err)
{
    struct stat status;
    bool there = stat(path, &status) == 0;

    *save = (struct save){.out = {.fd = -1}};
    /* A link keeps leading to the file. */
    char *resolved = there ? realpath(path, NULL) : NULL;
    save->path = mem_strdup(resolved != NULL ? resolved : path);
    free(resolved);
    int fd = there && !S_ISREG(status.st_mode)
                 ? open(path, O_WRONLY | O_CLOEXEC)
                 : open_part(save, there ? status.st_mode & 0777 : new_mode());
    if (fd < 0)
        return err_errno(err, ERR_IO, errno, "cannot write %.200s", path);
    output_init(&save->out, fd);
    return ERR_OK;
}

enum err_code save_end(struct save *save, enum err_code code, struct err *err)
{
    if (code == ERR_OK)
        code = output_flush(&save->out, err);
    /* Some file systems report a full disk only here. */
    if (save->out.fd >= 0 && close(save->out.fd) != 0 && code == ERR_OK)
        code = err_errno(err, ERR_IO, errno, "cannot write %.200s", save->path);
    if (code == ERR_OK && save->part != NULL && rename(save->part, save->path) != 0)
        code = err_errno(err, ERR_IO, errno, "cannot write %.200s", save->path);
    if (code != ERR_OK && save->part != NULL)
        unlink(save->part);
    output_free(&save->out);
    free(save->path);
    free(save->part);
    return code;
}

enum err_code save_answer(bool *found, const char *path, struct output *out,
                          enum err_code (*answer)(bool *found, const void *request,
                                                  struct output *out, struct err *err),
                          const void *request, struct err *err)
{
    struct save save;

    if (path == NULL)
        return answer(found, request, out, err);
    enum err_code code = save_begin(&save, path, err);
    if (code == ERR_OK)
        code = answer(found, request, &save.out, err);
    return save_end(&save, code, err);
}
