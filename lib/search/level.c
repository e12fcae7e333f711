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
    {"trainee", -5, true},    {"intern", -5, true},    {"apprentice", -5, true},
    {"entry", -4, true},      {"junior", -3, true},    {"jr", -3, true},
    {"assistant", -2, false}, {"associate", 1, false}, {"journey", 0, true},
    {"advanced", 2, true},    {"staff", 2, false},     {"senior", 3, true},
    {"sr", 3, true},          {"lead", 4, false},      {"supervising", 5, false},
    {"principal", 6, false},  {"chief", 7, false},
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
    bool is_level;
};

static size_t read_words(struct word words[TITLE_WORDS], struct str title, struct arena *arena)
{
    struct tokenizer tokens;
    size_t count = 0;

    tokenizer_start(&tokens, title);
    while (count < TITLE_WORDS && tokenizer_next(&tokens))
        words[count++] = (struct word){
            .text = {arena_strndup(arena, tokens.word.p, tokens.word.n), tokens.word.n},
            .start = tokens.start,
            .end = tokens.end};
    tokenizer_free(&tokens);
    return count;
}

/* How many words stand before what says more of the title, in brackets or behind a comma. */
static size_t head_of(const struct word *words, size_t count, struct str title)
{
    for (size_t i = 1; i < count; i++)
        for (size_t at = words[i - 1].end; at < words[i].start; at++)
            if (title.p[at] == ',' || title.p[at] == '(')
                return i;
    return count;
}

/* Takes levels from the end of some words, as long as one is left. */
static void take_behind(struct level *level, struct word *words, size_t behind)
{
    while (behind-- > 1 && !words[behind - 1].is_level) {
        unsigned number = level_number(words[behind].text);
        if (number == 0 && !find_rank(&level->rank, words[behind].text, true))
            return;
        level->number = number > 0 ? number : level->number;
        words[behind].is_level = true;
    }
}

static struct str keep(struct buf *text, struct arena *arena)
{
    struct str kept = {arena_strndup(arena, buf_view(text).p, text->n), text->n};

    buf_free(text);
    return kept;
}

/* The words that are left. A supervisor or manager stands above the others. */
static void set_base(struct level *level, const struct word *words, size_t count, struct str title,
                     struct arena *arena)
{
    enum { ABOVE = 16 };
    struct buf base = {0}, name = {0};
    size_t end = 0;

    for (size_t i = 0; i < count; i++) {
        if (words[i].is_level)
            continue;
        if (base.n > 0) {
            buf_char(&base, ' ');
            buf_add(&name, title.p + words[i - 1].end, words[i].start - words[i - 1].end);
        }
        buf_str(&base, words[i].text);
        end = words[i].end;
        buf_add(&name, title.p + words[i].start, end - words[i].start);
        if (end <= level->head.n &&
            (str_is(words[i].text, "supervisor") || str_is(words[i].text, "manager")))
            level->rank += ABOVE;
    }
    if (end < title.n && title.p[end] == ')')
        buf_char(&name, ')');
    level->base = keep(&base, arena);
    level->name = keep(&name, arena);
}

struct level level_of(struct str title, struct arena *arena)
{
    struct word words[TITLE_WORDS];
    struct level level = {0};
    size_t count = read_words(words, title, arena);

    for (size_t i = 0; i + 1 < count && find_rank(&level.rank, words[i].text, false); i++)
        words[i].is_level = true;
    size_t head = head_of(words, count, title);
    level.head = (struct str){title.p, head > 0 ? words[head - 1].end : 0};
    take_behind(&level, words, count);
    take_behind(&level, words, head);
    set_base(&level, words, count, title, arena);
    return level;
}

int level_compare(const struct level *a, const struct level *b)
{
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}
