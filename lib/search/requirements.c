#include "search/requirements.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mapping.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/schema.h"

/* File: header; firsts[sections + 1], where the requirements of each section begin among all; the
 * requirements. */
struct requirements_header {
    char magic[8];
    uint32_t version, item_size; /* of the struct */
    uint32_t section_count, item_count;
    uint64_t size; /* of the whole file */
};

static const char requirements_magic[8] = "SSREQUI";
enum { REQUIREMENTS_VERSION = 2 };

struct requirements_writer {
    uint32_t *firsts; /* of each section */
    struct requirements_item *items;
    size_t section_count, section_capacity, item_count, item_capacity;
};

struct requirements_writer *requirements_writer_new(void)
{
    return mem_zero(1, sizeof(struct requirements_writer));
}

void requirements_writer_free(struct requirements_writer *writer)
{
    if (writer != NULL) {
        free(writer->firsts);
        free(writer->items);
        free(writer);
    }
}

void requirements_writer_section(struct requirements_writer *writer)
{
    writer->firsts = mem_grow(writer->firsts, writer->section_count, &writer->section_capacity,
                              sizeof *writer->firsts);
    writer->firsts[writer->section_count++] = (uint32_t)writer->item_count;
}

static uint16_t bounded(unsigned months)
{
    return months < UINT16_MAX ? (uint16_t)months : UINT16_MAX;
}

void requirements_writer_add(struct requirements_writer *writer,
                             const struct requirement *requirement,
                             struct requirements_words sentence, struct requirements_words stated)
{
    unsigned flags = (requirement->supervisory ? REQUIREMENTS_SUPERVISORY : 0u) |
                     (requirement->part_supervisory ? REQUIREMENTS_PART_SUPERVISORY : 0u);

    writer->items =
        mem_grow(writer->items, writer->item_count, &writer->item_capacity, sizeof *writer->items);
    writer->items[writer->item_count++] =
        (struct requirements_item){.type = (uint8_t)requirement->type,
                                   .modality = (uint8_t)requirement->modality,
                                   .level = (uint8_t)requirement->level,
                                   .flags = (uint8_t)flags,
                                   .months = bounded(requirement->months),
                                   .part_months = bounded(requirement->part_months),
                                   .pounds = requirement->pounds,
                                   .sentence = sentence,
                                   .stated = stated};
}

enum err_code requirements_writer_save(const struct requirements_writer *writer, const char *path,
                                       struct err *err)
{
    struct requirements_header header = {.version = REQUIREMENTS_VERSION,
                                         .item_size = sizeof *writer->items,
                                         .section_count = (uint32_t)writer->section_count,
                                         .item_count = (uint32_t)writer->item_count};
    size_t first_bytes = writer->section_count * sizeof *writer->firsts;
    size_t item_bytes = writer->item_count * sizeof *writer->items;
    struct buf file = {0};

    if (writer->item_count > UINT32_MAX)
        return err_set(err, ERR_LIMIT, "%s: more than %u requirements", path, UINT32_MAX);
    memcpy(header.magic, requirements_magic, sizeof header.magic);
    header.size = sizeof header + first_bytes + sizeof header.item_count + item_bytes;
    buf_add(&file, (const char *)&header, sizeof header);
    buf_add(&file, (const char *)writer->firsts, first_bytes);
    buf_add(&file, (const char *)&header.item_count, sizeof header.item_count);
    buf_add(&file, (const char *)writer->items, item_bytes);
    enum err_code code = file_write(path, buf_view(&file), err);
    buf_free(&file);
    return code;
}

struct requirements {
    struct mapping mapping;
    const uint32_t *firsts;
    const struct requirements_item *items;
    uint32_t section_count, item_count;
};

/* Points at the parts of the file; false if it is not of this version or they do not fill it. */
static bool lay_out(struct requirements *requirements)
{
    const struct requirements_header *header = (const void *)requirements->mapping.start;
    size_t size = requirements->mapping.size;

    if (size < sizeof *header ||
        memcmp(header->magic, requirements_magic, sizeof header->magic) != 0 ||
        header->version != REQUIREMENTS_VERSION ||
        header->item_size != sizeof *requirements->items || header->size != size ||
        header->section_count > SEGMENT_SECTIONS_MAX)
        return false;
    requirements->section_count = header->section_count;
    requirements->item_count = header->item_count;
    requirements->firsts = (const void *)(header + 1);
    requirements->items = (const void *)(requirements->firsts + header->section_count + 1);
    return size == sizeof *header +
                       ((size_t)header->section_count + 1) * sizeof *requirements->firsts +
                       (size_t)header->item_count * sizeof *requirements->items;
}

static bool items_are_sound(const struct requirements *requirements)
{
    const unsigned flags = REQUIREMENTS_SUPERVISORY | REQUIREMENTS_PART_SUPERVISORY;

    for (uint32_t i = 0; i < requirements->item_count; i++) {
        const struct requirements_item *item = &requirements->items[i];
        if (item->type >= REQUIREMENT_TYPE_COUNT || item->modality >= MODALITY_COUNT ||
            item->level >= EDUCATION_COUNT || (item->flags & ~flags) != 0 ||
            item->sentence.first > item->sentence.end || item->stated.first > item->stated.end)
            return false;
    }
    return true;
}

/* The sections have all the requirements, each its own. */
static bool firsts_are_sound(const struct requirements *requirements)
{
    for (uint32_t i = 0; i < requirements->section_count; i++)
        if (requirements->firsts[i] > requirements->firsts[i + 1])
            return false;
    return requirements->firsts[0] == 0 &&
           requirements->firsts[requirements->section_count] == requirements->item_count;
}

enum err_code requirements_open(struct requirements **requirements, const char *path,
                                struct err *err)
{
    struct requirements *opened = mem_zero(1, sizeof *opened);
    enum err_code code = mapping_open(&opened->mapping, path, err);

    if (code == ERR_OK &&
        (!lay_out(opened) || !firsts_are_sound(opened) || !items_are_sound(opened)))
        code = err_set(err, ERR_FORMAT, "%s: damaged or of another version; " SCHEMA_REBUILD, path);
    if (code == ERR_OK)
        *requirements = opened;
    else
        requirements_close(opened);
    return code;
}

void requirements_close(struct requirements *requirements)
{
    if (requirements != NULL) {
        mapping_close(&requirements->mapping);
        free(requirements);
    }
}

uint32_t requirements_section_count(const struct requirements *requirements)
{
    return requirements->section_count;
}

void requirements_of(const struct requirements_item **items, uint32_t *count,
                     const struct requirements *requirements, uint32_t section)
{
    uint32_t first = requirements->firsts[section];

    *items = requirements->items + first;
    *count = requirements->firsts[section + 1] - first;
}
