/* Generations: an index is a directory of immutable generations and a link to the current one.
 *
 *   INDEX/current -> generations/000007     swapped by rename
 *   INDEX/generations/000007/               complete and durable, or not there
 *   INDEX/generations/000007/segments/      its segments, a directory of files each
 *   INDEX/generations/new-*                 being written, or left by a build that died
 *   INDEX/lock                              held by the one writer, names its process
 *
 * Segments that the generation before has, too, are the same files (hard links).
 *
 * A reader holds a shared lock on its generation's directory for as long as it uses it; a
 * generation is removed only under an exclusive one. */
#ifndef SEARCH_GENERATION_H
#define SEARCH_GENERATION_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

enum { GENERATION_NAME = 32 };

/* Names the generation that `current` leads to. ERR_NOT_FOUND: there is no index at `index`. */
enum err_code generation_current(char name[GENERATION_NAME], const char *index, struct err *err);

/* Opens the current generation's directory under a shared lock. *fd keeps the lock until closed. */
enum err_code generation_acquire(int *fd, char name[GENERATION_NAME], const char *index,
                                 struct err *err);

/* The same for one that is named, such as 000007. ERR_USAGE: that is no name; ERR_NOT_FOUND. */
enum err_code generation_acquire_named(int *fd, char name[GENERATION_NAME], const char *index,
                                       const char *wanted, struct err *err);

/* Does `current` still lead to the directory behind the descriptor `fd`? By identity, not by name:
 * an index made anew begins with 000001 again. */
bool generation_is_current(int fd, const char *index);

/* The path of a generation, or of a file in it if `file` is not NULL; to be freed. */
char *generation_path(const char *index, const char *name, const char *file);

/* The directory of a segment, or of all if `segment` is NULL; to be freed. */
char *generation_segment_path(const char *index, const char *name, const char *segment);

/* Writing. Makes INDEX if need be and takes its lock; ERR_BUSY says which process has it. */
enum err_code generation_lock(int *fd, const char *index, struct err *err);
void generation_unlock(int fd);

/* Removes what builds that died left behind. */
enum err_code generation_sweep(const char *index, struct err *err);

/* Makes a directory for a new generation, empty if generation_sweep has run. *name is "new-..."
 * until it is published. */
enum err_code generation_begin(char name[GENERATION_NAME], const char *index, struct err *err);
void generation_abandon(const char *index, const char *name);

/* Takes over a segment of another generation: its files (manifest.h), all of which must be there,
 * are linked, or copied where the file system cannot link. */
enum err_code generation_link_segment(const char *index, const char *name, const char *from,
                                      const char *segment, struct err *err);

/* The name the next generation will have, one above the highest there is. */
enum err_code generation_next(char name[GENERATION_NAME], const char *index, struct err *err);

/* Gives the new generation its name and makes it current; all its files have been made durable by
 * who wrote them, all directories are here. */
enum err_code generation_publish(const char *index, const char *new_name, const char *name,
                                 struct err *err);

/* Makes a generation that is there the current one. After an error it may be so, too, if it is the
 * fsync that failed. */
enum err_code generation_switch(const char *index, const char *name, struct err *err);

/* Removes the generations that are neither current, nor named `keep` (may be empty), nor among the
 * two newest, nor held by a reader. */
enum err_code generation_prune(const char *index, const char *keep, struct err *err);

#endif
