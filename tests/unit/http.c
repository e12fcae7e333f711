/* searchd: what is packed, tags, parameters and links, the palette of a theme. */

#include "support.h"

#include <zlib.h>

#include "searchd/etag.h"
#include "searchd/link.h"
#include "searchd/packing.h"
#include "searchd/palette.h"
#include "searchd/parameters.h"

static void gzip_is_sent_where_it_is_wanted(void **state)
{
    static const struct {
        const char *accepted;
        bool wanted;
    } cases[] = {
        {NULL, false},
        {"", false},
        {"gzip", true},
        {"GZip", true},
        {"x-gzip", true},
        {"deflate, gzip;q=1.0, *;q=0.5", true},
        {"*", true},
        {"*;q=0", false},
        {"gzip;q=0, *", false},
        {"gzip;q=0.001", true},
        {"gzip;q=0.0001", false}, /* no q-value has four digits */
        {"gzip;q=", false},
        {"gzip;q=1.5", false},
        {"gzip;q=-1", false},
        {"gzip; Q=0", false},
        {"identity, gzip", true},
        {"identity;q=1, gzip;q=0.9", false},
        {"identity;q=0.9, *;q=1", true},
        {"br", false},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        if (packing_is_wanted(cases[i].accepted) != cases[i].wanted)
            fail_msg("'%s'", cases[i].accepted);
}

static struct buf unpacked(struct str packed)
{
    struct buf out = {0};
    unsigned char room[4096];
    z_stream stream = {.next_in = (unsigned char *)(uintptr_t)packed.p, .avail_in = (uInt)packed.n};
    int result;

    assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
    do {
        stream.next_out = room;
        stream.avail_out = sizeof room;
        result = inflate(&stream, Z_NO_FLUSH);
        buf_add(&out, (const char *)room, sizeof room - stream.avail_out);
    } while (result == Z_OK);
    assert_int_equal(result, Z_STREAM_END);
    assert_int_equal(stream.avail_in, 0);
    inflateEnd(&stream);
    return out;
}

/* A stream of `left` lines, each with its number, that may break off. */
struct lines {
    int left, breaks_at;
    bool closed;
};

static enum err_code read_line(struct buf *out, void *data, struct err *err)
{
    struct lines *lines = data;

    if (lines->left == 0)
        return ERR_OK;
    if (lines->left == lines->breaks_at)
        return err_set(err, ERR_TIMEOUT, "broken");
    buf_printf(out, "line %d\n", lines->left--);
    return ERR_OK;
}

static void close_lines(void *data)
{
    struct lines *lines = data;
    lines->closed = true;
}

static void a_packed_stream_is_the_stream(void **state)
{
    static const int lengths[] = {0, 1, 2, 5000};
    (void)state;

    for (size_t i = 0; i < COUNT_OF(lengths); i++) {
        struct lines lines = {.left = lengths[i], .breaks_at = -1};
        struct response_stream stream = {read_line, close_lines, &lines};
        struct buf expected = {0}, packed = {0};
        struct err err;
        size_t before;

        for (int n = lengths[i]; n > 0; n--)
            buf_printf(&expected, "line %d\n", n);
        assert_int_equal(packing_pack_stream(&stream, &err), ERR_OK);
        do {
            before = packed.n;
            assert_int_equal(stream.read(&packed, stream.data, &err), ERR_OK);
        } while (packed.n > before);
        stream.close(stream.data);
        assert_true(lines.closed);
        struct buf got = unpacked(buf_view(&packed));
        expect_text("the lines", buf_view(&got), expected.p != NULL ? expected.p : "");
        buf_free(&got);
        buf_free(&expected);
        buf_free(&packed);
    }
}

static void a_packed_stream_breaks_off_with_its_stream(void **state)
{
    struct lines lines = {.left = 3, .breaks_at = 2};
    struct response_stream stream = {read_line, close_lines, &lines};
    struct buf packed = {0};
    struct err err;
    enum err_code code = ERR_OK;
    size_t before;
    (void)state;

    assert_int_equal(packing_pack_stream(&stream, &err), ERR_OK);
    do {
        before = packed.n;
        code = stream.read(&packed, stream.data, &err);
    } while (code == ERR_OK && packed.n > before);
    assert_int_equal(code, ERR_TIMEOUT);
    stream.close(stream.data);
    assert_true(lines.closed);
    buf_free(&packed);
}

static void a_tag_names_the_request(void **state)
{
    static const char *const targets[] = {"/a?b=c",     "/a?b=c&b=c", "/a?bc=",     "/a?b=",
                                          "/a?b=c&d=e", "/a?d=e&b=c", "/a?b=c%26d", "/ab?=c"};
    char tags[COUNT_OF(targets)][ETAG_SIZE], other[ETAG_SIZE];
    struct arena *arena = arena_new();
    struct request request;
    (void)state;

    for (size_t i = 0; i < COUNT_OF(targets); i++) {
        assert_int_equal(request_parse(&request, targets[i], arena, NULL), ERR_OK);
        etag_make(tags[i], &request, STR("000001"));
        for (size_t k = 0; k < i; k++)
            if (strcmp(tags[i], tags[k]) == 0)
                fail_msg("%s and %s have one tag", targets[k], targets[i]);
        etag_make(other, &request, STR("000002"));
        assert_string_not_equal(other, tags[i]);
    }
    arena_free(arena);
}

/* What is left of an escape behind a decoded text is none of it. */
static void escaped_digits_are_a_number(void **state)
{
    static const struct {
        const char *target;
        uint32_t number;
    } cases[] = {{"/?page=7", 7}, {"/?page=%37", 7}, {"/?page=1%32", 12}, {"/?page=%31%32", 12}};
    struct arena *arena = arena_new();
    struct request request;
    struct err err;
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        uint32_t number = 0;
        expect_ok(cases[i].target, request_parse(&request, cases[i].target, arena, &err), &err);
        expect_ok(cases[i].target, parameters_number(&number, &request.parameters[0], 99999, &err),
                  &err);
        expect_number(cases[i].target, number, cases[i].number);
    }
    arena_free(arena);
}

static void a_filter_is_added_and_taken_away(void **state)
{
    static const struct {
        const char *target, *value;
        bool selected;
        const char *link;
    } cases[] = {
        {"/search?q=x&page=2", "Clerk", false, "/search?q=x&series=Clerk"},
        {"/search?q=x&series=Clerk", "Clerk", true, "/search?q=x"},
        {"/search?series=clerk&q=x", "Clerk", true, "/search?q=x"},
        {"/search?series=Clerk&agency=Clerk", "Clerk", true, "/search?agency=Clerk"},
        /* Two that differ in their case alone. */
        {"/search?series=Clerk", "CLERK", false, "/search?series=Clerk&series=CLERK"},
        {"/search?series=Clerk&series=CLERK", "Clerk", true, "/search?series=CLERK"},
    };
    struct arena *arena = arena_new();
    struct request request;
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_int_equal(request_parse(&request, cases[i].target, arena, NULL), ERR_OK);
        const char *link =
            link_toggle(&request, "series", cases[i].value, cases[i].selected, arena);
        expect_text(cases[i].target, str_of(link), cases[i].link);
    }
    arena_free(arena);
}

static void a_palette_is_read_from_a_stylesheet(void **state)
{
    struct palette palette;
    struct err err;
    struct buf css = {0};
    (void)state;

    palette_read(&palette, STR(":root {\n --ink: #1d2124;\n --sans: x;\n --paper: #FFF;\n}\n"
                               "@media (prefers-color-scheme: dark) {\n:root {\n --ink: #eee;\n}}\n"
                               "p { --other: #123456; }"));
    assert_int_equal(palette.count, 2);
    assert_string_equal(palette.colours[0].name, "ink");
    assert_int_equal(palette.colours[0].rgb[PALETTE_LIGHT], 0x1d2124);
    assert_int_equal(palette.colours[0].rgb[PALETTE_DARK], 0xeeeeee);
    assert_int_equal(palette.colours[1].rgb[PALETTE_DARK], 0xffffff);
    assert_int_equal(palette_check(&palette, &err), ERR_USAGE); /* #eee on #fff */
    assert_int_equal(palette_set(&palette, PALETTE_DARK, "paper", "#000000", &err), ERR_OK);
    assert_int_equal(palette_check(&palette, &err), ERR_OK);
    assert_int_equal(palette_set(&palette, PALETTE_DARK, "paper", "red; } *{", &err), ERR_USAGE);
    assert_int_equal(palette_set(&palette, PALETTE_DARK, "papers", "#000000", &err), ERR_USAGE);
    palette_write(&css, &palette);
    assert_non_null(strstr(css.p, "--paper: #000000;"));
    buf_free(&css);
}

/* Two known ones: black on white is 21, and #767676 is the lightest grey that passes on white. */
static void contrast_is_that_of_wcag(void **state)
{
    (void)state;
    assert_float_equal(palette_contrast(0, 0xffffff), 21, 0.001);
    assert_float_equal(palette_contrast(0xffffff, 0xffffff), 1, 0.001);
    assert_true(palette_contrast(0x767676, 0xffffff) >= 4.5);
    assert_true(palette_contrast(0xffffff, 0x777777) < 4.5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gzip_is_sent_where_it_is_wanted),
        cmocka_unit_test(a_packed_stream_is_the_stream),
        cmocka_unit_test(a_packed_stream_breaks_off_with_its_stream),
        cmocka_unit_test(a_tag_names_the_request),
        cmocka_unit_test(escaped_digits_are_a_number),
        cmocka_unit_test(a_filter_is_added_and_taken_away),
        cmocka_unit_test(a_palette_is_read_from_a_stylesheet),
        cmocka_unit_test(contrast_is_that_of_wcag),
    };
    return cmocka_run_group_tests_name("http", tests, NULL, NULL);
}
