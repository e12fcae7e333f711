/* Deadlines: when a request's time is up. */
#ifndef SEARCH_DEADLINE_H
#define SEARCH_DEADLINE_H

#include <stdint.h>

#include "base/err.h"

/* ERR_TIMEOUT once CLOCK_MONOTONIC has passed `deadline_ms`; 0: never. */
enum err_code deadline_check(uint64_t deadline_ms, struct err *err);

#endif
