#include "base/options.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"

enum { FIRST_LONG = UCHAR_MAX + 1 }; /* getopt_long's value for the option with index 0 */

static enum err_code store(const struct option_def *def, const char *argument, struct err *err)
{
    switch (def->kind) {
    case OPTION_FLAG:
        *(bool *)def->target = true;
        return ERR_OK;
    case OPTION_TEXT:
        *(const char **)def->target = argument;
        return ERR_OK;
    case OPTION_LIST: {
        struct option_list *list = def->target;
        list->items = mem_grow(list->items, list->count, &list->capacity, sizeof *list->items);
        list->items[list->count++] = argument;
        return ERR_OK;
    }
    case OPTION_NUMBER: {
        char *end;
        errno = 0;
        long value = strtol(argument, &end, 10);
        if (errno != 0 || end == argument || *end != '\0' || value < 0)
            return err_set(err, ERR_USAGE, "--%s takes a whole number, not '%s'", def->name,
                           argument);
        *(long *)def->target = value;
        return ERR_OK;
    }
    case OPTION_CHOICE: {
        struct option_choice *choice = def->target;
        choice->given = true;
        return options_choose(&choice->chosen, def->name, argument, choice->names, choice->count,
                              err);
    }
    }
    return err_set(err, ERR_INTERNAL, "--%s: unknown kind of option", def->name);
}

enum err_code options_parse(int *first, int argc, char **argv, const struct option_def *defs,
                            size_t count, struct err *err)
{
    struct option *longs = mem_zero(count + 1, sizeof *longs);
    char *shorts = mem_zero(2 * count + 2, 1);
    size_t n = 0;
    enum err_code code = ERR_OK;

    shorts[n++] = ':';
    for (size_t i = 0; i < count; i++) {
        int has = defs[i].kind == OPTION_FLAG ? no_argument : required_argument;
        longs[i] = (struct option){defs[i].name, has, NULL, FIRST_LONG + (int)i};
        if (defs[i].letter != 0) {
            shorts[n++] = defs[i].letter;
            if (has == required_argument)
                shorts[n++] = ':';
        }
    }
    opterr = 0;
    optind = 0; /* glibc: start afresh */
    for (int got; code == ERR_OK && (got = getopt_long(argc, argv, shorts, longs, NULL)) != -1;) {
        size_t at = 0;
        if (got == '?' && optopt != 0 && optopt < FIRST_LONG)
            code = err_set(err, ERR_USAGE, "unknown option -%c; see --help", optopt);
        else if (got == '?')
            code = err_set(err, ERR_USAGE, "unknown or ambiguous option %s; see --help",
                           argv[optind - 1]);
        else if (got == ':')
            code = err_set(err, ERR_USAGE, "%s needs an argument; see --help", argv[optind - 1]);
        else if (got >= FIRST_LONG)
            code = store(&defs[got - FIRST_LONG], optarg, err);
        else {
            while (defs[at].letter != got)
                at++;
            code = store(&defs[at], optarg, err);
        }
    }
    free(longs);
    free(shorts);
    *first = optind;
    return code;
}

enum err_code options_choose(size_t *choice, const char *option, const char *given,
                             const char *const *names, size_t count, struct err *err)
{
    struct buf list = {0};

    for (*choice = 0; *choice < count; (*choice)++)
        if (strcmp(given, names[*choice]) == 0)
            return ERR_OK;
    buf_choices(&list, names, count);
    err_set(err, ERR_USAGE, "--%s takes %.*s, not '%s'", option, (int)list.n, list.p, given);
    buf_free(&list);
    return ERR_USAGE;
}

void options_print_help(const struct option_help *help, const struct option_def *defs, size_t count)
{
    printf("usage: %s\n\n%s\n", help->usage, help->summary);
    if (count > 0)
        puts("\nOptions:");
    for (size_t i = 0; i < count; i++) {
        char left[64];
        int used =
            snprintf(left, sizeof left, defs[i].letter != 0 ? "  -%c, " : "      ", defs[i].letter);
        used += snprintf(left + used, sizeof left - (size_t)used, "--%s", defs[i].name);
        if (defs[i].argument != NULL)
            snprintf(left + used, sizeof left - (size_t)used, " %s", defs[i].argument);
        printf("%-28s %s\n", left, defs[i].help);
    }
    if (help->examples != NULL)
        printf("\nExamples:\n%s", help->examples);
}
