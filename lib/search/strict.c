#include "search/strict.h"

#include "search/wording.h"

/* A word is sought as it is, which a phrase of one is. The depth of a tree is bounded. */
static void make_exact(struct query_node *node)
{
    if (node->type == QUERY_WORD) {
        node->type = QUERY_PHRASE;
        node->capitals = false;          /* no phrase has them */
        if (str_is(node->words[0], "s")) /* as in query_leaf.c: it may be a possessive */
            node->stems[0] = STR("");
    }
    for (size_t i = 0; i < node->child_count; i++)
        make_exact(node->children[i]);
}

enum err_code strict_read(struct strict *strict, struct str text, bool expand,
                          const struct index *index, struct stemmer *stemmer, struct arena *arena,
                          struct err *err)
{
    struct query_node *root = NULL;

    *strict = (struct strict){.text = {arena_strndup(arena, text.p, text.n), text.n}};
    enum err_code code = query_parse(&root, strict->text, stemmer, arena, err);
    if (code != ERR_OK)
        return code;
    strict->root = strict->typed = root;
    if (expand)
        strict->root = expand_query(&strict->expansions, root, strict->text, index_acronyms(index),
                                    index_lexicon(index), arena);
    else
        make_exact(root);
    return ERR_OK;
}

bool strict_forgo_expansion(struct strict *strict)
{
    bool expanded = strict->root != strict->typed;

    strict->root = strict->typed;
    strict->expansions = (struct expansions){0};
    return expanded;
}

struct str strict_wording(const struct strict *strict, const struct index *index,
                          struct arena *arena)
{
    const struct query_node *root = strict->root;
    struct buf wording = {0};

    for (size_t i = 0; i < root->child_count; i++) {
        if (i > 0)
            buf_char(&wording, ' ');
        wording_part(&wording, root->children[i], index, arena);
    }
    struct str copy = {arena_strndup(arena, buf_view(&wording).p, wording.n), wording.n};
    buf_free(&wording);
    return copy;
}
