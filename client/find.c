#include "client/find.h"

#include <stdlib.h>
#include <string.h>

#include "client/all.h"
#include "client/answer.h"
#include "client/explain.h"
#include "client/fetch.h"
#include "client/filter.h"
#include "client/hits.h"
#include "client/progress.h"
#include "client/rows.h"
#include "client/save.h"
#include "client/workbook.h"

enum { PER_PAGE_DEFAULT = 10, PER_PAGE_MOST = 100, NOT_GIVEN = -1 };

enum find_format { FIND_TEXT, FIND_JSON, FIND_CSV, FIND_TSV, FIND_XLSX, FIND_FORMAT_COUNT };
enum find_group { FIND_SECTIONS, FIND_CLASSES, FIND_GROUP_COUNT };

static const char *const formats[FIND_FORMAT_COUNT] = {[FIND_TEXT] = "text",
                                                       [FIND_JSON] = "json",
                                                       [FIND_CSV] = "csv",
                                                       [FIND_TSV] = "tsv",
                                                       [FIND_XLSX] = "xlsx"};

static const char *const groups[FIND_GROUP_COUNT] = {
    [FIND_SECTIONS] = "section", [FIND_CLASSES] = "class"};

static const char *const orders[] = {"relevance", "title",      "-title",     "revised",
                                     "-revised",  "experience", "-experience"};

struct find_request {
    struct option_list filters[FILTER_COUNT]; /* values asked for */
    long per_page, page;
    bool all, no_relax, no_expand, explain, facets;
    const char *output;
    struct option_choice format, group, sort;
    struct buf query;
    struct fetch *fetch;
};

static const struct command_help find_help = {
    .text.usage = "specsearch find [options] QUERY...",
    .text.summary =
        "Finds the sections of class specifications that have all words of QUERY, best first.\n"
        "A filter given more than once lets any of its values through; without QUERY, the filters\n"
        "alone choose. text and json show one page; csv and tsv hold every hit, or the one page\n"
        "named by -p or -n. --all gives every hit in any format, with all of the section's text\n"
        "instead of a snippet; json is then an object a line, and xlsx a workbook for Excel. "
        "ORDER\n"
        "is relevance (default), title (A to Z), revised (oldest first) or experience (least "
        "first);\n"
        "a minus before it, as in --sort=-revised, turns it round. Exit status: 0 found, 1 "
        "nothing\n"
        "found, 2 an error.",
    .text.examples =
        "  specsearch find CJIS clearance\n"
        "  specsearch find '\"matrix manages\"' --agency denver --agency seeds\n"
        "  specsearch find driver licence -s licensure -s equivalency --facets\n"
        "  specsearch find --education bachelor --experience 5_to_7 --modality required\n"
        "  specsearch find -f csv background check > background.csv\n"
        "  specsearch find -f tsv --section probation | cut -f 1,9\n"
        "  specsearch find --group class --sort=-revised budget\n"
        "  specsearch find --explain 'CJIS licensure:\"driver license\"'\n"
        "  specsearch find --all -f json --section physical_demands > demands.ndjson\n"
        "  specsearch find --all -f xlsx --output probation.xlsx --section probation\n"
        "  specsearch find -- cjis -driver      (a QUERY with a word that begins with -)\n",
};

/* What is explained is the query alone. */
static enum err_code check_explain(const struct find_request *request, size_t filters_chosen,
                                   struct err *err)
{
    if (filters_chosen > 0 || request->all || request->facets || request->group.given ||
        request->sort.given || request->page != NOT_GIVEN || request->per_page != NOT_GIVEN ||
        request->format.chosen > FIND_JSON)
        return err_set(err, ERR_USAGE,
                       "--explain goes with --no-expand, and --format text or json, alone");
    return ERR_OK;
}

static enum err_code check(const struct find_request *request, struct err *err)
{
    size_t format = request->format.chosen, chosen = 0;

    for (size_t f = 0; f < FILTER_COUNT; f++)
        chosen += request->filters[f].count;
    if (request->per_page != NOT_GIVEN &&
        (request->per_page < 1 || request->per_page > PER_PAGE_MOST))
        return err_set(err, ERR_USAGE, "--per-page takes 1 to %d", PER_PAGE_MOST);
    if (request->page != NOT_GIVEN && request->page < 1)
        return err_set(err, ERR_USAGE, "--page counts from 1");
    if (request->all && (request->per_page != NOT_GIVEN || request->page != NOT_GIVEN))
        return err_set(err, ERR_USAGE, "--all goes without --page and --per-page");
    if (format == FIND_XLSX && !request->all)
        return err_set(err, ERR_USAGE, "--format xlsx goes with --all");
    if (request->facets && request->all)
        return err_set(err, ERR_USAGE, "--facets goes without --all");
    if (request->facets && (format == FIND_CSV || format == FIND_TSV))
        return err_set(err, ERR_USAGE, "--facets goes with --format text or json");
    if (request->explain)
        return check_explain(request, chosen, err);
    if (str_trim(buf_view(&request->query)).n == 0 && chosen == 0)
        return err_set(err, ERR_USAGE,
                       "find wants a query or a filter, such as: specsearch find 'CJIS clearance'; "
                       "see specsearch find --help");
    return ERR_OK;
}

static enum err_code parse(struct find_request *request, bool *answered, struct command_line *line,
                           struct err *err)
{
    const struct option_def others[] = {
        {"format", 'f', OPTION_CHOICE, &request->format, "FORMAT",
         "text (default), json, csv, tsv or xlsx"},
        {"output", 'O', OPTION_TEXT, &request->output, "FILE",
         "write to FILE, which is there when it is whole"},
        {"per-page", 'n', OPTION_NUMBER, &request->per_page, "N", "hits a page, 1 to 100 (10)"},
        {"page", 'p', OPTION_NUMBER, &request->page, "N", "which page (1)"},
        {"all", 0, OPTION_FLAG, &request->all, NULL, "every hit, with all of its text"},
        {"group", 'g', OPTION_CHOICE, &request->group, "BY",
         "results are sections (default), or class"},
        {"sort", 'o', OPTION_CHOICE, &request->sort, "ORDER",
         "relevance, title, revised, experience"},
        {"no-relax", 0, OPTION_FLAG, &request->no_relax, NULL,
         "nothing, where no section has all that is asked for"},
        {"no-expand", 0, OPTION_FLAG, &request->no_expand, NULL,
         "nothing but what is typed: no acronyms or variants"},
        {"explain", 0, OPTION_FLAG, &request->explain, NULL,
         "what QUERY asks for, in words; finds nothing"},
        {"facets", 0, OPTION_FLAG, &request->facets, NULL, "counts by the values of each filter"},
    };
    enum { OTHERS = sizeof others / sizeof *others, COUNT = FILTER_COUNT + OTHERS };
    struct option_def defs[COUNT];
    int first;

    filter_add_options(defs, request->filters);
    memcpy(defs + FILTER_COUNT, others, sizeof others);
    enum err_code code = command_parse(&first, answered, line, &find_help, defs, COUNT, err);
    if (code != ERR_OK || *answered)
        return code;
    command_join(&request->query, line, first);
    return check(request, err);
}

/* The path and query of a search, but for what the caller puts behind it. */
static enum err_code make_target(struct buf *target, const char *path,
                                 const struct find_request *request, struct err *err)
{
    buf_printf(target, "%s?", path);
    enum err_code code = filter_add_parameter(target, "q", buf_view(&request->query), err);
    if (code == ERR_OK)
        code = filter_add_parameters(target, request->filters, err);
    if (request->group.given)
        buf_printf(target, "group=%s&", groups[request->group.chosen]);
    if (request->sort.given)
        buf_printf(target, "sort=%s&", orders[request->sort.chosen]);
    if (request->no_relax)
        buf_text(target, "relax=0&");
    if (request->no_expand)
        buf_text(target, "expand=0&");
    return code;
}

static struct rows_shape shape_of(const struct find_request *request)
{
    return (struct rows_shape){.format = request->format.chosen == FIND_CSV ? ROWS_CSV : ROWS_TSV,
                               .classes = request->group.chosen == FIND_CLASSES,
                               .texts = request->all};
}

static enum err_code no_search(const struct find_request *request, struct err *err)
{
    return err_set(err, ERR_FORMAT,
                   "%.200s has no search; check that specsearchd runs there, or set --url",
                   fetch_origin(request->fetch));
}

/* One page. The caller frees *answer by answer_free(), also after an error. */
static enum err_code get_page(struct answer_page *page, struct answer *answer,
                              const struct find_request *request, long number, long per_page,
                              struct err *err)
{
    struct buf target = {0};

    *answer = (struct answer){0};
    *page = (struct answer_page){0};
    enum err_code code = make_target(&target, "/api/v1/search", request, err);
    buf_printf(&target, "page=%ld&per_page=%ld", number, per_page);
    if (code == ERR_OK)
        code = answer_get(answer, request->fetch, buf_view(&target), err);
    buf_free(&target);
    if (code == ERR_NOT_FOUND) /* a search that finds nothing is no 404 */
        return no_search(request, err);
    if (code == ERR_OK)
        code = answer_read_page(page, answer, err);
    if (code != ERR_OK)
        return code;
    if (page->page != number)
        return err_set(err, ERR_FORMAT,
                       "unexpected answer from %.200s (page %lld instead of %ld); check --url",
                       answer->origin, page->page, number);
    if (page->hit_count == 0 && page->sections > 0 && page->page <= page->pages)
        return err_set(
            err, ERR_FORMAT,
            "unexpected answer from %.200s (no hits on page %ld, but %lld in all); check "
            "specsearchd",
            answer->origin, number, page->sections);
    return ERR_OK;
}

static enum err_code find_page(bool *found, const struct find_request *request, struct output *out,
                               struct err *err)
{
    long number = request->page != NOT_GIVEN ? request->page : 1;
    long per_page = request->per_page != NOT_GIVEN ? request->per_page : PER_PAGE_DEFAULT;
    struct answer answer;
    struct answer_page page;

    enum err_code code = get_page(&page, &answer, request, number, per_page, err);
    if (code == ERR_OK) {
        *found = page.hit_count > 0;
        if (request->format.chosen == FIND_JSON) {
            output_json(out, buf_view(&answer.body));
        } else {
            hits_print_totals(out, &page);
            hits_print(out, &page);
            if (request->facets)
                code = hits_print_facets(out, &answer, err);
            hits_print_next(out, &page);
        }
    }
    answer_free(&answer);
    return code;
}

/* What an export must keep to from its first page to its last. */
struct find_export {
    const struct find_request *request;
    struct rows_shape shape;
    struct buf generation; /* of the first page */
    long long rows;
    bool last;
    struct progress progress;
};

static enum err_code export_page(struct find_export *export, long number, long per_page,
                                 struct output *out, struct err *err)
{
    struct answer answer;
    struct answer_page page;

    enum err_code code = get_page(&page, &answer, export->request, number, per_page, err);
    long long results = export->shape.classes ? page.classes : page.sections;
    if (code == ERR_OK && export->generation.n == 0)
        buf_str(&export->generation, page.generation);
    if (code == ERR_OK && !str_eq(page.generation, buf_view(&export->generation)))
        code = err_set(err, ERR_BUSY, "the index changed during the export; run it again");
    if (code == ERR_OK) {
        if (export->rows == 0)
            hits_complain(&page.query, (long long)page.result_count);
        for (size_t i = 0; i < page.hit_count; i++)
            if (page.hits[i].rank == 0)
                rows_write_hit(out, export->shape, &page.hits[i]);
        export->rows += (long long)page.result_count;
        export->last = number >= page.pages || export->rows >= results;
        progress_tell(&export->progress, export->rows, results, "rows");
        code = output_flush(out, err);
    }
    bool whole = export->request->page == NOT_GIVEN && export->request->per_page == NOT_GIVEN;
    if (code == ERR_OK && whole && export->last && export->rows != results)
        code = err_set(err, ERR_FORMAT,
                       "the export has %lld rows but %.200s counts %lld hits; do not use it, and "
                       "check specsearchd",
                       export->rows, answer.origin, results);
    answer_free(&answer);
    return code;
}

static enum err_code find_export(bool *found, const struct find_request *request,
                                 struct output *out, struct err *err)
{
    bool one = request->page != NOT_GIVEN || request->per_page != NOT_GIVEN;
    long number = request->page != NOT_GIVEN ? request->page : 1;
    long per_page = one ? PER_PAGE_DEFAULT : PER_PAGE_MOST;
    struct find_export export = {
        .request = request,
        .shape = shape_of(request),
        .progress = progress_begin(out),
    };
    enum err_code code;

    if (request->per_page != NOT_GIVEN)
        per_page = request->per_page;
    rows_write_header(out, export.shape);
    do
        code = export_page(&export, number++, per_page, out, err);
    while (code == ERR_OK && !one && !export.last);
    progress_end(&export.progress);
    *found = export.rows > 0;
    buf_free(&export.generation);
    if (code != ERR_OK && export.rows > 0 && out->failure == 0)
        err_context(err, "%lld rows came, do not use them", export.rows);
    return code;
}

static enum err_code find_all(bool *found, const struct find_request *request, struct output *out,
                              struct err *err)
{
    enum all_format format = request->format.chosen == FIND_TEXT   ? ALL_TEXT
                             : request->format.chosen == FIND_JSON ? ALL_JSON
                                                                   : ALL_ROWS;
    bool workbook = request->format.chosen == FIND_XLSX;
    struct buf target = {0};
    long long rows = 0;

    enum err_code code = workbook ? workbook_check_output(out, err) : ERR_OK;
    if (code == ERR_OK)
        code = make_target(&target, "/api/v1/export", request, err);
    buf_text(&target, workbook ? "format=xlsx" : "format=ndjson");
    if (code == ERR_OK && workbook)
        code = workbook_write(&rows, request->fetch, buf_view(&target), out, err);
    else if (code == ERR_OK)
        code = all_print(&rows, request->fetch, buf_view(&target), format, shape_of(request), out,
                         err);
    buf_free(&target);
    *found = rows != 0;
    return code == ERR_NOT_FOUND ? no_search(request, err) : code;
}

static enum err_code find_explain(bool *found, const struct find_request *request,
                                  struct output *out, struct err *err)
{
    struct buf target = {0};

    buf_text(&target, "/api/v1/explain?");
    enum err_code code = filter_add_parameter(&target, "q", buf_view(&request->query), err);
    buf_text(&target, request->no_expand ? "expand=0" : "expand=1");
    if (code == ERR_OK)
        code = explain_print(request->fetch, buf_view(&target), request->format.chosen == FIND_JSON,
                             out, err);
    buf_free(&target);
    *found = true;
    return code == ERR_NOT_FOUND ? no_search(request, err) : code;
}

/* What was asked for, wherever it goes. */
static enum err_code answer(bool *found, struct find_request *request, struct command_line *line,
                            struct output *out, struct err *err)
{
    enum err_code code = command_open(&request->fetch, line, out, err);

    if (code == ERR_OK && !request->explain)
        code = command_prefer_agencies(&request->filters[FILTER_AGENCY], line, err);
    if (code != ERR_OK)
        return code;
    if (request->explain)
        return find_explain(found, request, out, err);
    if (request->all)
        return find_all(found, request, out, err);
    if (request->format.chosen == FIND_CSV || request->format.chosen == FIND_TSV)
        return find_export(found, request, out, err);
    return find_page(found, request, out, err);
}

static enum err_code answer_to_file(bool *found, struct find_request *request,
                                    struct command_line *line, struct err *err)
{
    struct save save;
    enum err_code code = save_begin(&save, request->output, err);

    if (code == ERR_OK)
        code = answer(found, request, line, &save.out, err);
    return save_end(&save, code, err);
}

enum err_code find_command(bool *found, struct command_line *line, struct output *out,
                           struct err *err)
{
    struct find_request request = {
        .per_page = NOT_GIVEN,
        .page = NOT_GIVEN,
        .format = {formats, FIND_FORMAT_COUNT, FIND_TEXT, false},
        .group = {groups, FIND_GROUP_COUNT, FIND_SECTIONS, false},
        .sort = {orders, sizeof orders / sizeof *orders, 0, false},
    };
    bool answered = false;

    enum err_code code = parse(&request, &answered, line, err);
    if (code == ERR_OK && answered)
        *found = true;
    else if (code == ERR_OK && request.output != NULL)
        code = answer_to_file(found, &request, line, err);
    else if (code == ERR_OK)
        code = answer(found, &request, line, out, err);
    fetch_free(request.fetch);
    buf_free(&request.query);
    filter_free(request.filters);
    return code;
}
