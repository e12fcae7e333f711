/* lib/search/segment and segment_writer: what is written is read, and copied, as it was. */

#include "support.h"

#include <unistd.h>

#include "base/file.h"
#include "search/segment_writer.h"

/* The class that all sections of a specification belong to. */
static void set_one_class(struct spec *spec, struct arena *arena)
{
    spec->classes = arena_zero(arena, 1, sizeof *spec->classes);
    spec->class_count = 1;
    spec->classes[0] =
        (struct spec_class){.title = spec->title,
                            .sections = arena_zero(arena, spec->count, sizeof(size_t)),
                            .count = spec->count};
    memcpy(spec->classes[0].fields, spec->fields, sizeof spec->fields);
    for (size_t i = 0; i < spec->count; i++)
        spec->classes[0].sections[i] = i;
}

/* A master's degree, which is required by the words of a section from some to others. */
static struct requirement requirement_in(const struct spec *spec, size_t section, const char *from,
                                         const char *to)
{
    const char *text = spec->sections[section].text.p, *start = strstr(text, from);
    const char *end = strstr(start, to) + strlen(to);

    return (struct requirement){.type = REQUIREMENT_EDUCATION,
                                .modality = MODALITY_REQUIRED,
                                .level = EDUCATION_MASTER,
                                .sentence = {start, (size_t)(end - start)},
                                .phrase = {start, strcspn(start, " ")},
                                .line = (unsigned)section + 1,
                                .section = section,
                                .start = (size_t)(start - text),
                                .end = (size_t)(end - text)};
}

/* A specification of that many sections, each with a number of its own among its words; those about
 * education require a master's degree. */
static struct spec spec_of(struct arena *arena, const char *name, size_t sections,
                           const char *grade)
{
    struct spec spec = {.title = str_of(arena_printf(arena, "Head of %s", name)),
                        .count = sections};

    spec.fields[FIELD_CLASS_CODE].value = str_of(name);
    spec.fields[FIELD_PAY_GRADE].value = str_of(grade);
    spec.fields[FIELD_REVISED].value = STR("3/2009");
    spec.fields[FIELD_PROBATION].value = STR("Six (6) months");
    spec.sections = arena_zero(arena, sections, sizeof *spec.sections);
    spec.requirements = arena_zero(arena, sections, sizeof *spec.requirements);
    for (size_t i = 0; i < sections; i++) {
        spec.sections[i] = (struct spec_section){.level = 1,
                                                 .parent = i == 0 ? SPEC_NO_PARENT : 0,
                                                 .line = (unsigned)i + 1,
                                                 .text_line = (unsigned)i + 2,
                                                 .page = 3};
        spec.sections[i].text = str_of(arena_printf(
            arena, "The %s's boats, boating. Licence number%zu:\n\n- a boat\n- boats", name, i));
        if (i % 2 == 1)
            spec.sections[i].heading = STR("Driver's education");
        kind_set_add(&spec.sections[i].kinds, i == 0 ? KIND_DUTIES : KIND_EDUCATION);
        if (i > 0)
            spec.requirements[spec.requirement_count++] = requirement_in(&spec, i, "Licence", ":");
    }
    set_one_class(&spec, arena);
    return spec;
}

static struct segment_class about(const char *id)
{
    return (struct segment_class){.id = str_of(id),
                                  .agency = STR("alder"),
                                  .source = STR("x.txt"),
                                  .format = STR("text"),
                                  .sha256 = STR("00"),
                                  .note = STR("mended")};
}

static uint32_t add_at(struct segment_writer *writer, const struct spec *spec, size_t at,
                       const char *id)
{
    const struct segment_class class = about(id);
    uint32_t docid = 0;
    struct err err;

    expect_ok(id, segment_writer_add(&docid, writer, &class, spec, at, &err), &err);
    return docid;
}

static uint32_t add(struct segment_writer *writer, struct arena *arena, const char *name,
                    size_t sections, const char *grade)
{
    struct spec spec = spec_of(arena, name, sections, grade);
    return add_at(writer, &spec, 0, name);
}

static struct segment_writer *start(const char *directory)
{
    struct segment_writer *writer = NULL;
    struct err err;

    expect_ok("writer", segment_writer_new(&writer, directory, &err), &err);
    return writer;
}

static void finish(struct segment_writer *writer)
{
    struct err err;

    expect_ok("finish", segment_writer_finish(writer, &err), &err);
    segment_writer_free(writer);
}

/* An open segment with its reader. */
struct opened {
    struct segment segment;
    struct segment_reader reader;
};

static void open_both(struct opened *opened, const char *directory)
{
    struct err err;

    expect_ok("open", segment_open(&opened->segment, directory, &err), &err);
    expect_ok("reader", segment_reader_open(&opened->reader, &opened->segment, &err), &err);
}

static void close_both(struct opened *opened)
{
    segment_reader_close(&opened->reader);
    segment_close(&opened->segment);
}

static struct record_section section_at(const struct world *world, struct opened *opened,
                                        uint32_t docid)
{
    struct record_section record = {0};
    struct tokens_section words;
    struct tokens_buffer buffer = {0};
    struct err err;

    expect_ok(
        "section",
        segment_read_section(&record, &words, &opened->segment, docid, &buffer, world->arena, &err),
        &err);
    tokens_buffer_free(&buffer);
    return record;
}

static struct record_class class_of(const struct world *world, struct opened *opened,
                                    const char *id)
{
    struct record_class record = {0};
    struct err err;

    expect_ok(id, segment_read_class(&record, &opened->reader, str_of(id), world->arena, &err),
              &err);
    return record;
}

/* "1:2 4:1": the docids that have a term, with its occurrences. */
static const char *postings_of(const struct world *world, struct opened *opened, const char *term)
{
    uint32_t docids[100], wdfs[100];
    struct xap_postings *postings = NULL;
    const char *out = "";
    size_t count = 0;
    struct err err;

    expect_ok(term, xap_postings_open(&postings, opened->reader.database, str_of(term), &err),
              &err);
    expect_ok(term, xap_postings_read(&count, postings, docids, wdfs, COUNT_OF(docids), &err),
              &err);
    for (size_t i = 0; i < count; i++)
        out = arena_printf(world->arena, "%s%s%u:%u", out, i > 0 ? " " : "", docids[i], wdfs[i]);
    xap_postings_free(postings);
    return out;
}

/* "the birch 's boats|| a boat": the words of a section, | behind a sentence, || a paragraph. */
static const char *tokens_of(const struct world *world, const struct opened *opened, uint32_t docid)
{
    const struct segment *segment = &opened->segment;
    struct tokens_buffer buffer = {0};
    struct tokens_section section;
    const char *out = "";
    uint32_t sentence = 0;
    struct err err;

    expect_ok("tokens", tokens_read(&section, &buffer, segment->tokens, docid - 1, true, &err),
              &err);
    for (uint32_t i = 0; i < section.count; i++) {
        struct str word = vocabulary_text(segment->vocabulary, section.words[i]);
        out = arena_printf(world->arena, "%s%s%s%.*s%s", out, i > 0 ? " " : "",
                           section.words[i] == VOCABULARY_POSSESSIVE ? "'" : "", (int)word.n,
                           word.p, i + 1 == section.heading_count ? ":" : "");
        if (sentence < section.sentence_count && section.sentences[sentence].end == i + 1)
            out = arena_printf(world->arena, "%s%s", out,
                               section.sentences[sentence++].paragraph_ends ? "||" : "|");
    }
    tokens_buffer_free(&buffer);
    return out;
}

static const char *words_text(const struct world *world, const struct segment *segment,
                              const struct tokens_section *section, struct requirements_words words)
{
    const char *out = "";

    expect_true("within the section", words.end <= section->count);
    for (uint32_t w = words.first; w < words.end; w++) {
        struct str word = vocabulary_text(segment->vocabulary, section->words[w]);
        out = arena_printf(world->arena, "%s %.*s", out, (int)word.n, word.p);
    }
    return out;
}

/* "education required 5: licence number1 by licence;": what a section requires, in which sentence
 * and by which words of it. */
static const char *requirements_text(const struct world *world, const struct opened *opened,
                                     uint32_t docid)
{
    const struct segment *segment = &opened->segment;
    const struct requirements_item *items;
    struct tokens_buffer buffer = {0};
    struct tokens_section section;
    const char *out = "";
    uint32_t count;
    struct err err;

    expect_ok("tokens", tokens_read(&section, &buffer, segment->tokens, docid - 1, false, &err),
              &err);
    requirements_of(&items, &count, segment->requirements, docid - 1);
    for (uint32_t i = 0; i < count; i++) {
        const struct requirements_item *item = &items[i];
        out = arena_printf(world->arena, "%s%s %s %u:%s by%s;", out,
                           requirement_type_name((enum requirement_type)item->type),
                           modality_name((enum modality)item->modality), item->level,
                           words_text(world, segment, &section, item->sentence),
                           words_text(world, segment, &section, item->stated));
    }
    tokens_buffer_free(&buffer);
    return out;
}

static void what_is_written_is_read(void **state)
{
    const struct world *world = *state;
    const char *directory = world_path(world, "one");
    struct segment_writer *writer = start(directory);
    struct opened opened;

    expect_number("none yet", segment_writer_sections(writer), 0);
    expect_number("birch", add(writer, world->arena, "birch", 2, "7"), 1);
    expect_number("elm", add(writer, world->arena, "elm", 3, ""), 3);
    expect_number("sections", segment_writer_sections(writer), 5);
    finish(writer);
    segment_writer_free(NULL);
    expect_text("files", str_of(world_list(world, directory)),
                "columns records requirements sections tokens vocabulary");

    open_both(&opened, directory);
    struct record_section section = section_at(world, &opened, 4);
    expect_text("id", section.class_id, "elm");
    expect_text("title", section.title, "Head of elm");
    expect_text("code", section.code, "elm");
    expect_text("agency", section.agency, "alder");
    expect_text("source", section.source, "x.txt");
    expect_text("heading", section.heading, "Driver's education");
    expect_number("ordinal", section.ordinal, 1);
    expect_number("line", section.line, 2);
    expect_number("text line", section.text_line, 3);
    expect_number("page", section.page, 3);
    expect_number("kinds", section.kinds.count, 1);
    expect_number("kind", section.kinds.kinds[0], KIND_EDUCATION);
    struct record_class class = class_of(world, &opened, "elm");
    expect_number("first", class.first_docid, 3);
    expect_number("sections", class.sections, 3);
    expect_number("requirements", class.requirement_count, 2);
    expect_text("format", class.format, "text");
    expect_text("note", class.note, "mended");
    /* The s of elm's and driver's is no term; head, of and the name are the title's. */
    expect_text("the stem", str_of(postings_of(world, &opened, "Zboat")), "1:4 2:4 3:4 4:4 5:4");
    expect_text("in the heading, twice as much", str_of(postings_of(world, &opened, "Zdriver")),
                "2:2 4:2");
    expect_text("title", str_of(postings_of(world, &opened, "Selm")), "3:0 4:0 5:0");
    expect_text("the text of its own", str_of(postings_of(world, &opened, "Zelm")), "3:1 4:1 5:1");
    expect_text("not in the text", str_of(postings_of(world, &opened, "Zhead")), "");
    expect_text("code", str_of(postings_of(world, &opened, "Cbirch")), "1:0 2:0");
    expect_text("no possessive", str_of(postings_of(world, &opened, "Zs")), "");
    expect_text("tokens", str_of(tokens_of(world, &opened, 2)),
                "driver 's education: the birch 's boats boating| licence number1|| a boat|| "
                "boats||");
    expect_number("revised", opened.segment.columns.classes[1].revised, 20090301);
    expect_number("established", opened.segment.columns.classes[1].established, 0);
    expect_number("probation", opened.segment.columns.classes[1].probation, 6);
    expect_text("none", str_of(requirements_text(world, &opened, 1)), "");
    expect_text("required", str_of(requirements_text(world, &opened, 2)),
                "education required 5: licence number1 by licence;");
    expect_text("required", str_of(requirements_text(world, &opened, 5)),
                "education required 5: licence number2 by licence;");
    /* 2 of the heading, each counted twice, and 9 of the text that are no possessive s. */
    expect_number("length", opened.segment.columns.sections[1].length, 13);
    expect_number("length", opened.segment.columns.sections[0].length, 9);
    close_both(&opened);
}

static void what_there_is_not_is_not_found(void **state)
{
    const struct world *world = *state;
    const char *directory = world_path(world, "one");
    struct segment_writer *writer = start(directory);
    struct opened opened;
    struct record_section section;
    struct tokens_section words;
    struct tokens_buffer buffer = {0};
    struct record_class class;
    char id[1000];
    struct err err;

    add(writer, world->arena, "birch", 2, "7");
    finish(writer);
    open_both(&opened, directory);
    memset(id, 'x', sizeof id);
    static const uint32_t none[] = {0, 3};
    for (size_t i = 0; i < COUNT_OF(none); i++)
        expect_error("section",
                     segment_read_section(&section, &words, &opened.segment, none[i], &buffer,
                                          world->arena, &err),
                     ERR_NOT_FOUND, &err, NULL);
    expect_error("class",
                 segment_read_class(&class, &opened.reader, STR("birc"), world->arena, &err),
                 ERR_NOT_FOUND, &err, "birc");
    expect_error("no id", segment_read_class(&class, &opened.reader, STR(""), world->arena, &err),
                 ERR_NOT_FOUND, &err, NULL);
    expect_error(
        "long id",
        segment_read_class(&class, &opened.reader, (struct str){id, sizeof id}, world->arena, &err),
        ERR_NOT_FOUND, &err, NULL);
    close_both(&opened);
}

static void sections_know_what_stands_above(void **state)
{
    const struct world *world = *state;
    const char *directory = world_path(world, "one");
    struct spec spec = spec_of(world->arena, "oak", 4, "1");
    struct segment_writer *writer = start(directory);
    struct opened opened;

    for (size_t i = 0; i < spec.count; i++) {
        spec.sections[i].heading = str_of(arena_printf(world->arena, "H%zu", i));
        spec.sections[i].parent = (int)i - 1;
    }
    add_at(writer, &spec, 0, "oak");
    finish(writer);
    open_both(&opened, directory);
    struct record_section record = section_at(world, &opened, 4);
    expect_number("path", record.path_count, 3);
    for (size_t i = 0; i < 3; i++)
        expect_text("outermost first", record.path[i], spec.sections[i].heading.p);
    close_both(&opened);
}

/* Six sections, of which the first and the last hold for both classes of the series. */
static struct spec series_of(struct arena *arena)
{
    static size_t first[] = {0, 1, 2, 5}, second[] = {0, 3, 4, 5};
    struct spec spec = spec_of(arena, "clerks", 6, "series");

    spec.sections[3].parent = SPEC_NO_PARENT;
    spec.sections[4].parent = 3;
    spec.sections[3].heading = STR("CLERK II");
    spec.classes = arena_zero(arena, 2, sizeof *spec.classes);
    spec.class_count = 2;
    spec.classes[0] = (struct spec_class){.title = STR("Clerk I"), .sections = first, .count = 4};
    spec.classes[1] = (struct spec_class){.title = STR("Clerk II"), .sections = second, .count = 4};
    spec.classes[0].fields[FIELD_PAY_GRADE].value = STR("4");
    spec.classes[1].fields[FIELD_PAY_GRADE].value = STR("6");
    spec.classes[1].fields[FIELD_CLASS_CODE].value = STR("C2");
    return spec;
}

static void a_series_is_as_many_classes(void **state)
{
    static const unsigned lines[] = {1, 4, 5, 6};
    const struct world *world = *state;
    const char *directory = world_path(world, "one");
    struct spec spec = series_of(world->arena);
    struct segment_writer *writer = start(directory);
    struct opened opened;

    expect_number("first", add_at(writer, &spec, 0, "clerk-i"), 1);
    expect_number("second", add_at(writer, &spec, 1, "clerk-ii"), 5);
    finish(writer);
    open_both(&opened, directory);
    for (uint32_t i = 0; i < 4; i++) {
        struct record_section section = section_at(world, &opened, 5 + i);
        expect_number("line", section.line, lines[i]);
        expect_number("ordinal", section.ordinal, i);
        expect_text("title", section.title, "Clerk II");
        expect_text("code", section.code, "C2");
    }
    expect_text("no code", section_at(world, &opened, 1).code, "");
    expect_text("path", section_at(world, &opened, 7).path[0], "CLERK II");
    struct record_class class = class_of(world, &opened, "clerk-ii");
    expect_text("title", class.title, "Clerk II");
    expect_text("grade", class.fields[FIELD_PAY_GRADE].value, "6");
    expect_number("first", class.first_docid, 5);
    expect_number("sections", class.sections, 4);
    expect_text("of the first, in a section that they share",
                str_of(requirements_text(world, &opened, 4)),
                "education required 5: licence number5 by licence;");
    expect_text("of the second", str_of(requirements_text(world, &opened, 8)),
                "education required 5: licence number5 by licence;");
    expect_text("of the second alone", str_of(requirements_text(world, &opened, 6)),
                "education required 5: licence number3 by licence;");
    /* Those of sections 3, 4 and 5 of the document. */
    expect_number("requirements", class.requirement_count, 3);
    for (size_t i = 0; i < 3; i++) {
        expect_number("within the class", class.requirements[i].section, i + 1);
        expect_number("line", class.requirements[i].line, i + 4);
    }
    close_both(&opened);
}

/* Everything a segment says of a section and its class, in one text; docids are those in the class.
 * Postings: of each word of the section, by its stem and by the title's. */
static const char *all_of(const struct world *world, struct opened *opened, uint32_t docid)
{
    const struct columns *columns = &opened->segment.columns;
    const struct columns_section *column = &columns->sections[docid - 1];
    const struct columns_class *of = &columns->classes[column->class_number];
    struct record_section section = section_at(world, opened, docid);
    struct record_class class = class_of(world, opened, section.class_id.p);
    struct buf out = {0}, encoded = {0};
    struct err err;

    class.first_docid -= of->first;
    buf_printf(&out, " %s %s %s %s %s %u of %u, %u words\n%s\n%s\n%s %zu %u %u %u %u %x %u\n",
               section.class_id.p, section.title.p, section.code.p, section.agency.p,
               section.source.p, section.ordinal, of->count, column->length, section.heading.p,
               section.text.p, section.path_count > 0 ? section.path[0].p : "", section.path_count,
               section.level, section.line, section.page, section.text_line, section.kinds.kinds[0],
               section.kinds.count);
    expect_ok("encode", record_class_encode(&encoded, &class, &err), &err);
    for (size_t i = 0; i < encoded.n; i++)
        buf_printf(&out, "%02x", (unsigned char)encoded.p[i]);
    for (enum facet f = 0; f < FACET_COUNT; f++)
        if (facet_vocabulary(f) > 0)
            buf_printf(&out, " %x", columns->profiles[column->profile].masks[f]);
        else
            buf_printf(&out, " %s", columns->dictionaries[f].values[of->values[f]].p);
    buf_printf(&out, "\n%d %d %d %s\n%s\n", of->revised, of->established, of->probation,
               requirements_text(world, opened, docid), tokens_of(world, opened, docid));
    static const char *const terms[] = {"Zthe",     "Zboat",  "Zlicenc", "Znumber0", "Znumber1",
                                        "Znumber2", "Za",     "Zdriver", "Zeduc",    "Shead",
                                        "Sof",      "Sbirch", "Zbirch",  "Cbirch",   "Selm",
                                        "Zelm",     "Celm",   "Scedar",  "Zcedar",   "Ccedar"};
    for (size_t i = 0; i < COUNT_OF(terms); i++) {
        const char *postings =
            arena_printf(world->arena, " %s", postings_of(world, opened, terms[i]));
        const char *here = strstr(postings, arena_printf(world->arena, " %u:", docid));
        buf_printf(&out, "%s:%ld ", terms[i],
                   here == NULL ? -1L : strtol(strchr(here, ':') + 1, NULL, 10));
    }
    const char *text = arena_strndup(world->arena, out.p, out.n);
    buf_free(&out);
    buf_free(&encoded);
    return text;
}

/* Two of three classes, in another order, beside one that is new. */
static void copies_are_as_what_they_are_of(void **state)
{
    static const struct {
        uint32_t copy, original;
    } same[] = {{1, 5}, {2, 6}, {3, 7}, {8, 1}, {9, 2}};
    const struct world *world = *state;
    const char *first = world_path(world, "first"), *second = world_path(world, "second");
    struct segment_writer *writer = start(first);
    struct opened from, to;
    uint32_t docid = 0;
    struct err err;

    add(writer, world->arena, "birch", 2, "7");
    add(writer, world->arena, "cedar", 2, "8");
    add(writer, world->arena, "elm", 3, "");
    finish(writer);
    open_both(&from, first);
    writer = start(second);
    expect_ok("elm", segment_writer_copy(&docid, writer, &from.reader, STR("elm"), &err), &err);
    expect_number("elm", docid, 1);
    expect_number("new", add(writer, world->arena, "zebra boats", 4, "7"), 4);
    expect_ok("birch", segment_writer_copy(&docid, writer, &from.reader, STR("birch"), &err), &err);
    expect_number("birch", docid, 8);
    expect_error("none", segment_writer_copy(&docid, writer, &from.reader, STR("fir"), &err),
                 ERR_NOT_FOUND, &err, "fir");
    expect_number("sections", segment_writer_sections(writer), 9);
    finish(writer);
    open_both(&to, second);
    for (size_t i = 0; i < COUNT_OF(same); i++) {
        const char *original = all_of(world, &from, same[i].original);
        expect_text("same", str_of(all_of(world, &to, same[i].copy)), original);
        expect_true("not empty", strstr(original, "Zboat:4 ") != NULL);
    }
    expect_true("different", strcmp(all_of(world, &to, 1), all_of(world, &to, 2)) != 0);
    close_both(&from);
    close_both(&to);
}

/* The database has an identity of its own; the other files of a copy are the same bytes. */
static void a_whole_copy_is_the_same_bytes(void **state)
{
    static const char *const files[] = {COLUMNS_FILE, TOKENS_FILE, VOCABULARY_FILE,
                                        REQUIREMENTS_FILE};
    static const char *const ids[] = {"birch", "clerk-i", "clerk-ii", "elm"};
    const struct world *world = *state;
    const char *first = world_path(world, "first"), *second = world_path(world, "second");
    struct spec series = series_of(world->arena);
    struct segment_writer *writer = start(first);
    struct opened from;
    uint32_t docid;
    struct err err;

    add(writer, world->arena, ids[0], 2, "7");
    add_at(writer, &series, 0, ids[1]);
    add_at(writer, &series, 1, ids[2]);
    add(writer, world->arena, ids[3], 5, "");
    finish(writer);
    open_both(&from, first);
    writer = start(second);
    for (size_t i = 0; i < COUNT_OF(ids); i++)
        expect_ok(ids[i], segment_writer_copy(&docid, writer, &from.reader, str_of(ids[i]), &err),
                  &err);
    finish(writer);
    for (size_t f = 0; f < COUNT_OF(files); f++) {
        struct buf original = {0}, copy = {0};
        const char *path = arena_printf(world->arena, "%s/%s", first, files[f]);
        expect_ok("read", file_read(&original, path, 1 << 24, &err), &err);
        path = arena_printf(world->arena, "%s/%s", second, files[f]);
        expect_ok("read", file_read(&copy, path, 1 << 24, &err), &err);
        expect_true(files[f], str_eq(buf_view(&original), buf_view(&copy)));
        buf_free(&original);
        buf_free(&copy);
    }
    close_both(&from);
}

/* More than are written to one Xapian database before they are joined. */
static void many_sections_are_one_segment(void **state)
{
    enum { MANY = 9, EACH = 800 };
    const struct world *world = *state;
    const char *directory = world_path(world, "one");
    struct segment_writer *writer = start(directory);
    struct opened opened;

    for (uint32_t i = 0; i < MANY; i++) {
        struct arena *arena = arena_new();
        const char *name = arena_printf(arena, "ash%u", i);
        expect_number(name, add(writer, arena, name, EACH, "1"), i * EACH + 1);
        arena_free(arena);
    }
    finish(writer);
    open_both(&opened, directory);
    expect_number("sections", opened.segment.columns.section_count, MANY * EACH);
    for (uint32_t i = 0; i < MANY; i++) {
        const char *name = arena_printf(world->arena, "ash%u", i);
        uint32_t last = (i + 1) * EACH;
        expect_number(name, class_of(world, &opened, name).first_docid, i * EACH + 1);
        expect_text(name, section_at(world, &opened, last).class_id, name);
        expect_number(name, section_at(world, &opened, last).ordinal, EACH - 1);
    }
    expect_text("across", str_of(postings_of(world, &opened, "Znumber799")),
                "800:1 1600:1 2400:1 3200:1 4000:1 4800:1 5600:1 6400:1 7200:1");
    close_both(&opened);
}

/* What does not fit is refused before anything of it is written. */
static void classes_too_large_are_refused(void **state)
{
    const struct world *world = *state;
    const char *directory = world_path(world, "one");
    struct segment_writer *writer = start(directory);
    const struct segment_class class = about("ash");
    struct opened opened;
    uint32_t docid = 77;
    struct err err;

    struct spec spec = spec_of(world->arena, "ash", SEGMENT_SECTIONS_MAX, "1");
    add(writer, world->arena, "birch", 1, "1");
    expect_error("one too many", segment_writer_add(&docid, writer, &class, &spec, 0, &err),
                 ERR_INTERNAL, &err, "65536");
    spec.classes[0].count = 0;
    expect_error("none", segment_writer_add(&docid, writer, &class, &spec, 0, &err), ERR_INTERNAL,
                 &err, NULL);
    expect_number("not set", docid, 77);
    expect_number("cedar", add(writer, world->arena, "cedar", 1, "1"), 2);
    finish(writer);
    open_both(&opened, directory);
    expect_number("sections", opened.segment.columns.section_count, 2);
    expect_number("classes", opened.segment.columns.class_count, 2);
    close_both(&opened);
}

static void a_class_that_cannot_be_kept_is_an_error(void **state)
{
    const struct world *world = *state;
    struct spec spec = spec_of(world->arena, "ash", 2, "1");
    const struct segment_class class = about("ash");
    struct segment_writer *writer = start(world_path(world, "one"));
    uint32_t docid = 0;
    struct err err;

    spec.sections[1].text = STR("no UTF-8: \xff");
    expect_error("add", segment_writer_add(&docid, writer, &class, &spec, 0, &err), ERR_FORMAT,
                 &err, NULL);
    segment_writer_free(writer);
    writer = NULL;
    const char *file = world_file(world, "file", STR(""));
    expect_true("a file", segment_writer_new(&writer, file, &err) != ERR_OK);
    expect_true("not set", writer == NULL);
    const char *one = world_path(world, "one");
    expect_error("there already", segment_writer_new(&writer, one, &err), ERR_IO, &err, "one");
    expect_true("not set", writer == NULL);
}

/* Opens a segment and reads all of it; the first error. */
static enum err_code read_whole(const struct world *world, const char *directory)
{
    struct opened opened = {0};
    struct tokens_buffer buffer = {0};
    struct record_section section;
    struct record_class class;
    struct tokens_section tokens;
    enum err_code code = segment_open(&opened.segment, directory, NULL);

    if (code == ERR_OK)
        code = segment_reader_open(&opened.reader, &opened.segment, NULL);
    for (uint32_t i = 0; code == ERR_OK && i < opened.segment.columns.section_count; i++) {
        code = segment_read_section(&section, &tokens, &opened.segment, i + 1, &buffer,
                                    world->arena, NULL);
        if (code == ERR_OK)
            code = segment_read_class(&class, &opened.reader, section.class_id, world->arena, NULL);
    }
    tokens_buffer_free(&buffer);
    close_both(&opened);
    return code;
}

static void damaged_segments_are_refused(void **state)
{
    static const char *const files[] = {"columns",      "tokens",   "vocabulary",
                                        "requirements", "sections", "records"};
    const struct world *world = *state;
    const char *names[] = {world_path(world, "one"), world_path(world, "two")};

    for (size_t i = 0; i < 2; i++) {
        struct segment_writer *writer = start(names[i]);
        add(writer, world->arena, "birch", 2 + i, "7");
        finish(writer);
        expect_number("sound", read_whole(world, names[i]), ERR_OK);
    }
    for (size_t f = 0; f < COUNT_OF(files); f++) {
        const char *path = arena_printf(world->arena, "%s/%s", names[0], files[f]);
        const char *other = arena_printf(world->arena, "%s/%s", names[1], files[f]);
        struct buf whole = {0}, foreign = {0};
        struct err err;
        expect_ok("read", file_read(&whole, path, 1 << 24, &err), &err);
        expect_ok("read", file_read(&foreign, other, 1 << 24, &err), &err);
        const struct str damaged[] = {
            {whole.p, 0}, {whole.p, whole.n / 2}, STR("no such file at all"), buf_view(&foreign)};
        for (size_t i = 0; i < COUNT_OF(damaged); i++) {
            bool fits = f == 2 && i == 3; /* more words than are needed */
            expect_ok("write", file_write(path, damaged[i], &err), &err);
            expect_true(files[f], fits || read_whole(world, names[0]) != ERR_OK);
        }
        expect_number("remove", unlink(path), 0);
        expect_number(files[f], read_whole(world, names[0]), ERR_FORMAT);
        expect_ok("write", file_write(path, buf_view(&whole), &err), &err);
        expect_number("sound", read_whole(world, names[0]), ERR_OK);
        buf_free(&whole);
        buf_free(&foreign);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(what_is_written_is_read),
        world_test(what_there_is_not_is_not_found),
        world_test(sections_know_what_stands_above),
        world_test(a_series_is_as_many_classes),
        world_test(copies_are_as_what_they_are_of),
        world_test(a_whole_copy_is_the_same_bytes),
        world_test(many_sections_are_one_segment),
        world_test(classes_too_large_are_refused),
        world_test(a_class_that_cannot_be_kept_is_an_error),
        world_test(damaged_segments_are_refused),
    };
    return cmocka_run_group_tests_name("segment", tests, NULL, NULL);
}
