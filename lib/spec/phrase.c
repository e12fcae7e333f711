#include "spec/phrase.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/embed.h"

EMBED(phrases, "lib/spec/phrases.tsv");

static const char *const kinds[PHRASE_KIND_COUNT] = {
    [PHRASE_NONE] = "none",
    [PHRASE_HIGH_SCHOOL] = "high_school",
    [PHRASE_SOME_COLLEGE] = "some_college",
    [PHRASE_ASSOCIATE] = "associate",
    [PHRASE_BACHELOR] = "bachelor",
    [PHRASE_MASTER] = "master",
    [PHRASE_DOCTORATE] = "doctorate",
    [PHRASE_APPRENTICESHIP] = "apprenticeship",
    [PHRASE_DEGREE] = "degree",
    [PHRASE_NO_LEVEL] = "no_level",
    [PHRASE_REQUIRED] = "required",
    [PHRASE_ASKED] = "asked",
    [PHRASE_WAIVED] = "waived",
    [PHRASE_PREFERRED] = "preferred",
    [PHRASE_PREFERABLY] = "preferably",
    [PHRASE_BY_POSITION] = "by_position",
    [PHRASE_LIEU] = "lieu",
    [PHRASE_SUBSTITUTE] = "substitute",
    [PHRASE_RATE] = "rate",
    [PHRASE_COMBINATION] = "combination",
    [PHRASE_TYPICAL] = "typical",
    [PHRASE_NOT_BEFORE] = "not_before",
    [PHRASE_NOT_BEHIND] = "not_behind",
    [PHRASE_PRACTICE] = "practice",
    [PHRASE_PART] = "part",
    [PHRASE_PART_BEHIND] = "part_behind",
    [PHRASE_SUPERVISION] = "supervision",
    [PHRASE_NO_SUPERVISION] = "no_supervision",
    [PHRASE_CLASS_NAME] = "class_name",
    [PHRASE_LICENCE] = "licence",
    [PHRASE_CREDENTIAL] = "credential",
    [PHRASE_NO_CREDENTIAL] = "no_credential",
    [PHRASE_ASIDE] = "aside",
    [PHRASE_PAPERWORK] = "paperwork",
    [PHRASE_BACKGROUND] = "background",
    [PHRASE_NO_BACKGROUND] = "no_background",
    [PHRASE_OTHER_CLASS] = "other_class",
    [PHRASE_DEMAND] = "demand",
    [PHRASE_LIFT] = "lift",
    [PHRASE_QUESTION] = "question",
    [PHRASE_DENIAL] = "denial",
    [PHRASE_NOTHING] = "nothing",
};

/* One of the words that an element of a pattern may match. */
struct alternative {
    struct str text; /* without the marks that the others are made from; not empty */
    bool prefix, capitals;
};

/* A pattern's element stands for one word. */
struct element {
    const struct alternative *alternatives;
    size_t count;
};

enum { ELEMENTS_MAX = 31, BUCKETS = 1021 };

struct row {
    enum phrase_kind kind;
    const struct element *elements;
    size_t count;
    uint32_t optional; /* which elements are, as bits */
};

/* Where to look: a row, and the first word by which it was found. */
struct entry {
    const struct row *row;
    const struct alternative *first;
    bool same; /* as the first word of the entry before */
};

/* Rows by the first three letters of their first words. */
struct phrase_table {
    struct arena *arena;
    struct row *rows;
    size_t count;
    struct entry *buckets[BUCKETS];
    size_t counts[BUCKETS];
};

static size_t bucket_of(struct str word)
{
    size_t hash = 0;

    for (size_t i = 0; i < 3 && i < word.n; i++)
        hash = hash << 5 ^ (size_t)tolower((unsigned char)word.p[i]);
    return hash % BUCKETS;
}

static bool kind_named(enum phrase_kind *kind, struct str name)
{
    for (*kind = 0; *kind < PHRASE_KIND_COUNT; (*kind)++)
        if (str_eq(name, str_of(kinds[*kind])))
            return true;
    return false;
}

static void read_element(struct element *element, struct str words, struct arena *arena)
{
    size_t bars = 0;

    for (size_t i = 0; i < words.n; i++)
        bars += words.p[i] == '|';
    struct alternative *alternatives = arena_zero(arena, bars + 1, sizeof *alternatives);
    while (words.n > 0) {
        struct str word = str_cut(&words, '|');
        struct alternative *alternative = &alternatives[element->count++];
        alternative->prefix = word.p[word.n - 1] == '*';
        alternative->capitals = isupper((unsigned char)word.p[0]) != 0;
        alternative->text = (struct str){word.p, word.n - alternative->prefix};
    }
    element->alternatives = alternatives;
}

static void read_row(struct row *row, struct str pattern, struct arena *arena)
{
    struct element elements[ELEMENTS_MAX] = {0};

    while (pattern.n > 0) {
        struct str word = str_cut(&pattern, ' ');
        size_t any = word.n == 2 && word.p[0] == '~' ? (size_t)(word.p[1] - '0') : 0;
        for (; any > 0 && row->count < ELEMENTS_MAX; any--)
            row->optional |= (uint32_t)1 << row->count++;
        if (word.n == 0 || word.p[0] == '~' || row->count == ELEMENTS_MAX)
            continue;
        bool optional = word.p[0] == '?';
        row->optional |= (uint32_t)optional << row->count;
        read_element(&elements[row->count++], str_from(word, optional ? 1 : 0), arena);
    }
    struct element *copy = arena_zero(arena, row->count, sizeof *copy);
    memcpy(copy, elements, row->count * sizeof *copy);
    row->elements = copy;
}

static int by_first_word(const void *a, const void *b)
{
    const struct entry *one = a, *other = b;
    struct str x = one->first->text, y = other->first->text;

    if (x.n != y.n)
        return x.n < y.n ? -1 : 1;
    int order = memcmp(x.p, y.p, x.n);
    return order != 0 ? order : one->first->prefix - other->first->prefix;
}

/* Counts, or else fills in, the entries of each bucket. */
static void fill_buckets(struct phrase_table *table, bool count_only)
{
    for (size_t r = 0; r < table->count; r++) {
        const struct element *first = &table->rows[r].elements[0];
        for (size_t a = 0; a < first->count; a++) {
            size_t b = bucket_of(first->alternatives[a].text);
            if (!count_only)
                table->buckets[b][table->counts[b]] =
                    (struct entry){&table->rows[r], &first->alternatives[a], false};
            table->counts[b]++;
        }
    }
}

struct phrase_table *phrase_table_new(void)
{
    struct arena *arena = arena_new();
    struct phrase_table *table = arena_zero(arena, 1, sizeof *table);
    struct str rest = {phrases_data, phrases_size()};
    size_t lines = 0;

    for (size_t i = 0; i < rest.n; i++)
        lines += rest.p[i] == '\n';
    table->arena = arena;
    table->rows = arena_zero(arena, lines, sizeof *table->rows);
    while (rest.n > 0) {
        struct str line = str_cut(&rest, '\n'), name = str_cut(&line, '\t');
        struct row *row = &table->rows[table->count];
        if (kind_named(&row->kind, name) && line.n > 0) {
            read_row(row, line, arena);
            table->count++;
        }
    }
    fill_buckets(table, true);
    for (size_t b = 0; b < BUCKETS; b++) {
        table->buckets[b] = arena_zero(arena, table->counts[b], sizeof(struct entry));
        table->counts[b] = 0;
    }
    fill_buckets(table, false);
    for (size_t b = 0; b < BUCKETS; b++) {
        struct entry *entries = table->buckets[b];
        if (table->counts[b] > 0)
            qsort(entries, table->counts[b], sizeof *entries, by_first_word);
        for (size_t i = 1; i < table->counts[b]; i++)
            entries[i].same = by_first_word(&entries[i - 1], &entries[i]) == 0;
    }
    return table;
}

void phrase_table_free(struct phrase_table *table)
{
    if (table != NULL)
        arena_free(table->arena);
}

static bool fits_one(const struct alternative *alternative, const struct sentence_word *word)
{
    struct str want = alternative->text, text = word->text;

    if (alternative->capitals)
        return word->capitals && str_eq_nocase(want, text);
    return (alternative->prefix ? text.n >= want.n : text.n == want.n) &&
           text.p[want.n - 1] == want.p[want.n - 1] && memcmp(want.p, text.p, want.n) == 0;
}

static bool fits(const struct element *element, const struct sentence_word *word)
{
    if (element->count == 0)
        return (word->gap & (GAP_SEMICOLON | GAP_STOP)) == 0;
    for (size_t i = 0; i < element->count; i++)
        if (fits_one(&element->alternatives[i], word))
            return true;
    return false;
}

/* States reached from `states` without a word: those behind optional elements. */
static uint32_t skip_optional(const struct row *row, uint32_t states)
{
    for (uint32_t more = states; more != 0;) {
        more = (more & row->optional) << 1 & ~states;
        states |= more;
    }
    return states;
}

/* How many words from `at` on, of which the first is known to fit, a row matches, at most; 0: it
 * does not. The states of the automaton are bits, bit e being "elements before e have been seen".
 */
static size_t match_row(const struct row *row, const struct sentence *sentence, size_t at)
{
    uint32_t states = skip_optional(row, 2);
    size_t longest = (states >> row->count & 1) != 0;

    for (size_t w = at + 1; w < sentence->count && states != 0; w++) {
        uint32_t next = 0;
        for (size_t e = 1; e < row->count && states >> e != 0; e++)
            if ((states >> e & 1) != 0 && fits(&row->elements[e], &sentence->words[w]))
                next |= (uint32_t)1 << (e + 1);
        states = skip_optional(row, next);
        if ((states >> row->count & 1) != 0)
            longest = w + 1 - at;
    }
    return longest;
}

void phrase_find(struct phrase_marks *marks, const struct phrase_table *table,
                 const struct sentence *sentence)
{
    size_t ends[PHRASE_KIND_COUNT] = {0}; /* of the last mark of a kind: the first word behind it */

    marks->count = 0;
    for (size_t w = 0; w < sentence->count; w++) {
        size_t best[PHRASE_KIND_COUNT], b = bucket_of(sentence->words[w].text);
        bool found = false, fitting = false;
        for (size_t i = 0; i < table->counts[b]; i++) {
            const struct entry *entry = &table->buckets[b][i];
            const struct row *row = entry->row;
            fitting = entry->same ? fitting : fits_one(entry->first, &sentence->words[w]);
            size_t n = fitting && w >= ends[row->kind] ? match_row(row, sentence, w) : 0;
            if (n == 0)
                continue;
            if (!found)
                memset(best, 0, sizeof best);
            found = true;
            if (n > best[row->kind])
                best[row->kind] = n;
        }
        for (enum phrase_kind kind = 0; found && kind < PHRASE_KIND_COUNT; kind++) {
            if (best[kind] == 0 || marks->count == PHRASE_MARKS_MAX)
                continue;
            ends[kind] = w + best[kind];
            marks->items[marks->count++] =
                (struct phrase_mark){kind, (uint16_t)w, (uint16_t)(ends[kind] - 1)};
        }
    }
}

const struct phrase_mark *phrase_next(const struct phrase_marks *marks, enum phrase_kind kind,
                                      size_t from)
{
    for (size_t i = 0; i < marks->count; i++)
        if (marks->items[i].kind == kind && marks->items[i].first >= from)
            return &marks->items[i];
    return NULL;
}

const struct phrase_mark *phrase_last(const struct phrase_marks *marks, enum phrase_kind kind,
                                      size_t before)
{
    for (size_t i = marks->count; i-- > 0;)
        if (marks->items[i].kind == kind && marks->items[i].last < before)
            return &marks->items[i];
    return NULL;
}

const struct phrase_mark *phrase_at(const struct phrase_marks *marks, enum phrase_kind kind,
                                    size_t word)
{
    for (size_t i = 0; i < marks->count; i++)
        if (marks->items[i].kind == kind && marks->items[i].first <= word &&
            marks->items[i].last >= word)
            return &marks->items[i];
    return NULL;
}
