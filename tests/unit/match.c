/* lib/search/match: which sections match and what they score, over indexes of several segments with
 * dead classes, against a model that looks at every live section. */

#include "support.h"

#include <math.h>

#include "search/generation.h"
#include "search/manifest.h"
#include "search/match.h"
#include "search/segment_writer.h"
#include "search/sha256.h"
#include "search/token.h"

static struct stemmer *stemmer;

static int make_stemmer(void **state)
{
    (void)state;
    return stemmer_new(&stemmer, NULL) == ERR_OK ? 0 : -1;
}

static int free_stemmer(void **state)
{
    (void)state;
    stemmer_free(stemmer);
    return 0;
}

/* A class as a test writes it. Sentences are parted by blank lines alone. */
enum { CLASS_SECTIONS = 4, CLASSES_MAX = 40, SEGMENTS = 3 };

struct sample_section {
    const char *heading, *text;
    enum spec_kind kind;
};

struct sample_class {
    const char *id, *agency, *title, *code;
    struct sample_section sections[CLASS_SECTIONS];
    size_t count;
    bool dead;
    size_t segment;
    uint32_t first_docid; /* in the segment; set when it is written */
};

static void write_class(struct segment_writer *writer, struct sample_class *class)
{
    size_t numbers[CLASS_SECTIONS] = {0, 1, 2, 3};
    struct spec_section sections[CLASS_SECTIONS];
    struct spec_class of = {
        .title = str_of(class->title), .sections = numbers, .count = class->count};
    struct spec spec = {.title = of.title,
                        .sections = sections,
                        .count = class->count,
                        .classes = &of,
                        .class_count = 1};
    const struct segment_class about = {.id = str_of(class->id),
                                        .agency = str_of(class->agency),
                                        .source = STR("x"),
                                        .format = STR("text"),
                                        .sha256 = STR("00"),
                                        .note = STR("")};
    struct err err;

    of.fields[FIELD_CLASS_CODE].value = str_of(class->code);
    for (size_t i = 0; i < class->count; i++) {
        sections[i] = (struct spec_section){.parent = SPEC_NO_PARENT,
                                            .heading = str_of(class->sections[i].heading),
                                            .text = str_of(class->sections[i].text)};
        kind_set_add(&sections[i].kinds, class->sections[i].kind);
    }
    expect_ok("add", segment_writer_add(&class->first_docid, writer, &about, &spec, 0, &err), &err);
}

static void write_segment(struct manifest_segment *listed, const char *index, const char *work,
                          size_t segment, struct sample_class *classes, size_t count,
                          struct arena *arena)
{
    struct segment_writer *writer = NULL;
    struct err err;

    listed->name = arena_printf(arena, "000001-%zu", segment);
    char *directory = generation_segment_path(index, work, listed->name);
    expect_ok("writer", segment_writer_new(&writer, directory, &err), &err);
    for (size_t i = 0; i < count; i++)
        if (classes[i].segment == segment)
            write_class(writer, &classes[i]);
    listed->sections = segment_writer_sections(writer);
    expect_ok("finish", segment_writer_finish(writer, &err), &err);
    segment_writer_free(writer);
    for (enum manifest_file f = 0; f < MANIFEST_FILE_COUNT; f++) {
        const char *path = arena_printf(arena, "%s/%s", directory, manifest_file_name(f));
        char *hash = arena_zero(arena, SHA256_HEX, 1);
        expect_ok("hash", sha256_file(hash, path, &err), &err);
        listed->sha256[f] = hash;
    }
    free(directory);
}

static void write_manifest(const char *index, const char *work, const char *name,
                           struct manifest_segment segments[SEGMENTS],
                           const struct sample_class *classes, size_t count, struct arena *arena)
{
    char fingerprint[STEMMER_FINGERPRINT];
    struct manifest_source sources[CLASSES_MAX];
    struct manifest_class live[CLASSES_MAX];
    struct manifest manifest = {.schema = SCHEMA_VERSION,
                                .stemmer = fingerprint,
                                .reader = "00",
                                .generation = name,
                                .parent = "",
                                .built_at = "2024-02-29T12:00:00Z",
                                .segments = segments,
                                .segment_count = SEGMENTS,
                                .sources = sources};
    struct err err;

    expect_ok("fingerprint", stemmer_fingerprint(fingerprint, stemmer, &err), &err);
    for (size_t i = 0; i < count; i++) {
        if (classes[i].dead)
            continue;
        live[manifest.count] = (struct manifest_class){.id = classes[i].id,
                                                       .base = classes[i].id,
                                                       .segment = (uint32_t)classes[i].segment,
                                                       .first_docid = classes[i].first_docid,
                                                       .sections = (uint32_t)classes[i].count};
        sources[manifest.count] = (struct manifest_source){.path = arena_printf(arena, "/%02zu", i),
                                                           .shown = "x",
                                                           .sha256 = "00",
                                                           .state = MANIFEST_INDEXED,
                                                           .reason = "",
                                                           .note = "",
                                                           .agency = classes[i].agency,
                                                           .house_sha256 = "",
                                                           .classes = &live[manifest.count],
                                                           .class_count = 1};
        manifest.count++;
        manifest.sections += (uint32_t)classes[i].count;
    }
    manifest.classes = (uint32_t)manifest.count;
    char *path = generation_path(index, work, MANIFEST_FILE);
    expect_ok("manifest", manifest_save(&manifest, path, &err), &err);
    free(path);
}

/* Each segment has a class at least. */
static struct index *build(const struct world *world, const char *name,
                           struct sample_class *classes, size_t count)
{
    const char *path = world_path(world, name);
    char work[GENERATION_NAME];
    struct manifest_segment segments[SEGMENTS] = {{0}};
    struct index *index = NULL;
    struct err err;
    int lock = -1;

    expect_ok("lock", generation_lock(&lock, path, &err), &err);
    expect_ok("begin", generation_begin(work, path, &err), &err);
    for (size_t s = 0; s < SEGMENTS; s++)
        write_segment(&segments[s], path, work, s, classes, count, world->arena);
    write_manifest(path, work, "000001", segments, classes, count, world->arena);
    expect_ok("publish", generation_publish(path, work, "000001", &err), &err);
    generation_unlock(lock);
    expect_ok("open", index_open(&index, path, &err), &err);
    return index;
}

/* The model: the live sections with their words. */

enum { WORDS = 60, SECTIONS_MAX = CLASSES_MAX * CLASS_SECTIONS };

struct words {
    struct {
        struct str text, stem; /* of a possessive s: no stem */
        size_t part;           /* heading 0, then the sentences of the text */
    } items[WORDS];
    size_t count, heading_count;
};

struct model {
    struct {
        const struct sample_class *class;
        const struct sample_section *section;
        struct words words, title;
        size_t ordinal, length;
    } sections[SECTIONS_MAX];
    size_t count;
    double mean_length;
};

static void add_words(struct words *words, const char *text, size_t part, struct arena *arena)
{
    struct tokenizer tokens;
    struct buf stem = {0};
    size_t at = 0;
    struct err err;

    tokenizer_start(&tokens, str_of(text));
    while (tokenizer_next(&tokens)) {
        assert_true(words->count < WORDS);
        for (; at < tokens.start; at++)
            part += text[at] == '\n' && text[at + 1] == '\n';
        stem.n = 0;
        if (!tokens.possessive)
            expect_ok("stem", stemmer_stem(&stem, stemmer, buf_view(&tokens.word), &err), &err);
        words->items[words->count].text =
            str_of(arena_strndup(arena, tokens.word.p, tokens.word.n));
        words->items[words->count].stem = str_of(arena_strndup(arena, buf_view(&stem).p, stem.n));
        words->items[words->count++].part = part;
    }
    tokenizer_free(&tokens);
    buf_free(&stem);
}

static size_t count_stem(const struct words *words, struct str stem)
{
    size_t count = 0;

    for (size_t i = 0; i < words->count; i++)
        count += words->items[i].stem.n > 0 && str_eq(words->items[i].stem, stem);
    return count;
}

static size_t length_of(const struct words *words)
{
    size_t length = 0;

    for (size_t i = 0; i < words->count; i++)
        length += words->items[i].stem.n > 0;
    return length;
}

static struct model *model_of(const struct sample_class *classes, size_t count, struct arena *arena)
{
    struct model *model = arena_zero(arena, 1, sizeof *model);
    size_t length = 0;

    for (size_t c = 0; c < count; c++) {
        for (size_t i = 0; i < classes[c].count && !classes[c].dead; i++) {
            const struct sample_section *section = &classes[c].sections[i];
            size_t at = model->count++;
            struct words *words = &model->sections[at].words, *title = &model->sections[at].title;
            model->sections[at].class = &classes[c];
            model->sections[at].section = section;
            model->sections[at].ordinal = i;
            add_words(title, classes[c].title, 0, arena);
            add_words(words, section->heading, 0, arena);
            words->heading_count = words->count;
            add_words(words, section->text, 1, arena);
            model->sections[at].length = length_of(words) + length_of(title);
            length += model->sections[at].length;
        }
    }
    model->mean_length = (double)length / (double)model->count;
    return model;
}

static bool is_leaf(const struct query_node *node)
{
    return node->type == QUERY_WORD || node->type == QUERY_PHRASE || node->type == QUERY_PREFIX;
}

/* Does a leaf, or one of several, begin with word i? */
static bool leaf_at(const struct query_node *leaf, const struct words *words, size_t i)
{
    for (size_t k = 0; k < leaf->child_count; k++)
        if (leaf_at(leaf->children[k], words, i))
            return true;
    if (leaf->type == QUERY_OR)
        return false;
    if (leaf->type == QUERY_WORD)
        return str_eq(words->items[i].stem, leaf->stems[0]);
    if (leaf->type == QUERY_PREFIX)
        return str_starts(words->items[i].text, leaf->words[0]);
    for (size_t k = 0; k < leaf->word_count; k++)
        if (i + k >= words->count || !str_eq(words->items[i + k].text, leaf->words[k]) ||
            (i < words->heading_count) != (i + k < words->heading_count))
            return false;
    return true;
}

/* Proximities are of single words here (is_plain); span.c has the others. */
static bool near_stands(const struct query_node *near, const struct words *words)
{
    for (size_t i = 0; i < words->count; i++)
        for (size_t k = 0; k < words->count; k++) {
            size_t apart = i > k ? i - k : k - i;
            bool same = near->unit == QUERY_WORDS
                            ? apart <= (size_t)near->distance &&
                                  (i < words->heading_count) == (k < words->heading_count)
                            : words->items[i].part == words->items[k].part;
            if (i != k && same && leaf_at(near->children[0], words, i) &&
                leaf_at(near->children[1], words, k))
                return true;
        }
    return false;
}

static bool stands(const struct query_node *node, const struct words *words)
{
    if (node->type == QUERY_NEAR)
        return near_stands(node, words);
    for (size_t i = 0; i < words->count; i++)
        if (leaf_at(node, words, i))
            return true;
    return false;
}

/* Does any leaf or proximity outside of NOT stand in the section itself? */
static bool any_stands(const struct query_node *node, const struct words *words)
{
    if (is_leaf(node) || node->type == QUERY_NEAR)
        return stands(node, words);
    for (size_t i = 0; node->type != QUERY_NOT && i < node->child_count; i++)
        if (any_stands(node->children[i], words))
            return true;
    return false;
}

static bool title_has(const struct model *model, size_t at, const struct query_node *node)
{
    for (size_t i = 0; i < node->word_count; i++)
        if (count_stem(&model->sections[at].title, node->stems[i]) == 0)
            return false;
    return true;
}

static bool found(const struct model *model, size_t at, const struct query_node *node)
{
    const struct sample_class *class = model->sections[at].class;

    switch (node->type) {
    case QUERY_AND:
        for (size_t i = 0; i < node->child_count; i++)
            if (!found(model, at, node->children[i]))
                return false;
        return true;
    case QUERY_OR:
        for (size_t i = 0; i < node->child_count; i++)
            if (found(model, at, node->children[i]))
                return true;
        return false;
    case QUERY_NOT:
        return !found(model, at, node->children[0]);
    case QUERY_KIND:
        return model->sections[at].section->kind == node->kind &&
               found(model, at, node->children[0]);
    case QUERY_TITLE:
        return title_has(model, at, node);
    case QUERY_AGENCY:
        return str_eq_nocase(node->value, str_of(class->agency));
    case QUERY_CODE:
        return str_eq_nocase(node->value, str_of(class->code));
    case QUERY_WORD:
        return stands(node, &model->sections[at].words) || title_has(model, at, node);
    case QUERY_PHRASE:
    case QUERY_PREFIX:
    case QUERY_NEAR:
        return stands(node, &model->sections[at].words);
    }
    return false;
}

/* Relaxed: one of the parts of the query will do; scopes, fields and NOT hold all the same. */
static bool found_relaxed(const struct model *model, size_t at, const struct query_node *root)
{
    bool some = false;

    for (size_t i = 0; i < root->child_count; i++) {
        const struct query_node *child = root->children[i];
        bool part = is_leaf(child) || child->type == QUERY_NEAR || child->type == QUERY_OR ||
                    child->type == QUERY_KIND;
        if (child->type == QUERY_KIND && model->sections[at].section->kind != child->kind)
            return false;
        if (part)
            some = some || found(model, at, child);
        else if (!found(model, at, child))
            return false;
    }
    return some;
}

static bool matches(const struct model *model, size_t at, const struct query_node *root, bool any)
{
    return (any ? found_relaxed(model, at, root) : found(model, at, root)) &&
           (query_leaf_count(root) == 0 || any_stands(root, &model->sections[at].words));
}

/* Okapi BM25 of a stem in the sections, or in their titles. */
static double score_stem(const struct model *model, size_t at, struct str stem, bool title)
{
    double sections = (double)model->count, having = 0, count = 0;

    for (size_t i = 0; i < model->count; i++) {
        size_t n = count_stem(title ? &model->sections[i].title : &model->sections[i].words, stem);
        having += n > 0;
        if (i == at)
            count = (double)n;
    }
    double odds = (sections - having + 0.5) / (having + 0.5);
    double length = (double)model->sections[at].length / model->mean_length;
    if (odds < 2)
        odds = 1 + odds / 2;
    if (length < 0.5)
        length = 0.5;
    return log(odds) * 2 * count / (count + 0.5 + 0.5 * length);
}

/* The stems of all words that begin with a prefix, each once. */
static double score_prefix(const struct model *model, size_t at, struct str prefix)
{
    struct str seen[100];
    size_t count = 0;
    double score = 0;

    for (size_t s = 0; s < model->count; s++) {
        const struct words *words = &model->sections[s].words;
        for (size_t i = 0; i < words->count; i++) {
            bool known = !str_starts(words->items[i].text, prefix);
            for (size_t k = 0; k < count; k++)
                known = known || str_eq(seen[k], words->items[i].stem);
            if (known)
                continue;
            assert_true(count < COUNT_OF(seen));
            seen[count++] = words->items[i].stem;
            score += score_stem(model, at, words->items[i].stem, false);
        }
    }
    return score;
}

static double score_of(const struct model *model, size_t at, const struct query_node *root)
{
    const struct query_node *leaves[QUERY_PARTS_MAX];
    double score = 0;

    query_leaves(leaves, root);
    for (size_t i = 0; i < query_leaf_count(root); i++) {
        const struct query_node *leaf = leaves[i];
        if (leaf->type == QUERY_PREFIX)
            score += score_prefix(model, at, leaf->words[0]);
        else
            for (size_t k = 0; k < leaf->word_count; k++)
                if (leaf->stems[k].n > 0)
                    score += score_stem(model, at, leaf->stems[k], false);
        if (leaf->type == QUERY_WORD)
            score += score_stem(model, at, leaf->stems[0], true);
    }
    return score;
}

static const struct query_node *parse(const char *query, struct arena *arena)
{
    struct query_node *root = NULL;
    struct err err;

    expect_ok(query, query_parse(&root, str_of(query), stemmer, arena, &err), &err);
    return root;
}

/* How many sections match. */
static size_t expect_model(const char *query, const struct query_node *root, bool any,
                           const struct model *model, struct index_worker *worker,
                           struct arena *arena)
{
    struct bitmap *set = arena_zero(arena, SEGMENTS, sizeof *set);
    struct match *match = NULL;
    size_t count = 0, bits = 0;
    struct err err;

    expect_ok(query, match_new(&match, worker, root, 0, arena, &err), &err);
    for (size_t s = 0; s < SEGMENTS; s++) {
        expect_ok(query, match_segment(&set[s], match, s, any, &err), &err);
        const float *scores = match_scores(match, s, &set[s]);
        bits += bitmap_count(&set[s]);
        for (size_t at = 0; at < model->count; at++) {
            const struct sample_class *class = model->sections[at].class;
            uint32_t i = class->first_docid - 1 + (uint32_t)model->sections[at].ordinal;
            if (class->segment != s)
                continue;
            bool want = matches(model, at, root, any);
            expect_number(query, bitmap_has(&set[s], i), want);
            if (!want)
                continue;
            double score = score_of(model, at, root);
            expect_true(query, fabs((double)scores[i] - score) <= 1e-4 * score + 1e-6);
            count++;
        }
    }
    expect_number("dead ones", bits, count);
    match_free(match);
    return count;
}

/* Classes whose sections say which rule they are about. */
static struct sample_class harbor[] = {
    {"a/1",
     "alder",
     "Harbor pilot",
     "C1",
     {{"", "ship", KIND_DUTIES}, {"", "sky", KIND_DUTIES}},
     2,
     false,
     0,
     0},
    {"a/2", "Ferris", "Dock clerk", "C2", {{"Pilot", "skies", KIND_EDUCATION}}, 1, false, 1, 0},
    {"a/3", "alder", "Zebra pilot", "C3", {{"", "ship zebra sky", KIND_DUTIES}}, 1, true, 1, 0},
    {"a/4",
     "alder",
     "Clerk",
     "C4",
     {{"", "the university's universe", KIND_DUTIES}, {"", "the ship.\n\nA crew", KIND_EDUCATION}},
     2,
     false,
     2,
     0},
};

static void rules_of_matching(void **state)
{
    static const struct {
        const char *query, *sections; /* "class.ordinal" */
        bool any;
    } cases[] = {
        {"", "1.0 1.1 2.0 4.0 4.1", false},
        {"ship", "1.0 4.1", false},
        {"zebra", "", false},
        {"pilot", "2.0", false}, /* the title alone does not make a match */
        {"pilot ship", "1.0", false},
        {"pilot sky", "1.1 2.0", false},
        {"clerk OR ship", "1.0 4.1", false},
        /* Whatever branch it is in, and in whatever order. */
        {"(ship crane) OR pilot", "1.0 2.0", false},
        {"(crane ship) OR pilot", "1.0 2.0", false},
        {"pilot OR (crane ship)", "1.0 2.0", false},
        {"-ship", "1.1 2.0 4.0", false},
        {"-pilot", "4.0 4.1", false}, /* NOT heeds the title, too */
        {"sky -pilot", "", false},
        {"title:pilot", "1.0 1.1", false},
        {"title:pilot ship", "1.0", false},
        {"agency:FERRIS", "2.0", false},
        {"agency:ferri", "", false},
        {"code:c4", "4.0 4.1", false},
        {"code:c3", "", false},
        {"duties:ship", "1.0", false},
        {"duties:pilot ship", "1.0", false},
        {"-(duties:ship)", "1.1 2.0 4.0 4.1", false},
        {"\"the ship\"", "4.1", false},
        {"\"ship a\"", "4.1", false},
        {"ship /s crew", "", false},
        {"ship /2 crew", "4.1", false},
        {"skie*", "2.0", false}, /* sky has the same stem */
        {"sky*", "1.1", false},
        {"univ*", "4.0", false},
        {"universe*", "4.0", false},
        {"ship crane", "", false},
        {"ship crane", "1.0 4.1", true},
        {"ship crane -crew", "1.0", true},
        {"education:ship education:crane", "4.1", true},
        {"agency:alder skies crane", "1.1", true},
        {"pilot crane", "2.0", true},
    };
    const struct world *world = *state;
    struct index *index = build(world, "index", harbor, COUNT_OF(harbor));
    const struct model *model = model_of(harbor, COUNT_OF(harbor), world->arena);
    struct index_worker *worker = NULL;
    struct err err;

    expect_ok("take", index_take(&worker, index, &err), &err);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct query_node *root = parse(cases[i].query, world->arena);
        const char *got = "";
        for (size_t at = 0; at < model->count; at++)
            if (matches(model, at, root, cases[i].any))
                got = arena_printf(world->arena, "%s%s%c.%zu", got, got[0] != '\0' ? " " : "",
                                   model->sections[at].class->id[2], model->sections[at].ordinal);
        expect_text(cases[i].query, str_of(got), cases[i].sections);
        expect_model(cases[i].query, root, cases[i].any, model, worker, world->arena);
    }
    index_give(index, worker);
    index_close(index);
}

static const char *const vocabulary[] = {"boat",   "boats",   "sky",      "skies",      "skier",
                                         "manage", "manager", "universe", "university", "the"};

static const char *random_word(struct support_random *random)
{
    return vocabulary[random_below(random, COUNT_OF(vocabulary))];
}

static const char *random_text(struct support_random *random, uint32_t words, struct arena *arena)
{
    static const char *const breaks[] = {" ", " ", " ", ".\n\n", "'s "};
    const char *text = "";

    for (uint32_t i = 0; i < words; i++)
        text = arena_printf(arena, "%s%s%s", text, random_word(random),
                            breaks[random_below(random, COUNT_OF(breaks))]);
    return text;
}

static void random_classes(struct sample_class classes[CLASSES_MAX], struct support_random *random,
                           struct arena *arena)
{
    static const char *const agencies[] = {"alder", "Birch", "cedar"};

    for (size_t i = 0; i < CLASSES_MAX; i++) {
        struct sample_class *class = &classes[i];
        *class =
            (struct sample_class){.id = arena_printf(arena, "x/%zu", i),
                                  .agency = agencies[random_below(random, COUNT_OF(agencies))],
                                  .title = random_text(random, 1 + random_below(random, 2), arena),
                                  .code = arena_printf(arena, "C%zu", i % 7),
                                  .count = 1 + random_below(random, CLASS_SECTIONS)};
        for (size_t k = 0; k < class->count; k++)
            class->sections[k] = (struct sample_section){
                random_text(random, random_below(random, 2), arena),
                random_text(random, random_below(random, 12), arena),
                random_below(random, 2) == 0 ? KIND_DUTIES : KIND_EDUCATION};
    }
}

static const char *random_part(struct support_random *random, struct arena *arena, bool group)
{
    static const char *const others[] = {"boat*",         "ski*",         "skie*",   "manage*",
                                         "univers*",      "agency:birch", "code:c3", "title:sky",
                                         "-agency:cedar", "\"s\"",        "zebra",   "s"};
    static const char *const units[] = {"/1", "/3", "/s"};
    const char *a = random_word(random), *b = random_word(random);

    switch (random_below(random, group ? 9 : 7)) {
    case 0:
        return arena_printf(arena, "\"%s %s\"", a, b);
    case 1:
        return others[random_below(random, COUNT_OF(others))];
    case 2:
        return arena_printf(arena, "-%s", a);
    case 3:
        return arena_printf(arena, "%s %s %s", a, units[random_below(random, COUNT_OF(units))], b);
    case 4:
        return arena_printf(arena, "duties:%s", a);
    case 7:
    case 8:
        return arena_printf(arena, "((%s %s) OR %s)", random_part(random, arena, false),
                            random_part(random, arena, false), random_part(random, arena, false));
    default:
        return a;
    }
}

static const char *random_query(struct support_random *random, struct arena *arena)
{
    const char *query = random_part(random, arena, true);

    for (uint32_t n = random_below(random, 3); n > 0; n--)
        query = arena_printf(arena, "%s%s%s", query, random_below(random, 3) == 0 ? " OR " : " ",
                             random_part(random, arena, true));
    return query;
}

/* Are all proximities of words and prefixes, or of several, joined by OR? */
static bool is_plain(const struct query_node *node, bool within)
{
    if (within && (node->type == QUERY_PHRASE || node->type == QUERY_NEAR))
        return false;
    for (size_t i = 0; i < node->child_count; i++)
        if (!is_plain(node->children[i], within || node->type == QUERY_NEAR))
            return false;
    return true;
}

/* The same live classes however they came to be there: dealt anew to the segments each time, among
 * other dead ones. */
static void matches_of_random_indexes(void **state)
{
    enum { INDEXES = 8, QUERIES = 400, DEAD = 8 };
    struct support_random random = random_start("matches");
    const struct world *world = *state;
    struct sample_class live[CLASSES_MAX], classes[CLASSES_MAX];
    size_t some = 0;
    struct err err;

    random_classes(live, &random, world->arena);
    for (size_t round = 0; round < INDEXES; round++) {
        struct index_worker *worker = NULL;
        struct arena *arena = arena_new();
        random_classes(classes, &random, arena);
        for (size_t i = 0; i < CLASSES_MAX; i++) {
            if (i >= DEAD)
                classes[i] = live[i];
            classes[i].dead = i < DEAD;
            classes[i].segment = i % 10 < SEGMENTS ? i % 10 : random_below(&random, SEGMENTS);
        }
        for (size_t i = CLASSES_MAX; i-- > 1;) { /* shuffled, so that docids are, too */
            size_t other = random_below(&random, (uint32_t)i + 1);
            struct sample_class class = classes[i];
            classes[i] = classes[other];
            classes[other] = class;
        }
        struct index *index =
            build(world, arena_printf(arena, "index%zu", round), classes, CLASSES_MAX);
        const struct model *model = model_of(classes, CLASSES_MAX, arena);
        expect_ok("take", index_take(&worker, index, &err), &err);
        for (int i = 0; i < QUERIES; i++) {
            struct arena *scratch = arena_new();
            const char *query = random_query(&random, scratch);
            struct query_node *root = NULL;
            if (query_parse(&root, str_of(query), stemmer, scratch, NULL) == ERR_OK &&
                is_plain(root, false)) {
                some += expect_model(query, root, false, model, worker, scratch) > 0;
                if (query_part_count(root) > 1)
                    expect_model(query, root, true, model, worker, scratch);
            }
            arena_free(scratch);
        }
        index_give(index, worker);
        index_close(index);
        arena_free(arena);
    }
    expect_true("some find something", some > INDEXES * QUERIES / 4);
}

static void deadlines_end_a_match(void **state)
{
    const struct world *world = *state;
    struct index *index = build(world, "index", harbor, COUNT_OF(harbor));
    struct index_worker *worker = NULL;
    struct match *match = NULL;
    struct bitmap set;
    struct err err;

    expect_ok("take", index_take(&worker, index, &err), &err);
    expect_error("postings",
                 match_new(&match, worker, parse("ship", world->arena), 1, world->arena, &err),
                 ERR_TIMEOUT, &err, NULL);
    expect_true("not set", match == NULL);
    /* A query that needs no postings. */
    expect_ok("no word",
              match_new(&match, worker, parse("agency:alder", world->arena), 1, world->arena, &err),
              &err);
    expect_error("segment", match_segment(&set, match, 0, false, &err), ERR_TIMEOUT, &err, NULL);
    match_free(match);
    match_free(NULL);
    index_give(index, worker);
    index_close(index);
}

static void prefixes_of_too_many_words_are_refused(void **state)
{
    const struct world *world = *state;
    struct sample_class classes[SEGMENTS];
    struct index_worker *worker = NULL;
    struct match *match = NULL;
    struct buf words[2] = {{0}};
    struct err err;

    /* 1000 words in the one segment, and one more in another. */
    for (int i = 0; i < 1000; i++)
        buf_printf(&words[0], "abc%d ", i);
    buf_text(&words[1], "abc1000 abd");
    for (size_t i = 0; i < SEGMENTS; i++) {
        classes[i] = harbor[0];
        classes[i].id = i == 0 ? "a/1" : i == 1 ? "a/2" : "a/3";
        classes[i].segment = i;
        classes[i].sections[0].text = i < 2 ? words[i].p : "ship";
    }
    struct index *index = build(world, "index", classes, SEGMENTS);
    expect_ok("take", index_take(&worker, index, &err), &err);
    expect_error("too many",
                 match_new(&match, worker, parse("ship abc*", world->arena), 0, world->arena, &err),
                 ERR_USAGE, &err, "abc");
    expect_number("position", err.position, 6);
    expect_true("not set", match == NULL);
    expect_ok("not too many",
              match_new(&match, worker, parse("abc1*", world->arena), 0, world->arena, &err), &err);
    match_free(match);
    index_give(index, worker);
    index_close(index);
    buf_free(&words[0]);
    buf_free(&words[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(rules_of_matching),
        world_test(matches_of_random_indexes),
        world_test(deadlines_end_a_match),
        world_test(prefixes_of_too_many_words_are_refused),
    };
    return cmocka_run_group_tests_name("match", tests, make_stemmer, free_stemmer);
}
