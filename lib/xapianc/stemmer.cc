#include <libstemmer.h>
#include <xapian.h>

#include <string>

#include "xapianc/barrier.h"
#include "xapianc/xapianc.h"

namespace
{

class LibStemmer : public Xapian::StemImplementation
{
  public:
    LibStemmer(const std::string &language, sb_stemmer *stemmer)
        : language_(language), stemmer_(stemmer)
    {
    }
    ~LibStemmer() override
    {
        sb_stemmer_delete(stemmer_);
    }
    LibStemmer(const LibStemmer &) = delete;
    LibStemmer &operator=(const LibStemmer &) = delete;

    std::string operator()(const std::string &word) override
    {
        const auto *bytes = reinterpret_cast<const sb_symbol *>(word.data());
        const sb_symbol *stem = sb_stemmer_stem(stemmer_, bytes, static_cast<int>(word.size()));
        if (stem == nullptr)
            throw std::bad_alloc();
        return std::string(reinterpret_cast<const char *>(stem),
                           static_cast<size_t>(sb_stemmer_length(stemmer_)));
    }
    std::string get_description() const override
    {
        return "libstemmer " + language_;
    }

  private:
    std::string language_;
    sb_stemmer *stemmer_;
};

} // namespace

struct xap_stemmer {
    Xapian::Stem stem;
};

err_code xap_stemmer_new(xap_stemmer **stemmer, const char *language, err *error)
{
    return guard(error, [&] {
        sb_stemmer *found = sb_stemmer_new(language, "UTF_8");
        if (found == nullptr)
            return err_set(error, ERR_NOT_FOUND, "libstemmer knows no language '%s'", language);
        /* Xapian::Stem owns the implementation and deletes it with its last copy. */
        *stemmer = new xap_stemmer{Xapian::Stem(new LibStemmer(language, found))};
        return ERR_OK;
    });
}

void xap_stemmer_free(xap_stemmer *stemmer)
{
    delete stemmer;
}

err_code xap_stemmer_stem(buf *stem, xap_stemmer *stemmer, str word, err *error)
{
    return guard(error, [&] {
        std::string result = stemmer->stem(std::string(word.p, word.n));
        buf_add(stem, result.data(), result.size());
        return ERR_OK;
    });
}
