#include "search/match_node.h"

#include "search/deadline.h"

enum { AHEAD = 8 }; /* candidates that are fetched before their turn */

enum err_code match_add_term(struct bitmap *set, struct match *match, size_t term,
                             const struct bitmap *within, struct err *err)
{
    const struct postings *postings;
    enum err_code code = terms_postings(&postings, match->terms, term, match->segment, within, err);

    if (code == ERR_OK)
        postings_add_to(set, postings);
    return code;
}

enum err_code match_all_terms(struct bitmap *set, struct match *match,
                              const struct match_node *node, const struct bitmap *within,
                              struct err *err)
{
    struct bitmap term;
    enum err_code code = ERR_OK;

    *set = *within;
    for (size_t i = 0; code == ERR_OK && i < node->term_count; i++) {
        bitmap_clear(&term);
        code = match_add_term(&term, match, node->terms[i], set, err);
        bitmap_and(set, &term);
    }
    return code;
}

/* Sections of `within` that have a term of a node. */
static enum err_code set_any_term(struct bitmap *set, struct match *match,
                                  const struct match_node *node, const struct bitmap *within,
                                  struct err *err)
{
    enum err_code code = ERR_OK;

    bitmap_clear(set);
    for (size_t i = 0; code == ERR_OK && i < node->term_count; i++)
        code = match_add_term(set, match, node->terms[i], within, err);
    bitmap_and(set, within);
    return code;
}

enum err_code match_candidates(struct bitmap *set, struct match *match,
                               const struct match_node *node, const struct bitmap *within,
                               struct err *err)
{
    bool any = node->query->type == QUERY_OR;
    struct bitmap child;
    enum err_code code = ERR_OK;

    if (node->query->type == QUERY_PREFIX)
        return set_any_term(set, match, node, within, err);
    if (query_is_leaf(node->query->type))
        return match_all_terms(set, match, node, within, err);
    if (any)
        bitmap_clear(set);
    else
        *set = *within;
    for (size_t i = 0; node->query->type != QUERY_NOT && i < node->query->child_count; i++) {
        code = match_candidates(&child, match, node->children[i], any ? within : set, err);
        if (code != ERR_OK)
            break;
        if (any)
            bitmap_or(set, &child);
        else
            *set = child;
    }
    return code;
}

static struct span_node *span_of(struct match *match, struct match_node *node)
{
    if (node->span == NULL)
        node->span = span_compile(node->query, match_segment_at(match, match->segment)->vocabulary,
                                  match->arena);
    return node->span;
}

enum err_code match_holds(bool *holds, struct match *match, struct match_node *node,
                          const struct tokens_section *piece, const struct tokens_section *section,
                          struct err *err)
{
    const struct tokens_section heading = {.words = section->words,
                                           .count = section->heading_count,
                                           .heading_count = section->heading_count};
    enum query_type type = node->query->type;
    enum err_code code = ERR_OK;

    if (query_is_leaf(type) || type == QUERY_NEAR)
        return span_stands(holds, span_of(match, node), piece, err);
    if (type == QUERY_HEADING)
        return match_holds(holds, match, node->children[0], &heading, section, err);
    *holds = type != QUERY_OR;
    for (size_t i = 0; code == ERR_OK && i < node->query->child_count; i++) {
        code = match_holds(holds, match, node->children[i], piece, section, err);
        if (type == QUERY_NOT)
            *holds = !*holds;
        if (*holds == (type == QUERY_OR))
            break;
    }
    return code;
}

/* Does the node stand in a section? `encoded`: the words of a phrase that the encoded tokens tell
 * about; may be empty. Then one section may take as long as proximities do: each looks at the
 * clock. */
static enum err_code look(bool *stands, struct match *match, struct match_node *node, uint32_t i,
                          struct str encoded, struct err *err)
{
    const struct tokens *tokens = match_segment_at(match, match->segment)->tokens;
    struct tokens_section section;

    if (encoded.n > 0)
        return tokens_hold(stands, tokens, i, encoded, err);
    enum err_code code = deadline_check(match->deadline_ms, err);
    if (code == ERR_OK)
        code = tokens_read(&section, &match->worker->tokens, tokens, i,
                           span_needs_sentences(span_of(match, node)), err);
    return code == ERR_OK ? match_holds(stands, match, node, &section, &section, err) : code;
}

/* Takes out of the set what the tokens do not confirm. */
static enum err_code verify(struct bitmap *set, struct match *match, struct match_node *node,
                            struct err *err)
{
    const struct segment *segment = match_segment_at(match, match->segment);
    struct buf encoded = {0};
    enum err_code code = ERR_OK;
    uint32_t count = 0;
    bool stands;

    span_encode(&encoded, span_of(match, node));
    for (uint32_t i = bitmap_next(set, 0); i < SEGMENT_SECTIONS_MAX; i = bitmap_next(set, i + 1))
        match->candidates[count++] = (uint16_t)i;
    for (uint32_t i = 0; code == ERR_OK && i < count; i++) {
        if (i + AHEAD < count)
            tokens_prefetch(segment->tokens, match->candidates[i + AHEAD]);
        code = look(&stands, match, node, match->candidates[i], buf_view(&encoded), err);
        if (code == ERR_OK && !stands)
            bitmap_remove(set, match->candidates[i]);
        if (code == ERR_OK && i % MATCH_CLOCK_EVERY == MATCH_CLOCK_EVERY - 1)
            code = deadline_check(match->deadline_ms, err);
    }
    buf_free(&encoded);
    return code;
}

/* Do all words of a stem begin with a prefix, so that the postings alone decide? */
static bool is_exact(const struct vocabulary *vocabulary, struct str stem, struct str prefix)
{
    struct vocabulary_range words = vocabulary_stem(vocabulary, stem);

    for (uint32_t word = words.first; word < words.end; word++)
        if (!str_starts(vocabulary_text(vocabulary, word), prefix))
            return false;
    return true;
}

static enum err_code find_prefix(struct bitmap *set, struct match *match, struct match_node *node,
                                 const struct bitmap *within, struct err *err)
{
    const struct vocabulary *vocabulary = match_segment_at(match, match->segment)->vocabulary;
    struct bitmap unsure;
    enum err_code code = ERR_OK;

    bitmap_clear(set);
    bitmap_clear(&unsure);
    for (size_t i = 0; code == ERR_OK && i < node->term_count; i++) {
        struct str stem = terms_text(match->terms, node->terms[i]);
        bool exact = is_exact(vocabulary, stem, node->query->words[0]);
        code = match_add_term(exact ? set : &unsure, match, node->terms[i], within, err);
    }
    bitmap_and(set, within);
    bitmap_and(&unsure, within);
    bitmap_and_not(&unsure, set);
    if (code == ERR_OK)
        code = verify(&unsure, match, node, err);
    bitmap_or(set, &unsure);
    return code;
}

enum err_code match_own(struct bitmap *set, struct match *match, struct match_node *node,
                        const struct bitmap *within, struct err *err)
{
    if (node->query->type == QUERY_PREFIX)
        return find_prefix(set, match, node, within, err);
    enum err_code code = match_candidates(set, match, node, within, err);
    return code != ERR_OK || node->query->type == QUERY_WORD ? code : verify(set, match, node, err);
}
