#include "client/audit_rules.h"

#include <ini.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "client/filter.h"

/* A query has no more bytes than a value may have. */
enum { VALUE_MOST = 4096, RULES_MOST = 1000 };

static const struct str CODE = {"${code}", sizeof "${code}" - 1};

#define KEYS "when, require, forbid, message, severity, expand and except"

static const char *const parts[AUDIT_PART_COUNT] = {
    [AUDIT_WHEN] = "when", [AUDIT_REQUIRE] = "require", [AUDIT_FORBID] = "forbid"};

static const char *const severities[AUDIT_SEVERITY_COUNT] = {
    [AUDIT_ERROR] = "error", [AUDIT_WARNING] = "warning", [AUDIT_NOTE] = "note"};

/* The file as it is read: libinih asks for its lines and gives back names and values. It says
 * neither where a value stands nor whether it goes on with the one above, and reports one error in
 * all, so lines are looked at here first, and it gets only those that it can take. */
struct reading {
    struct audit_rules *rules;
    struct audit_mistakes *mistakes;
    struct audit_date today;
    struct str rest;
    struct audit_rule *rule;    /* under way; NULL before the first */
    struct audit_value *value;  /* the last that was given; NULL before the first of the rule */
    struct audit_value ignored; /* what is given to no good */
    struct buf text;            /* of the value, as far as it has been read */
    unsigned line, column;      /* of the value in this line */
    bool continued;             /* which goes on with the one above */
};

const char *audit_severity_name(enum audit_severity severity)
{
    return severities[severity];
}

struct audit_place audit_value_place(const struct audit_value *value, int position)
{
    size_t at = position > 0 ? (size_t)position - 1 : 0, i = 0;

    while (i + 1 < value->place_count && value->places[i + 1].start <= at)
        i++;
    struct audit_place place = value->places[i];
    if (!place.put_in)
        place.column += (unsigned)(at - place.start);
    return place;
}

static const char *find_code(struct str text)
{
    return memmem(text.p, text.n, CODE.p, CODE.n);
}

bool audit_value_has_code(const struct audit_value *value)
{
    return value->text.p != NULL && find_code(value->text) != NULL;
}

struct audit_value audit_value_of_class(const struct audit_value *value, struct str code,
                                        struct arena *arena)
{
    struct audit_value filled = *value;
    struct buf text = {0};
    struct str rest = value->text;
    char *plain = arena_strndup(arena, code.p, code.n);
    size_t longer = utf8_length(code) - CODE.n; /* may wrap round, as what is added to it does */

    for (char *quote = strchr(plain, '"'); quote != NULL; quote = strchr(quote, '"'))
        *quote = ' '; /* would end a phrase, and is no word */
    filled.places = arena_zero(arena, value->place_count, sizeof *filled.places);
    memcpy(filled.places, value->places, value->place_count * sizeof *filled.places);
    for (const char *at = find_code(rest); at != NULL; at = find_code(rest)) {
        size_t start = utf8_length((struct str){value->text.p, (size_t)(at - value->text.p)});
        for (size_t i = 0; i < value->place_count; i++)
            if (value->places[i].start > start)
                filled.places[i].start += longer;
        buf_str(&text, (struct str){rest.p, (size_t)(at - rest.p)});
        buf_text(&text, plain);
        rest = str_from(rest, (size_t)(at - rest.p) + CODE.n);
    }
    buf_str(&text, rest);
    filled.text = (struct str){arena_strndup(arena, buf_view(&text).p, text.n), text.n};
    buf_free(&text);
    return filled;
}

struct audit_place audit_query_place(const struct audit_query *query)
{
    return query->text.text.p != NULL ? query->text.places[0] : query->filters[0].value.places[0];
}

void audit_mistakes_add(struct audit_mistakes *mistakes, unsigned line, unsigned column,
                        const char *format, ...)
{
    struct err text; /* which keeps it to one printable line */
    char raw[sizeof text.text];
    va_list args;

    va_start(args, format);
    vsnprintf(raw, sizeof raw, format, args);
    va_end(args);
    err_set(&text, ERR_USAGE, "%s", raw);
    mistakes->items = arena_grow(mistakes->arena, mistakes->items, mistakes->count,
                                 &mistakes->capacity, sizeof *mistakes->items);
    mistakes->items[mistakes->count++] =
        (struct audit_mistake){line, column, arena_strdup(mistakes->arena, text.text)};
}

static int by_place(const void *a, const void *b)
{
    const struct audit_mistake *x = a, *y = b;

    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    return strcmp(x->text, y->text);
}

void audit_mistakes_sort(struct audit_mistakes *mistakes)
{
    if (mistakes->count > 1)
        qsort(mistakes->items, mistakes->count, sizeof *mistakes->items, by_place);
}

static void add_place(struct reading *reading, unsigned column, bool put_in)
{
    struct audit_value *value = reading->value;

    value->places = arena_grow(reading->mistakes->arena, value->places, value->place_count,
                               &value->place_capacity, sizeof *value->places);
    value->places[value->place_count++] =
        (struct audit_place){utf8_length(buf_view(&reading->text)), reading->line, column, put_in};
}

static void end_value(struct reading *reading)
{
    struct buf *text = &reading->text;

    if (text->n > VALUE_MOST)
        audit_mistakes_add(reading->mistakes, reading->value->places[0].line, 0,
                           "the value is longer than %d bytes; make it several rules", VALUE_MOST);
    if (reading->value != NULL)
        reading->value->text = (struct str){
            arena_strndup(reading->mistakes->arena, buf_view(text).p, text->n), text->n};
    reading->value = NULL;
    text->n = 0;
}

/* A class's code can be put into what it has to have or must not have. */
static bool takes_code(const struct reading *reading)
{
    const struct audit_rule *rule = reading->rule;

    return rule != NULL && (reading->value == &rule->queries[AUDIT_REQUIRE].text ||
                            reading->value == &rule->queries[AUDIT_FORBID].text);
}

static void add_date(struct reading *reading, struct str name, unsigned column)
{
    struct audit_date date = reading->today;
    struct buf text = {0};

    if (!str_starts(name, STR("today")) ||
        !audit_date_shift(&date, str_from(name, sizeof "today" - 1)))
        audit_mistakes_add(reading->mistakes, reading->line, column,
                           "unknown date ${%.*s}; write ${today}, ${today-10y}, ${today-18m} or "
                           "${today+30d}",
                           (int)name.n, name.p);
    audit_date_add(&text, date);
    add_place(reading, column, true);
    buf_str(&reading->text, buf_view(&text));
    buf_free(&text);
}

/* Puts in what stands between ${ and }; a code waits for its class. */
static void put_in(struct reading *reading, struct str name, unsigned column)
{
    if (!str_is(name, "code")) {
        add_date(reading, name, column);
        return;
    }
    if (!takes_code(reading))
        audit_mistakes_add(reading->mistakes, reading->line, column,
                           "${code} stands in the query of 'require' or 'forbid' alone");
    add_place(reading, column, true);
    buf_str(&reading->text, CODE);
}

/* Appends what a line has of a value. */
static void add_line(struct reading *reading, struct str text)
{
    unsigned column = reading->column;

    if (reading->text.n > VALUE_MOST)
        return;
    if (reading->continued)
        buf_char(&reading->text, ' ');
    add_place(reading, column, false);
    while (text.n > 0) {
        const char *dollar = memmem(text.p, text.n, "${", 2);
        const char *end =
            dollar != NULL ? memchr(dollar, '}', text.n - (size_t)(dollar - text.p)) : NULL;
        struct str plain = {text.p, end != NULL ? (size_t)(dollar - text.p) : text.n};
        buf_str(&reading->text, plain);
        column += (unsigned)utf8_length(plain);
        text = str_from(text, plain.n);
        if (end == NULL)
            break;
        struct str name = {text.p + 2, (size_t)(end - text.p) - 2};
        put_in(reading, name, column);
        column += (unsigned)utf8_length(name) + 3;
        text = str_from(text, name.n + 3);
        if (text.n > 0)
            add_place(reading, column, false);
    }
}

/* An ID of a class is made of what an address needs no escape for; a comma may part two. */
static void read_exceptions(struct audit_rule *rule, struct arena *arena)
{
    size_t capacity = 0;
    struct str rest = rule->except.text;

    while (rest.n > 0) {
        size_t n = 0;
        while (n < rest.n && rest.p[n] != ' ' && rest.p[n] != ',' && rest.p[n] != '\t')
            n++;
        if (n > 0) {
            rule->exceptions = arena_grow(arena, rule->exceptions, rule->exception_count, &capacity,
                                          sizeof *rule->exceptions);
            rule->exceptions[rule->exception_count++] = (struct str){rest.p, n};
        }
        rest = str_from(rest, n + 1);
    }
}

static void read_severity(struct reading *reading, struct audit_rule *rule)
{
    const struct audit_value *value = &rule->severity_name;
    size_t severity = 0;

    rule->severity = AUDIT_WARNING;
    if (value->text.p == NULL)
        return;
    while (severity < AUDIT_SEVERITY_COUNT && !str_is(value->text, severities[severity]))
        severity++;
    if (severity == AUDIT_SEVERITY_COUNT)
        audit_mistakes_add(reading->mistakes, value->places[0].line, value->places[0].column,
                           "unknown severity '%s'; use error, warning or note", value->text.p);
    else
        rule->severity = (enum audit_severity)severity;
}

static void read_expand(struct reading *reading, struct audit_rule *rule)
{
    const struct audit_value *value = &rule->expand_name;

    rule->expand = value->text.p != NULL && str_is(value->text, "yes");
    if (value->text.p != NULL && !rule->expand && !str_is(value->text, "no"))
        audit_mistakes_add(reading->mistakes, value->places[0].line, value->places[0].column,
                           "expand takes yes or no, not '%s'", value->text.p);
}

static void show_query(struct audit_query *query, struct arena *arena)
{
    struct buf shown = {0};

    if (query->text.text.p == NULL && query->filter_count == 0)
        return;
    if (query->text.text.p != NULL)
        buf_str(&shown, query->text.text);
    for (size_t i = 0; i < query->filter_count; i++) {
        struct str value = query->filters[i].value.text;
        buf_printf(&shown, "%s[%s = %.*s]", shown.n > 0 ? " " : "", query->filters[i].name,
                   (int)value.n, value.p);
    }
    query->shown = (struct str){arena_strndup(arena, shown.p, shown.n), shown.n};
    buf_free(&shown);
}

/* Looks at the rule under way as a whole, which has no more lines. */
static void end_rule(struct reading *reading)
{
    struct audit_rule *rule = reading->rule;

    end_value(reading);
    if (rule == NULL)
        return;
    for (size_t i = 0; i < AUDIT_PART_COUNT; i++)
        show_query(&rule->queries[i], reading->mistakes->arena);
    bool has_require = rule->queries[AUDIT_REQUIRE].shown.p != NULL;
    bool has_forbid = rule->queries[AUDIT_FORBID].shown.p != NULL;
    if (!has_require && !has_forbid)
        audit_mistakes_add(reading->mistakes, rule->line, 0,
                           "[%s] asks for nothing; add require = QUERY or forbid = QUERY",
                           rule->name.p);
    if (has_require && has_forbid)
        audit_mistakes_add(reading->mistakes, rule->line, 0,
                           "[%s] has both require and forbid; make it two rules", rule->name.p);
    if (rule->message.text.p == NULL)
        audit_mistakes_add(reading->mistakes, rule->line, 0,
                           "[%s] does not say what is wrong; add message = ...", rule->name.p);
    read_severity(reading, rule);
    read_expand(reading, rule);
    read_exceptions(rule, reading->mistakes->arena);
}

static bool is_name(struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              c == '-' || c == '_' || c == '.'))
            return false;
    }
    return text.n > 0;
}

static void check_name(struct reading *reading, struct str name)
{
    if (!is_name(name)) {
        audit_mistakes_add(reading->mistakes, reading->line, 0,
                           "the name of a rule is made of letters, digits, '-', '_' and '.'");
        return;
    }
    for (size_t i = 0; i < reading->rules->count && i < RULES_MOST; i++)
        if (str_eq(reading->rules->rules[i].name, name))
            audit_mistakes_add(reading->mistakes, reading->line, 0,
                               "the name [%.*s] is taken by the rule in line %u; choose another",
                               (int)name.n, name.p, reading->rules->rules[i].line);
}

/* Begins a rule whatever its name, so that what stands below is looked at. */
static void begin_rule(struct reading *reading, struct str line)
{
    struct audit_rules *rules = reading->rules;
    struct arena *arena = reading->mistakes->arena;
    struct str behind = str_from(line, 1), name = str_trim(str_cut(&behind, ']'));
    bool closed = memchr(line.p, ']', line.n) != NULL;

    end_rule(reading);
    behind = str_trim(behind);
    if (!closed || (behind.n > 0 && behind.p[0] != ';'))
        audit_mistakes_add(reading->mistakes, reading->line, 0,
                           "the name of a rule stands alone on its line, as in [%.*s]",
                           is_name(name) ? (int)name.n : 4, is_name(name) ? name.p : "name");
    else
        check_name(reading, name);
    rules->rules =
        arena_grow(arena, rules->rules, rules->count, &rules->capacity, sizeof *rules->rules);
    reading->rule = &rules->rules[rules->count++];
    *reading->rule = (struct audit_rule){.name = {arena_strndup(arena, name.p, name.n), name.n},
                                         .line = reading->line};
    reading->value = NULL;
}

/* Does a line begin with a name and "="? So may a query that goes on ("flsa = exempt"): then it
 * has to be written otherwise, which is better than to take a key for a part of the query. */
static bool has_key(struct str line)
{
    size_t n = 0;

    while (n < line.n && ((line.p[n] >= 'a' && line.p[n] <= 'z') || line.p[n] == '.'))
        n++;
    bool named = n > 0;
    while (n < line.n && (line.p[n] == ' ' || line.p[n] == '\t'))
        n++;
    return named && n < line.n && line.p[n] == '=';
}

/* Where the value begins in the bytes of a line with a name and "=" or ":", which is what libinih
 * looks for before a remark; 0 if it has none. */
static size_t value_of(struct str line)
{
    size_t n = 0;

    for (; n < line.n && line.p[n] != '=' && line.p[n] != ':'; n++)
        if (line.p[n] == ';' && (line.p[n - 1] == ' ' || line.p[n - 1] == '\t'))
            return 0;
    if (n == line.n)
        return 0;
    for (n++; n < line.n && (line.p[n] == ' ' || line.p[n] == '\t'); n++)
        continue;
    return n;
}

/* What of a line libinih is to see. */
static struct str look_at(struct reading *reading, struct str line, size_t room)
{
    struct str text = str_trim(line);
    bool indented = text.p > line.p;

    if (text.n == 0 || text.p[0] == ';' || text.p[0] == '#')
        return STR("");
    if (!utf8_valid(text) || memchr(text.p, '\0', text.n) != NULL) {
        audit_mistakes_add(reading->mistakes, reading->line, 0,
                           "not valid UTF-8; save it as UTF-8");
        return STR("");
    }
    if (text.n + 1 > room) {
        audit_mistakes_add(reading->mistakes, reading->line, 0,
                           "longer than %zu bytes; go on in a line that begins with a blank",
                           room - 1);
        return STR("");
    }
    if (text.p[0] == '[') {
        begin_rule(reading, text);
        return STR("[rule]");
    }
    reading->continued = indented && reading->value != NULL && !has_key(text);
    size_t start = reading->continued ? 0 : value_of(text);
    if (!reading->continued && start == 0) {
        audit_mistakes_add(reading->mistakes, reading->line, 0,
                           "neither [rule] nor key = value; the keys are " KEYS);
        return STR("");
    }
    reading->column = (unsigned)(utf8_length((struct str){line.p, (size_t)(text.p - line.p)}) +
                                 utf8_length((struct str){text.p, start})) +
                      1;
    return text;
}

/* The next line, as fgets gives it. */
static char *next_line(char *text, int size, void *data)
{
    struct reading *reading = data;

    if (reading->rest.n == 0)
        return NULL;
    struct str line = str_cut(&reading->rest, '\n');
    reading->line++;
    reading->continued = false;
    /* Besides the line itself: a blank before it, a newline and a NUL behind it. */
    line = look_at(reading, line, (size_t)size - 2);
    snprintf(text, (size_t)size, "%s%.*s\n", reading->continued ? " " : "", (int)line.n, line.p);
    return text;
}

/* The value of a filter, which is new; NULL if there is none of that name. The agency of a class is
 * asked for by agency: in a query, so that it goes with --agency. */
static struct audit_value *add_filter(struct reading *reading, struct audit_query *query,
                                      struct str name)
{
    for (size_t i = 0; i < FILTER_COUNT; i++) {
        if (!str_is(name, filters[i].name) || str_is(name, "agency"))
            continue;
        query->filters = arena_grow(reading->mistakes->arena, query->filters, query->filter_count,
                                    &query->filter_capacity, sizeof *query->filters);
        struct audit_filter *filter = &query->filters[query->filter_count++];
        *filter = (struct audit_filter){.name = filters[i].name};
        return &filter->value;
    }
    return NULL;
}

/* Where the value of a key goes; NULL, which is noted, if there is no such key. */
static struct audit_value *find_value(struct reading *reading, const char *key)
{
    struct audit_rule *rule = reading->rule;
    const struct {
        const char *key;
        struct audit_value *value;
    } others[] = {{"message", &rule->message},
                  {"severity", &rule->severity_name},
                  {"expand", &rule->expand_name},
                  {"except", &rule->except}};
    struct str filter = str_of(key), part = str_cut(&filter, '.');
    bool has_filter = part.n < strlen(key);

    for (size_t i = 0; i < AUDIT_PART_COUNT; i++) {
        if (!str_is(part, parts[i]))
            continue;
        struct audit_query *query = &rule->queries[i];
        struct audit_value *value = has_filter ? add_filter(reading, query, filter) : &query->text;
        if (value == NULL)
            audit_mistakes_add(reading->mistakes, reading->line, 0,
                               "there is no filter '%.*s'; use section, education, experience, "
                               "modality, flsa, grade, series or revised",
                               (int)filter.n, filter.p);
        return value;
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(key, others[i].key) == 0)
            return others[i].value;
    audit_mistakes_add(reading->mistakes, reading->line, 0, "unknown key '%s'; there are " KEYS,
                       key);
    return NULL;
}

/* One name and value, of the line read last. */
static int add_pair(void *data, const char *section, const char *name, const char *text)
{
    struct reading *reading = data;
    struct str value = str_trim(str_of(text));
    struct audit_value *found = NULL;

    (void)section;
    if (reading->continued) {
        add_line(reading, value);
        return 1;
    }
    end_value(reading);
    if (reading->rule == NULL)
        audit_mistakes_add(reading->mistakes, reading->line, 0,
                           "stands in no rule; begin one with its name, as in [name]");
    else if (value.n == 0)
        audit_mistakes_add(reading->mistakes, reading->line, 0, "nothing stands behind '%s ='",
                           name);
    else
        found = find_value(reading, name);
    if (found != NULL && found->text.p != NULL) {
        audit_mistakes_add(reading->mistakes, reading->line, 0, "'%s' is given twice in [%s]", name,
                           reading->rule->name.p);
        found = NULL;
    }
    reading->ignored = (struct audit_value){0};
    reading->value = found != NULL ? found : &reading->ignored;
    add_line(reading, value);
    return 1;
}

void audit_rules_read(struct audit_rules *rules, struct audit_mistakes *mistakes, struct str ini,
                      struct audit_date today)
{
    struct reading reading = {
        .rules = rules,
        .mistakes = mistakes,
        .today = today,
        .rest = str_starts(ini, STR("\xef\xbb\xbf")) ? str_from(ini, 3) : ini,
    };

    *rules = (struct audit_rules){0};
    ini_parse_stream(next_line, &reading, add_pair, &reading);
    end_rule(&reading);
    buf_free(&reading.text);
    if (rules->count > RULES_MOST)
        audit_mistakes_add(mistakes, rules->rules[RULES_MOST].line, 0,
                           "more than %d rules; make it several files", RULES_MOST);
    if (rules->count == 0)
        audit_mistakes_add(mistakes, 1, 0,
                           "there is no rule; one begins with its name, as in [name]");
}
