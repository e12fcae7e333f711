#include "indexer/verify_row.h"

#include "base/utf8.h"
#include "indexer/class_id.h"

enum { QUOTE_MAX = 60 }; /* bytes of a text in an error */

static int quoted(struct str text)
{
    return (int)utf8_cut(text, QUOTE_MAX);
}

static enum err_code is_other(const char *name, struct str told, struct str there, struct err *err)
{
    return err_set(err, ERR_FORMAT, "the %s is '%.*s' in the source, not '%.*s'", name,
                   quoted(there), there.p != NULL ? there.p : "", quoted(told), told.p);
}

static enum err_code check_number(const char *name, uint32_t told, size_t there, struct err *err)
{
    if (told == there)
        return ERR_OK;
    return err_set(err, ERR_FORMAT, "the %s is %zu in the source, not %u", name, there, told);
}

static bool same_kinds(const struct kind_set *a, const struct kind_set *b)
{
    return a->count == b->count && memcmp(a->kinds, b->kinds, a->count) == 0;
}

static enum err_code check_section(const struct evidence_pack_row *row,
                                   const struct spec_section *section, struct err *err)
{
    if (!str_eq(row->heading, section->heading))
        return is_other("heading", row->heading, section->heading, err);
    if (!same_kinds(&row->kinds, &section->kinds))
        return err_set(err, ERR_FORMAT, "the section is of other kinds");
    enum err_code code = check_number("line of the section", row->section_line, section->line, err);
    if (code == ERR_OK)
        code = check_number("page", row->section_page, section->page, err);
    return code;
}

/* Goes on to a point, or to the end of the text. */
static void walk_to(struct verify_walk *walk, struct str text, size_t point)
{
    if (walk->text != text.p || walk->point > point)
        *walk = (struct verify_walk){.text = text.p};
    while (walk->byte < text.n && walk->point < point) {
        walk->lines += text.p[walk->byte] == '\n';
        do
            walk->byte++;
        while (walk->byte < text.n && ((unsigned char)text.p[walk->byte] & 0xc0) == 0x80);
        walk->point++;
    }
}

/* The quote, which a row has in three parts, stands at its span. */
static enum err_code check_span(const struct evidence_pack_row *row,
                                const struct spec_section *section, struct verify_walk *walk,
                                struct err *err)
{
    struct str text = row->in_heading ? section->heading : section->text;
    size_t points = row->end - row->start;

    walk_to(walk, text, row->start);
    struct str behind = str_from(text, walk->byte), before = {text.p, walk->byte};
    if (walk->point < row->start || !str_starts(behind, row->match))
        return err_set(err, ERR_FORMAT, "'%.*s' does not stand at %u", quoted(row->match),
                       row->match.p, row->start);
    if (utf8_length(row->match) != points)
        return err_set(err, ERR_FORMAT, "the span is of %zu characters, and the match has %zu",
                       points, utf8_length(row->match));
    if (before.n < row->left.n || !str_eq(str_from(before, before.n - row->left.n), row->left))
        return err_set(err, ERR_FORMAT, "'%.*s' does not stand to the left", quoted(row->left),
                       row->left.p);
    if (!str_starts(str_from(behind, row->match.n), row->right))
        return err_set(err, ERR_FORMAT, "'%.*s' does not stand to the right", quoted(row->right),
                       row->right.p);
    return check_number("line", row->line,
                        row->in_heading ? section->line : section->text_line + walk->lines, err);
}

static enum err_code check_class(const struct evidence_pack_row *row, const struct spec *spec,
                                 const struct spec_class *class, struct verify_walk *walk,
                                 struct err *err)
{
    struct str code_there = class->fields[FIELD_CLASS_CODE].value;

    if (!str_eq(row->title, class->title))
        return is_other("title", row->title, class->title, err);
    if (!str_eq(row->code, code_there))
        return is_other("class code", row->code, code_there, err);
    if (row->ordinal >= class->count)
        return err_set(err, ERR_FORMAT, "there is no section %u: the class has %zu", row->ordinal,
                       class->count);
    const struct spec_section *section = &spec->sections[class->sections[row->ordinal]];
    enum err_code code = check_section(row, section, err);
    return code == ERR_OK ? check_span(row, section, walk, err) : code;
}

/* Is it the id, or that with a number behind it? */
static bool is_id_of(struct str id, const char *base)
{
    if (!str_starts(id, str_of(base)))
        return false;
    struct str rest = str_from(id, strlen(base));
    if (rest.n == 0)
        return true;
    if (rest.n < 2 || rest.p[0] != '~' || rest.p[1] == '0' || str_is(rest, "~1"))
        return false;
    for (size_t i = 1; i < rest.n; i++)
        if (rest.p[i] < '0' || rest.p[i] > '9')
            return false;
    return true;
}

struct verify_reading verify_reading_of(const struct spec *spec, const char *agency,
                                        struct arena *arena)
{
    struct verify_reading source = {.spec = spec,
                                    .agency = str_of(agency),
                                    .ids =
                                        arena_zero(arena, spec->class_count, sizeof *source.ids)};

    for (size_t i = 0; i < spec->class_count; i++)
        source.ids[i] = class_id_base(agency, &spec->classes[i], arena);
    return source;
}

enum err_code verify_row(const struct evidence_pack_row *row, struct verify_reading *source,
                         struct err *err)
{
    const struct spec *spec = source->spec;
    enum err_code code = ERR_NOT_FOUND;

    if (!str_eq(row->agency, source->agency))
        return is_other("agency", row->agency, source->agency, err);
    for (size_t i = 0; code != ERR_OK && i < spec->class_count; i++)
        if (is_id_of(row->class_id, source->ids[i]))
            code = check_class(row, spec, &spec->classes[i], &source->walk, err);
    if (code == ERR_NOT_FOUND)
        code = err_set(err, ERR_FORMAT, "there is no class %.*s in the source",
                       quoted(row->class_id), row->class_id.p);
    return code;
}
