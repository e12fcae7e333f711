/* `specindex report PATH...`: how well folders were read, for whoever looks after them: what no
 * alias knew, what stands under no heading, which fields are missing, what was skipped. */
#ifndef INDEXER_REPORT_H
#define INDEXER_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/str.h"
#include "spec/kind.h"
#include "spec/requirement.h"

/* What a class should state. */
enum report_missing {
    MISSING_TITLE, /* it is taken from the file's name */
    MISSING_CLASS_CODE,
    MISSING_PAY_GRADE,
    MISSING_FLSA,
    MISSING_FLSA_MEANING, /* there is a code that no house file explains */
    MISSING_COUNT
};

/* The names in JSON, and those shown to people ("no class code"). */
const char *report_missing_name(enum report_missing missing);
const char *report_missing_label(enum report_missing missing);

/* Of one file, or the sum over a folder's. Characters are code points. */
struct report_counts {
    size_t classes, sections, unknown; /* sections whose heading no alias knew */
    size_t characters, unheaded;       /* of text; of those, under no heading */
    size_t missing[MISSING_COUNT];     /* classes that do not state it */
    size_t requirements[REQUIREMENT_TYPE_COUNT];
};

struct report_file {
    const char *shown;
    const char *reason; /* why it was skipped; NULL: it was read */
    const char *format, *note, *agency;
    const char **headings; /* that no alias knew, in order of the text */
    struct report_counts counts;
};

struct report_folder {
    const char *shown;
    size_t files, skipped;
    struct report_counts counts;
};

/* A heading that no alias knew, as it was first written. */
struct report_heading {
    const char *text;
    enum spec_kind kind; /* that its section is taken to be of: what stands above it says so */
    size_t files, count; /* in so many files, so many times */
    size_t last_file;
};

struct report {
    struct arena *arena;
    struct report_file *files; /* in order of path */
    size_t file_count;
    struct report_folder *folders; /* in order of their first file */
    size_t folder_count, folder_capacity;
    struct report_heading *headings; /* most frequent first */
    size_t heading_count, heading_capacity;
};

struct report_request {
    char *const *paths;
    size_t path_count;
    size_t workers;
    bool json;
};

/* Reads the files and prints. *skipped is set when some could not be read. */
enum err_code report_run(bool *skipped, const struct report_request *request, struct err *err);

/* Print a report on stdout. */
void report_print_text(const struct report *report);
enum err_code report_print_json(const struct report *report, struct err *err);

#endif
