#include "read/pdf_lines.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>

#include "read/pdf_gaps.h"
#include "read/pdf_mend.h"
#include "read/pdf_tables.h"

enum {
    SIZE_MAX_PERCENT = 1000,
    LEADER_DOTS = 7 /* an ellipsis has fewer */
};

static const float TOUCHING = 0.06f; /* in letter sizes: no blank is so narrow */

struct builder {
    const struct pdf_reading *reading;
    const struct pdf_text *text;
    struct arena *arena;
    struct buf line;
    float usual_size;
};

static bool has_letters(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (isalnum((unsigned char)s.p[i]) || (unsigned char)s.p[i] >= 0xc3)
            return true;
    return false;
}

/* Words that touch are one: poppler parts them where the font changes, or before a raised letter.
 */
static bool is_joined(const struct pdf_word *before, const struct pdf_word *word)
{
    float gap = word->x0 - before->x1, least = fminf(before->size, word->size);
    bool resized = fabsf(before->size - word->size) > 0.15f * least;
    bool level = fabsf(before->base - word->base) < 0.06f * least;

    if (word->glued && gap < 2 * TOUCHING * word->size)
        return true;
    return fabsf(gap) < TOUCHING * least && (level || resized);
}

static void add_separator(struct builder *builder, const struct pdf_row *row, size_t at,
                          bool table_row)
{
    const size_t *order = builder->reading->order;
    const struct pdf_word *words = builder->text->words;
    const struct pdf_word *before = &words[order[row->first + at - 1]];
    const struct pdf_word *word = &words[order[row->first + at]];

    if (pdf_cell_begins(builder->text, order, row, at))
        buf_text(&builder->line, table_row ? "\t" : "  ");
    else if ((at == 1 && pdf_is_marker(before)) || !is_joined(before, word))
        buf_char(&builder->line, ' ');
}

static void add_word(struct builder *builder, const struct pdf_word *word, bool first)
{
    size_t bullet = first ? pdf_bullet_length(word->text) : 0;

    if (first && word->symbol) {
        buf_text(&builder->line, "\xe2\x80\xa2");
        return;
    }
    if (bullet > 0) {
        buf_add(&builder->line, word->text.p, bullet);
        buf_char(&builder->line, ' ');
    }
    buf_str(&builder->line, str_from(word->text, bullet));
}

/* Icons in a row: signs that nothing is said beside. */
static bool is_decoration(const struct builder *builder, const struct pdf_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (!builder->text->words[builder->reading->order[row->first + i]].symbol)
            return false;
    return true;
}

/* The size that most letters of a row have, in percent of the usual one. */
static unsigned percent_size(const struct builder *builder, const struct pdf_row *row)
{
    float best = row->size;
    size_t most = 0;

    for (size_t i = 0; i < row->count && i < 200; i++) {
        const struct pdf_word *word =
            &builder->text->words[builder->reading->order[row->first + i]];
        size_t letters = 0;
        for (size_t j = 0; j < row->count && j < 200; j++) {
            const struct pdf_word *other =
                &builder->text->words[builder->reading->order[row->first + j]];
            letters += fabsf(other->size - word->size) < 0.2f ? other->text.n : 0;
        }
        if (letters > most) {
            most = letters;
            best = word->size;
        }
    }
    float percent = roundf(100 * best / builder->usual_size);
    return percent < 1 ? 1 : percent > SIZE_MAX_PERCENT ? SIZE_MAX_PERCENT : (unsigned)percent;
}

/* Bytes of a dot leader at the start of s: dots and blanks. */
static size_t leader_length(struct str s)
{
    size_t dots = 0, at = 0;

    for (; at < s.n && (s.p[at] == '.' || s.p[at] == ' ' || s.p[at] == '\t'); at++)
        dots += s.p[at] == '.';
    return dots >= LEADER_DOTS ? at : 0;
}

/* What stands for a dot leader: shorter than any, and still one to who reads the line. */
#define SHORT_LEADER " . . . "

/* A leader at the end goes. */
static void shorten_leaders(struct buf *line)
{
    size_t kept = 0;

    for (size_t at = 0; at < line->n;) {
        size_t length = leader_length((struct str){line->p + at, line->n - at});
        if (length == 0) {
            line->p[kept++] = line->p[at++];
            continue;
        }
        at += length;
        if (kept > 0 && at < line->n) {
            memcpy(line->p + kept, SHORT_LEADER, strlen(SHORT_LEADER));
            kept += strlen(SHORT_LEADER);
        }
    }
    line->n = kept;
}

static struct document_line build(struct builder *builder, const struct pdf_line *source,
                                  bool table_row)
{
    const struct pdf_row *row = &source->row;
    struct document_line line = {.page = source->page + 1, .row = table_row};
    size_t plain = 0, bold = 0; /* words with letters */

    if (is_decoration(builder, row))
        return line;
    builder->line.n = 0;
    for (size_t i = 0; i < row->count; i++) {
        const struct pdf_word *word =
            &builder->text->words[builder->reading->order[row->first + i]];
        if (i > 0)
            add_separator(builder, row, i, table_row);
        add_word(builder, word, i == 0);
        if (i == 0 && row->count > 1 && pdf_is_marker(word)) {
            plain += !word->bold && isalnum((unsigned char)word->text.p[0]);
            continue;
        }
        bool letters = has_letters(word->text);
        plain += letters && !word->bold;
        bold += letters && word->bold;
        if (plain == 0 && bold > 0 && (word->bold || !letters))
            line.lead = (unsigned)builder->line.n;
    }
    line.bold = bold > 0 && plain == 0;
    if (line.bold)
        line.lead = 0;
    line.size = percent_size(builder, row);
    shorten_leaders(&builder->line);
    if (line.lead >= builder->line.n)
        line.lead = 0;
    line.text.p = arena_strndup(builder->arena, buf_view(&builder->line).p, builder->line.n);
    line.text.n = builder->line.n;
    return line;
}

/* Gives numbers, and blank lines where `blank` says; leaves out lines that mending emptied. */
static void lay_out(struct document *document, const struct document_line *lines, const bool *blank,
                    size_t count, struct arena *arena)
{
    bool gap = false;

    document->lines = arena_zero(arena, 2 * count + 1, sizeof *document->lines);
    document->count = 0;
    for (size_t i = 0; i < count; i++) {
        gap = gap || blank[i];
        if (lines[i].text.n == 0)
            continue;
        if (gap && document->count > 0) {
            struct document_line *empty = &document->lines[document->count++];
            *empty = (struct document_line){.text = STR(""), .page = lines[i].page};
            empty->line = (unsigned)document->count;
        }
        gap = false;
        document->lines[document->count++] = lines[i];
        document->lines[document->count - 1].line = (unsigned)document->count;
    }
}

void pdf_lines_make(struct document *document, const struct pdf_reading *reading,
                    const struct pdf_text *text, struct arena *arena)
{
    struct builder builder = {.reading = reading, .text = text, .arena = arena};
    struct document_line *lines = mem_zero(reading->count, sizeof *lines);
    bool *blank = mem_zero(reading->count, sizeof *blank);
    bool *is_row = mem_zero(reading->count, sizeof *is_row);

    builder.usual_size = pdf_usual_size(text->words, text->count);
    pdf_gaps_find(blank, reading, text);
    pdf_tables_find(is_row, reading, text);
    for (size_t i = 0; i < reading->count; i++)
        lines[i] = build(&builder, &reading->lines[i], is_row[i]);
    pdf_mend_hyphens(lines, blank, reading->count, arena);
    lay_out(document, lines, blank, reading->count, arena);
    free(lines);
    free(blank);
    free(is_row);
    buf_free(&builder.line);
}
