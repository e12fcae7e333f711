/* Class codes: what looks like one, and where one stands beside a title. */
#ifndef SPEC_CODE_H
#define SPEC_CODE_H

#include <stdbool.h>

#include "base/str.h"

/* Up to three letters and three to six digits, a letter behind at most: CI2788, 0108, PF1042. */
bool code_is_class_code(struct str s);

/* "Title - CI2788", also with an en dash, "Title (2788)": cuts the code off *title. */
bool code_cut(struct str *title, struct str *code);

/* The code that the value of a label begins with, "2214" of "2214 (formerly 2210)". *rest is what
 * stands behind it and a slash or dash. Empty if the value begins with no code. */
struct str code_of_value(struct str *rest, struct str value);

#endif
