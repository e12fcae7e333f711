/* What differs between two generations: sources, by the names that people are shown; classes, by
 * their ids; and the sections of classes, by what is stored of them. */
#ifndef INDEXER_DIFF_GENERATIONS_H
#define INDEXER_DIFF_GENERATIONS_H

#include "indexer/diff.h"
#include "indexer/opened.h"

enum err_code diff_generations(bool *differ, struct opened *old, struct opened *new, bool json,
                               struct err *err);

#endif
