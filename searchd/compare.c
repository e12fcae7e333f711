#include "searchd/compare.h"

#include "base/utf8.h"
#include "search/compare.h"
#include "searchd/api.h"
#include "searchd/leaf.h"
#include "searchd/parameters.h"

static json_t *passage_json(const struct search_class *class, const struct passage *passage)
{
    return json_pack("{s:i, s:o, s:o}", "section", (int)class->sections[passage->section].ordinal,
                     "line", leaf_number_or_null(passage->line), "text", leaf_text(passage->text));
}

static json_t *row_json(const struct compare_row *row, const struct search_class *classes,
                        size_t count)
{
    json_t *cells = json_array();

    for (size_t i = 0; i < count; i++) {
        const struct compare_cell *cell = &row->cells[i];
        json_t *json = json_null();
        if (cell->passage != NULL) {
            json = passage_json(&classes[i], cell->passage);
            json_object_set_new(json, "only", leaf_marks(&cell->only));
            json_object_set_new(json, "some", leaf_marks(&cell->some));
        }
        json_array_append_new(cells, json);
    }
    return json_pack("{s:s, s:o}", "state", compare_state_name(row->state), "cells", cells);
}

static json_t *section_json(const struct search_class *class, int32_t index, struct arena *arena)
{
    return index != COMPARE_NONE ? api_section_json(&class->sections[index], STR(""), arena)
                                 : json_null();
}

static json_t *part_json(const struct compare_part *part, const struct search_class *classes,
                         size_t count, struct arena *arena)
{
    json_t *sections = json_array(), *rows = json_array(), *rest = json_array();

    for (size_t i = 0; i < count; i++) {
        json_t *list = json_array();
        for (size_t k = 0; k < part->rest[i].count; k++)
            json_array_append_new(list, passage_json(&classes[i], part->rest[i].items[k]));
        json_array_append_new(rest, list);
        json_array_append_new(sections, section_json(&classes[i], part->sections[i], arena));
    }
    for (size_t i = 0; i < part->row_count; i++)
        json_array_append_new(rows, row_json(&part->rows[i], classes, count));
    return json_pack("{s:o, s:i, s:o, s:o}", "sections", sections, "shared", (int)part->shared,
                     "rows", rows, "rest", rest);
}

static json_t *block_json(const struct compare_block *block, const struct search_class *classes,
                          size_t count, struct arena *arena)
{
    json_t *kinds = json_array(), *parts = json_array();
    const char *label = "";

    for (uint8_t i = 0; i < block->kinds.count; i++) {
        json_array_append_new(kinds, json_string(kind_name(block->kinds.kinds[i])));
        label = arena_printf(arena, "%s%s%s", label, i > 0 ? ", " : "",
                             kind_label(block->kinds.kinds[i]));
    }
    for (size_t i = 0; i < block->part_count; i++)
        json_array_append_new(parts, part_json(&block->parts[i], classes, count, arena));
    return json_pack("{s:o, s:s, s:i, s:o}", "kinds", kinds, "label", label, "classes",
                     (int)block->classes, "parts", parts);
}

static json_t *class_json(const struct search_class *class, size_t words, size_t shared,
                          struct arena *arena)
{
    const struct record_class *record = &class->class;

    return json_pack("{s:o, s:o, s:o, s:o, s:s, s:o, s:i, s:i}", "id", leaf_text(record->id),
                     "title", leaf_text(record->title), "code",
                     leaf_text_or_null(record->fields[FIELD_CLASS_CODE].value), "agency",
                     leaf_text(record->agency), "url",
                     api_class_url(record->id, STR(""), API_NO_ORDINAL, arena), "source",
                     leaf_text(record->source), "words", (int)words, "shared", (int)shared);
}

/* The ids asked for: ids[0] to ids[*count - 1]. */
static enum err_code read_ids(struct str ids[COMPARE_MOST], size_t *count,
                              const struct request *request, struct err *err)
{
    *count = 0;
    for (size_t i = 0; i < request->parameter_count; i++) {
        const struct request_parameter *parameter = &request->parameters[i];
        if (!str_eq(parameter->name, STR("id")))
            return parameters_unknown(err, parameter, "there is id");
        for (size_t k = 0; k < *count; k++)
            if (str_eq(ids[k], parameter->value))
                return err_set(err, ERR_USAGE, "the class '%.*s' is there twice",
                               (int)utf8_cut(parameter->value, 200), parameter->value.p);
        if (*count == COMPARE_MOST)
            return err_set(err, ERR_USAGE, "at most %d classes can be compared", COMPARE_MOST);
        ids[(*count)++] = parameter->value;
    }
    if (*count < COMPARE_LEAST)
        return err_set(err, ERR_USAGE, "two to four classes can be compared; %s is named here",
                       *count == 0 ? "none" : "one");
    return ERR_OK;
}

enum err_code api_compare(json_t **json, struct index *index, const struct request *request,
                          struct arena *arena, struct err *err)
{
    struct search_class classes[COMPARE_MOST];
    struct compare_class texts[COMPARE_MOST];
    struct str ids[COMPARE_MOST];
    struct compare compare;
    uint64_t deadline_ms = parameters_deadline();
    size_t count;

    enum err_code code = read_ids(ids, &count, request, err);
    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        code = search_class(&classes[i], index, ids[i], STR(""), false, deadline_ms, arena, err);
        texts[i] = (struct compare_class){classes[i].sections, classes[i].class.sections};
    }
    if (code == ERR_OK)
        code = compare_texts(&compare, texts, count, arena, err);
    if (code != ERR_OK)
        return code;
    json_t *about = json_array(), *blocks = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(about, class_json(&classes[i], compare.classes[i].words,
                                                compare.classes[i].shared, arena));
    for (size_t i = 0; i < compare.block_count; i++)
        json_array_append_new(blocks, block_json(&compare.blocks[i], classes, count, arena));
    *json = json_pack("{s:s, s:o, s:o, s:o, s:o}", "generation", index_generation(index), "classes",
                      about, "fields", compare_fields_json(classes, count), "requirements",
                      compare_requirements_json(classes, count, arena), "blocks", blocks);
    return *json != NULL ? ERR_OK
                         : err_set(err, ERR_INTERNAL, "the answer cannot be put into JSON");
}
