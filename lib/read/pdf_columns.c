#include "read/pdf_columns.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "read/pdf_blocks.h"
#include "read/pdf_gutter.h"

enum {
    DEPTH_MAX = 6,                      /* columns within columns */
    ROWS_MAX = 300,                     /* more rows on a page are no columns worth the time */
    WORDS_MAX = 5000,                   /* likewise */
    PARTS_MAX = 3 * PDF_BLOCKS_MAX + 3, /* cells of a block and what stands before; above, below */
    PENDING_MAX = 8 * PARTS_MAX         /* parts of a page that wait */
};

/* A slice of the reading's `order`. */
struct part {
    size_t first, count;
    unsigned depth;
    bool whole; /* is not cut any further */
    bool cells; /* as in struct pdf_line */
};

struct cutter {
    struct pdf_reading *reading;
    const struct pdf_word *words;
    struct pdf_row *rows; /* room for the words of a page */
    size_t *spare;        /* likewise */
    struct part pending[PENDING_MAX];
    size_t pending_count;
    unsigned page;
    float em;
};

/* Puts the words left of x before the others. Returns how many they are. */
static size_t divide(struct cutter *cutter, size_t first, size_t count, float x)
{
    size_t *order = cutter->reading->order + first;
    size_t left = 0, right = 0;

    for (size_t i = 0; i < count; i++) {
        size_t word = order[i];
        if (cutter->words[word].x0 < x)
            order[left++] = word;
        else
            cutter->spare[right++] = word;
    }
    memcpy(order + left, cutter->spare, right * sizeof *order);
    return left;
}

/* Where in the part the words of a row begin. */
static size_t word_start(const struct cutter *cutter, const struct part *part, size_t row,
                         size_t row_count)
{
    return row < row_count ? cutter->rows[row].first : part->count;
}

/* Pushes parts so that the first one is taken first. */
static void push_all(struct cutter *cutter, const struct part *parts, size_t count)
{
    while (count-- > 0)
        if (parts[count].count > 0)
            cutter->pending[cutter->pending_count++] = parts[count];
}

/* Cuts rows `from` to `to` of a part into what stands left and right of x. */
static void cut_sides(struct cutter *cutter, struct part sides[2], const struct part *part,
                      size_t from, size_t to, float x, size_t row_count)
{
    size_t start = word_start(cutter, part, from, row_count);
    size_t count = word_start(cutter, part, to, row_count) - start;
    size_t left = divide(cutter, part->first + start, count, x);
    unsigned depth = part->depth + 1;

    sides[0] = (struct part){part->first + start, left, depth, depth > DEPTH_MAX, false};
    sides[1] =
        (struct part){part->first + start + left, count - left, depth, depth > DEPTH_MAX, false};
}

/* Rows `from` to `to` of a part, which are not cut any further if they are `cells`. */
static struct part slice(const struct cutter *cutter, const struct part *part, size_t from,
                         size_t to, bool cells, size_t row_count)
{
    size_t start = word_start(cutter, part, from, row_count);
    size_t end = word_start(cutter, part, to, row_count);
    unsigned depth = part->depth + 1;

    return (struct part){part->first + start, end - start, depth, cells || depth > DEPTH_MAX,
                         cells};
}

/* Cells of uneven blocks one after the other, other blocks row by row. */
static size_t cut_cells(struct cutter *cutter, struct part *parts, const struct part *part,
                        const struct pdf_gutter *gutter, const struct pdf_region *region)
{
    struct pdf_blocks blocks;
    size_t count = 0, even = gutter->from;

    pdf_blocks_find(&blocks, region, gutter);
    for (size_t i = 0; i < blocks.count; i++) {
        size_t from = blocks.starts[i], to = blocks.starts[i + 1];
        if (!pdf_block_is_uneven(region, gutter->x, from, to))
            continue;
        parts[count++] = slice(cutter, part, even, from, true, region->count);
        cut_sides(cutter, parts + count, part, from, to, gutter->x, region->count);
        count += 2;
        even = to;
    }
    parts[count++] = slice(cutter, part, even, gutter->to, true, region->count);
    return count;
}

/* Cuts a part into what stands above, beside and below the gutter. */
static void cut(struct cutter *cutter, const struct part *part, const struct pdf_gutter *gutter,
                const struct pdf_region *region)
{
    struct part parts[PARTS_MAX];
    size_t count = 0;

    parts[count++] = slice(cutter, part, 0, gutter->from, false, region->count);
    if (gutter->cells) {
        count += cut_cells(cutter, parts + count, part, gutter, region);
    } else {
        cut_sides(cutter, parts + count, part, gutter->from, gutter->to, gutter->x, region->count);
        count += 2;
    }
    parts[count++] = slice(cutter, part, gutter->to, region->count, false, region->count);
    push_all(cutter, parts, count);
}

static void emit(struct cutter *cutter, const struct part *part, size_t row_count)
{
    struct pdf_reading *reading = cutter->reading;
    float left = cutter->rows[0].x0, right = cutter->rows[0].x1;

    for (size_t i = 1; i < row_count; i++) {
        left = fminf(left, cutter->rows[i].x0);
        right = fmaxf(right, cutter->rows[i].x1);
    }
    for (size_t i = 0; i < row_count; i++) {
        struct pdf_line line = {cutter->rows[i], cutter->page, reading->regions, left,
                                right,           part->cells};
        line.row.first += part->first;
        reading->lines = mem_grow(reading->lines, reading->count, &reading->capacity, sizeof line);
        reading->lines[reading->count++] = line;
    }
    reading->regions++;
}

static void cut_all(struct cutter *cutter)
{
    while (cutter->pending_count > 0) {
        struct part part = cutter->pending[--cutter->pending_count];
        size_t *order = cutter->reading->order + part.first;
        size_t count = pdf_rows_make(cutter->rows, order, part.count, cutter->words);
        struct pdf_region region = {cutter->words, order, cutter->rows, count, cutter->em};
        struct pdf_gutter gutter;
        if (!part.whole && count <= ROWS_MAX && part.count <= WORDS_MAX &&
            cutter->pending_count + PARTS_MAX <= PENDING_MAX && pdf_gutter_find(&gutter, &region))
            cut(cutter, &part, &gutter, &region);
        else
            emit(cutter, &part, count);
    }
}

static void add_words(struct cutter *cutter, const struct pdf_page *page, bool upright,
                      enum pdf_role role)
{
    struct pdf_reading *reading = cutter->reading;
    bool whole = !upright || role == PDF_FOOTER;
    size_t start = reading->word_count;

    for (size_t i = page->first; i < page->first + page->count; i++)
        if (cutter->words[i].role == role && cutter->words[i].upright == upright)
            reading->order[reading->word_count++] = i;
    push_all(cutter, &(struct part){start, reading->word_count - start, 0, whole, false}, 1);
    cut_all(cutter);
}

static void add_page(struct cutter *cutter, const struct pdf_page *page)
{
    cutter->em = pdf_usual_size(cutter->words + page->first, page->count);
    add_words(cutter, page, true, PDF_BODY);
    add_words(cutter, page, false, PDF_BODY);
    add_words(cutter, page, true, PDF_FOOTER);
    add_words(cutter, page, false, PDF_FOOTER);
}

void pdf_reading_make(struct pdf_reading *reading, const struct pdf_text *text)
{
    struct cutter cutter = {.reading = reading, .words = text->words};
    size_t most = 0;

    *reading = (struct pdf_reading){.order = mem_zero(text->count, sizeof *reading->order)};
    for (unsigned i = 0; i < text->page_count; i++)
        most = text->pages[i].count > most ? text->pages[i].count : most;
    cutter.rows = mem_zero(most, sizeof *cutter.rows);
    cutter.spare = mem_zero(most, sizeof *cutter.spare);
    for (cutter.page = 0; cutter.page < text->page_count; cutter.page++)
        add_page(&cutter, &text->pages[cutter.page]);
    free(cutter.rows);
    free(cutter.spare);
}

void pdf_reading_free(struct pdf_reading *reading)
{
    free(reading->order);
    free(reading->lines);
    *reading = (struct pdf_reading){0};
}
