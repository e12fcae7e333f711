#include "search/correct.h"

#include <ctype.h>

#include "base/utf8.h"
#include "search/deadline.h"
#include "search/query_lexer.h"
#include "search/terms.h"
#include "search/token.h"

enum { LETTERS_MIN = 4, SHORT_WORD = 5, DISTANCE_MAX = 2 };

/* Rows of the table of distances: more letters than these are too far from any word. */
enum { ROWS = CORRECT_LETTERS_MAX + DISTANCE_MAX + 2 };

struct speller {
    struct index_worker *worker;
    struct terms *terms; /* remembers what was counted */
    uint64_t deadline_ms;
    uint32_t letters[CORRECT_LETTERS_MAX]; /* of the word */
    size_t length;
    struct str best; /* empty: none yet */
    uint32_t frequency;
    unsigned limit; /* how far off a word may be to be better, or as good */
    /* The word of the vocabulary at hand: its letters, where each ends, and how far each of its
     * beginnings is from each beginning of the word. */
    uint32_t there[ROWS];
    size_t ends[ROWS];
    unsigned rows[ROWS][CORRECT_LETTERS_MAX + 1];
};

/* Decodes a letter; a byte that is none counts as one. */
static size_t next_letter(uint32_t *c, struct str text)
{
    size_t n = utf8_decode(text.p, text.n, c);

    if (n > 0)
        return n;
    *c = 0xfffd;
    return 1;
}

static bool has_digit(struct str word)
{
    for (size_t i = 0; i < word.n; i++)
        if (isdigit((unsigned char)word.p[i]))
            return true;
    return false;
}

static bool is_correctable(struct str word)
{
    size_t length = utf8_length(word);
    return length >= LETTERS_MIN && length <= CORRECT_LETTERS_MAX && !has_digit(word);
}

static enum err_code count_sections(uint32_t *sections, struct terms *terms, struct str stem,
                                    struct err *err)
{
    size_t number;
    enum err_code code = terms_need(&number, terms, SCHEMA_STEM, stem, 0, err);

    if (code == ERR_OK)
        *sections = terms_frequency(terms, number);
    return code;
}

enum err_code correct_is_unknown(bool *unknown, struct index_worker *worker, struct str stem,
                                 uint64_t deadline_ms, struct err *err)
{
    const struct index *index = worker->index;
    struct terms *terms;
    uint32_t sections = 0;
    size_t number;

    for (size_t i = 0; i < index_segment_count(index); i++) {
        const struct index_segment *segment = &index_segments(index)[i];
        struct vocabulary_range words = vocabulary_stem(segment->segment.vocabulary, stem);
        *unknown = !segment->all_live || words.first == words.end;
        if (!*unknown)
            return ERR_OK;
    }
    terms = terms_new(worker, deadline_ms);
    enum err_code code = count_sections(&sections, terms, stem, err);
    *unknown = sections == 0;
    if (code == ERR_OK && *unknown)
        code = terms_need(&number, terms, SCHEMA_TITLE, stem, 0, err);
    if (code == ERR_OK && *unknown)
        *unknown = terms_frequency(terms, number) == 0;
    terms_free(terms);
    return code;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Works out row i + 1, for the letter `there[i]`; returns the least of it. */
static unsigned set_row(struct speller *speller, size_t i)
{
    const unsigned *above = speller->rows[i];
    unsigned *row = speller->rows[i + 1];
    unsigned smallest;

    row[0] = smallest = (unsigned)i + 1;
    for (size_t k = 0; k < speller->length; k++) {
        bool same = speller->there[i] == speller->letters[k];
        row[k + 1] = least(least(above[k + 1], row[k]) + 1, above[k] + !same);
        if (i > 0 && k > 0 && speller->there[i] == speller->letters[k - 1] &&
            speller->there[i - 1] == speller->letters[k])
            row[k + 1] = least(row[k + 1], speller->rows[i - 1][k - 1] + 1);
        smallest = least(smallest, row[k + 1]);
    }
    return smallest;
}

/* Takes a word that is `distance` off, if it lives and none is better. */
static enum err_code propose(struct speller *speller, const struct vocabulary *vocabulary,
                             uint32_t number, unsigned distance, struct err *err)
{
    struct str word = vocabulary_text(vocabulary, number), stem;
    uint32_t sections = 0;

    if (distance == 0 || has_digit(word) || !utf8_valid(word) || utf8_length(word) < LETTERS_MIN)
        return ERR_OK;
    vocabulary_stem_of(&stem, vocabulary, number);
    enum err_code code = count_sections(&sections, speller->terms, stem, err);
    if (code != ERR_OK || sections == 0)
        return code;
    bool better = speller->best.n == 0 || distance < speller->limit ||
                  sections > speller->frequency ||
                  (sections == speller->frequency && str_compare(word, speller->best) < 0);
    if (better) {
        speller->best = word;
        speller->frequency = sections;
        speller->limit = distance;
    }
    return ERR_OK;
}

/* Brings the table from the word before, with which `shared` letters are in common, to this one.
 * False if no word that begins with the letters up to *letters can be near. */
static bool measure(size_t *letters, struct speller *speller, struct str word, size_t shared)
{
    size_t i = shared, at = shared > 0 ? speller->ends[shared - 1] : 0;

    while (at < word.n) {
        if (i + 1 == ROWS) {
            *letters = i;
            return false;
        }
        at += next_letter(&speller->there[i], str_from(word, at));
        speller->ends[i] = at;
        if (set_row(speller, i++) > speller->limit) {
            *letters = i;
            return false;
        }
    }
    *letters = i;
    return true;
}

static size_t shared_letters(const struct speller *speller, size_t letters, struct str last,
                             struct str word)
{
    size_t bytes = 0, shared = 0;

    while (bytes < last.n && bytes < word.n && last.p[bytes] == word.p[bytes])
        bytes++;
    while (shared < letters && speller->ends[shared] <= bytes)
        shared++;
    return shared;
}

static bool begins_so(const struct vocabulary *vocabulary, uint32_t place, struct str start)
{
    return str_starts(vocabulary_text(vocabulary, vocabulary_at(vocabulary, place)), start);
}

/* The first place behind `place`, whose word begins so, with one that does not: mostly near. */
static uint32_t pass_over(const struct vocabulary *vocabulary, uint32_t place, uint32_t count,
                          struct str start)
{
    uint32_t step = 1, low = place, high;

    while (step < count - low && begins_so(vocabulary, low + step, start)) {
        low += step;
        step *= 2;
    }
    high = step < count - low ? low + step : count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (begins_so(vocabulary, middle, start))
            low = middle;
        else
            high = middle;
    }
    return high;
}

static enum err_code search_segment(struct speller *speller, const struct vocabulary *vocabulary,
                                    struct err *err)
{
    uint32_t count = vocabulary_end(vocabulary) - VOCABULARY_FIRST;
    enum err_code code = deadline_check(speller->deadline_ms, err);
    struct str last = {0};
    size_t letters = 0;

    for (uint32_t place = 0; code == ERR_OK && place < count;) {
        uint32_t number = vocabulary_at(vocabulary, place);
        struct str word = vocabulary_text(vocabulary, number);
        size_t shared = shared_letters(speller, letters, last, word);
        last = word;
        if (measure(&letters, speller, word, shared)) {
            unsigned distance = speller->rows[letters][speller->length];
            if (distance <= speller->limit)
                code = propose(speller, vocabulary, number, distance, err);
            place++;
        } else {
            struct str start = {word.p, speller->ends[letters - 1]};
            place = pass_over(vocabulary, place, count, start);
        }
    }
    return code;
}

enum err_code correct_nearest(struct str *nearest, struct index_worker *worker, struct str word,
                              uint64_t deadline_ms, struct err *err)
{
    const struct index *index = worker->index;
    struct speller speller = {.worker = worker, .deadline_ms = deadline_ms};
    enum err_code code = ERR_OK;

    *nearest = (struct str){"", 0};
    if (!is_correctable(word))
        return ERR_OK;
    for (size_t at = 0; at < word.n;)
        at += next_letter(&speller.letters[speller.length++], str_from(word, at));
    for (size_t i = 0; i <= speller.length; i++)
        speller.rows[0][i] = (unsigned)i;
    speller.limit = speller.length <= SHORT_WORD ? 1 : DISTANCE_MAX;
    speller.terms = terms_new(worker, deadline_ms);
    for (size_t i = 0; code == ERR_OK && i < index_segment_count(index); i++)
        code = search_segment(&speller, index_segments(index)[i].segment.vocabulary, err);
    terms_free(speller.terms);
    if (code == ERR_OK && speller.best.n > 0)
        *nearest = speller.best;
    return code;
}

/* An unknown word of the query, and what is to replace it. */
struct unknown {
    struct str word, nearest; /* the latter empty if there is none */
};

/* A place of one: the word is the `index`th at or behind a position in the query. */
struct place {
    const struct unknown *unknown;
    int position;
    size_t index;
};

struct search_for_unknown {
    struct unknown words[CORRECT_WORDS_MAX];
    size_t word_count;
    struct place places[QUERY_WORDS_MAX];
    size_t place_count;
    struct index_worker *worker;
    const struct expansions *expansions;
    uint64_t deadline_ms;
};

static bool is_expanded(const struct search_for_unknown *search, struct str word)
{
    for (size_t i = 0; i < search->expansions->count; i++)
        if (str_eq(search->expansions->items[i].from, word))
            return true;
    return false;
}

/* Sets *found to what is known of an unknown word, which is looked up but once; NULL if the word is
 * known, or not to be corrected. */
static enum err_code find_unknown(const struct unknown **found, struct search_for_unknown *search,
                                  struct str word, struct str stem, struct err *err)
{
    struct str nearest = {0};
    bool unknown = false;

    *found = NULL;
    for (size_t i = 0; i < search->word_count; i++)
        if (str_eq(search->words[i].word, word))
            *found = &search->words[i];
    if (*found != NULL || search->word_count == CORRECT_WORDS_MAX || stem.n == 0 ||
        !is_correctable(word) || is_expanded(search, word))
        return ERR_OK;
    enum err_code code =
        correct_is_unknown(&unknown, search->worker, stem, search->deadline_ms, err);
    if (code == ERR_OK && unknown)
        code = correct_nearest(&nearest, search->worker, word, search->deadline_ms, err);
    if (code == ERR_OK && unknown) {
        search->words[search->word_count] = (struct unknown){word, nearest};
        *found = &search->words[search->word_count++];
    }
    return code;
}

static enum err_code search_leaf(struct search_for_unknown *search, const struct query_node *leaf,
                                 struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < leaf->word_count; i++) {
        const struct unknown *found;
        code = find_unknown(&found, search, leaf->words[i], leaf->stems[i], err);
        if (code == ERR_OK && found != NULL && found->nearest.n > 0)
            search->places[search->place_count++] = (struct place){found, leaf->position, i};
    }
    return code;
}

/* No deeper than the parser lets trees be. What is excluded stays as it is, and so does the value
 * of a field, which is sought among others than the words of texts. */
static enum err_code search_node(struct search_for_unknown *search, const struct query_node *node,
                                 struct err *err)
{
    enum err_code code = ERR_OK;

    if (node->type == QUERY_NOT)
        return ERR_OK;
    if (node->type == QUERY_WORD || node->type == QUERY_PHRASE)
        code = search_leaf(search, node, err);
    for (size_t i = 0; code == ERR_OK && i < node->child_count; i++)
        code = search_node(search, node->children[i], err);
    return code;
}

/* As the word that it replaces is written: an acronym in capitals. But a word that is an operator
 * in capitals is not made one: a query of what was meant never becomes one of all else. */
static void add_written(struct buf *out, struct str nearest, struct str typed)
{
    bool capitals = !query_is_operator_name(nearest);

    for (size_t i = 0; i < typed.n; i++)
        capitals = capitals && !islower((unsigned char)typed.p[i]);
    for (size_t i = 0; i < nearest.n; i++)
        buf_char(out, capitals ? (char)toupper((unsigned char)nearest.p[i]) : nearest.p[i]);
}

/* A word of the query as typed. */
struct typed_word {
    struct str word; /* lower case */
    size_t start, end;
    int position;                /* in code points, from 1 */
    const struct unknown *wrong; /* what is to be replaced; NULL: nothing */
};

static struct typed_word *typed_words(size_t *count, struct str typed, struct arena *arena)
{
    struct typed_word *words = arena_zero(arena, typed.n, sizeof *words);
    struct tokenizer tokens;
    size_t counted = 0;
    int position = 1;

    *count = 0;
    tokenizer_start(&tokens, typed);
    while (tokenizer_next(&tokens)) {
        position += (int)utf8_length((struct str){typed.p + counted, tokens.start - counted});
        counted = tokens.start;
        words[(*count)++] = (struct typed_word){
            .word = {arena_strndup(arena, tokens.word.p, tokens.word.n), tokens.word.n},
            .start = tokens.start,
            .end = tokens.end,
            .position = position};
    }
    tokenizer_free(&tokens);
    return words;
}

/* Does a question mark join the word to other letters? wom?n is a pattern to who writes it, whose
 * pieces are no words. */
static bool is_of_pattern(struct str typed, const struct typed_word *word)
{
    size_t end = word->end, start = word->start;

    return (end + 1 < typed.n && typed.p[end] == '?' &&
            isalnum((unsigned char)typed.p[end + 1]) != 0) ||
           (start > 1 && typed.p[start - 1] == '?' &&
            isalnum((unsigned char)typed.p[start - 2]) != 0);
}

/* Finds the places among the words as typed. A word that was typed otherwise than it was parsed,
 * with what cannot be seen in it, is left alone. */
static void set_wrong(struct correction *correction, struct typed_word *words, size_t count,
                      const struct search_for_unknown *search, struct str typed)
{
    for (size_t p = 0; p < search->place_count; p++) {
        const struct place *place = &search->places[p];
        size_t first = 0;
        while (first < count && words[first].position < place->position)
            first++;
        size_t at = first + place->index;
        if (at >= count || !str_eq(words[at].word, place->unknown->word) ||
            is_of_pattern(typed, &words[at]))
            continue;
        words[at].wrong = place->unknown;
        correction->quoted = correction->quoted || words[first].position != place->position;
    }
}

static void add_change(struct correction *correction, const struct unknown *wrong)
{
    for (size_t i = 0; i < correction->change_count; i++)
        if (str_eq(correction->changes[i].from, wrong->word))
            return;
    correction->changes[correction->change_count++] =
        (struct correction_change){wrong->word, wrong->nearest};
}

static void replace(struct correction *correction, const struct search_for_unknown *search,
                    struct str typed, struct arena *arena)
{
    struct buf text = {0};
    size_t count, at = 0;
    struct typed_word *words = typed_words(&count, typed, arena);

    set_wrong(correction, words, count, search, typed);
    for (size_t i = 0; i < count; i++) {
        const struct typed_word *word = &words[i];
        if (word->wrong == NULL)
            continue;
        buf_add(&text, typed.p + at, word->start - at);
        add_written(&text, word->wrong->nearest,
                    (struct str){typed.p + word->start, word->end - word->start});
        at = word->end;
        add_change(correction, word->wrong);
    }
    if (at > 0) {
        buf_str(&text, str_from(typed, at));
        correction->query = (struct str){arena_strndup(arena, text.p, text.n), text.n};
    }
    buf_free(&text);
}

enum err_code correct_query(struct correction *correction, struct index_worker *worker,
                            struct str typed, const struct query_node *root,
                            const struct expansions *expansions, uint64_t deadline_ms,
                            struct arena *arena, struct err *err)
{
    struct search_for_unknown *search = arena_zero(arena, 1, sizeof *search);

    search->worker = worker;
    search->expansions = expansions;
    search->deadline_ms = deadline_ms;
    *correction = (struct correction){.query = {"", 0}};
    enum err_code code = search_node(search, root, err);
    if (code == ERR_OK && search->place_count > 0)
        replace(correction, search, typed, arena);
    return code;
}
