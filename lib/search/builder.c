#include "search/builder.h"

#include <stdlib.h>

#include "base/mem.h"
#include "search/schema.h"
#include "search/token.h"
#include "xapianc/xapianc.h"

struct builder {
    struct xap_writer *writer;
    struct xap_document *document;
    struct stemmer *stemmer;
    struct columns_writer *columns;
    uint32_t class_number; /* of the next class; numbered anew at the end */
    uint32_t sections;
    struct buf term, stem, record; /* reused */
};

enum err_code builder_new(struct builder **out, const char *database, struct err *err)
{
    struct builder *builder = mem_zero(1, sizeof *builder);

    builder->columns = columns_writer_new();
    enum err_code code = xap_writer_open(&builder->writer, database, err);
    if (code == ERR_OK)
        code = xap_document_new(&builder->document, err);
    if (code == ERR_OK)
        code = stemmer_new(&builder->stemmer, err);
    if (code != ERR_OK)
        builder_free(builder);
    else
        *out = builder;
    return code;
}

void builder_free(struct builder *builder)
{
    if (builder == NULL)
        return;
    xap_writer_free(builder->writer);
    xap_document_free(builder->document);
    stemmer_free(builder->stemmer);
    columns_writer_free(builder->columns);
    buf_free(&builder->term);
    buf_free(&builder->stem);
    buf_free(&builder->record);
    free(builder);
}

static enum err_code add_stem(struct builder *builder, const char *prefix, struct str word,
                              struct err *err)
{
    enum err_code code = stemmer_stem(&builder->stem, builder->stemmer, word, err);
    if (code != ERR_OK)
        return code;
    schema_term(&builder->term, prefix, buf_view(&builder->stem));
    return xap_document_add_term(builder->document, buf_view(&builder->term), 1, err);
}

/* Words of a heading or a text: exact with positions, and stemmed. */
static enum err_code add_text(struct builder *builder, struct str text, uint32_t position,
                              struct err *err)
{
    struct tokenizer tokens;
    enum err_code code = ERR_OK;

    tokenizer_start(&tokens, text);
    while (code == ERR_OK && tokenizer_next(&tokens)) {
        struct str word = buf_view(&tokens.word);
        schema_term(&builder->term, "", word);
        code = xap_document_add_term(builder->document, buf_view(&builder->term), 1, err);
        if (code == ERR_OK)
            code = xap_document_add_position(builder->document, buf_view(&builder->term),
                                             position++, err);
        if (code == ERR_OK && !tokens.possessive)
            code = add_stem(builder, SCHEMA_STEM, word, err);
    }
    tokenizer_free(&tokens);
    return code;
}

static enum err_code add_title(struct builder *builder, struct str title, struct err *err)
{
    struct tokenizer tokens;
    enum err_code code = ERR_OK;

    tokenizer_start(&tokens, title);
    while (code == ERR_OK && tokenizer_next(&tokens))
        if (!tokens.possessive)
            code = add_stem(builder, SCHEMA_TITLE, buf_view(&tokens.word), err);
    tokenizer_free(&tokens);
    return code;
}

static enum err_code add_boolean(struct builder *builder, const char *prefix, struct str value,
                                 struct err *err)
{
    if (value.n == 0)
        return ERR_OK;
    schema_lower_term(&builder->term, prefix, value);
    return xap_document_add_term(builder->document, buf_view(&builder->term), 0, err);
}

/* A class of a specification on its way into the index. */
struct addition {
    const struct builder_class *about;
    const struct spec *spec;
    const struct spec_class *class;
    struct arena *arena;
};

static struct record_section section_record(const struct addition *addition, size_t ordinal)
{
    const struct spec *spec = addition->spec;
    const struct spec_class *class = addition->class;
    const struct spec_section *section = &spec->sections[class->sections[ordinal]];
    struct record_section record = {.class_id = addition->about->id,
                                    .title = class->title,
                                    .code = class->fields[FIELD_CLASS_CODE].value,
                                    .agency = addition->about->agency,
                                    .source = addition->about->source,
                                    .ordinal = (uint32_t)ordinal,
                                    .level = section->level,
                                    .line = section->line,
                                    .page = section->page,
                                    .text_line = section->text_line,
                                    .heading = section->heading,
                                    .kinds = section->kinds,
                                    .text = section->text};

    for (int p = section->parent; p != SPEC_NO_PARENT; p = spec->sections[p].parent)
        record.path_count++;
    record.path = arena_zero(addition->arena, record.path_count, sizeof *record.path);
    size_t at = record.path_count;
    for (int p = section->parent; p != SPEC_NO_PARENT; p = spec->sections[p].parent)
        record.path[--at] = spec->sections[p].heading;
    return record;
}

static enum err_code set_document(struct builder *builder, const struct addition *addition,
                                  size_t ordinal, struct err *err)
{
    struct record_section record = section_record(addition, ordinal);

    builder->record.n = 0;
    enum err_code code = xap_document_clear(builder->document, err);
    if (code == ERR_OK)
        code = record_section_encode(&builder->record, &record, err);
    if (code == ERR_OK)
        code = xap_document_set_data(builder->document, buf_view(&builder->record), err);
    if (code == ERR_OK)
        code = add_text(builder, record.heading, 1, err);
    if (code == ERR_OK)
        code = add_text(builder, record.text, SCHEMA_TEXT_POSITION, err);
    if (code == ERR_OK)
        code = add_title(builder, record.title, err);
    for (uint8_t k = 0; code == ERR_OK && k < record.kinds.count; k++)
        code = add_boolean(builder, SCHEMA_KIND, str_of(kind_name(record.kinds.kinds[k])), err);
    if (code == ERR_OK)
        code = add_boolean(builder, SCHEMA_AGENCY, record.agency, err);
    if (code == ERR_OK)
        code = add_boolean(builder, SCHEMA_CODE, record.code, err);
    return code;
}

/* What the rows of a class have in common. */
static struct columns_row class_row(struct builder *builder, const struct addition *addition)
{
    struct columns_row row = {.class_number = builder->class_number++};

    for (enum facet f = 0; f < FACET_COUNT; f++)
        if (facet_vocabulary(f) == 0)
            row.values[f] = columns_writer_value(
                builder->columns, f,
                facet_class_value(f, addition->class, addition->about->agency, addition->arena));
    return row;
}

static void set_row(struct builder *builder, uint32_t docid, struct columns_row row,
                    const struct spec *spec, size_t section)
{
    for (enum facet f = 0; f < FACET_COUNT; f++)
        if (facet_vocabulary(f) > 0)
            row.values[f] = facet_section_values(f, spec, section);
    columns_writer_set(builder->columns, docid, row);
    builder->sections++;
}

/* The requirements of a class are those in its sections, and name them by their ordinal. */
static void set_requirements(struct record_class *record, const struct addition *addition)
{
    const struct spec *spec = addition->spec;
    const struct spec_class *class = addition->class;

    record->requirements =
        arena_zero(addition->arena, spec->requirement_count, sizeof *record->requirements);
    for (size_t i = 0; i < spec->requirement_count; i++) {
        for (size_t ordinal = 0; ordinal < class->count; ordinal++) {
            if (class->sections[ordinal] != spec->requirements[i].section)
                continue;
            record->requirements[record->requirement_count] = spec->requirements[i];
            record->requirements[record->requirement_count++].section = ordinal;
            break;
        }
    }
}

static enum err_code save_class(struct builder *builder, const struct addition *addition,
                                uint32_t first_docid, struct err *err)
{
    const struct builder_class *about = addition->about;
    struct record_class record = {.id = about->id,
                                  .title = addition->class->title,
                                  .agency = about->agency,
                                  .source = about->source,
                                  .format = about->format,
                                  .sha256 = about->sha256,
                                  .note = about->note,
                                  .first_docid = first_docid,
                                  .sections = (uint32_t)addition->class->count};

    memcpy(record.fields, addition->class->fields, sizeof record.fields);
    set_requirements(&record, addition);
    builder->record.n = 0;
    enum err_code code = record_class_encode(&builder->record, &record, err);
    if (code != ERR_OK)
        return code;
    record_class_key(&builder->term, about->id);
    return xap_writer_set_metadata(builder->writer, buf_view(&builder->term),
                                   buf_view(&builder->record), err);
}

enum err_code builder_add(uint32_t *first_docid, struct builder *builder,
                          const struct builder_class *about, const struct spec *spec, size_t at,
                          struct err *err)
{
    struct addition addition = {about, spec, &spec->classes[at], arena_new()};
    struct columns_row row = class_row(builder, &addition);
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < addition.class->count; i++) {
        uint32_t docid = 0;
        code = set_document(builder, &addition, i, err);
        if (code == ERR_OK)
            code = xap_writer_add(&docid, builder->writer, builder->document, err);
        if (code != ERR_OK)
            break;
        if (i == 0)
            *first_docid = docid;
        set_row(builder, docid, row, spec, addition.class->sections[i]);
    }
    if (code == ERR_OK)
        code = save_class(builder, &addition, *first_docid, err);
    arena_free(addition.arena);
    return code;
}

void builder_keep(struct builder *builder, uint32_t first_docid, uint32_t sections,
                  const struct columns *old)
{
    for (uint32_t docid = first_docid; docid < first_docid + sections; docid++) {
        struct columns_row row = old->rows[docid - 1];
        row.class_number = builder->class_number;
        for (enum facet f = 0; f < FACET_COUNT; f++)
            if (facet_vocabulary(f) == 0)
                row.values[f] =
                    columns_writer_value(builder->columns, f, columns_value(old, f, row.values[f]));
        columns_writer_set(builder->columns, docid, row);
        builder->sections++;
    }
    builder->class_number++;
}

enum err_code builder_remove(struct builder *builder, uint32_t first_docid, uint32_t sections,
                             struct err *err)
{
    enum err_code code = ERR_OK;

    for (uint32_t docid = first_docid; code == ERR_OK && docid < first_docid + sections; docid++)
        code = xap_writer_delete(builder->writer, docid, err);
    return code;
}

enum err_code builder_forget(struct builder *builder, struct str id, struct err *err)
{
    record_class_key(&builder->term, id);
    return xap_writer_set_metadata(builder->writer, buf_view(&builder->term), STR(""), err);
}

enum err_code builder_finish(struct builder *builder, const char *columns, uint32_t *sections,
                             uint32_t *classes, struct err *err)
{
    enum err_code code = xap_writer_commit(builder->writer, err);
    if (code != ERR_OK)
        return code;
    *classes = columns_writer_finish(builder->columns);
    *sections = builder->sections;
    return columns_writer_save(builder->columns, columns, err);
}
