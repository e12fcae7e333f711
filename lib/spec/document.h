/* A document as lines of text with hints: what the format readers (lib/read) make, and all that
 * reading a specification works on. Strings are UTF-8 and belong to the arena it was read into. */
#ifndef SPEC_DOCUMENT_H
#define SPEC_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct document_line {
    struct str text; /* without its line end; white space as in the source */
    unsigned line;   /* 1-based line of the source, counting LF only */
    unsigned page;   /* 1-based page, 0 where the format has none */
    unsigned level;  /* of a marked heading (Markdown's #), 0: not marked as one */
    bool bold;       /* the whole line is set in bold, or underlined */
    unsigned lead;   /* so many bytes at its start are (a label that runs in); 0: none, or all */
    unsigned size;   /* of its letters, in percent of the document's usual one; 0: not known */
    bool row;        /* of a table: its cells are parted by tabs */
    bool verbatim;   /* front matter, code: holds no heading whatever it looks like */
};

struct document {
    const char *format; /* "text", "markdown", "html", "pdf", "docx" */
    struct document_line *lines;
    size_t count;
    struct str title; /* from front matter; empty if none */
    unsigned title_line;
    const char *note; /* what was repaired or may be wrong, NULL if nothing */
};

#endif
