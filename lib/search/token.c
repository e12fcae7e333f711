#include "search/token.h"

#include <utf8proc.h>

#include "base/utf8.h"

/* A letter or digit of ASCII, which nearly all are, in lower case; 0 if it is none. */
static char ascii_lower(unsigned char c)
{
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        return (char)c;
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : '\0';
}

static bool is_word_character(uint32_t c)
{
    if (c < 0x80)
        return ascii_lower((unsigned char)c) != '\0';
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
        return true;
    default:
        return false;
    }
}

/* Decodes one code point; an invalid byte is taken as one that parts words. */
static size_t next_character(struct str text, size_t at, uint32_t *c)
{
    size_t n = utf8_decode(text.p + at, text.n - at, c);
    if (n > 0)
        return n;
    *c = 0xfffd;
    return 1;
}

void tokenizer_start(struct tokenizer *tokenizer, struct str text)
{
    *tokenizer = (struct tokenizer){.text = text};
}

void tokenizer_free(struct tokenizer *tokenizer)
{
    buf_free(&tokenizer->word);
}

/* Is the character before `start` an apostrophe that follows a word? */
static bool follows_apostrophe(struct str text, size_t previous_end, size_t start)
{
    struct str between = {text.p + previous_end, start - previous_end};
    return previous_end > 0 && (str_eq(between, STR("'")) || str_eq(between, STR("\xe2\x80\x99")));
}

/* Appends the letters and digits of ASCII that stand from `at` on; returns where they end. */
static size_t add_plain(struct buf *word, struct str text, size_t at)
{
    size_t end = at;

    while (end < text.n && ascii_lower((unsigned char)text.p[end]) != '\0')
        end++;
    buf_add(word, text.p + at, end - at);
    for (size_t i = word->n - (end - at); i < word->n; i++)
        word->p[i] = ascii_lower((unsigned char)word->p[i]);
    return end;
}

bool tokenizer_next(struct tokenizer *tokenizer)
{
    struct str text = tokenizer->text;
    size_t previous_end = tokenizer->end, n;
    uint32_t c = 0;

    for (; tokenizer->at < text.n; tokenizer->at += n) {
        n = 1;
        c = (unsigned char)text.p[tokenizer->at];
        if (c >= 0x80)
            n = next_character(text, tokenizer->at, &c);
        if (is_word_character(c))
            break;
    }
    if (tokenizer->at >= text.n)
        return false;
    tokenizer->start = tokenizer->at;
    tokenizer->word.n = 0;
    for (;;) {
        tokenizer->at = add_plain(&tokenizer->word, text, tokenizer->at);
        if (tokenizer->at == text.n || (unsigned char)text.p[tokenizer->at] < 0x80)
            break;
        n = next_character(text, tokenizer->at, &c);
        bool soft_hyphen = c == 0xad; /* within a word it is no character at all */
        if (!soft_hyphen && !is_word_character(c))
            break;
        if (!soft_hyphen)
            utf8_append(&tokenizer->word, (uint32_t)utf8proc_tolower((utf8proc_int32_t)c));
        tokenizer->at += n;
    }
    tokenizer->end = tokenizer->at;
    tokenizer->possessive = tokenizer->word.n == 1 && tokenizer->word.p[0] == 's' &&
                            follows_apostrophe(text, previous_end, tokenizer->start);
    return true;
}

enum token_letters token_letters(struct str written)
{
    uint32_t c;
    int capitals = 0;

    for (size_t at = 0; at < written.n;) {
        at += next_character(written, at, &c);
        utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
        if (category == UTF8PROC_CATEGORY_LL)
            return TOKEN_SMALL;
        capitals += category == UTF8PROC_CATEGORY_LU;
    }
    return capitals > 1 ? TOKEN_CAPITALS : TOKEN_OTHER;
}
