#include "indexer/houses.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "spec/house.h"

enum { HOUSE_SIZE_MAX = 64 * 1024 };

struct houses {
    struct arena *arena;
    struct map folders; /* -> index in `files` plus one; 0: no house file in it or above */
    struct house_file **files;
    size_t count, capacity;
};

struct houses *houses_new(void)
{
    struct houses *houses = mem_zero(1, sizeof *houses);
    houses->arena = arena_new();
    return houses;
}

void houses_free(struct houses *houses)
{
    if (houses == NULL)
        return;
    map_free(&houses->folders);
    arena_free(houses->arena);
    free(houses->files);
    free(houses);
}

/* What stands before the last slash. */
static struct str folder_of(struct str path)
{
    while (path.n > 0 && path.p[path.n - 1] != '/')
        path.n--;
    while (path.n > 0 && path.p[path.n - 1] == '/')
        path.n--;
    return path;
}

static struct str last_component(struct str path)
{
    size_t start = path.n;

    while (start > 0 && path.p[start - 1] != '/')
        start--;
    return str_from(path, start);
}

/* The name of a folder for people. Invalid bytes become U+FFFD: it is shown, and sent as JSON. */
static const char *shown_name(struct str folder, struct arena *arena)
{
    struct buf name = {0};

    for (size_t i = 0; i < folder.n;) {
        uint32_t c;
        size_t n = utf8_decode(folder.p + i, folder.n - i, &c);
        utf8_append(&name, n > 0 && utf8_is_printable(c) ? c : 0xfffd);
        i += n > 0 ? n : 1;
    }
    const char *copy = arena_strdup(arena, name.n > 0 ? name.p : "unnamed");
    buf_free(&name);
    return copy;
}

const char *houses_agency(const struct house_file *file, const char *path, struct arena *arena)
{
    if (file != NULL)
        return file->agency;
    return shown_name(last_component(folder_of(str_of(path))), arena);
}

static enum err_code load(struct houses *houses, const char *path, struct err *err)
{
    struct buf text = {0};
    struct house house;
    enum err_code code = file_read(&text, path, HOUSE_SIZE_MAX, err);

    if (code == ERR_OK)
        code = house_parse(&house, buf_view(&text), houses->arena, err);
    if (code == ERR_OK) {
        struct house_file *file = arena_zero(houses->arena, 1, sizeof *file);
        *file = (struct house_file){
            .path = path,
            .agency = shown_name(house.agency.n > 0 ? house.agency
                                                    : last_component(folder_of(str_of(path))),
                                 houses->arena),
            .text = {arena_strndup(houses->arena, buf_view(&text).p, text.n), text.n}};
        sha256_bytes(file->sha256, file->text);
        houses->files =
            mem_grow(houses->files, houses->count, &houses->capacity, sizeof *houses->files);
        houses->files[houses->count++] = file;
    } else if (code != ERR_NOT_FOUND) {
        err_context(err, "%s", path);
    }
    buf_free(&text);
    return code;
}

/* The number of the house file that holds in a folder, from this folder or those above it. */
static enum err_code find(size_t *number, struct houses *houses, struct str folder, struct err *err)
{
    enum err_code code = ERR_NOT_FOUND;
    const size_t *known = NULL;

    for (struct str at = folder; code == ERR_NOT_FOUND; at = folder_of(at)) {
        known = map_find(&houses->folders, arena_strndup(houses->arena, at.p, at.n));
        if (known != NULL)
            break;
        code = load(houses, arena_printf(houses->arena, "%.*s/" HOUSE_FILE, (int)at.n, at.p), err);
        if (at.n == 0)
            break;
    }
    *number = known != NULL ? *known : code == ERR_OK ? houses->count : 0;
    return code == ERR_NOT_FOUND ? ERR_OK : code;
}

/* Remembers it for the folders from `folder` up to the one that has it. */
static void remember(struct houses *houses, struct str folder, size_t number)
{
    struct str owner = number > 0 ? folder_of(str_of(houses->files[number - 1]->path)) : STR("");

    for (struct str at = folder;; at = folder_of(at)) {
        if (!map_add(&houses->folders, arena_strndup(houses->arena, at.p, at.n), number) ||
            at.n <= owner.n)
            return;
    }
}

enum err_code houses_find(const struct house_file **file, struct houses *houses, const char *path,
                          struct err *err)
{
    struct str folder = folder_of(str_of(path));
    size_t number = 0;
    enum err_code code = find(&number, houses, folder, err);

    if (code != ERR_OK)
        return code;
    remember(houses, folder, number);
    *file = number > 0 ? houses->files[number - 1] : NULL;
    return ERR_OK;
}
