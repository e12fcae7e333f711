#include "spec/alias.h"

#include <limits.h>
#include <stdlib.h>

#include "base/embed.h"
#include "base/mem.h"
#include "spec/words.h"

EMBED(headings, "lib/spec/headings.tsv");

enum row_role { ROLE_KINDS, ROLE_FILLER, ROLE_PARENT, ROLE_NEVER };

struct alias_row {
    char *words; /* `count` words, each ending in NUL */
    size_t count;
    enum row_role role;
    bool whole; /* says nothing about a heading that has other words too */
    struct kind_set kinds;
};

struct alias_table {
    struct alias_row *rows;
    size_t count, capacity;
    struct alias_row **sorted;  /* by first word, then in order of the rows */
    size_t from[UCHAR_MAX + 2]; /* the first of each first byte, and behind the last */
};

/* The words of a phrase or heading without the article: "Purpose of the Class". */
static void split(struct words *words, struct str source)
{
    size_t count = 0;

    words_split(words, source);
    for (size_t i = 0; i < words->count; i++)
        if (strcmp(words->text[i], "the") != 0)
            memmove(words->text[count++], words->text[i], sizeof words->text[i]);
    words->count = count;
}

static enum err_code parse_kinds(struct alias_row *row, struct str kinds, struct err *err)
{
    if (str_eq(kinds, STR("~")))
        row->role = ROLE_FILLER;
    else if (str_eq(kinds, STR("^")))
        row->role = ROLE_PARENT;
    else if (str_eq(kinds, STR("!")))
        row->role = ROLE_NEVER;
    else {
        row->role = ROLE_KINDS;
        row->whole = str_starts(kinds, STR("="));
        kinds = str_from(kinds, row->whole);
        while (kinds.n > 0) {
            struct str name = str_trim(str_cut(&kinds, ','));
            enum spec_kind kind;
            if (!kind_from_name(&kind, name))
                return err_set(err, ERR_FORMAT, "unknown section kind '%.*s'", (int)name.n, name.p);
            kind_set_add(&row->kinds, kind);
        }
    }
    return ERR_OK;
}

static enum err_code add_row(struct alias_table *table, struct str line, struct err *err)
{
    struct alias_row row = {0};
    struct words words;
    struct buf text = {0};

    split(&words, str_cut(&line, '\t'));
    if (words.count == 0 || line.n == 0)
        return err_set(err, ERR_FORMAT, "not of the form phrase<TAB>kinds");
    enum err_code code = parse_kinds(&row, str_trim(line), err);
    if (code != ERR_OK)
        return code;
    for (size_t i = 0; i < words.count; i++)
        buf_add(&text, words.text[i], strlen(words.text[i]) + 1);
    row.words = text.p;
    row.count = words.count;
    table->rows = mem_grow(table->rows, table->count, &table->capacity, sizeof *table->rows);
    table->rows[table->count++] = row;
    return ERR_OK;
}

static int by_first_word(const void *a, const void *b)
{
    const struct alias_row *one = *(struct alias_row *const *)a;
    const struct alias_row *other = *(struct alias_row *const *)b;
    int order = strcmp(one->words, other->words);
    return order != 0 ? order : (one > other) - (one < other);
}

static void sort_rows(struct alias_table *table)
{
    table->sorted = mem_resize(table->sorted, table->count, sizeof *table->sorted);
    for (size_t i = 0; i < table->count; i++)
        table->sorted[i] = &table->rows[i];
    if (table->count > 0)
        qsort(table->sorted, table->count, sizeof *table->sorted, by_first_word);
    for (size_t c = 0, i = 0; c <= UCHAR_MAX + 1; c++) {
        while (i < table->count && (unsigned char)table->sorted[i]->words[0] < c)
            i++;
        table->from[c] = i;
    }
}

static enum err_code add_rows(struct alias_table *table, struct str rows, struct err *err)
{
    for (unsigned number = 1; rows.n > 0; number++) {
        struct str line = str_cut(&rows, '\n');
        struct str trimmed = str_trim(line);
        if (trimmed.n == 0 || trimmed.p[0] == '#')
            continue;
        enum err_code code = add_row(table, line, err);
        if (code != ERR_OK) {
            err_context(err, "line %u", number);
            return code;
        }
    }
    return ERR_OK;
}

enum err_code alias_table_add(struct alias_table *table, struct str rows, struct err *err)
{
    enum err_code code = add_rows(table, rows, err);

    sort_rows(table);
    return code;
}

struct alias_table *alias_table_new(void)
{
    struct alias_table *table = mem_zero(1, sizeof *table);
    struct err err;

    /* The built-in rows are right, or a unit test fails. */
    alias_table_add(table, (struct str){headings_data, headings_size()}, &err);
    return table;
}

void alias_table_free(struct alias_table *table)
{
    if (table == NULL)
        return;
    for (size_t i = 0; i < table->count; i++)
        free(table->rows[i].words);
    free(table->sorted);
    free(table->rows);
    free(table);
}

static bool row_stands_at(const struct alias_row *row, const struct words *words, size_t at)
{
    const char *word = row->words;

    if (row->count > words->count - at)
        return false;
    for (size_t i = 0; i < row->count; i++, word += strlen(word) + 1)
        if (strcmp(word, words->text[at + i]) != 0)
            return false;
    return true;
}

/* The rows that begin with a word: the index of the first, and behind the last, in table->sorted.
 */
static size_t rows_with(const struct alias_table *table, const char *word, size_t *end)
{
    unsigned char c = (unsigned char)word[0];
    size_t low = table->from[c], high = table->from[c + 1];

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(table->sorted[middle]->words, word) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *end = low;
    while (*end < table->count && strcmp(table->sorted[*end]->words, word) == 0)
        ++*end;
    return low;
}

/* Later rows win over earlier ones of the same phrase. */
static const struct alias_row *longest_at(const struct alias_table *table,
                                          const struct words *words, size_t at)
{
    const struct alias_row *best = NULL;
    size_t end;

    for (size_t start = rows_with(table, words->text[at], &end); end > start; end--) {
        const struct alias_row *row = table->sorted[end - 1];
        if ((best == NULL || row->count > best->count) && row_stands_at(row, words, at))
            best = row;
    }
    return best;
}

/* The row that is the whole heading; a word that is a filler beside others ("requirements") may be
 * a heading alone. */
static const struct alias_row *whole_row(const struct alias_table *table, const struct words *words)
{
    size_t end;

    if (words->count == 0)
        return NULL;
    for (size_t start = rows_with(table, words->text[0], &end); end > start; end--) {
        const struct alias_row *row = table->sorted[end - 1];
        if (row->count == words->count && row->role != ROLE_FILLER && row_stands_at(row, words, 0))
            return row;
    }
    return NULL;
}

struct alias_match alias_find(const struct alias_table *table, struct str heading)
{
    struct alias_match match = {.strength = ALIAS_NONE};
    struct kind_set firm = {0}; /* of the rows that say something beside unexplained words too */
    struct words words;
    size_t unexplained = 0, phrases = 0;

    split(&words, heading);
    const struct alias_row *whole = words.overflow ? NULL : whole_row(table, &words);
    if (whole != NULL) {
        match.strength = whole->role == ROLE_NEVER ? ALIAS_NEVER : ALIAS_EXACT;
        match.kinds = whole->kinds;
        match.weak = whole->whole;
        return match;
    }
    for (size_t at = 0; at < words.count;) {
        const struct alias_row *row = longest_at(table, &words, at);
        if (row == NULL) {
            unexplained++;
            at++;
            continue;
        }
        phrases += row->role == ROLE_KINDS;
        for (uint8_t k = 0; k < row->kinds.count; k++) {
            kind_set_add(&match.kinds, row->kinds.kinds[k]);
            if (!row->whole)
                kind_set_add(&firm, row->kinds.kinds[k]);
        }
        at += row->count;
    }
    if (phrases > 0)
        match.strength = unexplained > 0 || words.overflow ? ALIAS_PARTIAL : ALIAS_COVERED;
    match.weak = firm.count == 0;
    if (match.strength == ALIAS_PARTIAL)
        match.kinds = firm;
    return match;
}
