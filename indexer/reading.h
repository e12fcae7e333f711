/* A reading: all that is known of one source once it has been read. It leaves the process that read
 * it as JSON, and that JSON is what `specindex explain` prints: explain shows all that is indexed.
 */
#ifndef INDEXER_READING_H
#define INDEXER_READING_H

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/sha256.h"
#include "spec/spec.h"

/* More than any specification has; a reading with more is refused. */
enum { READING_CLASSES_MAX = 1000, READING_CLASS_SECTIONS_MAX = 1000 * 1000 };

struct reading {
    char sha256[SHA256_HEX]; /* of the bytes that were read */
    const char *format;      /* "text", "markdown", "html", "pdf", "docx" */
    const char *note;        /* what was repaired or may be wrong; empty: nothing */
    struct spec spec;

    /* What the reader of the file is not told, set by who asked for it; else empty. */
    const char *path;
    const char *agency;
    const char *house; /* path of the house file */
};

/* Appends the reading as JSON, the members in this order: path, format, sha256, note, agency,
 * house, verdict, title, title_line, class_code, fields, sections, requirements, classes.
 * specindex(1) describes them. ERR_FORMAT if it holds text that JSON cannot carry. */
enum err_code reading_encode(struct buf *json, const struct reading *reading, struct err *err);

/* What the requirements of a type stand under: "education", "licences". */
const char *reading_requirement_key(enum requirement_type type);

/* Reads that JSON back, all but path, agency and house, which become empty. Its writer is not
 * trusted: every name, number and index is checked. Strings live in the arena. ERR_FORMAT says what
 * is wrong. */
enum err_code reading_decode(struct reading *reading, struct str json, struct arena *arena,
                             struct err *err);

#endif
