#include "client/variants_print.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "client/answer_reader.h"
#include "client/filter.h"

enum { INDENT = 2, TEXT_INDENT = 4, NAMED_MOST = 10 };

/* Totals. */

static void print_quantity(struct output *out, long long number, const char *one, const char *more)
{
    output_printf(out, "%lld %s", number, number == 1 ? one : more);
}

enum err_code variants_print_head(struct output *out, long long *rows, const struct answer *answer,
                                  struct err *err)
{
    struct answer_reader reader = answer_reader_of(answer, err);
    json_t *query = answer_reader_member(&reader, answer->root, "query", JSON_OBJECT);
    json_t *total = answer_reader_member(&reader, answer->root, "total", JSON_OBJECT);
    const struct wrap_text words = {.text = answer_reader_text(&reader, query, "words")};
    long long clusters = answer_reader_count(&reader, total, "clusters");
    long long variants = answer_reader_count(&reader, total, "variants");
    long long classes = answer_reader_count(&reader, total, "classes");
    long long clauses = answer_reader_count(&reader, total, "clauses");
    long long left_out = answer_reader_count(&reader, total, "short");

    *rows = answer_reader_count(&reader, total, "rows");
    if (reader.code != ERR_OK || out == NULL)
        return reader.code;
    print_quantity(out, clusters, "cluster", "clusters");
    if (clusters > 0)
        output_printf(out, " of %lld variants in %lld classes", variants, classes);
    output_char(out, '\n');
    output_set_style(out, OUTPUT_FAINT);
    wrap_paragraph(out, &words, INDENT);
    output_spaces(out, INDENT);
    print_quantity(out, clauses, "clause", "clauses");
    output_printf(out, " compared, %lld of fewer than six words left out\n", left_out);
    output_set_style(out, OUTPUT_PLAIN);
    filter_print(out, json_object_get(query, "filters"), INDENT);
    return ERR_OK;
}

/* Rows. */

struct row {
    long long cluster, cluster_classes, cluster_variants;
    long long variant, count, times, line;
    struct wrap_text text;  /* with what the first variant lacks */
    struct wrap_text lacks; /* marks in the text of the first variant */
    struct answer_class class;
};

static enum err_code read_row(struct row *row, const struct answer *answer, struct err *err)
{
    struct answer_reader reader = answer_reader_of(answer, err);
    json_t *cluster = answer_reader_member(&reader, answer->root, "cluster", JSON_OBJECT);
    json_t *variant = answer_reader_member(&reader, answer->root, "variant", JSON_OBJECT);
    json_t *class = answer_reader_member(&reader, answer->root, "class", JSON_OBJECT);

    *row = (struct row){.cluster = answer_reader_count(&reader, cluster, "number"),
                        .cluster_classes = answer_reader_count(&reader, cluster, "classes"),
                        .cluster_variants = answer_reader_count(&reader, cluster, "variants"),
                        .variant = answer_reader_count(&reader, variant, "number"),
                        .count = answer_reader_count(&reader, variant, "count"),
                        .times = answer_reader_count(&reader, answer->root, "times"),
                        .line = answer_reader_count_or_null(&reader, answer->root, "line"),
                        .text = {.text = answer_reader_text(&reader, variant, "text")},
                        .class = answer_reader_class(&reader, class)};
    answer_reader_marks(&reader, &row->text, variant, "marks");
    answer_reader_marks(&reader, &row->lacks, variant, "lacks");
    return reader.code;
}

/* The first code point of a text; what is left of it behind. */
static struct str next_point(struct str *rest)
{
    uint32_t c;
    size_t n = utf8_decode(rest->p, rest->n, &c);
    struct str point = {rest->p, n > 0 ? n : 1};

    *rest = str_from(*rest, point.n);
    return point;
}

/* The text with brackets around each mark, which moves them. */
static void add_brackets(struct buf *out, const struct wrap_text *text, struct wrap_mark *moved)
{
    struct str rest = text->text;
    size_t mark = 0;

    for (size_t point = 0;; point++) {
        if (mark < text->mark_count && point == text->marks[mark].end) {
            buf_char(out, ']');
            mark++;
        }
        if (mark < text->mark_count && point == text->marks[mark].start)
            buf_char(out, '[');
        if (rest.n == 0)
            break;
        buf_str(out, next_point(&rest));
    }
    for (size_t i = 0; i < text->mark_count; i++)
        moved[i] = (struct wrap_mark){text->marks[i].start + 2 * i, text->marks[i].end + 2 * i + 2};
}

/* The pieces that are marked, as "[a], [b]". */
static void add_pieces(struct buf *out, const struct wrap_text *text)
{
    struct str rest = text->text;
    size_t mark = 0;

    for (size_t point = 0; rest.n > 0 && mark < text->mark_count; point++) {
        struct str character = next_point(&rest);
        if (point == text->marks[mark].start)
            buf_text(out, mark > 0 ? ", [" : "[");
        if (point >= text->marks[mark].start)
            buf_str(out, character);
        if (point + 1 == text->marks[mark].end) {
            buf_char(out, ']');
            mark++;
        }
    }
}

static void begin_cluster(struct output *out, struct variants_printed *printed,
                          const struct row *row)
{
    output_char(out, '\n');
    output_set_style(out, OUTPUT_TITLE);
    output_printf(out, "%lld  %lld variants in %lld classes", row->cluster, row->cluster_variants,
                  row->cluster_classes);
    output_set_style(out, OUTPUT_PLAIN);
    output_char(out, '\n');
    printed->first.n = 0;
    buf_str(&printed->first, row->text.text);
}

static void begin_variant(struct output *out, const struct variants_printed *printed,
                          const struct row *row)
{
    struct wrap_mark *moved = mem_zero(row->text.mark_count, sizeof *moved);
    const struct wrap_text lacks = {buf_view(&printed->first), row->lacks.marks,
                                    row->lacks.mark_count};
    struct buf text = {0};

    output_spaces(out, INDENT);
    print_quantity(out, row->count, "class", "classes");
    output_char(out, '\n');
    add_brackets(&text, &row->text, moved);
    wrap_paragraph(out, &(struct wrap_text){buf_view(&text), moved, row->text.mark_count},
                   TEXT_INDENT);
    if (lacks.mark_count > 0) {
        text.n = 0;
        buf_text(&text, "without ");
        add_pieces(&text, &lacks);
        wrap_paragraph(out, &(struct wrap_text){.text = buf_view(&text)}, TEXT_INDENT);
    }
    buf_free(&text);
    free(moved);
}

/* Names the classes of the variant printed last. */
static void end_variant(struct output *out, struct variants_printed *printed)
{
    if (printed->classes == 0)
        return;
    if (printed->classes > printed->named)
        buf_printf(&printed->names, " and %lld more (--whole names them)",
                   printed->classes - printed->named);
    output_set_style(out, OUTPUT_FAINT);
    wrap_paragraph(out, &(struct wrap_text){.text = buf_view(&printed->names)}, TEXT_INDENT);
    output_set_style(out, OUTPUT_PLAIN);
    printed->names.n = 0;
    printed->named = printed->classes = 0;
}

static void add_name(struct variants_printed *printed, const struct row *row)
{
    if (printed->classes++ >= NAMED_MOST && !printed->whole)
        return;
    buf_text(&printed->names, printed->named++ > 0 ? ", " : "");
    buf_str(&printed->names, row->class.id);
    if (row->line >= 0)
        buf_printf(&printed->names, ":%lld", row->line);
    if (row->times > 1)
        buf_printf(&printed->names, " (%lld times)", row->times);
}

enum err_code variants_print_row(struct output *out, struct variants_printed *printed,
                                 const struct answer *answer, struct err *err)
{
    struct row row;
    enum err_code code = read_row(&row, answer, err);

    if (code != ERR_OK)
        return code;
    bool new_cluster = row.cluster != printed->cluster;
    bool new_variant = new_cluster || row.variant != printed->variant;
    if (new_variant)
        end_variant(out, printed);
    if (new_cluster)
        begin_cluster(out, printed, &row);
    if (new_variant)
        begin_variant(out, printed, &row);
    printed->cluster = row.cluster;
    printed->variant = row.variant;
    add_name(printed, &row);
    return ERR_OK;
}

void variants_print_end(struct output *out, struct variants_printed *printed)
{
    end_variant(out, printed);
    buf_free(&printed->names);
    buf_free(&printed->first);
}
