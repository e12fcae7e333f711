/* The words of a document's body, to tell what the header or footer of its pages says besides.
 * Words are parted by white space, and compared by their letters and digits, in any case. */
#ifndef READ_SAID_H
#define READ_SAID_H

#include <stdbool.h>

#include "base/map.h"
#include "base/str.h"

struct said {
    struct map words;
};

void said_add(struct said *said, struct str word);
void said_free(struct said *said);

/* Does the body have the word? True also of what says nothing by itself: fewer than three letters
 * or digits, and what stands before numbers of pages and of forms. */
bool said_has(const struct said *said, struct str word);

#endif
