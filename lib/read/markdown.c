#include "read/markdown.h"

#include <ctype.h>

static bool ends_with(struct str s, const char *end)
{
    struct str e = str_of(end);
    return s.n >= e.n && str_eq_nocase(str_from(s, s.n - e.n), e);
}

/* Level of an ATX heading (`## Text`), 0 if it is none; *text is what stands behind the mark. */
static unsigned atx_level(struct str *text, struct str line)
{
    unsigned level = 0;

    while (line.n > 0 && line.p[0] == ' ')
        line = str_from(line, 1);
    while (level < line.n && line.p[level] == '#')
        level++;
    if (level == 0 || level > 6 || level == line.n || !isblank((unsigned char)line.p[level]))
        return 0;
    *text = str_trim(str_from(line, level));
    while (text->n > 0 && text->p[text->n - 1] == '#')
        text->n--;
    *text = str_trim(*text);
    return text->n > 0 ? level : 0;
}

bool markdown_recognised(const struct document *document, struct str name)
{
    size_t headings = 0;
    struct str ignored;

    if (ends_with(name, ".md") || ends_with(name, ".markdown"))
        return true;
    for (size_t i = 0; i < document->count; i++)
        headings += atx_level(&ignored, document->lines[i].text) > 0;
    return headings >= 2;
}

static bool is_word(struct str s, size_t at)
{
    return at < s.n && (isalnum((unsigned char)s.p[at]) || (unsigned char)s.p[at] >= 0x80);
}

/* Emphasis marks stand at the edge of a word; the same signs within one (snake_case) or between
 * blanks (2 * 3) are text. */
static bool is_emphasis(struct str s, size_t at, size_t run)
{
    bool before = at > 0 && is_word(s, at - 1), after = is_word(s, at + run);
    bool blank_before = at == 0 || isspace((unsigned char)s.p[at - 1]);
    bool blank_after = at + run >= s.n || isspace((unsigned char)s.p[at + run]);

    return run <= 3 && !(before && after) && !(blank_before && blank_after);
}

static struct str without_marks(struct str s, struct arena *arena)
{
    char *out = arena_strndup(arena, s.p, s.n);
    size_t n = 0;

    if (memchr(s.p, '*', s.n) == NULL && memchr(s.p, '_', s.n) == NULL &&
        memchr(s.p, '\\', s.n) == NULL)
        return s;
    for (size_t i = 0; i < s.n;) {
        size_t run = 1;
        if (s.p[i] == '\\' && i + 1 < s.n && ispunct((unsigned char)s.p[i + 1])) {
            out[n++] = s.p[i + 1];
            i += 2;
            continue;
        }
        if (s.p[i] == '*' || s.p[i] == '_') {
            while (i + run < s.n && s.p[i + run] == s.p[i])
                run++;
            if (is_emphasis(s, i, run)) {
                i += run;
                continue;
            }
        }
        memcpy(out + n, s.p + i, run);
        n += run;
        i += run;
    }
    return (struct str){out, n};
}

/* One pair of marks around the whole line, a colon behind them aside. */
static bool is_all_bold(struct str line)
{
    struct str s = str_trim(line);

    if (s.n > 0 && s.p[s.n - 1] == ':')
        s.n--;
    if (s.n <= 4 || !(str_starts(s, STR("**")) || str_starts(s, STR("__"))))
        return false;
    struct str mark = {s.p, 2}, inside = {s.p + 2, s.n - 4};
    return str_eq(str_from(s, s.n - 2), mark) && memmem(inside.p, inside.n, "**", 2) == NULL &&
           memmem(inside.p, inside.n, "__", 2) == NULL;
}

/* YAML front matter between two lines of `---`: kept as text, but for its title no structure is
 * read from it. Returns the line behind it. */
static size_t front_matter(struct document *document, struct arena *arena)
{
    if (document->count == 0 || !str_eq(str_trim(document->lines[0].text), STR("---")))
        return 0;
    size_t end = 1;
    while (end < document->count && !str_eq(str_trim(document->lines[end].text), STR("---")))
        end++;
    if (end == document->count)
        return 0;
    for (size_t i = 0; i <= end; i++) {
        struct str s = document->lines[i].text;
        document->lines[i].verbatim = true;
        if (!str_starts(s, STR("title:")) || document->title.n > 0)
            continue;
        s = str_trim(str_from(s, 6));
        if (s.n >= 2 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.n - 1] == s.p[0])
            s = (struct str){s.p + 1, s.n - 2};
        document->title = (struct str){arena_strndup(arena, s.p, s.n), s.n};
        document->title_line = document->lines[i].line;
    }
    return end + 1;
}

/* A line of = or - under a line of text makes that a heading. */
static unsigned setext_level(struct str line)
{
    struct str s = str_trim(line);

    if (s.n < 3 || (s.p[0] != '=' && s.p[0] != '-'))
        return 0;
    for (size_t i = 1; i < s.n; i++)
        if (s.p[i] != s.p[0])
            return 0;
    return s.p[0] == '=' ? 1 : 2;
}

void markdown_apply(struct document *document, struct arena *arena)
{
    bool fenced = false;

    document->format = "markdown";
    for (size_t i = front_matter(document, arena); i < document->count; i++) {
        struct document_line *line = &document->lines[i];
        struct str text;
        if (str_starts(str_trim(line->text), STR("```"))) {
            fenced = !fenced;
            line->verbatim = true;
        }
        if (fenced) {
            line->verbatim = true;
            continue;
        }
        line->bold = is_all_bold(line->text);
        line->level = atx_level(&text, line->text);
        if (line->level > 0)
            line->text = text;
        struct str above = i > 0 ? str_trim(document->lines[i - 1].text) : STR("");
        unsigned under = setext_level(line->text);
        if (under > 0 && above.n > 0 && above.n < 100 && document->lines[i - 1].level == 0 &&
            !document->lines[i - 1].verbatim && setext_level(above) == 0) {
            document->lines[i - 1].level = under;
            line->verbatim = true;
        }
        line->text = without_marks(line->text, arena);
    }
}
