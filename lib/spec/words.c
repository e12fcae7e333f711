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

void words_split(struct words *words, struct str source)
{
    size_t length = 0;

    words->count = 0;
    words->overflow = false;
    for (size_t i = 0; i <= source.n; i++) {
        unsigned char c = i < source.n ? (unsigned char)source.p[i] : ' ';
        struct str rest = str_from(source, i);
        if (c == '\'')
            continue;
        if (str_starts(rest, STR("\xe2\x80\x99"))) { /* U+2019 */
            i += 2;
            continue;
        }
        /* Of the rest beyond ASCII only no-break space and U+2000 to U+203F, blanks and dashes,
         * part words. */
        bool parts = str_starts(rest, STR("\xc2\xa0")) || str_starts(rest, STR("\xe2\x80"));
        if (isalnum(c) || (c >= 0x80 && !parts)) {
            if (words->count == WORDS_MAX) {
                words->overflow = true;
                return;
            }
            if (length < WORD_SIZE - 1)
                words->text[words->count][length++] = (char)tolower(c);
        } else if (length > 0) {
            finish(words, length, i);
            length = 0;
        }
        if (parts)
            i += c == 0xc2 ? 1 : 2;
    }
}

bool words_equal(struct str a, struct str b)
{
    struct words x, y;

    words_split(&x, a);
    words_split(&y, b);
    if (x.count != y.count || x.overflow || y.overflow)
        return false;
    for (size_t i = 0; i < x.count; i++)
        if (strcmp(x.text[i], y.text[i]) != 0)
            return false;
    return x.count > 0;
}
