/* Routes: which part of the daemon answers a request. */
#ifndef SEARCHD_ROUTES_H
#define SEARCHD_ROUTES_H

#include "searchd/metrics.h"
#include "searchd/request.h"
#include "searchd/snapshot.h"

/* Headers of a request; NULL: it has none of the name. */
struct routes_headers {
    const char *if_none_match, *host, *forwarded_protocol;
};

/* Answers a GET of `target` ("/search?q=..."), or says that the answer is one of those that
 * If-None-Match lists. Always fills *response; the caller frees its body and closes its stream. */
void routes_answer(struct response *response, struct snapshots *snapshots, struct metrics *metrics,
                   const char *target, const struct routes_headers *headers);

/* Answers what the server itself refuses. */
void routes_refuse(struct response *response, const char *target, unsigned status,
                   const char *message);

#endif
