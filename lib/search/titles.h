/* The titles and codes of an index's classes, sorted when it is opened: which class a text names,
 * and in which order classes stand by title.
 *
 * Titles are compared folded: the words of the text (token.h), in lower case, parted by one blank.
 * A run of digits counts by its value, so that "Clerk 9" stands before "Clerk 10"; all else by code
 * point. Codes are compared without what parts their words. */
#ifndef SEARCH_TITLES_H
#define SEARCH_TITLES_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "search/columns.h"

struct titles;

struct titles *titles_new(size_t segment_count);
void titles_free(struct titles *titles); /* NULL is fine */

/* Adds a class that lives: its number in the segment, and the docid of its first section in the
 * index. Each segment's classes must all be added before another's. */
void titles_add(struct titles *titles, size_t segment, const struct columns *columns,
                uint32_t class_number, uint32_t first_docid);

/* To be called once, after the last class. */
void titles_finish(struct titles *titles);

/* The place of the class's title among all different ones, from 0; TITLES_NONE of a class without a
 * title. Equal titles have the same place. */
#define TITLES_NONE UINT32_MAX
uint32_t titles_place(const struct titles *titles, size_t segment, uint32_t class_number);

/* The classes that have the whole of this text as their title or code: the docids of their first
 * sections, in order, and how many. free() them. */
size_t titles_find(uint32_t **docids, const struct titles *titles, struct str text);

#endif
