/* lib/spec/denial: which texts say that there is none, and which say more. */

#include "support.h"

#include "spec/denial.h"

static void denials_are_all_that_a_text_says(void **state)
{
    static const struct {
        const char *text;
        bool value, whole;
    } cases[] = {
        {"None", true, true},
        {"  none.\n", true, true},
        {"- None", true, true},
        {"N/A", true, true},
        {"NA", true, true},
        {"No", true, true},
        {"not applicable.", true, true},
        {"Not required", true, true},
        {"None required.", true, true},
        {"None needed*", true, true},
        {"None at this time.", true, true},
        {"None\n\nNot applicable", true, true},
        {"No license required", false, true},
        {"No license or certificate is required.", false, true},
        {"There are no special requirements.", false, true},
        {"This class does not require a license.", false, true},
        {"None. No license is required.", false, true},
        {"", false, false},
        {" \n", false, false},
        {"...", false, false},
        {"None but a license", false, false},
        {"None. A license is preferred.", false, false},
        {"A license. None", false, false},
        {"None other than a license", false, false},
        {"Nonetheless", false, false},
        {"No license is required until June", false, false},
        {"Not required, but preferred", false, false},
        {"Required", false, false},
    };
    struct phrase_table *phrases = phrase_table_new();

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct str text = str_of(cases[i].text);
        expect_number(cases[i].text, denial_is_value(phrases, text), cases[i].value);
        expect_number(cases[i].text, denial_is_text(phrases, text), cases[i].whole);
    }
    phrase_table_free(phrases);
}

/* No denial is long, so a long text is not even looked at. */
static void a_long_text_is_no_denial(void **state)
{
    struct phrase_table *phrases = phrase_table_new();
    struct buf text = {0};

    (void)state;
    for (int i = 0; i < 30; i++)
        buf_text(&text, "None.\n\n");
    expect_true("many", !denial_is_text(phrases, buf_view(&text)));
    text.n = 12;
    expect_true("two", denial_is_text(phrases, buf_view(&text)));
    buf_free(&text);
    phrase_table_free(phrases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(denials_are_all_that_a_text_says),
        cmocka_unit_test(a_long_text_is_no_denial),
    };
    return cmocka_run_group_tests_name("denial", tests, NULL, NULL);
}
