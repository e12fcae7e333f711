/* The HTTP server: libmicrohttpd, listening sockets, limits and the access log. */
#ifndef SEARCHD_SERVER_H
#define SEARCHD_SERVER_H

#include "base/err.h"
#include "searchd/snapshot.h"

struct server;

/* Listens at "ADDRESS:PORT" ("[::1]:8321"; port 0 picks one), or on the socket that systemd passed,
 * and starts answering. */
enum err_code server_start(struct server **server, const char *listen, struct snapshots *snapshots,
                           struct err *err);

/* Where it listens, as a URL. */
const char *server_url(const struct server *server);

/* Takes no new connections, waits up to five seconds for requests under way, and ends. */
void server_stop(struct server *server);

#endif
