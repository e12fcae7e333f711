/* Absence: all classes, by whether they have what a query asks for, and why not. */
#ifndef CLIENT_ABSENCE_H
#define CLIENT_ABSENCE_H

#include "base/err.h"
#include "client/fetch.h"
#include "client/output.h"

enum absence_format { ABSENCE_TEXT, ABSENCE_JSON, ABSENCE_CSV };

/* GETs `target`, an absence as NDJSON, and writes all of it: the numbers and their sum, then the
 * classes by state. *found is how many are listed. */
enum err_code absence_print(long long *found, struct fetch *fetch, struct str target,
                            enum absence_format format, struct output *out, struct err *err);

/* GETs `target`, a page of one, and writes the numbers alone. *found is how many would be listed.
 */
enum err_code absence_count(long long *found, struct fetch *fetch, struct str target,
                            enum absence_format format, struct output *out, struct err *err);

#endif
