#include "search/population.h"

#include <stdlib.h>

#include "search/gather.h"

/* Each segment is seen by one thread. */
static enum err_code keep(void *data, struct index_worker *worker, size_t segment,
                          const struct bitmap *matches, struct err *err)
{
    struct bitmap *found = data;

    (void)worker;
    (void)err;
    found[segment] = *matches;
    return ERR_OK;
}

enum err_code population_find(struct bitmap **found, const struct population_scope *scope,
                              const struct query_node *root, struct err *err)
{
    struct bitmap *sets = arena_zero(scope->arena, index_segment_count(scope->index), sizeof *sets);
    const struct gather_request all = {.index = scope->index,
                                       .root = root,
                                       .filters = scope->filters,
                                       .strict = true,
                                       .visit = keep,
                                       .visit_data = sets,
                                       .deadline_ms = scope->deadline_ms};
    struct gathered gathered;

    *found = sets;
    return gather(&gathered, &all, scope->worker, scope->arena, err);
}

static struct population_class class_of(const struct manifest_class *listed, uint32_t source,
                                        const struct index *index, const struct bitmap *passing)
{
    const struct columns *columns = &index_segments(index)[listed->segment].segment.columns;
    uint32_t number = columns->sections[listed->first_docid - 1].class_number;
    uint32_t end = listed->first_docid - 1 + listed->sections;
    struct population_class class = {.id = columns_text(columns, number, COLUMNS_ID),
                                     .title = columns_text(columns, number, COLUMNS_TITLE),
                                     .code = columns_text(columns, number, COLUMNS_CODE),
                                     .agency = columns_text(columns, number, COLUMNS_AGENCY),
                                     .path = columns_text(columns, number, COLUMNS_SOURCE),
                                     .segment = listed->segment,
                                     .number = number,
                                     .first = listed->first_docid - 1,
                                     .count = listed->sections,
                                     .source = source};

    for (uint32_t i = bitmap_next(passing, class.first); i < end; i = bitmap_next(passing, i + 1))
        class.passing++;
    return class;
}

static int compare_classes(const void *a, const void *b)
{
    const struct population_class *x = a, *y = b;
    int order = str_compare(x->agency, y->agency);

    return order != 0 ? order : str_compare(x->id, y->id);
}

static void list_classes(struct population *population, const struct population_scope *scope,
                         const struct bitmap *passing)
{
    const struct manifest *manifest = index_manifest(scope->index);
    size_t most = 0;

    for (size_t s = 0; s < manifest->count; s++)
        most += manifest->sources[s].class_count;
    population->items = arena_zero(scope->arena, most, sizeof *population->items);
    for (size_t s = 0; s < manifest->count; s++) {
        const struct manifest_source *source = &manifest->sources[s];
        for (size_t c = 0; c < source->class_count; c++) {
            const struct manifest_class *listed = &source->classes[c];
            struct population_class class =
                class_of(listed, (uint32_t)s, scope->index, &passing[listed->segment]);
            if (class.passing > 0)
                population->items[population->count++] = class;
        }
    }
    if (population->count > 1)
        qsort(population->items, population->count, sizeof *population->items, compare_classes);
}

enum err_code population_of(struct population *population, const struct population_scope *scope,
                            struct err *err)
{
    const struct query_node everything = {.type = QUERY_AND};
    struct bitmap *passing = NULL;
    enum err_code code = population_find(&passing, scope, &everything, err);

    *population = (struct population){.sections = passing};
    if (code == ERR_OK)
        list_classes(population, scope, passing);
    return code;
}
