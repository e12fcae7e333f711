#include "search/titles.h"

#include <stdlib.h>

#include "base/mem.h"
#include "search/token.h"

/* A title or code of a class. */
struct title {
    const char *text; /* folded; once finished */
    size_t start;
    uint32_t length, segment, class_number, docid;
};

struct title_list {
    struct title *items;
    size_t count, capacity;
    struct buf texts;
    void (*fold)(struct buf *out, struct str text);
};

struct titles {
    struct title_list titles, codes;
    uint32_t **places; /* of each segment; NULL if it has no class that lives */
    size_t segment_count;
};

void titles_free(struct titles *titles)
{
    if (titles == NULL)
        return;
    for (size_t i = 0; i < titles->segment_count; i++)
        free(titles->places[i]);
    free(titles->places);
    free(titles->titles.items);
    free(titles->codes.items);
    buf_free(&titles->titles.texts);
    buf_free(&titles->codes.texts);
    free(titles);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Appends a word so that bytes compare as numbers do where it has digits: a zero, how many digits
 * there are, the digits. *zeros gets how many zeros stood before each run of them. */
static void add_word(struct buf *out, struct buf *zeros, struct str word)
{
    enum { DIGITS_MAX = 255 };

    for (size_t i = 0; i < word.n;) {
        size_t start = i;
        if (!is_digit(word.p[i])) {
            buf_char(out, word.p[i++]);
            continue;
        }
        while (i + 1 < word.n && word.p[i] == '0' && is_digit(word.p[i + 1]))
            i++;
        buf_char(zeros, (char)(1 + (i - start) % DIGITS_MAX));
        for (start = i; i < word.n && is_digit(word.p[i]) && i - start < DIGITS_MAX;)
            i++;
        buf_char(out, '0');
        buf_char(out, (char)(i - start));
        buf_add(out, word.p + start, i - start);
    }
}

/* Appends what a title is compared by, byte by byte: its words, and behind them, for titles that
 * differ in that alone, the zeros that say nothing. */
static void fold_title(struct buf *out, struct str text)
{
    struct tokenizer tokens;
    struct buf zeros = {0};
    size_t start = out->n;

    tokenizer_start(&tokens, text);
    while (tokenizer_next(&tokens)) {
        if (out->n > start)
            buf_char(out, ' ');
        add_word(out, &zeros, buf_view(&tokens.word));
    }
    tokenizer_free(&tokens);
    while (zeros.n > 0 && zeros.p[zeros.n - 1] == 1)
        zeros.n--;
    if (zeros.n > 0) {
        buf_char(out, '\0');
        buf_str(out, buf_view(&zeros));
    }
    buf_free(&zeros);
}

static void fold_code(struct buf *out, struct str text)
{
    struct tokenizer tokens;

    tokenizer_start(&tokens, text);
    while (tokenizer_next(&tokens))
        buf_str(out, buf_view(&tokens.word));
    tokenizer_free(&tokens);
}

struct titles *titles_new(size_t segment_count)
{
    struct titles *titles = mem_zero(1, sizeof *titles);

    titles->segment_count = segment_count;
    titles->places = mem_zero(segment_count, sizeof *titles->places);
    titles->titles.fold = fold_title;
    titles->codes.fold = fold_code;
    return titles;
}

/* Adds a title or code, unless no letter or digit stands in it. */
static void add(struct title_list *list, struct title title, struct str text)
{
    size_t start = list->texts.n;

    list->fold(&list->texts, text);
    if (list->texts.n == start)
        return;
    title.start = start;
    title.length = (uint32_t)(list->texts.n - start);
    list->items = mem_grow(list->items, list->count, &list->capacity, sizeof *list->items);
    list->items[list->count++] = title;
}

void titles_add(struct titles *titles, size_t segment, const struct columns *columns,
                uint32_t class_number, uint32_t first_docid)
{
    const struct title class = {
        .segment = (uint32_t)segment, .class_number = class_number, .docid = first_docid};

    if (titles->places[segment] == NULL)
        titles->places[segment] = mem_alloc(columns->class_count * sizeof **titles->places);
    titles->places[segment][class_number] = TITLES_NONE;
    add(&titles->titles, class, columns_text(columns, class_number, COLUMNS_TITLE));
    add(&titles->codes, class, columns_text(columns, class_number, COLUMNS_CODE));
}

static struct str text_of(const struct title *title)
{
    return (struct str){title->text, title->length};
}

static int compare_titles(const void *a, const void *b)
{
    const struct title *x = a, *y = b;
    int order = str_compare(text_of(x), text_of(y));

    return order != 0 ? order : (x->docid > y->docid) - (x->docid < y->docid);
}

static void sort(struct title_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        list->items[i].text = list->texts.p + list->items[i].start;
    if (list->count > 1)
        qsort(list->items, list->count, sizeof *list->items, compare_titles);
}

void titles_finish(struct titles *titles)
{
    const struct title_list *list = &titles->titles;
    uint32_t place = 0;

    sort(&titles->titles);
    sort(&titles->codes);
    for (size_t i = 0; i < list->count; i++) {
        const struct title *title = &list->items[i];
        if (i > 0 && !str_eq(text_of(title), text_of(title - 1)))
            place++;
        titles->places[title->segment][title->class_number] = place;
    }
}

uint32_t titles_place(const struct titles *titles, size_t segment, uint32_t class_number)
{
    return titles->places[segment][class_number];
}

/* The first one that does not stand before the text. */
static size_t lower_bound(const struct title_list *list, struct str text)
{
    size_t low = 0, high = list->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_compare(text_of(&list->items[middle]), text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct found {
    uint32_t *docids;
    size_t count, capacity;
};

static void find(struct found *found, const struct title_list *list, struct str text)
{
    struct buf folded = {0};

    list->fold(&folded, text);
    for (size_t i = folded.n > 0 ? lower_bound(list, buf_view(&folded)) : list->count;
         i < list->count && str_eq(text_of(&list->items[i]), buf_view(&folded)); i++) {
        found->docids =
            mem_grow(found->docids, found->count, &found->capacity, sizeof *found->docids);
        found->docids[found->count++] = list->items[i].docid;
    }
    buf_free(&folded);
}

static int compare_docids(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

size_t titles_find(uint32_t **docids, const struct titles *titles, struct str text)
{
    struct found found = {0};
    size_t kept = 0;

    find(&found, &titles->titles, text);
    find(&found, &titles->codes, text);
    if (found.count > 1)
        qsort(found.docids, found.count, sizeof *found.docids, compare_docids);
    for (size_t i = 0; i < found.count; i++) /* a class's title may be its code, too */
        if (i == 0 || found.docids[i] != found.docids[i - 1])
            found.docids[kept++] = found.docids[i];
    *docids = found.docids;
    return kept;
}
