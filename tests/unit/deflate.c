/* lib/search/deflate: what is compressed comes back, and damage is found out. */

#include "support.h"

#include "search/deflate.h"

static void bytes_come_back_as_they_were(void **state)
{
    static const struct str texts[] = {{NULL, 0},
                                       BYTES(""),
                                       BYTES("a"),
                                       BYTES("a\0b\xff"),
                                       BYTES("licence licence licence licence licence licence")};
    struct support_random random = random_start("deflate");
    struct buf packed = {0}, back = {0}, noise = {0};
    struct err err;
    (void)state;

    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        packed.n = back.n = 0;
        deflate_pack(&packed, texts[i]);
        expect_ok("unpack", deflate_unpack(&back, buf_view(&packed), &err), &err);
        expect_true("same", str_eq(buf_view(&back), texts[i]));
    }
    for (int i = 0; i < 100000; i++)
        buf_char(&noise, (char)random_next(&random));
    packed.n = back.n = 0;
    buf_text(&packed, "before");
    buf_text(&back, "kept");
    deflate_pack(&packed, buf_view(&noise));
    expect_true("appended", str_starts(buf_view(&packed), STR("before")));
    expect_ok("unpack", deflate_unpack(&back, str_from(buf_view(&packed), 6), &err), &err);
    expect_true("appended", str_starts(buf_view(&back), STR("kept")));
    expect_true("same", str_eq(str_from(buf_view(&back), 4), buf_view(&noise)));
    noise.n = 0;
    for (int i = 0; i < 1000000; i++)
        buf_char(&noise, 'x');
    packed.n = back.n = 0;
    deflate_pack(&packed, buf_view(&noise));
    expect_true("smaller", packed.n < 2000);
    expect_ok("unpack", deflate_unpack(&back, buf_view(&packed), &err), &err);
    expect_true("same", str_eq(buf_view(&back), buf_view(&noise)));
    buf_free(&packed);
    buf_free(&back);
    buf_free(&noise);
}

static void expect_damaged(const char *label, struct str packed)
{
    struct buf back = {0};
    struct err err;

    expect_error(label, deflate_unpack(&back, packed, &err), ERR_FORMAT, &err, "damaged");
    expect_number("nothing added", back.n, 0);
    buf_free(&back);
}

/* Cut anywhere, lengthened, or with any byte changed. The header of zlib's format has a few bits
 * that say nothing of the content: where one is changed the content is whole. */
static void damage_is_found_out(void **state)
{
    static const char text[] = "A pilot's licence; a pilot's licence and CJIS clearance.";
    struct buf packed = {0}, longer = {0};
    (void)state;

    deflate_pack(&packed, STR(text));
    for (size_t n = 0; n < packed.n; n++)
        expect_damaged("cut", (struct str){packed.p, n});
    buf_str(&longer, buf_view(&packed));
    buf_char(&longer, '\0');
    expect_damaged("longer", buf_view(&longer));
    for (size_t at = 0; at < packed.n; at++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            struct buf back = {0};
            packed.p[at] = (char)(packed.p[at] ^ 1 << bit);
            if (deflate_unpack(&back, buf_view(&packed), NULL) == ERR_OK)
                expect_text("whole", buf_view(&back), text);
            packed.p[at] = (char)(packed.p[at] ^ 1 << bit);
            buf_free(&back);
        }
    }
    expect_damaged("no bytes", (struct str){NULL, 0});
    expect_damaged("not compressed", STR("\x04\0\0\0 abcdefgh"));
    expect_damaged("a length beyond all bounds", STR("\xff\xff\xff\xff\x78\x9c\x03\0\0\0\0\x01"));
    buf_free(&packed);
    buf_free(&longer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_come_back_as_they_were),
        cmocka_unit_test(damage_is_found_out),
    };
    return cmocka_run_group_tests_name("deflate", tests, NULL, NULL);
}
