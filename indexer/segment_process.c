#include "indexer/segment_process.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/pack.h"
#include "indexer/lanes.h"
#include "indexer/process.h"
#include "indexer/reading.h"
#include "indexer/segment_check.h"
#include "indexer/segment_message.h"
#include "search/segment_writer.h"
#include "search/sha256.h"

/* A segment that is copied from, opened when the first class of it comes. */
struct old_segment {
    bool open;
    struct segment segment;
    struct segment_reader reader;
};

struct writing {
    const struct segment_job *job;
    struct {
        struct segment_writer *writer; /* NULL: no segment is open */
        uint32_t segment;
    } lanes[LANES_MAX];
    struct old_segment *old;
    struct buf results; /* of the segments that are finished: payload of the answer */
};

char *segment_job_name(const struct segment_job *job, unsigned number)
{
    char *name = NULL;
    return asprintf(&name, "%s-%u", job->generation, number) < 0 ? mem_strdup("") : name;
}

static char *segment_path(const struct segment_job *job, unsigned number)
{
    char *name = segment_job_name(job, number), *path = NULL;
    int n = asprintf(&path, "%s/%s", job->directory, name);

    free(name);
    return n < 0 ? mem_strdup("") : path;
}

/* Notes what is in the manifest about a finished segment. */
static enum err_code note_segment(struct writing *writing, uint32_t number, uint32_t sections,
                                  const char *path, struct err *err)
{
    enum err_code code = ERR_OK;

    pack_number(&writing->results, number);
    pack_number(&writing->results, sections);
    for (enum manifest_file f = 0; code == ERR_OK && f < MANIFEST_FILE_COUNT; f++) {
        char sha256[SHA256_HEX], *file = NULL;
        if (asprintf(&file, "%s/%s", path, manifest_file_name(f)) < 0)
            return err_set(err, ERR_INTERNAL, "%s: out of memory", path);
        code = sha256_file(sha256, file, err);
        free(file);
        if (code == ERR_OK)
            pack_text(&writing->results, str_of(sha256));
    }
    return code;
}

static enum err_code finish_segment(struct writing *writing, uint32_t lane, struct err *err)
{
    struct segment_writer *writer = writing->lanes[lane].writer;
    uint32_t number = writing->lanes[lane].segment;

    if (writer == NULL)
        return ERR_OK;
    writing->lanes[lane].writer = NULL;
    char *path = segment_path(writing->job, number);
    uint32_t sections = segment_writer_sections(writer);
    enum err_code code = segment_writer_finish(writer, err);
    segment_writer_free(writer);
    if (code == ERR_OK)
        code = note_segment(writing, number, sections, path, err);
    free(path);
    return code;
}

/* Makes a segment the open one of its lane. */
static enum err_code open_segment(struct writing *writing, uint32_t lane, uint32_t number,
                                  struct err *err)
{
    if (writing->lanes[lane].writer != NULL && writing->lanes[lane].segment == number)
        return ERR_OK;
    enum err_code code = finish_segment(writing, lane, err);
    if (code != ERR_OK)
        return code;
    char *path = segment_path(writing->job, number);
    writing->lanes[lane].segment = number;
    code = segment_writer_new(&writing->lanes[lane].writer, path, err);
    free(path);
    return code;
}

/* What is copied from a damaged segment would be hashed as good in the new one. */
static enum err_code open_old(struct segment_reader **reader, struct writing *writing,
                              uint32_t number, struct err *err)
{
    struct old_segment *old = &writing->old[number];
    enum err_code code = ERR_OK;

    *reader = &old->reader;
    if (old->open)
        return ERR_OK;
    const struct manifest_segment *written = &writing->job->old[number];
    char *path = NULL;
    if (asprintf(&path, "%s/%s", writing->job->old_directory, written->name) < 0)
        return err_set(err, ERR_INTERNAL, "out of memory");
    code = segment_check(path, written, err);
    if (code == ERR_OK)
        code = segment_open(&old->segment, path, err);
    if (code == ERR_OK)
        code = segment_reader_open(&old->reader, &old->segment, err);
    free(path);
    if (code != ERR_OK)
        err_context(err, "segment %s cannot be merged", written->name);
    old->open = code == ERR_OK;
    return code;
}

static enum err_code misplaced(struct err *err)
{
    return err_set(err, ERR_INTERNAL, "a class came elsewhere into the index than it should");
}

static enum err_code garbled(struct err *err)
{
    return err_set(err, ERR_INTERNAL, "a message to the process that writes the index is damaged");
}

static enum err_code add_class(struct writing *writing, uint32_t lane, struct segment_class *about,
                               const struct spec *spec, struct str *rest, struct err *err)
{
    uint32_t at, segment, wanted, first_docid = 0;

    if (!pack_take_number(&at, rest) || !pack_take_number(&segment, rest) ||
        !pack_take_number(&wanted, rest) || !pack_take_text(&about->id, rest))
        return garbled(err);
    enum err_code code = open_segment(writing, lane, segment, err);
    if (code == ERR_OK)
        code = segment_writer_add(&first_docid, writing->lanes[lane].writer, about, spec, at, err);
    return code == ERR_OK && first_docid != wanted ? misplaced(err) : code;
}

static enum err_code add(struct writing *writing, struct str rest, struct err *err)
{
    struct segment_class about = {0};
    struct reading reading;
    struct str json;
    uint32_t lane;

    if (!pack_take_number(&lane, &rest) || !pack_take_text(&about.agency, &rest) ||
        !pack_take_text(&about.source, &rest) || !pack_take_text(&json, &rest) || lane >= LANES_MAX)
        return garbled(err);
    struct arena *arena = arena_new();
    enum err_code code = reading_decode(&reading, json, arena, err);
    if (code == ERR_OK) {
        about.format = str_of(reading.format);
        about.sha256 = str_of(reading.sha256);
        about.note = str_of(reading.note);
    }
    while (code == ERR_OK && rest.n > 0)
        code = add_class(writing, lane, &about, &reading.spec, &rest, err);
    arena_free(arena);
    if (code != ERR_OK)
        err_context(err, "%.*s", (int)about.source.n, about.source.p);
    return code;
}

static enum err_code copy(struct writing *writing, struct str rest, struct err *err)
{
    uint32_t lane, from, segment, wanted, first_docid = 0;
    struct segment_reader *reader;
    struct str id;

    if (!pack_take_number(&lane, &rest) || !pack_take_number(&from, &rest) ||
        !pack_take_number(&segment, &rest) || !pack_take_number(&wanted, &rest) ||
        !pack_take_text(&id, &rest) || lane >= LANES_MAX || from >= writing->job->old_count)
        return garbled(err);
    enum err_code code = open_old(&reader, writing, from, err);
    if (code == ERR_OK)
        code = open_segment(writing, lane, segment, err);
    if (code == ERR_OK)
        code = segment_writer_copy(&first_docid, writing->lanes[lane].writer, reader, id, err);
    return code == ERR_OK && first_docid != wanted ? misplaced(err) : code;
}

static enum err_code end(struct writing *writing, struct err *err)
{
    enum err_code code = ERR_OK;

    for (uint32_t lane = 0; code == ERR_OK && lane < LANES_MAX; lane++)
        code = finish_segment(writing, lane, err);
    return code;
}

static enum err_code obey(struct writing *writing, uint32_t kind, struct str payload,
                          struct err *err)
{
    switch ((enum segment_message)kind) {
    case SEGMENT_ADD:
        return add(writing, payload, err);
    case SEGMENT_COPY:
        return copy(writing, payload, err);
    case SEGMENT_END:
        return end(writing, err);
    }
    return garbled(err);
}

void segment_process_run(const void *data)
{
    const struct segment_job *job = data;
    struct writing writing = {.job = job, .old = mem_zero(job->old_count, sizeof *writing.old)};
    enum err_code code = ERR_OK;
    struct process_header header;
    char *payload = NULL;
    struct err err = {0};

    while (process_receive(PROCESS_SOCKET, (char *)&header, sizeof header)) {
        payload = mem_resize(payload, header.length, 1);
        if (!process_receive(PROCESS_SOCKET, payload, header.length))
            break;
        if (code != ERR_OK)
            continue;
        code = obey(&writing, header.code, (struct str){payload, header.length}, &err);
        if (code != ERR_OK)
            process_answer(PROCESS_SOCKET, code, str_of(err.text));
        else if (header.code == SEGMENT_END)
            process_answer(PROCESS_SOCKET, ERR_OK, buf_view(&writing.results));
    }
    free(payload);
}
