/* What views of all pages are made of: strings and numbers of the API's JSON, counts in words, text
 * in pieces. Strings live in the arena. */
#ifndef SEARCHD_VIEW_TEXT_H
#define SEARCHD_VIEW_TEXT_H

#include <jansson.h>
#include <stdbool.h>

#include "base/mem.h"
#include "base/str.h"

/* The string under a key, "" if there is none; the number, 0 if there is none. */
const char *view_string(const json_t *object, const char *key);
json_int_t view_number(const json_t *object, const char *key);

/* "12,321" */
const char *view_commas(json_int_t n, struct arena *arena);

/* "1 class", "2,431 classes" */
const char *view_count(json_int_t n, const char *one, const char *many, struct arena *arena);

/* "12 sections in 9 classes" */
const char *view_counts(json_int_t sections, json_int_t classes, struct arena *arena);

/* "22 November 2026, 21:39 UTC" of "2026-11-22T21:39:27Z"; another text stays as it is. */
const char *view_time(const char *iso, struct arena *arena);

/* Text as a list of {"text", "marked", "other"} pieces, from marks in code points; from two lists
 * of them, which do not overlap, those of the second are "other". */
json_t *view_pieces(const json_t *text, const json_t *marks);
json_t *view_pieces_of_two(const json_t *text, const json_t *marks, const json_t *others);

/* Appends the bytes [from, to) of `text` as a piece, if there are any. */
void view_add_piece(json_t *pieces, struct str text, size_t from, size_t to, bool marked);

/* The address of a line on a class's page, "/class/a/1#L31", from the address of anything on it
 * ("/class/a/1?q=x#s4"); that address itself if the line is none. */
const char *view_line_url(const char *url, json_int_t line, struct arena *arena);

/* "line 31", or "page 3" of what has pages. */
const char *view_place(const json_t *section, struct arena *arena);

/* Kinds of sections as {"name", "label"}. */
json_t *view_kinds(const json_t *kinds);

#endif
