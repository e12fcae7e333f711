#include "search/notes.h"

#include <ctype.h>

#include "base/utf8.h"
#include "search/correct.h"
#include "search/deadline.h"
#include "search/field_fit.h"
#include "search/nearest.h"
#include "search/query_lexer.h"
#include "search/query_value.h"
#include "search/terms.h"

enum { CLOCK_EVERY = 1024 };

struct noting {
    struct notes *notes;
    struct index_worker *worker;
    struct str typed;
    struct query_text text;           /* what the tokens are of */
    const struct query_token *tokens; /* of the query; the last is an END */
    uint64_t deadline_ms;
    struct arena *arena;
};

/* A scope, and the value behind it. */
struct scope {
    const struct query_token *name, *value;
};

static void add_note(struct notes *notes, struct buf *text, struct str query, struct arena *arena)
{
    if (notes->items == NULL)
        notes->items = arena_zero(arena, NOTES_MAX, sizeof *notes->items);
    if (notes->count < NOTES_MAX)
        notes->items[notes->count++] =
            (struct note){{arena_strndup(arena, text->p, text->n), text->n}, query};
    buf_free(text);
}

void notes_add(struct notes *notes, struct str text, struct arena *arena)
{
    struct buf copy = {0};

    buf_str(&copy, text);
    add_note(notes, &copy, (struct str){"", 0}, arena);
}

/* The scope that a node stands for; false if its value is a group. */
static bool find_scope(struct scope *scope, const struct noting *noting,
                       const struct query_node *node)
{
    for (const struct query_token *token = noting->tokens; token->type != QUERY_TOKEN_END;
         token++) {
        if (token->type != QUERY_TOKEN_SCOPE || token->position != node->position)
            continue;
        *scope = (struct scope){token, token + 1};
        return token[1].type == QUERY_TOKEN_RUN || token[1].type == QUERY_TOKEN_QUOTED;
    }
    return false;
}

/* Where the code point stands that is the `position`th, from 1. */
static size_t byte_at(struct str text, int position)
{
    uint32_t c;
    size_t at = 0;

    for (int i = 1; i < position && at < text.n; i++) {
        size_t n = utf8_decode(text.p + at, text.n - at, &c);
        at += n > 0 ? n : 1;
    }
    return at;
}

/* The query as typed, with something else for a scope and its value; empty if that is too long. */
static struct str offer(const struct noting *noting, const struct scope *scope,
                        struct str replacement)
{
    const char *end = scope->value->text.p + scope->value->text.n;
    bool quoted = scope->value->type == QUERY_TOKEN_QUOTED;
    size_t from = byte_at(noting->typed, scope->name->position);
    size_t to = byte_at(noting->typed, query_position(&noting->text, end) + quoted);
    struct str before = {noting->typed.p, from}, behind = str_from(noting->typed, to);

    if (before.n + replacement.n + behind.n > QUERY_BYTES_MAX)
        return (struct str){"", 0};
    return str_of(arena_printf(noting->arena, "%.*s%.*s%.*s", (int)before.n, before.p,
                               (int)replacement.n, replacement.p, (int)behind.n, behind.p));
}

/* name:"value", without the marks where it is one word. What would end the quotation is left out.
 */
static struct str field_text(const struct scope *scope, struct str value, struct arena *arena)
{
    struct buf text = {0};
    bool marks = false;

    for (size_t i = 0; i < value.n; i++)
        marks = marks || isalnum((unsigned char)value.p[i]) == 0;
    buf_printf(&text, "%s:%s", query_scope_name(&scope->name->scope), marks ? "\"" : "");
    for (size_t i = 0; i < value.n; i++)
        buf_char(&text, value.p[i] != '"' ? value.p[i] : ' ');
    buf_text(&text, marks ? "\"" : "");
    struct str kept = {arena_strndup(arena, text.p, text.n), text.n};
    buf_free(&text);
    return kept;
}

static void add_names(struct buf *text, const char *before, const struct str *names, size_t count,
                      size_t all)
{
    for (size_t i = 0; i < count; i++)
        buf_printf(text, "%s%.*s", i == 0 ? before : "; ", (int)names[i].n, names[i].p);
    if (all > count)
        buf_printf(text, "; and %zu more", all - count);
    if (count > 0)
        buf_char(text, '.');
}

/* Says what is nearest, or else what there is; empty if that is offered to nobody. */
static struct str say_nearest(struct buf *text, const struct nearest *nearest,
                              const struct scope *scope, const struct noting *noting)
{
    struct str names[NEAREST_COUNT];

    for (size_t i = 0; i < nearest->count; i++)
        names[i] = nearest->values[i].value;
    add_names(text, nearest->count > 1 ? " The nearest are: " : " The nearest is: ", names,
              nearest->count, nearest->count);
    if (nearest->count > 0)
        return offer(noting, scope, field_text(scope, names[0], noting->arena));
    if (scope->name->scope.field != QUERY_CODE)
        add_names(text, nearest->all > 1 ? " There are: " : " There is: ", nearest->listed,
                  nearest->listed_count, nearest->all);
    return (struct str){"", 0};
}

static enum err_code look_at_codes(struct nearest *nearest, const struct noting *noting,
                                   struct err *err)
{
    const struct index *index = noting->worker->index;
    enum err_code code = ERR_OK;

    for (size_t s = 0; code == ERR_OK && s < index_segment_count(index); s++) {
        const struct index_segment *segment = &index_segments(index)[s];
        const struct columns *columns = &segment->segment.columns;
        for (uint32_t c = 0; code == ERR_OK && c < columns->class_count; c++) {
            if (bitmap_has(&segment->live, columns->classes[c].first))
                nearest_look(nearest, columns_text(columns, c, COLUMNS_CODE));
            if (c % CLOCK_EVERY == 0)
                code = deadline_check(noting->deadline_ms, err);
        }
    }
    return code;
}

static enum err_code look_at_values(struct nearest *nearest, const struct query_node *field,
                                    const struct noting *noting, struct err *err)
{
    const struct values *values = index_values(noting->worker->index);
    enum facet facet;
    enum err_code code = ERR_OK;

    if (!field_fit_facet(&facet, field))
        return look_at_codes(nearest, noting, err);
    for (uint32_t v = 0; code == ERR_OK && v < values->facets[facet].count; v++) {
        if (!str_eq(values->facets[facet].values[v], STR(FACET_NOT_STATED)))
            nearest_look(nearest, values->facets[facet].values[v]);
        if (v % CLOCK_EVERY == 0)
            code = deadline_check(noting->deadline_ms, err);
    }
    return code;
}

static void say_nothing(struct buf *text, enum query_field field, struct str value)
{
    static const char *const nothing[] = {[QUERY_TITLE] = "No title has the word",
                                          [QUERY_AGENCY] = "No agency is called",
                                          [QUERY_CODE] = "No class has the code",
                                          [QUERY_SERIES] = "No series is called",
                                          [QUERY_GRADE] = "No class has the pay grade",
                                          [QUERY_FLSA] = "No class has the FLSA status"};

    buf_printf(text, "%s \"%.*s\".", nothing[field], (int)value.n, value.p);
}

static enum err_code note_unknown(const struct noting *noting, const struct query_node *field,
                                  const struct scope *scope, struct err *err)
{
    bool by_word = field->field != QUERY_CODE && field->field != QUERY_GRADE;
    struct str value = str_trim(scope->value->text);
    struct nearest nearest = nearest_start(value, by_word);
    struct buf text = {0};
    enum err_code code = look_at_values(&nearest, field, noting, err);

    if (code != ERR_OK)
        return code;
    say_nothing(&text, field->field, value);
    struct str query = say_nearest(&text, &nearest, scope, noting);
    add_note(noting->notes, &text, query, noting->arena);
    return ERR_OK;
}

/* Which agencies the beginnings of words lead to. */
static void note_beginnings(const struct noting *noting, const struct scope *scope,
                            const bool *leads)
{
    const struct values *values = index_values(noting->worker->index);
    struct str value = str_trim(scope->value->text);
    struct nearest nearest = nearest_start(value, true);
    struct buf text = {0};

    for (uint32_t v = 0; v < values->facets[FACET_AGENCY].count; v++)
        if (leads[v])
            nearest_look(&nearest, values->facets[FACET_AGENCY].values[v]);
    say_nothing(&text, QUERY_AGENCY, value);
    add_names(&text, " It is read as the beginning of: ", nearest.listed, nearest.listed_count,
              nearest.all);
    add_note(noting->notes, &text, (struct str){"", 0}, noting->arena);
}

static enum err_code note_value(const struct noting *noting, const struct query_node *field,
                                const struct scope *scope, struct err *err)
{
    const struct index *index = noting->worker->index;
    uint32_t agencies = index_values(index)->facets[FACET_AGENCY].count;
    bool any = false, begins = false;
    bool *leads = arena_zero(noting->arena, agencies, sizeof *leads);
    enum err_code code = field_fit_begins(&begins, field, index, noting->deadline_ms, err);

    if (code == ERR_OK)
        code = field_fit_any(&any, begins ? leads : NULL, field, index, begins, noting->deadline_ms,
                             err);
    if (code != ERR_OK)
        return code;
    if (!any)
        return note_unknown(noting, field, scope, err);
    if (begins)
        note_beginnings(noting, scope, leads);
    return ERR_OK;
}

static enum err_code is_in_titles(bool *is, struct terms *terms, struct str stem, struct err *err)
{
    size_t number = 0;
    enum err_code code = terms_need(&number, terms, SCHEMA_TITLE, stem, 0, err);

    *is = code == ERR_OK && terms_frequency(terms, number) > 0;
    return code;
}

/* Sets *nearest to the word that titles have and that is nearest to another; empty: none. */
static enum err_code nearest_in_titles(struct str *nearest, const struct noting *noting,
                                       struct terms *terms, struct str word, struct err *err)
{
    struct buf stem = {0};
    bool is = false;
    enum err_code code = correct_nearest(nearest, noting->worker, word, noting->deadline_ms, err);

    if (code == ERR_OK && nearest->n > 0)
        code = stemmer_stem(&stem, noting->worker->stemmer, *nearest, err);
    if (code == ERR_OK && nearest->n > 0)
        code = is_in_titles(
            &is, terms, (struct str){arena_strndup(noting->arena, stem.p, stem.n), stem.n}, err);
    buf_free(&stem);
    if (!is)
        *nearest = (struct str){"", 0};
    return code;
}

/* The words of a title with another one at `place`. */
static struct str title_with(const struct query_node *field, size_t place, struct str word,
                             struct arena *arena)
{
    const char *text = "";

    for (size_t i = 0; i < field->word_count; i++) {
        struct str next = i == place ? word : field->words[i];
        text = arena_printf(arena, "%s%s%.*s", text, i > 0 ? " " : "", (int)next.n, next.p);
    }
    return str_of(text);
}

static enum err_code note_title(const struct noting *noting, const struct query_node *field,
                                const struct scope *scope, struct err *err)
{
    struct terms *terms = terms_new(noting->worker, noting->deadline_ms);
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < field->word_count; i++) {
        struct str nearest = {"", 0}, query = {"", 0};
        struct buf text = {0};
        bool is = true;
        code = is_in_titles(&is, terms, field->stems[i], err);
        if (code == ERR_OK && !is)
            code = nearest_in_titles(&nearest, noting, terms, field->words[i], err);
        if (code != ERR_OK || is)
            continue;
        say_nothing(&text, QUERY_TITLE, field->words[i]);
        add_names(&text, " The nearest is: ", &nearest, nearest.n > 0, nearest.n > 0);
        if (nearest.n > 0)
            query = offer(
                noting, scope,
                field_text(scope, title_with(field, i, nearest, noting->arena), noting->arena));
        add_note(noting->notes, &text, query, noting->arena);
    }
    terms_free(terms);
    return code;
}

/* Is there a comparison of the same name? */
static bool find_measure(enum query_measure *measure, enum spec_kind kind)
{
    for (enum query_measure m = QUERY_EXPERIENCE; m <= QUERY_ESTABLISHED; m++) {
        if (strcmp(query_measure_name(m), kind_name(kind)) == 0) {
            *measure = m;
            return true;
        }
    }
    return false;
}

static void note_scope(const struct noting *noting, const struct query_node *kind,
                       const struct scope *scope)
{
    struct query_comparison comparison = {.sign = QUERY_AT_LEAST};
    struct str value = scope->value->text;
    const char *name = kind_name(kind->kind);
    struct buf text = {0};
    int32_t low, high;

    if (scope->value->type != QUERY_TOKEN_RUN || isdigit((unsigned char)value.p[0]) == 0 ||
        !find_measure(&comparison.measure, kind->kind) ||
        query_value_read(&low, &high, &comparison, value, 0, NULL) != ERR_OK)
        return;
    const char *meant = arena_printf(noting->arena, "%s>=%.*s", name, (int)value.n, value.p);
    buf_printf(&text,
               "%s:%.*s seeks the word \"%.*s\" in sections about %s; %s finds what requires so "
               "much.",
               name, (int)value.n, value.p, (int)value.n, value.p, kind_label(kind->kind), meant);
    add_note(noting->notes, &text, offer(noting, scope, str_of(meant)), noting->arena);
}

/* No deeper than the parser lets trees be. */
static enum err_code note_node(const struct noting *noting, const struct query_node *node,
                               struct err *err)
{
    enum err_code code = ERR_OK;
    struct scope scope;

    if ((node->type == QUERY_FIELD || node->type == QUERY_KIND) &&
        find_scope(&scope, noting, node)) {
        if (node->type == QUERY_KIND)
            note_scope(noting, node, &scope);
        else if (node->field == QUERY_TITLE)
            code = note_title(noting, node, &scope, err);
        else
            code = note_value(noting, node, &scope, err);
    }
    for (size_t i = 0; code == ERR_OK && i < node->child_count; i++)
        code = note_node(noting, node->children[i], err);
    return code;
}

enum err_code notes_make(struct notes *notes, struct index_worker *worker, struct str typed,
                         const struct query_node *root, uint64_t deadline_ms, struct arena *arena,
                         struct err *err)
{
    struct noting noting = {.notes = notes,
                            .worker = worker,
                            .typed = typed,
                            .deadline_ms = deadline_ms,
                            .arena = arena};

    *notes = (struct notes){0};
    query_text_make(&noting.text, typed, arena);
    enum err_code code = query_tokens(&noting.tokens, &noting.text, arena, err);
    return code == ERR_OK ? note_node(&noting, root, err) : code;
}
