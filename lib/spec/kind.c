#include "spec/kind.h"

static const struct {
    const char *name, *label;
} kinds[KIND_COUNT] = {
    [KIND_SUMMARY] = {"summary", "Summary"},
    [KIND_DISTINGUISHING] = {"distinguishing", "Distinguishing characteristics"},
    [KIND_DUTIES] = {"duties", "Duties"},
    [KIND_COMPETENCIES] = {"competencies", "Competencies"},
    [KIND_KNOWLEDGE_SKILLS_ABILITIES] = {"knowledge_skills_abilities",
                                         "Knowledge, skills & abilities"},
    [KIND_SUPERVISION_RECEIVED] = {"supervision_received", "Supervision received"},
    [KIND_SUPERVISION_EXERCISED] = {"supervision_exercised", "Supervision exercised"},
    [KIND_EDUCATION] = {"education", "Education"},
    [KIND_EXPERIENCE] = {"experience", "Experience"},
    [KIND_EQUIVALENCY] = {"equivalency", "Equivalency"},
    [KIND_LICENSURE] = {"licensure", "Licensure & certification"},
    [KIND_BACKGROUND_CHECK] = {"background_check", "Background check"},
    [KIND_ASSESSMENT] = {"assessment", "Assessment"},
    [KIND_PROBATION] = {"probation", "Probation"},
    [KIND_WORKING_ENVIRONMENT] = {"working_environment", "Working environment"},
    [KIND_PHYSICAL_DEMANDS] = {"physical_demands", "Physical demands"},
    [KIND_SALARY] = {"salary", "Salary & benefits"},
    [KIND_CLASSIFICATION] = {"classification", "Classification"},
    [KIND_HISTORY] = {"history", "History"},
    [KIND_OTHER] = {"other", "Other"},
};

const char *kind_name(enum spec_kind kind)
{
    return kinds[kind].name;
}

const char *kind_label(enum spec_kind kind)
{
    return kinds[kind].label;
}

bool kind_from_name(enum spec_kind *kind, struct str name)
{
    if (str_eq_nocase(name, STR("ksa")))
        name = STR("knowledge_skills_abilities");
    else if (str_eq_nocase(name, STR("background")))
        name = STR("background_check");
    for (enum spec_kind k = 0; k < KIND_COUNT; k++) {
        if (str_eq_nocase(name, str_of(kinds[k].name))) {
            *kind = k;
            return true;
        }
    }
    return false;
}

bool kind_set_has(const struct kind_set *set, enum spec_kind kind)
{
    for (uint8_t k = 0; k < set->count; k++)
        if (set->kinds[k] == kind)
            return true;
    return false;
}

void kind_set_add(struct kind_set *set, enum spec_kind kind)
{
    if (!kind_set_has(set, kind))
        set->kinds[set->count++] = (uint8_t)kind;
}
