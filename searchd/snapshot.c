#include "searchd/snapshot.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/log.h"

/* Where inotify tells nothing (network file systems), the link is looked at this often. */
enum { LOOK_EVERY_MS = 2000 };

struct snapshot {
    struct index *index;
    unsigned holders; /* requests, and one while it is the current one */
};

struct snapshots {
    char *path;
    pthread_mutex_t mutex; /* guards `current`, `opened` and all holders */
    struct snapshot *current;
    unsigned opened;
    pthread_t watcher;
    int stop;            /* eventfd */
    int notify;          /* inotify, -1 if there is none */
    struct err reported; /* why the current generation cannot be opened; empty if it can */
};

static struct snapshot *snapshot_new(struct index *index)
{
    struct snapshot *snapshot = mem_zero(1, sizeof *snapshot);
    snapshot->index = index;
    snapshot->holders = 1;
    return snapshot;
}

struct snapshot *snapshot_hold(struct snapshots *snapshots)
{
    pthread_mutex_lock(&snapshots->mutex);
    struct snapshot *snapshot = snapshots->current;
    snapshot->holders++;
    pthread_mutex_unlock(&snapshots->mutex);
    return snapshot;
}

void snapshot_release(struct snapshots *snapshots, struct snapshot *snapshot)
{
    pthread_mutex_lock(&snapshots->mutex);
    bool last = --snapshot->holders == 0;
    pthread_mutex_unlock(&snapshots->mutex);
    if (last) {
        index_close(snapshot->index);
        free(snapshot);
    }
}

struct index *snapshot_index(struct snapshot *snapshot)
{
    return snapshot->index;
}

unsigned snapshots_opened(struct snapshots *snapshots)
{
    pthread_mutex_lock(&snapshots->mutex);
    unsigned opened = snapshots->opened;
    pthread_mutex_unlock(&snapshots->mutex);
    return opened;
}

static void log_generation(const char *event, const struct index *index)
{
    const struct manifest *manifest = index_manifest(index);
    struct log_line line = log_begin("info", event);

    log_str(&line, "generation", str_of(manifest->generation));
    log_number(&line, "classes", manifest->classes);
    log_number(&line, "sections", manifest->sections);
    log_end(&line);
}

/* Opens the current generation if it is not the one served. While it cannot be opened, which is
 * reported once, the one before goes on being served. */
static void look(struct snapshots *snapshots)
{
    struct index *index = NULL;
    struct err err = {0};

    if (index_is_current(snapshots->current->index, snapshots->path))
        return;
    if (index_open(&index, snapshots->path, &err) != ERR_OK) {
        if (strcmp(err.text, snapshots->reported.text) != 0) {
            struct log_line line = log_begin("error", "generation_refused");
            log_str(&line, "reason", str_of(err.text));
            log_end(&line);
        }
        snapshots->reported = err;
        return;
    }
    snapshots->reported = (struct err){0};
    log_generation("generation_opened", index);
    struct snapshot *fresh = snapshot_new(index);
    pthread_mutex_lock(&snapshots->mutex);
    struct snapshot *old = snapshots->current;
    snapshots->current = fresh;
    snapshots->opened++;
    pthread_mutex_unlock(&snapshots->mutex);
    snapshot_release(snapshots, old);
}

static void *watch(void *data)
{
    struct snapshots *snapshots = data;

    for (;;) {
        struct pollfd fds[] = {{.fd = snapshots->stop, .events = POLLIN},
                               {.fd = snapshots->notify, .events = POLLIN}};
        int ready = poll(fds, 2, LOOK_EVERY_MS);
        if (fds[0].revents != 0)
            return NULL;
        if (ready > 0 && fds[1].revents != 0) {
            char events[4096];
            ssize_t ignored = read(snapshots->notify, events, sizeof events);
            (void)ignored; /* whatever it says, the link is looked at */
        }
        look(snapshots);
    }
}

enum err_code snapshots_open(struct snapshots **out, const char *path, struct err *err)
{
    struct index *index;
    enum err_code code = index_open(&index, path, err);

    if (code != ERR_OK)
        return code;
    struct snapshots *snapshots = mem_zero(1, sizeof *snapshots);
    snapshots->path = mem_strdup(path);
    snapshots->current = snapshot_new(index);
    snapshots->opened = 1;
    pthread_mutex_init(&snapshots->mutex, NULL);
    snapshots->stop = eventfd(0, EFD_CLOEXEC);
    snapshots->notify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (snapshots->notify >= 0)
        inotify_add_watch(snapshots->notify, path, IN_MOVED_TO);
    if (snapshots->stop < 0 || pthread_create(&snapshots->watcher, NULL, watch, snapshots) != 0) {
        snapshots_close(snapshots);
        return err_set(err, ERR_IO, "the watcher of the index cannot be started");
    }
    log_generation("generation_opened", index);
    *out = snapshots;
    return ERR_OK;
}

void snapshots_close(struct snapshots *snapshots)
{
    uint64_t one = 1;

    if (snapshots == NULL)
        return;
    if (snapshots->watcher != 0 && write(snapshots->stop, &one, sizeof one) == sizeof one)
        pthread_join(snapshots->watcher, NULL);
    snapshot_release(snapshots, snapshots->current);
    if (snapshots->stop >= 0)
        close(snapshots->stop);
    if (snapshots->notify >= 0)
        close(snapshots->notify);
    pthread_mutex_destroy(&snapshots->mutex);
    free(snapshots->path);
    free(snapshots);
}
