/* What was asked of a page that answers for the whole index (occurrences, absence and the like):
 * the query and the filters, as a form to change them, and as links to the other pages of the kind
 * with the same question. */
#ifndef SEARCHD_VIEW_QUESTION_H
#define SEARCHD_VIEW_QUESTION_H

#include <jansson.h>
#include <stdbool.h>

#include "base/err.h"
#include "base/mem.h"
#include "search/index.h"
#include "searchd/request.h"

/* Adds "q" (the first query), "kept" (filters in force, for the form to keep), "pickers" and
 * "more_pickers" (lists of values to add to them), "chips" with "filtered" and "clear_url", and
 * "ways" (the links). one_kind: the page asks about one kind of section, which is no filter to add
 * to, and has a list of its own for it, "kinds". */
void view_question(json_t *view, const struct index *index, const struct request *request,
                   bool one_kind, struct arena *arena);

/* Adds "problem", why there is no answer, and whether the query is what is wrong: not so if a
 * filter is, or if the view says "both_wrong" of two choices that exclude each other. Of several
 * "fields" for queries, the one at fault becomes "wrong". */
void view_problem(json_t *view, const struct index *index, const struct request *request,
                  const struct err *err);

#endif
