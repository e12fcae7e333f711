#include "spec/spec.h"

#include "spec/evidence.h"
#include "spec/heading.h"
#include "spec/identity.h"
#include "spec/phrase.h"
#include "spec/questionnaire.h"

enum err_code spec_reader_open(struct spec_reader *reader, const struct house *house,
                               struct err *err)
{
    reader->aliases = alias_table_new();
    reader->labels = label_table_new();
    reader->phrases = phrase_table_new();
    reader->house = house;
    enum err_code code =
        house != NULL ? alias_table_add(reader->aliases, house->headings, err) : ERR_OK;
    if (code != ERR_OK)
        spec_reader_close(reader);
    return code;
}

void spec_reader_close(struct spec_reader *reader)
{
    alias_table_free(reader->aliases);
    label_table_free(reader->labels);
    phrase_table_free(reader->phrases);
}

/* A heading, or the start of the text before the first one, and where its text stands. */
struct cut {
    struct heading heading; /* empty text: none */
    size_t at;              /* document line of the heading */
    size_t body;            /* first document line behind it */
};

struct cuts {
    struct cut *items;
    size_t count, capacity;
    struct arena *arena;
};

static void add_cut(struct cuts *cuts, struct cut cut)
{
    cuts->items =
        arena_grow(cuts->arena, cuts->items, cuts->count, &cuts->capacity, sizeof *cuts->items);
    cuts->items[cuts->count++] = cut;
}

/* Above the title stands a letterhead, in capitals as often as not: there only headings that are
 * known count. */
static bool is_heading(struct heading *heading, const struct heading_context *context, size_t at,
                       size_t title_at, bool after_heading)
{
    bool letterhead = title_at < context->document->count && at < title_at;
    return at != title_at && heading_at(heading, context, at, after_heading) &&
           (!letterhead || heading->alias.strength >= ALIAS_COVERED);
}

static void find_headings(struct cuts *cuts, const struct heading_context *context, size_t title_at)
{
    const struct document *document = context->document;
    bool after_heading = true;

    add_cut(cuts, (struct cut){.at = 0, .body = 0});
    for (size_t at = 0; at < document->count;) {
        struct heading heading;
        if (is_heading(&heading, context, at, title_at, after_heading)) {
            add_cut(cuts, (struct cut){heading, at, at + heading.lines});
            at += heading.lines;
            after_heading = true;
        } else {
            if (at == context->end)
                add_cut(cuts, (struct cut){.at = at, .body = at});
            if (str_trim(document->lines[at].text).n > 0)
                after_heading = false;
            at++;
        }
    }
}

enum { MARKED_LEVELS = 16 };

/* What a document uses: how often each style, and which levels of marks. */
struct usage {
    size_t styles[STYLE_COUNT];
    bool marks[MARKED_LEVELS];
    bool form; /* most headings stand alone with a colon, as on a printed form */
};

static struct usage usage_of(const struct cuts *cuts)
{
    struct usage usage = {.form = true};

    for (size_t i = 1; i < cuts->count; i++) {
        const struct heading *heading = &cuts->items[i].heading;
        if (heading->marked_level > 0)
            usage.marks[heading->marked_level % MARKED_LEVELS] = true;
        else
            usage.styles[heading->style]++;
        usage.form = usage.form && heading->marked_level == 0;
    }
    usage.form = usage.form && usage.styles[STYLE_COLON] >
                                   usage.styles[STYLE_CAPITALS] + usage.styles[STYLE_TITLE_CASE];
    return usage;
}

/* On a form all headings are of one level, but for labels that run in and are not known as headings
 * of their own. */
static unsigned form_level(const struct heading *heading)
{
    bool known = heading->alias.strength == ALIAS_EXACT && !heading->alias.weak;
    return heading->style == STYLE_RUN_IN && !known ? 2 : 1;
}

/* Levels are the ranks of the styles that the document uses; marked headings have their own. Of
 * capitals and title case the more frequent one is the outer: a few notes in capitals among
 * title-case headings do not govern them. */
static void assign_levels(unsigned levels[], const struct cuts *cuts)
{
    struct usage usage = usage_of(cuts);
    unsigned rank[STYLE_COUNT], mark_rank[MARKED_LEVELS], next = 1;
    enum heading_style order[STYLE_COUNT];

    for (size_t s = 0; s < STYLE_COUNT; s++)
        order[s] = (enum heading_style)s;
    if (usage.styles[STYLE_TITLE_CASE] > usage.styles[STYLE_CAPITALS]) {
        order[0] = STYLE_TITLE_CASE;
        order[1] = STYLE_CAPITALS;
    }
    for (size_t m = 1; m < MARKED_LEVELS; m++)
        mark_rank[m] = usage.marks[m] ? next++ : next;
    for (size_t s = 0; s < STYLE_COUNT; s++)
        rank[order[s]] = usage.styles[order[s]] > 0 ? next++ : next;
    levels[0] = 1;
    for (size_t i = 1; i < cuts->count; i++) {
        const struct heading *heading = &cuts->items[i].heading;
        if (heading->marked_level > 0)
            levels[i] = mark_rank[heading->marked_level % MARKED_LEVELS];
        else
            levels[i] = usage.form ? form_level(heading) : rank[heading->style];
    }
}

/* The text of a section: what runs in behind the heading, then the lines up to the next cut. Blank
 * lines at both ends are left off, those between kept, so that line numbers can be counted. */
static void set_text(struct spec_section *section, const struct cut *cut, size_t end,
                     const struct document *document, struct arena *arena)
{
    struct buf text = {0};
    unsigned previous = 0;
    size_t last = end;

    while (last > cut->body && str_trim(document->lines[last - 1].text).n == 0)
        last--;
    if (cut->heading.rest.n > 0) {
        section->text_line = previous = document->lines[cut->at].line;
        buf_str(&text, cut->heading.rest);
    }
    for (size_t at = cut->body; at < last; at++) {
        const struct document_line *line = &document->lines[at];
        if (section->text_line == 0 && str_trim(line->text).n == 0)
            continue;
        if (section->text_line == 0)
            section->text_line = line->line;
        else if (line->line > previous)
            for (; previous < line->line; previous++)
                buf_char(&text, '\n');
        else
            buf_char(&text, ' '); /* a bare CR within the source's line */
        buf_str(&text, line->text);
        previous = line->line;
    }
    section->text = str_of(arena_strndup(arena, buf_view(&text).p, text.n));
    section->text.n = text.n; /* a NUL in it does not end it */
    buf_free(&text);
}

/* A section has the kinds of its heading, or else those of the section it stands under.
 * Competencies are often a list of labels, some of which ("Supervision: ...") mean something else
 * elsewhere. */
static void set_kinds(struct spec_section *section, const struct spec_section *sections,
                      const struct heading *heading)
{
    const struct spec_section *parent =
        section->parent != SPEC_NO_PARENT ? &sections[section->parent] : NULL;
    bool competency = parent != NULL && parent->kinds.kinds[0] == KIND_COMPETENCIES &&
                      heading->style == STYLE_RUN_IN && heading->alias.weak;

    section->known = heading->alias.strength > ALIAS_NONE || heading->style == STYLE_CLASS ||
                     heading->style == STYLE_ALTERNATIVE;
    section->kinds = heading->alias.kinds;
    if (parent != NULL && (section->kinds.count == 0 || competency))
        section->kinds = parent->kinds;
    if (section->kinds.count == 0)
        kind_set_add(&section->kinds, KIND_OTHER);
}

static bool is_known(const struct cut *cut)
{
    return cut->heading.alias.kinds.count > 0;
}

/* Under a known heading without text, headings that are not known and set in the same style stand
 * one level deeper, up to the next known one. */
static bool is_nested(const struct cuts *cuts, size_t at, bool nested, const struct spec *spec)
{
    if (at < 2 || is_known(&cuts->items[at]))
        return false;
    const struct cut *above = &cuts->items[at - 1], *cut = &cuts->items[at];
    bool same = above->heading.style == cut->heading.style &&
                above->heading.marked_level == cut->heading.marked_level;
    return same && (nested || (is_known(above) && spec->sections[spec->count - 1].text.n == 0));
}

static void build_sections(struct spec *spec, const struct cuts *cuts,
                           const struct document *document, struct arena *arena)
{
    unsigned *levels = arena_zero(arena, cuts->count, sizeof *levels);
    int open[64]; /* the section last opened on each level */
    unsigned depth = 0, nested = 0;

    assign_levels(levels, cuts);
    spec->sections = arena_zero(arena, cuts->count, sizeof *spec->sections);
    for (size_t i = 0; i < cuts->count; i++) {
        const struct cut *cut = &cuts->items[i];
        nested = is_nested(cuts, i, nested > 0, spec);
        size_t end = i + 1 < cuts->count ? cuts->items[i + 1].at : document->count;
        struct spec_section *section = &spec->sections[spec->count];
        *section = (struct spec_section){.heading = cut->heading.text, .parent = SPEC_NO_PARENT};
        set_text(section, cut, end, document, arena);
        if (i == 0 && section->text.n == 0 && cuts->count > 1)
            continue; /* nothing stands before the first heading */
        section->line = i == 0 ? section->text_line : document->lines[cut->at].line;
        if (i > 0 && section->heading.n == 0)
            section->line = section->text_line;
        if (document->count > 0)
            section->page = document->lines[cut->at].page;
        section->level = levels[i] + nested;
        while (depth > 0 && spec->sections[open[depth - 1]].level >= section->level)
            depth--;
        if (depth > 0 && i > 0)
            section->parent = open[depth - 1];
        set_kinds(section, spec->sections, &cut->heading);
        if (i > 0 && depth < sizeof open / sizeof open[0])
            open[depth++] = (int)spec->count;
        spec->count++;
    }
}

static const char *const verdicts[] = {
    [SPEC_SURE] = "sure", [SPEC_DOUBTFUL] = "doubtful", [SPEC_NONE] = "none"};

const char *spec_verdict_name(enum spec_verdict verdict)
{
    return verdicts[verdict];
}

bool spec_verdict_from_name(enum spec_verdict *verdict, struct str name)
{
    for (size_t i = 0; i < sizeof verdicts / sizeof verdicts[0]; i++) {
        if (str_eq(name, str_of(verdicts[i]))) {
            *verdict = (enum spec_verdict)i;
            return true;
        }
    }
    return false;
}

enum { SIGN_WORK = 1, SIGN_QUALIFICATIONS = 2 };

/* What the kinds of a section show: postings and web pages of all sorts speak of pay, of
 * themselves, and of tests. */
static unsigned signs_of(const struct spec_section *section)
{
    static const unsigned signs[KIND_COUNT] = {[KIND_SUMMARY] = SIGN_WORK,
                                               [KIND_DISTINGUISHING] = SIGN_WORK,
                                               [KIND_DUTIES] = SIGN_WORK,
                                               [KIND_SUPERVISION_RECEIVED] = SIGN_WORK,
                                               [KIND_SUPERVISION_EXERCISED] = SIGN_WORK,
                                               [KIND_COMPETENCIES] = SIGN_QUALIFICATIONS,
                                               [KIND_KNOWLEDGE_SKILLS_ABILITIES] =
                                                   SIGN_QUALIFICATIONS,
                                               [KIND_EDUCATION] = SIGN_QUALIFICATIONS,
                                               [KIND_EXPERIENCE] = SIGN_QUALIFICATIONS,
                                               [KIND_LICENSURE] = SIGN_QUALIFICATIONS};
    unsigned found = 0;

    for (uint8_t k = 0; section->known && k < section->kinds.count; k++)
        found |= signs[section->kinds.kinds[k]];
    return found;
}

/* Two signs make a specification: sections about the work, sections about qualifications, a class
 * code, requirements of one type and of another. */
static enum spec_verdict judge(const struct spec *spec)
{
    enum { NOTICE_WORDS = 120 }; /* a page that says "not found" has fewer */
    size_t words = 0;
    unsigned found = 0;

    for (size_t i = 0; i < spec->count; i++) {
        struct str text = spec->sections[i].text;
        found |= signs_of(&spec->sections[i]);
        for (size_t k = 0; k < text.n; k++)
            words += text.p[k] > ' ' && (k == 0 || text.p[k - 1] <= ' ');
    }
    unsigned types = 0;
    for (size_t i = 0; i < spec->requirement_count; i++)
        types |= 1u << spec->requirements[i].type;
    int signs = ((found & SIGN_WORK) != 0) + ((found & SIGN_QUALIFICATIONS) != 0) +
                (spec->fields[FIELD_CLASS_CODE].value.n > 0) + (types > 0) +
                ((types & (types - 1)) != 0);
    if (signs > 1)
        return SPEC_SURE;
    return signs == 0 && words < NOTICE_WORDS ? SPEC_NONE : SPEC_DOUBTFUL;
}

/* A document about one class, to which all sections belong. */
static void set_single_class(struct spec *spec, struct arena *arena)
{
    struct spec_class *class = arena_zero(arena, 1, sizeof *class);

    *class = (struct spec_class){.title = spec->title,
                                 .title_line = spec->title_line,
                                 .sections = arena_zero(arena, spec->count, sizeof(size_t)),
                                 .count = spec->count};
    memcpy(class->fields, spec->fields, sizeof class->fields);
    for (size_t i = 0; i < spec->count; i++)
        class->sections[i] = i;
    spec->classes = class;
    spec->class_count = 1;
}

/* What the house says that the codes in fields mean. */
static void set_meanings(struct spec_field fields[FIELD_COUNT], const struct house *house)
{
    for (enum spec_field_name name = 0; name < FIELD_COUNT; name++)
        if (fields[name].value.n > 0)
            fields[name].meaning = house_meaning(house, name, fields[name].value);
}

void spec_read(struct spec *spec, const struct spec_reader *reader, const struct document *document,
               struct str name, struct arena *arena)
{
    struct cuts cuts = {.arena = arena};
    struct series series;

    *spec = (struct spec){0};
    size_t title_at = identity_read(spec, reader, document, name, arena);
    series_read(&series, document, arena);
    struct heading_context context = {.document = document,
                                      .aliases = reader->aliases,
                                      .labels = reader->labels,
                                      .series = &series,
                                      .title = spec->title,
                                      .end = questionnaire_start(document),
                                      .arena = arena};
    heading_context_prepare(&context);
    find_headings(&cuts, &context, title_at);
    build_sections(spec, &cuts, document, arena);
    requirements_read(spec, reader->phrases, arena);
    evidence_order_kinds(spec, arena);
    spec->verdict = judge(spec);
    if (!series_split(spec, &series, document, arena))
        set_single_class(spec, arena);
    set_meanings(spec->fields, reader->house);
    for (size_t i = 0; i < spec->class_count; i++)
        set_meanings(spec->classes[i].fields, reader->house);
}
