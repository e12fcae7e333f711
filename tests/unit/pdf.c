/* lib/read/pdf.h: PDF documents to lines, with documents that the tests write themselves. */

#include "support.h"

#include "base/utf8.h"
#include "read/pdf.h"

/* A string placed on a page: its left end and its baseline, in points from the upper left corner.
 */
struct placed {
    double x, y, size;
    int font; /* one of enum font */
    const char *text;
};

enum font {
    PLAIN,
    BOLD,
    SIGNS /* plain, with other characters at \200 and up: see `signs` */
};

enum { PAGE_WIDTH = 612, PAGE_HEIGHT = 792 };

/* A PDF document under way. Objects are numbered in the order in which they are begun, and 1 is the
 * catalog, which is written last, so that a document that is cut short has none. */
struct writer {
    struct buf out, kids;
    size_t offsets[64 * 1024];
    unsigned objects, pages, fonts, tree;
};

static unsigned writer_begin(struct writer *writer, unsigned number)
{
    writer->offsets[number] = writer->out.n;
    buf_printf(&writer->out, "%u 0 obj\n", number);
    return number;
}

static unsigned writer_stream(struct writer *writer, struct str content)
{
    unsigned number = writer_begin(writer, ++writer->objects);

    buf_printf(&writer->out, "<</Length %zu>>\nstream\n", content.n);
    buf_str(&writer->out, content);
    buf_text(&writer->out, "\nendstream\nendobj\n");
    return number;
}

/* What \200 to \205 of SIGNS stand for: fi, ffi, a bullet of Symbol's, a soft hyphen, a no-break
 * space and an icon that nobody knows. */
static const char signs[] = "/CIDInit /ProcSet findresource begin begincmap\n"
                            "1 begincodespacerange <00> <FF> endcodespacerange\n"
                            "1 beginbfrange <20> <7E> <0020> endbfrange\n"
                            "6 beginbfchar <80> <FB01> <81> <FB03> <82> <F0B7> <83> <00AD>\n"
                            "<84> <00A0> <85> <E123> endbfchar endcmap end\n";

static void writer_fonts(struct writer *writer)
{
    unsigned map = writer_stream(writer, STR(signs));
    unsigned first = writer->objects + 1;

    for (int i = 0; i < 3; i++) {
        writer_begin(writer, ++writer->objects);
        buf_printf(&writer->out, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica%s",
                   i == BOLD ? "-Bold" : "");
        if (i == SIGNS)
            buf_printf(&writer->out, "/ToUnicode %u 0 R/FirstChar 32/LastChar 133/Widths[", map);
        for (int c = 32; i == SIGNS && c <= 133; c++)
            buf_text(&writer->out, "500 ");
        buf_printf(&writer->out, "%s>>\nendobj\n", i == SIGNS ? "]" : "");
    }
    writer->fonts = writer_begin(writer, ++writer->objects);
    buf_printf(&writer->out, "<</Font<</F0 %u 0 R/F1 %u 0 R/F2 %u 0 R>>>>\nendobj\n", first,
               first + 1, first + 2);
}

static struct writer *writer_new(void)
{
    struct writer *writer = mem_zero(1, sizeof *writer);

    writer->objects = 2;
    writer->tree = 2;
    buf_text(&writer->out, "%PDF-1.4\n");
    writer_fonts(writer);
    return writer;
}

/* Adds a page with `count` strings, which hold no parenthesis. */
static void writer_page(struct writer *writer, const struct placed *strings, size_t count)
{
    struct buf content = {0};

    for (size_t i = 0; i < count; i++)
        buf_printf(&content, "BT /F%d %.1f Tf %.1f %.1f Td (%s) Tj ET\n", strings[i].font,
                   strings[i].size, strings[i].x, PAGE_HEIGHT - strings[i].y, strings[i].text);
    unsigned stream = writer_stream(writer, buf_view(&content));
    unsigned page = writer_begin(writer, ++writer->objects);
    buf_printf(&writer->out,
               "<</Type/Page/Parent %u 0 R/MediaBox[0 0 %d %d]/Resources %u 0 R"
               "/Contents %u 0 R>>\nendobj\n",
               writer->tree, PAGE_WIDTH, PAGE_HEIGHT, writer->fonts, stream);
    buf_printf(&writer->kids, "%u 0 R ", page);
    writer->pages++;
    buf_free(&content);
}

/* Ends the document. `trailer` is what its trailer says besides. The bytes live in the arena; the
 * writer is freed. */
static struct str writer_end(struct writer *writer, const char *trailer, struct arena *arena)
{
    struct buf *out = &writer->out;

    writer_begin(writer, writer->tree);
    buf_printf(out, "<</Type/Pages/Count %u/Kids[", writer->pages);
    buf_str(out, buf_view(&writer->kids));
    buf_text(out, "]>>\nendobj\n");
    writer_begin(writer, 1);
    buf_printf(out, "<</Type/Catalog/Pages %u 0 R>>\nendobj\n", writer->tree);
    size_t xref = out->n;
    buf_printf(out, "xref\n0 %u\n0000000000 65535 f \n", writer->objects + 1);
    for (unsigned i = 1; i <= writer->objects; i++)
        buf_printf(out, "%010zu 00000 n \n", writer->offsets[i]);
    buf_printf(out, "trailer\n<</Size %u/Root 1 0 R%s>>\nstartxref\n%zu\n%%%%EOF\n",
               writer->objects + 1, trailer, xref);
    struct str bytes = {arena_strndup(arena, out->p, out->n), out->n};
    buf_free(out);
    buf_free(&writer->kids);
    free(writer);
    return bytes;
}

static struct str one_page(const struct placed *strings, size_t count, struct arena *arena)
{
    struct writer *writer = writer_new();

    writer_page(writer, strings, count);
    return writer_end(writer, "", arena);
}

static struct document read_ok(const struct world *world, const char *label, struct str bytes)
{
    struct document document;
    struct err err = {.text = ""};

    expect_ok(label, pdf_read(&document, bytes, world->arena, &err), &err);
    expect_text(label, str_of(document.format), "pdf");
    for (size_t i = 0; i < document.count; i++) {
        expect_number(label, document.lines[i].line, i + 1);
        expect_true(label, utf8_valid(document.lines[i].text));
    }
    return document;
}

/* The lines of a document, each ended by LF. */
static struct str all_text(const struct world *world, const struct document *document)
{
    struct buf text = {0};

    for (size_t i = 0; i < document->count; i++) {
        buf_str(&text, document->lines[i].text);
        buf_char(&text, '\n');
    }
    struct str all = {arena_strndup(world->arena, buf_view(&text).p, text.n), text.n};
    buf_free(&text);
    return all;
}

static void expect_page(const struct world *world, const char *label, const struct placed *strings,
                        size_t count, const char *want)
{
    struct document document = read_ok(world, label, one_page(strings, count, world->arena));

    expect_text(label, all_text(world, &document), want);
}

static void lines_have_hints(void **state)
{
    static const struct placed strings[] = {
        /* not in the order of the page */
        {72, 180, 10, PLAIN, "plans the upkeep of sluices and keeps the records of each gate."},
        {72, 100, 16, BOLD, "SLUICE KEEPER"},
        {72, 140, 10, BOLD, "Class Code:"},
        {135, 140, 10, PLAIN, "4410"},
        {72, 168, 10, PLAIN, "Under direction, opens and closes the gates of the canal;"},
        {72, 156, 10, BOLD, "Definition"},
    };
    const struct world *world = *state;
    struct document document =
        read_ok(world, "hints", one_page(strings, COUNT_OF(strings), world->arena));
    static const struct {
        const char *text;
        bool bold;
        unsigned lead, size;
    } want[] = {
        {"SLUICE KEEPER", true, 0, 160},
        {"", false, 0, 0},
        {"Class Code: 4410", false, 11, 100},
        {"", false, 0, 0},
        {"Definition", true, 0, 100},
        {"Under direction, opens and closes the gates of the canal;", false, 0, 100},
        {"plans the upkeep of sluices and keeps the records of each gate.", false, 0, 100},
    };

    /* The steps are 40, 16, 12 and 12 points: with letters of 10, and too few lines to learn the
     * leading from, 12 is usual and 16 a gap. */
    expect_number("lines", document.count, COUNT_OF(want));
    for (size_t i = 0; i < COUNT_OF(want); i++) {
        expect_text("text", document.lines[i].text, want[i].text);
        expect_number(want[i].text, document.lines[i].bold, want[i].bold);
        expect_number(want[i].text, document.lines[i].lead, want[i].lead);
        expect_number(want[i].text, document.lines[i].size, want[i].size);
        expect_number(want[i].text, document.lines[i].page, 1);
        expect_true(want[i].text, !document.lines[i].row);
    }
}

/* Both columns share their baselines, as in a newsletter. */
static void columns_are_read_one_by_one(void **state)
{
    static const struct placed strings[] = {
        {72, 80, 18, BOLD, "News of the Canal and Sluice Department of Ostermark"},
        {72, 120, 10, PLAIN, "Keepers open the gates in the morning and"},
        {72, 132, 10, PLAIN, "close them at night, and write down in the"},
        {72, 144, 10, PLAIN, "book how high the water stood at noon and"},
        {72, 156, 10, PLAIN, "which of the boats had to wait for the tide."},
        {330, 120, 10, PLAIN, "Divers look after whatever is under water"},
        {330, 132, 10, PLAIN, "and tell the keepers which of the planks in"},
        {330, 144, 10, PLAIN, "a gate must be replaced before the winter"},
        {330, 156, 10, PLAIN, "comes, since nobody can dive in the ice."},
    };

    expect_page(*state, "two columns", strings, COUNT_OF(strings),
                "News of the Canal and Sluice Department of Ostermark\n\n"
                "Keepers open the gates in the morning and\n"
                "close them at night, and write down in the\n"
                "book how high the water stood at noon and\n"
                "which of the boats had to wait for the tide.\n\n"
                "Divers look after whatever is under water\n"
                "and tell the keepers which of the planks in\n"
                "a gate must be replaced before the winter\n"
                "comes, since nobody can dive in the ice.\n");
}

static void side_bars_are_columns(void **state)
{
    static const struct placed strings[] = {
        {40, 103, 9, PLAIN, "Search jobs"},         {40, 121, 9, PLAIN, "My account"},
        {40, 139, 9, PLAIN, "Contact us"},          {40, 157, 9, PLAIN, "Privacy"},
        {180, 100, 10, PLAIN, "Keeps the gates."},  {180, 112, 10, PLAIN, "Greases the wheels."},
        {180, 126, 10, PLAIN, "Paints the rails."}, {180, 134, 10, PLAIN, "Feeds the swans."},
        {180, 151, 10, PLAIN, "Counts the boats."},
    };
    const struct world *world = *state;
    struct document document =
        read_ok(world, "side bar", one_page(strings, COUNT_OF(strings), world->arena));
    struct str text = all_text(world, &document);
    const char *last = strstr(text.p, "Privacy"), *first = strstr(text.p, "Keeps");

    expect_true("the side bar first", last != NULL && first != NULL && last < first);
    expect_true("and whole", strstr(text.p, "Contact us\n") != NULL);
    expect_true("then the text", strstr(text.p, "Feeds the swans.\n") != NULL);
}

static void cells_stay_on_their_line(void **state)
{
    static const struct placed pairs[] = {
        {72, 100, 10, BOLD, "Class Code:"},  {200, 100, 10, PLAIN, "4410"},
        {72, 114, 10, BOLD, "Pay Grade:"},   {200, 114, 10, PLAIN, "12"},
        {72, 128, 10, BOLD, "FLSA Status:"}, {200, 128, 10, PLAIN, "Exempt"},
        {72, 142, 10, BOLD, "Established:"}, {200, 142, 10, PLAIN, "May 1987"},
    };
    static const struct placed alone[] = {
        {72, 100, 10, PLAIN, "Class Code: 4410"},
        {400, 100, 10, PLAIN, "Revised: 1999"},
    };
    static const struct placed justified[] = {
        {72, 100, 10, PLAIN, "opens"},
        {108, 100, 10, PLAIN, "the"},
        {132, 100, 10, PLAIN, "gates"},
    };
    const struct world *world = *state;
    struct document document =
        read_ok(world, "pairs", one_page(pairs, COUNT_OF(pairs), world->arena));

    expect_text(
        "pairs", all_text(world, &document),
        "Class Code:\t4410\nPay Grade:\t12\nFLSA Status:\tExempt\nEstablished:\tMay 1987\n");
    for (size_t i = 0; i < document.count; i++)
        expect_true("pairs", document.lines[i].row);
    expect_page(world, "two pairs on a line", alone, COUNT_OF(alone),
                "Class Code: 4410  Revised: 1999\n");
    expect_page(world, "wide blanks", justified, COUNT_OF(justified), "opens the gates\n");
}

/* Labels of several lines beside text of several lines, set around one middle. */
static void cells_of_several_lines_are_read_whole(void **state)
{
    static const struct placed strings[] = {
        {72, 106, 10, BOLD, "Summary"},
        {180, 100, 10, PLAIN, "Opens and closes the gates of the canal, and keeps"},
        {180, 112, 10, PLAIN, "the book of the boats that have passed them."},
        {72, 142, 10, BOLD, "Education and"},
        {72, 154, 10, BOLD, "Experience"},
        {180, 136, 10, PLAIN, "Completion of the eighth grade of a school, and"},
        {180, 148, 10, PLAIN, "two years of work with locks, gates or sluices of a"},
        {180, 160, 10, PLAIN, "canal that is open to boats."},
    };

    expect_page(*state, "cells", strings, COUNT_OF(strings),
                "Summary\n\n"
                "Opens and closes the gates of the canal, and keeps\n"
                "the book of the boats that have passed them.\n\n"
                "Education and\nExperience\n\n"
                "Completion of the eighth grade of a school, and\n"
                "two years of work with locks, gates or sluices of a\n"
                "canal that is open to boats.\n");
}

/* Three pages with a header that says nothing new, a footer that does, and page numbers. */
static void furniture_is_left_out(void **state)
{
    static const char *const bodies[][2] = {
        {"The keeper opens the gates, and looks after the engines that", "SLUICE KEEPER"},
        {"drive them; greases wheels.", "Keeps the book of boats."},
        {"Paints the rails of the canal.", "Feeds the swans."},
    };
    const struct world *world = *state;
    struct writer *writer = writer_new();

    for (int i = 0; i < 3; i++) {
        char number[16];
        snprintf(number, sizeof number, "Page %d of 3", i + 1);
        struct placed strings[] = {
            {250, 30, 9, PLAIN, "Sluice Keeper"},
            {72, i == 0 ? 200 : 88, 10, PLAIN, bodies[i][0]},
            {72, i == 0 ? 150 : 100, 10, PLAIN, bodies[i][1]},
            {72, 760, 9, PLAIN, "Printed for Ostermark"},
            {500, 775, 9, PLAIN, number},
        };
        writer_page(writer, strings, COUNT_OF(strings));
    }
    struct document document = read_ok(world, "furniture", writer_end(writer, "", world->arena));
    expect_text("furniture", all_text(world, &document),
                "SLUICE KEEPER\n\n"
                "The keeper opens the gates, and looks after the engines that\n"
                "drive them; greases wheels.\nKeeps the book of boats.\n\n"
                "Paints the rails of the canal.\nFeeds the swans.\n\n"
                "Printed for Ostermark\n");
    expect_number("page of the first line", document.lines[0].page, 1);
    expect_number("page of the fourth", document.lines[3].page, 2);
    expect_number("page of the last", document.lines[document.count - 1].page, 3);
}

/* A number of a footer that does not grow with the page, and stands nowhere else, is none of the
 * page's; the footer stays behind the columns of its page. */
static void numbers_of_footers_are_kept(void **state)
{
    static const struct {
        const char *label, *footer, *want;
    } cases[] = {
        {"stands nowhere else", "Form 7 (Class 4190)", "Form 7 (Class 4190)  Page 2 of 2\n"},
        {"stands in the text", "Form 7 (Class 4107)", "all bridges.\n"},
        {"is a number of pages", "Class 4107, 2/2", "all bridges.\n"},
    };
    static const char *const left[] = {
        "Class 4107 opens the gates of", "the canal, and closes them",
        "behind each boat that came in", "before the water had risen."};
    static const char *const right[] = {
        "Then it keeps the book of the", "boats, with their names, the",
        "hours at which they came, and", "what they paid for the class",
        "of their load; and it paints",  "the rails of all bridges."};
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct writer *writer = writer_new();
        for (int page = 1; page <= 2; page++) {
            struct placed strings[COUNT_OF(left) + COUNT_OF(right) + 2];
            size_t count = 0;
            char number[16];
            snprintf(number, sizeof number, "Page %d of 2", page);
            for (size_t k = 0; page == 2 && k < COUNT_OF(left); k++)
                strings[count++] = (struct placed){72, 200 + 12 * (int)k, 10, PLAIN, left[k]};
            for (size_t k = 0; page == 2 && k < COUNT_OF(right); k++)
                strings[count++] = (struct placed){320, 206 + 12 * (int)k, 10, PLAIN, right[k]};
            if (page == 1)
                strings[count++] = (struct placed){72, 200, 10, PLAIN, "GATE KEEPER"};
            strings[count++] = (struct placed){72, 760, 9, PLAIN, cases[i].footer};
            strings[count++] = (struct placed){500, 760, 9, PLAIN, number};
            writer_page(writer, strings, count);
        }
        struct document document =
            read_ok(world, cases[i].label, writer_end(writer, "", world->arena));
        struct str text = all_text(world, &document);
        size_t n = strlen(cases[i].want);
        expect_text(cases[i].label, text.n > n ? str_from(text, text.n - n) : text, cases[i].want);
    }
}

/* Rows at the edge that are like furniture but say something of their own. */
static void what_differs_is_kept(void **state)
{
    static const char *const headers[] = {"Class Code 4410", "Class Code 4520", "Class Code 4630"};
    const struct world *world = *state;
    struct writer *writer = writer_new();

    for (int i = 0; i < 3; i++) {
        struct placed strings[] = {
            {72, 30, 10, PLAIN, headers[i]},
            {72, 200, 10, PLAIN, "Opens and closes gates."},
            {72, 770, 10, PLAIN, i == 1 ? "7" : "1985"},
        };
        writer_page(writer, strings, COUNT_OF(strings));
    }
    struct document document = read_ok(world, "kept", writer_end(writer, "", world->arena));
    struct str text = all_text(world, &document);
    for (size_t i = 0; i < COUNT_OF(headers); i++)
        expect_true(headers[i], strstr(text.p, headers[i]) != NULL);
    expect_true("a number that is no page's", strstr(text.p, "\n7\n") != NULL);
    expect_true("a year", strstr(text.p, "1985\n") != NULL);
}

static void cut_words_are_mended(void **state)
{
    static const struct {
        const char *label, *lines[3], *want;
    } cases[] = {
        {"stands whole elsewhere",
         {"keeps records of the depart-", "ment of sluices", "department"},
         "keeps records of the department\nof sluices\ndepartment\n"},
        {"an ending",
         {"looks after the naviga-", "tion of boats", "in the canal"},
         "looks after the navigation\nof boats\nin the canal\n"},
        {"with its comma",
         {"looks after naviga-", "tion, and boats", "in the canal"},
         "looks after navigation,\nand boats\nin the canal\n"},
        {"leaves no empty line",
         {"looks after naviga-", "tion", "in the canal"},
         "looks after navigation\nin the canal\n"},
        {"hyphenated elsewhere",
         {"gates with snow-", "proof engines", "are snow-proof"},
         "gates with snow-\nproof engines\nare snow-proof\n"},
        {"parts that are words",
         {"holds a water-", "tight gate", "water is tight"},
         "holds a water-\ntight gate\nwater is tight\n"},
        {"forms compounds",
         {"works full-", "time or less", "in the canal"},
         "works full-\ntime or less\nin the canal\n"},
        {"three parts",
         {"holds the day-", "to-day records", "of the canal"},
         "holds the day-\nto-day records\nof the canal\n"},
        {"a name",
         {"lives in North-", "Ostermark", "by the canal"},
         "lives in North-\nOstermark\nby the canal\n"},
        {"nobody knows",
         {"drives the lock-", "boat at night", "in the canal"},
         "drives the lock-\nboat at night\nin the canal\n"},
        {"a document that hyphenates",
         {"keeps the engi-", "neer from naviga-", "tion at night"},
         "keeps the engineer\nfrom navigation\nat night\n"},
    };
    const struct world *world = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct placed strings[] = {{72, 100, 10, PLAIN, cases[i].lines[0]},
                                         {72, 112, 10, PLAIN, cases[i].lines[1]},
                                         {72, 124, 10, PLAIN, cases[i].lines[2]}};
        expect_page(world, cases[i].label, strings, COUNT_OF(strings), cases[i].want);
    }
}

static void characters_become_plain(void **state)
{
    static const struct {
        const char *label, *text, *want;
    } cases[] = {
        {"ligatures", "\\200nds o\\201ces", "finds offices\n"},
        {"a bullet of a symbol font", "\\202 opens gates", "\xe2\x80\xa2 opens gates\n"},
        {"a bullet that touches its text", "\\202opens gates", "\xe2\x80\xa2 opens gates\n"},
        {"a soft hyphen", "gate\\203keeper", "gatekeeper\n"},
        {"a no-break space", "Class\\204Code", "Class Code\n"},
        {"a private letter in a word", "gate\\205", "gate\xef\xbf\xbd\n"},
        {"a dot leader", "Class Code. . . . . . . . 4410", "Class Code . . . 4410\n"},
        {"an ellipsis", "and so on...", "and so on...\n"},
        {"an icon", "\\205 opens gates", "opens gates\n"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct placed string = {72, 100, 10, SIGNS, cases[i].text};
        expect_page(*state, cases[i].label, &string, 1, cases[i].want);
    }
}

static struct str sample(struct arena *arena)
{
    static const struct placed strings[] = {
        {72, 100, 16, BOLD, "SLUICE KEEPER"},
        {72, 130, 10, PLAIN, "Opens and closes the gates of the canal, and greases them."},
    };

    return one_page(strings, COUNT_OF(strings), arena);
}

static void unreadable_files_are_refused(void **state)
{
    static const char encrypted[] =
        "/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]"
        "/Encrypt<</Filter/Standard/V 1/R 2/P -4"
        "/O<000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f>"
        "/U<202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f>>>";
    const struct world *world = *state;
    const struct placed drawn = {72, 100, 10, PLAIN, ""};
    struct writer *writer = writer_new();
    struct document document;
    struct str whole = sample(world->arena);
    struct err err = {.text = ""};

    writer_page(writer, &drawn, 1);
    const struct {
        const char *label;
        struct str bytes;
        const char *needle;
    } cases[] = {
        {"no more than a mark", STR("%PDF-1.7\n"), "damaged"},
        {"not what it says", STR("%PDF-1.7\nhello, I am a text\n"), "damaged"},
        {"cut short", {whole.p, whole.n / 2}, "damaged"},
        {"encrypted", writer_end(writer, encrypted, world->arena), "password"},
        {"no text", one_page(&drawn, 1, world->arena), "OCR"},
        {"no pages", writer_end(writer_new(), "", world->arena), "without pages"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        enum err_code code = pdf_read(&document, cases[i].bytes, world->arena, &err);
        expect_error(cases[i].label, code, ERR_FORMAT, &err, cases[i].needle);
        expect_printable(cases[i].label, err.text);
    }
}

static void a_missing_end_is_noted(void **state)
{
    const struct world *world = *state;
    struct str whole = sample(world->arena);
    struct document document = read_ok(world, "whole", whole);

    expect_true("whole", document.note == NULL);
    document = read_ok(world, "no end", (struct str){whole.p, whole.n - strlen("%%EOF\n")});
    expect_true("no end", document.note != NULL && strstr(document.note, "end") != NULL);
    expect_text("no end", document.lines[0].text, "SLUICE KEEPER");
}

static void many_empty_pages_are_answered(void **state)
{
    const struct world *world = *state;
    struct writer *writer = writer_new();
    struct document document;
    struct err err = {.text = ""};

    for (int i = 0; i < 10000; i++)
        writer_page(writer, NULL, 0);
    struct str bytes = writer_end(writer, "", world->arena);
    expect_error("10,000 pages", pdf_read(&document, bytes, world->arena, &err), ERR_FORMAT, &err,
                 "OCR");
}

static void too_much_is_refused(void **state)
{
    enum { LINES = 140, WIDTH = 110 };
    static struct placed strings[LINES];
    const struct world *world = *state;
    struct writer *writer = writer_new();
    struct document document;
    struct err err = {.text = ""};
    char line[WIDTH + 1];

    for (size_t i = 0; i < WIDTH; i++)
        line[i] = i % 8 == 7 ? ' ' : 'x';
    line[WIDTH] = '\0';
    for (size_t i = 0; i < LINES; i++)
        strings[i] = (struct placed){10, 20 + 5 * (double)i, 9, PLAIN, line};
    for (size_t bytes = 0; bytes < PDF_TEXT_MAX + 2 * LINES * WIDTH; bytes += LINES * WIDTH)
        writer_page(writer, strings, LINES);
    struct str bytes = writer_end(writer, "", world->arena);
    expect_error("text", pdf_read(&document, bytes, world->arena, &err), ERR_LIMIT, &err, "8 MiB");
    writer = writer_new();
    for (unsigned i = 0; i < PDF_PAGES_MAX + 1; i++)
        writer_page(writer, NULL, 0);
    bytes = writer_end(writer, "", world->arena);
    expect_error("pages", pdf_read(&document, bytes, world->arena, &err), ERR_LIMIT, &err, "pages");
}

/* Whatever bytes are changed, there is a document of printable lines, or an error. */
static void damage_does_no_harm(void **state)
{
    const struct world *world = *state;
    struct str whole = sample(world->arena);
    struct support_random random = random_start("damaged PDF");

    for (int round = 0; round < 300; round++) {
        char *bytes = arena_strndup(world->arena, whole.p, whole.n);
        for (uint32_t i = 1 + random_below(&random, 12); i > 0; i--)
            bytes[random_below(&random, (uint32_t)whole.n)] = (char)random_below(&random, 256);
        struct document document;
        struct err err = {.text = ""};
        if (pdf_read(&document, (struct str){bytes, whole.n}, world->arena, &err) != ERR_OK) {
            expect_printable("damaged", err.text);
            continue;
        }
        for (size_t i = 0; i < document.count; i++)
            expect_true("damaged", utf8_valid(document.lines[i].text));
    }
}

static void warming_up_changes_nothing(void **state)
{
    const struct world *world = *state;
    struct str whole = sample(world->arena);
    struct document before = read_ok(world, "before", whole);

    pdf_warm_up();
    pdf_warm_up();
    struct document after = read_ok(world, "after", whole);
    expect_text("after", all_text(world, &after), all_text(world, &before).p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(lines_have_hints),
        world_test(columns_are_read_one_by_one),
        world_test(side_bars_are_columns),
        world_test(cells_stay_on_their_line),
        world_test(cells_of_several_lines_are_read_whole),
        world_test(furniture_is_left_out),
        world_test(numbers_of_footers_are_kept),
        world_test(what_differs_is_kept),
        world_test(cut_words_are_mended),
        world_test(characters_become_plain),
        world_test(unreadable_files_are_refused),
        world_test(a_missing_end_is_noted),
        world_test(many_empty_pages_are_answered),
        world_test(too_much_is_refused),
        world_test(damage_does_no_harm),
        world_test(warming_up_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
