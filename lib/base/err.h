/* Errors as values.
 *
 * A function that can fail returns an err_code and takes a `struct err *` as its last argument,
 * which it fills with one printable line. Libraries never print, exit or abort on input. Where an
 * error passes through several functions, context is added once, at the top, by err_context().
 * A NULL `struct err *` is allowed everywhere: the text is then dropped. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#ifdef __cplusplus
extern "C" {
#endif

enum err_code {
    ERR_OK = 0,
    ERR_USAGE,     /* the caller's words are wrong: an option, a query, a parameter */
    ERR_NOT_FOUND, /* the thing named is not there */
    ERR_IO,        /* the operating system refused: permissions, disk full */
    ERR_FORMAT,    /* content is damaged or of another kind or version */
    ERR_LIMIT,     /* larger than allowed */
    ERR_TIMEOUT,   /* slower than allowed */
    ERR_BUSY,      /* somebody else holds it */
    ERR_INTERNAL   /* a library failed in a way that should not happen */
};

struct err {
    enum err_code code;
    int position; /* 1-based place in a query, in code points; 0: none */
    char text[512];
};

/* Sets code and text and returns the code, so that callers write `return err_set(...)`.
 * Control characters, overrides of the writing direction and
 * invalid UTF-8 in the text are replaced by '?'. */
enum err_code err_set(struct err *err, enum err_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* As err_set, and appends ": " and the text of the errno value `number`. */
enum err_code err_errno(struct err *err, enum err_code code, int number, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Puts "<context>: " before the text that is there. */
void err_context(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

#ifdef __cplusplus
}
#endif

#endif
