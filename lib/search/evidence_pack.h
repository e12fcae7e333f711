/* Evidence packs: the occurrences of a query as a file that stands for itself, one JSON object a
 * line: a head, a row for each occurrence, and a last line with the number of rows and the hash of
 * all bytes before it. searchd/occurrences_export.c writes them, specsearchd(8) describes them.
 *
 * What is read here may come from anybody. Nothing in it is believed but what it says of itself:
 * whether it is whole, and whether its head, its rows and its last line agree (evidence_totals.h).
 * Whether its rows are true only the sources can say. */
#ifndef SEARCH_EVIDENCE_PACK_H
#define SEARCH_EVIDENCE_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/occurrences.h"
#include "spec/kind.h"

enum {
    EVIDENCE_PACK_VERSION = 1,
    EVIDENCE_PACK_LINE_MAX = 16 * 1024 * 1024 /* bytes; a head of many agencies has one */
};

struct evidence_pack_head {
    struct str text, words; /* of the query */
    bool verbatim, expand;
    struct str filters; /* as JSON, in one form for equal ones */
    enum occurrences_order order;
    uint32_t context;
    struct str generation, corpus, reader, built_at, made_at, program;
    struct occurrences_count total;
    struct occurrences_shares agencies, kinds;
};

struct evidence_pack_row {
    size_t number; /* of its line in the pack, from 1 */
    struct str class_id, title, code, agency;
    uint32_t ordinal, section_line, section_page;
    struct str heading;
    struct kind_set kinds;
    bool in_heading;
    uint32_t start, end, line;
    struct str left, match, right;
    struct str source, sha256, house; /* house: hash of its file; empty: none */
};

struct evidence_pack;

/* Reads the head. ERR_FORMAT if there is none: this is no pack; ERR_IO. `in` stays the caller's. */
enum err_code evidence_pack_open(struct evidence_pack **pack, FILE *in, struct err *err);
void evidence_pack_close(struct evidence_pack *pack); /* NULL is fine */

/* Lives as long as the pack. */
const struct evidence_pack_head *evidence_pack_head(const struct evidence_pack *pack);

/* Reads the next row; its strings live in the arena. *more is false at the end. ERR_FORMAT: a line
 * is no row; row->number says which, and those behind it can be read. ERR_LIMIT: it is longer than
 * any; no more can be read. ERR_IO. */
enum err_code evidence_pack_next(bool *more, struct evidence_pack_row *row,
                                 struct evidence_pack *pack, struct arena *arena, struct err *err);

/* Lines between the first and the last that have been read. */
uint64_t evidence_pack_rows(const struct evidence_pack *pack);

/* Behind the last row: is the last line there, and does it say what is so? ERR_FORMAT if not. */
enum err_code evidence_pack_end(const struct evidence_pack *pack, struct err *err);

/* Below, at or above 0 as a row stands before, with or behind another by place. */
int evidence_pack_compare(const struct evidence_pack_row *a, const struct evidence_pack_row *b);

#endif
