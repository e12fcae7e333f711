#include "read/said.h"

#include <ctype.h>

enum { KEY = 64 };

/* False if it has less than three letters and digits. */
static bool make_key(char key[KEY], struct str word)
{
    size_t n = 0;

    for (size_t i = 0; i < word.n && n + 1 < KEY; i++)
        if (isalnum((unsigned char)word.p[i]) || (unsigned char)word.p[i] >= 0x80)
            key[n++] = (char)tolower((unsigned char)word.p[i]);
    key[n] = '\0';
    return n >= 3;
}

void said_add(struct said *said, struct str word)
{
    char key[KEY];

    if (make_key(key, word))
        map_add(&said->words, key, 1);
}

void said_free(struct said *said)
{
    map_free(&said->words);
}

bool said_has(const struct said *said, struct str word)
{
    static const char *const empty[] = {"page", "continued", "cont", "form", "rev", "revised"};
    char key[KEY];

    if (!make_key(key, word) || map_find(&said->words, key) != NULL)
        return true;
    return STR_AMONG(str_of(key), empty);
}
