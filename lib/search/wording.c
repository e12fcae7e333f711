#include "search/wording.h"

#include "search/inflections.h"
#include "search/query_value.h"
#include "spec/requirement.h"

struct wording {
    struct buf *out;
    const struct index *index;
    struct arena *arena;
};

static void quote(const struct wording *wording, struct str text)
{
    buf_char(wording->out, '"');
    buf_str(wording->out, text);
    buf_char(wording->out, '"');
}

static void add_words(const struct wording *wording, const struct query_node *node,
                      const char *join)
{
    for (size_t i = 0; i < node->word_count; i++) {
        bool possessive = i > 0 && node->stems[i].n == 0 && str_is(node->words[i], "s");
        if (i > 0)
            buf_text(wording->out, possessive ? "'" : join);
        buf_str(wording->out, node->words[i]);
    }
}

static void add_inflections(const struct wording *wording, const struct inflections *inflections)
{
    if (inflections->all == 0) {
        buf_text(wording->out, ", which no section has");
        return;
    }
    for (size_t i = 0; i < inflections->count; i++) {
        buf_text(wording->out, i == 0 ? " (" : ", ");
        buf_str(wording->out, inflections->words[i]);
    }
    if (inflections->all > inflections->count)
        buf_printf(wording->out, " and %zu more", inflections->all - inflections->count);
    buf_char(wording->out, ')');
}

static void add_word(const struct wording *wording, const struct query_node *node)
{
    struct inflections inflections;

    if (node->type == QUERY_PREFIX) {
        buf_text(wording->out, "a word that begins with ");
        quote(wording, node->words[0]);
        inflections_of_prefix(&inflections, wording->index, node->words[0], WORDING_WORDS,
                              wording->arena);
    } else {
        buf_text(wording->out, "a word with the stem ");
        quote(wording, node->stems[0]);
        inflections_of_stem(&inflections, wording->index, node->stems[0], WORDING_WORDS,
                            wording->arena);
    }
    add_inflections(wording, &inflections);
}

static void add_what(const struct wording *wording, const struct query_node *node);

/* The children, joined; `expanded`: those alone that were not typed, or those that were. */
static size_t add_alternatives(const struct wording *wording, const struct query_node *node,
                               bool expanded)
{
    size_t count = 0;

    for (size_t i = 0; i < node->child_count; i++) {
        const struct query_node *child = node->children[i];
        if ((child->weight < 1) != expanded)
            continue;
        if (count++ > 0)
            buf_text(wording->out, " or ");
        else if (expanded)
            buf_text(wording->out, "; or, which is taken for the same, ");
        add_what(wording, child);
    }
    return count;
}

static void add_near(const struct wording *wording, const struct query_node *node)
{
    add_what(wording, node->children[0]);
    if (node->unit == QUERY_WORDS)
        buf_printf(wording->out, ", at most %d %s from ", node->distance,
                   node->distance == 1 ? "word" : "words");
    else
        buf_printf(wording->out, ", in one %s with ",
                   node->unit == QUERY_SENTENCE ? "sentence" : "paragraph");
    add_what(wording, node->children[1]);
}

static void add_all(const struct wording *wording, const struct query_node *node)
{
    for (size_t i = 0; i < node->child_count; i++) {
        if (i > 0)
            buf_text(wording->out, " and ");
        add_what(wording, node->children[i]);
    }
}

/* "5 years", "18 months", "50 pounds", "a bachelor's degree", "2023-06-01" */
static void add_value(const struct wording *wording, enum query_measure measure, int32_t value)
{
    switch (measure) {
    case QUERY_EXPERIENCE:
    case QUERY_SUPERVISORY:
        if (value % 12 == 0 && value > 0) {
            buf_printf(wording->out, "%d %s", value / 12, value == 12 ? "year" : "years");
            return;
        }
        /* fallthrough */
    case QUERY_PROBATION:
        buf_printf(wording->out, "%d %s", value, value == 1 ? "month" : "months");
        return;
    case QUERY_EDUCATION:
        buf_text(wording->out, education_level_label((enum education_level)value));
        return;
    case QUERY_LIFTING:
        buf_printf(wording->out, "%d pounds", value);
        return;
    case QUERY_REVISED:
    case QUERY_ESTABLISHED:
        buf_printf(wording->out, "%04d-%02d-%02d", value / 10000, value / 100 % 100, value % 100);
        return;
    }
}

static void add_comparison(const struct wording *wording, const struct query_node *node)
{
    static const char *const what[] = {[QUERY_EXPERIENCE] = "a requirement of experience",
                                       [QUERY_SUPERVISORY] =
                                           "a requirement of supervisory experience",
                                       [QUERY_EDUCATION] = "a requirement of education",
                                       [QUERY_LIFTING] = "a requirement to lift",
                                       [QUERY_PROBATION] = "a class with a probation",
                                       [QUERY_REVISED] = "a class revised",
                                       [QUERY_ESTABLISHED] = "a class established"};
    bool date = node->measure >= QUERY_REVISED;
    struct buf sign = {0};

    query_value_print(&sign, node->measure, node->low, node->high);
    bool least = str_starts(buf_view(&sign), STR(">="));
    bool most = str_starts(buf_view(&sign), STR("<="));
    buf_printf(wording->out, "%s%s", what[node->measure],
               node->measure == QUERY_PROBATION         ? " of"
               : date || node->measure == QUERY_LIFTING ? ""
                                                        : ":");
    if (least || most)
        buf_text(wording->out, date    ? least ? " from " : " up to "
                               : least ? " at least "
                                       : " at most ");
    else
        buf_text(wording->out, node->low == node->high ? date ? " on " : " exactly " : " from ");
    add_value(wording, node->measure, most ? node->high : node->low);
    if (!least && !most && node->low != node->high) {
        buf_text(wording->out, " to ");
        add_value(wording, node->measure, node->high);
    }
    buf_free(&sign);
}

static void add_field(const struct wording *wording, const struct query_node *node)
{
    switch (node->field) {
    case QUERY_TITLE:
        buf_text(wording->out, "a class whose title has ");
        break;
    case QUERY_AGENCY:
        buf_text(wording->out, "a class of an agency whose name has ");
        break;
    case QUERY_SERIES:
        buf_text(wording->out, "a class whose series has ");
        break;
    case QUERY_CODE:
        buf_text(wording->out, "the class with the code ");
        break;
    case QUERY_GRADE:
        buf_text(wording->out, "a class of the pay grade ");
        break;
    case QUERY_FLSA:
        buf_text(wording->out, "a class whose FLSA status is ");
        break;
    }
    if (node->word_count == 0) {
        quote(wording, node->value);
        return;
    }
    buf_char(wording->out, '"');
    add_words(wording, node, "\" and \"");
    buf_char(wording->out, '"');
}

static void add_modality(const struct wording *wording, const struct query_node *node)
{
    const char *join = "";

    buf_text(wording->out, "a requirement that is ");
    for (enum modality modality = 0; modality < MODALITY_COUNT; modality++) {
        if ((node->modalities >> modality & 1) == 0)
            continue;
        buf_printf(wording->out, "%s\"%s\"", join, modality_label(modality));
        join = " or ";
    }
}

/* No deeper than the parser lets trees be. */
static void add_what(const struct wording *wording, const struct query_node *node)
{
    switch (node->type) {
    case QUERY_AND:
        add_all(wording, node);
        break;
    case QUERY_OR:
        add_alternatives(wording, node, false);
        add_alternatives(wording, node, true);
        break;
    case QUERY_NOT:
        buf_text(wording->out, "not ");
        add_what(wording, node->children[0]);
        break;
    case QUERY_WORD:
    case QUERY_PREFIX:
        add_word(wording, node);
        break;
    case QUERY_PHRASE:
        buf_text(wording->out, node->word_count > 1 ? "the exact words \"" : "the exact word \"");
        add_words(wording, node, " ");
        buf_char(wording->out, '"');
        break;
    case QUERY_NEAR:
        add_near(wording, node);
        break;
    case QUERY_KIND:
        add_what(wording, node->children[0]);
        buf_printf(wording->out, ", in a section about %s", kind_label(node->kind));
        break;
    case QUERY_HEADING:
        add_what(wording, node->children[0]);
        buf_text(wording->out, ", in the section's heading");
        break;
    case QUERY_FIELD:
        add_field(wording, node);
        break;
    case QUERY_COMPARE:
        add_comparison(wording, node);
        break;
    case QUERY_MODALITY:
        add_modality(wording, node);
        break;
    }
}

void wording_part(struct buf *out, const struct query_node *part, const struct index *index,
                  struct arena *arena)
{
    const struct wording wording = {out, index, arena};
    const struct query_node *what = part;

    if (part->type == QUERY_NOT) {
        what = part->children[0];
        buf_text(out, what->nature == QUERY_TEXT ? "Left out are sections with "
                                                 : "Left out are all sections of classes with ");
    } else if (part->type == QUERY_MODALITY) {
        buf_text(out, "All of it holds for ");
    } else {
        buf_text(out, "Wanted: ");
    }
    add_what(&wording, what);
    buf_char(out, '.');
}

/* Parts of one group are sought in one section, or one requirement; groups in one class. */
static bool is_one_group(const struct query_node *a, const struct query_node *b)
{
    if (a->nature == QUERY_TEXT || b->nature == QUERY_TEXT)
        return a->nature == b->nature;
    if (a->type != b->type)
        return false;
    return (a->type == QUERY_KIND && a->kind == b->kind) ||
           (a->type == QUERY_COMPARE && a->measure == b->measure);
}

static bool has_groups(const struct query_node *root)
{
    const struct query_node *first = NULL;

    for (size_t i = 0; i < root->child_count; i++) {
        const struct query_node *part = root->children[i];
        if (part->type == QUERY_NOT || part->type == QUERY_MODALITY || part->nature == QUERY_CLASS)
            continue;
        if (first != NULL && !is_one_group(first, part))
            return true;
        first = part;
    }
    return false;
}

void wording_query(struct buf *out, const struct query_node *root, const struct index *index,
                   struct arena *arena)
{
    if (root->child_count == 0)
        buf_text(out, "Nothing is asked for: every section.");
    else if (has_groups(root))
        buf_text(out, "What is wanted may stand in different sections of a class: of the classes "
                      "that have all of it, the sections with some of it are shown.");
    else
        buf_text(out, "Sections that have all that is wanted; a word may stand in the title of the "
                      "class instead, if another stands in the section.");
    for (size_t i = 0; i < root->child_count; i++) {
        buf_char(out, ' ');
        wording_part(out, root->children[i], index, arena);
    }
}
