#include "search/evidence_pack.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>

#include "search/sha256.h"

struct evidence_pack {
    FILE *in;
    struct arena *arena;
    struct evidence_pack_head head;
    struct buf line, ahead; /* the line at hand, and the one behind it; both with their ends */
    size_t number;          /* of the line at hand */
    uint64_t rows;
    struct sha256_sum *sum; /* of the lines before the one at hand */
    char sha256[SHA256_HEX];
    bool ended; /* the line at hand is the last one, and `sha256` the hash of those before */
};

/* ---- lines ---- */

/* An empty line is the end of the file. */
static enum err_code read_line(struct buf *line, FILE *in, struct err *err)
{
    int c = 0;

    line->n = 0;
    while (c != '\n' && (c = getc_unlocked(in)) != EOF) {
        if (line->n == EVIDENCE_PACK_LINE_MAX)
            return err_set(err, ERR_LIMIT, "longer than any line of a pack: more than %d bytes",
                           EVIDENCE_PACK_LINE_MAX);
        buf_char(line, (char)c);
    }
    return ferror(in) ? err_errno(err, ERR_IO, errno, "cannot be read") : ERR_OK;
}

/* Goes on to the next line; one is known to be there. */
static enum err_code step(struct evidence_pack *pack, struct err *err)
{
    struct buf spare = pack->line;

    sha256_sum_add(pack->sum, buf_view(&pack->line));
    pack->line = pack->ahead;
    pack->ahead = spare;
    pack->number++;
    enum err_code code = read_line(&pack->ahead, pack->in, err);
    if (code == ERR_OK && pack->ahead.n == 0) {
        pack->ended = true;
        sha256_sum_take(pack->sha256, pack->sum);
    }
    return code;
}

static enum err_code parse_line(json_t **object, struct str line, struct err *err)
{
    json_error_t error;

    *object = NULL;
    if (line.n == 0 || line.p[line.n - 1] != '\n')
        return err_set(err, ERR_FORMAT, "does not end: the pack is cut off");
    *object = json_loadb(line.p, line.n - 1, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (*object == NULL)
        return err_set(err, ERR_FORMAT, "no JSON object: %s", error.text);
    if (json_is_object(*object))
        return ERR_OK;
    json_decref(*object);
    *object = NULL;
    return err_set(err, ERR_FORMAT, "no JSON object");
}

/* ---- values ---- */

/* What is being taken from an object. */
struct taking {
    struct arena *arena;
    struct err *err;
    enum err_code code; /* the first thing that is wrong */
};

static void wrong(struct taking *taking, const char *name, const char *what)
{
    if (taking->code == ERR_OK)
        taking->code = err_set(taking->err, ERR_FORMAT, "%s is %s", name, what);
}

static struct str take_text(struct taking *taking, const json_t *value, const char *name)
{
    size_t n = json_string_length(value);

    if (!json_is_string(value))
        wrong(taking, name, "no text");
    return n > 0 ? (struct str){arena_strndup(taking->arena, json_string_value(value), n), n}
                 : (struct str){"", 0};
}

/* null is what is empty. */
static struct str take_text_or_null(struct taking *taking, const json_t *value, const char *name)
{
    if (json_is_null(value))
        return (struct str){"", 0};
    struct str text = take_text(taking, value, name);
    if (text.n == 0)
        wrong(taking, name, "empty");
    return text;
}

static struct str take_hash(struct taking *taking, const json_t *value, const char *name)
{
    struct str text = take_text(taking, value, name);

    for (size_t i = 0; i < text.n; i++)
        if (memchr("0123456789abcdef", text.p[i], 16) == NULL)
            text.n = 0;
    if (text.n != SHA256_HEX - 1)
        wrong(taking, name, "no SHA-256");
    return text;
}

static uint32_t take_number(struct taking *taking, const json_t *value, const char *name,
                            uint32_t least)
{
    json_int_t number = json_integer_value(value);

    if (json_is_integer(value) && number >= least && number < UINT32_MAX)
        return (uint32_t)number;
    wrong(taking, name, "no such number as can stand there");
    return 0;
}

static void take_kinds(struct kind_set *kinds, struct taking *taking, const json_t *list)
{
    if (!json_is_array(list) || json_array_size(list) == 0)
        wrong(taking, "kinds", "no list of kinds");
    for (size_t i = 0; i < json_array_size(list); i++) {
        enum spec_kind kind = KIND_OTHER;
        struct str name = take_text(taking, json_array_get(list, i), "a kind");
        if (!kind_from_name(&kind, name) || !str_is(name, kind_name(kind)) ||
            kind_set_has(kinds, kind))
            wrong(taking, "kinds", "no list of kinds");
        else
            kind_set_add(kinds, kind);
    }
}

/* What json_unpack_ex() says of an object that has not exactly the members that it has to have. */
static enum err_code members_error(const json_error_t *error, struct err *err)
{
    return err_set(err, ERR_FORMAT, "has not the members that it should: %s", error->text);
}

/* ---- the head ---- */

static struct occurrences_count take_count(struct taking *taking, json_t *occurrences,
                                           json_t *sections, json_t *classes)
{
    json_int_t number = json_integer_value(occurrences);

    if (!json_is_integer(occurrences) || number < 0)
        wrong(taking, "occurrences", "no number");
    return (struct occurrences_count){.occurrences = (uint64_t)number,
                                      .sections = take_number(taking, sections, "sections", 0),
                                      .classes = take_number(taking, classes, "classes", 0)};
}

static void take_shares(struct occurrences_shares *shares, struct taking *taking, json_t *list,
                        const char *name)
{
    json_error_t error;

    if (!json_is_array(list))
        wrong(taking, name, "no list");
    shares->items = arena_zero(taking->arena, json_array_size(list), sizeof *shares->items);
    for (; taking->code == ERR_OK && shares->count < json_array_size(list); shares->count++) {
        json_t *value, *label, *occurrences, *sections, *classes;
        struct occurrences_share *share = &shares->items[shares->count];
        if (json_unpack_ex(json_array_get(list, shares->count), &error, JSON_STRICT,
                           "{s:o, s:o, s:o, s:o, s:o}", "value", &value, "label", &label,
                           "occurrences", &occurrences, "sections", &sections, "classes",
                           &classes) != 0) {
            taking->code = members_error(&error, taking->err);
            return;
        }
        *share =
            (struct occurrences_share){.value = take_text(taking, value, "value"),
                                       .label = take_text(taking, label, "label"),
                                       .count = take_count(taking, occurrences, sections, classes)};
    }
}

static void take_filters(struct evidence_pack_head *head, struct taking *taking, json_t *filters)
{
    char *text =
        json_is_object(filters) ? json_dumps(filters, JSON_SORT_KEYS | JSON_COMPACT) : NULL;

    if (text == NULL)
        wrong(taking, "filters", "no object");
    else
        head->filters = str_of(arena_strdup(taking->arena, text));
    free(text);
}

static void take_order(struct evidence_pack_head *head, struct taking *taking, json_t *sort)
{
    if (!occurrences_order_from_name(&head->order, take_text(taking, sort, "sort")))
        wrong(taking, "sort", "none of " OCCURRENCES_ORDERS);
}

static enum err_code take_head(struct evidence_pack_head *head, json_t *object, struct arena *arena,
                               struct err *err)
{
    struct taking taking = {arena, err, ERR_OK};
    json_error_t error;
    json_t *version, *text, *words, *expanded, *filters, *sort, *context, *generation, *corpus,
        *reader, *built_at, *made_at, *program, *occurrences, *sections, *classes, *agencies,
        *kinds;
    int verbatim, expand;

    if (json_unpack_ex(object, &error, JSON_STRICT,
                       "{s:o, s:{s:o, s:o, s:b, s:b, s:o, s:o}, s:o, s:o, s:o, s:o, s:o, s:o, s:o, "
                       "s:o, s:{s:o, s:o, s:o}, s:{s:o, s:o}}",
                       "pack", &version, "query", "text", &text, "words", &words, "verbatim",
                       &verbatim, "expand", &expand, "expanded", &expanded, "filters", &filters,
                       "sort", &sort, "context", &context, "generation", &generation, "corpus",
                       &corpus, "reader", &reader, "built_at", &built_at, "made_at", &made_at,
                       "program", &program, "total", "occurrences", &occurrences, "sections",
                       &sections, "classes", &classes, "dispersion", "agency", &agencies, "section",
                       &kinds) != 0)
        return members_error(&error, err);
    if (json_integer_value(version) != EVIDENCE_PACK_VERSION)
        wrong(&taking, "pack", "of another version");
    *head =
        (struct evidence_pack_head){.text = take_text(&taking, text, "text"),
                                    .words = take_text(&taking, words, "words"),
                                    .verbatim = verbatim,
                                    .expand = expand,
                                    .context = take_number(&taking, context, "context", 1),
                                    .generation = take_text(&taking, generation, "generation"),
                                    .corpus = take_hash(&taking, corpus, "corpus"),
                                    .reader = take_hash(&taking, reader, "reader"),
                                    .built_at = take_text(&taking, built_at, "built_at"),
                                    .made_at = take_text(&taking, made_at, "made_at"),
                                    .program = take_text(&taking, program, "program"),
                                    .total = take_count(&taking, occurrences, sections, classes)};
    if (!json_is_array(expanded))
        wrong(&taking, "expanded", "no list");
    take_filters(head, &taking, filters);
    take_order(head, &taking, sort);
    take_shares(&head->agencies, &taking, agencies, "agency");
    take_shares(&head->kinds, &taking, kinds, "section");
    return taking.code;
}

static enum err_code read_head(struct evidence_pack *pack, struct err *err)
{
    json_t *object = NULL;
    enum err_code code = read_line(&pack->ahead, pack->in, err);

    if (code == ERR_OK && pack->ahead.n == 0)
        return err_set(err, ERR_FORMAT, "empty");
    if (code == ERR_OK)
        code = step(pack, err);
    if (code == ERR_OK)
        code = parse_line(&object, buf_view(&pack->line), err);
    if (code == ERR_OK)
        code = take_head(&pack->head, object, pack->arena, err);
    json_decref(object);
    return code;
}

enum err_code evidence_pack_open(struct evidence_pack **out, FILE *in, struct err *err)
{
    struct evidence_pack *pack = mem_zero(1, sizeof *pack);

    pack->in = in;
    pack->arena = arena_new();
    pack->sum = sha256_sum_new();
    enum err_code code = read_head(pack, err);
    if (code == ERR_FORMAT || code == ERR_LIMIT)
        err_context(err, "no evidence pack: its first line");
    if (code != ERR_OK)
        evidence_pack_close(pack);
    else
        *out = pack;
    return code;
}

void evidence_pack_close(struct evidence_pack *pack)
{
    if (pack == NULL)
        return;
    buf_free(&pack->line);
    buf_free(&pack->ahead);
    sha256_sum_free(pack->sum);
    arena_free(pack->arena);
    free(pack);
}

const struct evidence_pack_head *evidence_pack_head(const struct evidence_pack *pack)
{
    return &pack->head;
}

uint64_t evidence_pack_rows(const struct evidence_pack *pack)
{
    return pack->rows;
}

/* ---- rows ---- */

/* Of a row, the values that are not checked while they are unpacked. */
struct row_values {
    json_t *id, *title, *code, *agency, *ordinal, *heading, *kinds, *line, *page, *section_source;
    json_t *where, *start, *end, *row_line, *row_page, *left, *match, *right, *source, *sha256,
        *house;
    const char *class_url, *section_url;
};

static enum err_code unpack_row(struct row_values *values, json_t *object, struct err *err)
{
    json_error_t error;

    if (json_unpack_ex(
            object, &error, JSON_STRICT,
            "{s:{s:o, s:o, s:o, s:o, s:s}, s:{s:o, s:o, s:o, s:o, s:o, s:s, s:o}, s:o, s:o, s:o, "
            "s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
            "class", "id", &values->id, "title", &values->title, "code", &values->code, "agency",
            &values->agency, "url", &values->class_url, "section", "ordinal", &values->ordinal,
            "heading", &values->heading, "kinds", &values->kinds, "line", &values->line, "page",
            &values->page, "url", &values->section_url, "source", &values->section_source, "where",
            &values->where, "start", &values->start, "end", &values->end, "line", &values->row_line,
            "page", &values->row_page, "left", &values->left, "match", &values->match, "right",
            &values->right, "source", &values->source, "sha256", &values->sha256, "house",
            &values->house) != 0)
        return members_error(&error, err);
    return ERR_OK;
}

static uint32_t take_page(struct taking *taking, const json_t *value)
{
    return json_is_null(value) ? 0 : take_number(taking, value, "page", 1);
}

static void take_place(struct evidence_pack_row *row, struct taking *taking,
                       const struct row_values *values)
{
    struct str where = take_text(taking, values->where, "where");

    row->in_heading = str_is(where, "heading");
    if (!row->in_heading && !str_is(where, "text"))
        wrong(taking, "where", "neither heading nor text");
    row->start = take_number(taking, values->start, "start", 0);
    row->end = take_number(taking, values->end, "end", 1);
    if (row->end <= row->start)
        wrong(taking, "end", "not behind start");
    row->line = take_number(taking, values->row_line, "line", 1);
    row->left = take_text(taking, values->left, "left");
    row->match = take_text(taking, values->match, "match");
    row->right = take_text(taking, values->right, "right");
}

static void take_section(struct evidence_pack_row *row, struct taking *taking,
                         const struct row_values *values)
{
    row->ordinal = take_number(taking, values->ordinal, "ordinal", 0);
    row->heading = take_text_or_null(taking, values->heading, "heading");
    take_kinds(&row->kinds, taking, values->kinds);
    row->section_line = take_number(taking, values->line, "line", 1);
    row->section_page = take_page(taking, values->page);
    if (take_page(taking, values->row_page) != row->section_page)
        wrong(taking, "page", "another one than that of the section");
}

static enum err_code take_row(struct evidence_pack_row *row, json_t *object, struct arena *arena,
                              struct err *err)
{
    struct taking taking = {arena, err, ERR_OK};
    struct row_values values;
    enum err_code code = unpack_row(&values, object, err);

    if (code != ERR_OK)
        return code;
    row->class_id = take_text(&taking, values.id, "id");
    row->title = take_text(&taking, values.title, "title");
    row->code = take_text_or_null(&taking, values.code, "code");
    row->agency = take_text(&taking, values.agency, "agency");
    take_section(row, &taking, &values);
    take_place(row, &taking, &values);
    row->source = take_text(&taking, values.source, "source");
    if (!str_eq(take_text(&taking, values.section_source, "source"), row->source))
        wrong(&taking, "source", "another one than that of the section");
    row->sha256 = take_hash(&taking, values.sha256, "sha256");
    row->house = json_is_null(values.house) ? STR("") : take_hash(&taking, values.house, "house");
    return taking.code;
}

enum err_code evidence_pack_next(bool *more, struct evidence_pack_row *row,
                                 struct evidence_pack *pack, struct arena *arena, struct err *err)
{
    json_t *object = NULL;
    enum err_code code = ERR_OK;

    *row = (struct evidence_pack_row){.number = pack->number + 1};
    if (!pack->ended)
        code = step(pack, err);
    if (code == ERR_LIMIT) /* the line behind */
        row->number = pack->number + 1;
    *more = code == ERR_OK && !pack->ended;
    if (!*more)
        return code;
    pack->rows++;
    code = parse_line(&object, buf_view(&pack->line), err);
    if (code == ERR_OK)
        code = take_row(row, object, arena, err);
    json_decref(object);
    return code;
}

enum err_code evidence_pack_end(const struct evidence_pack *pack, struct err *err)
{
    json_error_t error;
    json_t *object = NULL;
    json_int_t rows = 0;
    int complete = 0;
    const char *sha256 = "";

    if (pack->number < 2)
        return err_set(err, ERR_FORMAT, "incomplete: there is nothing behind the head");
    enum err_code code = parse_line(&object, buf_view(&pack->line), err);
    if (code == ERR_OK && json_unpack_ex(object, &error, JSON_STRICT, "{s:I, s:b, s:s}", "rows",
                                         &rows, "complete", &complete, "sha256", &sha256) != 0)
        code = err_set(err, ERR_FORMAT, "%s", error.text);
    if (code != ERR_OK)
        err_context(err, "incomplete: the last line is none that ends a pack");
    else if (!complete)
        code = err_set(err, ERR_FORMAT, "incomplete: so its last line says");
    else if (rows < 0 || (uint64_t)rows != pack->rows)
        code = err_set(err, ERR_FORMAT, "the last line tells of %lld rows, and there are %llu",
                       (long long)rows, (unsigned long long)pack->rows);
    else if (strcmp(sha256, pack->sha256) != 0)
        code = err_set(err, ERR_FORMAT,
                       "edited: the lines have the SHA-256 %s, and the last one tells of %s",
                       pack->sha256, sha256);
    json_decref(object);
    return code;
}

int evidence_pack_compare(const struct evidence_pack_row *a, const struct evidence_pack_row *b)
{
    int classes = str_compare(a->class_id, b->class_id);

    if (classes != 0)
        return classes;
    if (a->ordinal != b->ordinal)
        return a->ordinal < b->ordinal ? -1 : 1;
    if (a->in_heading != b->in_heading)
        return a->in_heading ? -1 : 1;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    return a->end < b->end ? -1 : a->end > b->end;
}
