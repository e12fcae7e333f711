#include "search/suggest_phrases.h"

#include <ctype.h>

#include "search/collocations.h"
#include "search/deadline.h"
#include "search/postings.h"
#include "search/suggest_words.h"
#include "search/terms.h"
#include "search/token.h"

enum {
    PREFIX_MIN = 2,       /* letters, if nothing else is typed */
    STEMS_MOST = 8,       /* that a prefix stands for */
    SECTIONS_MOST = 2048, /* that are read: some milliseconds */
    CHECK_EVERY = 64      /* sections, for the deadline */
};

/* The words typed last, with nothing between them that means more than a blank. */
struct run {
    struct str words[COLLOCATIONS_TOKENS_MOST]; /* of a possessive s "s" */
    size_t starts[COLLOCATIONS_TOKENS_MOST];    /* their bytes in what was typed */
    bool possessive[COLLOCATIONS_TOKENS_MOST];
    size_t count;
    bool ended; /* the last word */
};

static bool joins(struct str between)
{
    for (size_t i = 0; i < between.n; i++)
        if (!isspace((unsigned char)between.p[i]))
            return between.n == 1 && between.p[0] == '-';
    return true;
}

static void forget_first(struct run *run)
{
    run->count--;
    memmove(run->words, run->words + 1, run->count * sizeof *run->words);
    memmove(run->starts, run->starts + 1, run->count * sizeof *run->starts);
    memmove(run->possessive, run->possessive + 1, run->count * sizeof *run->possessive);
}

static void read_run(struct run *run, struct str typed, struct arena *arena)
{
    static const char *const operators[] = {"AND", "OR", "NOT", "NEAR"};
    struct tokenizer tokens;
    size_t end = 0;

    *run = (struct run){.count = 0};
    tokenizer_start(&tokens, typed);
    while (tokenizer_next(&tokens)) {
        struct str word = buf_view(&tokens.word), between = {typed.p + end, tokens.start - end};
        struct str written = {typed.p + tokens.start, tokens.end - tokens.start};
        end = tokens.end;
        if (!tokens.possessive && !joins(between))
            run->count = 0;
        if (STR_AMONG(written, operators)) {
            run->count = 0;
            continue;
        }
        if (run->count == COLLOCATIONS_TOKENS_MOST)
            forget_first(run);
        run->possessive[run->count] = tokens.possessive;
        run->starts[run->count] = tokens.start;
        run->words[run->count++] = (struct str){arena_strndup(arena, word.p, word.n), word.n};
    }
    tokenizer_free(&tokens);
    struct str behind = str_from(typed, end);
    run->ended = behind.n > 0 || (run->count > 0 && run->possessive[run->count - 1]);
    if (str_trim(behind).n > 0)
        run->count = 0;
}

struct finding {
    struct index_worker *worker;
    uint64_t deadline_ms;
    struct arena *arena;
    struct collocations_sought sought;
    struct collocations *found;
    struct str stems[STEMS_MOST]; /* whose sections are read */
    size_t stem_count;
    uint32_t step, seen;      /* one section of `step` is read */
    struct postings postings; /* to read with */
};

static enum err_code make_stem(struct str *stem, struct finding *finding, struct str word,
                               struct err *err)
{
    struct buf made = {0};
    enum err_code code = stemmer_stem(&made, finding->worker->stemmer, word, err);

    *stem = (struct str){arena_strndup(finding->arena, buf_view(&made).p, made.n), made.n};
    buf_free(&made);
    return code;
}

/* The stem of the rarest word that is typed to its end. */
static enum err_code take_rarest(struct finding *finding, struct terms *terms, struct err *err)
{
    uint32_t least = UINT32_MAX;
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < finding->sought.count; i++) {
        struct str stem;
        size_t number = 0;
        if (finding->sought.possessive[i])
            continue;
        code = make_stem(&stem, finding, finding->sought.words[i], err);
        if (code == ERR_OK)
            code = terms_need(&number, terms, SCHEMA_STEM, stem, 0, err);
        if (code == ERR_OK && terms_frequency(terms, number) < least) {
            least = terms_frequency(terms, number);
            finding->stems[0] = stem;
            finding->stem_count = 1;
        }
    }
    return code;
}

/* The stems of the words that are most likely to be meant by the prefix, it among them. */
static enum err_code take_words(struct finding *finding, struct err *err)
{
    struct suggest_word words[STEMS_MOST - 1];
    size_t count = 0;
    enum err_code code = make_stem(&finding->stems[0], finding, finding->sought.prefix, err);

    finding->stem_count = 1;
    if (code == ERR_OK)
        code = suggest_words(words, &count, STEMS_MOST - 1, finding->worker, finding->sought.prefix,
                             true, finding->deadline_ms, err);
    for (size_t i = 0; code == ERR_OK && i < count; i++)
        if (!str_eq(words[i].stem, finding->stems[0]))
            finding->stems[finding->stem_count++] = words[i].stem;
    return code;
}

static enum err_code choose_stems(struct finding *finding, struct err *err)
{
    struct terms *terms = terms_new(finding->worker, finding->deadline_ms);
    uint64_t sections = 0;
    enum err_code code =
        finding->sought.count > 0 ? take_rarest(finding, terms, err) : take_words(finding, err);

    for (size_t i = 0; code == ERR_OK && i < finding->stem_count; i++) {
        size_t number = 0;
        code = terms_need(&number, terms, SCHEMA_STEM, finding->stems[i], 0, err);
        if (code == ERR_OK)
            sections += terms_frequency(terms, number);
    }
    finding->step = 1 + (uint32_t)(sections / SECTIONS_MOST);
    terms_free(terms);
    return code;
}

/* Reading sections. */

static enum err_code read_section(struct finding *finding, const struct index_segment *there,
                                  uint32_t section, struct err *err)
{
    const struct columns *columns = &there->segment.columns;
    uint32_t class_number = columns->sections[section].class_number;
    struct tokens_section words;
    enum err_code code =
        tokens_read(&words, &finding->worker->tokens, there->segment.tokens, section, true, err);

    if (code == ERR_OK)
        collocations_read(finding->found, &words,
                          there->base + columns->classes[class_number].first + 1);
    return code;
}

/* The sections of a segment that have one of the stems. */
static enum err_code find_sections(struct bitmap *sections, struct finding *finding, size_t segment,
                                   struct err *err)
{
    struct buf term = {0};
    enum err_code code = ERR_OK;

    bitmap_clear(sections);
    for (size_t i = 0; code == ERR_OK && i < finding->stem_count; i++) {
        term.n = 0;
        schema_term(&term, SCHEMA_STEM, finding->stems[i]);
        code = postings_read(&finding->postings, finding->worker, segment, buf_view(&term),
                             finding->deadline_ms, err);
        if (code == ERR_OK)
            postings_add_to(sections, &finding->postings);
    }
    buf_free(&term);
    return code;
}

static enum err_code read_segment(struct finding *finding, size_t segment, struct err *err)
{
    const struct index_segment *there = &index_segments(finding->worker->index)[segment];
    struct bitmap sections;

    if (!collocations_open_segment(finding->found, there->segment.vocabulary))
        return ERR_OK;
    enum err_code code = find_sections(&sections, finding, segment, err);
    for (uint32_t i = code == ERR_OK ? bitmap_next(&sections, 0) : SEGMENT_SECTIONS_MAX;
         code == ERR_OK && i < SEGMENT_SECTIONS_MAX; i = bitmap_next(&sections, i + 1)) {
        if (finding->seen++ % finding->step != 0)
            continue;
        if (finding->seen / finding->step % CHECK_EVERY == 0)
            code = deadline_check(finding->deadline_ms, err);
        if (code == ERR_OK)
            code = read_section(finding, there, i, err);
    }
    return code;
}

/* Can a phrase begin with the word of the run? */
static bool may_begin(const struct run *run, size_t first)
{
    struct str word = run->words[first];

    if (first + 1 == run->count && !run->ended)
        return word.n >= PREFIX_MIN;
    return !run->possessive[first] && collocations_may_begin(word);
}

/* The phrases that go on with the words of the run from `first` on. */
static enum err_code find_from(struct suggest_phrase *phrases, size_t *count, size_t most,
                               struct finding *finding, const struct run *run, size_t first,
                               struct err *err)
{
    struct str *texts = arena_zero(finding->arena, most, sizeof *texts);

    finding->sought = (struct collocations_sought){
        .words = run->words + first,
        .possessive = run->possessive + first,
        .count = run->count - first - (run->ended ? 0 : 1),
        .prefix = run->ended ? STR("") : run->words[run->count - 1],
    };
    finding->seen = 0;
    finding->stem_count = 0;
    finding->found = collocations_new(&finding->sought, finding->arena);
    enum err_code code = choose_stems(finding, err);
    for (size_t s = 0; code == ERR_OK && s < index_segment_count(finding->worker->index); s++)
        code = read_segment(finding, s, err);
    if (code == ERR_OK)
        *count = collocations_choose(texts, most, finding->found,
                                     index_acronyms(finding->worker->index));
    for (size_t i = 0; i < *count; i++)
        phrases[i] = (struct suggest_phrase){texts[i], run->starts[first]};
    collocations_free(finding->found);
    return code;
}

/* Of an open quotation only all its words can be gone on with. */
static bool may_replace(struct str typed, size_t start, bool *quoted)
{
    size_t marks = 0;

    for (size_t i = 0; i < start; i++)
        marks += typed.p[i] == '"';
    *quoted = marks % 2 != 0;
    return !*quoted || typed.p[start - 1] == '"';
}

enum err_code suggest_phrases(struct suggest_phrase *phrases, size_t *count, size_t most,
                              struct index_worker *worker, struct str typed, uint64_t deadline_ms,
                              struct arena *arena, struct err *err)
{
    struct finding finding = {.worker = worker, .deadline_ms = deadline_ms, .arena = arena};
    enum err_code code = ERR_OK;
    struct run run;

    *count = 0;
    read_run(&run, typed, arena);
    for (size_t first = 0; code == ERR_OK && *count == 0 && first < run.count; first++) {
        bool quoted;
        if (!may_begin(&run, first) || !may_replace(typed, run.starts[first], &quoted))
            continue;
        code = find_from(phrases, count, most, &finding, &run, first, err);
        for (size_t i = 0; i < *count; i++)
            phrases[i].start -= quoted;
    }
    postings_free(&finding.postings);
    return code;
}
