/* A stemmer for all tests of a program: make_stemmer and free_stemmer are its setup and teardown.
 */
#ifndef UNIT_STEMMING_H
#define UNIT_STEMMING_H

#include "support.h"

#include "search/schema.h"

static struct stemmer *stemmer;

static inline int make_stemmer(void **state)
{
    (void)state;
    return stemmer_new(&stemmer, NULL) == ERR_OK ? 0 : -1;
}

static inline int free_stemmer(void **state)
{
    (void)state;
    stemmer_free(stemmer);
    return 0;
}

#endif
