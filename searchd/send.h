/* Sending an answer: its headers, packed if the client takes it so, at once or while it is made. */
#ifndef SEARCHD_SEND_H
#define SEARCHD_SEND_H

#include <stdbool.h>
#include <stddef.h>

#include "searchd/request.h"

struct MHD_Connection;

/* Queues the answer, whose body and stream it takes over. *bytes counts those of the body as they
 * are sent: it has to last until the request is completed; NULL: no body is sent, as of HEAD.
 * `closing`: the connection ends with it. False if the library takes no answer. */
bool send_response(struct MHD_Connection *connection, struct response *response, size_t *bytes,
                   bool closing);

#endif
