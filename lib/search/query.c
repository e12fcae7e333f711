#include "search/query.h"

#include "base/utf8.h"
#include "search/query_leaf.h"
#include "search/query_lexer.h"

/* A parser by recursive descent: a function for each join, the tightest first. Each leaves *node
 * NULL if there was nothing or nothing but punctuation. Only brackets recurse, and their depth is
 * limited. */
struct parser {
    struct query_lexer lexer;
    struct query_token token; /* the next one */
    struct query_maker maker;
    size_t brackets; /* that are open */
    bool in_kind;
    const struct query_node *kind_scope; /* the last one seen */
    struct err *err;
};

static enum err_code parse_and(struct query_node **node, struct parser *parser);

static enum err_code advance(struct parser *parser)
{
    return query_lexer_next(&parser->token, &parser->lexer, parser->err);
}

static int position_of(const struct parser *parser, const struct query_token *token)
{
    return query_position(parser->maker.text, token->start);
}

static bool is_field(const struct query_node *node)
{
    return node->type == QUERY_FIELD;
}

static const struct query_node *find_not(const struct query_node *node)
{
    const struct query_node *found = node->type == QUERY_NOT ? node : NULL;

    for (size_t i = 0; found == NULL && i < node->child_count; i++)
        found = find_not(node->children[i]);
    return found;
}

/* Makes `list` the children of a node. */
static enum err_code adopt(struct query_node *node, const struct query_list *list,
                           struct parser *parser)
{
    node->children = list->items;
    node->child_count = list->count;
    for (size_t i = 0; i < list->count; i++) {
        const struct query_node *child = list->items[i];
        if (node->depth <= child->depth)
            node->depth = child->depth + 1;
        if (i == 0)
            node->nature = child->nature;
        if (node->type == QUERY_KIND || child->nature != node->nature)
            node->nature = QUERY_MIXED;
    }
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
    *node = query_node_new(&parser->maker, type, 0);
    (*node)->position = position;
    return adopt(*node, &list, parser);
}

/* Adds a node, or, of one of the same type, its children. */
static void add_flat(struct query_list *list, enum query_type type, struct query_node *node,
                     struct parser *parser)
{
    if (node->type != type) {
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
    struct query_node *joined = query_node_new(&parser->maker, type, 0);
    joined->position = (*node)->position;
    *node = joined;
    return adopt(joined, list, parser);
}

static enum err_code missing_operand(const struct parser *parser,
                                     const struct query_token *operation)
{
    const char *format = operation->type == QUERY_TOKEN_NEAR
                             ? "%.*s needs a word or phrase on both sides; quote it to search the "
                               "text itself"
                             : "%.*s needs a word on both sides; quote it to search the word";
    return query_fail(parser->err, ERR_USAGE, position_of(parser, operation), format,
                      (int)operation->text.n, operation->text.p);
}

static enum err_code parse_group(struct query_node **node, struct parser *parser)
{
    struct query_token bracket = parser->token;

    if (++parser->brackets > QUERY_DEPTH_MAX)
        return query_fail(parser->err, ERR_LIMIT, position_of(parser, &bracket),
                          "too deep; brackets may nest %d levels", QUERY_DEPTH_MAX);
    enum err_code code = advance(parser);
    if (code == ERR_OK)
        code = parse_and(node, parser);
    if (code != ERR_OK)
        return code;
    if (parser->token.type != QUERY_TOKEN_CLOSE)
        return query_fail(parser->err, ERR_USAGE, position_of(parser, &bracket),
                          "this bracket has no partner; add the closing one, or remove it");
    parser->brackets--;
    if (*node != NULL && (*node)->child_count > 1)
        (*node)->position = position_of(parser, &bracket);
    return advance(parser);
}

/* A run, quoted text or a group: what a scope may stand before. */
static enum err_code parse_plain(struct query_list *list, struct parser *parser)
{
    struct query_node *group = NULL;

    if (parser->token.type != QUERY_TOKEN_OPEN) {
        enum err_code code = query_leaves_add(list, &parser->maker, &parser->token, parser->err);
        return code != ERR_OK ? code : advance(parser);
    }
    enum err_code code = parse_group(&group, parser);
    if (code == ERR_OK && group != NULL)
        query_list_add(list, group, parser->maker.arena);
    return code;
}

static bool find_scope(struct query_node *scope, struct str name)
{
    static const struct {
        const char *name;
        enum query_field field;
    } fields[] = {{"title", QUERY_TITLE}, {"agency", QUERY_AGENCY}, {"code", QUERY_CODE}};

    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (str_eq_nocase(name, str_of(fields[i].name))) {
            scope->type = QUERY_FIELD;
            scope->nature = QUERY_CLASS;
            scope->field = fields[i].field;
            return true;
        }
    }
    scope->type = QUERY_KIND;
    return kind_from_name(&scope->kind, name);
}

static enum err_code unknown_scope(const struct parser *parser, struct str name)
{
    struct buf message = {0};

    buf_printf(&message,
               "unknown scope '%.*s:'; put a blank behind the colon to search the word, or use "
               "title, agency, code",
               name.n < 40 ? (int)name.n : 40, name.p);
    for (enum spec_kind kind = 0; kind < KIND_COUNT; kind++)
        buf_printf(&message, ", %s", kind_name(kind));
    enum err_code code =
        query_fail(parser->err, ERR_USAGE, position_of(parser, &parser->token), "%s", message.p);
    buf_free(&message);
    return code;
}

/* Each word of a run has the scope, which is that of their group all the same. */
static enum err_code parse_kind(struct query_node **node, struct query_node *scope,
                                struct parser *parser)
{
    struct query_list inside = {0}, scoped = {0};

    if (parser->in_kind)
        return query_fail(parser->err, ERR_USAGE, scope->position,
                          "a scope cannot stand within another; remove this one");
    if (parser->kind_scope != NULL && parser->kind_scope->kind != scope->kind)
        return query_fail(parser->err, ERR_USAGE, scope->position,
                          "only one kind of section can be named in a query; remove this one");
    parser->kind_scope = scope;
    parser->in_kind = true;
    enum err_code code = advance(parser);
    if (code == ERR_OK)
        code = parse_plain(&inside, parser);
    parser->in_kind = false;
    for (size_t i = 0; code == ERR_OK && i < inside.count; i++) {
        struct query_node *kind;
        code = make_over(&kind, QUERY_KIND, scope->position, inside.items[i], NULL, parser);
        kind->kind = scope->kind;
        query_list_add(&scoped, kind, parser->maker.arena);
    }
    return code != ERR_OK ? code : make_joined(node, QUERY_AND, &scoped, parser);
}

static const char *field_name(const struct query_node *field)
{
    return field->field == QUERY_TITLE ? "title" : field->field == QUERY_AGENCY ? "agency" : "code";
}

static enum err_code misplaced_field(const struct parser *parser, const struct query_node *field)
{
    return query_fail(parser->err, ERR_USAGE, field->position,
                      "%s: cannot stand in brackets or be joined by an operator but AND and NOT; "
                      "put it beside the rest, parted by a blank",
                      field_name(field));
}

/* Sought, an empty value would be that of all classes without a code. */
static bool is_empty(const struct query_node *field)
{
    return field->field == QUERY_TITLE ? field->word_count == 0 : str_trim(field->value).n == 0;
}

static enum err_code parse_field(struct query_node **node, struct query_node *field,
                                 struct parser *parser)
{
    if (parser->brackets > 0)
        return misplaced_field(parser, field);
    size_t at = parser->token.start;
    enum err_code code = advance(parser);
    if (code != ERR_OK)
        return code;
    struct query_token value = parser->token;
    if (value.type == QUERY_TOKEN_OPEN)
        return query_fail(parser->err, ERR_USAGE, position_of(parser, &value),
                          "a group cannot stand here; put several words in quotation marks");
    if (field->field == QUERY_TITLE) {
        if (value.type == QUERY_TOKEN_RUN)
            code = query_no_star(&parser->maker, value.text, parser->err);
        if (code == ERR_OK)
            code = query_words_add(field, &parser->maker, value.text, parser->err);
    }
    field->value =
        (struct str){arena_strndup(parser->maker.arena, value.text.p, value.text.n), value.text.n};
    if (code == ERR_OK && is_empty(field))
        code = query_fail(parser->err, ERR_USAGE, position_of(parser, &value),
                          "%s: has no word behind it; add one, or remove it", field_name(field));
    if (code == ERR_OK)
        code = query_part_add(&parser->maker, at, parser->err);
    *node = field;
    return code != ERR_OK ? code : advance(parser);
}

static enum err_code parse_scope(struct query_node **node, struct parser *parser)
{
    struct query_node *scope = query_node_new(&parser->maker, QUERY_KIND, parser->token.start);

    if (!find_scope(scope, parser->token.text))
        return unknown_scope(parser, parser->token.text);
    return scope->type == QUERY_KIND ? parse_kind(node, scope, parser)
                                     : parse_field(node, scope, parser);
}

/* One thing with what it takes to be one. */
static enum err_code parse_thing(struct query_node **node, struct parser *parser)
{
    struct query_list list = {0};

    *node = NULL;
    if (parser->token.type == QUERY_TOKEN_SCOPE)
        return parse_scope(node, parser);
    enum err_code code = parse_plain(&list, parser);
    return code != ERR_OK ? code : make_joined(node, QUERY_AND, &list, parser);
}

static bool begins_thing(const struct query_token *token)
{
    return token->type == QUERY_TOKEN_RUN || token->type == QUERY_TOKEN_QUOTED ||
           token->type == QUERY_TOKEN_OPEN || token->type == QUERY_TOKEN_SCOPE;
}

static enum err_code double_not(const struct parser *parser, int position)
{
    return query_fail(parser->err, ERR_USAGE, position,
                      "NOT or a minus cannot stand within another; remove one of the two");
}

/* A minus excludes what is right behind it, which may be punctuation; NOT the next thing. */
static enum err_code parse_not(struct query_node **node, struct parser *parser)
{
    struct query_token operation = parser->token;
    struct query_node *child = NULL;
    bool minus = operation.type == QUERY_TOKEN_MINUS;
    enum err_code code = advance(parser);

    if (code == ERR_OK && minus)
        code = parse_thing(&child, parser);
    while (code == ERR_OK && !minus && child == NULL && begins_thing(&parser->token))
        code = parse_thing(&child, parser);
    if (code != ERR_OK || (child == NULL && minus))
        return code;
    if (child == NULL &&
        (parser->token.type == QUERY_TOKEN_NOT || parser->token.type == QUERY_TOKEN_MINUS))
        return double_not(parser, position_of(parser, &parser->token));
    if (child == NULL)
        return query_fail(parser->err, ERR_USAGE, position_of(parser, &operation),
                          "NOT needs a word behind it; quote it to search the word");
    const struct query_node *inner = find_not(child);
    if (inner != NULL)
        return double_not(parser, inner->position);
    return make_over(node, QUERY_NOT, position_of(parser, &operation), child, NULL, parser);
}

static enum err_code parse_operand(struct query_node **node, struct parser *parser)
{
    enum err_code code = ERR_OK;

    *node = NULL;
    while (code == ERR_OK && *node == NULL) {
        if (parser->token.type == QUERY_TOKEN_NOT || parser->token.type == QUERY_TOKEN_MINUS)
            code = parse_not(node, parser);
        else if (begins_thing(&parser->token))
            code = parse_thing(node, parser);
        else
            break;
    }
    return code;
}

/* Adds what OR joins. */
static enum err_code add_alternative(struct query_list *list, struct query_node *node,
                                     struct parser *parser)
{
    const struct query_node *not = find_not(node);

    if (not != NULL)
        return query_fail(parser->err, ERR_USAGE, not ->position,
                          "NOT or a minus cannot stand under OR; put it outside, as in "
                          "(a OR b) -c");
    if (is_field(node))
        return misplaced_field(parser, node);
    add_flat(list, QUERY_OR, node, parser);
    return ERR_OK;
}

static enum err_code parse_or(struct query_node **node, struct parser *parser)
{
    struct query_list list = {0};
    enum err_code code = parse_operand(node, parser);

    if (code != ERR_OK || parser->token.type != QUERY_TOKEN_OR)
        return code;
    if (*node == NULL)
        return missing_operand(parser, &parser->token);
    code = add_alternative(&list, *node, parser);
    while (code == ERR_OK && parser->token.type == QUERY_TOKEN_OR) {
        struct query_token operation = parser->token;
        code = advance(parser);
        if (code == ERR_OK)
            code = parse_operand(node, parser);
        if (code == ERR_OK)
            code = *node == NULL ? missing_operand(parser, &operation)
                                 : add_alternative(&list, *node, parser);
    }
    return code != ERR_OK ? code : make_joined(node, QUERY_OR, &list, parser);
}

/* The first in `node` that proximity cannot look for; NULL if there is none. */
static const struct query_node *not_nearable(const struct query_node *node)
{
    const struct query_node *not = find_not(node);

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
    const char *format = "a scope cannot stand beside %.*s; put it before the whole, as in "
                         "duties:(a /5 b)";

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

    while (code == ERR_OK && parser->token.type == QUERY_TOKEN_NEAR && parser->token.unit == unit) {
        struct query_token operation = parser->token;
        struct query_node *left = *node, *right = NULL;
        if (left == NULL)
            return missing_operand(parser, &operation);
        code = check_near(parser, &operation, left);
        if (code == ERR_OK)
            code = advance(parser);
        if (code == ERR_OK)
            code = unit == QUERY_WORDS ? parse_or(&right, parser)
                                       : parse_near(&right, unit - 1, parser);
        if (code == ERR_OK)
            code = right == NULL ? missing_operand(parser, &operation)
                                 : check_near(parser, &operation, right);
        if (code != ERR_OK)
            return code;
        code = make_over(node, QUERY_NEAR, left->position, left, right, parser);
        (*node)->unit = unit;
        (*node)->distance = operation.distance;
    }
    return code;
}

static enum err_code parse_and(struct query_node **node, struct parser *parser)
{
    struct query_list list = {0};
    struct query_token operation = {.type = QUERY_TOKEN_END}; /* an AND that waits for its right */
    enum err_code code = ERR_OK;

    while (code == ERR_OK && parser->token.type != QUERY_TOKEN_END &&
           parser->token.type != QUERY_TOKEN_CLOSE) {
        if (parser->token.type == QUERY_TOKEN_AND) {
            if (list.count == 0 || operation.type == QUERY_TOKEN_AND)
                return missing_operand(parser, &parser->token);
            operation = parser->token;
            code = advance(parser);
            continue;
        }
        code = parse_near(node, QUERY_PARAGRAPH, parser);
        if (code == ERR_OK && *node != NULL) {
            add_flat(&list, QUERY_AND, *node, parser);
            operation.type = QUERY_TOKEN_END;
        }
    }
    if (code == ERR_OK && operation.type == QUERY_TOKEN_AND)
        return missing_operand(parser, &operation);
    return code != ERR_OK ? code : make_joined(node, QUERY_AND, &list, parser);
}

static enum err_code parse(struct query_node **root, struct parser *parser)
{
    struct query_node *all = NULL;
    struct query_list list = {0};
    enum err_code code = advance(parser);

    if (code == ERR_OK)
        code = parse_and(&all, parser);
    if (code != ERR_OK)
        return code;
    if (all == NULL && str_trim(parser->maker.text).n > 0)
        return query_fail(parser->err, ERR_USAGE, 1, "there is no word in this query");
    if (all != NULL)
        add_flat(&list, QUERY_AND, all, parser);
    *root = query_node_new(&parser->maker, QUERY_AND, 0);
    return adopt(*root, &list, parser);
}

enum err_code query_parse(struct query_node **root, struct str text, struct stemmer *stemmer,
                          struct arena *arena, struct err *err)
{
    struct parser parser = {.maker = {.text = text, .stemmer = stemmer, .arena = arena},
                            .err = err};

    if (text.n > QUERY_BYTES_MAX)
        return err_set(err, ERR_LIMIT, "the query is %zu bytes long; %d are allowed", text.n,
                       QUERY_BYTES_MAX);
    if ((text.n > 0 && memchr(text.p, '\0', text.n) != NULL) || !utf8_valid(text))
        return err_set(err, ERR_USAGE, "the query is not text in UTF-8");
    query_lexer_start(&parser.lexer, text);
    return parse(root, &parser);
}

size_t query_leaf_count(const struct query_node *root)
{
    size_t count = query_is_leaf(root->type);

    for (size_t i = 0; root->type != QUERY_NOT && i < root->child_count; i++)
        count += query_leaf_count(root->children[i]);
    return count;
}

bool query_is_part(const struct query_node *node)
{
    return query_leaf_count(node) > 0 && (node->nature == QUERY_TEXT || node->type == QUERY_KIND);
}

size_t query_part_count(const struct query_node *root)
{
    size_t count = 0;

    for (size_t i = 0; i < root->child_count; i++)
        count += query_is_part(root->children[i]);
    return count;
}
