#include "spec/credential.h"

/* In the duties people issue licences and check backgrounds: there a mention must be a demand. */
static bool is_about_work(const struct requirement_reading *reading)
{
    static const enum spec_kind kinds[] = {KIND_SUMMARY,
                                           KIND_DISTINGUISHING,
                                           KIND_DUTIES,
                                           KIND_COMPETENCIES,
                                           KIND_KNOWLEDGE_SKILLS_ABILITIES,
                                           KIND_HISTORY};
    const struct kind_set *set = &reading->section->kinds;

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (set->count > 0 && set->kinds[0] == kinds[i])
            return true;
    return false;
}

static bool is_barred(const struct requirement_reading *reading, const struct phrase_mark *mark)
{
    return phrase_at(&reading->marks, PHRASE_NO_CREDENTIAL, mark->first) != NULL ||
           phrase_at(&reading->marks, PHRASE_NO_CREDENTIAL, mark->last) != NULL;
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
        for (size_t i = 0; i < sizeof stops / sizeof stops[0]; i++)
            if (str_eq(reading->sentence.words[begin - 1].text, str_of(stops[i])))
                return begin;
        begin--;
    }
    return begin;
}

static void add_mark(struct requirement_reading *reading, enum requirement_type type,
                     const struct phrase_mark *mark)
{
    requirement_add(reading, type, phrase_begin(reading, mark->first),
                    requirement_clause_end(reading, mark->last, mark->last));
}

/* Whether a mention demands: a named licence does but in the duties, a mere "certificate" or the
 * name of a profession only beside a word that demands, or where a requirement begins with it. */
static bool is_demanded(const struct requirement_reading *reading, const struct phrase_mark *mark)
{
    enum { NEAR = 3 };
    bool demand = phrase_next(&reading->marks, PHRASE_DEMAND, 0) != NULL;
    bool work = is_about_work(reading);
    bool qualification = requirement_section_is(reading, KIND_EDUCATION) ||
                         requirement_section_is(reading, KIND_EXPERIENCE);

    if (requirement_section_is(reading, KIND_LICENSURE))
        return true;
    if (mark->kind == PHRASE_LICENCE)
        return demand || !work;
    return !work && (demand || (qualification && mark->first < NEAR));
}

/* One licence a clause: "a valid licence ... if the licence is suspended" names it twice. */
static void find_licences(struct requirement_reading *reading)
{
    const struct phrase_marks *marks = &reading->marks;
    size_t behind = 0;

    if (phrase_next(marks, PHRASE_ASIDE, 0) != NULL)
        return;
    for (size_t i = 0; i < marks->count; i++) {
        const struct phrase_mark *mark = &marks->items[i];
        bool licence = mark->kind == PHRASE_LICENCE || mark->kind == PHRASE_CREDENTIAL;
        if (!licence || mark->first < behind || is_barred(reading, mark) ||
            !is_demanded(reading, mark))
            continue;
        add_mark(reading, REQUIREMENT_LICENCE, mark);
        behind = mark->last + 1u;
        while (behind < reading->sentence.count &&
               (reading->sentence.words[behind].gap & (GAP_SEMICOLON | GAP_STOP)) == 0)
            behind++;
    }
}

static void find_background(struct requirement_reading *reading)
{
    const struct phrase_marks *marks = &reading->marks;
    const struct phrase_mark *mark = phrase_next(marks, PHRASE_BACKGROUND, 0);
    bool demand = requirement_section_is(reading, KIND_BACKGROUND_CHECK) ||
                  phrase_next(marks, PHRASE_DEMAND, 0) != NULL;

    while (mark != NULL && (phrase_at(marks, PHRASE_NO_BACKGROUND, mark->first) != NULL ||
                            phrase_at(marks, PHRASE_NO_BACKGROUND, mark->last) != NULL))
        mark = phrase_next(marks, PHRASE_BACKGROUND, mark->last + 1u);
    if (mark != NULL && demand)
        add_mark(reading, REQUIREMENT_BACKGROUND, mark);
}

void credential_find(struct requirement_reading *reading)
{
    find_licences(reading);
    find_background(reading);
}
