#include "search/order.h"

#include "search/titles.h"

static const struct {
    struct order order;
    const char *name;
} orders[] = {
    {{ORDER_RELEVANCE, false}, "relevance"},   {{ORDER_TITLE, false}, "title"},
    {{ORDER_TITLE, true}, "-title"},           {{ORDER_REVISED, false}, "revised"},
    {{ORDER_REVISED, true}, "-revised"},       {{ORDER_EXPERIENCE, false}, "experience"},
    {{ORDER_EXPERIENCE, true}, "-experience"},
};

enum { ORDERS = sizeof orders / sizeof orders[0] };

bool order_from_name(struct order *order, struct str name)
{
    for (size_t i = 0; i < ORDERS; i++) {
        if (str_is(name, orders[i].name)) {
            *order = orders[i].order;
            return true;
        }
    }
    return false;
}

const char *order_name(struct order order)
{
    size_t i = 0;

    while (orders[i].order.by != order.by || orders[i].order.descending != order.descending)
        i++;
    return orders[i].name;
}

uint64_t order_class_key(struct order order, const struct columns_class *class,
                         uint32_t title_place)
{
    uint32_t value = title_place;
    bool stated = title_place != TITLES_NONE;

    if (order.by == ORDER_REVISED || order.by == ORDER_EXPERIENCE) {
        value = order.by == ORDER_REVISED ? (uint32_t) class->revised : class->experience;
        stated = value != 0;
    }
    if (order.descending)
        value = UINT32_MAX - 1 - value;
    return (uint64_t)(stated ? value : UINT32_MAX) << 32 | title_place;
}
