/* House files: what an agency's own specifications need to be read right, kept as `house.ini`
 * beside them.
 *
 *   [agency]
 *   name = City of Port Ferris
 *   [headings]                          ; a heading -> kinds, or a mark of alias.h (^ ! ~)
 *   The Ideal Candidate = summary
 *   [codes]                             ; field.code -> meaning
 *   flsa.Y = Exempt
 */
#ifndef SPEC_HOUSE_H
#define SPEC_HOUSE_H

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "spec/field.h"

#define HOUSE_FILE "house.ini"

struct house_code {
    enum spec_field_name field;
    struct str code, meaning;
};

struct house {
    struct str agency;   /* empty: the folder's name */
    struct str headings; /* rows as alias_table_add takes them */
    struct house_code *codes;
    size_t code_count, code_capacity; /* the array lives in the arena */
};

/* Reads the bytes of a house file; everything lives in the arena. ERR_FORMAT names line and
 * remedy. */
enum err_code house_parse(struct house *house, struct str ini, struct arena *arena,
                          struct err *err);

/* What a house says a field's value means, in any case; empty if it does not say. */
struct str house_meaning(const struct house *house, enum spec_field_name field, struct str value);

#endif
