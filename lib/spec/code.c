#include "spec/code.h"

#include <ctype.h>

bool code_is_class_code(struct str s)
{
    size_t letters = 0, digits = 0;

    while (letters < s.n && isupper((unsigned char)s.p[letters]))
        letters++;
    while (letters + digits < s.n && isdigit((unsigned char)s.p[letters + digits]))
        digits++;
    size_t left = s.n - letters - digits;
    return letters <= 3 && digits >= 3 && digits <= 6 &&
           (left == 0 || (left == 1 && isupper((unsigned char)s.p[s.n - 1])));
}

bool code_cut(struct str *title, struct str *code)
{
    struct str s = *title;
    bool closed = s.n > 0 && s.p[s.n - 1] == ')';

    if (closed)
        s.n--;
    size_t at = s.n;
    while (at > 0 && isalnum((unsigned char)s.p[at - 1]))
        at--;
    struct str last = str_from(s, at);
    struct str before = str_trim((struct str){s.p, at});
    if (!code_is_class_code(last) || before.n < 3)
        return false;
    if (closed ? before.p[before.n - 1] == '(' && isblank((unsigned char)before.p[before.n - 2])
               : before.p[before.n - 1] == '-' && isblank((unsigned char)s.p[at - 1]))
        before.n -= 1;
    else if (!closed && before.n > 3 && isblank((unsigned char)s.p[at - 1]) &&
             memcmp(before.p + before.n - 3, "\xe2\x80\x93", 3) == 0)
        before.n -= 3;
    else
        return false;
    *code = last;
    *title = str_trim(before);
    return true;
}

struct str code_of_value(struct str *rest, struct str value)
{
    size_t n = 0;
    bool digit = false;

    while (n < value.n && (isalnum((unsigned char)value.p[n]) ||
                           (n > 0 && strchr("-._", value.p[n]) != NULL && n + 1 < value.n &&
                            isalnum((unsigned char)value.p[n + 1])))) {
        digit = digit || isdigit((unsigned char)value.p[n]);
        n++;
    }
    *rest = str_trim(str_from(value, n));
    if (rest->n > 1 && (rest->p[0] == '/' || rest->p[0] == '-'))
        *rest = str_trim(str_from(*rest, 1));
    return digit ? (struct str){value.p, n} : (struct str){"", 0};
}
