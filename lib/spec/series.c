#include "spec/series.h"

#include <ctype.h>
#include <stdint.h>

#include "spec/spec.h"
#include "spec/words.h"

static struct str next_token(struct str *rest)
{
    size_t end = 0;

    *rest = str_trim(*rest);
    while (end < rest->n && !isspace((unsigned char)rest->p[end]))
        end++;
    struct str token = {rest->p, end};
    *rest = str_trim(str_from(*rest, end));
    return token;
}

/* Letters, then digits: at most so many of each, at least so many digits. */
static bool is_code(struct str s, size_t most_letters, size_t least_digits, size_t most_digits)
{
    size_t letters = 0, digits = 0;

    while (letters < s.n && isupper((unsigned char)s.p[letters]))
        letters++;
    while (letters + digits < s.n && isdigit((unsigned char)s.p[letters + digits]))
        digits++;
    return letters + digits == s.n && letters <= most_letters && digits >= least_digits &&
           digits <= most_digits;
}

/* What is said of a class behind its name, "(abolished 05/07/2015)", is no part of it;
 * "(Specialist)" is. */
static struct str without_remark(struct str name)
{
    static const char *const words[] = {"abolished", "established", "formerly", "effective",
                                        "revised",   "see ",        "range"};
    const char *open = name.n > 0 ? memchr(name.p, '(', name.n) : NULL;

    if (open == NULL || open == name.p)
        return name;
    struct str before = str_trim((struct str){name.p, (size_t)(open - name.p)});
    struct str remark = str_from(name, before.n);
    for (size_t i = 0; i < remark.n; i++)
        if (isdigit((unsigned char)remark.p[i]))
            return before;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        struct str word = str_of(words[i]);
        struct str there = str_from(name, (size_t)(open - name.p) + 1);
        if (there.n >= word.n && str_eq_nocase((struct str){there.p, word.n}, word))
            return before;
    }
    return name;
}

/* "AJ70 0108 Measurement Specialist I": a schematic code or none, the class code, the name. Within
 * a list anything short will do for the schematic code, which may be misprinted. */
static bool is_row(struct series_class *class, struct str line, bool listed)
{
    enum { SCHEMATIC_MAX = 5 };
    struct str rest = str_trim(line), first = next_token(&rest);
    struct str code = first, second = rest;

    second = next_token(&second);
    if ((is_code(first, 3, 2, 2) && first.n >= 3 && isupper((unsigned char)first.p[0])) ||
        (listed && first.n <= SCHEMATIC_MAX && is_code(second, 0, 3, 6)))
        code = next_token(&rest);
    if (!is_code(code, 3, 3, 6))
        return false;
    class->code = code;
    class->name = without_remark(rest);
    return class->name.n >= 3 && class->name.n <= 100 && isupper((unsigned char)class->name.p[0]) &&
           strchr(".:;,", class->name.p[class->name.n - 1]) == NULL;
}

/* The head of a list: "Schem Code  Class Code  Class". */
static bool is_list_head(struct str line)
{
    struct words words;

    words_split(&words, line);
    for (size_t i = 0; i + 2 < words.count; i++)
        if (strcmp(words.text[i], "class") == 0 && strcmp(words.text[i + 1], "code") == 0)
            return words.count <= 8;
    return false;
}

void series_read(struct series *series, const struct document *document, struct arena *arena)
{
    enum { CLASSES_MAX = 64 };
    size_t count = 0;

    *series =
        (struct series){.classes = arena_zero(arena, CLASSES_MAX, sizeof(struct series_class))};
    for (size_t at = 0; at < document->count && count < CLASSES_MAX; at++) {
        struct series_class class = {.line = document->lines[at].line};
        struct str line = str_trim(document->lines[at].text);
        if (line.n == 0)
            continue;
        if (is_row(&class, line, series->listed || count > 0)) {
            series->classes[count++] = class;
        } else if (count >= 2) {
            break;
        } else {
            count = 0;
            series->listed = line.n < 100 && is_list_head(line);
        }
    }
    series->count = count >= 2 ? count : 0;
}

int series_class_named(const struct series *series, struct str name)
{
    int found = SERIES_NONE;

    for (size_t i = 0; i < series->count; i++)
        if (words_equal(series->classes[i].name, name))
            return (int)i;
    for (size_t i = 0; i < series->count; i++)
        if (words_equal(series->classes[i].name, without_remark(name)))
            found = (int)i;
    return found;
}

/* For which classes a section holds is a set with a bit for each class. */

static uint64_t bit(int class)
{
    return class == SERIES_NONE ? 0 : UINT64_C(1) << class;
}

/* A class's heading with nothing under it shares what stands under the next class's. */
static bool is_bare(const struct spec *spec, size_t at)
{
    return spec->sections[at].text.n == 0 &&
           (at + 1 == spec->count || spec->sections[at + 1].parent != (int)at);
}

/* Fills `holds` and returns the classes that have a heading somewhere. */
static uint64_t find_owners(uint64_t holds[], const struct spec *spec, const struct series *series)
{
    uint64_t named = 0, waiting = 0;

    for (size_t i = 0; i < spec->count; i++) {
        const struct spec_section *section = &spec->sections[i];
        uint64_t own = bit(series_class_named(series, section->heading));
        named |= own;
        if (own != 0) {
            holds[i] = own | waiting;
            waiting = is_bare(spec, i) ? holds[i] : 0;
        } else {
            holds[i] = section->parent != SPEC_NO_PARENT ? holds[section->parent] : UINT64_MAX;
            waiting = 0;
        }
    }
    return named;
}

/* A date, or a year alone, as a table of history has it. */
static bool is_date(struct str s)
{
    return s.n >= 4 && s.n <= 10 && isdigit((unsigned char)s.p[0]) &&
           (s.n == 4 || memchr(s.p, '/', s.n) != NULL);
}

/* The next cell of such a table, signs of footnotes passed over; "--" stands for none. */
static struct str next_cell(struct str *rest)
{
    struct str cell = next_token(rest);

    while (cell.n > 0 && !isalnum((unsigned char)cell.p[0]) && cell.p[0] != '-')
        cell = next_token(rest);
    return cell;
}

/* The dates that stand behind a class's name in a table of its history: established, then
 * revised. */
static void read_history(struct spec_class *class, const struct document *document)
{
    for (size_t at = 0; at < document->count; at++) {
        unsigned number = document->lines[at].line;
        struct str line = str_trim(document->lines[at].text);
        if (line.n <= class->title.n ||
            !str_eq_nocase((struct str){line.p, class->title.n}, class->title))
            continue;
        struct str rest = str_trim(str_from(line, class->title.n));
        struct str established = next_cell(&rest), revised = next_cell(&rest);
        if (!is_date(established))
            continue;
        class->fields[FIELD_ESTABLISHED] =
            (struct spec_field){.value = established, .line = number};
        if (is_date(revised))
            class->fields[FIELD_REVISED] = (struct spec_field){.value = revised, .line = number};
        return;
    }
}

static void fill_class(struct spec_class *class, const struct spec *spec,
                       const struct series_class *listed, const struct document *document)
{
    class->title = listed->name;
    class->title_line = listed->line;
    memcpy(class->fields, spec->fields, sizeof class->fields);
    class->fields[FIELD_ESTABLISHED] = class->fields[FIELD_REVISED] = (struct spec_field){0};
    class->fields[FIELD_TITLE] = (struct spec_field){.value = listed->name, .line = listed->line};
    class->fields[FIELD_CLASS_CODE] =
        (struct spec_field){.value = listed->code, .line = listed->line};
    if (class->fields[FIELD_SERIES].value.n == 0)
        class->fields[FIELD_SERIES] =
            (struct spec_field){.value = spec->title, .line = spec->title_line};
    read_history(class, document);
}

bool series_split(struct spec *spec, const struct series *series, const struct document *document,
                  struct arena *arena)
{
    if (series->count < 2)
        return false;
    uint64_t *holds = arena_zero(arena, spec->count, sizeof *holds);
    uint64_t named = find_owners(holds, spec, series);
    if ((named & (named - 1)) == 0 && !series->listed)
        return false;
    spec->classes = arena_zero(arena, series->count, sizeof *spec->classes);
    for (size_t c = 0; c < series->count; c++) {
        struct spec_class *class = &spec->classes[spec->class_count++];
        fill_class(class, spec, &series->classes[c], document);
        class->sections = arena_zero(arena, spec->count, sizeof *class->sections);
        for (size_t i = 0; i < spec->count; i++)
            if (holds[i] & bit((int)c))
                class->sections[class->count++] = i;
    }
    return true;
}
