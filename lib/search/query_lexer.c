#include "search/query_lexer.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"
#include "search/token.h"

int query_position(struct str text, size_t at)
{
    return (int)utf8_length((struct str){text.p, at}) + 1;
}

enum err_code query_fail(struct err *err, enum err_code code, int position, const char *format, ...)
{
    char message[sizeof err->text];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    enum err_code set = err_set(err, code, "%s", message);
    if (err != NULL)
        err->position = position;
    return set;
}

bool query_starts_word(struct str text)
{
    struct tokenizer tokens;
    uint32_t c;
    size_t n = text.n > 0 ? utf8_decode(text.p, text.n, &c) : 0;

    tokenizer_start(&tokens, (struct str){text.p, n});
    bool is_word = tokenizer_next(&tokens);
    tokenizer_free(&tokens);
    return is_word;
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
    if (at < s.n && isspace((unsigned char)s.p[at]))
        return 1;
    return str_starts(str_from(s, at), STR("\xc2\xa0")) ? 2 : 0;
}

/* Length of a hyphen, an en dash or a minus sign at `at`; 0 if there is none. */
static size_t minus_at(struct str s, size_t at)
{
    static const char *const signs[] = {"-", "\xe2\x80\x93", "\xe2\x88\x92"};

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (str_starts(str_from(s, at), str_of(signs[i])))
            return strlen(signs[i]);
    return 0;
}

void query_lexer_start(struct query_lexer *lexer, struct str text)
{
    *lexer = (struct query_lexer){.text = text};
}

static bool behind(const struct query_lexer *lexer, enum query_token_type type)
{
    return lexer->begun && lexer->last == type;
}

/* Is `at` the end of the text, a blank, or the bracket that closes a group? */
static bool ends_at(const struct query_lexer *lexer, size_t at)
{
    return at >= lexer->text.n || space_at(lexer->text, at) > 0 ||
           (lexer->text.p[at] == ')' && lexer->open > 0);
}

/* The length of `name:` without its colon, with something right behind it; 0 if this is no scope.
 */
static size_t scope_length(const struct query_lexer *lexer)
{
    struct str rest = str_from(lexer->text, lexer->at);
    size_t n = 0;

    if (behind(lexer, QUERY_TOKEN_SCOPE))
        return 0;
    while (n < rest.n && (isalpha((unsigned char)rest.p[n]) || rest.p[n] == '_'))
        n++;
    if (n < 2 || n == rest.n || rest.p[n] != ':' || ends_at(lexer, lexer->at + n + 1) ||
        rest.p[n + 1] == '/')
        return 0;
    return n;
}

/* A minus excludes if it stands apart from what is before it, and right before a word, a quotation
 * mark or a bracket. */
static size_t minus_length(const struct query_lexer *lexer, bool apart)
{
    size_t n = minus_at(lexer->text, lexer->at), next = lexer->at + n;

    if (n == 0 || !(apart || behind(lexer, QUERY_TOKEN_OPEN)))
        return 0;
    if (quote_at(lexer->text, next) > 0 || query_starts_word(str_from(lexer->text, next)))
        return n;
    return str_starts(str_from(lexer->text, next), STR("(")) ? n : 0;
}

/* A bracket right behind a quotation is punctuation, as are those within words, as in class(es),
 * which take_run() takes. */
static bool opens_group(const struct query_lexer *lexer, bool apart)
{
    if (lexer->text.p[lexer->at] != '(')
        return false;
    return apart || !behind(lexer, QUERY_TOKEN_QUOTED);
}

/* The operator AND, OR or NOT here; END if there is none. */
static enum query_token_type word_operator(const struct query_lexer *lexer, bool apart)
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
            (ends_at(lexer, end) || quote_at(lexer->text, end) > 0 || lexer->text.p[end] == '('))
            return operators[i].type;
    }
    return QUERY_TOKEN_END;
}

/* /5, /s or /p, alone between blanks. Returns its length, 0 if there is none. */
static size_t near_length(struct query_token *token, const struct query_lexer *lexer, bool apart)
{
    struct str rest = str_from(lexer->text, lexer->at);
    size_t n = 1;

    if (!(apart || behind(lexer, QUERY_TOKEN_OPEN)) || rest.n < 2 || rest.p[0] != '/')
        return 0;
    if (strchr("sSpP", rest.p[1]) != NULL) {
        token->unit = rest.p[1] == 's' || rest.p[1] == 'S' ? QUERY_SENTENCE : QUERY_PARAGRAPH;
        return ends_at(lexer, lexer->at + 2) ? 2 : 0;
    }
    token->unit = QUERY_WORDS;
    token->distance = 0;
    for (; n < rest.n && isdigit((unsigned char)rest.p[n]); n++)
        if (token->distance <= QUERY_DISTANCE_MAX)
            token->distance = token->distance * 10 + (rest.p[n] - '0');
    return n > 1 && ends_at(lexer, lexer->at + n) ? n : 0;
}

static enum err_code take_quoted(struct query_token *token, struct query_lexer *lexer,
                                 struct err *err)
{
    size_t start = token->start + quote_at(lexer->text, token->start);

    token->type = QUERY_TOKEN_QUOTED;
    for (size_t at = start; at < lexer->text.n; at++) {
        size_t n = quote_at(lexer->text, at);
        if (n > 0) {
            token->text = (struct str){lexer->text.p + start, at - start};
            lexer->at = at + n;
            return ERR_OK;
        }
    }
    return query_fail(err, ERR_USAGE, query_position(lexer->text, token->start),
                      "this quotation mark has no partner; add the closing one, or remove it");
}

/* A bracket that opens within the run is closed by its own. */
static void take_run(struct query_token *token, struct query_lexer *lexer, bool apart)
{
    size_t at = lexer->at, inner = 0;

    while (at < lexer->text.n && space_at(lexer->text, at) == 0 && quote_at(lexer->text, at) == 0) {
        char c = lexer->text.p[at];
        if (c == ')' && inner == 0 && lexer->open > 0)
            break;
        if (c == '(')
            inner++;
        else if (c == ')' && inner > 0)
            inner--;
        at++;
    }
    token->type = QUERY_TOKEN_RUN;
    token->text = (struct str){lexer->text.p + lexer->at, at - lexer->at};
    token->alone = ends_at(lexer, at) && (apart || behind(lexer, QUERY_TOKEN_OPEN));
    lexer->at = at;
}

static void take(struct query_token *token, struct query_lexer *lexer, enum query_token_type type,
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

static enum err_code take_near(struct query_token *token, struct query_lexer *lexer, size_t length,
                               struct err *err)
{
    take(token, lexer, QUERY_TOKEN_NEAR, length);
    if (token->unit == QUERY_WORDS && (token->distance < 1 || token->distance > QUERY_DISTANCE_MAX))
        return query_fail(err, ERR_USAGE, query_position(lexer->text, token->start),
                          "a distance is from /1 to /%d words; quote it to search the number",
                          QUERY_DISTANCE_MAX);
    return ERR_OK;
}

static enum err_code take_next(struct query_token *token, struct query_lexer *lexer,
                               struct err *err)
{
    bool apart = !lexer->begun;
    enum query_token_type type;
    size_t n;

    while ((n = space_at(lexer->text, lexer->at)) > 0) {
        lexer->at += n;
        apart = true;
    }
    *token = (struct query_token){.type = QUERY_TOKEN_END, .start = lexer->at};
    if (lexer->at >= lexer->text.n)
        return ERR_OK;
    if (quote_at(lexer->text, lexer->at) > 0)
        return take_quoted(token, lexer, err);
    if ((n = near_length(token, lexer, apart)) > 0)
        return take_near(token, lexer, n, err);
    if (lexer->text.p[lexer->at] == ')' && lexer->open > 0)
        take(token, lexer, QUERY_TOKEN_CLOSE, 1);
    else if (opens_group(lexer, apart))
        take(token, lexer, QUERY_TOKEN_OPEN, 1);
    else if ((n = minus_length(lexer, apart)) > 0)
        take(token, lexer, QUERY_TOKEN_MINUS, n);
    else if ((type = word_operator(lexer, apart)) != QUERY_TOKEN_END)
        take(token, lexer, type, type == QUERY_TOKEN_OR ? 2 : 3);
    else if ((n = scope_length(lexer)) > 0) {
        take(token, lexer, QUERY_TOKEN_SCOPE, n);
        lexer->at++; /* the colon */
    } else
        take_run(token, lexer, apart);
    return ERR_OK;
}

enum err_code query_lexer_next(struct query_token *token, struct query_lexer *lexer,
                               struct err *err)
{
    enum err_code code = take_next(token, lexer, err);

    lexer->begun = true;
    lexer->last = token->type;
    return code;
}
