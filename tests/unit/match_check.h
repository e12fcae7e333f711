/* Matching checked against the rules (match_rules.h), and these against what a test says. */
#ifndef UNIT_MATCH_CHECK_H
#define UNIT_MATCH_CHECK_H

#include "match_rules.h"

#include "search/match.h"

static inline const struct query_node *parse(const char *query, struct arena *arena)
{
    struct query_node *root = NULL;
    struct err err;

    expect_ok(query, query_parse(&root, str_of(query), stemmer, arena, &err), &err);
    return root;
}

/* How many sections match. A copy, which has been elsewhere, finds and scores the same. */
static inline size_t expect_model(const char *query, const struct query_node *root, bool any,
                                  const struct model *model, struct index_worker *worker,
                                  struct arena *arena)
{
    struct bitmap *set = arena_zero(arena, SEGMENTS, sizeof *set);
    struct bitmap *same = arena_zero(arena, SEGMENTS, sizeof *same);
    const struct set wanted = model_find(model, root, any);
    struct match *match = NULL;
    size_t count = 0, bits = 0;
    struct err err;

    expect_ok(query, match_new(&match, worker, root, 0, arena, &err), &err);
    struct match *copy = match_copy(match, worker, arena);
    for (size_t s = SEGMENTS; s-- > 0;)
        expect_ok(query, match_segment(&same[s], copy, s, any, &err), &err);
    for (size_t s = 0; s < SEGMENTS; s++) {
        expect_ok(query, match_segment(&set[s], match, s, any, &err), &err);
        expect_true(query, memcmp(&set[s], &same[s], sizeof set[s]) == 0);
        const float *scores = NULL, *copied = NULL;
        expect_ok(query, match_scores(&scores, match, s, &set[s], &err), &err);
        expect_ok(query, match_scores(&copied, copy, s, &same[s], &err), &err);
        bits += bitmap_count(&set[s]);
        for (size_t at = 0; at < model->count; at++) {
            const struct sample_class *class = model->sections[at].class;
            uint32_t i = class->first_docid - 1 + (uint32_t)model->sections[at].ordinal;
            if (class->segment != s)
                continue;
            expect_number(query, bitmap_has(&set[s], i), wanted.has[at]);
            if (!wanted.has[at])
                continue;
            double score = score_of(model, at, root, true);
            expect_true(query, fabs((double)scores[i] - score) <= 1e-4 * score + 1e-6);
            expect_true(query, memcmp(&copied[i], &scores[i], sizeof scores[i]) == 0);
            count++;
        }
    }
    expect_number("dead ones", bits, count);
    match_free(copy);
    match_free(match);
    return count;
}

struct match_case {
    const char *query, *sections; /* "class.ordinal", the class by what its id ends with */
    bool any;
};

/* Builds an index of the classes, each of whose ids ends with another letter or digit. */
static inline void expect_cases(const struct world *world, struct sample_class *classes,
                                size_t class_count, const struct match_case *cases, size_t count)
{
    struct index *index = build(world, "index", classes, class_count);
    const struct model *model = model_of(classes, class_count, world->arena);
    struct index_worker *worker = NULL;
    struct err err;

    expect_ok("take", index_take(&worker, index, &err), &err);
    for (size_t i = 0; i < count; i++) {
        const struct query_node *root = parse(cases[i].query, world->arena);
        const struct set found = model_find(model, root, cases[i].any);
        const char *got = "";
        for (size_t at = 0; at < model->count; at++)
            if (found.has[at])
                got = arena_printf(world->arena, "%s%s%c.%zu", got, got[0] != '\0' ? " " : "",
                                   model->sections[at].class->id[2], model->sections[at].ordinal);
        expect_text(cases[i].query, str_of(got), cases[i].sections);
        expect_model(cases[i].query, root, cases[i].any, model, worker, world->arena);
    }
    index_give(index, worker);
    index_close(index);
}

#endif
