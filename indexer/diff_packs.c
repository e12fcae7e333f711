#include "indexer/diff_packs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "indexer/diff_print.h"
#include "search/evidence_totals.h"

/* A row, and what became of it. */
struct mark {
    struct evidence_pack_row row;
    bool paired;
};

/* A pack that is read class by class: all its rows of one, and the first behind them. */
struct side {
    const char *shown;
    FILE *in;
    struct evidence_pack *pack;
    struct evidence_totals *totals;
    struct arena *arena, *next_arena; /* of the rows of the class; of `next` */
    struct mark *rows;
    size_t count, capacity;
    struct evidence_pack_row next;
    bool more; /* there is one */
};

struct comparing {
    bool json;
    struct side sides[2]; /* old and new */
    struct diff_counts counts;
};

/* ---- reading ---- */

static enum err_code read_next(struct side *side, struct err *err)
{
    arena_clear(side->next_arena);
    enum err_code code =
        evidence_pack_next(&side->more, &side->next, side->pack, side->next_arena, err);
    if (code == ERR_OK && side->more)
        code = evidence_totals_add(side->totals, &side->next, err);
    if (code != ERR_OK)
        err_context(err, "%s:%zu", side->shown, side->next.number);
    if (code != ERR_OK || side->more)
        return code;
    code = evidence_pack_end(side->pack, err);
    if (code == ERR_OK)
        code = evidence_totals_end(side->totals, err);
    if (code != ERR_OK)
        err_context(err, "%s", side->shown);
    return code;
}

static struct str keep(struct str text, struct arena *arena)
{
    return (struct str){arena_strndup(arena, text.p, text.n), text.n};
}

static void add_next(struct side *side)
{
    struct evidence_pack_row row = side->next;
    struct str *const texts[] = {&row.class_id, &row.title, &row.heading, &row.left,
                                 &row.match,    &row.right, &row.source};

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        *texts[i] = keep(*texts[i], side->arena);
    side->rows = mem_grow(side->rows, side->count, &side->capacity, sizeof *side->rows);
    side->rows[side->count++] = (struct mark){.row = row};
}

/* Takes the rows of a class, if the next ones are of it. */
static enum err_code take_class(struct side *side, struct str id, struct err *err)
{
    enum err_code code = ERR_OK;

    arena_clear(side->arena);
    side->count = 0;
    while (code == ERR_OK && side->more && str_eq(side->next.class_id, id)) {
        add_next(side);
        code = read_next(side, err);
    }
    return code;
}

static enum err_code open_side(struct side *side, const char *path, struct err *err)
{
    bool standard = strcmp(path, "-") == 0;

    side->shown = standard ? "standard input" : path;
    side->in = standard ? stdin : fopen(path, "re");
    if (side->in == NULL)
        return err_errno(err, ERR_IO, errno, "%s", path);
    side->arena = arena_new();
    side->next_arena = arena_new();
    enum err_code code = evidence_pack_open(&side->pack, side->in, err);
    if (code != ERR_OK) {
        err_context(err, "%s", side->shown);
        return code;
    }
    if (evidence_pack_head(side->pack)->order != OCCURRENCES_BY_PLACE)
        return err_set(err, ERR_USAGE, "%s: is not sorted by place", side->shown);
    side->totals = evidence_totals_new(evidence_pack_head(side->pack));
    return ERR_OK;
}

static void close_side(struct side *side)
{
    evidence_totals_free(side->totals);
    evidence_pack_close(side->pack);
    arena_free(side->arena);
    arena_free(side->next_arena);
    free(side->rows);
    if (side->in != NULL && side->in != stdin)
        fclose(side->in);
}

static enum err_code check_same_query(const struct evidence_pack_head *old,
                                      const struct evidence_pack_head *new, struct err *err)
{
    const char *what = !str_eq(old->text, new->text)         ? "different queries"
                       : old->verbatim != new->verbatim      ? "one query verbatim and one not"
                       : old->expand != new->expand          ? "one query expanded and one not"
                       : !str_eq(old->filters, new->filters) ? "one query with different filters"
                       : old->context != new->context        ? "contexts of different lengths"
                                                             : NULL;

    if (what == NULL)
        return ERR_OK;
    return err_set(err, ERR_USAGE, "the packs cannot be compared: they are of %s", what);
}

/* ---- comparing ---- */

/* What makes two rows of a class the same occurrence, wherever it stands. */
static int by_context(const struct evidence_pack_row *a, const struct evidence_pack_row *b)
{
    int order = (b->in_heading ? 1 : 0) - (a->in_heading ? 1 : 0);

    if (order == 0)
        order = str_compare(a->heading, b->heading);
    if (order == 0)
        order = str_compare(a->match, b->match);
    if (order == 0)
        order = str_compare(a->left, b->left);
    return order == 0 ? str_compare(a->right, b->right) : order;
}

static int by_place(const struct evidence_pack_row *a, const struct evidence_pack_row *b)
{
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return evidence_pack_compare(a, b);
}

static int order_rows(const void *a, const void *b)
{
    const struct evidence_pack_row *x = &((const struct mark *)a)->row;
    const struct evidence_pack_row *y = &((const struct mark *)b)->row;
    int order = by_context(x, y);

    return order == 0 ? by_place(x, y) : order;
}

static int order_numbers(const void *a, const void *b)
{
    size_t x = ((const struct mark *)a)->row.number, y = ((const struct mark *)b)->row.number;
    return x < y ? -1 : x > y;
}

static json_t *place_json(const struct evidence_pack_row *row)
{
    if (row == NULL)
        return json_null();
    return json_pack("{s:I, s:I, s:I, s:I, s:o}", "ordinal", (json_int_t)row->ordinal, "line",
                     (json_int_t)row->line, "start", (json_int_t)row->start, "end",
                     (json_int_t)row->end, "source", diff_text(row->source));
}

static void print_row(const struct comparing *comparing, enum diff_change change,
                      const struct evidence_pack_row *old, const struct evidence_pack_row *new)
{
    const struct evidence_pack_row *row = new != NULL ? new : old;

    if (comparing->json) {
        diff_print_json(
            json_pack("{s:s, s:{s:o, s:o}, s:o, s:s, s:o, s:o, s:o, s:o, s:o}", "change",
                      diff_change_name(change), "class", "id", diff_text(row->class_id), "title",
                      diff_text(row->title), "heading", diff_text_or_null(row->heading), "where",
                      row->in_heading ? "heading" : "text", "left", diff_text(row->left), "match",
                      diff_text(row->match), "right", diff_text(row->right), "old", place_json(old),
                      "new", place_json(new)));
        return;
    }
    printf("%c ", diff_change_mark(change));
    diff_print_text(row->source);
    if (old != NULL && new != NULL && old->line != new->line)
        printf(":%u from line %u: ", row->line, old->line);
    else
        printf(":%u: ", row->line);
    diff_print_text(row->left);
    putchar('[');
    diff_print_text(row->match);
    putchar(']');
    diff_print_text(row->right);
    putchar('\n');
}

/* Pairs the rows that stand where they stood, then those with the same context, in their order. */
static void pair_class(struct comparing *comparing)
{
    struct side *old = &comparing->sides[0], *new = &comparing->sides[1];

    qsort(old->rows, old->count, sizeof *old->rows, order_rows);
    qsort(new->rows, new->count, sizeof *new->rows, order_rows);
    for (size_t i = 0, k = 0; i < old->count && k < new->count;) {
        int order = order_rows(&old->rows[i], &new->rows[k]);
        if (order == 0) {
            old->rows[i].paired = new->rows[k].paired = true;
            comparing->counts.same++;
        }
        i += order <= 0;
        k += order >= 0;
    }
    for (size_t i = 0, k = 0; i < old->count && k < new->count;) {
        int order = by_context(&old->rows[i].row, &new->rows[k].row);
        if (old->rows[i].paired || (order < 0 && !new->rows[k].paired)) {
            i++;
        } else if (new->rows[k].paired || order > 0) {
            k++;
        } else {
            old->rows[i].paired = new->rows[k].paired = true;
            comparing->counts.changed++;
            print_row(comparing, DIFF_MOVED, &old->rows[i++].row, &new->rows[k++].row);
        }
    }
}

static size_t print_unpaired(const struct comparing *comparing, struct side *side,
                             enum diff_change change)
{
    size_t count = 0;

    qsort(side->rows, side->count, sizeof *side->rows, order_numbers);
    for (size_t i = 0; i < side->count; i++) {
        const struct evidence_pack_row *row = &side->rows[i].row;
        if (side->rows[i].paired)
            continue;
        count++;
        print_row(comparing, change, change == DIFF_VANISHED ? row : NULL,
                  change == DIFF_VANISHED ? NULL : row);
    }
    return count;
}

static enum err_code compare_class(struct comparing *comparing, struct str id, struct err *err)
{
    struct side *old = &comparing->sides[0], *new = &comparing->sides[1];
    enum err_code code = take_class(old, id, err);

    if (code == ERR_OK)
        code = take_class(new, id, err);
    if (code != ERR_OK)
        return code;
    pair_class(comparing);
    comparing->counts.old += old->count;
    comparing->counts.new += new->count;
    comparing->counts.vanished += print_unpaired(comparing, old, DIFF_VANISHED);
    comparing->counts.appeared += print_unpaired(comparing, new, DIFF_APPEARED);
    return ERR_OK;
}

static enum err_code compare_rows(struct comparing *comparing, struct err *err)
{
    struct side *old = &comparing->sides[0], *new = &comparing->sides[1];
    struct arena *arena = arena_new();
    enum err_code code = read_next(old, err);

    if (code == ERR_OK)
        code = read_next(new, err);
    while (code == ERR_OK && (old->more || new->more)) {
        bool first =
            !new->more || (old->more && str_compare(old->next.class_id, new->next.class_id) < 0);
        arena_clear(arena);
        code = compare_class(comparing, keep((first ? old : new)->next.class_id, arena), err);
    }
    arena_free(arena);
    return code;
}

static json_t *head_json(const struct evidence_pack_head *head)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:I}", "generation", diff_text(head->generation),
                     "corpus", diff_text(head->corpus), "built_at", diff_text(head->built_at),
                     "made_at", diff_text(head->made_at), "occurrences",
                     (json_int_t)head->total.occurrences);
}

static void print_head(char mark, const struct evidence_pack_head *head)
{
    printf("%c%c%c ", mark, mark, mark);
    diff_print_text(head->text);
    printf(", generation ");
    diff_print_text(head->generation);
    printf(", made ");
    diff_print_text(head->made_at);
    putchar('\n');
}

static void print_heads(const struct comparing *comparing)
{
    const struct evidence_pack_head *old = evidence_pack_head(comparing->sides[0].pack);
    const struct evidence_pack_head *new = evidence_pack_head(comparing->sides[1].pack);

    if (comparing->json) {
        diff_print_json(json_pack("{s:i, s:s, s:o, s:o, s:o}", "diff", 1, "of", "packs", "query",
                                  diff_text(old->text), "old", head_json(old), "new",
                                  head_json(new)));
    } else {
        print_head('-', old);
        print_head('+', new);
    }
}

enum err_code diff_packs(bool *differ, const char *old, const char *new, bool json, struct err *err)
{
    struct comparing comparing = {.json = json};
    struct diff_counts *counts = &comparing.counts;
    enum err_code code = open_side(&comparing.sides[0], old, err);

    if (code == ERR_OK)
        code = open_side(&comparing.sides[1], new, err);
    if (code == ERR_OK)
        code = check_same_query(evidence_pack_head(comparing.sides[0].pack),
                                evidence_pack_head(comparing.sides[1].pack), err);
    if (code == ERR_OK) {
        print_heads(&comparing);
        code = compare_rows(&comparing, err);
    }
    if (code == ERR_OK && json)
        diff_print_json(json_pack("{s:o, s:b}", "occurrences", diff_counts_json(counts, "moved"),
                                  "complete", true));
    else if (code == ERR_OK)
        diff_print_counts("occurrences", counts, "moved");
    *differ = counts->same < counts->old || counts->same < counts->new;
    close_side(&comparing.sides[0]);
    close_side(&comparing.sides[1]);
    return code;
}
