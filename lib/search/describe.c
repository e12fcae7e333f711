#include "search/describe.h"

#include <stdlib.h>

#include "search/correct.h"
#include "search/gather.h"
#include "search/wording.h"

struct describer {
    struct index *index;
    struct index_worker *worker;
    uint64_t deadline_ms;
    struct arena *arena;
};

static struct str keep(struct buf *text, struct arena *arena)
{
    struct str kept = {arena_strndup(arena, buf_view(text).p, text->n), text->n};

    buf_free(text);
    return kept;
}

/* Counts the sections that a part matches as a query of its own. */
static enum err_code count(uint32_t *sections, const struct describer *describer,
                           struct query_node *part, struct err *err)
{
    static const struct tally_filters none;
    struct query_node root = {.type = QUERY_AND,
                              .nature = part->nature,
                              .children = &part,
                              .child_count = 1,
                              .weight = 1,
                              .position = part->position,
                              .depth = part->depth + 1};
    const struct query_node *asked = part->type == QUERY_AND ? part : &root;
    const struct gather_request request = {.index = describer->index,
                                           .root = asked,
                                           .filters = &none,
                                           .strict = true,
                                           .deadline_ms = describer->deadline_ms};
    struct gathered gathered;

    enum err_code code = gather(&gathered, &request, describer->worker, describer->arena, err);
    if (code == ERR_OK)
        *sections = gathered.tally.total.sections;
    return code;
}

/* What was typed of a part: of alternatives that it was expanded into, the first. */
static const struct query_node *typed_of(const struct query_node *part)
{
    bool expanded = part->type == QUERY_OR && query_is_leaf(part->children[0]->type);

    for (size_t i = 1; expanded && i < part->child_count; i++)
        expanded = part->children[i]->weight < 1 ||
                   part->children[i]->position == part->children[0]->position;
    return expanded ? part->children[0] : part;
}

static enum err_code describe_part(struct described_part *out, const struct describer *describer,
                                   struct query_node *part, struct err *err)
{
    struct query_node *what = part->type == QUERY_NOT ? part->children[0] : part;
    const struct query_node *typed = typed_of(what);
    struct query_node root = {.type = QUERY_AND, .children = &part, .child_count = 1};
    struct buf text = {0}, reading = {0};

    query_print(&text, &root);
    wording_part(&reading, part, describer->index, describer->arena);
    *out = (struct described_part){.text = keep(&text, describer->arena),
                                   .reading = keep(&reading, describer->arena),
                                   .type = typed->type,
                                   .excluded = part->type == QUERY_NOT,
                                   .counted = part->type != QUERY_MODALITY};
    if (typed->type == QUERY_WORD) {
        out->stem = typed->stems[0];
        inflections_of_stem(&out->of, describer->index, out->stem, WORDING_WORDS, describer->arena);
    } else if (typed->type == QUERY_PREFIX) {
        inflections_of_prefix(&out->of, describer->index, typed->words[0], WORDING_WORDS,
                              describer->arena);
    }
    return out->counted ? count(&out->sections, describer, what, err) : ERR_OK;
}

/* Which of the query's expansions are those of a part: of words that stand in it. */
static bool is_of(const struct expansion *expansion, const struct query_node *node)
{
    if (node->type == QUERY_OR && query_is_leaf(node->children[0]->type)) {
        const struct query_node *leaf = node->children[0];
        struct str rest = expansion->from;
        bool same = true;
        for (size_t i = 0; same && i < leaf->word_count; i++)
            same = str_eq(str_cut(&rest, ' '), leaf->words[i]);
        if (same && rest.n == 0)
            return true;
    }
    for (size_t i = 0; i < node->child_count; i++)
        if (is_of(expansion, node->children[i]))
            return true;
    return false;
}

static void set_expansions(struct described_part *out, const struct query_node *part,
                           const struct expansions *all, struct arena *arena)
{
    out->expansions.items = arena_zero(arena, all->count, sizeof *all->items);
    for (size_t i = 0; i < all->count; i++)
        if (is_of(&all->items[i], part))
            out->expansions.items[out->expansions.count++] = all->items[i];
}

static enum err_code describe_parts(struct description *out, const struct describer *describer,
                                    const struct query_node *root, struct err *err)
{
    enum err_code code = ERR_OK;

    out->parts = arena_zero(describer->arena, root->child_count, sizeof *out->parts);
    for (size_t i = 0; code == ERR_OK && i < root->child_count; i++) {
        struct described_part *part = &out->parts[out->part_count++];
        code = describe_part(part, describer, root->children[i], err);
        set_expansions(part, root->children[i], &out->expansions, describer->arena);
    }
    return code;
}

/* As in a search. */
static enum err_code describe_named(struct description *out, const struct describer *describer,
                                    const struct query_node *root, struct str query,
                                    struct err *err)
{
    uint32_t *docids = NULL;
    enum err_code code = ERR_OK;

    if (!query_is_plain(root))
        return ERR_OK;
    size_t found = titles_find(&docids, index_titles(describer->index), query);
    out->named = arena_zero(describer->arena, DESCRIBE_NAMED_MAX, sizeof *out->named);
    for (size_t i = 0; code == ERR_OK && i < found && i < DESCRIBE_NAMED_MAX; i++)
        code = index_section(&out->named[out->named_count++], describer->worker, docids[i],
                             describer->arena, err);
    free(docids);
    return code;
}

static enum err_code describe(struct description *out, const struct describer *describer,
                              struct str query, bool literal, struct err *err)
{
    struct query_node *typed = NULL;
    struct buf canonical = {0}, reading = {0};
    struct correction correction;
    enum err_code code =
        query_parse(&typed, query, describer->worker->stemmer, describer->arena, err);

    if (code != ERR_OK)
        return code;
    const struct query_node *root = typed;
    if (!literal)
        root = expand_query(&out->expansions, typed, query, index_acronyms(describer->index),
                            index_lexicon(describer->index), describer->arena);
    query_print(&canonical, typed);
    wording_query(&reading, root, describer->index, describer->arena);
    out->canonical = keep(&canonical, describer->arena);
    out->reading = keep(&reading, describer->arena);
    code = correct_query(&correction, describer->worker, query, typed, &out->expansions,
                         describer->deadline_ms, describer->arena, err);
    out->suggestion = correction.query;
    if (code == ERR_OK)
        code = notes_make(&out->notes, describer->worker, query, typed, describer->deadline_ms,
                          describer->arena, err);
    if (code == ERR_OK)
        code = describe_parts(out, describer, root, err);
    return code == ERR_OK ? describe_named(out, describer, typed, query, err) : code;
}

enum err_code describe_query(struct description *description, struct index *index, struct str query,
                             bool literal, uint64_t deadline_ms, struct arena *arena,
                             struct err *err)
{
    struct describer describer = {.index = index, .deadline_ms = deadline_ms, .arena = arena};
    enum err_code code = index_take(&describer.worker, index, err);

    *description = (struct description){0};
    if (code == ERR_OK)
        code = describe(description, &describer, query, literal, err);
    if (code == ERR_LIMIT && !literal) { /* no query fails for being expanded, in a search either */
        *description = (struct description){0};
        code = describe(description, &describer, query, true, err);
    }
    index_give(index, describer.worker);
    return code;
}
