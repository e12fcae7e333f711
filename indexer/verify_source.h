/* Folders with copies of sources, and the sources in them by the names that an index shows: the
 * last component of the folder that was indexed, and the path below it ("corpus/city/clerk.txt").
 */
#ifndef INDEXER_VERIFY_SOURCE_H
#define INDEXER_VERIFY_SOURCE_H

#include <stddef.h>

#include "base/err.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/options.h"
#include "base/str.h"
#include "search/sha256.h"

struct verify_folders {
    char **roots; /* real paths */
    char **names; /* what sources below a root are named by: that of the folder that was indexed, or
                     nothing if it stands in the root; NULL: none was found there */
    size_t count;
    struct map known; /* paths of files -> index in `hashes` */
    struct verify_hash {
        char sha256[SHA256_HEX];
    } * hashes;
    size_t capacity;
};

/* ERR_NOT_FOUND, ERR_USAGE if one is no folder that is there. */
enum err_code verify_folders_open(struct verify_folders *folders, const struct option_list *paths,
                                  struct err *err);
void verify_folders_close(struct verify_folders *folders);

/* A source's name as a path of the file system, relative, without any way up; NULL if it is none.
 * In the arena. */
const char *verify_source_name(struct str source, struct arena *arena);

/* The file of a source, by its name as above, that has the hash: below one of the folders, whether
 * the folder that was indexed is called so still or stands in it. Links are followed, but not out
 * of the folders. A file is hashed once, whatever hashes it is told to have. ERR_NOT_FOUND,
 * ERR_FORMAT, ERR_IO: what is there in its place. */
enum err_code verify_source_find(const char **path, struct verify_folders *folders,
                                 const char *name, struct str sha256, struct arena *arena,
                                 struct err *err);

#endif
