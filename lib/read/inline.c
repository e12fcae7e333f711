#include "read/inline.h"

#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <utf8proc.h>

#include "base/utf8.h"

enum {
    OPEN_MAX = 32,     /* marks and brackets that may be open at once; more are text */
    CODE_MAX = 8,      /* back quotes in a row */
    RUNS_MAX = 1 << 16 /* marks in a line, which bounds what they cost; more are text */
};

/* A run of * or _ in what has been written, which may mark emphasis. */
struct run {
    size_t at, length, dropped;
    bool opens, closes;
};

struct scan {
    struct str s;
    size_t at;
    struct buf out;
    struct run *runs;
    size_t count, capacity;
    size_t brackets[OPEN_MAX]; /* where in `out` an open [ stands */
    size_t bracket_count;
    bool unclosed[CODE_MAX + 1]; /* no run of so many back quotes is left in the line */
};

static bool is_word(uint32_t c)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

static bool word_behind(struct str s, size_t at)
{
    uint32_t c;
    return at < s.n && utf8_decode(s.p + at, s.n - at, &c) > 0 && is_word(c);
}

static bool word_before(struct str s, size_t at)
{
    size_t start = at;

    while (start > 0 && at - start < 4 && ((unsigned char)s.p[--start] & 0xc0) == 0x80)
        ;
    return at > 0 && word_behind(s, start);
}

static bool is_blank(struct str s, size_t at)
{
    return at >= s.n || isspace((unsigned char)s.p[at]);
}

static size_t run_length(struct str s, size_t at)
{
    size_t n = 1;

    while (at + n < s.n && s.p[at + n] == s.p[at])
        n++;
    return n;
}

/* Emphasis marks stand at the edge of a word; the same signs within one (snake_case) or between
 * blanks (2 * 3) are text. */
static void scan_emphasis(struct scan *scan)
{
    size_t n = run_length(scan->s, scan->at), after = scan->at + n;
    bool first = scan->at == 0;
    bool within = word_before(scan->s, scan->at) && word_behind(scan->s, after);

    if (n <= 3 && !within && scan->count < RUNS_MAX) {
        scan->runs = mem_grow(scan->runs, scan->count, &scan->capacity, sizeof *scan->runs);
        scan->runs[scan->count++] =
            (struct run){.at = scan->out.n,
                         .length = n,
                         .opens = !is_blank(scan->s, after),
                         .closes = !first && !is_blank(scan->s, scan->at - 1)};
    }
    buf_add(&scan->out, scan->s.p + scan->at, n);
    scan->at = after;
}

/* `code`, in which nothing else is a mark. */
static void scan_code(struct scan *scan)
{
    size_t n = run_length(scan->s, scan->at), start = scan->at + n, end = start;

    while (n <= CODE_MAX && !scan->unclosed[n] && end < scan->s.n) {
        size_t found = scan->s.p[end] == '`' ? run_length(scan->s, end) : 0;
        if (found == n) {
            buf_add(&scan->out, scan->s.p + start, end - start);
            scan->at = end + n;
            return;
        }
        end += found > 0 ? found : 1;
    }
    if (n <= CODE_MAX)
        scan->unclosed[n] = true;
    buf_add(&scan->out, scan->s.p + scan->at, n);
    scan->at = start;
}

static bool is_address(struct str s)
{
    return str_starts(s, STR("http://")) || str_starts(s, STR("https://")) ||
           str_starts(s, STR("mailto:")) ||
           (s.n > 2 && memchr(s.p + 1, '@', s.n - 2) != NULL && memchr(s.p, ' ', s.n) == NULL);
}

/* A tag that HTML knows; *parts: words on both sides of it are two. */
static bool is_tag(struct str s, bool *parts)
{
    char name[16];
    size_t n = 0;

    if (s.n > 0 && s.p[0] == '/')
        s = str_from(s, 1);
    while (n < s.n && n < sizeof name - 1 && isalnum((unsigned char)s.p[n])) {
        name[n] = (char)tolower((unsigned char)s.p[n]);
        n++;
    }
    name[n] = '\0';
    if (n == 0 || (n < s.n && s.p[n] != ' ' && s.p[n] != '/'))
        return false;
    const htmlElemDesc *element = htmlTagLookup((const xmlChar *)name);
    *parts = element != NULL && (!element->isinline || strcmp(name, "br") == 0);
    return element != NULL;
}

/* <https://...>, whose signs are taken off, or a tag. */
static void scan_angle(struct scan *scan)
{
    size_t start = scan->at + 1, end = start;
    bool parts;

    while (end < scan->s.n && scan->s.p[end] != '<' && scan->s.p[end] != '>')
        end++;
    struct str inside = {scan->s.p + start, end - start};
    if (end == scan->s.n || scan->s.p[end] != '>') {
        buf_char(&scan->out, '<');
        scan->at = start;
    } else if (is_address(inside)) {
        buf_str(&scan->out, inside);
        scan->at = end + 1;
    } else if (is_tag(inside, &parts)) {
        if (parts && scan->out.n > 0 && end + 1 < scan->s.n)
            buf_char(&scan->out, ' ');
        scan->at = end + 1;
    } else {
        buf_char(&scan->out, '<');
        scan->at = start;
    }
}

/* Length of a link's target in parentheses at the start of s, 0 if it is none: it holds no blank
 * but in a template's braces and before its title, and a sign that addresses have, since [may](not)
 * is how a writer without Markdown in mind would put it. */
static size_t target_length(struct str s)
{
    unsigned depth = 0, braces = 0;
    bool title = false, address = false;

    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        address = address || memchr("/.#:@{", c, 6) != NULL;
        if (c == '\\' && i + 1 < s.n)
            i++;
        else if (c == '{' && ++braces > OPEN_MAX)
            return 0;
        else if (braces > 0)
            braces -= c == '}';
        else if (c == '"')
            title = !title;
        else if (title)
            continue;
        else if (c == '(' && ++depth > OPEN_MAX)
            return 0;
        else if (c == ')' && --depth == 0)
            return address || i == 1 ? i + 1 : 0;
        else if (isspace((unsigned char)c) && !(i + 1 < s.n && s.p[i + 1] == '"'))
            return 0;
    }
    return 0;
}

/* Takes the bracket at a place of what was written out again. */
static void drop_bracket(struct scan *scan, size_t at)
{
    size_t n = at > 0 && scan->out.p[at - 1] == '!' ? 2 : 1;
    size_t from = at + 1 - n;

    memmove(scan->out.p + from, scan->out.p + at + 1, scan->out.n - at - 1);
    scan->out.n -= n;
    for (size_t i = scan->count; i > 0 && scan->runs[i - 1].at > at; i--)
        scan->runs[i - 1].at -= n;
}

static void scan_bracket(struct scan *scan)
{
    struct str rest = str_from(scan->s, scan->at + 1);

    if (scan->s.p[scan->at] == '[') {
        if (scan->bracket_count < OPEN_MAX)
            scan->brackets[scan->bracket_count++] = scan->out.n;
    } else if (scan->bracket_count > 0) {
        size_t open = scan->brackets[--scan->bracket_count];
        size_t n = str_starts(rest, STR("(")) ? target_length(rest) : 0;
        if (n > 0) {
            drop_bracket(scan, open);
            scan->at += 1 + n;
            return;
        }
    }
    buf_char(&scan->out, scan->s.p[scan->at++]);
}

/* Pairs the runs, the inner ones first; what finds no partner is text. */
static void pair_runs(struct scan *scan)
{
    size_t open[OPEN_MAX], depth = 0;

    for (size_t i = 0; i < scan->count; i++) {
        struct run *run = &scan->runs[i];
        for (size_t d = depth; run->closes && run->dropped < run->length && d > 0; d--) {
            struct run *other = &scan->runs[open[d - 1]];
            size_t mine = run->length - run->dropped, theirs = other->length - other->dropped;
            size_t pair = mine < theirs ? mine : theirs;
            if (scan->out.p[other->at] != scan->out.p[run->at])
                continue;
            run->dropped += pair;
            other->dropped += pair;
            depth = pair == theirs ? d - 1 : d;
        }
        if (run->opens && run->dropped == 0 && depth < OPEN_MAX)
            open[depth++] = i;
    }
}

static struct str without_runs(const struct scan *scan, struct arena *arena)
{
    struct str written = buf_view(&scan->out);
    struct buf out = {0};
    size_t at = 0;

    for (size_t i = 0; i < scan->count; i++) {
        const struct run *run = &scan->runs[i];
        buf_add(&out, written.p + at, run->at - at);
        at = run->at + run->dropped;
    }
    buf_str(&out, str_from(written, at));
    struct str text = {arena_strndup(arena, buf_view(&out).p, out.n), out.n};
    buf_free(&out);
    return text;
}

struct str inline_text(struct str line, struct arena *arena)
{
    struct scan scan = {.s = line};

    while (scan.at < line.n) {
        char c = line.p[scan.at];
        if (c == '\\' && scan.at + 1 < line.n && ispunct((unsigned char)line.p[scan.at + 1])) {
            buf_char(&scan.out, line.p[scan.at + 1]);
            scan.at += 2;
        } else if (c == '*' || c == '_') {
            scan_emphasis(&scan);
        } else if (c == '`') {
            scan_code(&scan);
        } else if (c == '<') {
            scan_angle(&scan);
        } else if (c == '[' || c == ']') {
            scan_bracket(&scan);
        } else {
            buf_char(&scan.out, c);
            scan.at++;
        }
    }
    pair_runs(&scan);
    struct str text = without_runs(&scan, arena);
    buf_free(&scan.out);
    free(scan.runs);
    return text;
}
