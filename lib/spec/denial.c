#include "spec/denial.h"

enum { DENIAL_BYTES = 200 }; /* no denial is longer */

static bool covers(const struct phrase_marks *marks, enum phrase_kind kind,
                   const struct sentence *sentence)
{
    const struct phrase_mark *mark = phrase_next(marks, kind, 0);

    return mark != NULL && mark->first == 0 && mark->last + 1u == sentence->count;
}

static bool denies(const struct phrase_table *phrases, struct str text, bool values_alone)
{
    struct sentence_splitter splitter;
    struct sentence sentence;
    struct phrase_marks marks;
    bool any = false;

    if (text.n > DENIAL_BYTES)
        return false;
    sentence_begin(&splitter, text);
    while (sentence_next(&splitter, &sentence)) {
        if (sentence.count == 0)
            continue;
        phrase_find(&marks, phrases, &sentence);
        if (!covers(&marks, PHRASE_DENIAL, &sentence) &&
            (values_alone || !covers(&marks, PHRASE_NOTHING, &sentence)))
            return false;
        any = true;
    }
    return any;
}

bool denial_is_value(const struct phrase_table *phrases, struct str text)
{
    return denies(phrases, text, true);
}

bool denial_is_text(const struct phrase_table *phrases, struct str text)
{
    return denies(phrases, text, false);
}
