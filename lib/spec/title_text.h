/* What a text by itself says of whether it is the title of a class; title.h weighs it against
 * everything else. */
#ifndef SPEC_TITLE_TEXT_H
#define SPEC_TITLE_TEXT_H

#include "spec/spec.h"

enum {
    TITLE_WORDS = 12, /* longer texts are no titles */
    TITLE_BYTES = 120
};

size_t title_text_words(struct str s);

/* Could this be the name of a class? `s` is trimmed and not empty. */
bool title_text_is_title(struct str s, const struct spec_reader *reader);

/* A line that names the agency, or what its web site offers. */
bool title_text_is_letterhead(struct str s);

/* The same, or a part of what employs ("Harbor Museum"): in the style of a title below it. */
bool title_text_is_body(struct str s);

/* A line that names the type of the document ("CLASS SPECIFICATION") has the title below it. */
bool title_text_is_document_type(struct str s, const struct spec_reader *reader);

/* "Class Specification - Senior IT Project Manager": what stands behind the document's type. */
struct str title_text_without_type(struct str s, const struct alias_table *aliases);

/* "Harbor Pilot - 77901628": without a posting's number, which is longer than class codes are. */
struct str title_text_without_number(struct str s);

/* "Two (2) Harbor Pilots": without the count of those who are sought. */
struct str title_text_without_count(struct str s);

/* Cut at the end of a line: in brackets, or behind a comma or "of". */
bool title_text_runs_on(struct str s);

/* In any case. */
bool title_text_ends_with(struct str s, struct str end);

bool title_text_is_title_case(struct str s); /* three of four long words have a capital */
bool title_text_in_capitals(struct str s);   /* no small letter */
bool title_text_is_plural(struct str s);

#endif
