/* Comparing the texts of two to four classes.
 *
 * Sections stand beside each other by kind: a block has the sections of one primary kind, and those
 * of another that only stands among the kinds of a section here ("Minimum qualifications" of one
 * class beside "Education" and "Experience" of the other). Within a block sections are aligned into
 * parts by the likeness of their headings and texts, one section of each class at most.
 *
 * Texts are compared passage by passage (passage.h). Passages with the same words, whatever their
 * case and punctuation, are aligned first, then those that are alike; what is aligned may stand in
 * another order, or within the block under another heading. The words in which aligned passages
 * differ are marked. What is like nothing is listed class by class. Nothing is lost: each section
 * is in one part, each passage once in a row or in what is listed.
 *
 * Likeness is Dice's coefficient of the passages' words, a word counting the less the more passages
 * have it: K. Sparck Jones, "A Statistical Interpretation of Term Specificity and Its Application
 * in Retrieval", Journal of Documentation 28 (1972). What differs is what common.h leaves. */
#ifndef SEARCH_COMPARE_H
#define SEARCH_COMPARE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "search/highlight.h"
#include "search/passage.h"
#include "search/record.h"

enum {
    COMPARE_LEAST = 2,
    COMPARE_MOST = 4,
    /* Of all classes: what fits takes under two seconds of a processor, as no deadline ends it.
     * (Real specifications have up to 30 KB.) */
    COMPARE_BYTES_MAX = 1 << 20,
    COMPARE_SECTIONS_MAX = 2048,
    COMPARE_NONE = -1
};

struct compare_class {
    const struct record_section *sections;
    uint32_t count;
};

enum compare_state {
    COMPARE_SHARED, /* all classes have it, with the same words */
    COMPARE_SAME,   /* some of three or four have it, with the same words */
    COMPARE_DIFFERS
};

struct compare_cell {
    const struct passage *passage; /* NULL: the class has none */
    /* Only of a row that differs, in code points of the passage's text: words that no other cell of
     * the row has, and words that some others have and not all. */
    struct marks only, some;
};

struct compare_row {
    enum compare_state state;
    struct compare_cell cells[COMPARE_MOST]; /* two of them at least have a passage */
};

struct compare_part {
    int32_t sections[COMPARE_MOST]; /* of each class, its index, or COMPARE_NONE */
    struct compare_row *rows;
    size_t row_count, shared; /* so many of the rows are shared */
    struct {
        const struct passage **items;
        size_t count;
    } rest[COMPARE_MOST]; /* of each class's section here, what is like nothing */
};

struct compare_block {
    struct kind_set kinds;
    unsigned classes;           /* how many have a section here */
    struct compare_part *parts; /* those of one class alone last */
    size_t part_count;
};

struct compare {
    struct compare_block *blocks; /* in the order of kinds; those of one class alone last */
    size_t block_count;
    struct {
        size_t words, shared; /* of the texts, headings apart; in rows that all share */
    } classes[COMPARE_MOST];
};

/* "shared", "same", "differs" */
const char *compare_state_name(enum compare_state state);

/* Compares COMPARE_LEAST to COMPARE_MOST classes. Lives in the arena and refers to the sections.
 * ERR_LIMIT if they are longer than COMPARE_BYTES_MAX or have more than COMPARE_SECTIONS_MAX. */
enum err_code compare_texts(struct compare *compare, const struct compare_class *classes,
                            size_t count, struct arena *arena, struct err *err);

#endif
