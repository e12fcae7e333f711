#include "spec/field.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/embed.h"

EMBED(labels, "lib/spec/labels.tsv");

static const struct {
    const char *name, *label;
} fields[FIELD_COUNT] = {
    [FIELD_TITLE] = {"title", "Title"},
    [FIELD_CLASS_CODE] = {"class_code", "Class code"},
    [FIELD_PAY_GRADE] = {"pay_grade", "Pay grade"},
    [FIELD_FLSA] = {"flsa", "FLSA status"},
    [FIELD_BARGAINING_UNIT] = {"bargaining_unit", "Bargaining unit"},
    [FIELD_ESTABLISHED] = {"established", "Established"},
    [FIELD_REVISED] = {"revised", "Revised"},
    [FIELD_PROBATION] = {"probation", "Probation"},
    [FIELD_SALARY] = {"salary", "Salary"},
    [FIELD_SERIES] = {"series", "Series"},
    [FIELD_LEVEL] = {"level", "Level"},
    [FIELD_AGENCY] = {"agency", "Agency"},
};

const char *field_name(enum spec_field_name name)
{
    return fields[name].name;
}

const char *field_label(enum spec_field_name name)
{
    return fields[name].label;
}

struct label_row {
    struct str label;
    enum spec_field_name name;
};

enum { LETTERS = 26 };

/* Rows by their first letter, else in order. */
struct label_table {
    struct label_row *rows;
    size_t count, capacity;
    size_t from[LETTERS + 1]; /* the first row of each letter, and behind the last */
};

static void sort_rows(struct label_table *table)
{
    struct label_row *sorted = mem_zero(table->count, sizeof *sorted);
    size_t count = 0;

    for (size_t letter = 0; letter < LETTERS; letter++) {
        table->from[letter] = count;
        for (size_t i = 0; i < table->count; i++)
            if (table->rows[i].label.p[0] == (char)('a' + letter))
                sorted[count++] = table->rows[i];
    }
    table->from[LETTERS] = count;
    free(table->rows);
    table->rows = sorted;
}

struct label_table *label_table_new(void)
{
    struct label_table *table = mem_zero(1, sizeof *table);
    struct str rest = {labels_data, labels_size()};

    while (rest.n > 0) {
        struct str line = str_cut(&rest, '\n');
        struct label_row row = {.label = str_cut(&line, '\t'), .name = FIELD_IGNORED};
        if (row.label.n == 0 || row.label.p[0] == '#')
            continue;
        for (enum spec_field_name f = 0; f < FIELD_COUNT; f++)
            if (str_eq(line, str_of(fields[f].name)))
                row.name = f;
        table->rows = mem_grow(table->rows, table->count, &table->capacity, sizeof *table->rows);
        table->rows[table->count++] = row;
    }
    sort_rows(table);
    return table;
}

void label_table_free(struct label_table *table)
{
    if (table != NULL) {
        free(table->rows);
        free(table);
    }
}

/* In any case but with a capital first; white space in it may be any run of blanks. */
size_t label_match(enum spec_field_name *name, const struct label_table *table, struct str s)
{
    size_t best = 0;

    if (s.n == 0 || !isupper((unsigned char)s.p[0]))
        return 0;
    size_t letter = (size_t)(tolower((unsigned char)s.p[0]) - 'a');
    for (size_t i = table->from[letter]; i < table->from[letter + 1]; i++) {
        struct str label = table->rows[i].label;
        size_t at = 0, k = 0;
        while (k < label.n && at < s.n) {
            if (label.p[k] == ' ' && isblank((unsigned char)s.p[at])) {
                while (at < s.n && isblank((unsigned char)s.p[at]))
                    at++;
            } else if (tolower((unsigned char)s.p[at]) == label.p[k]) {
                at++;
            } else {
                break;
            }
            k++;
        }
        bool ends = at == s.n || !(isalnum((unsigned char)s.p[at]) || s.p[at] == '\'');
        if (k == label.n && at > best && ends) {
            best = at;
            *name = table->rows[i].name;
        }
    }
    return best;
}

static size_t skip_blanks(struct str s, size_t at)
{
    while (at < s.n && isblank((unsigned char)s.p[at]))
        at++;
    return at;
}

/* Labels that a comma or the like joins, or nothing but a blank, are one longer label that is not
 * known: "Position Title, Series, Grade:", "Compensation Grade". Neither of them is what it seems.
 */
static void join_labels(struct label_pair pairs[], const size_t ends[], size_t count,
                        struct str line)
{
    static const char *const joiners[] = {",", "/", "&", "and", ", and", "or"};

    for (size_t i = 0; i + 1 < count; i++) {
        bool joined =
            pairs[i].value.n == 0 && pairs[i + 1].start == ends[i] + 1 && line.p[ends[i]] == ' ';
        for (size_t k = 0; k < sizeof joiners / sizeof joiners[0]; k++)
            joined = joined || str_eq_nocase(pairs[i].value, str_of(joiners[k]));
        if (joined)
            pairs[i].name = pairs[i + 1].name = FIELD_IGNORED;
    }
}

size_t label_pairs(struct label_pair pairs[LABEL_PAIRS_MAX], const struct label_table *table,
                   struct str line)
{
    size_t count = 0, begin = 0, ends[LABEL_PAIRS_MAX];
    bool colon = false;

    for (size_t at = skip_blanks(line, 0); at < line.n && count < LABEL_PAIRS_MAX;) {
        enum spec_field_name name = FIELD_IGNORED;
        size_t length = label_match(&name, table, str_from(line, at));
        size_t behind = skip_blanks(line, at + length);
        bool has_colon = length > 0 && behind < line.n && line.p[behind] == ':';
        if (count == 0 && length == 0)
            return 0;
        /* Further labels of a line with colons need one too, or "Revised" in a value would cut it.
         */
        if (length > 0 && (count == 0 || has_colon || !colon)) {
            if (count == 0)
                colon = has_colon;
            else
                pairs[count - 1].value = (struct str){line.p + begin, at - begin};
            begin = has_colon ? behind + 1 : at + length;
            ends[count] = at + length;
            pairs[count++] = (struct label_pair){name, at, str_from(line, begin)};
            at = begin;
        }
        while (at < line.n && !isblank((unsigned char)line.p[at]))
            at++;
        at = skip_blanks(line, at);
    }
    for (size_t i = 0; i < count; i++)
        pairs[i].value = str_trim(pairs[i].value);
    join_labels(pairs, ends, count, line);
    /* A lone label without a colon is prose, but for `Job Title ...`, which says what it is. */
    bool named = count == 1 && pairs[0].name == FIELD_TITLE && pairs[0].value.n > 0 &&
                 begin - pairs[0].start > strlen("title");
    return count == 1 && !colon && !named ? 0 : count;
}
