/* What /api/v1/occurrences answers, as checked C values (answer.h). */
#ifndef CLIENT_OCCURRENCES_READ_H
#define CLIENT_OCCURRENCES_READ_H

#include "client/answer.h"

struct occurrences_count {
    long long occurrences, sections, classes;
};

struct occurrences_share {
    struct str value, label;
    struct occurrences_count count;
};

struct occurrences_shares {
    struct occurrences_share *items;
    size_t count;
};

/* What a page says besides its rows, and the first line of a pack. */
struct occurrences_head {
    struct str words; /* what is sought */
    struct occurrences_count total;
    struct occurrences_shares agencies, kinds;
};

struct occurrence {
    struct answer_hit hit; /* class, section and source; matching is -1 */
    struct str url, where, left, match, right, sha256;
    long long line, page, start, end;
};

enum err_code occurrences_read_head(struct occurrences_head *head, const struct answer *answer,
                                    struct err *err);
enum err_code occurrences_read_row(struct occurrence *row, const struct answer *answer,
                                   struct err *err);

#endif
