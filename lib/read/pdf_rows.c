#include "read/pdf_rows.h"

#include <math.h>
#include <stdlib.h>

enum {
    SIZES_MAX = 400 /* letter sizes that are told apart, in quarters of a point */
};

/* A word joins the row above it if their baselines differ by no more than this share of the smaller
 * letter size: less than the closest lines do, more than mixed fonts and errors of estimation. */
static const float SAME_BASE = 0.3f;

static int compare_floats(float a, float b)
{
    return (a > b) - (a < b);
}

static int by_base(const void *a, const void *b, void *context)
{
    const struct pdf_word *words = context;
    size_t i = *(const size_t *)a, j = *(const size_t *)b;
    int order = compare_floats(words[i].base, words[j].base);

    return order != 0 ? order : (i > j) - (i < j);
}

static int by_left(const void *a, const void *b, void *context)
{
    const struct pdf_word *words = context;
    size_t i = *(const size_t *)a, j = *(const size_t *)b;
    int order = compare_floats(words[i].x0, words[j].x0);

    return order != 0 ? order : (i > j) - (i < j);
}

/* Fills all of a row but first and count, and sorts its words. */
static void row_measure(struct pdf_row *row, size_t *order, const struct pdf_word *words)
{
    const struct pdf_word *word = &words[order[row->first]];
    size_t most = 0;

    qsort_r(order + row->first, row->count, sizeof *order, by_left, (void *)words);
    row->x0 = word->x0;
    row->x1 = word->x1;
    row->y0 = word->y0;
    row->y1 = word->y1;
    for (size_t i = 0; i < row->count; i++) {
        word = &words[order[row->first + i]];
        row->x0 = fminf(row->x0, word->x0);
        row->x1 = fmaxf(row->x1, word->x1);
        row->y0 = fminf(row->y0, word->y0);
        row->y1 = fmaxf(row->y1, word->y1);
        if (word->text.n > most) {
            most = word->text.n;
            row->base = word->base;
            row->size = word->size;
        }
    }
}

/* Do the words of `small`, which are raised or lowered, stand close to words of `row`? */
static bool is_attached(const struct pdf_row *small, const struct pdf_row *row, const size_t *order,
                        const struct pdf_word *words)
{
    if (small->size > row->size * 0.85f || small->count > 8 ||
        fabsf(small->base - row->base) > row->size * 0.6f)
        return false;
    for (size_t i = 0; i < small->count; i++) {
        const struct pdf_word *raised = &words[order[small->first + i]];
        bool close = false;
        for (size_t j = 0; j < row->count && !close; j++) {
            const struct pdf_word *word = &words[order[row->first + j]];
            close = fabsf(raised->x0 - word->x1) < row->size * 0.3f ||
                    fabsf(word->x0 - raised->x1) < row->size * 0.3f;
        }
        if (!close)
            return false;
    }
    return true;
}

/* Rows are neighbours in `order`, so two of them become one by adding counts. */
static size_t join_attached(struct pdf_row *rows, size_t count, size_t *order,
                            const struct pdf_word *words)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        struct pdf_row *last = kept > 0 ? &rows[kept - 1] : NULL;
        if (last != NULL && (is_attached(last, &rows[i], order, words) ||
                             is_attached(&rows[i], last, order, words))) {
            last->count += rows[i].count;
            row_measure(last, order, words);
        } else {
            rows[kept++] = rows[i];
        }
    }
    return kept;
}

size_t pdf_rows_make(struct pdf_row *rows, size_t *order, size_t count,
                     const struct pdf_word *words)
{
    size_t made = 0;

    qsort_r(order, count, sizeof *order, by_base, (void *)words);
    for (size_t i = 0; i < count;) {
        const struct pdf_word *first = &words[order[i]];
        size_t end = i + 1;
        for (; end < count; end++) {
            const struct pdf_word *word = &words[order[end]];
            if (word->base - first->base > SAME_BASE * fminf(word->size, first->size))
                break;
        }
        rows[made] = (struct pdf_row){.first = i, .count = end - i};
        row_measure(&rows[made++], order, words);
        i = end;
    }
    return join_attached(rows, made, order, words);
}

float pdf_usual_size(const struct pdf_word *words, size_t count)
{
    size_t letters[SIZES_MAX] = {0}, most = 0;

    for (size_t i = 0; i < count; i++) {
        size_t size = (size_t)lroundf(words[i].size * 4);
        letters[size < SIZES_MAX ? size : SIZES_MAX - 1] += words[i].text.n;
    }
    for (size_t i = 1; i < SIZES_MAX; i++)
        if (letters[i] > letters[most])
            most = i;
    return fmaxf((float)most / 4, 1);
}
