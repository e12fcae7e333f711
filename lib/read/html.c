#include "read/html.h"

#include <ctype.h>
#include <iconv.h>
#include <libxml/parser.h>
#include <stdlib.h>

#include "read/html_main.h"
#include "read/html_tree.h"
#include "read/lines.h"
#include "read/tag.h"
#include "read/text.h"

enum {
    DECLARED_WITHIN = 4096,
    TITLE_WITHIN = 40,
    PAIR_TEXT = 120 /* bytes that a term or a description has at most in a row */
};

/* An element that is open, and what was in force before it. */
struct frame {
    uint32_t node;
    unsigned level, depth;
    bool bold, keep;
    uint32_t list;       /* index of the innermost list's frame + 1; 0: none */
    long number;         /* of a list's next item */
    uint32_t pairs;      /* as list; 0 too if its descriptions are prose */
    bool row, described; /* of pairs: a row is open; it has its description */
};

struct walk {
    const struct html_tree *tree;
    const bool *dropped;
    struct lines *lines;
    struct frame *frames;
    size_t count, capacity;
    unsigned depth; /* of lists */
    uint32_t list, pairs;
};

static enum lines_gap gap_of(const struct walk *walk)
{
    return walk->depth > 0 && walk->lines->level == 0 ? LINES_NEXT : LINES_BLANK;
}

static void open_item(struct walk *walk, const struct html_node *node)
{
    struct frame *list = walk->list > 0 ? &walk->frames[walk->list - 1] : NULL;
    const struct html_node *holder = list != NULL ? &walk->tree->nodes[list->node] : NULL;
    struct buf mark = {0};

    if (holder != NULL && strcmp(holder->element->name, "ol") == 0) {
        if (node->numbered)
            list->number = node->number;
        number_append(&mark, list->number++, node->style > 0 ? node->style : holder->style,
                      NUMBER_AA_AB);
        buf_text(&mark, ". ");
    } else {
        buf_text(&mark, "\xe2\x80\xa2 ");
    }
    lines_item(walk->lines, buf_view(&mark), walk->depth > 0 ? walk->depth : 1);
    buf_free(&mark);
}

/* Are all descriptions short and without blocks in them? Then each pair is a row, as in a table. It
 * ends at the first that is not, so that deep nests do not take long. */
static bool has_short_pairs(const struct html_tree *tree, uint32_t at, const bool *dropped)
{
    size_t bytes = 0;
    uint32_t within = 0; /* end of the term or description */

    for (uint32_t i = at + 1; i < tree->nodes[at].end; i++) {
        const struct html_node *node = &tree->nodes[i];
        if (dropped[i])
            continue;
        if (node->element == NULL) {
            bytes += i < within ? str_trim(node->text).n : 0;
        } else if (node->element->kind == HTML_TERM || node->element->kind == HTML_DESCRIPTION) {
            bytes = 0;
            within = node->end;
        } else if (node->element->kind > HTML_BLOCK ||
                   (node->element->kind == HTML_BLOCK && i < within)) {
            return false;
        }
        if (bytes > PAIR_TEXT)
            return false;
    }
    return within > 0;
}

static void end_pair(struct walk *walk, struct frame *list)
{
    if (list->row)
        lines_row_end(walk->lines);
    list->row = list->described = false;
}

/* A term or a description. */
static void open_pair(struct walk *walk, enum html_kind kind)
{
    struct frame *list = &walk->frames[walk->pairs - 1];

    if (kind == HTML_TERM && list->described)
        end_pair(walk, list);
    if (!list->row)
        lines_row_start(walk->lines);
    list->row = true;
    list->described = kind == HTML_DESCRIPTION;
    lines_cell(walk->lines);
}

static void open_block(struct walk *walk, uint32_t at)
{
    const struct html_node *node = &walk->tree->nodes[at];
    struct frame *frame = &walk->frames[walk->count - 1];

    switch (node->element->kind) {
    case HTML_HEADING:
        walk->lines->level = node->element->level;
        lines_block(walk->lines, LINES_BLANK);
        break;
    case HTML_LIST:
        lines_block(walk->lines, gap_of(walk));
        walk->depth++;
        walk->list = (uint32_t)walk->count;
        frame->number = node->numbered ? node->number : 1;
        break;
    case HTML_ITEM:
        open_item(walk, node);
        break;
    case HTML_PAIRS:
        lines_block(walk->lines, gap_of(walk));
        walk->pairs = has_short_pairs(walk->tree, at, walk->dropped) ? (uint32_t)walk->count : 0;
        break;
    case HTML_TERM:
    case HTML_DESCRIPTION:
        if (walk->pairs > 0)
            open_pair(walk, node->element->kind);
        else
            lines_block(walk->lines, node->element->kind == HTML_TERM ? gap_of(walk) : LINES_NEXT);
        break;
    case HTML_ROWS:
        lines_block(walk->lines, LINES_NEXT);
        break;
    case HTML_ROW:
        lines_row_start(walk->lines);
        break;
    case HTML_CELL:
        lines_cell(walk->lines);
        break;
    case HTML_PRE:
        lines_block(walk->lines, gap_of(walk));
        walk->lines->keep = true;
        break;
    case HTML_BREAK:
        lines_break(walk->lines);
        break;
    case HTML_BLOCK:
    case HTML_TABLE:
        lines_block(walk->lines, gap_of(walk));
        break;
    case HTML_INLINE:
    case HTML_ANCHOR:
        break;
    }
}

static void open_element(struct walk *walk, uint32_t at)
{
    const struct html_node *node = &walk->tree->nodes[at];

    walk->frames = mem_grow(walk->frames, walk->count, &walk->capacity, sizeof *walk->frames);
    walk->frames[walk->count++] = (struct frame){.node = at,
                                                 .level = walk->lines->level,
                                                 .depth = walk->depth,
                                                 .bold = walk->lines->bold,
                                                 .keep = walk->lines->keep,
                                                 .list = walk->list,
                                                 .pairs = walk->pairs};
    open_block(walk, at);
    walk->lines->bold =
        node->weight != 0 ? node->weight > 0 : walk->lines->bold || node->element->bold;
}

static void close_element(struct walk *walk)
{
    struct frame *frame = &walk->frames[--walk->count];
    enum html_kind kind = walk->tree->nodes[frame->node].element->kind;

    if (kind == HTML_PAIRS)
        end_pair(walk, frame);
    walk->pairs = frame->pairs;
    walk->depth = frame->depth;
    walk->list = frame->list;
    if (kind == HTML_ROW)
        lines_row_end(walk->lines);
    else if (kind == HTML_ITEM || kind == HTML_TERM || kind == HTML_CELL || kind == HTML_ROWS ||
             (kind == HTML_DESCRIPTION && walk->pairs > 0))
        lines_block(walk->lines, LINES_NEXT);
    else if (kind >= HTML_BLOCK && kind != HTML_BREAK)
        lines_block(walk->lines, gap_of(walk));
    walk->lines->level = frame->level;
    walk->lines->bold = frame->bold;
    walk->lines->keep = frame->keep;
}

static void read_lines(struct lines *lines, const struct html_tree *tree, const bool *dropped)
{
    struct walk walk = {.tree = tree, .dropped = dropped, .lines = lines};

    for (uint32_t i = 1; i <= tree->count; i++) {
        while (walk.count > 0 && tree->nodes[walk.frames[walk.count - 1].node].end <= i)
            close_element(&walk);
        if (i == tree->count)
            break;
        const struct html_node *node = &tree->nodes[i];
        if (dropped[i])
            continue;
        if (node->element == NULL)
            lines_text(lines, node->text);
        else
            open_element(&walk, i);
    }
    free(walk.frames);
}

/* The title element's text, white space run together; in the arena. */
static struct str page_title(const struct html_tree *tree, struct arena *arena)
{
    struct buf title = {0};

    for (uint32_t i = 1; i < tree->count; i++) {
        const struct html_node *node = &tree->nodes[i];
        if (node->element == NULL || strcmp(node->element->name, "title") != 0)
            continue;
        for (uint32_t k = i + 1; k < node->end; k++)
            for (size_t b = 0; b < tree->nodes[k].text.n; b++) {
                char c = tree->nodes[k].text.p[b];
                bool blank = isspace((unsigned char)c);
                if (!blank || (title.n > 0 && title.p[title.n - 1] != ' '))
                    buf_char(&title, blank ? ' ' : c);
            }
        break;
    }
    struct str text = str_trim((struct str){arena_strndup(arena, title.p, title.n), title.n});
    buf_free(&title);
    return text;
}

/* Where a title's part ends: "Tide Clerk | County", "Tide Clerk - County", "Tide Clerk (1234)". */
static bool ends_part(struct str rest)
{
    static const char *const ends[] = {"|",   "- ", "\xe2\x80\x93 ", "\xe2\x80\x94 ",
                                       ":: ", "(",  "\xc2\xbb",      "\xe2\x80\xa2"};

    rest = str_trim(rest);
    if (rest.n == 0)
        return true;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (str_starts(rest, str_of(ends[i])))
            return true;
    return false;
}

/* A heading or a line at the head of the text with which the page's title begins. */
static void find_title(struct document *document, struct str title)
{
    const struct document_line *found = NULL;

    for (size_t i = 0, seen = 0; i < document->count && seen < TITLE_WITHIN; i++) {
        const struct document_line *line = &document->lines[i];
        struct str s = line->text;
        seen += s.n > 0;
        if (s.n < 3 || s.n > title.n || line->row ||
            !str_eq_nocase((struct str){title.p, s.n}, s) || !ends_part(str_from(title, s.n)))
            continue;
        if (found == NULL || (line->level == 1 && found->level != 1))
            found = line;
    }
    if (found == NULL)
        return;
    document->title = found->text;
    document->title_line = found->line;
}

/* The encoding that the page declares, empty if none. */
static struct str declared_encoding(struct str bytes)
{
    struct str head = {bytes.p, bytes.n < DECLARED_WITHIN ? bytes.n : DECLARED_WITHIN};

    for (size_t i = 0; i + 8 < head.n; i++) {
        bool xml = str_starts(str_from(head, i), STR("encoding="));
        if (!xml && !str_eq_nocase((struct str){head.p + i, 8}, STR("charset=")))
            continue;
        struct str s = str_from(head, i + (xml ? 9 : 8));
        while (s.n > 0 && (s.p[0] == '"' || s.p[0] == '\'' || s.p[0] == ' '))
            s = str_from(s, 1);
        size_t n = 0;
        while (n < s.n && n < 40 && (isalnum((unsigned char)s.p[n]) || strchr("-_.:", s.p[n])))
            n++;
        return (struct str){s.p, n};
    }
    return STR("");
}

/* Whether Windows-1252 is right, or a part of it is, for a page that declares this. */
static bool is_western(struct str encoding)
{
    static const char *const names[] = {"windows-1252", "cp1252",  "iso-8859-1", "latin1",
                                        "us-ascii",     "ascii",   "iso8859-1",  "iso_8859-1",
                                        "x-cp1252",     "latin-1", "ansi"};

    return STR_AMONG_NOCASE(encoding, names);
}

static const char *encoding_note(const char *note, struct str bytes, struct arena *arena)
{
    struct str declared = declared_encoding(bytes);

    if (note == NULL || is_western(declared))
        return NULL;
    if (declared.n == 0)
        return note;
    return arena_printf(arena, "declared as %.*s but %s", (int)declared.n, declared.p, note);
}

enum err_code html_read(struct document *document, struct str bytes, struct arena *arena,
                        struct err *err)
{
    struct html_tree tree;
    struct lines lines;
    struct str text;
    const char *note = NULL;

    *document = (struct document){.format = "html"};
    enum err_code code = text_decode(&text, &note, bytes, true, arena, err);
    if (code == ERR_OK && memmem(text.p, text.n, "<![", 3) != NULL) {
        char *copy = arena_strndup(arena, text.p, text.n);
        text = (struct str){copy, tag_drop_sections(copy, text.n)};
    }
    if (code == ERR_OK)
        code = html_tree_parse(&tree, text, arena, err);
    if (code != ERR_OK)
        return code;
    document->note = encoding_note(note, bytes, arena);
    bool *dropped = mem_alloc(tree.count * sizeof *dropped);
    html_main_find(dropped, &tree);
    lines_start(&lines, arena);
    read_lines(&lines, &tree, dropped);
    lines_finish(&lines, document);
    find_title(document, page_title(&tree, arena));
    free(dropped);
    html_tree_free(&tree);
    if (document->count == 0)
        return err_set(err, ERR_FORMAT,
                       "an HTML page without text; if a browser shows text, a "
                       "script makes it: save the page as PDF");
    return ERR_OK;
}

/* Skips blanks, comments, declarations and processing instructions. */
static struct str without_prologue(struct str s)
{
    static const struct {
        const char *start, *end;
    } parts[] = {{"<!--", "-->"}, {"<?", "?>"}};

    for (size_t i = 0; i < sizeof parts / sizeof parts[0];) {
        struct str start = str_of(parts[i].start), end = str_of(parts[i].end);
        s = str_trim(s);
        if (!str_starts(s, start)) {
            i++;
            continue;
        }
        const char *found = memmem(s.p, s.n, end.p, end.n);
        if (found == NULL)
            return s;
        s = str_from(s, (size_t)(found - s.p) + end.n);
        i = 0;
    }
    return s;
}

/* `<name` of an element, whole. */
static bool starts_tag(struct str s, const char *name)
{
    struct str tag = str_of(name);

    if (s.n <= tag.n + 1 || s.p[0] != '<' || !str_eq_nocase((struct str){s.p + 1, tag.n}, tag))
        return false;
    char next = s.p[tag.n + 1];
    return next == '>' || next == '/' || isspace((unsigned char)next);
}

bool html_recognised(struct str bytes, struct str name)
{
    static const char *const tags[] = {
        "!doctype html", "html", "head",    "body",  "title",  "meta",
        "div",           "h1",   "h2",      "h3",    "p",      "table",
        "article",       "main", "section", "ul",    "ol",     "center",
        "font",          "span", "link",    "style", "script", "b",
        "strong",        "br",   "header",  "nav",   "form",   "pre"};
    struct str head = {bytes.p, bytes.n < DECLARED_WITHIN ? bytes.n : DECLARED_WITHIN};
    struct str s = without_prologue(head);

    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++)
        if (starts_tag(s, tags[i]))
            return true;
    bool named = str_ends_nocase(name, STR(".html")) || str_ends_nocase(name, STR(".htm")) ||
                 str_ends_nocase(name, STR(".xhtml"));
    return named && head.n > 0 && memchr(head.p, '<', head.n) != NULL &&
           memchr(head.p, '>', head.n) != NULL;
}

void html_warm_up(void)
{
    static iconv_t held = (iconv_t)-1; /* an open converter keeps its tables in memory */

    xmlInitParser();
    if (held == (iconv_t)-1)
        held = iconv_open("UTF-8", "WINDOWS-1252");
}
