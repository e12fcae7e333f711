/* Acronyms that a text explains: "Criminal Justice Information Services (CJIS)", and the other way
 * round, "CJIS (Criminal Justice Information Services)". After Schwartz and Hearst, "A Simple
 * Algorithm for Identifying Abbreviation Definitions in Biomedical Text" (2003), stricter where
 * noted.
 *
 * - What is explained stands in one sentence (sentence.h), beside round brackets that hold no
 *   others. Of what is in brackets counts what stands before the first comma or semicolon; of what
 *   stands before them, what is behind the last bracket, comma apart, semicolon or colon.
 * - Letters: ACRONYM_LETTERS_MIN to ACRONYM_LETTERS_MAX letters or digits of ASCII with nothing
 *   between, the first a capital; two capitals or more, which with the digits are half of it at
 *   least; not all of I, V and X. A small s behind a capital at its end is a plural's and left off,
 *   if two capitals are left. [Theirs may be two words, and has one letter at least.]
 * - Words: what is parted by white space; of n letters min(n + 5, 2n) words at most are looked at,
 *   those beside the bracket. The words found begin with the one that has the first letter, reach
 * to the bracket, and are two at least. [Ours, first:] Runs of letters and digits (a byte above
 * ASCII is a letter, an apostrophe part of a run) that begin with the letters one after the other,
 * in any case; small words ("of", "the") may stand between them, but not as the first or the last.
 * The fewest that do. [Else theirs:] From right to left each of the letters, in any case, is sought
 * in the words, the first one where a word begins: behind what is neither letter nor digit. [Ours:]
 * The last of the words has one of the letters, and the first is no small one.
 * - In "CJIS (words)" the letters are what stands right before the bracket, white space apart.
 *   [Ours:] The words are all that counts in the brackets. */
#ifndef SPEC_ACRONYM_H
#define SPEC_ACRONYM_H

#include "base/str.h"
#include "spec/sentence.h"

enum { ACRONYM_LETTERS_MIN = 2, ACRONYM_LETTERS_MAX = 10 };

struct acronym {
    struct str letters, words; /* views of the text, as written */
};

struct acronym_finder {
    struct sentence_splitter splitter;
    struct sentence sentence;
    size_t at; /* in the text: what of the sentence has not been looked at */
};

void acronym_begin(struct acronym_finder *finder, struct str text);

/* The next one, in the order of their brackets; false at the end of the text. */
bool acronym_next(struct acronym_finder *finder, struct acronym *acronym);

#endif
