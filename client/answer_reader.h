/* Members of the JSON objects that the daemon answers with, checked: what is missing, or of another
 * type, is "unexpected answer from URL". */
#ifndef CLIENT_ANSWER_READER_H
#define CLIENT_ANSWER_READER_H

#include "client/answer.h"

/* The first failure sticks, and what is read after it is empty. */
struct answer_reader {
    struct arena *arena;
    const char *origin;
    struct err *err;
    enum err_code code;
};

struct answer_reader answer_reader_of(const struct answer *answer, struct err *err);

/* Says that the member is not as it should be. */
void answer_reader_fail(struct answer_reader *reader, const char *name);

/* The member if it has that type, else NULL. */
json_t *answer_reader_member(struct answer_reader *reader, const json_t *object, const char *name,
                             json_type type);

/* Texts whose p is NULL, and -1, stand for null; counts are not negative, numbers finite. */
struct str answer_reader_text(struct answer_reader *reader, const json_t *object, const char *name);
struct str answer_reader_text_or_null(struct answer_reader *reader, const json_t *object,
                                      const char *name);
long long answer_reader_count(struct answer_reader *reader, const json_t *object, const char *name);
long long answer_reader_count_or_null(struct answer_reader *reader, const json_t *object,
                                      const char *name);
bool answer_reader_bool(struct answer_reader *reader, const json_t *object, const char *name);
double answer_reader_number(struct answer_reader *reader, const json_t *object, const char *name);

/* Marks are pairs of code point offsets; those outside of the text are cut, not refused. */
void answer_reader_marks(struct answer_reader *reader, struct wrap_text *text, const json_t *object,
                         const char *name);

/* A class, and a section without marks. */
struct answer_class answer_reader_class(struct answer_reader *reader, const json_t *object);
struct answer_section answer_reader_section(struct answer_reader *reader, const json_t *object);

#endif
