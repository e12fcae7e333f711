/* Is a row of an evidence pack true of what was read from its source? */
#ifndef INDEXER_VERIFY_ROW_H
#define INDEXER_VERIFY_ROW_H

#include "base/err.h"
#include "base/mem.h"
#include "search/evidence_pack.h"
#include "spec/spec.h"

/* A place in a text, from which the next row goes on; all zero at first. */
struct verify_walk {
    const char *text;
    size_t byte, point;
    uint32_t lines; /* that ended before it */
};

/* ERR_FORMAT says what is not so. All of the row is looked at but for its addresses, its source
 * and the hashes, and the number behind the ~ of a class id, which says how many other sources have
 * that code. It is quick where rows come by place. */
enum err_code verify_row(const struct evidence_pack_row *row, const struct spec *spec,
                         struct str agency, struct verify_walk *walk, struct arena *arena,
                         struct err *err);

#endif
