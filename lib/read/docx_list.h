/* Lists of a Word file: what number or bullet stands before a paragraph. */
#ifndef READ_DOCX_LIST_H
#define READ_DOCX_LIST_H

#include <stdbool.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "read/number.h"

enum { DOCX_LIST_LEVELS = 9 };

struct docx_list_level {
    bool bullet, none, legal; /* legal: all numbers in it are decimal */
    enum number_style style;
    long start;
    struct str text; /* "%1.%2)": with the numbers of the levels */
};

/* Several lists of a document may count on each other: they share a definition. */
struct docx_list_definition {
    long id;
    const char *made_by, *makes; /* the style that leads to another definition, or to this one */
    struct docx_list_level levels[DOCX_LIST_LEVELS];
    long counters[DOCX_LIST_LEVELS]; /* of the last item, and 1 more; 0: none yet */
};

struct docx_list {
    long id, definition_id;
    struct docx_list_definition *definition;          /* NULL: there is none */
    long restart[DOCX_LIST_LEVELS];                   /* first number, once; -1: goes on */
    struct docx_list_level *levels[DOCX_LIST_LEVELS]; /* NULL: the definition's */
};

struct docx_lists {
    struct docx_list_definition *definitions;
    size_t definition_count, definition_capacity;
    struct docx_list *lists;
    size_t count, capacity;
};

/* `xml` may be empty: no lists. Strings live in the arena. */
enum err_code docx_lists_read(struct docx_lists *lists, struct str xml, struct arena *arena,
                              struct err *err);
void docx_lists_free(struct docx_lists *lists);

/* Counts an item of list `id` at `level` and appends its mark with a blank behind it: "• ", "1.2)
 * ". False: there is no such list, or its items have no mark. */
bool docx_list_count(struct buf *mark, struct docx_lists *lists, long id, long level);

#endif
