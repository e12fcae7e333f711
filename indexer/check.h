/* `specindex check` and `specindex rollback`: is the current generation whole, and back to the one
 * before. */
#ifndef INDEXER_CHECK_H
#define INDEXER_CHECK_H

#include "base/err.h"

/* Looks at every part of the current generation and prints what it holds. ERR_FORMAT: damaged. */
enum err_code check_index(const char *index, struct err *err);

/* Makes the generation `name`, or if NULL the one that the current one was built on, current. An
 * error, and nothing is changed, if it cannot be opened. */
enum err_code rollback_index(const char *index, const char *name, struct err *err);

#endif
