/* Entity tags: what a client that has an answer names it by, to be told that it is still the answer
 * (RFC 9110, 8.8.3 and 13.1.2). A tag is made of what the answer follows from, so that it is known
 * before anything is searched. */
#ifndef SEARCHD_ETAG_H
#define SEARCHD_ETAG_H

#include <stdbool.h>

#include "base/str.h"
#include "searchd/request.h"

/* Makes the tag of the answer to `request` by this very program from what `index` names: a
 * generation, or the empty text where none is asked. Strong: the answers are the same bytes. */
void etag_make(char tag[ETAG_SIZE], const struct request *request, struct str index);

/* The tag of the same answer in gzip. */
void etag_of_gzip(char tag[ETAG_SIZE]);

/* Is the answer named by `tag` one of those that If-None-Match lists? If so *tag becomes the tag
 * listed, which may be that of the answer in gzip. "*" lists none: what is there is not known. */
bool etag_is_listed(char tag[ETAG_SIZE], const char *if_none_match);

#endif
