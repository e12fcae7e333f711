#include "client/workbook.h"

#include "client/answer.h"
#include "client/progress.h"

enum { HTTP_OK = 200, END_BYTES = 22 };

/* A workbook is a ZIP archive: it begins with the header of an entry, and ends with the end of its
 * directory, which has no comment. */
static const char begin_mark[] = {'P', 'K', 3, 4}, end_mark[] = {'P', 'K', 5, 6};

static const struct str csv_mark = {"\xef\xbb\xbf", 3};

struct taking {
    struct output *out;
    const char *origin;
    size_t bytes;
    char end[END_BYTES]; /* of what came so far, the last bytes */
    struct progress progress;
};

static void keep_end(struct taking *taking, struct str piece)
{
    size_t n = piece.n < END_BYTES ? piece.n : END_BYTES;

    memmove(taking->end, taking->end + n, END_BYTES - n);
    memcpy(taking->end + END_BYTES - n, piece.p + piece.n - n, n);
}

static enum err_code take(void *data, struct str piece, struct err *err)
{
    struct taking *taking = data;
    struct str mark = {begin_mark, sizeof begin_mark};

    if (taking->bytes == 0 && piece.n >= mark.n && !str_starts(piece, mark))
        return err_set(err, ERR_FORMAT, "unexpected answer from %.200s (no workbook); check --url",
                       taking->origin);
    taking->bytes += piece.n;
    progress_tell(&taking->progress, (long long)(taking->bytes / 1024), -1, "kB");
    keep_end(taking, piece);
    output_raw(taking->out, piece);
    /* Nobody may be left to read. */
    return taking->out->failure != 0 ? output_flush(taking->out, err) : ERR_OK;
}

enum err_code workbook_check_output(const struct output *out, struct err *err)
{
    return out->terminal
               ? err_set(err, ERR_USAGE,
                         "an XLSX file is nothing for a terminal; name a file by --output")
               : ERR_OK;
}

/* GETs `target`; a refusal is told in the daemon's own words. */
static enum err_code get(long long *rows, struct fetch *fetch, struct str target,
                         const struct fetch_taker *taker, struct err *err)
{
    struct answer answer = {.origin = fetch_origin(fetch)};
    struct fetch_reply reply;
    enum err_code code = fetch_get_parts(&reply, fetch, target, taker, err);

    answer.body = reply.body;
    *rows = reply.rows;
    if (code == ERR_OK && reply.status != HTTP_OK)
        code = answer_refused(&answer, reply.status, err);
    answer_free(&answer);
    return code;
}

/* What broke off is worse than nothing, if any of it came. */
static enum err_code finish(const struct taking *taking, enum err_code code, const struct err *why,
                            struct err *err)
{
    if (code == ERR_OK)
        return ERR_OK;
    if (taking->bytes > 0 && taking->out->failure == 0)
        return err_set(err, code, "do not use what came: %.400s", why->text);
    *err = *why;
    return code;
}

enum err_code workbook_write(long long *rows, struct fetch *fetch, struct str target,
                             struct output *out, struct err *err)
{
    struct taking taking = {
        .out = out, .origin = fetch_origin(fetch), .progress = progress_begin(out)};
    const struct fetch_taker taker = {take, &taking, false};
    struct err why;
    enum err_code code = get(rows, fetch, target, &taker, &why);

    progress_end(&taking.progress);
    if (code == ERR_OK && memcmp(taking.end, end_mark, sizeof end_mark) != 0)
        code = err_set(&why, ERR_FORMAT, "the answer of %.200s has no end", taking.origin);
    return finish(&taking, code, &why, err);
}

static enum err_code take_csv(void *data, struct str piece, struct err *err)
{
    struct taking *taking = data;

    for (; piece.n > 0 && taking->bytes < csv_mark.n; piece = str_from(piece, 1))
        if (piece.p[0] != csv_mark.p[taking->bytes++])
            return err_set(err, ERR_FORMAT,
                           "unexpected answer from %.200s (no CSV); is --url the specsearchd of "
                           "this version?",
                           taking->origin);
    output_raw(taking->out, piece);
    return taking->out->failure != 0 ? output_flush(taking->out, err) : ERR_OK;
}

enum err_code workbook_write_csv(long long *rows, struct fetch *fetch, struct str target,
                                 struct output *out, struct err *err)
{
    struct taking taking = {.out = out, .origin = fetch_origin(fetch)};
    const struct fetch_taker taker = {take_csv, &taking, false};
    struct err why;
    enum err_code code = get(rows, fetch, target, &taker, &why);

    if (code == ERR_OK && taking.bytes < csv_mark.n)
        code = err_set(&why, ERR_FORMAT, "unexpected answer from %.200s (no CSV)", taking.origin);
    return finish(&taking, code, &why, err);
}
