#include "search/query_lexer.h"

#include <ctype.h>

#include "search/token.h"

enum { NEAR_DISTANCE = 10 }; /* of NEAR without a number */

struct lexer {
    const struct query_text *source;
    struct str text; /* its plain text */
    size_t at;
    size_t open; /* groups */
    bool begun;
    enum query_token_type last; /* once begun */
    struct err *err;
};

static int position_of(const struct lexer *lexer, size_t at)
{
    return query_position(lexer->source, lexer->text.p + at);
}

static bool is_at(const struct lexer *lexer, size_t at, char c)
{
    return at < lexer->text.n && lexer->text.p[at] == c;
}

/* Length of a hyphen or an en dash at `at`; 0 if there is none. */
static size_t minus_at(struct str s, size_t at)
{
    static const char en_dash[] = "\xe2\x80\x93";

    if (str_starts(str_from(s, at), STR("-")))
        return 1;
    return str_starts(str_from(s, at), str_of(en_dash)) ? strlen(en_dash) : 0;
}

static bool behind(const struct lexer *lexer, enum query_token_type type)
{
    return lexer->begun && lexer->last == type;
}

/* Is `at` the end of the text, a blank, or the bracket that closes a group? */
static bool ends_at(const struct lexer *lexer, size_t at)
{
    return at >= lexer->text.n || is_at(lexer, at, ' ') ||
           (is_at(lexer, at, ')') && lexer->open > 0);
}

/* A minus excludes if it stands apart from what is before it, and right before a word, a quotation
 * mark or a bracket. */
static size_t minus_length(const struct lexer *lexer, bool apart)
{
    size_t n = minus_at(lexer->text, lexer->at), next = lexer->at + n;

    if (n == 0 || !(apart || behind(lexer, QUERY_TOKEN_OPEN)))
        return 0;
    if (is_at(lexer, next, '"') || is_at(lexer, next, '('))
        return n;
    return query_starts_word(str_from(lexer->text, next)) ? n : 0;
}

/* A bracket right behind a quotation is punctuation, as are those within words, as in class(es),
 * which take_run() takes. */
static bool opens_group(const struct lexer *lexer, bool apart)
{
    return is_at(lexer, lexer->at, '(') && (apart || !behind(lexer, QUERY_TOKEN_QUOTED));
}

bool query_is_operator_name(struct str word)
{
    static const char *const names[] = {"and", "or", "not", "near"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (str_eq_nocase(word, str_of(names[i])))
            return true;
    return false;
}

/* The operator AND, OR or NOT here; END if there is none. */
static enum query_token_type word_operator(const struct lexer *lexer, bool apart)
{
    static const struct {
        const char *name;
        enum query_token_type type;
    } operators[] = {{"AND", QUERY_TOKEN_AND}, {"OR", QUERY_TOKEN_OR}, {"NOT", QUERY_TOKEN_NOT}};

    if (!apart && !behind(lexer, QUERY_TOKEN_OPEN) && !behind(lexer, QUERY_TOKEN_CLOSE) &&
        !behind(lexer, QUERY_TOKEN_QUOTED))
        return QUERY_TOKEN_END;
    for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++) {
        struct str name = str_of(operators[i].name);
        size_t end = lexer->at + name.n;
        if (str_starts(str_from(lexer->text, lexer->at), name) &&
            (ends_at(lexer, end) || is_at(lexer, end, '"') || is_at(lexer, end, '(')))
            return operators[i].type;
    }
    return QUERY_TOKEN_END;
}

/* /5, /s, /p, NEAR or NEAR/5, alone between blanks. Returns its length, 0 if there is none. */
static size_t near_length(struct query_token *token, const struct lexer *lexer, bool apart)
{
    struct str rest = str_from(lexer->text, lexer->at);
    bool near = str_starts(rest, STR("NEAR"));
    size_t name = near ? 4 : str_starts(rest, STR("w/")) || str_starts(rest, STR("W/")),
           n = name + 1;

    if (!(apart || behind(lexer, QUERY_TOKEN_OPEN)))
        return 0;
    token->unit = QUERY_WORDS;
    token->distance = NEAR_DISTANCE;
    if (near && ends_at(lexer, lexer->at + name))
        return name;
    if (rest.n < n + 1 || rest.p[name] != '/')
        return 0;
    if (strchr("sSpP", rest.p[n]) != NULL) {
        token->unit = rest.p[n] == 's' || rest.p[n] == 'S' ? QUERY_SENTENCE : QUERY_PARAGRAPH;
        return ends_at(lexer, lexer->at + n + 1) ? n + 1 : 0;
    }
    token->distance = 0;
    for (; n < rest.n && isdigit((unsigned char)rest.p[n]); n++)
        if (token->distance <= QUERY_DISTANCE_MAX)
            token->distance = token->distance * 10 + (rest.p[n] - '0');
    return n > name + 1 && ends_at(lexer, lexer->at + n) ? n : 0;
}

static void take(struct query_token *token, struct lexer *lexer, enum query_token_type type,
                 size_t length)
{
    token->type = type;
    token->text = (struct str){lexer->text.p + lexer->at, length};
    lexer->at += length;
    if (type == QUERY_TOKEN_OPEN)
        lexer->open++;
    else if (type == QUERY_TOKEN_CLOSE)
        lexer->open--;
}

/* `text` becomes what stands between the marks. */
static enum err_code take_quoted(struct query_token *token, struct lexer *lexer)
{
    struct str rest = str_from(lexer->text, lexer->at + 1);
    const char *end = rest.n > 0 ? memchr(rest.p, '"', rest.n) : NULL;

    if (end == NULL)
        return query_fail(lexer->err, ERR_USAGE, position_of(lexer, lexer->at),
                          "this quotation mark has no partner; add the closing one, or remove it");
    token->type = QUERY_TOKEN_QUOTED;
    token->text = (struct str){rest.p, (size_t)(end - rest.p)};
    lexer->at += token->text.n + 2;
    return ERR_OK;
}

/* A bracket that opens within the run is closed by its own. */
static void take_run(struct query_token *token, struct lexer *lexer, bool apart)
{
    size_t at = lexer->at, inner = 0;

    for (; at < lexer->text.n && strchr(" \"", lexer->text.p[at]) == NULL; at++) {
        if (is_at(lexer, at, ')') && inner == 0 && lexer->open > 0)
            break;
        if (is_at(lexer, at, '('))
            inner++;
        else if (is_at(lexer, at, ')') && inner > 0)
            inner--;
    }
    token->alone = ends_at(lexer, at) && (apart || behind(lexer, QUERY_TOKEN_OPEN));
    take(token, lexer, QUERY_TOKEN_RUN, at - lexer->at);
}

static enum err_code take_near(struct query_token *token, struct lexer *lexer, size_t length)
{
    take(token, lexer, QUERY_TOKEN_NEAR, length);
    if (token->unit == QUERY_WORDS && (token->distance < 1 || token->distance > QUERY_DISTANCE_MAX))
        return query_fail(lexer->err, ERR_USAGE, token->position,
                          "a distance is from /1 to /%d words; quote it to search the number",
                          QUERY_DISTANCE_MAX);
    return ERR_OK;
}

/* Of `name:`, without its colon; 0 if this is none. */
static size_t scope_length(const struct lexer *lexer)
{
    struct str rest = str_from(lexer->text, lexer->at);
    size_t n = 0;

    while (n < rest.n && (isalpha((unsigned char)rest.p[n]) || rest.p[n] == '_'))
        n++;
    return n >= 2 && n < rest.n && rest.p[n] == ':' ? n : 0;
}

/* Takes a scope with something right behind its colon, or leaves the token as it is. */
static enum err_code take_scope(struct query_token *token, struct lexer *lexer)
{
    size_t n = scope_length(lexer), behind_colon = lexer->at + n + 1;
    struct str name = {lexer->text.p + lexer->at, n};

    if (n == 0 || is_at(lexer, behind_colon, '/'))
        return ERR_OK;
    if (ends_at(lexer, behind_colon)) {
        if (!is_at(lexer, behind_colon, ')') || !query_is_field_name(name))
            return ERR_OK;
        return query_fail(lexer->err, ERR_USAGE, position_of(lexer, behind_colon),
                          "%.*s: has no word behind it; add one, or remove it", (int)n, name.p);
    }
    enum err_code code = query_scope_find(&token->scope, name, token->position, lexer->err);
    if (code == ERR_OK) {
        take(token, lexer, QUERY_TOKEN_SCOPE, n);
        lexer->at++;
    }
    return code;
}

/* Takes a comparison with its value, or leaves the token as it is. */
static enum err_code take_comparison(struct query_token *token, struct lexer *lexer)
{
    size_t n = query_comparison_begin(&token->comparison, str_from(lexer->text, lexer->at));

    if (n == 0)
        return ERR_OK;
    lexer->at += n;
    if (is_at(lexer, lexer->at, '"')) {
        enum err_code code = take_quoted(token, lexer);
        token->type = QUERY_TOKEN_COMPARE;
        token->text = str_trim(token->text);
        return code;
    }
    struct str rest = str_from(lexer->text, lexer->at);
    take(token, lexer, QUERY_TOKEN_COMPARE, query_value_length(&token->comparison, rest));
    return ERR_OK;
}

static enum err_code wrong_comparison(const struct lexer *lexer, size_t length)
{
    struct str name = {lexer->text.p + lexer->at, length};

    while (name.n > 0 && strchr("<>=", name.p[name.n - 1]) != NULL)
        name.n--;
    if (query_is_field_name(name))
        return query_fail(lexer->err, ERR_USAGE, position_of(lexer, lexer->at),
                          "%.*s cannot be compared; put a colon and the value behind it",
                          (int)name.n, name.p);
    return query_fail(lexer->err, ERR_USAGE, position_of(lexer, lexer->at),
                      "'%.*s' cannot be compared; experience, supervisory, education, lifting, "
                      "probation, revised and established can; quote it to search the text",
                      name.n < 40 ? (int)name.n : 40, name.p);
}

static enum err_code take_named(struct query_token *token, struct lexer *lexer)
{
    enum err_code code = take_comparison(token, lexer);

    if (code != ERR_OK || token->type != QUERY_TOKEN_END)
        return code;
    code = take_scope(token, lexer);
    if (code != ERR_OK || token->type != QUERY_TOKEN_END)
        return code;
    size_t wrong = query_comparison_wrong(str_from(lexer->text, lexer->at));
    return wrong > 0 ? wrong_comparison(lexer, wrong) : ERR_OK;
}

static enum err_code take_next(struct query_token *token, struct lexer *lexer)
{
    bool apart = !lexer->begun;
    enum query_token_type type;
    enum err_code code = ERR_OK;
    size_t n;

    for (; is_at(lexer, lexer->at, ' '); lexer->at++)
        apart = true;
    *token = (struct query_token){.position = position_of(lexer, lexer->at)};
    if (lexer->at == lexer->text.n)
        return ERR_OK;
    if (is_at(lexer, lexer->at, '"'))
        return take_quoted(token, lexer);
    if ((n = near_length(token, lexer, apart)) > 0)
        return take_near(token, lexer, n);
    if (is_at(lexer, lexer->at, ')') && lexer->open > 0)
        take(token, lexer, QUERY_TOKEN_CLOSE, 1);
    else if (opens_group(lexer, apart))
        take(token, lexer, QUERY_TOKEN_OPEN, 1);
    else if ((n = minus_length(lexer, apart)) > 0)
        take(token, lexer, QUERY_TOKEN_MINUS, n);
    else if ((type = word_operator(lexer, apart)) != QUERY_TOKEN_END)
        take(token, lexer, type, type == QUERY_TOKEN_OR ? 2 : 3);
    else if (!behind(lexer, QUERY_TOKEN_SCOPE))
        code = take_named(token, lexer);
    if (code == ERR_OK && token->type == QUERY_TOKEN_END)
        take_run(token, lexer, apart);
    return code;
}

struct token_list {
    struct query_token *items;
    size_t count, capacity;
};

static bool ends_in(const struct token_list *list, enum query_token_type type)
{
    return list->count > 0 && list->items[list->count - 1].type == type;
}

static bool holds_word(struct str text)
{
    struct tokenizer tokens;

    tokenizer_start(&tokens, text);
    bool any = tokenizer_next(&tokens);
    tokenizer_free(&tokens);
    return any;
}

/* Does a token ask for nothing? A star beside other things is an error, which the parser tells. */
static bool is_nothing(const struct token_list *list, const struct query_token *token)
{
    if (token->type == QUERY_TOKEN_CLOSE)
        return ends_in(list, QUERY_TOKEN_OPEN);
    if (token->type == QUERY_TOKEN_QUOTED)
        return !holds_word(token->text);
    return token->type == QUERY_TOKEN_RUN && !holds_word(token->text) &&
           (token->alone || memchr(token->text.p, '*', token->text.n) == NULL);
}

/* Takes back what asks for `nothing`: a bracket, scopes and a minus before it. */
static enum err_code take_back(struct token_list *list, const struct query_token *nothing,
                               struct err *err)
{
    if (nothing->type == QUERY_TOKEN_CLOSE)
        list->count--;
    if (ends_in(list, QUERY_TOKEN_SCOPE)) {
        const struct query_scope *scope = &list->items[list->count - 1].scope;
        if (scope->type == QUERY_FIELD || scope->type == QUERY_MODALITY)
            return query_fail(err, ERR_USAGE, nothing->position,
                              "%s: has no word behind it; add one, or remove it",
                              query_scope_name(scope));
        list->count--;
    }
    if (ends_in(list, QUERY_TOKEN_MINUS))
        list->count--;
    return ERR_OK;
}

enum err_code query_tokens(const struct query_token **tokens, const struct query_text *text,
                           struct arena *arena, struct err *err)
{
    struct lexer lexer = {.source = text, .text = text->plain, .err = err};
    struct token_list list = {0};
    struct query_token token;
    enum err_code code = ERR_OK;

    do {
        code = take_next(&token, &lexer);
        lexer.begun = true;
        lexer.last = token.type;
        if (code == ERR_OK && is_nothing(&list, &token)) {
            code = take_back(&list, &token, err);
            continue;
        }
        list.items = arena_grow(arena, list.items, list.count, &list.capacity, sizeof token);
        list.items[list.count++] = token;
    } while (code == ERR_OK && token.type != QUERY_TOKEN_END);
    *tokens = list.items;
    return code;
}
