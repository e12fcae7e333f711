/* The manifest of a generation: what it holds, what it was made from, and by what. JSON, a source a
 * line.
 *
 * Of a segment's sections those live that a class listed here covers; nothing else says so. */
#ifndef SEARCH_MANIFEST_H
#define SEARCH_MANIFEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/sha256.h"

#define MANIFEST_FILE "manifest.json"

enum manifest_state {
    MANIFEST_INDEXED,   /* read in the build that made this generation */
    MANIFEST_UNCHANGED, /* carried over from the generation before */
    MANIFEST_DUPLICATE, /* byte for byte the same as another source */
    MANIFEST_SKIPPED    /* not read */
};

const char *manifest_state_name(enum manifest_state state);

/* The files of a segment. */
enum manifest_file {
    MANIFEST_SECTIONS,
    MANIFEST_COLUMNS,
    MANIFEST_TOKENS,
    MANIFEST_VOCABULARY,
    MANIFEST_REQUIREMENTS,
    MANIFEST_RECORDS,
    MANIFEST_FILE_COUNT
};

const char *manifest_file_name(enum manifest_file file);

struct manifest_segment {
    const char *name;  /* of the generation that made it, and a number: "000003-0" */
    uint32_t sections; /* all that it holds, those of classes that went too */
    const char *sha256[MANIFEST_FILE_COUNT];
};

/* Is a file of the segment in `directory` the one that was written? ERR_FORMAT if it has another
 * hash or is not there, ERR_IO if it cannot be read. Errors begin with the file's path. */
enum err_code manifest_check_file(const char *directory, const struct manifest_segment *segment,
                                  enum manifest_file file, struct err *err);

struct manifest_class {
    const char *id;
    const char *base;     /* the id before "~2" was added for being the second */
    uint32_t segment;     /* in the manifest's list */
    uint32_t first_docid; /* in the segment */
    uint32_t sections;
};

struct manifest_source {
    const char *path;   /* absolute; JSON carries names that are not UTF-8 percent-escaped */
    const char *shown;  /* the last component of the root and the path below it, for people */
    const char *sha256; /* empty if it could not be read */
    enum manifest_state state;
    const char *reason;             /* skipped: why; duplicate: of which path; else empty */
    const char *note;               /* what was repaired on the way; empty if nothing */
    const char *agency;             /* that its classes are of; empty if it was never to be read */
    const char *house_sha256;       /* of the house file it was read with; empty: none */
    struct manifest_class *classes; /* indexed or unchanged: at least one, else none */
    size_t class_count;
};

struct manifest {
    unsigned schema;
    const char *stemmer;        /* fingerprint */
    const char *reader;         /* hash of the program that read the sources */
    const char *generation;     /* its name */
    const char *parent;         /* the generation that was current before; empty: none */
    const char *built_at;       /* UTC, ISO 8601 */
    uint32_t sections, classes; /* that live */
    struct manifest_segment *segments;
    size_t segment_count;
    struct manifest_source *sources; /* in order of path */
    size_t count;
};

/* How the reason begins for which a source is skipped that was read and is none of ours. */
#define MANIFEST_NO_SPECIFICATION "not a class specification"

/* Was it skipped since it could not be read? Nobody knows then what it holds. */
bool manifest_is_unreadable(const struct manifest_source *source);

/* Was it skipped since it is taken for something else than a class specification? */
bool manifest_is_set_aside(const struct manifest_source *source);

/* The hash of what the generation was made from: that of the output of sha256sum for its sources,
 * but for those that were skipped, by the paths that people are shown, in order of these as bytes:
 * "<sha256>  <path>" and a line end each. */
void manifest_corpus(char sha256[SHA256_HEX], const struct manifest *manifest);

enum err_code manifest_save(const struct manifest *manifest, const char *path, struct err *err);

/* Strings live in the arena. ERR_FORMAT if it is damaged: every class lies within a segment. Of a
 * manifest of another schema only what stands at its head is loaded, for manifest_usable(). */
enum err_code manifest_load(struct manifest *manifest, const char *path, struct arena *arena,
                            struct err *err);

/* ERR_FORMAT, with what to do, if this program cannot use a generation with that manifest. */
enum err_code manifest_usable(const struct manifest *manifest, const char *stemmer,
                              struct err *err);

#endif
