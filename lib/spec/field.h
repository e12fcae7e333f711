/* Fields: the label and value pairs of a specification (`Pay Grade: EX-13`, or two pairs a line
 * without colons on a printed form). Labels are data (labels.tsv, compiled in): a row is
 * `label <TAB> field`, the field "-" for labels that are known, and end a value, but are not kept.
 */
#ifndef SPEC_FIELD_H
#define SPEC_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/str.h"

enum spec_field_name {
    FIELD_TITLE,
    FIELD_CLASS_CODE,
    FIELD_PAY_GRADE,
    FIELD_FLSA,
    FIELD_BARGAINING_UNIT,
    FIELD_ESTABLISHED,
    FIELD_REVISED,
    FIELD_PROBATION,
    FIELD_SALARY,
    FIELD_SERIES,
    FIELD_LEVEL,
    FIELD_AGENCY,
    FIELD_COUNT,
    FIELD_IGNORED = FIELD_COUNT
};

struct spec_field {
    struct str value;   /* as written, trimmed; empty: the document does not state it */
    unsigned line;      /* of the source */
    struct str meaning; /* what the house file says that it means; empty: nothing */
};

/* "pay_grade", and "Pay grade". */
const char *field_label(enum spec_field_name name);
const char *field_name(enum spec_field_name name);

struct label_table;

struct label_table *label_table_new(void);
void label_table_free(struct label_table *table);

/* One pair of a line. `start` is the label's offset in the line. */
struct label_pair {
    enum spec_field_name name;
    size_t start;
    struct str value; /* trimmed; may be empty */
};

enum { LABEL_PAIRS_MAX = 8 };

/* The longest label that a text begins with; returns its length, 0 if there is none. */
size_t label_match(enum spec_field_name *name, const struct label_table *table, struct str s);

/* Finds the pairs of a line that begins with a label: either a colon follows it, or a second label
 * stands in the line. Returns how many, 0 if the line is no such line. */
size_t label_pairs(struct label_pair pairs[LABEL_PAIRS_MAX], const struct label_table *table,
                   struct str line);

/* False for what stands where a value was never filled in: "n/a", "None", "[CLASS CODE]", "xxxxx",
 * "____". */
bool field_is_filled(struct str value);

/* The FLSA status as a facet value: "exempt" or "nonexempt", from what the house file says the
 * value means, or from the value; anything else, such as a code that no house file explains, as
 * written with " (unmapped)" behind it. Empty if not stated. */
struct str field_flsa_status(const struct spec_field *field, struct arena *arena);

/* An ISO date, "2018-09-21", "2018-09" or "2018", from the date at the start of a value as American
 * agencies write it (9/21/2018, 09-28-18, 03/2009, 6/15 for June 2015, June 14, 2022, 14 June 2022,
 * July 2022, 2018-09, 2018). Empty if there is none. */
struct str field_iso_date(struct str value, struct arena *arena);

/* An ISO date as a number that sorts, 20180921; a month or day that it does not state is the first,
 * and no date is 0. */
int32_t field_date_number(struct str iso);

/* The first duration of a text, "Six (6) months", "eighteen-month", "1 year", and its days, a
 * month being 30 and a year 365; empty and 0 if it has none. */
struct str field_duration(struct str text, unsigned *days);

/* The months of the first duration of a value, rounded; 0 if it states none. */
unsigned field_months(struct str value);

#endif
