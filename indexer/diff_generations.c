#include "indexer/diff_generations.h"

#include <stdio.h>
#include <stdlib.h>

#include "indexer/diff_print.h"
#include "indexer/diff_sections.h"

/* A class of a generation, and the source that it is of. */
struct listed {
    const struct manifest_class *class;
    const struct manifest_source *source;
};

struct side {
    struct opened *opened;
    const struct manifest_source **sources; /* by the names that people are shown */
    struct listed *classes;                 /* by id */
    size_t source_count, class_count;
};

struct comparing {
    bool json;
    struct side old, new;
    struct diff_counts sources, classes;
};

/* ---- what there is ---- */

static int order_sources(const void *a, const void *b)
{
    const struct manifest_source *const *x = a, *const *y = b;
    int shown = strcmp((*x)->shown, (*y)->shown);

    return shown != 0 ? shown : strcmp((*x)->path, (*y)->path);
}

static int order_classes(const void *a, const void *b)
{
    return strcmp(((const struct listed *)a)->class->id, ((const struct listed *)b)->class->id);
}

static void list_side(struct side *side, struct opened *opened)
{
    const struct manifest *manifest = &opened->manifest;

    *side = (struct side){.opened = opened};
    side->sources = arena_zero(opened->arena, manifest->count, sizeof *side->sources);
    side->classes = arena_zero(opened->arena, manifest->classes, sizeof *side->classes);
    for (size_t i = 0; i < manifest->count; i++) {
        const struct manifest_source *source = &manifest->sources[i];
        side->sources[side->source_count++] = source;
        for (size_t k = 0; k < source->class_count && side->class_count < manifest->classes; k++)
            side->classes[side->class_count++] = (struct listed){&source->classes[k], source};
    }
    if (side->source_count > 1)
        qsort(side->sources, side->source_count, sizeof *side->sources, order_sources);
    if (side->class_count > 1)
        qsort(side->classes, side->class_count, sizeof *side->classes, order_classes);
}

/* ---- what differs, as a list of words ---- */

static void add_what(json_t *list, bool differs, const char *what)
{
    if (differs)
        json_array_append_new(list, json_string(what));
}

static void print_list(json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        printf("%s%s", i > 0 ? ", " : "", json_string_value(json_array_get(list, i)));
}

/* ---- sources ---- */

/* Whether its classes are in the generation, or why not. */
static const char *fate(const struct manifest_source *source)
{
    return source->state == MANIFEST_UNCHANGED ? manifest_state_name(MANIFEST_INDEXED)
                                               : manifest_state_name(source->state);
}

static json_t *source_what(const struct manifest_source *old, const struct manifest_source *new)
{
    json_t *list = json_array();

    add_what(list, strcmp(old->sha256, new->sha256) != 0, "bytes");
    add_what(list, strcmp(fate(old), fate(new)) != 0, "state");
    add_what(list, strcmp(old->reason, new->reason) != 0, "reason");
    add_what(list, strcmp(old->agency, new->agency) != 0, "agency");
    add_what(list, strcmp(old->house_sha256, new->house_sha256) != 0, "house file");
    return list;
}

static json_t *source_json(const struct manifest_source *source)
{
    if (source == NULL)
        return json_null();
    return json_pack("{s:o, s:s, s:o, s:o, s:o}", "sha256",
                     diff_text_or_null(str_of(source->sha256)), "state", fate(source), "reason",
                     diff_text_or_null(str_of(source->reason)), "agency",
                     diff_text_or_null(str_of(source->agency)), "house",
                     diff_text_or_null(str_of(source->house_sha256)));
}

static void print_state(const struct manifest_source *source)
{
    printf("%s%s", fate(source), source->reason[0] != '\0' ? ": " : "");
    diff_print_text(str_of(source->reason));
}

/* Takes `what`. */
static void print_source(const struct comparing *comparing, enum diff_change change,
                         const struct manifest_source *old, const struct manifest_source *new,
                         json_t *what)
{
    const struct manifest_source *source = new != NULL ? new : old;

    if (comparing->json) {
        diff_print_json(json_pack("{s:s, s:o, s:o, s:o, s:o}", "change", diff_change_name(change),
                                  "source", diff_text(str_of(source->shown)), "what", what, "old",
                                  source_json(old), "new", source_json(new)));
        return;
    }
    printf("%c source ", diff_change_mark(change));
    diff_print_text(str_of(source->shown));
    printf(": ");
    print_list(what);
    if (json_array_size(what) > 0)
        printf("; ");
    if (old != NULL && new != NULL && (strcmp(fate(old), fate(new)) != 0)) {
        print_state(old);
        printf(", now ");
    }
    print_state(source);
    putchar('\n');
    json_decref(what);
}

static void compare_source(struct comparing *comparing, const struct manifest_source *old,
                           const struct manifest_source *new)
{
    json_t *what = source_what(old, new);

    if (json_array_size(what) > 0) {
        comparing->sources.changed++;
        print_source(comparing, DIFF_CHANGED, old, new, what);
    } else {
        comparing->sources.same++;
        json_decref(what);
    }
}

static void compare_sources(struct comparing *comparing)
{
    const struct side *old = &comparing->old, *new = &comparing->new;
    struct diff_counts *counts = &comparing->sources;

    counts->old = old->source_count;
    counts->new = new->source_count;
    for (size_t i = 0, k = 0; i < counts->old || k < counts->new;) {
        int order = i == counts->old   ? 1
                    : k == counts->new ? -1
                                       : strcmp(old->sources[i]->shown, new->sources[k]->shown);
        if (order == 0) {
            compare_source(comparing, old->sources[i++], new->sources[k++]);
        } else if (order < 0) {
            counts->vanished++;
            print_source(comparing, DIFF_VANISHED, old->sources[i++], NULL, json_array());
        } else {
            counts->appeared++;
            print_source(comparing, DIFF_APPEARED, NULL, new->sources[k++], json_array());
        }
    }
}

/* ---- classes ---- */

/* A class with its sections, as they are stored. */
struct stored {
    struct record_class record;
    struct record_section *sections;
};

static enum err_code read_class(struct stored *stored, const struct side *side,
                                const struct listed *listed, struct arena *arena, struct err *err)
{
    enum err_code code = opened_class(&stored->record, side->opened, listed->class, arena, err);

    if (code == ERR_OK && stored->record.sections != listed->class->sections)
        code = err_set(err, ERR_FORMAT, "generation %s: manifest and record of %s disagree",
                       side->opened->manifest.generation, listed->class->id);
    if (code != ERR_OK)
        return code;
    stored->sections = arena_zero(arena, stored->record.sections, sizeof *stored->sections);
    for (uint32_t i = 0; code == ERR_OK && i < stored->record.sections; i++)
        code = opened_section(&stored->sections[i], side->opened, listed->class, i, arena, err);
    return code;
}

static json_t *class_what(const struct stored *old, const struct stored *new, size_t sections)
{
    json_t *list = json_array();

    add_what(list, !str_eq(old->record.title, new->record.title), "title");
    add_what(list, !str_eq(old->record.agency, new->record.agency), "agency");
    add_what(list, !str_eq(old->record.source, new->record.source), "source");
    for (enum spec_field_name f = 0; f < FIELD_COUNT; f++)
        if (f != FIELD_TITLE && f != FIELD_AGENCY)
            add_what(list,
                     !str_eq(old->record.fields[f].value, new->record.fields[f].value) ||
                         !str_eq(old->record.fields[f].meaning, new->record.fields[f].meaning),
                     field_name(f));
    add_what(list, sections > 0, "sections");
    return list;
}

static json_t *place_json(const struct record_section *section)
{
    if (section == NULL)
        return json_null();
    return json_pack("{s:I, s:o, s:I}", "ordinal", (json_int_t)section->ordinal, "heading",
                     diff_text_or_null(section->heading), "line", (json_int_t)section->line);
}

static json_t *sections_json(const struct diff_section *sections, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++) {
        const struct diff_section *section = &sections[i];
        json_array_append_new(
            list,
            json_pack("{s:s, s:o, s:o, s:o}", "change", diff_change_name(section->change), "what",
                      section->change == DIFF_CHANGED ? diff_section_what(section) : json_array(),
                      "old", place_json(section->old), "new", place_json(section->new)));
    }
    return list;
}

static void print_sections(const struct diff_section *sections, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct diff_section *section = &sections[i];
        const struct record_section *shown = section->new != NULL ? section->new : section->old;
        printf("    %c line %u ", diff_change_mark(section->change), shown->line);
        diff_print_text(shown->heading.n > 0 ? shown->heading : STR("(no heading)"));
        if (section->change == DIFF_CHANGED) {
            json_t *what = diff_section_what(section);
            printf(": ");
            print_list(what);
            json_decref(what);
        }
        putchar('\n');
    }
}

static json_t *class_json(const struct listed *listed, struct str title)
{
    return json_pack("{s:s, s:o, s:s}", "id", listed->class->id, "title", diff_text(title),
                     "source", listed->source->shown);
}

/* Takes `what`. */
static void print_class(const struct comparing *comparing, enum diff_change change,
                        const struct listed *listed, struct str title, json_t *what,
                        const struct diff_section *sections, size_t count)
{
    if (comparing->json) {
        diff_print_json(json_pack("{s:s, s:o, s:o, s:o}", "change", diff_change_name(change),
                                  "class", class_json(listed, title), "what", what, "sections",
                                  sections_json(sections, count)));
        return;
    }
    printf("%c class %s ", diff_change_mark(change), listed->class->id);
    diff_print_text(title);
    if (json_array_size(what) > 0)
        printf(": ");
    print_list(what);
    putchar('\n');
    print_sections(sections, count);
    json_decref(what);
}

static enum err_code print_single(const struct comparing *comparing, enum diff_change change,
                                  const struct side *side, const struct listed *listed,
                                  struct err *err)
{
    struct arena *arena = arena_new();
    struct record_class record;
    enum err_code code = opened_class(&record, side->opened, listed->class, arena, err);

    if (code == ERR_OK)
        print_class(comparing, change, listed, record.title, json_array(), NULL, 0);
    arena_free(arena);
    return code;
}

static enum err_code compare_class(struct comparing *comparing, const struct listed *old,
                                   const struct listed *new, struct err *err)
{
    struct arena *arena = arena_new();
    struct stored before = {0}, after = {0};
    enum err_code code = read_class(&before, &comparing->old, old, arena, err);

    if (code == ERR_OK)
        code = read_class(&after, &comparing->new, new, arena, err);
    if (code == ERR_OK) {
        struct diff_section *sections;
        size_t count = diff_sections(&sections, before.sections, before.record.sections,
                                     after.sections, after.record.sections, arena);
        json_t *what = class_what(&before, &after, count);
        if (json_array_size(what) > 0) {
            comparing->classes.changed++;
            print_class(comparing, DIFF_CHANGED, new, after.record.title, what, sections, count);
        } else {
            comparing->classes.same++;
            json_decref(what);
        }
    }
    arena_free(arena);
    return code;
}

static enum err_code compare_classes(struct comparing *comparing, struct err *err)
{
    const struct side *old = &comparing->old, *new = &comparing->new;
    struct diff_counts *counts = &comparing->classes;
    enum err_code code = ERR_OK;

    counts->old = old->class_count;
    counts->new = new->class_count;
    for (size_t i = 0, k = 0; code == ERR_OK && (i < counts->old || k < counts->new);) {
        int order = i == counts->old   ? 1
                    : k == counts->new ? -1
                                       : order_classes(&old->classes[i], &new->classes[k]);
        if (order == 0) {
            code = compare_class(comparing, &old->classes[i++], &new->classes[k++], err);
        } else if (order < 0) {
            counts->vanished++;
            code = print_single(comparing, DIFF_VANISHED, old, &old->classes[i++], err);
        } else {
            counts->appeared++;
            code = print_single(comparing, DIFF_APPEARED, new, &new->classes[k++], err);
        }
    }
    return code;
}

/* ---- the whole ---- */

static json_t *head_json(const struct manifest *manifest)
{
    char corpus[SHA256_HEX];

    manifest_corpus(corpus, manifest);
    return json_pack("{s:s, s:s, s:s, s:I, s:I, s:I}", "generation", manifest->generation,
                     "built_at", manifest->built_at, "corpus", corpus, "sources",
                     (json_int_t)manifest->count, "classes", (json_int_t)manifest->classes,
                     "sections", (json_int_t)manifest->sections);
}

static void print_head(const struct comparing *comparing)
{
    const struct manifest *old = &comparing->old.opened->manifest;
    const struct manifest *new = &comparing->new.opened->manifest;

    if (comparing->json)
        diff_print_json(json_pack("{s:i, s:s, s:o, s:o}", "diff", 1, "of", "generations", "old",
                                  head_json(old), "new", head_json(new)));
    else
        printf("--- generation %s, built %s\n+++ generation %s, built %s\n", old->generation,
               old->built_at, new->generation, new->built_at);
}

static bool differs(const struct diff_counts *counts)
{
    return counts->changed + counts->appeared + counts->vanished > 0;
}

enum err_code diff_generations(bool *differ, struct opened *old, struct opened *new, bool json,
                               struct err *err)
{
    struct comparing comparing = {.json = json};

    list_side(&comparing.old, old);
    list_side(&comparing.new, new);
    print_head(&comparing);
    compare_sources(&comparing);
    enum err_code code = compare_classes(&comparing, err);
    if (code != ERR_OK)
        return code;
    *differ = differs(&comparing.sources) || differs(&comparing.classes);
    if (json) {
        diff_print_json(json_pack(
            "{s:o, s:o, s:b}", "sources", diff_counts_json(&comparing.sources, "changed"),
            "classes", diff_counts_json(&comparing.classes, "changed"), "complete", true));
    } else {
        diff_print_counts("sources", &comparing.sources, "changed");
        diff_print_counts("classes", &comparing.classes, "changed");
    }
    return ERR_OK;
}
