/* A look at markup before a parser gets it. */
#ifndef READ_TAG_H
#define READ_TAG_H

#include <stdbool.h>

#include "base/str.h"

enum { TAG_ATTRIBUTES_MAX = 1000 };

/* Does a tag of HTML or XML have more attributes than that? libxml2 compares each with each, so
 * that a tag of a million would keep it busy for hours. */
bool tag_is_endless(struct str text);

/* Leaves out marked sections of HTML, such as Word's <![if !supportLists]>, which browsers take for
 * comments and libxml2 for text; not those in comments and scripts. `p` has n bytes; returns how
 * many are left. */
size_t tag_drop_sections(char *p, size_t n);

#endif
