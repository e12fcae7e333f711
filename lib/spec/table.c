#include "spec/table.h"

#include <ctype.h>

enum { CELLS_MAX = 16, TOKENS_MAX = 32, HEADER_LINE = 120 };

struct cells {
    struct str items[CELLS_MAX];
    size_t count;
};

static bool is_row(const struct document_line *line)
{
    struct str s = str_trim(line->text);

    return !line->verbatim &&
           ((line->row && memchr(s.p, '\t', s.n) != NULL) || (s.n > 2 && s.p[0] == '|'));
}

static struct str plain_cell(struct str s)
{
    s = str_trim(s);
    while (s.n >= 2 && s.p[0] == '*' && s.p[s.n - 1] == '*')
        s = str_trim((struct str){s.p + 1, s.n - 2});
    return s;
}

static void split_row(struct cells *cells, const struct document_line *line)
{
    struct str rest = str_trim(line->text);
    char separator = rest.p[0] == '|' ? '|' : '\t';

    *cells = (struct cells){0};
    if (separator == '|')
        rest = str_from(rest, 1);
    else
        rest = line->text; /* an empty first cell counts */
    while (rest.n > 0 && cells->count < CELLS_MAX)
        cells->items[cells->count++] = plain_cell(str_cut(&rest, separator));
}

/* Is the whole cell a label? A column of classes has none but its name. */
static bool label_cell(enum spec_field_name *name, const struct label_table *labels, struct str s)
{
    if (s.n > 0 && s.p[s.n - 1] == ':')
        s = str_trim((struct str){s.p, s.n - 1});
    *name = FIELD_IGNORED;
    return s.n > 0 && (str_eq_nocase(s, STR("class")) || label_match(name, labels, s) == s.n);
}

static bool is_rule(const struct cells *cells)
{
    for (size_t i = 0; i < cells->count; i++)
        for (size_t k = 0; k < cells->items[i].n; k++)
            if (strchr("-: ", cells->items[i].p[k]) == NULL)
                return false;
    return true;
}

/* The values below a row of labels. */
static bool take_columns(const struct table_context *context, const struct cells *labels, size_t at)
{
    const struct document *document = context->document;
    enum spec_field_name name;
    struct cells values = {0};
    size_t found = 0, empty = 0, row = at + 1;

    for (size_t i = 0; i < labels->count; i++) {
        if (labels->items[i].n == 0)
            empty++;
        else if (label_cell(&name, context->labels, labels->items[i]))
            found++;
    }
    if (found < 2 || found + empty < labels->count)
        return false;
    for (; row < document->count; row++) {
        if (str_trim(document->lines[row].text).n == 0)
            continue;
        if (!is_row(&document->lines[row]))
            return false;
        split_row(&values, &document->lines[row]);
        if (!is_rule(&values))
            break;
    }
    for (size_t i = 0; row < document->count && i < values.count; i++)
        if (values.items[i].n > 0 && label_cell(&name, context->labels, values.items[i]))
            return false; /* a form: each row has its labels */
    for (size_t i = 0; row < document->count && i < labels->count && i < values.count; i++)
        if (label_cell(&name, context->labels, labels->items[i]) && name != FIELD_TITLE)
            context->take(context->data, name, values.items[i], row);
    return true;
}

static bool take_cells(const struct table_context *context, const struct cells *cells, size_t at)
{
    bool any = false;

    for (size_t i = 0; i < cells->count; i++) {
        enum spec_field_name name, next;
        struct str value = i + 1 < cells->count ? cells->items[i + 1] : (struct str){"", 0};
        if (!label_cell(&name, context->labels, cells->items[i]) || value.n == 0 ||
            label_cell(&next, context->labels, value))
            continue;
        context->take(context->data, name, value, at);
        any = true;
        i++;
    }
    return any;
}

/* A column of a flattened table, "Class Code" of `Schem Code Class Code Class`. */
struct column {
    enum spec_field_name name;
    bool wide; /* of titles, in words; each other one holds one word */
};

static size_t flat_columns(struct column columns[CELLS_MAX], const struct label_table *labels,
                           struct str s)
{
    size_t count = 0, kept = 0, wide = 0;

    for (size_t at = 0; at < s.n;) {
        enum spec_field_name name = FIELD_IGNORED;
        struct str rest = str_from(s, at);
        size_t n = label_match(&name, labels, rest);
        bool class = n == 0 && (str_eq_nocase(rest, STR("class")) ||
                                str_starts(rest, STR("Class ")) || str_starts(rest, STR("CLASS ")));
        if (class)
            n = strlen("class");
        if (n == 0 || count == CELLS_MAX)
            return 0;
        columns[count++] = (struct column){name, class || name == FIELD_TITLE};
        wide += class || name == FIELD_TITLE;
        kept += name != FIELD_IGNORED && name != FIELD_TITLE;
        for (at += n; at < s.n && isblank((unsigned char)s.p[at]);)
            at++;
    }
    return count >= 3 && kept > 0 && wide == 1 ? count : 0;
}

/* The words of a row, up to TOKENS_MAX. */
static size_t split_words(struct str words[TOKENS_MAX], struct str s)
{
    size_t count = 0;

    for (size_t at = 0; at < s.n && count < TOKENS_MAX;) {
        size_t end = at;
        while (end < s.n && !isblank((unsigned char)s.p[end]))
            end++;
        if (end > at)
            words[count++] = (struct str){s.p + at, end - at};
        at = end + 1;
    }
    return count;
}

static bool take_flat(const struct table_context *context, struct str s, size_t at)
{
    const struct document *document = context->document;
    struct column columns[CELLS_MAX];
    struct str words[TOKENS_MAX];
    size_t row = at + 1, before = 0;
    size_t count = s.n <= HEADER_LINE ? flat_columns(columns, context->labels, s) : 0;

    if (count == 0)
        return false;
    while (row < document->count && str_trim(document->lines[row].text).n == 0)
        row++;
    if (row == document->count)
        return true;
    size_t words_count = split_words(words, str_trim(document->lines[row].text));
    while (before < count && !columns[before].wide)
        before++;
    if (words_count < count)
        return true; /* which cells are empty cannot be told */
    for (size_t i = 0; i < count; i++) {
        size_t word = i < before ? i : words_count - (count - i);
        if (i != before)
            context->take(context->data, columns[i].name, words[word], row);
    }
    return true;
}

bool table_read(const struct table_context *context, size_t at)
{
    const struct document_line *line = &context->document->lines[at];
    struct cells cells;

    if (!is_row(line))
        return take_flat(context, str_trim(line->text), at);
    split_row(&cells, line);
    return take_columns(context, &cells, at) || take_cells(context, &cells, at);
}
