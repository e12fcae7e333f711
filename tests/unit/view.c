/* searchd: links and views, what pages are made of that needs no index. */

#include "support.h"

#include <jansson.h>

#include "searchd/link.h"
#include "searchd/view.h"
#include "searchd/view_text.h"

static struct request asked(const struct world *world, const char *target)
{
    struct request request;
    struct err err;

    expect_ok(target, request_parse(&request, target, world->arena, &err), &err);
    return request;
}

static void links_change_what_was_asked(void **state)
{
    const struct world *world = *state;
    struct arena *arena = world->arena;
    struct request request = asked(world, "/search?q=a%26b+c&page=3&agency=x&agency=Y&sort=title");
    struct request list = asked(world, "/browse/classes?letter=a&page=2");
    struct request occurrences = asked(world, "/occurrences?q=x&sort=left&agency=a&page=2");

    expect_text("one", str_of(link_search("agency", "a b&\"<>'\xc3\xa9#", arena)),
                "/search?agency=a%20b%26%22%3C%3E%27%C3%A9%23");
    expect_text("a path", str_of(link_path("a b/c#?.txt", arena)), "a%20b/c%23%3F.txt");
    expect_text("the first page", str_of(link_page(&request, 1, arena)),
                "/search?q=a%26b%20c&agency=x&agency=Y&sort=title");
    expect_text("another page", str_of(link_page(&request, 12, arena)),
                "/search?q=a%26b%20c&agency=x&agency=Y&sort=title&page=12");
    expect_text("of a list", str_of(link_page(&list, 3, arena)), "/browse/classes?letter=a&page=3");
    expect_text("select", str_of(link_toggle(&request, "agency", "z", false, arena)),
                "/search?q=a%26b%20c&agency=x&agency=Y&sort=title&agency=z");
    expect_text("deselect, in any case", str_of(link_toggle(&request, "agency", "y", true, arena)),
                "/search?q=a%26b%20c&agency=x&sort=title");
    expect_text("without filters", str_of(link_bare(&request, arena)),
                "/search?q=a%26b%20c&sort=title");
    expect_text("without filters, elsewhere", str_of(link_bare(&occurrences, arena)),
                "/occurrences?q=x&sort=left");
    expect_text("selected elsewhere",
                str_of(link_toggle(&occurrences, "agency", "y", false, arena)),
                "/occurrences?q=x&sort=left&agency=a&agency=y");
    expect_text("the same question", str_of(link_question("/search", &occurrences, arena)),
                "/search?q=x&agency=a");
    expect_text("a file of it",
                str_of(link_answer("/api/v1/occurrences", &occurrences, NULL, "csv", arena)),
                "/api/v1/occurrences?q=x&sort=left&agency=a&format=csv");
    expect_text("changed", str_of(link_change(&request, "sort", STR("-revised"), arena)),
                "/search?q=a%26b%20c&agency=x&agency=Y&sort=-revised");
    expect_text("taken out", str_of(link_change(&list, "letter", STR(""), arena)),
                "/browse/classes");
}

static void numbers_are_written(void **state)
{
    static const struct {
        json_int_t n;
        const char *commas, *count;
    } cases[] = {
        {0, "0", "0 classes"},
        {1, "1", "1 class"},
        {999, "999", "999 classes"},
        {1000, "1,000", "1,000 classes"},
        {123456, "123,456", "123,456 classes"},
        {1234567, "1,234,567", "1,234,567 classes"},
    };
    struct arena *arena = ((const struct world *)*state)->arena;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        expect_text("commas", str_of(view_commas(cases[i].n, arena)), cases[i].commas);
        expect_text("count", str_of(view_count(cases[i].n, "class", "classes", arena)),
                    cases[i].count);
    }
    expect_text("a line", str_of(view_line_url("/class/a?q=%23#s4", 31, arena)),
                "/class/a?q=%23#L31");
    expect_text("of no section", str_of(view_line_url("/class/a", 31, arena)), "/class/a#L31");
    expect_text("no line", str_of(view_line_url("/class/a#s4", 0, arena)), "/class/a#s4");
    expect_text("both", str_of(view_counts(1, 2000, arena)), "1 section in 2,000 classes");
    expect_text("time", str_of(view_time("2026-02-03T04:05:06Z", arena)),
                "3 February 2026, 04:05 UTC");
    expect_text("no month", str_of(view_time("2026-13-03T04:05:06Z", arena)),
                "2026-13-03T04:05:06Z");
    expect_text("no time", str_of(view_time("yesterday", arena)), "yesterday");
}

/* Pieces as "plain [marked] {other}". */
static const char *pieces_text(json_t *pieces, struct arena *arena)
{
    const char *out = "";
    json_t *piece;
    size_t i;

    json_array_foreach(pieces, i, piece)
    {
        bool marked = json_is_true(json_object_get(piece, "marked"));
        bool other = json_is_true(json_object_get(piece, "other"));
        out = arena_printf(arena, "%s%s%s%s", out,
                           marked  ? "["
                           : other ? "{"
                                   : "",
                           view_string(piece, "text"),
                           marked  ? "]"
                           : other ? "}"
                                   : "");
    }
    json_decref(pieces);
    return out;
}

static void texts_are_cut_at_marks(void **state)
{
    static const struct {
        const char *text, *marks, *others, *want;
    } cases[] = {
        {"", "[]", "[]", ""},
        {"a boat", "[]", "[]", "a boat"},
        {"a boat", "[[2,6]]", "[]", "a [boat]"},
        {"a boat", "[[0,1],[2,6]]", "[]", "[a] [boat]"},
        {"\xc3\xa9t\xc3\xa9 boat", "[[0,3],[4,8]]", "[]", "[\xc3\xa9t\xc3\xa9] [boat]"},
        {"a boat", "[[2,600]]", "[]", "a [boat]"},
        {"a boat sank", "[[7,11]]", "[[2,6]]", "a {boat} [sank]"},
        {"a boat sank", "[[0,1]]", "[[2,6],[7,9]]", "[a] {boat} {sa}nk"},
    };
    struct arena *arena = ((const struct world *)*state)->arena;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        json_t *text = json_string(cases[i].text), *marks = json_loads(cases[i].marks, 0, NULL);
        json_t *others = json_loads(cases[i].others, 0, NULL);
        expect_text(cases[i].want,
                    str_of(pieces_text(view_pieces_of_two(text, marks, others), arena)),
                    cases[i].want);
        json_decref(text);
        json_decref(marks);
        json_decref(others);
    }
}

/* A document of nine lines: a head, a heading in line 4 whose text begins in the same one, and two
 * sections that say to begin in line 7. */
static const char class_json[] =
    "{\"class\":{\"id\":\"a/1\",\"title\":\"Pilot\",\"code\":null,\"agency\":\"a\",\"fields\":["
    "{\"label\":\"Code\",\"value\":\"1\",\"meaning\":null,\"line\":2},"
    "{\"label\":\"Grade\",\"value\":\"2\",\"meaning\":null,\"line\":3},"
    "{\"label\":\"Pay\",\"value\":\"3\",\"meaning\":null,\"line\":6},"
    "{\"label\":\"Union\",\"value\":\"4\",\"meaning\":null,\"line\":null}],"
    "\"source\":{\"path\":\"a/1.%s\",\"format\":\"%s\",\"sha256\":\"00\",\"note\":null}},"
    "\"series\":null,\"requirements\":{},\"sections\":["
    "{\"ordinal\":0,\"level\":0,\"heading\":null,\"heading_marks\":[],\"kinds\":[],\"line\":1,"
    "\"text_line\":1,\"page\":%s,\"text\":\"Pilot\\nCode: 1\\n\",\"marks\":[]},"
    "{\"ordinal\":1,\"level\":1,\"heading\":\"Duties\",\"heading_marks\":[],\"kinds\":[],\"line\":"
    "4,"
    "\"text_line\":4,\"page\":%s,\"text\":\"Guides.\\n\\n\",\"marks\":[]},"
    "{\"ordinal\":2,\"level\":1,\"heading\":\"Pay: "
    "3\",\"heading_marks\":[],\"kinds\":[],\"line\":6,"
    "\"text_line\":7,\"page\":%s,\"text\":\"More.\\n\",\"marks\":[[0,4]]},"
    "{\"ordinal\":3,\"level\":1,\"heading\":\"Other\",\"heading_marks\":[],\"kinds\":[],\"line\":7,"
    "\"text_line\":7,\"page\":%s,\"text\":\"More.\\nAnd more.\",\"marks\":[]}]}";

static json_t *class_view(const struct world *world, const char *format, const char *page)
{
    struct request request = asked(world, "/class/a/1");
    json_t *answer = json_loads(
        arena_printf(world->arena, class_json, format, format, page, page, page, page), 0, NULL);

    assert_non_null(answer);
    json_t *view = view_class(answer, &request, world->arena);
    json_decref(answer);
    assert_non_null(view);
    return view;
}

/* "number:anchor" of each line of all sections; "-" for what is null. */
static const char *lines_text(const json_t *view, struct arena *arena)
{
    const char *out = "";
    json_t *section, *line;
    size_t i, k;

    json_array_foreach(json_object_get(view, "sections"), i, section)
    {
        json_array_foreach(json_object_get(section, "lines"), k, line)
        {
            const char *number = json_string_value(json_object_get(line, "number"));
            const char *anchor = json_string_value(json_object_get(line, "anchor"));
            out = arena_printf(arena, "%s %s:%s", out, number != NULL ? number : "-",
                               anchor != NULL ? anchor : "-");
        }
    }
    return out;
}

static void lines_can_be_linked_to(void **state)
{
    static const char *const fields[] = {"#L2", NULL, "#s2", NULL};
    const struct world *world = *state;
    json_t *view = class_view(world, "text", "null");

    expect_text("each line once", str_of(lines_text(view, world->arena)),
                " 1:L1 2:L2 4:L4 7:L7 7:- 8:L8");
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        json_t *field = json_array_get(json_object_get(view, "fields"), i);
        json_t *url = json_object_get(field, "line_url");
        if (fields[i] == NULL)
            expect_true(view_string(field, "label"), json_is_null(url));
        else
            expect_text(view_string(field, "label"), str_of(json_string_value(url)), fields[i]);
    }
    expect_true("lines of the file", json_is_true(json_object_get(view, "by_line")));
    json_decref(view);

    view = class_view(world, "pdf", "3");
    expect_text("of pages, without numbers", str_of(lines_text(view, world->arena)),
                " -:L1 -:L2 -:L4 -:L7 -:- -:L8");
    expect_true("lines of the text", json_is_false(json_object_get(view, "by_line")));
    json_decref(view);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(links_change_what_was_asked),
        world_test(numbers_are_written),
        world_test(texts_are_cut_at_marks),
        world_test(lines_can_be_linked_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
