#include "indexer/lanes.h"

#include "search/segment_limits.h"

enum {
    BLOCK = 16,         /* sources */
    SOURCES_MANY = 256, /* from so many on, all lanes are used */
};

struct lanes lanes_make(size_t sources)
{
    return (struct lanes){.count = sources < SOURCES_MANY ? 1 : LANES_MAX};
}

size_t lanes_deal(struct lanes *lanes)
{
    return lanes->dealt++ / BLOCK % lanes->count;
}

struct lanes_place lanes_place(struct lanes *lanes, size_t lane, uint32_t sections)
{
    if (!lanes->lane[lane].open || sections > SEGMENT_SECTIONS_MAX - lanes->lane[lane].sections) {
        lanes->lane[lane].open = true;
        lanes->lane[lane].segment = lanes->segments++;
        lanes->lane[lane].sections = 0;
    }
    struct lanes_place place = {lanes->lane[lane].segment, lanes->lane[lane].sections + 1};
    lanes->lane[lane].sections += sections;
    return place;
}
