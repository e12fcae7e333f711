/* lib/read: which encoding a text is in, and the repair of what was mangled before. */

#include "support.h"

#include <iconv.h>
#include <sys/resource.h>

#include "base/utf8.h"
#include "read/text.h"

static const char *decode_ok(const struct world *world, const char *label, struct str bytes,
                             const char **note)
{
    struct str text;
    struct err err;

    expect_ok(label, text_decode(&text, note, bytes, false, world->arena, &err), &err);
    expect_true(label, utf8_valid(text));
    return arena_strndup(world->arena, text.p, text.n);
}

static struct str encode(const struct world *world, const char *text, const char *encoding)
{
    iconv_t converter = iconv_open(encoding, "UTF-8");
    size_t left = strlen(text), room = 4 * left + 16, all = room;
    char *in = arena_strdup(world->arena, text), *out = arena_zero(world->arena, all, 1), *to = out;

    expect_true(encoding, converter != (iconv_t)-1);
    expect_true(encoding, iconv(converter, &in, &left, &to, &room) != (size_t)-1);
    iconv_close(converter);
    return (struct str){out, all - room};
}

static const char english[] =
    "The Harbor Clerk’s duties: “file papers” – daily – and don’t lose résumés.\n"
    "• Reads charts at ½ speed… § 12\n";
static const char english_mac[] = /* Mac Roman has no fractions */
    "The Harbor Clerk’s duties: “file papers” – daily – and don’t lose résumés.\n• Reads charts…\n";
static const char french[] =
    "Le préposé aux écluses vérifie les horaires, répond aux usagers et prépare les dépêches. Il "
    "connaît la rivière, ses hôtes et ses dangers; très tôt levé, il règle l'éclairage.\n";
static const char spanish[] =
    "El encargado del muelle atiende al público en español, prepara los informes del año y "
    "ayuda a los niños. También revisa las solicitudes de los compañeros según el régimen.\n";
static const char russian[] =
    "Служащий порта принимает бумаги, отвечает на письма и ведёт журнал. Он знает правила "
    "движения судов и помогает посетителям.\n";
static const char polish[] =
    "Pracownik nabrzeża przyjmuje zgłoszenia, odpowiada na pytania żeglarzy i prowadzi książkę "
    "wejść. Współpracuje z załogą, dba o światła i łączność, sprawdza też ładunek.\n";
static const char greek[] =
    "Ο υπάλληλος του λιμανιού δέχεται τα έγγραφα και απαντά στις ερωτήσεις των ναυτικών.\n";

static void encodings_are_told_apart(void **state)
{
    static const struct {
        const char *text, *encoding, *name;
    } cases[] = {
        {english, "WINDOWS-1252", "Windows-1252"},
        {english_mac, "MACINTOSH", "Mac Roman"},
        {french, "WINDOWS-1252", "Windows-1252"},
        {french, "ISO-8859-1", "Windows-1252"},
        {french, "MACINTOSH", "Mac Roman"},
        {spanish, "ISO-8859-1", "Windows-1252"},
        {spanish, "MACINTOSH", "Mac Roman"},
        {russian, "WINDOWS-1251", "Windows-1251"},
        {russian, "KOI8-R", "KOI8-R"},
        {russian, "ISO-8859-5", "ISO-8859-5"},
        {polish, "ISO-8859-2", "ISO-8859-2"},
        {polish, "WINDOWS-1250", "Windows-1250"},
        {greek, "ISO-8859-7", "8859-7|1253"},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *label =
            arena_printf(world->arena, "%s: %.20s", cases[i].encoding, cases[i].text);
        const char *note, *bar = strchr(cases[i].name, '|');
        const char *text =
            decode_ok(world, label, encode(world, cases[i].text, cases[i].encoding), &note);
        expect_text(label, str_of(text), cases[i].text);
        expect_true(label, note != NULL);
        if (bar == NULL)
            expect_text(label, str_of(note),
                        arena_printf(world->arena, "not valid UTF-8, read as %s", cases[i].name));
        else
            expect_true(label, strstr(note, "8859-7") != NULL || strstr(note, "1253") != NULL);
    }
}

static void wide_encodings_need_no_mark(void **state)
{
    static const char *const encodings[] = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"};
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(encodings); i++) {
        const char *note;
        const char *text =
            decode_ok(world, encodings[i], encode(world, english, encodings[i]), &note);
        expect_text(encodings[i], str_of(text), english);
        expect_text(
            encodings[i], str_of(note),
            arena_printf(world->arena, "read as %.6s, without a byte order mark", encodings[i]));
    }
}

/* What a detector takes for Vietnamese or Cyrillic in English is a stray Windows-1252 character. */
static void nearly_ascii_is_windows_1252(void **state)
{
    static const struct {
        struct str bytes;
        const char *text;
    } cases[] = {
        {BYTES("The clerk\x92s log"), "The clerk’s log"},
        {BYTES("pay \x96 weekly"), "pay – weekly"},
        {BYTES("\x95 Files\n\x95 Counts\n"), "• Files\n• Counts\n"},
        {BYTES("\xb7 Files\n\xb7 Counts\n"), "· Files\n· Counts\n"},
        {BYTES("lift 50\xbd pounds at 70\xb0"), "lift 50½ pounds at 70°"},
        {BYTES("Mu\xf1oz, Nu\xf1"
               "ez and Pe\xf1"
               "a"),
         "Muñoz, Nuñez and Peña"},
        {BYTES("see \xa7 4\xa0"
               "and \xa7 5"),
         "see § 4\u00a0and § 5"},
        {BYTES("waits\x85 and waits"), "waits… and waits"},
        {BYTES("A r\xe9sum\xe9, two r\xe9sum\xe9s, r\xe9sum\xe9s, r\xe9sum\xe9s and r\xe9sum\xe9s"),
         "A résumé, two résumés, résumés, résumés and résumés"},
        {BYTES("Se\xf1or, \xbfse habla espa\xf1ol? \xa1S\xed! Ma\xf1"
               "ana, ni\xf1o y a\xf1os, se\xf1ora"),
         "Señor, ¿se habla español? ¡Sí! Mañana, niño y años, señora"},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *note;
        const char *text = decode_ok(world, cases[i].text, cases[i].bytes, &note);
        expect_text(cases[i].text, str_of(text), cases[i].text);
        expect_text(cases[i].text, str_of(note), "not valid UTF-8, read as Windows-1252");
    }
}

static void unread_encodings_are_refused(void **state)
{
    static const char chinese[] = "港口職員負責收發文件，回答船員的問題，並記錄每日的船隻進出。"
                                  "他必須熟悉港口的規則，能夠與公眾合作，並保持記錄的準確。";
    const struct world *world = *state;
    struct str text;
    struct err err;
    const char *note;
    enum err_code code =
        text_decode(&text, &note, encode(world, chinese, "BIG5"), false, world->arena, &err);

    expect_error("Big5", code, ERR_FORMAT, &err, "BIG5");
    expect_true("what to do", strstr(err.text, "save it as UTF-8") != NULL);
}

/* In a process that may open no file any more. */
static bool reads_without_files(void *data)
{
    static const char *const encodings[] = {"MACINTOSH", "WINDOWS-1251", "KOI8-R", "UTF-16LE",
                                            "UTF-32BE"};
    static const char *const texts[] = {english_mac, russian, russian, english, english};
    const struct world *world = data;
    const struct rlimit none = {0, 0};
    struct str bytes[COUNT_OF(encodings)];

    for (size_t i = 0; i < COUNT_OF(encodings); i++)
        bytes[i] = encode(world, texts[i], encodings[i]);
    text_warm_up();
    if (setrlimit(RLIMIT_NOFILE, &none) != 0)
        return false;
    for (size_t i = 0; i < COUNT_OF(encodings); i++) {
        struct str text;
        const char *note;
        if (text_decode(&text, &note, bytes[i], false, world->arena, NULL) != ERR_OK ||
            !str_eq(text, str_of(texts[i])))
            return false;
    }
    return true;
}

static void nothing_is_loaded_after_the_warm_up(void **state)
{
    expect_true("no file", support_survives(reads_without_files, *state));
}

struct repair_case {
    const char *text, *want, *note; /* note: NULL if there is none */
};

static void expect_repairs(const struct world *world, const struct repair_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *note;
        const char *text = decode_ok(world, cases[i].text, str_of(cases[i].text), &note);
        expect_text(cases[i].text, str_of(text), cases[i].want);
        expect_text(cases[i].text, str_of(note != NULL ? note : ""),
                    cases[i].note != NULL ? cases[i].note : "");
    }
}

static void mojibake_is_repaired(void **state)
{
    static const struct repair_case cases[] = {
        {"the clerkâ€™s log", "the clerk’s log", "repaired 1 garbled character, such as â€™"},
        {"rÃ©sumÃ©", "résumé", "repaired 2 garbled characters, such as Ã©"},
        {"dayÂ\u00a0one", "day\u00a0one", "repaired 1 garbled character, such as Â\u00a0"},
        {"Â§ 4", "§ 4", "repaired 1 garbled character, such as Â§"},
        {"â€œfileâ€"
         "\xc2\x9d"
         "",
         "“file”", "repaired 2 garbled characters, such as â€œ"},
        {"â€œfileâ€\xef\xbf\xbd", "“file”", "repaired 2 garbled characters, such as â€œ"},
        {"â€œfileâ€ now", "“file” now", "repaired 2 garbled characters, such as â€œ"},
        {"Ã¢â‚¬â„¢", "’", "repaired 1 garbled character, such as Ã¢â‚¬â„¢"},
        {"clerkÃ¢â‚¬â„¢s rÃƒÂ©sumÃƒÂ©", "clerk’s résumé",
         "repaired 3 garbled characters, such as Ã¢â‚¬â„¢"},
        {"lost ï¿½ here", "lost \xef\xbf\xbd here", "repaired 1 garbled character, such as ï¿½"},
        {"ESPAÃ‘A", "ESPAÑA", "repaired 1 garbled character, such as Ã‘"},
        {"4 Ã— 4", "4 × 4", "repaired 1 garbled character, such as Ã—"},
        {"ðŸ˜€", "😀", "repaired 1 garbled character, such as ðŸ˜€"},
        {"clerk\u00e2"
         "\xc2\x80"
         ""
         "\xc2\x99"
         "s",
         "clerk’s", "repaired 1 garbled character"},
        {"clerk"
         "\xc2\x92"
         "s "
         "\xc2\x96"
         " log",
         "clerk’s – log", "repaired 2 garbled characters"},
        {"FRANÃ‡OIS â€“ Ä“", "FRANÇOIS – ē", "repaired 3 garbled characters, such as Ã‡"},
    };

    expect_repairs(*state, cases, COUNT_OF(cases));
}

static void text_that_is_meant_is_left_alone(void **state)
{
    static const char *const cases[] = {
        "plain",
        "résumé, café, naïve",
        "Â",
        "Â is a letter",
        "the letters Â and Ã",
        "CAFÉ’S",
        "“CAFÉ”",
        "CAFÉ® and CAFÉ™",
        "l’été » puis",
        "l’été\u00a0» puis",
        "né\u00a0«\u00a0Marin\u00a0»",
        "château, âge, Âge, pâtés",
        "SÃO JOÃO",
        "“Ä“ or ‘Å’",
        "voilà…” dit-il",
        "½ day, § 4, 70°, £5",
        "Привет, Ñandú",
        "“à” – ‘â’",
        "Âpre, Âme, Âge: l’âme du câble",
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct repair_case same = {cases[i], cases[i], NULL};
        expect_repairs(world, &same, 1);
    }
}

/* Where a conversion threw the control characters away, as UTF-8 read as ISO-8859-1 has them, the
 * rest is known only where the word says it. */
static void stripped_mojibake_is_repaired(void **state)
{
    static const struct repair_case cases[] = {
        {"Note:Â \nThe clerkâs log.Â\nÂ\nPierâs end", "Note: \nThe clerk’s log.\n\nPier’s end",
         "repaired 5 garbled characters, such as Â"},
        {"A:Â b\nC:Â d\nE:Â âfileâ",
         "A: b\nC: d\nE: \xef\xbf\xbd"
         "file\xef\xbf\xbd",
         "repaired 5 garbled characters, such as Â; 2 of them lost, shown as \xef\xbf\xbd"},
        {"A:Â b\nC:Â d\nE:Â â¢ file", "A: b\nC: d\nE: • file",
         "repaired 4 garbled characters, such as Â"},
        {"A:Â b\nC:Â d\nE:Â château", "A:Â b\nC:Â d\nE:Â château", NULL},
        {"A:Â b\nC:Â d", "A:Â b\nC:Â d", NULL},
    };

    expect_repairs(*state, cases, COUNT_OF(cases));
}

static void references_are_replaced(void **state)
{
    static const struct repair_case cases[] = {
        {"Dams &amp; Locks", "Dams & Locks",
         "replaced 1 character reference of HTML, such as &amp;"},
        {"clerk&#8217;s &quot;log&quot;", "clerk’s \"log\"",
         "replaced 3 character references of HTML, such as &#8217;"},
        {"a&nbsp;b", "a\u00a0b", "replaced 1 character reference of HTML, such as &nbsp;"},
        {"&#x2019;&#146;", "’’", "replaced 2 character references of HTML, such as &#x2019;"},
        {"&amp;#39;&amp;nbsp;", "'\u00a0",
         "replaced 2 character references of HTML, such as &amp;"},
        {"&amp;amp;amp;", "&amp;", "replaced 1 character reference of HTML, such as &amp;"},
        {"AT&T; R&D; P&L &amp &; &#; &#x; &#10; &#0; &#xd800; &#1114112; &unheard;",
         "AT&T; R&D; P&L &amp &; &#; &#x; &#10; &#0; &#xd800; &#1114112; &unheard;", NULL},
        {"?a=1&copy=2&b", "?a=1&copy=2&b", NULL},
        {"ends in &", "ends in &", NULL},
    };

    expect_repairs(*state, cases, COUNT_OF(cases));
}

static void invisible_characters_are_left_out(void **state)
{
    static const struct repair_case cases[] = {
        {"elig\u00adible", "eligible", "left out 1 invisible character"},
        {"a\ufeff b\ufeff", "a b", "left out 2 invisible characters"},
        {"\ufeff"
         "first",
         "first", NULL},
        {"broken\u00ad\nline", "broken\u00ad\nline", NULL},
        {"\u00ad list", "\u00ad list", NULL},
        {"Dams &amp; Locks\ufeff", "Dams & Locks",
         "replaced 1 character reference of HTML, such as &amp;; left out 1 invisible character"},
    };

    expect_repairs(*state, cases, COUNT_OF(cases));
}

static void stray_bytes_are_read_alone(void **state)
{
    static const struct {
        struct str bytes;
        const char *text, *note;
    } cases[] = {
        {BYTES("clerk\xe2\x80\x99s r\xe9sum\xc3\xa9"), "clerk’s résumé",
         "not valid UTF-8 throughout, 1 byte read as Windows-1252"},
        {BYTES("\xe2\x80\xa2 one\n\xe2\x80\xa2 two\n\x95 three "
               "\x93"
               "four\x94\n\xe2\x80\xa2\xe2\x80\xa2"),
         "• one\n• two\n• three “four”\n••",
         "not valid UTF-8 throughout, 3 bytes read as Windows-1252"},
        {BYTES("r\xe9sum\xe9 caf\xc3\xa9"), "résumé café",
         "not valid UTF-8, read as Windows-1252; repaired 1 garbled character, such as Ã©"},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *note;
        const char *text = decode_ok(world, cases[i].text, cases[i].bytes, &note);
        expect_text(cases[i].text, str_of(text), cases[i].text);
        expect_text(cases[i].text, str_of(note), cases[i].note);
    }
}

/* Whatever is repaired, a text has the lines that it had. */
static void repair_keeps_lines(void **state)
{
    static const char *const pieces[] = {"Â",
                                         "â",
                                         "€",
                                         "™",
                                         "Ã",
                                         "©",
                                         ""
                                         "\xc2\x80"
                                         "",
                                         ""
                                         "\xc2\x85"
                                         "",
                                         "\n",
                                         "\r\n",
                                         "&#10",
                                         "&amp;",
                                         ";",
                                         "#13;",
                                         "s",
                                         " ",
                                         "\xe2",
                                         "\x80",
                                         "\ufeff",
                                         "\u00ad"};
    struct support_random random = random_start("lines");
    const struct world *world = *state;

    for (int round = 0; round < 2000; round++) {
        struct buf bytes = {0};
        struct str text;
        const char *note;
        size_t before = 0, after = 0;
        for (uint32_t n = 1 + random_below(&random, 40); n > 0; n--)
            buf_text(&bytes, pieces[random_below(&random, COUNT_OF(pieces))]);
        expect_ok("read", text_decode(&text, &note, buf_view(&bytes), false, world->arena, NULL),
                  NULL);
        for (size_t i = 0; i < bytes.n; i++)
            before += bytes.p[i] == '\n';
        for (size_t i = 0; i < text.n; i++)
            after += text.p[i] == '\n';
        expect_number("lines", after, before);
        expect_true("UTF-8", utf8_valid(text));
        expect_true("note", note == NULL || utf8_valid(str_of(note)));
        buf_free(&bytes);
        arena_clear(world->arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(nothing_is_loaded_after_the_warm_up),
        world_test(encodings_are_told_apart),
        world_test(wide_encodings_need_no_mark),
        world_test(nearly_ascii_is_windows_1252),
        world_test(unread_encodings_are_refused),
        world_test(mojibake_is_repaired),
        world_test(text_that_is_meant_is_left_alone),
        world_test(stripped_mojibake_is_repaired),
        world_test(references_are_replaced),
        world_test(invisible_characters_are_left_out),
        world_test(stray_bytes_are_read_alone),
        world_test(repair_keeps_lines),
    };
    return cmocka_run_group_tests_name("encoding", tests, NULL, NULL);
}
