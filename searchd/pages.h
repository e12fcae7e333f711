/* The pages: Mustache templates over the API's JSON, with what only a page needs (links, marked
 * text in pieces, totals in words) added. They work without JavaScript. */
#ifndef SEARCHD_PAGES_H
#define SEARCHD_PAGES_H

#include "base/err.h"
#include "base/mem.h"
#include "search/index.h"
#include "searchd/request.h"

/* Each appends an HTML page to *html. *whole becomes false if the page does without something for
 * which there was no time. */
enum err_code page_home(struct buf *html, struct index *index, struct arena *arena,
                        struct err *err);
enum err_code page_search(struct buf *html, struct index *index, const struct request *request,
                          struct arena *arena, struct err *err);
enum err_code page_class(struct buf *html, bool *whole, struct index *index,
                         const struct request *request, struct str id, struct arena *arena,
                         struct err *err);

enum err_code page_compare(struct buf *html, struct index *index, const struct request *request,
                           struct arena *arena, struct err *err);
enum err_code page_browse(struct buf *html, struct index *index, const struct request *request,
                          struct arena *arena, struct err *err);
enum err_code page_browse_classes(struct buf *html, struct index *index,
                                  const struct request *request, struct arena *arena,
                                  struct err *err);
enum err_code page_browse_series(struct buf *html, struct index *index,
                                 const struct request *request, struct arena *arena,
                                 struct err *err);
enum err_code page_browse_skipped(struct buf *html, struct index *index,
                                  const struct request *request, struct arena *arena,
                                  struct err *err);

/* Pages that answer about the whole index. What cannot be answered is said on the page itself, with
 * its *status. */
enum err_code page_occurrences(struct buf *html, unsigned *status, struct index *index,
                               const struct request *request, struct arena *arena, struct err *err);

enum err_code page_absence(struct buf *html, unsigned *status, struct index *index,
                           const struct request *request, struct arena *arena, struct err *err);
enum err_code page_variants(struct buf *html, unsigned *status, struct index *index,
                            const struct request *request, struct arena *arena, struct err *err);
enum err_code page_matrix(struct buf *html, unsigned *status, struct index *index,
                          const struct request *request, struct arena *arena, struct err *err);

enum err_code page_help(struct buf *html, struct err *err);

/* A page that says what is wrong. Never fails: at worst the message stands alone. */
void page_error(struct buf *html, const struct request *request, const struct err *err,
                unsigned status);

#endif
