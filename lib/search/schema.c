#include "search/schema.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/utf8.h"

void schema_term(struct buf *term, const char *prefix, struct str word)
{
    term->n = 0;
    buf_text(term, prefix);
    buf_add(term, word.p, utf8_cut(word, XAP_TERM_MAX - term->n));
}

void schema_lower_term(struct buf *term, const char *prefix, struct str word)
{
    struct buf lower = {0};

    for (size_t at = 0; at < word.n;) {
        uint32_t c;
        size_t n = utf8_decode(word.p + at, word.n - at, &c);
        utf8_append(&lower, n > 0 ? (uint32_t)utf8proc_tolower((utf8proc_int32_t)c) : 0xfffd);
        at += n > 0 ? n : 1;
    }
    schema_term(term, prefix, buf_view(&lower));
    buf_free(&lower);
}

struct stemmer {
    struct xap_stemmer *xap;
};

enum err_code stemmer_new(struct stemmer **stemmer, struct err *err)
{
    struct xap_stemmer *xap;
    enum err_code code = xap_stemmer_new(&xap, "english", err);
    if (code != ERR_OK)
        return code;
    *stemmer = mem_alloc(sizeof **stemmer);
    (*stemmer)->xap = xap;
    return ERR_OK;
}

void stemmer_free(struct stemmer *stemmer)
{
    if (stemmer != NULL) {
        xap_stemmer_free(stemmer->xap);
        free(stemmer);
    }
}

enum err_code stemmer_stem(struct buf *stem, struct stemmer *stemmer, struct str word,
                           struct err *err)
{
    enum err_code code = ERR_OK;

    stem->n = 0;
    if (word.n <= SCHEMA_STEM_MAX && utf8_length(word) > 3)
        code = xap_stemmer_stem(stem, stemmer->xap, word, err);
    else
        buf_str(stem, word);
    stem->n = utf8_cut(buf_view(stem), SCHEMA_STEM_MAX);
    return code;
}

enum err_code stemmer_fingerprint(char hex[STEMMER_FINGERPRINT], struct stemmer *stemmer,
                                  struct err *err)
{
    static const char *const words[] = {
        "its",         "manages",    "manager",     "management",  "licensure",   "license",
        "supervisors", "supervised", "supervision", "equivalency", "experience",  "generously",
        "arsenic",     "dying",      "happily",     "university",  "communities", "clearance",
        "abilities",   "employees",  "driver",      "certified",   "probationary"};
    struct buf stem = {0}, stems = {0};
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < sizeof words / sizeof words[0]; i++) {
        code = stemmer_stem(&stem, stemmer, str_of(words[i]), err);
        buf_str(&stems, buf_view(&stem));
        buf_char(&stems, '\n');
    }
    snprintf(hex, STEMMER_FINGERPRINT, "%016" PRIx64, hash_bytes(buf_view(&stems)));
    buf_free(&stem);
    buf_free(&stems);
    return code;
}
