/* Files compiled into a program: EMBED(name, "path") defines `name_data`, a NUL-terminated copy of
 * the file (path relative to the project's top), and name_size(), its length. */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

#include <stddef.h>

#define EMBED(name, path)                                                                          \
    __asm__(".pushsection .rodata\n"                                                               \
            ".global " #name "_data\n" #name "_data:\n"                                            \
            ".incbin \"" path "\"\n" #name "_end:\n.byte 0\n"                                      \
            ".global " #name "_end\n"                                                              \
            ".popsection\n");                                                                      \
    extern const char name##_data[];                                                               \
    extern const char name##_end[];                                                                \
    static inline size_t name##_size(void)                                                         \
    {                                                                                              \
        return (size_t)(name##_end - name##_data);                                                 \
    }                                                                                              \
    _Static_assert(1, "")

#endif
