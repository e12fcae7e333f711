#include "xapianc/barrier.h"

#include <exception>

err_code barrier_translate(err *error) noexcept
{
    try {
        throw;
    } catch (const Xapian::DatabaseLockError &e) {
        return err_set(error, ERR_BUSY, "the database is being written by another process");
    } catch (const Xapian::DocNotFoundError &e) {
        return err_set(error, ERR_NOT_FOUND, "no such document");
    } catch (const Xapian::DatabaseNotFoundError &e) {
        return err_set(error, ERR_NOT_FOUND, "no database there");
    } catch (const Xapian::DatabaseVersionError &e) {
        return err_set(error, ERR_FORMAT, "written by another version of Xapian: %s",
                       e.get_msg().c_str());
    } catch (const Xapian::DatabaseCorruptError &e) {
        return err_set(error, ERR_FORMAT, "the database is damaged: %s", e.get_msg().c_str());
    } catch (const Xapian::DatabaseError &e) {
        return err_set(error, ERR_IO, "%s%s%s", e.get_msg().c_str(),
                       e.get_error_string() != nullptr ? ": " : "",
                       e.get_error_string() != nullptr ? e.get_error_string() : "");
    } catch (const Xapian::Error &e) {
        return err_set(error, ERR_INTERNAL, "%s: %s", e.get_type(), e.get_msg().c_str());
    } catch (const std::bad_alloc &) {
        return err_set(error, ERR_LIMIT, "out of memory");
    } catch (const std::exception &e) {
        return err_set(error, ERR_INTERNAL, "%s", e.what());
    } catch (...) {
        return err_set(error, ERR_INTERNAL, "an unknown exception");
    }
}
