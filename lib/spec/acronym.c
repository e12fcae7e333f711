#include "spec/acronym.h"

#include <ctype.h>
#include <stdint.h>

static bool is_letter(char c)
{
    return isalnum((unsigned char)c) || ((unsigned char)c & 0x80) != 0;
}

static bool is_numeral(struct str letters)
{
    for (size_t i = 0; i < letters.n; i++)
        if (memchr("IVX", letters.p[i], 3) == NULL)
            return false;
    return true;
}

/* Takes the s of a plural off. */
static struct str singular(struct str letters, size_t capitals)
{
    bool plural = letters.n > 2 && capitals >= 2 && letters.p[letters.n - 1] == 's' &&
                  isupper((unsigned char)letters.p[letters.n - 2]);

    letters.n -= plural;
    return letters;
}

/* Can a text be the letters? *letters is it then, less a plural's s. */
static bool are_letters(struct str *letters, struct str text)
{
    size_t capitals = 0, digits = 0;

    if (text.n < ACRONYM_LETTERS_MIN || text.n > ACRONYM_LETTERS_MAX ||
        !isupper((unsigned char)text.p[0]) || is_numeral(text))
        return false;
    for (size_t i = 0; i < text.n; i++) {
        if (!isalnum((unsigned char)text.p[i]))
            return false;
        capitals += isupper((unsigned char)text.p[i]) != 0;
        digits += isdigit((unsigned char)text.p[i]) != 0;
    }
    *letters = singular(text, capitals);
    return capitals >= 2 && (capitals + digits) * 2 >= letters->n;
}

/* The last of the words that a text ends with, `most` at most. */
static struct str last_words(struct str text, size_t most)
{
    size_t at = text.n, count = 0;

    while (at > 0) {
        size_t end = at;
        while (end > 0 && isspace((unsigned char)text.p[end - 1]))
            end--;
        size_t start = end;
        while (start > 0 && !isspace((unsigned char)text.p[start - 1]))
            start--;
        if (start == end || count++ == most)
            break;
        at = start;
    }
    return str_trim(str_from(text, at));
}

/* A run of letters and digits. */
struct piece {
    size_t start;
    bool small;
};

enum { PIECES_MAX = 40 };

static bool is_small(struct str word)
{
    static const char *const small[] = {"a",  "an", "and", "at", "by",  "for", "from",
                                        "in", "of", "on",  "or", "the", "to",  "with"};

    return STR_AMONG_NOCASE(word, small);
}

/* The last PIECES_MAX pieces of a text, from right to left. */
static size_t cut(struct piece pieces[PIECES_MAX], struct str text)
{
    size_t count = 0, at = text.n;

    while (at > 0 && count < PIECES_MAX) {
        while (at > 0 && !is_letter(text.p[at - 1]))
            at--;
        size_t end = at;
        while (at > 0 && (is_letter(text.p[at - 1]) || text.p[at - 1] == '\''))
            at--;
        size_t start = at;
        while (start < end && !is_letter(text.p[start]))
            start++;
        if (start < end)
            pieces[count++] =
                (struct piece){start, is_small((struct str){text.p + start, end - start})};
    }
    return count;
}

/* Where the words begin whose initials the letters are; SIZE_MAX if there are none. */
static size_t align_initials(struct str letters, struct str text)
{
    struct piece pieces[PIECES_MAX];
    size_t count = cut(pieces, text), all = (size_t)1 << letters.n;
    size_t left = all; /* bit n: the pieces so far may stand for all letters but the first n */

    for (size_t i = 0; i < count; i++) {
        size_t now = pieces[i].small && i > 0 ? left : 0;
        for (size_t n = 0; n < letters.n; n++) {
            bool begins = tolower((unsigned char)text.p[pieces[i].start]) ==
                          tolower((unsigned char)letters.p[n]);
            if (!begins || (left >> (n + 1) & 1) == 0 || (i == 0 && pieces[i].small))
                continue;
            if (n == 0 && !pieces[i].small)
                return pieces[i].start;
            now |= (size_t)1 << n;
        }
        left = now;
    }
    return SIZE_MAX;
}

/* Where the words begin in which the letters stand; SIZE_MAX if they do not. *behind is set behind
 * the last of the letters. */
static size_t align_letters(size_t *behind, struct str letters, struct str text)
{
    size_t at = text.n;

    for (size_t i = letters.n; i-- > 0;) {
        int wanted = tolower((unsigned char)letters.p[i]);
        do {
            if (at-- == 0)
                return SIZE_MAX;
        } while (tolower((unsigned char)text.p[at]) != wanted ||
                 (i == 0 && at > 0 && is_letter(text.p[at - 1])));
        if (i == letters.n - 1)
            *behind = at + 1;
    }
    while (at > 0 && !isspace((unsigned char)text.p[at - 1]))
        at--;
    return at;
}

static struct str first_word(struct str text)
{
    size_t n = 0;

    while (n < text.n && !isspace((unsigned char)text.p[n]))
        n++;
    text.n = n;
    return text;
}

static bool has_blank(struct str text, size_t from, size_t to)
{
    while (from < to && !isspace((unsigned char)text.p[from]))
        from++;
    return from < to;
}

/* The words at the end of a text that the letters stand for. */
static bool find_words(struct str *words, struct str letters, struct str text)
{
    size_t most = letters.n + 5 < letters.n * 2 ? letters.n + 5 : letters.n * 2;
    struct str last = last_words(text, most);
    size_t behind = last.n, start = align_initials(letters, last);

    if (start == SIZE_MAX) {
        start = align_letters(&behind, letters, last);
        if (start == SIZE_MAX || is_small(first_word(str_from(last, start))))
            return false;
    }
    if (has_blank(last, behind, last.n) || !has_blank(last, start, last.n))
        return false;
    *words = str_from(last, start);
    return true;
}

/* What stands in brackets up to the first comma or semicolon. */
static struct str first_part(struct str inside)
{
    size_t n = 0;

    while (n < inside.n && inside.p[n] != ',' && inside.p[n] != ';')
        n++;
    inside.n = n;
    return str_trim(inside);
}

/* What of a text stands behind the last bracket, semicolon or colon. */
static struct str last_part(struct str before)
{
    size_t at = before.n;

    while (at > 0 && memchr("()[];:", before.p[at - 1], 6) == NULL)
        at--;
    return str_trim(str_from(before, at));
}

static bool is_explained(struct acronym *acronym, struct str before, struct str inside)
{
    struct str whole;

    before = last_part(before);
    inside = first_part(inside);
    if (are_letters(&acronym->letters, inside))
        return find_words(&acronym->words, acronym->letters, before);
    if (!are_letters(&acronym->letters, last_words(before, 1)) ||
        !find_words(&whole, acronym->letters, inside))
        return false;
    acronym->words = whole;
    return whole.n == inside.n;
}

void acronym_begin(struct acronym_finder *finder, struct str text)
{
    finder->at = finder->sentence.end = 0;
    sentence_begin(&finder->splitter, text);
    if (text.n == 0 || memchr(text.p, '(', text.n) == NULL) /* most texts: nothing to be read */
        finder->splitter.at = text.n;
}

/* The next brackets of the sentence at hand that hold no others, and what stands before them. */
static bool next_brackets(struct str *before, struct str *inside, struct acronym_finder *finder)
{
    const char *text = finder->splitter.text.p;
    size_t open = 0;

    for (size_t i = finder->at; i < finder->sentence.end; i++) {
        if (text[i] == '(') {
            open = i + 1;
        } else if (text[i] == ')' && open > 0) {
            size_t start = finder->sentence.start;
            *before = (struct str){text + start, open - 1 - start};
            *inside = (struct str){text + open, i - open};
            finder->at = i + 1;
            return true;
        }
    }
    return false;
}

bool acronym_next(struct acronym_finder *finder, struct acronym *acronym)
{
    struct str before, inside;

    for (;;) {
        while (next_brackets(&before, &inside, finder))
            if (is_explained(acronym, before, inside))
                return true;
        if (!sentence_next(&finder->splitter, &finder->sentence))
            return false;
        finder->at = finder->sentence.start;
    }
}
