/* What the daemon answers, as checked C values.
 *
 * Nothing in an answer is taken on trust: a member that is missing, or of another type, ends in
 * "unexpected answer from URL" before anything of the answer is shown. Views (struct str,
 * wrap_text) point into the answer and live as long as it does. Numbers that may be null are -1
 * then. */
#ifndef CLIENT_ANSWER_H
#define CLIENT_ANSWER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "client/fetch.h"
#include "client/wrap.h"

struct answer {
    struct buf body;     /* as it came */
    json_t *root;        /* an object */
    struct arena *arena; /* what is read from it */
    const char *origin;  /* the daemon, for messages; belongs to the fetch */
};

struct answer_class {
    struct str id, title, agency;
    struct str code; /* p is NULL if it has none */
};

struct answer_section {
    long long ordinal, level, line, page;
    struct wrap_text heading; /* text.p is NULL if it has none */
    struct str *kinds;
    size_t kind_count;
};

struct answer_hit {
    struct answer_class class;
    struct answer_section section; /* level is 0 */
    struct str source;
    struct wrap_text snippet; /* of a row of an export, all of the section's text */
    double score;
    /* Where classes were asked for: how many sections of the class match, and which of those that
     * are shown this is, from 0. Else -1 and 0. */
    long long matching;
    size_t rank;
};

/* What was taken for the same as a word or words of the query. */
struct answer_same {
    struct str from;
    struct str *to; /* one at least */
    size_t count;
};

/* What there is to say of a query. */
struct answer_note {
    struct str text;
    struct str query; /* to be offered; p is NULL if there is none */
};

/* What the daemon made of a query. Of texts, p is NULL if there is none. */
struct answer_query {
    struct str text;
    struct str corrected;  /* the query that is answered instead, as nothing has the one typed */
    struct str suggestion; /* another one, to be offered */
    struct answer_same *same;
    size_t same_count;
    struct answer_note *notes;
    size_t note_count;
    bool relaxed; /* no section has all words; these have some */
};

struct answer_page {
    struct str generation;
    struct answer_query query;
    long long sections, classes, page, pages;
    struct answer_hit *hits;
    size_t hit_count;
    size_t result_count; /* classes, if these were asked for, else as many as hits */
};

/* What the first line of an export says. */
struct answer_export {
    struct str generation;
    struct answer_query query;
    long long sections, classes, rows;
};

/* A part of a query, in words. */
struct answer_part {
    struct str text, reading;
    long long sections; /* that have it, or are left out for it; -1: it cannot be counted */
};

struct answer_explanation {
    struct str reading; /* of the whole query */
    struct str suggestion;
    struct answer_note *notes;
    size_t note_count;
    struct answer_part *parts;
    size_t part_count;
    struct answer_class *named; /* classes that the query is the title or code of */
    size_t named_count;
};

struct answer_term {
    struct str word;
    double share; /* of the score */
};

/* A class or section that is similar to another, or that other one. */
struct answer_similar_hit {
    struct answer_hit hit; /* without a snippet */
    bool is_section;       /* else it has no section either */
    struct answer_term *terms;
    size_t term_count;
};

struct answer_similar {
    struct answer_similar_hit subject; /* its score is 1 */
    struct answer_similar_hit *hits;
    size_t hit_count;
};

struct answer_count {
    struct str value, label;
    long long sections, classes;
    bool selected;
};

struct answer_field {
    struct str label, value;
    struct str meaning; /* what the house says that the value means; p is NULL if nothing */
    long long line;
};

struct answer_requirement {
    struct str type; /* "education": the list that it is in */
    struct str label, modality;
    struct wrap_text sentence;
    long long line;
    size_t section; /* index */
};

/* A sentence in which a class of a series tells itself from another one of it. */
struct answer_distinction {
    struct wrap_text sentence;
    long long line;
};

/* A class of a series, as the specifications of the others see it. */
struct answer_level {
    struct str id, title;
    struct str code, grade; /* p is NULL if it has none */
    bool current;           /* it is the class that was asked for */
    struct answer_distinction *distinctions;
    size_t distinction_count;
};

struct answer_series {
    struct str name;             /* p is NULL if the class has no others beside it */
    struct answer_level *levels; /* the lowest first */
    size_t level_count;
    long long left_out; /* classes beyond those */
};

struct answer_specification {
    struct answer_class class;
    struct str source, format, sha256;
    struct answer_field *fields;
    size_t field_count;
    struct answer_requirement *requirements; /* type by type */
    size_t requirement_count;
    struct answer_series series;
    struct answer_section *sections;
    struct wrap_text *texts; /* one a section */
    size_t section_count;
};

/* GETs `target` (see fetch_get) and reads the JSON object. An answer with another status than 200
 * is an error with the daemon's own words: ERR_NOT_FOUND for 404, ERR_USAGE for 400, 414 and 431
 * (with the position in the query, if it is told), ERR_BUSY for 503; ERR_FORMAT if it is not the
 * daemon who speaks. answer_free() it in any case. */
enum err_code answer_get(struct answer *answer, struct fetch *fetch, struct str target,
                         struct err *err);
void answer_free(struct answer *answer);

/* Says that a member of what came from `origin` is missing or of another type: ERR_FORMAT. */
enum err_code answer_unexpected(const char *origin, const char *name, struct err *err);

/* What is wrong with an answer that has another status than 200; its body is read first. */
enum err_code answer_refused(struct answer *answer, long status, struct err *err);

/* Reads one line of an export; origin as in the answer. ERR_FORMAT if it is no JSON object.
 * answer_free() it in any case. */
enum err_code answer_line(struct answer *answer, struct str line, const char *origin,
                          struct err *err);

/* Read an answer of /api/v1/search, lines of one of /api/v1/export, its counts for one facet
 * ("section", "agency", ...; none is fine), and an answer of /api/v1/classes. ERR_FORMAT if the
 * answer is another. */
enum err_code answer_read_page(struct answer_page *page, const struct answer *answer,
                               struct err *err);
enum err_code answer_read_explanation(struct answer_explanation *explanation,
                                      const struct answer *answer, struct err *err);
enum err_code answer_read_export(struct answer_export *head, const struct answer *answer,
                                 struct err *err);
enum err_code answer_read_row(struct answer_hit *hit, const struct answer *answer, struct err *err);
/* Whether this is the last line of an export, and then of how many rows. */
enum err_code answer_read_end(bool *is_end, long long *rows, const struct answer *answer,
                              struct err *err);
enum err_code answer_read_facet(struct answer_count **counts, size_t *count,
                                const struct answer *answer, const char *facet, struct err *err);
enum err_code answer_read_specification(struct answer_specification *specification,
                                        const struct answer *answer, struct err *err);
enum err_code answer_read_similar(struct answer_similar *similar, const struct answer *answer,
                                  struct err *err);

/* Whether one of the section's kinds is among these. */
bool answer_has_kind(const struct answer_section *section, const char *const *kinds, size_t count);

/* Drops the sections that have none of these kinds, and what they require, from the specification
 * and from the JSON. */
void answer_keep_kinds(struct answer_specification *specification, const struct answer *answer,
                       const char *const *kinds, size_t count);

#endif
