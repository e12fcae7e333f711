#include "base/mapping.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static enum err_code map_descriptor(struct mapping *mapping, int fd, const char *path,
                                    struct err *err)
{
    struct stat info;

    if (fstat(fd, &info) != 0)
        return err_errno(err, ERR_IO, errno, "%s: cannot be read", path);
    if (!S_ISREG(info.st_mode))
        return err_set(err, ERR_FORMAT, "%s: not a regular file", path);
    if (info.st_size == 0)
        return err_set(err, ERR_FORMAT, "%s: empty", path);
    void *start = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_SHARED, fd, 0);
    if (start == MAP_FAILED)
        return err_errno(err, ERR_IO, errno, "%s: cannot be mapped", path);
    *mapping = (struct mapping){start, (size_t)info.st_size};
    return ERR_OK;
}

enum err_code mapping_open(struct mapping *mapping, const char *path, struct err *err)
{
    *mapping = (struct mapping){0};
    /* O_NONBLOCK: opening a FIFO must not wait for a writer. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return err_errno(err, errno == ENOENT || errno == ENOTDIR ? ERR_FORMAT : ERR_IO, errno,
                         "%s: cannot be opened", path);
    enum err_code code = map_descriptor(mapping, fd, path, err);
    close(fd);
    return code;
}

void mapping_close(struct mapping *mapping)
{
    if (mapping->start != NULL)
        munmap((void *)mapping->start, mapping->size);
    *mapping = (struct mapping){0};
}
