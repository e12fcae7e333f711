/* Are the files of a segment those that were written? Their hashes are in the manifest. */
#ifndef INDEXER_SEGMENT_CHECK_H
#define INDEXER_SEGMENT_CHECK_H

#include "base/err.h"
#include "search/manifest.h"

/* ERR_FORMAT if a file of the segment in `directory` has another hash than the manifest says;
 * ERR_IO if one cannot be read. Errors begin with the file's path. */
enum err_code segment_check(const char *directory, const struct manifest_segment *segment,
                            struct err *err);

#endif
