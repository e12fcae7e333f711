/* SHA-256 in hexadecimal: what sources and files of a generation are known by. */
#ifndef SEARCH_SHA256_H
#define SEARCH_SHA256_H

#include "base/err.h"
#include "base/str.h"

enum { SHA256_HEX = 65 };

void sha256_bytes(char hex[SHA256_HEX], struct str bytes);

/* The hash of what is added piece by piece. */
struct sha256_sum;
struct sha256_sum *sha256_sum_new(void);
void sha256_sum_free(struct sha256_sum *sum); /* NULL is fine */
void sha256_sum_add(struct sha256_sum *sum, struct str bytes);

/* Of all that was added; then it begins anew. */
void sha256_sum_take(char hex[SHA256_HEX], struct sha256_sum *sum);

/* The hash of what is left of an open file. ERR_LIMIT if that is more than `limit` bytes. */
enum err_code sha256_descriptor(char hex[SHA256_HEX], int fd, size_t limit, struct err *err);

/* The hash of a file, read piece by piece. Errors begin with the path; ERR_FORMAT if there is none:
 * what is hashed belongs to something that has lost it. */
enum err_code sha256_file(char hex[SHA256_HEX], const char *path, struct err *err);

#endif
