#include "read/pdf_words.h"

#include <ctype.h>
#include <math.h>
#include <poppler.h>

#include "base/map.h"
#include "base/utf8.h"
#include "read/pdf.h"
#include "read/pdf_chars.h"

static const char UNKNOWN[] = "\xef\xbf\xbd"; /* U+FFFD */

/* Mean width of a font's letters, in letter sizes. */
static const double USUAL_WIDTH = 0.5, NARROWEST = 0.34, WIDEST = 0.85;
static const double LETTERS_ENOUGH = 8;

/* What one page gives: its text, and for each character a box; runs of characters have attributes.
 */
struct page_source {
    char *text;
    PopplerRectangle *boxes;
    guint box_count;
    GList *attributes;
};

struct word_maker {
    struct pdf_text *text;
    struct arena *arena;
    struct map fonts; /* name to number */
    unsigned font_count;
    struct buf letters; /* of the word under way */
    size_t unmapped;    /* of them, as U+FFFD */
    struct pdf_word word;
    PopplerRectangle last; /* box of its last character */
    float first_y;
};

static bool holds(const char *text, const char *needle)
{
    return strcasestr(text, needle) != NULL;
}

/* A font's weight is said by its name alone: poppler tells nothing else of it. */
static bool is_bold_name(const char *name)
{
    return name != NULL && (holds(name, "bold") || holds(name, "black") || holds(name, "heavy") ||
                            holds(name, "-demi") || holds(name, "-semi") || holds(name, "-medi"));
}

/* Links are underlined wherever they stand, and blue. */
static bool is_emphasised(const PopplerTextAttributes *run)
{
    bool link =
        run->color.blue > run->color.red + 0x3000 && run->color.blue > run->color.green + 0x1000;
    return is_bold_name(run->font_name) || (run->is_underlined && !link);
}

static unsigned font_number(struct word_maker *maker, const char *name)
{
    const char *key = name != NULL ? name : "";

    if (map_add(&maker->fonts, key, maker->font_count))
        return maker->font_count++;
    return (unsigned)*map_find(&maker->fonts, key);
}

static void word_end(struct word_maker *maker)
{
    struct pdf_text *text = maker->text;
    struct pdf_word *word = &maker->word;
    size_t unmapped = maker->unmapped;
    struct str letters = buf_view(&maker->letters);

    maker->letters.n = 0;
    maker->unmapped = 0;
    text->unmapped += unmapped;
    if (letters.n == unmapped * strlen(UNKNOWN))
        return; /* nothing, or an icon */
    word->text.p = arena_strndup(maker->arena, letters.p, letters.n);
    word->text.n = letters.n;
    word->base = word->y0 + (word->y1 - word->y0) * 0.78f; /* as most fonts have it */
    text->words = mem_grow(text->words, text->count, &text->capacity, sizeof *text->words);
    text->words[text->count++] = *word;
    text->bytes += letters.n + 1;
}

static float bounded(double x)
{
    return isfinite(x) ? (float)fmin(fmax(x, -1e6), 1e6) : 0;
}

/* How far two spans are apart. */
static double apart(double a0, double a1, double b0, double b1)
{
    return fmax(fmax(b0 - a1, a0 - b1), 0);
}

/* Poppler does not always put a blank where it goes to the next column or line. Characters of a
 * word touch, or are set back on the same line. */
static bool goes_elsewhere(const struct word_maker *maker, const PopplerRectangle *box)
{
    const PopplerRectangle *last = &maker->last;
    double em = maker->word.size;

    return apart(last->x1, last->x2, box->x1, box->x2) > 0.15 * em ||
           apart(last->y1, last->y2, box->y1, box->y2) > 0.15 * em ||
           (box->x1 < last->x1 - 0.1 * em && fabs(box->y1 - last->y1) > 0.4 * em);
}

static void word_begin(struct word_maker *maker, const PopplerRectangle *box,
                       const PopplerTextAttributes *run, bool glued)
{
    struct pdf_word *word = &maker->word;

    *word = (struct pdf_word){.x0 = bounded(box->x1),
                              .y0 = bounded(box->y1),
                              .x1 = bounded(box->x2),
                              .y1 = bounded(box->y2),
                              .upright = true,
                              .glued = glued};
    maker->first_y = word->y0;
    if (run != NULL) {
        word->size = bounded(run->font_size);
        word->bold = is_emphasised(run);
        word->font = font_number(maker, run->font_name);
    }
    if (word->size < 1)
        word->size = fmaxf(1, (word->y1 - word->y0) * 0.85f);
}

static void word_extend(struct word_maker *maker, const PopplerRectangle *box)
{
    struct pdf_word *word = &maker->word;

    if (fabsf(bounded(box->y1) - maker->first_y) > word->size * 0.4f)
        word->upright = false;
    word->x0 = fminf(word->x0, bounded(box->x1));
    word->y0 = fminf(word->y0, bounded(box->y1));
    word->x1 = fmaxf(word->x1, bounded(box->x2));
    word->y1 = fmaxf(word->y1, bounded(box->y2));
}

/* Marks that poppler puts around text that runs from right to left; they have no box. */
static bool has_no_box(uint32_t c)
{
    return c >= 0x202a && c <= 0x202e;
}

static void page_words(struct word_maker *maker, const struct page_source *page)
{
    static const PopplerRectangle nowhere;
    struct str rest = str_of(page->text);
    const GList *item = page->attributes;
    const PopplerTextAttributes *word_run = NULL;
    guint at = 0;

    while (rest.n > 0) {
        uint32_t c;
        size_t length = utf8_decode(rest.p, rest.n, &c);
        if (length == 0) {
            c = 0xfffd;
            length = 1;
        }
        rest = str_from(rest, length);
        if (has_no_box(c))
            continue;
        const PopplerRectangle *box = at < page->box_count ? &page->boxes[at] : &nowhere;
        while (item != NULL && ((const PopplerTextAttributes *)item->data)->end_index < (gint)at)
            item = item->next;
        at++;
        if (pdf_char_is_space(c)) {
            word_end(maker);
            continue;
        }
        const PopplerTextAttributes *run = item != NULL ? item->data : NULL;
        bool within = maker->letters.n > 0, moved = within && goes_elsewhere(maker, box);
        bool glued = within && !moved && run != word_run;
        if (glued || moved)
            word_end(maker);
        word_run = run;
        if (maker->letters.n == 0)
            word_begin(maker, box, run, glued);
        else
            word_extend(maker, box);
        maker->last = *box;
        if (!pdf_char_append(&maker->letters, c))
            maker->unmapped++;
    }
    word_end(maker);
}

static void read_page(struct word_maker *maker, PopplerPage *source, struct pdf_page *page)
{
    struct page_source content = {0};
    double width, height;

    poppler_page_get_size(source, &width, &height);
    page->width = bounded(width);
    page->height = bounded(height);
    page->first = maker->text->count;
    content.text = poppler_page_get_text(source);
    if (content.text != NULL && content.text[0] != '\0' &&
        poppler_page_get_text_layout(source, &content.boxes, &content.box_count)) {
        content.attributes = poppler_page_get_text_attributes(source);
        page_words(maker, &content);
        poppler_page_free_text_attributes(content.attributes);
    }
    g_free(content.boxes);
    g_free(content.text);
    page->count = maker->text->count - page->first;
}

/* The size of a font whose glyphs are drawings is a guess of poppler's: where its letters are far
 * narrower or wider than letters are, their width gives the size. */
static void correct_sizes(struct pdf_text *text, unsigned font_count)
{
    struct {
        double width, ems;
    } *fonts = mem_zero(font_count, sizeof *fonts);

    for (size_t i = 0; i < text->count; i++) {
        const struct pdf_word *word = &text->words[i];
        if (!word->upright || !isalnum((unsigned char)word->text.p[0]))
            continue;
        fonts[word->font].width += word->x1 - word->x0;
        fonts[word->font].ems += word->size * (float)utf8_length(word->text);
    }
    for (size_t i = 0; i < text->count; i++) {
        struct pdf_word *word = &text->words[i];
        double ratio = fonts[word->font].width / fmax(fonts[word->font].ems, 1);
        if (fonts[word->font].ems >= LETTERS_ENOUGH * word->size &&
            (ratio < NARROWEST || ratio > WIDEST))
            word->size = fmaxf(1, word->size * (float)(ratio / USUAL_WIDTH));
    }
    free(fonts);
}

/* Printing programs give the signs of a list made-up characters, from '!' on, in a font of their
 * own. */
static void mark_symbols(struct pdf_text *text, unsigned font_count)
{
    bool *has_letters = mem_zero(font_count, sizeof *has_letters);

    for (size_t i = 0; i < text->count; i++) {
        struct str s = text->words[i].text;
        for (size_t at = 0; at < s.n; at++)
            if (isalnum((unsigned char)s.p[at]) || (unsigned char)s.p[at] >= 0x80)
                has_letters[text->words[i].font] = true;
    }
    for (size_t i = 0; i < text->count; i++) {
        struct pdf_word *word = &text->words[i];
        bool made_up = !has_letters[word->font];
        for (size_t at = 0; at < word->text.n; at++)
            made_up = made_up && word->text.p[at] >= '!' && word->text.p[at] <= '\'';
        word->symbol = made_up;
    }
    free(has_letters);
}

enum err_code pdf_words_read(struct pdf_text *text, PopplerDocument *source, struct arena *arena,
                             struct err *err)
{
    struct word_maker maker = {.text = text, .arena = arena, .font_count = 1};
    enum err_code code = ERR_OK;

    *text = (struct pdf_text){.page_count = (unsigned)poppler_document_get_n_pages(source)};
    text->pages = mem_zero(text->page_count, sizeof *text->pages);
    for (unsigned i = 0; i < text->page_count && code == ERR_OK; i++) {
        PopplerPage *page = poppler_document_get_page(source, (int)i);
        text->pages[i].first = text->count;
        if (page == NULL) {
            text->unread++;
            continue;
        }
        read_page(&maker, page, &text->pages[i]);
        g_object_unref(page);
        if (text->bytes > PDF_TEXT_MAX)
            code = err_set(err, ERR_LIMIT,
                           "more than %d MiB of text; split it into documents of one class each",
                           PDF_TEXT_MAX / (1024 * 1024));
    }
    correct_sizes(text, maker.font_count);
    mark_symbols(text, maker.font_count);
    buf_free(&maker.letters);
    map_free(&maker.fonts);
    return code;
}

void pdf_text_free(struct pdf_text *text)
{
    free(text->words);
    free(text->pages);
    *text = (struct pdf_text){0};
}
