/* What of passages beside each other differs. */
#ifndef SEARCH_COMPARE_MARKS_H
#define SEARCH_COMPARE_MARKS_H

#include "search/common.h"
#include "search/compare.h"

/* Sets the state of a row that has its passages, of `count` classes, and marks the words in which
 * they differ. Marks live in the arena. */
void compare_mark(struct compare_row *row, size_t count, struct common *common,
                  struct arena *arena);

#endif
