/* The sheet of a workbook that says what the workbook is: what was asked, what was found, of which
 * index, and what there was no room for. */
#ifndef SEARCHD_ABOUT_H
#define SEARCHD_ABOUT_H

#include "base/err.h"
#include "base/mem.h"
#include "searchd/table.h"

enum { ABOUT_COLUMNS = 2 };
extern const struct table_column about_columns[ABOUT_COLUMNS];

#define ABOUT_SHEET                                                                                \
    {                                                                                              \
        "About", about_columns, ABOUT_COLUMNS, false                                               \
    }

struct about_fact {
    const char *name;
    struct str value;
    bool is_link; /* the value is an address */
};

/* Facts, in the arena. */
struct about {
    struct arena *arena;
    struct about_fact *items;
    size_t count, capacity;
};

/* The name has to live until the facts are written; the value is copied. */
void about_add(struct about *about, const char *name, struct str value);
void about_add_address(struct about *about, const char *name, struct str address);
void about_add_number(struct about *about, const char *name, uint64_t number);

/* Begins the sheet, the last one of the table, and writes the facts and what was lost. */
enum err_code about_write(struct buf *out, struct table *table, const struct about *about,
                          struct err *err);

#endif
