/* Acronyms of an index: written by class, put together for those that live. */

#include "stemming.h"

#include "search/acronyms.h"

enum { CLASSES = 8 };

/* A segment of CLASSES classes of one section, whose texts explain acronyms. */
struct segment_of {
    struct columns_class classes[CLASSES];
    struct columns columns;
    struct bitmap live;
    struct buf encoded;
};

static void make(struct segment_of *segment, const char *const texts[CLASSES], unsigned dead)
{
    struct acronyms_writer *writer = acronyms_writer_new();

    *segment = (struct segment_of){0};
    for (uint32_t i = 0; i < CLASSES; i++) {
        segment->classes[i] = (struct columns_class){.first = i, .count = 1};
        if ((dead >> i & 1) == 0)
            bitmap_add(&segment->live, i);
        if (texts[i] != NULL)
            acronyms_writer_section(writer, i, str_of(texts[i]));
        if (texts[i] != NULL) /* a class counts once */
            acronyms_writer_section(writer, i, str_of(texts[i]));
    }
    segment->columns = (struct columns){
        .classes = segment->classes, .class_count = CLASSES, .section_count = CLASSES};
    acronyms_writer_encode(&segment->encoded, writer);
    acronyms_writer_free(writer);
}

static void add(struct acronyms *acronyms, const struct segment_of *segment)
{
    struct err err;

    expect_ok("add",
              acronyms_add(acronyms, buf_view(&segment->encoded), &segment->columns, &segment->live,
                           &err),
              &err);
}

/* "long form (classes)" of each, parted by bars. */
static void check_forms(const struct acronyms *acronyms, const char *letters, const char *want)
{
    size_t count;
    const struct acronym_pair *pairs = acronyms_of(&count, acronyms, str_of(letters));
    struct buf got = {0};

    for (size_t i = 0; i < count; i++)
        buf_printf(&got, "%s%.*s (%u)", i > 0 ? "|" : "", (int)pairs[i].words.n, pairs[i].words.p,
                   pairs[i].classes);
    expect_text(letters, buf_view(&got), want);
    buf_free(&got);
}

static void the_forms_of_most_classes_are_kept(void **state)
{
    (void)state;
    static const char *const first[CLASSES] = {"a Commercial Driver's License (CDL)",
                                               "a commercial driver\xe2\x80\x99s license (CDL)",
                                               "CDL (Commercial Driver License)",
                                               "a Class D License (CDL)",
                                               "a City Deed List (CDL)",
                                               "a County Dock Lease (CDL), a Data Base Team (DBT)",
                                               "a City Deed List (CDL)",
                                               NULL};
    static const char *const second[CLASSES] = {"a Commercial Driver License (CDL)"};
    struct segment_of segments[2];
    struct acronyms *acronyms = acronyms_new();
    struct err err;

    make(&segments[0], first, 1u << 6);
    make(&segments[1], second, 0);
    add(acronyms, &segments[0]);
    add(acronyms, &segments[1]);
    expect_ok("finish", acronyms_finish(acronyms, stemmer, &err), &err);
    /* Of those that one class has, "city" stands before "class" and "county". */
    check_forms(acronyms, "cdl",
                "commercial driver license (2)|commercial driver's license (2)|city deed list (1)");
    check_forms(acronyms, "dbt", "data base team (1)");
    check_forms(acronyms, "cd", "");
    check_forms(acronyms, "", "");
    expect_number("longest", acronyms_longest(acronyms), 3);
    acronyms_free(acronyms);
    buf_free(&segments[0].encoded);
    buf_free(&segments[1].encoded);
}

static void long_forms_are_found_by_their_stems(void **state)
{
    (void)state;
    static const char *const texts[CLASSES] = {"a commercial driver's license (CDL)",
                                               "Emergency Medical Technician (EMT)"};
    static const struct str licence[] = {{"commerci", 8}, {"driver", 6}, {"licens", 6}};
    static const struct str technician[] = {{"emerg", 5}, {"medic", 5}, {"technician", 10}};
    struct segment_of segment;
    struct acronyms *acronyms = acronyms_new();
    struct err err;
    size_t at = 0;

    make(&segment, texts, 0);
    add(acronyms, &segment);
    expect_ok("finish", acronyms_finish(acronyms, stemmer, &err), &err);
    const struct acronym_pair *pair = acronyms_next(&at, acronyms, licence, 3);
    expect_true("cdl", pair != NULL);
    expect_text("cdl", pair->letters, "cdl");
    expect_true("once", acronyms_next(&at, acronyms, licence, 3) == NULL);
    at = 0;
    expect_true("part", acronyms_next(&at, acronyms, licence, 2) == NULL);
    at = 0;
    pair = acronyms_next(&at, acronyms, technician, 3);
    expect_text("emt", pair->stem, "emt");
    acronyms_free(acronyms);
    buf_free(&segment.encoded);
}

static void dead_classes_explain_nothing(void **state)
{
    (void)state;
    static const char *const texts[CLASSES] = {"a Data Base Team (DBT)", "a Data Base Team (DBT)"};
    struct segment_of segment;
    struct acronyms *acronyms = acronyms_new();
    struct err err;

    make(&segment, texts, 3);
    add(acronyms, &segment);
    expect_ok("finish", acronyms_finish(acronyms, stemmer, &err), &err);
    check_forms(acronyms, "dbt", "");
    acronyms_free(acronyms);
    buf_free(&segment.encoded);
}

/* Cut short or with any byte changed, what is read is refused or harmless. */
static void damage_is_harmless(void **state)
{
    (void)state;
    static const char *const texts[CLASSES] = {"a Data Base Team (DBT)", "a City Deed List (CDL)",
                                               "a Data Base Team (DBT)"};
    struct segment_of segment;

    make(&segment, texts, 0);
    for (size_t i = 0; i < segment.encoded.n; i++) {
        for (unsigned change = 1; change < 256; change *= 2) {
            struct acronyms *acronyms = acronyms_new();
            struct buf damaged = {0};
            buf_str(&damaged, buf_view(&segment.encoded));
            damaged.p[i] = (char)(damaged.p[i] ^ (char)change);
            if (change == 1)
                damaged.n = i;
            if (acronyms_add(acronyms, buf_view(&damaged), &segment.columns, &segment.live, NULL) ==
                ERR_OK)
                expect_ok("finish", acronyms_finish(acronyms, stemmer, NULL), NULL);
            acronyms_free(acronyms);
            buf_free(&damaged);
        }
    }
    buf_free(&segment.encoded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_forms_of_most_classes_are_kept),
        cmocka_unit_test(long_forms_are_found_by_their_stems),
        cmocka_unit_test(dead_classes_explain_nothing),
        cmocka_unit_test(damage_is_harmless),
    };
    return cmocka_run_group_tests(tests, make_stemmer, free_stemmer);
}
