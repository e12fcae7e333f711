/* Whole files, and the steps that make a change to a directory durable and atomic. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

/* Reads a regular file of at most `limit` bytes into *out (which must be empty; buf_free it).
 * ERR_LIMIT if it is longer, ERR_FORMAT if it is no regular file. */
enum err_code file_read(struct buf *out, const char *path, size_t limit, struct err *err);

/* The two halves of file_read: opens such a file; appends what is left of an open one. */
enum err_code file_open(int *fd, const char *path, size_t limit, struct err *err);
enum err_code file_read_descriptor(struct buf *out, int fd, size_t limit, struct err *err);

/* Writes a new file and fsyncs it; replaces what is there by rename, so that a reader sees the old
 * content or the new one, never a part. */
enum err_code file_write(const char *path, struct str content, struct err *err);

/* Makes a directory and its parents; one that exists is fine. _durable: fsyncs what each one that
 * is made stands in. */
enum err_code file_mkdirs(const char *path, struct err *err);
enum err_code file_mkdirs_durable(const char *path, struct err *err);

/* Makes a directory, which must not be there, and its parents. */
enum err_code file_mkdir_new(const char *path, struct err *err);

/* Makes a file's content durable under a second name, which must not be there: a copy. */
enum err_code file_copy(const char *from, const char *to, struct err *err);

/* The same by a hard link, which shares the content, durable already; where the file system cannot
 * link, a copy. */
enum err_code file_link(const char *from, const char *to, struct err *err);

/* fsyncs a directory, so that the names in it are durable; _dirs: with all directories below;
 * _tree: with all files, too. */
enum err_code file_sync_dir(const char *path, struct err *err);
enum err_code file_sync_dirs(const char *path, struct err *err);
enum err_code file_sync_tree(const char *path, struct err *err);

/* Removes a directory and everything below it, following no link; one that is not there is fine. */
enum err_code file_remove_tree(const char *path, struct err *err);

#endif
