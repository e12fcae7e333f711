/* The title of a specification, weighed from independent clues: a label ("Class Title: ..."), the
 * place, marks, size and capitals of a line, a class code beside it, the name of the file, words
 * that name an occupation, and that a title is repeated in the text ("The Harbor Pilot is ..."). */
#ifndef SPEC_TITLE_H
#define SPEC_TITLE_H

#include "spec/spec.h"

struct title {
    struct str text;
    unsigned line;   /* of the source; 0: taken from the file's name */
    size_t at;       /* line of the document that is the title; document->count: none of its own */
    struct str code; /* class code beside the title; empty: none */
};

/* `labelled` is the value of a title's label, if the document has one. Never empty but for a file
 * without a name. */
struct title title_find(const struct spec_reader *reader, const struct document *document,
                        const struct spec_field *labelled, struct str name, struct arena *arena);

#endif
