#include "search/sha256.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"

static void finish(char hex[SHA256_HEX], struct sha256_ctx *context)
{
    uint8_t digest[SHA256_DIGEST_SIZE];

    sha256_digest(context, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    hex[2 * sizeof digest] = '\0';
}

void sha256_bytes(char hex[SHA256_HEX], struct str bytes)
{
    struct sha256_ctx context;

    sha256_init(&context);
    sha256_update(&context, bytes.n, (const uint8_t *)bytes.p);
    finish(hex, &context);
}

struct sha256_sum {
    struct sha256_ctx context;
};

struct sha256_sum *sha256_sum_new(void)
{
    struct sha256_sum *sum = mem_zero(1, sizeof *sum);

    sha256_init(&sum->context);
    return sum;
}

void sha256_sum_free(struct sha256_sum *sum)
{
    free(sum);
}

void sha256_sum_add(struct sha256_sum *sum, struct str bytes)
{
    sha256_update(&sum->context, bytes.n, (const uint8_t *)bytes.p);
}

void sha256_sum_take(char hex[SHA256_HEX], struct sha256_sum *sum)
{
    finish(hex, &sum->context); /* nettle begins anew by itself */
}

enum err_code sha256_descriptor(char hex[SHA256_HEX], int fd, size_t limit, struct err *err)
{
    struct sha256_ctx context;
    uint8_t chunk[64 * 1024];
    size_t total = 0;

    sha256_init(&context);
    for (;;) {
        ssize_t got = read(fd, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_errno(err, ERR_IO, errno, "cannot be read");
        if (got == 0)
            break;
        if ((size_t)got > limit - total)
            return err_set(err, ERR_LIMIT, "too large: grows past the limit of %zu bytes", limit);
        sha256_update(&context, (size_t)got, chunk);
        total += (size_t)got;
    }
    finish(hex, &context);
    return ERR_OK;
}

enum err_code sha256_file(char hex[SHA256_HEX], const char *path, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return err_errno(err, errno == ENOENT || errno == ENOTDIR ? ERR_FORMAT : ERR_IO, errno,
                         "%s: cannot be opened", path);
    enum err_code code = sha256_descriptor(hex, fd, SIZE_MAX, err);
    close(fd);
    if (code != ERR_OK)
        err_context(err, "%s", path);
    return code;
}
