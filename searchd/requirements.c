#include "searchd/requirements.h"

#include "searchd/leaf.h"

static const char *const list_names[REQUIREMENT_TYPE_COUNT] = {
    [REQUIREMENT_EDUCATION] = "education", [REQUIREMENT_EXPERIENCE] = "experience",
    [REQUIREMENT_LICENCE] = "licences",    [REQUIREMENT_BACKGROUND] = "background",
    [REQUIREMENT_LIFTING] = "lifting",
};

const char *requirements_list_name(enum requirement_type type)
{
    return list_names[type];
}

/* In years where they are whole, else in months. */
static bool is_in_years(unsigned months)
{
    return months > 0 && months % 12 == 0;
}

static unsigned amount(unsigned months)
{
    return is_in_years(months) ? months / 12 : months;
}

static const char *duration(unsigned months, struct arena *arena)
{
    return arena_printf(arena, "%u %s%s", amount(months), is_in_years(months) ? "year" : "month",
                        amount(months) == 1 ? "" : "s");
}

static const char *experience_label(const struct requirement *r, struct arena *arena)
{
    const char *label = duration(r->months, arena);

    if (r->months_max > r->months && is_in_years(r->months) == is_in_years(r->months_max))
        label = arena_printf(arena, "%u to %s", amount(r->months), duration(r->months_max, arena));
    else if (r->months_max > r->months)
        label = arena_printf(arena, "%s to %s", label, duration(r->months_max, arena));
    if (r->supervisory)
        label = arena_printf(arena, "%s, supervisory", label);
    if (r->part_months > 0)
        label = arena_printf(arena, "%s, of which %s %s", label, duration(r->part_months, arena),
                             r->part_supervisory ? "supervisory" : "of a named kind");
    return label;
}

struct str requirements_label(const struct requirement *r, struct arena *arena)
{
    switch (r->type) {
    case REQUIREMENT_EDUCATION:
        return str_of(education_level_label(r->level));
    case REQUIREMENT_EXPERIENCE:
        return str_of(experience_label(r, arena));
    case REQUIREMENT_LIFTING:
        return str_of(arena_printf(arena, "%u pound%s", r->pounds, r->pounds == 1 ? "" : "s"));
    default:
        return r->phrase;
    }
}

static json_t *years_json(unsigned months)
{
    return months % 12 == 0 ? json_integer(months / 12) : json_real(months / 12.0);
}

static void set_experience(json_t *object, const struct requirement *r)
{
    json_object_set_new(object, "years", years_json(r->months));
    if (r->months_max > r->months)
        json_object_set_new(object, "years_max", years_json(r->months_max));
    json_object_set_new(object, "supervisory", json_boolean(r->supervisory));
    if (r->part_months > 0)
        json_object_set_new(object, "part",
                            json_pack("{s:o, s:b}", "years", years_json(r->part_months),
                                      "supervisory", r->part_supervisory));
}

static json_t *requirement_json(const struct requirement *r, struct arena *arena)
{
    json_t *object = json_object();

    if (r->type == REQUIREMENT_EDUCATION)
        json_object_set_new(object, "level", json_string(education_level_name(r->level)));
    else if (r->type == REQUIREMENT_EXPERIENCE)
        set_experience(object, r);
    else if (r->type == REQUIREMENT_LIFTING)
        json_object_set_new(object, "pounds", json_integer(r->pounds));
    json_object_set_new(object, "label", leaf_text(requirements_label(r, arena)));
    json_object_set_new(object, "modality", json_string(modality_name(r->modality)));
    json_object_set_new(object, "sentence", leaf_text(r->sentence));
    json_object_set_new(object, "phrase", leaf_text(r->phrase));
    json_object_set_new(object, "line", json_integer(r->line));
    json_object_set_new(object, "section", json_integer((json_int_t)r->section));
    return object;
}

json_t *requirements_json(const struct record_class *class, struct arena *arena)
{
    json_t *lists[REQUIREMENT_TYPE_COUNT], *object = json_object();

    for (size_t t = 0; t < REQUIREMENT_TYPE_COUNT; t++)
        json_object_set_new(object, list_names[t], lists[t] = json_array());
    for (size_t i = 0; i < class->requirement_count; i++)
        json_array_append_new(lists[class->requirements[i].type],
                              requirement_json(&class->requirements[i], arena));
    return object;
}
