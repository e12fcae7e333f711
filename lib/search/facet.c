#include "search/facet.h"

static const struct {
    const char *name, *title;
} facets[FACET_COUNT] = {
    [FACET_SECTION] = {"section", "Section"},
    [FACET_AGENCY] = {"agency", "Agency"},
    [FACET_FLSA] = {"flsa", "FLSA status"},
    [FACET_GRADE] = {"grade", "Pay grade"},
};

const char *facet_name(enum facet facet)
{
    return facets[facet].name;
}

const char *facet_title(enum facet facet)
{
    return facets[facet].title;
}

bool facet_from_name(enum facet *facet, struct str name)
{
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        if (str_eq(name, str_of(facets[f].name))) {
            *facet = f;
            return true;
        }
    }
    return false;
}
