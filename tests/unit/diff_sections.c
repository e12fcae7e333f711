/* indexer/diff_sections: which sections of a class appeared, vanished or changed. */
#include "support.h"

#include "indexer/diff_sections.h"

enum { SECTIONS_MAX = 8 };

/* Sections as "Heading:text|Heading:text"; a text that begins with ! is of another kind. */
static size_t read_sections(struct record_section sections[SECTIONS_MAX], const char *said)
{
    struct str rest = str_of(said);
    size_t count = 0;

    for (; rest.n > 0; count++) {
        struct str text = str_cut(&rest, '|'), heading = str_cut(&text, ':');
        bool other = str_starts(text, STR("!"));
        sections[count] = (struct record_section){
            .ordinal = (uint32_t)count, .heading = heading, .text = str_from(text, other ? 1 : 0)};
        kind_set_add(&sections[count].kinds, other ? KIND_SALARY : KIND_DUTIES);
    }
    return count;
}

/* "+2" the new section 2 appeared, "-0" the old section 0 vanished, "0~1 text" the old section 0
 * is the new section 1 with another text. */
static const char *differences(const char *before, const char *after, struct arena *arena)
{
    struct record_section old[SECTIONS_MAX], new[SECTIONS_MAX];
    size_t old_count = read_sections(old, before), new_count = read_sections(new, after);
    struct diff_section *found;
    size_t count = diff_sections(&found, old, old_count, new, new_count, arena);
    const char *said = "";

    for (size_t i = 0; i < count; i++) {
        const char *comma = i > 0 ? ", " : "";
        if (found[i].change == DIFF_APPEARED) {
            said = arena_printf(arena, "%s%s+%u", said, comma, found[i].new->ordinal);
        } else if (found[i].change == DIFF_VANISHED) {
            said = arena_printf(arena, "%s%s-%u", said, comma, found[i].old->ordinal);
        } else {
            json_t *what = diff_section_what(&found[i]);
            said = arena_printf(arena, "%s%s%u~%u", said, comma, found[i].old->ordinal,
                                found[i].new->ordinal);
            for (size_t k = 0; k < json_array_size(what); k++)
                said =
                    arena_printf(arena, "%s %s", said, json_string_value(json_array_get(what, k)));
            json_decref(what);
        }
    }
    return said;
}

static void sections_are_told_apart(void **state)
{
    static const struct {
        const char *old, *new, *differences;
    } cases[] = {
        {"", "", ""},
        {"A:x|B:y", "A:x|B:y", ""},
        {"A:x|B:y", "B:y|A:x", ""}, /* where it stands does not count */
        {"A:x", "A:x|B:y", "+1"},
        {"A:x|B:y", "B:y", "-0"},
        {"A:x|B:y", "A:z|B:y", "0~0 text"},
        {"A:x", "B:x", "0~0 heading"},
        {"A:x", "A:!x", "0~0 kinds"},
        {"A:x", "B:!x", "0~0 heading kinds"},
        {"A:x", "B:y", "+0, -0"},
        {"A:", "B:", "+0, -0"}, /* no text is no text in common */
        {":x", ":y", "0~0 text"},
        {"A:x|A:x", "A:x", "-1"},
        {"A:x|A:y|A:z", "A:x|A:z", "-1"},
        {"A:x|A:y", "A:q|A:x", "1~0 text"},
        {"A:x|A:y", "A:p|A:q|A:r", "0~0 text, 1~1 text, +2"},
        {"A:x|B:y", "B:x|A:y", "1~0 text, 0~1 text"},
        {"A:x|B:y|C:z", "A:y|C:z|D:x", "0~0 text, +2, -1"},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_text(arena_printf(world->arena, "%s to %s", cases[i].old, cases[i].new),
                    str_of(differences(cases[i].old, cases[i].new, world->arena)),
                    cases[i].differences);
}

int main(void)
{
    const struct CMUnitTest tests[] = {world_test(sections_are_told_apart)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
