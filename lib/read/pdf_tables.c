#include "read/pdf_tables.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

enum { CELLS_MAX = 12 };

static const float CELL_GAP = 1.4f;   /* in letter sizes */
static const float ALIGNED = 2.5f;    /* points */
static const float LINE_STEP = 1.4f;  /* baselines of one cell, in letter sizes */
static const float ROOM = 2.0f;       /* what may stay free at the end of a line, likewise */
static const float EXACTLY = 0.5f;    /* points */
static const float NARROW = 0.6f;     /* space between cells, in letter sizes */
static const float NEIGHBOURS = 3.0f; /* baselines no further apart, in letter sizes */

struct cells {
    float x0[CELLS_MAX], x1[CELLS_MAX];
    size_t count;
};

static const struct cells no_cells = {.count = 0};

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

    return STR_AMONG(s, bullets) || STR_AMONG(s, others);
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

/* Where a cell of the row above begins, one may begin behind little space. */
static bool is_aligned(const struct cells *above, const struct pdf_word *before,
                       const struct pdf_word *word)
{
    for (size_t i = 1; i < above->count; i++)
        if (fabsf(above->x0[i] - word->x0) < EXACTLY && word->x0 - before->x1 > NARROW * word->size)
            return true;
    return false;
}

static struct cells cells_of(const struct pdf_reading *reading, const struct pdf_text *text,
                             const struct pdf_row *row, const struct cells *above)
{
    struct cells cells = {.count = 0};

    for (size_t i = 0; i < row->count; i++) {
        const struct pdf_word *word = &text->words[reading->order[row->first + i]];
        const struct pdf_word *before = &text->words[reading->order[row->first + i - (i > 0)]];
        if (i == 0 || pdf_cell_begins(text, reading->order, row, i) ||
            is_aligned(above, before, word)) {
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

/* The cell of a row, not the last, that a line below it continues; CELLS_MAX if none. */
static size_t continued_cell(const struct cells *above, const struct cells *below,
                             const struct pdf_word *first, float size)
{
    for (size_t i = 0; below->count == 1 && i + 1 < above->count; i++)
        if (fabsf(above->x0[i] - below->x0[0]) < ALIGNED &&
            below->x1[0] + size < above->x0[i + 1] &&
            above->x1[i] + first->x1 - first->x0 > above->x0[i + 1] - ROOM * size)
            return i;
    return CELLS_MAX;
}

/* How many words of a row stand before the cell that begins at `next_x0`. */
static size_t words_through(const struct pdf_reading *reading, const struct pdf_text *text,
                            const struct pdf_row *row, float next_x0)
{
    size_t n = 0;

    while (n < row->count && text->words[reading->order[row->first + n]].x0 < next_x0)
        n++;
    return n;
}

/* Puts the words of the row that follows in `order` behind the first `at` words of the row. */
static void take_row(struct pdf_reading *reading, struct pdf_row *row, const struct pdf_row *next,
                     size_t at)
{
    size_t *order = reading->order + row->first, rest = row->count - at;
    size_t *spare = mem_alloc((rest + 1) * sizeof *spare);

    memcpy(spare, order + at, rest * sizeof *order);
    memmove(order + at, order + row->count, next->count * sizeof *order);
    memcpy(order + at + next->count, spare, rest * sizeof *order);
    row->count += next->count;
    row->y1 = fmaxf(row->y1, next->y1);
    free(spare);
}

static bool is_in_table(const struct pdf_reading *reading, const struct pdf_text *text, size_t at,
                        const struct cells *cells)
{
    enum { REACH = 2 };
    size_t from = at > REACH ? at - REACH : 0;

    for (size_t i = from; i <= at + REACH + 1 && i < reading->count; i++) {
        if (i == at || reading->lines[i].region != reading->lines[at].region)
            continue;
        struct cells other = cells_of(reading, text, &reading->lines[i].row, &no_cells);
        if (share_cell(cells, &other))
            return true;
    }
    return false;
}

void pdf_tables_join(struct pdf_reading *reading, const struct pdf_text *text)
{
    struct cells cells = {.count = 0};
    size_t kept = 0;
    float base = 0; /* of the last line of the row */

    for (size_t i = 0; i < reading->count; i++) {
        const struct pdf_line *line = &reading->lines[i];
        struct pdf_line *above = kept > 0 ? &reading->lines[kept - 1] : NULL;
        struct cells own = cells_of(reading, text, &line->row, &cells);
        const struct pdf_word *first = &text->words[reading->order[line->row.first]];
        size_t cell = continued_cell(&cells, &own, first, line->row.size);
        bool follows = above != NULL && above->region == line->region &&
                       above->row.first + above->row.count == line->row.first &&
                       line->row.base - base < LINE_STEP * line->row.size;
        bool closer = i + 1 < reading->count && line[1].region == line->region &&
                      line[1].row.base - line->row.base > 1.1f * (line->row.base - base);
        if (follows && cell < CELLS_MAX && (closer || islower((unsigned char)first->text.p[0])) &&
            is_in_table(reading, text, kept - 1, &cells)) {
            size_t at = words_through(reading, text, &above->row, cells.x0[cell + 1] - 1);
            take_row(reading, &above->row, &line->row, at);
            cells.x1[cell] = own.x1[0];
        } else {
            reading->lines[kept++] = *line;
            cells = own;
        }
        base = reading->lines[i].row.base;
    }
    reading->count = kept;
}

/* The head of a table: bold cells, in a row that faces others. */
static bool is_head(const struct pdf_line *line, const struct cells *cells, const size_t *order,
                    const struct pdf_text *text)
{
    bool bold = line->cells && cells->count > 1;

    for (size_t i = 0; i < line->row.count && bold; i++)
        bold = text->words[order[line->row.first + i]].bold;
    return bold;
}

void pdf_tables_find(bool *is_row, const struct pdf_reading *reading, const struct pdf_text *text)
{
    struct cells last = {.count = 0};

    for (size_t i = 0; i < reading->count; i++) {
        const struct pdf_line *line = &reading->lines[i], *before = line - 1;
        struct cells cells = cells_of(reading, text, &line->row, &no_cells);
        is_row[i] = is_head(line, &cells, reading->order, text);
        if (i > 0 && line->region == before->region &&
            line->row.base - before->row.base < NEIGHBOURS * line->row.size &&
            share_cell(&last, &cells))
            is_row[i - 1] = is_row[i] = true;
        last = cells;
    }
}
