#include "searchd/api.h"
#include "searchd/compare.h"
#include "searchd/leaf.h"
#include "searchd/requirements.h"

static json_t *field_json(const struct spec_field *field)
{
    return json_pack("{s:o, s:o, s:o}", "value", leaf_text(field->value), "meaning",
                     leaf_text_or_null(field->meaning), "line",
                     field->line > 0 ? json_integer(field->line) : json_null());
}

json_t *compare_fields_json(const struct search_class *classes, size_t count)
{
    json_t *rows = json_array();

    for (enum spec_field_name f = 0; f < FIELD_COUNT; f++) {
        json_t *cells = json_array();
        bool same = true, stated = false;
        for (size_t i = 0; i < count; i++) {
            const struct spec_field *field = &classes[i].class.fields[f];
            json_array_append_new(cells, field->value.n > 0 ? field_json(field) : json_null());
            same = same && str_eq_nocase(field->value, classes[0].class.fields[f].value);
            stated = stated || field->value.n > 0;
        }
        if (stated)
            json_array_append_new(rows,
                                  json_pack("{s:s, s:s, s:b, s:O}", "name", field_name(f), "label",
                                            field_label(f), "same", same, "cells", cells));
        json_decref(cells);
    }
    return rows;
}

/* Do two requirements of a type ask for the same, as firmly? A licence or a check is what names it.
 */
static bool is_same(const struct requirement *a, const struct requirement *b)
{
    if (a->type != b->type || a->modality != b->modality)
        return false;
    switch (a->type) {
    case REQUIREMENT_EDUCATION:
        return a->level == b->level;
    case REQUIREMENT_EXPERIENCE:
        return a->months == b->months && a->months_max == b->months_max &&
               a->supervisory == b->supervisory && a->part_months == b->part_months &&
               a->part_supervisory == b->part_supervisory;
    case REQUIREMENT_LIFTING:
        return a->pounds == b->pounds;
    default:
        return str_eq_nocase(a->phrase, b->phrase);
    }
}

static bool requires(const struct record_class *class, const struct requirement *wanted)
{
    for (size_t i = 0; i < class->requirement_count; i++)
        if (is_same(&class->requirements[i], wanted))
            return true;
    return false;
}

static bool is_shared(const struct requirement *wanted, const struct search_class *classes,
                      size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!requires(&classes[i].class, wanted))
            return false;
    return true;
}

static json_t *requirement_json(const struct requirement *r, const struct record_class *class,
                                bool shared, struct arena *arena)
{
    struct str label = requirements_label(r, arena);

    return json_pack("{s:o, s:s, s:s, s:o, s:o, s:i, s:i, s:s, s:b}", "label", leaf_text(label),
                     "modality", modality_name(r->modality), "modality_label",
                     modality_label(r->modality), "sentence", leaf_text(r->sentence), "phrase",
                     leaf_text(r->phrase), "line", (int)r->line, "section", (int)r->section, "url",
                     api_class_url(class->id, STR(""), (int)r->section, arena), "shared", shared);
}

json_t *compare_requirements_json(const struct search_class *classes, size_t count,
                                  struct arena *arena)
{
    json_t *rows = json_array();

    for (enum requirement_type t = 0; t < REQUIREMENT_TYPE_COUNT; t++) {
        json_t *cells = json_array();
        bool same = true, stated = false;
        for (size_t i = 0; i < count; i++) {
            const struct record_class *class = &classes[i].class;
            json_t *list = json_array();
            for (size_t k = 0; k < class->requirement_count; k++) {
                const struct requirement *r = &class->requirements[k];
                if (r->type != t)
                    continue;
                bool shared = is_shared(r, classes, count);
                json_array_append_new(list, requirement_json(r, class, shared, arena));
                same = same && shared;
                stated = true;
            }
            json_array_append_new(cells, list);
        }
        if (stated)
            json_array_append_new(
                rows, json_pack("{s:s, s:s, s:b, s:O}", "type", requirement_type_name(t), "label",
                                requirement_type_label(t), "same", same, "cells", cells));
        json_decref(cells);
    }
    return rows;
}
