/* The facets: what a search can be narrowed by, and how a section's values are named. */
#ifndef SEARCH_FACET_H
#define SEARCH_FACET_H

#include <stdbool.h>

#include "base/str.h"

enum facet {
    FACET_SECTION,
    FACET_AGENCY,
    FACET_FLSA,
    FACET_GRADE,
    FACET_COUNT,
    /* All facets but the section's kinds have one value a section, kept in a column. */
    FACET_FIRST_COLUMN = FACET_AGENCY
};

enum { FACET_COLUMNS = FACET_COUNT - FACET_FIRST_COLUMN };

/* The value of classes that do not state one. */
#define FACET_NOT_STATED "-"

/* The name in URLs and JSON ("section"), and the one shown to people ("Section"). */
const char *facet_name(enum facet facet);
const char *facet_title(enum facet facet);
bool facet_from_name(enum facet *facet, struct str name);

#endif
