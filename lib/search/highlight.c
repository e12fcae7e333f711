#include "search/highlight.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "search/token.h"

/* A word of the text: its range, and whether a leaf's word or stem is equal to it. */
struct text_word {
    size_t start, end;
    struct str word; /* in the arena */
    bool possessive;
    bool marked;
};

struct text_words {
    struct text_word *items;
    size_t count;
};

static void split(struct text_words *words, struct str text, struct arena *arena)
{
    struct tokenizer tokens;
    size_t capacity = 0;
    struct text_word *items = NULL;

    words->count = 0;
    tokenizer_start(&tokens, text);
    while (tokenizer_next(&tokens)) {
        items = mem_grow(items, words->count, &capacity, sizeof *items);
        items[words->count++] = (struct text_word){
            .start = tokens.start,
            .end = tokens.end,
            .word = {arena_strndup(arena, tokens.word.p, tokens.word.n), tokens.word.n},
            .possessive = tokens.possessive};
    }
    tokenizer_free(&tokens);
    words->items = arena_zero(arena, words->count, sizeof *items);
    if (words->count > 0)
        memcpy(words->items, items, words->count * sizeof *items);
    free(items);
}

static void mark_phrase(struct text_words *words, const struct query_node *leaf)
{
    size_t n = leaf->word_count;

    for (size_t i = 0; i + n <= words->count; i++) {
        size_t k = 0;
        while (k < n && str_eq(words->items[i + k].word, leaf->words[k]))
            k++;
        for (size_t m = 0; k == n && m < n; m++)
            words->items[i + m].marked = true;
    }
}

static enum err_code mark_words(struct text_words *words, const struct query_node **leaves,
                                size_t leaf_count, struct stemmer *stemmer, struct err *err)
{
    struct buf stem = {0};
    enum err_code code = ERR_OK;
    bool any = false;

    for (size_t i = 0; i < leaf_count; i++)
        any = any || leaves[i]->type == QUERY_WORD;
    for (size_t i = 0; any && code == ERR_OK && i < words->count; i++) {
        struct text_word *word = &words->items[i];
        if (word->possessive)
            continue;
        code = stemmer_stem(&stem, stemmer, word->word, err);
        for (size_t k = 0; k < leaf_count && !word->marked; k++)
            word->marked =
                leaves[k]->type == QUERY_WORD && str_eq(buf_view(&stem), leaves[k]->stems[0]);
    }
    buf_free(&stem);
    return code;
}

enum err_code highlight_find(struct marks *marks, struct str text, const struct query_node *root,
                             struct stemmer *stemmer, struct arena *arena, struct err *err)
{
    const struct query_node *leaves[QUERY_PARTS_MAX];
    size_t leaf_count = query_leaf_count(root);
    struct text_words words;

    *marks = (struct marks){0};
    if (leaf_count == 0)
        return ERR_OK;
    query_leaves(leaves, root);
    split(&words, text, arena);
    enum err_code code = mark_words(&words, leaves, leaf_count, stemmer, err);
    for (size_t i = 0; i < leaf_count; i++)
        if (leaves[i]->type == QUERY_PHRASE)
            mark_phrase(&words, leaves[i]);
    marks->items = arena_zero(arena, words.count, sizeof *marks->items);
    for (size_t i = 0; i < words.count; i++)
        if (words.items[i].marked)
            marks->items[marks->count++] = (struct mark){words.items[i].start, words.items[i].end};
    return code;
}

void highlight_to_code_points(struct marks *marks, struct str text)
{
    size_t at = 0, points = 0;

    for (size_t i = 0; i < marks->count; i++) {
        struct mark *mark = &marks->items[i];
        points += utf8_length((struct str){text.p + at, mark->start - at});
        size_t inside = utf8_length((struct str){text.p + mark->start, mark->end - mark->start});
        at = mark->end;
        *mark = (struct mark){points, points + inside};
        points += inside;
    }
}

/* The mark with which the window of `length` bytes with the most marks begins, found in one sweep.
 */
static size_t best_mark(const struct marks *marks, size_t length)
{
    size_t best = 0, best_count = 0, first = 0;

    for (size_t last = 0; last < marks->count; last++) {
        while (marks->items[last].end - marks->items[first].start > length && first < last)
            first++;
        if (last - first + 1 > best_count) {
            best_count = last - first + 1;
            best = first;
        }
    }
    return best;
}

static bool is_space(struct str text, size_t at)
{
    return isspace((unsigned char)text.p[at]) != 0;
}

/* The start of the sentence or line that holds `at`, if it is not far before; else of a word. */
static size_t back_up(struct str text, size_t at, size_t most)
{
    size_t floor = at > most ? at - most : 0, word = at;

    for (size_t i = at; i > floor; i--) {
        bool sentence = i >= 2 && is_space(text, i - 1) && strchr(".;:!?", text.p[i - 2]) != NULL;
        if (text.p[i - 1] == '\n' || sentence)
            return i;
        if (is_space(text, i - 1))
            word = i;
    }
    return floor == 0 ? 0 : word;
}

/* Appends text[from..to) with white space folded, and moves the marks in it along. */
static void append_folded(struct buf *out, struct str text, size_t from, size_t to,
                          const struct marks *marks, struct marks *moved)
{
    size_t next = 0;

    while (next < marks->count && marks->items[next].start < from)
        next++;
    for (size_t at = from; at < to; at++) {
        if (next < marks->count && at == marks->items[next].start)
            moved->items[moved->count].start = out->n;
        if (!is_space(text, at))
            buf_char(out, text.p[at]);
        else if (out->n > 0 && out->p[out->n - 1] != ' ')
            buf_char(out, ' ');
        if (next < marks->count && at + 1 == marks->items[next].end) {
            moved->items[moved->count++].end = out->n;
            next++;
        }
    }
}

static bool is_blank(struct str text)
{
    for (size_t at = 0; at < text.n; at++)
        if (!is_space(text, at))
            return false;
    return true;
}

/* The end of a snippet that begins at `from`: between words where it can be, and not within a mark.
 * The first mark is always whole, however long it is. */
static size_t snippet_end(struct str text, size_t from, size_t length, const struct marks *marks,
                          const struct mark *first)
{
    size_t to = from + length < text.n ? utf8_cut(text, from + length) : text.n;

    for (size_t at = to; at < text.n && at > from + length / 2; at--) {
        if (is_space(text, at)) {
            to = at;
            break;
        }
    }
    for (size_t i = 0; i < marks->count; i++)
        if (marks->items[i].start < to && marks->items[i].end > to)
            to = marks->items[i].start;
    return first != NULL && to < first->end ? first->end : to;
}

void highlight_snippet(struct snippet *snippet, struct str text, const struct marks *marks,
                       size_t length, struct arena *arena)
{
    struct buf out = {0};
    const struct mark *first =
        marks->count > 0 ? &marks->items[best_mark(marks, length * 3 / 4)] : NULL;
    size_t from = 0;

    if (first != NULL && text.n > length)
        from = back_up(text, first->start, length / 4);

    while (from < text.n && is_space(text, from))
        from++;
    size_t to = snippet_end(text, from, length, marks, first);
    if (!is_blank((struct str){text.p, from}))
        buf_text(&out, "... ");
    snippet->marks.items = arena_zero(arena, marks->count, sizeof *snippet->marks.items);
    snippet->marks.count = 0;
    append_folded(&out, text, from, to, marks, &snippet->marks);
    while (out.n > 0 && out.p[out.n - 1] == ' ')
        out.n--;
    if (!is_blank(str_from(text, to)))
        buf_text(&out, " ...");
    snippet->text = (struct str){arena_strndup(arena, buf_view(&out).p, out.n), out.n};
    buf_free(&out);
    highlight_to_code_points(&snippet->marks, snippet->text);
}
