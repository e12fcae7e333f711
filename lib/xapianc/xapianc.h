/* A C API over libxapian and libstemmer: all of Specsearch that touches C++.
 *
 * Rules:
 * - Types are opaque. What a function creates is freed by its _free; NULL is fine there.
 * - A call that can fail returns an err_code and fills `struct err` (base/err.h). Out-parameters
 * come first and are set only on success. No exception leaves this library; none of its callers
 * need know that C++ exists.
 * - Results are copied out: nothing returned holds a database open but the handle itself.
 * - Terms and data are counted bytes. A term is 1 to XAP_TERM_MAX bytes long.
 * - A handle is used by one thread at a time; different handles are independent.
 * - No callback: nothing of the caller's runs inside C++. */
#ifndef XAPIANC_XAPIANC_H
#define XAPIANC_XAPIANC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

#define XAP_API __attribute__((visibility("default")))

enum { XAP_TERM_MAX = 245 };

/* Stemming: libstemmer, plugged in as a Xapian::StemImplementation. */

struct xap_stemmer;

/* `language` is libstemmer's name, such as "english". ERR_NOT_FOUND if it has none of that name. */
XAP_API enum err_code xap_stemmer_new(struct xap_stemmer **stemmer, const char *language,
                                      struct err *err);
XAP_API void xap_stemmer_free(struct xap_stemmer *stemmer);

/* Appends the stem of a lower-case UTF-8 word to *stem. */
XAP_API enum err_code xap_stemmer_stem(struct buf *stem, struct xap_stemmer *stemmer,
                                       struct str word, struct err *err);

/* Writing. */

struct xap_document;

XAP_API enum err_code xap_document_new(struct xap_document **document, struct err *err);
XAP_API void xap_document_free(struct xap_document *document);
XAP_API enum err_code xap_document_clear(struct xap_document *document, struct err *err);
XAP_API enum err_code xap_document_set_data(struct xap_document *document, struct str data,
                                            struct err *err);

/* Adds `wdf` occurrences of a term; with 0 the term counts neither in weights nor in lengths. */
XAP_API enum err_code xap_document_add_term(struct xap_document *document, struct str term,
                                            uint32_t wdf, struct err *err);

/* Adds a place of a term without an occurrence: positions are for phrases alone. */
XAP_API enum err_code xap_document_add_position(struct xap_document *document, struct str term,
                                                uint32_t position, struct err *err);

struct xap_writer;

/* Opens a database for writing; creates it if there is none. One writer a database: ERR_BUSY. */
XAP_API enum err_code xap_writer_open(struct xap_writer **writer, const char *path,
                                      struct err *err);
/* Closes. Without a commit before, what was added since the last one may or may not be kept. */
XAP_API void xap_writer_free(struct xap_writer *writer);
/* After a call on a writer has failed, nothing of what was not committed may be kept. */
XAP_API enum err_code xap_writer_add(uint32_t *docid, struct xap_writer *writer,
                                     const struct xap_document *document, struct err *err);
XAP_API enum err_code xap_writer_delete(struct xap_writer *writer, uint32_t docid, struct err *err);
/* An empty value removes the key. */
XAP_API enum err_code xap_writer_set_metadata(struct xap_writer *writer, struct str key,
                                              struct str value, struct err *err);
XAP_API enum err_code xap_writer_commit(struct xap_writer *writer, struct err *err);

/* Writes a compacted copy of a database to a new directory; docids stay as they are. */
XAP_API enum err_code xap_compact(const char *from, const char *to, struct err *err);

/* Reading. */

struct xap_database;

XAP_API enum err_code xap_database_open(struct xap_database **database, const char *path,
                                        struct err *err);
XAP_API void xap_database_free(struct xap_database *database);
XAP_API enum err_code xap_database_count(uint32_t *documents, uint32_t *last_docid,
                                         struct xap_database *database, struct err *err);

/* Appends a document's data. ERR_NOT_FOUND if there is no such document. */
XAP_API enum err_code xap_database_data(struct buf *data, struct xap_database *database,
                                        uint32_t docid, struct err *err);
/* Appends the value, nothing if the key is not there. */
XAP_API enum err_code xap_database_metadata(struct buf *value, struct xap_database *database,
                                            struct str key, struct err *err);

/* Xapian's own consistency check of a database on disk: ERR_FORMAT says what is damaged. */
XAP_API enum err_code xap_database_check(const char *path, struct err *err);

/* Queries. The constructors take ownership of the queries given to them, also when they fail. */

struct xap_query;

enum xap_operator { XAP_AND, XAP_OR, XAP_FILTER, XAP_PHRASE };

XAP_API enum err_code xap_query_term(struct xap_query **query, struct str term, struct err *err);
XAP_API enum err_code xap_query_all(struct xap_query **query, struct err *err);

/* Joins `count` queries (0 gives a query that matches nothing). XAP_PHRASE takes terms only, which
 * must stand next to each other in order. XAP_FILTER: the first one's matches and weights,
 * restricted to documents that match the others too. */
XAP_API enum err_code xap_query_join(struct xap_query **query, enum xap_operator operation,
                                     struct xap_query **parts, size_t count, struct err *err);
XAP_API void xap_query_free(struct xap_query *query);

/* Every match of a query with its BM25 weight, in ascending order of docid. */
struct xap_matches {
    uint32_t *docids;
    double *weights;
    size_t count, capacity;
};

/* Appends to *matches. ERR_TIMEOUT when the clock CLOCK_MONOTONIC passes `deadline_ms` (0: none).
 */
XAP_API enum err_code xap_database_match(struct xap_matches *matches, struct xap_database *database,
                                         const struct xap_query *query, uint64_t deadline_ms,
                                         struct err *err);
XAP_API void xap_matches_free(struct xap_matches *matches);

#ifdef __cplusplus
}
#endif

#endif
