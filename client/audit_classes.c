#include "client/audit_classes.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "client/all.h"

/* A question and its answer. */
struct audit_asked {
    struct str target;
    const struct audit_classes *classes;
};

/* An answer as it comes. */
struct answering {
    struct audit_asking *asking;
    struct audit_classes *classes;
    size_t capacity;
    long long announced; /* classes */
};

static struct str keep(struct arena *arena, struct str text)
{
    if (text.p == NULL)
        return text;
    return (struct str){arena_strndup(arena, text.p, text.n), text.n};
}

static enum err_code take_head(void *data, const struct answer_export *head, struct err *err)
{
    struct answering *answering = data;
    struct audit_asking *asking = answering->asking;

    answering->announced = head->classes;
    if (asking->generation.p == NULL)
        asking->generation = keep(asking->arena, head->generation);
    asking->changed = !str_eq(asking->generation, head->generation);
    if (asking->changed)
        return err_set(err, ERR_BUSY,
                       "the index keeps changing during the audit; run it again later");
    return ERR_OK;
}

/* The sections of a class follow each other, so that one of each class needs to be kept. */
static enum err_code take_row(void *data, const struct answer_hit *row, struct err *err)
{
    struct answering *answering = data;
    struct audit_classes *classes = answering->classes;
    struct arena *arena = answering->asking->arena;
    struct audit_class *last = classes->count > 0 ? &classes->items[classes->count - 1] : NULL;

    (void)err;
    if (last == NULL || !str_eq(last->id, row->class.id)) {
        classes->items = arena_grow(arena, classes->items, classes->count, &answering->capacity,
                                    sizeof *classes->items);
        last = &classes->items[classes->count++];
        *last = (struct audit_class){
            .id = keep(arena, row->class.id),
            .title = keep(arena, row->class.title),
            .code = keep(arena, row->class.code),
            .agency = keep(arena, row->class.agency),
            .ordinal = row->section.ordinal + 1,
        };
    }
    if (row->section.ordinal < last->ordinal) {
        last->source = keep(arena, row->source);
        last->heading = keep(arena, row->section.heading.text);
        last->ordinal = row->section.ordinal;
        last->line = row->section.line;
        last->page = row->section.page;
    }
    return ERR_OK;
}

static int by_id(const void *a, const void *b)
{
    const struct audit_class *x = a, *y = b;

    return str_compare(x->id, y->id);
}

const struct audit_class *audit_classes_find(const struct audit_classes *classes, struct str id)
{
    const struct audit_class key = {.id = id};

    if (classes->count == 0)
        return NULL;
    return bsearch(&key, classes->items, classes->count, sizeof *classes->items, by_id);
}

static enum err_code make_target(struct buf *target, const struct audit_asking *asking,
                                 const struct audit_query *query, bool expand,
                                 enum audit_wanted wanted, struct err *err)
{
    buf_printf(target, "/api/v1/export?format=ndjson&group=%s&sort=title&relax=0&expand=%d&q=",
               wanted == AUDIT_CLASSES ? "class" : "section", expand);
    if (query != NULL) {
        fetch_encode(target, query->text.text, false);
        for (size_t i = 0; i < query->filter_count; i++) {
            buf_printf(target, "&%s=", query->filters[i].name);
            fetch_encode(target, query->filters[i].value.text, false);
        }
    }
    for (size_t i = 0; i < asking->agencies->count; i++) {
        struct str agency = str_of(asking->agencies->items[i]);
        if (!utf8_valid(agency))
            return err_set(err, ERR_USAGE,
                           "agency is not valid UTF-8; check the terminal's encoding");
        buf_text(target, "&agency=");
        fetch_encode(target, agency, false);
    }
    return ERR_OK;
}

static enum err_code get(struct audit_classes *classes, struct audit_asking *asking,
                         struct str target, struct err *err)
{
    struct answering answering = {.asking = asking, .classes = classes};
    const struct all_taker taker = {take_head, take_row, &answering, NULL, false};
    long long rows = 0;

    enum err_code code = all_take(&rows, asking->fetch, target, &taker, err);
    if (code == ERR_NOT_FOUND)
        return err_set(err, ERR_FORMAT,
                       "%.200s has no export; check that specsearchd runs there, or set --url",
                       fetch_origin(asking->fetch));
    if (code != ERR_OK)
        return code;
    if (classes->count > 1)
        qsort(classes->items, classes->count, sizeof *classes->items, by_id);
    bool each_once = (long long)classes->count == answering.announced;
    for (size_t i = 1; i < classes->count; i++)
        each_once = each_once && by_id(&classes->items[i - 1], &classes->items[i]) != 0;
    if (!each_once)
        return err_set(err, ERR_FORMAT,
                       "%.200s announced %lld classes, and did not send each of them once; check "
                       "specsearchd",
                       fetch_origin(asking->fetch), answering.announced);
    return ERR_OK;
}

static const struct audit_classes *find_asked(const struct audit_asking *asking, struct str target)
{
    for (size_t i = 0; i < asking->count; i++)
        if (str_eq(asking->asked[i].target, target))
            return asking->asked[i].classes;
    return NULL;
}

enum err_code audit_classes_ask(const struct audit_classes **classes, struct audit_asking *asking,
                                const struct audit_query *query, bool expand,
                                enum audit_wanted wanted, struct err *err)
{
    struct buf target = {0};
    enum err_code code = make_target(&target, asking, query, expand, wanted, err);

    *classes = code == ERR_OK ? find_asked(asking, buf_view(&target)) : NULL;
    if (code == ERR_OK && *classes == NULL) {
        struct audit_classes *answer = arena_zero(asking->arena, 1, sizeof *answer);
        code = get(answer, asking, buf_view(&target), err);
        if (code == ERR_OK) {
            asking->asked = arena_grow(asking->arena, asking->asked, asking->count,
                                       &asking->capacity, sizeof *asking->asked);
            asking->asked[asking->count++] =
                (struct audit_asked){keep(asking->arena, buf_view(&target)), answer};
            *classes = answer;
        }
    }
    buf_free(&target);
    return code;
}

void audit_classes_forget(struct audit_asking *asking)
{
    arena_clear(asking->arena);
    asking->generation = (struct str){0};
    asking->asked = NULL;
    asking->count = asking->capacity = 0;
    asking->changed = false;
}
