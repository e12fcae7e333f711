#include "search/match_node.h"

#include "search/deadline.h"

enum {
    CLOCK_EVERY = 1024, /* candidates verified between two looks at the clock */
    AHEAD = 8           /* candidates that are fetched before their turn */
};

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

/* Sections of `within` that may hold what the tokens decide: no other can. */
static enum err_code set_candidates(struct bitmap *set, struct match *match,
                                    const struct match_node *node, const struct bitmap *within,
                                    struct err *err)
{
    bool all = node->query->type == QUERY_NEAR;
    struct bitmap child;
    enum err_code code = ERR_OK;

    if (node->query->child_count == 0)
        return node->query->type == QUERY_PREFIX ? set_any_term(set, match, node, within, err)
                                                 : match_all_terms(set, match, node, within, err);
    if (all)
        *set = *within;
    else
        bitmap_clear(set);
    for (size_t i = 0; code == ERR_OK && i < node->query->child_count; i++) {
        code = set_candidates(&child, match, node->children[i], all ? set : within, err);
        if (code != ERR_OK)
            break;
        if (all)
            *set = child;
        else
            bitmap_or(set, &child);
    }
    return code;
}

/* Does the node stand in a section? `encoded`: the words of a phrase that the encoded tokens tell
 * about; may be empty. */
static enum err_code look(bool *stands, struct match *match, const struct match_node *node,
                          uint32_t i, struct str encoded, struct err *err)
{
    const struct tokens *tokens = match_segment_at(match, match->segment)->tokens;
    struct tokens_section section;

    if (encoded.n > 0)
        return tokens_hold(stands, tokens, i, encoded, err);
    enum err_code code = tokens_read(&section, &match->worker->tokens, tokens, i,
                                     span_needs_sentences(node->span), err);
    return code == ERR_OK ? span_stands(stands, node->span, &section, err) : code;
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

    if (node->span == NULL)
        node->span = span_compile(node->query, segment->vocabulary, match->arena);
    span_encode(&encoded, node->span);
    for (uint32_t i = bitmap_next(set, 0); i < SEGMENT_SECTIONS_MAX; i = bitmap_next(set, i + 1))
        match->candidates[count++] = (uint16_t)i;
    for (uint32_t i = 0; code == ERR_OK && i < count; i++) {
        if (i + AHEAD < count)
            tokens_prefetch(segment->tokens, match->candidates[i + AHEAD]);
        code = look(&stands, match, node, match->candidates[i], buf_view(&encoded), err);
        if (code == ERR_OK && !stands)
            bitmap_remove(set, match->candidates[i]);
        if (code == ERR_OK && i % CLOCK_EVERY == CLOCK_EVERY - 1)
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
    enum err_code code = set_candidates(set, match, node, within, err);
    return code != ERR_OK || node->query->type == QUERY_WORD ? code : verify(set, match, node, err);
}
