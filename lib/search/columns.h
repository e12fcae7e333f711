/* The columns of a segment: for each section its class, its length and its facet values, and for
 * each class its dates and what a hit shows of it, in one file that readers map into memory.
 * Derived from the sources; byte order is the machine's.
 *
 * A section's values of the facets with a fixed vocabulary are masks. Few different combinations of
 * them occur, so a section has the number of its combination, its profile. The values of all other
 * facets are the class's: numbers of the facet's dictionary in the segment. */
#ifndef SEARCH_COLUMNS_H
#define SEARCH_COLUMNS_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "search/facet.h"
#include "search/segment_limits.h"

#define COLUMNS_FILE "columns"

struct columns_section {
    uint32_t length; /* words that count in weights: those of heading, text and title */
    uint16_t class_number;
    uint16_t profile;
};

struct columns_class {
    uint32_t first, count;        /* sections first .. first + count - 1, counted from 0 */
    uint32_t values[FACET_COUNT]; /* of the facets without a fixed vocabulary; else 0 */
    uint32_t texts;               /* where its texts stand; for columns_text() */
    int32_t revised, established; /* 20180921, a month or day not stated being the first; 0: none */
    int32_t probation;            /* months; 0: none */
    uint32_t experience;          /* the most months that it asks for; 0: none */
};

/* The texts of a class; what it does not have is empty. */
enum columns_text {
    COLUMNS_ID,
    COLUMNS_TITLE,
    COLUMNS_CODE,
    COLUMNS_AGENCY,
    COLUMNS_STATED_AGENCY, /* by its document, unless that is the same */
    COLUMNS_SOURCE,
    COLUMNS_TEXT_COUNT
};

struct columns_profile {
    uint32_t masks[FACET_COUNT]; /* of the facets with a fixed vocabulary; else 0 */
};

/* Writing. */

struct columns_writer;

struct columns_writer *columns_writer_new(void);
void columns_writer_free(struct columns_writer *writer);

/* Begins the next class: the dates, probation and experience of *class, values[f] of each facet
 * without a fixed vocabulary, and its texts; a text ends at a NUL. */
void columns_writer_class(struct columns_writer *writer, const struct columns_class *class,
                          const struct str values[FACET_COUNT],
                          const struct str texts[COLUMNS_TEXT_COUNT]);

/* Adds the next section of the class begun last: masks[f] of each facet with a fixed vocabulary. At
 * most SEGMENT_SECTIONS_MAX sections in all, and each class has at least one. */
void columns_writer_section(struct columns_writer *writer, uint32_t length,
                            const uint32_t masks[FACET_COUNT]);

/* ERR_LIMIT if the texts of the classes have more than 4 GiB. */
enum err_code columns_writer_save(const struct columns_writer *writer, const char *path,
                                  struct err *err);

/* Reading. */

struct columns {
    const struct columns_section *sections; /* of docid 1, 2, ... */
    const struct columns_class *classes;
    const struct columns_profile *profiles;
    uint32_t section_count, class_count, profile_count;
    const uint64_t *profile_values; /* of each profile all masks in one word; facet_bit() */
    uint64_t length;                /* of all sections */
    struct {
        const struct str *values;
        uint32_t count;
    } dictionaries[FACET_COUNT]; /* empty where the vocabulary is fixed */
    struct columns_mapping *mapping;
};

/* A text of a class, which ends in a NUL as well. */
struct str columns_text(const struct columns *columns, uint32_t class_number,
                        enum columns_text text);

/* ERR_FORMAT if the file is damaged or of another version: every number in an open one is below
 * what it counts into. */
enum err_code columns_open(struct columns *columns, const char *path, struct err *err);
void columns_close(struct columns *columns); /* what is all zero is fine */

#endif
