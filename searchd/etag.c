#include "searchd/etag.h"

#include <elf.h>
#include <link.h>
#include <stdio.h>
#include <string.h>

#include "search/sha256.h"
#include "searchd/assets.h"

enum { TAG_DIGITS = 32 };

#define GZIP_SUFFIX "-gz\""

/* The linker's hash of the program, which knows a change of anything compiled in. */
static int find_build_id(struct dl_phdr_info *info, size_t size, void *data)
{
    struct str *id = data;

    (void)size;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        if (header->p_type != PT_NOTE)
            continue;
        struct str notes = {(const char *)(uintptr_t)(info->dlpi_addr + header->p_vaddr),
                            header->p_memsz};
        while (notes.n >= sizeof(ElfW(Nhdr))) {
            ElfW(Nhdr) note;
            memcpy(&note, notes.p, sizeof note);
            size_t name = (note.n_namesz + 3U) & ~3U, content = (note.n_descsz + 3U) & ~3U;
            if (note.n_type == NT_GNU_BUILD_ID)
                *id = (struct str){notes.p + sizeof note + name, note.n_descsz};
            notes = str_from(notes, sizeof note + name + content);
        }
    }
    return 1; /* the program itself comes first; libraries do not count */
}

static void add_part(struct buf *parts, struct str part)
{
    buf_printf(parts, "%zu:", part.n);
    buf_str(parts, part);
}

void etag_make(char tag[ETAG_SIZE], const struct request *request, struct str index)
{
    struct str build = STR(SPECSEARCH_VERSION);
    struct buf parts = {0};
    char hex[SHA256_HEX];

    dl_iterate_phdr(find_build_id, &build);
    add_part(&parts, build);
    add_part(&parts, str_of(assets_version()));
    add_part(&parts, index);
    add_part(&parts, request->path);
    for (size_t i = 0; i < request->parameter_count; i++) {
        add_part(&parts, request->parameters[i].name);
        add_part(&parts, request->parameters[i].value);
    }
    sha256_bytes(hex, buf_view(&parts));
    buf_free(&parts);
    snprintf(tag, ETAG_SIZE, "\"%.*s\"", TAG_DIGITS, hex);
}

void etag_of_gzip(char tag[ETAG_SIZE])
{
    snprintf(tag + strlen(tag) - 1, sizeof GZIP_SUFFIX, "%s", GZIP_SUFFIX);
}

bool etag_is_listed(char tag[ETAG_SIZE], const char *if_none_match)
{
    struct str rest = str_of(if_none_match);
    char packed[ETAG_SIZE];

    snprintf(packed, sizeof packed, "%s", tag);
    etag_of_gzip(packed);
    while (rest.n > 0) {
        struct str listed = str_trim(str_cut(&rest, ','));
        if (str_starts(listed, STR("W/"))) /* a proxy may have weakened it */
            listed = str_from(listed, 2);
        if (str_is(listed, tag))
            return true;
        if (str_is(listed, packed)) {
            memcpy(tag, packed, ETAG_SIZE);
            return true;
        }
    }
    return false;
}
