/* usage: search INDEX export    writes the sections of an index as lines, for the peers to index
 *        search INDEX serve     times the queries on standard input
 *
 * An exported line holds the class, title, heading and text of a section and its values of the six
 * facets, parted by tabs. What is served is described in bench/README.md. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "search/gather.h"
#include "search/search.h"
#include "search/show.h"

/* The facets that all engines count; ours counts the others too, always. */
static const enum facet facets[] = {FACET_SECTION,   FACET_AGENCY,     FACET_FLSA,
                                    FACET_EDUCATION, FACET_EXPERIENCE, FACET_GRADE};
enum { FACETS = sizeof facets / sizeof facets[0], PAGE = 10, LEAST_RUNS = 3 };

static void print_text(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        putchar((unsigned char)text.p[i] < ' ' ? ' ' : text.p[i]);
}

/* A section's value of a facet that its kinds or its class decide; of several, the first. */
static struct str value_of(enum facet facet, const struct search_class *found, uint32_t section,
                           struct arena *arena)
{
    const struct record_class *class = &found->class;

    if (facet == FACET_SECTION)
        return str_of(kind_name((enum spec_kind)found->sections[section].kinds.kinds[0]));
    if (facet_vocabulary(facet) == 0)
        return facet_class_value(facet, class->fields, class->agency, arena);
    uint32_t mask = facet_mask(facet, NULL, class->requirements, class->requirement_count);
    return facet_value(facet, (uint32_t)__builtin_ctz(mask)); /* there is one at least */
}

static void export_class(const struct search_class *found, struct arena *arena)
{
    for (uint32_t i = 0; i < found->class.sections; i++) {
        const struct record_section *section = &found->sections[i];
        const struct str texts[] = {found->class.id, section->title, section->heading,
                                    section->text};
        for (size_t t = 0; t < sizeof texts / sizeof texts[0]; t++) {
            print_text(texts[t]);
            putchar('\t');
        }
        for (size_t f = 0; f < FACETS; f++) {
            print_text(value_of(facets[f], found, i, arena));
            putchar(f + 1 < FACETS ? '\t' : '\n');
        }
    }
}

static enum err_code export_sections(struct index *index, struct err *err)
{
    const struct manifest *manifest = index_manifest(index);
    struct arena *arena = arena_new();
    enum err_code code = ERR_OK;

    for (size_t s = 0; code == ERR_OK && s < manifest->count; s++) {
        const struct manifest_source *source = &manifest->sources[s];
        for (size_t c = 0; code == ERR_OK && c < source->class_count; c++) {
            struct search_class found;
            code = search_class(&found, index, str_of(source->classes[c].id), STR(""), false, 0,
                                arena, err);
            if (code == ERR_OK)
                export_class(&found, arena);
            arena_clear(arena);
        }
    }
    arena_free(arena);
    if (code == ERR_OK && (fflush(stdout) != 0 || ferror(stdout)))
        code = err_set(err, ERR_IO, "cannot write");
    return code;
}

/* Filters: FACET=VALUE|VALUE;FACET=VALUE */
static enum err_code parse_filters(struct tally_filters *filters, struct str text,
                                   struct arena *arena, struct err *err)
{
    while (text.n > 0) {
        struct str values = str_cut(&text, ';'), name = str_cut(&values, '=');
        enum facet facet;
        if (!facet_from_name(&facet, name))
            return err_set(err, ERR_USAGE, "no facet %.*s", (int)name.n, name.p);
        filters->values[facet] = arena_zero(arena, values.n, sizeof *filters->values[facet]);
        while (values.n > 0)
            filters->values[facet][filters->counts[facet]++] = str_cut(&values, '|');
    }
    return ERR_OK;
}

static double now_ms(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/* What is measured, again and again, and how. */
struct measured {
    struct index *index;
    const struct search_request *request;
    /* Of snippets alone: the hits, found before, and what they are shown with. */
    struct index_worker *worker;
    const struct query_node *root;
    const struct rank *hits;
    enum err_code (*once)(const struct measured *measured, struct arena *arena, struct err *err);
};

static enum err_code search_once(const struct measured *measured, struct arena *arena,
                                 struct err *err)
{
    struct search_page page;
    return search_run(&page, measured->index, measured->request, arena, err);
}

static enum err_code show_once(const struct measured *measured, struct arena *arena,
                               struct err *err)
{
    struct show show = show_start(measured->index, measured->worker, measured->root, 0, arena);
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < measured->hits->count; i++) {
        struct search_hit hit;
        code = show_hit(&hit, &show, &measured->hits->items[i], err);
    }
    show_finish(&show);
    return code;
}

/* The best time of as many runs as fit into `budget` ms; each has an arena of its own. */
static enum err_code best_time(double *best, const struct measured *measured, double budget,
                               struct err *err)
{
    double start = now_ms();
    enum err_code code = ERR_OK;

    for (int runs = 0; code == ERR_OK && (runs < LEAST_RUNS || now_ms() - start < budget); runs++) {
        double before = now_ms();
        struct arena *arena = arena_new();
        code = measured->once(measured, arena, err);
        arena_free(arena);
        double took = now_ms() - before;
        if (runs == 0 || took < *best)
            *best = took;
    }
    return code;
}

/* Searches, then times the whole search or the snippets of what it found. */
static enum err_code time_search(double *best, uint32_t *sections, struct measured *measured,
                                 double budget, struct arena *arena, struct err *err)
{
    struct query_node *root = NULL;
    struct gathered found;
    enum err_code code =
        query_parse(&root, measured->request->query, measured->worker->stemmer, arena, err);

    if (code == ERR_OK) {
        const struct gather_request all = {.index = measured->index,
                                           .root = root,
                                           .filters = &measured->request->filters,
                                           .wanted = PAGE};
        code = gather(&found, &all, measured->worker, arena, err);
    }
    if (code != ERR_OK)
        return code;
    measured->root = root;
    measured->hits = &found.rank;
    *sections = found.tally.total.sections;
    return best_time(best, measured, budget, err);
}

/* A line: page or snippets, the query, the filters, and how many ms to go on measuring. */
static enum err_code answer(struct index *index, struct str line, struct err *err)
{
    struct str what = str_cut(&line, '\t'), query = str_cut(&line, '\t'),
               filters = str_cut(&line, '\t');
    /* Nothing is expanded: the peers expand nothing. */
    struct search_request request = {.query = query, .literal = true, .page = 1, .per_page = PAGE};
    struct measured measured = {.index = index,
                                .request = &request,
                                .once = str_eq(what, STR("snippets")) ? show_once : search_once};
    struct arena *arena = arena_new();
    uint32_t sections = 0;
    double ms = 0;
    enum err_code code = parse_filters(&request.filters, filters, arena, err);

    if (code == ERR_OK)
        code = index_take(&measured.worker, index, err);
    if (code == ERR_OK)
        code = time_search(&ms, &sections, &measured, strtod(line.p, NULL), arena, err);
    if (code == ERR_OK)
        printf("%u\t%.4f\n", sections, ms);
    index_give(index, measured.worker);
    arena_free(arena);
    return code;
}

static enum err_code serve(struct index *index, struct err *err)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    enum err_code code = ERR_OK;

    printf("Specsearch %s\t%u\n", SPECSEARCH_VERSION, index_manifest(index)->sections);
    fflush(stdout);
    while (code == ERR_OK && (length = getline(&line, &capacity, stdin)) > 0) {
        code = answer(index, (struct str){line, (size_t)length - 1}, err);
        fflush(stdout);
    }
    free(line);
    return code;
}

int main(int argc, char **argv)
{
    struct index *index = NULL;
    struct err err;

    if (argc != 3) {
        fputs("usage: search INDEX export|serve\n", stderr);
        return 2;
    }
    enum err_code code = index_open(&index, argv[1], &err);
    if (code == ERR_OK && strcmp(argv[2], "export") == 0)
        code = export_sections(index, &err);
    else if (code == ERR_OK)
        code = serve(index, &err);
    index_close(index);
    if (code != ERR_OK)
        fprintf(stderr, "bench/search: %s\n", err.text);
    return code == ERR_OK ? 0 : 2;
}
