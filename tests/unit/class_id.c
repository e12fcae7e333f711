/* indexer/class_id: what classes are called, and that no two are called alike. */
#include "support.h"

#include "indexer/class_id.h"

static const char *base(const struct world *world, const char *agency, const char *code,
                        const char *title)
{
    struct spec_class class = {.title = str_of(title)};

    class.fields[FIELD_CLASS_CODE].value = str_of(code);
    return class_id_base(agency, &class, world->arena);
}

static void ids_are_of_agency_and_code_or_title(void **state)
{
    static const struct {
        const char *agency, *code, *title, *id;
    } cases[] = {
        {"fern", "PF3110", "Clerk", "fern/pf3110"},
        {"Town of Fern", "31-10", "Clerk", "town-of-fern/31-10"},
        {"fern", "", "Clerk / Typist (II)", "fern/clerk-typist-ii"},
        {"fern", "--", "Clerk", "fern/unnamed"},
        {"", "", "", "unnamed/unnamed"},
        {"\xc3\xa9t\xc3\xa9", "7", "", "t/7"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_text(cases[i].id,
                    str_of(base(*state, cases[i].agency, cases[i].code, cases[i].title)),
                    cases[i].id);
}

/* Classes of one source are told apart like those of several. */
static void ids_that_are_taken_get_a_number(void **state)
{
    const struct world *world = *state;
    struct map taken = {0};
    struct manifest_class own[4];

    map_add(&taken, "a/1", 0);
    map_add(&taken, "a/1~3", 0);
    static const char *const want[] = {"a/1~2", "a/1~4", "a/2", "a/2~2"};
    static const char *const bases[] = {"a/1", "a/1", "a/2", "a/2"};
    for (size_t i = 0; i < COUNT_OF(want); i++) {
        own[i] = (struct manifest_class){
            .id = class_id_next(&taken, own, i, bases[i], world->arena), .base = bases[i]};
        expect_text(want[i], str_of(own[i].id), want[i]);
    }
    expect_text("of another source", str_of(class_id_next(&taken, NULL, 0, "a/2", world->arena)),
                "a/2");
    map_free(&taken);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(ids_are_of_agency_and_code_or_title),
        world_test(ids_that_are_taken_get_a_number),
    };
    return cmocka_run_group_tests_name("class_id", tests, NULL, NULL);
}
