/* The user's own settings: specsearch/config in $XDG_CONFIG_HOME, which is ~/.config if it is not
 * set. Lines of key = value; specsearch(1) says what they mean. */
#ifndef CLIENT_CONFIG_H
#define CLIENT_CONFIG_H

#include <stdbool.h>

#include "base/err.h"
#include "base/mem.h"

enum config_key { CONFIG_URL, CONFIG_AGENCY, CONFIG_PAGER, CONFIG_COLOR, CONFIG_KEY_COUNT };

struct config_setting {
    const char *value; /* NULL: not set; the configuration's */
    unsigned line;
};

struct config {
    bool read;
    const char *path; /* NULL: there is nowhere to look for it */
    struct config_setting settings[CONFIG_KEY_COUNT];
    struct arena *arena;
};

/* Reads the file, if there is one, unless it has been read. What is wrong in it is said with its
 * line. config_free() it in any case. */
enum err_code config_read(struct config *config, struct err *err);
void config_free(struct config *config);

/* Says, before an error, that it is about this setting. */
void config_blame(const struct config *config, enum config_key key, struct err *err);

#endif
