#include "search/jsonget.h"

struct str jsonget_text(const json_t *object, const char *key, struct arena *arena)
{
    const json_t *value = json_object_get(object, key);
    size_t n = json_string_length(value);

    if (n == 0)
        return (struct str){"", 0};
    return (struct str){arena_strndup(arena, json_string_value(value), n), n};
}

uint32_t jsonget_number(const json_t *object, const char *key)
{
    json_int_t value = json_integer_value(json_object_get(object, key));
    return value > 0 && value <= UINT32_MAX ? (uint32_t)value : 0;
}
