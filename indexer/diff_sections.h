/* Which sections of a class appeared, vanished or changed. Where a section stands in the class does
 * not count, nor do its lines. */
#ifndef INDEXER_DIFF_SECTIONS_H
#define INDEXER_DIFF_SECTIONS_H

#include <stddef.h>

#include "base/mem.h"
#include "indexer/diff_print.h"
#include "search/record.h"

struct diff_section {
    enum diff_change change;
    const struct record_section *old, *new; /* NULL: there is none */
};

/* Sections are the same if heading, kinds and text are; of the others those with one heading belong
 * together, in their order, and then those with one text. *out, in order of the new ones with those
 * that vanished behind, lives in the arena. Returns how many there are. */
size_t diff_sections(struct diff_section **out, const struct record_section *old, size_t old_count,
                     const struct record_section *new, size_t new_count, struct arena *arena);

/* What of a section that changed is another: "heading", "kinds", "text". */
json_t *diff_section_what(const struct diff_section *section);

#endif
