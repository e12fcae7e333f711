#include "spec/evidence.h"

#include "spec/spec.h"

/* Puts a kind first, adding it if need be. */
static void put_first(struct kind_set *set, enum spec_kind kind)
{
    struct kind_set ordered = {0};

    kind_set_add(&ordered, kind);
    for (uint8_t k = 0; k < set->count; k++)
        kind_set_add(&ordered, (enum spec_kind)set->kinds[k]);
    *set = ordered;
}

/* For each section, which types of requirement stand in it or below it, as bits. */
static unsigned *types_under(const struct spec *spec, struct arena *arena)
{
    unsigned *types = arena_zero(arena, spec->count, sizeof *types);

    for (size_t i = 0; i < spec->requirement_count; i++) {
        const struct requirement *requirement = &spec->requirements[i];
        for (int s = (int)requirement->section; s != SPEC_NO_PARENT; s = spec->sections[s].parent)
            types[s] |= 1u << requirement->type;
    }
    return types;
}

/* Has it the kinds of the section above? */
static bool inherits(const struct spec *spec, const struct spec_section *section)
{
    if (section->parent == SPEC_NO_PARENT)
        return false;
    const struct kind_set *above = &spec->sections[section->parent].kinds;
    if (above->count != section->kinds.count)
        return false;
    for (uint8_t k = 0; k < above->count; k++)
        if (!kind_set_has(above, (enum spec_kind)section->kinds.kinds[k]))
            return false;
    return true;
}

void evidence_order_kinds(struct spec *spec, struct arena *arena)
{
    enum {
        DEGREES = 1u << REQUIREMENT_EDUCATION,
        YEARS = 1u << REQUIREMENT_EXPERIENCE,
        LICENCES = 1u << REQUIREMENT_LICENCE
    };
    const unsigned *under = types_under(spec, arena);

    for (size_t i = 0; i < spec->count; i++) {
        struct spec_section *section = &spec->sections[i];
        if (!kind_set_has(&section->kinds, KIND_EDUCATION) ||
            !kind_set_has(&section->kinds, KIND_EXPERIENCE))
            continue;
        unsigned types = under[i];
        if ((types & (DEGREES | YEARS)) == DEGREES)
            put_first(&section->kinds, KIND_EDUCATION);
        else if ((types & (DEGREES | YEARS)) == YEARS)
            put_first(&section->kinds, KIND_EXPERIENCE);
        else if (types == LICENCES && inherits(spec, section))
            put_first(&section->kinds, KIND_LICENSURE);
    }
}
