#include "read/pdf_gaps.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

enum {
    FEW_STEPS = 6 /* fewer steps of a region say little about its leading */
};

static const float USUAL_LEADING = 1.2f; /* in letter sizes */
static const float WIDE = 1.28f;         /* so much more than the leading is a gap */
static const float LARGER = 1.15f;       /* letters so much larger begin something new, */
static const float WIDE_LARGER = 1.05f;  /* and need less of a gap to show it */
static const float WIDEST_LEADING = 2.6f;

static int by_value(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* Step from a line to the next, in letter sizes: most of it is the height of the lower one. */
static float step(const struct pdf_line *a, const struct pdf_line *b)
{
    return (b->row.base - a->row.base) / fmaxf(0.25f * a->row.size + 0.75f * b->row.size, 1);
}

/* The leading of so many steps: a low one, since every gap is wider. */
static float leading_of(float *steps, size_t count, float otherwise)
{
    if (count < FEW_STEPS)
        return otherwise;
    qsort(steps, count, sizeof *steps, by_value);
    float leading = steps[count * 3 / 10];
    return leading > WIDEST_LEADING || leading < 0.8f ? otherwise : leading;
}

/* Steps within regions, from line `from` to line `to`. */
static size_t collect(float *steps, const struct pdf_line *lines, size_t from, size_t to)
{
    size_t count = 0;

    for (size_t i = from + 1; i < to; i++)
        if (lines[i].region == lines[i - 1].region)
            steps[count++] = step(&lines[i - 1], &lines[i]);
    return count;
}

static const struct pdf_word *word_of(const struct pdf_reading *reading,
                                      const struct pdf_text *text, const struct pdf_line *line,
                                      bool last)
{
    size_t at = line->row.first + (last ? line->row.count - 1 : 0);
    return &text->words[reading->order[at]];
}

/* Does a sentence go on from line a to line b, in the next column or on the next page? */
static bool goes_on(const struct pdf_reading *reading, const struct pdf_text *text,
                    const struct pdf_line *a, const struct pdf_line *b)
{
    const struct pdf_word *last = word_of(reading, text, a, true);
    const struct pdf_word *first = word_of(reading, text, b, false);
    unsigned char end = (unsigned char)last->text.p[last->text.n - 1];
    unsigned char start = (unsigned char)first->text.p[0];

    if (strchr(".:;!?", end) != NULL || fabsf(a->row.size - b->row.size) > 0.6f ||
        last->bold != first->bold)
        return false;
    if (islower(start) && first->text.n > 1)
        return true;
    bool full = a->row.x1 > a->right - 0.12f * (a->right - a->left);
    return full && a->row.count > 5 && (isalnum(end) || end == ',') &&
           (isalnum(start) && first->text.p[first->text.n - 1] != '.' && first->text.n > 1);
}

static bool has_gap(const struct pdf_reading *reading, const struct pdf_text *text, size_t at,
                    float leading)
{
    const struct pdf_line *a = &reading->lines[at - 1], *b = &reading->lines[at];
    bool below = a->page == b->page && b->row.base > a->row.base + 0.5f * b->row.size;
    bool beneath = below && b->row.x0 < a->right && a->row.x0 < b->right;

    if (beneath || (a->page == b->page && a->region == b->region))
        return step(a, b) > leading * (b->row.size > LARGER * a->row.size ? WIDE_LARGER : WIDE);
    return below || !goes_on(reading, text, a, b);
}

void pdf_gaps_find(bool *blank, const struct pdf_reading *reading, const struct pdf_text *text)
{
    const struct pdf_line *lines = reading->lines;
    float *steps = mem_zero(reading->count, sizeof *steps);
    float usual = leading_of(steps, collect(steps, lines, 0, reading->count), USUAL_LEADING);

    for (size_t start = 0; start < reading->count;) {
        size_t end = start + 1;
        while (end < reading->count && lines[end].region == lines[start].region)
            end++;
        float leading = leading_of(steps, collect(steps, lines, start, end), usual);
        for (size_t i = start; i < end; i++)
            blank[i] = i > 0 && has_gap(reading, text, i, i == start ? usual : leading);
        start = end;
    }
    free(steps);
}
