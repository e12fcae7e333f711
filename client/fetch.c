#include "client/fetch.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/mem.h"
#include "client/clock.h"
#include "client/output.h"

enum {
    CONNECT_SECONDS = 5,
    TOTAL_SECONDS = 60,
    SILENT_SECONDS = 60,
    LIMIT_MIB = 64,
    REFUSED_MS = 250,      /* before the first retry; twice as long before each next */
    RETRY_AFTER_MOST = 60, /* seconds that a daemon is waited for */
    HTTP_OK = 200,
    HTTP_BUSY = 503
};

#define DEFAULT_URL    "http://127.0.0.1:8321"
#define URL_IN_MESSAGE "%.200s" /* leaves room for what went wrong */

struct fetch {
    CURL *curl;
    char *base;         /* without "/" at its end */
    char *origin;       /* base without user name and password */
    long long deadline; /* of clock_ms(); 0: none */
    long retries;
};

struct fetch_sink {
    struct buf *body;
    bool too_large;
    CURL *curl;
    const struct fetch_taker *taker; /* NULL: all goes to the body */
    enum err_code code;              /* the taker's */
    struct err *err;
};

const char *fetch_origin(const struct fetch *fetch)
{
    return fetch->origin;
}

void fetch_free(struct fetch *fetch)
{
    if (fetch == NULL)
        return;
    curl_easy_cleanup(fetch->curl);
    free(fetch->base);
    free(fetch->origin);
    free(fetch);
    curl_global_cleanup();
}

/* A copy of the URL without "/" at its end, to free(); NULL if libcurl refuses it. */
static char *url_text(CURLU *url)
{
    char *text = NULL;

    if (curl_url_get(url, CURLUPART_URL, &text, 0) != CURLUE_OK)
        return NULL;
    char *copy = mem_strdup(text);
    curl_free(text);
    for (size_t n = strlen(copy); n > 0 && copy[n - 1] == '/'; n--)
        copy[n - 1] = '\0';
    return copy;
}

static bool part_is(CURLU *url, CURLUPart part, const char *value)
{
    char *text = NULL;
    bool is = curl_url_get(url, part, &text, 0) == CURLUE_OK && strcmp(text, value) == 0;

    curl_free(text);
    return is;
}

static bool has_part(CURLU *url, CURLUPart part)
{
    char *text = NULL;
    bool has = curl_url_get(url, part, &text, 0) == CURLUE_OK;

    curl_free(text);
    return has;
}

static bool host_is_loopback(const char *host)
{
    static const char name[] = "localhost";
    size_t n = strlen(host);
    char address[INET6_ADDRSTRLEN];
    struct in_addr v4;
    struct in6_addr v6;

    if (n > 0 && host[n - 1] == '.')
        n--;
    if (n >= sizeof name - 1) {
        const char *tail = host + n - (sizeof name - 1);
        if (strncasecmp(tail, name, sizeof name - 1) == 0 && (tail == host || tail[-1] == '.'))
            return true;
    }
    if (inet_pton(AF_INET, host, &v4) == 1)
        return ntohl(v4.s_addr) >> 24 == IN_LOOPBACKNET;
    if (host[0] != '[' || n - 2 >= sizeof address)
        return false;
    snprintf(address, sizeof address, "%.*s", (int)(n - 2), host + 1);
    return inet_pton(AF_INET6, address, &v6) == 1 &&
           (IN6_IS_ADDR_LOOPBACK(&v6) || (IN6_IS_ADDR_V4MAPPED(&v6) && v6.s6_addr[12] == 127));
}

static bool is_loopback(CURLU *url)
{
    char *host = NULL;
    bool is = curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK && host_is_loopback(host);

    curl_free(host);
    return is;
}

static enum err_code parse_url(struct fetch *fetch, CURLU *parsed, const char *url, struct err *err)
{
    bool usable =
        curl_url_set(parsed, CURLUPART_URL, url, 0) == CURLUE_OK &&
        (part_is(parsed, CURLUPART_SCHEME, "http") || part_is(parsed, CURLUPART_SCHEME, "https")) &&
        !has_part(parsed, CURLUPART_QUERY) && !has_part(parsed, CURLUPART_FRAGMENT);

    if (usable)
        fetch->base = url_text(parsed);
    if (fetch->base == NULL)
        return err_set(err, ERR_USAGE,
                       "--url (or $SPECSEARCH_URL) takes http://HOST:PORT or https://HOST/PATH, "
                       "not '" URL_IN_MESSAGE "'",
                       url);
    if (is_loopback(parsed))
        curl_easy_setopt(fetch->curl, CURLOPT_PROXY, "");
    curl_url_set(parsed, CURLUPART_USER, NULL, 0);
    curl_url_set(parsed, CURLUPART_PASSWORD, NULL, 0);
    fetch->origin = url_text(parsed);
    if (fetch->origin == NULL)
        fetch->origin = mem_strdup("the daemon");
    return ERR_OK;
}

/* Hands on the whole lines that stand in the body, of which the first `seen` bytes hold no end of a
 * line, and keeps what is left. */
static void take_lines(struct fetch_sink *sink, size_t seen)
{
    struct buf *body = sink->body;
    size_t start = 0;
    char *end;

    while (sink->code == ERR_OK && (end = memchr(body->p + seen, '\n', body->n - seen)) != NULL) {
        struct str line = {body->p + start, (size_t)(end - body->p) - start};
        sink->code = sink->taker->take(sink->taker->data, line, sink->err);
        start = seen = (size_t)(end - body->p) + 1;
    }
    memmove(body->p, body->p + start, body->n - start);
    body->n -= start;
}

static size_t receive(char *bytes, size_t size, size_t count, void *to)
{
    struct fetch_sink *sink = to;
    size_t n = size * count, seen = sink->body->n;
    long status = 0;

    if (n > (size_t)LIMIT_MIB << 20 || seen > ((size_t)LIMIT_MIB << 20) - n) {
        sink->too_large = true;
        return CURL_WRITEFUNC_ERROR;
    }
    curl_easy_getinfo(sink->curl, CURLINFO_RESPONSE_CODE, &status);
    bool taken = sink->taker != NULL && status == HTTP_OK;
    if (taken && !sink->taker->lines)
        sink->code = sink->taker->take(sink->taker->data, (struct str){bytes, n}, sink->err);
    else
        buf_add(sink->body, bytes, n);
    if (taken && sink->taker->lines)
        take_lines(sink, seen);
    return sink->code == ERR_OK ? n : CURL_WRITEFUNC_ERROR;
}

static void set_limits(CURL *curl)
{
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    /* An ID with ".." in it is the daemon's to refuse: tidied away it would name another page. */
    curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "gzip");
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "specsearch/" SPECSEARCH_VERSION);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, receive);
}

enum err_code fetch_open(struct fetch **out, const char *url, struct err *err)
{
    *out = NULL;
    if (url == NULL) {
        url = getenv("SPECSEARCH_URL");
        if (url == NULL || *url == '\0')
            url = DEFAULT_URL;
    }
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return err_set(err, ERR_INTERNAL, "libcurl cannot start");
    struct fetch *fetch = *out = mem_zero(1, sizeof *fetch);
    CURLU *parsed = curl_url();
    fetch->curl = curl_easy_init();

    enum err_code code;
    if (fetch->curl == NULL || parsed == NULL)
        code = err_set(err, ERR_INTERNAL, "libcurl cannot start");
    else
        code = parse_url(fetch, parsed, url, err);
    if (code == ERR_OK)
        set_limits(fetch->curl);
    curl_url_cleanup(parsed);
    return code;
}

static enum err_code explain(const struct fetch *fetch, CURLcode failure, bool too_large,
                             struct err *err)
{
    long number = 0;

    if (too_large || failure == CURLE_FILESIZE_EXCEEDED)
        return err_set(err, ERR_LIMIT,
                       "the answer from " URL_IN_MESSAGE " is over %d MiB; ask for less by -n",
                       fetch->origin, LIMIT_MIB);
    if (failure == CURLE_OPERATION_TIMEDOUT)
        return err_set(err, ERR_LIMIT,
                       "no answer from " URL_IN_MESSAGE " in time (%d s to connect, %d s in all); "
                       "try again, or check --url",
                       fetch->origin, CONNECT_SECONDS, TOTAL_SECONDS);
    curl_easy_getinfo(fetch->curl, CURLINFO_OS_ERRNO, &number);
    if (failure == CURLE_COULDNT_CONNECT)
        return err_set(err, ERR_IO,
                       "cannot connect to " URL_IN_MESSAGE " (%s); start specsearchd, or set --url "
                       "to where it runs",
                       fetch->origin,
                       number != 0 ? strerror((int)number) : curl_easy_strerror(failure));
    return err_set(err, ERR_IO, "cannot get an answer from " URL_IN_MESSAGE " (%s); check --url",
                   fetch->origin, curl_easy_strerror(failure));
}

void fetch_hurry(struct fetch *fetch, long milliseconds)
{
    fetch->deadline = clock_ms() + milliseconds;
    fetch->retries = 0;
}

void fetch_retry(struct fetch *fetch, long times)
{
    fetch->retries = times;
}

static void set_patience(const struct fetch *fetch, bool parts)
{
    CURL *curl = fetch->curl;

    curl_easy_setopt(curl, CURLOPT_TIMEOUT, parts ? 0L : (long)TOTAL_SECONDS);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, parts ? 1L : 0L); /* bytes a second */
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, parts ? (long)SILENT_SECONDS : 0L);
    curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE,
                     parts ? (curl_off_t)0 : (curl_off_t)LIMIT_MIB << 20);
    if (fetch->deadline != 0) {
        long long left = fetch->deadline - clock_ms();
        curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, left > 0 ? (long)left : 1L);
    }
}

static long long announced_rows(CURL *curl)
{
    struct curl_header *header;
    char *end;

    if (curl_easy_header(curl, "X-Total-Rows", 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return -1;
    long long rows = strtoll(header->value, &end, 10);
    return end > header->value && *end == '\0' && rows >= 0 ? rows : -1;
}

/* How long to wait before the request is made again; below 0: it is not to be. Only what has handed
 * nothing over yet may be: a connection that was refused, and an answer that is a 503. */
static long pause_ms(const struct fetch *fetch, CURLcode result, long status, long attempt)
{
    long number = 0;
    curl_off_t seconds = 0;

    if (attempt >= fetch->retries)
        return -1;
    if (result == CURLE_COULDNT_CONNECT) {
        curl_easy_getinfo(fetch->curl, CURLINFO_OS_ERRNO, &number);
        return number == ECONNREFUSED ? REFUSED_MS << (attempt < 4 ? attempt : 4) : -1;
    }
    if (result != CURLE_OK || status != HTTP_BUSY)
        return -1;
    curl_easy_getinfo(fetch->curl, CURLINFO_RETRY_AFTER, &seconds);
    return seconds > 0 && seconds <= RETRY_AFTER_MOST ? (long)seconds * 1000 : -1;
}

static void pause_for(const struct fetch *fetch, long milliseconds)
{
    long long end = clock_ms() + milliseconds;
    struct buf note = {0};

    if (milliseconds >= 1000 && isatty(STDERR_FILENO)) {
        buf_printf(&note, "%.200s is not ready; asking again in %ld s", fetch->origin,
                   milliseconds / 1000);
        output_complain(note.p);
    }
    buf_free(&note);
    for (long long left = milliseconds; left > 0; left = end - clock_ms())
        poll(NULL, 0, (int)left);
}

static enum err_code get(struct fetch_reply *reply, struct fetch *fetch, struct str target,
                         const struct fetch_taker *taker, struct err *err)
{
    struct fetch_sink sink = {
        .body = &reply->body, .curl = fetch->curl, .taker = taker, .err = err};
    struct buf url = {0};
    long pause = 0;

    *reply = (struct fetch_reply){.rows = -1};
    buf_text(&url, fetch->base);
    buf_str(&url, target);
    curl_easy_setopt(fetch->curl, CURLOPT_WRITEDATA, &sink);
    CURLcode result = curl_easy_setopt(fetch->curl, CURLOPT_URL, url.p);
    for (long attempt = 0; result == CURLE_OK && pause >= 0; attempt++) {
        buf_free(&reply->body);
        set_patience(fetch, taker != NULL);
        result = curl_easy_perform(fetch->curl);
        curl_easy_getinfo(fetch->curl, CURLINFO_RESPONSE_CODE, &reply->status);
        pause = pause_ms(fetch, result, reply->status, attempt);
        if (pause >= 0) {
            pause_for(fetch, pause);
            result = CURLE_OK;
        }
    }
    buf_free(&url);
    if (result != CURLE_OK) {
        buf_free(&reply->body);
        return sink.code != ERR_OK ? sink.code : explain(fetch, result, sink.too_large, err);
    }
    reply->rows = announced_rows(fetch->curl);
    return ERR_OK;
}

enum err_code fetch_get(struct fetch_reply *reply, struct fetch *fetch, struct str target,
                        struct err *err)
{
    return get(reply, fetch, target, NULL, err);
}

enum err_code fetch_get_parts(struct fetch_reply *reply, struct fetch *fetch, struct str target,
                              const struct fetch_taker *taker, struct err *err)
{
    return get(reply, fetch, target, taker, err);
}

void fetch_encode(struct buf *target, struct str text, bool keep_slashes)
{
    static const char hex[] = "0123456789ABCDEF";

    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '-' || c == '.' || c == '_' || c == '~' || (c == '/' && keep_slashes);
        if (plain) {
            buf_char(target, (char)c);
        } else {
            char escape[3] = {'%', hex[c >> 4], hex[c & 15]};
            buf_add(target, escape, sizeof escape);
        }
    }
}
