#include "client/all.h"

#include "client/answer.h"
#include "client/hits.h"

enum { HTTP_OK = 200 };

/* An export under way. */
struct all {
    const char *origin;
    enum all_format format;
    struct rows_shape shape;
    struct output *out;
    struct answer_export head;
    bool begun, ended; /* its first line, its last line has come */
    long long rows;
};

static void begin(struct all *all)
{
    const struct answer_page page = {
        .query = all->head.query, .sections = all->head.sections, .classes = all->head.classes};

    if (all->format == ALL_TEXT)
        hits_print_totals(all->out, &page);
    else
        hits_complain(&all->head.query, all->head.rows);
    if (all->format == ALL_ROWS)
        rows_write_header(all->out, all->shape);
}

static enum err_code take_row(struct all *all, const struct answer *answer, struct err *err)
{
    struct answer_hit hit;
    enum err_code code = answer_read_row(&hit, answer, err);

    if (code != ERR_OK)
        return code;
    all->rows++;
    if (all->format == ALL_TEXT)
        hits_print_row(all->out, &hit);
    else if (all->format == ALL_ROWS)
        rows_write_hit(all->out, all->shape, &hit);
    return ERR_OK;
}

static enum err_code take_object(struct all *all, const struct answer *answer, struct err *err)
{
    long long rows = -1;

    if (!all->begun) {
        enum err_code code = answer_read_export(&all->head, answer, err);
        all->begun = code == ERR_OK;
        /* It points into the answer, and is shown now or never. */
        if (code == ERR_OK)
            begin(all);
        all->head.generation = (struct str){0};
        all->head.query = (struct answer_query){0};
        return code;
    }
    if (all->ended)
        return err_set(err, ERR_FORMAT, "unexpected answer from %.200s (more behind its end)",
                       all->origin);
    enum err_code code = answer_read_end(&all->ended, &rows, answer, err);
    if (code != ERR_OK || !all->ended)
        return code == ERR_OK ? take_row(all, answer, err) : code;
    if (rows != all->rows || rows != all->head.rows)
        return err_set(err, ERR_FORMAT, "%.200s announced %lld rows and sent %lld; do not use them",
                       all->origin, all->head.rows, all->rows);
    return ERR_OK;
}

static enum err_code take_line(void *data, struct str line, struct err *err)
{
    struct all *all = data;
    struct answer answer;
    enum err_code code = answer_line(&answer, line, all->origin, err);

    if (code == ERR_OK)
        code = take_object(all, &answer, err);
    answer_free(&answer);
    if (code == ERR_OK && all->format == ALL_JSON)
        output_json(all->out, line);
    /* Nobody may be left to read. */
    return code == ERR_OK && all->out->failure != 0 ? output_flush(all->out, err) : code;
}

/* An answer that broke off is worse than none: it looks like all there is. */
static enum err_code check(const struct all *all, enum err_code code, struct err *err)
{
    struct err why = {0};

    if (code == ERR_OK && all->ended)
        return ERR_OK;
    if (code == ERR_OK)
        err_set(&why, ERR_FORMAT, "the answer of %.200s has no end", all->origin);
    else
        why = *err;
    if (!all->begun || all->out->failure != 0)
        return code == ERR_OK ? err_set(err, ERR_FORMAT, "%s", why.text) : code;
    return err_set(err, code == ERR_OK ? ERR_FORMAT : code,
                   "%lld of %lld rows came, do not use them: %.300s", all->rows, all->head.rows,
                   why.text);
}

enum err_code all_print(long long *found, struct fetch *fetch, struct str target,
                        enum all_format format, struct rows_shape shape, struct output *out,
                        struct err *err)
{
    struct all all = {.origin = fetch_origin(fetch), .format = format, .shape = shape, .out = out};
    const struct fetch_taker taker = {take_line, &all, true};
    struct fetch_reply reply;

    enum err_code code = fetch_get_parts(&reply, fetch, target, &taker, err);
    if (code == ERR_OK && reply.status != HTTP_OK) {
        struct answer answer = {.origin = all.origin, .body = reply.body};
        code = answer_refused(&answer, reply.status, err);
        answer_free(&answer);
        return code;
    }
    buf_free(&reply.body);
    code = check(&all, code, err);
    *found = all.rows;
    return code;
}
