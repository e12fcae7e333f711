#include "indexer/segment_message.h"

#include "indexer/process.h"

size_t segment_message_begin(struct buf *out, enum segment_message kind)
{
    struct process_header header = {.code = kind};

    buf_add(out, (const char *)&header, sizeof header);
    return out->n;
}

void segment_message_end(struct buf *out, size_t begun)
{
    struct process_header header;
    char *at = out->p + begun - sizeof header;

    memcpy(&header, at, sizeof header);
    header.length = (uint32_t)(out->n - begun);
    memcpy(at, &header, sizeof header);
}
