/* A model of matching that looks at every live section of a sample (sample.h): what stands in it,
 * and what it scores. match_rules.h joins that to what a query finds. */
#ifndef UNIT_MATCH_MODEL_H
#define UNIT_MATCH_MODEL_H

#include "sample.h"

#include <ctype.h>
#include <math.h>

#include "search/query.h"
#include "search/token.h"

enum { WORDS = 60, SECTIONS_MAX = CLASSES_MAX * CLASS_SECTIONS };

struct words {
    struct {
        struct str text, stem; /* of a possessive s: no stem */
        size_t part;           /* heading 0, then the sentences of the text */
        bool capitals;         /* written so, and not in a line that is set so */
    } items[WORDS];
    size_t count, heading_count;
};

struct model {
    struct {
        const struct sample_class *class;
        const struct sample_section *section;
        struct words words, title;
        size_t ordinal, length;
    } sections[SECTIONS_MAX];
    size_t count;
    double mean_length;
};

/* ASCII, as the samples are. */
static inline bool is_in_capitals(const char *text, const struct tokenizer *word, bool of_text)
{
    size_t letters = 0, others = 0, first = word->start, end = word->end;
    bool small = false;

    for (size_t i = word->start; i < word->end; i++) {
        letters += isupper((unsigned char)text[i]) != 0;
        if (islower((unsigned char)text[i]))
            return false;
    }
    while (first > 0 && text[first - 1] != '\n')
        first--;
    while (text[end] != '\0' && text[end] != '\n')
        end++;
    for (size_t i = first; i < end; i++) {
        small = small || islower((unsigned char)text[i]);
        others += isalnum((unsigned char)text[i]) && (i < word->start || i >= word->end);
    }
    return letters > 1 && (small || (of_text && others == 0));
}

static inline void add_words(struct words *words, const char *text, size_t part,
                             struct arena *arena)
{
    struct tokenizer tokens;
    struct buf stem = {0};
    size_t at = 0;
    struct err err;

    tokenizer_start(&tokens, str_of(text));
    while (tokenizer_next(&tokens)) {
        assert_true(words->count < WORDS);
        for (; at < tokens.start; at++)
            part += text[at] == '\n' && text[at + 1] == '\n';
        stem.n = 0;
        if (!tokens.possessive)
            expect_ok("stem", stemmer_stem(&stem, stemmer, buf_view(&tokens.word), &err), &err);
        words->items[words->count].text =
            str_of(arena_strndup(arena, tokens.word.p, tokens.word.n));
        words->items[words->count].stem = str_of(arena_strndup(arena, buf_view(&stem).p, stem.n));
        words->items[words->count].capitals = is_in_capitals(text, &tokens, part > 0);
        words->items[words->count++].part = part;
    }
    tokenizer_free(&tokens);
    buf_free(&stem);
}

static inline size_t count_stem(const struct words *words, struct str stem)
{
    size_t count = 0;

    for (size_t i = 0; i < words->count; i++)
        count += words->items[i].stem.n > 0 && str_eq(words->items[i].stem, stem);
    return count;
}

/* How often a stem stands there, or if it is empty all stems; one of the heading counts twice. */
static inline size_t occurrences(const struct words *words, struct str stem)
{
    size_t count = 0;

    for (size_t i = 0; i < words->count; i++)
        if (words->items[i].stem.n > 0 && (stem.n == 0 || str_eq(words->items[i].stem, stem)))
            count += i < words->heading_count ? 2 : 1;
    return count;
}

static inline struct model *model_of(const struct sample_class *classes, size_t count,
                                     struct arena *arena)
{
    struct model *model = arena_zero(arena, 1, sizeof *model);
    size_t length = 0;

    for (size_t c = 0; c < count; c++) {
        for (size_t i = 0; i < classes[c].count && !classes[c].dead; i++) {
            const struct sample_section *section = &classes[c].sections[i];
            size_t at = model->count++;
            struct words *words = &model->sections[at].words, *title = &model->sections[at].title;
            model->sections[at].class = &classes[c];
            model->sections[at].section = section;
            model->sections[at].ordinal = i;
            add_words(title, classes[c].title, 0, arena);
            add_words(words, section->heading, 0, arena);
            words->heading_count = words->count;
            add_words(words, section->text, 1, arena);
            model->sections[at].length = occurrences(words, STR(""));
            length += model->sections[at].length;
        }
    }
    model->mean_length = (double)length / (double)model->count;
    return model;
}

/* Does a leaf, or one of several, begin with word i? */
static inline bool leaf_at(const struct query_node *leaf, const struct words *words, size_t i)
{
    for (size_t k = 0; k < leaf->child_count; k++)
        if (leaf_at(leaf->children[k], words, i))
            return true;
    if (leaf->type == QUERY_OR)
        return false;
    if (leaf->type == QUERY_WORD)
        return str_eq(words->items[i].stem, leaf->stems[0]);
    if (leaf->type == QUERY_PREFIX)
        return str_starts(words->items[i].text, leaf->words[0]);
    for (size_t k = 0; k < leaf->word_count; k++)
        if (i + k >= words->count || !str_eq(words->items[i + k].text, leaf->words[k]) ||
            (i < words->heading_count) != (i + k < words->heading_count))
            return false;
    return true;
}

/* Proximities are of single words here (is_plain); span.c has the others. */
static inline bool near_stands(const struct query_node *near, const struct words *words)
{
    for (size_t i = 0; i < words->count; i++)
        for (size_t k = 0; k < words->count; k++) {
            size_t apart = i > k ? i - k : k - i;
            bool same = near->unit == QUERY_WORDS
                            ? apart <= (size_t)near->distance &&
                                  (i < words->heading_count) == (k < words->heading_count)
                            : words->items[i].part == words->items[k].part;
            if (i != k && same && leaf_at(near->children[0], words, i) &&
                leaf_at(near->children[1], words, k))
                return true;
        }
    return false;
}

/* Does a node of text hold in words, which are those of a section or of a sentence of it? */
static inline bool holds(const struct query_node *node, const struct words *words,
                         const struct words *section)
{
    bool any = node->type == QUERY_OR;
    struct words heading = *section;

    if (node->type == QUERY_NEAR)
        return near_stands(node, words);
    if (node->type == QUERY_NOT)
        return !holds(node->children[0], words, section);
    if (node->type == QUERY_HEADING) {
        heading.count = heading.heading_count;
        return holds(node->children[0], &heading, section);
    }
    for (size_t i = 0; i < node->child_count; i++)
        if (holds(node->children[i], words, section) == any)
            return any;
    for (size_t i = 0; query_is_leaf(node->type) && i < words->count; i++)
        if (leaf_at(node, words, i))
            return true;
    return !any && !query_is_leaf(node->type);
}

/* Does any leaf, proximity or heading outside of NOT stand in the section itself? */
static inline bool any_stands(const struct query_node *node, const struct words *words)
{
    if (query_is_leaf(node->type) || node->type == QUERY_NEAR || node->type == QUERY_HEADING)
        return holds(node, words, words);
    for (size_t i = 0; node->type != QUERY_NOT && i < node->child_count; i++)
        if (any_stands(node->children[i], words))
            return true;
    return false;
}

static inline bool title_has(const struct model *model, size_t at, const struct query_node *node)
{
    for (size_t i = 0; i < node->word_count; i++)
        if (count_stem(&model->sections[at].title, node->stems[i]) == 0)
            return false;
    return true;
}

/* Is a node of text found, be it in the title? */
static inline bool found(const struct model *model, size_t at, const struct query_node *node)
{
    bool any = node->type == QUERY_OR;

    if (node->type == QUERY_NOT)
        return !found(model, at, node->children[0]);
    if (node->type != QUERY_AND && node->type != QUERY_OR)
        return holds(node, &model->sections[at].words, &model->sections[at].words) ||
               (node->type == QUERY_WORD && title_has(model, at, node));
    for (size_t i = 0; i < node->child_count; i++)
        if (found(model, at, node->children[i]) == any)
            return any;
    return !any;
}

/* How rare a stem is in sections; `titles`: or in titles, if it is less rare there. */
static inline double rarity(const struct model *model, struct str stem, bool titles)
{
    double sections = (double)model->count, having = 0, entitled = 0;

    for (size_t i = 0; i < model->count; i++) {
        having += count_stem(&model->sections[i].words, stem) > 0;
        entitled += titles && count_stem(&model->sections[i].title, stem) > 0;
    }
    if (entitled > having)
        having = entitled;
    double odds = (sections - having + 0.5) / (having + 0.5);
    return log(odds < 2 ? 1 + odds / 2 : odds);
}

/* Okapi BM25 of a stem in the sections: k1 = 1.2, b = 0.75. */
static inline double score_stem(const struct model *model, size_t at, struct str stem)
{
    double count = (double)occurrences(&model->sections[at].words, stem);
    double length = (double)model->sections[at].length / model->mean_length;

    if (length < 0.25)
        length = 0.25;
    return rarity(model, stem, false) * 2.2 * count / (count + 1.2 * (0.25 + 0.75 * length));
}

/* What the title, and capitals if it is sought in them, add to a word. */
static inline double score_word(const struct model *model, size_t at, const struct query_node *word)
{
    const struct words *words = &model->sections[at].words;
    double title = 1.5 * rarity(model, word->stems[0], true), score = 0;

    if (count_stem(&model->sections[at].title, word->stems[0]) > 0)
        score += title;
    for (size_t i = 0; word->capitals && i < words->count; i++)
        if (words->items[i].capitals && str_eq(words->items[i].text, word->words[0]))
            return score + title + 2.2 * rarity(model, word->stems[0], false);
    return score;
}

/* The stems of all words that begin with a prefix, each once. */
static inline double score_prefix(const struct model *model, size_t at, struct str prefix)
{
    struct str seen[100];
    size_t count = 0;
    double score = 0;

    for (size_t s = 0; s < model->count; s++) {
        const struct words *words = &model->sections[s].words;
        for (size_t i = 0; i < words->count; i++) {
            bool known = !str_starts(words->items[i].text, prefix);
            for (size_t k = 0; k < count; k++)
                known = known || str_eq(seen[k], words->items[i].stem);
            if (known)
                continue;
            assert_true(count < COUNT_OF(seen));
            seen[count++] = words->items[i].stem;
            score += score_stem(model, at, words->items[i].stem);
        }
    }
    return score;
}

/* Of all leaves outside of NOT; `titles`: outside of headings, too. */
static inline double score_of(const struct model *model, size_t at, const struct query_node *node,
                              bool titles)
{
    double score = 0;

    for (size_t i = 0; node->type != QUERY_NOT && i < node->child_count; i++)
        score += score_of(model, at, node->children[i], titles && node->type != QUERY_HEADING);
    if (node->type == QUERY_PREFIX)
        return (double)node->weight * score_prefix(model, at, node->words[0]);
    for (size_t k = 0; query_is_leaf(node->type) && k < node->word_count; k++)
        if (node->stems[k].n > 0)
            score += score_stem(model, at, node->stems[k]);
    if (node->type == QUERY_WORD && titles)
        score += score_word(model, at, node);
    return query_is_leaf(node->type) ? (double)node->weight * score : score;
}

#endif
