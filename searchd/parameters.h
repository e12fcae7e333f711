/* The parameters of a search, as requests give them. One that is not known, or has a value that it
 * does not take, is an error that names what there is: a mistyped filter that was ignored would
 * show more than was asked for. */
#ifndef SEARCHD_PARAMETERS_H
#define SEARCHD_PARAMETERS_H

#include "base/err.h"
#include "base/mem.h"
#include "search/search.h"
#include "search/similar.h"
#include "searchd/request.h"

/* q, filters, sort, group, relax, expand, page and per_page; defaults for those not given. Lists
 * live in the arena, texts are the request's. */
enum err_code parameters_search(struct search_request *search, const struct request *request,
                                struct arena *arena, struct err *err);

enum parameters_format { PARAMETERS_NDJSON, PARAMETERS_CSV, PARAMETERS_XLSX };

/* As above, with format in place of page and per_page. */
enum err_code parameters_export(struct search_request *search, enum parameters_format *format,
                                const struct request *request, struct arena *arena,
                                struct err *err);

/* q and expand alone. */
enum err_code parameters_query(struct search_request *search, const struct request *request,
                               struct err *err);

/* limit, other_agencies, agency and, if similar->of_section, section; sets the deadline, too, and
 * nothing else. Lists live in the arena, texts are the request's. */
enum err_code parameters_similar(struct similar_request *similar, const struct request *request,
                                 struct arena *arena, struct err *err);

/* Reads a whole number from 1 to `most`; ERR_USAGE, with the parameter's name, if it is none. */
enum err_code parameters_number(uint32_t *number, const struct request_parameter *parameter,
                                uint32_t most, struct err *err);

/* ERR_USAGE: the value is none that the parameter takes, which is told in words. */
enum err_code parameters_refuse(struct err *err, const struct request_parameter *parameter,
                                const char *takes);

/* Sets *choice to the index of the value among `count` names; ERR_USAGE, with the parameter's name
 * and these, if it is none of them. */
enum err_code parameters_choose(size_t *choice, const struct request_parameter *parameter,
                                const char *const *names, size_t count, struct err *err);

/* Reads "0" or "1"; ERR_USAGE, with the parameter's name, if it is neither. */
enum err_code parameters_switch(bool *is_off, const struct request_parameter *parameter,
                                struct err *err);

/* The same of what is on at "1". */
enum err_code parameters_on(bool *is_on, const struct request_parameter *parameter,
                            struct err *err);

/* Adds the value of a facet that a parameter names; false if it names none. */
bool parameters_filter(struct tally_filters *filters, const struct request_parameter *parameter,
                       struct arena *arena);

/* ERR_USAGE: there is no such parameter. The format says which there are: "there are q and limit".
 */
enum err_code parameters_unknown(struct err *err, const struct request_parameter *parameter,
                                 const char *format, ...) __attribute__((format(printf, 3, 4)));

/* When a request that begins now must have its answer, in ms of CLOCK_MONOTONIC. */
uint64_t parameters_deadline(void);

/* How long a search may take, in milliseconds; to be set before the first request. */
enum { PARAMETERS_TIME_MS = 2000 };
void parameters_set_time(uint32_t ms);

#endif
