#include "spec/credential.h"

/* In the duties people issue licences and check backgrounds, and a test asks what is known of them:
 * there a mention must be a demand. */
static bool is_about_work(const struct requirement_reading *reading)
{
    static const enum spec_kind kinds[] = {KIND_SUMMARY,
                                           KIND_DISTINGUISHING,
                                           KIND_DUTIES,
                                           KIND_COMPETENCIES,
                                           KIND_KNOWLEDGE_SKILLS_ABILITIES,
                                           KIND_ASSESSMENT,
                                           KIND_HISTORY};
    const struct kind_set *set = &reading->section->kinds;

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (set->count > 0 && set->kinds[0] == kinds[i])
            return true;
    return false;
}

/* "Required licenses, certifications and registrations": nouns of the category that name none. */
static bool is_category(const struct requirement_reading *reading, const struct phrase_mark *mark)
{
    static const char *const nouns[] = {"licenses",      "licences",       "certificates",
                                        "registrations", "certifications", "credentials",
                                        "endorsements"};
    static const char *const before[] = {"required", "any",          "all",       "other",
                                         "and",      "or",           "the",       "applicable",
                                         "such",     "these",        "necessary", "appropriate",
                                         "licenses", "certificates", "special"};
    static const char *const behind[] = {"in",        "as",   "of",     "from",    "to",
                                         "for",       "such", "issued", "include", "includes",
                                         "including", "are",  "is"};

    if (mark->kind != PHRASE_CREDENTIAL || mark->first != mark->last ||
        !requirement_word_in(reading, mark->first, nouns, sizeof nouns / sizeof *nouns))
        return false;
    bool bare =
        mark->first == 0 ||
        (reading->sentence.words[mark->first].gap & (GAP_COMMA | GAP_SLASH)) != 0 ||
        requirement_word_in(reading, mark->first - 1u, before, sizeof before / sizeof *before);
    return bare && (requirement_gap(reading, mark->last + 1u) & (GAP_COLON | GAP_OPEN)) == 0 &&
           !requirement_word_in(reading, mark->last + 1u, behind, sizeof behind / sizeof *behind);
}

/* "as a Registered Nurse" may say as what one is licensed; other leads only compare. */
static bool is_role(const struct requirement_reading *reading, size_t w)
{
    const struct phrase_mark *lead = phrase_last(&reading->marks, PHRASE_CLASS_NAME, w);

    return lead != NULL && str_eq(reading->sentence.words[lead->first].text, STR("as"));
}

static bool is_barred(const struct requirement_reading *reading, const struct phrase_mark *mark)
{
    return phrase_at(&reading->marks, PHRASE_NO_CREDENTIAL, mark->first) != NULL ||
           phrase_at(&reading->marks, PHRASE_NO_CREDENTIAL, mark->last) != NULL ||
           is_category(reading, mark) ||
           (mark->kind == PHRASE_CREDENTIAL && !is_role(reading, mark->first) &&
            requirement_in_class_name(reading, mark->first));
}

/* What the words before a name say of it belongs to the phrase: "valid state driver's license". */
static size_t phrase_begin(const struct requirement_reading *reading, size_t first)
{
    enum { MOST = 6 };
    static const char *const stops[] = {
        "of",      "have",     "hold", "possess", "obtain",  "with",     "and", "or",      "must",
        "require", "maintain", "for",  "pass",    "undergo", "requires", "to",  "through", "in"};
    size_t begin = first;

    while (begin > 0 && first - begin < MOST &&
           (requirement_gap(reading, begin) & ~(unsigned)(GAP_HYPHEN | GAP_QUOTE)) == 0) {
        if (STR_AMONG(reading->sentence.words[begin - 1].text, stops))
            return begin;
        if (reading->roles[begin - 1] != reading->roles[first])
            return begin;
        begin--;
    }
    return begin;
}

/* Adds what a mark names; its phrase ends before that of the next one, NULL if there is none. */
static void add_mark(struct requirement_reading *reading, enum requirement_type type,
                     const struct phrase_mark *mark, const struct phrase_mark *next)
{
    static const char *const links[] = {"and",  "or",      "a",      "an",     "plus",    "with",
                                        "pass", "undergo", "obtain", "submit", "possess", "to"};
    size_t last = requirement_clause_end(reading, mark->last, mark->last);
    size_t limit = next != NULL ? phrase_begin(reading, next->first) : reading->sentence.count;

    if (limit <= mark->last)
        limit = next->first;
    if (last >= limit)
        for (last = limit - 1;
             last > mark->last &&
             requirement_word_in(reading, last, links, sizeof links / sizeof *links);)
            last--;
    requirement_add(reading, type, phrase_begin(reading, mark->first), last);
}

/* Whether marks say the same; of single words their stems: "fingerprinted", "fingerprints". */
static bool same_words(const struct requirement_reading *reading, const struct phrase_mark *a,
                       const struct phrase_mark *b)
{
    enum { STEM = 7 };

    if (a->last - a->first != b->last - b->first)
        return false;
    for (size_t i = 0; i <= (size_t)(a->last - a->first); i++) {
        struct str x = reading->sentence.words[a->first + i].text;
        struct str y = reading->sentence.words[b->first + i].text;
        bool stems = a->first == a->last && x.n > STEM && y.n > STEM;
        if (stems ? memcmp(x.p, y.p, STEM) != 0 : !str_eq(x, y))
            return false;
    }
    return true;
}

/* Whether the sentence has named the same before. */
static bool is_repeated(const struct requirement_reading *reading, const struct phrase_mark *next)
{
    for (const struct phrase_mark *mark = reading->marks.items; mark < next; mark++)
        if (mark->kind == next->kind && same_words(reading, mark, next))
            return true;
    return false;
}

/* Whether `next` is another item of the list that `mark` stands in: "a polygraph, fingerprints and
 * a credit check". */
static bool is_next_item(const struct requirement_reading *reading, const struct phrase_mark *mark,
                         const struct phrase_mark *next)
{
    enum { NEAR = 6 };
    static const char *const joins[] = {"and", "or", "plus"};

    if (next->first <= mark->last || next->first > mark->last + NEAR || is_repeated(reading, next))
        return false;
    bool joined = false;
    for (size_t w = mark->last + 1u; w <= next->first; w++) {
        unsigned gap = reading->sentence.words[w].gap;
        if ((gap & (GAP_STOP | GAP_SEMICOLON | GAP_OPEN | GAP_CLOSE | GAP_COLON)) != 0)
            return false;
        joined = joined || (gap & GAP_COMMA) != 0 ||
                 (w < next->first &&
                  requirement_word_in(reading, w, joins, sizeof joins / sizeof *joins));
    }
    return joined;
}

/* Whether a mention demands: a named licence does but in the duties, a mere "certificate" or the
 * name of a profession only beside a word that demands, or where a requirement begins with it. */
static bool is_demanded(const struct requirement_reading *reading, const struct phrase_mark *mark)
{
    enum { NEAR = 3 };
    bool demand = phrase_next(&reading->marks, PHRASE_DEMAND, 0) != NULL;
    bool work = is_about_work(reading);
    bool qualification = requirement_section_is(reading, KIND_EDUCATION) ||
                         requirement_section_is(reading, KIND_EXPERIENCE) ||
                         reading->section_modality != MODALITY_COUNT;

    if (requirement_section_is(reading, KIND_LICENSURE))
        return true;
    if (reading->section->kinds.count > 0 && reading->section->kinds.kinds[0] == KIND_ASSESSMENT)
        demand = demand && (phrase_next(&reading->marks, PHRASE_REQUIRED, 0) != NULL ||
                            phrase_next(&reading->marks, PHRASE_ASKED, 0) != NULL);
    if (mark->kind == PHRASE_LICENCE)
        return demand || !work;
    bool wished = reading->section_modality == MODALITY_PREFERRED &&
                  requirement_section_is(reading, KIND_KNOWLEDGE_SKILLS_ABILITIES);
    if (wished && demand)
        return true;
    return !work && (demand || (qualification && mark->first < NEAR));
}

/* A licence whose own words tell it from others; a mere "certificate" may be one named before. */
static bool is_named(const struct phrase_mark *mark)
{
    return mark->kind == PHRASE_LICENCE;
}

static const struct phrase_mark *next_licence(const struct requirement_reading *reading, size_t i)
{
    for (; i < reading->marks.count; i++) {
        const struct phrase_mark *mark = &reading->marks.items[i];
        if ((mark->kind == PHRASE_LICENCE || mark->kind == PHRASE_CREDENTIAL) &&
            !is_barred(reading, mark) && is_demanded(reading, mark))
            return mark;
    }
    return NULL;
}

/* One licence a clause, unless they are items of a list: "a valid licence ... if the licence is
 * suspended" names it twice. */
static void find_licences(struct requirement_reading *reading)
{
    const struct phrase_marks *marks = &reading->marks;
    const struct sentence *sentence = &reading->sentence;
    const struct phrase_mark *mark = next_licence(reading, 0);

    if (phrase_next(marks, PHRASE_ASIDE, 0) != NULL)
        return;
    while (mark != NULL) {
        size_t behind = mark->last + 1u;
        while (behind < sentence->count &&
               (sentence->words[behind].gap & (GAP_SEMICOLON | GAP_STOP)) == 0)
            behind++;
        const struct phrase_mark *next = next_licence(reading, (size_t)(mark - marks->items) + 1);
        while (next != NULL && next->first < behind &&
               !(is_named(mark) && is_named(next) && is_next_item(reading, mark, next)))
            next = next_licence(reading, (size_t)(next - marks->items) + 1);
        add_mark(reading, REQUIREMENT_LICENCE, mark, next);
        mark = next;
    }
}

static const struct phrase_mark *next_check(const struct requirement_reading *reading, size_t from)
{
    const struct phrase_marks *marks = &reading->marks;
    const struct phrase_mark *mark = phrase_next(marks, PHRASE_BACKGROUND, from);

    while (mark != NULL && (phrase_at(marks, PHRASE_NO_BACKGROUND, mark->first) != NULL ||
                            phrase_at(marks, PHRASE_NO_BACKGROUND, mark->last) != NULL))
        mark = phrase_next(marks, PHRASE_BACKGROUND, mark->last + 1u);
    return mark;
}

/* Whether a mention demands: it does under a heading of checks or beside a word that demands, and
 * where a sentence begins with it whose heading or label demands: "Clearance: CJIS", "By position,
 * fingerprinting". */
static bool check_is_demanded(const struct requirement_reading *reading,
                              const struct phrase_mark *mark)
{
    enum { NEAR = 3 };
    enum modality heading = reading->label_modality != MODALITY_COUNT ? reading->label_modality
                                                                      : reading->section_modality;
    bool told = heading == MODALITY_REQUIRED || heading == MODALITY_BY_POSITION ||
                (heading == MODALITY_COUNT &&
                 (requirement_section_is(reading, KIND_LICENSURE) ||
                  phrase_last(&reading->marks, PHRASE_BY_POSITION, mark->first) != NULL));

    if (requirement_section_is(reading, KIND_BACKGROUND_CHECK) ||
        phrase_next(&reading->marks, PHRASE_DEMAND, 0) != NULL)
        return true;
    return told && !is_about_work(reading) && mark->first < NEAR;
}

/* The first check of a sentence, and the items of the list that it begins. */
static void find_background(struct requirement_reading *reading)
{
    const struct phrase_mark *mark = next_check(reading, 0);

    if (mark == NULL || !check_is_demanded(reading, mark))
        return;
    while (mark != NULL) {
        const struct phrase_mark *next = next_check(reading, mark->last + 1u);
        if (next != NULL && !is_next_item(reading, mark, next))
            next = NULL;
        add_mark(reading, REQUIREMENT_BACKGROUND, mark, next);
        mark = next;
    }
}

void credential_find(struct requirement_reading *reading)
{
    find_licences(reading);
    find_background(reading);
}
