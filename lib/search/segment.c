#include "search/segment.h"

#include <stdio.h>
#include <stdlib.h>

#include "search/acronyms.h"
#include "search/schema.h"

static enum err_code open_files(struct segment *segment, const char *directory, struct err *err)
{
    struct arena *arena = arena_new();
    const char *columns = arena_printf(arena, "%s/" COLUMNS_FILE, directory);
    const char *vocabulary = arena_printf(arena, "%s/" VOCABULARY_FILE, directory);
    const char *tokens = arena_printf(arena, "%s/" TOKENS_FILE, directory);
    const char *requirements = arena_printf(arena, "%s/" REQUIREMENTS_FILE, directory);
    const char *records = arena_printf(arena, "%s/" RECORDS_FILE, directory);
    enum err_code code = columns_open(&segment->columns, columns, err);

    if (code == ERR_OK)
        code = vocabulary_open(&segment->vocabulary, vocabulary, err);
    if (code == ERR_OK)
        code = tokens_open(&segment->tokens, tokens, vocabulary_end(segment->vocabulary), err);
    if (code == ERR_OK)
        code = requirements_open(&segment->requirements, requirements, err);
    if (code == ERR_OK)
        code = parts_open(&segment->records, &record_format, records, err);
    if (code == ERR_OK &&
        (tokens_section_count(segment->tokens) != segment->columns.section_count ||
         requirements_section_count(segment->requirements) != segment->columns.section_count ||
         segment->records.count != segment->columns.section_count))
        code = err_set(err, ERR_FORMAT, "%s: its files do not fit each other; " SCHEMA_REBUILD,
                       directory);
    arena_free(arena);
    return code;
}

enum err_code segment_open(struct segment *segment, const char *directory, struct err *err)
{
    *segment = (struct segment){0};
    if (asprintf(&segment->database, "%s/" SEGMENT_DATABASE, directory) < 0)
        return err_set(err, ERR_LIMIT, "out of memory");
    enum err_code code = open_files(segment, directory, err);
    if (code != ERR_OK)
        segment_close(segment);
    return code;
}

void segment_close(struct segment *segment)
{
    columns_close(&segment->columns);
    vocabulary_close(segment->vocabulary);
    tokens_close(segment->tokens);
    requirements_close(segment->requirements);
    parts_close(&segment->records);
    free(segment->database);
    *segment = (struct segment){0};
}

enum err_code segment_reader_open(struct segment_reader *reader, const struct segment *segment,
                                  struct err *err)
{
    uint32_t documents = 0, last = 0;

    *reader = (struct segment_reader){.segment = segment};
    enum err_code code = xap_database_open(&reader->database, segment->database, err);
    if (code == ERR_NOT_FOUND) /* who asks for a class must not be told that there is none */
        code = err_set(err, ERR_FORMAT, "lost; " SCHEMA_REBUILD);
    if (code == ERR_OK)
        code = xap_database_count(&documents, &last, reader->database, err);
    if (code == ERR_OK && (documents != segment->columns.section_count || last != documents))
        code = err_set(err, ERR_FORMAT, "does not fit the columns beside it; " SCHEMA_REBUILD);
    if (code != ERR_OK) {
        err_context(err, "%s", segment->database);
        segment_reader_close(reader);
    }
    return code;
}

void segment_reader_close(struct segment_reader *reader)
{
    xap_database_free(reader->database);
    reader->database = NULL;
}

static void set_class(struct record_section *record, const struct columns *columns, uint32_t docid)
{
    uint16_t class_number = columns->sections[docid - 1].class_number;

    record->class_id = columns_text(columns, class_number, COLUMNS_ID);
    record->title = columns_text(columns, class_number, COLUMNS_TITLE);
    record->code = columns_text(columns, class_number, COLUMNS_CODE);
    record->agency = columns_text(columns, class_number, COLUMNS_AGENCY);
    record->source = columns_text(columns, class_number, COLUMNS_SOURCE);
    record->ordinal = docid - 1 - columns->classes[class_number].first;
}

enum err_code segment_read_section(struct record_section *record, struct tokens_section *words,
                                   const struct segment *segment, uint32_t docid,
                                   struct tokens_buffer *buffer, struct arena *arena,
                                   struct err *err)
{
    if (docid == 0 || docid > segment->columns.section_count)
        return err_set(err, ERR_NOT_FOUND, "there is no section %u", docid);
    enum err_code code = tokens_read(words, buffer, segment->tokens, docid - 1, true, err);
    if (code == ERR_OK)
        code = record_section_decode(record, parts_get(&segment->records, docid - 1), words,
                                     segment->vocabulary, arena, err);
    if (code == ERR_OK)
        set_class(record, &segment->columns, docid);
    return code;
}

enum err_code segment_read_class(struct record_class *record, struct segment_reader *reader,
                                 struct str id, struct arena *arena, struct err *err)
{
    struct buf key = {0}, data = {0};
    enum err_code code = ERR_OK;

    record_class_key(&key, id);
    if (key.n <= XAP_TERM_MAX) /* Xapian refuses longer keys; no id is so long */
        code = xap_database_metadata(&data, reader->database, buf_view(&key), err);
    if (code == ERR_OK && data.n == 0)
        code = err_set(err, ERR_NOT_FOUND, "no class has the id '%.*s'",
                       id.n < 200 ? (int)id.n : 200, id.p);
    if (code == ERR_OK)
        code = record_class_decode(record, buf_view(&data), arena, err);
    if (code == ERR_OK &&
        (record->first_docid > reader->segment->columns.section_count ||
         record->sections > reader->segment->columns.section_count + 1 - record->first_docid))
        code = err_set(err, ERR_FORMAT,
                       "the class '%.*s' has sections that are not there; " SCHEMA_REBUILD,
                       id.n < 200 ? (int)id.n : 200, id.p);
    buf_free(&key);
    buf_free(&data);
    return code;
}

enum err_code segment_read_acronyms(struct buf *encoded, struct segment_reader *reader,
                                    struct err *err)
{
    return xap_database_metadata(encoded, reader->database, STR(ACRONYMS_KEY), err);
}
