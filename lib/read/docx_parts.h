/* The parts of a Word file (OPC, ECMA-376 part 2): XML files in a zip, found by the types that
 * [Content_Types].xml gives them, whatever their names. */
#ifndef READ_DOCX_PARTS_H
#define READ_DOCX_PARTS_H

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

enum { DOCX_UNPACKED_MAX = 64 * 1024 * 1024, DOCX_EDGES_MAX = 8 };

/* Headers or footers of pages. */
struct docx_edges {
    struct str parts[DOCX_EDGES_MAX];
    size_t count;
};

/* Empty where the file has none. */
struct docx_parts {
    struct str document, styles, numbering, footnotes, endnotes;
    struct docx_edges headers, footers;
};

/* Unpacks from `bytes` into the arena. ERR_FORMAT: damaged, encrypted, or no Word file, and then
 * what it is; ERR_LIMIT: the parts that are read unpack to more than DOCX_UNPACKED_MAX bytes. */
enum err_code docx_parts_read(struct docx_parts *parts, struct str bytes, struct arena *arena,
                              struct err *err);

#endif
