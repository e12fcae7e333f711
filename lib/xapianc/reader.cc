#include <cstdlib>
#include <ctime>
#include <sstream>
#include <string>
#include <vector>

#include <xapian.h>

#include "base/mem.h"
#include "xapianc/barrier.h"
#include "xapianc/xapianc.h"

struct xap_database {
    Xapian::Database database;
};

struct xap_query {
    Xapian::Query query;
};

namespace
{

struct DeadlinePassed {
};

/* Sees every match: with check_at_least at the database's size the matcher leaves none out. */
class CollectSpy : public Xapian::MatchSpy
{
  public:
    CollectSpy(xap_matches *matches, uint64_t deadline_ms)
        : matches_(matches), deadline_ms_(deadline_ms)
    {
    }
    void operator()(const Xapian::Document &document, double weight) override
    {
        enum { CLOCK_EVERY = 4096 };
        if (deadline_ms_ != 0 && matches_->count % CLOCK_EVERY == 0)
            check_clock();
        if (matches_->count == matches_->capacity)
            grow();
        matches_->docids[matches_->count] = document.get_docid();
        matches_->weights[matches_->count] = weight;
        matches_->count++;
    }

  private:
    void check_clock() const
    {
        timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        uint64_t ms =
            static_cast<uint64_t>(now.tv_sec) * 1000 + static_cast<uint64_t>(now.tv_nsec) / 1000000;
        if (ms >= deadline_ms_)
            throw DeadlinePassed();
    }
    void grow()
    {
        size_t capacity = matches_->capacity < 256 ? 256 : matches_->capacity * 2;
        matches_->docids = static_cast<uint32_t *>(
            mem_resize(matches_->docids, capacity, sizeof *matches_->docids));
        matches_->weights = static_cast<double *>(
            mem_resize(matches_->weights, capacity, sizeof *matches_->weights));
        matches_->capacity = capacity;
    }

    xap_matches *matches_;
    uint64_t deadline_ms_;
};

} // namespace

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

err_code xap_database_data(buf *data, xap_database *database, uint32_t docid, err *error)
{
    return guard(error, [&] {
        std::string found = database->database.get_document(docid).get_data();
        buf_add(data, found.data(), found.size());
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

err_code xap_query_term(xap_query **query, str term, err *error)
{
    return guard(error, [&] {
        *query = new xap_query{Xapian::Query(std::string(term.p, term.n))};
        return ERR_OK;
    });
}

err_code xap_query_all(xap_query **query, err *error)
{
    return guard(error, [&] {
        *query = new xap_query{Xapian::Query::MatchAll};
        return ERR_OK;
    });
}

err_code xap_query_join(xap_query **query, xap_operator operation, xap_query **parts, size_t count,
                        err *error)
{
    static const Xapian::Query::op operators[] = {Xapian::Query::OP_AND, Xapian::Query::OP_OR,
                                                  Xapian::Query::OP_FILTER,
                                                  Xapian::Query::OP_PHRASE};
    err_code code = guard(error, [&] {
        std::vector<Xapian::Query> list;
        for (size_t i = 0; i < count; i++)
            list.push_back(parts[i]->query);
        *query = new xap_query{Xapian::Query(operators[operation], list.begin(), list.end())};
        return ERR_OK;
    });
    for (size_t i = 0; i < count; i++)
        delete parts[i];
    return code;
}

void xap_query_free(xap_query *query)
{
    delete query;
}

err_code xap_database_match(xap_matches *matches, xap_database *database, const xap_query *query,
                            uint64_t deadline_ms, err *error)
{
    return guard(error, [&] {
        CollectSpy spy(matches, deadline_ms);
        Xapian::Enquire enquire(database->database);
        enquire.set_query(query->query);
        enquire.add_matchspy(&spy);
        try {
            enquire.get_mset(0, 1, database->database.get_doccount());
        } catch (const DeadlinePassed &) {
            return err_set(error, ERR_TIMEOUT, "the search took too long; use rarer words");
        }
        return ERR_OK;
    });
}

void xap_matches_free(xap_matches *matches)
{
    free(matches->docids);
    free(matches->weights);
    *matches = {};
}
