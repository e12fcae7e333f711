/* Cells: what stands wide apart on one line, and which lines are rows of a table. */
#ifndef READ_PDF_TABLES_H
#define READ_PDF_TABLES_H

#include <stdbool.h>

#include "read/pdf_columns.h"
#include "read/pdf_words.h"

/* True for a bullet, or the number or letter of a list item, with which a line may begin. */
bool pdf_is_marker(const struct pdf_word *word);

/* Bytes of the bullet that a longer word begins with, 0 if there is none. */
size_t pdf_bullet_length(struct str word);

/* Does a cell begin at word `at` of a row? Not at the first one, and not behind a marker. */
bool pdf_cell_begins(const struct pdf_text *text, const size_t *order, const struct pdf_row *row,
                     size_t at);

/* Moves lines that continue a cell of the table row above, other than its last, behind that cell's
 * words, so that a cell's words stand together. Such a line begins where the cell does, is of one
 * cell, and its first word had no room above. */
void pdf_tables_join(struct pdf_reading *reading, const struct pdf_text *text);

/* Sets is_row[i] if line i has a neighbour whose cells begin or end where its own do, or is a bold
 * head of cells. */
void pdf_tables_find(bool *is_row, const struct pdf_reading *reading, const struct pdf_text *text);

#endif
