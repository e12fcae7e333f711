#include "read/number.h"

#include <ctype.h>
#include <stdbool.h>

enum { ROMAN_MAX = 3999, LETTERS_MAX = 26 * 26 };

static void add_letters(struct buf *buf, long number, char a, enum number_overflow overflow)
{
    long first = (number - 1) / 26, last = (number - 1) % 26;

    if (overflow == NUMBER_AA_BB) {
        for (long i = 0; i <= first; i++)
            buf_char(buf, (char)(a + last));
        return;
    }
    if (first > 0)
        buf_char(buf, (char)(a + first - 1));
    buf_char(buf, (char)(a + last));
}

static void add_roman(struct buf *buf, long number, bool upper)
{
    static const struct {
        int value;
        const char *sign;
    } signs[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"},
                 {90, "xc"},  {50, "l"},   {40, "xl"}, {10, "x"},   {9, "ix"},
                 {5, "v"},    {4, "iv"},   {1, "i"}};

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        for (; number >= signs[i].value; number -= signs[i].value)
            for (const char *p = signs[i].sign; *p != '\0'; p++)
                buf_char(buf, upper ? (char)toupper((unsigned char)*p) : *p);
}

void number_append(struct buf *buf, long number, enum number_style style,
                   enum number_overflow overflow)
{
    bool letters = style == NUMBER_LOWER_LETTER || style == NUMBER_UPPER_LETTER;
    bool roman = style == NUMBER_LOWER_ROMAN || style == NUMBER_UPPER_ROMAN;

    if (letters && number > 0 && number <= LETTERS_MAX)
        add_letters(buf, number, style == NUMBER_LOWER_LETTER ? 'a' : 'A', overflow);
    else if (roman && number > 0 && number <= ROMAN_MAX)
        add_roman(buf, number, style == NUMBER_UPPER_ROMAN);
    else
        buf_printf(buf, style == NUMBER_DECIMAL_ZERO ? "%02ld" : "%ld", number);
}
