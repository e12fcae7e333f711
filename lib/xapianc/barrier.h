/* The exception barrier: every extern "C" body is one guard([&] { ... }) that returns an err_code.
 */
#ifndef XAPIANC_BARRIER_H
#define XAPIANC_BARRIER_H

#include <xapian.h>

#include <new>

#include "base/err.h"

/* Translates the exception in flight; call only from a catch block. */
err_code barrier_translate(err *error) noexcept;

template <typename Body> err_code guard(err *error, Body &&body) noexcept
{
    try {
        return body();
    } catch (...) {
        return barrier_translate(error);
    }
}

#endif
