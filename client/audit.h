/* `specsearch audit`: the rules of a file, held against all classes.
 *
 * The daemon is asked for the classes of each query, strictly (nothing is corrected, relaxed or,
 * unless the rule says so, expanded), and what a rule finds is a difference or intersection of such
 * sets. All of them are of one generation of the index. */
#ifndef CLIENT_AUDIT_H
#define CLIENT_AUDIT_H

#include "client/command.h"
#include "client/matrix_print.h"

/* As find_command(). *clean is false if a rule of severity error or warning
 * found something. What is wrong in the file is said on standard error, but for the last of it,
 * which is the error returned. */
enum err_code audit_command(bool *clean, struct command_line *line, struct output *out,
                            struct err *err);

/* Counts the findings of each rule of a file in each agency (audit_matrix.h), today, and writes the
 * matrix to a file or, if `output` is NULL, to `out`. Agencies that are preferred may be added to
 * those of the list, if there is none in it. */
enum err_code audit_count(const char *rules, struct option_list *agencies, const char *output,
                          enum matrix_format format, struct command_line *line, struct output *out,
                          struct err *err);

#endif
