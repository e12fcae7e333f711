/* Fields in tables: labels in the first row, with values in the rows below, or label and value in
 * neighbouring cells. Cells are parted by tabs (document_line.row) or by Markdown's bars; of a
 * table that was flattened to single blanks the columns are told by what they hold. */
#ifndef SPEC_TABLE_H
#define SPEC_TABLE_H

#include <stdbool.h>

#include "base/mem.h"
#include "spec/document.h"
#include "spec/field.h"

struct table_context {
    const struct document *document;
    const struct label_table *labels;
    struct arena *arena;
    void (*take)(void *data, enum spec_field_name name, struct str value, size_t at);
    void *data;
};

/* Looks at line `at` and, below a row of labels, at the first row of values: of a series
 * specification its first class. Calls take() for each field. Returns whether the line is a row of
 * labels, or holds label and value in its cells. */
bool table_read(const struct table_context *context, size_t at);

#endif
