#include "read/markdown.h"

#include <ctype.h>

#include "read/inline.h"

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

    if (str_ends_nocase(name, STR(".md")) || str_ends_nocase(name, STR(".markdown")))
        return true;
    for (size_t i = 0; i < document->count; i++)
        headings += atx_level(&ignored, document->lines[i].text) > 0;
    return headings >= 2;
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

/* Lines from one that begins with `begin` up to the next that has `end` in it hold no structure. If
 * none has, the first is text. */
static void mark_comments(struct document *document, size_t first, struct str begin, struct str end)
{
    size_t last = document->count; /* behind the last line that ends one */

    while (last > first && memmem(document->lines[last - 1].text.p,
                                  document->lines[last - 1].text.n, end.p, end.n) == NULL)
        last--;
    for (bool open = false; first < last; first++) {
        struct document_line *line = &document->lines[first];
        open = open || str_starts(str_trim(line->text), begin);
        line->verbatim = line->verbatim || open;
        open = open && memmem(line->text.p, line->text.n, end.p, end.n) == NULL;
    }
}

/* ``` or ~~~, with or without a language behind it. */
static bool is_fence(struct str line)
{
    struct str s = str_trim(line);
    return str_starts(s, STR("```")) || str_starts(s, STR("~~~"));
}

/* |---|:--:| below the head of a table. */
static bool is_delimiter_row(struct str line)
{
    struct str s = str_trim(line);
    bool dash = false, bar = false;

    for (size_t i = 0; i < s.n; i++) {
        if (memchr("|-: \t", s.p[i], 5) == NULL)
            return false;
        dash = dash || s.p[i] == '-';
        bar = bar || s.p[i] == '|';
    }
    return dash && bar;
}

/* The cells of a row, parted by tabs; \| is no end of a cell. */
static struct str row_text(struct str line, struct arena *arena)
{
    struct buf out = {0};
    struct str s = str_trim(line);

    if (str_starts(s, STR("|")))
        s = str_from(s, 1);
    for (bool first = true; s.n > 0; first = false) {
        size_t end = 0;
        while (end < s.n && s.p[end] != '|')
            end += s.p[end] == '\\' && end + 1 < s.n ? 2 : 1;
        struct str cell = inline_text(str_trim((struct str){s.p, end}), arena);
        if (!first)
            buf_char(&out, '\t');
        for (size_t i = 0; i < cell.n; i++)
            buf_char(&out, cell.p[i] == '\t' ? ' ' : cell.p[i]);
        s = str_from(s, end + 1);
    }
    struct str text = {arena_strndup(arena, buf_view(&out).p, out.n), out.n};
    buf_free(&out);
    return text;
}

/* Bytes of a line's text that are its label in bold, `**Label:** text`; `line` is with its marks.
 */
static unsigned lead_length(struct str text, struct str line, struct arena *arena)
{
    struct str s = str_trim(line);

    if (!str_starts(s, STR("**")) && !str_starts(s, STR("__")))
        return 0;
    const char *end = s.n > 4 ? memmem(s.p + 2, s.n - 2, s.p, 2) : NULL;
    if (end == NULL || end == s.p + 2 || isspace((unsigned char)end[-1]))
        return 0;
    size_t indent = (size_t)(s.p - line.p);
    struct str label = inline_text((struct str){s.p, (size_t)(end + 2 - s.p)}, arena);
    bool leads = str_starts(str_from(text, indent), label) && indent + label.n < text.n;
    return leads ? (unsigned)(indent + label.n) : 0;
}

static void apply_line(struct document_line *line, struct arena *arena)
{
    struct str text, marked;

    line->level = atx_level(&text, line->text);
    if (line->level > 0)
        line->text = text;
    line->bold = line->level == 0 && is_all_bold(line->text);
    marked = line->text;
    line->text = inline_text(marked, arena);
    if (line->level == 0 && !line->bold)
        line->lead = lead_length(line->text, marked, arena);
}

/* Makes the line above a heading if this one underlines it. */
static void apply_underline(struct document *document, size_t at)
{
    struct document_line *line = &document->lines[at], *above = line - 1;
    unsigned level = at > 0 ? setext_level(line->text) : 0;

    if (level == 0 || above->level > 0 || above->verbatim || above->row)
        return;
    struct str text = str_trim(above->text);
    if (text.n > 0 && text.n < 100 && setext_level(text) == 0) {
        above->level = level;
        above->bold = false;
        above->lead = 0;
        line->verbatim = true;
    }
}

void markdown_apply(struct document *document, struct arena *arena)
{
    bool fenced = false, table = false;
    size_t start = front_matter(document, arena);

    document->format = "markdown";
    mark_comments(document, start, STR("<!--"), STR("-->"));
    mark_comments(document, start, STR("{% comment"), STR("{% endcomment"));
    for (size_t i = start; i < document->count; i++) {
        struct document_line *line = &document->lines[i];
        bool fence = !line->verbatim && is_fence(line->text);
        line->verbatim = line->verbatim || fence || fenced;
        fenced = fenced != fence;
        if (line->verbatim)
            continue;
        bool bar = line->text.n > 0 && memchr(line->text.p, '|', line->text.n) != NULL;
        bool head = bar && i + 1 < document->count && !line[1].verbatim &&
                    is_delimiter_row(line[1].text) && !is_delimiter_row(line->text);
        table = bar && (table || head);
        if (table && is_delimiter_row(line->text)) {
            line->verbatim = true;
        } else if (table) {
            line->row = true;
            line->text = row_text(line->text, arena);
        } else {
            apply_underline(document, i);
            apply_line(line, arena);
        }
    }
}
