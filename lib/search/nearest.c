#include "search/nearest.h"

#include "base/utf8.h"
#include "search/token.h"

enum { LETTERS_MAX = 40, SHORT_WORD = 5, BEGINNING_MIN = 3, FAR = 99 };

struct letters {
    uint32_t items[LETTERS_MAX];
    size_t count; /* LETTERS_MAX: perhaps not all */
};

static struct letters letters_of(struct str word)
{
    struct letters letters = {.count = 0};
    size_t n;

    for (size_t at = 0; at < word.n && letters.count < LETTERS_MAX; at += n) {
        n = utf8_decode(word.p + at, word.n - at, &letters.items[letters.count]);
        if (n == 0)
            break;
        letters.count++;
    }
    return letters;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Letters left out, put in, changed, or two neighbours swapped. */
static unsigned distance(const struct letters *a, const struct letters *b)
{
    unsigned rows[3][LETTERS_MAX + 1]; /* this one and the two above, in turn */

    for (unsigned k = 0; k <= b->count; k++)
        rows[0][k] = k;
    for (size_t i = 1; i <= a->count; i++) {
        unsigned *row = rows[i % 3];
        const unsigned *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        row[0] = (unsigned)i;
        for (size_t k = 1; k <= b->count; k++) {
            row[k] = least(least(above[k], row[k - 1]) + 1,
                           above[k - 1] + (a->items[i - 1] != b->items[k - 1]));
            if (i > 1 && k > 1 && a->items[i - 1] == b->items[k - 2] &&
                a->items[i - 2] == b->items[k - 1])
                row[k] = least(row[k], two_above[k - 2] + 1);
        }
    }
    return rows[a->count % 3][b->count];
}

/* FAR if it is too much. */
static unsigned near_distance(struct str sought, struct str word)
{
    struct letters a = letters_of(sought), b = letters_of(word);
    unsigned apart;

    if (a.count == LETTERS_MAX || b.count == LETTERS_MAX || a.count < BEGINNING_MIN)
        return str_eq(sought, word) ? 0 : FAR;
    if (str_starts(word, sought))
        return 0;
    apart = distance(&a, &b);
    return apart <= (a.count <= SHORT_WORD ? 1u : 2u) ? apart : FAR;
}

/* Of a word to the nearest one of a value. */
static unsigned word_distance(struct str sought, struct str value)
{
    struct tokenizer tokens;
    unsigned best = FAR;

    tokenizer_start(&tokens, value);
    while (best > 0 && tokenizer_next(&tokens))
        best = least(best, near_distance(sought, buf_view(&tokens.word)));
    tokenizer_free(&tokens);
    return best;
}

static unsigned words_distance(struct str sought, struct str value)
{
    struct tokenizer tokens;
    unsigned sum = 0;

    tokenizer_start(&tokens, sought);
    while (sum < FAR && tokenizer_next(&tokens))
        sum += word_distance(buf_view(&tokens.word), value);
    tokenizer_free(&tokens);
    return least(sum, FAR);
}

static void fold(struct buf *out, struct str text)
{
    struct tokenizer tokens;

    tokenizer_start(&tokens, text);
    while (tokenizer_next(&tokens))
        buf_str(out, buf_view(&tokens.word));
    tokenizer_free(&tokens);
}

static unsigned folded_distance(struct str sought, struct str value)
{
    struct buf a = {0}, b = {0};

    fold(&a, sought);
    fold(&b, value);
    unsigned apart = near_distance(buf_view(&a), buf_view(&b));
    buf_free(&a);
    buf_free(&b);
    return apart;
}

struct nearest nearest_start(struct str sought, bool by_word)
{
    return (struct nearest){.sought = sought, .by_word = by_word};
}

static void list(struct nearest *nearest, struct str value)
{
    size_t at = nearest->listed_count;

    nearest->all++;
    if (at == NEAREST_LISTED) {
        if (str_compare(value, nearest->listed[at - 1]) > 0)
            return;
        at--;
    } else {
        nearest->listed_count++;
    }
    for (; at > 0 && str_compare(value, nearest->listed[at - 1]) < 0; at--)
        nearest->listed[at] = nearest->listed[at - 1];
    nearest->listed[at] = value;
}

static bool comes_before(const struct nearest_value *a, const struct nearest_value *b)
{
    if (a->distance != b->distance)
        return a->distance < b->distance;
    return str_compare(a->value, b->value) < 0;
}

static void keep(struct nearest *nearest, struct nearest_value value)
{
    size_t at = nearest->count;

    for (size_t i = 0; i < nearest->count; i++)
        if (str_eq(nearest->values[i].value, value.value))
            return;
    if (at == NEAREST_COUNT) {
        if (!comes_before(&value, &nearest->values[at - 1]))
            return;
        at--;
    } else {
        nearest->count++;
    }
    for (; at > 0 && comes_before(&value, &nearest->values[at - 1]); at--)
        nearest->values[at] = nearest->values[at - 1];
    nearest->values[at] = value;
}

void nearest_look(struct nearest *nearest, struct str value)
{
    unsigned apart = nearest->by_word ? words_distance(nearest->sought, value)
                                      : folded_distance(nearest->sought, value);

    if (apart < FAR)
        keep(nearest, (struct nearest_value){value, apart});
    list(nearest, value);
}
