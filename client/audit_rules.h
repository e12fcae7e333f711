/* Rules of an audit, as specsearch-audit(5) has them in a file.
 *
 *   [cjis-background]
 *   when = licensure:CJIS
 *   require = background_check:CJIS
 *   message = Who needs CJIS clearance is told so under the background check, too.
 *   severity = error */
#ifndef CLIENT_AUDIT_RULES_H
#define CLIENT_AUDIT_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "client/audit_date.h"

enum audit_severity { AUDIT_ERROR, AUDIT_WARNING, AUDIT_NOTE, AUDIT_SEVERITY_COUNT };

const char *audit_severity_name(enum audit_severity severity); /* "error" */

/* The queries of a rule. */
enum audit_part { AUDIT_WHEN, AUDIT_REQUIRE, AUDIT_FORBID, AUDIT_PART_COUNT };

/* A stretch of a value, from its code point `start` on: where that stands in the file. Of what is
 * put in for ${today} or ${code}, each character stands where the $ does. */
struct audit_place {
    size_t start;
    unsigned line, column; /* from 1; columns count code points */
    bool put_in;
};

struct audit_value {
    struct str text; /* in one line, with its dates; p is NULL if it is not given */
    struct audit_place *places;
    size_t place_count, place_capacity;
};

/* Is there a ${code} in it? */
bool audit_value_has_code(const struct audit_value *value);

/* The value with the code of a class for each ${code}; what is made lives in the arena. */
struct audit_value audit_value_of_class(const struct audit_value *value, struct str code,
                                        struct arena *arena);

/* Where the code point `position` of a value stands, which counts from 1; 0 is taken for 1. */
struct audit_place audit_value_place(const struct audit_value *value, int position);

/* A filter as `specsearch find` has them, such as require.section = physical_demands. */
struct audit_filter {
    const char *name;
    struct audit_value value;
};

struct audit_query {
    struct audit_value text;
    struct audit_filter *filters; /* values of one name are alternatives */
    size_t filter_count, filter_capacity;
    struct str shown; /* for reports: the text, and the filters in brackets; p is NULL for none */
};

/* Where it begins in the file. */
struct audit_place audit_query_place(const struct audit_query *query);

struct audit_rule {
    struct str name;
    unsigned line;
    struct audit_query queries[AUDIT_PART_COUNT];
    struct audit_value message, severity_name, expand_name, except;
    enum audit_severity severity;
    bool expand;
    struct str *exceptions; /* IDs of classes */
    size_t exception_count;
};

struct audit_rules {
    struct audit_rule *rules;
    size_t count, capacity;
};

/* What is wrong in a file. */
struct audit_mistake {
    unsigned line, column; /* column 0: the line as a whole */
    const char *text;
};

struct audit_mistakes {
    struct arena *arena;
    struct audit_mistake *items;
    size_t count, capacity;
};

void audit_mistakes_add(struct audit_mistakes *mistakes, unsigned line, unsigned column,
                        const char *format, ...) __attribute__((format(printf, 4, 5)));

/* In the order of the file. */
void audit_mistakes_sort(struct audit_mistakes *mistakes);

/* Reads the bytes of a file; everything lives in the arena of `mistakes`, which gets all that is
 * wrong. Then the rules are still good for looking at the queries that they do have. */
void audit_rules_read(struct audit_rules *rules, struct audit_mistakes *mistakes, struct str ini,
                      struct audit_date today);

#endif
