#include "read/html.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_bytes(html_read, (struct str){(const char *)data, size});
    return 0;
}
