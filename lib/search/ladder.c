#include "search/ladder.h"

#include <stdlib.h>
#include <string.h>

#include "search/passage.h"
#include "search/token.h"

/* Which classes. */

struct seeking {
    const struct record_class *class;
    struct str series; /* stated; else empty */
    struct level level;
    struct str clue; /* the longest word of the level's base: no title without it need be read */
    struct str *ids;
    size_t count, left_out;
    struct arena *arena;
};

static struct str longest_word(struct str text)
{
    struct str longest = STR("");

    while (text.n > 0) {
        struct str word = str_cut(&text, ' ');
        if (word.n > longest.n)
            longest = word;
    }
    return longest;
}

static bool may_hold(struct str title, struct str clue)
{
    for (size_t i = 0; i + clue.n <= title.n; i++)
        if (str_eq_nocase((struct str){title.p + i, clue.n}, clue))
            return true;
    return false;
}

static struct str value_of(const struct columns *columns, uint32_t class, enum facet facet)
{
    return columns->dictionaries[facet].values[columns->classes[class].values[facet]];
}

static bool is_of_series(const struct seeking *seeking, const struct columns *columns,
                         uint32_t class)
{
    struct str title = columns_text(columns, class, COLUMNS_TITLE);

    if (!str_eq(columns_text(columns, class, COLUMNS_AGENCY), seeking->class->agency))
        return false;
    if (seeking->series.n > 0 &&
        str_eq_nocase(value_of(columns, class, FACET_SERIES), seeking->series))
        return true;
    if (seeking->clue.n == 0 || !may_hold(title, seeking->clue))
        return false;
    struct level level = level_of(title, seeking->arena);
    return str_eq(level.base, seeking->level.base) && level_compare(&level, &seeking->level) != 0;
}

static void seek(struct seeking *seeking, const struct index_segment *segment)
{
    const struct columns *columns = &segment->segment.columns;

    for (uint32_t c = 0; c < columns->class_count; c++) {
        if (!bitmap_has(&segment->live, columns->classes[c].first) ||
            !is_of_series(seeking, columns, c))
            continue;
        struct str id = columns_text(columns, c, COLUMNS_ID);
        if (str_eq(id, seeking->class->id))
            continue;
        if (seeking->count < LADDER_CLASSES_MAX)
            seeking->ids[seeking->count++] = id;
        else
            seeking->left_out++;
    }
}

static int compare_text(struct str a, struct str b, struct arena *arena)
{
    return strverscmp(arena_strndup(arena, a.p != NULL ? a.p : "", a.n),
                      arena_strndup(arena, b.p != NULL ? b.p : "", b.n));
}

static bool stands_before(const struct ladder_class *a, const struct ladder_class *b,
                          struct arena *arena)
{
    int order = level_compare(&a->level, &b->level);

    if (order == 0)
        order = compare_text(a->class.fields[FIELD_PAY_GRADE].value,
                             b->class.fields[FIELD_PAY_GRADE].value, arena);
    if (order == 0)
        order = compare_text(a->class.title, b->class.title, arena);
    return order != 0 ? order < 0 : str_compare(a->class.id, b->class.id) < 0;
}

static void insert(struct ladder *ladder, struct ladder_class class, struct arena *arena)
{
    size_t at = ladder->count++;

    for (; at > 0 && stands_before(&class, &ladder->classes[at - 1], arena); at--)
        ladder->classes[at] = ladder->classes[at - 1];
    ladder->classes[at] = class;
}

/* What they say of each other. */

/* The words of a text, in lower case. */
static struct str *read_words(size_t *count, struct str text, struct arena *arena)
{
    struct tokenizer tokens;
    struct str *words = NULL;
    size_t capacity = 0;

    *count = 0;
    tokenizer_start(&tokens, text);
    while (tokenizer_next(&tokens)) {
        words = arena_grow(arena, words, *count, &capacity, sizeof *words);
        words[(*count)++] =
            (struct str){arena_strndup(arena, tokens.word.p, tokens.word.n), tokens.word.n};
    }
    tokenizer_free(&tokens);
    return words;
}

void ladder_read_title(struct ladder_class *class, struct arena *arena)
{
    class->level = level_of(class->class.title, arena);
    class->words = read_words(&class->word_count, class->level.head, arena);
}

/* The same word, or its plural. */
static bool is_word(struct str word, struct str wanted)
{
    if (word.n == wanted.n + 1 && word.p[wanted.n] == 's')
        word.n--;
    return str_eq(word, wanted);
}

struct naming {
    const struct ladder_class *classes;
    size_t count, self;
    const struct str *words; /* of the text */
    size_t word_count;
    bool *names;
    bool any;
};

/* Whether the words from `at` on are the class's title. */
static bool is_title(const struct naming *naming, size_t at, const struct ladder_class *class)
{
    if (class->word_count == 0 || class->word_count > naming->word_count - at)
        return false;
    for (size_t i = 0; i < class->word_count; i++)
        if (!is_word(naming->words[at + i], class->words[i]))
            return false;
    return true;
}

static void name(struct naming *naming, size_t class)
{
    if (class == naming->self)
        return;
    naming->names[class] = true;
    naming->any = true;
}

/* Names the class that differs from another one in its number alone. */
static void name_number(struct naming *naming, size_t like, unsigned number)
{
    const struct level *level = &naming->classes[like].level;

    for (size_t i = 0; i < naming->count; i++) {
        const struct level *other = &naming->classes[i].level;
        if (other->number == number && other->rank == level->rank &&
            str_eq(other->base, level->base))
            name(naming, i);
    }
}

/* The class with the longest title from a word on; naming->count: none. */
static size_t longest_title(const struct naming *naming, size_t at)
{
    size_t found = naming->count, longest = 0;

    for (size_t i = 0; i < naming->count; i++)
        if (naming->classes[i].word_count > longest && is_title(naming, at, &naming->classes[i])) {
            longest = naming->classes[i].word_count;
            found = i;
        }
    return found;
}

/* Numerals behind a title that ends in one: "I, II and III". Returns where they end. */
static size_t name_more(struct naming *naming, size_t at, size_t class)
{
    static const char *const links[] = {"and", "or", "to", "through"};

    if (naming->classes[class].level.number == 0)
        return at;
    for (size_t next = at; next < naming->word_count; next++) {
        unsigned number = level_number(naming->words[next]);
        if (number > 0) {
            name_number(naming, class, number);
            at = next + 1;
        } else if (!STR_AMONG(naming->words[next], links)) {
            break;
        }
    }
    return at;
}

/* "Level II", "the II level" */
static void name_level(struct naming *naming, struct str word, struct str next)
{
    unsigned number = str_is(word, "level")   ? level_number(next)
                      : str_is(next, "level") ? level_number(word)
                                              : 0;

    if (number > 0)
        name_number(naming, naming->self, number);
}

bool ladder_names(bool names[LADDER_CLASSES_MAX], const struct ladder_class *classes, size_t count,
                  size_t self, struct str text, struct arena *arena)
{
    struct naming naming = {.classes = classes, .count = count, .self = self, .names = names};

    memset(names, 0, LADDER_CLASSES_MAX * sizeof *names);
    naming.words = read_words(&naming.word_count, text, arena);
    for (size_t at = 0; at < naming.word_count;) {
        size_t class = longest_title(&naming, at);
        if (class < count) {
            name(&naming, class);
            at = name_more(&naming, at + classes[class].word_count, class);
        } else {
            if (at + 1 < naming.word_count)
                name_level(&naming, naming.words[at], naming.words[at + 1]);
            at++;
        }
    }
    return naming.any;
}

static struct str fold_blanks(struct str text, struct arena *arena)
{
    char *folded = arena_strndup(arena, text.p, text.n);
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++) {
        bool blank = memchr(" \t\r\n\f\v", text.p[i], 6) != NULL;
        if (!blank)
            folded[n++] = text.p[i];
        else if (n > 0 && folded[n - 1] != ' ')
            folded[n++] = ' ';
    }
    return (struct str){folded, n};
}

/* What is not kept is `scratch`'s. */
static void read_section(struct ladder *ladder, size_t self, const struct record_section *section,
                         struct arena *arena, struct arena *scratch)
{
    struct ladder_class *class = &ladder->classes[self];
    struct passage_words words = {.arena = scratch};
    struct passage_list list = {0};
    size_t capacity = class->sentence_count;

    passage_split(&list, section, 0, &words);
    for (size_t i = 0; i < list.count; i++) {
        struct ladder_sentence sentence = {.ordinal = section->ordinal, .line = list.items[i].line};
        if (!ladder_names(sentence.names, ladder->classes, ladder->count, self, list.items[i].text,
                          scratch))
            continue;
        sentence.text = fold_blanks(list.items[i].text, arena);
        class->sentences = arena_grow(arena, class->sentences, class->sentence_count, &capacity,
                                      sizeof *class->sentences);
        class->sentences[class->sentence_count++] = sentence;
    }
    passage_words_free(&words);
}

/* Sections are read one by one, as all texts of a series may be long. */
static enum err_code read_sentences(struct ladder *ladder, struct index_worker *worker,
                                    struct arena *arena, struct err *err)
{
    struct arena *scratch = arena_new();
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < ladder->count; i++) {
        const struct record_class *class = &ladder->classes[i].class;
        for (uint32_t s = 0; code == ERR_OK && s < class->sections; s++) {
            struct record_section section;
            arena_clear(scratch);
            code = index_section(&section, worker, class->first_docid + s, scratch, err);
            if (code == ERR_OK && kind_set_has(&section.kinds, KIND_DISTINGUISHING))
                read_section(ladder, i, &section, arena, scratch);
        }
    }
    arena_free(scratch);
    return code;
}

static enum err_code fill(struct ladder *ladder, const struct seeking *seeking,
                          struct index_worker *worker, struct err *err)
{
    for (size_t i = 0; i < seeking->count; i++) {
        struct ladder_class found = {.current = i == 0};
        enum err_code code =
            index_class(&found.class, worker, seeking->ids[i], seeking->arena, err);
        if (code != ERR_OK)
            return code;
        ladder_read_title(&found, seeking->arena);
        insert(ladder, found, seeking->arena);
    }
    return ladder->count > 1 ? read_sentences(ladder, worker, seeking->arena, err) : ERR_OK;
}

enum err_code ladder_find(struct ladder *ladder, struct index *index,
                          const struct record_class *class, struct arena *arena, struct err *err)
{
    struct index_worker *worker = NULL;
    struct seeking seeking = {.class = class,
                              .series = class->fields[FIELD_SERIES].value,
                              .level = level_of(class->title, arena),
                              .ids = arena_zero(arena, LADDER_CLASSES_MAX, sizeof(struct str)),
                              .count = 1,
                              .arena = arena};

    seeking.ids[0] = class->id;
    seeking.clue = longest_word(seeking.level.base);
    for (size_t i = 0; i < index_segment_count(index); i++)
        seek(&seeking, &index_segments(index)[i]);
    *ladder = (struct ladder){.stated = seeking.series.n > 0,
                              .name = seeking.series.n > 0 ? seeking.series : seeking.level.name,
                              .left_out = seeking.left_out};
    ladder->classes = arena_zero(arena, seeking.count, sizeof *ladder->classes);
    enum err_code code = index_take(&worker, index, err);
    if (code == ERR_OK)
        code = fill(ladder, &seeking, worker, err);
    index_give(index, worker);
    return code;
}
