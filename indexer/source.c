#include "indexer/source.h"

#include <unistd.h>

#include "base/file.h"
#include "read/read.h"
#include "search/manifest.h"
#include "search/segment_limits.h"
#include "spec/house.h"

enum {
    MEGABYTE = 1024 * 1024,
    TEXT_MAX = 64 * MEGABYTE /* of all classes; real ones have a tenth of a megabyte */
};

static enum err_code too_large(struct err *err)
{
    return err_set(err, ERR_LIMIT, "larger than %d MB", READ_SIZE_MAX / MEGABYTE);
}

static struct str last_component(const char *path)
{
    const char *slash = strrchr(path, '/');
    return str_of(slash != NULL ? slash + 1 : path);
}

/* ---- in the worker ---- */

/* The vocabulary to read with, the built-in one and that of a house file's text. A worker keeps it
 * for its next file, which mostly has the same house. */
static enum err_code open_vocabulary(const struct spec_reader **reader, struct str text,
                                     struct err *err)
{
    static struct {
        struct arena *arena; /* NULL: there is none yet */
        struct str text;
        struct house house;
        struct spec_reader reader;
    } kept;

    if (kept.arena == NULL || !str_eq(kept.text, text)) {
        if (kept.arena != NULL)
            spec_reader_close(&kept.reader);
        arena_free(kept.arena);
        kept.arena = arena_new();
        kept.text = (struct str){arena_strndup(kept.arena, text.p, text.n), text.n};
        enum err_code code = house_parse(&kept.house, kept.text, kept.arena, err);
        if (code == ERR_OK)
            code = spec_reader_open(&kept.reader, &kept.house, err);
        if (code != ERR_OK) {
            arena_free(kept.arena);
            kept.arena = NULL;
            return code;
        }
    }
    *reader = &kept.reader;
    return ERR_OK;
}

static enum err_code read_bytes(struct reading *reading, struct str bytes, struct str name,
                                const struct spec_reader *vocabulary, struct arena *arena,
                                struct err *err)
{
    struct document document;
    enum err_code code = read_document(&document, bytes, name, arena, err);

    if (code != ERR_OK)
        return code;
    *reading = (struct reading){.format = document.format,
                                .note = document.note != NULL ? document.note : "",
                                .path = "",
                                .agency = "",
                                .house = ""};
    sha256_bytes(reading->sha256, bytes);
    spec_read(&reading->spec, vocabulary, &document, name, arena);
    if (reading->spec.verdict == SPEC_DOUBTFUL)
        reading->note =
            arena_printf(arena, "%s%smay be no class specification: little of one was found",
                         reading->note, reading->note[0] != '\0' ? "; " : "");
    return ERR_OK;
}

/* The request is the file's name, a NUL and the text of the house file. */
static enum err_code work(struct buf *answer, int fd, struct str request, struct err *err)
{
    struct arena *arena = arena_new();
    struct buf bytes = {0};
    struct reading reading;
    const struct spec_reader *vocabulary = NULL;
    struct str name = str_cut(&request, '\0');
    enum err_code code = open_vocabulary(&vocabulary, request, err);

    if (code == ERR_OK && lseek(fd, 0, SEEK_SET) != 0)
        code = err_set(err, ERR_IO, "cannot be read from its start");
    if (code == ERR_OK)
        code = file_read_descriptor(&bytes, fd, READ_SIZE_MAX, err);
    if (code == ERR_LIMIT)
        too_large(err);
    if (code == ERR_OK)
        code = read_bytes(&reading, buf_view(&bytes), name, vocabulary, arena, err);
    if (code == ERR_OK)
        code = reading_encode(answer, &reading, err);
    buf_free(&bytes);
    arena_free(arena);
    return code;
}

/* ---- in the program ---- */

struct worker_pool *source_pool_new(size_t count)
{
    const struct worker_task task = {work,
                                     {.memory = (size_t)192 * MEGABYTE,
                                      .answer = (size_t)16 * MEGABYTE,
                                      .seconds = 60,
                                      .patience = 300}};

    read_warm_up();
    return worker_pool_new(&task, count);
}

enum err_code source_hash(char sha256[SHA256_HEX], const char *path, struct err *err)
{
    int fd = -1;
    enum err_code code = file_open(&fd, path, READ_SIZE_MAX, err);

    if (code == ERR_OK)
        code = sha256_descriptor(sha256, fd, READ_SIZE_MAX, err);
    if (fd >= 0)
        close(fd);
    return code == ERR_LIMIT ? too_large(err) : code;
}

enum err_code source_ask(size_t *number, struct worker_pool *pool, const char *path,
                         const struct house_file *house, struct err *err)
{
    struct buf request = {0};
    int fd = -1;
    enum err_code code = file_open(&fd, path, READ_SIZE_MAX, err);

    if (code != ERR_OK)
        return code == ERR_LIMIT ? too_large(err) : code;
    buf_str(&request, last_component(path));
    buf_char(&request, '\0');
    if (house != NULL)
        buf_str(&request, house->text);
    *number = worker_pool_ask(pool, fd, buf_view(&request));
    buf_free(&request);
    return ERR_OK;
}

enum err_code source_take(struct reading *reading, struct buf *json, bool *fatal,
                          struct worker_pool *pool, size_t number, struct arena *arena,
                          struct err *err)
{
    struct worker_answer answer;
    enum err_code code = worker_pool_take(&answer, pool, number, err);

    *fatal = code != ERR_OK;
    if (*fatal)
        return code;
    code = answer.code;
    if (code == ERR_OK)
        code = reading_decode(reading, buf_view(&answer.bytes), arena, err);
    else
        *err = answer.reason;
    if (json != NULL) {
        buf_free(json);
        *json = answer.bytes;
    } else {
        buf_free(&answer.bytes);
    }
    return code;
}

uint64_t source_text(const struct spec *spec, const struct spec_class *class)
{
    uint64_t text = 0;

    for (size_t i = 0; i < class->count; i++) {
        const struct spec_section *section = &spec->sections[class->sections[i]];
        text += section->heading.n + section->text.n;
    }
    return text;
}

const char *source_refusal(const struct reading *reading)
{
    uint64_t text = 0;

    if (reading->spec.verdict == SPEC_NONE)
        return MANIFEST_NO_SPECIFICATION ": few words, and no section or requirement of one";
    for (size_t i = 0; i < reading->spec.class_count; i++) {
        if (reading->spec.classes[i].count > SEGMENT_SECTIONS_MAX)
            return "too large: a class has more than 65536 sections";
        text += source_text(&reading->spec, &reading->spec.classes[i]);
    }
    if (text > TEXT_MAX)
        return "too large: its classes, each with the sections that it shares, have more than "
               "64 MB of text";
    return NULL;
}

/* A file that is changed between its hash and its reading is read again, a few times. */
enum err_code source_read(struct reading *reading, struct buf *json, bool *fatal,
                          struct worker_pool *pool, const char *path,
                          const struct house_file *house, struct arena *arena, struct err *err)
{
    *fatal = false;
    for (int attempt = 0; attempt < 3; attempt++) {
        char sha256[SHA256_HEX];
        size_t number = 0;
        enum err_code code = source_hash(sha256, path, err);
        if (code == ERR_OK)
            code = source_ask(&number, pool, path, house, err);
        if (code == ERR_OK)
            code = source_take(reading, json, fatal, pool, number, arena, err);
        if (code != ERR_OK)
            return code;
        if (strcmp(sha256, reading->sha256) == 0) {
            reading->agency = houses_agency(house, path, arena);
            reading->house = house != NULL ? house->path : "";
            return ERR_OK;
        }
    }
    return err_set(err, ERR_BUSY, "changes while it is read; build again when it does not");
}
