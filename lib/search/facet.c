#include "search/facet.h"

struct facet_def {
    const char *name, *title;
    /* Of a fixed vocabulary: how many values, not counting FACET_NOT_STATED, which comes last if
     * sections may lack a value; what they are called; which ones a section has. */
    uint32_t count;
    bool may_lack, of_class;
    const char *(*value_name)(uint32_t number), *(*value_label)(uint32_t number);
    bool (*value_find)(uint32_t *number, struct str value); /* NULL: by the names alone */
    uint32_t (*mask)(const struct kind_set *kinds, const struct requirement *requirements,
                     size_t count);
    /* Of any other. */
    struct str (*class_value)(const struct spec_field *fields, struct str agency,
                              struct arena *arena);
    struct str (*label)(struct str value); /* NULL: the value itself */
    enum facet_order order;
};

/* Kinds of section. */

static const char *section_name(uint32_t number)
{
    return kind_name((enum spec_kind)number);
}

static const char *section_label(uint32_t number)
{
    return kind_label((enum spec_kind)number);
}

/* Knows the short forms too. */
static bool section_find(uint32_t *number, struct str value)
{
    enum spec_kind kind;

    if (!kind_from_name(&kind, value))
        return false;
    *number = (uint32_t)kind;
    return true;
}

static uint32_t kinds_mask(const struct kind_set *kinds, const struct requirement *requirements,
                           size_t count)
{
    uint32_t mask = 0;
    (void)requirements;
    (void)count;

    for (uint8_t k = 0; k < kinds->count; k++)
        mask |= UINT32_C(1) << kinds->kinds[k];
    return mask;
}

/* What is required. */

static const struct {
    const char *name, *label;
    unsigned from; /* months */
} bands[] = {
    {"under_1", "Under 1 year", 0},       {"1_to_2", "1\u20132 years", 12},
    {"3_to_4", "3\u20134 years", 36},     {"5_to_7", "5\u20137 years", 60},
    {"8_or_more", "8 years or more", 96},
};

enum { BANDS = sizeof bands / sizeof bands[0] };

static const char *band_name(uint32_t number)
{
    return bands[number].name;
}

static const char *band_label(uint32_t number)
{
    return bands[number].label;
}

static uint32_t band_of(unsigned months)
{
    uint32_t band = BANDS - 1;

    while (months < bands[band].from)
        band--;
    return band;
}

static const char *level_name(uint32_t number)
{
    return education_level_name((enum education_level)number);
}

static const char *level_label(uint32_t number)
{
    return education_level_label((enum education_level)number);
}

static const char *modality_value_name(uint32_t number)
{
    return modality_name((enum modality)number);
}

static const char *modality_value_label(uint32_t number)
{
    return modality_label((enum modality)number);
}

bool facet_asks_for(const struct requirement *requirement)
{
    return requirement->modality == MODALITY_REQUIRED ||
           requirement->modality == MODALITY_BY_POSITION ||
           requirement->modality == MODALITY_UNCLASSIFIED;
}

static uint32_t education_mask(const struct kind_set *kinds, const struct requirement *requirements,
                               size_t count)
{
    uint32_t mask = 0;
    (void)kinds;

    for (const struct requirement *r = requirements; r < requirements + count; r++)
        if (r->type == REQUIREMENT_EDUCATION && facet_asks_for(r))
            mask |= UINT32_C(1) << r->level;
    return mask;
}

static uint32_t experience_mask(const struct kind_set *kinds,
                                const struct requirement *requirements, size_t count)
{
    uint32_t mask = 0;
    (void)kinds;

    for (const struct requirement *r = requirements; r < requirements + count; r++)
        if (r->type == REQUIREMENT_EXPERIENCE && facet_asks_for(r))
            mask |= UINT32_C(1) << band_of(r->months);
    return mask;
}

static uint32_t modality_mask(const struct kind_set *kinds, const struct requirement *requirements,
                              size_t count)
{
    uint32_t mask = 0;
    (void)kinds;

    for (const struct requirement *r = requirements; r < requirements + count; r++)
        mask |= UINT32_C(1) << r->modality;
    return mask;
}

/* What a class states. */

static struct str class_agency(const struct spec_field *fields, struct str agency,
                               struct arena *arena)
{
    (void)fields;
    (void)arena;
    return agency;
}

static struct str class_flsa(const struct spec_field *fields, struct str agency,
                             struct arena *arena)
{
    (void)agency;
    return field_flsa_status(&fields[FIELD_FLSA], arena);
}

static struct str flsa_label(struct str value)
{
    if (str_eq(value, STR("exempt")))
        return STR("Exempt");
    return str_eq(value, STR("nonexempt")) ? STR("Nonexempt") : value;
}

static struct str class_grade(const struct spec_field *fields, struct str agency,
                              struct arena *arena)
{
    (void)agency;
    (void)arena;
    return fields[FIELD_PAY_GRADE].value;
}

static struct str class_series(const struct spec_field *fields, struct str agency,
                               struct arena *arena)
{
    (void)agency;
    (void)arena;
    return fields[FIELD_SERIES].value;
}

static struct str class_revised(const struct spec_field *fields, struct str agency,
                                struct arena *arena)
{
    struct str date = field_iso_date(fields[FIELD_REVISED].value, arena);
    (void)agency;

    return str_cut(&date, '-');
}

static const struct facet_def facets[FACET_COUNT] = {
    [FACET_SECTION] = {"section", "Section", KIND_COUNT, .value_name = section_name,
                       .value_label = section_label, .value_find = section_find,
                       .mask = kinds_mask},
    [FACET_EDUCATION] = {"education", "Education", EDUCATION_COUNT, .may_lack = true,
                         .of_class = true, .value_name = level_name, .value_label = level_label,
                         .mask = education_mask, .order = FACET_AS_LISTED},
    [FACET_EXPERIENCE] = {"experience", "Experience", BANDS, .may_lack = true, .of_class = true,
                          .value_name = band_name, .value_label = band_label,
                          .mask = experience_mask, .order = FACET_AS_LISTED},
    [FACET_MODALITY] = {"modality", "Modality", MODALITY_COUNT, .may_lack = true,
                        .value_name = modality_value_name, .value_label = modality_value_label,
                        .mask = modality_mask, .order = FACET_AS_LISTED},
    [FACET_AGENCY] = {"agency", "Agency", .class_value = class_agency},
    [FACET_FLSA] = {"flsa", "FLSA status", .class_value = class_flsa, .label = flsa_label},
    [FACET_GRADE] = {"grade", "Pay grade", .class_value = class_grade},
    [FACET_SERIES] = {"series", "Series", .class_value = class_series},
    [FACET_REVISED] = {"revised", "Revised", .class_value = class_revised,
                       .order = FACET_GREATEST_FIRST},
};

_Static_assert(KIND_COUNT <= 32, "the kinds fit a mask");
_Static_assert(KIND_COUNT + (EDUCATION_COUNT + 1) + (BANDS + 1) + (MODALITY_COUNT + 1) <=
                   FACET_VOCABULARIES_MAX,
               "every facet's values fit the tally's word");

const char *facet_name(enum facet facet)
{
    return facets[facet].name;
}

const char *facet_title(enum facet facet)
{
    return facets[facet].title;
}

bool facet_from_name(enum facet *facet, struct str name)
{
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        if (str_eq(name, str_of(facets[f].name))) {
            *facet = f;
            return true;
        }
    }
    return false;
}

uint32_t facet_vocabulary(enum facet facet)
{
    return facets[facet].count + facets[facet].may_lack;
}

unsigned facet_bit(enum facet facet)
{
    unsigned bit = 0;

    for (enum facet f = 0; facet_vocabulary(facet) > 0 && f < facet; f++)
        bit += facet_vocabulary(f);
    return bit;
}

struct str facet_value(enum facet facet, uint32_t number)
{
    const struct facet_def *def = &facets[facet];
    return number < def->count ? str_of(def->value_name(number)) : STR(FACET_NOT_STATED);
}

bool facet_value_find(uint32_t *number, enum facet facet, struct str value)
{
    if (facets[facet].value_find != NULL)
        return facets[facet].value_find(number, value);
    for (uint32_t i = 0; i < facet_vocabulary(facet); i++) {
        if (str_eq_nocase(value, facet_value(facet, i))) {
            *number = i;
            return true;
        }
    }
    return false;
}

struct str facet_value_label(enum facet facet, struct str value)
{
    const struct facet_def *def = &facets[facet];
    uint32_t number;

    if (str_eq(value, STR(FACET_NOT_STATED)))
        return STR("Not stated");
    if (def->count > 0 && facet_value_find(&number, facet, value))
        return str_of(def->value_label(number));
    return def->label != NULL ? def->label(value) : value;
}

enum facet_order facet_order(enum facet facet)
{
    return facets[facet].order;
}

bool facet_is_of_class(enum facet facet)
{
    return facets[facet].of_class;
}

uint32_t facet_mask(enum facet facet, const struct kind_set *kinds,
                    const struct requirement *requirements, size_t count)
{
    const struct facet_def *def = &facets[facet];
    uint32_t mask = def->mask(kinds, requirements, count);

    return mask == 0 && def->may_lack ? UINT32_C(1) << def->count : mask;
}

struct str facet_class_value(enum facet facet, const struct spec_field fields[FIELD_COUNT],
                             struct str agency, struct arena *arena)
{
    struct str value = facets[facet].class_value(fields, agency, arena);
    return value.n > 0 ? value : STR(FACET_NOT_STATED);
}
