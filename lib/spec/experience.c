#include "spec/experience.h"

/* A part may stand in a sentence of its own, but soon after the total. */
enum { REACH = 45, REACH_BEFORE = 8, REACH_HYPHEN = 5, LIST_REACH = 64, PART_SENTENCES = 3 };

static bool word_is(const struct requirement_reading *reading, size_t w, const char *text)
{
    return w < reading->sentence.count && str_eq(reading->sentence.words[w].text, str_of(text));
}

static bool is_experience_word(const struct requirement_reading *reading, size_t w)
{
    return str_starts(reading->sentence.words[w].text, STR("experience"));
}

/* The first word of the phrase: "at least", "a minimum of" and the like belong to the quantity. */
static size_t phrase_begin(const struct requirement_reading *reading, size_t first)
{
    static const char *const leads[] = {"at",         "least",         "minimum", "of",
                                        "a",          "approximately", "about",   "full",
                                        "additional", "more",          "than"};
    size_t begin = first;

    while (begin > 0 &&
           (reading->sentence.words[begin].gap & ~(unsigned)(GAP_OPEN | GAP_QUOTE)) == 0) {
        bool lead = false;
        for (size_t i = 0; i < sizeof leads / sizeof leads[0]; i++)
            lead = lead || word_is(reading, begin - 1, leads[i]);
        if (!lead)
            break;
        begin--;
    }
    while (begin < first && word_is(reading, begin, "of"))
        begin++;
    return begin;
}

/* Whether a phrase stands before the quantity that makes it something else: "within the last". */
static bool is_barred_before(const struct requirement_reading *reading, size_t first)
{
    size_t begin = phrase_begin(reading, first);

    for (size_t k = first;; k--) {
        const struct phrase_mark *mark = phrase_last(&reading->marks, PHRASE_NOT_BEFORE, k);
        if (mark != NULL && (size_t)mark->last + 1 == k)
            return true;
        if (k <= begin)
            return false;
    }
}

static bool ends_in_ly(struct str word)
{
    return word.n > 2 && memcmp(word.p + word.n - 2, "ly", 2) == 0;
}

/* The word that shows quantity `q` to be one of experience, behind it; 0 if none does. */
static size_t evidence_behind(const struct requirement_reading *reading, size_t q)
{
    const struct quantity *quantity = &reading->quantities[q];
    size_t count = reading->sentence.count, from = quantity->last + 1;
    size_t end = quantity->last + 1 + (quantity->hyphen ? REACH_HYPHEN : REACH);

    /* "one year within the last three years of experience": the second length bounds nothing */
    size_t next = q + 1;
    while (next < reading->quantity_count &&
           is_barred_before(reading, reading->quantities[next].first))
        next++;
    if (next < reading->quantity_count && reading->quantities[next].first < end)
        end = reading->quantities[next].first;
    for (size_t w = from; w < end && w < count; w++) {
        if ((reading->sentence.words[w].gap & (GAP_SEMICOLON | GAP_STOP | GAP_COLON)) != 0)
            break;
        if (is_experience_word(reading, w))
            return w;
    }
    const struct phrase_mark *practice = phrase_next(&reading->marks, PHRASE_PRACTICE, from);
    bool adverb = practice != NULL && practice->first == from + 1 &&
                  ends_in_ly(reading->sentence.words[from].text);
    bool directly = practice != NULL && (practice->first == from || adverb) && !quantity->hyphen &&
                    (requirement_gap(reading, from) & (GAP_SEMICOLON | GAP_STOP)) == 0;
    return directly ? practice->first : 0;
}

/* "Experience: 3 years", "experience of at least two years". */
static bool has_evidence_before(const struct requirement_reading *reading, size_t q)
{
    size_t first = reading->quantities[q].first;
    size_t least = first > REACH_BEFORE ? first - REACH_BEFORE : 0;

    if (q > 0 && reading->quantities[q - 1].last + 1 > least)
        least = reading->quantities[q - 1].last + 1;
    for (size_t w = first; w-- > least;) {
        if ((requirement_gap(reading, w + 1) & (GAP_SEMICOLON | GAP_STOP)) != 0)
            return false;
        if (is_experience_word(reading, w))
            return true;
    }
    return false;
}

/* In a section about experience a list's item may be no more than "3-5 years in budgeting". */
static bool stands_under_experience(const struct requirement_reading *reading, size_t q)
{
    const struct kind_set *kinds = &reading->section->kinds;

    return kinds->count > 0 && kinds->kinds[0] == KIND_EXPERIENCE &&
           reading->quantities[q].first < 4 && !reading->quantities[q].hyphen;
}

/* Whether quantity `q` is one of experience; *evidence becomes the last word that shows it. */
static bool is_experience(const struct requirement_reading *reading, size_t q, size_t *evidence)
{
    const struct quantity *quantity = &reading->quantities[q];
    size_t behind = quantity->last + 1;
    const struct phrase_mark *bar = phrase_next(&reading->marks, PHRASE_NOT_BEHIND, behind);

    *evidence = quantity->last;
    if (is_barred_before(reading, quantity->first))
        return false;
    size_t found = evidence_behind(reading, q);
    bool barred = bar != NULL && bar->first == behind &&
                  (requirement_gap(reading, behind) & (GAP_SEMICOLON | GAP_STOP)) == 0;
    if (barred && (found == 0 || found > behind + 5 || found <= bar->last || quantity->hyphen ||
                   word_is(reading, behind, "of") || word_is(reading, behind, "or")))
        return false;
    if (found > 0) {
        *evidence = found;
        return true;
    }
    return !quantity->hyphen &&
           (has_evidence_before(reading, q) || stands_under_experience(reading, q));
}

static bool is_supervisory(const struct requirement_reading *reading, size_t first, size_t last)
{
    for (size_t w = first; w <= last && w < reading->sentence.count; w++) {
        const struct phrase_mark *mark = phrase_at(&reading->marks, PHRASE_SUPERVISION, w);
        if (mark != NULL && mark->last <= last &&
            phrase_at(&reading->marks, PHRASE_NO_SUPERVISION, w) == NULL &&
            !requirement_in_class_name(reading, w))
            return true;
    }
    return false;
}

/* "Two years as a foreman, supervising a crew": what a comma adds to the words before it. */
static bool adds_supervision(const struct requirement_reading *reading, size_t last, size_t limit)
{
    const unsigned ends = GAP_SEMICOLON | GAP_STOP | GAP_COLON;

    for (size_t w = last + 1; w < limit && (reading->sentence.words[w].gap & ends) == 0; w++)
        if ((reading->sentence.words[w].gap & GAP_COMMA) != 0 && word_is(reading, w, "supervising"))
            return !requirement_in_class_name(reading, w);
    return false;
}

static struct requirement *last_total(const struct requirement_reading *reading)
{
    size_t steps = 0;

    for (size_t i = reading->count; i-- > 0 && steps < LIST_REACH; steps++) {
        struct requirement_found *found = &reading->items[i];
        if (found->requirement.section == reading->section_index &&
            found->requirement.type == REQUIREMENT_EXPERIENCE && found->at == reading->total_at)
            return &found->requirement;
    }
    return NULL;
}

/* Whether a level of education stands between words: what follows is an alternative of its own,
 * "a bachelor's degree with four years or a master's degree with two". */
static bool level_between(const struct requirement_reading *reading, size_t from, size_t to)
{
    for (size_t i = 0; i < reading->marks.count; i++) {
        const struct phrase_mark *mark = &reading->marks.items[i];
        if (mark->kind <= PHRASE_DEGREE && mark->first >= from && mark->last < to)
            return true;
    }
    return false;
}

/* Whether words say that quantity `q` is part of a total: "including two years", "two years of
 * which". What says so must stand between the two, or between this and the next. */
static bool is_part(const struct requirement_reading *reading, size_t q, size_t total_last,
                    bool same_sentence)
{
    const struct quantity *quantity = &reading->quantities[q];
    size_t begin = phrase_begin(reading, quantity->first);
    size_t limit = q + 1 < reading->quantity_count ? reading->quantities[q + 1].first
                                                   : reading->sentence.count;
    const struct phrase_mark *part = phrase_last(&reading->marks, PHRASE_PART, quantity->first + 1);
    const struct phrase_mark *behind =
        phrase_next(&reading->marks, PHRASE_PART_BEHIND, quantity->last + 1);

    if (same_sentence && level_between(reading, total_last, quantity->first))
        return false;
    if (part != NULL && (!same_sentence || part->first > total_last)) {
        bool direct = part->last + 1u >= begin;
        bool list = str_starts(reading->sentence.words[part->first].text, STR("includ")) ||
                    word_is(reading, part->first, "which") || word_is(reading, part->last, "which");
        for (size_t w = part->last + 1u; w <= quantity->first; w++)
            if ((reading->sentence.words[w].gap & (GAP_SEMICOLON | GAP_STOP)) != 0)
                return false;
        if (direct || (list && same_sentence))
            return true;
    }
    return behind != NULL && behind->first < limit && behind->first <= quantity->last + 6;
}

static void fill_part(struct requirement *total, const struct quantity *quantity, bool supervisory)
{
    if ((total->part_months == 0 || (supervisory && !total->part_supervisory)) &&
        quantity->months <= total->months) {
        total->part_months = quantity->months;
        total->part_supervisory = supervisory;
    }
}

/* "one of which shall have been in a supervisory capacity": the unit is the total's. */
static void find_bare_part(const struct requirement_reading *reading, struct requirement *total,
                           size_t from)
{
    const struct phrase_mark *mark = phrase_next(&reading->marks, PHRASE_PART_BEHIND, from);

    for (; mark != NULL;
         mark = phrase_next(&reading->marks, PHRASE_PART_BEHIND, (size_t)mark->last + 1)) {
        unsigned hundredths = 0;
        size_t behind = 0;
        for (size_t w = mark->first >= 3 ? mark->first - 3u : 0; w < mark->first; w++) {
            if (w < from || !quantity_number(&reading->sentence, w, &hundredths, &behind) ||
                behind != mark->first || !word_is(reading, mark->first, "of") ||
                !word_is(reading, mark->first + 1u, "which"))
                continue;
            struct quantity part = {.first = w,
                                    .last = behind,
                                    .months = hundredths * 12 / 100,
                                    .months_max = hundredths * 12 / 100};
            size_t last = requirement_clause_end(reading, behind, behind);
            fill_part(total, &part, is_supervisory(reading, behind, last));
            return;
        }
    }
}

/* Keeps quantity `q` as a part of what was found before it; false if it is none. */
static bool keep_part(struct requirement_reading *reading, size_t q, size_t total_last)
{
    const struct quantity *quantity = &reading->quantities[q];
    bool same = reading->has_total && reading->total_sentence == reading->sentence_index;
    bool near =
        reading->has_total && reading->sentence_index - reading->total_sentence <= PART_SENTENCES;
    struct requirement *total = near ? last_total(reading) : NULL;

    if (total == NULL || quantity->months > total->months_max ||
        !is_part(reading, q, total_last, same))
        return false;
    size_t limit = q + 1 < reading->quantity_count ? reading->quantities[q + 1].first - 1
                                                   : reading->sentence.count - 1;
    size_t last = quantity->last + 25 < limit ? quantity->last + 25 : limit;
    fill_part(total, quantity, is_supervisory(reading, quantity->first, last));
    return true;
}

void experience_find(struct requirement_reading *reading)
{
    size_t total_last = 0, evidence = 0;

    for (size_t q = 0; q < reading->quantity_count; q++) {
        const struct quantity *quantity = &reading->quantities[q];
        if (reading->roles[quantity->first] == EXCHANGE_REPLACED ||
            keep_part(reading, q, total_last) || !is_experience(reading, q, &evidence))
            continue;
        size_t first = phrase_begin(reading, quantity->first);
        size_t least = evidence > quantity->last ? evidence : quantity->last;
        size_t last = requirement_clause_end(reading, quantity->last, least);
        struct requirement *found = requirement_add(reading, REQUIREMENT_EXPERIENCE, first, last);
        if (found == NULL)
            continue;
        found->months = quantity->months;
        found->months_max = quantity->months_max;
        size_t limit = q + 1 < reading->quantity_count ? reading->quantities[q + 1].first
                                                       : reading->sentence.count;
        found->supervisory =
            is_supervisory(reading, first, last) || adds_supervision(reading, last, limit);
        reading->has_total = true;
        reading->total_at = reading->sentence.words[first].start;
        reading->total_sentence = reading->sentence_index;
        total_last = quantity->last;
        find_bare_part(reading, found, quantity->last + 1);
    }
}
