#include "spec/requirement.h"

#include "spec/spec.h"

struct name {
    const char *name, *label;
};

static const struct name types[REQUIREMENT_TYPE_COUNT] = {
    [REQUIREMENT_EDUCATION] = {"education", "Education"},
    [REQUIREMENT_EXPERIENCE] = {"experience", "Experience"},
    [REQUIREMENT_LICENCE] = {"licence", "Licence or certificate"},
    [REQUIREMENT_BACKGROUND] = {"background", "Clearance or background check"},
    [REQUIREMENT_LIFTING] = {"lifting", "Lifting"},
};

static const struct name modalities[MODALITY_COUNT] = {
    [MODALITY_REQUIRED] = {"required", "Required"},
    [MODALITY_BY_POSITION] = {"by_position", "By position"},
    [MODALITY_PREFERRED] = {"preferred", "Preferred"},
    [MODALITY_EQUIVALENCY] = {"equivalency", "In place of another"},
    [MODALITY_UNCLASSIFIED] = {"unclassified", "Unclassified"},
};

static const struct name levels[EDUCATION_COUNT] = {
    [EDUCATION_NONE] = {"none", "None"},
    [EDUCATION_HIGH_SCHOOL] = {"high_school", "High school"},
    [EDUCATION_SOME_COLLEGE] = {"some_college", "Some college"},
    [EDUCATION_ASSOCIATE] = {"associate", "Associate's degree"},
    [EDUCATION_BACHELOR] = {"bachelor", "Bachelor's degree"},
    [EDUCATION_MASTER] = {"master", "Master's degree"},
    [EDUCATION_DOCTORATE] = {"doctorate", "Doctorate"},
    [EDUCATION_APPRENTICESHIP] = {"apprenticeship", "Apprenticeship"},
};

/* The number of a name in a table, `count` if it is not there. */
static int find_name(const struct name table[], int count, struct str name)
{
    for (int i = 0; i < count; i++)
        if (str_eq_nocase(name, str_of(table[i].name)))
            return i;
    return count;
}

const char *requirement_type_name(enum requirement_type type)
{
    return types[type].name;
}

const char *requirement_type_label(enum requirement_type type)
{
    return types[type].label;
}

bool requirement_type_from_name(enum requirement_type *type, struct str name)
{
    *type = (enum requirement_type)find_name(types, REQUIREMENT_TYPE_COUNT, name);
    return *type < REQUIREMENT_TYPE_COUNT;
}

const char *modality_name(enum modality modality)
{
    return modalities[modality].name;
}

const char *modality_label(enum modality modality)
{
    return modalities[modality].label;
}

bool modality_from_name(enum modality *modality, struct str name)
{
    *modality = (enum modality)find_name(modalities, MODALITY_COUNT, name);
    return *modality < MODALITY_COUNT;
}

const char *education_level_name(enum education_level level)
{
    return levels[level].name;
}

const char *education_level_label(enum education_level level)
{
    return levels[level].label;
}

bool education_level_from_name(enum education_level *level, struct str name)
{
    *level = (enum education_level)find_name(levels, EDUCATION_COUNT, name);
    return *level < EDUCATION_COUNT;
}

void requirements_read(struct spec *spec, struct arena *arena)
{
    (void)spec;
    (void)arena;
}
