/* Markdown: marks of headings and emphasis become hints; lines stay the source's, one to one. */
#ifndef READ_MARKDOWN_H
#define READ_MARKDOWN_H

#include <stdbool.h>

#include "base/mem.h"
#include "spec/document.h"

/* True for a name that says so (.md, .markdown), and for text with marked headings. */
bool markdown_recognised(const struct document *document, struct str name);

/* Works on the lines that text_lines() made. */
void markdown_apply(struct document *document, struct arena *arena);

#endif
