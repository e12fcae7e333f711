/* --output FILE: what a command writes goes to a file, which is there when it is whole and not
 * before: until then what came stands beside it, under another name. */
#ifndef CLIENT_SAVE_H
#define CLIENT_SAVE_H

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

#endif
