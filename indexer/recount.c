#include "indexer/recount.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/pack.h"
#include "indexer/build.h"
#include "indexer/walk.h"

struct recount {
    struct sha256_sum *sum; /* of the rows */
    struct buf row;
};

struct recount *recount_new(void)
{
    struct recount *recount = mem_zero(1, sizeof *recount);

    recount->sum = sha256_sum_new();
    return recount;
}

void recount_free(struct recount *recount)
{
    if (recount == NULL)
        return;
    sha256_sum_free(recount->sum);
    buf_free(&recount->row);
    free(recount);
}

void recount_add(struct recount *recount, const struct evidence_pack_row *row)
{
    struct buf *out = &recount->row;

    out->n = 0;
    pack_text(out, row->class_id);
    pack_number(out, row->ordinal);
    pack_number(out, row->in_heading);
    pack_number(out, row->start);
    pack_number(out, row->end);
    pack_text(out, row->left);
    pack_text(out, row->match);
    pack_text(out, row->right);
    sha256_sum_add(recount->sum, buf_view(out));
}

/* ---- asking ---- */

/* The filters of a head, which are what GET /api/v1/occurrences was given. */
static enum err_code read_filters(struct tally_filters *filters, struct str text,
                                  struct arena *arena, struct err *err)
{
    json_t *object = json_loadb(text.p, text.n, JSON_ALLOW_NUL, NULL), *list;
    enum err_code code = ERR_OK;
    const char *name;

    json_object_foreach(object, name, list)
    {
        enum facet facet;
        if (!facet_from_name(&facet, str_of(name))) {
            code = err_set(err, ERR_USAGE, "'%s' is no filter", name);
            break;
        }
        filters->values[facet] =
            arena_zero(arena, json_array_size(list), sizeof *filters->values[facet]);
        for (size_t i = 0; i < json_array_size(list); i++) {
            const json_t *value = json_array_get(list, i);
            const char *copy =
                arena_strndup(arena, json_is_string(value) ? json_string_value(value) : "",
                              json_string_length(value));
            filters->values[facet][filters->counts[facet]++] =
                (struct str){copy, json_string_length(value)};
        }
    }
    json_decref(object);
    return code;
}

static enum err_code take_rows(struct recount *again, struct occurrences *occurrences,
                               struct err *err)
{
    struct occurrences_row row;
    bool more = true;
    enum err_code code = ERR_OK;

    while (code == ERR_OK && more) {
        code = occurrences_next(&more, &row, occurrences, err);
        if (code == ERR_OK && more)
            recount_add(again, &(struct evidence_pack_row){.class_id = row.section->class_id,
                                                           .ordinal = row.section->ordinal,
                                                           .in_heading = row.in_heading,
                                                           .start = (uint32_t)row.start,
                                                           .end = (uint32_t)row.end,
                                                           .left = row.left,
                                                           .match = row.match,
                                                           .right = row.right});
    }
    return code;
}

/* The name that a source would have where the pack was made; NULL: not known. */
static const char *name_there(const struct manifest_source *source,
                              const struct verify_folders *folders, struct arena *arena)
{
    for (size_t i = 0; i < folders->count; i++) {
        const char *root = walk_escape(folders->roots[i], arena);
        if (folders->names[i] != NULL && str_starts(str_of(source->path), str_of(root)) &&
            source->path[strlen(root)] == '/')
            return arena_printf(arena, "%s%s", walk_escape(folders->names[i], arena),
                                source->path + strlen(root) + 1);
    }
    return NULL;
}

/* The hash of all sources, by the names that they have in the pack. */
static void hash_sources(char sha256[SHA256_HEX], const struct manifest *manifest,
                         const struct verify_folders *folders, struct arena *arena)
{
    struct manifest renamed = *manifest;

    renamed.sources = arena_zero(arena, manifest->count, sizeof *renamed.sources);
    for (size_t i = 0; i < manifest->count; i++) {
        const char *name = name_there(&manifest->sources[i], folders, arena);
        renamed.sources[i] = manifest->sources[i];
        if (name != NULL)
            renamed.sources[i].shown = name;
    }
    manifest_corpus(sha256, &renamed);
}

static enum err_code ask(struct recount_answer *answer, struct recount *recount,
                         const struct evidence_pack_head *head, struct index *index,
                         const struct verify_folders *folders, struct err *err)
{
    struct arena *arena = arena_new();
    struct recount *again = recount_new();
    struct occurrences *occurrences = NULL;
    struct occurrences_request request = {.query = head->text,
                                          .verbatim = head->verbatim,
                                          .expand = head->expand,
                                          .order = head->order,
                                          .context = head->context};
    enum err_code code = read_filters(&request.filters, head->filters, arena, err);

    if (code == ERR_OK)
        code = occurrences_open(&occurrences, index, &request, err);
    if (code == ERR_OK)
        code = take_rows(again, occurrences, err);
    if (code == ERR_OK) {
        const struct occurrences_summary *summary = occurrences_summary(occurrences);
        char told[SHA256_HEX], found[SHA256_HEX];
        sha256_sum_take(told, recount->sum);
        sha256_sum_take(found, again->sum);
        answer->total = summary->total;
        answer->same = strcmp(told, found) == 0;
        answer->same_words = str_eq(summary->reading, head->words);
        hash_sources(answer->corpus, index_manifest(index), folders, arena);
    }
    occurrences_close(occurrences);
    recount_free(again);
    arena_free(arena);
    return code;
}

enum err_code recount_ask(struct recount_answer *answer, struct recount *recount,
                          const struct evidence_pack_head *head,
                          const struct verify_folders *folders, size_t workers, struct err *err)
{
    const char *temporary = getenv("TMPDIR");
    struct buf path = {0};
    struct index *index = NULL;
    bool skipped;

    buf_printf(&path, "%s/specindex-recount.XXXXXX",
               temporary != NULL && temporary[0] != '\0' ? temporary : "/tmp");
    if (mkdtemp(path.p) == NULL) {
        enum err_code code = err_errno(err, ERR_IO, errno, "%s", path.p);
        buf_free(&path);
        return code;
    }
    struct build_request request = {.index = path.p,
                                    .paths = folders->roots,
                                    .path_count = folders->count,
                                    .quiet = true,
                                    .workers = workers};
    enum err_code code = build_run(&skipped, &request, err);
    if (code == ERR_OK)
        code = index_open(&index, path.p, err);
    if (code == ERR_OK)
        code = ask(answer, recount, head, index, folders, err);
    index_close(index);
    struct err reason;
    if (file_remove_tree(path.p, &reason) != ERR_OK && code == ERR_OK) {
        *err = reason;
        code = reason.code;
    }
    buf_free(&path);
    return code;
}
