/* Lines of a document from a format that has paragraphs, lists and tables instead of lines (HTML,
 * DOCX).
 *
 * A paragraph becomes one line, and a blank line stands between blocks, but none between the items
 * of a list, the rows of a table and the parts of a paragraph that a break parts. White space runs
 * together as in a browser; no-break and other blanks become a blank; zero-width characters, soft
 * hyphens and control characters are dropped, so that a search finds the word that is seen; bullets
 * of Symbol and Wingdings become bullets.
 *
 * A row of a table is one line, its cells parted by tabs, empty ones too, if two of its cells hold
 * text and all hold little more than a label or one paragraph. Else (a list, a heading, a table or
 * several paragraphs in a cell; one cell alone) the table only places prose on a page, and the
 * cells are read as blocks, one after another. Rows are judged one by one, since forms mix both. */
#ifndef READ_LINES_H
#define READ_LINES_H

#include "base/mem.h"
#include "base/str.h"
#include "spec/document.h"

/* What stands before the next line. */
enum lines_gap { LINES_NEXT, LINES_BLANK };

struct lines_entry {
    struct document_line line;
    enum lines_gap gap; /* before it */
    bool item;          /* of a list */
    size_t cell;        /* of its row */
};

struct lines_row {
    size_t first; /* entry */
    size_t cell;  /* 0 before the first cell, then 1, 2, 3 */
    enum lines_gap gap;
    bool nested; /* holds a table */
};

/* The reader sets the first three as it goes; the rest belongs to lines.c. */
struct lines {
    unsigned level; /* of the heading that text now belongs to; 0: none */
    bool bold;      /* text is bold or underlined */
    bool keep;      /* white space and line ends are kept, as in HTML's pre */

    struct arena *arena;
    struct lines_entry *entries;
    size_t count, capacity;
    struct lines_row *rows; /* the rows that are open, the innermost last */
    size_t row_count, row_capacity;
    struct buf text; /* of the line that is being made */
    struct buf mark; /* of the list item that begins with the next text */
    char blank;      /* white space to be written before more text: ' ', '\t', or 0 */
    bool marked;     /* the mark is that of a list item */
    bool item, broken, plain;
    size_t lead; /* so many bytes of the text are bold from its start */
    enum lines_gap gap;
};

/* Lines point into the arena. lines_finish() or lines_discard() frees the rest. */
void lines_start(struct lines *lines, struct arena *arena);
void lines_discard(struct lines *lines);

/* Adds valid UTF-8 to the paragraph. */
void lines_text(struct lines *lines, struct str text);

/* A tab within a paragraph. */
void lines_tab(struct lines *lines);

/* A line break within a paragraph; two of them leave a blank line. In a heading it is a blank. */
void lines_break(struct lines *lines);

/* Ends the paragraph, if one is open, and asks for a gap before the next. */
void lines_block(struct lines *lines, enum lines_gap gap);

/* Ends the paragraph; the next one begins with `mark` ("• ", "1. "), indented by two blanks for
 * each `depth` beyond the first, which is 1. */
void lines_item(struct lines *lines, struct str mark, unsigned depth);

void lines_row_start(struct lines *lines);
void lines_cell(struct lines *lines); /* before the content of each cell */
void lines_row_end(struct lines *lines);

/* Ends the paragraph; an item of a list that has no text yet will have none. */
void lines_end(struct lines *lines);

/* Appends a line that is made, next to the last. */
void lines_add(struct lines *lines, const struct document_line *line);

/* Appends the lines of `from`, which is then empty, as blocks of their own. */
void lines_take(struct lines *lines, struct lines *from);

/* Ends the last paragraph and sets the document's lines, numbered from 1. */
void lines_finish(struct lines *lines, struct document *document);

#endif
