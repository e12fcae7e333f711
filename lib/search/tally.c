#include "search/tally.h"

static bool find_value(uint32_t *number, const struct columns *columns, enum facet facet,
                       struct str value)
{
    if (facet_vocabulary(facet) > 0)
        return facet_value_find(number, facet, value);
    for (uint32_t i = 0; i < columns_value_count(columns, facet); i++) {
        if (str_eq_nocase(value, columns_value(columns, facet, i))) {
            *number = i;
            return true;
        }
    }
    return false;
}

static enum err_code unknown_value(const struct columns *columns, enum facet facet,
                                   struct str value, struct err *err)
{
    struct buf known = {0};

    for (uint32_t i = 0; i < columns_value_count(columns, facet); i++) {
        struct str name = columns_value(columns, facet, i);
        if (known.n + name.n > 300) {
            buf_text(&known, ", ...");
            break;
        }
        buf_printf(&known, "%s%.*s", i > 0 ? ", " : "", (int)name.n, name.p);
    }
    enum err_code code =
        err_set(err, ERR_USAGE, "no section has %s '%.*s'; there are: %s", facet_name(facet),
                value.n < 60 ? (int)value.n : 60, value.p, buf_view(&known).p);
    buf_free(&known);
    return code;
}

enum err_code tally_start(struct tally *tally, const struct columns *columns,
                          const struct tally_filters *filters, struct arena *arena, struct err *err)
{
    *tally = (struct tally){.total.last_class = COLUMNS_DEAD};
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        uint32_t size = columns_value_count(columns, f);
        tally->sizes[f] = size;
        tally->is_mask[f] = facet_vocabulary(f) > 0;
        tally->facets[f] = arena_zero(arena, size, sizeof *tally->facets[f]);
        for (uint32_t i = 0; i < size; i++)
            tally->facets[f][i].last_class = COLUMNS_DEAD;
        if (filters->counts[f] > 0)
            tally->selected[f] = arena_zero(arena, size, sizeof *tally->selected[f]);
        for (size_t i = 0; i < filters->counts[f]; i++) {
            uint32_t number;
            if (!find_value(&number, columns, f, filters->values[f][i]))
                return unknown_value(columns, f, filters->values[f][i], err);
            tally->selected[f][number] = true;
        }
    }
    return ERR_OK;
}

static void count(struct tally_count *tally, uint32_t class_number)
{
    tally->sections++;
    tally->classes += tally->last_class != class_number;
    tally->last_class = class_number;
}

static bool passes(const struct tally *tally, enum facet facet, const struct columns_row *row)
{
    const bool *selected = tally->selected[facet];

    if (selected == NULL)
        return true;
    if (!tally->is_mask[facet])
        return selected[row->values[facet]];
    for (uint32_t values = row->values[facet]; values != 0; values &= values - 1)
        if (selected[__builtin_ctz(values)])
            return true;
    return false;
}

static void count_facet(struct tally *tally, enum facet facet, const struct columns_row *row)
{
    struct tally_count *counts = tally->facets[facet];

    if (!tally->is_mask[facet]) {
        count(&counts[row->values[facet]], row->class_number);
        return;
    }
    for (uint32_t values = row->values[facet]; values != 0; values &= values - 1)
        count(&counts[__builtin_ctz(values)], row->class_number);
}

bool tally_add(struct tally *tally, const struct columns_row *row)
{
    enum facet failed = FACET_COUNT;
    unsigned failures = 0;

    for (enum facet f = 0; f < FACET_COUNT; f++) {
        if (!passes(tally, f, row)) {
            failed = f;
            failures++;
        }
    }
    if (failures == 1)
        count_facet(tally, failed, row);
    if (failures > 0)
        return false;
    count(&tally->total, row->class_number);
    for (enum facet f = 0; f < FACET_COUNT; f++)
        count_facet(tally, f, row);
    return true;
}
