/* Suggestions: what somebody who types a query may mean to go on with.
 *
 * The whole text, as far as it is typed, begins the title of a class, at any of its words, or a
 * code. The last words of it begin a phrase (suggest_phrases.h), which is put into quotation marks.
 * The last word begins a word of the index, the name of an agency, at any of its words, or a scope
 * ("lic": `licensure:`). What stands before them stays. Case and what parts words do not count.
 * Equal questions to the same index have equal answers. */
#ifndef SEARCH_SUGGEST_H
#define SEARCH_SUGGEST_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

struct index;
struct suggest;

/* Sorts the titles, codes and agencies of an index whose browse lists are made. The index must live
 * as long. */
struct suggest *suggest_new(const struct index *index);
void suggest_free(struct suggest *suggest); /* NULL is fine */

/* In the order in which they stand. */
enum suggest_type {
    SUGGEST_TITLE,
    SUGGEST_CODE,
    SUGGEST_PHRASE,
    SUGGEST_SCOPE,
    SUGGEST_AGENCY,
    SUGGEST_WORD,
    SUGGEST_TYPE_COUNT
};

const char *suggest_type_name(enum suggest_type type);
const char *suggest_type_label(enum suggest_type type);

struct suggestion {
    enum suggest_type type;
    struct str text;   /* the query that it makes of what was typed */
    struct str label;  /* what people are shown */
    struct str id;     /* of the class, where a title or code is that of one alone; else empty */
    uint32_t classes;  /* that have the title or code, or are the agency's; else 0 */
    uint32_t sections; /* that have the word, by its stem, or are of the kind; else 0 */
};

enum { SUGGEST_MOST = 20 };

/* Texts live in the arena or the index. Types share `limit` (SUGGEST_MOST at most): each gets some
 * places, titles twice as many as others, and what one leaves over the others have. Of a type those
 * that begin with what was typed come first, then those of the most classes or sections. Words of
 * fewer than three letters, with digits, or of more than half of the sections are not suggested,
 * and none for a single letter. */
enum err_code suggest_run(struct suggestion **suggestions, size_t *count, struct index *index,
                          struct str typed, size_t limit, uint64_t deadline_ms, struct arena *arena,
                          struct err *err);

#endif
