/* What a class requires, as JSON and in words. */
#ifndef SEARCHD_REQUIREMENTS_H
#define SEARCHD_REQUIREMENTS_H

#include <jansson.h>

#include "base/mem.h"
#include "search/record.h"

/* {"education": [{"level", ...}], "experience": [{"years", "years_max"?, "supervisory", "part"?:
 * {"years", "supervisory"}, ...}], "licences": [...], "background": [...], "lifting": [{"pounds",
 * ...}]}, each with "label" (what it says, in words), "modality", "sentence", "phrase", "line" and
 * "section", the ordinal within the class; in order of the text. */
json_t *requirements_json(const struct record_class *class, struct arena *arena);

/* The member of that object that holds the requirements of a type: "licences". */
const char *requirements_list_name(enum requirement_type type);

/* "Bachelor's degree", "3 to 5 years, of which 2 years supervisory", "50 pounds"; of a licence or
 * a check the phrase that names it. */
struct str requirements_label(const struct requirement *requirement, struct arena *arena);

#endif
