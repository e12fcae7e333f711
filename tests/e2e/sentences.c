/* Where the sentences of texts begin and end, for the oracle, which counts words within a sentence
 * but does not judge what is one: the unit tests of requirements do. Reads texts, each behind a
 * line with its length in bytes; prints a line for each, of offsets: start end start end ... */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "spec/sentence.h"

static void print_sentences(struct str text, struct sentence *sentence)
{
    struct sentence_splitter splitter;

    sentence_begin(&splitter, text);
    while (sentence_next(&splitter, sentence))
        printf("%zu %zu ", sentence->start, sentence->end);
    putchar('\n');
}

int main(void)
{
    struct sentence *sentence = mem_alloc(sizeof *sentence);
    bool whole = true;
    size_t length = 0;

    while (whole && scanf("%zu", &length) == 1 && getchar() == '\n') {
        char *text = mem_alloc(length + 1);
        whole = fread(text, 1, length, stdin) == length;
        if (whole)
            print_sentences((struct str){text, length}, sentence);
        free(text);
    }
    whole = whole && feof(stdin) && fflush(stdout) == 0;
    free(sentence);
    return whole ? EXIT_SUCCESS : EXIT_FAILURE;
}
