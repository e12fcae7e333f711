#include "spec/house.h"

#include <ini.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"
#include "spec/kind.h"
#include "spec/words.h"

static const char *const sections[] = {"agency", "headings", "codes"};

#define SECTIONS_ALLOWED "[agency], [headings] or [codes]"

/* The file as it is read: libinih asks for its lines and gives back names and values. It says
 * neither where a value stands nor that a section is empty or a line was cut, so the lines are
 * counted and looked at here. */
struct parse {
    struct house *house;
    struct str rest;
    struct buf headings;
    unsigned line;
    struct arena *arena;
    struct err *err;
    enum err_code code;
};

static int fail(struct parse *parse, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Keeps the first error. */
static int fail(struct parse *parse, const char *format, ...)
{
    va_list args;
    char text[sizeof parse->err->text];

    if (parse->code != ERR_OK)
        return 0;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    parse->code = err_set(parse->err, ERR_FORMAT, "line %u: %s", parse->line, text);
    return 0;
}

static void check_section(struct parse *parse, struct str line)
{
    struct str behind = str_from(line, 1), name = str_trim(str_cut(&behind, ']'));
    bool closed = memchr(line.p, ']', line.n) != NULL;

    behind = str_trim(behind);
    if (!closed || (behind.n > 0 && behind.p[0] != ';')) {
        fail(parse, "a section stands alone on its line, as in [agency]");
        return;
    }
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++)
        if (str_eq(name, str_of(sections[i])))
            return;
    fail(parse, "unknown section [%.*s]; use " SECTIONS_ALLOWED, (int)name.n, name.p);
}

/* The next line, as fgets gives it, but without the blanks before it, which libinih would take for
 * the continuation of a value. */
static char *next_line(char *text, int size, void *data)
{
    struct parse *parse = data;

    if (parse->rest.n == 0 || parse->code != ERR_OK)
        return NULL;
    struct str line = str_trim(str_cut(&parse->rest, '\n'));
    parse->line++;
    if (line.n + 2 > (size_t)size)
        fail(parse, "longer than %d bytes", size - 2);
    else if (!utf8_valid(line) || memchr(line.p, '\0', line.n) != NULL)
        fail(parse, "not valid UTF-8");
    else if (str_starts(line, STR("[")))
        check_section(parse, line);
    if (parse->code != ERR_OK)
        return NULL;
    snprintf(text, (size_t)size, "%.*s\n", (int)line.n, line.p);
    return text;
}

static int add_agency(struct parse *parse, const char *name, struct str value)
{
    if (strcmp(name, "name") != 0)
        return fail(parse, "unknown key '%s' in [agency]; use name", name);
    if (parse->house->agency.n > 0)
        return fail(parse, "the name is given twice");
    parse->house->agency = (struct str){arena_strndup(parse->arena, value.p, value.n), value.n};
    return 1;
}

static bool is_mark(struct str value)
{
    return str_eq(value, STR("^")) || str_eq(value, STR("!")) || str_eq(value, STR("~"));
}

static int fail_kind(struct parse *parse, struct str wrong)
{
    struct buf names = {0};

    for (enum spec_kind kind = 0; kind < KIND_COUNT; kind++)
        buf_printf(&names, "%s, ", kind_name(kind));
    fail(parse, "unknown kind '%.*s'; use %sor ^ ! ~ alone", (int)wrong.n, wrong.p, names.p);
    buf_free(&names);
    return 0;
}

static int add_heading(struct parse *parse, const char *name, struct str value)
{
    struct str kinds = value;
    struct words words;

    words_split(&words, str_of(name));
    if (words.count == 0 || words.overflow || strchr(name, '\t') != NULL)
        return fail(parse, "'%s' is no heading; use one to %d words and no tab", name, WORDS_MAX);
    if (str_starts(value, STR("=")))
        return fail(parse, "write the heading without its colon: %s %s", name, value.p);
    while (!is_mark(value) && kinds.n > 0) {
        enum spec_kind kind;
        struct str one = str_trim(str_cut(&kinds, ','));
        if (!kind_from_name(&kind, one))
            return fail_kind(parse, one);
    }
    buf_printf(&parse->headings, "%s\t%s\n", name, value.p);
    return 1;
}

static struct house_code *new_code(struct house *house, struct arena *arena)
{
    house->codes = arena_grow(arena, house->codes, house->code_count, &house->code_capacity,
                              sizeof *house->codes);
    return &house->codes[house->code_count++];
}

static int add_code(struct parse *parse, const char *name, struct str value)
{
    struct str code = str_of(name), field = str_trim(str_cut(&code, '.'));
    struct buf names = {0};

    code = str_trim(code);
    if (code.n == 0)
        return fail(parse, "'%s' is no code; write field.code = meaning, as in flsa.Y = Exempt",
                    name);
    for (enum spec_field_name f = 0; f < FIELD_COUNT; f++) {
        if (!str_eq(field, str_of(field_name(f)))) {
            buf_printf(&names, "%s%s", f > 0 ? ", " : "", field_name(f));
            continue;
        }
        buf_free(&names);
        if (house_meaning(parse->house, f, code).n > 0)
            return fail(parse, "%s is given twice", name);
        *new_code(parse->house, parse->arena) =
            (struct house_code){f,
                                {arena_strndup(parse->arena, code.p, code.n), code.n},
                                {arena_strndup(parse->arena, value.p, value.n), value.n}};
        return 1;
    }
    fail(parse, "unknown field '%.*s'; use one of %s", (int)field.n, field.p, names.p);
    buf_free(&names);
    return 0;
}

/* One name and value. Returns 0 if something is wrong with it, as libinih wants it. */
static int add_pair(void *data, const char *section, const char *name, const char *text)
{
    struct parse *parse = data;
    struct str value = str_trim(str_of(text));

    if (parse->code != ERR_OK)
        return 0;
    if (value.n == 0 || name[0] == '\0')
        return fail(parse, "nothing stands %s the =", value.n == 0 ? "behind" : "before");
    if (strcmp(section, "agency") == 0)
        return add_agency(parse, name, value);
    if (strcmp(section, "headings") == 0)
        return add_heading(parse, name, value);
    if (strcmp(section, "codes") == 0)
        return add_code(parse, name, value);
    return fail(parse, "stands in no section; begin with " SECTIONS_ALLOWED);
}

enum err_code house_parse(struct house *house, struct str ini, struct arena *arena, struct err *err)
{
    *house = (struct house){.agency = {"", 0}, .headings = {"", 0}};
    struct parse parse = {
        .house = house,
        .rest = str_starts(ini, STR("\xef\xbb\xbf")) ? str_from(ini, 3) : ini,
        .arena = arena,
        .err = err,
    };

    int wrong = ini_parse_stream(next_line, &parse, add_pair, &parse);
    if (wrong != 0 && parse.code == ERR_OK) {
        parse.line = wrong > 0 ? (unsigned)wrong : 0;
        fail(&parse, "neither [section] nor name = value; comments begin with ;");
    }
    house->headings.p = arena_strndup(arena, buf_view(&parse.headings).p, parse.headings.n);
    house->headings.n = parse.headings.n;
    buf_free(&parse.headings);
    return parse.code;
}

struct str house_meaning(const struct house *house, enum spec_field_name field, struct str value)
{
    for (size_t i = 0; house != NULL && i < house->code_count; i++)
        if (house->codes[i].field == field && str_eq_nocase(house->codes[i].code, value))
            return house->codes[i].meaning;
    return (struct str){"", 0};
}
