#include "searchd/server.h"

#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "searchd/metrics.h"
#include "searchd/routes.h"
#include "searchd/send.h"

enum {
    CONNECTION_MEMORY = 32 * 1024,
    CONNECTIONS_MAX = 512,
    CONNECTION_TIMEOUT_S = 30,
    STOP_WAIT_S = 5,
    TARGET_MAX = 24 * 1024, /* what the library refuses by itself, without our headers, is longer */
    SYSTEMD_FIRST_FD = 3
};

struct server {
    struct MHD_Daemon *daemon;
    struct snapshots *snapshots;
    struct metrics *metrics;
    char url[128];
    pthread_mutex_t mutex; /* guards `active` */
    pthread_cond_t idle;
    unsigned active; /* requests under way */
};

/* One request, from its first line to the end of its answer. */
struct exchange {
    char *target;
    struct timespec started;
    unsigned status;
    size_t bytes;       /* of the body, as sent */
    long long rows;     /* of an export */
    const char *method; /* NULL until the head of the request has been seen */
};

static long long microseconds_since(const struct timespec *then)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (now.tv_sec - then->tv_sec) * 1000000LL + (now.tv_nsec - then->tv_nsec) / 1000;
}

static void write_log(const struct exchange *exchange, long long us)
{
    struct log_line line = log_begin("info", "request");

    log_str(&line, "method", str_of(exchange->method != NULL ? exchange->method : "-"));
    log_str(&line, "target", str_of(exchange->target));
    log_number(&line, "status", exchange->status);
    log_number(&line, "bytes", (long long)exchange->bytes);
    log_number(&line, "us", us);
    log_end(&line);
}

static void finish(struct server *server, struct exchange *exchange)
{
    long long us = microseconds_since(&exchange->started);

    write_log(exchange, us);
    metrics_end(server->metrics, str_of(exchange->target), exchange->status, us, exchange->bytes,
                exchange->rows);
    free(exchange->target);
    free(exchange);
    pthread_mutex_lock(&server->mutex);
    if (--server->active == 0)
        pthread_cond_signal(&server->idle);
    pthread_mutex_unlock(&server->mutex);
}

/* Each connection has a place for its exchange under way: the library does not tell of the end of
 * one that it gives up before it is handled, but it tells of the connection's end. */
static void connection_changed(void *cls, struct MHD_Connection *connection, void **context,
                               enum MHD_ConnectionNotificationCode code)
{
    struct exchange **place = *context;

    (void)connection;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        *context = mem_zero(1, sizeof *place);
    } else if (place != NULL) {
        if (*place != NULL)
            finish(cls, *place);
        free(place);
    }
}

static struct exchange **place_of(struct MHD_Connection *connection)
{
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

static void *begin(void *cls, const char *uri, struct MHD_Connection *connection)
{
    struct server *server = cls;
    struct exchange *exchange = mem_zero(1, sizeof *exchange);

    exchange->target = mem_strdup(uri);
    /* The arguments are ours to parse (request.h). Given a few hundred, the library would fill the
     * connection's memory and let the client wait until the timeout, so they are hidden from it:
     * `uri` is its own buffer. If it were not, the arguments would be parsed twice, no more. */
    char *arguments = strchr((char *)(uintptr_t)uri, '?');
    if (arguments != NULL)
        arguments[1] = '\0';
    clock_gettime(CLOCK_MONOTONIC, &exchange->started);
    pthread_mutex_lock(&server->mutex);
    server->active++;
    pthread_mutex_unlock(&server->mutex);
    metrics_begin(server->metrics);
    *place_of(connection) = exchange;
    return exchange;
}

static void complete(void *cls, struct MHD_Connection *connection, void **con_cls,
                     enum MHD_RequestTerminationCode code)
{
    struct exchange **place = place_of(connection);

    (void)code;
    if (*place != NULL)
        finish(cls, *place);
    *place = NULL;
    MHD_set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT,
                              (unsigned)CONNECTION_TIMEOUT_S);
    *con_cls = NULL;
}

static enum MHD_Result count_lengths(void *cls, enum MHD_ValueKind kind, const char *key,
                                     const char *value)
{
    unsigned *counts = cls; /* Content-Length, Transfer-Encoding, non-empty bodies */

    (void)kind;
    if (strcasecmp(key, "Content-Length") == 0) {
        counts[0]++;
        counts[2] += value == NULL || strcmp(value, "0") != 0;
    } else if (strcasecmp(key, "Transfer-Encoding") == 0) {
        counts[1]++;
    }
    return MHD_YES;
}

/* Why a request is refused before it is looked at; NULL if it is not. */
static const char *refusal(unsigned *status, struct MHD_Connection *connection, const char *method,
                           const char *target)
{
    unsigned counts[3] = {0};

    MHD_get_connection_values(connection, MHD_HEADER_KIND, count_lengths, counts);
    if (counts[0] > 1 || (counts[0] > 0 && counts[1] > 0)) {
        *status = MHD_HTTP_BAD_REQUEST;
        return "the length of the request is given twice";
    }
    if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0) {
        *status = MHD_HTTP_METHOD_NOT_ALLOWED;
        return "only GET and HEAD are answered";
    }
    if (strlen(target) > TARGET_MAX) {
        *status = MHD_HTTP_URI_TOO_LONG;
        return "the address is too long";
    }
    if (counts[1] > 0 || counts[2] > 0) {
        *status = MHD_HTTP_BAD_REQUEST;
        return "a request with a body is not answered";
    }
    return NULL;
}

static enum MHD_Result answer(struct MHD_Connection *connection, struct exchange *exchange,
                              struct response *response, bool closing)
{
    bool has_body = strcmp(exchange->method, "HEAD") != 0;

    exchange->status = response->status;
    exchange->rows = has_body ? response->rows : 0;
    return send_response(connection, response, has_body ? &exchange->bytes : NULL, closing)
               ? MHD_YES
               : MHD_NO;
}

static const char *header(struct MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static enum MHD_Result handle(void *cls, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload_data,
                              size_t *upload_data_size, void **con_cls)
{
    struct server *server = cls;
    struct exchange *exchange = *con_cls;
    struct response response;
    unsigned status = 0;

    (void)url;
    (void)version;
    (void)upload_data;
    (void)upload_data_size;
    if (exchange == NULL)
        return MHD_NO;
    if (exchange->method == NULL) {
        exchange->method = strcmp(method, MHD_HTTP_METHOD_HEAD) == 0  ? "HEAD"
                           : strcmp(method, MHD_HTTP_METHOD_GET) == 0 ? "GET"
                                                                      : "other";
        const char *why = refusal(&status, connection, method, exchange->target);
        /* An answer to the head alone ends the connection; only a refused request gets one. */
        if (why == NULL)
            return MHD_YES;
        routes_refuse(&response, exchange->target, status, why);
        return answer(connection, exchange, &response, true); /* a body may follow */
    }
    const struct routes_headers headers = {header(connection, MHD_HTTP_HEADER_IF_NONE_MATCH),
                                           header(connection, MHD_HTTP_HEADER_HOST),
                                           header(connection, "X-Forwarded-Proto")};
    routes_answer(&response, server->snapshots, server->metrics, exchange->target, &headers);
    return answer(connection, exchange, &response, false);
}

/* Splits "ADDRESS:PORT"; the address may stand in brackets. */
static enum err_code split_address(char *host, size_t size, const char **port, const char *listen,
                                   struct err *err)
{
    const char *colon = strrchr(listen, ':');
    size_t length = colon != NULL ? (size_t)(colon - listen) : 0;

    if (length >= 2 && listen[0] == '[' && listen[length - 1] == ']') {
        listen++;
        length -= 2;
    }
    if (colon == NULL || colon[1] == '\0' || strspn(colon + 1, "0123456789") != strlen(colon + 1) ||
        strlen(colon + 1) > 5 || strtol(colon + 1, NULL, 10) > UINT16_MAX || length == 0 ||
        length >= size)
        return err_set(err, ERR_USAGE, "--listen takes ADDRESS:PORT, not '%s'", listen);
    memcpy(host, listen, length);
    host[length] = '\0';
    *port = colon + 1;
    return ERR_OK;
}

static int bind_one(const struct addrinfo *address)
{
    int fd = socket(address->ai_family, address->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int one = 1;

    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(fd, address->ai_addr, address->ai_addrlen) == 0 && listen(fd, SOMAXCONN) == 0)
        return fd;
    int number = errno;
    close(fd);
    errno = number;
    return -1;
}

static enum err_code open_socket(int *fd, const char *address, struct err *err)
{
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
                                   .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *found;
    char host[256];
    const char *port = NULL;
    enum err_code code = split_address(host, sizeof host, &port, address, err);

    if (code != ERR_OK)
        return code;
    int wrong = getaddrinfo(host, port, &hints, &found);
    if (wrong != 0)
        return err_set(err, ERR_USAGE, "%s: %s", address, gai_strerror(wrong));
    *fd = -1;
    for (const struct addrinfo *a = found; a != NULL && *fd < 0; a = a->ai_next)
        *fd = bind_one(a);
    int number = errno;
    freeaddrinfo(found);
    return *fd >= 0 ? ERR_OK : err_errno(err, ERR_IO, number, "cannot listen at %s", address);
}

/* The one socket that systemd passed, or -1. */
static int systemd_socket(void)
{
    const char *pid = getenv("LISTEN_PID"), *count = getenv("LISTEN_FDS");

    if (pid == NULL || count == NULL || strtol(pid, NULL, 10) != getpid() ||
        strcmp(count, "1") != 0)
        return -1;
    return SYSTEMD_FIRST_FD;
}

static void set_url(struct server *server, int fd)
{
    struct sockaddr_storage address;
    socklen_t size = sizeof address;
    char host[64] = "?", port[16] = "?";

    if (getsockname(fd, (struct sockaddr *)&address, &size) == 0)
        getnameinfo((struct sockaddr *)&address, size, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV);
    snprintf(server->url, sizeof server->url,
             address.ss_family == AF_INET6 ? "http://[%s]:%s" : "http://%s:%s", host, port);
}

static struct MHD_Daemon *start_daemon(struct server *server, int fd)
{
    long cpus = sysconf(_SC_NPROCESSORS_ONLN);

    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC /* for quiescing */, 0, NULL, NULL, handle,
        server, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_THREAD_POOL_SIZE,
        (unsigned)(cpus > 1 ? cpus : 2), MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_MEMORY, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)CONNECTION_TIMEOUT_S, MHD_OPTION_STRICT_FOR_CLIENT,
        1, MHD_OPTION_URI_LOG_CALLBACK, begin, server, MHD_OPTION_NOTIFY_COMPLETED, complete,
        server, MHD_OPTION_NOTIFY_CONNECTION, connection_changed, server, MHD_OPTION_END);
}

enum err_code server_start(struct server **out, const char *listen, struct snapshots *snapshots,
                           struct err *err)
{
    int fd = systemd_socket();
    enum err_code code = fd >= 0 ? ERR_OK : open_socket(&fd, listen, err);

    if (code != ERR_OK)
        return code;
    struct server *server = mem_zero(1, sizeof *server);
    server->snapshots = snapshots;
    server->metrics = metrics_new();
    pthread_mutex_init(&server->mutex, NULL);
    pthread_cond_init(&server->idle, NULL);
    set_url(server, fd);
    server->daemon = start_daemon(server, fd);
    if (server->daemon == NULL) {
        close(fd);
        metrics_free(server->metrics);
        free(server);
        return err_set(err, ERR_IO, "the HTTP server cannot be started at %s", listen);
    }
    *out = server;
    return ERR_OK;
}

const char *server_url(const struct server *server)
{
    return server->url;
}

void server_stop(struct server *server)
{
    struct timespec until;
    int fd = MHD_quiesce_daemon(server->daemon);

    if (fd >= 0)
        close(fd);
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += STOP_WAIT_S;
    pthread_mutex_lock(&server->mutex);
    while (server->active > 0 &&
           pthread_cond_timedwait(&server->idle, &server->mutex, &until) != ETIMEDOUT)
        ;
    pthread_mutex_unlock(&server->mutex);
    MHD_stop_daemon(server->daemon);
    pthread_cond_destroy(&server->idle);
    pthread_mutex_destroy(&server->mutex);
    metrics_free(server->metrics);
    free(server);
}
