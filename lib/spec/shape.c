#include "spec/shape.h"

#include <ctype.h>

struct shape shape_of(struct str s)
{
    struct shape shape = {0};
    size_t length = 0;
    bool upper_first = false;

    for (size_t i = 0; i <= s.n; i++) {
        unsigned char c = i < s.n ? (unsigned char)s.p[i] : ' ';
        if (isalpha(c) || c >= 0x80) {
            if (length++ == 0)
                upper_first = isupper(c) != 0;
            if (shape.letters++ == 0)
                shape.starts_upper = isupper(c) != 0;
            shape.upper += isupper(c) != 0;
            shape.lower += islower(c) != 0;
        } else if (c != '\'' && length > 0) {
            shape.words++;
            shape.long_words += length >= 4;
            shape.long_capitalised += length >= 4 && upper_first;
            shape.longest = length > shape.longest ? length : shape.longest;
            length = 0;
        }
    }
    return shape;
}

bool shape_is_capitals(const struct shape *shape)
{
    return shape->upper >= 3 && shape->lower == 0;
}

bool shape_is_title_case(const struct shape *shape)
{
    return shape->starts_upper && shape->long_capitalised * 10 >= shape->long_words * 6;
}
