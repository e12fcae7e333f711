#include "spec/identity.h"

#include <ctype.h>
#include <strings.h>

#include "spec/fields.h"
#include "spec/occupation.h"
#include "spec/title.h"
#include "spec/value.h"

/* The last word of a title, before what stands in brackets or behind a comma or
 * dash. */
static struct str last_word(struct str title)
{
    size_t end = title.n;
    const char *bracket = memmem(title.p, title.n, " (", 2);
    const char *dash = memmem(title.p, title.n, " - ", 3);

    const char *comma = memchr(title.p, ',', title.n);

    if (comma != NULL)
        end = (size_t)(comma - title.p);
    if (bracket != NULL && (size_t)(bracket - title.p) < end)
        end = (size_t)(bracket - title.p);
    if (dash != NULL && (size_t)(dash - title.p) < end)
        end = (size_t)(dash - title.p);
    size_t start = end;
    while (start > 0 && isalnum((unsigned char)title.p[start - 1]))
        start--;
    return (struct str){title.p + start, end - start};
}

static bool is_level_word(struct str word)
{
    static const char *const words[] = {"Senior",    "Sr",    "Junior",  "Jr",       "Lead",
                                        "Principal", "Entry", "Journey", "Advanced", "Trainee"};

    return STR_AMONG_NOCASE(word, words);
}

/* The level that a title states: a numeral at its end, else a word of rank at its end or start. */
static struct str level_in(struct str title)
{
    struct str last = last_word(title), rest = title;
    struct str first = str_cut(&rest, ' ');

    if (last.n < title.n && occupation_is_numeral(last))
        return last;
    if (last.n < title.n && is_level_word(last))
        return last;
    if (first.n > 0 && first.p[first.n - 1] == '.')
        first.n--;
    return rest.n > 0 && is_level_word(first) ? first : (struct str){"", 0};
}

/* A grade that a title ends with: "(G7)", "GS15", "(SEO)". */
static struct str grade_in(struct str title)
{
    static const char *const names[] = {"AA", "AO", "EO", "HEO", "SEO"};
    bool bracket = title.n > 0 && title.p[title.n - 1] == ')';
    size_t end = title.n - bracket, start = end;

    while (start > 0 && (isalnum((unsigned char)title.p[start - 1]) || title.p[start - 1] == '-'))
        start--;
    struct str s = {title.p + start, end - start};
    if (bracket ? start == 0 || title.p[start - 1] != '(' : start == 0)
        return (struct str){"", 0};
    for (size_t i = 0; bracket && i < sizeof names / sizeof names[0]; i++)
        if (str_eq(s, str_of(names[i])))
            return s;
    bool series = (s.p[0] == 'G' && bracket) || str_starts(s, STR("GS"));
    return series && value_is_grade(s) && isdigit((unsigned char)s.p[s.n - 1])
               ? s
               : (struct str){"", 0};
}

/* Up to five words, of which those that carry a meaning begin with a capital; the last one need
 * not ("IT management"). */
static bool is_series_name(struct str s)
{
    size_t words = 0;

    if (s.n < 4 || !isupper((unsigned char)s.p[0]))
        return false;
    while (s.n > 0) {
        struct str word = str_cut(&s, ' ');
        bool capital = word.n > 0 && isupper((unsigned char)word.p[0]);
        bool joins = str_eq(word, STR("and")) || str_eq(word, STR("of")) || str_eq(word, STR("&"));
        if (word.n == 0 || memchr(word.p, ',', word.n) != NULL ||
            memchr(word.p, '.', word.n) != NULL || (!capital && !joins && (s.n > 0 || words > 1)))
            return false;
        words++;
    }
    return words <= 5;
}

/* The length of what counts the classes of a series before its name: "three-level ", "two class ".
 */
static size_t count_length(struct str s)
{
    static const char *const numbers[] = {"two", "three", "four", "five", "six", "seven", "eight"};
    static const char *const units[] = {"level", "levels", "class", "classes", "step",
                                        "grade", "grades", "tier",  "tiered",  "part"};
    struct str rest = s;
    size_t number = 0;

    while (number < s.n && isalnum((unsigned char)s.p[number]))
        number++;
    if (number == s.n || (s.p[number] != '-' && s.p[number] != ' ') ||
        (!isdigit((unsigned char)s.p[0]) &&
         !STR_AMONG_NOCASE(((struct str){s.p, number}), numbers)))
        return 0;
    rest = str_from(s, number + 1);
    struct str unit = str_cut(&rest, ' ');
    return STR_AMONG_NOCASE(unit, units) ? s.n - rest.n : 0;
}

/* The series that a title or a sentence names: "Harbor Pilot Series", "class in the Harbor Pilot
 * series". */
static struct str series_in(struct str s)
{
    static const char ends[] = " series";
    static const char *const befores[] = {"in the ", "within the ", "of the "};

    for (size_t at = 1; at + sizeof ends - 1 <= s.n; at++) {
        if (s.p[at] != ' ' || strncasecmp(s.p + at, ends, sizeof ends - 1) != 0)
            continue;
        for (size_t i = 0; i < sizeof befores / sizeof befores[0]; i++) {
            struct str before = str_of(befores[i]), found = {0};
            for (size_t k = at; k >= before.n && k + 60 > at; k--)
                if (str_starts((struct str){s.p + k - before.n, s.n}, before)) {
                    found = (struct str){s.p + k, at - k};
                    found = str_from(found, count_length(found));
                    break;
                }
            if (is_series_name(found))
                return found;
        }
    }
    return (struct str){"", 0};
}

static void set_if_absent(struct spec *spec, enum spec_field_name name, struct str value,
                          unsigned line)
{
    if (value.n > 0 && spec->fields[name].value.n == 0)
        spec->fields[name] = (struct spec_field){.value = value, .line = line};
}

/* The name of a series goes without the word, wherever it stands. */
static struct str without_series(struct str name)
{
    static const char end[] = " Series";

    return name.n > sizeof end && str_eq_nocase(str_from(name, name.n - (sizeof end - 1)), STR(end))
               ? (struct str){name.p, name.n - (sizeof end - 1)}
               : name;
}

static void read_series(struct spec *spec, const struct document *document)
{
    struct str name = without_series(spec->title);

    if (name.n < spec->title.n)
        set_if_absent(spec, FIELD_SERIES, name, spec->title_line);
    for (size_t at = 0; at < document->count && spec->fields[FIELD_SERIES].value.n == 0; at++)
        if (!document->lines[at].verbatim)
            set_if_absent(spec, FIELD_SERIES, series_in(document->lines[at].text),
                          document->lines[at].line);
    struct spec_field *series = &spec->fields[FIELD_SERIES];
    series->value = without_series(series->value);
}

/* A letterhead that names a government: "COUNTY OF LOW HILLS", "Alder County". */
static bool is_government(struct str s)
{
    static const char *const starts[] = {
        "city of ", "city and county of ", "county of ", "state of ",
        "town of ", "village of ",         "port of "};
    size_t words = 1;

    for (size_t i = 0; i < s.n; i++) {
        words += s.p[i] == ' ';
        if (!isalpha((unsigned char)s.p[i]) && strchr(" .'&", s.p[i]) == NULL)
            return false;
    }
    if (words > 6 || s.n == 0 || !isupper((unsigned char)s.p[0]))
        return false;
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        struct str start = str_of(starts[i]);
        if (s.n > start.n && str_eq_nocase((struct str){s.p, start.n}, start))
            return true;
    }
    static const char county[] = " county";
    return words <= 4 && s.n > sizeof county &&
           str_eq_nocase(str_from(s, s.n - (sizeof county - 1)), STR(county));
}

/* The agency of a letterhead: a line above the title, or just below it. */
static void read_letterhead(struct spec *spec, const struct document *document)
{
    enum { LETTERHEAD_LINES = 6 };

    for (size_t at = 0, seen = 0; at < document->count && seen < LETTERHEAD_LINES; at++) {
        struct str s = fields_line(document->lines[at].text);
        if (s.n == 0 || document->lines[at].verbatim)
            continue;
        seen++;
        if (is_government(s))
            set_if_absent(spec, FIELD_AGENCY, s, document->lines[at].line);
    }
}

size_t identity_read(struct spec *spec, const struct spec_reader *reader,
                     const struct document *document, struct str name, struct arena *arena)
{
    fields_read(spec, reader, document, arena);
    struct title title = title_find(reader, document, &spec->fields[FIELD_TITLE], name, arena);
    bool front_matter = document->title.n > 0;

    spec->title = front_matter ? document->title : title.text;
    spec->title_line = front_matter ? document->title_line : title.line;
    spec->fields[FIELD_TITLE] = (struct spec_field){.value = spec->title, .line = spec->title_line};
    if (title.code.n > 0)
        spec->fields[FIELD_CLASS_CODE] =
            (struct spec_field){.value = title.code, .line = title.line};
    set_if_absent(spec, FIELD_PAY_GRADE, grade_in(spec->title), spec->title_line);
    set_if_absent(spec, FIELD_LEVEL, level_in(spec->title), spec->title_line);
    read_series(spec, document);
    read_letterhead(spec, document);
    return str_eq_nocase(title.text, spec->title) ? title.at : document->count;
}
