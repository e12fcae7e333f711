#include "indexer/source.h"

#include <limits.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"
#include "read/read.h"

static struct str last_component(struct str path)
{
    for (size_t i = path.n; i-- > 0;)
        if (path.p[i] == '/')
            return str_from(path, i + 1);
    return path;
}

static struct str folder_name(struct str path)
{
    path.n -= last_component(path).n;
    if (path.n > 0)
        path.n--;
    return last_component(path);
}

/* The folder's name as the path has it, so that a link gives an agency the name it is known by;
 * where the path names none, as in `./clerk.txt`, the real one. Invalid bytes become U+FFFD: an
 * agency is shown to people and sent as JSON. */
static const char *folder_of(const char *path, struct arena *arena)
{
    struct str folder = folder_name(str_of(path));
    char *real = NULL;
    struct buf name = {0};

    if (folder.n == 0 || str_eq(folder, STR(".")) || str_eq(folder, STR(".."))) {
        real = realpath(path, NULL);
        folder = folder_name(str_of(real != NULL ? real : path));
    }
    for (size_t i = 0; i < folder.n;) {
        uint32_t c;
        size_t n = utf8_decode(folder.p + i, folder.n - i, &c);
        utf8_append(&name, n > 0 && c >= 0x20 && c != 0x7f ? c : 0xfffd);
        i += n > 0 ? n : 1;
    }
    char *copy = arena_strdup(arena, name.n > 0 ? name.p : "unnamed");
    buf_free(&name);
    free(real);
    return copy;
}

enum err_code source_load(struct source_content *content, const char *path, struct arena *arena,
                          struct err *err)
{
    enum err_code code = file_read(&content->bytes, path, READ_SIZE_MAX, err);
    if (code != ERR_OK)
        return code;
    sha256_bytes(content->sha256, buf_view(&content->bytes));
    content->agency = folder_of(path, arena);
    return ERR_OK;
}

enum err_code source_parse(struct source_content *content, const char *path,
                           const struct spec_reader *reader, struct arena *arena, struct err *err)
{
    struct str name = last_component(str_of(path));
    enum err_code code =
        read_document(&content->document, buf_view(&content->bytes), name, arena, err);
    if (code != ERR_OK)
        return code;
    spec_read(&content->spec, reader, &content->document, name, arena);
    return ERR_OK;
}

enum err_code source_read(struct source_content *content, const char *path,
                          const struct spec_reader *reader, struct arena *arena, struct err *err)
{
    enum err_code code = source_load(content, path, arena, err);
    if (code == ERR_OK)
        code = source_parse(content, path, reader, arena, err);
    if (code != ERR_OK)
        err_context(err, "%s", path);
    return code;
}

void source_content_free(struct source_content *content)
{
    buf_free(&content->bytes);
}
