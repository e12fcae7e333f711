#include "search/compare_marks.h"

/* Where a mark ends, with the bracket that closes one in it: "[sixty (60)]". */
static uint32_t mark_end(struct str text, uint32_t start, uint32_t end)
{
    int open = 0;

    for (uint32_t i = start; i < end; i++)
        open += (text.p[i] == '(') - (text.p[i] == ')');
    return open > 0 && end < text.n && text.p[end] == ')' ? end + 1 : end;
}

/* Words one after the other are one mark. */
static void mark_words(struct marks *marks, const struct passage *passage, const uint8_t *having,
                       uint8_t least, uint8_t most, struct arena *arena)
{
    marks->items = arena_zero(arena, passage->count, sizeof *marks->items);
    for (uint32_t i = 0, end; i < passage->count; i = end) {
        end = i + 1;
        if (having[i] < least || having[i] > most)
            continue;
        while (end < passage->count && having[end] >= least && having[end] <= most)
            end++;
        marks->items[marks->count++] =
            (struct mark){passage->starts[i],
                          mark_end(passage->text, passage->starts[i], passage->ends[end - 1])};
    }
    highlight_to_code_points(marks, passage->text);
}

static void mark_row(struct compare_row *row, size_t count, struct common *common,
                     struct arena *arena)
{
    uint8_t *having[COMPARE_MOST] = {NULL}, others = 0; /* how many others have each word */
    bool *in[COMPARE_MOST] = {NULL};

    for (size_t i = 0; i < count; i++) {
        const struct passage *p = row->cells[i].passage;
        if (p == NULL)
            continue;
        having[i] = arena_zero(arena, p->count, 1);
        in[i] = arena_zero(arena, p->count, sizeof(bool));
        others++;
    }
    others--;
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count; k++) {
            const struct passage *a = row->cells[i].passage, *b = row->cells[k].passage;
            if (a == NULL || b == NULL)
                continue;
            common_find(in[i], in[k], common, (struct common_sequence){a->words, a->count},
                        (struct common_sequence){b->words, b->count});
            common_drop_islands(in[i], a->count, in[k], b->count);
            for (uint32_t w = 0; w < a->count; w++)
                having[i][w] += in[i][w];
            for (uint32_t w = 0; w < b->count; w++)
                having[k][w] += in[k][w];
        }
    for (size_t i = 0; i < count; i++)
        if (having[i] != NULL) {
            struct compare_cell *cell = &row->cells[i];
            mark_words(&cell->only, cell->passage, having[i], 0, 0, arena);
            mark_words(&cell->some, cell->passage, having[i], 1, (uint8_t)(others - 1), arena);
        }
}

static enum compare_state state_of(const struct compare_row *row, size_t count)
{
    const struct passage *first = NULL;
    size_t having = 0;

    for (size_t i = 0; i < count; i++) {
        const struct passage *passage = row->cells[i].passage;
        if (passage == NULL)
            continue;
        if (first != NULL && passage_compare(first, passage) != 0)
            return COMPARE_DIFFERS;
        first = passage;
        having++;
    }
    return having == count ? COMPARE_SHARED : COMPARE_SAME;
}

void compare_mark(struct compare_row *row, size_t count, struct common *common, struct arena *arena)
{
    row->state = state_of(row, count);
    if (row->state == COMPARE_DIFFERS)
        mark_row(row, count, common, arena);
}
