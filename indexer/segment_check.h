/* Are the files of a segment those that were written? Their hashes are in the manifest. */
#ifndef INDEXER_SEGMENT_CHECK_H
#define INDEXER_SEGMENT_CHECK_H

#include "base/err.h"
#include "search/manifest.h"

/* Errors as those of manifest_check_file(), of the first file that has one. */
enum err_code segment_check(const char *directory, const struct manifest_segment *segment,
                            struct err *err);

#endif
