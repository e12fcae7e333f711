/* Tables of texts and the requirements that stand in them, for the tests of lib/spec/requirement.
 */
#ifndef UNIT_REQUIREMENT_TABLE_H
#define UNIT_REQUIREMENT_TABLE_H

#include "support.h"

#include "spec/phrase.h"
#include "spec/spec.h"

/* A section's text, which begins on line 1 of its source, and what is to be found in it, parted by
 * "; ": type, value, modality, line. Values: a level; months, with "-" and the upper end of a
 * range, "s" if supervisory, "(n)" or "(ns)" for a part; pounds; nothing for licences and checks.
 */
struct requirement_row {
    enum spec_kind kind;
    const char *heading, *text, *want;
};

static inline void requirement_value(struct buf *out, const struct requirement *r)
{
    buf_text(out, requirement_type_name(r->type));
    if (r->type == REQUIREMENT_EDUCATION)
        buf_printf(out, " %s", education_level_name(r->level));
    if (r->type == REQUIREMENT_LIFTING)
        buf_printf(out, " %u", r->pounds);
    if (r->type == REQUIREMENT_EXPERIENCE) {
        buf_printf(out, " %u", r->months);
        if (r->months_max != r->months)
            buf_printf(out, "-%u", r->months_max);
        buf_text(out, r->supervisory ? "s" : "");
        if (r->part_months > 0)
            buf_printf(out, "(%u%s)", r->part_months, r->part_supervisory ? "s" : "");
    }
    buf_printf(out, " %s %u", modality_name(r->modality), r->line);
}

/* Reads one section that stands alone in its specification. */
static inline void requirement_read_text(struct spec *spec, enum spec_kind kind,
                                         const char *heading, struct str text, struct arena *arena)
{
    struct spec_section *section = arena_zero(arena, 1, sizeof *section);

    *section = (struct spec_section){.heading = str_of(heading),
                                     .level = 1,
                                     .parent = SPEC_NO_PARENT,
                                     .line = 1,
                                     .text = text,
                                     .text_line = 1};
    kind_set_add(&section->kinds, kind);
    *spec = (struct spec){.sections = section, .count = 1};
    struct phrase_table *phrases = phrase_table_new();
    requirements_read(spec, phrases, arena);
    phrase_table_free(phrases);
}

/* The sentence stands where the requirement says, blanks and line ends apart. */
static inline bool requirement_stands(const struct requirement *r, struct str text)
{
    size_t k = 0;

    if (r->start >= r->end || r->end > text.n)
        return false;
    for (size_t at = r->start; at < r->end; at++) {
        if (strchr(" \t\n", text.p[at]) != NULL)
            continue;
        while (k < r->sentence.n && strchr(" \t", r->sentence.p[k]) != NULL)
            k++;
        if (k == r->sentence.n || r->sentence.p[k++] != text.p[at])
            return false;
    }
    return k == r->sentence.n;
}

static inline void requirement_check_rows(const struct requirement_row rows[], size_t count)
{
    size_t wrong = 0; /* every row is looked at: a rule that changes shows all that it changes */

    for (size_t i = 0; i < count; i++) {
        struct arena *arena = arena_new();
        struct spec spec;
        struct buf got = {0};
        requirement_read_text(&spec, rows[i].kind, rows[i].heading, str_of(rows[i].text), arena);
        for (size_t k = 0; k < spec.requirement_count; k++) {
            buf_text(&got, k > 0 ? "; " : "");
            requirement_value(&got, &spec.requirements[k]);
            expect_true(rows[i].text,
                        requirement_stands(&spec.requirements[k], str_of(rows[i].text)));
        }
        if (!str_eq(buf_view(&got), str_of(rows[i].want))) {
            print_error("%s\n  got  %s\n  want %s\n", rows[i].text, got.p != NULL ? got.p : "",
                        rows[i].want);
            wrong++;
        }
        buf_free(&got);
        arena_free(arena);
    }
    expect_number("rows that differ", wrong, 0);
}

#define REQUIREMENT_CHECK(rows) requirement_check_rows(rows, COUNT_OF(rows))

#endif
