/* Variants of clauses, as the daemon lists them, as text for a person. */
#ifndef CLIENT_VARIANTS_PRINT_H
#define CLIENT_VARIANTS_PRINT_H

#include <stdbool.h>

#include "client/answer.h"
#include "client/output.h"

/* Prints the totals of a page, or of the first line of an export, unless `out` is NULL. *rows is
 * how many there are. */
enum err_code variants_print_head(struct output *out, long long *rows, const struct answer *answer,
                                  struct err *err);

/* What was printed last; all zero at first. */
struct variants_printed {
    bool whole; /* to name all classes of a variant, however many they are */
    long long cluster, variant;
    long long classes, named; /* of the variant, that came and that are among the names */
    struct buf names;
    struct buf first; /* the first variant of the cluster */
};

/* A row of an export: the text of a variant, once, with [words] that the first of its cluster
 * lacks; the classes that have it follow when all have come. */
enum err_code variants_print_row(struct output *out, struct variants_printed *printed,
                                 const struct answer *answer, struct err *err);

/* Behind the last row; frees what `printed` holds. */
void variants_print_end(struct output *out, struct variants_printed *printed);

#endif
