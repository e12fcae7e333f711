/* lib/base/csv: cells. */

#include "support.h"

#include "base/csv.h"

static void cells_are_quoted_and_guarded(void **state)
{
    static const struct {
        struct str text;
        const char *cell;
    } cases[] = {
        {BYTES(""), ""},
        {BYTES("plain words"), "plain words"},
        {BYTES("a,b"), "\"a,b\""},
        {BYTES("say \"x\""), "\"say \"\"x\"\"\""},
        {BYTES("two\nlines"), "\"two\nlines\""},
        {BYTES("two\r\nlines"), "\"two\r\nlines\""},
        {BYTES("a\tb"), "a\tb"},
        {BYTES("=1+1"), "'=1+1"},
        {BYTES("+1"), "'+1"},
        {BYTES("-1"), "'-1"},
        {BYTES("@x"), "'@x"},
        {BYTES("\t=1"), "'\t=1"},
        {BYTES("\rx"), "\"'\rx\""},
        {BYTES("=a,\"b\""), "\"'=a,\"\"b\"\"\""},
        {BYTES("a=b"), "a=b"},
        {BYTES("'x"), "'x"},
        {BYTES("\x1b[2J"), "\xef\xbf\xbd[2J"},
        {BYTES("a\0b"), "a\xef\xbf\xbd"
                        "b"},
        {BYTES("\xe2\x80\xae"), "\xef\xbf\xbd"}, /* an override of the direction */
        {BYTES("\xc3\xa9\xff"), "\xc3\xa9\xef\xbf\xbd"},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct buf out = {0};
        buf_text(&out, "before,");
        csv_cell(&out, cases[i].text);
        expect_text(cases[i].cell, str_from(buf_view(&out), strlen("before,")), cases[i].cell);
        buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(cells_are_quoted_and_guarded)};
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
