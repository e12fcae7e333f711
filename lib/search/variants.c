#include "search/variants.h"

#include <stdlib.h>

#include "search/clauses.h"
#include "search/compare_marks.h"
#include "search/passage.h"
#include "search/strict.h"

struct shown_row {
    struct clauses_place place;
    uint32_t times;
};

/* A clause that is shown. */
struct shown_variant {
    uint32_t first_row, rows; /* a row a class */
    uint32_t places;
};

struct shown_cluster {
    uint32_t first, count; /* variants */
    uint32_t classes, places;
};

/* What rows are read from. */
struct at_hand {
    uint32_t cluster, variant, row; /* that comes next; variant: of all, row: of its own */
    struct arena *of_cluster, *of_variant, *of_row;
    struct str first, text; /* of the cluster, of the variant */
    struct marks differs, lacks;
};

struct variants {
    struct index *index;
    struct arena *arena;
    struct str reading;
    struct variants_total total;
    struct population population;
    struct shown_cluster *clusters;
    struct shown_variant *variants;
    struct shown_row *rows;
    struct at_hand at_hand;
};

/* Clusters. */

/* Which clauses are in one: trees whose roots stand for them (union by size, halving paths: R. E.
 * Tarjan, J. van Leeuwen, "Worst-case analysis of set union algorithms", JACM 31 (1984)). */
struct forest {
    uint32_t *parent, *size;
};

static uint32_t root_of(const struct forest *forest, uint32_t item)
{
    while (forest->parent[item] != item)
        item = forest->parent[item] = forest->parent[forest->parent[item]];
    return item;
}

static void join(void *data, uint32_t a, uint32_t b)
{
    const struct forest *forest = data;
    uint32_t x = root_of(forest, a), y = root_of(forest, b);

    if (x == y)
        return;
    if (forest->size[x] < forest->size[y]) {
        uint32_t swap = x;
        x = y;
        y = swap;
    }
    forest->parent[y] = x;
    forest->size[x] += forest->size[y];
}

static bool is_joined(void *data, uint32_t a, uint32_t b)
{
    const struct forest *forest = data;
    return root_of(forest, a) == root_of(forest, b);
}

/* The sets of the clauses' words; free() *items and them. */
static struct alike_set *sets_of(uint32_t **items, const struct clauses *clauses)
{
    struct alike_set *sets = mem_zero(clauses->count, sizeof *sets);
    uint32_t *seen = mem_zero(clauses->word_count, sizeof *seen); /* 1 more than the last clause */
    size_t total = 0;

    for (uint32_t i = 0; i < clauses->count; i++)
        total += clauses->items[i].count;
    uint32_t *next = *items = mem_alloc(total * sizeof **items);
    for (uint32_t i = 0; i < clauses->count; i++) {
        const struct clause *clause = &clauses->items[i];
        sets[i].items = next;
        for (uint32_t k = 0; k < clause->count; k++) {
            if (seen[clause->words[k]] == i + 1)
                continue;
            seen[clause->words[k]] = i + 1;
            *next++ = clause->words[k];
        }
        sets[i].count = (uint32_t)(next - sets[i].items);
    }
    free(seen);
    return sets;
}

static enum err_code join_clauses(struct forest *forest, const struct clauses *clauses,
                                  const struct variants_request *request, struct err *err)
{
    const struct alike_taker taker = {join, is_joined, forest};
    uint32_t *items;
    struct alike_set *sets = sets_of(&items, clauses);

    forest->parent = mem_alloc(clauses->count * sizeof *forest->parent);
    forest->size = mem_alloc(clauses->count * sizeof *forest->size);
    for (uint32_t i = 0; i < clauses->count; i++) {
        forest->parent[i] = i;
        forest->size[i] = 1;
    }
    enum err_code code = alike_find(sets, clauses->count, clauses->word_count, request->likeness,
                                    &taker, request->deadline_ms, err);
    free(sets);
    free(items);
    return code;
}

/* A clause on its way to be shown. */
struct member {
    const struct clause *clause;
    uint32_t cluster; /* the root */
    uint32_t classes;
};

/* A cluster on its way. */
struct candidate {
    const struct member *members; /* in order */
    uint32_t count, classes;
};

static uint32_t count_classes(const struct clause *clause)
{
    uint32_t classes = 0;

    for (uint32_t i = 0; i < clause->place_count; i++)
        classes += i == 0 || clause->places[i].class != clause->places[i - 1].class;
    return classes;
}

static int compare_words(const struct clause *a, const struct clause *b)
{
    for (uint32_t i = 0; i < a->count && i < b->count; i++)
        if (a->words[i] != b->words[i])
            return a->words[i] < b->words[i] ? -1 : 1;
    return (a->count > b->count) - (a->count < b->count);
}

static int compare_members(const void *a, const void *b)
{
    const struct member *x = a, *y = b;

    if (x->cluster != y->cluster)
        return x->cluster < y->cluster ? -1 : 1;
    if (x->classes != y->classes)
        return x->classes > y->classes ? -1 : 1;
    return compare_words(x->clause, y->clause);
}

static int compare_candidates(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;

    if (x->classes != y->classes)
        return x->classes > y->classes ? -1 : 1;
    return compare_words(x->members[0].clause, y->members[0].clause);
}

/* The clauses that are in clusters of two at least, cluster by cluster; free() them. */
static struct member *list_members(uint32_t *count, const struct clauses *clauses,
                                   const struct forest *forest)
{
    struct member *members = mem_zero(clauses->count, sizeof *members);

    *count = 0;
    for (uint32_t i = 0; i < clauses->count; i++) {
        uint32_t root = root_of(forest, i);
        if (forest->size[root] > 1)
            members[(*count)++] = (struct member){.clause = &clauses->items[i],
                                                  .cluster = root,
                                                  .classes = count_classes(&clauses->items[i])};
    }
    if (*count > 1)
        qsort(members, *count, sizeof *members, compare_members);
    return members;
}

/* In which classes are they? seen[class] is the number of the last cluster looked at, from 1. */
static uint32_t count_all_classes(const struct candidate *candidate, uint32_t *seen,
                                  uint32_t number)
{
    uint32_t classes = 0;

    for (uint32_t i = 0; i < candidate->count; i++) {
        const struct clause *clause = candidate->members[i].clause;
        for (uint32_t k = 0; k < clause->place_count; k++) {
            classes += seen[clause->places[k].class] != number;
            seen[clause->places[k].class] = number;
        }
    }
    return classes;
}

/* The clusters that are shown, in order; free() them. */
static struct candidate *list_candidates(uint32_t *count, const struct member *members,
                                         uint32_t member_count, size_t class_count)
{
    struct candidate *candidates = mem_zero(member_count, sizeof *candidates);
    uint32_t *seen = mem_zero(class_count, sizeof *seen), number = 0;

    *count = 0;
    for (uint32_t i = 0, end; i < member_count; i = end) {
        for (end = i + 1; end < member_count && members[end].cluster == members[i].cluster;)
            end++;
        struct candidate candidate = {.members = &members[i], .count = end - i};
        candidate.classes = count_all_classes(&candidate, seen, ++number);
        if (candidate.classes > 1)
            candidates[(*count)++] = candidate;
    }
    free(seen);
    if (*count > 1)
        qsort(candidates, *count, sizeof *candidates, compare_candidates);
    return candidates;
}

static void show_rows(struct variants *variants, struct shown_variant *variant,
                      const struct clause *clause)
{
    *variant =
        (struct shown_variant){.first_row = variants->total.rows, .places = clause->place_count};
    for (uint32_t i = 0; i < clause->place_count; i++) {
        struct clauses_place place = clause->places[i];
        if (i == 0 || place.class != clause->places[i - 1].class) {
            variants->rows[variants->total.rows++] = (struct shown_row){.place = place};
            variant->rows++;
        }
        variants->rows[variants->total.rows - 1].times++;
    }
}

/* Keeps what is shown of the clusters, and nothing else. */
static void show(struct variants *variants, const struct candidate *candidates, uint32_t count)
{
    struct variants_total *total = &variants->total;
    bool *classes = mem_zero(variants->population.count, sizeof *classes);
    size_t members = 0, rows = 0;

    for (uint32_t i = 0; i < count; i++) {
        members += candidates[i].count;
        for (uint32_t k = 0; k < candidates[i].count; k++)
            rows += candidates[i].members[k].classes;
    }
    variants->clusters = mem_zero(count, sizeof *variants->clusters);
    variants->variants = mem_zero(members, sizeof *variants->variants);
    variants->rows = mem_zero(rows, sizeof *variants->rows);
    for (uint32_t i = 0; i < count; i++) {
        struct shown_cluster *cluster = &variants->clusters[total->clusters++];
        *cluster = (struct shown_cluster){.first = total->variants,
                                          .count = candidates[i].count,
                                          .classes = candidates[i].classes};
        for (uint32_t k = 0; k < cluster->count; k++) {
            struct shown_variant *variant = &variants->variants[total->variants++];
            show_rows(variants, variant, candidates[i].members[k].clause);
            cluster->places += variant->places;
        }
    }
    for (uint32_t i = 0; i < total->rows; i++) {
        uint32_t class = variants->rows[i].place.class;
        total->classes += !classes[class];
        classes[class] = true;
    }
    free(classes);
}

static enum err_code find_clusters(struct variants *variants, const struct clauses *clauses,
                                   const struct variants_request *request, struct err *err)
{
    struct forest forest;
    uint32_t member_count, count;
    enum err_code code = join_clauses(&forest, clauses, request, err);

    if (code == ERR_OK) {
        struct member *members = list_members(&member_count, clauses, &forest);
        struct candidate *candidates =
            list_candidates(&count, members, member_count, variants->population.count);
        show(variants, candidates, count);
        free(candidates);
        free(members);
    }
    free(forest.parent);
    free(forest.size);
    variants->total.clauses = clauses->place_count;
    variants->total.left_out = clauses->left_out;
    return code;
}

/* Opening. */

static enum err_code open_with(struct variants *variants, struct index_worker *worker,
                               const struct variants_request *request, struct err *err)
{
    struct strict strict;
    struct clauses clauses = {.count = 0};
    enum err_code code = strict_read(&strict, request->query, false, variants->index,
                                     worker->stemmer, variants->arena, err);

    if (code != ERR_OK)
        return code;
    const struct population_scope scope = {variants->index, worker, &request->filters,
                                           request->deadline_ms, variants->arena};
    bool seeks = query_leaf_count(strict.root) > 0;
    const struct clauses_request wanted = {
        .scope = &scope,
        .population = &variants->population,
        .root = strict.root,
        .sought = seeks ? sought_of(strict.root, NULL, variants->arena) : NULL};
    code = population_of(&variants->population, &scope, err);
    if (code == ERR_OK)
        code = clauses_gather(&clauses, &wanted, err);
    if (code == ERR_OK)
        code = find_clusters(variants, &clauses, request, err);
    clauses_free(&clauses);
    if (code == ERR_TIMEOUT)
        return err_set(err, code,
                       "it took too long to compare all clauses; choose agencies or kinds of "
                       "section, or say which words are in them");
    variants->reading = strict_wording(&strict, variants->index, variants->arena);
    return code;
}

enum err_code variants_open(struct variants **out, struct index *index,
                            const struct variants_request *request, struct err *err)
{
    struct variants *variants = mem_zero(1, sizeof *variants);
    struct index_worker *worker = NULL;

    variants->index = index;
    variants->arena = arena_new();
    variants->at_hand.of_cluster = arena_new();
    variants->at_hand.of_variant = arena_new();
    variants->at_hand.of_row = arena_new();
    enum err_code code = index_take(&worker, index, err);
    if (code == ERR_OK)
        code = open_with(variants, worker, request, err);
    index_give(index, worker);
    if (code != ERR_OK)
        variants_close(variants);
    else
        *out = variants;
    return code;
}

void variants_close(struct variants *variants)
{
    if (variants == NULL)
        return;
    arena_free(variants->at_hand.of_cluster);
    arena_free(variants->at_hand.of_variant);
    arena_free(variants->at_hand.of_row);
    free(variants->clusters);
    free(variants->variants);
    free(variants->rows);
    arena_free(variants->arena);
    free(variants);
}

const struct variants_total *variants_total(const struct variants *variants)
{
    return &variants->total;
}

struct str variants_reading(const struct variants *variants)
{
    return variants->reading;
}

/* Reading. */

enum { STEPS_MAX = 1 << 20 }; /* of finding the words that differ, of one variant */

static void begin_cluster(struct at_hand *at_hand, struct str text)
{
    arena_clear(at_hand->of_cluster);
    at_hand->first = (struct str){arena_strndup(at_hand->of_cluster, text.p, text.n), text.n};
}

/* Finds the words in which a variant differs from the first. */
static void begin_variant(struct at_hand *at_hand, struct str text)
{
    struct arena *arena = at_hand->of_variant;
    struct passage_words words = {.arena = arena};
    struct common common = {.budget = STEPS_MAX};
    struct compare_row row;

    arena_clear(arena);
    at_hand->text = (struct str){arena_strndup(arena, text.p, text.n), text.n};
    struct passage first = {.text = at_hand->first}, other = {.text = at_hand->text};
    passage_read(&first, 0, &words);
    passage_read(&other, 0, &words);
    row = (struct compare_row){.cells = {{.passage = &first}, {.passage = &other}}};
    compare_mark(&row, 2, &common, arena);
    at_hand->lacks = row.cells[0].only;
    at_hand->differs = row.cells[1].only;
    common_free(&common);
    passage_words_free(&words);
}

static enum err_code read_row(struct variants_row *row, struct variants *variants,
                              struct index_worker *worker, struct err *err)
{
    struct at_hand *at_hand = &variants->at_hand;
    const struct shown_cluster *cluster = &variants->clusters[at_hand->cluster];
    const struct shown_variant *variant = &variants->variants[at_hand->variant];
    const struct shown_row *shown = &variants->rows[variant->first_row + at_hand->row];
    uint32_t segment = variants->population.items[shown->place.class].segment;

    arena_clear(at_hand->of_row);
    struct clauses_text *text = arena_zero(at_hand->of_row, 1, sizeof *text);
    enum err_code code = clauses_read(text, &index_segments(variants->index)[segment].segment,
                                      shown->place, &worker->tokens, at_hand->of_row, err);
    if (code != ERR_OK)
        return code;
    if (at_hand->row == 0 && at_hand->variant == cluster->first)
        begin_cluster(at_hand, text->text);
    if (at_hand->row == 0)
        begin_variant(at_hand, text->text);
    *row = (struct variants_row){.cluster = at_hand->cluster,
                                 .variant = at_hand->variant - cluster->first,
                                 .of_cluster = {cluster->count, cluster->classes, cluster->places},
                                 .of_variant = {variant->rows, variant->places, at_hand->text,
                                                at_hand->differs, at_hand->lacks, at_hand->first},
                                 .section = &text->section,
                                 .line = text->line,
                                 .times = shown->times};
    return ERR_OK;
}

void variants_seek(struct variants *variants, uint32_t cluster)
{
    struct at_hand *at_hand = &variants->at_hand;

    at_hand->cluster = cluster;
    at_hand->row = 0;
    if (cluster < variants->total.clusters)
        at_hand->variant = variants->clusters[cluster].first;
}

static void begin_next_variant(struct variants *variants)
{
    struct at_hand *at_hand = &variants->at_hand;
    const struct shown_cluster *cluster = &variants->clusters[at_hand->cluster];

    at_hand->row = 0;
    at_hand->variant++;
    if (at_hand->variant == cluster->first + cluster->count)
        at_hand->cluster++;
}

void variants_pass_over(struct variants *variants)
{
    if (variants->at_hand.row > 0)
        begin_next_variant(variants);
}

/* The worker is taken for each row, so that none is held by whoever is slow to take rows. */
enum err_code variants_next(bool *more, struct variants_row *row, struct variants *variants,
                            struct err *err)
{
    struct index_worker *worker = NULL;

    *more = variants->at_hand.cluster < variants->total.clusters;
    if (!*more)
        return ERR_OK;
    enum err_code code = index_take(&worker, variants->index, err);
    if (code == ERR_OK)
        code = read_row(row, variants, worker, err);
    index_give(variants->index, worker);
    if (code == ERR_OK && ++variants->at_hand.row == row->of_variant.classes)
        begin_next_variant(variants);
    return code;
}
