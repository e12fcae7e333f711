/* lib/base but for files (file.c) and options (options.c). */

#include "support.h"

#include <errno.h>

#include "base/hash.h"
#include "base/log.h"
#include "base/map.h"
#include "base/pack.h"
#include "base/utf8.h"

static void err_set_fills_all_members(void **state)
{
    struct err err = {.code = ERR_IO, .position = 7, .text = "old"};
    (void)state;

    expect_number("code", err_set(&err, ERR_FORMAT, "%s %d", "line", 12), ERR_FORMAT);
    expect_number("member", err.code, ERR_FORMAT);
    expect_number("position", err.position, 0);
    expect_text("text", str_of(err.text), "line 12");
}

static void err_text_is_printable(void **state)
{
    static const struct {
        const char *in, *out; /* out NULL: some '?' in place of what stands between x and y */
    } cases[] = {
        {"plain text", "plain text"},
        {"caf\xc3\xa9 \xe2\x82\xac", "caf\xc3\xa9 \xe2\x82\xac"},
        {"one\ntwo", "one?two"},
        {"\x1b[31mred", "?[31mred"},
        {"tab\tbell\a", "tab?bell?"},
        {"del\x7f", "del?"},
        {"bad\xff", "bad?"},
        {"x\xc2\x9by", NULL}, /* CSI */
        {"x\xc2\x85y", NULL},
        {"x\xc2\x80y", NULL},
        {"x\xc2\x9fy", NULL},
        {"no\xc2\xa0"
         "break",
         "no\xc2\xa0"
         "break"},
        {"x\xe2\x80\xaey", NULL},
        {"x\xe2\x80\xaay", NULL},
        {"x\xe2\x81\xa6y", NULL},
        {"x\xe2\x81\xa9y", NULL},
        {"x\xed\xa0\x80y", NULL}, /* a surrogate */
        {"x\xc0\xafy", NULL},
    };
    struct err err;
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        err_set(&err, ERR_USAGE, "%s", cases[i].in);
        expect_printable(cases[i].in, err.text);
        size_t n = strlen(err.text);
        if (cases[i].out != NULL) {
            expect_text("replaced", str_of(err.text), cases[i].out);
        } else {
            expect_true("between", n >= 3 && err.text[0] == 'x' && err.text[n - 1] == 'y');
            expect_number("only ?", strspn(err.text + 1, "?"), n - 2);
        }
    }
}

/* The buffer ends at every place within a character of two, three and four bytes. */
static void err_text_is_cut_to_valid_text(void **state)
{
    static const char *const characters[] = {"\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80"};
    struct err err;
    (void)state;

    for (size_t c = 0; c < COUNT_OF(characters); c++) {
        for (size_t lead = 0; lead < 4; lead++) {
            struct buf text = {0};
            for (size_t i = 0; i < lead; i++)
                buf_char(&text, 'a');
            while (text.n < 3 * sizeof err.text)
                buf_text(&text, characters[c]);
            err_set(&err, ERR_LIMIT, "%s", text.p);
            expect_number("length", strlen(err.text), sizeof err.text - 1);
            expect_printable("set", err.text);
            err_set(&err, ERR_LIMIT, "%s", "reason");
            err_context(&err, "%s", text.p);
            expect_printable("context", err.text);
            err_set(&err, ERR_LIMIT, "%s", text.p);
            err_context(&err, "file.txt");
            expect_printable("with context", err.text);
            expect_true("context first", strncmp(err.text, "file.txt: a", 10 + (lead > 0)) == 0);
            buf_free(&text);
        }
    }
}

static void err_errno_appends_the_reason(void **state)
{
    struct err err;
    char full[600];
    (void)state;

    expect_number("code", err_errno(&err, ERR_IO, ENOENT, "%s: cannot be read", "a.txt"), ERR_IO);
    struct buf want = {0};
    buf_printf(&want, "a.txt: cannot be read: %s", strerror(ENOENT));
    expect_text("text", str_of(err.text), want.p);
    buf_free(&want);

    memset(full, 'x', sizeof full - 1);
    full[sizeof full - 1] = '\0';
    err_errno(&err, ERR_IO, EACCES, "%s", full);
    expect_number("cut", strlen(err.text), sizeof err.text - 1);
}

static void err_context_keeps_code_and_position(void **state)
{
    struct err err;
    (void)state;

    err_set(&err, ERR_USAGE, "no such scope");
    err.position = 5;
    err_context(&err, "%s", "query");
    err_context(&err, "line\n%d", 3);
    expect_text("text", str_of(err.text), "line?3: query: no such scope");
    expect_number("code", err.code, ERR_USAGE);
    expect_number("position", err.position, 5);
}

static void err_may_be_null(void **state)
{
    (void)state;
    expect_number("set", err_set(NULL, ERR_BUSY, "%d", 1), ERR_BUSY);
    expect_number("errno", err_errno(NULL, ERR_LIMIT, ENOMEM, "%d", 1), ERR_LIMIT);
    err_context(NULL, "%d", 1);
}

static void str_compares_bytes(void **state)
{
    static const struct {
        struct str a, b;
        bool eq, nocase, starts;
    } cases[] = {
        {BYTES("abc"), BYTES("abc"), true, true, true},
        {BYTES("abc"), BYTES("ABC"), false, true, false},
        {BYTES("abc"), BYTES("ab"), false, false, true},
        {BYTES("ab"), BYTES("abc"), false, false, false},
        {BYTES("a\0b"), BYTES("a\0b"), true, true, true},
        {{NULL, 0}, BYTES(""), true, true, true},
        {BYTES(""), {NULL, 0}, true, true, true},
        {BYTES("x"), {NULL, 0}, false, false, true},
        {BYTES("\xc3\xa9"), BYTES("\xc3\x89"), false, false, false}, /* ASCII letters only */
        {BYTES("["), BYTES("{"), false, false, false},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *label = cases[i].a.p != NULL ? cases[i].a.p : "NULL";
        expect_number(label, str_eq(cases[i].a, cases[i].b), cases[i].eq);
        expect_number(label, str_eq_nocase(cases[i].a, cases[i].b), cases[i].nocase);
        expect_number(label, str_starts(cases[i].a, cases[i].b), cases[i].starts);
    }
    expect_number("str_of(NULL)", str_of(NULL).n, 0);
    expect_text("from 2", str_from(STR("abc"), 2), "c");
    expect_text("from the end", str_from(STR("abc"), 3), "");
    expect_text("from past the end", str_from(STR("abc"), 9), "");
}

/* Each stands before all that follow it. */
static void str_compare_is_the_order_of_bytes(void **state)
{
    static const struct str sorted[] = {
        BYTES(""),    BYTES("\0"),  BYTES("-"),        BYTES("A"),   BYTES("B"),
        BYTES("a"),   BYTES("a\0"), BYTES("a\0b"),     BYTES("aa"),  BYTES("ab"),
        BYTES("aba"), BYTES("b"),   BYTES("\xc3\xa9"), BYTES("\xff")};
    (void)state;

    for (size_t i = 0; i < COUNT_OF(sorted); i++)
        for (size_t k = 0; k < COUNT_OF(sorted); k++) {
            int order = str_compare(sorted[i], sorted[k]);
            expect_number(sorted[i].p, (order > 0) - (order < 0), (i > k) - (i < k));
        }
    expect_number("NULL", str_compare((struct str){NULL, 0}, STR("")), 0);
    expect_true("NULL first", str_compare((struct str){NULL, 0}, STR("a")) < 0);
    expect_true("NULL second", str_compare(STR("a"), (struct str){NULL, 0}) > 0);
}

/* A NUL is a byte like any other to a counted string. */
static void str_compares_what_stands_behind_a_nul(void **state)
{
    (void)state;
    expect_true("eq", !str_eq(STR("a\0b"), STR("a\0c")));
    expect_true("starts", !str_starts(STR("a\0bd"), STR("a\0c")));
    expect_true("nocase", str_eq_nocase(STR("a\0b"), STR("A\0B")));
    expect_true("nocase", !str_eq_nocase(STR("a\0b"), STR("a\0c")));
}

static void str_is_found_in_lists(void **state)
{
    static const char *const list[] = {"reef", "Reefs", ""};
    static const struct {
        const char *label;
        struct str s;
        bool among, nocase;
    } cases[] = {
        {"the first", {"reef", 4}, true, true},     {"the empty one", {"", 0}, true, true},
        {"a beginning", {"ree", 3}, false, false},  {"longer", {"reefss", 6}, false, false},
        {"in capitals", {"REEFS", 5}, false, true}, {"a NUL in it", {"reef\0", 5}, false, false},
        {"a NUL alone", {"\0", 1}, false, false},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        expect_number(cases[i].label, STR_AMONG(cases[i].s, list), cases[i].among);
        expect_number(cases[i].label, STR_AMONG_NOCASE(cases[i].s, list), cases[i].nocase);
    }
    expect_true("a part of a longer one", str_is((struct str){"reefs", 4}, "reef"));
}

static void str_trim_takes_white_space(void **state)
{
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"", ""},
        {"word", "word"},
        {"  two words \t\r\n", "two words"},
        {"\v\fword\f\v", "word"},
        {" \t\n ", ""},
        {"\xc2\xa0word\xc2\xa0", "word"},
        {" \xc2\xa0 \xc2\xa0word \xc2\xa0 ", "word"},
        {"\xc2\xa0", ""},
        {"a\xc2\xa0z", "a\xc2\xa0z"},
        {"\xc3\xa0", "\xc3\xa0"}, /* ends in 0xa0 as the no-break space does */
        {"\xc2\xa9", "\xc2\xa9"}, /* begins as it does */
        {"\xe2\x82\xac ", "\xe2\x82\xac"},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_text(cases[i].in, str_trim(str_of(cases[i].in)), cases[i].out);
    expect_number("NULL", str_trim((struct str){NULL, 0}).n, 0);
}

static void str_cut_leaves_the_rest(void **state)
{
    static const struct {
        const char *in, *head, *rest;
    } cases[] = {
        {"a,b,c", "a", "b,c"}, {"a", "a", ""}, {"a,", "a", ""},
        {",a", "", "a"},       {",", "", ""},  {"", "", ""},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct str rest = str_of(cases[i].in);
        expect_text(cases[i].in, str_cut(&rest, ','), cases[i].head);
        expect_text(cases[i].in, rest, cases[i].rest);
    }
    struct str none = {NULL, 0};
    expect_number("NULL", str_cut(&none, ',').n + none.n, 0);
}

static void buf_grows_and_ends_in_nul(void **state)
{
    struct buf buf = {0};
    (void)state;

    expect_text("empty", buf_view(&buf), "");
    buf_add(&buf, NULL, 0);
    buf_printf(&buf, "%s", "");
    expect_text("nothing added", buf_view(&buf), "");
    for (int i = 0; i < 3000; i++) {
        buf_char(&buf, (char)('a' + i % 26));
        expect_number("NUL", buf.p[buf.n], 0);
    }
    buf_printf(&buf, "%0*d", 5000, 7);
    expect_number("NUL", buf.p[buf.n], 0);
    buf_str(&buf, STR("x\0y"));
    buf_text(&buf, "end");
    expect_number("length", buf.n, 3000 + 5000 + 3 + 3);
    expect_number("last NUL", buf.p[buf.n], 0);
    for (int i = 0; i < 3000; i++)
        expect_number("kept", buf.p[i], 'a' + i % 26);
    expect_text("formatted", (struct str){buf.p + 7999, 1}, "7");
    expect_true("NUL within", memcmp(buf.p + 8000, "x\0yend", 6) == 0);
    buf_free(&buf);
    expect_text("freed", buf_view(&buf), "");
    buf_text(&buf, "again");
    expect_text("again", buf_view(&buf), "again");
    buf_free(&buf);
}

/* Table 3-7 of the Unicode Standard: bytes of a well-formed character at p, 0 if there is none. */
static size_t well_formed(const unsigned char *p, size_t n)
{
    static const struct {
        unsigned char first, last, low, high; /* of the first byte, of the second */
        size_t length;
    } rows[] = {
        {0x00, 0x7f, 0, 0, 1},       {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
        {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4}};

    for (size_t i = 0; n > 0 && i < COUNT_OF(rows); i++) {
        if (p[0] < rows[i].first || p[0] > rows[i].last || n < rows[i].length)
            continue;
        if (rows[i].length > 1 && (p[1] < rows[i].low || p[1] > rows[i].high))
            continue;
        size_t k = 2;
        while (k < rows[i].length && p[k] >= 0x80 && p[k] <= 0xbf)
            k++;
        if (k >= rows[i].length)
            return rows[i].length;
    }
    return 0;
}

static void buf_tells_choices(void **state)
{
    static const char *const names[] = {"text", "json", "csv"};
    static const char *const want[] = {"", "text", "text or json", "text, json or csv"};
    (void)state;

    for (size_t count = 0; count < COUNT_OF(want); count++) {
        struct buf buf = {0};
        buf_choices(&buf, names, count);
        expect_text("choices", buf_view(&buf), want[count]);
        buf_free(&buf);
    }
}

static void utf8_decode_takes_well_formed_bytes_only(void **state)
{
    static const unsigned char edges[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90,
                                          0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xff};
    uint32_t c;
    (void)state;

    for (unsigned first = 0; first < 256; first++) {
        for (unsigned second = 0; second < 256; second++) {
            for (size_t i = 0; i < COUNT_OF(edges) * COUNT_OF(edges); i++) {
                unsigned char bytes[4] = {(unsigned char)first, (unsigned char)second,
                                          edges[i / COUNT_OF(edges)], edges[i % COUNT_OF(edges)]};
                for (size_t n = 0; n <= 4; n++)
                    if (utf8_decode((const char *)bytes, n, &c) != well_formed(bytes, n)) {
                        print_error("%02x %02x %02x %02x, %zu of them\n", bytes[0], bytes[1],
                                    bytes[2], bytes[3], n);
                        fail();
                    }
            }
        }
    }
}

static void utf8_round_trip_of_every_code_point(void **state)
{
    struct buf buf = {0};
    (void)state;

    for (uint32_t c = 0; c <= 0x110000; c++) {
        bool exists = c <= 0x10ffff && !(c >= 0xd800 && c <= 0xdfff);
        size_t length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        uint32_t back = 0;
        buf.n = 0;
        utf8_append(&buf, c);
        size_t n = utf8_decode(buf.p, buf.n, &back);
        if (n != buf.n || back != (exists ? c : 0xfffd) || (exists && n != length)) {
            print_error("U+%04X: %zu bytes, back U+%04X\n", c, n, back);
            fail();
        }
    }
    buf_free(&buf);
}

static void utf8_valid_refuses_each_kind_of_damage(void **state)
{
    static const struct {
        const char *bytes;
        bool valid;
    } cases[] = {
        {"", true},
        {"plain", true},
        {"\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", true},
        {"\xed\x9f\xbf\xee\x80\x80", true}, /* the neighbours of the surrogates */
        {"a\x80", false},                   /* a continuation alone */
        {"a\xc3", false},                   /* cut */
        {"a\xe2\x82", false},
        {"a\xf0\x9f\x98", false},
        {"\xc3z", false},    /* a byte missing within */
        {"\xc0\x80", false}, /* overlong */
        {"\xc1\xbf", false},
        {"\xe0\x9f\xbf", false},
        {"\xf0\x8f\xbf\xbf", false},
        {"\xed\xa0\x80", false}, /* surrogates */
        {"\xed\xbf\xbf", false},
        {"\xf4\x90\x80\x80", false}, /* above U+10FFFF */
        {"\xf5\x80\x80\x80", false},
        {"\xf8\x88\x80\x80\x80", false}, /* five bytes */
        {"\xfe", false},
        {"\xff", false},
        {"good\xc3\xa9 then \xff", false},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_number(cases[i].bytes, utf8_valid(str_of(cases[i].bytes)), cases[i].valid);
    expect_true("NUL is a code point", utf8_valid(STR("a\0b")));
    /* Wherever it stands: ASCII is looked at by eights. */
    for (size_t at = 0; at < 40; at++) {
        char text[40];
        memset(text, 'a', sizeof text);
        expect_true("sound", utf8_valid((struct str){text, sizeof text}));
        text[at] = '\xff';
        expect_true("damaged", !utf8_valid((struct str){text, sizeof text}));
        expect_true("before it", utf8_valid((struct str){text, at}));
    }
}

static void utf8_lengths_and_cuts(void **state)
{
    /* a: 0, e acute: 1-2, euro: 3-5, a face: 6-9 */
    static const struct str s = BYTES("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
    static const size_t cuts[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};
    (void)state;

    expect_number("length", utf8_length(s), 4);
    expect_number("length of nothing", utf8_length((struct str){NULL, 0}), 0);
    for (size_t limit = 0; limit < COUNT_OF(cuts); limit++)
        expect_number("cut", utf8_cut(s, limit), cuts[limit]);
    expect_number("within the first", utf8_cut(STR("\xf0\x9f\x98\x80"), 1), 0);
    expect_number("within the first", utf8_cut(STR("\xf0\x9f\x98\x80"), 3), 0);
}

static void arena_memory_is_aligned_zeroed_and_its_own(void **state)
{
    enum { PIECES = 4000 };
    struct support_random random = random_start("arena");
    struct arena *arena = arena_new();
    unsigned char **pieces = mem_zero(PIECES, sizeof *pieces);
    size_t *sizes = mem_zero(PIECES, sizeof *sizes);
    (void)state;

    for (size_t i = 0; i < PIECES; i++) {
        sizes[i] = random_below(&random, 400) + (i % 500 == 250 ? 300000 : 0);
        if (random_below(&random, 2) == 0) {
            pieces[i] = arena_zero(arena, sizes[i], 1);
            expect_number("aligned", (uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
            for (size_t k = 0; k < sizes[i]; k++)
                if (pieces[i][k] != 0)
                    fail_msg("byte %zu of %zu is not zero", k, sizes[i]);
        } else {
            char *text = mem_alloc(sizes[i]);
            memset(text, 'x', sizes[i]);
            pieces[i] = (unsigned char *)arena_strndup(arena, text, sizes[i]);
            free(text);
            expect_number("NUL", pieces[i][sizes[i]], 0);
        }
        memset(pieces[i], (int)(i % 251), sizes[i]);
    }
    for (size_t i = 0; i < PIECES; i++)
        for (size_t k = 0; k < sizes[i]; k++)
            if (pieces[i][k] != i % 251)
                fail_msg("piece %zu was written over", i);
    free(pieces);
    free(sizes);
    arena_free(arena);
}

static void arena_is_cleared_and_used_again(void **state)
{
    struct arena *arena = arena_new();
    (void)state;

    memset(arena_zero(arena, 1000, 1), 0xff, 1000);
    arena_clear(arena);
    const unsigned char *again = arena_zero(arena, 1000, 1);
    for (size_t i = 0; i < 1000; i++)
        expect_number("zeroed", again[i], 0);
    expect_text("strdup", str_of(arena_strdup(arena, "text")), "text");
    expect_text("printf", str_of(arena_printf(arena, "%s-%d", "a", 5)), "a-5");
    expect_number("long printf", strlen(arena_printf(arena, "%0*d", 200000, 1)), 200000);
    expect_text("strndup", str_of(arena_strndup(arena, "cut here", 3)), "cut");
    arena_free(arena);
    arena_free(NULL);
}

static void mem_grow_makes_room_and_keeps(void **state)
{
    size_t capacity = 0;
    int *items = NULL;
    (void)state;

    for (size_t i = 0; i < 1000; i++) {
        items = mem_grow(items, i, &capacity, sizeof *items);
        expect_true("room", capacity > i);
        items[i] = (int)i;
    }
    for (size_t i = 0; i < 1000; i++)
        expect_number("kept", items[i], i);
    free(items);
    free(mem_alloc(0));
    free(mem_zero(0, 8));
}

static void map_keeps_the_first_value(void **state)
{
    struct map map = {0};
    char key[16] = "key";
    (void)state;

    expect_true("empty", map_find(&map, "key") == NULL);
    expect_true("new", map_add(&map, key, 1));
    key[0] = 'x'; /* the map has a copy */
    expect_true("there already", !map_add(&map, "key", 2));
    expect_number("unchanged", *map_find(&map, "key"), 1);
    *map_find(&map, "key") = 9;
    expect_number("in place", *map_find(&map, "key"), 9);
    expect_true("empty key", map_add(&map, "", 3));
    expect_number("empty key", *map_find(&map, ""), 3);
    expect_true("other case", map_find(&map, "KEY") == NULL);
    expect_true("prefix", map_find(&map, "ke") == NULL);
    map_free(&map);
    expect_true("freed", map_find(&map, "key") == NULL);
    expect_true("used again", map_add(&map, "key", 4));
    map_free(&map);
}

static void map_of_many_keys(void **state)
{
    enum { KEYS = 3000 };
    struct support_random random = random_start("map");
    struct map map = {0};
    bool there[KEYS] = {false};
    char key[16];
    (void)state;

    for (int i = 0; i < 4 * KEYS; i++) {
        uint32_t number = random_below(&random, KEYS);
        snprintf(key, sizeof key, "k%u", number);
        expect_number(key, map_add(&map, key, number), !there[number]);
        there[number] = true;
    }
    for (uint32_t i = 0; i < KEYS; i++) {
        snprintf(key, sizeof key, "k%u", i);
        const size_t *found = map_find(&map, key);
        expect_number(key, found != NULL, there[i]);
        if (found != NULL)
            expect_number(key, *found, i);
    }
    map_free(&map);
}

/* Whether a number is among those with a hash, and how many there are. */
static bool hash_has(const struct hash *table, uint32_t hash, uint32_t number, size_t *count)
{
    uint32_t found;
    bool has = false;
    size_t at = 0;

    for (*count = 0; (found = hash_next(table, hash, &at)) != HASH_END; ++*count)
        has = has || found == number;
    return has;
}

/* Number n has the hash n / 3, or one that falls into the same place of a small table. */
static void hash_leads_to_all_numbers(void **state)
{
    struct arena *arena = arena_new();
    struct hash table = {0};
    size_t count;
    (void)state;

    expect_true("empty", !hash_has(&table, 0, 0, &count) && count == 0);
    for (uint32_t n = 0; n < 999; n++)
        hash_add(&table, (n / 3) << (n % 2 * 20), n);
    struct hash copy = hash_copy(&table, arena), empty = hash_copy(&(struct hash){0}, arena);
    for (uint32_t n = 0; n < 999; n++) {
        uint32_t hash = (n / 3) << (n % 2 * 20);
        expect_true("has it", hash_has(&table, hash, n, &count));
        expect_number("with its hash", count, n < 3 ? 3 : n / 3 % 2 == n % 2 ? 2 : 1);
        expect_true("the copy too", hash_has(&copy, hash, n, &count));
    }
    expect_true("no other", !hash_has(&table, 12345, 0, &count) && count == 0);
    expect_true("nothing", !hash_has(&empty, 0, 0, &count) && count == 0);
    hash_free(&table);
    hash_free(&table);
    arena_free(arena);
}

static void hashes_of_equal_strings_are_equal(void **state)
{
    static const struct {
        struct str a, b;
        bool same, same_nocase;
    } cases[] = {
        {BYTES(""), BYTES(""), true, true},
        {BYTES("alder"), BYTES("alder"), true, true},
        {BYTES("alder"), BYTES("ALder"), false, true},
        {BYTES("alder"), BYTES("aldre"), false, false},
        {BYTES("a\0b"), BYTES("a\0c"), false, false},
        {BYTES("\xc3\x84"), BYTES("\xc3\xa4"), false, false},
        {BYTES("["), BYTES("{"), false, false},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        expect_number("same", hash_str(cases[i].a) == hash_str(cases[i].b), cases[i].same);
        expect_number("any case", hash_str_nocase(cases[i].a) == hash_str_nocase(cases[i].b),
                      cases[i].same_nocase);
    }
    /* From the test vectors of FNV's authors. */
    expect_true("FNV-1a of nothing", hash_bytes(STR("")) == 0xcbf29ce484222325);
    expect_true("FNV-1a of a", hash_bytes(STR("a")) == 0xaf63dc4c8601ec8c);
    expect_true("FNV-1a of foobar", hash_bytes(STR("foobar")) == 0x85944171f73967e8);
    expect_number("folded", hash_str(STR("foobar")), 0x85944171 ^ 0xf73967e8);
}

static void log_values_are_quoted_where_they_must(void **state)
{
    static const struct {
        struct str value;
        const char *shown;
    } cases[] = {
        {BYTES("plain"), " k=plain"},
        {BYTES("/a/b?c&d"), " k=/a/b?c&d"},
        {BYTES(""), " k=\"\""},
        {BYTES("two words"), " k=\"two words\""},
        {BYTES("say \"x\""), " k=\"say \\\"x\\\"\""},
        {BYTES("a\\b"), " k=\"a\\\\b\""},
        {BYTES("a\nb"), " k=\"a\\x0ab\""},
        {BYTES("a\0b"), " k=\"a\\x00b\""},
        {BYTES("\x1b[2J"), " k=\"\\x1b[2J\""},
        {BYTES("a=b"), " k=\"a=b\""},
    };
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct log_line line = log_begin("info", "request");
        expect_true("begin", strncmp(line.text.p, "time=", 5) == 0);
        expect_true("begin", strstr(line.text.p, "Z level=info event=request") != NULL);
        line.text.n = 0;
        log_str(&line, "k", cases[i].value);
        expect_text("value", buf_view(&line.text), cases[i].shown);
        line.text.n = 0;
        log_number(&line, "n", -12345678901LL);
        expect_text("number", buf_view(&line.text), " n=-12345678901");
        buf_free(&line.text);
    }
}

static void what_is_packed_comes_out(void **state)
{
    static const uint32_t numbers[] = {0, 1, 127, 128, 16383, 16384, UINT32_MAX - 1, UINT32_MAX};
    static const size_t bytes[] = {1, 1, 1, 2, 2, 3, 5, 5};
    struct buf out = {0};
    struct str text;
    uint32_t number;
    (void)state;

    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        size_t before = out.n;
        pack_number(&out, numbers[i]);
        expect_number("bytes", out.n - before, bytes[i]);
        pack_text(&out, (struct str){"a\0b", i % 4});
    }
    struct str rest = buf_view(&out);
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        expect_true("number", pack_take_number(&number, &rest));
        expect_number("number", number, numbers[i]);
        expect_true("text", pack_take_text(&text, &rest));
        expect_true("text", str_eq(text, (struct str){"a\0b", i % 4}));
    }
    expect_number("all", rest.n, 0);
    expect_true("no more", !pack_take_number(&number, &rest) && !pack_take_text(&text, &rest));
    buf_free(&out);
}

static void damaged_packs_are_refused(void **state)
{
    const struct {
        struct str bytes;
        bool text;
    } cases[] = {{STR("\x80"), false},
                 {STR("\xff\xff\xff\xff"), false},
                 {STR("\xff\xff\xff\xff\x10"), false}, /* 33 bits */
                 {STR("\x80\x80\x80\x80\x80\0"), false},
                 {STR("\2a"), true},
                 {STR("\xff\xff\xff\xff\x0f"
                      "a"),
                  true}};
    (void)state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct str rest = cases[i].bytes, text;
        uint32_t number;
        expect_true("refused", cases[i].text ? !pack_take_text(&text, &rest)
                                             : !pack_take_number(&number, &rest));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_packed_comes_out),
        cmocka_unit_test(damaged_packs_are_refused),
        cmocka_unit_test(err_set_fills_all_members),
        cmocka_unit_test(err_text_is_printable),
        cmocka_unit_test(err_text_is_cut_to_valid_text),
        cmocka_unit_test(err_errno_appends_the_reason),
        cmocka_unit_test(err_context_keeps_code_and_position),
        cmocka_unit_test(err_may_be_null),
        cmocka_unit_test(str_compares_bytes),
        cmocka_unit_test(str_compare_is_the_order_of_bytes),
        cmocka_unit_test(str_compares_what_stands_behind_a_nul),
        cmocka_unit_test(str_is_found_in_lists),
        cmocka_unit_test(str_trim_takes_white_space),
        cmocka_unit_test(str_cut_leaves_the_rest),
        cmocka_unit_test(buf_grows_and_ends_in_nul),
        cmocka_unit_test(buf_tells_choices),
        cmocka_unit_test(utf8_decode_takes_well_formed_bytes_only),
        cmocka_unit_test(utf8_round_trip_of_every_code_point),
        cmocka_unit_test(utf8_valid_refuses_each_kind_of_damage),
        cmocka_unit_test(utf8_lengths_and_cuts),
        cmocka_unit_test(arena_memory_is_aligned_zeroed_and_its_own),
        cmocka_unit_test(arena_is_cleared_and_used_again),
        cmocka_unit_test(mem_grow_makes_room_and_keeps),
        cmocka_unit_test(map_keeps_the_first_value),
        cmocka_unit_test(map_of_many_keys),
        cmocka_unit_test(hash_leads_to_all_numbers),
        cmocka_unit_test(hashes_of_equal_strings_are_equal),
        cmocka_unit_test(log_values_are_quoted_where_they_must),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
