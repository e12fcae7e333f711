#include "search/lexicon.h"

#include <stdlib.h>

#include "base/embed.h"
#include "base/mem.h"
#include "search/token.h"

EMBED(lexicon_table, "lib/search/lexicon.tsv");

struct lexicon {
    struct arena *arena;
    struct lexicon_group *groups;
    size_t group_count, group_capacity;
    struct str *ordinary;
    size_t ordinary_count, ordinary_capacity;
    size_t longest;
};

static enum err_code read_form(struct lexicon_form *form, struct lexicon *lexicon, struct str text,
                               struct stemmer *stemmer, struct err *err)
{
    struct arena *arena = lexicon->arena;
    struct str *words = arena_zero(arena, text.n, sizeof *words);
    struct str *stems = arena_zero(arena, text.n, sizeof *stems);
    struct tokenizer tokens;
    struct buf stem = {0};
    enum err_code code = ERR_OK;

    *form = (struct lexicon_form){.text = text, .words = words, .stems = stems};
    tokenizer_start(&tokens, text);
    while (code == ERR_OK && tokenizer_next(&tokens)) {
        code = stemmer_stem(&stem, stemmer, buf_view(&tokens.word), err);
        words[form->count] =
            (struct str){arena_strndup(arena, tokens.word.p, tokens.word.n), tokens.word.n};
        stems[form->count++] =
            (struct str){arena_strndup(arena, buf_view(&stem).p, stem.n), stem.n};
    }
    tokenizer_free(&tokens);
    buf_free(&stem);
    if (form->count > lexicon->longest)
        lexicon->longest = form->count;
    return code;
}

static enum err_code read_group(struct lexicon *lexicon, struct str row, struct stemmer *stemmer,
                                struct err *err)
{
    struct lexicon_form *forms = NULL;
    size_t count = 0, capacity = 0;
    enum err_code code = ERR_OK;

    while (code == ERR_OK && row.n > 0) {
        struct str text = str_trim(str_cut(&row, ','));
        forms = arena_grow(lexicon->arena, forms, count, &capacity, sizeof *forms);
        code = read_form(&forms[count++], lexicon, text, stemmer, err);
    }
    lexicon->groups = arena_grow(lexicon->arena, lexicon->groups, lexicon->group_count,
                                 &lexicon->group_capacity, sizeof *lexicon->groups);
    lexicon->groups[lexicon->group_count++] = (struct lexicon_group){forms, count};
    return code;
}

static void read_ordinary(struct lexicon *lexicon, struct str row)
{
    while (row.n > 0) {
        struct str word = str_trim(str_cut(&row, ','));
        lexicon->ordinary = arena_grow(lexicon->arena, lexicon->ordinary, lexicon->ordinary_count,
                                       &lexicon->ordinary_capacity, sizeof *lexicon->ordinary);
        lexicon->ordinary[lexicon->ordinary_count++] = word;
    }
}

enum err_code lexicon_new(struct lexicon **out, struct stemmer *stemmer, struct err *err)
{
    struct lexicon *lexicon = mem_zero(1, sizeof *lexicon);
    struct str rest = {lexicon_table_data, lexicon_table_size()};
    enum err_code code = ERR_OK;

    lexicon->arena = arena_new();
    while (code == ERR_OK && rest.n > 0) {
        struct str line = str_cut(&rest, '\n'), row = str_cut(&line, '\t');
        if (row.n == 0 || row.p[0] == '#')
            continue;
        if (row.p[0] == '=')
            read_ordinary(lexicon, str_from(row, 1));
        else
            code = read_group(lexicon, row, stemmer, err);
    }
    if (code == ERR_OK)
        *out = lexicon;
    else
        lexicon_free(lexicon);
    return code;
}

void lexicon_free(struct lexicon *lexicon)
{
    if (lexicon != NULL)
        arena_free(lexicon->arena);
    free(lexicon);
}

enum err_code lexicon_look(struct lexicon *lexicon,
                           enum err_code (*knows)(bool *known, struct str stem, void *data,
                                                  struct err *err),
                           void *data, struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < lexicon->group_count; i++) {
        const struct lexicon_group *group = &lexicon->groups[i];
        for (struct lexicon_form *form = group->forms; form < group->forms + group->count; form++)
            for (size_t k = 0; code == ERR_OK && k < form->count && !form->absent; k++) {
                bool known = false;
                code = knows(&known, form->stems[k], data, err);
                form->absent = !known;
            }
    }
    return code;
}

static bool has_stems(const struct lexicon_form *form, const struct str *stems, size_t count)
{
    if (form->count != count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!str_eq(form->stems[i], stems[i]))
            return false;
    return true;
}

const struct lexicon_group *lexicon_find(const struct lexicon *lexicon, const struct str *stems,
                                         size_t count)
{
    for (size_t i = 0; i < lexicon->group_count; i++) {
        const struct lexicon_group *group = &lexicon->groups[i];
        for (size_t k = 0; k < group->count; k++)
            if (has_stems(&group->forms[k], stems, count))
                return group;
    }
    return NULL;
}

size_t lexicon_longest(const struct lexicon *lexicon)
{
    return lexicon->longest;
}

bool lexicon_is_ordinary(const struct lexicon *lexicon, struct str word)
{
    for (size_t i = 0; i < lexicon->ordinary_count; i++)
        if (str_eq(lexicon->ordinary[i], word))
            return true;
    return false;
}
