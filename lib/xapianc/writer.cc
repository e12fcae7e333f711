#include <xapian.h>

#include <string>

#include "xapianc/barrier.h"
#include "xapianc/xapianc.h"

struct xap_document {
    Xapian::Document document;
};

struct xap_writer {
    Xapian::WritableDatabase database;
};

static std::string text(str s)
{
    return std::string(s.p, s.n);
}

err_code xap_document_new(xap_document **document, err *error)
{
    return guard(error, [&] {
        *document = new xap_document;
        return ERR_OK;
    });
}

void xap_document_free(xap_document *document)
{
    delete document;
}

err_code xap_document_clear(xap_document *document, err *error)
{
    return guard(error, [&] {
        document->document = Xapian::Document();
        return ERR_OK;
    });
}

err_code xap_document_add_term(xap_document *document, str term, uint32_t wdf, err *error)
{
    return guard(error, [&] {
        document->document.add_term(text(term), wdf);
        return ERR_OK;
    });
}

err_code xap_writer_new(xap_writer **writer, const char *path, err *error)
{
    return guard(error, [&] {
        *writer = new xap_writer{
            Xapian::WritableDatabase(path, Xapian::DB_CREATE | Xapian::DB_NO_TERMLIST)};
        return ERR_OK;
    });
}

void xap_writer_free(xap_writer *writer)
{
    if (writer == nullptr)
        return;
    /* The destructor would commit; what is dropped on purpose must not fail loudly either. */
    guard(nullptr, [&] {
        writer->database.close();
        return ERR_OK;
    });
    delete writer;
}

err_code xap_writer_add(uint32_t *docid, xap_writer *writer, const xap_document *document,
                        err *error)
{
    return guard(error, [&] {
        *docid = writer->database.add_document(document->document);
        return ERR_OK;
    });
}

err_code xap_writer_set_metadata(xap_writer *writer, str key, str value, err *error)
{
    return guard(error, [&] {
        writer->database.set_metadata(text(key), text(value));
        return ERR_OK;
    });
}

err_code xap_writer_commit(xap_writer *writer, err *error)
{
    return guard(error, [&] {
        writer->database.commit();
        return ERR_OK;
    });
}

err_code xap_compact(const char *const *from, size_t count, const char *to, err *error)
{
    return guard(error, [&] {
        Xapian::Database all;
        for (size_t i = 0; i < count; i++)
            all.add_database(Xapian::Database(from[i]));
        all.compact(to, Xapian::DBCOMPACT_SINGLE_FILE);
        return ERR_OK;
    });
}
