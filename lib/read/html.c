#include "read/html.h"

enum err_code html_read(struct document *document, struct str bytes, struct arena *arena,
                        struct err *err)
{
    (void)document;
    (void)bytes;
    (void)arena;
    return err_set(err, ERR_FORMAT, "a HTML file, which is not read yet; save it as text");
}
