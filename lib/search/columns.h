/* The columns of a generation: for each section, by docid, its class and facet values, in one file
 * that readers map into memory. Derived from the sources; byte order is the machine's. */
#ifndef SEARCH_COLUMNS_H
#define SEARCH_COLUMNS_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "search/facet.h"

#define COLUMNS_FILE "columns"

enum { COLUMNS_DEAD = UINT32_MAX }; /* the class of a docid without a document */

struct columns_row {
    uint32_t class_number; /* consecutive sections of one class share it */
    /* Of a facet with a fixed vocabulary, a mask of the section's values; of any other, the number
     * of its value in the facet's dictionary. */
    uint32_t values[FACET_COUNT];
};

/* Writing. */

struct columns_writer;

struct columns_writer *columns_writer_new(void);
void columns_writer_free(struct columns_writer *writer);

/* The number of a value in the dictionary of a facet; equal values get equal numbers. */
uint32_t columns_writer_value(struct columns_writer *writer, enum facet facet, struct str value);

/* Sets the row of a docid (1, 2, ...), in any order; docids left out are dead. */
void columns_writer_set(struct columns_writer *writer, uint32_t docid, struct columns_row row);

/* Numbers the classes anew in order of docid: 0, 1, ... and returns how many there are. */
uint32_t columns_writer_finish(struct columns_writer *writer);

enum err_code columns_writer_save(struct columns_writer *writer, const char *path, struct err *err);

/* Reading. */

struct columns {
    const struct columns_row *rows; /* rows[docid - 1] */
    uint32_t row_count, class_count;
    struct {
        const struct str *values;
        uint32_t count;
    } dictionaries[FACET_COUNT]; /* empty where the vocabulary is fixed */
    struct columns_mapping *mapping;
};

/* ERR_FORMAT if the file is damaged or of another version. */
enum err_code columns_open(struct columns *columns, const char *path, struct err *err);
void columns_close(struct columns *columns);

/* The values of a facet in the index, whichever way it keeps them. */
uint32_t columns_value_count(const struct columns *columns, enum facet facet);
struct str columns_value(const struct columns *columns, enum facet facet, uint32_t number);

#endif
