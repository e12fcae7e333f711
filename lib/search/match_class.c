#include "search/match_node.h"

#include <ctype.h>
#include <stdlib.h>

#include "search/deadline.h"
#include "search/token.h"

static bool has_word(struct str text, struct str word)
{
    struct tokenizer tokens;
    bool has = false;

    tokenizer_start(&tokens, text);
    while (!has && tokenizer_next(&tokens))
        has = str_eq(buf_view(&tokens.word), word);
    tokenizer_free(&tokens);
    return has;
}

static bool has_all_words(struct str text, const struct query_node *field)
{
    for (size_t i = 0; i < field->word_count; i++)
        if (!has_word(text, field->words[i]))
            return false;
    return true;
}

static bool words_make(struct str text, struct str value)
{
    struct tokenizer tokens;
    bool same = true;
    size_t at = 0;

    tokenizer_start(&tokens, text);
    while (same && tokenizer_next(&tokens)) {
        struct str word = buf_view(&tokens.word);
        same = str_starts(str_from(value, at), word);
        at += same ? word.n : 0;
    }
    tokenizer_free(&tokens);
    return same && at == value.n;
}

/* Are the letters and digits of a text, in lower case, the value? Most differ soon. */
static bool letters_are(struct str text, struct str value)
{
    size_t at = 0;

    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c >= 0x80)
            return words_make(text, value);
        if (isalnum(c) == 0)
            continue;
        if (at == value.n || tolower(c) != (unsigned char)value.p[at])
            return false;
        at++;
    }
    return at == value.n;
}

/* Does a class have it that states `value`, which is one of a facet's or the class code? */
static bool value_fits(const struct query_node *field, struct str value)
{
    switch (field->field) {
    case QUERY_AGENCY:
    case QUERY_SERIES:
        return has_all_words(value, field);
    case QUERY_CODE:
    case QUERY_GRADE:
        return letters_are(value, field->value);
    case QUERY_FLSA:
        return str_eq_nocase(value, field->value);
    case QUERY_TITLE: /* postings tell */
        break;
    }
    return false;
}

/* An agency's slug is what stands before the slash of the ids of its classes. */
static bool is_slug(const struct columns *columns, uint32_t class_number, struct str value)
{
    struct str id = columns_text(columns, class_number, COLUMNS_ID);

    return id.n > value.n && id.p[value.n] == '/' &&
           str_eq_nocase((struct str){id.p, value.n}, value);
}

/* One class after the other: is it of those that a field or a comparison is true of? */
struct condition {
    const struct columns *columns;
    const struct query_node *query;
    const bool *values; /* by number in the facet's dictionary: does it fit? NULL: no facet */
    enum facet facet;
};

static bool is_met(const struct condition *condition, uint32_t class_number)
{
    const struct columns_class *class = &condition->columns->classes[class_number];
    const struct query_node *query = condition->query;
    int32_t value;

    if (query->type == QUERY_FIELD) {
        if (condition->values != NULL && condition->values[class->values[condition->facet]])
            return true;
        if (query->field == QUERY_AGENCY)
            return is_slug(condition->columns, class_number, query->value);
        return query->field == QUERY_CODE &&
               value_fits(query, columns_text(condition->columns, class_number, COLUMNS_CODE));
    }
    value = query->measure == QUERY_REVISED       ? class->revised
            : query->measure == QUERY_ESTABLISHED ? class->established
                                                  : class->probation;
    return value >= query->low && value <= query->high;
}

static bool has_facet(enum facet *facet, const struct query_node *query)
{
    static const enum facet facets[] = {[QUERY_AGENCY] = FACET_AGENCY,
                                        [QUERY_SERIES] = FACET_SERIES,
                                        [QUERY_GRADE] = FACET_GRADE,
                                        [QUERY_FLSA] = FACET_FLSA};

    if (query->type != QUERY_FIELD || query->field == QUERY_TITLE || query->field == QUERY_CODE)
        return false;
    *facet = facets[query->field];
    return true;
}

/* Which values of the facet's dictionary fit; allocated. */
static enum err_code fitting_values(bool **fits, const struct match *match,
                                    const struct condition *condition, struct err *err)
{
    uint32_t count = condition->columns->dictionaries[condition->facet].count;
    enum err_code code = ERR_OK;

    *fits = mem_zero(count, sizeof **fits);
    for (uint32_t v = 0; code == ERR_OK && v < count; v++) {
        struct str value = condition->columns->dictionaries[condition->facet].values[v];
        (*fits)[v] = !str_eq(value, STR(FACET_NOT_STATED)) && value_fits(condition->query, value);
        if (v % MATCH_CLOCK_EVERY == 0)
            code = deadline_check(match->deadline_ms, err);
    }
    return code;
}

static enum err_code find_classes(struct bitmap *set, struct match *match,
                                  const struct query_node *query, const struct bitmap *within,
                                  struct err *err)
{
    struct condition condition = {&match_segment_at(match, match->segment)->columns, query, NULL,
                                  0};
    enum err_code code = ERR_OK;
    bool *fits = NULL;

    bitmap_clear(set);
    if (has_facet(&condition.facet, query))
        code = fitting_values(&fits, match, &condition, err);
    condition.values = fits;
    for (uint32_t c = 0; code == ERR_OK && c < condition.columns->class_count; c++) {
        const struct columns_class *class = &condition.columns->classes[c];
        if (is_met(&condition, c))
            bitmap_add_range(set, class->first, class->count);
        if (c % MATCH_CLOCK_EVERY == 0)
            code = deadline_check(match->deadline_ms, err);
    }
    free(fits);
    bitmap_and(set, within);
    return code;
}

enum err_code match_class(struct bitmap *set, struct match *match, const struct match_node *node,
                          const struct bitmap *within, struct err *err)
{
    const struct query_node *query = node->query;
    enum err_code code = ERR_OK;
    struct bitmap child;

    if (query->type == QUERY_FIELD && query->field == QUERY_TITLE)
        return match_all_terms(set, match, node, within, err);
    if (query->type != QUERY_AND && query->type != QUERY_OR)
        return find_classes(set, match, query, within, err);
    if (query->type == QUERY_AND)
        *set = *within;
    else
        bitmap_clear(set);
    for (size_t i = 0; code == ERR_OK && i < query->child_count; i++) {
        code = match_class(&child, match, node->children[i], within, err);
        if (code != ERR_OK)
            break;
        if (query->type == QUERY_AND)
            bitmap_and(set, &child);
        else
            bitmap_or(set, &child);
    }
    return code;
}
