/* Processes that the program forks to have work done. Each talks over a socket, holds no other
 * descriptor of the program's (not its lock, not the sockets of others), and does not outlive it.
 */
#ifndef INDEXER_PROCESS_H
#define INDEXER_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/str.h"

enum { PROCESS_SOCKET = 3 }; /* its descriptor in the process */

struct process {
    pid_t pid; /* 0: not started */
    int socket;
};

/* Before a message. */
struct process_header {
    uint32_t code;   /* what it is: an err_code, if it is an answer */
    uint32_t length; /* bytes that follow */
};

/* Starts a process that runs `body` and ends. The caller must have a single thread. */
enum err_code process_start(struct process *process, void (*body)(const void *data),
                            const void *data, struct err *err);

/* Ends a process, whatever it does, and returns its wait status. It is then not started. */
int process_end(struct process *process);

/* Sends, or waits for, all of the bytes; false if the other side is gone. */
bool process_send(int socket, const char *p, size_t n);
bool process_receive(int socket, char *p, size_t n);

/* Sends a header and the text. */
bool process_answer(int socket, enum err_code code, struct str text);

#endif
