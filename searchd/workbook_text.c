#include <ctype.h>

#include "base/utf8.h"
#include "searchd/workbook.h"

/* What the note on a cut may need: it says how much is left out. */
enum { NOTE_MAX = 60 };

/* Takes the next character off *text, as a cell shows it. A return is a line's end or part of one.
 */
static uint32_t next_shown(struct str *text)
{
    uint32_t c = 0xfffd;
    size_t n = utf8_decode(text->p, text->n, &c);

    *text = str_from(*text, n > 0 ? n : 1);
    if (c == '\r') {
        if (text->n > 0 && text->p[0] == '\n')
            *text = str_from(*text, 1);
        return '\n';
    }
    if (c == '\t' || c == '\n')
        return c;
    return utf8_is_printable(c) && c != 0xfffe && c != 0xffff ? c : 0xfffd;
}

static size_t units_of(uint32_t c)
{
    return c > 0xffff ? 2 : 1;
}

static size_t count_units(struct str text)
{
    size_t units = 0;

    while (text.n > 0)
        units += units_of(next_shown(&text));
    return units;
}

/* Does the text go on, behind an underscore, as one of Excel's escapes: "x000D_"? */
static bool looks_escaped(struct str rest)
{
    if (rest.n < 6 || rest.p[0] != 'x' || rest.p[5] != '_')
        return false;
    for (size_t i = 1; i < 5; i++)
        if (!isxdigit((unsigned char)rest.p[i]))
            return false;
    return true;
}

static void add_character(struct buf *xml, uint32_t c, struct str rest)
{
    switch (c) {
    case '<':
        buf_text(xml, "&lt;");
        break;
    case '>':
        buf_text(xml, "&gt;");
        break;
    case '&':
        buf_text(xml, "&amp;");
        break;
    case '"':
        buf_text(xml, "&quot;");
        break;
    case '_':
        buf_text(xml, looks_escaped(rest) ? "_x005F_" : "_");
        break;
    default:
        utf8_append(xml, c);
    }
}

/* How many characters at the beginning, up to so many, stand for themselves, a byte each. */
static size_t plain_length(struct str text, size_t most)
{
    size_t n = 0;

    while (n < text.n && n < most && text.p[n] >= ' ' && text.p[n] < 0x7f &&
           strchr("<>&\"_", text.p[n]) == NULL)
        n++;
    return n;
}

bool workbook_add_text(struct buf *xml, struct str text)
{
    /* No text has more units than bytes, so most need not be counted. */
    size_t units = text.n > WORKBOOK_CELL_MAX ? count_units(text) : 0, kept = 0;
    bool cut = units > WORKBOOK_CELL_MAX;

    while (text.n > 0) {
        size_t room = cut ? WORKBOOK_CELL_MAX - NOTE_MAX - kept : text.n;
        size_t plain = plain_length(text, room);
        buf_add(xml, text.p, plain);
        kept += plain;
        text = str_from(text, plain);
        if (text.n == 0)
            break;
        uint32_t c = next_shown(&text);
        if (cut && kept + units_of(c) > WORKBOOK_CELL_MAX - NOTE_MAX) {
            buf_printf(xml, " \xe2\x80\xa6 [cut here: %zu characters more]", units - kept);
            break;
        }
        kept += units_of(c);
        add_character(xml, c, text);
    }
    return cut;
}

/* Strings. */

enum look { LOOK_PLAIN, LOOK_MARKED, LOOK_STRONG };

static void add_run(struct buf *xml, struct str text, enum look look)
{
    static const char *const looks[] = {
        [LOOK_PLAIN] = "",
        [LOOK_MARKED] =
            "<rPr><u/><sz val=\"11\"/><rFont val=\"Calibri\"/><family val=\"2\"/></rPr>",
        [LOOK_STRONG] = "<rPr><b/><u/><sz val=\"11\"/><color rgb=\"FF8A3A00\"/>"
                        "<rFont val=\"Calibri\"/><family val=\"2\"/></rPr>"};

    if (text.n == 0)
        return;
    buf_printf(xml, "<r>%s<t xml:space=\"preserve\">", looks[look]);
    workbook_add_text(xml, text);
    buf_text(xml, "</t></r>");
}

/* Takes so many characters off *text. */
static struct str take(struct str *text, uint32_t characters)
{
    struct str taken = {text->p, 0};

    while (characters-- > 0 && taken.n < text->n) {
        uint32_t c;
        size_t n = utf8_decode(text->p + taken.n, text->n - taken.n, &c);
        taken.n += n > 0 ? n : 1;
    }
    *text = str_from(*text, taken.n);
    return taken;
}

static void add_runs(struct buf *xml, const struct table_cell *cell)
{
    struct str text = cell->text;
    uint32_t at = 0;

    for (size_t i = 0; i < cell->mark_count; i++) {
        const struct table_mark *mark = &cell->marks[i];
        if (mark->start < at || mark->end < mark->start)
            continue;
        add_run(xml, take(&text, mark->start - at), LOOK_PLAIN);
        add_run(xml, take(&text, mark->end - mark->start),
                mark->strong ? LOOK_STRONG : LOOK_MARKED);
        at = mark->end;
    }
    add_run(xml, text, LOOK_PLAIN);
}

bool workbook_add_string(struct buf *xml, const struct table_cell *cell)
{
    bool cut = false;

    buf_text(xml, "<is>");
    if (cell->mark_count > 0 && cell->text.n <= WORKBOOK_CELL_MAX) {
        add_runs(xml, cell);
    } else {
        buf_text(xml, "<t xml:space=\"preserve\">");
        cut = workbook_add_text(xml, cell->text);
        buf_text(xml, "</t>");
    }
    buf_text(xml, "</is>");
    return cut;
}
