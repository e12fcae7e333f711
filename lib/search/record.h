/* Records: what the index keeps of a section and of a class to show them. Those of a segment's
 * sections are in a file that is mapped, packed (base/pack.h), as every hit reads one; a class's is
 * metadata of the Xapian database under its id, as compressed JSON. That stays in here. */
#ifndef SEARCH_RECORD_H
#define SEARCH_RECORD_H

#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/parts.h"
#include "search/spelling.h"
#include "spec/field.h"
#include "spec/kind.h"
#include "spec/requirement.h"

#define RECORDS_FILE "records"

/* Of the file: its parts are the records of the sections, in order of docid. */
extern const struct parts_format record_format;

struct record_section {
    /* Of its class, which the record does not hold: whoever reads it sets them. Code may be empty.
     */
    struct str class_id, title, code, agency, source;
    uint32_t ordinal;

    uint32_t level, line, page, text_line;
    struct str heading; /* empty: none */
    struct str *path;   /* headings above it, outermost first */
    size_t path_count;
    struct kind_set kinds;
    struct str text;
    struct spelling_place *places; /* of its words; NULL if the record is not one that was read */
};

struct record_class {
    struct str id, title, agency, source, format, sha256, note;
    struct spec_field fields[FIELD_COUNT];
    uint32_t first_docid, sections;
    struct requirement *requirements; /* `section`, which never falls, is the class's ordinal */
    size_t requirement_count;
};

/* Appends the encoded form. ERR_FORMAT if a text is not valid UTF-8. `spelling` is of the heading
 * and the text, which the record holds in no other way. */
enum err_code record_section_encode(struct buf *out, const struct record_section *record,
                                    const struct spelling *spelling, struct err *err);
enum err_code record_class_encode(struct buf *out, const struct record_class *record,
                                  struct err *err);

/* Strings live in the arena. ERR_FORMAT if it is damaged. `words` are those of the section. */
enum err_code record_section_decode(struct record_section *record, struct str data,
                                    const struct tokens_section *words,
                                    const struct vocabulary *vocabulary, struct arena *arena,
                                    struct err *err);
enum err_code record_class_decode(struct record_class *record, struct str data, struct arena *arena,
                                  struct err *err);

/* The metadata key of a class's record. */
void record_class_key(struct buf *key, struct str id);

#endif
