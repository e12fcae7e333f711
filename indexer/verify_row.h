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

/* What was read from a source. */
struct verify_reading {
    const struct spec *spec;
    struct str agency;
    const char **ids; /* of the classes, without a number behind them */
    struct verify_walk walk;
};

/* Lives in the arena; `spec` and `agency` must live as long. */
struct verify_reading verify_reading_of(const struct spec *spec, const char *agency,
                                        struct arena *arena);

/* ERR_FORMAT says what is not so. All of the row is looked at but for its addresses, its source
 * and the hashes, and the number behind the ~ of a class id, which says how many other sources have
 * that code. It is quick where rows come by place. */
enum err_code verify_row(const struct evidence_pack_row *row, struct verify_reading *source,
                         struct err *err);

#endif
