#include "read/lines.h"

#include <stdlib.h>

#include "base/utf8.h"

enum {
    CELL_LABEL = 200, /* bytes that a cell of several lines may hold in a row */
    DEPTH_SHOWN = 8   /* nesting of a list that indentation shows */
};

void lines_start(struct lines *lines, struct arena *arena)
{
    *lines = (struct lines){.arena = arena};
}

void lines_discard(struct lines *lines)
{
    free(lines->entries);
    free(lines->rows);
    buf_free(&lines->text);
    buf_free(&lines->mark);
    *lines = (struct lines){.arena = lines->arena};
}

static void flush(struct lines *lines)
{
    while (lines->text.n > 0 && lines->text.p[lines->text.n - 1] <= ' ' &&
           lines->text.p[lines->text.n - 1] > 0)
        lines->text.n--;
    if (lines->text.n > 0) {
        lines->entries =
            mem_grow(lines->entries, lines->count, &lines->capacity, sizeof *lines->entries);
        char *copy = arena_strndup(lines->arena, lines->text.p, lines->text.n);
        lines->entries[lines->count++] = (struct lines_entry){
            .line = {.text = {copy, lines->text.n},
                     .level = lines->level,
                     .bold = !lines->plain && lines->lead > 0,
                     .lead = lines->plain ? (unsigned)lines->lead : 0},
            .gap = lines->gap,
            .item = lines->item,
            .cell = lines->row_count > 0 ? lines->rows[lines->row_count - 1].cell : 0};
        lines->gap = LINES_NEXT;
    }
    lines->text.n = 0;
    if (!lines->marked)
        lines->mark.n = 0;
    lines->blank = '\0';
    lines->item = lines->plain = false;
    lines->lead = 0;
}

/* A colon behind a bold label belongs to it, bold or not. */
static void add_character(struct lines *lines, const char *p, size_t n)
{
    if (lines->text.n == 0) {
        buf_str(&lines->text, buf_view(&lines->mark));
        lines->mark.n = 0;
        lines->item = lines->marked;
        lines->marked = false;
    } else if (lines->blank != '\0') {
        buf_char(&lines->text, lines->blank);
    }
    bool follows = *p == ':' && lines->lead > 0 && lines->lead == lines->text.n;
    lines->blank = '\0';
    lines->broken = false;
    buf_add(&lines->text, p, n);
    if (!lines->bold && !follows)
        lines->plain = true;
    else if (!lines->plain)
        lines->lead = lines->text.n;
}

static bool is_blank(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
           c == 0x205f || c == 0x3000;
}

/* Takes no room of its own, and stands within words for no reader's eye. */
static bool is_invisible(uint32_t c)
{
    return !utf8_is_printable(c) || c == 0xad || c == 0x34f || c == 0x61c || c == 0x180e ||
           (c >= 0x200b && c <= 0x200f) || (c >= 0x2060 && c <= 0x206f) ||
           (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff || c == 0xfffe || c == 0xffff;
}

/* Bullets of Word's fonts of signs, where they came as letters of the private use area. */
static bool is_private_bullet(uint32_t c)
{
    static const unsigned char codes[] = {0x6c, 0x6e, 0x71, 0x76, 0x9f,
                                          0xa7, 0xa8, 0xb7, 0xd8, 0xfc};

    return c >= 0xf000 && c <= 0xf0ff && memchr(codes, (int)(c & 0xff), sizeof codes) != NULL;
}

/* Kept white space stands before more text as it is, at the start of a line too. */
static void keep_blank(struct lines *lines, uint32_t c)
{
    if (c == '\n') {
        lines_break(lines);
    } else if (c != '\r') {
        buf_char(lines->text.n == 0 ? &lines->mark : &lines->text, c == '\t' ? '\t' : ' ');
    }
}

void lines_text(struct lines *lines, struct str text)
{
    for (size_t at = 0; at < text.n;) {
        uint32_t c = 0;
        size_t n = utf8_decode(text.p + at, text.n - at, &c);
        if (n == 0) {
            at++;
            continue;
        }
        if (is_blank(c) && lines->keep)
            keep_blank(lines, c);
        else if (is_blank(c))
            lines->blank = lines->text.n > 0 && lines->blank != '\t' ? ' ' : lines->blank;
        else if (is_private_bullet(c))
            add_character(lines, "\xe2\x80\xa2", 3);
        else if (!is_invisible(c))
            add_character(lines, text.p + at, n);
        at += n;
    }
}

void lines_tab(struct lines *lines)
{
    if (lines->text.n > 0)
        lines->blank = '\t';
}

void lines_break(struct lines *lines)
{
    if (lines->level > 0) {
        lines->blank = lines->text.n > 0 ? ' ' : '\0';
        return;
    }
    if (lines->text.n == 0 && lines->broken)
        lines->gap = LINES_BLANK;
    flush(lines);
    lines->broken = true;
}

void lines_block(struct lines *lines, enum lines_gap gap)
{
    flush(lines);
    lines->broken = false;
    if (gap > lines->gap)
        lines->gap = gap;
}

void lines_item(struct lines *lines, struct str mark, unsigned depth)
{
    lines_block(lines, LINES_NEXT);
    lines->mark.n = 0;
    for (unsigned i = 1; i < depth && i < DEPTH_SHOWN; i++)
        buf_text(&lines->mark, "  ");
    buf_str(&lines->mark, mark);
    lines->marked = true;
}

void lines_end(struct lines *lines)
{
    lines->marked = false;
    lines_block(lines, LINES_NEXT);
}

/* The cells of entries from `first` on are read as blocks. */
static void part_cells(struct lines *lines, size_t first)
{
    for (size_t i = first; i < lines->count; i++)
        if (i == first || lines->entries[i].cell != lines->entries[i - 1].cell)
            lines->entries[i].gap = LINES_BLANK;
    lines->gap = LINES_BLANK;
}

/* A row that holds a table is judged at once, so that deep nests do not take long. */
void lines_row_start(struct lines *lines)
{
    struct lines_row *outer = lines->row_count > 0 ? &lines->rows[lines->row_count - 1] : NULL;

    lines_block(lines, LINES_NEXT);
    if (outer != NULL && !outer->nested) {
        outer->nested = true;
        part_cells(lines, outer->first);
    }
    lines->rows =
        mem_grow(lines->rows, lines->row_count, &lines->row_capacity, sizeof *lines->rows);
    lines->rows[lines->row_count++] = (struct lines_row){.first = lines->count, .gap = lines->gap};
}

void lines_cell(struct lines *lines)
{
    struct lines_row *row = lines->row_count > 0 ? &lines->rows[lines->row_count - 1] : NULL;

    lines_end(lines);
    if (row == NULL)
        return;
    row->cell++;
    if (row->nested)
        lines->gap = LINES_BLANK;
}

static bool is_one_line(const struct lines *lines, const struct lines_row *row)
{
    size_t cells = 0, bytes = 0;

    if (row->nested)
        return false;
    for (size_t i = row->first; i < lines->count; i++) {
        const struct lines_entry *entry = &lines->entries[i];
        bool same = i > row->first && entry->cell == entry[-1].cell;
        bytes = same ? bytes + entry->line.text.n : entry->line.text.n;
        cells += !same;
        if (entry->item || entry->line.level > 0 || (same && bytes > CELL_LABEL))
            return false;
    }
    return cells > 1;
}

static void join_cells(struct lines *lines, const struct lines_row *row)
{
    struct lines_entry *first = &lines->entries[row->first];
    struct buf text = {0};
    bool bold = true;
    unsigned lead = first->line.bold ? 0 : first->line.lead;

    for (size_t i = row->first, cell = 1; i < lines->count; i++) {
        const struct lines_entry *entry = &lines->entries[i];
        if (i > row->first && entry->cell == cell)
            buf_char(&text, ' ');
        for (; cell < entry->cell; cell++)
            buf_char(&text, '\t');
        if (i == row->first && lead > 0)
            lead += (unsigned)text.n;
        buf_str(&text, entry->line.text);
        bold = bold && entry->line.bold;
        if (i == row->first && entry->line.bold)
            lead = (unsigned)text.n;
    }
    first->line =
        (struct document_line){.text = {arena_strndup(lines->arena, text.p, text.n), text.n},
                               .bold = bold,
                               .lead = bold ? 0 : lead,
                               .row = true};
    first->gap = row->gap;
    lines->count = row->first + 1;
    lines->gap = LINES_NEXT;
    buf_free(&text);
}

void lines_row_end(struct lines *lines)
{
    lines->marked = false;
    lines_block(lines, LINES_NEXT);
    if (lines->row_count == 0)
        return;
    struct lines_row row = lines->rows[--lines->row_count];
    if (is_one_line(lines, &row))
        join_cells(lines, &row);
    else if (row.nested)
        lines->gap = LINES_BLANK;
    else if (lines->count > row.first)
        part_cells(lines, row.first);
}

void lines_add(struct lines *lines, const struct document_line *line)
{
    lines->entries =
        mem_grow(lines->entries, lines->count, &lines->capacity, sizeof *lines->entries);
    lines->entries[lines->count++] = (struct lines_entry){.line = *line};
}

void lines_take(struct lines *lines, struct lines *from)
{
    lines_block(lines, LINES_BLANK);
    lines_block(from, LINES_NEXT);
    for (size_t i = 0; i < from->count; i++) {
        lines->entries =
            mem_grow(lines->entries, lines->count, &lines->capacity, sizeof *lines->entries);
        struct lines_entry *entry = &lines->entries[lines->count++];
        *entry = from->entries[i];
        entry->gap = i == 0 ? LINES_BLANK : entry->gap;
        entry->cell = lines->row_count > 0 ? lines->rows[lines->row_count - 1].cell : 0;
    }
    from->count = 0;
    from->gap = LINES_NEXT;
    lines->gap = LINES_BLANK;
}

void lines_finish(struct lines *lines, struct document *document)
{
    size_t blanks = 0;

    lines_block(lines, LINES_NEXT);
    for (size_t i = 1; i < lines->count; i++)
        blanks += lines->entries[i].gap == LINES_BLANK;
    document->count = 0;
    document->lines = arena_zero(lines->arena, lines->count + blanks, sizeof *document->lines);
    for (size_t i = 0; i < lines->count; i++) {
        if (i > 0 && lines->entries[i].gap == LINES_BLANK)
            document->lines[document->count++].text = STR("");
        document->lines[document->count++] = lines->entries[i].line;
    }
    for (size_t i = 0; i < document->count; i++)
        document->lines[i].line = (unsigned)i + 1;
    lines_discard(lines);
}
