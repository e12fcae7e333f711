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
    if (sentence->label && has(reading, PHRASE_TYPICAL)) {
        reading->label_modality = MODALITY_REQUIRED;
        return;
    }
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

/* The word with which the bracket around word `at` opens; `at` itself if it stands in none. */
static size_t bracket_begin(const struct requirement_reading *reading, size_t at)
{
    const struct sentence_word *words = reading->sentence.words;
    size_t closed = 0;

    for (size_t w = at + 1; w-- > 0;) {
        if ((words[w].gap & GAP_OPEN) != 0) {
            if (closed == 0)
                return w;
            closed--;
        }
        closed += (words[w].gap & GAP_CLOSE) != 0;
    }
    return at;
}

/* Whether a bracket around word `from` ends before word `to`. */
static bool leaves_bracket(const struct requirement_reading *reading, size_t from, size_t to)
{
    const struct sentence_word *words = reading->sentence.words;
    size_t open = 0;

    for (size_t w = from + 1; w <= to && w < reading->sentence.count; w++) {
        if ((words[w].gap & GAP_CLOSE) != 0) {
            if (open == 0)
                return (words[bracket_begin(reading, from)].gap & GAP_OPEN) != 0;
            open--;
        }
        open += (words[w].gap & GAP_OPEN) != 0;
    }
    return false;
}

/* A cue in a bracket governs the bracket alone, unless there is nothing else in it: "(highly
 * desirable)". */
static bool is_bracket_own(const struct requirement_reading *reading, size_t open, size_t cue)
{
    static const char *const degrees[] = {"highly", "strongly", "very", "most",    "is",
                                          "but",    "not",      "also", "required"};

    for (size_t w = open; w < cue; w++)
        if (!STR_AMONG(reading->sentence.words[w].text, degrees))
            return true;
    return false;
}

/* The first word of the clause that a cue ends: behind the last comma, opening bracket or dash,
 * those of brackets that are closed before the cue aside; not before `behind`. */
static size_t cue_clause(const struct requirement_reading *reading, size_t behind, size_t cue)
{
    const struct sentence_word *words = reading->sentence.words;
    size_t closed = 0, w = cue;

    for (; w > behind; w--) {
        unsigned gap = words[w].gap;
        if ((gap & GAP_OPEN) != 0 && closed > 0)
            closed--;
        else if (closed == 0 && (gap & (GAP_COMMA | GAP_OPEN | GAP_DASH)) != 0)
            break;
        closed += (gap & GAP_CLOSE) != 0;
    }
    return w;
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
    static const char *const attached[] = {"with", "in"};
    const struct sentence_word *words = reading->sentence.words;
    size_t begin = cue_clause(reading, behind, cue);

    if (begin > behind && (words[begin].gap & GAP_OPEN) != 0)
        return is_bracket_own(reading, begin, cue);
    bool plural = cue > 0 && str_eq(words[cue - 1].text, STR("are"));
    if (begin <= behind || str_eq(words[begin].text, STR("or")) ||
        STR_AMONG(words[begin].text, attached) || (plural && str_eq(words[begin].text, STR("and"))))
        return false;
    for (size_t w = begin; w < cue; w++)
        for (size_t i = 0; i < sizeof nouns / sizeof nouns[0]; i++)
            if (str_starts(words[w].text, str_of(nouns[i])))
                return true;
    return false;
}

/* Whether a cue before words calls them preferred: "preferably a degree". */
static bool is_preferably(const struct requirement_reading *reading, size_t first)
{
    const struct phrase_mark *cue = phrase_last(&reading->marks, PHRASE_PREFERABLY, first);

    if (cue == NULL || leaves_bracket(reading, cue->first, first))
        return false;
    const struct phrase_mark *must = next_demand(reading, cue->last);
    bool adjacent = first - cue->last <= 3 &&
                    !any_gap(reading, cue->last + 1u, first, GAP_SEMICOLON | GAP_COMMA);
    return adjacent || (cue->first <= 3 && (must == NULL || must->first > first));
}

/* Whether the sentence calls words `first` to `last` preferred, by a cue before or behind them. */
static bool is_preferred(const struct requirement_reading *reading, size_t first, size_t last)
{
    const struct phrase_mark *cue = phrase_next(&reading->marks, PHRASE_PREFERRED, first);
    const struct phrase_mark *stop = next_demand(reading, last + 1);

    if (is_preferably(reading, first))
        return true;
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

/* Whether the sentence says that some positions need words `first` to `last`. "May require" speaks
 * of what follows it; no cue reaches back over a semicolon. */
static bool is_by_position(const struct requirement_reading *reading, size_t first, size_t last)
{
    for (size_t i = 0; i < reading->marks.count; i++) {
        const struct phrase_mark *mark = &reading->marks.items[i];
        if (mark->kind != PHRASE_BY_POSITION)
            continue;
        struct str end = reading->sentence.words[mark->last].text;
        bool active = str_eq(end, STR("require")) || str_eq(end, STR("requires"));
        if (mark->first <= (active ? first : last) ||
            (!active && !any_gap(reading, last + 1, mark->first, GAP_SEMICOLON)))
            return true;
    }
    return false;
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

/* "Bachelor's degree and two years of experience", on a line of its own or with "or an equivalent
 * combination" behind it, is how a minimum is stated where no heading says so. */
static bool states_minimum(const struct requirement_reading *reading)
{
    const struct phrase_mark *level = NULL;
    const struct quantity *length = reading->quantity_count > 0 ? reading->quantities : NULL;

    for (size_t i = 0; i < reading->marks.count && level == NULL; i++)
        if (reading->marks.items[i].kind <= PHRASE_DEGREE)
            level = &reading->marks.items[i];
    bool begins = (level != NULL && level->first <= 1) || (length != NULL && length->first <= 1);
    return reading->sentence.leads && begins &&
           (has(reading, PHRASE_COMBINATION) || (level != NULL && length != NULL));
}

bool modality_of_words(enum modality *modality, const struct requirement_reading *reading,
                       size_t first, size_t last)
{
    if (reading->roles[first] == EXCHANGE_REPLACED || is_waived(reading, first, last))
        return false;
    bool told = reading->label_modality != MODALITY_COUNT;
    enum modality heading = told ? reading->label_modality : reading->section_modality;
    /* the list under the label is over, or the sentence knows better than its heading */
    if (heading == MODALITY_PREFERRED && next_demand(reading, told ? 0 : first) != NULL)
        heading = MODALITY_COUNT;
    if (reading->roles[first] == EXCHANGE_OFFERED)
        *modality = MODALITY_EQUIVALENCY;
    else if (is_preferred(reading, first, last))
        *modality = MODALITY_PREFERRED;
    else if (is_by_position(reading, first, last))
        *modality = MODALITY_BY_POSITION;
    else if (heading != MODALITY_COUNT)
        *modality = heading;
    else if (next_demand(reading, 0) != NULL || has(reading, PHRASE_ASKED) ||
             has(reading, PHRASE_TYPICAL) || states_minimum(reading) || demands(reading))
        *modality = MODALITY_REQUIRED;
    else
        *modality = MODALITY_UNCLASSIFIED;
    return true;
}
