#include "search/deadline.h"

#include <time.h>

enum err_code deadline_check(uint64_t deadline_ms, struct err *err)
{
    struct timespec now;

    if (deadline_ms == 0)
        return ERR_OK;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if ((uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000 < deadline_ms)
        return ERR_OK;
    return err_set(err, ERR_TIMEOUT, "the search took too long; use rarer words");
}
