/* A matrix as it comes from the daemon: as a table for people, as CSV, or as its own JSON. */
#ifndef CLIENT_MATRIX_PRINT_H
#define CLIENT_MATRIX_PRINT_H

#include "base/err.h"
#include "client/fetch.h"
#include "client/output.h"

enum matrix_format { MATRIX_TEXT, MATRIX_JSON, MATRIX_CSV, MATRIX_XLSX, MATRIX_FORMAT_COUNT };

/* GETs `target`, a matrix as NDJSON, and writes all of it, but for MATRIX_XLSX, which the daemon
 * makes. *found: how much the queries found
 * together. */
enum err_code matrix_print(long long *found, struct fetch *fetch, struct str target,
                           enum matrix_format format, struct output *out, struct err *err);

#endif
