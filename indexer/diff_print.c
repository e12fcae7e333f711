#include "indexer/diff_print.h"

#include <stdio.h>

#include "base/utf8.h"

static const struct {
    const char *name;
    char mark;
} changes[] = {[DIFF_APPEARED] = {"appeared", '+'},
               [DIFF_VANISHED] = {"vanished", '-'},
               [DIFF_CHANGED] = {"changed", '~'},
               [DIFF_MOVED] = {"moved", '>'}};

const char *diff_change_name(enum diff_change change)
{
    return changes[change].name;
}

char diff_change_mark(enum diff_change change)
{
    return changes[change].mark;
}

json_t *diff_text(struct str s)
{
    return json_stringn(s.p != NULL ? s.p : "", s.n);
}

json_t *diff_text_or_null(struct str s)
{
    return s.n > 0 ? diff_text(s) : json_null();
}

json_t *diff_counts_json(const struct diff_counts *counts, const char *changed)
{
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I}", "old", (json_int_t)counts->old, "new",
                     (json_int_t)counts->new, "same", (json_int_t)counts->same, changed,
                     (json_int_t)counts->changed, "appeared", (json_int_t)counts->appeared,
                     "vanished", (json_int_t)counts->vanished);
}

void diff_print_counts(const char *of, const struct diff_counts *counts, const char *changed)
{
    printf("%s: %zu and %zu: %zu same, %zu %s, %zu appeared, %zu vanished\n", of, counts->old,
           counts->new, counts->same, counts->changed, changed, counts->appeared, counts->vanished);
}

void diff_print_json(json_t *object)
{
    json_dumpf(object, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(object);
}

void diff_print_text(struct str s)
{
    for (size_t at = 0, n; at < s.n; at += n) {
        uint32_t c = 0;
        n = utf8_decode(s.p + at, s.n - at, &c);
        if (n > 0 && utf8_is_printable(c))
            fwrite(s.p + at, 1, n, stdout);
        else
            putchar(c == '\n' || c == '\t' ? ' ' : '?');
        n += n == 0;
    }
}
