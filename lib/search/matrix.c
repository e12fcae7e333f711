#include "search/matrix.h"

#include <stdlib.h>

#include "search/occurrences_count.h"
#include "search/population.h"
#include "search/strict.h"

static const char *const bys[] = {
    [MATRIX_BY_AGENCY] = "agency", [MATRIX_BY_CLASS] = "class", [MATRIX_BY_SECTION] = "section"};
static const char *const counts[] = {[MATRIX_CLASSES] = "classes",
                                     [MATRIX_SECTIONS] = "sections",
                                     [MATRIX_OCCURRENCES] = "occurrences"};

enum { BYS = sizeof bys / sizeof bys[0], COUNTS = sizeof counts / sizeof counts[0] };

static bool find_name(size_t *at, const char *const *names, size_t count, struct str name)
{
    for (*at = 0; *at < count; (*at)++)
        if (str_is(name, names[*at]))
            return true;
    return false;
}

const char *matrix_by_name(enum matrix_by by)
{
    return bys[by];
}

bool matrix_by_from_name(enum matrix_by *by, struct str name)
{
    size_t at;
    bool found = find_name(&at, bys, BYS, name);

    *by = found ? (enum matrix_by)at : *by;
    return found;
}

const char *matrix_count_name(enum matrix_count count)
{
    return counts[count];
}

bool matrix_count_from_name(enum matrix_count *count, struct str name)
{
    size_t at;
    bool found = find_name(&at, counts, COUNTS, name);

    *count = found ? (enum matrix_count)at : *count;
    return found;
}

#define NO_ROW UINT32_MAX

struct making {
    const struct matrix_request *request;
    struct population_scope scope;
    struct population population;
    struct matrix *matrix;
    uint64_t *cells;      /* row by row */
    uint32_t **class_row; /* by segment and number of the class there: by class or agency */
    uint32_t kind_row[KIND_COUNT];
};

static const struct columns *columns_of(const struct making *making, uint32_t segment)
{
    return &index_segments(making->scope.index)[segment].segment.columns;
}

static uint32_t kinds_of(const struct columns *columns, uint32_t section)
{
    return columns->profiles[columns->sections[section].profile].masks[FACET_SECTION];
}

/* Rows. */

static void list_classes(struct making *making)
{
    const struct population *population = &making->population;
    struct matrix *matrix = making->matrix;

    matrix->row_count = population->count;
    for (uint32_t i = 0; i < population->count; i++) {
        const struct population_class *class = &population->items[i];
        matrix->rows[i] = (struct matrix_row){
            .value = class->id, .label = class->title, .classes = 1, .sections = class->passing};
        making->class_row[class->segment][class->number] = i;
    }
}

/* The classes of an agency follow each other. */
static void list_agencies(struct making *making)
{
    const struct population *population = &making->population;
    struct matrix *matrix = making->matrix;

    for (uint32_t i = 0; i < population->count; i++) {
        const struct population_class *class = &population->items[i];
        if (i == 0 || !str_eq(class->agency, population->items[i - 1].agency))
            matrix->rows[matrix->row_count++] = (struct matrix_row){
                .value = class->agency, .label = facet_value_label(FACET_AGENCY, class->agency)};
        struct matrix_row *row = &matrix->rows[matrix->row_count - 1];
        row->classes++;
        row->sections += class->passing;
        making->class_row[class->segment][class->number] = (uint32_t)(matrix->row_count - 1);
    }
}

static void list_kinds(struct making *making)
{
    struct matrix_row rows[KIND_COUNT] = {{.classes = 0}};
    const struct population *population = &making->population;
    struct matrix *matrix = making->matrix;

    for (size_t i = 0; i < population->count; i++) {
        const struct population_class *class = &population->items[i];
        const struct columns *columns = columns_of(making, class->segment);
        const struct bitmap *passing = &population->sections[class->segment];
        uint32_t end = class->first + class->count, seen = 0;
        for (uint32_t s = bitmap_next(passing, class->first); s < end;
             s = bitmap_next(passing, s + 1)) {
            uint32_t kinds = kinds_of(columns, s);
            for (unsigned k = 0; k < KIND_COUNT; k++) {
                rows[k].sections += kinds >> k & 1;
                rows[k].classes += (kinds & ~seen) >> k & 1;
            }
            seen |= kinds;
        }
    }
    for (uint32_t k = 0; k < KIND_COUNT; k++) {
        making->kind_row[k] = rows[k].sections > 0 ? (uint32_t)matrix->row_count : NO_ROW;
        if (rows[k].sections == 0)
            continue;
        rows[k].value = facet_value(FACET_SECTION, k);
        rows[k].label = facet_value_label(FACET_SECTION, rows[k].value);
        matrix->rows[matrix->row_count++] = rows[k];
    }
}

static enum err_code list_rows(struct making *making, struct err *err)
{
    const struct index *index = making->scope.index;
    struct arena *arena = making->scope.arena;
    struct matrix *matrix = making->matrix;
    size_t most = making->population.count > KIND_COUNT ? making->population.count : KIND_COUNT;

    matrix->rows = arena_zero(arena, most, sizeof *matrix->rows);
    making->class_row = arena_zero(arena, index_segment_count(index), sizeof *making->class_row);
    for (uint32_t s = 0; s < index_segment_count(index); s++)
        making->class_row[s] =
            arena_zero(arena, columns_of(making, s)->class_count, sizeof **making->class_row);
    if (making->request->by == MATRIX_BY_CLASS)
        list_classes(making);
    else if (making->request->by == MATRIX_BY_AGENCY)
        list_agencies(making);
    else
        list_kinds(making);
    size_t columns = matrix->column_count;
    if (matrix->row_count * columns > MATRIX_CELLS_MAX)
        return err_set(err, ERR_LIMIT,
                       "%zu rows for %zu queries are more than %d numbers; ask for fewer at a "
                       "time, or narrow them by a filter",
                       matrix->row_count, columns, MATRIX_CELLS_MAX);
    making->cells = arena_zero(arena, matrix->row_count * columns, sizeof *making->cells);
    for (size_t i = 0; i < matrix->row_count; i++)
        matrix->rows[i].cells = making->cells + i * columns;
    return ERR_OK;
}

/* Cells. */

/* The classes that a query finds, one after the other. */
struct counting {
    struct making *making;
    size_t column;
    uint32_t segment, class_number; /* of the last section; UINT32_MAX: there was none */
    uint32_t seen;                  /* kinds that its class had */
};

static void add(const struct counting *counting, uint32_t row, bool new_class, uint32_t occurrences)
{
    const struct making *making = counting->making;
    enum matrix_count count = making->request->count;

    if (row != NO_ROW)
        making->cells[row * making->matrix->column_count + counting->column] +=
            count == MATRIX_CLASSES    ? new_class
            : count == MATRIX_SECTIONS ? 1
                                       : occurrences;
}

/* Sections of a class come one behind the other. */
static void add_section(struct counting *counting, uint32_t segment, uint32_t section,
                        uint32_t occurrences)
{
    const struct making *making = counting->making;
    const struct columns *columns = columns_of(making, segment);
    uint32_t number = columns->sections[section].class_number;
    bool new_class = counting->segment != segment || counting->class_number != number;
    enum matrix_count count = making->request->count;

    counting->segment = segment;
    counting->class_number = number;
    making->matrix->columns[counting->column].total += count == MATRIX_CLASSES    ? new_class
                                                       : count == MATRIX_SECTIONS ? 1
                                                                                  : occurrences;
    if (making->request->by != MATRIX_BY_SECTION) {
        add(counting, making->class_row[segment][number], new_class, occurrences);
        return;
    }
    uint32_t kinds = kinds_of(columns, section);
    counting->seen = new_class ? 0 : counting->seen;
    for (unsigned k = 0; k < KIND_COUNT; k++)
        if ((kinds >> k & 1) != 0)
            add(counting, making->kind_row[k], (counting->seen >> k & 1) == 0, occurrences);
    counting->seen |= kinds;
}

static enum err_code count_sections(struct counting *counting, const struct strict *strict,
                                    struct arena *arena, struct err *err)
{
    struct population_scope scope = counting->making->scope;
    struct bitmap *found = NULL;

    scope.arena = arena;
    enum err_code code = population_find(&found, &scope, strict->root, err);
    for (uint32_t s = 0; code == ERR_OK && s < index_segment_count(scope.index); s++)
        for (uint32_t i = bitmap_next(&found[s], 0); i < SEGMENT_SECTIONS_MAX;
             i = bitmap_next(&found[s], i + 1))
            add_section(counting, s, i, 0);
    return code;
}

static enum err_code count_occurrences(struct counting *counting, const struct strict *strict,
                                       struct arena *arena, struct err *err)
{
    const struct population_scope *scope = &counting->making->scope;
    const struct occurrences_request request = {.filters = *scope->filters,
                                                .deadline_ms = scope->deadline_ms};
    struct occurrences_counted counted = {0};
    struct occurrences_summary summary;
    enum err_code code =
        occurrences_count(&counted, &summary, scope->index, scope->worker, strict->root,
                          sought_of(strict->root, NULL, arena), &request, arena, err);

    for (size_t i = 0; code == ERR_OK && i < counted.count; i++)
        add_section(counting, counted.items[i].segment, counted.items[i].number,
                    counted.items[i].count);
    free(counted.items);
    return code;
}

static enum err_code count(struct counting *counting, const struct strict *strict,
                           struct arena *arena, struct err *err)
{
    return counting->making->request->count == MATRIX_OCCURRENCES
               ? count_occurrences(counting, strict, arena, err)
               : count_sections(counting, strict, arena, err);
}

static enum err_code make_column(struct making *making, size_t at, struct arena *passing,
                                 struct err *err)
{
    const struct matrix_request *request = making->request;
    const struct population_scope *scope = &making->scope;
    struct counting counting = {
        .making = making, .column = at, .segment = UINT32_MAX, .class_number = UINT32_MAX};
    struct matrix_column *column = &making->matrix->columns[at];
    struct strict strict;
    enum err_code code = strict_read(&strict, request->queries[at], request->expand, scope->index,
                                     scope->worker->stemmer, passing, err);

    if (code == ERR_OK && strict.typed->child_count == 0)
        code = err_set(err, ERR_USAGE, "the query asks for nothing");
    if (code == ERR_OK && request->count == MATRIX_OCCURRENCES &&
        query_leaf_count(strict.typed) == 0)
        code = err_set(err, ERR_USAGE, "there are occurrences of texts alone, and it seeks none");
    if (code == ERR_OK)
        code = count(&counting, &strict, passing, err);
    if (code == ERR_LIMIT && strict_forgo_expansion(&strict))
        code = count(&counting, &strict, passing, err);
    if (code != ERR_OK)
        return code;
    column->query =
        (struct str){arena_strndup(scope->arena, strict.text.p, strict.text.n), strict.text.n};
    struct str reading = strict_wording(&strict, scope->index, passing);
    column->reading = (struct str){arena_strndup(scope->arena, reading.p, reading.n), reading.n};
    return ERR_OK;
}

static enum err_code make_columns(struct making *making, struct err *err)
{
    struct arena *passing = arena_new();
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < making->matrix->column_count; i++) {
        arena_clear(passing);
        code = make_column(making, i, passing, err);
        if (code == ERR_USAGE && making->matrix->column_count > 1)
            err_context(err, "query %zu", i + 1);
    }
    arena_free(passing);
    return code;
}

enum err_code matrix_make(struct matrix *matrix, struct index *index,
                          const struct matrix_request *request, struct arena *arena,
                          struct err *err)
{
    struct making making = {.request = request,
                            .scope = {.index = index,
                                      .filters = &request->filters,
                                      .deadline_ms = request->deadline_ms,
                                      .arena = arena},
                            .matrix = matrix};

    *matrix = (struct matrix){.column_count = request->query_count};
    if (request->query_count == 0)
        return err_set(err, ERR_USAGE, "a matrix is of queries, and there is none");
    if (request->query_count > MATRIX_QUERIES_MAX)
        return err_set(err, ERR_LIMIT, "more than %d queries", MATRIX_QUERIES_MAX);
    matrix->columns = arena_zero(arena, matrix->column_count, sizeof *matrix->columns);
    enum err_code code = index_take(&making.scope.worker, index, err);
    if (code == ERR_OK)
        code = population_of(&making.population, &making.scope, err);
    if (code == ERR_OK)
        code = list_rows(&making, err);
    if (code == ERR_OK)
        code = make_columns(&making, err);
    index_give(index, making.scope.worker);
    return code;
}
