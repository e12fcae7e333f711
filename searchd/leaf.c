#include "searchd/leaf.h"

json_t *leaf_text(struct str s)
{
    return json_stringn(s.p != NULL ? s.p : "", s.n);
}

json_t *leaf_text_or_null(struct str s)
{
    return s.n > 0 ? leaf_text(s) : json_null();
}

json_t *leaf_number_or_null(uint32_t n)
{
    return n > 0 ? json_integer(n) : json_null();
}

json_t *leaf_marks(const struct marks *marks)
{
    json_t *list = json_array();

    for (size_t i = 0; i < marks->count; i++)
        json_array_append_new(list, json_pack("[I, I]", (json_int_t)marks->items[i].start,
                                              (json_int_t)marks->items[i].end));
    return list;
}
