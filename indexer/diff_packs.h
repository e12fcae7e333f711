/* What differs between two evidence packs of one query, class by class. */
#ifndef INDEXER_DIFF_PACKS_H
#define INDEXER_DIFF_PACKS_H

#include "indexer/diff.h"

/* Paths, or "-" for standard input. ERR_USAGE if they are not of the same query, or not sorted by
 * place; ERR_FORMAT if one is not whole. */
enum err_code diff_packs(bool *differ, const char *old, const char *new, bool json,
                         struct err *err);

#endif
