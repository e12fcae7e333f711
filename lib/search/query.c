#include "search/query.h"

#include <ctype.h>

#include "base/utf8.h"
#include "search/token.h"

struct parser {
    struct str text;
    size_t at;
    size_t words;
    struct stemmer *stemmer;
    struct arena *arena;
    struct query_node *root;
    struct query_node *kind_scope; /* the first one seen */
    struct err *err;
};

static int position_of(const struct parser *parser, size_t at)
{
    return (int)utf8_length((struct str){parser->text.p, at}) + 1;
}

static enum err_code fail(const struct parser *parser, enum err_code code, size_t at,
                          const char *message)
{
    enum err_code set = err_set(parser->err, code, "%s", message);
    if (parser->err != NULL)
        parser->err->position = position_of(parser, at);
    return set;
}

static struct query_node *new_node(struct parser *parser, enum query_type type, size_t at)
{
    struct query_node *node = arena_zero(parser->arena, 1, sizeof *node);
    node->type = type;
    node->position = position_of(parser, at);
    return node;
}

/* Length of a double quotation mark at `at`, straight, curly or angled; 0 if there is none. */
static size_t quote_at(struct str s, size_t at)
{
    static const char *const quotes[] = {"\"",           "\xe2\x80\x9c", "\xe2\x80\x9d",
                                         "\xe2\x80\x9e", "\xc2\xab",     "\xc2\xbb"};

    for (size_t i = 0; i < sizeof quotes / sizeof quotes[0]; i++)
        if (str_starts(str_from(s, at), str_of(quotes[i])))
            return strlen(quotes[i]);
    return 0;
}

/* Length of the white space at `at`, 0 if there is none. */
static size_t space_at(struct str s, size_t at)
{
    if (isspace((unsigned char)s.p[at]))
        return 1;
    return str_starts(str_from(s, at), STR("\xc2\xa0")) ? 2 : 0;
}

/* Appends the tokens of `text` to a node's words, with stems if it has them. */
static enum err_code add_words(struct parser *parser, struct query_node *node, struct str text)
{
    bool stems = node->type == QUERY_WORD || node->type == QUERY_TITLE;
    struct tokenizer tokens;
    struct buf stem = {0};
    enum err_code code = ERR_OK;

    node->words = arena_zero(parser->arena, text.n, sizeof *node->words);
    node->stems = arena_zero(parser->arena, text.n, sizeof *node->stems);
    tokenizer_start(&tokens, text);
    while (code == ERR_OK && tokenizer_next(&tokens)) {
        struct str word = buf_view(&tokens.word);
        if (stems && tokens.possessive)
            continue;
        if (++parser->words > QUERY_WORDS_MAX) {
            code = fail(parser, ERR_LIMIT, (size_t)(text.p - parser->text.p),
                        "too many words; a query may have 256");
            break;
        }
        node->words[node->word_count] =
            (struct str){arena_strndup(parser->arena, word.p, word.n), word.n};
        if (stems)
            code = stemmer_stem(&stem, parser->stemmer, word, parser->err);
        node->stems[node->word_count++] =
            (struct str){arena_strndup(parser->arena, buf_view(&stem).p, stem.n), stem.n};
    }
    tokenizer_free(&tokens);
    buf_free(&stem);
    return code;
}

static enum err_code add_child(struct parser *parser, struct query_node *child)
{
    struct query_node *root = parser->root;

    if (root->child_count == QUERY_PARTS_MAX)
        return fail(parser, ERR_LIMIT, parser->at, "too many parts; a query may have 64");
    root->children[root->child_count++] = child;
    return ERR_OK;
}

/* Puts a word or phrase into the tree, under its scope if it has one. */
static enum err_code add_leaf(struct parser *parser, struct query_node *leaf,
                              struct query_node *scope)
{
    if (leaf->word_count == 0)
        return ERR_OK; /* punctuation alone asks for nothing */
    if (scope == NULL)
        return add_child(parser, leaf);
    struct query_node *scoped = new_node(parser, QUERY_KIND, 0);
    scoped->position = scope->position;
    scoped->kind = scope->kind;
    scoped->children = arena_zero(parser->arena, 1, sizeof *scoped->children);
    scoped->children[scoped->child_count++] = leaf;
    return add_child(parser, scoped);
}

/* The end of the quoted text that begins at parser->at, behind its opening mark. */
static enum err_code quoted(struct parser *parser, struct str *inside)
{
    size_t open = parser->at, start = open + quote_at(parser->text, open);

    for (size_t at = start; at < parser->text.n; at++) {
        size_t n = quote_at(parser->text, at);
        if (n > 0) {
            *inside = (struct str){parser->text.p + start, at - start};
            parser->at = at + n;
            return ERR_OK;
        }
    }
    return fail(parser, ERR_USAGE, open,
                "this quotation mark has no partner; add the closing one, or remove it");
}

/* A run of characters up to white space or a quotation mark. */
static struct str bare(struct parser *parser)
{
    size_t start = parser->at;

    while (parser->at < parser->text.n && space_at(parser->text, parser->at) == 0 &&
           quote_at(parser->text, parser->at) == 0)
        parser->at++;
    return (struct str){parser->text.p + start, parser->at - start};
}

/* May the characters between two words join them into one, as in full-time or 49,005? */
static bool is_joiner(struct str between, bool digits)
{
    static const char *const joiners[] = {
        "-", ".", "_", "@", "'", "\xe2\x80\x90", "\xe2\x80\x91", "\xe2\x80\x99"};

    for (size_t i = 0; i < sizeof joiners / sizeof joiners[0]; i++)
        if (str_eq(between, str_of(joiners[i])))
            return true;
    return digits && str_eq(between, STR(","));
}

/* Bytes of `text` up to the end of its first word or of the words joined to it. */
static size_t joined_length(struct str text, size_t *words)
{
    struct tokenizer tokens;
    size_t end = 0;
    bool last_digit = false;

    *words = 0;
    tokenizer_start(&tokens, text);
    while (tokenizer_next(&tokens)) {
        bool digit = isdigit((unsigned char)text.p[tokens.start]) != 0;
        struct str between = {text.p + end, tokens.start - end};
        if (*words > 0 && !is_joiner(between, digit && last_digit))
            break;
        *words += !tokens.possessive;
        last_digit = isdigit((unsigned char)text.p[tokens.end - 1]) != 0;
        end = tokens.end;
    }
    tokenizer_free(&tokens);
    return *words > 0 ? end : text.n;
}

static enum err_code add_bare(struct parser *parser, struct str text, struct query_node *scope)
{
    enum err_code code = ERR_OK;

    while (text.n > 0 && code == ERR_OK) {
        size_t words, length = joined_length(text, &words);
        size_t at = (size_t)(text.p - parser->text.p);
        struct query_node *leaf = new_node(parser, words > 1 ? QUERY_PHRASE : QUERY_WORD, at);
        code = add_words(parser, leaf, (struct str){text.p, length});
        if (code == ERR_OK)
            code = add_leaf(parser, leaf, scope);
        text = str_from(text, length);
    }
    return code;
}

/* `name:` with something right behind it. Returns the name's length, 0 if this is no scope. */
static size_t scope_length(struct str rest)
{
    size_t n = 0;

    while (n < rest.n && (isalpha((unsigned char)rest.p[n]) || rest.p[n] == '_'))
        n++;
    if (n < 2 || n + 1 >= rest.n || rest.p[n] != ':' || space_at(rest, n + 1) > 0 ||
        rest.p[n + 1] == '/')
        return 0;
    return n;
}

static bool find_scope(struct query_node *scope, struct str name)
{
    static const struct {
        const char *name;
        enum query_type type;
    } fields[] = {{"title", QUERY_TITLE}, {"agency", QUERY_AGENCY}, {"code", QUERY_CODE}};

    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (str_eq_nocase(name, str_of(fields[i].name))) {
            scope->type = fields[i].type;
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
    enum err_code code = fail(parser, ERR_USAGE, parser->at, message.p);
    buf_free(&message);
    return code;
}

static enum err_code scoped(struct parser *parser, size_t name_length)
{
    struct str name = {parser->text.p + parser->at, name_length}, value;
    struct query_node *scope = new_node(parser, QUERY_KIND, parser->at);
    size_t begin = parser->at;

    if (!find_scope(scope, name))
        return unknown_scope(parser, name);
    if (scope->type == QUERY_KIND && parser->kind_scope != NULL &&
        parser->kind_scope->kind != scope->kind)
        return fail(parser, ERR_USAGE, begin,
                    "only one kind of section can be named in a query; remove this one");
    parser->at += name_length + 1;
    bool is_quoted = quote_at(parser->text, parser->at) > 0;
    enum err_code code = ERR_OK;
    if (is_quoted)
        code = quoted(parser, &value);
    else
        value = bare(parser);
    if (code != ERR_OK)
        return code;
    if (scope->type == QUERY_KIND) {
        parser->kind_scope = scope;
        if (!is_quoted)
            return add_bare(parser, value, scope);
        struct query_node *phrase = new_node(parser, QUERY_PHRASE, begin);
        code = add_words(parser, phrase, value);
        return code != ERR_OK ? code : add_leaf(parser, phrase, scope);
    }
    scope->value = (struct str){arena_strndup(parser->arena, value.p, value.n), value.n};
    if (scope->type == QUERY_TITLE) {
        code = add_words(parser, scope, value);
        if (code != ERR_OK || scope->word_count == 0)
            return code;
    }
    return add_child(parser, scope);
}

static enum err_code parse(struct parser *parser)
{
    enum err_code code = ERR_OK;

    while (code == ERR_OK && parser->at < parser->text.n) {
        size_t space = space_at(parser->text, parser->at), name;
        if (space > 0) {
            parser->at += space;
        } else if (quote_at(parser->text, parser->at) > 0) {
            struct str inside;
            struct query_node *phrase = new_node(parser, QUERY_PHRASE, parser->at);
            code = quoted(parser, &inside);
            if (code == ERR_OK)
                code = add_words(parser, phrase, inside);
            if (code == ERR_OK)
                code = add_leaf(parser, phrase, NULL);
        } else if ((name = scope_length(str_from(parser->text, parser->at))) > 0) {
            code = scoped(parser, name);
        } else {
            code = add_bare(parser, bare(parser), NULL);
        }
    }
    return code;
}

enum err_code query_parse(struct query_node **root, struct str text, struct stemmer *stemmer,
                          struct arena *arena, struct err *err)
{
    struct parser parser = {.text = text, .stemmer = stemmer, .arena = arena, .err = err};

    if (text.n > QUERY_BYTES_MAX)
        return err_set(err, ERR_LIMIT, "the query is %zu bytes long; %d are allowed", text.n,
                       QUERY_BYTES_MAX);
    if ((text.n > 0 && memchr(text.p, '\0', text.n) != NULL) || !utf8_valid(text))
        return err_set(err, ERR_USAGE, "the query is not text in UTF-8");
    parser.root = new_node(&parser, QUERY_AND, 0);
    parser.root->children = arena_zero(arena, QUERY_PARTS_MAX, sizeof *parser.root->children);
    enum err_code code = parse(&parser);
    if (code == ERR_OK && parser.root->child_count == 0 && str_trim(text).n > 0)
        code = fail(&parser, ERR_USAGE, 0, "there is no word in this query");
    if (code == ERR_OK)
        *root = parser.root;
    return code;
}

static bool is_leaf(const struct query_node *node)
{
    return node->type == QUERY_WORD || node->type == QUERY_PHRASE;
}

/* The tree is two deep: an AND of leaves, fields and kinds with one leaf each. */
static const struct query_node *leaf_of(const struct query_node *child)
{
    if (child->type == QUERY_KIND)
        child = child->children[0];
    return is_leaf(child) ? child : NULL;
}

size_t query_leaf_count(const struct query_node *root)
{
    size_t count = 0;
    for (size_t i = 0; i < root->child_count; i++)
        count += leaf_of(root->children[i]) != NULL;
    return count;
}

void query_leaves(const struct query_node **leaves, const struct query_node *root)
{
    for (size_t i = 0; i < root->child_count; i++) {
        const struct query_node *leaf = leaf_of(root->children[i]);
        if (leaf != NULL)
            *leaves++ = leaf;
    }
}
