#include "read/encoding.h"

#include <iconv.h>
#include <uchardet/uchardet.h>
#include <utf8proc.h>

#include "base/utf8.h"
#include "read/cp1252.h"

enum {
    SAMPLE_MAX = 1 << 20, /* bytes that a decision is made on */
    LATIN_SHARE = 3,      /* percent of the letters that are not ASCII, from which on */
    OTHER_SHARE = 15,     /* a language other than English is believed */
    LETTERS_MIN = 10,
    DIFFERENT_MIN = 2
};

static const struct encoding windows_1252 = {NULL, "Windows-1252"};
static const struct encoding mac_roman = {"MACINTOSH", "Mac Roman"};

static const struct encoding wide[] = {
    {"UTF-32LE", "UTF-32"}, {"UTF-32BE", "UTF-32"}, {"UTF-16LE", "UTF-16"}, {"UTF-16BE", "UTF-16"}};

/* What uchardet may find and iconv can read, one byte a character. ISO-8859-1 is read as its
 * superset Windows-1252. */
static const struct encoding detectable[] = {{"WINDOWS-1250", "Windows-1250"},
                                             {"WINDOWS-1251", "Windows-1251"},
                                             {"WINDOWS-1253", "Windows-1253"},
                                             {"WINDOWS-1255", "Windows-1255"},
                                             {"WINDOWS-1256", "Windows-1256"},
                                             {"WINDOWS-1257", "Windows-1257"},
                                             {"WINDOWS-1258", "Windows-1258"},
                                             {"ISO-8859-2", "ISO-8859-2"},
                                             {"ISO-8859-3", "ISO-8859-3"},
                                             {"ISO-8859-4", "ISO-8859-4"},
                                             {"ISO-8859-5", "ISO-8859-5"},
                                             {"ISO-8859-6", "ISO-8859-6"},
                                             {"ISO-8859-7", "ISO-8859-7"},
                                             {"ISO-8859-8", "ISO-8859-8"},
                                             {"ISO-8859-9", "ISO-8859-9"},
                                             {"ISO-8859-10", "ISO-8859-10"},
                                             {"ISO-8859-13", "ISO-8859-13"},
                                             {"ISO-8859-15", "ISO-8859-15"},
                                             {"ISO-8859-16", "ISO-8859-16"},
                                             {"KOI8-R", "KOI8-R"},
                                             {"IBM852", "IBM852"},
                                             {"IBM866", "IBM866"}};

enum { WIDE = sizeof wide / sizeof *wide, DETECTABLE = sizeof detectable / sizeof *detectable };

void encoding_warm_up(void)
{
    static iconv_t kept[WIDE + DETECTABLE + 1];

    if (kept[0] != NULL)
        return;
    for (size_t i = 0; i < WIDE; i++)
        kept[i] = iconv_open("UTF-8", wide[i].iconv);
    for (size_t i = 0; i < DETECTABLE; i++)
        kept[WIDE + i] = iconv_open("UTF-8", detectable[i].iconv);
    kept[WIDE + DETECTABLE] = iconv_open("UTF-8", mac_roman.iconv);
}

void encoding_table(uint32_t table[128], const struct encoding *encoding)
{
    iconv_t converter = (iconv_t)-1;

    if (encoding->iconv != NULL)
        converter = iconv_open("UTF-8", encoding->iconv);
    for (int i = 0; i < 128; i++) {
        char byte = (char)(0x80 + i), *in = &byte, out[8], *to = out;
        size_t left = 1, room = sizeof out;
        table[i] = 0xfffd;
        if (encoding->iconv == NULL) {
            table[i] = cp1252_character((unsigned char)byte);
        } else if (converter != (iconv_t)-1) {
            iconv(converter, NULL, NULL, NULL, NULL);
            /* The second call writes out what was kept back to be composed. */
            if (iconv(converter, &in, &left, &to, &room) != (size_t)-1 &&
                iconv(converter, NULL, NULL, &to, &room) != (size_t)-1)
                utf8_decode(out, sizeof out - room, &table[i]);
        }
    }
    if (converter != (iconv_t)-1)
        iconv_close(converter);
}

/* Without the zero bytes behind the last unit that holds anything. */
static struct str without_padding(struct str bytes, size_t unit)
{
    size_t n = bytes.n;

    while (n > 0 && bytes.p[n - 1] == '\0')
        n--;
    n = (n + unit - 1) / unit * unit;
    return (struct str){bytes.p, n < bytes.n ? n : bytes.n};
}

static bool is_utf32(struct str bytes, bool little)
{
    bytes = without_padding(bytes, 4);
    for (size_t i = 0; i + 4 <= bytes.n; i += 4) {
        const unsigned char *u = (const unsigned char *)bytes.p + i;
        uint32_t high = little ? (uint32_t)u[3] << 8 | u[2] : (uint32_t)u[0] << 8 | u[1];
        if (high > 0x10)
            return false;
    }
    return bytes.n >= 4 && bytes.n % 4 == 0;
}

/* English in UTF-16 has a zero for one half of nearly every unit, and none for the other. */
static bool is_utf16(struct str bytes, bool little)
{
    size_t zeros[2] = {0, 0};

    bytes = without_padding(bytes, 2);
    for (size_t i = 0; i < bytes.n; i++)
        zeros[i % 2] += bytes.p[i] == '\0';
    return bytes.n >= 8 && zeros[!little] == 0 && zeros[little] * 4 >= bytes.n;
}

bool encoding_detect_wide(struct encoding *encoding, bool *marked, struct str *bytes)
{
    static const struct str marks[WIDE] = {
        {"\xff\xfe\0\0", 4}, {"\0\0\xfe\xff", 4}, {"\xff\xfe", 2}, {"\xfe\xff", 2}};

    for (size_t i = 0; i < WIDE; i++) {
        struct str rest = str_from(*bytes, marks[i].n);
        *encoding = wide[i];
        *marked = true;
        if (!str_starts(*bytes, marks[i]) || (i < 2 && rest.n > 0 && !is_utf32(rest, i == 0)))
            continue;
        *bytes = without_padding(rest, i < 2 ? 4 : 2);
        return true;
    }
    *marked = false;
    if (bytes->n == 0 || memchr(bytes->p, '\0', bytes->n) == NULL)
        return false;
    for (size_t i = 0; i < WIDE; i++) {
        bool little = i % 2 == 0;
        *encoding = wide[i];
        if (i < 2 ? !is_utf32(*bytes, little) : !is_utf16(*bytes, little))
            continue;
        *bytes = without_padding(*bytes, i < 2 ? 4 : 2);
        return true;
    }
    *bytes = without_padding(*bytes, 1);
    return false;
}

static bool is_letter(uint32_t c)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

static bool is_capital(uint32_t c)
{
    return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LU;
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_blank(uint32_t c)
{
    return c <= ' ' || c == 0xa0;
}

/* A letter belongs to a word, and no capital follows a small letter. */
static int letter_fits(uint32_t before, uint32_t c, uint32_t after)
{
    if (is_capital(c) && is_letter(before) && !is_capital(before))
        return -2;
    return is_letter(before) || is_letter(after) ? 1 : -1;
}

/* How well a character that is not ASCII stands between its neighbours, from -2 to 2. */
static int character_fits(uint32_t before, uint32_t c, uint32_t after)
{
    bool word_before = is_letter(before) || is_digit(before);
    bool word_after = is_letter(after) || is_digit(after);

    if (is_letter(c) && c != 0xaa && c != 0xba && c != 0x192 && c != 0x2c6)
        return letter_fits(before, c, after);
    switch (c) {
    case 0x2019: /* apostrophe */
        return is_letter(before) && is_letter(after) ? 2 : is_blank(before) ? 0 : 1;
    case 0x2018: /* opening quotes */
    case 0x201c:
    case 0xab:
    case 0xa1: /* of a Spanish question */
    case 0xbf:
        return word_before ? -1 : 1;
    case 0x201d: /* closing quotes */
    case 0xbb:
        return is_blank(before) && word_after ? -1 : 1;
    case 0x2013: /* dashes, ellipsis */
    case 0x2014:
    case 0x2026:
        return is_letter(before) && is_letter(after) ? 0 : 1;
    case 0x2022: /* bullets */
    case 0xb7:
        return word_before && word_after ? -1 : 1;
    case 0xa0:
    case 0xa7: /* section sign */
    case 0xae:
    case 0x2122:
        return 1;
    case 0xb0: /* degree, fractions */
    case 0xbc:
    case 0xbd:
    case 0xbe:
        return is_letter(before) ? -1 : 1;
    case 0xa3: /* currencies */
    case 0xa5:
    case 0x20ac:
        return is_digit(after) ? 1 : -1;
    case 0xfffd:
        return -2;
    default:
        return is_letter(before) || is_letter(after) ? -1 : 0;
    }
}

struct reading {
    long fit;                     /* sum of how well its characters stand */
    size_t letters, high, latins; /* all letters; those not ASCII; those of them that are Latin */
};

static uint32_t character_at(struct str bytes, size_t at, const uint32_t table[128])
{
    unsigned char byte = at < bytes.n ? (unsigned char)bytes.p[at] : 0;
    return byte < 0x80 ? byte : table[byte - 0x80];
}

static struct reading read_as(struct str bytes, const struct encoding *encoding)
{
    struct reading reading = {0};
    uint32_t table[128], before = 0;

    encoding_table(table, encoding);
    for (size_t i = 0; i < bytes.n; i++) {
        uint32_t c = character_at(bytes, i, table);
        bool letter = is_letter(c);
        reading.letters += letter;
        if (c >= 0x80) {
            reading.fit += character_fits(before, c, character_at(bytes, i + 1, table));
            reading.high += letter;
            reading.latins += letter && c < 0x250;
        }
        before = c;
    }
    return reading;
}

static bool is_believable(const struct reading *reading)
{
    size_t share = reading->latins * 2 > reading->high ? LATIN_SHARE : OTHER_SHARE;
    return reading->high >= LETTERS_MIN && reading->high * 100 >= reading->letters * share;
}

/* Most of a text in one of these is not ASCII. */
static bool is_unread(struct encoding *encoding, const char *name, struct str bytes)
{
    static const char *const unread[] = {"BIG5",   "GB18030", "SHIFT_JIS", "EUC-JP", "EUC-KR",
                                         "EUC-TW", "TIS-620", "VISCII",    "UHC"};
    size_t high = 0, blank = 0;

    for (size_t i = 0; i < bytes.n; i++) {
        high += (unsigned char)bytes.p[i] >= 0x80;
        blank += is_blank((unsigned char)bytes.p[i]);
    }
    for (size_t i = 0; i < sizeof unread / sizeof *unread; i++)
        if (strcmp(name, unread[i]) == 0 && high >= LETTERS_MIN && high * 2 > bytes.n - blank) {
            *encoding = (struct encoding){NULL, unread[i]};
            return true;
        }
    return false;
}

/* How many of the letters in a text, each counted once, are others than in Windows-1252: an e acute
 * is the same in most encodings, and says nothing. */
static unsigned count_different(struct str bytes, const struct encoding *encoding)
{
    uint32_t table[128];
    bool seen[128] = {false};
    unsigned different = 0;

    encoding_table(table, encoding);
    for (size_t i = 0; i < bytes.n; i++) {
        unsigned char byte = (unsigned char)bytes.p[i];
        if (byte < 0x80 || seen[byte - 0x80])
            continue;
        seen[byte - 0x80] = true;
        different += table[byte - 0x80] != cp1252_character(byte) && is_letter(table[byte - 0x80]);
    }
    return different;
}

/* Takes what was detected, if it can be read and the text reads no worse so; `fit` is how well it
 * does otherwise. */
static void take_detected(struct encoding *encoding, const char *name, struct str bytes, long fit)
{
    for (size_t i = 0; i < DETECTABLE; i++) {
        if (strcmp(detectable[i].iconv, name) != 0)
            continue;
        struct reading reading = read_as(bytes, &detectable[i]);
        if (is_believable(&reading) && reading.fit >= fit &&
            count_different(bytes, &detectable[i]) >= DIFFERENT_MIN)
            *encoding = detectable[i];
    }
}

bool encoding_detect(struct encoding *encoding, struct str bytes)
{
    struct str sample = {bytes.p, bytes.n < SAMPLE_MAX ? bytes.n : SAMPLE_MAX};
    long fit = read_as(sample, &windows_1252).fit, mac = read_as(sample, &mac_roman).fit;
    uchardet_t detector = uchardet_new();
    bool readable = true;

    *encoding = windows_1252;
    if (mac > 0 && mac >= fit + 2) {
        *encoding = mac_roman;
        fit = mac;
    }
    if (uchardet_handle_data(detector, sample.p, sample.n) == 0) {
        uchardet_data_end(detector);
        const char *name = uchardet_get_charset(detector);
        readable = !is_unread(encoding, name, sample);
        if (readable)
            take_detected(encoding, name, sample, fit);
    }
    uchardet_delete(detector);
    return readable;
}
