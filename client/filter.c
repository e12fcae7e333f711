#include "client/filter.h"

#include <string.h>

#include "base/utf8.h"
#include "client/fetch.h"

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

enum err_code filter_add_parameter(struct buf *target, const char *name, struct str value,
                                   struct err *err)
{
    if (!utf8_valid(value))
        return err_set(err, ERR_USAGE, "%s is not valid UTF-8; check the terminal's encoding",
                       strcmp(name, "q") == 0 ? "the query" : name);
    buf_printf(target, "%s=", name);
    fetch_encode(target, value, false);
    buf_char(target, '&');
    return ERR_OK;
}
