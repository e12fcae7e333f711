#include "base/log.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

struct log_line log_begin(const char *level, const char *event)
{
    struct log_line line = {0};
    struct timespec now;
    struct tm utc;
    char when[32];

    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%S", &utc);
    buf_printf(&line.text, "time=%s.%03ldZ level=%s event=%s", when, now.tv_nsec / 1000000, level,
               event);
    return line;
}

void log_str(struct log_line *line, const char *key, struct str value)
{
    bool plain = value.n > 0;

    for (size_t i = 0; i < value.n; i++) {
        unsigned char c = (unsigned char)value.p[i];
        plain = plain && c > ' ' && c < 0x7f && c != '"' && c != '\\' && c != '=';
    }
    buf_printf(&line->text, " %s=", key);
    if (plain) {
        buf_str(&line->text, value);
        return;
    }
    buf_char(&line->text, '"');
    for (size_t i = 0; i < value.n; i++) {
        unsigned char c = (unsigned char)value.p[i];
        if (c == '"' || c == '\\')
            buf_printf(&line->text, "\\%c", c);
        else if (c < ' ' || c >= 0x7f)
            buf_printf(&line->text, "\\x%02x", c);
        else
            buf_char(&line->text, (char)c);
    }
    buf_char(&line->text, '"');
}

void log_number(struct log_line *line, const char *key, long long value)
{
    buf_printf(&line->text, " %s=%lld", key, value);
}

void log_end(struct log_line *line)
{
    buf_char(&line->text, '\n');
    /* One write(2), so that lines of several threads and processes do not mix. */
    ssize_t ignored = write(STDERR_FILENO, line->text.p, line->text.n);
    (void)ignored;
    buf_free(&line->text);
}
