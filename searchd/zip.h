/* A ZIP archive that is sent while it is made: what has been written is never gone back to, so the
 * sizes of an entry stand behind it. An archive that is cut off has no directory, and whoever opens
 * it is told so.
 *
 * Entries are deflated, have no dates, and the same ones make the same bytes. There is no Zip64,
 * which Excel does not read in every version: an entry and the archive end below 4 GiB. */
#ifndef SEARCHD_ZIP_H
#define SEARCHD_ZIP_H

#include "base/err.h"
#include "base/str.h"

struct zip;

/* Begins an archive. Each function that has a buffer appends to it what is to be sent next. */
enum err_code zip_new(struct zip **zip, struct err *err);
void zip_free(struct zip *zip); /* NULL is fine */

/* An entry: begun, written in any pieces, ended. ERR_LIMIT at 4 GiB. */
enum err_code zip_begin(struct buf *out, struct zip *zip, const char *name, struct err *err);
enum err_code zip_add(struct buf *out, struct zip *zip, struct str content, struct err *err);
enum err_code zip_end(struct buf *out, struct zip *zip, struct err *err);

/* The directory, behind the last entry. */
enum err_code zip_finish(struct buf *out, struct zip *zip, struct err *err);

#endif
