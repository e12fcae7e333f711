/* The bytes are the text of one section; the first says of which kind. */
#include "base/utf8.h"
#include "spec/kind.h"
#include "spec/phrase.h"
#include "tests/fuzz/check.h"

static unsigned count_lines(struct str text)
{
    unsigned lines = 1;

    for (size_t i = 0; i < text.n; i++)
        lines += text.p[i] == '\n';
    return lines;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = str_from((struct str){(const char *)data, size}, 1);

    if (size < 2 || !utf8_valid(text))
        return -1;
    struct arena *arena = arena_new();
    struct spec_section section = {.heading = STR("Qualifications"),
                                   .level = 1,
                                   .parent = SPEC_NO_PARENT,
                                   .line = 1,
                                   .text = text,
                                   .text_line = 1};
    kind_set_add(&section.kinds, (enum spec_kind)(data[0] % KIND_COUNT));
    struct spec spec = {.sections = &section, .count = 1};
    struct phrase_table *phrases = phrase_table_new();
    requirements_read(&spec, phrases, arena);
    check_requirements(&spec, count_lines(text));
    phrase_table_free(phrases);
    arena_free(arena);
    return 0;
}
