/* The requirements of a segment: for each section what its sentences demand, and of which of its
 * words each of these sentences consists, in one file that readers map into memory. Derived from
 * the sources; byte order is the machine's.
 *
 * Here is what a query compares. What people are shown of a requirement, the class's record has. */
#ifndef SEARCH_REQUIREMENTS_H
#define SEARCH_REQUIREMENTS_H

#include <stdint.h>

#include "base/err.h"
#include "search/segment_limits.h"
#include "spec/requirement.h"

#define REQUIREMENTS_FILE "requirements"

enum requirements_flag {
    REQUIREMENTS_SUPERVISORY = 1 << 0,     /* its months */
    REQUIREMENTS_PART_SUPERVISORY = 1 << 1 /* its part_months */
};

/* Words first .. end - 1 of the section's tokens. */
struct requirements_words {
    uint32_t first, end;
};

/* What a type does not have is 0, or the member of its enum that is. */
struct requirements_item {
    uint8_t type, modality;       /* of enum requirement_type, enum modality */
    uint8_t level;                /* of enum education_level */
    uint8_t flags;                /* of enum requirements_flag */
    uint16_t months, part_months; /* experience: the least of a range; the part's, 0: no part */
    uint32_t pounds;              /* lifting */
    struct requirements_words sentence, stated; /* the latter: what of it states the requirement */
};

/* Writing. */

struct requirements_writer;

struct requirements_writer *requirements_writer_new(void);
void requirements_writer_free(struct requirements_writer *writer); /* NULL is fine */

/* Adds the next section, which has no requirements yet. At most SEGMENT_SECTIONS_MAX. */
void requirements_writer_section(struct requirements_writer *writer);

/* Adds the next requirement of the section added last. */
void requirements_writer_add(struct requirements_writer *writer,
                             const struct requirement *requirement,
                             struct requirements_words sentence, struct requirements_words stated);

/* ERR_LIMIT if there are more than UINT32_MAX requirements. */
enum err_code requirements_writer_save(const struct requirements_writer *writer, const char *path,
                                       struct err *err);

/* Reading. */

struct requirements;

/* ERR_FORMAT if the file is damaged or of another version: what is open has only types, modalities,
 * levels and flags that there are, and no words that end before they begin. Whether these
 * lie within the section's words can only be seen by who reads these. */
enum err_code requirements_open(struct requirements **requirements, const char *path,
                                struct err *err);
void requirements_close(struct requirements *requirements); /* NULL is fine */
uint32_t requirements_section_count(const struct requirements *requirements);

/* The requirements of section `section`, counted from 0 (docid - 1), below
 * requirements_section_count(), in order of its text. They live as long as `requirements`. */
void requirements_of(const struct requirements_item **items, uint32_t *count,
                     const struct requirements *requirements, uint32_t section);

#endif
