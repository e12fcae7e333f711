#include "spec/title_text.h"

#include <ctype.h>
#include <strings.h>

size_t title_text_words(struct str s)
{
    size_t words = 0;
    for (size_t i = 0; i < s.n; i++)
        words += !isspace((unsigned char)s.p[i]) && (i == 0 || isspace((unsigned char)s.p[i - 1]));
    return words;
}

bool title_text_is_letterhead(struct str s)
{
    static const char *const starts[] = {
        "city of ",   "city and county of ", "county of ",     "state of ",
        "town of ",   "office of ",          "department of ", "board of ",
        "personnel ", "university ",         "career",         "join "};
    static const char *const ends[] = {" county",   " department", " university", " commission",
                                       " district", " agency",     " resources",  " portal",
                                       " jobs",     " careers"};

    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        struct str start = str_of(starts[i]);
        if (s.n >= start.n && str_eq_nocase((struct str){s.p, start.n}, start))
            return true;
    }
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (str_ends_nocase(s, str_of(ends[i])))
            return true;
    return false;
}

bool title_text_ends_with(struct str s, struct str end)
{
    return s.n > end.n && str_ends_nocase(s, end);
}

bool title_text_is_body(struct str s)
{
    static const char *const ends[] = {
        " authority", " board",    " office",  " division",   " bureau", " museum",
        " institute", " council",  " court",   " college",    " school", " center",
        " service",   " services", " society", " foundation", " system", " government"};

    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (title_text_ends_with(s, str_of(ends[i])))
            return true;
    return title_text_is_letterhead(s);
}

/* Words that make a line a sentence, or a note to the reader, whatever its capitals. */
static bool is_sentence(struct str s)
{
    static const char *const words[] = {
        "must", "be",  "is",   "are", "will",  "shall",   "only",  "this", "you",
        "your", "we",  "our",  "not", "what",  "how",     "have",  "has",  "please",
        "who",  "can", "here", "do",  "seeks", "seeking", "wanted"};
    static const char *const firsts[] = {"as",  "the", "reporting", "under", "these", "if",
                                         "for", "in",  "at",        "to",    "by",    "with",
                                         "all", "and", "or",        "view",  "search"};
    bool first = true;

    while (s.n > 0) {
        struct str word = str_cut(&s, ' ');
        if (STR_AMONG_NOCASE(word, words) || (first && STR_AMONG_NOCASE(word, firsts)))
            return true;
        first = false;
    }
    return false;
}

static bool has_number_sign(struct str s)
{
    for (size_t i = 1; i < s.n; i++)
        if (s.p[i - 1] == '#' && isdigit((unsigned char)s.p[i]))
            return true;
    return false;
}

bool title_text_is_title(struct str s, const struct spec_reader *reader)
{
    struct label_pair pairs[LABEL_PAIRS_MAX];
    size_t letters = 0;

    for (size_t i = 0; i < s.n; i++)
        letters += isalpha((unsigned char)s.p[i]) != 0;
    if (letters < 3 || s.n > TITLE_BYTES || title_text_words(s) > TITLE_WORDS ||
        strchr("[(-*=#.", s.p[0]) != NULL)
        return false;
    if (strchr(".:;,?!*", s.p[s.n - 1]) != NULL || !isalnum((unsigned char)s.p[0]) ||
        memmem(s.p, s.n, "://", 3) != NULL || memchr(s.p, '@', s.n) != NULL || has_number_sign(s))
        return false;
    const char *colon = memmem(s.p, s.n, ": ", 2);
    if (colon != NULL || label_pairs(pairs, reader->labels, s) > 0 || title_text_is_letterhead(s) ||
        is_sentence(s))
        return false;
    enum spec_field_name name;
    if (label_match(&name, reader->labels, s) == s.n)
        return false;
    enum alias_strength known = alias_find(reader->aliases, s).strength;
    return known != ALIAS_NEVER && known < ALIAS_COVERED;
}

bool title_text_is_document_type(struct str s, const struct spec_reader *reader)
{
    return s.n > 0 && s.n < 60 && alias_find(reader->aliases, s).strength == ALIAS_NEVER &&
           title_text_words(s) > 1;
}

struct str title_text_without_type(struct str s, const struct alias_table *aliases)
{
    for (size_t i = 1; i + 1 < s.n; i++) {
        bool dash = s.p[i] == '-' || s.p[i] == ':' || (unsigned char)s.p[i] == 0xe2;
        if (!dash)
            continue;
        if (alias_find(aliases, (struct str){s.p, i}).strength != ALIAS_NEVER)
            return s;
        return str_trim(str_from(s, i + ((unsigned char)s.p[i] == 0xe2 ? 3 : 1)));
    }
    return s;
}

bool title_text_is_title_case(struct str s)
{
    size_t long_words = 0, capitals = 0, n = 0;

    for (size_t i = 0; i <= s.n; i++) {
        if (i < s.n && isalnum((unsigned char)s.p[i])) {
            n++;
        } else {
            long_words += n >= 4;
            capitals += n >= 4 && isupper((unsigned char)s.p[i - n]);
            n = 0;
        }
    }
    return long_words == capitals || capitals * 4 >= long_words * 3;
}

bool title_text_in_capitals(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (islower((unsigned char)s.p[i]))
            return false;
    return true;
}

bool title_text_is_plural(struct str s)
{
    return s.n > 2 && s.p[s.n - 1] == 's' && s.p[s.n - 2] != 's';
}

bool title_text_runs_on(struct str s)
{
    static const char *const ends[] = {",",    " of", " and", " &",           " for",
                                       " the", " -",  "/",    " \xe2\x80\x93"};
    const char *open = memrchr(s.p, '(', s.n);

    if (open != NULL && memchr(open, ')', (size_t)(s.p + s.n - open)) == NULL)
        return true;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (title_text_ends_with(s, str_of(ends[i])))
            return true;
    return false;
}

struct str title_text_without_number(struct str s)
{
    size_t at = s.n, digits = 0;

    while (at > 0 && (isdigit((unsigned char)s.p[at - 1]) || s.p[at - 1] == ' ')) {
        at--;
        digits += s.p[at] != ' ';
    }
    bool dash = at > 2 && s.p[at - 1] == '-' && s.p[at - 2] == ' ';
    return dash && digits > 6 ? str_trim((struct str){s.p, at - 2}) : s;
}

struct str title_text_without_count(struct str s)
{
    struct str rest = s, word = str_cut(&rest, ' ');
    bool counts = word.n >= 3 && isalpha((unsigned char)word.p[0]) && rest.n > 4 &&
                  rest.p[0] == '(' && isdigit((unsigned char)rest.p[1]) && rest.p[2] == ')' &&
                  rest.p[3] == ' ';
    return counts ? str_trim(str_from(rest, 3)) : s;
}
