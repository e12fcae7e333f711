#include "read/docx_list.h"

#include <stdlib.h>

#include "base/map.h"
#include "read/docx_xml.h"

struct reader {
    struct docx_lists *lists;
    struct arena *arena;
    struct docx_list_definition *definition; /* that is being read */
    struct docx_list *list;
    struct docx_list_level *level;
    long override;
};

static const char *copy(struct reader *reader, struct str s)
{
    return arena_strndup(reader->arena, s.p, s.n);
}

static void start_definition(struct reader *reader, const struct docx_attributes *attributes)
{
    struct docx_lists *lists = reader->lists;

    lists->definitions = mem_grow(lists->definitions, lists->definition_count,
                                  &lists->definition_capacity, sizeof *lists->definitions);
    reader->definition = &lists->definitions[lists->definition_count++];
    *reader->definition =
        (struct docx_list_definition){.id = docx_attribute_number(attributes, "abstractNumId", -1)};
    for (size_t i = 0; i < DOCX_LIST_LEVELS; i++)
        reader->definition->levels[i] = (struct docx_list_level){.none = true, .start = 1};
}

static void start_list(struct reader *reader, const struct docx_attributes *attributes)
{
    struct docx_lists *lists = reader->lists;

    lists->lists = mem_grow(lists->lists, lists->count, &lists->capacity, sizeof *lists->lists);
    reader->list = &lists->lists[lists->count++];
    *reader->list = (struct docx_list){.id = docx_attribute_number(attributes, "numId", -1),
                                       .definition_id = -1};
    for (size_t i = 0; i < DOCX_LIST_LEVELS; i++)
        reader->list->restart[i] = -1;
}

static void start_level(struct reader *reader, const struct docx_attributes *attributes)
{
    long at = docx_attribute_number(attributes, "ilvl", -1);

    reader->level = NULL;
    if (at < 0 || at >= DOCX_LIST_LEVELS)
        return;
    if (reader->definition != NULL)
        reader->level = &reader->definition->levels[at];
    else if (reader->list != NULL)
        reader->level = reader->list->levels[at] =
            arena_zero(reader->arena, 1, sizeof *reader->level);
    if (reader->level != NULL)
        *reader->level = (struct docx_list_level){.start = 1};
}

static void apply_format(struct docx_list_level *level, struct str format)
{
    static const struct {
        const char *name;
        enum number_style style;
    } styles[] = {{"decimalZero", NUMBER_DECIMAL_ZERO},
                  {"lowerLetter", NUMBER_LOWER_LETTER},
                  {"upperLetter", NUMBER_UPPER_LETTER},
                  {"lowerRoman", NUMBER_LOWER_ROMAN},
                  {"upperRoman", NUMBER_UPPER_ROMAN}};

    level->bullet = str_eq(format, STR("bullet"));
    level->none = str_eq(format, STR("none"));
    level->style = NUMBER_DECIMAL;
    for (size_t i = 0; i < sizeof styles / sizeof styles[0]; i++)
        if (str_eq(format, str_of(styles[i].name)))
            level->style = styles[i].style;
}

static void on_level(struct reader *reader, const char *element,
                     const struct docx_attributes *attributes)
{
    struct str value = docx_attribute(attributes, "val");

    if (strcmp(element, "start") == 0)
        reader->level->start = docx_attribute_number(attributes, "val", 1);
    else if (strcmp(element, "numFmt") == 0)
        apply_format(reader->level, value);
    else if (strcmp(element, "lvlText") == 0)
        reader->level->text = (struct str){copy(reader, value), value.n};
    else if (strcmp(element, "isLgl") == 0)
        reader->level->legal = docx_attribute_on(attributes);
}

static void on_start(void *data, const char *element, const struct docx_attributes *attributes)
{
    struct reader *reader = data;
    struct str value = docx_attribute(attributes, "val");

    if (strcmp(element, "abstractNum") == 0) {
        start_definition(reader, attributes);
    } else if (strcmp(element, "num") == 0) {
        start_list(reader, attributes);
    } else if (strcmp(element, "lvl") == 0) {
        start_level(reader, attributes);
    } else if (reader->level != NULL) {
        on_level(reader, element, attributes);
    } else if (reader->definition != NULL) {
        if (strcmp(element, "numStyleLink") == 0)
            reader->definition->made_by = copy(reader, value);
        else if (strcmp(element, "styleLink") == 0)
            reader->definition->makes = copy(reader, value);
    } else if (reader->list != NULL) {
        if (strcmp(element, "abstractNumId") == 0)
            reader->list->definition_id = docx_attribute_number(attributes, "val", -1);
        else if (strcmp(element, "lvlOverride") == 0)
            reader->override = docx_attribute_number(attributes, "ilvl", 0) % DOCX_LIST_LEVELS;
        else if (strcmp(element, "startOverride") == 0)
            reader->list->restart[reader->override] = docx_attribute_number(attributes, "val", 1);
    }
}

static void on_end(void *data, const char *element)
{
    struct reader *reader = data;

    if (strcmp(element, "lvl") == 0)
        reader->level = NULL;
    else if (strcmp(element, "abstractNum") == 0)
        reader->definition = NULL;
    else if (strcmp(element, "num") == 0)
        reader->list = NULL;
}

static int compare_lists(const void *a, const void *b)
{
    long x = ((const struct docx_list *)a)->id, y = ((const struct docx_list *)b)->id;
    return (x > y) - (x < y);
}

static int compare_definitions(const void *a, const void *b)
{
    long x = ((const struct docx_list_definition *)a)->id;
    long y = ((const struct docx_list_definition *)b)->id;
    return (x > y) - (x < y);
}

/* Leads each list to its definition; one that a style makes is the definition that makes the style.
 */
static void resolve(struct docx_lists *lists)
{
    struct map makers = {0};

    if (lists->count == 0 || lists->definition_count == 0)
        return;
    qsort(lists->lists, lists->count, sizeof *lists->lists, compare_lists);
    qsort(lists->definitions, lists->definition_count, sizeof *lists->definitions,
          compare_definitions);
    for (size_t i = 0; i < lists->definition_count; i++)
        if (lists->definitions[i].makes != NULL)
            map_add(&makers, lists->definitions[i].makes, i);
    for (size_t i = 0; i < lists->count; i++) {
        struct docx_list_definition *found = bsearch(
            &(struct docx_list_definition){.id = lists->lists[i].definition_id}, lists->definitions,
            lists->definition_count, sizeof *lists->definitions, compare_definitions);
        const size_t *maker =
            found != NULL && found->made_by != NULL ? map_find(&makers, found->made_by) : NULL;
        lists->lists[i].definition = maker != NULL ? &lists->definitions[*maker] : found;
    }
    map_free(&makers);
}

enum err_code docx_lists_read(struct docx_lists *lists, struct str xml, struct arena *arena,
                              struct err *err)
{
    static const struct docx_handler handler = {.start = on_start, .end = on_end};
    struct reader reader = {.lists = lists, .arena = arena};

    *lists = (struct docx_lists){0};
    if (xml.n == 0)
        return ERR_OK;
    enum err_code code = docx_xml_parse(xml, &handler, &reader, "list of numberings", err);
    resolve(lists);
    return code;
}

void docx_lists_free(struct docx_lists *lists)
{
    free(lists->definitions);
    free(lists->lists);
    *lists = (struct docx_lists){0};
}

static struct docx_list *find_list(const struct docx_lists *lists, long id)
{
    return bsearch(&(struct docx_list){.id = id}, lists->lists, lists->count, sizeof *lists->lists,
                   compare_lists);
}

static const struct docx_list_level *
level_of(const struct docx_list *list, const struct docx_list_definition *definition, long level)
{
    return list->levels[level] != NULL ? list->levels[level] : &definition->levels[level];
}

/* Word shows the first number of a level that has had no item yet. */
static void add_numbers(struct buf *mark, const struct docx_list *list,
                        const struct docx_list_definition *definition, long level)
{
    const struct docx_list_level *own = level_of(list, definition, level);

    for (size_t i = 0; i < own->text.n; i++) {
        char c = own->text.p[i];
        char digit = i + 1 < own->text.n ? own->text.p[i + 1] : '\0';
        if (c != '%' || digit < '1' || digit > '9') {
            buf_char(mark, c);
            continue;
        }
        const struct docx_list_level *other = level_of(list, definition, digit - '1');
        long count = definition->counters[digit - '1'];
        if (!other->bullet && !other->none)
            number_append(mark, count > 0 ? count - 1 : other->start,
                          own->legal ? NUMBER_DECIMAL : other->style, NUMBER_AA_BB);
        i++;
    }
}

bool docx_list_count(struct buf *mark, struct docx_lists *lists, long id, long level)
{
    struct docx_list *list = lists->count > 0 ? find_list(lists, id) : NULL;
    struct docx_list_definition *definition = list != NULL ? list->definition : NULL;

    if (definition == NULL || level < 0 || level >= DOCX_LIST_LEVELS)
        return false;
    const struct docx_list_level *own = level_of(list, definition, level);
    long *counter = &definition->counters[level];
    if (list->restart[level] >= 0)
        *counter = list->restart[level] + 1;
    else
        *counter = *counter > 0 ? *counter + 1 : own->start + 1;
    list->restart[level] = -1;
    for (long deeper = level + 1; deeper < DOCX_LIST_LEVELS; deeper++)
        definition->counters[deeper] = 0;
    size_t before = mark->n;
    if (own->bullet)
        buf_text(mark, own->text.n > 0 ? "\xe2\x80\xa2" : "");
    else
        add_numbers(mark, list, definition, level);
    if (mark->n == before)
        return false;
    buf_char(mark, ' ');
    return true;
}
