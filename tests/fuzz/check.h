/* What must hold of whatever is read from whatever bytes. A check that fails prints what it is and
 * aborts, which libFuzzer takes for a crash. */
#ifndef FUZZ_CHECK_H
#define FUZZ_CHECK_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "spec/document.h"
#include "spec/spec.h"

typedef enum err_code (*check_reader)(struct document *document, struct str bytes,
                                      struct arena *arena, struct err *err);

/* Reads the bytes and, if they can be read, a specification from them, and checks both. */
void check_bytes(check_reader reader, struct str bytes);

/* The requirements of a specification that was read from a document whose last line is given. */
void check_requirements(const struct spec *spec, unsigned last_line);

#define CHECK(condition) check_true((condition), #condition, __FILE__, __LINE__)
void check_true(bool condition, const char *text, const char *file, int line);

#endif
