#include "client/output.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "base/utf8.h"
#include "client/pager.h"

const char *const output_color_names[OUTPUT_COLOR_COUNT] = {
    [OUTPUT_AUTO] = "auto", [OUTPUT_ALWAYS] = "always", [OUTPUT_NEVER] = "never"};

enum { SPILL = 64 * 1024, WIDTH_LEAST = 20, WIDTH_MOST = 100, WIDTH_PIPED = 80 };

static size_t width_of(int fd)
{
    const char *columns = getenv("COLUMNS");
    long width = columns != NULL ? strtol(columns, NULL, 10) : 0;
    struct winsize size;

    if (width <= 0 && ioctl(fd, TIOCGWINSZ, &size) == 0)
        width = size.ws_col;
    if (width <= 0)
        return WIDTH_PIPED;
    if (width < WIDTH_LEAST)
        return WIDTH_LEAST;
    return width > WIDTH_MOST ? WIDTH_MOST : (size_t)width;
}

static bool is_set(const char *variable)
{
    const char *value = getenv(variable);

    return value != NULL && *value != '\0';
}

static bool is_set_to(const char *variable, const char *value)
{
    return is_set(variable) && strcmp(getenv(variable), value) == 0;
}

static bool is_forced(void)
{
    return is_set("CLICOLOR_FORCE") && !is_set_to("CLICOLOR_FORCE", "0");
}

static bool color_wanted(const struct output *out)
{
    if (is_set("NO_COLOR") || is_forced())
        return !is_set("NO_COLOR");
    return out->terminal && !is_set_to("TERM", "dumb") && !is_set_to("CLICOLOR", "0");
}

bool output_color_is_settled(void)
{
    return is_set("NO_COLOR") || is_forced() || is_set_to("CLICOLOR", "0");
}

void output_init(struct output *out, int fd)
{
    *out = (struct output){.fd = fd, .terminal = isatty(fd) == 1};
    out->width = out->terminal ? width_of(fd) : WIDTH_PIPED;
    out->color = color_wanted(out);
}

void output_free(struct output *out)
{
    buf_free(&out->pending);
}

void output_set_color(struct output *out, enum output_color when)
{
    out->color = when == OUTPUT_ALWAYS || (when == OUTPUT_AUTO && color_wanted(out));
}

/* A pager that cannot be started is done without. */
static void begin_pager(struct output *out)
{
    if (!pager_start(&out->pager_pid, &out->fd, out->pager))
        out->pager = NULL;
}

enum err_code output_end_pager(struct output *out, struct err *err)
{
    if (out->pager_pid == 0)
        return ERR_OK;
    enum err_code code = pager_end(out->pager_pid, out->fd, out->pager, err);
    out->pager_pid = 0;
    out->pager = NULL;
    return code;
}

static void write_pending(struct output *out)
{
    if (out->pager != NULL && out->pager_pid == 0 && out->pending.n > 0)
        begin_pager(out);
    for (size_t at = 0; at < out->pending.n && out->failure == 0;) {
        ssize_t n = write(out->fd, out->pending.p + at, out->pending.n - at);
        if (n >= 0)
            at += (size_t)n;
        else if (errno != EINTR)
            out->failure = errno;
    }
    out->pending.n = 0;
}

enum err_code output_flush(struct output *out, struct err *err)
{
    write_pending(out);
    if (out->failure != 0)
        return err_set(err, ERR_IO, "cannot write the output: %s", strerror(out->failure));
    return ERR_OK;
}

void output_raw(struct output *out, struct str text)
{
    buf_str(&out->pending, text);
    if (out->pending.n >= SPILL)
        write_pending(out);
}

void output_char(struct output *out, char c)
{
    output_raw(out, (struct str){&c, 1});
}

void output_spaces(struct output *out, size_t count)
{
    while (count-- > 0)
        output_char(out, ' ');
}

void output_printf(struct output *out, const char *format, ...)
{
    char text[512]; /* our own words and numbers; foreign text goes another way */
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    output_raw(out, str_of(text));
}

uint32_t output_safe(uint32_t c)
{
    return utf8_is_printable(c) ? c : 0xfffd;
}

/* Takes the next code point off *rest, as output_text() shows it. Bytes that are no UTF-8 become
 * U+FFFD one by one. */
static uint32_t next_shown(struct str *rest)
{
    uint32_t c = 0xfffd;
    size_t n = utf8_decode(rest->p, rest->n, &c);

    *rest = str_from(*rest, n > 0 ? n : 1);
    return c >= '\t' && c <= '\r' ? ' ' : output_safe(c);
}

void output_text(struct output *out, struct str text)
{
    while (text.n > 0)
        utf8_append(&out->pending, next_shown(&text));
    output_raw(out, STR(""));
}

void output_json(struct output *out, struct str json)
{
    bool ended = json.n > 0 && json.p[json.n - 1] == '\n';

    if (!out->terminal) {
        output_raw(out, json);
    } else {
        while (json.n > 0) {
            uint32_t c = 0xfffd;
            size_t n = utf8_decode(json.p, json.n, &c);
            json = str_from(json, n > 0 ? n : 1);
            /* JSON allows raw tab, newline and return between its tokens only. */
            if (c == '\r')
                output_char(out, ' ');
            else if (c != '\n' && c != '\t' && output_safe(c) != c)
                output_printf(out, "\\u%04x", c);
            else
                utf8_append(&out->pending, c);
        }
    }
    output_raw(out, ended ? STR("") : STR("\n"));
}

void output_set_style(struct output *out, enum output_style style)
{
    static const char *const codes[] = {
        [OUTPUT_PLAIN] = "\033[0m",
        [OUTPUT_TITLE] = "\033[1m",
        [OUTPUT_MATCH] = "\033[1;31m",
        [OUTPUT_FAINT] = "\033[2m",
    };
    if (out->color)
        output_raw(out, str_of(codes[style]));
}

size_t output_columns_of(uint32_t c)
{
    int columns = wcwidth((wchar_t)c);
    return columns >= 0 ? (size_t)columns : 1;
}

size_t output_columns(struct str text)
{
    size_t columns = 0;
    while (text.n > 0)
        columns += output_columns_of(next_shown(&text));
    return columns;
}

void output_cell(struct output *out, struct str text, size_t columns)
{
    size_t used = output_columns(text);

    output_text(out, text);
    output_spaces(out, used < columns ? columns - used : 0);
}

void output_complain(const char *text)
{
    struct output out;

    output_init(&out, STDERR_FILENO);
    output_raw(&out, STR("specsearch: "));
    output_text(&out, str_of(text));
    output_char(&out, '\n');
    write_pending(&out);
    output_free(&out);
}
