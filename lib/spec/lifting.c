#include "spec/lifting.h"

/* Heavier things are lifted by machines, or are the weight of one. */
enum { POUNDS_MAX = 500, REACH = 30 };

static bool is_pounds(const struct requirement_reading *reading, size_t w)
{
    static const char *const units[] = {"pounds", "pound", "lbs", "lb"};

    return w < reading->sentence.count && STR_AMONG(reading->sentence.words[w].text, units);
}

/* The word of the unit that belongs to the number which ends before `behind`; 0 if none does: "25
 * or more pounds", "20 to 50 pounds". */
static size_t unit_behind(const struct requirement_reading *reading, size_t behind)
{
    for (size_t w = behind; w < behind + 4 && w < reading->sentence.count; w++) {
        if ((requirement_gap(reading, w) & (GAP_SEMICOLON | GAP_COMMA)) != 0)
            break;
        if (is_pounds(reading, w))
            return w;
    }
    return 0;
}

void lifting_find(struct requirement_reading *reading)
{
    const struct phrase_mark *verb = phrase_next(&reading->marks, PHRASE_LIFT, 0);
    size_t first = 0, last = 0;
    unsigned most = 0, hundredths = 0;

    if (verb == NULL)
        return;
    for (size_t w = 0, behind = 0; w < reading->sentence.count; w++) {
        if (!quantity_number(&reading->sentence, w, &hundredths, &behind))
            continue;
        size_t unit = unit_behind(reading, behind);
        if (unit > 0 && w <= verb->last + (size_t)REACH * 4 && verb->first <= unit + REACH &&
            hundredths <= POUNDS_MAX * 100) {
            if (most == 0)
                first = w < verb->first ? w : verb->first;
            most = hundredths / 100 > most ? hundredths / 100 : most;
            last = unit;
        }
        w = behind - 1;
    }
    struct requirement *found = most > 0 ? requirement_add(reading, REQUIREMENT_LIFTING, first,
                                                           last > verb->last ? last : verb->last)
                                         : NULL;
    if (found != NULL)
        found->pounds = most;
}
