/* The facets: what a search can be narrowed by, and what values a section has.
 *
 * The values of a facet are either a fixed vocabulary, of which a section may have several (a mask
 * in its profile), or what the documents of an index hold, one a class (a number of the facet's
 * dictionary in the segment; columns.h). A facet is added by a member here and a row in facet.c.
 *
 * A class has a level of education, or a band of experience, if a section of it asks for it, and
 * all its sections have what it has: "Bachelor's degree" narrows a search for budgets to what is
 * said of budgets in the classes that want one, and not to the sections that name the degree. What
 * is required, wanted of some positions, or set down without a word on how firmly counts; what is
 * preferred does not, nor what takes the place of something else. A class that names two levels has
 * both; it has the levels named, not all those above or below. A range counts by its least, which
 * is what an applicant must have.
 *
 * Kinds and modalities are the section's own. The modalities are those of all its requirements,
 * whatever their type: a section with a degree that is required and a licence that is preferred has
 * both. */
#ifndef SEARCH_FACET_H
#define SEARCH_FACET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"
#include "spec/field.h"
#include "spec/kind.h"
#include "spec/requirement.h"

/* In the order in which they are shown. */
enum facet {
    FACET_SECTION,
    FACET_EDUCATION,
    FACET_EXPERIENCE,
    FACET_MODALITY,
    FACET_AGENCY,
    FACET_FLSA,
    FACET_GRADE,
    FACET_SERIES,
    FACET_REVISED, /* the year */
    FACET_COUNT
};

/* The value of sections and classes that do not state one. */
#define FACET_NOT_STATED "-"

/* The name in URLs and JSON ("section"), and the one shown to people ("Section"). */
const char *facet_name(enum facet facet);
const char *facet_title(enum facet facet);
bool facet_from_name(enum facet *facet, struct str name);

enum { FACET_VOCABULARIES_MAX = 64 }; /* values of all fixed vocabularies together */

/* How many values the fixed vocabulary has, at most 32; 0: the values are those of the documents.
 */
uint32_t facet_vocabulary(enum facet facet);

/* In a word that holds the values of all fixed vocabularies, the bit of the facet's first one; 0 of
 * any other facet. */
unsigned facet_bit(enum facet facet);

/* A value of the fixed vocabulary by its number, and back, in any case. */
struct str facet_value(enum facet facet, uint32_t number);
bool facet_value_find(uint32_t *number, enum facet facet, struct str value);

/* What people are shown for a value of any facet. */
struct str facet_value_label(enum facet facet, struct str value);

/* The order in which the values are shown. */
enum facet_order {
    FACET_FREQUENT_FIRST,
    FACET_AS_LISTED,     /* by the fixed vocabulary */
    FACET_GREATEST_FIRST /* by their bytes; FACET_NOT_STATED last */
};

enum facet_order facet_order(enum facet facet);

/* Does it count as asked for, by its modality? */
bool facet_asks_for(const struct requirement *requirement);

/* Is a facet with a fixed vocabulary the class's, so that all sections of a class have the same
 * values? */
bool facet_is_of_class(enum facet facet);

/* The values, of a facet with a fixed vocabulary, that come from kinds of section and requirements:
 * bit 1 << number for each. They are those of a section, or, if facet_is_of_class(), all
 * requirements of a class and any kinds. */
uint32_t facet_mask(enum facet facet, const struct kind_set *kinds,
                    const struct requirement *requirements, size_t count);

/* The value of a class, of a facet without a fixed vocabulary, from its fields. It lives as long as
 * these and the arena. */
struct str facet_class_value(enum facet facet, const struct spec_field fields[FIELD_COUNT],
                             struct str agency, struct arena *arena);

#endif
