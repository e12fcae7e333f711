/* What a document says of itself before its sections begin: title, class code and fields. */
#ifndef SPEC_IDENTITY_H
#define SPEC_IDENTITY_H

#include "spec/spec.h"

/* Fills title, title_line and fields. Returns the index of the document line that is the title, or
 * document->count if the title stands on no line of its own. */
size_t identity_read(struct spec *spec, const struct spec_reader *reader,
                     const struct document *document, struct str name, struct arena *arena);

#endif
