#include "spec/education.h"

#include <ctype.h>

_Static_assert((int)PHRASE_APPRENTICESHIP == (int)EDUCATION_APPRENTICESHIP,
               "the first kinds of phrases are the levels of education");

enum { NEAR_BEFORE = 6, NEAR_BEHIND = 9, COLLEGE_YEARS = 4 };

/* A finding in the sentence. */
struct level_found {
    enum education_level level;
    size_t first, last;
    bool years; /* stated in years or units of college */
};

struct levels {
    struct level_found items[PHRASE_MARKS_MAX];
    size_t count;
};

static void add_level(struct levels *levels, enum education_level level, size_t first, size_t last,
                      bool years)
{
    if (levels->count < PHRASE_MARKS_MAX)
        levels->items[levels->count++] = (struct level_found){level, first, last, years};
}

static bool names_degree(enum phrase_kind kind)
{
    return kind >= PHRASE_ASSOCIATE && kind <= PHRASE_DOCTORATE;
}

/* Whether a level of a degree is named around these words: then "degree from a college" adds none.
 */
static bool degree_near(const struct phrase_marks *marks, size_t first, size_t last)
{
    for (size_t i = 0; i < marks->count; i++) {
        const struct phrase_mark *mark = &marks->items[i];
        if (names_degree(mark->kind) && (size_t)mark->last + NEAR_BEFORE >= first &&
            mark->first <= last + NEAR_BEHIND)
            return true;
    }
    return false;
}

/* "Ada Byron, Ph.D.": a degree behind a name is its holder's. */
static bool is_title(const struct requirement_reading *reading, const struct phrase_mark *mark)
{
    const struct sentence_word *words = reading->sentence.words;

    if (mark->kind != PHRASE_DOCTORATE || mark->first == 0 || mark->last != mark->first ||
        (words[mark->first].gap & GAP_COMMA) == 0)
        return false;
    for (size_t i = 0; i < reading->marks.count; i++) {
        const struct phrase_mark *other = &reading->marks.items[i];
        if (other->kind <= PHRASE_DEGREE && other->first < mark->first)
            return false;
    }
    const char *before = reading->section->text.p + words[mark->first - 1].start;
    return isupper((unsigned char)*before) != 0;
}

/* Whether a word is no more than capitals and digits. */
static bool is_code_part(const struct requirement_reading *reading, size_t w)
{
    const struct sentence_word *word = &reading->sentence.words[w];

    for (size_t at = word->start; at < word->end; at++) {
        unsigned char c = (unsigned char)reading->section->text.p[at];
        if (!isupper(c) && !isdigit(c))
            return false;
    }
    return true;
}

/* "26R-JW-MPA": an acronym hyphenated to capitals or digits is part of a number. */
static bool is_number_part(const struct requirement_reading *reading,
                           const struct phrase_mark *mark)
{
    const struct sentence *sentence = &reading->sentence;
    size_t first = mark->first, behind = mark->last + 1u;

    if (first + 1u != behind || !is_code_part(reading, first))
        return false;
    return (first > 0 && sentence->words[first].gap == GAP_HYPHEN &&
            is_code_part(reading, first - 1)) ||
           (behind < sentence->count && sentence->words[behind].gap == GAP_HYPHEN &&
            is_code_part(reading, behind));
}

/* "degrees from schools accredited by": the bare plural names no level. */
static bool is_bare_plural(const struct requirement_reading *reading,
                           const struct phrase_mark *mark)
{
    return mark->kind == PHRASE_DEGREE &&
           str_eq(reading->sentence.words[mark->first].text, STR("degrees"));
}

static void find_named(struct levels *levels, const struct requirement_reading *reading)
{
    const struct phrase_marks *marks = &reading->marks;

    for (size_t i = 0; i < marks->count; i++) {
        const struct phrase_mark *mark = &marks->items[i];
        if (phrase_at(marks, PHRASE_NO_LEVEL, mark->first) != NULL ||
            phrase_at(marks, PHRASE_NO_LEVEL, mark->last) != NULL || is_title(reading, mark) ||
            is_number_part(reading, mark) || is_bare_plural(reading, mark))
            continue;
        if (mark->kind <= PHRASE_APPRENTICESHIP)
            add_level(levels, (enum education_level)mark->kind, mark->first, mark->last,
                      mark->kind == PHRASE_SOME_COLLEGE);
        else if (mark->kind == PHRASE_DEGREE && !degree_near(marks, mark->first, mark->last))
            add_level(levels, EDUCATION_BACHELOR, mark->first, mark->last, false);
    }
}

/* "two years of college": four make a bachelor's degree. */
static void find_years(struct levels *levels, const struct requirement_reading *reading)
{
    static const char *const joins[] = {"of",     "full", "time", "successful", "accredited",
                                        "formal", "in",   "a",    "an",         "at"};
    static const char *const college[] = {"college", "university", "undergraduate",
                                          "postsecondary"};

    for (size_t q = 0; q < reading->quantity_count; q++) {
        const struct quantity *quantity = &reading->quantities[q];
        size_t w = quantity->last + 1;
        bool adjective = quantity->months > 12 && /* "four year college" */
                         str_eq(reading->sentence.words[quantity->last].text, STR("year")) &&
                         requirement_word_in(reading, w, college, sizeof college / sizeof *college);
        while (w <= quantity->last + 3 &&
               requirement_word_in(reading, w, joins, sizeof joins / sizeof *joins))
            w++;
        if (quantity->hyphen || adjective ||
            (requirement_gap(reading, quantity->last + 1) & GAP_SEMICOLON) != 0 ||
            !requirement_word_in(reading, w, college, sizeof college / sizeof *college) ||
            degree_near(&reading->marks, quantity->first, w))
            continue;
        /* "one year (30 units) of college" needs the words in between */
        bool full = quantity->months >= COLLEGE_YEARS * 12;
        add_level(levels, full ? EDUCATION_BACHELOR : EDUCATION_SOME_COLLEGE, quantity->first, w,
                  true);
    }
}

/* "nine semester units", "60 college credits", "30 credits from a college". */
static void find_units(struct levels *levels, const struct requirement_reading *reading)
{
    enum { TERM = 5, PLACE = 7 };
    static const char *const terms[] = {"semester", "quarter",    "trimester",    "college",
                                        "academic", "university", "undergraduate"};
    static const char *const units[] = {"units", "unit", "hours", "credits", "credit"};
    static const char *const places[] = {"college", "university"};
    const struct sentence *sentence = &reading->sentence;
    unsigned hundredths = 0;
    size_t behind = 0;

    for (size_t w = 0; w < sentence->count; w++) {
        bool each = w > 0 && str_eq(sentence->words[w - 1].text, STR("each"));
        if (each || !quantity_number(sentence, w, &hundredths, &behind) ||
            (requirement_gap(reading, behind) & ~(unsigned)(GAP_CLOSE | GAP_HYPHEN)) != 0)
            continue;
        bool term = requirement_word_in(reading, behind, terms, sizeof terms / sizeof *terms);
        size_t unit = behind;
        while (term && unit < behind + TERM &&
               !requirement_word_in(reading, unit, units, sizeof units / sizeof *units))
            unit++;
        bool found = requirement_word_in(reading, unit, units, sizeof units / sizeof *units);
        for (size_t p = unit + 1; found && !term && p < unit + PLACE; p++)
            term = requirement_word_in(reading, p, places, sizeof places / sizeof *places);
        if (found && term) {
            add_level(levels, EDUCATION_SOME_COLLEGE, w, unit, true);
            return;
        }
    }
}

static bool names_level(const struct levels *levels, enum education_level level, size_t before)
{
    for (size_t i = 0; i < before; i++)
        if (levels->items[i].level == level)
            return true;
    return false;
}

/* Whether a degree is named that units and years of college are a part of. */
static bool has_degree(const struct levels *levels)
{
    for (size_t i = 0; i < levels->count; i++)
        if (levels->items[i].level >= EDUCATION_ASSOCIATE &&
            levels->items[i].level <= EDUCATION_DOCTORATE)
            return true;
    return false;
}

/* The article and "possession of a" belong to the phrase. */
static size_t phrase_begin(const struct requirement_reading *reading, size_t first)
{
    static const char *const articles[] = {"a", "an"};
    bool joined = first > 0 && requirement_gap(reading, first) == 0;

    return joined && requirement_word_in(reading, first - 1, articles, 2) ? first - 1 : first;
}

void education_find(struct requirement_reading *reading)
{
    struct levels levels;

    levels.count = 0; /* the items are many, and rarely used */
    find_named(&levels, reading);
    size_t named = levels.count;
    bool degree = has_degree(&levels);
    find_years(&levels, reading);
    if (!degree)
        find_units(&levels, reading);
    for (size_t i = 0; i < levels.count; i++) {
        const struct level_found *found = &levels.items[i];
        if (names_level(&levels, found->level, i) ||
            (found->years && degree && found->level == EDUCATION_SOME_COLLEGE && i >= named))
            continue;
        size_t last = requirement_clause_end(reading, found->last, found->last);
        struct requirement *requirement = requirement_add(
            reading, REQUIREMENT_EDUCATION, phrase_begin(reading, found->first), last);
        if (requirement != NULL)
            requirement->level = found->level;
    }
}
