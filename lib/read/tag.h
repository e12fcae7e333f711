/* A look at markup before a parser gets it. */
#ifndef READ_TAG_H
#define READ_TAG_H

#include <stdbool.h>

#include "base/str.h"

enum { TAG_ATTRIBUTES_MAX = 1000 };

/* Does a tag of HTML or XML have more attributes than that? libxml2 compares each with each, so
 * that a tag of a million would keep it busy for hours. */
bool tag_is_endless(struct str text);

#endif
