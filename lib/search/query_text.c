#include "search/query_text.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include "base/utf8.h"
#include "search/token.h"

int query_position(const struct query_text *text, const char *p)
{
    return text->positions[p - text->plain.p];
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

struct character_range {
    uint32_t first, last;
    const char *plain; /* "": it cannot be seen */
};

/* In their order. */
static const struct character_range ranges[] = {
    {0x09, 0x0d, " "},      {0x60, 0x60, "'"},      {0x85, 0x85, " "},      {0xa0, 0xa0, " "},
    {0xab, 0xab, "\""},     {0xad, 0xad, ""},       {0xb4, 0xb4, "'"},      {0xbb, 0xbb, "\""},
    {0x34f, 0x34f, ""},     {0x1680, 0x1680, " "},  {0x180e, 0x180e, ""},   {0x2000, 0x200a, " "},
    {0x200b, 0x200f, ""},   {0x2010, 0x2011, "-"},  {0x2018, 0x2019, "'"},  {0x201b, 0x201b, "'"},
    {0x201c, 0x201f, "\""}, {0x2028, 0x2029, " "},  {0x202a, 0x202e, ""},   {0x202f, 0x202f, " "},
    {0x2032, 0x2032, "'"},  {0x2033, 0x2033, "''"}, {0x205f, 0x205f, " "},  {0x2060, 0x206f, ""},
    {0x2212, 0x2212, "-"},  {0x2264, 0x2264, "<="}, {0x2265, 0x2265, ">="}, {0x3000, 0x3000, " "},
    {0xfe00, 0xfe0f, ""},   {0xfeff, 0xfeff, ""},
};

enum { SOFT_HYPHEN = 0xad, DOUBLE_PRIME = 0x2033, BYTE_ORDER_MARK = 0xfeff };

/* What a character is in plain; NULL if it is that itself. */
static const char *plain_of(uint32_t c)
{
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0] && ranges[i].first <= c; i++)
        if (c <= ranges[i].last)
            return ranges[i].plain;
    return NULL;
}

struct making {
    struct buf plain;
    int *positions;
    bool quoted; /* a quotation mark is open */
};

static void add(struct making *making, struct str s, int position)
{
    for (size_t i = 0; i < s.n; i++)
        making->positions[making->plain.n + i] = position;
    buf_str(&making->plain, s);
}

/* Is what was made so far at the end of a word? */
static bool behind_word(const struct making *making)
{
    struct str plain = buf_view(&making->plain);
    size_t last = plain.n > 0 ? utf8_cut(plain, plain.n - 1) : 0;

    return query_starts_word(str_from(plain, last));
}

/* Is a character that cannot be seen, with `rest` behind it, one that parts letters? Of several the
 * last is. Reading mends documents of soft hyphens and byte order marks, which part none. */
static bool parts_letters(const struct making *making, uint32_t c, struct str rest)
{
    uint32_t next;

    return c != SOFT_HYPHEN && c != BYTE_ORDER_MARK && behind_word(making) &&
           query_starts_word(rest) && utf8_decode(rest.p, rest.n, &next) > 0 &&
           plain_of(next) == NULL;
}

static bool behind_digit(const struct making *making)
{
    return making->plain.n > 0 && isdigit((unsigned char)making->plain.p[making->plain.n - 1]) != 0;
}

/* Adds the character c, which is `typed`, with `rest` behind it. */
static void add_character(struct making *making, uint32_t c, struct str typed, struct str rest,
                          int position)
{
    const char *plain = plain_of(c);

    if (plain != NULL && plain[0] == '\0' && parts_letters(making, c, rest))
        plain = NULL;
    if (c == DOUBLE_PRIME && (making->quoted || !behind_digit(making)))
        plain = "\"";
    struct str s = plain != NULL ? str_of(plain) : typed;
    if (str_eq(s, STR("\"")))
        making->quoted = !making->quoted;
    add(making, s, position);
}

void query_text_make(struct query_text *text, struct str typed, struct arena *arena)
{
    struct making making = {0};
    int position = 1;
    uint32_t c = 0;

    /* Nothing becomes longer. */
    making.positions = arena_zero(arena, typed.n + 1, sizeof *making.positions);
    for (size_t at = 0, n; at < typed.n; at += n, position++) {
        n = utf8_decode(typed.p + at, typed.n - at, &c);
        add_character(&making, c, (struct str){typed.p + at, n}, str_from(typed, at + n), position);
    }
    making.positions[making.plain.n] = position;
    struct str plain = buf_view(&making.plain);
    text->plain = (struct str){arena_strndup(arena, plain.p, plain.n), plain.n};
    text->positions = making.positions;
    buf_free(&making.plain);
}
