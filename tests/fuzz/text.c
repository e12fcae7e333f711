#include "read/read.h"
#include "tests/fuzz/check.h"

static enum err_code read_text(struct document *document, struct str bytes, struct arena *arena,
                               struct err *err)
{
    return read_document(document, bytes, STR("clerk.txt"), arena, err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_bytes(read_text, (struct str){(const char *)data, size});
    return 0;
}
