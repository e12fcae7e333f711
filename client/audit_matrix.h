/* The findings of an audit as a matrix: how many each rule has in each agency. */
#ifndef CLIENT_AUDIT_MATRIX_H
#define CLIENT_AUDIT_MATRIX_H

#include "base/err.h"
#include "client/audit_report.h"
#include "client/matrix_print.h"
#include "client/output.h"

/* A row for each rule, a column for each agency that has classes. ERR_INTERNAL if jansson fails;
 * MATRIX_XLSX is none of the formats. */
enum err_code audit_matrix_print(struct output *out, const struct audit_report *report,
                                 enum matrix_format format, struct err *err);

#endif
