/* House files as they are found: the nearest house.ini in the folder of a source or above it holds
 * for the source. */
#ifndef INDEXER_HOUSES_H
#define INDEXER_HOUSES_H

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/sha256.h"

struct house_file {
    const char *path;
    const char *agency; /* that its sources are of: the name it gives, or its folder's */
    struct str text;
    char sha256[SHA256_HEX];
};

struct houses;

struct houses *houses_new(void);
void houses_free(struct houses *houses);

/* *file is the one that holds for the source with that absolute path; NULL: none does. It lives as
 * long as `houses`. A house file that is there but cannot be read or is wrong is an error, which
 * begins with its path. */
enum err_code houses_find(const struct house_file **file, struct houses *houses, const char *path,
                          struct err *err);

/* The agency of a source: its house file's or, without one, the name of the folder that it is in as
 * its path has it. In the arena. */
const char *houses_agency(const struct house_file *file, const char *path, struct arena *arena);

#endif
