#include "spec/requirement.h"

#include <ctype.h>

#include "spec/credential.h"
#include "spec/denial.h"
#include "spec/education.h"
#include "spec/exchange.h"
#include "spec/experience.h"
#include "spec/lifting.h"
#include "spec/modality.h"
#include "spec/spec.h"

struct name {
    const char *name, *label;
};

static const struct name types[REQUIREMENT_TYPE_COUNT] = {
    [REQUIREMENT_EDUCATION] = {"education", "Education"},
    [REQUIREMENT_EXPERIENCE] = {"experience", "Experience"},
    [REQUIREMENT_LICENCE] = {"licence", "License or certificate"},
    [REQUIREMENT_BACKGROUND] = {"background", "Clearance or background check"},
    [REQUIREMENT_LIFTING] = {"lifting", "Lifting"},
};

static const struct name modalities[MODALITY_COUNT] = {
    [MODALITY_REQUIRED] = {"required", "Required"},
    [MODALITY_BY_POSITION] = {"by_position", "By position"},
    [MODALITY_PREFERRED] = {"preferred", "Preferred"},
    [MODALITY_EQUIVALENCY] = {"equivalency", "In place of another"},
    [MODALITY_UNCLASSIFIED] = {"unclassified", "Unclassified"},
};

static const struct name levels[EDUCATION_COUNT] = {
    [EDUCATION_NONE] = {"none", "None"},
    [EDUCATION_HIGH_SCHOOL] = {"high_school", "High school"},
    [EDUCATION_SOME_COLLEGE] = {"some_college", "Some college"},
    [EDUCATION_ASSOCIATE] = {"associate", "Associate's degree"},
    [EDUCATION_BACHELOR] = {"bachelor", "Bachelor's degree"},
    [EDUCATION_MASTER] = {"master", "Master's degree"},
    [EDUCATION_DOCTORATE] = {"doctorate", "Doctorate"},
    [EDUCATION_APPRENTICESHIP] = {"apprenticeship", "Apprenticeship"},
};

/* The number of a name in a table, `count` if it is not there. */
static int find_name(const struct name table[], int count, struct str name)
{
    for (int i = 0; i < count; i++)
        if (str_eq_nocase(name, str_of(table[i].name)))
            return i;
    return count;
}

const char *requirement_type_name(enum requirement_type type)
{
    return types[type].name;
}

const char *requirement_type_label(enum requirement_type type)
{
    return types[type].label;
}

bool requirement_type_from_name(enum requirement_type *type, struct str name)
{
    *type = (enum requirement_type)find_name(types, REQUIREMENT_TYPE_COUNT, name);
    return *type < REQUIREMENT_TYPE_COUNT;
}

const char *modality_name(enum modality modality)
{
    return modalities[modality].name;
}

const char *modality_label(enum modality modality)
{
    return modalities[modality].label;
}

bool modality_from_name(enum modality *modality, struct str name)
{
    *modality = (enum modality)find_name(modalities, MODALITY_COUNT, name);
    return *modality < MODALITY_COUNT;
}

const char *education_level_name(enum education_level level)
{
    return levels[level].name;
}

const char *education_level_label(enum education_level level)
{
    return levels[level].label;
}

bool education_level_from_name(enum education_level *level, struct str name)
{
    *level = (enum education_level)find_name(levels, EDUCATION_COUNT, name);
    return *level < EDUCATION_COUNT;
}

bool requirement_section_is(const struct requirement_reading *reading, enum spec_kind kind)
{
    return kind_set_has(&reading->section->kinds, kind);
}

bool requirement_word_in(const struct requirement_reading *reading, size_t w,
                         const char *const list[], size_t count)
{
    return w < reading->sentence.count && str_among(reading->sentence.words[w].text, list, count);
}

unsigned requirement_gap(const struct requirement_reading *reading, size_t word)
{
    const struct sentence *sentence = &reading->sentence;
    return word < sentence->count ? sentence->words[word].gap : sentence->tail;
}

static bool is_capitalised(const struct requirement_reading *reading, size_t w)
{
    return isupper((unsigned char)reading->section->text.p[reading->sentence.words[w].start]) != 0;
}

/* Behind a class's name that begins at word `first`: capitalised words, and what joins them. */
static size_t class_name_end(const struct requirement_reading *reading, size_t first)
{
    static const char *const joins[] = {"or", "and", "of", "the", "a", "an", "for"};
    const unsigned marks = GAP_SEMICOLON | GAP_COLON | GAP_STOP;
    size_t behind = first;

    for (size_t w = first;
         w < reading->sentence.count && (w == first || (requirement_gap(reading, w) & marks) == 0);
         w++) {
        if (is_capitalised(reading, w))
            behind = w + 1;
        else if (!STR_AMONG(reading->sentence.words[w].text, joins))
            break;
    }
    return behind;
}

bool requirement_in_class_name(const struct requirement_reading *reading, size_t w)
{
    const struct phrase_mark *mark = phrase_last(&reading->marks, PHRASE_CLASS_NAME, w);

    if (mark == NULL || is_capitalised(reading, mark->last))
        return false; /* none, or every word is capitalised and that says nothing */
    size_t first = mark->last + 1u, behind = class_name_end(reading, first);
    return w < behind && behind - first >= 2;
}

size_t requirement_clause_end(const struct requirement_reading *reading, size_t from, size_t least)
{
    enum { MOST = 20 };
    static const char *const links[] = {"and", "or", "of",  "with", "in",
                                        "a",   "an", "the", "plus", "from"};
    const unsigned marks = GAP_COMMA | GAP_SEMICOLON | GAP_COLON | GAP_STOP | GAP_DASH | GAP_OPEN;
    size_t end = from;

    while (end + 1 < reading->sentence.count && end - from < MOST &&
           (end < least || (requirement_gap(reading, end + 1) & marks) == 0)) {
        bool starts = false;
        for (size_t q = 0; q < reading->quantity_count; q++)
            starts = starts ||
                     (reading->quantities[q].first == end + 1 && !reading->quantities[q].hyphen);
        if (starts && end >= least)
            break;
        end++;
    }
    while (end > least && end > from && STR_AMONG(reading->sentence.words[end].text, links))
        end--;
    return end;
}

/* A copy of part of the section's text in which line ends, with the blanks around them, are one
 * blank. */
static struct str joined_lines(const struct requirement_reading *reading, size_t start, size_t end)
{
    struct str text = reading->section->text;
    char *copy = arena_zero(reading->arena, end - start + 1, 1);
    size_t n = 0;

    for (size_t at = start; at < end;) {
        size_t behind = at;
        bool line_end = false;
        while (behind < end && isspace((unsigned char)text.p[behind]))
            line_end = text.p[behind++] == '\n' || line_end;
        if (line_end) {
            copy[n++] = ' ';
            at = behind;
        } else {
            do
                copy[n++] = text.p[at++];
            while (at < behind);
        }
    }
    return (struct str){copy, n};
}

static unsigned line_of(struct requirement_reading *reading, size_t at)
{
    if (at < reading->counted_to) { /* phrases of a sentence may come in any order */
        unsigned line = reading->line;
        for (size_t i = at; i < reading->counted_to; i++)
            line -= reading->section->text.p[i] == '\n';
        return line;
    }
    for (; reading->counted_to < at; reading->counted_to++)
        reading->line += reading->section->text.p[reading->counted_to] == '\n';
    return reading->line;
}

static void make_room(struct requirement_reading *reading)
{
    reading->items = arena_grow(reading->arena, reading->items, reading->count, &reading->capacity,
                                sizeof *reading->items);
}

struct requirement *requirement_add(struct requirement_reading *reading, enum requirement_type type,
                                    size_t first, size_t last)
{
    const struct sentence *sentence = &reading->sentence;
    enum modality modality = MODALITY_UNCLASSIFIED;

    if (!modality_of_words(&modality, reading, first, last))
        return NULL;
    if (reading->copy.n == 0)
        reading->copy = joined_lines(reading, sentence->start, sentence->end);
    make_room(reading);
    size_t at = sentence->words[first].start;
    bool minimum = type == REQUIREMENT_EDUCATION || type == REQUIREMENT_EXPERIENCE;
    struct requirement_found found = {
        .requirement = {.type = type,
                        .modality = modality,
                        .sentence = reading->copy,
                        .phrase = joined_lines(reading, at, sentence->words[last].end),
                        .line = line_of(reading, at),
                        .section = reading->section_index,
                        .start = sentence->start,
                        .end = sentence->end},
        .at = at,
        .combined = minimum && reading->combination && modality == MODALITY_EQUIVALENCY};
    reading->items[reading->count] = found;
    return &reading->items[reading->count++].requirement;
}

/* Takes away what the sentence says of another class: "distinguished from Librarian, a class that
 * requires a degree". */
static void drop_of_others(struct requirement_reading *reading, size_t from)
{
    const struct phrase_mark *other = phrase_next(&reading->marks, PHRASE_OTHER_CLASS, 0);
    size_t kept = from;

    if (other == NULL || !(requirement_section_is(reading, KIND_DISTINGUISHING) ||
                           requirement_section_is(reading, KIND_SUMMARY)))
        return;
    for (size_t i = from; i < reading->count; i++)
        if (reading->items[i].at < reading->sentence.words[other->first].start)
            reading->items[kept++] = reading->items[i];
    reading->count = kept;
}

/* The requirements of a sentence were found type by type; they are to stand in its order. */
static void sort_from(struct requirement_reading *reading, size_t from)
{
    for (size_t i = from + 1; i < reading->count; i++) {
        struct requirement_found found = reading->items[i];
        size_t k = i;
        for (; k > from && reading->items[k - 1].at > found.at; k--)
            reading->items[k] = reading->items[k - 1];
        reading->items[k] = found;
    }
}

/* The line that follows the sentence, a blank one between them aside. */
static bool next_line_is_no(const struct requirement_reading *reading)
{
    struct str rest = str_from(reading->section->text, reading->sentence.end);
    size_t lines = 0;

    while (rest.n > 0 && isspace((unsigned char)rest.p[0])) {
        lines += rest.p[0] == '\n';
        rest = str_from(rest, 1);
    }
    return lines <= 2 && denial_is_value(reading->phrases, str_cut(&rest, '\n'));
}

/* Whether the sentence is a label whose value, behind a colon or tab or on the next line, is "No":
 * what it names is not asked for. The label may be a short sentence: "Licenses must be kept." */
static bool is_denied(const struct requirement_reading *reading)
{
    enum { LABEL_WORDS = 14 };
    const struct sentence *sentence = &reading->sentence;
    struct str text = reading->section->text;
    struct str own = {text.p + sentence->start, sentence->end - sentence->start};

    if (sentence->count > LABEL_WORDS || !sentence->leads)
        return false;
    for (size_t i = own.n; i-- > 0;)
        if (own.p[i] == ':' || own.p[i] == '\t')
            return denial_is_value(reading->phrases, str_from(own, i + 1)) ||
                   (i + 1 == own.n && next_line_is_no(reading));
    return sentence->alone && next_line_is_no(reading);
}

static void read_sentence(struct requirement_reading *reading)
{
    const struct sentence *sentence = &reading->sentence;
    size_t from = reading->count;

    if (denial_is_value(reading->phrases, (struct str){reading->section->text.p + sentence->start,
                                                       sentence->end - sentence->start}))
        return; /* a value, and "None required" no heading */
    reading->copy = (struct str){"", 0};
    phrase_find(&reading->marks, reading->phrases, &reading->sentence);
    reading->quantity_count = quantity_find(reading->quantities, &reading->sentence);
    modality_read_label(reading);
    if (reading->questionnaire || reading->sentence.question || is_denied(reading) ||
        phrase_next(&reading->marks, PHRASE_PAPERWORK, 0) != NULL)
        return;
    exchange_find(reading);
    experience_find(reading);
    education_find(reading);
    credential_find(reading);
    lifting_find(reading);
    drop_of_others(reading, from);
    sort_from(reading, from);
}

/* Whether so many blank lines stand between the sentence and the end of the last one that no label
 * reaches over them. */
static bool is_apart(const struct requirement_reading *reading, size_t end)
{
    enum { LINE_ENDS = 4 };
    size_t line_ends = 0;

    for (size_t at = end; at < reading->sentence.start; at++)
        line_ends += reading->section->text.p[at] == '\n';
    return line_ends >= LINE_ENDS;
}

static void read_section(struct requirement_reading *reading, size_t index)
{
    struct sentence_splitter splitter;

    reading->section = &reading->spec->sections[index];
    reading->section_index = index;
    reading->section_modality = modality_of_section(reading);
    reading->label_modality = MODALITY_COUNT;
    reading->has_total = false;
    reading->sentence_index = 0;
    reading->counted_to = 0;
    reading->line = reading->section->text_line;
    sentence_begin(&splitter, reading->section->text);
    for (size_t end = 0; sentence_next(&splitter, &reading->sentence);
         end = reading->sentence.end) {
        if (is_apart(reading, end))
            reading->label_modality = MODALITY_COUNT;
        reading->sentence_index++;
        read_sentence(reading);
    }
}

/* "Any combination equivalent to a degree and two years" takes the place of nothing where no other
 * minimum is stated: then it is the minimum. */
static void settle_combinations(struct requirement_reading *reading)
{
    for (size_t i = 0; i < reading->count; i++) {
        const struct requirement *r = &reading->items[i].requirement;
        if ((r->type == REQUIREMENT_EDUCATION || r->type == REQUIREMENT_EXPERIENCE) &&
            r->modality == MODALITY_REQUIRED)
            return;
    }
    for (size_t i = 0; i < reading->count; i++)
        if (reading->items[i].combined)
            reading->items[i].requirement.modality = MODALITY_REQUIRED;
}

void requirements_read(struct spec *spec, const struct phrase_table *phrases, struct arena *arena)
{
    struct requirement_reading *reading = arena_zero(arena, 1, sizeof *reading);

    reading->spec = spec;
    reading->arena = arena;
    reading->phrases = phrases;
    for (size_t i = 0; i < spec->count; i++)
        read_section(reading, i);
    settle_combinations(reading);
    spec->requirements = arena_zero(arena, reading->count, sizeof *spec->requirements);
    for (size_t i = 0; i < reading->count; i++)
        spec->requirements[i] = reading->items[i].requirement;
    spec->requirement_count = reading->count;
}
