#include "spec/exchange.h"

static void set_roles(struct requirement_reading *reading, size_t from, size_t to,
                      enum exchange_role role)
{
    for (size_t w = from; w < to && w < reading->sentence.count; w++)
        reading->roles[w] = role;
}

/* The first word from `from` on with one of these marks before it; the count of words if none. */
static size_t next_gap(const struct requirement_reading *reading, size_t from, unsigned gaps)
{
    while (from < reading->sentence.count && (reading->sentence.words[from].gap & gaps) == 0)
        from++;
    return from;
}

static size_t clause_begin(const struct requirement_reading *reading, size_t at, unsigned gaps)
{
    while (at > 0 && (reading->sentence.words[at].gap & gaps) == 0)
        at--;
    return at;
}

static size_t next_word(const struct requirement_reading *reading, size_t from, struct str text)
{
    while (from < reading->sentence.count && !str_eq(reading->sentence.words[from].text, text))
        from++;
    return from;
}

/* "In lieu of the degree, four years ...": what follows is replaced, up to the comma if the words
 * begin the sentence. "... or four years in lieu of the degree": the last alternative replaces. */
static void lieu(struct requirement_reading *reading, const struct phrase_mark *mark)
{
    size_t count = reading->sentence.count, behind = (size_t)mark->last + 1;

    if (mark->first < 3) {
        size_t comma = next_gap(reading, behind, GAP_COMMA | GAP_SEMICOLON);
        set_roles(reading, behind, comma, EXCHANGE_REPLACED);
        set_roles(reading, comma, count, EXCHANGE_OFFERED);
        return;
    }
    size_t from = clause_begin(reading, mark->first, GAP_SEMICOLON | GAP_STOP);
    for (size_t w = mark->first; w > from; w--) {
        if (str_eq(reading->sentence.words[w].text, STR("or")) &&
            next_word(reading, w, STR("years")) < mark->first) {
            from = w;
            break;
        }
    }
    set_roles(reading, from, mark->first, EXCHANGE_OFFERED);
    set_roles(reading, behind, next_gap(reading, behind, GAP_SEMICOLON), EXCHANGE_REPLACED);
}

/* "X may be substituted for Y", "X may substitute for Y", "substitute X for Y". A clause that only
 * names the exchange ("Substitution:") gives no roles. */
static void substitute(struct requirement_reading *reading, const struct phrase_mark *mark)
{
    const struct sentence *sentence = &reading->sentence;
    size_t count = sentence->count, behind = (size_t)mark->last + 1;
    const struct str before =
        mark->first > 0 ? sentence->words[mark->first - 1].text : (struct str){"", 0};
    bool passive = str_eq(before, STR("be")) || str_eq(before, STR("been")) ||
                   str_eq(before, STR("is")) || str_eq(before, STR("are")) ||
                   str_eq(before, STR("not"));
    size_t goal = next_word(reading, behind, STR("for"));
    bool direct = goal <= behind + 1;

    if ((requirement_gap(reading, behind) & (GAP_COLON | GAP_DASH)) != 0)
        return;
    if (passive || direct || goal == count) {
        size_t from = clause_begin(reading, mark->first, GAP_SEMICOLON);
        set_roles(reading, from, mark->first, EXCHANGE_OFFERED);
        set_roles(reading, behind, next_gap(reading, behind, GAP_SEMICOLON), EXCHANGE_REPLACED);
    } else {
        set_roles(reading, behind, goal, EXCHANGE_OFFERED);
        set_roles(reading, goal, count, EXCHANGE_REPLACED);
    }
}

static bool is_exchange_section(const struct requirement_reading *reading)
{
    return reading->section_modality == MODALITY_EQUIVALENCY ||
           reading->label_modality == MODALITY_EQUIVALENCY;
}

/* Terms of an exchange: on both sides of "is equivalent to", behind "at the rate of". */
static void rate(struct requirement_reading *reading, bool exchange)
{
    size_t count = reading->sentence.count;
    const struct phrase_mark *mark = phrase_next(&reading->marks, PHRASE_RATE, 0);

    if (mark == NULL)
        return;
    struct str word = reading->sentence.words[mark->last].text;
    struct str first = reading->sentence.words[mark->first].text;
    bool equation =
        str_eq(word, STR("to")) || str_eq(first, STR("equals")) || str_eq(first, STR("equaling"));
    bool each = str_eq(first, STR("for"));
    if (each || (equation && !exchange)) {
        set_roles(reading, 0, count, EXCHANGE_REPLACED);
        return;
    }
    if (exchange || !equation)
        set_roles(reading, mark->first, count, EXCHANGE_REPLACED);
}

/* A combination reaches to the next semicolon, or to the end of the bracket it stands in. */
static size_t combination_end(const struct requirement_reading *reading, size_t from)
{
    size_t open = 0, w = from + 1;

    for (; w < reading->sentence.count; w++) {
        unsigned gap = reading->sentence.words[w].gap;
        bool closes = (gap & GAP_CLOSE) != 0;
        if ((gap & GAP_SEMICOLON) != 0 || (closes && open == 0))
            break;
        open -= closes;
        open += (gap & GAP_OPEN) != 0;
    }
    return w;
}

/* Whether a sentence begins with a combination that refers to nothing before it: "any combination
 * of", not "or an equivalent combination of". */
static bool leads_alone(const struct requirement_reading *reading, const struct phrase_mark *mark)
{
    const struct sentence_word *words = reading->sentence.words;

    return mark->first <= 1 && !str_eq(words[0].text, STR("or")) &&
           !str_starts(words[mark->first].text, STR("equivalen")) &&
           !str_eq(words[mark->first].text, STR("other"));
}

void exchange_find(struct requirement_reading *reading)
{
    const struct phrase_marks *marks = &reading->marks;
    const struct phrase_mark *typical = phrase_next(marks, PHRASE_TYPICAL, 0);
    size_t count = reading->sentence.count;
    bool exchange = false;

    reading->combination = false;
    memset(reading->roles, 0, count * sizeof reading->roles[0]);
    if (is_exchange_section(reading))
        set_roles(reading, 0, count, EXCHANGE_OFFERED);
    for (size_t i = 0; i < marks->count; i++) {
        const struct phrase_mark *mark = &marks->items[i];
        if (mark->kind == PHRASE_COMBINATION) {
            set_roles(reading, mark->first, combination_end(reading, mark->first),
                      EXCHANGE_OFFERED);
            reading->combination = reading->combination || leads_alone(reading, mark);
        } else if (!exchange && mark->kind == PHRASE_SUBSTITUTE) {
            substitute(reading, mark);
            exchange = (requirement_gap(reading, (size_t)mark->last + 1) & GAP_COLON) == 0;
        } else if (!exchange && mark->kind == PHRASE_LIEU) {
            lieu(reading, mark);
            exchange = true;
        }
    }
    reading->combination = reading->combination && !exchange;
    rate(reading, exchange);
    if (typical != NULL && !exchange) /* "A typical way to qualify is" states the minimum */
        set_roles(reading, typical->first, count, EXCHANGE_NONE);
}
