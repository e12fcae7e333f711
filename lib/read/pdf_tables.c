#include "read/pdf_tables.h"

#include <ctype.h>
#include <math.h>

enum { CELLS_MAX = 12 };

static const float CELL_GAP = 1.4f;   /* in letter sizes */
static const float ALIGNED = 2.5f;    /* points */
static const float NEIGHBOURS = 3.0f; /* baselines no further apart, in letter sizes */

struct cells {
    float x0[CELLS_MAX], x1[CELLS_MAX];
    size_t count;
};

static const char *const bullets[] = {
    "\xe2\x80\xa2", "\xe2\x96\xaa", "\xe2\x97\x8f", "\xe2\x97\x8b", "\xe2\x97\xa6",
    "\xe2\x96\xa0", "\xe2\x80\xa3", "\xe2\x9e\xa2", "\xe2\x9e\xa4", "\xe2\x98\x90",
    "\xe2\x98\x91", "\xe2\x98\x92", "\xe2\x9c\x93", "\xe2\x81\x83"};

size_t pdf_bullet_length(struct str word)
{
    for (size_t i = 0; i < sizeof bullets / sizeof bullets[0]; i++)
        if (str_starts(word, str_of(bullets[i])) && word.n > strlen(bullets[i]))
            return strlen(bullets[i]);
    return 0;
}

static bool is_bullet(struct str s)
{
    static const char *const others[] = {"o", "-", "*", "\xc2\xb7", "\xe2\x80\x93"};

    for (size_t i = 0; i < sizeof bullets / sizeof bullets[0]; i++)
        if (str_eq(s, str_of(bullets[i])))
            return true;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (str_eq(s, str_of(others[i])))
            return true;
    return false;
}

bool pdf_is_marker(const struct pdf_word *word)
{
    struct str s = word->text;
    size_t digits = 0, roman = 0;

    if (word->symbol || is_bullet(s))
        return true;
    if (s.n < 2 || s.n > 6 || strchr(".)", s.p[s.n - 1]) == NULL)
        return false;
    s.n--;
    if (s.p[0] == '(')
        s = str_from(s, 1);
    for (size_t i = 0; i < s.n; i++) {
        digits += isdigit((unsigned char)s.p[i]) != 0;
        roman += strchr("ivxIVX", s.p[i]) != NULL;
    }
    return s.n == 1 || digits == s.n || roman == s.n;
}

bool pdf_cell_begins(const struct pdf_text *text, const size_t *order, const struct pdf_row *row,
                     size_t at)
{
    if (at == 0)
        return false;
    const struct pdf_word *before = &text->words[order[row->first + at - 1]];
    const struct pdf_word *word = &text->words[order[row->first + at]];

    if (at == 1 && pdf_is_marker(before))
        return false;
    return word->x0 - before->x1 > CELL_GAP * fmaxf(fminf(before->size, word->size), 1);
}

static struct cells cells_of(const struct pdf_reading *reading, const struct pdf_text *text,
                             const struct pdf_row *row)
{
    struct cells cells = {.count = 0};

    for (size_t i = 0; i < row->count; i++) {
        const struct pdf_word *word = &text->words[reading->order[row->first + i]];
        if (i == 0 || pdf_cell_begins(text, reading->order, row, i)) {
            if (cells.count == CELLS_MAX)
                break;
            cells.x0[cells.count++] = word->x0;
        }
        cells.x1[cells.count - 1] = word->x1;
    }
    return cells;
}

/* Have both lines a cell, not the first one, at one place? */
static bool share_cell(const struct cells *a, const struct cells *b)
{
    for (size_t i = 1; i < a->count; i++)
        for (size_t j = 1; j < b->count; j++)
            if (fabsf(a->x0[i] - b->x0[j]) < ALIGNED || fabsf(a->x1[i] - b->x1[j]) < ALIGNED)
                return true;
    return false;
}

void pdf_tables_find(bool *is_row, const struct pdf_reading *reading, const struct pdf_text *text)
{
    struct cells last = {.count = 0};

    for (size_t i = 0; i < reading->count; i++) {
        const struct pdf_line *line = &reading->lines[i], *before = line - 1;
        struct cells cells = cells_of(reading, text, &line->row);
        is_row[i] = false;
        if (i > 0 && line->region == before->region &&
            line->row.base - before->row.base < NEIGHBOURS * line->row.size &&
            share_cell(&last, &cells))
            is_row[i - 1] = is_row[i] = true;
        last = cells;
    }
}
