/* The filters of a search: each is a facet of the daemon, and an option of find. */
#ifndef CLIENT_FILTER_H
#define CLIENT_FILTER_H

#include <jansson.h>
#include <stddef.h>

#include "base/err.h"
#include "base/options.h"
#include "base/str.h"
#include "client/output.h"

enum { FILTER_AGENCY = 4, FILTER_COUNT = 9 };

struct filter {
    const char *name; /* in URLs and JSON, and of the option */
    char letter;      /* of the option, or 0 */
    const char *argument, *help;
};

/* In the order in which facets are shown. */
extern const struct filter filters[FILTER_COUNT];

/* Appends "name=value&", as a request has it. ERR_USAGE if the value is not UTF-8. */
enum err_code filter_add_parameter(struct buf *target, const char *name, struct str value,
                                   struct err *err);

/* The values that were given of each filter: an option for each, what they ask for, and their end.
 */
void filter_add_options(struct option_def defs[FILTER_COUNT],
                        struct option_list values[FILTER_COUNT]);
enum err_code filter_add_parameters(struct buf *target,
                                    const struct option_list values[FILTER_COUNT], struct err *err);
/* Prints a line of what an answer says that it was narrowed to, its "filters"; none if there are
 * none. */
void filter_print(struct output *out, const json_t *narrowed, size_t indent);
void filter_free(struct option_list values[FILTER_COUNT]);

#endif
