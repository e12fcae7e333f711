/* specsearchd: serves an index over HTTP. */
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/log.h"
#include "base/options.h"
#include "searchd/assets.h"
#include "searchd/parameters.h"
#include "searchd/server.h"
#include "searchd/snapshot.h"

enum { EXIT_ERROR = 2 };

static const struct option_help help = {
    "specsearchd -i INDEX [--listen ADDRESS:PORT] [--theme DIR]",
    "Serves the index: a web form, and a JSON API under /api/v1/. A new generation is served as "
    "soon\n"
    "as specindex has published it. The first line on standard output names the address; requests\n"
    "are logged on standard error. SIGTERM and SIGINT stop it, requests under way are answered.",
    "  specsearchd -i /var/lib/specsearch\n"
    "  specsearchd -i /var/lib/specsearch --listen 127.0.0.1:0   # any free port\n"};

enum { DEADLINE_MOST_MS = 3600000 };

static int fail(const struct err *err)
{
    fprintf(stderr, "specsearchd: %s\n", err->text);
    return EXIT_ERROR;
}

/* Each thread that searches holds a descriptor for each segment, of two generations while they
 * change over. The usual soft limit is low for the sake of select(), which nothing here calls. */
static void raise_descriptor_limit(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max)
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit); /* refused, the old limit may still do */
}

/* Serves until a signal says to stop. */
static enum err_code serve(const char *index, const char *listen, const char *theme,
                           struct err *err)
{
    struct snapshots *snapshots = NULL;
    struct server *server = NULL;
    sigset_t stop;
    int received = 0;

    /* Blocked before any thread is made, so that only sigwait() below sees them. */
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    pthread_sigmask(SIG_BLOCK, &stop, NULL);
    signal(SIGPIPE, SIG_IGN);
    enum err_code code = snapshots_open(&snapshots, index, err);
    if (code == ERR_OK)
        code = assets_open(theme, err);
    if (code == ERR_OK)
        code = server_start(&server, listen, snapshots, err);
    if (code == ERR_OK) {
        printf("listening on %s\n", server_url(server));
        fflush(stdout);
        sigwait(&stop, &received);
        struct log_line line = log_begin("info", "stopping");
        log_number(&line, "signal", received);
        log_end(&line);
        server_stop(server);
    }
    snapshots_close(snapshots);
    assets_close();
    return code;
}

int main(int argc, char **argv)
{
    const char *index = getenv("SPECSEARCH_INDEX"), *listen = "127.0.0.1:8321";
    const char *theme = NULL;
    long deadline = PARAMETERS_TIME_MS;
    bool wants_help = false, wants_version = false;
    const struct option_def options[] = {
        {"index", 'i', OPTION_TEXT, &index, "DIR", "the index; default $SPECSEARCH_INDEX"},
        {"listen", 'l', OPTION_TEXT, &listen, "ADDR:PORT", "default 127.0.0.1:8321"},
        {"theme", 't', OPTION_TEXT, &theme, "DIR",
         "the name, logo, colours and templates of an agency"},
        {"deadline", 0, OPTION_NUMBER, &deadline, "MS",
         "the most milliseconds that a search may take; default 2000"},
        {"help", 'h', OPTION_FLAG, &wants_help, NULL, "this text"},
        {"version", 0, OPTION_FLAG, &wants_version, NULL, "the version"}};
    size_t count = sizeof options / sizeof options[0];
    struct err err = {0};
    int first;

    if (options_parse(&first, argc, argv, options, count, &err) != ERR_OK)
        return fail(&err);
    if (wants_help) {
        options_print_help(&help, options, count);
        return EXIT_SUCCESS;
    }
    if (wants_version) {
        puts("specsearchd " SPECSEARCH_VERSION);
        return EXIT_SUCCESS;
    }
    if (first < argc) {
        err_set(&err, ERR_USAGE, "unexpected operand '%s'; see --help", argv[first]);
        return fail(&err);
    }
    if (index == NULL || index[0] == '\0') {
        err_set(&err, ERR_USAGE, "no index named; use -i DIR or set SPECSEARCH_INDEX");
        return fail(&err);
    }
    if (deadline < 1 || deadline > DEADLINE_MOST_MS) {
        err_set(&err, ERR_USAGE, "--deadline takes 1 to %d milliseconds, not %ld", DEADLINE_MOST_MS,
                deadline);
        return fail(&err);
    }
    parameters_set_time((uint32_t)deadline);
    raise_descriptor_limit();
    return serve(index, listen, theme, &err) == ERR_OK ? EXIT_SUCCESS : fail(&err);
}
