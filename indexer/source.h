/* One source file: its bytes, their hash, and the specification read from them. */
#ifndef INDEXER_SOURCE_H
#define INDEXER_SOURCE_H

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/sha256.h"
#include "spec/spec.h"

struct source_content {
    struct buf bytes;
    char sha256[SHA256_HEX]; /* lower-case hexadecimal */
    const char *agency;      /* the name of the folder that the file is in, as the path has it */
    struct document document;
    struct spec spec;
};

/* Reads the bytes and their hash: all that is needed to see whether a source changed. */
enum err_code source_load(struct source_content *content, const char *path, struct arena *arena,
                          struct err *err);

/* Reads the specification from loaded bytes. */
enum err_code source_parse(struct source_content *content, const char *path,
                           const struct spec_reader *reader, struct arena *arena, struct err *err);

/* Both. Errors begin with the path. */
enum err_code source_read(struct source_content *content, const char *path,
                          const struct spec_reader *reader, struct arena *arena, struct err *err);

void source_content_free(struct source_content *content);

#endif
