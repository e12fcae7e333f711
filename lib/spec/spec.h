/* What a class specification is: a document read into title, class code, fields and sections.
 * Independent of file formats and of the index. */
#ifndef SPEC_SPEC_H
#define SPEC_SPEC_H

#include <stddef.h>

#include "base/mem.h"
#include "base/str.h"
#include "spec/alias.h"
#include "spec/document.h"
#include "spec/field.h"
#include "spec/house.h"
#include "spec/kind.h"
#include "spec/requirement.h"

enum { SPEC_NO_PARENT = -1 };

struct spec_section {
    struct str heading; /* as written, without marks and closing colon; empty: none */
    unsigned level;     /* 1 is the outermost */
    int parent;         /* index of the section it stands under, or SPEC_NO_PARENT */
    struct kind_set kinds;
    bool known;          /* the alias table explains the heading, in part at least */
    unsigned line, page; /* of the heading, or of the text where there is no heading */
    struct str text;     /* its own alone; lines end in LF, as many as in the source between */
    unsigned text_line;  /* source line of the text's first line; 0 if there is no text */
};

/* One class of a specification. A series specification has several; the sections that hold for all
 * of them belong to each. */
struct spec_class {
    struct str title;
    unsigned title_line; /* 0: taken from the file's name */
    struct spec_field fields[FIELD_COUNT];
    size_t *sections; /* indices, ascending */
    size_t count;
};

/* Is the document a class specification at all? Diagrams, notices of a web site and pages that were
 * not found have no section of one. */
enum spec_verdict {
    SPEC_SURE,
    SPEC_DOUBTFUL, /* little in it is what a specification has, though there may be much text */
    SPEC_NONE      /* nothing is, and there is little text */
};

const char *spec_verdict_name(enum spec_verdict verdict); /* "sure", "doubtful", "none" */
bool spec_verdict_from_name(enum spec_verdict *verdict, struct str name);

struct spec {
    enum spec_verdict verdict;
    struct str title; /* of a series specification: the series */
    unsigned title_line;
    struct spec_field fields[FIELD_COUNT];
    struct spec_section *sections; /* at least one; every line of the document is in one of them */
    size_t count;
    struct requirement *requirements;
    size_t requirement_count;
    struct spec_class *classes; /* at least one */
    size_t class_count;
};

/* The vocabulary that documents are read with: the built-in one and a house's. */
struct spec_reader {
    struct alias_table *aliases;
    struct label_table *labels;
    struct phrase_table *phrases;
    const struct house *house;
};

/* `house` may be NULL and must outlive the reader. ERR_FORMAT if its headings are not rows of an
 * alias table. */
enum err_code spec_reader_open(struct spec_reader *reader, const struct house *house,
                               struct err *err);
void spec_reader_close(struct spec_reader *reader);

/* Reads a document. Strings of *spec live in the arena or in the document. `name` is the file's
 * name, the title of last resort. */
void spec_read(struct spec *spec, const struct spec_reader *reader, const struct document *document,
               struct str name, struct arena *arena);

#endif
