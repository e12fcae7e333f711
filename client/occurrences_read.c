#include "client/occurrences_read.h"

#include "client/answer_reader.h"

static struct occurrences_count read_count(struct answer_reader *reader, const json_t *object)
{
    return (struct occurrences_count){.occurrences =
                                          answer_reader_count(reader, object, "occurrences"),
                                      .sections = answer_reader_count(reader, object, "sections"),
                                      .classes = answer_reader_count(reader, object, "classes")};
}

static struct occurrences_shares read_shares(struct answer_reader *reader, const json_t *object,
                                             const char *name)
{
    json_t *list = answer_reader_member(reader, object, name, JSON_ARRAY);
    struct occurrences_shares shares = {.count = json_array_size(list)};

    shares.items = arena_zero(reader->arena, shares.count, sizeof *shares.items);
    for (size_t i = 0; i < shares.count; i++) {
        const json_t *share = json_array_get(list, i);
        shares.items[i] =
            (struct occurrences_share){.value = answer_reader_text(reader, share, "value"),
                                       .label = answer_reader_text(reader, share, "label"),
                                       .count = read_count(reader, share)};
    }
    return shares;
}

enum err_code occurrences_read_head(struct occurrences_head *head, const struct answer *answer,
                                    struct err *err)
{
    struct answer_reader reader = answer_reader_of(answer, err);
    const json_t *root = answer->root;
    json_t *query = answer_reader_member(&reader, root, "query", JSON_OBJECT);
    json_t *total = answer_reader_member(&reader, root, "total", JSON_OBJECT);
    json_t *dispersion = answer_reader_member(&reader, root, "dispersion", JSON_OBJECT);

    *head = (struct occurrences_head){.words = answer_reader_text(&reader, query, "words"),
                                      .total = read_count(&reader, total),
                                      .agencies = read_shares(&reader, dispersion, "agency"),
                                      .kinds = read_shares(&reader, dispersion, "section")};
    return reader.code;
}

enum err_code occurrences_read_row(struct occurrence *row, const struct answer *answer,
                                   struct err *err)
{
    struct answer_reader reader = answer_reader_of(answer, err);
    const json_t *root = answer->root;
    json_t *class = answer_reader_member(&reader, root, "class", JSON_OBJECT);
    json_t *section = answer_reader_member(&reader, root, "section", JSON_OBJECT);

    *row = (struct occurrence){.hit = {.class = answer_reader_class(&reader, class),
                                       .section = answer_reader_section(&reader, section),
                                       .source = answer_reader_text(&reader, root, "source"),
                                       .matching = -1},
                               .url = answer_reader_text(&reader, section, "url"),
                               .where = answer_reader_text(&reader, root, "where"),
                               .left = answer_reader_text(&reader, root, "left"),
                               .match = answer_reader_text(&reader, root, "match"),
                               .right = answer_reader_text(&reader, root, "right"),
                               .sha256 = answer_reader_text(&reader, root, "sha256"),
                               .line = answer_reader_count(&reader, root, "line"),
                               .page = answer_reader_count_or_null(&reader, root, "page"),
                               .start = answer_reader_count(&reader, root, "start"),
                               .end = answer_reader_count(&reader, root, "end")};
    return reader.code;
}
