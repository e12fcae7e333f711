#include "search/query.h"

#include "base/utf8.h"
#include "search/query_leaf.h"
#include "search/query_lexer.h"

/* A parser by recursive descent: a function for each join, the tightest first. Each leaves *node
 * NULL if the next token begins nothing. Only brackets recurse, and their depth is limited. */
struct parser {
    const struct query_token *token; /* the next one; the last is an END */
    struct query_maker maker;
    size_t brackets;                  /* that are open */
    const struct query_token *within; /* the scope of text that this stands in */
    struct err *err;
};

static enum err_code parse_and(struct query_node **node, struct parser *parser);

/* The first of a type in `node`, which may be that; NULL if there is none. */
static const struct query_node *find_type(const struct query_node *node, enum query_type type)
{
    const struct query_node *found = node->type == type ? node : NULL;

    for (size_t i = 0; found == NULL && i < node->child_count; i++)
        found = find_type(node->children[i], type);
    return found;
}

static bool has_modality(const struct query_node *node)
{
    for (size_t i = 0; i < node->child_count; i++)
        if (node->children[i]->type == QUERY_MODALITY)
            return true;
    return false;
}

static enum query_nature nature_of(const struct query_node *node)
{
    enum query_nature nature = node->child_count > 0 ? node->children[0]->nature : QUERY_TEXT;

    for (size_t i = 0; i < node->child_count; i++)
        if (node->children[i]->nature != nature)
            nature = QUERY_MIXED;
    return node->type == QUERY_KIND ? QUERY_MIXED : nature;
}

/* Makes `list` the children of a node. */
static enum err_code adopt(struct query_node *node, const struct query_list *list,
                           struct parser *parser)
{
    node->children = list->items;
    node->child_count = list->count;
    node->nature = nature_of(node);
    for (size_t i = 0; i < list->count; i++)
        if (node->depth <= list->items[i]->depth)
            node->depth = list->items[i]->depth + 1;
    if (node->depth > QUERY_DEPTH_MAX)
        return query_fail(parser->err, ERR_LIMIT, node->position,
                          "too deep; groups and operators may nest %d levels", QUERY_DEPTH_MAX);
    return ERR_OK;
}

/* A node of one child, or of two. */
static enum err_code make_over(struct query_node **node, enum query_type type, int position,
                               struct query_node *first, struct query_node *second,
                               struct parser *parser)
{
    struct query_list list = {0};

    query_list_add(&list, first, parser->maker.arena);
    if (second != NULL)
        query_list_add(&list, second, parser->maker.arena);
    *node = query_node_new(&parser->maker, type, position);
    return adopt(*node, &list, parser);
}

/* Adds a node, or, of one of the same type, its children. A modality: holds for its own group. */
static void add_flat(struct query_list *list, enum query_type type, struct query_node *node,
                     struct parser *parser)
{
    if (node->type != type || has_modality(node)) {
        query_list_add(list, node, parser->maker.arena);
        return;
    }
    for (size_t i = 0; i < node->child_count; i++)
        query_list_add(list, node->children[i], parser->maker.arena);
}

/* Joins what is listed: nothing of nothing, a node alone is itself. */
static enum err_code make_joined(struct query_node **node, enum query_type type,
                                 const struct query_list *list, struct parser *parser)
{
    *node = list->count > 0 ? list->items[0] : NULL;
    if (list->count < 2)
        return ERR_OK;
    *node = query_node_new(&parser->maker, type, list->items[0]->position);
    return adopt(*node, list, parser);
}

static enum err_code missing_operand(const struct parser *parser,
                                     const struct query_token *operation)
{
    const char *format = operation->type == QUERY_TOKEN_NEAR
                             ? "%.*s needs a word or phrase on both sides; quote it to search the "
                               "text itself"
                             : "%.*s needs a word on both sides; quote it to search the word";
    return query_fail(parser->err, ERR_USAGE, operation->position, format, (int)operation->text.n,
                      operation->text.p);
}

static enum err_code no_partner(const struct parser *parser, const struct query_token *bracket)
{
    return query_fail(parser->err, ERR_USAGE, bracket->position,
                      "this bracket has no partner; add the closing one, or remove it");
}

static enum err_code parse_group(struct query_node **node, struct parser *parser)
{
    const struct query_token *bracket = parser->token++;

    if (++parser->brackets > QUERY_DEPTH_MAX)
        return query_fail(parser->err, ERR_LIMIT, bracket->position,
                          "too deep; brackets may nest %d levels", QUERY_DEPTH_MAX);
    enum err_code code = parse_and(node, parser);
    if (code != ERR_OK)
        return code;
    if (parser->token->type != QUERY_TOKEN_CLOSE)
        return no_partner(parser, bracket);
    parser->brackets--;
    parser->token++;
    if ((*node)->child_count > 1)
        (*node)->position = bracket->position;
    return ERR_OK;
}

/* A run, quoted text or a group: what a scope may stand before. */
static enum err_code parse_plain(struct query_list *list, struct parser *parser)
{
    struct query_node *group = NULL;

    if (parser->token->type != QUERY_TOKEN_OPEN)
        return query_leaves_add(list, &parser->maker, parser->token++, parser->err);
    enum err_code code = parse_group(&group, parser);
    if (code == ERR_OK)
        query_list_add(list, group, parser->maker.arena);
    return code;
}

/* Of a KIND or a HEADING. Each word of a run has the scope, which is that of their group all the
 * same. */
static enum err_code parse_text_scope(struct query_node **node, struct parser *parser)
{
    const struct query_token *scope = parser->token++, *around = parser->within;
    struct query_list inside = {0}, scoped = {0};

    parser->within = scope;
    enum err_code code = parse_plain(&inside, parser);
    parser->within = around;
    for (size_t i = 0; code == ERR_OK && i < inside.count; i++) {
        struct query_node *over;
        code = make_over(&over, scope->scope.type, scope->position, inside.items[i], NULL, parser);
        over->kind = scope->scope.kind;
        query_list_add(&scoped, over, parser->maker.arena);
    }
    return code != ERR_OK ? code : make_joined(node, QUERY_AND, &scoped, parser);
}

static enum err_code parse_field(struct query_node **node, struct parser *parser)
{
    const struct query_token *scope = parser->token++, *value = parser->token++;
    const char *name = query_scope_name(&scope->scope);

    if (value->type == QUERY_TOKEN_OPEN)
        return query_fail(parser->err, ERR_USAGE, value->position,
                          "a group cannot stand behind %s:; put several words in quotation marks, "
                          "or write %s:a OR %s:b",
                          name, name, name);
    return query_field_make(node, &parser->maker, scope, value, parser->err);
}

static enum err_code parse_modality(struct query_node **node, struct parser *parser)
{
    const struct query_token *scope = parser->token++, *first = parser->token++;
    const struct query_token *name = first;
    enum err_code code = query_modality_make(node, &parser->maker, scope, parser->err);

    if (code != ERR_OK || first->type != QUERY_TOKEN_OPEN)
        return code != ERR_OK ? code : query_modality_add(*node, first, parser->err);
    do {
        name = parser->token++;
        if (name->type != QUERY_TOKEN_RUN && name->type != QUERY_TOKEN_QUOTED)
            return query_fail(parser->err, ERR_USAGE, name->position,
                              "behind modality: stands one of them, or several as in "
                              "modality:(required OR by_position)");
        code = query_modality_add(*node, name, parser->err);
        if (code != ERR_OK)
            return code;
    } while (parser->token->type == QUERY_TOKEN_OR && parser->token++ != NULL);
    if (parser->token->type == QUERY_TOKEN_END)
        return no_partner(parser, first);
    if (parser->token->type != QUERY_TOKEN_CLOSE)
        return query_fail(parser->err, ERR_USAGE, parser->token->position,
                          "modalities are joined by OR, as in modality:(required OR by_position)");
    parser->token++;
    return ERR_OK;
}

/* Within a scope all is text; a heading is part of a section of some kind, but not the reverse. */
static enum err_code check_place(const struct parser *parser)
{
    const struct query_token *within = parser->within, *token = parser->token;
    bool scope = token->type == QUERY_TOKEN_SCOPE;

    if (within == NULL ||
        (scope && token->scope.type == QUERY_HEADING && within->scope.type == QUERY_KIND))
        return ERR_OK;
    return query_fail(parser->err, ERR_USAGE, token->position,
                      "%s cannot stand within %s:; put it beside that, parted by a blank",
                      scope ? "another scope" : "a comparison", query_scope_name(&within->scope));
}

static enum err_code parse_named(struct query_node **node, struct parser *parser)
{
    enum err_code code = check_place(parser);

    if (code != ERR_OK)
        return code;
    if (parser->token->type == QUERY_TOKEN_COMPARE)
        return query_comparison_make(node, &parser->maker, parser->token++, parser->err);
    switch (parser->token->scope.type) {
    case QUERY_FIELD:
        return parse_field(node, parser);
    case QUERY_MODALITY:
        return parse_modality(node, parser);
    default:
        return parse_text_scope(node, parser);
    }
}

/* One thing with what it takes to be one; NULL if the next token begins none. */
static enum err_code parse_thing(struct query_node **node, struct parser *parser)
{
    struct query_list list = {0};

    *node = NULL;
    switch (parser->token->type) {
    case QUERY_TOKEN_SCOPE:
    case QUERY_TOKEN_COMPARE:
        return parse_named(node, parser);
    case QUERY_TOKEN_RUN:
    case QUERY_TOKEN_QUOTED:
    case QUERY_TOKEN_OPEN:
        break;
    default:
        return ERR_OK;
    }
    enum err_code code = parse_plain(&list, parser);
    return code != ERR_OK ? code : make_joined(node, QUERY_AND, &list, parser);
}

static enum err_code double_not(const struct parser *parser, int position)
{
    return query_fail(parser->err, ERR_USAGE, position,
                      "NOT or a minus cannot stand within another; remove one of the two");
}

static enum err_code parse_not(struct query_node **node, struct parser *parser)
{
    const struct query_token *operation = parser->token++;
    struct query_node *child;
    enum err_code code = parse_thing(&child, parser);

    if (code != ERR_OK)
        return code;
    if (child == NULL &&
        (parser->token->type == QUERY_TOKEN_NOT || parser->token->type == QUERY_TOKEN_MINUS))
        return double_not(parser, parser->token->position);
    if (child == NULL)
        return query_fail(parser->err, ERR_USAGE, operation->position,
                          "NOT needs a word behind it; quote it to search the word");
    const struct query_node *inner = find_type(child, QUERY_NOT);
    if (inner != NULL)
        return double_not(parser, inner->position);
    return make_over(node, QUERY_NOT, operation->position, child, NULL, parser);
}

static enum err_code parse_operand(struct query_node **node, struct parser *parser)
{
    if (parser->token->type == QUERY_TOKEN_NOT || parser->token->type == QUERY_TOKEN_MINUS)
        return parse_not(node, parser);
    return parse_thing(node, parser);
}

/* Adds what OR joins. */
static enum err_code add_alternative(struct query_list *list, struct query_node *node,
                                     struct parser *parser)
{
    const struct query_node *not = find_type(node, QUERY_NOT);

    if (not != NULL)
        return query_fail(parser->err, ERR_USAGE, not ->position,
                          "NOT or a minus cannot stand under OR; put it outside, as in "
                          "(a OR b) -c");
    add_flat(list, QUERY_OR, node, parser);
    return ERR_OK;
}

static enum err_code parse_or(struct query_node **node, struct parser *parser)
{
    struct query_list list = {0};
    enum err_code code = parse_operand(node, parser);

    if (code != ERR_OK || parser->token->type != QUERY_TOKEN_OR)
        return code;
    if (*node == NULL)
        return missing_operand(parser, parser->token);
    code = add_alternative(&list, *node, parser);
    while (code == ERR_OK && parser->token->type == QUERY_TOKEN_OR) {
        const struct query_token *operation = parser->token++;
        code = parse_operand(node, parser);
        if (code == ERR_OK)
            code = *node == NULL ? missing_operand(parser, operation)
                                 : add_alternative(&list, *node, parser);
    }
    return code != ERR_OK ? code : make_joined(node, QUERY_OR, &list, parser);
}

/* The first in `node` that proximity cannot look for; NULL if there is none. */
static const struct query_node *not_nearable(const struct query_node *node)
{
    const struct query_node *not = find_type(node, QUERY_NOT);

    if (not != NULL)
        return not ;
    if (query_is_leaf(node->type) || node->type == QUERY_NEAR)
        return NULL;
    if (node->type != QUERY_OR)
        return node;
    for (size_t i = 0; i < node->child_count; i++)
        if (!query_is_leaf(node->children[i]->type))
            return node->children[i];
    return NULL;
}

static enum err_code check_near(const struct parser *parser, const struct query_token *operation,
                                const struct query_node *operand)
{
    const struct query_node *wrong = not_nearable(operand);
    const char *format = "only words, phrases and prefixes can stand beside %.*s; put it apart, as "
                         "in title:a b /5 c, or before the whole, as in duties:(a /5 b)";

    if (wrong == NULL)
        return ERR_OK;
    if (wrong->type == QUERY_NOT)
        format = "NOT or a minus cannot stand beside %.*s; exclude it from the whole, as in "
                 "(a /5 b) -c";
    else if (wrong->type == QUERY_AND || wrong->type == QUERY_NEAR)
        format = "a group beside %.*s may hold words, phrases and prefixes joined by OR, and "
                 "nothing else";
    return query_fail(parser->err, ERR_USAGE, wrong->position, format, (int)operation->text.n,
                      operation->text.p);
}

/* Proximity in `unit`, of what is joined by the tighter ones. */
static enum err_code parse_near(struct query_node **node, enum query_unit unit,
                                struct parser *parser)
{
    enum err_code code =
        unit == QUERY_WORDS ? parse_or(node, parser) : parse_near(node, unit - 1, parser);

    while (code == ERR_OK && parser->token->type == QUERY_TOKEN_NEAR &&
           parser->token->unit == unit) {
        const struct query_token *operation = parser->token++;
        struct query_node *left = *node, *right = NULL;
        if (left == NULL)
            return missing_operand(parser, operation);
        if (parser->within != NULL && parser->within->scope.type == QUERY_HEADING)
            return query_fail(parser->err, ERR_USAGE, operation->position,
                              "%.*s cannot stand within heading:; quote the words as a phrase",
                              (int)operation->text.n, operation->text.p);
        code = check_near(parser, operation, left);
        if (code == ERR_OK)
            code = unit == QUERY_WORDS ? parse_or(&right, parser)
                                       : parse_near(&right, unit - 1, parser);
        if (code == ERR_OK)
            code = right == NULL ? missing_operand(parser, operation)
                                 : check_near(parser, operation, right);
        if (code != ERR_OK)
            return code;
        code = make_over(node, QUERY_NEAR, left->position, left, right, parser);
        (*node)->unit = unit;
        (*node)->distance = operation->distance;
    }
    return code;
}

/* Up to the end of the query or of the group. */
static enum err_code parse_and(struct query_node **node, struct parser *parser)
{
    struct query_list list = {0};
    const struct query_token *waiting = NULL; /* an AND, for what is on its right */
    enum err_code code = ERR_OK;

    while (code == ERR_OK && parser->token->type != QUERY_TOKEN_END &&
           parser->token->type != QUERY_TOKEN_CLOSE) {
        if (parser->token->type == QUERY_TOKEN_AND) {
            if (list.count == 0 || waiting != NULL)
                return missing_operand(parser, parser->token);
            waiting = parser->token++;
            continue;
        }
        code = parse_near(node, QUERY_PARAGRAPH, parser);
        if (code == ERR_OK)
            add_flat(&list, QUERY_AND, *node, parser);
        waiting = NULL;
    }
    if (code == ERR_OK && waiting != NULL)
        return missing_operand(parser, waiting);
    return code != ERR_OK ? code : make_joined(node, QUERY_AND, &list, parser);
}

static enum err_code misplaced_modality(const struct query_node *modality, const char *where,
                                        struct err *err)
{
    return query_fail(err, ERR_USAGE, modality->position,
                      "modality: cannot stand %s; put it beside the words it is meant for, parted "
                      "by a blank",
                      where);
}

/* A modality holds for its AND and what is within: there is one on the way from any node up. */
static enum err_code check_modalities(const struct query_node *node, bool inside, struct err *err)
{
    enum err_code code = ERR_OK;
    bool own = false;

    for (size_t i = 0; i < node->child_count; i++) {
        const struct query_node *child = node->children[i];
        if (child->type != QUERY_MODALITY)
            continue;
        if (inside || own)
            return misplaced_modality(child, "twice in one group", err);
        own = true;
    }
    for (size_t i = 0; code == ERR_OK && i < node->child_count; i++) {
        const struct query_node *child = node->children[i];
        const struct query_node *found =
            child->type == QUERY_AND ? NULL : find_type(child, QUERY_MODALITY);
        if (found != NULL && found != child)
            return misplaced_modality(found,
                                      child->type == QUERY_NOT  ? "under NOT or a minus"
                                      : child->type == QUERY_OR ? "under OR"
                                                                : "here",
                                      err);
        if (child->type == QUERY_AND)
            code = check_modalities(child, inside || own, err);
    }
    return code;
}

static enum err_code parse(struct query_node **root, struct parser *parser)
{
    struct query_node *all = NULL;
    struct query_list list = {0};
    enum err_code code = parse_and(&all, parser);

    if (code != ERR_OK)
        return code;
    if (all != NULL)
        query_list_add(&list, all, parser->maker.arena);
    *root = query_node_new(&parser->maker, QUERY_AND, 1);
    if (all != NULL && all->type == QUERY_AND)
        list = (struct query_list){.items = all->children, .count = all->child_count};
    code = adopt(*root, &list, parser);
    return code != ERR_OK ? code : check_modalities(*root, false, parser->err);
}

enum err_code query_parse(struct query_node **root, struct str text, struct stemmer *stemmer,
                          struct arena *arena, struct err *err)
{
    struct parser parser = {.maker = {.stemmer = stemmer, .arena = arena}, .err = err};

    if (text.n > QUERY_BYTES_MAX)
        return err_set(err, ERR_LIMIT, "the query is %zu bytes long; %d are allowed", text.n,
                       QUERY_BYTES_MAX);
    if ((text.n > 0 && memchr(text.p, '\0', text.n) != NULL) || !utf8_valid(text))
        return err_set(err, ERR_USAGE, "the query is not text in UTF-8");
    query_text_make(&parser.maker.text, text, arena);
    enum err_code code = query_tokens(&parser.token, &parser.maker.text, arena, err);
    if (code != ERR_OK)
        return code;
    if (parser.token->type == QUERY_TOKEN_END && str_trim(parser.maker.text.plain).n > 0)
        return query_fail(err, ERR_USAGE, 1, "there is no word in this query");
    return parse(root, &parser);
}
