/* Sets of classes that queries find, asked from the daemon. */
#ifndef CLIENT_AUDIT_CLASSES_H
#define CLIENT_AUDIT_CLASSES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/options.h"
#include "base/str.h"
#include "client/audit_rules.h"
#include "client/fetch.h"

/* A class, and one of its sections that the query finds. */
struct audit_class {
    struct str id, title, code, agency; /* code.p is NULL if it has none */
    struct str source, heading;         /* heading.p is NULL if the section has none */
    long long ordinal, line, page;      /* page is -1 if the source has none */
};

struct audit_classes {
    struct audit_class *items; /* by ID, in the order of bytes, each once */
    size_t count;
};

/* NULL if the set has no such class. */
const struct audit_class *audit_classes_find(const struct audit_classes *classes, struct str id);

/* Questions to one daemon about one generation of its index. */
struct audit_asking {
    struct fetch *fetch;
    const struct option_list *agencies; /* only of these; none: all */
    struct arena *arena;
    struct str generation; /* that of the first answer */
    bool changed;          /* an answer was of another */
    struct audit_asked *asked;
    size_t count, capacity;
};

/* What is wanted of a query: classes alone, or also the first section of each that it finds, which
 * takes the answer of all of them. */
enum audit_wanted { AUDIT_CLASSES, AUDIT_FIRST_SECTIONS };

/* *classes are those that the query finds, or all if it is NULL; they live in the arena. The same
 * is asked once. ERR_USAGE if it is wrong, with the position in its text (0 if that is not what is
 * wrong); ERR_BUSY, and asking->changed, if the index has changed. */
enum err_code audit_classes_ask(const struct audit_classes **classes, struct audit_asking *asking,
                                const struct audit_query *query, bool expand,
                                enum audit_wanted wanted, struct err *err);

/* Forgets all answers, to begin again. */
void audit_classes_forget(struct audit_asking *asking);

#endif
