#include "search/compare.h"

#include <math.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "search/align.h"
#include "search/common.h"
#include "search/compare_marks.h"
#include "search/compare_rows.h"

enum {
    LIKENESS_BYTES = 1 << 14, /* of a section, to find the one like it */
    STEPS_MAX = 1 << 25       /* to find which words differ */
};

static const double ALIKE_SECTION = 0.2; /* sections of kinds that say nothing of what they hold */

/* A section of one of the classes. */
struct placed {
    const struct record_section *section;
    uint8_t class;
    uint32_t index, block;
    struct passage heading, text; /* only the words matter */
    struct compare_part *part;    /* of the first section of a part */
    size_t row_capacity, rest_capacity[COMPARE_MOST];
};

struct comparison {
    const struct compare_class *classes;
    size_t count;
    struct placed *sections; /* class by class */
    uint32_t section_count;
    uint32_t first[COMPARE_MOST]; /* of each class's sections, among them */
    struct passage_list passages[COMPARE_MOST];
    struct passage_words words;
    double *weights; /* of each word */
    enum spec_kind block_of[KIND_COUNT];
    struct align parts; /* sections */
    struct common common;
    struct arena *arena;
};

/* Likeness. */

static void set_weights(struct comparison *c)
{
    c->weights = arena_zero(c->arena, c->words.count, sizeof *c->weights);
    for (size_t k = 0; k < c->count; k++)
        for (size_t i = 0; i < c->passages[k].count; i++)
            passage_count_words(c->weights, &c->passages[k].items[i]);
    for (size_t i = 0; i < c->words.count; i++)
        c->weights[i] = c->weights[i] > 1 ? 1 / sqrt(c->weights[i]) : 1;
}

/* Blocks: the kinds that are compared with each other. */

static enum spec_kind primary_kind(const struct record_section *section)
{
    return section->kinds.count > 0 ? (enum spec_kind)section->kinds.kinds[0] : KIND_OTHER;
}

static enum spec_kind block_of(const struct comparison *c, enum spec_kind kind)
{
    while (c->block_of[kind] != kind)
        kind = c->block_of[kind];
    return kind;
}

static void join_kinds(struct comparison *c, enum spec_kind a, enum spec_kind b)
{
    a = block_of(c, a);
    b = block_of(c, b);
    c->block_of[a > b ? a : b] = a > b ? b : a;
}

/* A kind that a class has only beside another one joins that other's block, if there are sections
 * of other classes to compare it with. */
static void find_blocks(struct comparison *c)
{
    unsigned primary[KIND_COUNT] = {0}; /* classes, one bit each */

    for (enum spec_kind k = 0; k < KIND_COUNT; k++)
        c->block_of[k] = k;
    for (uint32_t i = 0; i < c->section_count; i++)
        primary[primary_kind(c->sections[i].section)] |= 1U << c->sections[i].class;
    for (uint32_t i = 0; i < c->section_count; i++) {
        const struct placed *at = &c->sections[i];
        for (uint8_t k = 1; k < at->section->kinds.count; k++) {
            enum spec_kind kind = (enum spec_kind)at->section->kinds.kinds[k];
            if (primary[kind] != 0 && (primary[kind] & (1U << at->class)) == 0)
                join_kinds(c, kind, primary_kind(at->section));
        }
    }
    for (uint32_t i = 0; i < c->section_count; i++)
        c->sections[i].block = block_of(c, primary_kind(c->sections[i].section));
}

/* Parts: sections beside each other. */

static double heading_likeness(const struct comparison *c, const struct placed *a,
                               const struct placed *b)
{
    if (a->heading.count == 0 && b->heading.count == 0) /* what stands at the documents' heads */
        return 1;
    return passage_likeness(&a->heading, &b->heading, c->weights);
}

/* Those of one kind are alike by that; below 0: not to be put together. */
static double section_likeness(const struct comparison *c, const struct placed *a,
                               const struct placed *b)
{
    enum spec_kind kind = primary_kind(a->section);
    bool same = kind == primary_kind(b->section);
    double how = (heading_likeness(c, a, b) + passage_likeness(&a->text, &b->text, c->weights)) / 2;

    if (same && kind != KIND_OTHER)
        return 1 + how;
    return how >= ALIKE_SECTION ? how : -1;
}

/* Looks at the sections of two classes. */
static void find_like_sections(struct align_pairs *pairs, const struct comparison *c, size_t a,
                               size_t b)
{
    for (uint32_t i = 0; i < c->classes[a].count; i++) {
        size_t low, high;
        align_near(&low, &high, i, c->classes[a].count, c->classes[b].count);
        for (size_t k = low; k < high; k++) {
            uint32_t one = c->first[a] + i, other = c->first[b] + (uint32_t)k;
            if (c->sections[one].block != c->sections[other].block)
                continue;
            double how = section_likeness(c, &c->sections[one], &c->sections[other]);
            if (how >= 0)
                align_pairs_add(pairs, one, other, how);
        }
    }
}

static void find_parts(struct comparison *c)
{
    uint8_t *columns = arena_zero(c->arena, c->section_count, sizeof *columns);
    struct align_pairs pairs = {0};

    for (uint32_t i = 0; i < c->section_count; i++)
        columns[i] = c->sections[i].class;
    c->parts = align_start(columns, c->section_count, c->arena);
    for (size_t a = 0; a < c->count; a++)
        for (size_t b = a + 1; b < c->count; b++)
            find_like_sections(&pairs, c, a, b);
    align_join_best(&c->parts, &pairs);
    align_pairs_free(&pairs);
}

/* Rows: passages beside each other. */

/* The passages of a block's sections, class by class. */
static struct compare_items gather_items(const struct comparison *c, uint32_t block)
{
    struct compare_items all = {0};
    size_t capacity = 0;

    for (size_t class = 0; class < c->count; class ++) {
        const struct passage_list *list = &c->passages[class];
        all.first[class] = all.count;
        for (uint32_t i = 0; i < list->count; i++) {
            uint32_t section = c->first[class] + list->items[i].section;
            if (c->sections[section].block != block)
                continue;
            all.items = arena_grow(c->arena, all.items, all.count, &capacity, sizeof *all.items);
            all.items[all.count++] = (struct compare_item){&list->items[i], (uint8_t) class,
                                                           align_group(&c->parts, section), i};
        }
    }
    for (size_t class = c->count; class <= COMPARE_MOST; class ++)
        all.first[class] = all.count;
    return all;
}

static void finish_row(struct compare *compare, struct compare_part *part, struct compare_row *row,
                       struct comparison *c)
{
    compare_mark(row, c->count, &c->common, c->arena);
    if (row->state != COMPARE_SHARED)
        return;
    part->shared++;
    for (size_t i = 0; i < c->count; i++)
        compare->classes[i].shared += row->cells[i].passage->count;
}

/* What is made of it all. */

static void add_rest(struct compare_part *part, struct placed *at, const struct compare_item *item,
                     struct arena *arena)
{
    size_t count = part->rest[item->class].count;

    part->rest[item->class].items =
        arena_grow(arena, part->rest[item->class].items, count, &at->rest_capacity[item->class],
                   sizeof(struct passage *));
    part->rest[item->class].items[count] = item->passage;
    part->rest[item->class].count++;
}

static void add_rows(struct compare *compare, struct comparison *c, uint32_t block)
{
    struct compare_items all = gather_items(c, block);
    struct align rows = compare_rows(&all, c->count, c->weights, c->arena);
    size_t *row_of = arena_zero(c->arena, all.count, sizeof *row_of);

    for (uint32_t i = 0; i < all.count; i++) {
        const struct compare_item *item = &all.items[i];
        struct placed *at = &c->sections[item->part];
        struct compare_part *part = at->part;
        if (align_is_alone(&rows, i)) {
            add_rest(part, at, item, c->arena);
            continue;
        }
        uint32_t lead = align_group(&rows, i);
        if (lead == i) {
            part->rows = arena_grow(c->arena, part->rows, part->row_count, &at->row_capacity,
                                    sizeof *part->rows);
            row_of[i] = part->row_count++;
        }
        part = c->sections[all.items[lead].part].part;
        part->rows[row_of[lead]].cells[item->class].passage = item->passage;
    }
    for (uint32_t i = 0; i < all.count; i++) {
        struct compare_part *part = c->sections[all.items[i].part].part;
        if (align_group(&rows, i) == i && !align_is_alone(&rows, i))
            finish_row(compare, part, &part->rows[row_of[i]], c);
    }
}

/* Adds the parts of a block that have one class alone, or several. */
static void add_parts(struct compare_block *block, struct comparison *c, uint32_t number,
                      bool alone)
{
    for (uint32_t i = 0; i < c->section_count; i++) {
        struct placed *at = &c->sections[i];
        if (at->block != number || align_is_alone(&c->parts, i) != alone)
            continue;
        uint32_t lead = align_group(&c->parts, i);
        if (lead == i) {
            at->part = &block->parts[block->part_count++];
            for (size_t k = 0; k < COMPARE_MOST; k++)
                at->part->sections[k] = COMPARE_NONE;
        }
        c->sections[lead].part->sections[at->class] = (int32_t)at->index;
    }
}

static void add_block(struct compare *compare, struct comparison *c, uint32_t number, bool alone)
{
    unsigned classes = 0, having = 0;
    struct compare_block *block = &compare->blocks[compare->block_count];

    for (uint32_t i = 0; i < c->section_count; i++)
        if (c->sections[i].block == number)
            classes |= 1U << c->sections[i].class;
    for (size_t i = 0; i < c->count; i++)
        having += classes >> i & 1;
    if (having == 0 || (having == 1) != alone)
        return;
    *block = (struct compare_block){.classes = having};
    block->parts = arena_zero(c->arena, c->section_count, sizeof *block->parts);
    for (enum spec_kind k = 0; k < KIND_COUNT; k++)
        for (uint32_t i = 0; i < c->section_count; i++)
            if (c->sections[i].block == number && primary_kind(c->sections[i].section) == k)
                kind_set_add(&block->kinds, k);
    add_parts(block, c, number, false);
    add_parts(block, c, number, true);
    add_rows(compare, c, number);
    compare->block_count++;
}

/* Cuts all texts into passages. */
static void read_texts(struct compare *compare, struct comparison *c)
{
    for (size_t class = 0; class < c->count; class ++) {
        c->first[class] = c->section_count;
        for (uint32_t i = 0; i < c->classes[class].count; i++) {
            const struct record_section *section = &c->classes[class].sections[i];
            struct placed *at = &c->sections[c->section_count++];
            *at = (struct placed){.section = section, .class = (uint8_t) class, .index = i};
            at->heading.text = section->heading;
            at->text.text = (struct str){section->text.p, utf8_cut(section->text, LIKENESS_BYTES)};
            passage_read(&at->heading, 0, &c->words);
            passage_read(&at->text, 0, &c->words);
            passage_split(&c->passages[class], section, i, &c->words);
        }
        for (size_t i = 0; i < c->passages[class].count; i++)
            compare->classes[class].words += c->passages[class].items[i].count;
    }
}

static enum err_code check_size(uint32_t *sections, const struct compare_class *classes,
                                size_t count, struct err *err)
{
    size_t bytes = 0, all = 0;

    for (size_t k = 0; k < count; k++) {
        all += classes[k].count;
        for (uint32_t i = 0; i < classes[k].count; i++)
            bytes += classes[k].sections[i].text.n + classes[k].sections[i].heading.n;
    }
    *sections = (uint32_t)all;
    if (bytes > COMPARE_BYTES_MAX || all > COMPARE_SECTIONS_MAX)
        return err_set(err, ERR_LIMIT,
                       "these classes are too long to be compared: together they may have %d MiB "
                       "of text and %d sections",
                       COMPARE_BYTES_MAX >> 20, COMPARE_SECTIONS_MAX);
    return ERR_OK;
}

const char *compare_state_name(enum compare_state state)
{
    static const char *const names[] = {"shared", "same", "differs"};
    return names[state];
}

enum err_code compare_texts(struct compare *compare, const struct compare_class *classes,
                            size_t count, struct arena *arena, struct err *err)
{
    uint32_t sections;
    enum err_code code = check_size(&sections, classes, count, err);

    *compare = (struct compare){0};
    if (code != ERR_OK)
        return code;
    struct comparison c = {.classes = classes,
                           .count = count,
                           .words.arena = arena,
                           .common.budget = STEPS_MAX,
                           .arena = arena};
    c.sections = arena_zero(arena, sections, sizeof *c.sections);
    read_texts(compare, &c);
    set_weights(&c);
    find_blocks(&c);
    find_parts(&c);
    compare->blocks = arena_zero(arena, KIND_COUNT, sizeof *compare->blocks);
    for (int alone = 0; alone <= 1; alone++)
        for (uint32_t kind = 0; kind < KIND_COUNT; kind++)
            add_block(compare, &c, kind, alone != 0);
    common_free(&c.common);
    passage_words_free(&c.words);
    return ERR_OK;
}
