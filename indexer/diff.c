#include "indexer/diff.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "indexer/diff_generations.h"
#include "indexer/diff_packs.h"
#include "search/generation.h"

/* What is compared: a pack, or a generation of an index. */
struct operand {
    bool is_pack;
    const char *path;  /* of a pack */
    const char *index; /* of a generation; in the arena */
    const char *name;  /* NULL: the current one */
};

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool has(const char *folder, const char *file, struct arena *arena)
{
    struct stat status;
    return lstat(arena_printf(arena, "%s/%s", folder, file), &status) == 0;
}

/* Cuts the last component off a path without slashes at its end. */
static char *cut_last(char *path)
{
    char *slash = strrchr(path, '/');

    if (slash == NULL)
        return NULL;
    *slash = '\0';
    return slash + 1;
}

/* INDEX/generations/000007, by whatever path. */
static enum err_code name_folder(struct operand *operand, const char *path, struct arena *arena,
                                 struct err *err)
{
    char *real = realpath(path, NULL);
    char *copy = arena_strdup(arena, real != NULL ? real : "");
    char *name = cut_last(copy), *generations = name != NULL ? cut_last(copy) : NULL;

    free(real);
    if (generations == NULL || strcmp(generations, "generations") != 0)
        return err_set(err, ERR_USAGE, "%s: neither an index nor a generation of one", path);
    operand->index = copy;
    operand->name = name;
    return ERR_OK;
}

/* INDEX/000007, or 000007 alone of the index that is named otherwise. */
static enum err_code name_short(struct operand *operand, const char *path, const char *index,
                                struct arena *arena, struct err *err)
{
    char *copy = arena_strdup(arena, path);
    char *name = cut_last(copy);

    operand->name = name != NULL ? name : path;
    operand->index = name != NULL ? copy : index;
    if (operand->index == NULL || operand->index[0] == '\0' ||
        strspn(operand->name, "0123456789") != strlen(operand->name) ||
        !has(operand->index, "generations", arena))
        return err_errno(err, ERR_NOT_FOUND, ENOENT, "%s", path);
    return ERR_OK;
}

static enum err_code read_operand(struct operand *operand, const char *path, const char *index,
                                  struct arena *arena, struct err *err)
{
    struct stat status;

    *operand = (struct operand){.path = path};
    if (strcmp(path, "-") == 0 || (stat(path, &status) == 0 && !S_ISDIR(status.st_mode))) {
        operand->is_pack = true;
        return ERR_OK;
    }
    if (!is_folder(path))
        return name_short(operand, path, index, arena, err);
    if (!has(path, "current", arena))
        return name_folder(operand, path, arena, err);
    operand->index = path;
    return ERR_OK;
}

static enum err_code compare_generations(bool *differ, const struct operand *old,
                                         const struct operand *new, bool json, struct err *err)
{
    struct opened before, after;
    enum err_code code = opened_open(&before, old->index, old->name, err);

    if (code != ERR_OK)
        return code;
    code = opened_open(&after, new->index, new->name, err);
    if (code == ERR_OK) {
        code = diff_generations(differ, &before, &after, json, err);
        opened_close(&after);
    }
    opened_close(&before);
    return code;
}

enum err_code diff_run(bool *differ, const struct diff_request *request, struct err *err)
{
    struct arena *arena = arena_new();
    struct operand old, new;
    enum err_code code = read_operand(&old, request->old, request->index, arena, err);

    if (code == ERR_OK)
        code = read_operand(&new, request->new, request->index, arena, err);
    if (code == ERR_OK && old.is_pack != new.is_pack)
        code = err_set(err, ERR_USAGE,
                       "a generation and a pack cannot be compared: give two generations, or two "
                       "packs of one query");
    else if (code == ERR_OK && old.is_pack && strcmp(old.path, "-") == 0 &&
             strcmp(new.path, "-") == 0)
        code = err_set(err, ERR_USAGE, "only one of the two can come from standard input");
    else if (code == ERR_OK && old.is_pack)
        code = diff_packs(differ, old.path, new.path, request->json, err);
    else if (code == ERR_OK)
        code = compare_generations(differ, &old, &new, request->json, err);
    arena_free(arena);
    return code;
}
