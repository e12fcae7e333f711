/* Values of fields: what of the text behind a label is the value. */
#ifndef SPEC_VALUE_H
#define SPEC_VALUE_H

#include "base/mem.h"
#include "spec/field.h"

/* How sure it is that the text is a value. */
enum value_trust {
    VALUE_LABELLED, /* behind a colon, or in a table's cell */
    VALUE_NEAR,     /* on the line below, or behind a gap */
    VALUE_RUNNING   /* behind a label without a colon or gap: nothing but a value may stand there */
};

/* The value of a field in a text, as written and trimmed: up to a tab or a gap of three blanks, of
 * a sentence the duration or the amounts. Empty if nothing is filled in, or it cannot be one. */
struct str value_of_field(enum spec_field_name name, struct str text, enum value_trust trust,
                          struct arena *arena);

/* The first gap between columns of a line: three blanks (no-break ones too) or a tab. Returns where
 * it starts, *end is where it ends; both are s.n if there is none. */
size_t value_gap(struct str s, size_t *end);

/* Grades are short and have a digit: "85C", "EX-13", "G7", "GS 13". */
bool value_is_grade(struct str s);

/* Money: begins with an amount in dollars, or has two amounts before what is in brackets. */
bool value_is_money(struct str s);

#endif
