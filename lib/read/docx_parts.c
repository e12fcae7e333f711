#include "read/docx_parts.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>

#include "read/docx_xml.h"

enum { NAME_MAX_BYTES = 512, CHUNK = 64 * 1024, ENTRIES_MAX = 100000 };

static const char open_again[] = "open it in Word and save it again";

struct package {
    struct str bytes;
    struct arena *arena;
    size_t unpacked;
    struct str types; /* [Content_Types].xml */
    struct str mime;  /* what a file of OpenDocument or EPUB begins with */
    bool word, encrypted;
};

static struct archive *open_zip(struct str bytes, struct err *err)
{
    struct archive *zip = archive_read_new();

    if (zip == NULL || archive_read_support_format_zip_seekable(zip) != ARCHIVE_OK ||
        archive_read_open_memory(zip, bytes.p, bytes.n) != ARCHIVE_OK) {
        archive_read_free(zip);
        err_set(err, ERR_FORMAT,
                "a damaged zip or Word file: it has no list of its content, as "
                "when a download broke off");
        return NULL;
    }
    return zip;
}

static enum err_code damaged(struct archive *zip, const char *name, struct err *err)
{
    const char *why = archive_error_string(zip);
    return err_set(err, ERR_FORMAT, "a damaged Word file: %s: %s; %s", name,
                   why != NULL ? why : "cannot be unpacked", open_again);
}

/* Unpacks the entry that the archive stands at. */
static enum err_code unpack(struct str *content, struct package *package, struct archive *zip,
                            const char *name, struct err *err)
{
    struct buf out = {0};
    char *chunk = mem_alloc(CHUNK);
    enum err_code code = ERR_OK;

    for (;;) {
        la_ssize_t n = archive_read_data(zip, chunk, CHUNK);
        if (n == 0)
            break;
        if (n < 0) {
            code = damaged(zip, name, err);
            break;
        }
        package->unpacked += (size_t)n;
        if (package->unpacked > DOCX_UNPACKED_MAX) {
            code = err_set(err, ERR_LIMIT, "a Word file that unpacks to more than %d MiB of text",
                           DOCX_UNPACKED_MAX / 1024 / 1024);
            break;
        }
        buf_add(&out, chunk, (size_t)n);
    }
    free(chunk);
    if (code == ERR_OK)
        *content = (struct str){arena_strndup(package->arena, buf_view(&out).p, out.n), out.n};
    buf_free(&out);
    return code;
}

/* Calls `visit` with each entry's name until one fails. */
static enum err_code each_entry(struct package *package, void *data,
                                enum err_code (*visit)(struct package *package, void *data,
                                                       struct archive *zip, const char *name,
                                                       struct err *err),
                                struct err *err)
{
    struct archive *zip = open_zip(package->bytes, err);
    struct archive_entry *entry = NULL;
    enum err_code code = ERR_OK;

    if (zip == NULL)
        return ERR_FORMAT;
    for (size_t i = 0; code == ERR_OK && i < ENTRIES_MAX; i++) {
        int got = archive_read_next_header(zip, &entry);
        if (got == ARCHIVE_EOF)
            break;
        if (got != ARCHIVE_OK && got != ARCHIVE_WARN) {
            code = err_set(err, ERR_FORMAT,
                           "a damaged zip or Word file: its list of content is cut "
                           "off or broken, as when a download broke off");
            break;
        }
        const char *name = archive_entry_pathname(entry);
        package->encrypted = package->encrypted || archive_entry_is_data_encrypted(entry) == 1;
        if (name != NULL && strlen(name) < NAME_MAX_BYTES)
            code = visit(package, data, zip, name, err);
    }
    archive_read_free(zip);
    return code;
}

static enum err_code visit_types(struct package *package, void *data, struct archive *zip,
                                 const char *name, struct err *err)
{
    (void)data;
    package->word = package->word || strncmp(name, "word/", 5) == 0;
    if (package->encrypted)
        return ERR_OK;
    if (strcmp(name, "[Content_Types].xml") == 0)
        return unpack(&package->types, package, zip, name, err);
    if (strcmp(name, "mimetype") == 0)
        return unpack(&package->mime, package, zip, name, err);
    return ERR_OK;
}

/* The names of the parts, without the slash before them. */
struct names {
    struct arena *arena;
    struct str document, styles, numbering, footnotes, endnotes;
    struct docx_edges headers, footers;
    bool workbook, presentation;
};

static void add_edge(struct docx_edges *edges, struct str name)
{
    if (edges->count < DOCX_EDGES_MAX)
        edges->parts[edges->count++] = name;
}

static void on_type(void *data, const char *element, const struct docx_attributes *attributes)
{
    static const char prefix[] = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
    struct names *names = data;

    if (strcmp(element, "Override") != 0)
        return;
    struct str type = docx_attribute(attributes, "ContentType");
    struct str name = str_trim(docx_attribute(attributes, "PartName"));
    name = str_from(name, name.n > 0 && name.p[0] == '/');
    name.p = arena_strndup(names->arena, name.p, name.n);
    names->workbook = names->workbook || memmem(type.p, type.n, "spreadsheetml", 13) != NULL ||
                      memmem(type.p, type.n, "ms-excel", 8) != NULL;
    names->presentation =
        names->presentation || memmem(type.p, type.n, "presentationml", 14) != NULL;
    bool word = str_starts(type, str_of(prefix));
    struct str kind = word ? str_from(type, sizeof prefix - 1) : type;
    bool macros = str_starts(type, STR("application/vnd.ms-word.")) &&
                  memmem(type.p, type.n, ".main+xml", 9) != NULL;
    if (macros || (word && (str_eq(kind, STR("document.main+xml")) ||
                            str_eq(kind, STR("template.main+xml")))))
        names->document = name;
    else if (word && str_eq(kind, STR("styles+xml")))
        names->styles = name;
    else if (word && str_eq(kind, STR("numbering+xml")))
        names->numbering = name;
    else if (word && str_eq(kind, STR("footnotes+xml")))
        names->footnotes = name;
    else if (word && str_eq(kind, STR("endnotes+xml")))
        names->endnotes = name;
    else if (word && str_eq(kind, STR("header+xml")))
        add_edge(&names->headers, name);
    else if (word && str_eq(kind, STR("footer+xml")))
        add_edge(&names->footers, name);
}

struct request {
    const struct names *names;
    struct docx_parts *parts;
};

/* Where the part of that name goes; NULL if it is none of these. */
static struct str *find_edge(struct docx_edges *edges, const struct docx_edges *names,
                             struct str name)
{
    for (size_t i = 0; i < names->count; i++)
        if (str_eq_nocase(name, names->parts[i]))
            return &edges->parts[i];
    return NULL;
}

static enum err_code visit_part(struct package *package, void *data, struct archive *zip,
                                const char *name, struct err *err)
{
    const struct request *request = data;
    const struct names *names = request->names;
    struct docx_parts *parts = request->parts;
    struct str n = str_of(name), *to = NULL;

    if (str_eq_nocase(n, names->document))
        to = &parts->document;
    else if (str_eq_nocase(n, names->styles))
        to = &parts->styles;
    else if (str_eq_nocase(n, names->numbering))
        to = &parts->numbering;
    else if (str_eq_nocase(n, names->footnotes))
        to = &parts->footnotes;
    else if (str_eq_nocase(n, names->endnotes))
        to = &parts->endnotes;
    if (to == NULL)
        to = find_edge(&parts->headers, &names->headers, n);
    if (to == NULL)
        to = find_edge(&parts->footers, &names->footers, n);
    return to != NULL && to->p == NULL ? unpack(to, package, zip, name, err) : ERR_OK;
}

/* A zip that is no Word file: what it is, as far as its first words tell. */
static enum err_code refuse(const struct package *package, const struct names *names,
                            struct err *err)
{
    static const char as[] = "open it there and save it as .docx or PDF";
    struct str mime = str_trim(package->mime);

    if (package->encrypted)
        return err_set(err, ERR_FORMAT,
                       "an encrypted zip or Word file; save it without a password");
    if (str_starts(mime, STR("application/vnd.oasis.opendocument.text")))
        return err_set(err, ERR_FORMAT, "an ODT document of LibreOffice; %s", as);
    if (str_starts(mime, STR("application/vnd.oasis.opendocument")))
        return err_set(err, ERR_FORMAT, "an OpenDocument file that is no text; %s", as);
    if (str_starts(mime, STR("application/epub")))
        return err_set(err, ERR_FORMAT, "an EPUB book; save it as HTML or PDF");
    if (names->workbook)
        return err_set(err, ERR_FORMAT, "an .xlsx workbook of Excel; %s", as);
    if (names->presentation)
        return err_set(err, ERR_FORMAT, "a .pptx presentation of PowerPoint; %s", as);
    if (package->word || names->document.n > 0)
        return err_set(err, ERR_FORMAT, "a damaged Word file: its document part is missing; %s",
                       open_again);
    return err_set(err, ERR_FORMAT, "a zip archive; unpack it first");
}

enum err_code docx_parts_read(struct docx_parts *parts, struct str bytes, struct arena *arena,
                              struct err *err)
{
    static const struct docx_handler on_types = {.start = on_type};
    struct package package = {.bytes = bytes, .arena = arena};
    struct names names = {.arena = arena};

    *parts = (struct docx_parts){0};
    enum err_code code = each_entry(&package, NULL, visit_types, err);
    if (code == ERR_OK && package.types.n > 0)
        code = docx_xml_parse(package.types, &on_types, &names, "list of parts", err);
    if (code != ERR_OK)
        return code;
    if (package.encrypted || names.document.n == 0)
        return refuse(&package, &names, err);
    parts->headers.count = names.headers.count;
    parts->footers.count = names.footers.count;
    code = each_entry(&package, &(struct request){&names, parts}, visit_part, err);
    if (code != ERR_OK)
        return code;
    return parts->document.p != NULL ? ERR_OK : refuse(&package, &names, err);
}
