/* The alias table: which section kinds a heading stands for. The table is data
 * (headings.tsv, compiled in); a house may add to it.
 *
 * A row is `phrase <TAB> kinds`, kinds separated by commas, the primary first. With a = before the
 * kinds the phrase counts only where it and fillers are the whole heading. Instead of kinds:
 *   ~  filler: may stand in a heading beside phrases and adds nothing ("required", "of")
 *   ^  a heading of its own, but of its parent's kind ("Notes")
 *   !  never a heading, however it is set ("class specification") */
#ifndef SPEC_ALIAS_H
#define SPEC_ALIAS_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "spec/kind.h"

struct alias_table;

/* The built-in table. Free with alias_table_free. */
struct alias_table *alias_table_new(void);
void alias_table_free(struct alias_table *table);

/* Adds rows in the form above; later rows win over earlier ones of the same phrase. ERR_FORMAT
 * names the line. */
enum err_code alias_table_add(struct alias_table *table, struct str rows, struct err *err);

/* How much of a heading the table explains. */
enum alias_strength {
    ALIAS_NEVER,   /* marked as no heading */
    ALIAS_NONE,    /* no phrase of the table in it */
    ALIAS_PARTIAL, /* a phrase, and words that the table does not explain */
    ALIAS_COVERED, /* phrases and fillers only */
    ALIAS_EXACT    /* the whole heading is one phrase */
};

struct alias_match {
    enum alias_strength strength;
    struct kind_set kinds; /* in the heading's order; empty: the parent's */
    bool weak;             /* known only by rows marked with =: common words */
};

/* Longest phrases first, from left to right. */
struct alias_match alias_find(const struct alias_table *table, struct str heading);

#endif
