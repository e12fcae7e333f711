#include "searchd/metrics.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "base/mem.h"

/* Requests are counted by what answers them, not by their address, of which there are endlessly
 * many. What ends in a slash stands for all below it; the first that fits counts. */
static const char *const routes[] = {"/",
                                     "/search",
                                     "/class/",
                                     "/compare",
                                     "/occurrences",
                                     "/absence",
                                     "/matrix",
                                     "/variants",
                                     "/browse",
                                     "/browse/",
                                     "/help",
                                     "/static/",
                                     "/api/v1/search",
                                     "/api/v1/suggest",
                                     "/api/v1/explain",
                                     "/api/v1/export",
                                     "/api/v1/occurrences",
                                     "/api/v1/absence",
                                     "/api/v1/matrix",
                                     "/api/v1/variants",
                                     "/api/v1/classes/",
                                     "/api/v1/compare",
                                     "/api/v1/browse",
                                     "/api/v1/browse/",
                                     "/healthz",
                                     "/readyz",
                                     "/metrics",
                                     "other"};
static const unsigned statuses[] = {200, 304, 400, 404, 405, 414, 500, 503, 0};
static const long long bounds_us[] = {1000,   2500,   5000,    10000,   25000,   50000,
                                      100000, 250000, 1000000, 2500000, 10000000};

enum {
    ROUTES = sizeof routes / sizeof routes[0],
    STATUSES = sizeof statuses / sizeof statuses[0],
    BOUNDS = sizeof bounds_us / sizeof bounds_us[0]
};

struct metrics_route {
    _Atomic uint64_t by_status[STATUSES];
    _Atomic uint64_t within[BOUNDS + 1]; /* bounds_us[i], and longer; each request in one of them */
    _Atomic uint64_t us;
};

struct metrics {
    struct metrics_route routes[ROUTES];
    _Atomic uint64_t bytes, rows, in_flight;
    time_t started;
};

struct metrics *metrics_new(void)
{
    struct metrics *metrics = mem_zero(1, sizeof *metrics);

    metrics->started = time(NULL);
    return metrics;
}

void metrics_free(struct metrics *metrics)
{
    free(metrics);
}

void metrics_begin(struct metrics *metrics)
{
    metrics->in_flight++;
}

static size_t route_of(struct str target)
{
    struct str path = str_cut(&target, '?');

    for (size_t i = 0; i < ROUTES - 1; i++) {
        struct str route = str_of(routes[i]);
        bool below = route.n > 1 && route.p[route.n - 1] == '/';
        if (below ? str_starts(path, route) : str_eq(path, route))
            return i;
    }
    return ROUTES - 1;
}

void metrics_end(struct metrics *metrics, struct str target, unsigned status, long long us,
                 size_t bytes, long long rows)
{
    struct metrics_route *route = &metrics->routes[route_of(target)];
    size_t s = 0, b = 0;

    while (s < STATUSES - 1 && statuses[s] != status)
        s++;
    while (b < BOUNDS && us > bounds_us[b])
        b++;
    route->by_status[s]++;
    route->within[b]++;
    route->us += (uint64_t)us;
    metrics->bytes += bytes;
    metrics->rows += (uint64_t)rows;
    metrics->in_flight--;
}

static void add_head(struct buf *out, const char *name, const char *type, const char *help)
{
    buf_printf(out, "# HELP specsearch_%s %s\n# TYPE specsearch_%s %s\n", name, help, name, type);
}

static void add_figure(struct buf *out, const char *name, const char *type, const char *help,
                       uint64_t value)
{
    add_head(out, name, type, help);
    buf_printf(out, "specsearch_%s %" PRIu64 "\n", name, value);
}

static void add_requests(struct buf *out, struct metrics *metrics)
{
    add_head(out, "requests_total", "counter", "Requests answered, by route and status.");
    for (size_t r = 0; r < ROUTES; r++)
        for (size_t s = 0; s < STATUSES; s++) {
            uint64_t count = metrics->routes[r].by_status[s];
            if (count == 0)
                continue;
            buf_printf(out, "specsearch_requests_total{route=\"%s\",status=\"", routes[r]);
            if (statuses[s] != 0)
                buf_printf(out, "%u", statuses[s]);
            else
                buf_text(out, "other");
            buf_printf(out, "\"} %" PRIu64 "\n", count);
        }
}

static void add_durations(struct buf *out, struct metrics *metrics)
{
    add_head(out, "request_seconds", "histogram",
             "From the first line of a request to the end of its answer.");
    for (size_t r = 0; r < ROUTES; r++) {
        struct metrics_route *route = &metrics->routes[r];
        uint64_t count = 0;
        for (size_t b = 0; b <= BOUNDS; b++)
            count += route->within[b];
        if (count == 0)
            continue;
        uint64_t within = 0;
        for (size_t b = 0; b < BOUNDS; b++) {
            within += route->within[b];
            buf_printf(out,
                       "specsearch_request_seconds_bucket{route=\"%s\",le=\"%g\"} %" PRIu64 "\n",
                       routes[r], (double)bounds_us[b] / 1e6, within < count ? within : count);
        }
        buf_printf(out,
                   "specsearch_request_seconds_bucket{route=\"%s\",le=\"+Inf\"} %" PRIu64 "\n"
                   "specsearch_request_seconds_sum{route=\"%s\"} %.6f\n"
                   "specsearch_request_seconds_count{route=\"%s\"} %" PRIu64 "\n",
                   routes[r], count, routes[r], (double)route->us / 1e6, routes[r], count);
    }
}

static void add_index(struct buf *out, struct snapshots *snapshots)
{
    struct snapshot *snapshot = snapshot_hold(snapshots);
    const struct manifest *manifest = index_manifest(snapshot_index(snapshot));

    /* Names of generations are digits. */
    add_head(out, "index_info", "gauge", "The generation that is served, as a label.");
    buf_printf(out, "specsearch_index_info{generation=\"%s\"} 1\n", manifest->generation);
    add_figure(out, "index_sections", "gauge", "Sections that are served.", manifest->sections);
    add_figure(out, "index_classes", "gauge", "Classes that are served.", manifest->classes);
    snapshot_release(snapshots, snapshot);
    add_figure(out, "index_opened_total", "counter", "Generations opened, the first one too.",
               snapshots_opened(snapshots));
}

void metrics_write(struct buf *out, struct metrics *metrics, struct snapshots *snapshots)
{
    add_requests(out, metrics);
    add_durations(out, metrics);
    add_figure(out, "requests_in_flight", "gauge", "Requests under way, this one too.",
               metrics->in_flight);
    add_figure(out, "response_bytes_total", "counter", "Bytes of bodies, as sent.", metrics->bytes);
    add_figure(out, "export_rows_total", "counter", "Rows of the exports that were begun.",
               metrics->rows);
    add_index(out, snapshots);
    add_figure(out, "start_time_seconds", "gauge", "When the daemon began, in seconds since 1970.",
               (uint64_t)metrics->started);
}
