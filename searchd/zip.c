#include "searchd/zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"

struct zip {
    struct archive *archive;
    struct buf *out; /* of the call under way; NULL: what is made is of no use any more */
    uint64_t size;   /* of the entry under way, before it is packed */
};

static la_ssize_t take(struct archive *archive, void *data, const void *bytes, size_t n)
{
    struct zip *zip = data;

    (void)archive;
    if (zip->out != NULL)
        buf_add(zip->out, bytes, n);
    return (la_ssize_t)n;
}

/* Ends a call whose result is `status`. */
static enum err_code done(struct zip *zip, int status, struct err *err)
{
    zip->out = NULL;
    if (status == ARCHIVE_OK)
        return ERR_OK;
    const char *why = archive_error_string(zip->archive);
    return err_set(err, ERR_INTERNAL, "an archive cannot be made: %s",
                   why != NULL ? why : "no reason given");
}

enum err_code zip_new(struct zip **zip, struct err *err)
{
    struct zip *new = mem_zero(1, sizeof *new);

    new->archive = archive_write_new();
    if (new->archive == NULL) {
        free(new);
        return err_set(err, ERR_INTERNAL, "no archive can be begun");
    }
    int status = archive_write_set_format_zip(new->archive);
    if (status == ARCHIVE_OK) /* the level that answers are packed with */
        status = archive_write_set_options(new->archive, "zip:compression-level=4,zip:!zip64");
    if (status == ARCHIVE_OK)
        status = archive_write_set_bytes_per_block(new->archive, 0);
    if (status == ARCHIVE_OK)
        status = archive_write_open(new->archive, new, NULL, take, NULL);
    enum err_code code = done(new, status, err);
    if (code != ERR_OK)
        zip_free(new);
    else
        *zip = new;
    return code;
}

void zip_free(struct zip *zip)
{
    if (zip == NULL)
        return;
    archive_write_free(zip->archive);
    free(zip);
}

enum err_code zip_begin(struct buf *out, struct zip *zip, const char *name, struct err *err)
{
    struct archive_entry *entry = archive_entry_new2(zip->archive);

    if (entry == NULL)
        return err_set(err, ERR_INTERNAL, "an archive cannot be made: no memory");
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    zip->out = out;
    zip->size = 0;
    int status = archive_write_header(zip->archive, entry);
    archive_entry_free(entry);
    return done(zip, status, err);
}

static enum err_code check_size(const struct zip *zip, struct err *err)
{
    if (zip->size > UINT32_MAX || archive_filter_bytes(zip->archive, -1) > UINT32_MAX)
        return err_set(err, ERR_LIMIT, "a file of this kind ends at 4 GiB, and there is more");
    return ERR_OK;
}

enum err_code zip_add(struct buf *out, struct zip *zip, struct str content, struct err *err)
{
    la_ssize_t written = 0;

    zip->size += content.n;
    enum err_code code = check_size(zip, err);
    if (code != ERR_OK || content.n == 0)
        return code;
    zip->out = out;
    written = archive_write_data(zip->archive, content.p, content.n);
    return done(zip, written == (la_ssize_t)content.n ? ARCHIVE_OK : ARCHIVE_FATAL, err);
}

enum err_code zip_end(struct buf *out, struct zip *zip, struct err *err)
{
    zip->out = out;
    return done(zip, archive_write_finish_entry(zip->archive), err);
}

enum err_code zip_finish(struct buf *out, struct zip *zip, struct err *err)
{
    enum err_code code = check_size(zip, err);

    if (code != ERR_OK)
        return code;
    zip->out = out;
    return done(zip, archive_write_close(zip->archive), err);
}
