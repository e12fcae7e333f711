#include "search/sha256.h"

#include <errno.h>
#include <nettle/sha2.h>
#include <stdio.h>

static void finish(char hex[SHA256_HEX], struct sha256_ctx *context)
{
    uint8_t digest[SHA256_DIGEST_SIZE];

    sha256_digest(context, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}

void sha256_bytes(char hex[SHA256_HEX], struct str bytes)
{
    struct sha256_ctx context;

    sha256_init(&context);
    sha256_update(&context, bytes.n, (const uint8_t *)bytes.p);
    finish(hex, &context);
}

enum err_code sha256_file(char hex[SHA256_HEX], const char *path, struct err *err)
{
    struct sha256_ctx context;
    uint8_t chunk[64 * 1024];
    size_t n;
    FILE *file = fopen(path, "rbe");

    if (file == NULL)
        return err_errno(err, ERR_IO, errno, "%s: cannot be opened", path);
    sha256_init(&context);
    while ((n = fread(chunk, 1, sizeof chunk, file)) > 0)
        sha256_update(&context, n, chunk);
    enum err_code code = ERR_OK;
    if (ferror(file))
        code = err_errno(err, ERR_IO, errno, "%s: cannot be read", path);
    fclose(file);
    finish(hex, &context);
    return code;
}
