#include "client/all.h"

#include "client/hits.h"

enum { HTTP_OK = 200 };

/* An export under way. */
struct all {
    const char *origin;
    const struct all_taker *taker;
    bool begun, ended;   /* its first line, its last line has come */
    bool stopped;        /* by who takes it */
    long long announced; /* rows */
    long long rows;
};

static enum err_code take_head(struct all *all, const struct answer *answer, struct err *err)
{
    struct answer_export head;
    enum err_code code = answer_read_export(&head, answer, err);

    if (code != ERR_OK)
        return code;
    all->begun = true;
    all->announced = head.rows;
    code = all->taker->head(all->taker->data, &head, err);
    all->stopped = code != ERR_OK;
    return code;
}

static enum err_code take_row(struct all *all, const struct answer *answer, struct err *err)
{
    struct answer_hit row;
    enum err_code code = answer_read_row(&row, answer, err);

    if (code != ERR_OK)
        return code;
    all->rows++;
    code = all->taker->row(all->taker->data, &row, err);
    all->stopped = code != ERR_OK;
    return code;
}

static enum err_code take_object(struct all *all, const struct answer *answer, struct err *err)
{
    long long rows = -1;

    if (!all->begun)
        return take_head(all, answer, err);
    if (all->ended)
        return err_set(err, ERR_FORMAT, "unexpected answer from %.200s (more behind its end)",
                       all->origin);
    enum err_code code = answer_read_end(&all->ended, &rows, answer, err);
    if (code != ERR_OK || !all->ended)
        return code == ERR_OK ? take_row(all, answer, err) : code;
    if (rows != all->rows || rows != all->announced)
        return err_set(err, ERR_FORMAT, "%.200s announced %lld rows and sent %lld; do not use them",
                       all->origin, all->announced, all->rows);
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
    if (code == ERR_OK && all->taker->line != NULL) {
        code = all->taker->line(all->taker->data, line, err);
        all->stopped = code != ERR_OK;
    }
    return code;
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
    if (!all->begun || all->stopped)
        return code == ERR_OK ? err_set(err, ERR_FORMAT, "%s", why.text) : code;
    return err_set(err, code == ERR_OK ? ERR_FORMAT : code,
                   "%lld of %lld rows came, do not use them: %.300s", all->rows, all->announced,
                   why.text);
}

enum err_code all_take(long long *rows, struct fetch *fetch, struct str target,
                       const struct all_taker *taker, struct err *err)
{
    struct all all = {.origin = fetch_origin(fetch), .taker = taker};
    const struct fetch_taker lines = {take_line, &all, true};
    struct fetch_reply reply;

    enum err_code code = fetch_get_parts(&reply, fetch, target, &lines, err);
    if (code == ERR_OK && reply.status != HTTP_OK) {
        struct answer answer = {.origin = all.origin, .body = reply.body};
        code = answer_refused(&answer, reply.status, err);
        answer_free(&answer);
        return code;
    }
    buf_free(&reply.body);
    code = check(&all, code, err);
    *rows = all.rows;
    return code;
}

/* How rows are written. */
struct printing {
    enum all_format format;
    struct rows_shape shape;
    struct output *out;
};

static enum err_code print_head(void *data, const struct answer_export *head, struct err *err)
{
    const struct printing *printing = data;
    const struct answer_page page = {
        .query = head->query, .sections = head->sections, .classes = head->classes};

    (void)err;
    if (printing->format == ALL_TEXT)
        hits_print_totals(printing->out, &page);
    else
        hits_complain(&head->query, head->rows);
    if (printing->format == ALL_ROWS)
        rows_write_header(printing->out, printing->shape);
    return ERR_OK;
}

static enum err_code print_row(void *data, const struct answer_hit *row, struct err *err)
{
    const struct printing *printing = data;

    (void)err;
    if (printing->format == ALL_TEXT)
        hits_print_row(printing->out, row);
    else if (printing->format == ALL_ROWS)
        rows_write_hit(printing->out, printing->shape, row);
    return ERR_OK;
}

static enum err_code print_line(void *data, struct str line, struct err *err)
{
    const struct printing *printing = data;

    if (printing->format == ALL_JSON)
        output_json(printing->out, line);
    /* Nobody may be left to read. */
    return printing->out->failure != 0 ? output_flush(printing->out, err) : ERR_OK;
}

enum err_code all_print(long long *found, struct fetch *fetch, struct str target,
                        enum all_format format, struct rows_shape shape, struct output *out,
                        struct err *err)
{
    struct printing printing = {format, shape, out};
    const struct all_taker taker = {print_head, print_row, print_line, &printing};

    return all_take(found, fetch, target, &taker, err);
}
