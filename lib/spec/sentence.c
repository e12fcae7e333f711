#include "spec/sentence.h"

#include <ctype.h>

#include "spec/sentence_words.h"

/* Lines longer than this are paragraphs of their own: nobody wraps there. */
enum { WRAP_MOST = 160, WRAP_LEAST = 45, WRAP_SLACK = 12 };

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

static size_t skip_blanks(struct str text, size_t at)
{
    while (at < text.n && (blank(text.p[at]) || str_starts(str_from(text, at), STR("\xc2\xa0"))))
        at += text.p[at] == '\xc2' ? 2 : 1;
    return at;
}

static size_t line_end(struct str text, size_t at)
{
    const char *end = at < text.n ? memchr(text.p + at, '\n', text.n - at) : NULL;
    return end != NULL ? (size_t)(end - text.p) : text.n;
}

void sentence_begin(struct sentence_splitter *splitter, struct str text)
{
    size_t width = 0;

    for (size_t at = 0; at < text.n; at = line_end(text, at) + 1) {
        size_t length = line_end(text, at) - at;
        if (length > width && length <= WRAP_MOST)
            width = length;
    }
    *splitter = (struct sentence_splitter){text, 0, width >= WRAP_LEAST ? width : 0};
}

/* The length of a bullet at the start of s, 0 if there is none. */
static size_t bullet(struct str s)
{
    static const struct str bullets[] = {{"\xe2\x80\xa2", 3},
                                         {"\xe2\x80\xa3", 3},
                                         {"\xc2\xb7", 2},
                                         {"\xe2\x80\x93", 3},
                                         {"\xe2\x80\x94", 3},
                                         {"\xe2\x97", 2},
                                         {"\xe2\x96", 2},
                                         {"\xe2\x9e", 2},
                                         {"\xe2\x9c", 2},
                                         {"\xef\x82", 2},
                                         {"\xe2\x81\x83", 3},
                                         {"-", 1},
                                         {"*", 1},
                                         {"o", 1},
                                         {"+", 1},
                                         {">", 1}};

    if (s.n == 0 || (isalnum((unsigned char)s.p[0]) && s.p[0] != 'o'))
        return 0;
    for (size_t i = 0; i < sizeof bullets / sizeof bullets[0]; i++) {
        if (!str_starts(s, bullets[i]))
            continue;
        size_t n = bullets[i].n == 2 && s.p[0] != '\xc2' ? 3 : bullets[i].n;
        bool ascii = bullets[i].n == 1;
        if (n <= s.n && (!ascii || (n < s.n && blank(s.p[n]))))
            return n;
    }
    return 0;
}

/* The length of "1.", "(a)", "iv)" and the like at the start of s, with a blank behind it. */
static size_t enumerator(struct str s)
{
    size_t at = s.n > 0 && s.p[0] == '(' ? 1 : 0, start = at;

    while (at < s.n && at - start < 3 && isdigit((unsigned char)s.p[at]))
        at++;
    if (at == start)
        while (at < s.n && at - start < 4 && s.p[at] != '\0' && strchr("ivxIVX", s.p[at]) != NULL)
            at++;
    if (at == start && at < s.n && isalpha((unsigned char)s.p[at]))
        at++;
    if (at == start || at >= s.n || (s.p[at] != ')' && (s.p[at] != '.' || start > 0)))
        return 0;
    at++;
    if (at < s.n && !isspace((unsigned char)s.p[at]))
        return 0;
    struct str rest = str_from(s, skip_blanks(s, at));
    bool counts = str_starts(rest, STR("year")) || str_starts(rest, STR("month"));
    return counts ? 0 : at; /* "(3) years" */
}

static size_t list_mark(struct str s)
{
    size_t n = bullet(s);
    return n > 0 ? n : enumerator(s);
}

/* Behind white space and list marks: "- 1. " may be two. */
static size_t sentence_start(struct str text, size_t at)
{
    for (;;) {
        size_t from = at;
        while (at < text.n && isspace((unsigned char)text.p[at]))
            at++;
        at = skip_blanks(text, at);
        at += list_mark(str_from(text, at));
        if (at == from)
            return at;
    }
}

/* "Range B." ends a sentence where "J. Poe" does not. */
static bool is_behind_rank(struct str text, size_t start, size_t at)
{
    static const char *const ranks[] = {"range",    "class",  "level", "grade",   "option",
                                        "schedule", "plan",   "type",  "group",   "category",
                                        "unit",     "part",   "step",  "section", "appendix",
                                        "exhibit",  "course", "or",    "and"};
    size_t end = at;

    while (end > start && text.p[end - 1] == ' ')
        end--;
    size_t from = end;
    while (from > start && isalpha((unsigned char)text.p[from - 1]))
        from--;
    struct str word = {text.p + from, end - from};
    if (STR_AMONG_NOCASE(word, ranks))
        return true;
    return from == end && (end == start || text.p[end - 1] != '.');
}

/* Whether the stop at `at` belongs to an abbreviation. Some ("Mgr.", "U.S.") hardly ever end a
 * sentence, others ("lbs.", "G.E.D.") do before a capital. */
static bool is_abbreviation(struct str text, size_t start, size_t at, bool capital)
{
    static const char *const inner[] = {
        "no",   "mr",    "mrs", "ms",    "dr",   "st",   "sr",   "jr",   "mgr",
        "asst", "assoc", "vs",  "dept",  "gen",  "govt", "univ", "supt", "supv",
        "e.g",  "i.e",   "u.s", "lt",    "sgt",  "capt", "rev",  "prof", "gov",
        "sen",  "rep",   "ext", "art",   "ch",   "sec",  "div",  "bldg", "ave",
        "mt",   "ft",    "adm", "admin", "dist", "viz",  "op",   "cal",  "u.s.a"};
    static const char *const last[] = {"etc", "yrs", "yr", "hrs", "hr",  "lbs", "lb",
                                       "mos", "inc", "co", "ltd", "min", "max", "approx"};
    enum { LONGEST = 7 };
    size_t from = at, stops = 0;

    while (from > start && (isalpha((unsigned char)text.p[from - 1]) || text.p[from - 1] == '.'))
        stops += text.p[--from] == '.';
    struct str word = {text.p + from, at - from};
    if (word.n == 0 || word.n > LONGEST)
        return false;
    if (STR_AMONG_NOCASE(word, inner))
        return !str_eq_nocase(word, STR("no")) ||
               (at + 2 < text.n && isdigit((unsigned char)text.p[at + 2]));
    if (STR_AMONG_NOCASE(word, last))
        return !capital;
    if (stops > 0)
        return !capital;
    return at - from == 1 && isupper((unsigned char)text.p[from]) && capital &&
           !is_behind_rank(text, start, from);
}

/* Whether a sentence ends at the stop at `at`; *end becomes what is behind it and what closes. */
static bool stop_ends(struct str text, size_t start, size_t at, size_t *end)
{
    size_t behind = at + 1;

    while (behind < text.n && behind - at < 8 && text.p[behind] != '\0' &&
           strchr(".!?)]\"'", text.p[behind]) != NULL)
        behind++;
    while (str_starts(str_from(text, behind), STR("\xe2\x80\x9d")) ||
           str_starts(str_from(text, behind), STR("\xe2\x80\x99")))
        behind += 3;
    *end = behind;
    size_t next = skip_blanks(text, behind);
    if (next == text.n)
        return true;
    if (next == behind && text.p[next] != '\n')
        return false;
    if (text.p[at] != '.')
        return true;
    while (next < text.n && isspace((unsigned char)text.p[next]))
        next++;
    unsigned char c = next < text.n ? (unsigned char)text.p[next] : 'A';
    if (at > start + 2 && text.p[at - 2] == '.' && at + 2 == behind && text.p[at + 1] == ')')
        return false; /* "(P.O.S.T.) Certificate" */
    if (is_abbreviation(text, start, at, isupper(c) != 0))
        return false;
    return !islower(c) || (c == 'o' && bullet(str_from(text, next)) > 0);
}

static bool has_tab(struct str text, size_t from, size_t to)
{
    while (from < to && blank(text.p[from]))
        from++;
    while (to > from && isspace((unsigned char)text.p[to - 1]))
        to--;
    return memchr(text.p + from, '\t', to - from) != NULL;
}

static bool ends_in_link_word(struct str text, size_t from, size_t to)
{
    static const char *const words[] = {"of", "the", "a",  "an", "in",   "to",  "with",
                                        "or", "by",  "at", "as", "from", "for", "and"};
    size_t begin = to;

    while (begin > from && isalpha((unsigned char)text.p[begin - 1]))
        begin--;
    if (begin <= from + 1 || (text.p[begin - 1] != ' ' && text.p[begin - 1] != '\t'))
        return false;
    char before = text.p[begin - 2];
    if (before == ';' || before == '.' || before == ',' || before == ' ' || before == ')')
        return false;
    struct str word = {text.p + begin, to - begin};
    return STR_AMONG_NOCASE(word, words);
}

/* Whether the line after the line end at `at` goes on with the sentence: it starts in lower case,
 * or the line is as full as a hard-wrapped one. */
static bool continues(const struct sentence_splitter *splitter, size_t at)
{
    struct str text = splitter->text;
    size_t next = skip_blanks(text, at + 1), begin = at, last = at, word = next;

    if (next >= text.n || text.p[next] == '\n' || list_mark(str_from(text, next)) > 0)
        return false;
    while (begin > 0 && text.p[begin - 1] != '\n')
        begin--;
    while (last > begin && isspace((unsigned char)text.p[last - 1]))
        last--;
    if (last == begin || has_tab(text, begin, last) || has_tab(text, next, line_end(text, next)))
        return false;
    char c = text.p[last - 1];
    if (c == ';' || c == ':' || c == '.' || c == '?' || c == '!')
        return false;
    if (islower((unsigned char)text.p[next]) || c == ',')
        return true;
    size_t length = last - begin;
    if (length > WRAP_MOST)
        return false;
    if (ends_in_link_word(text, begin, last))
        return true;
    if (splitter->width == 0)
        return false;
    while (word < text.n && !isspace((unsigned char)text.p[word]))
        word++;
    return length >= WRAP_LEAST && length + 1 + (word - next) + WRAP_SLACK > splitter->width;
}

/* The letters and digits before `at`. */
static struct str word_before(struct str text, size_t start, size_t at)
{
    size_t from = at;

    while (from > start && isalnum((unsigned char)text.p[from - 1]))
        from--;
    return (struct str){text.p + from, at - from};
}

/* Length of "Either I", "Or II" and the like at the start of s, 0 if there is none. */
static size_t pattern_label(struct str s)
{
    static const struct str leads[] = {{"Either I", 8}, {"Or I", 4}, {"Or V", 4},
                                       {"or I", 4},     {"OR I", 4}, {"EITHER I", 8}};

    for (size_t i = 0; i < sizeof leads / sizeof leads[0]; i++) {
        if (!str_starts(s, leads[i]))
            continue;
        size_t at = leads[i].n;
        while (at < s.n && (s.p[at] == 'I' || s.p[at] == 'V'))
            at++;
        if (at < s.n && isspace((unsigned char)s.p[at]))
            return at;
    }
    return 0;
}

/* Whether a label stands behind the blank at `at` in the middle of a line, from lists that have
 * lost their line ends: "... Range B. and Either I Experience: ...". */
static bool label_follows(struct str text, size_t start, size_t at)
{
    static const char *const links[] = {"and", "or", "of", "the", "minimum", "in", "for", "to"};
    struct str rest = str_from(text, at + 1);

    if (at <= start + 1 || rest.n == 0 || memchr("EOoa", rest.p[0], 4) == NULL)
        return false; /* as before most words */
    struct str before = word_before(text, start, at);
    bool sentence = text.p[at - 1] == '.' || text.p[at - 1] == ')' || text.p[at - 1] == ';';
    if (str_starts(rest, STR("and ")) && sentence && pattern_label(str_from(rest, 4)) > 0)
        return true;
    if (pattern_label(rest) > 0)
        return sentence || (str_eq_nocase(before, STR("and")) && before.p > text.p + start);
    if (!str_starts(rest, STR("Experience: ")) && !str_starts(rest, STR("Education: ")))
        return false;
    if (STR_AMONG(before, links))
        return false;
    return sentence || (before.n > 1 && islower((unsigned char)before.p[0]));
}

/* The end of the sentence from `start` on; where to look for the next one in *behind. */
static size_t sentence_end(const struct sentence_splitter *splitter, size_t start, size_t *behind)
{
    struct str text = splitter->text;
    size_t at = start, room = start;

    for (; at < text.n && at - start < SENTENCE_BYTES; at++) {
        char c = text.p[at];
        if (c == '\n' && !continues(splitter, at))
            return *behind = at;
        if ((c == '.' || c == '?' || c == '!') && stop_ends(text, start, at, behind)) {
            if (*behind - start <= SENTENCE_BYTES)
                return *behind;
            break;
        }
        if (c == ' ' && label_follows(text, start, at))
            return *behind = at;
        if (isspace((unsigned char)c))
            room = at;
    }
    if (at >= text.n)
        return *behind = text.n;
    if (room == start) /* no blank in it: cut between characters */
        for (room = at; room > start + 1 && (text.p[room] & 0xc0) == 0x80;)
            room--;
    return *behind = room;
}

static bool begins_line(struct str text, size_t start)
{
    size_t from = start;

    while (from > 0 && text.p[from - 1] != '\n' && start - from < 40)
        from--;
    return (from == 0 || text.p[from - 1] == '\n') && sentence_start(text, from) >= start;
}

bool sentence_next_bounds(size_t *start, size_t *end, struct sentence_splitter *splitter)
{
    struct str text = splitter->text;
    size_t behind = 0;

    *start = sentence_start(text, splitter->at);
    if (*start >= text.n) {
        splitter->at = text.n;
        return false;
    }
    *end = sentence_end(splitter, *start, &behind);
    splitter->at = behind > *start ? behind : *start + 1;
    while (*end > *start + 1 && isspace((unsigned char)text.p[*end - 1]))
        (*end)--;
    return true;
}

bool sentence_next(struct sentence_splitter *splitter, struct sentence *sentence)
{
    struct str text = splitter->text;
    size_t start, end;

    if (!sentence_next_bounds(&start, &end, splitter))
        return false;
    sentence->start = start;
    sentence->end = end;
    sentence->question = text.p[end - 1] == '?';
    sentence->label = text.p[end - 1] == ':';
    size_t next = skip_blanks(text, end);
    sentence->leads = begins_line(text, start);
    sentence->alone = sentence->leads && (next >= text.n || text.p[next] == '\n');
    sentence_words(sentence, text);
    return true;
}
