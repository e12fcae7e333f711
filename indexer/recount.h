/* Asking the query of an evidence pack again, of an index of all sources that is made for it: are
 * the rows of the pack what is found, in the same order, no more and no fewer? */
#ifndef INDEXER_RECOUNT_H
#define INDEXER_RECOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "indexer/verify_source.h"
#include "search/evidence_pack.h"
#include "search/sha256.h"

struct recount;

struct recount *recount_new(void);
void recount_free(struct recount *recount); /* NULL is fine */

/* Takes the next row of the pack: its class, section, span and quote. */
void recount_add(struct recount *recount, const struct evidence_pack_row *row);

struct recount_answer {
    struct occurrences_count total;
    bool same;               /* the rows are those of the pack */
    bool same_words;         /* and the query reads as the pack says */
    char corpus[SHA256_HEX]; /* of the sources that there are, named as those of the pack */
};

/* Indexes the folders, in a new folder below $TMPDIR that is removed again, and asks. ERR_USAGE if
 * the query of the head cannot be asked; else an error is one of the folders or the machine. */
enum err_code recount_ask(struct recount_answer *answer, struct recount *recount,
                          const struct evidence_pack_head *head,
                          const struct verify_folders *folders, size_t workers, struct err *err);

#endif
