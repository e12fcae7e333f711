#include "spec/occupation.h"

#include <ctype.h>

#include "base/embed.h"

EMBED(occupations, "lib/spec/occupations.tsv");

enum { WORD_LONGEST = 24 };

/* The rows stand in order of their bytes. */
static bool is_row(struct str word)
{
    size_t low = 0, high = occupations_size();

    while (low < high) {
        size_t start = low + (high - low) / 2, end = start;
        while (start > low && occupations_data[start - 1] != '\n')
            start--;
        while (end < high && occupations_data[end] != '\n')
            end++;
        int order = str_compare(word, (struct str){occupations_data + start, end - start});
        if (order == 0)
            return true;
        if (order < 0)
            high = start;
        else
            low = end + 1;
    }
    return false;
}

static bool is_listed(struct str word)
{
    char lower[WORD_LONGEST];

    if (word.n == 0 || word.n > WORD_LONGEST)
        return false;
    for (size_t i = 0; i < word.n; i++)
        lower[i] = (char)tolower((unsigned char)word.p[i]);
    word.p = lower;
    if (is_row(word))
        return true;
    bool plural = word.n >= 4 && lower[word.n - 1] == 's';
    return plural && is_row((struct str){lower, word.n - 1});
}

static bool sounds_like_one(struct str word)
{
    static const char *const ends[] = {"er", "or", "ist", "ian", "ant", "man", "eer"};

    if (word.n < 5)
        return false;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        struct str end = str_of(ends[i]);
        if (str_eq_nocase(str_from(word, word.n - end.n), end))
            return true;
    }
    return false;
}

bool occupation_is_roman(struct str word)
{
    static const char *const romans[] = {"I", "II", "III", "IV", "V", "VI", "VII", "VIII"};

    return STR_AMONG_NOCASE(word, romans);
}

bool occupation_is_numeral(struct str word)
{
    if (occupation_is_roman(word) && isupper((unsigned char)word.p[0]))
        return isupper((unsigned char)word.p[word.n - 1]);
    return (word.n == 1 || word.n == 2) && isdigit((unsigned char)word.p[0]) &&
           isdigit((unsigned char)word.p[word.n - 1]);
}

/* Does what stands behind a word end the head of a title? */
static bool ends_head(struct str behind)
{
    static const char *const ends[] = {"of ", "for ", "to ", "- ", "\xe2\x80\x93",
                                       "(",   ",",    "/",   "|"};

    while (behind.n > 0 && behind.p[0] == ' ')
        behind = str_from(behind, 1);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (str_starts(behind, str_of(ends[i])))
            return true;
    return behind.n == 0;
}

enum occupation occupation_in(struct str title)
{
    enum occupation best = OCCUPATION_NONE;

    for (size_t at = 0; at < title.n;) {
        size_t end = at;
        while (end < title.n && isalnum((unsigned char)title.p[end]))
            end++;
        struct str word = {title.p + at, end - at}, behind = str_from(title, end);
        at = end > at ? end : at + 1;
        bool listed = is_listed(word);
        if (!listed && !sounds_like_one(word))
            continue;
        size_t next = end;
        while (next < title.n && title.p[next] == ' ')
            next++;
        size_t last = next;
        while (last < title.n && isalnum((unsigned char)title.p[last]))
            last++;
        if (occupation_is_numeral((struct str){title.p + next, last - next}))
            behind = str_from(title, last);
        enum occupation found = OCCUPATION_NONE;
        if (listed)
            found = ends_head(behind) ? OCCUPATION_HEAD : OCCUPATION_AMONG;
        else if (ends_head(behind))
            found = OCCUPATION_SOUND;
        best = found > best ? found : best;
    }
    return best;
}
