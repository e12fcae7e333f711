#include "client/explain.h"

#include "client/answer.h"
#include "client/hits.h"

enum { INDENT = 2, COUNT_COLUMNS = 9 };

static void print_parts(struct output *out, const struct answer_explanation *explanation)
{
    if (explanation->part_count > 0)
        output_raw(out, STR("\nsections  by itself\n"));
    for (size_t i = 0; i < explanation->part_count; i++) {
        const struct answer_part *part = &explanation->parts[i];
        if (part->sections >= 0)
            output_printf(out, "%*lld  ", COUNT_COLUMNS - 1, part->sections);
        else
            output_spaces(out, COUNT_COLUMNS + 1);
        output_text(out, part->text);
        output_char(out, '\n');
    }
}

static void print_explanation(struct output *out, const struct answer_explanation *explanation)
{
    wrap_paragraph(out, &(struct wrap_text){.text = explanation->reading}, 0);
    print_parts(out, explanation);
    if (explanation->suggestion.p != NULL) {
        output_raw(out, STR("\ndid you mean: "));
        output_text(out, explanation->suggestion);
        output_char(out, '\n');
    }
    if (explanation->note_count > 0)
        output_char(out, '\n');
    hits_print_notes(out, explanation->notes, explanation->note_count);
    if (explanation->named_count > 0)
        output_raw(out, STR("\nIt is the title or the code of these classes, which come first:\n"));
    for (size_t i = 0; i < explanation->named_count; i++) {
        output_spaces(out, INDENT);
        output_text(out, explanation->named[i].title);
        output_raw(out, STR("  "));
        output_text(out, explanation->named[i].id);
        output_char(out, '\n');
    }
}

enum err_code explain_print(struct fetch *fetch, struct str target, bool json, struct output *out,
                            struct err *err)
{
    struct answer answer;
    struct answer_explanation explanation;

    enum err_code code = answer_get(&answer, fetch, target, err);
    if (code == ERR_OK)
        code = answer_read_explanation(&explanation, &answer, err);
    if (code == ERR_OK && json)
        output_json(out, buf_view(&answer.body));
    else if (code == ERR_OK)
        print_explanation(out, &explanation);
    answer_free(&answer);
    return code;
}
