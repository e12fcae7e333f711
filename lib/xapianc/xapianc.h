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

/* Adds `wdf` occurrences of a term; with 0 the term counts neither in weights nor in lengths. */
XAP_API enum err_code xap_document_add_term(struct xap_document *document, struct str term,
                                            uint32_t wdf, struct err *err);

struct xap_writer;

/* Makes a new database for writing, without termlists: documents can be added, not changed. */
XAP_API enum err_code xap_writer_new(struct xap_writer **writer, const char *path, struct err *err);
/* Closes. Without a commit before, what was added since the last one may or may not be kept. */
XAP_API void xap_writer_free(struct xap_writer *writer);
/* After a call on a writer has failed, nothing of what was not committed may be kept. */
XAP_API enum err_code xap_writer_add(uint32_t *docid, struct xap_writer *writer,
                                     const struct xap_document *document, struct err *err);
XAP_API enum err_code xap_writer_set_metadata(struct xap_writer *writer, struct str key,
                                              struct str value, struct err *err);
XAP_API enum err_code xap_writer_commit(struct xap_writer *writer, struct err *err);

/* Joins databases into a new compacted one in a single file: the documents of each follow those of
 * the one before. */
XAP_API enum err_code xap_compact(const char *const *from, size_t count, const char *to,
                                  struct err *err);

/* Reading. */

struct xap_database;

XAP_API enum err_code xap_database_open(struct xap_database **database, const char *path,
                                        struct err *err);
XAP_API void xap_database_free(struct xap_database *database);
XAP_API enum err_code xap_database_count(uint32_t *documents, uint32_t *last_docid,
                                         struct xap_database *database, struct err *err);
/* Appends the value, nothing if the key is not there. */
XAP_API enum err_code xap_database_metadata(struct buf *value, struct xap_database *database,
                                            struct str key, struct err *err);

/* Xapian's own consistency check of a database on disk: ERR_FORMAT says what is damaged. */
XAP_API enum err_code xap_database_check(const char *path, struct err *err);

/* How many documents have a term. */
XAP_API enum err_code xap_database_frequency(uint32_t *documents, struct xap_database *database,
                                             struct str term, struct err *err);

/* Postings: the documents that have a term. */

struct xap_postings;

/* A term that is not there has no postings. The database must live as long. */
XAP_API enum err_code xap_postings_open(struct xap_postings **postings,
                                        struct xap_database *database, struct str term,
                                        struct err *err);
XAP_API void xap_postings_free(struct xap_postings *postings);

/* Reads the next ones, in order of docid, `capacity` at most: *count of them with the number of
 * occurrences in each. No more are left when *count < capacity. */
XAP_API enum err_code xap_postings_read(size_t *count, struct xap_postings *postings,
                                        uint32_t *docids, uint32_t *wdfs, size_t capacity,
                                        struct err *err);

/* Looks further documents up, ascending docids: sets wdfs[i] to the number of occurrences in
 * docids[i], which may be 0, or to XAP_NO_POSTING if it does not have the term. Passes over what
 * lies between in a fraction of the time that reading it takes. */
#define XAP_NO_POSTING UINT32_MAX
XAP_API enum err_code xap_postings_look_up(struct xap_postings *postings, const uint32_t *docids,
                                           uint32_t *wdfs, size_t count, struct err *err);

#ifdef __cplusplus
}
#endif

#endif
