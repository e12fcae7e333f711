#include "search/comparison.h"
#include "search/deadline.h"
#include "search/match_node.h"

static bool any_fits(const struct match *match, uint32_t section, const struct query_node *compare,
                     uint32_t modalities)
{
    const struct requirements_item *items;
    uint32_t count;

    requirements_of(&items, &count, match_segment_at(match, match->segment)->requirements, section);
    for (uint32_t i = 0; i < count; i++)
        if (comparison_fits(&items[i], compare, modalities))
            return true;
    return false;
}

enum err_code match_compare(struct bitmap *set, struct match *match,
                            const struct query_node *compare, uint32_t modalities,
                            const struct bitmap *within, struct err *err)
{
    enum err_code code = ERR_OK;

    for (uint32_t w = 0; code == ERR_OK && w < BITMAP_WORDS; w++) {
        uint64_t found = 0;
        for (uint64_t bits = within->words[w]; bits != 0; bits &= bits - 1)
            if (any_fits(match, w * 64 + (uint32_t)__builtin_ctzll(bits), compare, modalities))
                found |= bits & -bits;
        set->words[w] = found;
        if (w % (MATCH_CLOCK_EVERY / 64) == 0)
            code = deadline_check(match->deadline_ms, err);
    }
    return code;
}

/* Do all parts of a group stand in a sentence of a section? */
static enum err_code all_hold(bool *hold, struct match *match, const struct match_group *group,
                              const struct tokens_section *section,
                              const struct requirements_item *item, struct err *err)
{
    uint32_t count = item->sentence.end - item->sentence.first;
    enum err_code code = ERR_OK;

    if (item->sentence.end > section->count)
        return err_set(err, ERR_FORMAT,
                       "a section's requirements and its words do not fit; " SCHEMA_REBUILD);
    const struct tokens_section sentence = {
        .words = section->words + item->sentence.first, .count = count, .heading_count = count};
    *hold = true;
    for (size_t i = 0; code == ERR_OK && *hold && i < group->part_count; i++) {
        struct match_node *part = group->parts[i];
        if (group->type == MATCH_KIND)
            part = part->children[0];
        code = match_holds(hold, match, part, &sentence, section, err);
    }
    return code;
}

static enum err_code is_stated(bool *stated, struct match *match, const struct match_group *group,
                               uint32_t section, uint32_t modalities, struct err *err)
{
    const struct segment *segment = match_segment_at(match, match->segment);
    const struct requirements_item *items;
    struct tokens_section words;
    bool is_read = false;
    enum err_code code = ERR_OK;
    uint32_t count;

    *stated = false;
    requirements_of(&items, &count, segment->requirements, section);
    for (uint32_t i = 0; code == ERR_OK && !*stated && i < count; i++) {
        if (!comparison_fits(&items[i], NULL, modalities))
            continue;
        if (!is_read)
            code =
                tokens_read(&words, &match->worker->tokens, segment->tokens, section, false, err);
        is_read = true;
        if (code == ERR_OK)
            code = all_hold(stated, match, group, &words, &items[i], err);
    }
    return code;
}

enum err_code match_sentences(struct bitmap *set, struct match *match,
                              const struct match_group *group, uint32_t modalities, struct err *err)
{
    enum err_code code = ERR_OK;
    uint32_t looked = 0;
    bool stated;

    for (uint32_t i = bitmap_next(set, 0); code == ERR_OK && i < SEGMENT_SECTIONS_MAX;
         i = bitmap_next(set, i + 1)) {
        code = is_stated(&stated, match, group, i, modalities, err);
        if (code == ERR_OK && !stated)
            bitmap_remove(set, i);
        if (code == ERR_OK && ++looked % MATCH_CLOCK_EVERY == 0)
            code = deadline_check(match->deadline_ms, err);
    }
    return code;
}
