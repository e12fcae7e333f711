#include "search/segment_writer.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "search/acronyms.h"
#include "search/schema.h"
#include "search/token.h"
#include "search/words.h"

/* Xapian writes small databases fastest; they are joined at the end. */
enum { SHARD_SECTIONS = 3000 };

struct segment_writer {
    char *directory;
    struct stemmer *stemmer;
    struct vocabulary_writer *vocabulary;
    struct tokens_writer *tokens;
    struct columns_writer *columns;
    struct requirements_writer *requirements;
    struct acronyms_writer *acronyms;
    struct words_reader *words;
    struct parts_writer records;
    struct xap_document *document;
    struct xap_writer *shard; /* being written; NULL: none */
    uint32_t shards, shard_sections, sections, classes;
    uint32_t *stem_counts; /* of the section at hand, by the stem's id; else 0 */
    uint32_t *stems;       /* those that it has */
    size_t stem_room, stem_count;
    struct buf term, stem, record; /* reused */
};

static char *part(const struct segment_writer *writer, const char *name)
{
    char *path = NULL;
    return asprintf(&path, "%s/%s", writer->directory, name) < 0 ? mem_strdup("") : path;
}

static char *shard_path(const struct segment_writer *writer, uint32_t number)
{
    char *path = NULL;
    return asprintf(&path, "%s/work/%u", writer->directory, number) < 0 ? mem_strdup("") : path;
}

enum err_code segment_writer_new(struct segment_writer **out, const char *directory,
                                 struct err *err)
{
    struct segment_writer *writer = mem_zero(1, sizeof *writer);

    writer->directory = mem_strdup(directory);
    writer->tokens = tokens_writer_new();
    writer->columns = columns_writer_new();
    writer->requirements = requirements_writer_new();
    writer->acronyms = acronyms_writer_new();
    writer->words = words_reader_new();
    char *work = part(writer, "work");
    enum err_code code = file_mkdir_new(directory, err);
    if (code == ERR_OK)
        code = file_mkdirs(work, err);
    free(work);
    if (code == ERR_OK)
        code = stemmer_new(&writer->stemmer, err);
    if (code == ERR_OK) {
        writer->vocabulary = vocabulary_writer_new(writer->stemmer);
        code = xap_document_new(&writer->document, err);
    }
    if (code != ERR_OK)
        segment_writer_free(writer);
    else
        *out = writer;
    return code;
}

void segment_writer_free(struct segment_writer *writer)
{
    if (writer == NULL)
        return;
    xap_writer_free(writer->shard);
    xap_document_free(writer->document);
    words_reader_free(writer->words);
    parts_writer_free(&writer->records);
    vocabulary_writer_free(writer->vocabulary);
    tokens_writer_free(writer->tokens);
    columns_writer_free(writer->columns);
    requirements_writer_free(writer->requirements);
    acronyms_writer_free(writer->acronyms);
    stemmer_free(writer->stemmer);
    free(writer->stem_counts);
    free(writer->stems);
    buf_free(&writer->term);
    buf_free(&writer->stem);
    buf_free(&writer->record);
    free(writer->directory);
    free(writer);
}

uint32_t segment_writer_sections(const struct segment_writer *writer)
{
    return writer->sections;
}

static enum err_code close_shard(struct segment_writer *writer, struct err *err)
{
    enum err_code code = ERR_OK;

    if (writer->shard != NULL)
        code = xap_writer_commit(writer->shard, err);
    xap_writer_free(writer->shard);
    writer->shard = NULL;
    writer->shard_sections = 0;
    return code;
}

/* A class lies in one shard, since its record does. */
static enum err_code ready_shard(struct segment_writer *writer, struct err *err)
{
    enum err_code code = ERR_OK;

    if (writer->shard_sections >= SHARD_SECTIONS)
        code = close_shard(writer, err);
    if (code != ERR_OK || writer->shard != NULL)
        return code;
    char *path = shard_path(writer, writer->shards++);
    code = xap_writer_new(&writer->shard, path, err);
    if (code != ERR_OK)
        err_context(err, "%s", path);
    free(path);
    return code;
}

/* A class on its way into the segment. */
struct addition {
    struct record_class record;
    struct title {
        struct str *stems;
        uint32_t count;
    } title;
    uint32_t masks[FACET_COUNT]; /* of the facets with a fixed vocabulary that are the class's */
    size_t requirements_added;   /* of the record's */
    struct arena *arena;
};

static enum err_code stem_title(struct title *title, struct segment_writer *writer, struct str text,
                                struct arena *arena, struct err *err)
{
    struct tokenizer tokens;
    enum err_code code = ERR_OK;

    *title = (struct title){.stems = arena_zero(arena, text.n, sizeof *title->stems)};
    tokenizer_start(&tokens, text);
    while (code == ERR_OK && tokenizer_next(&tokens)) {
        if (tokens.possessive)
            continue;
        code = stemmer_stem(&writer->stem, writer->stemmer, buf_view(&tokens.word), err);
        title->stems[title->count++] = (struct str){
            arena_strndup(arena, buf_view(&writer->stem).p, writer->stem.n), writer->stem.n};
    }
    tokenizer_free(&tokens);
    return code;
}

/* Makes room in the counts for every stem of the vocabulary. */
static void grow_stems(struct segment_writer *writer, uint32_t stem)
{
    if (stem < writer->stem_room)
        return;
    size_t room = writer->stem_room * 2 > stem ? writer->stem_room * 2 : (size_t)stem + 1024;
    writer->stem_counts = mem_resize(writer->stem_counts, room, sizeof *writer->stem_counts);
    memset(writer->stem_counts + writer->stem_room, 0,
           (room - writer->stem_room) * sizeof *writer->stem_counts);
    writer->stems = mem_resize(writer->stems, room, sizeof *writer->stems);
    writer->stem_room = room;
}

static void count_stems(struct segment_writer *writer, const struct tokens_section *words)
{
    for (uint32_t i = 0; i < words->count; i++) {
        if (words->words[i] == VOCABULARY_POSSESSIVE)
            continue;
        uint32_t stem = vocabulary_writer_stem(writer->vocabulary, words->words[i]);
        grow_stems(writer, stem);
        if (writer->stem_counts[stem] == 0)
            writer->stems[writer->stem_count++] = stem;
        writer->stem_counts[stem] += i < words->heading_count ? SCHEMA_HEADING_WEIGHT : 1;
    }
}

static enum err_code add_term(struct segment_writer *writer, const char *prefix, struct str word,
                              uint32_t occurrences, struct err *err)
{
    schema_term(&writer->term, prefix, word);
    return xap_document_add_term(writer->document, buf_view(&writer->term), occurrences, err);
}

static enum err_code add_capitals(struct segment_writer *writer, struct err *err)
{
    size_t count;
    const uint32_t *words = words_capitals(&count, writer->words);
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < count; i++)
        code = add_term(writer, SCHEMA_CAPITALS,
                        vocabulary_writer_text(writer->vocabulary, words[i]), 0, err);
    return code;
}

/* Adds the postings of the section whose words were read last; *length is the number of words that
 * they count. */
static enum err_code add_terms(uint32_t *length, struct segment_writer *writer,
                               const struct addition *addition, struct err *err)
{
    struct str code_text = addition->record.fields[FIELD_CLASS_CODE].value;
    enum err_code code = ERR_OK;

    *length = 0;
    for (size_t i = 0; i < writer->stem_count; i++) {
        uint32_t stem = writer->stems[i], count = writer->stem_counts[stem];
        writer->stem_counts[stem] = 0;
        *length += count;
        if (code == ERR_OK)
            code = add_term(writer, SCHEMA_STEM,
                            vocabulary_writer_stem_text(writer->vocabulary, stem), count, err);
    }
    writer->stem_count = 0;
    for (uint32_t i = 0; code == ERR_OK && i < addition->title.count; i++)
        code = add_term(writer, SCHEMA_TITLE, addition->title.stems[i], 0, err);
    if (code == ERR_OK)
        code = add_capitals(writer, err);
    if (code == ERR_OK && code_text.n > 0) {
        schema_lower_term(&writer->term, SCHEMA_CODE, code_text);
        code = xap_document_add_term(writer->document, buf_view(&writer->term), 0, err);
    }
    return code;
}

/* The requirements of the class's next section; its record has them in order of the sections. */
static const struct requirement *next_requirements(size_t *count, struct addition *addition,
                                                   uint32_t ordinal)
{
    const struct record_class *class = &addition->record;
    size_t first = addition->requirements_added, end = first;

    while (end < class->requirement_count && class->requirements[end].section == ordinal)
        end++;
    addition->requirements_added = end;
    *count = end - first;
    return class->requirements + first;
}

/* The words within some bytes of the text of the section read last. */
static struct requirements_words words_of(const struct segment_writer *writer, size_t start,
                                          size_t end)
{
    struct requirements_words words;

    words_between(&words.first, &words.end, writer->words, start, end);
    return words;
}

/* Narrows the bytes of a sentence to those that state the requirement: its phrase, which is a part
 * of the sentence. */
static void find_stated(size_t *start, size_t *end, const struct requirement *requirement)
{
    struct str sentence = requirement->sentence, phrase = requirement->phrase;
    const char *place = NULL;

    if (phrase.n > 0 && sentence.n == *end - *start)
        place = memmem(sentence.p, sentence.n, phrase.p, phrase.n);
    if (place != NULL) {
        *start += (size_t)(place - sentence.p);
        *end = *start + phrase.n;
    }
}

/* Adds what is known of the section whose words were read last. */
static void add_values(struct segment_writer *writer, struct addition *addition, uint32_t ordinal,
                       const struct kind_set *kinds, uint32_t length)
{
    size_t count;
    const struct requirement *requirements = next_requirements(&count, addition, ordinal);
    uint32_t masks[FACET_COUNT] = {0};

    for (enum facet f = 0; f < FACET_COUNT; f++)
        if (facet_vocabulary(f) > 0)
            masks[f] = facet_is_of_class(f) ? addition->masks[f]
                                            : facet_mask(f, kinds, requirements, count);
    columns_writer_section(writer->columns, length, masks);
    requirements_writer_section(writer->requirements);
    for (size_t i = 0; i < count; i++) {
        const struct requirement *requirement = &requirements[i];
        size_t start = requirement->start, end = requirement->end;
        struct requirements_words sentence = words_of(writer, start, end);
        find_stated(&start, &end, requirement);
        requirements_writer_add(writer->requirements, requirement, sentence,
                                words_of(writer, start, end));
    }
}

static enum err_code add_section(struct segment_writer *writer, struct addition *addition,
                                 uint32_t ordinal, const struct record_section *record,
                                 struct err *err)
{
    struct tokens_section words;
    struct spelling spelling;
    uint32_t length = 0, docid = 0;
    enum err_code code = words_read(&words, &spelling, writer->words, writer->vocabulary,
                                    record->heading, record->text, err);

    if (code != ERR_OK)
        return code;
    count_stems(writer, &words);
    code = record_section_encode(&writer->records.bytes, record, &spelling, err);
    if (code == ERR_OK)
        code = xap_document_clear(writer->document, err);
    if (code == ERR_OK)
        code = add_terms(&length, writer, addition, err);
    if (code == ERR_OK)
        code = xap_writer_add(&docid, writer->shard, writer->document, err);
    if (code != ERR_OK)
        return code;
    parts_writer_end(&writer->records);
    tokens_writer_add(writer->tokens, &words);
    add_values(writer, addition, ordinal, &record->kinds, length);
    acronyms_writer_section(writer->acronyms, writer->classes - 1, record->text);
    writer->shard_sections++;
    writer->sections++;
    return ERR_OK;
}

/* The most months of experience that a requirement of the class asks for (facet.h says which do).
 */
static uint32_t experience_of(const struct addition *addition)
{
    const struct record_class *record = &addition->record;
    uint32_t most = 0;

    for (size_t i = 0; i < record->requirement_count; i++) {
        const struct requirement *r = &record->requirements[i];
        if (r->type == REQUIREMENT_EXPERIENCE && facet_asks_for(r) && r->months > most)
            most = r->months;
    }
    return most;
}

static struct columns_class facts_of(const struct addition *addition)
{
    const struct spec_field *fields = addition->record.fields;
    struct str revised = field_iso_date(fields[FIELD_REVISED].value, addition->arena);
    struct str established = field_iso_date(fields[FIELD_ESTABLISHED].value, addition->arena);

    return (struct columns_class){.revised = field_date_number(revised),
                                  .established = field_date_number(established),
                                  .probation = (int32_t)field_months(fields[FIELD_PROBATION].value),
                                  .experience = experience_of(addition)};
}

static struct str stated_agency(const struct record_class *record)
{
    struct str stated = record->fields[FIELD_AGENCY].value;

    return str_eq(stated, record->agency) ? STR("") : stated;
}

static void add_class(struct segment_writer *writer, struct addition *addition)
{
    const struct record_class *record = &addition->record;
    struct columns_class facts = facts_of(addition);
    struct str values[FACET_COUNT] = {{0}};

    for (enum facet f = 0; f < FACET_COUNT; f++) {
        if (facet_vocabulary(f) == 0)
            values[f] = facet_class_value(f, record->fields, record->agency, addition->arena);
        else if (facet_is_of_class(f))
            addition->masks[f] =
                facet_mask(f, NULL, record->requirements, record->requirement_count);
    }
    columns_writer_class(writer->columns, &facts, values,
                         (const struct str[COLUMNS_TEXT_COUNT]){
                             [COLUMNS_ID] = record->id,
                             [COLUMNS_TITLE] = record->title,
                             [COLUMNS_CODE] = record->fields[FIELD_CLASS_CODE].value,
                             [COLUMNS_AGENCY] = record->agency,
                             [COLUMNS_STATED_AGENCY] = stated_agency(record),
                             [COLUMNS_SOURCE] = record->source});
}

static enum err_code begin_class(struct segment_writer *writer, struct addition *addition,
                                 struct err *err)
{
    if (addition->record.sections == 0 ||
        addition->record.sections > SEGMENT_SECTIONS_MAX - writer->sections)
        return err_set(err, ERR_INTERNAL, "a class of %u sections does not fit the segment",
                       addition->record.sections);
    enum err_code code = ready_shard(writer, err);
    if (code == ERR_OK)
        code = stem_title(&addition->title, writer, addition->record.title, addition->arena, err);
    if (code == ERR_OK) {
        addition->record.first_docid = writer->sections + 1;
        writer->classes++;
        add_class(writer, addition);
    }
    return code;
}

static enum err_code save_class(struct segment_writer *writer, const struct addition *addition,
                                struct err *err)
{
    writer->record.n = 0;
    enum err_code code = record_class_encode(&writer->record, &addition->record, err);
    if (code != ERR_OK)
        return code;
    record_class_key(&writer->term, addition->record.id);
    return xap_writer_set_metadata(writer->shard, buf_view(&writer->term),
                                   buf_view(&writer->record), err);
}

static struct record_section section_record(const struct addition *addition,
                                            const struct spec *spec,
                                            const struct spec_section *section)
{
    struct record_section record = {.level = section->level,
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

/* The requirements of a class are those in its sections, and name them by their ordinal. */
static void set_requirements(struct addition *addition, const struct spec *spec,
                             const struct spec_class *class)
{
    struct record_class *record = &addition->record;

    record->requirements =
        arena_zero(addition->arena, spec->requirement_count, sizeof *record->requirements);
    for (size_t i = 0, ordinal = 0; i < spec->requirement_count; i++) {
        const struct requirement *requirement = &spec->requirements[i];
        while (ordinal < class->count && class->sections[ordinal] < requirement->section)
            ordinal++;
        if (ordinal == class->count || class->sections[ordinal] != requirement->section)
            continue;
        record->requirements[record->requirement_count] = *requirement;
        record->requirements[record->requirement_count++].section = ordinal;
    }
}

static enum err_code add_spec(struct segment_writer *writer, struct addition *addition,
                              const struct spec *spec, const struct spec_class *class,
                              struct err *err)
{
    enum err_code code = begin_class(writer, addition, err);

    for (size_t i = 0; code == ERR_OK && i < class->count; i++) {
        const struct spec_section *section = &spec->sections[class->sections[i]];
        struct record_section record = section_record(addition, spec, section);
        code = add_section(writer, addition, (uint32_t)i, &record, err);
    }
    return code == ERR_OK ? save_class(writer, addition, err) : code;
}

enum err_code segment_writer_add(uint32_t *first_docid, struct segment_writer *writer,
                                 const struct segment_class *about, const struct spec *spec,
                                 size_t at, struct err *err)
{
    const struct spec_class *class = &spec->classes[at];
    struct addition addition = {.record = {.id = about->id,
                                           .title = class->title,
                                           .agency = about->agency,
                                           .source = about->source,
                                           .format = about->format,
                                           .sha256 = about->sha256,
                                           .note = about->note,
                                           .sections = (uint32_t) class->count},
                                .arena = arena_new()};

    memcpy(addition.record.fields, class->fields, sizeof addition.record.fields);
    set_requirements(&addition, spec, class);
    enum err_code code = add_spec(writer, &addition, spec, class, err);
    if (code == ERR_OK)
        *first_docid = addition.record.first_docid;
    arena_free(addition.arena);
    return code;
}

static enum err_code copy_sections(struct segment_writer *writer, struct addition *addition,
                                   struct segment_reader *from, struct err *err)
{
    uint32_t first = addition->record.first_docid;
    struct tokens_buffer buffer = {0};
    enum err_code code = begin_class(writer, addition, err);

    for (uint32_t i = 0; code == ERR_OK && i < addition->record.sections; i++) {
        struct record_section record;
        struct tokens_section words;
        code = segment_read_section(&record, &words, from->segment, first + i, &buffer,
                                    addition->arena, err);
        if (code == ERR_OK)
            code = add_section(writer, addition, i, &record, err);
    }
    tokens_buffer_free(&buffer);
    return code == ERR_OK ? save_class(writer, addition, err) : code;
}

enum err_code segment_writer_copy(uint32_t *first_docid, struct segment_writer *writer,
                                  struct segment_reader *from, struct str id, struct err *err)
{
    struct addition addition = {.arena = arena_new()};
    enum err_code code = segment_read_class(&addition.record, from, id, addition.arena, err);

    if (code == ERR_OK)
        code = copy_sections(writer, &addition, from, err);
    if (code == ERR_OK)
        *first_docid = addition.record.first_docid;
    arena_free(addition.arena);
    return code;
}

static enum err_code join_shards(struct segment_writer *writer, struct err *err)
{
    struct arena *arena = arena_new();
    const char **paths = arena_zero(arena, writer->shards, sizeof *paths);
    char *database = part(writer, SEGMENT_DATABASE);

    for (uint32_t i = 0; i < writer->shards; i++) {
        char *path = shard_path(writer, i);
        paths[i] = arena_strdup(arena, path);
        free(path);
    }
    enum err_code code = xap_compact(paths, writer->shards, database, err);
    if (code != ERR_OK)
        err_context(err, "%s", database);
    free(database);
    arena_free(arena);
    return code;
}

/* The last shard holds what is the segment's as a whole. */
static enum err_code save_acronyms(struct segment_writer *writer, struct err *err)
{
    writer->record.n = 0;
    acronyms_writer_encode(&writer->record, writer->acronyms);
    if (writer->shard == NULL || writer->record.n == 0)
        return ERR_OK;
    return xap_writer_set_metadata(writer->shard, STR(ACRONYMS_KEY), buf_view(&writer->record),
                                   err);
}

enum err_code segment_writer_finish(struct segment_writer *writer, struct err *err)
{
    char *work = part(writer, "work"), *columns = part(writer, COLUMNS_FILE);
    char *tokens = part(writer, TOKENS_FILE), *vocabulary = part(writer, VOCABULARY_FILE);
    char *requirements = part(writer, REQUIREMENTS_FILE), *records = part(writer, RECORDS_FILE);
    enum err_code code = save_acronyms(writer, err);

    if (code == ERR_OK)
        code = close_shard(writer, err);
    if (code == ERR_OK)
        code = join_shards(writer, err);
    if (code == ERR_OK)
        code = columns_writer_save(writer->columns, columns, err);
    if (code == ERR_OK)
        code = tokens_writer_save(writer->tokens, vocabulary_writer_finish(writer->vocabulary),
                                  tokens, err);
    if (code == ERR_OK)
        code = vocabulary_writer_save(writer->vocabulary, vocabulary, err);
    if (code == ERR_OK)
        code = requirements_writer_save(writer->requirements, requirements, err);
    if (code == ERR_OK)
        code = parts_writer_save(&writer->records, &record_format, records, err);
    if (code == ERR_OK)
        code = file_remove_tree(work, err);
    if (code == ERR_OK)
        code = file_sync_tree(writer->directory, err);
    free(work);
    free(columns);
    free(tokens);
    free(vocabulary);
    free(requirements);
    free(records);
    return code;
}
