#include "indexer/lanes.h"

#include "search/segment_limits.h"

enum {
    BLOCK = 16,         /* sources */
    SOURCES_MANY = 256, /* from so many on, all lanes are used */
    PIECE = 2048        /* bytes of text */
};

struct lanes lanes_make(size_t sources)
{
    return (struct lanes){.count = sources < SOURCES_MANY ? 1 : LANES_MAX};
}

size_t lanes_deal(struct lanes *lanes)
{
    return lanes->dealt++ / BLOCK % lanes->count;
}

uint32_t lanes_size(uint32_t sections, uint64_t text)
{
    uint64_t pieces = text / PIECE, size = pieces > sections ? pieces : sections;

    return size < SEGMENT_SECTIONS_MAX ? (uint32_t)size : SEGMENT_SECTIONS_MAX;
}

struct lanes_place lanes_place(struct lanes *lanes, size_t lane, uint32_t sections, uint32_t size)
{
    if (!lanes->lane[lane].open || size > SEGMENT_SECTIONS_MAX - lanes->lane[lane].size) {
        lanes->lane[lane].open = true;
        lanes->lane[lane].segment = lanes->segments++;
        lanes->lane[lane].sections = 0;
        lanes->lane[lane].size = 0;
    }
    struct lanes_place place = {lanes->lane[lane].segment, lanes->lane[lane].sections + 1};
    lanes->lane[lane].sections += sections;
    lanes->lane[lane].size += size;
    return place;
}
