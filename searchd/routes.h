/* Routes: which part of the daemon answers a request. */
#ifndef SEARCHD_ROUTES_H
#define SEARCHD_ROUTES_H

#include "searchd/metrics.h"
#include "searchd/request.h"
#include "searchd/snapshot.h"

/* Answers a GET of `target` ("/search?q=..."), or says that the answer is one of those that
 * `if_none_match` lists (NULL: no header). Always fills *response; the caller frees its body
 * and closes its stream. */
void routes_answer(struct response *response, struct snapshots *snapshots, struct metrics *metrics,
                   const char *target, const char *if_none_match);

/* Answers what the server itself refuses. */
void routes_refuse(struct response *response, const char *target, unsigned status,
                   const char *message);

#endif
