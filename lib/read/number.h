/* Numbers of list items, as a page shows them. */
#ifndef READ_NUMBER_H
#define READ_NUMBER_H

#include "base/str.h"

enum number_style {
    NUMBER_DECIMAL,
    NUMBER_DECIMAL_ZERO, /* 01 */
    NUMBER_LOWER_LETTER, /* a .. z */
    NUMBER_UPPER_LETTER,
    NUMBER_LOWER_ROMAN,
    NUMBER_UPPER_ROMAN
};

/* What follows z. */
enum number_overflow {
    NUMBER_AA_AB, /* aa, ab, ac: HTML */
    NUMBER_AA_BB  /* aa, bb, cc: Word */
};

/* Appends it; letters and Roman numerals that do not go so far are written in digits. */
void number_append(struct buf *buf, long number, enum number_style style,
                   enum number_overflow overflow);

#endif
