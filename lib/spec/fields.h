/* The fields of a document, in whatever layout: label and value on one line, with a colon or as
 * two pairs of a printed form; the value on the next line or behind a blank one; tables, whose
 * first row or first column is of labels; the first words of a section ("ANNUAL SALARY", then the
 * amounts); sentences ("a probationary period of 12 months"). Where no colon says that a label is
 * one, the value has to be of the field's kind. */
#ifndef SPEC_FIELDS_H
#define SPEC_FIELDS_H

#include "spec/spec.h"

enum { HEAD_LINES = 40 }; /* lines with text in which title and class code are looked for */

/* Sets spec->fields of what the document states. Of several statements the first holds, but of
 * several revisions the latest; a class code stated further down than HEAD_LINES counts only if
 * the document states one and the same throughout. */
void fields_read(struct spec *spec, const struct spec_reader *reader,
                 const struct document *document, struct arena *arena);

/* A line without white space, bullet and emphasis around it. */
struct str fields_line(struct str text);

#endif
