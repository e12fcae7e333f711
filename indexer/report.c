#include "indexer/report.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "indexer/source.h"
#include "indexer/walk.h"
#include "spec/words.h"

static const struct {
    const char *name, *label;
} missing_names[MISSING_COUNT] = {
    [MISSING_TITLE] = {"title", "title from the file's name"},
    [MISSING_CLASS_CODE] = {"class_code", "no class code"},
    [MISSING_PAY_GRADE] = {"pay_grade", "no pay grade"},
    [MISSING_FLSA] = {"flsa", "no FLSA status"},
    [MISSING_FLSA_MEANING] = {"flsa_meaning", "an FLSA code that is not explained"},
};

const char *report_missing_name(enum report_missing missing)
{
    return missing_names[missing].name;
}

const char *report_missing_label(enum report_missing missing)
{
    return missing_names[missing].label;
}

/* A report in the making. */
struct gathering {
    struct report *report;
    struct walk walk;
    struct houses *houses;
    struct worker_pool *pool;
    size_t *numbers;     /* of the requests */
    struct map folders;  /* shown -> index */
    struct map headings; /* in normal form -> index */
};

static void add_counts(struct report_counts *sum, const struct report_counts *counts)
{
    sum->classes += counts->classes;
    sum->sections += counts->sections;
    sum->unknown += counts->unknown;
    sum->characters += counts->characters;
    sum->unheaded += counts->unheaded;
    for (size_t m = 0; m < MISSING_COUNT; m++)
        sum->missing[m] += counts->missing[m];
    for (size_t t = 0; t < REQUIREMENT_TYPE_COUNT; t++)
        sum->requirements[t] += counts->requirements[t];
}

static void add_to_folder(struct gathering *gathering, const struct report_file *file)
{
    struct report *report = gathering->report;
    const char *slash = strrchr(file->shown, '/');
    size_t length = slash != NULL ? (size_t)(slash - file->shown) : 0;
    const char *shown = arena_strndup(report->arena, file->shown, length);

    if (map_add(&gathering->folders, shown, report->folder_count)) {
        report->folders = mem_grow(report->folders, report->folder_count, &report->folder_capacity,
                                   sizeof *report->folders);
        report->folders[report->folder_count++] = (struct report_folder){.shown = shown};
    }
    struct report_folder *folder = &report->folders[*map_find(&gathering->folders, shown)];
    folder->files++;
    folder->skipped += file->reason != NULL;
    add_counts(&folder->counts, &file->counts);
}

/* Headings that differ in case, punctuation or a plural alone are one, as they are to the table. */
static void add_heading(struct gathering *gathering, const char *heading, enum spec_kind kind,
                        size_t file)
{
    struct report *report = gathering->report;
    struct buf key = {0};
    struct words words;

    words_split(&words, str_of(heading));
    for (size_t i = 0; i < words.count; i++)
        buf_printf(&key, "%s ", words.text[i]);
    if (key.n == 0)
        return;
    if (map_add(&gathering->headings, key.p, report->heading_count)) {
        report->headings = mem_grow(report->headings, report->heading_count,
                                    &report->heading_capacity, sizeof *report->headings);
        report->headings[report->heading_count++] =
            (struct report_heading){.text = heading, .kind = kind, .last_file = SIZE_MAX};
    }
    struct report_heading *entry = &report->headings[*map_find(&gathering->headings, key.p)];
    entry->count++;
    entry->files += entry->last_file != file;
    entry->last_file = file;
    buf_free(&key);
}

static void count_class(struct report_counts *counts, const struct spec_class *class,
                        struct arena *arena)
{
    const struct spec_field *flsa = &class->fields[FIELD_FLSA];
    struct str status = field_flsa_status(flsa, arena);

    counts->missing[MISSING_TITLE] += class->title_line == 0;
    counts->missing[MISSING_CLASS_CODE] += class->fields[FIELD_CLASS_CODE].value.n == 0;
    counts->missing[MISSING_PAY_GRADE] += class->fields[FIELD_PAY_GRADE].value.n == 0;
    counts->missing[MISSING_FLSA] += status.n == 0;
    counts->missing[MISSING_FLSA_MEANING] +=
        status.n > 0 && !str_eq(status, STR("exempt")) && !str_eq(status, STR("nonexempt"));
}

static void count_reading(struct gathering *gathering, size_t at, const struct reading *reading,
                          struct arena *arena)
{
    struct report *report = gathering->report;
    struct report_file *file = &report->files[at];
    struct report_counts *counts = &file->counts;
    const struct spec *spec = &reading->spec;

    file->format = arena_strdup(report->arena, reading->format);
    file->note = arena_strdup(report->arena, reading->note);
    file->headings = arena_zero(report->arena, spec->count, sizeof *file->headings);
    counts->sections = spec->count;
    counts->classes = spec->class_count;
    for (size_t i = 0; i < spec->count; i++) {
        const struct spec_section *section = &spec->sections[i];
        size_t length = utf8_length(section->text);
        counts->characters += length;
        if (section->heading.n == 0) {
            counts->unheaded += length;
        } else if (!section->known) {
            const char *heading =
                arena_strndup(report->arena, section->heading.p, section->heading.n);
            file->headings[counts->unknown++] = heading;
            add_heading(gathering, heading, section->kinds.kinds[0], at);
        }
    }
    for (size_t i = 0; i < spec->class_count; i++)
        count_class(counts, &spec->classes[i], arena);
    for (size_t i = 0; i < spec->requirement_count; i++)
        counts->requirements[spec->requirements[i].type]++;
}

static enum err_code ask(struct gathering *gathering, size_t at, struct err *err)
{
    struct report_file *file = &gathering->report->files[at];
    const struct walk_file *walked = &gathering->walk.files[at];
    const struct house_file *house = NULL;
    struct err reason;

    *file = (struct report_file){.shown = walked->shown, .reason = walked->reason};
    if (file->reason != NULL)
        return ERR_OK;
    enum err_code code = houses_find(&house, gathering->houses, walked->real, err);
    if (code != ERR_OK)
        return code;
    file->agency = houses_agency(house, walked->real, gathering->report->arena);
    if (source_ask(&gathering->numbers[at], gathering->pool, walked->real, house, &reason) !=
        ERR_OK)
        file->reason = arena_strdup(gathering->report->arena, reason.text);
    return ERR_OK;
}

static enum err_code take(struct gathering *gathering, size_t at, struct err *err)
{
    struct report_file *file = &gathering->report->files[at];
    struct arena *arena = arena_new();
    struct reading reading;
    struct err reason;
    bool fatal = false;
    enum err_code code = ERR_OK;

    if (file->reason == NULL) {
        code = source_take(&reading, NULL, &fatal, gathering->pool, gathering->numbers[at], arena,
                           &reason);
        if (code == ERR_OK && source_refusal(&reading) != NULL)
            file->reason = source_refusal(&reading);
        else if (code == ERR_OK)
            count_reading(gathering, at, &reading, arena);
        else if (fatal)
            *err = reason;
        else
            file->reason = arena_strdup(gathering->report->arena, reason.text);
    }
    add_to_folder(gathering, file);
    arena_free(arena);
    return fatal ? code : ERR_OK;
}

static int by_frequency(const void *a, const void *b)
{
    const struct report_heading *one = a, *other = b;

    if (one->files != other->files)
        return one->files > other->files ? -1 : 1;
    if (one->count != other->count)
        return one->count > other->count ? -1 : 1;
    return strcmp(one->text, other->text);
}

static enum err_code gather(struct gathering *gathering, struct err *err)
{
    struct report *report = gathering->report;
    enum err_code code = ERR_OK;
    size_t ahead = 0;

    report->file_count = gathering->walk.count;
    report->files = arena_zero(report->arena, report->file_count, sizeof *report->files);
    gathering->numbers = arena_zero(report->arena, report->file_count, sizeof(size_t));
    for (size_t i = 0; code == ERR_OK && i < report->file_count; i++) {
        while (code == ERR_OK && ahead < report->file_count &&
               (ahead <= i || worker_pool_has_room(gathering->pool)))
            code = ask(gathering, ahead++, err);
        if (code == ERR_OK)
            code = take(gathering, i, err);
    }
    if (report->heading_count > 0)
        qsort(report->headings, report->heading_count, sizeof *report->headings, by_frequency);
    return code;
}

enum err_code report_run(bool *skipped, const struct report_request *request, struct err *err)
{
    struct report report = {.arena = arena_new()};
    struct gathering gathering = {
        .report = &report, .houses = houses_new(), .pool = source_pool_new(request->workers)};
    enum err_code code =
        walk_paths(&gathering.walk, request->paths, request->path_count, "", report.arena, err);

    if (code == ERR_OK && gathering.walk.count == 0)
        code = err_set(err, ERR_NOT_FOUND, "there is no file under the paths given");
    if (code == ERR_OK)
        code = gather(&gathering, err);
    if (code == ERR_OK && request->json)
        code = report_print_json(&report, err);
    else if (code == ERR_OK)
        report_print_text(&report);
    for (size_t i = 0; code == ERR_OK && i < report.folder_count; i++)
        *skipped = *skipped || report.folders[i].skipped > 0;
    worker_pool_free(gathering.pool);
    houses_free(gathering.houses);
    map_free(&gathering.folders);
    map_free(&gathering.headings);
    walk_free(&gathering.walk);
    free(report.folders);
    free(report.headings);
    arena_free(report.arena);
    return code;
}
