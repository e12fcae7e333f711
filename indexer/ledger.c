#include "indexer/ledger.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

struct progress progress_start(size_t total)
{
    return (struct progress){.shown = isatty(STDERR_FILENO), .started = now(), .total = total};
}

void progress_show(struct progress *progress, size_t done, size_t sections)
{
    double t = now(), spent = t - progress->started;

    if (!progress->shown || t - progress->last < 0.1)
        return;
    progress->last = t;
    double rate = spent > 0 ? (double)done / spent : 0;
    double left = rate > 0 ? (double)(progress->total - done) / rate : 0;
    fprintf(stderr, "\r\033[K%zu of %zu files, %zu sections, %.0f files/s, %d:%02d left", done,
            progress->total, sections, rate, (int)left / 60, (int)left % 60);
    fflush(stderr);
}

void progress_clear(struct progress *progress)
{
    if (progress->shown && progress->last > 0)
        fputs("\r\033[K", stderr);
}

size_t ledger_count(const struct manifest *manifest, enum manifest_state state)
{
    size_t count = 0;
    for (size_t i = 0; i < manifest->count; i++)
        count += manifest->sources[i].state == state;
    return count;
}

/* The classes of a source by their ids; of a series, how many there are. */
static void print_classes(const struct manifest_source *source)
{
    if (source->class_count > 1)
        printf("%zu classes: ", source->class_count);
    for (size_t i = 0; i < source->class_count; i++) {
        const struct manifest_class *class = &source->classes[i];
        printf("%s%s", i > 0 ? ", " : "", class->id);
        if (strcmp(class->id, class->base) != 0)
            printf(", as there is already a %s", class->base);
    }
}

static bool is_notable(const struct manifest_source *source)
{
    for (size_t i = 0; i < source->class_count; i++)
        if (strcmp(source->classes[i].id, source->classes[i].base) != 0)
            return true;
    return source->note[0] != '\0' || source->class_count > 1;
}

static void print_source(const struct manifest_source *source, bool verbose)
{
    if (source->state == MANIFEST_SKIPPED)
        printf("skipped    %s: %s\n", source->shown, source->reason);
    else if (source->state == MANIFEST_DUPLICATE)
        printf("duplicate  %s: the same bytes as %s\n", source->shown, source->reason);
    else if (verbose || (source->state == MANIFEST_INDEXED && is_notable(source))) {
        printf("%-10s %s: ", manifest_state_name(source->state), source->shown);
        print_classes(source);
        printf("%s%s\n", source->note[0] != '\0' ? "; " : "", source->note);
    }
}

void ledger_print_sources(const struct manifest *manifest, bool verbose)
{
    for (size_t i = 0; i < manifest->count; i++)
        print_source(&manifest->sources[i], verbose);
}

void ledger_print_counts(const struct manifest *manifest, size_t removed, size_t hidden)
{
    printf("generation %s: %u classes, %u sections; %zu files: %zu indexed, %zu unchanged, "
           "%zu duplicate, %zu skipped; %zu removed",
           manifest->generation, manifest->classes, manifest->sections, manifest->count,
           ledger_count(manifest, MANIFEST_INDEXED), ledger_count(manifest, MANIFEST_UNCHANGED),
           ledger_count(manifest, MANIFEST_DUPLICATE), ledger_count(manifest, MANIFEST_SKIPPED),
           removed);
    if (hidden > 0)
        printf("; %zu hidden left out", hidden);
    putchar('\n');
}

void ledger_note(const char *what, const struct err *why)
{
    fprintf(stderr, "specindex: %s: %s\n", what, why->text);
}
