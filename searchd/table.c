#include "searchd/table.h"

#include <stdlib.h>

#include "base/csv.h"
#include "base/mem.h"
#include "searchd/workbook.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

struct table {
    struct workbook *workbook; /* NULL: CSV */
    const struct table_sheet *sheets;
    size_t begun; /* how many of them */
};

bool table_format_from_name(enum table_format *format, struct str name)
{
    *format = str_is(name, "csv") ? TABLE_CSV : TABLE_XLSX;
    return *format == TABLE_CSV || str_is(name, "xlsx");
}

enum err_code table_check_rows(enum table_format format, uint64_t rows, struct err *err)
{
    if (format == TABLE_CSV || rows <= TABLE_ROWS_MAX)
        return ERR_OK;
    return err_set(err, ERR_LIMIT,
                   "%llu rows are more than the %d that a sheet of Excel holds; narrow the search, "
                   "or take format=csv",
                   (unsigned long long)rows, TABLE_ROWS_MAX);
}

enum err_code table_new(struct table **table, enum table_format format,
                        const struct table_sheet *sheets, size_t count, struct err *err)
{
    struct workbook *workbook = NULL;

    if (format == TABLE_XLSX) {
        enum err_code code = workbook_new(&workbook, sheets, count, err);
        if (code != ERR_OK)
            return code;
    }
    *table = mem_zero(1, sizeof **table);
    **table = (struct table){.workbook = workbook, .sheets = sheets};
    return ERR_OK;
}

void table_free(struct table *table)
{
    if (table == NULL)
        return;
    workbook_free(table->workbook);
    free(table);
}

enum err_code table_begin(struct buf *out, struct table *table, struct err *err)
{
    const struct table_sheet *sheet = &table->sheets[table->begun++];

    if (table->workbook != NULL)
        return workbook_begin(out, table->workbook, err);
    if (table->begun > 1)
        return ERR_OK;
    buf_text(out, BYTE_ORDER_MARK);
    for (size_t i = 0; i < sheet->count; i++) {
        if (i > 0)
            buf_char(out, ',');
        csv_cell(out, str_of(sheet->columns[i].name));
    }
    buf_text(out, CSV_ROW_END);
    return ERR_OK;
}

enum err_code table_row(struct buf *out, struct table *table, const struct table_cell *cells,
                        struct err *err)
{
    if (table->workbook != NULL)
        return workbook_row(out, table->workbook, cells, err);
    if (table->begun > 1)
        return ERR_OK;
    for (size_t i = 0; i < table->sheets[0].count; i++) {
        if (i > 0)
            buf_char(out, ',');
        csv_cell(out, cells[i].text);
    }
    buf_text(out, CSV_ROW_END);
    return ERR_OK;
}

enum err_code table_end(struct buf *out, struct table *table, struct err *err)
{
    return table->workbook != NULL ? workbook_finish(out, table->workbook, err) : ERR_OK;
}

struct table_losses table_losses(const struct table *table)
{
    return table->workbook != NULL ? workbook_losses(table->workbook) : (struct table_losses){0};
}
