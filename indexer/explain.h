/* `specindex explain FILE`: everything read from one file, as JSON, by the same code that indexes.
 */
#ifndef INDEXER_EXPLAIN_H
#define INDEXER_EXPLAIN_H

#include "base/err.h"

/* Prints on stdout. */
enum err_code explain_file(const char *path, struct err *err);

#endif
