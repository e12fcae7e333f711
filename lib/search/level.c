#include "search/level.h"

#include "search/token.h"
#include "spec/occupation.h"

enum { TITLE_WORDS = 64 };

/* Agencies differ in what they call a level; the order within each of them is this one. At the end
 * of a title, "assistant" or "chief" is what the class is, and no level of it. */
static const struct {
    const char *word;
    int rank;
    bool behind; /* it may stand at the end */
} ranks[] = {
    {"trainee", -5, true},    {"intern", -5, true},      {"apprentice", -5, true},
    {"entry", -4, true},      {"junior", -3, true},      {"jr", -3, true},
    {"assistant", -2, false}, {"associate", -1, false},  {"journey", 0, true},
    {"advanced", 1, true},    {"senior", 2, true},       {"sr", 2, true},
    {"lead", 3, false},       {"supervising", 4, false}, {"principal", 5, false},
    {"chief", 6, false},
};

static bool find_rank(int *rank, struct str word, bool behind)
{
    for (size_t i = 0; i < sizeof ranks / sizeof ranks[0]; i++)
        if (str_is(word, ranks[i].word) && (ranks[i].behind || !behind)) {
            *rank = ranks[i].rank;
            return true;
        }
    return false;
}

unsigned level_number(struct str word)
{
    unsigned number = 0;

    if (!occupation_is_roman(word)) {
        if (!occupation_is_numeral(word))
            return 0;
        for (size_t i = 0; i < word.n; i++)
            number = number * 10 + (unsigned)(word.p[i] - '0');
        return number;
    }
    for (size_t i = 0; i < word.n; i++) {
        bool five = word.p[i] == 'v' || word.p[i] == 'V';
        number = five ? 5 - number : number + 1; /* IV: the I stands before */
    }
    return number;
}

struct word {
    struct str text; /* in lower case */
    size_t start, end;
};

static size_t read_words(struct word words[TITLE_WORDS], struct str title, struct arena *arena)
{
    struct tokenizer tokens;
    size_t count = 0;

    tokenizer_start(&tokens, title);
    while (count < TITLE_WORDS && tokenizer_next(&tokens))
        words[count++] =
            (struct word){{arena_strndup(arena, tokens.word.p, tokens.word.n), tokens.word.n},
                          tokens.start,
                          tokens.end};
    tokenizer_free(&tokens);
    return count;
}

struct level level_of(struct str title, struct arena *arena)
{
    struct word words[TITLE_WORDS];
    struct level level = {.base = STR(""), .name = STR("")};
    size_t first = 0, behind = read_words(words, title, arena);

    while (behind > first + 1 && find_rank(&level.rank, words[first].text, false))
        first++;
    while (behind > first + 1) {
        unsigned number = level_number(words[behind - 1].text);
        if (number == 0 && !find_rank(&level.rank, words[behind - 1].text, true))
            break;
        level.number = number > 0 ? number : level.number;
        behind--;
    }
    if (behind == first)
        return level;
    struct buf base = {0};
    for (size_t i = first; i < behind; i++) {
        if (i > first)
            buf_char(&base, ' ');
        buf_str(&base, words[i].text);
    }
    level.base = (struct str){arena_strndup(arena, base.p, base.n), base.n};
    level.name =
        (struct str){title.p + words[first].start, words[behind - 1].end - words[first].start};
    buf_free(&base);
    return level;
}

int level_compare(const struct level *a, const struct level *b)
{
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}
