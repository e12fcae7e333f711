/* A process that gives up everything but computing: for code that works on content of unknown
 * origin and might be made to misbehave by it. */
#ifndef BASE_SANDBOX_H
#define BASE_SANDBOX_H

#include <stddef.h>

#include "base/err.h"

struct sandbox_limits {
    size_t memory;   /* bytes that may be allocated beyond what the process has; 0: any number */
    int descriptors; /* the highest number of a descriptor, plus one */
};

/* From here on the process may read and write the descriptors that it has and receive others over
 * them, allocate memory, and end. Opening a file fails with EACCES, as libraries try to; any other
 * system call (a new process, a connection, a signal to somebody else) ends the process with
 * SIGSYS. The process ends with its parent. There is no way back. A sanitizer needs address space
 * without bound: under one the memory limit alone is left off. */
enum err_code sandbox_enter(const struct sandbox_limits *limits, struct err *err);

#endif
