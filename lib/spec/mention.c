#include "spec/mention.h"

#include <ctype.h>

#include "spec/occupation.h"

enum { WORDS_MOST = 9, SOUGHT = 12, SUBJECT = 8, OTHER = -20 };

static bool is_word_byte(unsigned char c)
{
    return isalnum(c) || c >= 0x80 || c == '\'' || c == '.';
}

/* Bytes of a blank at `at`, a no-break one too; 0: none stands there. */
static size_t blank_at(struct str s, size_t at)
{
    if (str_starts(str_from(s, at), STR("\xc2\xa0")))
        return 2;
    return at < s.n && isblank((unsigned char)s.p[at]) ? 1 : 0;
}

/* U+2010 to U+201F, but for the apostrophe. */
static bool is_dash_or_quote(struct str s, size_t at)
{
    return str_starts(str_from(s, at), STR("\xe2\x80")) && at + 2 < s.n &&
           (unsigned char)s.p[at + 2] >= 0x90 && (unsigned char)s.p[at + 2] <= 0x9f &&
           (unsigned char)s.p[at + 2] != 0x99;
}

static size_t blank_before(struct str s, size_t at)
{
    if (at >= 2 && blank_at(s, at - 2) == 2)
        return 2;
    return at >= 1 && isblank((unsigned char)s.p[at - 1]) ? 1 : 0;
}

/* The word at or after `at`: letters and digits, no closing full stop. */
static struct str word_at(struct str s, size_t at)
{
    size_t end = at;

    while (end < s.n && is_word_byte((unsigned char)s.p[end]) && blank_at(s, end) == 0 &&
           !is_dash_or_quote(s, end))
        end++;
    while (end > at && s.p[end - 1] == '.')
        end--;
    return (struct str){s.p + at, end - at};
}

static bool is_connective(struct str word)
{
    static const char *const words[] = {"of", "and", "for", "the", "to"};
    return islower((unsigned char)word.p[0]) && STR_AMONG_NOCASE(word, words);
}

/* Words of a notice in capitals to those who may apply. */
static bool is_notice(struct str word)
{
    static const char *const words[] = {"only", "permanent", "open", "current"};
    return STR_AMONG_NOCASE(word, words);
}

static bool is_article(struct str word)
{
    static const char *const words[] = {"the", "a", "an", "this", "our", "each", "one"};
    return STR_AMONG_NOCASE(word, words);
}

/* What may part two words of a title: blanks, a hyphen, a slash or an ampersand, with blanks around
 * it or none. Returns its bytes, 0 if something else stands there. */
static size_t joint(struct str s, size_t at)
{
    size_t start = at;

    while (blank_at(s, at) > 0)
        at += blank_at(s, at);
    bool blank = at > start;
    bool sign = at < s.n && (s.p[at] == '/' || (blank ? s.p[at] == '&' : s.p[at] == '-'));
    at += sign;
    while (blank && sign && blank_at(s, at) > 0)
        at += blank_at(s, at);
    return at - start;
}

/* The word that ends before `at`, white space apart; *start is where it begins. */
static struct str word_before(struct str s, size_t at, size_t *start)
{
    while (at > 0 && (blank_before(s, at) > 0 || strchr("()0123456789", s.p[at - 1]) != NULL))
        at -= blank_before(s, at) > 0 ? blank_before(s, at) : 1;
    size_t end = at;
    while (at > 0 && is_word_byte((unsigned char)s.p[at - 1]) && blank_before(s, at) == 0)
        at--;
    *start = at;
    return (struct str){s.p + at, end - at};
}

static const char *const openings[] = {"position",     "positions", "opening",    "openings",
                                       "vacancy",      "vacancies", "search",     "searching",
                                       "candidates",   "looking",   "need",       "candidate",
                                       "applications", "hiring",    "recruitment"};

/* Does the sentence speak of who is sought, by the words before a mention? */
static bool is_sought(struct str s, struct str word, size_t before)
{
    static const char *const words[] = {"is", "be", "position"};
    static const char *const serves[] = {"serve", "serves", "serving", "act", "acts", "acting"};
    static const char *const positions[] = {"position", "positions", "role", "class", "job"};
    struct str former = word_before(s, before, &before);

    if (str_eq_nocase(word, STR("as"))) /* or a sentence that begins with it */
        return former.n == 0 || STR_AMONG_NOCASE(former, serves);
    if (str_eq_nocase(word, STR("of")))
        return former.n > 0 && STR_AMONG_NOCASE(former, positions);
    if (str_eq_nocase(word, STR("for")))
        return former.n > 0 && STR_AMONG_NOCASE(former, openings);
    return STR_AMONG_NOCASE(word, words);
}

/* "seeks a", "requests to hire one (1)", "is seeking a highly motivated and qualified": a verb of
 * seeking, with nothing behind it but an article and adjectives. */
static bool is_hired(struct str s, size_t at)
{
    enum { ADJECTIVES_MOST = 7 };
    static const char *const verbs[] = {"seeks",  "seek",       "seeking", "hire",
                                        "hiring", "recruiting", "recruit"};
    static const char *const others[] = {"for",  "to",  "with", "of",    "in",  "by",
                                         "from", "who", "that", "under", "this"};

    for (size_t i = 0; i < ADJECTIVES_MOST && at > 0; i++) {
        while (at > 0 && (s.p[at - 1] == ',' || s.p[at - 1] == '-' || blank_before(s, at) > 0))
            at -= blank_before(s, at) > 0 ? blank_before(s, at) : 1;
        struct str word = word_before(s, at, &at);
        if (word.n > 0 && STR_AMONG_NOCASE(word, verbs))
            return true;
        if (word.n == 0 || isupper((unsigned char)word.p[0]) || STR_AMONG_NOCASE(word, others))
            return false;
    }
    return false;
}

/* "established for the position of": whatever stands around it, that position is this one. */
static bool is_this_position(struct str s, size_t at)
{
    static const char *const words[] = {"of", "position", "the", "for"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (!str_eq_nocase(word_before(s, at, &at), str_of(words[i])))
            return false;
    return true;
}

/* "under the direction of the", "the office of the": somebody else. */
static bool is_of_another(struct str s, struct str word, size_t before)
{
    static const char *const whose[] = {"direction", "supervision", "guidance",   "leadership",
                                        "office",    "assistance",  "delegation", "request"};

    struct str former = word_before(s, before, &before);

    if (str_eq_nocase(word, STR("for"))) /* "letters for the" */
        return former.n > 0 && !STR_AMONG_NOCASE(former, openings);
    return str_eq_nocase(word, STR("of")) && (former.n == 0 || STR_AMONG_NOCASE(former, whose));
}

/* What the words around a mention say of it. */
static int sureness_of(struct str s, size_t start, size_t end)
{
    static const char *const others[] = {"to",    "by",     "with",    "from",
                                         "under", "assist", "assists", "reporting"};
    static const char *const verbs[] = {"will",    "shall",    "is",     "position", "positions",
                                        "reports", "performs", "serves", "role",     "oversees",
                                        "must",    "provide",  "help",   "perform",  "serve",
                                        "oversee", "manage",   "report"};
    size_t before = 0;
    struct str word = word_before(s, start, &before);

    bool article = word.n > 0 && (is_article(word) || str_eq_nocase(word, STR("vacant")));
    bool listed = start > 1 && end < s.n && s.p[end] == ',' && blank_before(s, start) == 1 &&
                  s.p[start - 2] == ',';
    if (article)
        word = word_before(s, before, &before);
    if (listed ||
        (word.n > 0 && (STR_AMONG_NOCASE(word, others) || is_of_another(s, word, before))))
        return OTHER;
    /* "the software is Harbor Pilot" */
    if (!article && (str_eq_nocase(word, STR("is")) || str_eq_nocase(word, STR("be"))))
        word.n = 0;
    bool sought = (word.n > 0 && is_sought(s, word, before)) || is_hired(s, start);
    int sureness = sought ? SOUGHT : 0;
    while (end < s.n && (blank_at(s, end) > 0 || s.p[end] == ','))
        end += blank_at(s, end) > 0 ? blank_at(s, end) : 1;
    struct str behind = word_at(s, end);
    return sureness + (behind.n > 0 && STR_AMONG_NOCASE(behind, verbs) ? SUBJECT : 0);
}

/* The run of words with capitals from `at` on. */
static void run_from(struct mention *mention, struct str s, size_t at)
{
    size_t end = at, words = 0;
    bool levelled = false, connected = false;

    for (size_t i = at; i < s.n && words < WORDS_MOST;) {
        struct str word = word_at(s, i);
        bool capital = word.n > 0 && isupper((unsigned char)word.p[0]);
        bool numeral = word.n > 0 && words > 0 && occupation_is_numeral(word);
        bool connective = words > 0 && word.n > 0 && is_connective(word);
        /* "II for the Bureau" is behind the title, "Pilot the Master" no title. */
        if (connective && (levelled || (str_eq(word, STR("the")) && !connected)))
            break;
        if (!capital && !numeral && !connective)
            break;
        levelled = numeral;
        connected = connective;
        i += word.n;
        if (capital || numeral) {
            words++;
            end = i;
        }
        size_t gap = joint(s, i);
        if (gap == 0)
            break;
        i += gap;
    }
    mention->text = (struct str){s.p + at, end - at};
    mention->words = words;
}

bool mention_next(struct mention *mention, struct str text, size_t *from)
{
    for (size_t at = *from; at < text.n; at++) {
        if (!isupper((unsigned char)text.p[at]))
            continue;
        bool begins =
            at == 0 || blank_before(text, at) > 0 || !is_word_byte((unsigned char)text.p[at - 1]);
        if (!begins)
            continue;
        struct str word = word_at(text, at);
        if (is_article(word) || is_notice(word)) {
            at += word.n;
            continue;
        }
        run_from(mention, text, at);
        if (mention->text.n == 0)
            continue;
        size_t end = at + mention->text.n;
        mention->sureness = sureness_of(text, at, end);
        mention->hired = is_hired(text, at) || is_this_position(text, at);
        *from = end;
        return true;
    }
    *from = text.n;
    return false;
}

struct str mention_of(struct str text, struct str plain)
{
    struct str first = str_trim(plain);
    struct str words = first;

    first = str_cut(&words, ' ');
    for (size_t at = 0; at + first.n <= text.n; at++) {
        if ((at > 0 && isalnum((unsigned char)text.p[at - 1])) ||
            !str_eq_nocase((struct str){text.p + at, first.n}, first))
            continue;
        struct str rest = words;
        size_t end = at + first.n;
        while (rest.n > 0) {
            struct str word = str_cut(&rest, ' ');
            size_t next = end;
            while (next < text.n && strchr(" -/&,", text.p[next]) != NULL)
                next++;
            if (next == end || next + word.n > text.n ||
                !str_eq_nocase((struct str){text.p + next, word.n}, word))
                break;
            end = next + word.n;
            if (rest.n == 0 && (end == text.n || !isalnum((unsigned char)text.p[end])))
                return (struct str){text.p + at, end - at};
        }
    }
    return (struct str){"", 0};
}
