/* Makes the content of a generation: sections into Xapian documents and columns, classes into
 * records. Knows the schema; knows nothing of files being walked or generations being published. */
#ifndef SEARCH_BUILDER_H
#define SEARCH_BUILDER_H

#include "base/err.h"
#include "base/str.h"
#include "search/columns.h"
#include "search/record.h"
#include "spec/spec.h"

struct builder;

/* Opens the Xapian database at `database` for writing, creating it if there is none. */
enum err_code builder_new(struct builder **builder, const char *database, struct err *err);
void builder_free(struct builder *builder);

/* What a class is besides what its specification says. */
struct builder_class {
    struct str id, agency, source, format, sha256, note;
};

/* Adds the class `at` of a specification with its own sections and those it shares; they get the
 * docids *first_docid and following. A class has at least one section. */
enum err_code builder_add(uint32_t *first_docid, struct builder *builder,
                          const struct builder_class *about, const struct spec *spec, size_t at,
                          struct err *err);

/* Keeps a class that the database holds already, with the rows it has in `old`. */
void builder_keep(struct builder *builder, uint32_t first_docid, uint32_t sections,
                  const struct columns *old);

/* Removes the sections of a class that the database holds, and the record kept under an id. Another
 * class may have taken the id over, so these are two. */
enum err_code builder_remove(struct builder *builder, uint32_t first_docid, uint32_t sections,
                             struct err *err);
enum err_code builder_forget(struct builder *builder, struct str id, struct err *err);

/* Commits, and writes the columns file. *sections and *classes are what the generation holds. */
enum err_code builder_finish(struct builder *builder, const char *columns, uint32_t *sections,
                             uint32_t *classes, struct err *err);

#endif
