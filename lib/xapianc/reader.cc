#include <sstream>
#include <string>

#include <xapian.h>

#include "xapianc/barrier.h"
#include "xapianc/xapianc.h"

struct xap_database {
    Xapian::Database database;
};

struct xap_postings {
    Xapian::PostingIterator at, end;
};

err_code xap_database_open(xap_database **database, const char *path, err *error)
{
    return guard(error, [&] {
        *database = new xap_database{Xapian::Database(path)};
        return ERR_OK;
    });
}

void xap_database_free(xap_database *database)
{
    delete database;
}

err_code xap_database_count(uint32_t *documents, uint32_t *last_docid, xap_database *database,
                            err *error)
{
    return guard(error, [&] {
        uint32_t count = database->database.get_doccount();
        *last_docid = database->database.get_lastdocid();
        *documents = count;
        return ERR_OK;
    });
}

err_code xap_database_metadata(buf *value, xap_database *database, str key, err *error)
{
    return guard(error, [&] {
        std::string found = database->database.get_metadata(std::string(key.p, key.n));
        buf_add(value, found.data(), found.size());
        return ERR_OK;
    });
}

err_code xap_database_check(const char *path, err *error)
{
    return guard(error, [&] {
        std::ostringstream report;
        try {
            if (Xapian::Database::check(path, 0, &report) == 0)
                return ERR_OK;
        } catch (const Xapian::DatabaseOpeningError &) {
            throw; /* not there, or not to be read: says nothing of damage */
        } catch (const Xapian::DatabaseError &e) {
            report << e.get_msg();
        }
        return err_set(error, ERR_FORMAT, "the database is damaged: %s", report.str().c_str());
    });
}

err_code xap_database_frequency(uint32_t *documents, xap_database *database, str term, err *error)
{
    return guard(error, [&] {
        *documents = database->database.get_termfreq(std::string(term.p, term.n));
        return ERR_OK;
    });
}

err_code xap_postings_open(xap_postings **postings, xap_database *database, str term, err *error)
{
    return guard(error, [&] {
        std::string text(term.p, term.n);
        *postings = new xap_postings{database->database.postlist_begin(text),
                                     database->database.postlist_end(text)};
        return ERR_OK;
    });
}

void xap_postings_free(xap_postings *postings)
{
    delete postings;
}

err_code xap_postings_read(size_t *count, xap_postings *postings, uint32_t *docids, uint32_t *wdfs,
                           size_t capacity, err *error)
{
    return guard(error, [&] {
        size_t read = 0;
        for (; read < capacity && postings->at != postings->end; ++postings->at, read++) {
            docids[read] = *postings->at;
            wdfs[read] = postings->at.get_wdf();
        }
        *count = read;
        return ERR_OK;
    });
}

err_code xap_postings_look_up(xap_postings *postings, const uint32_t *docids, uint32_t *wdfs,
                              size_t count, err *error)
{
    return guard(error, [&] {
        for (size_t i = 0; i < count; i++) {
            if (postings->at != postings->end)
                postings->at.skip_to(docids[i]);
            bool has = postings->at != postings->end && *postings->at == docids[i];
            wdfs[i] = has ? postings->at.get_wdf() : XAP_NO_POSTING;
        }
        return ERR_OK;
    });
}
