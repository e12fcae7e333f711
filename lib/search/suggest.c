#include "search/suggest.h"

#include <ctype.h>
#include <stdlib.h>

#include "search/browse.h"
#include "search/index.h"
#include "search/query_scope.h"
#include "search/query_text.h"
#include "search/suggest_list.h"
#include "search/suggest_phrases.h"
#include "search/suggest_words.h"
#include "search/token.h"

struct suggest {
    struct suggest_list titles, codes, agencies;
};

/* Classes of one title follow each other. */
static void add_titles(struct suggest_list *list, const struct browse *browse)
{
    uint32_t last = TITLES_NONE;

    for (uint32_t i = 0; i < browse_class_count(browse); i++) {
        struct browse_class class = browse_class_at(browse, i);
        if (class.place == TITLES_NONE)
            break;
        if (class.place == last)
            list->items[list->item_count - 1].classes++;
        else
            suggest_list_add(list, class.title,
                             suggest_list_item(list, (struct suggest_item){.shown = class.title,
                                                                           .id = class.id,
                                                                           .classes = 1}),
                             true);
        last = class.place;
    }
    suggest_list_sort(list);
}

/* Every class has an item at first; of equal codes the first one counts for all. */
static void add_codes(struct suggest_list *list, const struct browse *browse)
{
    size_t kept = 0;

    for (uint32_t i = 0; i < browse_class_count(browse); i++) {
        struct browse_class class = browse_class_at(browse, i);
        struct suggest_item item = {
            .shown = class.code, .id = class.id, .title = class.title, .classes = 1};
        suggest_list_add(list, class.code, suggest_list_item(list, item), false);
    }
    suggest_list_sort(list);
    for (size_t i = 0; i < list->count; i++) {
        struct suggest_entry *last = kept > 0 ? &list->entries[kept - 1] : NULL;
        if (last != NULL && str_eq(suggest_entry_text(last), suggest_entry_text(&list->entries[i])))
            list->items[last->item].classes++;
        else
            list->entries[kept++] = list->entries[i];
    }
    list->count = kept;
}

static void add_agencies(struct suggest_list *list, const struct index *index)
{
    const struct values *values = index_values(index);

    for (uint32_t i = 0; i < values->facets[FACET_AGENCY].count; i++) {
        struct str name = values->facets[FACET_AGENCY].values[i];
        struct suggest_item item = {.shown = name,
                                    .classes = browse_agency(index_browse(index), i).classes};
        suggest_list_add(list, name, suggest_list_item(list, item), true);
    }
    suggest_list_sort(list);
}

struct suggest *suggest_new(const struct index *index)
{
    struct suggest *suggest = mem_zero(1, sizeof *suggest);

    add_titles(&suggest->titles, index_browse(index));
    add_codes(&suggest->codes, index_browse(index));
    add_agencies(&suggest->agencies, index);
    return suggest;
}

void suggest_free(struct suggest *suggest)
{
    if (suggest == NULL)
        return;
    suggest_list_free(&suggest->titles);
    suggest_list_free(&suggest->codes);
    suggest_list_free(&suggest->agencies);
    free(suggest);
}

static const struct {
    const char *name, *label;
} types[SUGGEST_TYPE_COUNT] = {
    [SUGGEST_TITLE] = {"title", "Title"},    [SUGGEST_CODE] = {"code", "Code"},
    [SUGGEST_PHRASE] = {"phrase", "Phrase"}, [SUGGEST_SCOPE] = {"scope", "Scope"},
    [SUGGEST_AGENCY] = {"agency", "Agency"}, [SUGGEST_WORD] = {"word", "Word"},
};

const char *suggest_type_name(enum suggest_type type)
{
    return types[type].name;
}

const char *suggest_type_label(enum suggest_type type)
{
    return types[type].label;
}

/* What was typed. */
struct typed {
    struct str text;
    struct str before;      /* what stands before the last word */
    struct buf last;        /* the last word, folded; empty if something stands behind it */
    bool ended;             /* something does */
    struct buf words, code; /* all of it, folded as titles and as codes are */
};

static void read_typed(struct typed *typed, struct str text)
{
    struct tokenizer tokens;

    *typed = (struct typed){.text = text, .ended = true};
    tokenizer_start(&tokens, text);
    while (tokenizer_next(&tokens)) {
        typed->before.p = text.p;
        typed->before.n = tokens.start;
        typed->last.n = 0;
        typed->ended = tokens.end < text.n;
        if (!typed->ended)
            buf_str(&typed->last, buf_view(&tokens.word));
    }
    tokenizer_free(&tokens);
    suggest_fold(&typed->words, text, true);
    suggest_fold(&typed->code, text, false);
}

static void free_typed(struct typed *typed)
{
    buf_free(&typed->last);
    buf_free(&typed->words);
    buf_free(&typed->code);
}

/* The suggestions of each type, the best first. */
struct found {
    struct suggestion items[SUGGEST_TYPE_COUNT][SUGGEST_MOST];
    size_t counts[SUGGEST_TYPE_COUNT];
    size_t limit;
    struct arena *arena;
};

static void add(struct found *found, struct suggestion suggestion)
{
    enum suggest_type type = suggestion.type;

    if (found->counts[type] < found->limit)
        found->items[type][found->counts[type]++] = suggestion;
}

static struct str kept(struct found *found, const struct buf *text)
{
    struct str view = buf_view(text);
    return (struct str){arena_strndup(found->arena, view.p, view.n), view.n};
}

/* A code alone says little: that of one class is shown with its title. */
static struct str label_of(struct found *found, const struct suggest_item *item)
{
    struct buf label = {0};

    if (item->classes > 1 || item->title.n == 0)
        return item->shown;
    buf_str(&label, item->shown);
    buf_char(&label, ' ');
    buf_str(&label, item->title);
    struct str shown = kept(found, &label);
    buf_free(&label);
    return shown;
}

/* Would a query take it for nothing but words, and part nothing that belongs together? */
static bool is_plain(struct str title, struct arena *arena)
{
    struct query_text read;
    bool in_word = false;

    query_text_make(&read, title, arena);
    for (size_t i = 0; i < read.plain.n; i++) {
        unsigned char c = (unsigned char)read.plain.p[i];
        bool letter = isalnum(c) || c >= 0x80;
        if (!letter && c != ' ' && c != ',' && !(in_word && (c == '-' || c == '\'')))
            return false;
        in_word = letter;
    }
    return true;
}

/* A title as a query that names it: as it is written if that is plain, else its words. Operators
 * are in capitals. */
static struct str title_query(struct found *found, struct str title)
{
    static const char *const operators[] = {"AND", "OR", "NOT", "NEAR"};
    bool plain = is_plain(title, found->arena);
    struct buf words = {0};
    struct tokenizer tokens;

    tokenizer_start(&tokens, title);
    while (tokenizer_next(&tokens)) {
        struct str written = {title.p + tokens.start, tokens.end - tokens.start};
        bool joins = STR_AMONG(written, operators);
        plain = plain && !joins;
        if (words.n > 0)
            buf_char(&words, ' ');
        buf_str(&words, joins ? buf_view(&tokens.word) : written);
    }
    tokenizer_free(&tokens);
    struct str query = plain ? title : kept(found, &words);
    buf_free(&words);
    return query;
}

static void add_class_items(struct found *found, enum suggest_type type,
                            const struct suggest_list *list, struct str prefix, bool ended)
{
    struct suggest_picks picks;

    suggest_list_pick(&picks, list, prefix, ended, found->limit);
    for (size_t i = 0; i < picks.count; i++) {
        const struct suggest_item *item = &list->items[picks.items[i].item];
        add(found, (struct suggestion){.type = type,
                                       .text = title_query(found, item->shown),
                                       .label = label_of(found, item),
                                       .id = item->classes == 1 ? item->id : STR(""),
                                       .classes = item->classes});
    }
}

/* The query with something else in place of its last part. */
static struct str completed(struct found *found, struct str before, const char *format,
                            struct str by)
{
    struct buf text = {0};

    buf_str(&text, before);
    buf_printf(&text, format, (int)by.n, by.p);
    struct str query = kept(found, &text);
    buf_free(&text);
    return query;
}

/* What a scope or an agency takes the place of: letters and underscores at the end, behind a blank,
 * a bracket, or a minus. */
static bool find_bare(struct str *before, struct str *bare, struct str text)
{
    size_t start = text.n;

    while (start > 0 && (isalpha((unsigned char)text.p[start - 1]) || text.p[start - 1] == '_' ||
                         (unsigned char)text.p[start - 1] >= 0x80))
        start--;
    *before = (struct str){text.p, start};
    *bare = str_from(text, start);
    return bare->n > 0 && (start == 0 || strchr(" (-", text.p[start - 1]) != NULL);
}

static bool begins(struct str name, struct str prefix)
{
    return name.n >= prefix.n && str_eq_nocase((struct str){name.p, prefix.n}, prefix);
}

static void add_scope(struct found *found, struct str before, const struct query_scope *scope,
                      struct str label, uint32_t sections)
{
    add(found, (struct suggestion){
                   .type = SUGGEST_SCOPE,
                   .text = completed(found, before, "%.*s:", str_of(query_scope_name(scope))),
                   .label = label,
                   .sections = sections});
}

/* Kinds of section by their names or labels, then fields of the class. */
static void add_scopes(struct found *found, const struct index *index, struct str before,
                       struct str bare)
{
    static const char *const labels[] = {
        [QUERY_TITLE] = "Title of the class", [QUERY_AGENCY] = "Agency",
        [QUERY_CODE] = "Class code",          [QUERY_SERIES] = "Series",
        [QUERY_GRADE] = "Pay grade",          [QUERY_FLSA] = "FLSA status",
    };
    struct query_scope typed;
    struct err err;
    bool known = query_scope_find(&typed, bare, 1, &err) == ERR_OK && typed.type == QUERY_KIND;

    for (enum spec_kind kind = 0; kind < KIND_COUNT; kind++) {
        struct query_scope scope = {.type = QUERY_KIND, .kind = kind};
        struct browse_count count = browse_kind(index_browse(index), kind);
        if (count.sections > 0 &&
            (begins(str_of(kind_name(kind)), bare) || begins(str_of(kind_label(kind)), bare) ||
             (known && typed.kind == kind)))
            add_scope(found, before, &scope, str_of(kind_label(kind)), count.sections);
    }
    for (size_t f = 0; f < sizeof labels / sizeof *labels; f++) {
        struct query_scope scope = {.type = QUERY_FIELD, .field = (enum query_field)f};
        if (begins(str_of(query_scope_name(&scope)), bare))
            add_scope(found, before, &scope, str_of(labels[f]), 0);
    }
    struct query_scope heading = {.type = QUERY_HEADING};
    if (begins(STR("heading"), bare))
        add_scope(found, before, &heading, STR("Heading of the section"), 0);
}

/* Quotation marks would end the name. */
static struct str without_quotes(struct found *found, struct str name)
{
    char *copy = arena_strndup(found->arena, name.p, name.n);

    for (size_t i = 0; i < name.n; i++)
        if (copy[i] == '"')
            copy[i] = ' ';
    return (struct str){copy, name.n};
}

static void add_agency_names(struct found *found, const struct suggest_list *list,
                             struct str before, struct str typed)
{
    struct buf folded = {0};
    struct suggest_picks picks;

    suggest_fold(&folded, typed, true);
    suggest_list_pick(&picks, list, buf_view(&folded), false, found->limit);
    for (size_t i = 0; i < picks.count; i++) {
        const struct suggest_item *item = &list->items[picks.items[i].item];
        struct str name = without_quotes(found, item->shown);
        add(found, (struct suggestion){.type = SUGGEST_AGENCY,
                                       .text = completed(found, before, "agency:\"%.*s\"", name),
                                       .label = item->shown,
                                       .classes = item->classes});
    }
    buf_free(&folded);
}

static enum err_code add_phrases(struct found *found, struct index_worker *worker, struct str typed,
                                 uint64_t deadline_ms, struct err *err)
{
    struct suggest_phrase phrases[SUGGEST_MOST];
    size_t count = 0;
    enum err_code code = suggest_phrases(phrases, &count, found->limit, worker, typed, deadline_ms,
                                         found->arena, err);

    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        struct str before = {typed.p, phrases[i].start};
        add(found,
            (struct suggestion){.type = SUGGEST_PHRASE,
                                .text = completed(found, before, "\"%.*s\"", phrases[i].text),
                                .label = phrases[i].text});
    }
    return code;
}

static enum err_code add_words(struct found *found, struct index_worker *worker,
                               const struct typed *typed, uint64_t deadline_ms, struct err *err)
{
    struct suggest_word words[SUGGEST_MOST];
    size_t count = 0;
    enum err_code code = suggest_words(words, &count, found->limit, worker, buf_view(&typed->last),
                                       false, deadline_ms, err);

    for (size_t i = 0; code == ERR_OK && i < count; i++)
        add(found,
            (struct suggestion){.type = SUGGEST_WORD,
                                .text = completed(found, typed->before, "%.*s", words[i].word),
                                .label = words[i].word,
                                .sections = words[i].sections});
    return code;
}

/* What the sections have. */
static enum err_code add_texts(struct found *found, struct index *index, const struct typed *typed,
                               uint64_t deadline_ms, struct err *err)
{
    struct index_worker *worker = NULL;
    enum err_code code = index_take(&worker, index, err);

    if (code == ERR_OK)
        code = add_phrases(found, worker, typed->text, deadline_ms, err);
    if (code == ERR_OK && !typed->ended)
        code = add_words(found, worker, typed, deadline_ms, err);
    index_give(index, worker);
    return code;
}

/* Where the value of `agency:` begins that is being typed at the end; 0 if none is. */
static size_t agency_value(struct str text)
{
    static const struct str scope = {"agency:", 7};

    for (size_t i = text.n; i-- > 0;) {
        struct str rest = str_from(text, i);
        if (begins(rest, scope) && (i == 0 || strchr(" (-", text.p[i - 1]) != NULL)) {
            rest = str_from(rest, scope.n);
            bool quoted = rest.n > 0 && rest.p[0] == '"';
            bool ended = memchr(rest.p + quoted, quoted ? '"' : ' ', rest.n - quoted) != NULL;
            return ended ? 0 : i + scope.n;
        }
    }
    return 0;
}

static enum err_code find(struct found *found, struct index *index, const struct typed *typed,
                          uint64_t deadline_ms, struct err *err)
{
    const struct suggest *suggest = index_suggest(index);
    size_t agency = agency_value(typed->text);
    struct str before, bare;

    if (agency > 0) {
        before = (struct str){typed->text.p, agency - strlen("agency:")};
        add_agency_names(found, &suggest->agencies, before, str_from(typed->text, agency));
        return ERR_OK;
    }
    add_class_items(found, SUGGEST_TITLE, &suggest->titles, buf_view(&typed->words), typed->ended);
    add_class_items(found, SUGGEST_CODE, &suggest->codes, buf_view(&typed->code), false);
    if (!typed->ended && find_bare(&before, &bare, typed->text)) {
        add_scopes(found, index, before, bare);
        add_agency_names(found, &suggest->agencies, before, bare);
    }
    return add_texts(found, index, typed, deadline_ms, err);
}

/* Deals `limit` places out, round by round, then lists what has one, type by type. */
static size_t deal(struct suggestion *out, const struct found *found)
{
    static const size_t at_once[SUGGEST_TYPE_COUNT] = {
        [SUGGEST_TITLE] = 2, [SUGGEST_CODE] = 1,   [SUGGEST_PHRASE] = 1,
        [SUGGEST_SCOPE] = 1, [SUGGEST_AGENCY] = 1, [SUGGEST_WORD] = 1};
    size_t taken[SUGGEST_TYPE_COUNT] = {0}, total = 0, before, count = 0;

    do {
        before = total;
        for (size_t t = 0; t < SUGGEST_TYPE_COUNT; t++) {
            for (size_t i = 0;
                 i < at_once[t] && total < found->limit && taken[t] < found->counts[t];
                 i++, total++)
                taken[t]++;
        }
    } while (total > before);
    for (size_t t = 0; t < SUGGEST_TYPE_COUNT; t++)
        for (size_t i = 0; i < taken[t]; i++)
            out[count++] = found->items[t][i];
    return count;
}

enum err_code suggest_run(struct suggestion **suggestions, size_t *count, struct index *index,
                          struct str text, size_t limit, uint64_t deadline_ms, struct arena *arena,
                          struct err *err)
{
    struct found *found = arena_zero(arena, 1, sizeof *found);
    struct typed typed;

    found->limit = limit < SUGGEST_MOST ? limit : SUGGEST_MOST;
    found->arena = arena;
    read_typed(&typed, text);
    *suggestions = arena_zero(arena, SUGGEST_MOST, sizeof **suggestions);
    *count = 0;
    enum err_code code = typed.words.n > 0 || agency_value(text) > 0
                             ? find(found, index, &typed, deadline_ms, err)
                             : ERR_OK;
    if (code == ERR_OK)
        *count = deal(*suggestions, found);
    free_typed(&typed);
    return code;
}
