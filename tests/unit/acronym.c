/* Acronyms: what is beside brackets, what words letters stand for, and texts that nobody wrote. */

#include "support.h"

#include "spec/acronym.h"

/* "letters=words" of each, parted by bars. */
static void check(const char *text, const char *want)
{
    struct acronym_finder *finder = mem_zero(1, sizeof *finder);
    struct acronym acronym;
    struct buf got = {0};

    acronym_begin(finder, str_of(text));
    while (acronym_next(finder, &acronym)) {
        buf_text(&got, got.n > 0 ? "|" : "");
        buf_str(&got, acronym.letters);
        buf_char(&got, '=');
        buf_str(&got, acronym.words);
    }
    expect_text(text, buf_view(&got), want);
    buf_free(&got);
    free(finder);
}

static void either_may_stand_in_brackets(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"Obtains Criminal Justice Information Services (CJIS) clearance.",
         "CJIS=Criminal Justice Information Services"},
        {"Holds CJIS (Criminal Justice Information Services) clearance.",
         "CJIS=Criminal Justice Information Services"},
        {"a commercial driver's license (CDL), Class B", "CDL=commercial driver's license"},
        {"Emergency Medical Technicians (EMTs) drive.", "EMT=Emergency Medical Technicians"},
        {"Peace Officer Standards and Training (POST) and a Class C (CDL) license",
         "POST=Peace Officer Standards and Training"},
        {"Maintains all layers and maps of Geographic Information\nSystems (GIS) for others.",
         "GIS=Geographic Information\nSystems"},
        {"knows Geographic Information Systems (GIS, ESRI)", "GIS=Geographic Information Systems"},
        {"the Local Area Network (LAN) and a Wide Area Network (WAN)",
         "LAN=Local Area Network|WAN=Wide Area Network"},
        {"Cardiopulmonary Resuscitation first (see CPR (Cardiopulmonary Resuscitation))",
         "CPR=Cardiopulmonary Resuscitation"},
        {"EEO (Equal Employment Opportunity; see below)", "EEO=Equal Employment Opportunity"},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check(rows[i].text, rows[i].want);
}

static void initials_come_before_other_letters(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } rows[] = {
        /* From the right, the e of "Employment" would do for the first of EEO. */
        {"Equal Employment Opportunity (EEO)", "EEO=Equal Employment Opportunity"},
        {"at the Office of Management and Budget (OMB)", "OMB=Office of Management and Budget"},
        {"the Department of Transportation (DOT)", "DOT=Department of Transportation"},
        {"the Non-Exclusive Represented Employee (NERE)",
         "NERE=Non-Exclusive Represented Employee"},
        {"a Supplemental Nutrition Assistance Program (SNAP)",
         "SNAP=Supplemental Nutrition Assistance Program"},
        /* Letters within words, where initials do not do. */
        {"Extensible Markup Language (XML)", ""},
        {"the Infectious Material Handbook (INFM)", ""},
        {"a Graduate Equivalency Diploma Test (GEDT)", "GEDT=Graduate Equivalency Diploma Test"},
        {"California Public Employees Retirement System (CalPERS)",
         "CalPERS=California Public Employees Retirement System"},
        {"a pay of personal leave (PL)", "PL=personal leave"},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check(rows[i].text, rows[i].want);
}

static void what_explains_nothing_is_passed_over(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "(CJIS)",
        "Criminal Justice Information Services. (CJIS) is another sentence.",
        "Carpenter Journeyman II (II)",                 /* a numeral */
        "Criminal Justice Information Services (cjis)", /* no capitals */
        "Criminal Justice Information Services (Cjis)",
        "the services (S)",
        "Microsoft (MS) products",                  /* one word */
        "of the (OT)",                              /* small words */
        "Criminal Justice Information Unit (CJIS)", /* no s behind the unit's */
        "a Data Base Team; (DBT)",
        "Criminal [Justice] Information Services (CJIS)",
        "runs (see above) the Office (OA)",
        "Data Base Team (DBT",
        "Data Base Team DBT)",
        "Data Base Team ()",
        "Data Base Team (D.B.T.)",
        "Very Long Name of Something With Letters Galore And More Words (VLNOSWLGAMW)",
        "((((((((((((((((((((",
        "))))))))((((((((AB)",
        "\xff\xfe (AB) \xc3",
    };

    for (size_t i = 0; i < COUNT_OF(texts); i++)
        check(texts[i], "");
}

static void no_text_breaks_it(void **state)
{
    (void)state;
    static const char *const pieces[] = {"A",  "b", "AB",       "(",     ")",  " ",
                                         "\n", "s", "-",        "'",     "of", ".",
                                         ",",  ";", "\xc3\xa9", "Ab Bc", "9",  "\n\n"};
    struct support_random random = random_start("acronyms");
    struct acronym_finder *finder = mem_zero(1, sizeof *finder);

    for (int round = 0; round < 3000; round++) {
        struct buf text = {0};
        struct acronym acronym;
        for (uint32_t n = random_below(&random, 60); n > 0; n--)
            buf_text(&text, pieces[random_below(&random, COUNT_OF(pieces))]);
        acronym_begin(finder, buf_view(&text));
        while (acronym_next(finder, &acronym)) {
            const char *end = text.p + text.n;
            expect_true("letters", acronym.letters.p >= text.p &&
                                       acronym.letters.p + acronym.letters.n <= end &&
                                       acronym.letters.n >= ACRONYM_LETTERS_MIN);
            expect_true("words", acronym.words.p >= text.p &&
                                     acronym.words.p + acronym.words.n <= end &&
                                     acronym.words.n > 0);
        }
        buf_free(&text);
    }
    free(finder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(either_may_stand_in_brackets),
        cmocka_unit_test(initials_come_before_other_letters),
        cmocka_unit_test(what_explains_nothing_is_passed_over),
        cmocka_unit_test(no_text_breaks_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
