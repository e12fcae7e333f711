/* Files for spreadsheets that the daemon makes, taken as they come: a workbook, which is checked to
 * be whole, and CSV. */
#ifndef CLIENT_WORKBOOK_H
#define CLIENT_WORKBOOK_H

#include "base/err.h"
#include "client/fetch.h"
#include "client/output.h"

/* ERR_USAGE, with what to do, if the output is a terminal. */
enum err_code workbook_check_output(const struct output *out, struct err *err);

/* GETs `target` and writes what comes. *rows is how many the daemon announces, -1 if it does not.
 * An error if it is no workbook, or one that has no end. */
enum err_code workbook_write(long long *rows, struct fetch *fetch, struct str target,
                             struct output *out, struct err *err);

/* Likewise the daemon's own CSV, without the mark that spreadsheets want: here, scripts read it. */
enum err_code workbook_write_csv(long long *rows, struct fetch *fetch, struct str target,
                                 struct output *out, struct err *err);

#endif
