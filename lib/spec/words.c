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
        bool apostrophe = c == '\'';
        if (i + 2 < source.n && memcmp(source.p + i, "\xe2\x80\x99", 3) == 0) {
            apostrophe = true; /* U+2019 */
            i += 2;
        }
        if (apostrophe)
            continue;
        if (isalnum(c) || c >= 0x80) {
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
    }
}
