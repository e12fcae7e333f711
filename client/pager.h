/* A program that shows what is written to it page by page, as less does: it stands between
 * specsearch and the terminal while an answer is written. */
#ifndef CLIENT_PAGER_H
#define CLIENT_PAGER_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"

/* What is run by the shell where nobody names another: less, if it is there. */
extern const char pager_usual[];

/* Starts it, with LESS=FRX in its environment if that has no LESS: colours are shown, and what is
 * no longer than the screen stays there. *fd is what to write to. Until pager_end(), a signal that
 * would end us waits until the user has left the pager. False if it cannot be started. */
bool pager_start(pid_t *pid, int *fd, const char *command);

/* Closes `fd` and waits until the user has left the pager. ERR_IO if it could not be run. */
enum err_code pager_end(pid_t pid, int fd, const char *command, struct err *err);

#endif
