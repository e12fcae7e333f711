/* How far a long answer has come, in a line on standard error that is written over and over and
 * erased at the end. It is shown only on a terminal, not beside an answer that is itself shown
 * there, and not before half a second has gone. */
#ifndef CLIENT_PROGRESS_H
#define CLIENT_PROGRESS_H

#include <stdbool.h>

#include "client/output.h"

struct progress {
    bool wanted, shown;
    long long next_ms; /* not to be written before */
};

/* `out` is where the answer goes. */
struct progress progress_begin(const struct output *out);

/* So many of `total`; a total below 0 is not known. */
void progress_tell(struct progress *progress, long long done, long long total, const char *what);

/* Erases the line. Anything else that goes to standard error comes after that. */
void progress_end(struct progress *progress);

#endif
