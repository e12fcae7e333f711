#include "client/all.h"

#include "client/hits.h"
#include "client/listing.h"

static enum err_code take_head(long long *announced, void *data, const struct answer *answer,
                               struct err *err)
{
    const struct all_taker *const *taker = data;
    struct answer_export head;
    enum err_code code = answer_read_export(&head, answer, err);

    if (code != ERR_OK)
        return code;
    *announced = head.rows;
    return (*taker)->head((*taker)->data, &head, err);
}

static enum err_code take_row(void *data, const struct answer *answer, struct err *err)
{
    const struct all_taker *const *taker = data;
    struct answer_hit row;
    enum err_code code = answer_read_row(&row, answer, err);

    return code == ERR_OK ? (*taker)->row((*taker)->data, &row, err) : code;
}

enum err_code all_take(long long *rows, struct fetch *fetch, struct str target,
                       const struct all_taker *taker, struct err *err)
{
    const struct listing_taker lines = {take_head, take_row, &taker, taker->out, taker->copied};

    return listing_take(rows, fetch, target, &lines, err);
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

enum err_code all_print(long long *found, struct fetch *fetch, struct str target,
                        enum all_format format, struct rows_shape shape, struct output *out,
                        struct err *err)
{
    struct printing printing = {format, shape, out};
    const struct all_taker taker = {print_head, print_row, &printing, out, format == ALL_JSON};

    return all_take(found, fetch, target, &taker, err);
}
