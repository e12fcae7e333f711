/* Where classes go: segments are written side by side in lanes, each of which has one segment open
 * at a time. Which class lies where depends on the order of the sources alone, and not on how many
 * processes write the lanes. */
#ifndef INDEXER_LANES_H
#define INDEXER_LANES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LANES_MAX = 4 };

struct lanes {
    size_t count;      /* that the sources read are dealt to */
    size_t dealt;      /* sources dealt so far */
    uint32_t segments; /* opened so far */
    struct {
        bool open;
        uint32_t segment, sections, size;
    } lane[LANES_MAX];
};

/* With few sources to read there is one lane, so that small builds make one segment. */
struct lanes lanes_make(size_t sources);

/* The lane of the next source that is read: blocks of sources that stand beside each other share
 * one. */
size_t lanes_deal(struct lanes *lanes);

struct lanes_place {
    uint32_t segment; /* counted from 0 in the order in which they are opened */
    uint32_t first_docid;
};

/* What a class takes of a segment: its sections, or its bytes of text in pieces of 2 KiB where
 * those are more, as they are not in real documents. A segment is full at SEGMENT_SECTIONS_MAX, so
 * that the process that writes it holds no more than 128 MiB of text; at most so much is returned.
 */
uint32_t lanes_size(uint32_t sections, uint64_t text);

/* The place of the next class of a lane, of at most SEGMENT_SECTIONS_MAX sections: in the lane's
 * segment if it fits there, else in a new one. `size` is lanes_size(). */
struct lanes_place lanes_place(struct lanes *lanes, size_t lane, uint32_t sections, uint32_t size);

#endif
