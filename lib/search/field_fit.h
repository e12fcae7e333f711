/* Which classes a field of a query is true of: agency:denver, grade:EX-18. (Of titles, postings
 * tell.)
 *
 * A class is of an agency if all words of the value stand whole in the agency's name, or in the one
 * that the class's document states, or if the value is the slug in its id. Where that is so of no
 * class of the index, words of three letters or more may be the beginnings of words: agency:den. */
#ifndef SEARCH_FIELD_FIT_H
#define SEARCH_FIELD_FIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "search/index.h"
#include "search/query.h"

/* Of one segment. */
struct field_fit {
    const struct query_node *field;
    const struct columns *columns;
    bool begins; /* words of an agency may be beginnings */
    enum facet facet;
    bool *values;      /* by number in the facet's dictionary: does it fit? NULL: it has no facet */
    struct str stated; /* the agency that was asked about last, and the answer */
    bool stated_fits;
};

/* `field` is no title. It and the columns must live as long. ERR_TIMEOUT past the deadline. */
enum err_code field_fit_start(struct field_fit *fit, const struct query_node *field,
                              const struct columns *columns, bool begins, uint64_t deadline_ms,
                              struct err *err);
bool field_fit_class(struct field_fit *fit, uint32_t class_number);
void field_fit_finish(struct field_fit *fit);

/* The facet whose values a field names; false if it has none, as titles and codes. */
bool field_fit_facet(enum facet *facet, const struct query_node *field);

/* Is the field true of any live class? Sets values[v] for each value (index_values()) of its facet
 * that such a class has, unless `values` is NULL. */
enum err_code field_fit_any(bool *any, bool *values, const struct query_node *field,
                            const struct index *index, bool begins, uint64_t deadline_ms,
                            struct err *err);

/* Are its words read as beginnings? */
enum err_code field_fit_begins(bool *begins, const struct query_node *field,
                               const struct index *index, uint64_t deadline_ms, struct err *err);

#endif
