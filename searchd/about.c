#include "searchd/about.h"

#include <stdio.h>

const struct table_column about_columns[ABOUT_COLUMNS] = {{"About this file", 24}, {"", 110}};

static void add(struct about *about, const char *name, struct str value, bool is_link)
{
    about->items = arena_grow(about->arena, about->items, about->count, &about->capacity,
                              sizeof *about->items);
    about->items[about->count++] = (struct about_fact){
        name, {arena_strndup(about->arena, value.p, value.n), value.n}, is_link};
}

void about_add(struct about *about, const char *name, struct str value)
{
    add(about, name, value, false);
}

void about_add_address(struct about *about, const char *name, struct str address)
{
    add(about, name, address, true);
}

void about_add_number(struct about *about, const char *name, uint64_t number)
{
    about_add(about, name, str_of(arena_printf(about->arena, "%llu", (unsigned long long)number)));
}

static enum err_code write_fact(struct buf *out, struct table *table, struct about_fact fact,
                                struct err *err)
{
    struct table_cell cells[ABOUT_COLUMNS] = {table_text(str_of(fact.name)),
                                              table_text(fact.value)};

    if (fact.is_link)
        cells[1].links = fact.value;
    return table_row(out, table, cells, err);
}

/* That no text was cut is said, too. */
static enum err_code write_losses(struct buf *out, struct table *table, struct err *err)
{
    struct table_losses losses = table_losses(table);
    char text[200] = "none";

    if (losses.cut > 0)
        snprintf(text, sizeof text,
                 "%llu: a cell of Excel holds 32,767 characters. Each says where it is cut; "
                 "format=csv has all of the text.",
                 (unsigned long long)losses.cut);
    enum err_code code =
        write_fact(out, table, (struct about_fact){"Cells cut", str_of(text), false}, err);
    if (code != ERR_OK || losses.unlinked == 0)
        return code;
    snprintf(text, sizeof text,
             "%llu: a sheet of Excel holds 65,530 links of 2,079 characters, and this one 8 MiB.",
             (unsigned long long)losses.unlinked);
    return write_fact(out, table,
                      (struct about_fact){"Addresses without a link", str_of(text), false}, err);
}

enum err_code about_write(struct buf *out, struct table *table, const struct about *about,
                          struct err *err)
{
    enum err_code code = table_begin(out, table, err);

    for (size_t i = 0; code == ERR_OK && i < about->count; i++)
        code = write_fact(out, table, about->items[i], err);
    return code == ERR_OK ? write_losses(out, table, err) : code;
}
