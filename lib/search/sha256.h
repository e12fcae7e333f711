/* SHA-256 in hexadecimal: what sources and files of a generation are known by. */
#ifndef SEARCH_SHA256_H
#define SEARCH_SHA256_H

#include "base/err.h"
#include "base/str.h"

enum { SHA256_HEX = 65 };

void sha256_bytes(char hex[SHA256_HEX], struct str bytes);

/* The hash of what is left of an open file. ERR_LIMIT if that is more than `limit` bytes. */
enum err_code sha256_descriptor(char hex[SHA256_HEX], int fd, size_t limit, struct err *err);

/* The hash of a file, read piece by piece. Errors begin with the path; ERR_FORMAT if there is none:
 * what is hashed belongs to something that has lost it. */
enum err_code sha256_file(char hex[SHA256_HEX], const char *path, struct err *err);

#endif
