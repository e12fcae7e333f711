/* What the program and the processes that write segments tell each other: headers (process.h) and
 * behind each a payload of numbers and texts (base/pack.h). Both sides are the same program. */
#ifndef INDEXER_SEGMENT_MESSAGE_H
#define INDEXER_SEGMENT_MESSAGE_H

#include <stddef.h>

#include "base/str.h"

/* To the process; only the last is answered, and an error at once.
 *
 *   add   lane, agency, source, reading as JSON, then for each class: its number in the reading,
 *         place, id
 *   copy  lane, number of the old segment, place, id
 *   end   nothing; the answer is for each segment: its number, sections, and the hash of each file
 *
 * A place is the number of the segment and the first docid there. A class in another segment than
 * the one before in its lane ends that. */
enum segment_message { SEGMENT_ADD, SEGMENT_COPY, SEGMENT_END };

/* A message is begun, filled and ended. */
size_t segment_message_begin(struct buf *out, enum segment_message kind);
void segment_message_end(struct buf *out, size_t begun);

#endif
