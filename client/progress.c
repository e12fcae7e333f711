#include "client/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/clock.h"

enum { FIRST_MS = 500, NEXT_MS = 250 };

static void tell(const char *text)
{
    size_t n = strlen(text);

    while (n > 0) {
        ssize_t written = write(STDERR_FILENO, text, n);
        if (written <= 0)
            return; /* it is no more than an ornament */
        text += written;
        n -= (size_t)written;
    }
}

struct progress progress_begin(const struct output *out)
{
    const char *term = getenv("TERM");
    bool dumb = term == NULL || strcmp(term, "dumb") == 0;

    return (struct progress){.wanted = !out->terminal && isatty(STDERR_FILENO) == 1 && !dumb,
                             .next_ms = clock_ms() + FIRST_MS};
}

void progress_tell(struct progress *progress, long long done, long long total, const char *what)
{
    char line[120];

    if (!progress->wanted || clock_ms() < progress->next_ms)
        return;
    if (total >= 0)
        snprintf(line, sizeof line, "\r%lld of %lld %s\033[K", done, total, what);
    else
        snprintf(line, sizeof line, "\r%lld %s\033[K", done, what);
    tell(line);
    progress->shown = true;
    progress->next_ms = clock_ms() + NEXT_MS;
}

void progress_end(struct progress *progress)
{
    if (progress->shown)
        tell("\r\033[K");
    progress->shown = false;
}
