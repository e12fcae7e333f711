/* Where the client writes: a buffer before a file descriptor, and what a terminal may be sent.
 *
 * Everything that comes from the server passes through output_text() or output_safe(), which put
 * U+FFFD in place of characters that drive a terminal (C0 and C1 controls, DEL) or reorder what it
 * shows (U+202A..U+202E, U+2066..U+2069). output_raw() is for text of our own.
 *
 * A failed write is remembered: what follows is dropped, and the next output_flush() reports it. */
#ifndef CLIENT_OUTPUT_H
#define CLIENT_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/str.h"

enum output_style {
    OUTPUT_PLAIN,
    OUTPUT_TITLE, /* the name of a class or a section */
    OUTPUT_MATCH, /* a word that the query found */
    OUTPUT_FAINT  /* what explains, beside what is said */
};

struct output {
    struct buf pending;
    int fd;
    bool terminal, color;
    size_t width;      /* columns to wrap at */
    int failure;       /* errno of the write that failed; 0: none */
    const char *pager; /* what to write through, once there is something; NULL: nothing */
    pid_t pager_pid;   /* 0: not yet */
};

/* Starts writing to `fd`, which stays the caller's; output_free() drops what was not flushed. The
 * width is that of the terminal (COLUMNS, then the terminal's word), within 20..100; 80 when `fd`
 * is no terminal. Colour is `auto`. */
void output_init(struct output *out, int fd);
void output_free(struct output *out);

/* When there is colour: `auto` is as the environment has it. In order: none if NO_COLOR is set,
 * colour if CLICOLOR_FORCE is, else colour on a terminal, unless TERM is dumb or CLICOLOR is 0.
 * What is empty, and a CLICOLOR_FORCE of 0, is not set. */
enum output_color { OUTPUT_AUTO, OUTPUT_ALWAYS, OUTPUT_NEVER, OUTPUT_COLOR_COUNT };

extern const char *const output_color_names[OUTPUT_COLOR_COUNT];

void output_set_color(struct output *out, enum output_color when);

/* Whether the environment says it, so that what a user prefers does not count. */
bool output_color_is_settled(void);

/* Writes out what is pending. ERR_IO names the reason; out->failure has its errno. */
enum err_code output_flush(struct output *out, struct err *err);

/* Waits until the user has left the pager, if there is one; what is pending goes to it before only
 * by output_flush(). ERR_IO if it could not be run. */
enum err_code output_end_pager(struct output *out, struct err *err);

void output_raw(struct output *out, struct str text);
void output_char(struct output *out, char c);
void output_spaces(struct output *out, size_t count);
void output_printf(struct output *out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* One line of foreign text: white space that would end or move the line becomes a space. */
void output_text(struct output *out, struct str text);

/* A JSON document. To a terminal, unsafe characters go as \u escapes, which leaves the document the
 * same value; to anything else, the bytes go as they are. A newline is put behind it. */
void output_json(struct output *out, struct str json);

/* Switches the style of what follows; nothing without colour. */
void output_set_style(struct output *out, enum output_style style);

/* c, or U+FFFD if c must not reach a terminal. Tab and newline count as unsafe too. */
uint32_t output_safe(uint32_t c);

/* Columns that a code point, or a text by output_text(), takes on a terminal. */
size_t output_columns_of(uint32_t c);
size_t output_columns(struct str text);

/* As output_text(), then spaces up to `columns`. */
void output_cell(struct output *out, struct str text, size_t columns);

/* Writes "specsearch: <text>" as one line on stderr. */
void output_complain(const char *text);

#endif
