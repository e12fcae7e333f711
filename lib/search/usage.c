#include "search/usage.h"

#include <stdlib.h>

#include "base/mem.h"
#include "search/schema.h"

static void add(struct usage *usage, uint32_t unit, uint32_t count)
{
    if (usage->count == usage->capacity) {
        usage->capacity = usage->capacity > 0 ? 2 * usage->capacity : 256;
        usage->units = mem_resize(usage->units, usage->capacity, sizeof *usage->units);
        usage->counts = mem_resize(usage->counts, usage->capacity, sizeof *usage->counts);
    }
    usage->units[usage->count] = unit;
    usage->counts[usage->count++] = count;
}

/* The class of a posting; behind the last one UINT32_MAX. */
static uint32_t class_at(const struct postings *postings, uint32_t i, const struct columns *columns)
{
    return i < postings->count ? columns->sections[postings->sections[i]].class_number : UINT32_MAX;
}

/* The sections of a class follow each other, and so do the postings of a class. */
static void add_classes(struct usage *usage, const struct columns *columns)
{
    const struct postings *text = &usage->text, *title = &usage->title;
    uint32_t i = 0, j = 0;

    while (i < text->count || j < title->count) {
        uint32_t in_text = class_at(text, i, columns), in_title = class_at(title, j, columns);
        uint32_t class_number = in_text < in_title ? in_text : in_title, count = 0;
        for (; class_at(text, i, columns) == class_number; i++)
            count += text->counts[i];
        if (in_title == class_number)
            count += USAGE_TITLE;
        while (class_at(title, j, columns) == class_number)
            j++;
        add(usage, class_number, count);
    }
}

enum err_code usage_read(struct usage *usage, struct index_worker *worker, size_t segment,
                         struct str stem, bool classes, uint64_t deadline_ms, struct err *err)
{
    struct buf term = {0};

    usage->count = 0;
    schema_term(&term, SCHEMA_STEM, stem);
    enum err_code code =
        postings_read(&usage->text, worker, segment, buf_view(&term), deadline_ms, err);
    if (code == ERR_OK && classes) {
        term.n = 0;
        schema_term(&term, SCHEMA_TITLE, stem);
        code = postings_read(&usage->title, worker, segment, buf_view(&term), deadline_ms, err);
        if (code == ERR_OK)
            add_classes(usage, &index_segments(worker->index)[segment].segment.columns);
    } else if (code == ERR_OK) {
        for (uint32_t i = 0; i < usage->text.count; i++)
            add(usage, usage->text.sections[i], usage->text.counts[i]);
    }
    buf_free(&term);
    return code;
}

void usage_free(struct usage *usage)
{
    free(usage->units);
    free(usage->counts);
    postings_free(&usage->text);
    postings_free(&usage->title);
    *usage = (struct usage){0};
}
