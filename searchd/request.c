#include "searchd/request.h"

#include <ctype.h>
#include <string.h>

#include "base/utf8.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

static enum err_code decode(struct str *out, struct str s, bool plus, struct arena *arena,
                            struct err *err)
{
    char *text = arena_strndup(arena, s.p, s.n);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (plus && c == '+') {
            c = ' ';
        } else if (c == '%') {
            int high = i + 2 < s.n ? hex_digit(s.p[i + 1]) : -1;
            int low = i + 2 < s.n ? hex_digit(s.p[i + 2]) : -1;
            if (high < 0 || low < 0)
                return err_set(err, ERR_USAGE, "the address has a %% that is no escape");
            c = (char)(high * 16 + low);
            i += 2;
        }
        if (c == '\0')
            return err_set(err, ERR_USAGE, "the address holds a NUL");
        text[n++] = c;
    }
    text[n] = '\0';
    *out = (struct str){text, n};
    return utf8_valid(*out) ? ERR_OK : err_set(err, ERR_USAGE, "the address is not in UTF-8");
}

enum err_code request_parse(struct request *request, const char *target, struct arena *arena,
                            struct err *err)
{
    struct str rest = str_of(target);
    struct str path = str_cut(&rest, '?');

    *request = (struct request){.parameter_count = 0};
    enum err_code code = decode(&request->path, path, false, arena, err);
    while (code == ERR_OK && rest.n > 0) {
        struct str value = str_cut(&rest, '&');
        struct str name = str_cut(&value, '=');
        struct request_parameter *parameter = &request->parameters[request->parameter_count];
        if (name.n == 0)
            continue;
        if (request->parameter_count == REQUEST_PARAMETERS_MAX)
            return err_set(err, ERR_LIMIT, "more than %d parameters", REQUEST_PARAMETERS_MAX);
        code = decode(&parameter->name, name, true, arena, err);
        if (code == ERR_OK)
            code = decode(&parameter->value, value, true, arena, err);
        if (code == ERR_OK)
            request->parameter_count++;
    }
    return code;
}

/* What follows a host: nothing, or a colon and a port. */
static bool is_port(const char *text)
{
    enum { DIGITS_MAX = 5 };
    size_t digits = text[0] == ':' ? strspn(text + 1, "0123456789") : 0;

    return text[0] == '\0' || (digits > 0 && digits <= DIGITS_MAX && text[1 + digits] == '\0');
}

/* A name, an IPv4 address or, in brackets, an IPv6 address; then perhaps a port. */
static bool is_host(const char *host)
{
    enum { HOST_MAX = 255 };
    size_t n;

    if (host[0] == '[') {
        n = strspn(host + 1, "0123456789abcdefABCDEF:.");
        return n > 0 && n <= HOST_MAX && host[1 + n] == ']' && is_port(host + n + 2);
    }
    n = strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-");
    return n > 0 && n <= HOST_MAX && is_port(host + n);
}

void request_set_origin(struct request *request, const char *host, const char *forwarded_protocol,
                        struct arena *arena)
{
    bool secure = forwarded_protocol != NULL && strcmp(forwarded_protocol, "https") == 0;

    if (host != NULL && is_host(host))
        request->origin = str_of(arena_printf(arena, "%s://%s", secure ? "https" : "http", host));
}

struct str request_value(const struct request *request, const char *name)
{
    for (size_t i = 0; i < request->parameter_count; i++)
        if (str_is(request->parameters[i].name, name))
            return request->parameters[i].value;
    return STR("");
}

bool request_has(const struct request *request, const char *name, struct str value)
{
    for (size_t i = 0; i < request->parameter_count; i++)
        if (str_is(request->parameters[i].name, name) &&
            str_eq_nocase(request->parameters[i].value, value))
            return true;
    return false;
}

void request_encode(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (isalnum(c) || strchr("-._~/", c) != NULL)
            buf_char(out, (char)c);
        else
            buf_printf(out, "%%%02X", c);
    }
}
