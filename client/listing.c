#include "client/listing.h"

#include "client/progress.h"

enum { HTTP_OK = 200 };

/* A listing under way. */
struct taking {
    const char *origin;
    const struct listing_taker *taker;
    bool begun, ended; /* its first line, its last line has come */
    bool stopped;      /* by who takes it */
    long long announced, rows;
    struct progress progress;
};

/* Tells apart whose error it is. */
static enum err_code judge(struct taking *taking, enum err_code code)
{
    taking->stopped = code != ERR_OK && code != ERR_FORMAT;
    return code;
}

static enum err_code take_object(struct taking *taking, const struct answer *answer,
                                 struct err *err)
{
    const struct listing_taker *taker = taking->taker;
    long long rows = -1;

    if (!taking->begun) {
        enum err_code code = taker->head(&taking->announced, taker->data, answer, err);
        taking->begun = code == ERR_OK;
        return judge(taking, code);
    }
    if (taking->ended)
        return err_set(err, ERR_FORMAT, "unexpected answer from %.200s (more behind its end)",
                       taking->origin);
    enum err_code code = answer_read_end(&taking->ended, &rows, answer, err);
    if (code != ERR_OK)
        return code;
    if (!taking->ended) {
        code = judge(taking, taker->row(taker->data, answer, err));
        taking->rows += code == ERR_OK;
        progress_tell(&taking->progress, taking->rows, taking->announced, "rows");
        return code;
    }
    if (rows != taking->rows || rows != taking->announced)
        return err_set(err, ERR_FORMAT, "%.200s announced %lld rows and sent %lld; do not use them",
                       taking->origin, taking->announced, taking->rows);
    return ERR_OK;
}

static enum err_code take_line(void *data, struct str line, struct err *err)
{
    struct taking *taking = data;
    const struct listing_taker *taker = taking->taker;
    struct answer answer;
    enum err_code code = answer_line(&answer, line, taking->origin, err);

    if (code == ERR_OK)
        code = take_object(taking, &answer, err);
    answer_free(&answer);
    if (code != ERR_OK || taker->out == NULL)
        return code;
    if (taker->copied)
        output_json(taker->out, line);
    /* Nobody may be left to read. */
    return taker->out->failure != 0 ? judge(taking, output_flush(taker->out, err)) : ERR_OK;
}

/* An answer that broke off is worse than none: it looks like all there is. */
static enum err_code check(const struct taking *taking, enum err_code code, struct err *err)
{
    struct err why = {0};

    if (code == ERR_OK && taking->ended)
        return ERR_OK;
    if (code == ERR_OK)
        err_set(&why, ERR_FORMAT, "the answer of %.200s has no end", taking->origin);
    else
        why = *err;
    if (!taking->begun || taking->stopped)
        return code == ERR_OK ? err_set(err, ERR_FORMAT, "%s", why.text) : code;
    return err_set(err, code == ERR_OK ? ERR_FORMAT : code,
                   "%lld of %lld rows came, do not use them: %.300s", taking->rows,
                   taking->announced, why.text);
}

enum err_code listing_take(long long *rows, struct fetch *fetch, struct str target,
                           const struct listing_taker *taker, struct err *err)
{
    struct taking taking = {.origin = fetch_origin(fetch), .taker = taker};
    const struct fetch_taker lines = {take_line, &taking, true};
    struct fetch_reply reply;

    if (taker->out != NULL)
        taking.progress = progress_begin(taker->out);
    enum err_code code = fetch_get_parts(&reply, fetch, target, &lines, err);
    progress_end(&taking.progress);
    if (code == ERR_OK && reply.status != HTTP_OK) {
        struct answer answer = {.origin = taking.origin, .body = reply.body};
        code = answer_refused(&answer, reply.status, err);
        answer_free(&answer);
        return code;
    }
    buf_free(&reply.body);
    code = check(&taking, code, err);
    *rows = taking.rows;
    return code;
}
