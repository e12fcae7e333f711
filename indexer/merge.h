/* Which segments are merged: decided from how many of their sections live, so that their number
 * stays small and what is copied stays in proportion to what changed.
 *
 * Segments are sorted into tiers by their live sections: up to 512, to 4,096, to 32,768, and more.
 * Where a tier has eight, they become one, which may make eight of the next tier. So a section is
 * copied once for each tier that it rises, three times in all; among the smallest, which may stay
 * there when they are merged, at most 512 are copied for every seven segments that come. A segment
 * of which a quarter or more is dead is rewritten: that copies at most three sections for each that
 * died in it. What remains are up to seven segments in each of the three lower tiers, and one for
 * each 32,768 sections. (Lucene's LogMergePolicy, with the sections copied as the cost.) */
#ifndef INDEXER_MERGE_H
#define INDEXER_MERGE_H

#include <stddef.h>
#include <stdint.h>

struct merge_segment {
    /* Sections, as lanes_size() counts them, SEGMENT_SECTIONS_MAX at most. */
    uint32_t live, dead;
    size_t group; /* of segments that become one; or MERGE_KEEP, MERGE_DROP */
};

#define MERGE_KEEP SIZE_MAX       /* it stays as it is */
#define MERGE_DROP (SIZE_MAX - 1) /* nothing in it lives */

/* Sets the groups, and returns how many there are: 0, 1, ... The live sections of a group fit into
 * one segment. */
size_t merge_plan(struct merge_segment *segments, size_t count);

#endif
