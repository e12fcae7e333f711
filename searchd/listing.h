/* Listings: answers that are lists of any length. As JSON, a page of them, which whoever lists
 * makes. All of them, in one answer that is made while it is sent (stream.h): as format=ndjson a
 * line that says what was asked of which documents and how many rows will come, a line for each
 * row, and a last one with the SHA-256 of all bytes before it; as format=csv or xlsx a table
 * (table.h). */
#ifndef SEARCHD_LISTING_H
#define SEARCHD_LISTING_H

#include <jansson.h>

#include "base/err.h"
#include "base/mem.h"
#include "searchd/about.h"
#include "searchd/request.h"
#include "searchd/snapshot.h"
#include "searchd/table.h"

enum listing_format { LISTING_JSON, LISTING_NDJSON, LISTING_CSV, LISTING_XLSX };

/* The form of an answer. page and per_page are those of LISTING_JSON alone. */
struct listing_choice {
    enum listing_format format;
    uint32_t page, per_page;
};

/* Reads a parameter into *choice, which is all zero at first. *is_one is false, and nothing is
 * read, if it is none of format, page and per_page. */
enum err_code listing_parameter(bool *is_one, struct listing_choice *choice,
                                const struct request_parameter *parameter, struct err *err);

/* Sets what was not given. ERR_USAGE if it does not go together. */
enum err_code listing_settle(struct listing_choice *choice, struct err *err);

/* Adds "page", "per_page" and "pages" to an object, for so many rows in all. */
void listing_add_pages(json_t *object, const struct listing_choice *choice, uint64_t rows);

/* Ends a page, of which *json is NULL so far: hands it over, or drops it if `code`, of reading its
 * rows, is an error. ERR_INTERNAL if it could not be made. */
enum err_code listing_end_page(json_t **json, json_t *page, enum err_code code, struct err *err);
uint64_t listing_first(const struct listing_choice *choice); /* row of the page, from 0 */

/* Is a whole listing asked for, in one answer? */
bool listing_is_whole(const struct request *request);

enum { LISTING_SHEETS = 2, LISTING_COLUMNS_MAX = 80 };

/* A whole listing under way. */
struct listing {
    struct listing_choice choice;
    void *rows; /* what is listed; NULL: nothing to close */
    uint64_t count;
    json_t *head;        /* of NDJSON; released when it is sent */
    struct about about;  /* of a workbook */
    struct arena *kept;  /* for what lasts as long as the listing */
    struct arena *row;   /* and for what lasts as long as a row */
    struct str origin;   /* request->origin */
    struct table *table; /* NULL: NDJSON */
    struct sha256_sum *sum;
    uint64_t sent;
};

/* What is listed. */
struct listing_kind {
    const char *name; /* of the file */
    /* Finds it: sets rows, count, head, and what of `about` is its own. */
    enum err_code (*open)(struct listing *listing, struct index *index,
                          const struct request *request, struct arena *arena, struct err *err);
    const struct table_sheet *(*sheets)(struct listing *listing); /* LISTING_SHEETS */
    /* Reads the next row, as an object or as cells. */
    enum err_code (*next)(bool *more, struct listing *listing, struct err *err);
    json_t *(*json)(struct listing *listing);
    void (*cells)(struct table_cell *cells, struct listing *listing);
    void (*close)(void *rows);
};

/* Makes *response, whose stream reads the rows. */
enum err_code listing_send(struct response *response, struct snapshots *snapshots,
                           const struct listing_kind *kind, const struct request *request,
                           struct arena *arena, struct err *err);

/* What every first line and every workbook says of an index. */
void listing_add_index(json_t *head, const struct index *index);
void listing_about_index(struct about *about, const struct index *index);

/* A number, and an address that leads there if the origin is known. */
struct table_cell listing_number(uint64_t number, struct arena *arena);
struct table_cell listing_address(const struct listing *listing, const char *url);

#endif
