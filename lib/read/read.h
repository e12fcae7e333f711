/* Documents to text with line hints. The type is decided by content and name together; each format
 * has a reader of its own behind this one function. */
#ifndef READ_READ_H
#define READ_READ_H

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "spec/document.h"

enum {
    READ_SIZE_MAX = 32 * 1024 * 1024
}; /* bytes of one source; a specification has some 10,000 */

/* Loads what the readers otherwise load when they first need it (converters, tables of fonts), so
 * that read_document() opens no file afterwards: to be called before a process is confined. */
void read_warm_up(void);

/* Reads the bytes of a source called `name` (its last path component). Lines point into the arena.
 * ERR_FORMAT: not a document that can be read; the text says why and what to do. */
enum err_code read_document(struct document *document, struct str bytes, struct str name,
                            struct arena *arena, struct err *err);

#endif
