#include "search/columns.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

/* File: header, rows, then for each facet with a dictionary its values, each ending in NUL. */
struct columns_header {
    char magic[8];
    uint32_t version, row_size, row_count, class_count;
    uint64_t size;                                        /* of the whole file */
    uint32_t value_counts[FACET_COUNT + FACET_COUNT % 2]; /* even, so that nothing pads */
};

static const char columns_magic[8] = "SSCOLUM";
enum { COLUMNS_VERSION = 2 };

struct dictionary {
    struct str *values; /* each allocated */
    size_t count, capacity;
};

struct columns_writer {
    struct columns_row *rows;
    size_t count, capacity;
    uint32_t classes;
    struct dictionary dictionaries[FACET_COUNT]; /* empty where the vocabulary is fixed */
};

struct columns_writer *columns_writer_new(void)
{
    return mem_zero(1, sizeof(struct columns_writer));
}

void columns_writer_free(struct columns_writer *writer)
{
    if (writer == NULL)
        return;
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        for (size_t i = 0; i < writer->dictionaries[f].count; i++)
            free((char *)writer->dictionaries[f].values[i].p);
        free(writer->dictionaries[f].values);
    }
    free(writer->rows);
    free(writer);
}

uint32_t columns_writer_value(struct columns_writer *writer, enum facet facet, struct str value)
{
    struct dictionary *d = &writer->dictionaries[facet];

    for (size_t i = d->count; i-- > 0;) /* the last one added is the likeliest */
        if (str_eq(d->values[i], value))
            return (uint32_t)i;
    d->values = mem_grow(d->values, d->count, &d->capacity, sizeof *d->values);
    char *copy = mem_alloc(value.n + 1);
    memcpy(copy, value.p, value.n);
    copy[value.n] = '\0';
    d->values[d->count] = (struct str){copy, value.n};
    return (uint32_t)d->count++;
}

void columns_writer_set(struct columns_writer *writer, uint32_t docid, struct columns_row row)
{
    while (writer->count < docid) {
        writer->rows =
            mem_grow(writer->rows, writer->count, &writer->capacity, sizeof *writer->rows);
        writer->rows[writer->count++] = (struct columns_row){.class_number = COLUMNS_DEAD};
    }
    writer->rows[docid - 1] = row;
}

uint32_t columns_writer_finish(struct columns_writer *writer)
{
    uint32_t previous = COLUMNS_DEAD;

    writer->classes = 0;
    for (size_t i = 0; i < writer->count; i++) {
        struct columns_row *row = &writer->rows[i];
        if (row->class_number == COLUMNS_DEAD)
            continue;
        if (row->class_number != previous)
            writer->classes++;
        previous = row->class_number;
        row->class_number = writer->classes - 1;
    }
    return writer->classes;
}

enum err_code columns_writer_save(struct columns_writer *writer, const char *path, struct err *err)
{
    struct columns_header header = {.version = COLUMNS_VERSION,
                                    .row_size = sizeof(struct columns_row),
                                    .row_count = (uint32_t)writer->count,
                                    .class_count = writer->classes};
    struct buf file = {0};

    memcpy(header.magic, columns_magic, sizeof header.magic);
    buf_add(&file, (const char *)&header, sizeof header);
    buf_add(&file, (const char *)writer->rows, writer->count * sizeof *writer->rows);
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        const struct dictionary *d = &writer->dictionaries[f];
        header.value_counts[f] = facet_vocabulary(f) > 0 ? facet_vocabulary(f) : (uint32_t)d->count;
        for (size_t i = 0; i < d->count; i++)
            buf_add(&file, d->values[i].p, d->values[i].n + 1);
    }
    header.size = file.n;
    memcpy(file.p, &header, sizeof header);
    enum err_code code = file_write(path, buf_view(&file), err);
    buf_free(&file);
    return code;
}

struct columns_mapping {
    void *start;
    size_t size;
    struct str *values; /* of all dictionaries, one after the other */
};

static enum err_code map_file(struct columns_mapping *mapping, const char *path, struct err *err)
{
    struct stat info;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return err_errno(err, ERR_FORMAT, errno, "%s: cannot be opened", path);
    if (fstat(fd, &info) != 0 || (size_t)info.st_size < sizeof(struct columns_header)) {
        close(fd);
        return err_set(err, ERR_FORMAT, "%s: damaged; rebuild the index", path);
    }
    mapping->size = (size_t)info.st_size;
    mapping->start = mmap(NULL, mapping->size, PROT_READ, MAP_SHARED, fd, 0);
    close(fd);
    if (mapping->start == MAP_FAILED) {
        mapping->start = NULL;
        return err_errno(err, ERR_IO, errno, "%s: cannot be mapped", path);
    }
    return ERR_OK;
}

/* Reads the dictionaries behind the rows; false if they do not fit the file exactly, or if a fixed
 * vocabulary is another one. */
static bool read_dictionaries(struct columns *columns, const struct columns_header *header,
                              size_t at)
{
    const char *start = columns->mapping->start;
    size_t size = columns->mapping->size, total = 0, next = 0;

    for (enum facet f = 0; f < FACET_COUNT; f++) {
        if (facet_vocabulary(f) == 0)
            total += header->value_counts[f];
        else if (facet_vocabulary(f) != header->value_counts[f])
            return false;
    }
    if (total > size - at)
        return false;
    struct str *values = columns->mapping->values = mem_zero(total, sizeof *values);
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        if (facet_vocabulary(f) > 0)
            continue;
        columns->dictionaries[f].values = values + next;
        columns->dictionaries[f].count = header->value_counts[f];
        for (uint32_t i = 0; i < header->value_counts[f]; i++) {
            const char *end = memchr(start + at, '\0', size - at);
            if (end == NULL)
                return false;
            values[next++] = (struct str){start + at, (size_t)(end - start) - at};
            at = (size_t)(end - start) + 1;
        }
    }
    return at == size;
}

/* A row with a value past its facet's last would be read out of bounds when counted. */
static bool row_is_sound(const struct columns *columns, const struct columns_row *row)
{
    if (row->class_number >= columns->class_count)
        return false;
    for (enum facet f = 0; f < FACET_COUNT; f++) {
        uint32_t count = columns_value_count(columns, f);
        if (facet_vocabulary(f) > 0 ? (uint64_t)row->values[f] >> count != 0
                                    : row->values[f] >= count)
            return false;
    }
    return true;
}

static bool rows_are_sound(const struct columns *columns)
{
    for (uint32_t i = 0; i < columns->row_count; i++)
        if (columns->rows[i].class_number != COLUMNS_DEAD &&
            !row_is_sound(columns, &columns->rows[i]))
            return false;
    return true;
}

enum err_code columns_open(struct columns *columns, const char *path, struct err *err)
{
    *columns = (struct columns){.mapping = mem_zero(1, sizeof *columns->mapping)};
    enum err_code code = map_file(columns->mapping, path, err);
    if (code == ERR_OK) {
        const struct columns_header *header = columns->mapping->start;
        size_t rows_end = sizeof *header + (size_t)header->row_count * sizeof(struct columns_row);
        columns->rows = (const struct columns_row *)(header + 1);
        columns->row_count = header->row_count;
        columns->class_count = header->class_count;
        if (memcmp(header->magic, columns_magic, sizeof header->magic) != 0 ||
            header->version != COLUMNS_VERSION || header->row_size != sizeof(struct columns_row) ||
            header->size != columns->mapping->size || rows_end > columns->mapping->size ||
            !read_dictionaries(columns, header, rows_end) || !rows_are_sound(columns))
            code = err_set(err, ERR_FORMAT, "%s: damaged or of another version; rebuild the index",
                           path);
    }
    if (code != ERR_OK)
        columns_close(columns);
    return code;
}

void columns_close(struct columns *columns)
{
    struct columns_mapping *mapping = columns->mapping;

    if (mapping != NULL) {
        if (mapping->start != NULL)
            munmap(mapping->start, mapping->size);
        free(mapping->values);
        free(mapping);
    }
    *columns = (struct columns){0};
}

uint32_t columns_value_count(const struct columns *columns, enum facet facet)
{
    uint32_t fixed = facet_vocabulary(facet);
    return fixed > 0 ? fixed : columns->dictionaries[facet].count;
}

struct str columns_value(const struct columns *columns, enum facet facet, uint32_t number)
{
    return facet_vocabulary(facet) > 0 ? facet_value(facet, number)
                                       : columns->dictionaries[facet].values[number];
}
