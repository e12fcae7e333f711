#include "search/query_leaf.h"

#include <ctype.h>

#include "base/utf8.h"
#include "search/token.h"
#include "spec/requirement.h"

enum { PREFIX_LENGTH_MIN = 3 };

void query_list_add(struct query_list *list, struct query_node *node, struct arena *arena)
{
    list->items = arena_grow(arena, list->items, list->count, &list->capacity, sizeof *list->items);
    list->items[list->count++] = node;
}

struct query_node *query_node_new(struct query_maker *maker, enum query_type type, int position)
{
    struct query_node *node = arena_zero(maker->arena, 1, sizeof *node);

    node->type = type;
    node->position = position;
    node->weight = 1;
    node->depth = 1;
    return node;
}

static int position_of(const struct query_maker *maker, const char *p)
{
    return query_position(&maker->text, p);
}

static enum err_code add_part(struct query_maker *maker, int position, struct err *err)
{
    if (++maker->parts > QUERY_PARTS_MAX)
        return query_fail(err, ERR_LIMIT, position, "too many parts; a query may have %d",
                          QUERY_PARTS_MAX);
    return ERR_OK;
}

static struct str copy(struct query_maker *maker, struct str s)
{
    return (struct str){arena_strndup(maker->arena, s.p, s.n), s.n};
}

/* Is a field's value sought by its words, and not by their stems? */
static bool has_plain_words(const struct query_node *node)
{
    return node->type == QUERY_PREFIX || (node->type == QUERY_FIELD && node->field != QUERY_TITLE);
}

/* Appends the words of `text`, a part of the query, to a node's. */
static enum err_code add_words(struct query_node *node, struct query_maker *maker, struct str text,
                               struct err *err)
{
    struct tokenizer tokens;
    struct buf stem = {0};
    enum err_code code = ERR_OK;

    node->words = arena_zero(maker->arena, text.n, sizeof *node->words);
    node->stems = arena_zero(maker->arena, text.n, sizeof *node->stems);
    tokenizer_start(&tokens, text);
    while (code == ERR_OK && tokenizer_next(&tokens)) {
        struct str word = buf_view(&tokens.word);
        if (tokens.possessive && node->type != QUERY_PHRASE)
            continue;
        if (++maker->words > QUERY_WORDS_MAX) {
            code = query_fail(err, ERR_LIMIT, position_of(maker, text.p + tokens.start),
                              "too many words; a query may have %d", QUERY_WORDS_MAX);
            break;
        }
        /* In a text, the s of a phrase may be a possessive's, whose sections no stem leads to. */
        bool stemless = node->type == QUERY_PHRASE && str_eq(word, STR("s"));
        stem.n = 0;
        if (!stemless && !has_plain_words(node))
            code = stemmer_stem(&stem, maker->stemmer, word, err);
        struct str written = {text.p + tokens.start, tokens.end - tokens.start};
        node->capitals = node->type == QUERY_WORD && token_letters(written) == TOKEN_CAPITALS;
        node->words[node->word_count] = copy(maker, word);
        node->stems[node->word_count++] = copy(maker, buf_view(&stem));
    }
    tokenizer_free(&tokens);
    buf_free(&stem);
    return code;
}

/* May the characters between two words join them into one, as in full-time or 49,005? */
static bool is_joiner(struct str between, bool digits)
{
    static const char *const joiners[] = {"-", ".", "_", "@", "'"};

    for (size_t i = 0; i < sizeof joiners / sizeof joiners[0]; i++)
        if (str_eq(between, str_of(joiners[i])))
            return true;
    return digits && str_eq(between, STR(","));
}

static bool is_digit_at(struct str text, size_t at)
{
    return isdigit((unsigned char)text.p[at]) != 0;
}

/* The first word of a text with those joined to it. */
struct piece {
    size_t start, end;    /* bytes of the text */
    size_t tokens, words; /* words are those that are no possessive s */
    size_t length;        /* of its last token, in code points */
};

/* Returns false if there is no word. */
static bool first_piece(struct piece *piece, struct str text)
{
    struct tokenizer tokens;

    *piece = (struct piece){0};
    tokenizer_start(&tokens, text);
    while (tokenizer_next(&tokens)) {
        struct str between = {text.p + piece->end, tokens.start - piece->end};
        if (piece->tokens == 0)
            piece->start = tokens.start;
        else if (!is_joiner(between,
                            is_digit_at(text, piece->end - 1) && is_digit_at(text, tokens.start)))
            break;
        piece->tokens++;
        piece->words += !tokens.possessive;
        piece->end = tokens.end;
        piece->length = utf8_length(buf_view(&tokens.word));
    }
    tokenizer_free(&tokens);
    return piece->tokens > 0;
}

/* Does a word follow right behind the star at `star`, or joined to it by a hyphen or the like? */
static bool goes_on(struct str text, size_t star)
{
    struct str rest = str_from(text, star + 1);
    struct tokenizer tokens;

    tokenizer_start(&tokens, rest);
    bool on = tokenizer_next(&tokens);
    if (on && tokens.start > 0)
        on = is_joiner((struct str){rest.p, tokens.start},
                       is_digit_at(text, star - 1) && is_digit_at(rest, tokens.start));
    tokenizer_free(&tokens);
    return on;
}

static enum err_code star_error(const struct query_maker *maker, const char *star, struct err *err)
{
    return query_fail(err, ERR_USAGE, position_of(maker, star),
                      "a star may stand only right behind a single word, as in manag*; put a "
                      "blank around it to have it ignored");
}

/* ERR_USAGE if there is a star in `text`, a part of the query. */
static enum err_code refuse_star(const struct query_maker *maker, struct str text, struct err *err)
{
    const char *star = text.n > 0 ? memchr(text.p, '*', text.n) : NULL;
    return star != NULL ? star_error(maker, star, err) : ERR_OK;
}

/* A single word of three characters at least, with nothing joined to it. */
static enum err_code check_prefix(const struct query_maker *maker, struct str rest,
                                  const struct piece *piece, struct err *err)
{
    const char *star = rest.p + piece->end;

    if (piece->tokens > 1 || goes_on(rest, piece->end))
        return star_error(maker, star, err);
    if (piece->length < PREFIX_LENGTH_MIN)
        return query_fail(err, ERR_USAGE, position_of(maker, star),
                          "a star needs %d letters or digits before it", PREFIX_LENGTH_MIN);
    return ERR_OK;
}

static enum err_code add_leaf(struct query_list *list, struct query_maker *maker,
                              enum query_type type, struct str text, int position, struct err *err)
{
    struct query_node *leaf = query_node_new(maker, type, position);
    enum err_code code = add_words(leaf, maker, text, err);

    if (code != ERR_OK || leaf->word_count == 0)
        return code;
    leaf->typed_first = position_of(maker, text.p);
    leaf->typed_end = position_of(maker, text.p + text.n);
    query_list_add(list, leaf, maker->arena);
    return add_part(maker, position, err);
}

static enum err_code add_run(struct query_list *list, struct query_maker *maker, struct str run,
                             bool alone, struct err *err)
{
    struct str rest = run;
    struct piece piece;
    enum err_code code = ERR_OK;

    while (code == ERR_OK && first_piece(&piece, rest)) {
        struct str word = {rest.p + piece.start, piece.end - piece.start};
        bool star = piece.end < rest.n && rest.p[piece.end] == '*';
        enum query_type type = star ? QUERY_PREFIX : piece.words > 1 ? QUERY_PHRASE : QUERY_WORD;
        code = refuse_star(maker, (struct str){rest.p, piece.start}, err);
        if (code == ERR_OK && star)
            code = check_prefix(maker, rest, &piece, err);
        if (code == ERR_OK)
            code = add_leaf(list, maker, type, word, position_of(maker, word.p), err);
        rest = str_from(rest, piece.end + (star ? 1 : 0));
    }
    bool pasted = alone && rest.p == run.p; /* a bullet, say */
    return code != ERR_OK || pasted ? code : refuse_star(maker, rest, err);
}

enum err_code query_leaves_add(struct query_list *list, struct query_maker *maker,
                               const struct query_token *token, struct err *err)
{
    if (token->type == QUERY_TOKEN_RUN)
        return add_run(list, maker, token->text, token->alone, err);
    return add_leaf(list, maker, QUERY_PHRASE, token->text, token->position, err);
}

/* All words of a text as one, without what parts them. */
static struct str fold(struct query_maker *maker, struct str text)
{
    struct tokenizer tokens;
    struct buf folded = {0};

    tokenizer_start(&tokens, text);
    while (tokenizer_next(&tokens))
        buf_str(&folded, buf_view(&tokens.word));
    struct str result = copy(maker, buf_view(&folded));
    tokenizer_free(&tokens);
    buf_free(&folded);
    return result;
}

static enum err_code fill_field(struct query_node *node, struct query_maker *maker, struct str text,
                                struct err *err)
{
    node->value = copy(maker, str_trim(text));
    switch (node->field) {
    case QUERY_CODE:
    case QUERY_GRADE:
        node->value = fold(maker, text);
        return ERR_OK;
    case QUERY_FLSA: /* people write "non-exempt" */
        if (str_eq(fold(maker, text), STR("nonexempt")))
            node->value = STR("nonexempt");
        return ERR_OK;
    case QUERY_TITLE:
    case QUERY_AGENCY:
    case QUERY_SERIES:
        break;
    }
    return add_words(node, maker, text, err);
}

enum err_code query_field_make(struct query_node **node, struct query_maker *maker,
                               const struct query_token *scope, const struct query_token *value,
                               struct err *err)
{
    enum err_code code = ERR_OK;

    *node = query_node_new(maker, QUERY_FIELD, scope->position);
    (*node)->nature = QUERY_CLASS;
    (*node)->field = scope->scope.field;
    if (value->type == QUERY_TOKEN_RUN)
        code = refuse_star(maker, value->text, err);
    if (code == ERR_OK)
        code = fill_field(*node, maker, value->text, err);
    return code != ERR_OK ? code : add_part(maker, scope->position, err);
}

enum err_code query_comparison_make(struct query_node **node, struct query_maker *maker,
                                    const struct query_token *token, struct err *err)
{
    const struct query_comparison *comparison = &token->comparison;

    *node = query_node_new(maker, QUERY_COMPARE, token->position);
    (*node)->nature = comparison->measure < QUERY_PROBATION ? QUERY_MIXED : QUERY_CLASS;
    (*node)->measure = comparison->measure;
    enum err_code code = query_value_read(&(*node)->low, &(*node)->high, comparison, token->text,
                                          position_of(maker, token->text.p), err);
    return code != ERR_OK ? code : add_part(maker, token->position, err);
}

enum err_code query_modality_make(struct query_node **node, struct query_maker *maker,
                                  const struct query_token *scope, struct err *err)
{
    *node = query_node_new(maker, QUERY_MODALITY, scope->position);
    (*node)->nature = QUERY_MIXED;
    return add_part(maker, scope->position, err);
}

enum err_code query_modality_add(struct query_node *node, const struct query_token *name,
                                 struct err *err)
{
    struct tokenizer tokens;
    struct buf folded = {0};
    enum modality modality = MODALITY_REQUIRED;

    tokenizer_start(&tokens, name->text);
    while (tokenizer_next(&tokens)) {
        if (folded.n > 0)
            buf_char(&folded, '_');
        buf_str(&folded, buf_view(&tokens.word));
    }
    bool known = modality_from_name(&modality, buf_view(&folded));
    tokenizer_free(&tokens);
    buf_free(&folded);
    if (!known)
        return query_fail(err, ERR_USAGE, name->position,
                          "a modality is required, by_position, preferred, equivalency or "
                          "unclassified");
    node->modalities |= 1u << modality;
    return ERR_OK;
}
