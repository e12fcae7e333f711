#include "read/pdf_furniture.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "read/letterhead.h"
#include "read/pdf_rows.h"
#include "read/said.h"

enum {
    ROWS_PER_EDGE = 6, /* no header or footer has more */
    NUMBERS_MAX = 8    /* of one row */
};

static const float EDGE = 0.16f;      /* share of the page's height */
static const float SAME_PLACE = 4.0f; /* points */

struct edge_row {
    char *folded;         /* lower case, digits as '#', single blanks */
    unsigned page, depth; /* 0-based; rows between it and the page's edge */
    bool footer;
    float base; /* of its row */
    unsigned numbers[NUMBERS_MAX];
    size_t number_count;
    size_t first, count;     /* words, in `order` */
    size_t twin;             /* index of the same row on an earlier page, itself if there is none */
    size_t last;             /* of the rows with this twin; set for a twin of itself */
    bool grows[NUMBERS_MAX]; /* with the page; set for a twin of itself */
    bool repeated, furniture;
};

struct edges {
    struct pdf_text *text;
    size_t *order; /* words of all rows */
    size_t order_count;
    struct edge_row *rows;
    size_t count, capacity;
};

static void fold(struct edge_row *row, const struct edges *edges)
{
    struct buf folded = {0};

    for (size_t i = 0; i < row->count; i++) {
        struct str s = edges->text->words[edges->order[row->first + i]].text;
        for (size_t at = 0; at < s.n; at++) {
            unsigned char c = (unsigned char)s.p[at];
            if (!isdigit(c)) {
                buf_char(&folded, (char)tolower(c));
                continue;
            }
            unsigned value = 0;
            for (; at < s.n && isdigit((unsigned char)s.p[at]); at++)
                value = value * 10 % 100000000 + (unsigned)(s.p[at] - '0');
            at--;
            if (row->number_count < NUMBERS_MAX)
                row->numbers[row->number_count++] = value;
            buf_char(&folded, '#');
        }
        buf_char(&folded, ' ');
    }
    row->folded = mem_strdup(buf_view(&folded).p);
    buf_free(&folded);
}

static void add_row(struct edges *edges, const struct pdf_row *row, const size_t *order,
                    unsigned page, unsigned depth, bool footer)
{
    struct edge_row edge = {.page = page,
                            .depth = depth,
                            .footer = footer,
                            .base = row->base,
                            .first = edges->order_count,
                            .count = row->count};

    memcpy(edges->order + edges->order_count, order + row->first, row->count * sizeof *order);
    edges->order_count += row->count;
    fold(&edge, edges);
    edges->rows = mem_grow(edges->rows, edges->count, &edges->capacity, sizeof edge);
    edges->rows[edges->count++] = edge;
}

/* Rows within reach of the edges, from the edge inwards. */
static void add_page(struct edges *edges, unsigned number)
{
    const struct pdf_page *page = &edges->text->pages[number];
    size_t *order = mem_zero(page->count, sizeof *order);
    struct pdf_row *rows = mem_zero(page->count, sizeof *rows);

    for (size_t i = 0; i < page->count; i++)
        order[i] = page->first + i;
    size_t count = pdf_rows_make(rows, order, page->count, edges->text->words);
    size_t headers = 0;
    for (; headers < count && headers < ROWS_PER_EDGE; headers++) {
        if (rows[headers].base > page->height * EDGE)
            break;
        add_row(edges, &rows[headers], order, number, (unsigned)headers, false);
    }
    for (size_t i = 0; i < count - headers && i < ROWS_PER_EDGE; i++) {
        const struct pdf_row *row = &rows[count - 1 - i];
        if (row->base < page->height * (1 - EDGE))
            break;
        add_row(edges, row, order, number, (unsigned)i, true);
    }
    free(rows);
    free(order);
}

/* Numbers that differ must differ by as much as the pages do. */
static bool same_row(const struct edge_row *a, const struct edge_row *b)
{
    if (a->footer != b->footer || a->number_count != b->number_count ||
        fabsf(a->base - b->base) > SAME_PLACE || strcmp(a->folded, b->folded) != 0)
        return false;
    for (size_t i = 0; i < a->number_count; i++)
        if (a->numbers[i] != b->numbers[i] && a->numbers[i] - b->numbers[i] != a->page - b->page)
            return false;
    return true;
}

/* Rows are in order of page; a twin stands on the page before or, where left and right pages have
 * headers of their own, on the one before that. */
static void find_twins(struct edges *edges)
{
    size_t window = 0;

    for (size_t i = 0; i < edges->count; i++) {
        struct edge_row *row = &edges->rows[i];
        row->twin = i;
        while (edges->rows[window].page + 2 < row->page)
            window++;
        for (size_t j = i; j-- > window;) {
            struct edge_row *other = &edges->rows[j];
            if (other->page == row->page || !same_row(row, other))
                continue;
            row->twin = other->twin;
            row->repeated = other->repeated = true;
            for (size_t n = 0; n < row->number_count; n++)
                if (row->numbers[n] != other->numbers[n])
                    edges->rows[row->twin].grows[n] = true;
            break;
        }
    }
}

/* "Page 3 of 7", "3/7", "- 3 -", "3": with the number of this page. */
static bool is_page_number(const struct edge_row *row, unsigned page_count)
{
    static const char *const forms[] = {"#",      "- # -", "-#-",    "page # of #",
                                        "# of #", "#/#",   "page #", "page #/#",
                                        "# / #",  "p. #",  "pg. #",  "page | #"};

    if (row->number_count == 0 || row->numbers[0] != row->page + 1 ||
        (row->number_count == 2 && row->numbers[1] != page_count))
        return false;
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (str_eq(str_of(forms[i]), str_trim(str_of(row->folded))))
            return true;
    return false;
}

static bool is_address(struct str s)
{
    return str_starts(s, STR("http://")) || str_starts(s, STR("https://"));
}

static bool holds_address(const struct edges *edges, const struct edge_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (is_address(edges->text->words[edges->order[row->first + i]].text))
            return true;
    return false;
}

static bool holds_date(const struct edge_row *row)
{
    return strstr(row->folded, "#/#/#") != NULL;
}

/* A browser prints on every page where the text was found, and when. */
static bool is_print(const struct edges *edges)
{
    bool address = false, date = false;

    for (size_t i = 0; i < edges->count; i++) {
        const struct edge_row *row = &edges->rows[i];
        address = address || (row->furniture && holds_address(edges, row));
        date = date || (row->furniture && holds_date(row));
    }
    return address && date;
}

static void set_row(struct edges *edges, const struct edge_row *row, enum pdf_role role)
{
    for (size_t i = 0; i < row->count; i++)
        edges->text->words[edges->order[row->first + i]].role = role;
}

/* Decides, from the edge inwards, which rows may go: those that repeat, and page numbers. */
static void mark_rows(struct edges *edges)
{
    bool open = false;

    for (size_t i = 0; i < edges->count; i++) {
        struct edge_row *row = &edges->rows[i];
        open = (open || row->depth == 0) &&
               (row->repeated || is_page_number(row, edges->text->page_count));
        row->furniture = open;
        if (open)
            set_row(edges, row, PDF_FURNITURE);
    }
}

/* Are all numbers of a word, of which *number stand before it in its row, those of pages? "3/7" */
static bool counts_pages(size_t *number, const struct edge_row *twin, struct str word,
                         unsigned page_count)
{
    bool digits = false, all = true;

    for (size_t i = 0; i < word.n; i++) {
        bool digit = isdigit((unsigned char)word.p[i]);
        if (digit && !digits) {
            size_t n = (*number)++;
            bool is_total =
                n > 0 && n < NUMBERS_MAX && twin->grows[n - 1] && twin->numbers[n] == page_count;
            all = all && (n >= NUMBERS_MAX || twin->grows[n] || is_total);
        }
        digits = digit;
    }
    return all;
}

/* Does a row say anything that the rest of the document does not? */
static bool says_more(const struct edges *edges, const struct edge_row *row,
                      const struct said *body)
{
    size_t number = 0;

    if (letterhead_is(str_trim(str_of(row->folded))))
        return false;
    for (size_t i = 0; i < row->count; i++) {
        struct str word = edges->text->words[edges->order[row->first + i]].text;
        size_t before = number;
        bool counts = counts_pages(&number, &edges->rows[row->twin], word, edges->text->page_count);
        if (counts && number > before)
            continue;
        if (!said_has(body, word))
            return true;
    }
    return false;
}

/* The one of a row's repetitions that stays, if one does: the first of headers, the last of
 * footers, where it cuts no sentence. */
static bool is_witness(const struct edges *edges, size_t at)
{
    const struct edge_row *row = &edges->rows[at];

    return row->footer ? edges->rows[row->twin].last == at : row->twin == at;
}

static void keep_unique(struct edges *edges)
{
    const struct pdf_text *text = edges->text;
    struct said body = {0};
    bool print = is_print(edges);

    for (size_t i = 0; i < text->count; i++)
        if (text->words[i].role == PDF_BODY)
            said_add(&body, text->words[i].text);
    for (size_t i = 0; i < edges->count; i++)
        edges->rows[edges->rows[i].twin].last = i;
    for (size_t i = 0; i < edges->count; i++) {
        struct edge_row *row = &edges->rows[i];
        bool printed = print && (holds_address(edges, row) || holds_date(row));
        if (row->furniture && !printed && is_witness(edges, i) &&
            !is_page_number(row, text->page_count) && says_more(edges, row, &body))
            set_row(edges, row, row->footer ? PDF_FOOTER : PDF_BODY);
    }
    said_free(&body);
}

void pdf_furniture_mark(struct pdf_text *text)
{
    struct edges edges = {.text = text, .order = mem_zero(text->count, sizeof *edges.order)};

    for (unsigned i = 0; i < text->page_count; i++)
        add_page(&edges, i);
    find_twins(&edges);
    mark_rows(&edges);
    keep_unique(&edges);
    for (size_t i = 0; i < edges.count; i++)
        free(edges.rows[i].folded);
    free(edges.rows);
    free(edges.order);
}
