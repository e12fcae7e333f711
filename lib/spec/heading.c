#include "spec/heading.h"

#include <ctype.h>

#include "spec/mark.h"
#include "spec/shape.h"

enum {
    LONGEST = 100,        /* bytes of a heading's line, run-in text apart */
    LONGEST_MARKED = 400, /* bytes of a marked heading; a longer line is text whatever its mark */
    WORDS_CAPITALS = 14,  /* more words in capitals are a sentence */
    WORDS_COLON = 8,      /* more words before a closing colon introduce a list */
    DEFINITION_LIST = 5   /* so many `Label: text` paragraphs in a row are a list, not sections */
};

static struct str line_text(const struct document *document, size_t at)
{
    if (at >= document->count)
        return STR("");
    return str_trim(document->lines[at].text);
}

static bool blank_before(const struct document *document, size_t at)
{
    return at == 0 || line_text(document, at - 1).n == 0;
}

static bool blank_after(const struct document *document, size_t at)
{
    return line_text(document, at + 1).n == 0;
}

/* Signs that are drawn around a heading, as in "=== JOB DETAILS ===" or "| Work Location |". */
static bool is_decoration(char c)
{
    return c == '=' || c == '|' || c == '*' || c == '_' || c == '#' || c == ' ';
}

static struct str without_colon(struct str s)
{
    while (s.n > 0 && (s.p[s.n - 1] == ':' || is_decoration(s.p[s.n - 1])))
        s.n--;
    while (s.n > 0 && is_decoration(s.p[0]))
        s = str_from(s, 1);
    return s;
}

/* A field of the document that no section needs to be made of: `Pay Grade: EX-13`. */
static bool is_field(const struct heading_context *context, struct str s)
{
    struct label_pair pairs[LABEL_PAIRS_MAX];
    size_t count = label_pairs(pairs, context->labels, s);

    return count > 1 || (count == 1 && pairs[0].value.n > 0);
}

static bool is_definition(struct str s)
{
    struct shape shape = shape_of((struct str){s.p, mark_label_end(s)});
    return mark_label_end(s) > 0 && shape.starts_upper && shape.words <= WORDS_COLON;
}

/* Does a list of definitions go on with line `at`? Fields belong to one only where no blank line
 * parts them from it. */
static bool is_listed(const struct heading_context *context, size_t at, bool *blank)
{
    struct str s = line_text(context->document, at);

    *blank = *blank || s.n == 0;
    return s.n == 0 || (is_definition(s) && !(*blank && is_field(context, s)));
}

/* Do so many paragraphs in a row around `at` have the form `Label: text` that they are a list? */
static bool in_definition_list(const struct heading_context *context, size_t at)
{
    size_t count = 1;
    bool blank = false;

    for (size_t i = at; i-- > 0 && count < DEFINITION_LIST && is_listed(context, i, &blank);)
        count += line_text(context->document, i).n > 0;
    blank = false;
    for (size_t i = at + 1;
         i < context->document->count && count < DEFINITION_LIST && is_listed(context, i, &blank);
         i++)
        count += line_text(context->document, i).n > 0;
    return count >= DEFINITION_LIST;
}

static bool is_known_label(const struct heading_context *context, struct str s)
{
    size_t colon = mark_label_end(s);

    if (colon == 0)
        return false;
    struct alias_match alias = alias_find(context->aliases, (struct str){s.p, colon});
    return alias.strength >= ALIAS_COVERED && alias.kinds.count > 0;
}

static bool is_known_number(const struct heading_context *context, struct str s)
{
    unsigned depth;
    size_t n = s.n <= LONGEST ? mark_number(s, &depth) : 0;
    struct alias_match alias = n > 0 ? alias_find(context->aliases, str_from(s, n))
                                     : (struct alias_match){.strength = ALIAS_NONE};

    return alias.strength >= ALIAS_COVERED && alias.kinds.count > 0;
}

void heading_context_prepare(struct heading_context *context)
{
    context->known_labels = context->known_numbers = 0;
    words_split(&context->title_words, context->title);
    for (size_t at = 0; at < context->end; at++) {
        struct str s = line_text(context->document, at);
        context->known_labels += is_known_label(context, s);
        context->known_numbers += is_known_number(context, s);
    }
}

static bool has_word(const struct words *words, const char *word)
{
    for (size_t i = 0; i < words->count; i++)
        if (strcmp(words->text[i], word) == 0)
            return true;
    return false;
}

/* "Departmental Analyst 10" in a posting of "Departmental Analyst 9-12": two words or more of the
 * title, and a level. */
static bool names_level(struct str heading, const struct words *title)
{
    struct words words;
    size_t common = 0, levels = 0;

    words_split(&words, heading);
    for (size_t i = 0; i < words.count; i++) {
        const char *word = words.text[i];
        bool level = strlen(word) <= 3 &&
                     (strpbrk(word, "0123456789") != NULL || strspn(word, "ivx") == strlen(word));
        levels += level;
        common += !level && has_word(title, word);
    }
    return levels == 1 && common >= 2 && common + levels == words.count;
}

/* Headings of a series specification that stand below all others, however they are set. */
static bool in_series(struct heading *heading, const struct heading_context *context)
{
    if (mark_is_alternative(heading->text))
        heading->style = STYLE_ALTERNATIVE;
    else if (series_class_named(context->series, heading->text) != SERIES_NONE ||
             names_level(heading->text, &context->title_words) ||
             (context->series->count > 0 && words_equal(heading->text, STR("All Levels"))))
        heading->style = STYLE_CLASS;
    else
        return false;
    return true;
}

/* "California State Personnel Board Specification": says what the document is. */
static bool names_document(const struct heading *heading)
{
    static const char *const ends[] = {"specification", "specifications"};

    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        struct str end = str_of(ends[i]);
        if (heading->text.n > end.n && str_ends_nocase(heading->text, end))
            return heading->alias.kinds.count == 0;
    }
    return false;
}

static bool marked(struct heading *heading, const struct heading_context *context, size_t at)
{
    const struct document_line *line = &context->document->lines[at];

    if (line->level == 0)
        return false;
    unsigned depth;
    heading->text = without_colon(str_trim(line->text));
    heading->alias =
        alias_find(context->aliases, str_from(heading->text, mark_number(heading->text, &depth)));
    if (!in_series(heading, context))
        heading->marked_level = line->level;
    return heading->text.n > 0 && heading->text.n <= LONGEST_MARKED &&
           heading->alias.strength != ALIAS_NEVER && !names_document(heading);
}

/* A heading in capitals that no alias explains may run over the next line or two. */
static void extend_capitals(struct heading *heading, const struct heading_context *context,
                            size_t at)
{
    enum { CAPITALS_LINES = 3 };

    while (heading->lines < CAPITALS_LINES) {
        struct str next = line_text(context->document, at + heading->lines);
        struct shape shape = shape_of(next);
        if (next.n > LONGEST || !shape_is_capitals(&shape) ||
            strchr(".,:", next.p[next.n - 1]) != NULL ||
            alias_find(context->aliases, next).strength > ALIAS_PARTIAL || is_field(context, next))
            return;
        heading->text = str_of(arena_printf(context->arena, "%.*s %.*s", (int)heading->text.n,
                                            heading->text.p, (int)next.n, next.p));
        heading->alias = alias_find(context->aliases, heading->text);
        heading->lines++;
    }
}

/* "Qualification Requirements (continued)": a page break of the source, not a section. */
static bool is_continuation(struct str s)
{
    return memmem(s.p, s.n, "(continued", 10) != NULL || memmem(s.p, s.n, "(cont", 5) != NULL ||
           memmem(s.p, s.n, "(Continued", 10) != NULL || memmem(s.p, s.n, "(CONT", 5) != NULL;
}

static bool ends_sentence(struct str s)
{
    return s.n > 0 && strchr(".!?", s.p[s.n - 1]) != NULL;
}

/* The nearest line above or below that is not blank; empty at the end of the document. */
static struct str nearest(const struct document *document, size_t at, bool below)
{
    struct str s = {"", 0};

    while (s.n == 0 && (below ? at + 1 < document->count : at > 0))
        s = line_text(document, below ? ++at : --at);
    return s;
}

enum { PARAGRAPH = 150 }; /* bytes of a line that is a whole paragraph */

/* The line above is a paragraph, and at its end. */
static bool follows_paragraph(const struct heading_context *context, size_t at)
{
    struct str above = at > 0 ? line_text(context->document, at - 1) : (struct str){"", 0};
    return above.n >= PARAGRAPH && ends_sentence(above);
}

/* Where paragraphs follow each other without blank lines, a short line with a closing colon between
 * the end of one and a long next one. */
static bool leads_paragraph(const struct heading_context *context, size_t at)
{
    const struct document *document = context->document;

    return at > 0 && ends_sentence(line_text(document, at - 1)) &&
           line_text(document, at + 1).n >= PARAGRAPH && !mark_is_item(line_text(document, at + 1));
}

/* Text as opposed to an entry of a list: long, the end of a sentence, or with a list's mark. */
static bool is_prose(struct str s)
{
    enum { LONG = 70 };
    return s.n >= LONG || ends_sentence(s) || mark_is_item(s);
}

/* A short line in title case between two passages of text, set off by blank lines. One among other
 * short lines is an entry of a list. */
static bool parts_passages(const struct heading_context *context, size_t at,
                           const struct shape *shape)
{
    const struct document *document = context->document;
    struct str above = nearest(document, at, false), below = nearest(document, at, true);

    return blank_before(document, at) && shape->words >= 2 && shape->words <= WORDS_COLON &&
           shape->long_words > 0 && shape->long_capitalised == shape->long_words &&
           is_prose(above) && is_prose(below) && mark_label_end(below) == 0 &&
           memchr(line_text(document, at).p, ',', line_text(document, at).n) == NULL;
}

/* Set in larger or bold letters than what stands above it, and not the value of a label there. */
static bool stands_out(const struct heading_context *context, size_t at)
{
    enum { LARGER = 112 }; /* percent */
    const struct document_line *line = &context->document->lines[at];
    struct str above = nearest(context->document, at, false);

    if (!isalnum((unsigned char)str_trim(line->text).p[0]) ||
        (above.n > 0 && above.p[above.n - 1] == ':'))
        return false;
    return line->size >= LARGER || (line->bold && (at == 0 || !line[-1].bold));
}

static bool capitals_heading(struct heading *heading, const struct heading_context *context,
                             size_t at, const struct shape *shape, bool before)
{
    struct str s = line_text(context->document, at);
    bool colon = s.p[s.n - 1] == ':';
    bool sentence = strchr(".,!\"", s.p[s.n - 1]) != NULL || s.p[0] == '"' ||
                    str_starts(s, STR("\xe2\x80\x9c")) || shape->words > WORDS_CAPITALS;

    heading->style = colon ? STYLE_CAPITALS_COLON : STYLE_CAPITALS;
    if (heading->alias.strength < ALIAS_COVERED && before && !sentence && !colon)
        extend_capitals(heading, context, at);
    return heading->alias.strength >= ALIAS_COVERED || (before && !sentence && shape->longest >= 4);
}

static bool title_case_heading(struct heading *heading, const struct heading_context *context,
                               size_t at, const struct shape *shape, bool before)
{
    struct str s = line_text(context->document, at);
    bool colon = s.p[s.n - 1] == ':', titled = shape_is_title_case(shape);
    enum alias_strength known = heading->alias.strength;

    heading->style = colon ? STYLE_COLON : STYLE_TITLE_CASE;
    if (known == ALIAS_EXACT)
        return colon || before || (titled && (!heading->alias.weak || stands_out(context, at)));
    if (known == ALIAS_COVERED)
        return colon || (titled && shape->words > 1) ||
               (before && blank_after(context->document, at) && titled);
    if (shape->words > WORDS_COLON)
        return false;
    if (titled && (stands_out(context, at) || parts_passages(context, at, shape)))
        return true;
    return colon &&
           ((before && titled && memchr(s.p, ',', s.n) == NULL) || leads_paragraph(context, at));
}

/* "Department, or": the sentence goes on in the next line. */
static bool breaks_off(struct str s)
{
    static const char *const ends[] = {" or", " and", " the", " a"};

    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        struct str end = str_of(ends[i]);
        if (s.n > end.n && str_ends_nocase(s, end))
            return true;
    }
    return false;
}

/* A line that is nothing but a heading, with or without a closing colon. */
static bool standing(struct heading *heading, const struct heading_context *context, size_t at,
                     struct str s, bool after_heading)
{
    if (s.n > LONGEST)
        return false;
    struct str text = without_colon(s);
    struct shape shape = shape_of(text);
    bool before = after_heading || blank_before(context->document, at);

    bool icon =
        ispunct((unsigned char)s.p[0]) && s.n > 1 && s.p[1] == ' ' && !is_decoration(s.p[0]);

    if (shape.letters < 3 || !shape.starts_upper || s.p[0] == '[' || icon || is_continuation(s))
        return false; /* in brackets: a template's field that nobody filled in */
    heading->text = text;
    heading->alias = alias_find(context->aliases, text);
    if (in_series(heading, context))
        return before;
    if (heading->alias.strength == ALIAS_NEVER || is_field(context, s) || names_document(heading))
        return false;
    if (shape_is_capitals(&shape))
        return capitals_heading(heading, context, at, &shape,
                                before || follows_paragraph(context, at));
    if (strchr(".;,?!", s.p[s.n - 1]) != NULL || mark_is_item(s) || breaks_off(s))
        return false;
    return title_case_heading(heading, context, at, &shape, before);
}

/* "1. Purpose of the Class", "6.1 Education": set to stand out, or in the company of others that
 * are known. An item of a list has another right below it. */
static bool numbered(struct heading *heading, const struct heading_context *context, size_t at,
                     struct str s, bool after_heading)
{
    unsigned depth, next;
    size_t n = s.n <= LONGEST ? mark_number(s, &depth) : 0;

    if (n == 0)
        return false;
    struct str text = without_colon(str_from(s, n));
    struct shape shape = shape_of(text);
    bool apart = after_heading || blank_before(context->document, at) || stands_out(context, at);
    if (!apart || shape.letters < 3 || !shape.starts_upper || shape.words > WORDS_COLON ||
        strchr(".;,?!", s.p[s.n - 1]) != NULL ||
        mark_number(line_text(context->document, at + 1), &next) > 0)
        return false;
    heading->text = without_colon(s);
    heading->marked_level = depth;
    heading->alias = alias_find(context->aliases, text);
    bool set = shape_is_capitals(&shape) || shape_is_title_case(&shape);
    bool known = heading->alias.strength >= ALIAS_COVERED && heading->alias.kinds.count > 0;
    return set && heading->alias.strength != ALIAS_NEVER && !is_field(context, text) &&
           (stands_out(context, at) || context->known_numbers > (known ? 1 : 2));
}

/* A heading with a remark behind it: "EXAMPLES OF DUTIES (The following is a part of ...)". */
static bool remarked(struct heading *heading, const struct heading_context *context, size_t at,
                     struct str s, bool after_heading)
{
    const char *open = memchr(s.p, '(', s.n < LONGEST ? s.n : LONGEST);
    struct str text = {s.p, open != NULL ? (size_t)(open - s.p) : 0};
    struct str rest = str_from(s, text.n);

    text = str_trim(text);
    if (text.n == 0 || rest.n < 20 || (!after_heading && !blank_before(context->document, at)))
        return false;
    struct shape shape = shape_of(text), remark = shape_of(rest);
    heading->text = text;
    heading->rest = rest;
    heading->alias = alias_find(context->aliases, text);
    heading->style = shape_is_capitals(&shape) ? STYLE_CAPITALS : STYLE_TITLE_CASE;
    return heading->alias.strength >= ALIAS_COVERED && remark.lower > remark.upper &&
           (shape_is_capitals(&shape) || shape_is_title_case(&shape)) &&
           memchr(rest.p, ')', rest.n) != NULL;
}

/* `Essential` on one line, `Functions` on the next: a table's narrow first column. */
static bool broken(struct heading *heading, const struct heading_context *context, size_t at,
                   struct str s)
{
    struct str next = line_text(context->document, at + 1);

    if (next.n == 0 || s.n + next.n > MARK_LABEL_MAX)
        return false;
    struct shape shape = shape_of(s);
    if (!shape.starts_upper || shape.words > 3)
        return false;
    struct alias_match alone = alias_find(context->aliases, s);
    if (alone.strength >= ALIAS_COVERED && !alone.weak)
        return false;
    struct str both =
        str_of(arena_printf(context->arena, "%.*s %.*s", (int)s.n, s.p, (int)next.n, next.p));
    heading->text = without_colon(both);
    heading->alias = alias_find(context->aliases, both);
    heading->lines = 2;
    heading->style = STYLE_TITLE_CASE;
    return heading->alias.strength == ALIAS_EXACT;
}

/* A label that is known, with its text behind it. Without a blank line above such labels come in
 * company: `Education: ...`, `Experience: ...`. */
static bool known_label(const struct heading *heading, const struct heading_context *context,
                        bool before)
{
    if (heading->alias.kinds.count == 0)
        return false;
    return before || (heading->alias.strength == ALIAS_EXACT && context->known_labels > 1);
}

static bool run_in(struct heading *heading, const struct heading_context *context, size_t at,
                   struct str s, bool after_heading)
{
    size_t colon = mark_label_end(s), tight = colon == 0 ? mark_tight_label_end(s) : 0;

    if (colon + tight == 0 || mark_is_item(s))
        return false;
    heading->text = str_trim((struct str){s.p, colon + tight});
    heading->rest = str_trim(str_from(s, colon + tight + 1));
    heading->alias = alias_find(context->aliases, heading->text);
    heading->style = STYLE_RUN_IN;
    struct shape shape = shape_of(heading->text);
    if (!shape.starts_upper || shape.letters < 3 || shape.words > WORDS_COLON ||
        heading->alias.strength == ALIAS_NEVER || is_field(context, s))
        return false;
    bool before = after_heading || blank_before(context->document, at);
    if (tight > 0)
        return before && heading->alias.strength >= ALIAS_COVERED;
    if (shape_is_capitals(&shape) && shape.longest >= 4 && before)
        return true;
    if (heading->rest.n < PARAGRAPH && in_definition_list(context, at))
        return false;
    if (heading->alias.strength >= ALIAS_COVERED)
        return known_label(heading, context, before);
    /* An unknown label is a heading where it is set off, by two blanks or in bold letters. */
    const struct document_line *line = &context->document->lines[at];
    bool set_off = (str_from(s, colon + 2).n > 0 && s.p[colon + 2] == ' ') || line->lead >= colon;
    return before && set_off && shape_is_title_case(&shape) && shape.words <= 6;
}

bool heading_at(struct heading *heading, const struct heading_context *context, size_t at,
                bool after_heading)
{
    const struct document_line *line = &context->document->lines[at];
    struct str s = str_trim(line->text);

    *heading = (struct heading){.lines = 1};
    if (s.n == 0 || at >= context->end || line->verbatim || line->row || mark_has_leaders(s) ||
        (words_are(&context->title_words, s) &&
         series_class_named(context->series, s) == SERIES_NONE))
        return false;
    if (marked(heading, context, at))
        return true;
    if (broken(heading, context, at, s))
        return true;
    *heading = (struct heading){.lines = 1};
    if (standing(heading, context, at, s, after_heading))
        return true;
    *heading = (struct heading){.lines = 1};
    if (numbered(heading, context, at, s, after_heading))
        return true;
    *heading = (struct heading){.lines = 1};
    if (remarked(heading, context, at, s, after_heading))
        return true;
    *heading = (struct heading){.lines = 1};
    return run_in(heading, context, at, s, after_heading);
}
