#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

/* One printable line: what a hostile file name or query holds must not reach a terminal or a log.
 */
static void make_printable(char *text)
{
    size_t length = strlen(text);
    size_t at = 0;

    while (at < length) {
        uint32_t c;
        size_t n = utf8_decode(text + at, length - at, &c);
        if (n == 0) { /* invalid byte, or a character cut at the buffer's end */
            text[at++] = '?';
        } else {
            if (!utf8_is_printable(c))
                memset(text + at, '?', n);
            at += n;
        }
    }
}

static void err_vset(struct err *err, enum err_code code, const char *format, va_list args)
{
    err->code = code;
    err->position = 0;
    vsnprintf(err->text, sizeof err->text, format, args);
    make_printable(err->text);
}

enum err_code err_set(struct err *err, enum err_code code, const char *format, ...)
{
    if (err != NULL) {
        va_list args;
        va_start(args, format);
        err_vset(err, code, format, args);
        va_end(args);
    }
    return code;
}

enum err_code err_errno(struct err *err, enum err_code code, int number, const char *format, ...)
{
    if (err != NULL) {
        va_list args;
        char space[128];

        va_start(args, format);
        err_vset(err, code, format, args);
        va_end(args);
        size_t used = strlen(err->text);
        snprintf(err->text + used, sizeof err->text - used, ": %s",
                 strerror_r(number, space, sizeof space)); /* GNU's: returns the text */
    }
    return code;
}

void err_context(struct err *err, const char *format, ...)
{
    char old[sizeof err->text];
    va_list args;

    if (err == NULL)
        return;
    enum err_code code = err->code;
    int position = err->position;
    memcpy(old, err->text, sizeof old);
    va_start(args, format);
    err_vset(err, code, format, args);
    va_end(args);
    err->position = position;
    size_t used = strlen(err->text);
    snprintf(err->text + used, sizeof err->text - used, ": %s", old);
    make_printable(err->text);
}
