#include "indexer/segment_check.h"

enum err_code segment_check(const char *directory, const struct manifest_segment *segment,
                            struct err *err)
{
    enum err_code code = ERR_OK;

    for (enum manifest_file f = 0; code == ERR_OK && f < MANIFEST_FILE_COUNT; f++)
        code = manifest_check_file(directory, segment, f, err);
    return code;
}
