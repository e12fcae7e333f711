#include "spec/house.h"

enum err_code house_parse(struct house *house, struct str ini, struct arena *arena, struct err *err)
{
    (void)ini;
    (void)arena;
    (void)err;
    *house = (struct house){0};
    return ERR_OK;
}

struct str house_meaning(const struct house *house, enum spec_field_name field, struct str value)
{
    for (size_t i = 0; house != NULL && i < house->code_count; i++)
        if (house->codes[i].field == field && str_eq_nocase(house->codes[i].code, value))
            return house->codes[i].meaning;
    return (struct str){"", 0};
}
