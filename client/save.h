/* --output FILE: what a command writes goes to a file, which is there when it is whole and not
 * before: until then what came stands beside it, under another name. */
#ifndef CLIENT_SAVE_H
#define CLIENT_SAVE_H

#include <stdbool.h>

#include "base/err.h"
#include "client/output.h"

struct save {
    struct output out; /* where to write */
    char *path, *part; /* part is NULL if the file is no regular one: it is written in place */
};

/* Begins a file; one that is there is replaced at the end. save_end() it, also after an error. */
enum err_code save_begin(struct save *save, const char *path, struct err *err);

/* Puts the file in its place if `code` says that all is well; else there is none. Returns `code`,
 * or what went wrong here. */
enum err_code save_end(struct save *save, enum err_code code, struct err *err);

/* What a command answers, to the file of that path or, if it is NULL, to `out`. *found is the
 * answer's. */
enum err_code save_answer(bool *found, const char *path, struct output *out,
                          enum err_code (*answer)(bool *found, const void *request,
                                                  struct output *out, struct err *err),
                          const void *request, struct err *err);

#endif
