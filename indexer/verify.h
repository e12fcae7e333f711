/* `specindex verify PACK --sources DIR`: whether an evidence pack is whole and true of the sources,
 * without an index or a daemon. */
#ifndef INDEXER_VERIFY_H
#define INDEXER_VERIFY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/options.h"

struct verify_request {
    const char *pack;                  /* path, or "-" for standard input */
    const struct option_list *sources; /* folders with copies of the sources */
    bool recount;                      /* ask the query again, of all sources */
    size_t workers;                    /* that read sources */
};

/* Prints a line for everything that is wrong, and a last one with the numbers. *verified: all is as
 * the pack says. An error is that the pack or a folder cannot be read at all, or one of the
 * machine. */
enum err_code verify_run(bool *verified, const struct verify_request *request, struct err *err);

#endif
