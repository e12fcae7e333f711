#include "search/field_fit.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "search/deadline.h"
#include "search/token.h"

enum { BEGINNING_LETTERS_MIN = 3, CLOCK_EVERY = 1024 };

static bool has_word(struct str text, struct str word, bool begins)
{
    struct tokenizer tokens;
    bool has = false;

    begins = begins && utf8_length(word) >= BEGINNING_LETTERS_MIN;
    tokenizer_start(&tokens, text);
    while (!has && tokenizer_next(&tokens)) {
        struct str there = buf_view(&tokens.word);
        has = begins ? str_starts(there, word) : str_eq(there, word);
    }
    tokenizer_free(&tokens);
    return has;
}

static bool has_all_words(struct str text, const struct query_node *field, bool begins)
{
    for (size_t i = 0; i < field->word_count; i++)
        if (!has_word(text, field->words[i], begins))
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
static bool value_fits(const struct query_node *field, struct str value, bool begins)
{
    switch (field->field) {
    case QUERY_AGENCY:
        return has_all_words(value, field, begins);
    case QUERY_SERIES:
        return has_all_words(value, field, false);
    case QUERY_CODE:
    case QUERY_GRADE:
        return letters_are(value, field->value);
    case QUERY_FLSA:
        return str_eq_nocase(value, field->value);
    case QUERY_TITLE:
        break;
    }
    return false;
}

bool field_fit_facet(enum facet *facet, const struct query_node *field)
{
    static const enum facet facets[] = {[QUERY_AGENCY] = FACET_AGENCY,
                                        [QUERY_SERIES] = FACET_SERIES,
                                        [QUERY_GRADE] = FACET_GRADE,
                                        [QUERY_FLSA] = FACET_FLSA};

    if (field->field == QUERY_TITLE || field->field == QUERY_CODE)
        return false;
    *facet = facets[field->field];
    return true;
}

static bool is_value(const struct query_node *field, struct str value, bool begins)
{
    return !str_eq(value, STR(FACET_NOT_STATED)) && value_fits(field, value, begins);
}

enum err_code field_fit_start(struct field_fit *fit, const struct query_node *field,
                              const struct columns *columns, bool begins, uint64_t deadline_ms,
                              struct err *err)
{
    enum err_code code = ERR_OK;

    *fit = (struct field_fit){.field = field, .columns = columns, .begins = begins};
    if (!field_fit_facet(&fit->facet, field))
        return ERR_OK;
    uint32_t count = columns->dictionaries[fit->facet].count;
    fit->values = mem_zero(count, sizeof *fit->values);
    for (uint32_t v = 0; code == ERR_OK && v < count; v++) {
        fit->values[v] = is_value(field, columns->dictionaries[fit->facet].values[v], fit->begins);
        if (v % CLOCK_EVERY == 0)
            code = deadline_check(deadline_ms, err);
    }
    return code;
}

/* An agency's slug is what stands before the slash of the ids of its classes. */
static bool is_slug(const struct columns *columns, uint32_t class_number, struct str value)
{
    struct str id = columns_text(columns, class_number, COLUMNS_ID);

    return id.n > value.n && id.p[value.n] == '/' &&
           str_eq_nocase((struct str){id.p, value.n}, value);
}

/* Classes beside each other mostly state the same. */
static bool is_stated(struct field_fit *fit, uint32_t class_number)
{
    struct str stated = columns_text(fit->columns, class_number, COLUMNS_STATED_AGENCY);

    if (stated.n == 0)
        return false;
    if (!str_eq(stated, fit->stated)) {
        fit->stated = stated;
        fit->stated_fits = value_fits(fit->field, stated, fit->begins);
    }
    return fit->stated_fits;
}

bool field_fit_class(struct field_fit *fit, uint32_t class_number)
{
    const struct columns_class *class = &fit->columns->classes[class_number];

    if (fit->values != NULL && fit->values[class->values[fit->facet]])
        return true;
    if (fit->field->field == QUERY_AGENCY)
        return is_stated(fit, class_number) ||
               is_slug(fit->columns, class_number, fit->field->value);
    return fit->field->field == QUERY_CODE &&
           value_fits(fit->field, columns_text(fit->columns, class_number, COLUMNS_CODE), false);
}

void field_fit_finish(struct field_fit *fit)
{
    free(fit->values);
    fit->values = NULL;
}

static enum err_code look_in_segment(bool *any, bool *values, const struct query_node *field,
                                     const struct index_segment *segment, bool begins,
                                     uint64_t deadline_ms, struct err *err)
{
    const struct columns *columns = &segment->segment.columns;
    struct field_fit fit;
    enum err_code code = field_fit_start(&fit, field, columns, begins, deadline_ms, err);

    for (uint32_t c = 0; code == ERR_OK && c < columns->class_count; c++) {
        const struct columns_class *class = &columns->classes[c];
        if (bitmap_has(&segment->live, class->first) && field_fit_class(&fit, c)) {
            *any = true;
            if (values == NULL)
                break;
            values[segment->values.numbers[fit.facet][class->values[fit.facet]]] = true;
        }
        if (c % CLOCK_EVERY == 0)
            code = deadline_check(deadline_ms, err);
    }
    field_fit_finish(&fit);
    return code;
}

enum err_code field_fit_any(bool *any, bool *values, const struct query_node *field,
                            const struct index *index, bool begins, uint64_t deadline_ms,
                            struct err *err)
{
    enum err_code code = ERR_OK;

    *any = false;
    for (size_t s = 0; code == ERR_OK && s < index_segment_count(index); s++) {
        code = look_in_segment(any, values, field, &index_segments(index)[s], begins, deadline_ms,
                               err);
        if (*any && values == NULL)
            break;
    }
    return code;
}

enum err_code field_fit_begins(bool *begins, const struct query_node *field,
                               const struct index *index, uint64_t deadline_ms, struct err *err)
{
    const struct values *values = index_values(index);
    bool any = false;

    *begins = false;
    if (field->field != QUERY_AGENCY)
        return ERR_OK;
    for (uint32_t v = 0; v < values->facets[FACET_AGENCY].count; v++)
        if (is_value(field, values->facets[FACET_AGENCY].values[v], false))
            return ERR_OK;
    enum err_code code = field_fit_any(&any, NULL, field, index, false, deadline_ms, err);
    *begins = !any;
    return code;
}
