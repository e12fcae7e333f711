/* The facets: what a search can be narrowed by, and what values a section has.
 *
 * The values of a facet are either a fixed vocabulary, of which a section may have several (a mask
 * in its profile), or what the documents of an index hold, one a class (a number of the facet's
 * dictionary in the segment; columns.h). A facet is added by a member here and a row in facet.c.
 *
 * A section has a level of education, or a band of experience, if it asks for it: what is required,
 * wanted of some positions, or set down without a word on how firmly counts. What is preferred does
 * not, nor what takes the place of something else: whoever picks "Bachelor's degree" looks for the
 * classes that want one. A section that names two levels has both; it has the levels named, not all
 * those above or below. A range counts by its least, which is what an applicant must have.
 *
 * The modalities are those of all requirements of the section, whatever their type: a section with
 * a degree that is required and a licence that is preferred has both. */
#ifndef SEARCH_FACET_H
#define SEARCH_FACET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"
#include "spec/spec.h"

/* In the order in which they are shown. */
enum facet {
    FACET_SECTION,
    FACET_EDUCATION,
    FACET_EXPERIENCE,
    FACET_MODALITY,
    FACET_AGENCY,
    FACET_FLSA,
    FACET_GRADE,
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

/* A value of the fixed vocabulary by its number, and back, in any case. */
struct str facet_value(enum facet facet, uint32_t number);
bool facet_value_find(uint32_t *number, enum facet facet, struct str value);

/* What people are shown for a value of any facet. */
struct str facet_value_label(enum facet facet, struct str value);

/* Are the values shown in the vocabulary's order, rather than the most frequent first? */
bool facet_has_order(enum facet facet);

/* The values that a section of a specification has, of a facet with a fixed vocabulary: bit
 * 1 << number for each. */
uint32_t facet_section_values(enum facet facet, const struct spec *spec, size_t section);

/* The value of a class, of any other facet. It lives as long as the class and the arena. */
struct str facet_class_value(enum facet facet, const struct spec_class *class, struct str agency,
                             struct arena *arena);

#endif
