#include "read/pdf_columns.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "read/pdf_gutter.h"

enum {
    DEPTH_MAX = 6,   /* columns within columns */
    ROWS_MAX = 300,  /* more rows on a page are no columns worth the time */
    PENDING_MAX = 64 /* parts of a page that wait */
};

/* A slice of the reading's `order`. */
struct part {
    size_t first, count;
    unsigned depth;
    bool whole; /* is not cut any further */
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

static void push(struct cutter *cutter, size_t first, size_t count, unsigned depth, bool whole)
{
    if (count > 0)
        cutter->pending[cutter->pending_count++] =
            (struct part){first, count, depth, whole || depth > DEPTH_MAX};
}

/* Cuts a part into what stands above, left of, right of and below the gutter. */
static void cut(struct cutter *cutter, const struct part *part, const struct pdf_gutter *gutter,
                size_t row_count)
{
    size_t *order = cutter->reading->order + part->first;
    size_t left = 0, right = 0;
    size_t start = gutter->from < row_count ? cutter->rows[gutter->from].first : part->count;
    size_t end = gutter->to < row_count ? cutter->rows[gutter->to].first : part->count;

    for (size_t i = start; i < end; i++) {
        size_t word = order[i];
        if (cutter->words[word].x0 < gutter->x)
            order[start + left++] = word;
        else
            cutter->spare[right++] = word;
    }
    memcpy(order + start + left, cutter->spare, right * sizeof *order);
    unsigned depth = part->depth + 1;
    push(cutter, part->first + end, part->count - end, depth, false);
    push(cutter, part->first + start + left, right, depth, false);
    push(cutter, part->first + start, left, depth, false);
    push(cutter, part->first, start, depth, false);
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
        struct pdf_line line = {cutter->rows[i], cutter->page, reading->regions, left, right};
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
        if (!part.whole && count <= ROWS_MAX && cutter->pending_count + 4 < PENDING_MAX &&
            pdf_gutter_find(&gutter, &region))
            cut(cutter, &part, &gutter, count);
        else
            emit(cutter, &part, count);
    }
}

static void add_page(struct cutter *cutter, const struct pdf_page *page)
{
    struct pdf_reading *reading = cutter->reading;
    const struct pdf_word *words = cutter->words;

    cutter->em = pdf_usual_size(words + page->first, page->count);
    for (int upright = 1; upright >= 0; upright--) {
        size_t start = reading->word_count;
        for (size_t i = page->first; i < page->first + page->count; i++)
            if (!words[i].furniture && words[i].upright == upright)
                reading->order[reading->word_count++] = i;
        push(cutter, start, reading->word_count - start, 0, upright == 0);
        cut_all(cutter);
    }
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
