/* Routes: which part of the daemon answers a request. */
#ifndef SEARCHD_ROUTES_H
#define SEARCHD_ROUTES_H

#include "searchd/request.h"
#include "searchd/snapshot.h"

/* Answers a GET of `target` ("/search?q=..."). Always fills *response; the caller frees its body
 * and closes its stream. */
void routes_answer(struct response *response, struct snapshots *snapshots, const char *target);

/* Answers what the server itself refuses. */
void routes_refuse(struct response *response, const char *target, unsigned status,
                   const char *message);

#endif
