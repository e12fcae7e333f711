#include "spec/modality.h"

#include "spec/sentence_words.h"

enum { LABEL_WORDS = 8 };

static bool has(const struct requirement_reading *reading, enum phrase_kind kind)
{
    return phrase_next(&reading->marks, kind, 0) != NULL;
}

static bool has_word(const struct sentence *sentence, const char *beginning)
{
    for (size_t w = 0; w < sentence->count; w++)
        if (str_starts(sentence->words[w].text, str_of(beginning)))
            return true;
    return false;
}

/* The first word from `from` on that demands, not one of "not required". */
static const struct phrase_mark *next_demand(const struct requirement_reading *reading, size_t from)
{
    const struct phrase_mark *mark = phrase_next(&reading->marks, PHRASE_REQUIRED, from);

    while (mark != NULL && phrase_at(&reading->marks, PHRASE_WAIVED, mark->first) != NULL)
        mark = phrase_next(&reading->marks, PHRASE_REQUIRED, mark->last + 1u);
    return mark;
}

/* What the words at hand say if they are a heading. "Required and preferred" says nothing. */
static enum modality label_modality(const struct requirement_reading *reading)
{
    bool preferred = has(reading, PHRASE_PREFERRED) || has(reading, PHRASE_PREFERABLY);
    bool required = next_demand(reading, 0) != NULL;

    if (has(reading, PHRASE_BY_POSITION))
        return MODALITY_BY_POSITION;
    if (has(reading, PHRASE_SUBSTITUTE) || has(reading, PHRASE_LIEU) ||
        has_word(&reading->sentence, "equivalenc"))
        return MODALITY_EQUIVALENCY;
    if (preferred)
        return required ? MODALITY_COUNT : MODALITY_PREFERRED;
    if (required || has(reading, PHRASE_ASKED) || has_word(&reading->sentence, "requirement") ||
        has_word(&reading->sentence, "qualification"))
        return MODALITY_REQUIRED;
    return MODALITY_COUNT;
}

enum modality modality_of_section(struct requirement_reading *reading)
{
    const struct spec *spec = reading->spec;
    const struct kind_set *kinds = &reading->section->kinds;

    reading->questionnaire = false;
    if (kinds->count > 0 && kinds->kinds[0] == KIND_EQUIVALENCY)
        return MODALITY_EQUIVALENCY;
    for (int i = (int)reading->section_index, depth = 0; i != SPEC_NO_PARENT && depth < 8;
         i = spec->sections[i].parent, depth++) {
        struct sentence *sentence = &reading->sentence;
        sentence->start = 0;
        sentence->end = spec->sections[i].heading.n < SENTENCE_BYTES ? spec->sections[i].heading.n
                                                                     : SENTENCE_BYTES;
        sentence_words(sentence, spec->sections[i].heading);
        phrase_find(&reading->marks, reading->phrases, sentence);
        reading->questionnaire = reading->questionnaire || has_word(sentence, "questionnaire") ||
                                 has_word(sentence, "questions");
        enum modality modality = label_modality(reading);
        if (modality != MODALITY_COUNT)
            return modality;
    }
    return MODALITY_COUNT;
}

void modality_read_label(struct requirement_reading *reading)
{
    const struct sentence *sentence = &reading->sentence;
    const struct phrase_mark *question = phrase_next(&reading->marks, PHRASE_QUESTION, 0);
    bool asks = sentence->question || (question != NULL && question->first < 4);

    /* forms number their questions, with the number on a line of its own */
    bool numbered =
        sentence->alone && sentence->count == 1 && str_eq(sentence->words[0].text, STR("01"));
    if (numbered || (asks && question != NULL && sentence->leads))
        reading->questionnaire = true;
    if (sentence->count > LABEL_WORDS || reading->quantity_count > 0 || asks ||
        !(sentence->label || (sentence->alone && (sentence->tail & GAP_STOP) == 0)))
        return;
    for (size_t i = 0; i < reading->marks.count; i++)
        if (reading->marks.items[i].kind < PHRASE_NO_LEVEL ||
            reading->marks.items[i].kind == PHRASE_LICENCE ||
            reading->marks.items[i].kind == PHRASE_BACKGROUND)
            return; /* an item of a list */
    enum modality modality = label_modality(reading);
    if (modality != MODALITY_COUNT) {
        reading->label_modality = modality;
        reading->questionnaire = false;
    }
}

static bool any_gap(const struct requirement_reading *reading, size_t from, size_t to,
                    unsigned gaps)
{
    for (size_t w = from; w <= to && w < reading->sentence.count; w++)
        if ((reading->sentence.words[w].gap & gaps) != 0)
            return true;
    return false;
}

/* Whether the words before a cue, back to the last comma, are about something of their own: in
 * "three years in planning, budget experience preferred" not the years are preferred. */
static bool is_own_clause(const struct requirement_reading *reading, size_t behind, size_t cue)
{
    static const char *const nouns[] = {
        "experience", "degree",     "certificat", "licen",       "knowledge", "college",
        "abilit",     "background", "coursework", "major",       "education", "training",
        "skill",      "fluen",      "bilingual",  "familiarity", "expertise", "master",
        "bachelor",   "mba",        "phd",        "doctora",     "exposure",  "emphasis"};
    const struct sentence_word *words = reading->sentence.words;
    size_t begin = cue;

    while (begin > behind && (words[begin].gap & (GAP_COMMA | GAP_OPEN | GAP_DASH)) == 0)
        begin--;
    if (begin <= behind || str_eq(words[begin].text, STR("or")))
        return begin > behind && (words[begin].gap & GAP_OPEN) != 0;
    for (size_t w = begin; w < cue; w++)
        for (size_t i = 0; i < sizeof nouns / sizeof nouns[0]; i++)
            if (str_starts(words[w].text, str_of(nouns[i])))
                return true;
    return false;
}

/* Whether the sentence calls words `first` to `last` preferred, by a cue before or behind them. */
static bool is_preferred(const struct requirement_reading *reading, size_t first, size_t last)
{
    const struct phrase_marks *marks = &reading->marks;
    const struct phrase_mark *cue = phrase_next(marks, PHRASE_PREFERRED, first);
    const struct phrase_mark *stop = next_demand(reading, last + 1);
    const struct phrase_mark *before = phrase_last(marks, PHRASE_PREFERABLY, first);

    if (before != NULL) {
        bool adjacent = first - before->last <= 3 &&
                        !any_gap(reading, before->last + 1u, first, GAP_SEMICOLON | GAP_COMMA);
        const struct phrase_mark *must = next_demand(reading, before->last);
        bool leads = before->first <= 3 && (must == NULL || must->first > first);
        if (adjacent || leads)
            return true;
    }
    if (cue == NULL || (stop != NULL && stop->first < cue->first))
        return false;
    if (cue->last <= last)
        return true;
    if (any_gap(reading, last + 1, cue->first, GAP_SEMICOLON))
        return false;
    /* "a degree, preferred in": the field is preferred; "preferred field" likewise */
    size_t behind = (size_t)cue->last + 1;
    bool field = behind < reading->sentence.count && requirement_gap(reading, behind) == 0 &&
                 (str_eq(reading->sentence.words[behind].text, STR("in")) ||
                  str_eq(reading->sentence.words[behind].text, STR("field")));
    return !field && !is_own_clause(reading, last, cue->first);
}

static bool is_waived(const struct requirement_reading *reading, size_t first, size_t last)
{
    const struct phrase_mark *waived = phrase_next(&reading->marks, PHRASE_WAIVED, first);
    const struct phrase_mark *preferred = phrase_next(&reading->marks, PHRASE_PREFERRED, first);

    if (phrase_at(&reading->marks, PHRASE_NONE, first) != NULL)
        return false; /* that is what it says */
    if (phrase_at(&reading->marks, PHRASE_WAIVED, first) != NULL)
        return true;
    return waived != NULL && (preferred == NULL || preferred->first > waived->first) &&
           !any_gap(reading, last + 1, waived->first, GAP_SEMICOLON | GAP_COMMA);
}

/* Section kinds whose statements are demands without a word that says so. */
static bool demands(const struct requirement_reading *reading)
{
    static const enum spec_kind kinds[] = {KIND_EDUCATION, KIND_EXPERIENCE, KIND_LICENSURE,
                                           KIND_BACKGROUND_CHECK, KIND_PHYSICAL_DEMANDS};

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (requirement_section_is(reading, kinds[i]))
            return true;
    return false;
}

bool modality_of_words(enum modality *modality, const struct requirement_reading *reading,
                       size_t first, size_t last)
{
    if (reading->roles[first] == EXCHANGE_REPLACED || is_waived(reading, first, last))
        return false;
    bool told = reading->label_modality != MODALITY_COUNT;
    enum modality heading = told ? reading->label_modality : reading->section_modality;
    /* the list under the label is over, or the sentence knows better than its heading */
    if (heading == MODALITY_PREFERRED && next_demand(reading, told ? 0 : last + 1) != NULL)
        heading = MODALITY_COUNT;
    if (reading->roles[first] == EXCHANGE_OFFERED)
        *modality = MODALITY_EQUIVALENCY;
    else if (is_preferred(reading, first, last))
        *modality = MODALITY_PREFERRED;
    else if (has(reading, PHRASE_BY_POSITION))
        *modality = MODALITY_BY_POSITION;
    else if (heading != MODALITY_COUNT)
        *modality = heading;
    else if (next_demand(reading, 0) != NULL || has(reading, PHRASE_ASKED) || demands(reading))
        *modality = MODALITY_REQUIRED;
    else
        *modality = MODALITY_UNCLASSIFIED;
    return true;
}
