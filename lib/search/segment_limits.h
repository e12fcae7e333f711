/* What a segment holds at most. A class lies in one segment. */
#ifndef SEARCH_SEGMENT_LIMITS_H
#define SEARCH_SEGMENT_LIMITS_H

enum { SEGMENT_SECTIONS_MAX = 65536 };

#endif
