#include "tests/fuzz/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "base/utf8.h"

void check_true(bool condition, const char *text, const char *file, int line)
{
    if (condition)
        return;
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, text);
    abort();
}

static unsigned check_document(const struct document *document)
{
    unsigned line = 0, page = 0;

    CHECK(document->format != NULL && document->format[0] != '\0');
    CHECK(document->note == NULL || utf8_valid(str_of(document->note)));
    CHECK(utf8_valid(document->title));
    for (size_t i = 0; i < document->count; i++) {
        const struct document_line *at = &document->lines[i];
        CHECK(utf8_valid(at->text));
        CHECK(at->text.n == 0 || memchr(at->text.p, '\n', at->text.n) == NULL);
        CHECK(at->line >= 1 && at->line >= line);
        CHECK(at->page >= page);
        CHECK(at->lead <= at->text.n && utf8_cut(at->text, at->lead) == at->lead);
        line = at->line;
        page = at->page;
    }
    CHECK(document->title.n == 0 || document->title_line <= line);
    return line;
}

static bool is_word(uint32_t c)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
           (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

/* Appends the words of a text, a blank behind each. */
static void add_words(struct buf *words, struct str text)
{
    bool open = false;
    uint32_t c;

    for (size_t i = 0, n; i < text.n; i += n) {
        n = utf8_decode(text.p + i, text.n - i, &c);
        CHECK(n > 0);
        if (is_word(c))
            buf_add(words, text.p + i, n);
        else if (open)
            buf_char(words, ' ');
        open = is_word(c);
    }
    if (open)
        buf_char(words, ' ');
}

/* Every word of the document stands, in its order, in a section's heading or text. */
static void check_words(const struct spec *spec, const struct document *document)
{
    struct buf source = {0}, read = {0};

    for (size_t i = 0; i < document->count; i++)
        add_words(&source, document->lines[i].text);
    for (size_t i = 0; i < spec->count; i++) {
        add_words(&read, spec->sections[i].heading);
        add_words(&read, spec->sections[i].text);
    }
    struct str wanted = buf_view(&source), there = buf_view(&read);
    while (wanted.n > 0) {
        struct str word = str_cut(&wanted, ' '), next = {0};
        while (there.n > 0 && !str_eq(next, word))
            next = str_cut(&there, ' ');
        if (!str_eq(next, word))
            fprintf(stderr, "lost word: %.*s\n", (int)word.n, word.p);
        CHECK(str_eq(next, word));
    }
    buf_free(&source);
    buf_free(&read);
}

static size_t count_line_ends(struct str text)
{
    size_t ends = 0;

    for (size_t i = 0; i < text.n; i++)
        ends += text.p[i] == '\n';
    return ends;
}

static void check_sections(const struct spec *spec, unsigned last_line)
{
    unsigned line = 0;

    CHECK(spec->count >= 1);
    for (size_t i = 0; i < spec->count; i++) {
        const struct spec_section *section = &spec->sections[i];
        CHECK(utf8_valid(section->heading) && utf8_valid(section->text));
        CHECK(section->kinds.count >= 1);
        CHECK(section->line >= line && section->line <= last_line);
        CHECK(section->text.n == 0 || section->text_line >= section->line);
        CHECK(section->text_line + count_line_ends(section->text) <= last_line);
        CHECK(section->parent == SPEC_NO_PARENT ||
              (section->parent >= 0 && (size_t)section->parent < i));
        CHECK(section->parent == SPEC_NO_PARENT ||
              spec->sections[section->parent].level < section->level);
        line = section->line;
    }
}

/* What belongs to no class would be in no index. */
static void check_classes(const struct spec *spec, unsigned last_line)
{
    bool *owned = mem_zero(spec->count, sizeof *owned);

    CHECK(spec->class_count >= 1);
    for (size_t i = 0; i < spec->class_count; i++) {
        const struct spec_class *class = &spec->classes[i];
        CHECK(class->title.n > 0 && utf8_valid(class->title));
        CHECK(class->title_line <= last_line);
        for (size_t k = 0; k < class->count; k++) {
            CHECK(class->sections[k] < spec->count);
            CHECK(k == 0 || class->sections[k] > class->sections[k - 1]);
            owned[class->sections[k]] = true;
        }
        for (size_t f = 0; f < FIELD_COUNT; f++) {
            CHECK(utf8_valid(class->fields[f].value));
            CHECK(class->fields[f].line <= last_line);
        }
    }
    for (size_t i = 0; i < spec->count; i++)
        CHECK(owned[i]);
    free(owned);
}

void check_requirements(const struct spec *spec, unsigned last_line)
{
    for (size_t i = 0; i < spec->requirement_count; i++) {
        const struct requirement *requirement = &spec->requirements[i];
        CHECK(requirement->section < spec->count);
        const struct spec_section *section = &spec->sections[requirement->section];
        CHECK(requirement->line >= section->line && requirement->line <= last_line);
        CHECK(i == 0 || requirement->section >= requirement[-1].section);
        CHECK(requirement->sentence.n > 0 && utf8_valid(requirement->sentence));
        CHECK(requirement->start < requirement->end && requirement->end <= section->text.n);
        CHECK(section->text.p[requirement->start] == requirement->sentence.p[0]);
        CHECK(section->text.p[requirement->end - 1] ==
              requirement->sentence.p[requirement->sentence.n - 1]);
        CHECK(requirement->phrase.n > 0 && utf8_valid(requirement->phrase));
        CHECK(memchr(requirement->sentence.p, '\n', requirement->sentence.n) == NULL);
        CHECK(requirement->type < REQUIREMENT_TYPE_COUNT);
        CHECK(requirement->modality < MODALITY_COUNT);
        CHECK(requirement->level < EDUCATION_COUNT);
        CHECK(requirement->months <= requirement->months_max);
    }
}

static const struct spec_reader *vocabulary(void)
{
    static struct spec_reader reader;

    if (reader.aliases == NULL)
        CHECK(spec_reader_open(&reader, NULL, NULL) == ERR_OK);
    return &reader;
}

void check_bytes(check_reader reader, struct str bytes)
{
    struct arena *arena = arena_new();
    struct document document = {0};
    struct spec spec;
    struct err err = {0};
    enum err_code code = reader(&document, bytes, arena, &err);

    if (code == ERR_OK) {
        unsigned last_line = check_document(&document);
        spec_read(&spec, vocabulary(), &document, STR("clerk.txt"), arena);
        check_words(&spec, &document);
        check_sections(&spec, last_line);
        check_classes(&spec, last_line);
        check_requirements(&spec, last_line);
    } else {
        CHECK(err.code == code && err.text[0] != '\0' && utf8_valid(str_of(err.text)));
    }
    arena_free(arena);
}
