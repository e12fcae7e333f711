/* A file mapped into memory to be read. It must not change while it is mapped. */
#ifndef BASE_MAPPING_H
#define BASE_MAPPING_H

#include <stddef.h>

#include "base/err.h"

struct mapping {
    const char *start; /* on a page's boundary; NULL: nothing is mapped */
    size_t size;       /* bytes */
};

/* ERR_FORMAT if there is no such file, or if it is not a regular one, or empty: what is mapped
 * belongs to something larger, which is then damaged. Errors name the path. */
enum err_code mapping_open(struct mapping *mapping, const char *path, struct err *err);
void mapping_close(struct mapping *mapping); /* what is not open is fine */

#endif
