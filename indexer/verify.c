#include "indexer/verify.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/map.h"
#include "indexer/recount.h"
#include "indexer/source.h"
#include "indexer/verify_row.h"
#include "indexer/verify_source.h"
#include "search/evidence_totals.h"

/* Rows are taken in batches, which bounds the memory whatever their order is, and within a batch by
 * their source, so that each is read once for a batch. */
enum { BATCH_ROWS = 1 << 16, BATCH_BYTES = 64 * 1024 * 1024 };

#define NOT_ASKED SIZE_MAX

struct batch_row {
    struct evidence_pack_row row; /* its number alone if the line is no row */
    const char *wrong;            /* the first thing found; NULL: nothing; in the batch's arena */
};

/* The rows of one source in a batch. */
struct group {
    size_t first, count;
    const char *name, *path; /* in its folder; that of the file */
    const struct house_file *house;
    size_t asked; /* the number of its request, or NOT_ASKED */
};

struct verify {
    const char *shown; /* the pack's name */
    struct evidence_pack *pack;
    struct evidence_totals *totals;
    struct recount *recount; /* NULL: not asked for */
    struct verify_folders folders;
    struct houses *houses;
    struct worker_pool *readers;
    struct map sources; /* named -> 1 if a row of it failed */
    size_t source_count, failed_sources;
    uint64_t failed; /* rows */
    bool broken;     /* the pack itself is wrong */

    struct arena *arena; /* of the batch */
    struct batch_row *rows;
    size_t row_count, row_capacity;
    struct group *groups;
    size_t group_count, group_capacity;
};

static void say_broken(struct verify *verify, const char *what)
{
    verify->broken = true;
    printf("%s: %s\n", verify->shown, what);
}

/* ---- a batch ---- */

static int by_source(const void *a, const void *b)
{
    const struct evidence_pack_row *x = &((const struct batch_row *)a)->row;
    const struct evidence_pack_row *y = &((const struct batch_row *)b)->row;
    int sources = str_compare(x->source, y->source);
    int hashes = sources == 0 ? str_compare(x->sha256, y->sha256) : sources;

    return hashes == 0 ? evidence_pack_compare(x, y) : hashes;
}

static int by_number(const void *a, const void *b)
{
    const struct batch_row *x = a, *y = b;
    return x->row.number < y->row.number ? -1 : x->row.number > y->row.number;
}

static bool is_of_group(const struct evidence_pack_row *row, const struct evidence_pack_row *first)
{
    return str_eq(row->source, first->source) && str_eq(row->sha256, first->sha256);
}

static void fail_row(struct verify *verify, struct batch_row *row, const char *what)
{
    if (row->wrong == NULL)
        row->wrong = arena_strdup(verify->arena, what);
}

static void fail_rows(struct verify *verify, const struct group *group, const char *what)
{
    for (size_t i = group->first; i < group->first + group->count; i++)
        fail_row(verify, &verify->rows[i], what);
}

/* The file of a group, and the house file that holds for it. A house file that is wrong is an
 * error, as it would be for a build. */
static enum err_code find_group(struct group *group, struct verify *verify, struct err *err)
{
    const struct evidence_pack_row *row = &verify->rows[group->first].row;
    struct err reason;

    group->name = verify_source_name(row->source, verify->arena);
    if (group->name == NULL) {
        fail_rows(verify, group, "this is not the name of a source");
    } else if (verify_source_find(&group->path, &verify->folders, group->name, row->sha256,
                                  verify->arena, &reason) != ERR_OK) {
        fail_rows(verify, group, reason.text);
        group->path = NULL;
    } else {
        return houses_find(&group->house, verify->houses, group->path, err);
    }
    return ERR_OK;
}

static enum err_code group_rows(struct verify *verify, struct err *err)
{
    enum err_code code = ERR_OK;

    qsort(verify->rows, verify->row_count, sizeof *verify->rows, by_source);
    verify->group_count = 0;
    for (size_t i = 0, end; code == ERR_OK && i < verify->row_count; i = end) {
        for (end = i + 1;
             end < verify->row_count && is_of_group(&verify->rows[end].row, &verify->rows[i].row);)
            end++;
        verify->groups = mem_grow(verify->groups, verify->group_count, &verify->group_capacity,
                                  sizeof *verify->groups);
        struct group *group = &verify->groups[verify->group_count++];
        *group = (struct group){.first = i, .count = end - i, .asked = NOT_ASKED};
        code = find_group(group, verify, err);
    }
    return code;
}

static void ask_ahead(size_t *ahead, struct verify *verify)
{
    for (; *ahead < verify->group_count && worker_pool_has_room(verify->readers); (*ahead)++) {
        struct group *group = &verify->groups[*ahead];
        struct err reason;
        if (group->path != NULL && source_ask(&group->asked, verify->readers, group->path,
                                              group->house, &reason) != ERR_OK)
            fail_rows(verify, group, reason.text);
    }
}

static void check_rows(struct verify *verify, const struct group *group,
                       const struct reading *reading, struct arena *arena)
{
    const char *house = group->house != NULL ? group->house->sha256 : "";
    struct verify_reading source =
        verify_reading_of(&reading->spec, houses_agency(group->house, group->name, arena), arena);

    for (size_t i = group->first; i < group->first + group->count; i++) {
        struct batch_row *row = &verify->rows[i];
        struct err reason;
        enum err_code code = ERR_OK;
        if (!str_is(row->row.house, house))
            code = err_set(&reason, ERR_FORMAT,
                           "the house file is another one: it has the SHA-256 %s, not %.*s",
                           house[0] != '\0' ? house : "(there is none)",
                           row->row.house.n > 0 ? (int)row->row.house.n : 4,
                           row->row.house.n > 0 ? row->row.house.p : "none");
        if (code == ERR_OK)
            code = verify_row(&row->row, &source, &reason);
        if (code != ERR_OK)
            fail_row(verify, row, reason.text);
    }
}

static enum err_code check_group(struct verify *verify, const struct group *group, struct err *err)
{
    struct arena *arena = arena_new();
    struct reading reading;
    struct err reason;
    bool fatal = false;
    enum err_code code =
        source_take(&reading, NULL, &fatal, verify->readers, group->asked, arena, &reason);

    if (code != ERR_OK && fatal) {
        *err = reason;
    } else if (code != ERR_OK) {
        fail_rows(verify, group, reason.text);
        code = ERR_OK;
    } else if (!str_is(verify->rows[group->first].row.sha256, reading.sha256)) {
        fail_rows(verify, group, "the source changes while it is read");
    } else {
        check_rows(verify, group, &reading, arena);
    }
    arena_free(arena);
    return code;
}

/* Counts the sources that are named, and those of which a row failed. */
static void count_source(struct verify *verify, const char *source, bool failed)
{
    verify->source_count += map_add(&verify->sources, source, 0);
    size_t *known = map_find(&verify->sources, source);
    verify->failed_sources += failed && *known == 0;
    *known |= failed;
}

/* Says what is wrong in the order of the lines, and counts. */
static void report_rows(struct verify *verify)
{
    qsort(verify->rows, verify->row_count, sizeof *verify->rows, by_number);
    for (size_t i = 0; i < verify->row_count; i++) {
        const struct batch_row *row = &verify->rows[i];
        struct str source = row->row.source;
        struct err line;
        if (source.n > 0)
            count_source(verify, arena_strndup(verify->arena, source.p, source.n),
                         row->wrong != NULL);
        if (row->wrong == NULL)
            continue;
        verify->failed++;
        err_set(&line, ERR_FORMAT, "%.*s%s%s", source.n < 300 ? (int)source.n : 300, source.p,
                source.n > 0 ? ": " : "", row->wrong);
        printf("%s:%zu: %s\n", verify->shown, row->row.number, line.text);
    }
}

static enum err_code check_batch(struct verify *verify, struct err *err)
{
    size_t ahead = 0;
    enum err_code code = verify->row_count > 0 ? group_rows(verify, err) : ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < verify->group_count; i++) {
        ask_ahead(&ahead, verify);
        if (verify->groups[i].asked != NOT_ASKED)
            code = check_group(verify, &verify->groups[i], err);
    }
    if (code == ERR_OK && verify->row_count > 0)
        report_rows(verify);
    verify->row_count = verify->group_count = 0;
    arena_clear(verify->arena);
    return code;
}

/* ---- the pack ---- */

static size_t size_of(const struct evidence_pack_row *row)
{
    return sizeof *row + row->class_id.n + row->title.n + row->code.n + row->agency.n +
           row->heading.n + row->left.n + row->match.n + row->right.n + row->source.n +
           2 * SHA256_HEX;
}

static void add_row(struct verify *verify, const struct evidence_pack_row *row, const char *wrong)
{
    struct err reason;

    if (wrong == NULL && evidence_totals_add(verify->totals, row, &reason) != ERR_OK)
        wrong = reason.text;
    verify->rows =
        mem_grow(verify->rows, verify->row_count, &verify->row_capacity, sizeof *verify->rows);
    verify->rows[verify->row_count++] = (struct batch_row){
        .row = *row, .wrong = wrong != NULL ? arena_strdup(verify->arena, wrong) : NULL};
}

static enum err_code check_rows_of_pack(struct verify *verify, struct err *err)
{
    struct evidence_pack_row row;
    size_t bytes = 0;
    enum err_code code = ERR_OK;

    for (bool more = true; code == ERR_OK && more;) {
        enum err_code got = evidence_pack_next(&more, &row, verify->pack, verify->arena, err);
        if (got == ERR_IO) {
            err_context(err, "%s", verify->shown);
            return got;
        }
        if (got == ERR_LIMIT)
            say_broken(verify, err->text);
        else if (got == ERR_FORMAT) /* a line that is no row is a row that failed */
            add_row(verify, &(struct evidence_pack_row){.number = row.number}, err->text);
        else if (more)
            add_row(verify, &row, NULL);
        if (got == ERR_OK && more && verify->recount != NULL)
            recount_add(verify->recount, &row);
        bytes += size_of(&row);
        if (!more || verify->row_count == BATCH_ROWS || bytes > BATCH_BYTES) {
            code = check_batch(verify, err);
            bytes = 0;
        }
    }
    return code;
}

/* Asks again, and says what is otherwise. */
static enum err_code recount(struct verify *verify, size_t workers, struct err *err)
{
    const struct evidence_pack_head *head = evidence_pack_head(verify->pack);
    struct recount_answer answer;
    struct err reason;
    enum err_code code =
        recount_ask(&answer, verify->recount, head, &verify->folders, workers, &reason);

    if (code == ERR_USAGE) {
        err_context(&reason, "the query cannot be asked again");
        say_broken(verify, reason.text);
        return ERR_OK;
    }
    if (code != ERR_OK) {
        *err = reason;
        return code;
    }
    if (!answer.same)
        say_broken(verify, "asked again, the query finds other rows");
    if (!answer.same_words)
        say_broken(verify, "asked again, the query reads otherwise");
    printf(
        "asked again, %llu occurrences in %u sections of %u classes%s; the SHA-256 of all sources "
        "is %s\n",
        (unsigned long long)answer.total.occurrences, answer.total.sections, answer.total.classes,
        answer.same ? ", which are those of the pack" : "",
        str_is(head->corpus, answer.corpus) ? "that of the pack"
                                            : "another: sources came, went or changed");
    return ERR_OK;
}

static void say_head(const struct verify *verify)
{
    const struct evidence_pack_head *head = evidence_pack_head(verify->pack);
    struct err line;

    err_set(&line, ERR_OK, "occurrences of %.*s, generation %.*s, made %.*s",
            head->text.n < 300 ? (int)head->text.n : 300, head->text.p,
            head->generation.n < 40 ? (int)head->generation.n : 40, head->generation.p,
            head->made_at.n < 40 ? (int)head->made_at.n : 40, head->made_at.p);
    printf("%s: %s\n", verify->shown, line.text);
}

static void say_summary(const struct verify *verify)
{
    uint64_t rows = evidence_pack_rows(verify->pack);
    const struct evidence_pack_head *head = evidence_pack_head(verify->pack);
    char reader[SHA256_HEX];

    if ((verify->failed > 0 || verify->broken) &&
        sha256_file(reader, "/proc/self/exe", NULL) == ERR_OK && !str_is(head->reader, reader))
        printf("the sources were read by another specindex, with the SHA-256 %.*s: where it is of "
               "another version, their sections may be others\n",
               (int)head->reader.n, head->reader.p);
    printf("%llu of %llu occurrences verified, %llu failed; failures in %zu of %zu sources; the "
           "pack is %s\n",
           (unsigned long long)(rows - verify->failed), (unsigned long long)rows,
           (unsigned long long)verify->failed, verify->failed_sources, verify->source_count,
           verify->broken ? "not whole" : "whole");
}

static enum err_code check_pack(struct verify *verify, size_t workers, struct err *err)
{
    struct err reason;
    enum err_code code = check_rows_of_pack(verify, err);

    if (code != ERR_OK)
        return code;
    if (evidence_pack_end(verify->pack, &reason) != ERR_OK)
        say_broken(verify, reason.text);
    else if (evidence_totals_end(verify->totals, &reason) != ERR_OK)
        say_broken(verify, reason.text);
    if (verify->recount != NULL)
        code = recount(verify, workers, err);
    if (code == ERR_OK)
        say_summary(verify);
    return code;
}

static enum err_code open_and_check(struct verify *verify, const struct verify_request *request,
                                    FILE *in, struct err *err)
{
    struct err reason;
    enum err_code code = verify_folders_open(&verify->folders, request->sources, err);

    if (code != ERR_OK)
        return code;
    code = evidence_pack_open(&verify->pack, in, &reason);
    if (code == ERR_FORMAT || code == ERR_LIMIT) {
        say_broken(verify, reason.text);
        return ERR_OK;
    }
    if (code != ERR_OK) {
        *err = reason;
        err_context(err, "%s", verify->shown);
        return code;
    }
    say_head(verify);
    verify->totals = evidence_totals_new(evidence_pack_head(verify->pack));
    verify->recount = request->recount ? recount_new() : NULL;
    verify->readers = source_pool_new(request->workers);
    return check_pack(verify, request->workers, err);
}

enum err_code verify_run(bool *verified, const struct verify_request *request, struct err *err)
{
    bool standard = strcmp(request->pack, "-") == 0;
    FILE *in = standard ? stdin : fopen(request->pack, "re");
    struct verify verify = {.shown = standard ? "standard input" : request->pack};

    if (in == NULL)
        return err_errno(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, errno, "%s", request->pack);
    verify.houses = houses_new();
    verify.arena = arena_new();
    enum err_code code = open_and_check(&verify, request, in, err);
    *verified = verify.failed == 0 && !verify.broken;
    worker_pool_free(verify.readers);
    recount_free(verify.recount);
    evidence_totals_free(verify.totals);
    evidence_pack_close(verify.pack);
    verify_folders_close(&verify.folders);
    houses_free(verify.houses);
    map_free(&verify.sources);
    arena_free(verify.arena);
    free(verify.rows);
    free(verify.groups);
    if (!standard)
        fclose(in);
    return code;
}
