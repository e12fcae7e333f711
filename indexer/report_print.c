#include <errno.h>
#include <jansson.h>
#include <stdio.h>

#include "indexer/report.h"

/* What people read. */

static void print_missing(const struct report_counts *counts)
{
    for (enum report_missing m = 0; m < MISSING_COUNT; m++) {
        if (counts->missing[m] == 0)
            continue;
        printf("; %s", report_missing_label(m));
        if (counts->classes > 1)
            printf(" (%zu of %zu)", counts->missing[m], counts->classes);
    }
}

static size_t requirements_of(const struct report_counts *counts)
{
    size_t sum = 0;
    for (size_t t = 0; t < REQUIREMENT_TYPE_COUNT; t++)
        sum += counts->requirements[t];
    return sum;
}

static void print_counts(const struct report_counts *counts)
{
    if (counts->classes > 1)
        printf("%zu classes, ", counts->classes);
    printf("%zu sections", counts->sections);
    if (counts->unknown > 0)
        printf(", %zu of them not known", counts->unknown);
    if (counts->unheaded > 0)
        printf(", %zu of %zu characters under no heading", counts->unheaded, counts->characters);
    size_t requirements = requirements_of(counts);
    printf(", %zu requirement%s", requirements, requirements == 1 ? "" : "s");
    print_missing(counts);
}

static void print_file(const struct report_file *file)
{
    printf("%s: ", file->shown);
    if (file->reason != NULL) {
        printf("skipped: %s\n", file->reason);
        return;
    }
    print_counts(&file->counts);
    if (file->note[0] != '\0')
        printf("; %s", file->note);
    putchar('\n');
    for (size_t i = 0; i < file->counts.unknown; i++)
        printf("    unknown: %s\n", file->headings[i]);
}

static void print_folder(const struct report_folder *folder)
{
    printf("%s: %zu files read, %zu skipped", folder->shown, folder->files - folder->skipped,
           folder->skipped);
    if (folder->files > folder->skipped) {
        printf("; ");
        print_counts(&folder->counts);
    }
    putchar('\n');
}

void report_print_text(const struct report *report)
{
    puts("Files");
    for (size_t i = 0; i < report->file_count; i++)
        print_file(&report->files[i]);
    puts("\nFolders");
    for (size_t i = 0; i < report->folder_count; i++)
        print_folder(&report->folders[i]);
    if (report->heading_count == 0)
        return;
    puts(
        "\n; Headings that are not known. Put those that matter into the folder's house.ini, "
        "write\n"
        "; their kinds in place of the dots (duties; education, experience; ^ for the kind of the\n"
        "; section above) and take away the first semicolon. specindex(1) has the rules.\n"
        "[headings]");
    for (size_t i = 0; i < report->heading_count; i++)
        printf("; %s = ...   ; %zu file%s, now %s\n", report->headings[i].text,
               report->headings[i].files, report->headings[i].files == 1 ? "" : "s",
               kind_name(report->headings[i].kind));
}

/* What programs read. */

static void set_number(json_t *object, const char *key, size_t number)
{
    json_object_set_new(object, key, json_integer((json_int_t)number));
}

static void set_counts(json_t *object, const struct report_counts *counts)
{
    json_t *missing = json_object(), *requirements = json_object();

    set_number(object, "classes", counts->classes);
    set_number(object, "sections", counts->sections);
    set_number(object, "unknown_sections", counts->unknown);
    set_number(object, "characters", counts->characters);
    set_number(object, "characters_under_no_heading", counts->unheaded);
    for (enum report_missing m = 0; m < MISSING_COUNT; m++)
        set_number(missing, report_missing_name(m), counts->missing[m]);
    for (enum requirement_type t = 0; t < REQUIREMENT_TYPE_COUNT; t++)
        set_number(requirements, requirement_type_name(t), counts->requirements[t]);
    json_object_set_new(object, "missing", missing);
    json_object_set_new(object, "requirements", requirements);
}

static json_t *optional(const char *text)
{
    return text[0] != '\0' ? json_string(text) : json_null();
}

static json_t *file_json(const struct report_file *file)
{
    json_t *object = json_pack("{s:s, s:s?}", "path", file->shown, "skipped", file->reason);

    if (file->reason != NULL)
        return object;
    json_t *headings = json_array();
    for (size_t i = 0; i < file->counts.unknown; i++)
        json_array_append_new(headings, json_string(file->headings[i]));
    json_object_set_new(object, "format", json_string(file->format));
    json_object_set_new(object, "agency", json_string(file->agency));
    json_object_set_new(object, "note", optional(file->note));
    set_counts(object, &file->counts);
    json_object_set_new(object, "unknown_headings", headings);
    return object;
}

static json_t *folder_json(const struct report_folder *folder)
{
    json_t *object = json_pack("{s:s, s:I, s:I}", "path", folder->shown, "files",
                               (json_int_t)folder->files, "skipped", (json_int_t)folder->skipped);
    set_counts(object, &folder->counts);
    return object;
}

enum err_code report_print_json(const struct report *report, struct err *err)
{
    json_t *files = json_array(), *folders = json_array(), *headings = json_array();
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < report->file_count; i++)
        json_array_append_new(files, file_json(&report->files[i]));
    for (size_t i = 0; i < report->folder_count; i++)
        json_array_append_new(folders, folder_json(&report->folders[i]));
    for (size_t i = 0; i < report->heading_count; i++)
        json_array_append_new(headings,
                              json_pack("{s:s, s:s, s:I, s:I}", "heading", report->headings[i].text,
                                        "kind", kind_name(report->headings[i].kind), "files",
                                        (json_int_t)report->headings[i].files, "count",
                                        (json_int_t)report->headings[i].count));
    json_t *root = json_pack("{s:o, s:o, s:o}", "files", files, "folders", folders,
                             "unknown_headings", headings);
    if (root == NULL || json_dumpf(root, stdout, JSON_INDENT(2)) != 0 || putchar('\n') == EOF)
        code = err_errno(err, ERR_IO, errno, "standard output");
    json_decref(root);
    return code;
}
