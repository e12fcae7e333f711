#include "search/words.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/mem.h"
#include "search/token.h"
#include "spec/sentence.h"

struct words_reader {
    uint32_t *ids;
    size_t *starts; /* of the words, in the text or heading */
    size_t id_capacity, start_capacity;
    uint32_t heading_count, count; /* of the section read last */
    struct tokens_sentence *sentences;
    size_t sentence_capacity;
    struct sentence *sentence;
    struct spelling_writer spelling;
    uint32_t *capitals; /* ids of the words written in capitals */
    size_t capital_count, capital_capacity;
};

struct words_reader *words_reader_new(void)
{
    struct words_reader *reader = mem_zero(1, sizeof *reader);

    reader->sentence = mem_alloc(sizeof *reader->sentence);
    return reader;
}

void words_reader_free(struct words_reader *reader)
{
    if (reader == NULL)
        return;
    free(reader->ids);
    free(reader->starts);
    free(reader->sentences);
    free(reader->sentence);
    spelling_writer_free(&reader->spelling);
    free(reader->capitals);
    free(reader);
}

/* A line that is being read. */
struct line {
    size_t capitals; /* how many there were before it */
    size_t words;
    bool small, of_text;
};

/* Forgets the capitals of a line that is set in them. */
static void end_line(struct line *line, struct words_reader *reader)
{
    if (!line->small && !(line->of_text && line->words == 1))
        reader->capital_count = line->capitals;
    *line = (struct line){.capitals = reader->capital_count, .of_text = line->of_text};
}

static void add_to_line(struct line *line, struct words_reader *reader, struct str word,
                        uint32_t id)
{
    enum token_letters letters = token_letters(word);

    line->words++;
    line->small = line->small || letters == TOKEN_SMALL;
    if (letters != TOKEN_CAPITALS)
        return;
    reader->capitals = mem_grow(reader->capitals, reader->capital_count, &reader->capital_capacity,
                                sizeof *reader->capitals);
    reader->capitals[reader->capital_count++] = id;
}

/* Appends the words of a heading or a text. */
static enum err_code add_words(uint32_t *count, struct words_reader *reader,
                               struct vocabulary_writer *vocabulary, struct str text, bool of_text,
                               struct err *err)
{
    struct line line = {.capitals = reader->capital_count, .of_text = of_text};
    struct tokenizer tokens;
    size_t previous_end = 0;
    enum err_code code = ERR_OK;

    tokenizer_start(&tokens, text);
    while (code == ERR_OK && tokenizer_next(&tokens)) {
        uint32_t id = VOCABULARY_POSSESSIVE;
        if (!tokens.possessive)
            code = vocabulary_writer_add(&id, vocabulary, buf_view(&tokens.word), err);
        reader->ids = mem_grow(reader->ids, *count, &reader->id_capacity, sizeof *reader->ids);
        reader->starts =
            mem_grow(reader->starts, *count, &reader->start_capacity, sizeof *reader->starts);
        reader->ids[*count] = id;
        reader->starts[(*count)++] = tokens.start;
        struct str between = {text.p + previous_end, tokens.start - previous_end};
        struct str written = {text.p + tokens.start, tokens.end - tokens.start};
        spelling_writer_add(&reader->spelling, between, written, buf_view(&tokens.word));
        if (memchr(between.p, '\n', between.n) != NULL)
            end_line(&line, reader);
        add_to_line(&line, reader, written, id);
        previous_end = tokens.end;
    }
    end_line(&line, reader);
    spelling_writer_end(&reader->spelling, str_from(text, previous_end));
    tokenizer_free(&tokens);
    return code;
}

/* Does what stands between two sentences part paragraphs: a blank line, or a list mark? */
static bool parts_paragraphs(struct str between)
{
    bool new_line = false;

    for (size_t i = 0; i < between.n; i++) {
        bool space = isspace((unsigned char)between.p[i]) != 0;
        if (new_line && (between.p[i] == '\n' || !space))
            return true;
        new_line = new_line || between.p[i] == '\n';
    }
    return false;
}

/* Cuts the words first .. count - 1, those of the text, into sentences. */
static uint32_t cut_sentences(struct words_reader *reader, struct str text, uint32_t first,
                              uint32_t count)
{
    struct sentence_splitter splitter;
    struct sentence *sentence = reader->sentence;
    uint32_t sentences = 0, at = first;
    size_t previous_end = 0;

    sentence_begin(&splitter, text);
    while (at < count && sentence_next(&splitter, sentence)) {
        struct str between = {text.p + previous_end, sentence->start - previous_end};
        uint32_t begin = at;
        if (sentences > 0 && parts_paragraphs(between))
            reader->sentences[sentences - 1].paragraph_ends = true;
        previous_end = sentence->end;
        while (at < count && reader->starts[at] < sentence->end)
            at++;
        if (at == begin)
            continue;
        reader->sentences = mem_grow(reader->sentences, sentences, &reader->sentence_capacity,
                                     sizeof *reader->sentences);
        reader->sentences[sentences++] = (struct tokens_sentence){at, false};
    }
    if (at < count || sentences == 0) { /* behind the last sentence there are marks at most */
        reader->sentences = mem_grow(reader->sentences, sentences, &reader->sentence_capacity,
                                     sizeof *reader->sentences);
        sentences += sentences == 0;
        reader->sentences[sentences - 1].end = count;
    }
    reader->sentences[sentences - 1].paragraph_ends = true;
    return sentences;
}

enum err_code words_read(struct tokens_section *section, struct spelling *spelling,
                         struct words_reader *reader, struct vocabulary_writer *vocabulary,
                         struct str heading, struct str text, struct err *err)
{
    uint32_t count = 0;

    reader->capital_count = 0;
    spelling_writer_clear(&reader->spelling);
    enum err_code code = add_words(&count, reader, vocabulary, heading, false, err);
    uint32_t heading_count = count;

    if (code == ERR_OK)
        code = add_words(&count, reader, vocabulary, text, true, err);
    if (code != ERR_OK)
        return code;
    *section = (struct tokens_section){.count = count, .heading_count = heading_count};
    if (count > heading_count)
        section->sentence_count = cut_sentences(reader, text, heading_count, count);
    section->words = reader->ids;
    section->sentences = reader->sentences;
    reader->heading_count = heading_count;
    reader->count = count;
    *spelling = spelling_writer_view(&reader->spelling);
    return ERR_OK;
}

/* The first word of the text that does not begin before a byte of it. */
static uint32_t word_from(const struct words_reader *reader, size_t byte)
{
    uint32_t low = reader->heading_count, high = reader->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (reader->starts[middle] < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void words_between(uint32_t *first, uint32_t *behind, const struct words_reader *reader,
                   size_t start, size_t end)
{
    *first = word_from(reader, start);
    *behind = word_from(reader, end > start ? end : start);
}

const uint32_t *words_capitals(size_t *count, const struct words_reader *reader)
{
    *count = reader->capital_count;
    return reader->capitals;
}
