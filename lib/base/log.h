/* One structured line an event on stderr: `time=... level=info event=request status=200 ...`
 * (logfmt). Values that hold spaces, quotes or controls are quoted and escaped. Thread-safe: a line
 * is written by one call. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/str.h"

struct log_line {
    struct buf text;
};

struct log_line log_begin(const char *level, const char *event);
void log_str(struct log_line *line, const char *key, struct str value);
void log_number(struct log_line *line, const char *key, long long value);
void log_end(struct log_line *line); /* writes the line and frees it */

#endif
