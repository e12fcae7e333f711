/* lib/base/options: command lines to values. */

#include "support.h"

#include "base/options.h"

/* What one command line gave; lists are joined by commas. */
struct parsed {
    enum err_code code;
    struct err err;
    bool verbose, version;
    const char *output;
    long count;
    struct option_choice shape;
    char includes[100], operands[100];
};

static void join(char out[100], const char *const *items, size_t count)
{
    out[0] = '\0';
    for (size_t i = 0; i < count; i++)
        snprintf(out + strlen(out), 100 - strlen(out), "%s%s", i > 0 ? "," : "", items[i]);
}

static const char *const shapes[] = {"round", "square"};

static struct parsed parse(const char *const *words)
{
    struct parsed p = {.output = "none", .count = -1, .shape = {shapes, 2, 0, false}};
    struct option_list includes = {0};
    const struct option_def defs[] = {
        {"verbose", 'v', OPTION_FLAG, &p.verbose, NULL, ""},
        {"version", 0, OPTION_FLAG, &p.version, NULL, ""},
        {"output", 'o', OPTION_TEXT, &p.output, "FILE", ""},
        {"include", 'I', OPTION_LIST, &includes, "DIR", ""},
        {"count", 'n', OPTION_NUMBER, &p.count, "N", ""},
        {"shape", 's', OPTION_CHOICE, &p.shape, "SHAPE", ""},
    };
    char *argv[16] = {(char *)"program"};
    int argc = 1, first = 0;

    while (words[argc - 1] != NULL) {
        argv[argc] = (char *)words[argc - 1];
        argc++;
    }
    p.code = options_parse(&first, argc, argv, defs, COUNT_OF(defs), &p.err);
    join(p.includes, includes.items, includes.count);
    if (p.code == ERR_OK)
        join(p.operands, (const char *const *)argv + first, (size_t)(argc - first));
    free(includes.items);
    return p;
}

static void options_are_read_in_any_order(void **state)
{
    static const struct {
        const char *words[8];
        bool verbose;
        const char *output;
        long count;
        const char *includes, *operands;
    } cases[] = {
        {{NULL}, false, "none", -1, "", ""},
        {{"a", "b"}, false, "none", -1, "", "a,b"},
        {{"a", "-v", "b", "-o", "f", "c"}, true, "f", -1, "", "a,b,c"},
        {{"--verbose", "--output=f", "--count", "3"}, true, "f", 3, "", ""},
        {{"-of", "-vn7", "x"}, true, "f", 7, "", "x"},
        {{"--verb", "--out", "f"}, true, "f", -1, "", ""},
        {{"-I", "a", "x", "-Ib", "--include=c"}, false, "none", -1, "a,b,c", "x"},
        {{"--", "-v", "--output"}, false, "none", -1, "", "-v,--output"},
        {{"a", "--", "-v", "b"}, false, "none", -1, "", "a,-v,b"},
        {{"-v", "-"}, true, "none", -1, "", "-"},
        {{"-o", "-v"}, false, "-v", -1, "", ""},
        {{"-o", "--"}, false, "--", -1, "", ""},
        {{"-o", "a", "-o", "b"}, false, "b", -1, "", ""},
        {{"--output=", "x"}, false, "", -1, "", "x"},
        {{"-n", "0"}, false, "none", 0, "", ""},
        {{"-n", "2147483647"}, false, "none", 2147483647, "", ""},
        {{"", "-v"}, true, "none", -1, "", ""},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char label[32];
        snprintf(label, sizeof label, "command line %zu", i);
        struct parsed p = parse(cases[i].words);
        expect_ok(label, p.code, &p.err);
        expect_number(label, p.verbose, cases[i].verbose);
        expect_text(label, str_of(p.output), cases[i].output);
        expect_number(label, p.count, cases[i].count);
        expect_text(label, str_of(p.includes), cases[i].includes);
        expect_text(label, str_of(p.operands), cases[i].operands);
    }
}

static void a_choice_is_one_of_its_names(void **state)
{
    static const char *const names[] = {"text", "json", "csv"};
    struct err err = {0};
    size_t choice = 7;
    (void)state;

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        expect_ok(names[i], options_choose(&choice, "format", names[i], names, 3, &err), &err);
        expect_number(names[i], (long long)choice, (long long)i);
    }
    expect_error("no name", options_choose(&choice, "format", "js", names, 3, &err), ERR_USAGE,
                 &err, "--format takes text, json or csv, not 'js'");
    static const char *const given[] = {"--shape", "square", NULL}, *const none[] = {NULL};
    struct parsed p = parse(given);
    expect_ok("given", p.code, &p.err);
    expect_true("given", p.shape.given && p.shape.chosen == 1);
    p = parse(none);
    expect_ok("not given", p.code, &p.err);
    expect_true("not given", !p.shape.given && p.shape.chosen == 0);
    expect_error("one of two", options_choose(&choice, "as", "", names, 2, &err), ERR_USAGE, &err,
                 "--as takes text or json, not ''");
}

static void options_that_are_wrong_are_named(void **state)
{
    static const struct {
        const char *words[4], *named;
    } cases[] = {
        {{"-x"}, "-x"},
        {{"-vx"}, "-x"},
        {{"a", "--nosuch"}, "--nosuch"},
        {{"--ver"}, "--ver"}, /* --verbose or --version */
        {{"--verbose=yes"}, "--verbose"},
        {{"-o"}, "-o"},
        {{"--count"}, "--count"},
        {{"-n", "x"}, "--count"},
        {{"-n", "-1"}, "--count"},
        {{"-n", "5x"}, "--count"},
        {{"-n", "1.5"}, "--count"},
        {{"-n", ""}, "--count"},
        {{"--count=99999999999999999999"}, "--count"},
        {{"-s", "flat"}, "--shape takes round or square, not 'flat'"},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct parsed p = parse(cases[i].words);
        expect_error(cases[i].words[0], p.code, ERR_USAGE, &p.err, cases[i].named);
    }
    /* A second parse starts afresh, wherever the first one stopped. */
    struct parsed p = parse((const char *const[]){"-v", "x", NULL});
    expect_ok("afresh", p.code, &p.err);
    expect_text("afresh", str_of(p.operands), "x");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_are_read_in_any_order),
        cmocka_unit_test(a_choice_is_one_of_its_names),
        cmocka_unit_test(options_that_are_wrong_are_named),
    };
    return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
