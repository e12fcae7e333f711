#include "client/filter.h"

const struct filter filters[FILTER_COUNT] = {
    {"section", 's', "KIND", "only sections of this kind: licensure, duties, ..."},
    {"education", 0, "LEVEL", "only classes that ask for it: high_school, bachelor, ..."},
    {"experience", 0, "YEARS", "only classes that ask for it: 1_to_2, 8_or_more, ..."},
    {"modality", 0, "HOW", "only sections with such a requirement: preferred, ..."},
    {"agency", 'a', "NAME", "only classes of this agency"},
    {"flsa", 0, "VALUE", "only classes with this FLSA status"},
    {"grade", 0, "VALUE", "only classes with this pay grade"},
    {"series", 0, "NAME", "only classes of this series"},
    {"revised", 0, "YEAR", "only classes last revised in this year"},
};
