#include "spec/words.h"

#include <ctype.h>

static void finish(struct words *words, size_t length, size_t end)
{
    char *word = words->text[words->count];

    if (length > 3 && word[length - 1] == 's' && word[length - 2] != 's')
        length--;
    word[length] = '\0';
    words->end[words->count++] = end;
}

/* What is beyond ASCII belongs to words, but for no-break space and U+2000 to U+203F, blanks and
 * dashes; of them U+2019 is an apostrophe. Its length if it parts words, else 0. */
static size_t parting(struct str s)
{
    if (str_starts(s, STR("\xc2\xa0")))
        return 2;
    return str_starts(s, STR("\xe2\x80")) ? 3 : 0;
}

/* `most` is at most WORDS_MAX. */
static void split(struct words *words, struct str source, size_t most)
{
    size_t length = 0;

    words->count = 0;
    words->overflow = false;
    for (size_t i = 0; i <= source.n; i++) {
        unsigned char c = i < source.n ? (unsigned char)source.p[i] : ' ';
        size_t end = i, parts = 0;
        if (c >= 0x80) {
            struct str rest = str_from(source, i);
            parts = parting(rest);
            i += parts > 0 ? parts - 1 : 0;
            if (str_starts(rest, STR("\xe2\x80\x99")))
                continue;
        }
        if (isalnum(c) || (c >= 0x80 && parts == 0)) {
            if (words->count == most) {
                words->overflow = true;
                return;
            }
            if (length < WORD_SIZE - 1)
                words->text[words->count][length++] = (char)tolower(c);
        } else if (length > 0 && c != '\'') {
            finish(words, length, end);
            length = 0;
        }
    }
}

void words_split(struct words *words, struct str source)
{
    split(words, source, WORDS_MAX);
}

bool words_are(const struct words *words, struct str s)
{
    struct words others;

    split(&others, s, words->count);
    if (words->overflow || others.overflow || words->count != others.count)
        return false;
    for (size_t i = 0; i < words->count; i++)
        if (strcmp(words->text[i], others.text[i]) != 0)
            return false;
    return words->count > 0;
}

bool words_equal(struct str a, struct str b)
{
    struct words words;

    words_split(&words, a);
    return words_are(&words, b);
}
