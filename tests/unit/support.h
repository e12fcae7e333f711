/* What the unit tests share: cmocka, temporary directories, checks that name the case of a table,
 * and random numbers that can be repeated.
 *
 * A check that fails ends its test. `label` says which case it was; it may be any short text. */
#ifndef UNIT_SUPPORT_H
#define UNIT_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "spec/document.h"

/* A struct str in the initializer of a table, NULs and all. */
#define BYTES(literal)                                                                             \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* expect_text(label, struct str got, const char *want): variadic for the commas of literals. */
#define expect_text(label, ...) support_expect_text(__FILE__, __LINE__, (label), __VA_ARGS__)
#define expect_number(label, got, want)                                                            \
    support_expect_number(__FILE__, __LINE__, (label), (long long)(got), (long long)(want))
#define expect_true(label, condition)                                                              \
    support_expect_number(__FILE__, __LINE__, (label), (condition) ? 1 : 0, 1)
#define expect_ok(label, code, err) support_expect_ok(__FILE__, __LINE__, (label), (code), (err))

/* An error of that code whose text has `needle` in it (any case); a NULL needle asks for no word.
 */
#define expect_error(label, code, want, err, needle)                                               \
    support_expect_error(__FILE__, __LINE__, (label), (code), (want), (err), (needle))

void support_expect_text(const char *file, int line, const char *label, struct str got,
                         const char *want);
void support_expect_number(const char *file, int line, const char *label, long long got,
                           long long want);
void support_expect_ok(const char *file, int line, const char *label, enum err_code code,
                       const struct err *err);
void support_expect_error(const char *file, int line, const char *label, enum err_code code,
                          enum err_code want, const struct err *err, const char *needle);

/* An error is one printable line: no control character, no override of the direction, no byte that
 * is not UTF-8. */
void expect_printable(const char *label, const char *text);

/* Setup and teardown of a test: *state is a world with an arena, which the test may clear, and an
 * empty directory. */
struct world {
    struct arena *arena;
    char *dir;
};

int world_make(void **state);
int world_remove(void **state);

#define world_test(test) cmocka_unit_test_setup_teardown(test, world_make, world_remove)

/* The path of a name in the directory; in the arena. */
const char *world_path(const struct world *world, const char *name);

/* Writes a file there and returns its path. */
const char *world_file(const struct world *world, const char *name, struct str content);

/* The names in a directory, in order, parted by blanks. */
const char *world_list(const struct world *world, const char *path);

/* A document with its hints, a line each: "H2|" (heading), "B|" (bold), "5b|" (a bold label of five
 * bytes), "R|" (row of a table) or several of them, then the text. */
const char *support_lines(const struct world *world, const struct document *document);

/* Runs `body` in a process of its own. Whether it came back and returned true: what crashes, or
 * what a sanitizer stops, does not. It must use no check of cmocka's. */
bool support_survives(bool (*body)(void *data), void *data);

/* Random numbers that come again for the same seed. */
struct support_random {
    uint64_t state;
};

/* Starts from $TEST_SEED, or from a seed that is always the same; prints it. */
struct support_random random_start(const char *what);
uint64_t random_next(struct support_random *random);

/* 0 .. bound - 1; bound may not be 0. */
uint32_t random_below(struct support_random *random, uint32_t bound);

#endif
