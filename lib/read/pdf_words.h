/* The words of a PDF document, as they stand on its pages. Points, from the upper left corner. */
#ifndef READ_PDF_WORDS_H
#define READ_PDF_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

struct _PopplerDocument; /* poppler-glib's PopplerDocument */

/* Where on its page a word is read: behind all others, or not at all. */
enum pdf_role { PDF_BODY, PDF_FOOTER, PDF_FURNITURE };

struct pdf_word {
    struct str text;      /* printable UTF-8 without white space, never empty */
    float x0, y0, x1, y1; /* its box: as high as its font, not as its letters */
    float base;           /* y of the baseline, estimated */
    float size;           /* of its font */
    unsigned font;        /* fonts of the same name have the same number */
    bool bold;            /* or underlined, links apart */
    bool upright;         /* false: runs up or down the page */
    bool glued;           /* no white space before it, the font changes within a word */
    bool symbol;          /* a sign whose character is made up, in a font that has no letters */
    enum pdf_role role;
};

struct pdf_page {
    float width, height;
    size_t first, count; /* its words */
};

struct pdf_text {
    struct pdf_word *words; /* in poppler's order */
    size_t count, capacity;
    struct pdf_page *pages;
    unsigned page_count;
    size_t bytes;    /* of all words */
    size_t unmapped; /* characters in words that have no known meaning */
    unsigned unread; /* pages that are damaged */
};

/* Words live in the arena, the arrays until pdf_text_free(). ERR_LIMIT: more text than
 * PDF_TEXT_MAX. The document has 1 .. PDF_PAGES_MAX pages. */
enum err_code pdf_words_read(struct pdf_text *text, struct _PopplerDocument *source,
                             struct arena *arena, struct err *err);
void pdf_text_free(struct pdf_text *text);

#endif
