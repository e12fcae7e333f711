/* HTML */
#ifndef READ_HTML_H
#define READ_HTML_H

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "spec/document.h"

/* Reads a HTML document into lines with hints, which live in the arena. ERR_FORMAT: damaged,
 * encrypted or without text; the text says which and what to do. */
enum err_code html_read(struct document *document, struct str bytes, struct arena *arena,
                        struct err *err);

#endif
