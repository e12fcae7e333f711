#include "spec/questionnaire.h"

#include <ctype.h>

/* The number of a line that holds two digits and nothing else, 0 of another. */
static unsigned question_number(struct str line)
{
    struct str s = str_trim(line);

    if (s.n != 2 || !isdigit((unsigned char)s.p[0]) || !isdigit((unsigned char)s.p[1]))
        return 0;
    return (unsigned)(s.p[0] - '0') * 10 + (unsigned)(s.p[1] - '0');
}

size_t questionnaire_start(const struct document *document)
{
    size_t start = document->count;
    unsigned next = 1;

    for (size_t at = 0; at < document->count; at++) {
        struct str line = document->lines[at].text;
        unsigned number = question_number(line);
        if (number == 1) {
            start = at;
            next = 2;
        } else if (number > 0 && number == next) {
            next++;
        }
        if (str_eq_nocase(str_trim(line), STR("Required Question")) && next > 1)
            return start;
    }
    return next > 2 ? start : document->count;
}
