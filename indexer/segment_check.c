#include "indexer/segment_check.h"

#include <string.h>

#include "base/mem.h"
#include "search/schema.h"
#include "search/sha256.h"

enum err_code segment_check(const char *directory, const struct manifest_segment *segment,
                            struct err *err)
{
    struct arena *arena = arena_new();
    enum err_code code = ERR_OK;

    for (enum manifest_file f = 0; code == ERR_OK && f < MANIFEST_FILE_COUNT; f++) {
        const char *path = arena_printf(arena, "%s/%s", directory, manifest_file_name(f));
        char sha256[SHA256_HEX];
        code = sha256_file(sha256, path, err);
        if (code == ERR_OK && strcmp(sha256, segment->sha256[f]) != 0)
            code = err_set(err, ERR_FORMAT, "%s: not as it was written; " SCHEMA_REBUILD, path);
    }
    arena_free(arena);
    return code;
}
