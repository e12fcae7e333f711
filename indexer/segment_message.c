#include "indexer/segment_message.h"

#include "indexer/process.h"

size_t segment_message_begin(struct buf *out, enum segment_message kind)
{
    struct process_header header = {.code = kind};

    buf_add(out, (const char *)&header, sizeof header);
    return out->n;
}

void segment_message_number(struct buf *out, uint32_t number)
{
    buf_add(out, (const char *)&number, sizeof number);
}

void segment_message_text(struct buf *out, struct str text)
{
    segment_message_number(out, (uint32_t)text.n);
    buf_str(out, text);
}

void segment_message_end(struct buf *out, size_t begun)
{
    struct process_header header;
    char *at = out->p + begun - sizeof header;

    memcpy(&header, at, sizeof header);
    header.length = (uint32_t)(out->n - begun);
    memcpy(at, &header, sizeof header);
}

bool segment_message_take_number(uint32_t *number, struct str *rest)
{
    if (rest->n < sizeof *number)
        return false;
    memcpy(number, rest->p, sizeof *number);
    *rest = str_from(*rest, sizeof *number);
    return true;
}

bool segment_message_take_text(struct str *text, struct str *rest)
{
    uint32_t length;

    if (!segment_message_take_number(&length, rest) || rest->n < length)
        return false;
    *text = (struct str){rest->p, length};
    *rest = str_from(*rest, length);
    return true;
}
